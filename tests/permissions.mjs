// SPDX-License-Identifier: Apache-2.0
// Who may what: every address that the program tells (`sulear routes`) × nobody, a plain account, each role. Pages are asked
// with a session, calls with a token. Whoever may not is refused (401, 403, or sent to sign in); whoever may is not, whatever
// else the answer is. Which roles have a permission is read from src/base/may.def, which is not the program's own word.
// An address whose places have no value here fails: a new route cannot stay out of it.
//
//   node tests/permissions.mjs
import fs from 'node:fs';
import path from 'node:path';

import { request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { root, run, Server } from './lib/server.mjs';
import { sqlite } from './lib/stores.mjs';

const count = new Count();
const password = 'correct horse';

// A value for each place of a pattern, where it is the same for all of them.
const places = {
	lang: 'en', file: 'style.css', code: 'bad-day', id: 'C189', iso3: 'BRA', instrument: 'C189', member: 'BRA', group: 'CPLP',
	act: 'ratification', report: '1', n: '1', person: '999', 'members...': 'BRA/MOZ', site: 'normlex', language: 'en', page: 'f', text: 'rules',
	link: 'A'.repeat(43), message: '999', news: '999', provider: 'google', identity: '999', sign_in: '999', token: '0'.repeat(64),
};

// The permissions of may.def with their roles; null: every account.
function permissions() {
	const text = fs.readFileSync(path.join(root, 'src/base/may.def'), 'utf8');
	const found = new Map([['ANYBODY', 'anybody']]);
	for (const [, name, who] of text.matchAll(/^PERMISSION\((\w+), ([^,]+),/gm))
		found.set(name, who.trim() === 'EVERYBODY_SIGNED_IN' ? null : [...who.matchAll(/ROLE_BIT\((\w+)\)/g)].map(one => one[1].toLowerCase()));
	return found;
}

function may(allowed, who) {
	if (allowed === 'anybody')
		return true;
	if (who === 'nobody')
		return false;
	return allowed === null || who === 'administrator' || allowed.includes(who);
}

function address(pattern) {
	return pattern.replace(/\{([^}]+)\}/g, (_, name) => {
		if (!(name in places))
			throw new Error(`no value for {${name}}: add one to tests/permissions.mjs`);
		return places[name];
	});
}

// A session: the cookie and the token that its forms must bring. A fresh page of the site tells both.
async function session(server, name) {
	const form = await request(server.url, 'GET', '/en/sign-in');
	let cookie = form.headers['set-cookie'].split(';')[0];
	let token = /name="form_token" value="([^"]+)"/.exec(form.text)[1];
	if (name) {
		const body = new URLSearchParams({ form_token: token, name, password }).toString();
		const answer = await request(server.url, 'POST', '/en/sign-in', { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' }, body);
		if (answer.status !== 303)
			throw new Error(`${name} cannot sign in: ${answer.status}`);
		cookie = answer.headers['set-cookie'].split(';')[0];
		token = /name="form_token" value="([^"]+)"/.exec((await request(server.url, 'GET', '/en/roles', { Cookie: cookie })).text)[1];
	}
	return { cookie, token };
}

// For anybody whose session waits for its second step; others are sent to sign in, or refused.
const ofWaiting = pattern => /\/sign-in\/step$|\/account\/second-step(\/begin)?$/.test(pattern);

// Whether an answer says no: to read a page nobody may be sent to sign in.
function refuses(answer, who) {
	const isSent = answer.status === 303 && /\/sign-in(\?|$)/.test(answer.headers.location ?? '');
	return answer.status === 401 || answer.status === 403 || (who === 'nobody' && isSent);
}

async function ask(server, method, pattern, kind, who) {
	const target = address(pattern);
	const headers = {};
	let body;
	if (kind === 'api' && who.token)
		headers.Authorization = `Bearer ${who.token}`;
	if (kind !== 'api')
		headers.Cookie = who.session.cookie;
	if (method === 'POST') {
		headers['Content-Type'] = kind === 'api' ? 'application/json' : 'application/x-www-form-urlencoded';
		body = kind === 'api' ? '{}' : `form_token=${encodeURIComponent(who.session.token)}`;
	}
	return request(server.url, method, target, headers, body);
}

const table = permissions();
count.check(table.size > 10 && table.get('HAVE_ACCOUNT') === null && table.get('MANAGE_PEOPLE').join() === 'administrator', 'may.def', 'is read');
const roles = [...fs.readFileSync(path.join(root, 'src/base/may.h'), 'utf8').matchAll(/^\tROLE_(\w+),/gm)].map(one => one[1].toLowerCase());
count.check(roles.length >= 8 && roles.includes('moderator'), 'may.h', `roles: ${roles}`);

const place = sqlite.fresh();
for (const name of ['account', ...roles])
	run(['user', 'add', `The ${name}`, '--email', `${name}@example.org`, '--role', name, '--password-stdin', ...place.args], { input: `${password}\n` });
const routes = run(['routes']).stdout.trim().split('\n').map(line => line.split('\t'));
count.check(routes.length > 60, 'sulear routes', `${routes.length} lines`);

const server = await Server.start(place.args);

// What ends the session or the account that asks comes last, each asked by somebody for whom it is allowed to end.
const ends = ([method, pattern]) => method === 'POST' && /\/sign-out$|\/sessions|\/sign-in/.test(pattern);
const ordered = [...routes.filter(one => !ends(one)), ...routes.filter(ends)];
for (const who of ['nobody', 'account', ...roles]) {
	const asks = { session: await session(server, who === 'nobody' ? null : `The ${who}`) };
	if (who !== 'nobody')
		asks.token = run(['user', 'token', `The ${who}`, ...place.args]).stdout.trim();
	for (const [method, pattern, permission, kind] of ordered) {
		const what = `${who}: ${method} ${pattern}`;
		try {
			if (!table.has(permission))
				throw new Error(`the permission ${permission} is not in may.def`);
			const allowed = may(table.get(permission), who) && !(who === 'nobody' && ofWaiting(pattern));
			if (allowed && ends([method, pattern]) && who !== 'nobody')
				asks.session = await session(server, `The ${who}`);
			const answer = await ask(server, method, pattern, kind, asks);
			const refused = refuses(answer, who);
			count.check(refused === !allowed, what, `${permission}: status ${answer.status} ${answer.headers.location ?? ''}`);
			count.check(answer.status < 500, `${what}, the answer`, `status ${answer.status}`);
		} catch (error) {
			count.fail(what, error.message);
		}
	}
}
const how = await server.stop();
count.check(how.status === 0, 'the end', JSON.stringify(how));
count.close();
