// SPDX-License-Identifier: Apache-2.0
// Mail going out, with a real SMTP server, on both stores: once, with the right parts and headers; again when it is refused for
// now; failed and paused when it is refused for good; unsure when nobody answers; one-click unsubscribing from the message
// alone; 10,000 recipients.
//
//   tests/postgres.sh node tests/mail.mjs        (tests/mail_crash.mjs: kill -9)
import fs from 'node:fs';
import path from 'node:path';

import { request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { run, Server } from './lib/server.mjs';
import { Smtp, relayTo } from './lib/smtp.mjs';
import { stores } from './lib/stores.mjs';

const MANY = Number(process.env.MAIL_MANY ?? 10000);
const count = new Count();
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const now = place => (place.kind === 'sqlite' ? "'2026-01-01T00:00:00.000000Z'" : 'now()');

class Site {
	static async start(store) {
		const site = new Site();
		site.name = store.name;
		site.place = store.fresh();
		site.smtp = await Smtp.start();
		await (await Server.start(site.place.args, { args: ['--no-mail'] })).stop();
		for (const [name, role] of [['admin', 'administrator'], ['ana', 'account'], ['rui', 'account']]) {
			const done = run(['user', 'add', name, '--email', `${name}@example.org`, '--role', role, '--password-stdin', ...site.place.args], { input: 'correct horse battery\n' });
			if (done.status !== 0)
				throw new Error(done.stderr);
		}
		site.tokens = {};
		for (const name of ['admin', 'ana', 'rui'])
			site.tokens[name] = run(['user', 'token', name, ...site.place.args]).stdout.trim();
		relayTo(site.place, site.smtp.url, { 'site.name': 'Sulear de José', 'mail.domain': 'mail.example.org' });
		site.server = await Server.start(site.place.args);
		return site;
	}

	async stop() {
		count.check(!/ERROR|BUG/.test(this.server.stderr), this.name, `the log complains: ${this.server.stderr.slice(0, 1000)}`);
		const end = await this.server.stop();
		count.check(end.status === 0, this.name, `the server ended with ${JSON.stringify(end)}`);
		await this.smtp.stop();
		this.place.drop();
	}

	async call(method, address, body, who = 'admin') {
		const headers = { Authorization: `Bearer ${this.tokens[who]}`, Accept: 'application/json' };
		if (body)
			headers['Content-Type'] = 'application/json';
		const answer = await request(this.server.url, method, address, headers, body ? JSON.stringify(body) : undefined);
		return { status: answer.status, json: answer.text ? JSON.parse(answer.text) : null };
	}

	test(to) {
		return this.call('POST', '/api/v1/mail/test', { email: to });
	}

	// The newest message to an address, once `fits` says so.
	async message(to, fits = () => true, ms = 15000) {
		let found;
		for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
			found = (await this.call('GET', `/api/v1/mail?to=${encodeURIComponent(to)}&limit=1`)).json.items[0];
			if (found && fits(found))
				return found;
		}
		throw new Error(`no message to ${to} became what it should be: ${JSON.stringify(found)}`);
	}

	check(condition, what, why) {
		return count.check(condition, `${this.name} ${what}`, why);
	}
}

// Lines of a message as they came, its header lines unfolded.
function head(raw) {
	const text = raw.toString('latin1');
	const lines = text.slice(0, text.indexOf('\r\n\r\n')).replace(/\r\n[ \t]/g, ' ').split('\r\n');
	return new Map(lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
}

async function once(site) {
	const asked = await site.test('eva@example.net');
	site.check(asked.status === 200, 'once', `test answers ${asked.status}`);
	const mail = await site.smtp.wait(m => m.to === 'eva@example.net');
	const h = head(mail.raw);
	const raw = mail.raw.toString('latin1');
	site.check(/^bounce\+\d+\.[0-9a-f]{32}@mail\.example\.org$/.test(mail.from), 'once', `envelope sender ${mail.from}`);
	site.check(h.get('auto-submitted') === 'auto-generated', 'once', `Auto-Submitted ${h.get('auto-submitted')}`);
	site.check(/^<[^<>@ ]+@mail\.example\.org>$/.test(h.get('message-id')), 'once', `Message-ID ${h.get('message-id')}`);
	site.check(mail.headers.get('from').value[0].name === 'Sulear de José' && mail.headers.get('from').value[0].address === 'sulear@example.org', 'once', `From ${h.get('from')}`);
	site.check(Math.abs(Date.parse(h.get('date')) - Date.now()) < 60000, 'once', `Date ${h.get('date')}`);
	site.check(mail.text.includes('reached you') && mail.html.includes('reached you'), 'once', 'a part lacks the text');
	site.check(!/<img|<script|http-equiv|src=/i.test(mail.html), 'once', 'the HTML part fetches something');
	site.check(raw.split('\r\n').every(line => line.length <= 78 && /^[\x20-\x7e\t]*$/.test(line)), 'once', 'a line is long or not ASCII');
	site.check(!/[^\r]\n/.test(raw), 'once', 'a line ends without CR');
	site.check(!h.has('list-unsubscribe'), 'once', 'a mail that comes from no subscription offers to end one');
	const message = await site.message('eva@example.net', m => m.state === 'sent');
	site.check(message.attempts === 1 && message.answer.startsWith('250'), 'once', JSON.stringify(message));
	await sleep(1500);
	site.check(site.smtp.taken.filter(m => m.to === 'eva@example.net').length === 1, 'once', 'it came twice');
	const data = site.place.sql("SELECT e.data || '|' || COALESCE(CAST(m.bytes AS TEXT), 'none') FROM mail_event e JOIN mail_message m ON m.event = e.id WHERE m.email = 'eva@example.net'").trim();
	site.check(data === '{}|none', 'once', `what was written to one person is kept: ${data.slice(0, 200)}`);
}

async function refusedForNow(site) {
	const { smtp } = site;
	for (const stage of ['rcpt', 'data']) {
		const to = `later-${stage}@example.net`;
		let tries = 0;
		smtp.judge = (at, m) => (at === stage && m.to === to && tries++ === 0 ? { code: 451, text: '4.7.1 come back later' } : undefined);
		await site.test(to);
		const waits = await site.message(to, m => m.attempts === 1);
		const minutes = (Date.parse(waits.next_at) - Date.now()) / 60000;
		site.check(waits.state === 'waiting' && minutes > 0.5 && minutes <= 1.01, `4xx after ${stage}`, JSON.stringify(waits));
		site.check(waits.answer.includes('451'), `4xx after ${stage}`, waits.answer);
		await sleep(1200);
		site.check(tries === 1, `4xx after ${stage}`, `it was tried ${tries} times within the minute`);
		const again = await site.call('POST', `/api/v1/mail/${waits.id}/again`);
		site.check(again.status === 200, `4xx after ${stage}`, `again answers ${again.status}`);
		await site.message(to, m => m.state === 'sent');
		site.check(smtp.taken.filter(m => m.to === to).length === 1, `4xx after ${stage}`, 'it did not come once');
		const twice = await site.call('POST', `/api/v1/mail/${waits.id}/again`);
		site.check(twice.status === 409, `4xx after ${stage}`, `a message that was sent can be sent again: ${twice.status}`);
	}
	// The last of seven attempts.
	smtp.judge = (at, m) => (m.to === 'never@example.net' ? 450 : undefined);
	await site.test('never@example.net');
	const first = await site.message('never@example.net', m => m.attempts === 1);
	site.place.sql(`UPDATE mail_message SET tries = 6, next_at = made_at WHERE id = ${first.id}`);
	const failed = await site.message('never@example.net', m => m.state === 'failed');
	site.check(failed.attempts === 7, '4xx', JSON.stringify(failed));
	smtp.judge = () => undefined;
}

async function refusedForGood(site) {
	const { smtp } = site, to = 'gone@example.net';
	let last = 0;
	const next = async state => {
		const message = await site.message(smtp.to, m => m.id > last && m.state === state);
		last = message.id;
		return message;
	};
	smtp.to = to;
	smtp.judge = (at, m) => (m.to === to && at === 'rcpt' ? { code: 550, text: '5.1.1 no such mailbox' } : undefined);
	for (let i = 1; i <= 3; i++) {
		await site.test(to);
		const failed = await next('failed');
		site.check(failed.answer.includes('550'), '5xx', JSON.stringify(failed));
		const { items } = (await site.call('GET', '/api/v1/mail/addresses')).json;
		site.check(items.some(a => a.email === to) === (i === 3), '5xx', `after ${i} refusals the paused are ${JSON.stringify(items)}`);
	}
	smtp.judge = () => undefined;
	await site.test(to);
	const { id } = await next('paused');
	site.check(smtp.taken.every(m => m.to !== to), 'paused', 'a paused address got mail');
	const resumed = run(['mail', 'resume', to, ...site.place.args]);
	site.check(resumed.status === 0, 'paused', resumed.stderr);
	await site.call('POST', `/api/v1/mail/${id}/again`);
	await site.message(to, m => m.state === 'sent');
	// A refusal of what is written is not the address's fault.
	smtp.judge = (at, m) => (m.to === 'policy@example.net' && at === 'data' ? { code: 554, text: '5.7.1 refused by policy' } : undefined);
	smtp.to = 'policy@example.net';
	for (let i = 0; i < 3; i++) {
		await site.test('policy@example.net');
		await next('failed');
	}
	const { items } = (await site.call('GET', '/api/v1/mail/addresses')).json;
	site.check(items.length === 0, '5.7.1', `addresses are paused: ${JSON.stringify(items)}`);
	smtp.judge = () => undefined;
}

async function relayInTrouble(site) {
	const { smtp } = site;
	smtp.judge = (at, m) => (at === 'data' && m.to === 'cut@example.net' ? 'cut' : undefined);
	await site.test('cut@example.net');
	const unsure = await site.message('cut@example.net', m => m.state === 'unsure');
	site.check(unsure.attempts === 1, 'unsure', JSON.stringify(unsure));
	smtp.judge = () => undefined;
	await sleep(500);
	site.check(smtp.taken.every(m => m.to !== 'cut@example.net'), 'unsure', 'it was sent again by itself');
	await site.call('POST', `/api/v1/mail/${unsure.id}/again`);
	await site.message('cut@example.net', m => m.state === 'sent', 20000);

	// The relay is away: nothing is counted against the message, and it goes out when the relay is back.
	const { port } = smtp;
	await smtp.stop();
	await site.test('away@example.net');
	let state;
	for (let i = 0; i < 100 && !state?.trouble; i++, await sleep(100))
		state = (await site.call('GET', '/api/v1/mail/state')).json;
	site.check(state.trouble && state.messages.waiting === 1, 'relay away', JSON.stringify(state));
	site.check((await site.message('away@example.net')).attempts === 0, 'relay away', 'an attempt is counted');
	const taken = site.smtp.taken;
	site.smtp = await Smtp.start({ port });
	site.smtp.taken.push(...taken);
	await site.message('away@example.net', m => m.state === 'sent', 40000);
	state = (await site.call('GET', '/api/v1/mail/state')).json;
	site.check(!state.trouble, 'relay back', JSON.stringify(state));
}

async function news(site) {
	for (const who of ['ana', 'rui'])
		site.check((await site.call('POST', '/api/v1/news/by-mail', { wants: true }, who)).json.wants, 'news', 'it is not wanted');
	site.place.sql("UPDATE news_reader SET lang = 'pt' WHERE person = (SELECT id FROM person WHERE name = 'ana')");
	const refused = await site.call('POST', '/api/v1/news', { pt: { subject: 'Só isto', text: '' } });
	site.check(refused.status === 422 && refused.json.errors?.[0]?.pointer === '#/pt/text', 'news', `without text: ${refused.status} ${JSON.stringify(refused.json.errors)}`);
	site.check((await site.call('POST', '/api/v1/news', { en: { subject: 'x', text: 'y' } }, 'ana')).status === 403, 'news', 'anybody may publish');
	const file = path.join(site.place.dir, 'notice.json');
	fs.writeFileSync(file, JSON.stringify({ en: { subject: 'Maintenance', text: 'Closed on Sunday.' }, pt: { subject: 'Manutenção no próximo domingo', text: 'Fechado no domingo.\n\nVoltamos à noite.' } }));
	const done = run(['mail', 'notice', file, ...site.place.args]);
	site.check(done.status === 0, 'news', done.stderr);
	const mail = await site.smtp.wait(m => m.to === 'ana@example.org');
	const english = await site.smtp.wait(m => m.to === 'rui@example.org');
	const h = head(mail.raw);
	site.check(mail.subject === 'Manutenção no próximo domingo' && english.subject === 'Maintenance', 'news', `${mail.subject} / ${english.subject}`);
	site.check(mail.text.includes('Voltamos à noite.') && mail.html.includes('Voltamos à noite.'), 'news', mail.text);
	site.check(/<news\.mail\.example\.org>$/.test(h.get('list-id')), 'news', `List-Id ${h.get('list-id')}`);
	site.check(h.get('list-unsubscribe-post') === 'List-Unsubscribe=One-Click', 'news', h.get('list-unsubscribe-post'));
	site.check(h.get('archived-at') === `<${site.server.url}/pt/news/${done.stdout.trim()}>`, 'news', h.get('archived-at'));
	const [, link, mailto] = /^<(http[^>]+)>, <mailto:(unsubscribe\+[^>@]+@mail\.example\.org)>$/.exec(h.get('list-unsubscribe')) ?? [];
	if (!site.check(link && mailto, 'one-click', `List-Unsubscribe ${h.get('list-unsubscribe')}`))
		return;
	site.check(mail.html.includes(link.replaceAll('&', '&amp;')) && mail.text.includes(link), 'one-click', 'the text does not say how to end these mails');
	const address = new URL(link);
	const wants = async who => (await site.call('GET', '/api/v1/news/by-mail', undefined, who)).json.wants;
	// Looking at it changes nothing, wherever it leads.
	const look = await request(site.server.url, 'GET', address.pathname + address.search);
	const page = await request(site.server.url, 'GET', look.headers.location);
	site.check(look.status === 303 && page.status === 200 && look.headers.location.startsWith('/pt/') && await wants('ana'), 'one-click', `GET: ${look.status} ${look.headers.location} ${page.status}`);
	site.check(!page.headers['set-cookie'] && /<button/.test(page.text), 'one-click', 'the page sets a cookie or has no button');
	const bad = await request(site.server.url, 'POST', `${address.pathname.slice(0, -1)}${address.pathname.endsWith('0') ? '1' : '0'}`, {}, '');
	site.check(bad.status === 404 && await wants('ana'), 'one-click', `a forged code: ${bad.status}`);
	const click = await request(site.server.url, 'POST', address.pathname + address.search,
		{ 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://mail.example.com', 'Sec-Fetch-Site': 'cross-site' }, 'List-Unsubscribe=One-Click');
	site.check(click.status === 200 && !(await wants('ana')) && await wants('rui'), 'one-click', `POST: ${click.status}`);
	site.check((await request(site.server.url, 'POST', address.pathname, {}, '')).status === 200, 'one-click', 'the second time it is refused');
}

// Many recipients: the transaction that writes the event is not delayed, memory stays flat, everybody gets it once.
async function many(site) {
	const { place, smtp } = site;
	place.sql(`WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < ${MANY})
		INSERT INTO person (id, name, roles, created_at, skeleton) SELECT 1000 + n, 'reader ' || n, '', ${now(place)}, 'reader ' || n FROM i`);
	place.sql(`INSERT INTO person_contact (person, email) SELECT id, 'reader-' || id || '@example.net' FROM person WHERE id > 1000`);
	place.sql(`INSERT INTO news_reader (person, lang, since) SELECT id, 'en', ${now(place)} FROM person WHERE id > 1000`);
	const before = smtp.taken.length, resident = site.server.resident();
	let most = resident;
	const begin = performance.now();
	const wrote = await site.call('POST', '/api/v1/news', { en: { subject: 'To many', text: 'A sentence that stands here for news.\n'.repeat(40) } });
	const ms = performance.now() - begin;
	site.check(wrote.status === 200 && ms < 2000, 'many', `publishing answers ${wrote.status} after ${ms.toFixed(0)} ms`);
	// A mail that somebody waits for does not wait for the others.
	const asked = performance.now();
	await site.test('urgent@example.net');
	await smtp.wait(m => m.to === 'urgent@example.net', { timeout: 60000 });
	const urgent = performance.now() - asked, ahead = smtp.taken.length - before - 1;
	site.check(ahead < MANY / 4, 'many', `a test came after ${ahead} of ${MANY} others`);
	let slowest = 0;
	const end = Date.now() + 900000;
	while (smtp.taken.length < before + MANY + 2 && Date.now() < end) {
		most = Math.max(most, site.server.resident());
		const start = performance.now();
		await request(site.server.url, 'GET', '/en/news');
		slowest = Math.max(slowest, performance.now() - start);
		await sleep(200);
	}
	const seconds = (performance.now() - begin) / 1000;
	const to = smtp.taken.slice(before).map(m => m.to).filter(a => a.startsWith('reader-'));
	console.log(`${site.name}: ${to.length} mails in ${seconds.toFixed(1)} s (${(to.length / seconds).toFixed(0)} a second); publishing ${ms.toFixed(0)} ms; urgent mail after ${urgent.toFixed(0)} ms, ${ahead} before it; memory ${resident} kB, at most ${most} kB; slowest page meanwhile ${slowest.toFixed(0)} ms`);
	site.check(to.length === MANY && new Set(to).size === MANY, 'many', `${to.length} mails to ${new Set(to).size} of ${MANY} recipients`);
	site.check(most - resident < 24000, 'many', `memory grew from ${resident} to ${most} kB`);
}

// What the log and the rest of the disk must not hold is another test's matter; here: strangers see nothing.
async function strangers(site) {
	for (const [method, address] of [['GET', '/api/v1/mail'], ['GET', '/api/v1/mail/state'], ['GET', '/api/v1/mail/addresses'], ['GET', '/api/v1/mail/1'], ['POST', '/api/v1/mail/1/again'], ['POST', '/api/v1/mail/test']])
		site.check((await site.call(method, address, method === 'POST' ? { email: 'a@b.c' } : undefined, 'ana')).status === 403, 'strangers', `${method} ${address} is open`);
	for (const wrong of ['', 'a', 'a@', '@b', 'a b@c.d', 'a@b\r\nBcc: x@y.z', 'a@b>', 'a@b@c'])
		site.check((await site.test(wrong)).status === 422, 'addresses', `“${wrong}” is taken`);
}

const parts = { once, refusedForNow, refusedForGood, relayInTrouble, news, strangers, many };
const wanted = process.argv.slice(2);
for (const store of stores()) {
	let site;
	try {
		site = await Site.start(store);
		for (const [name, part] of Object.entries(parts))
			if (!wanted.length || wanted.includes(name)) {
				try {
					await part(site);
				} catch (error) {
					count.check(false, `${store.name} ${name}`, error.stack);
				}
			}
	} catch (error) {
		count.check(false, store.name, error.stack);
	}
	await site?.stop();
}
count.close();
