// SPDX-License-Identifier: Apache-2.0
// HEAD answers as GET does, without a body: every page of the browser's list, the Office's pages signed out and signed in, every
// path of openapi.json that is read. Status and headers are the same but for what names the one answer.
//
//   node tests/head.mjs
import { Count } from './lib/count.mjs';
import { run, Server } from './lib/server.mjs';
import { sqlite } from './lib/stores.mjs';
import { pages } from './browser/pages.mjs';

const ofOneAnswer = ['date', 'x-request-id', 'set-cookie', 'server-timing', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'content-security-policy'];
const office = ['/edit', '/edit/instrument', '/edit/ratification', '/edit/declaration', '/edit/denunciation',
	'/edit/correction?kind=ratification&key=C189%20BRA', '/edit/correction?kind=ratification&key=C189%20XXX', '/edit/nothing', '/queue'];
const parts = { group: 'CPLP', id: 'C189', code: 'bad-day', iso3: 'BRA', report: '1', person: '1', provider: 'google', message: '1', news: '1' };

const count = new Count();
const place = sqlite.fresh();
run(['user', 'add', 'Ana', '--email', 'ana@example.org', '--role', 'office', '--password-stdin', ...place.args], { input: 'correct horse\n' });
const server = await Server.start(place.args);

async function ask(method, address, headers) {
	const answer = await fetch(server.url + address, { method, headers, redirect: 'manual' });
	const body = await answer.text();
	const isOnce = answer.headers.get('cache-control') === 'no-store'; // a form holds a token of its own
	const told = [...answer.headers].filter(([name]) => !ofOneAnswer.includes(name) && !(isOnce && name === 'etag')).map(([name, value]) => `${name}: ${value}`).sort();
	return { status: answer.status, length: body.length, told: told.join('\n') };
}

async function compare(address, headers, who) {
	const get = await ask('GET', address, headers), head = await ask('HEAD', address, headers);
	const where = `${address} ${who}`;
	count.check(head.status === get.status, where, `HEAD answers ${head.status}, GET ${get.status}`);
	count.check(head.length === 0, where, 'HEAD has a body');
	count.check(head.told === get.told, where, `the headers differ:\n${head.told}\n--\n${get.told}`);
	return get.status;
}

async function signIn() {
	const page = await fetch(`${server.url}/en/sign-in`);
	const cookie = page.headers.get('set-cookie').split(';')[0];
	const token = /name="form_token" value="([^"]*)"/.exec(await page.text())[1];
	const answer = await fetch(`${server.url}/en/sign-in`, { method: 'POST', redirect: 'manual', headers: { Cookie: cookie },
		body: new URLSearchParams({ form_token: token, name: 'Ana', password: 'correct horse' }) });
	return { Cookie: answer.headers.get('set-cookie').split(';')[0] };
}

const cookie = await signIn();
for (const { path } of pages)
	await compare(`/en${path}`, {}, 'signed out');
for (const path of office) {
	const status = await compare(`/en${path}`, {}, 'signed out');
	count.check(path === '/edit/nothing' || status === 303, path, `${status} where somebody is to sign in`);
	await compare(`/en${path}`, cookie, 'signed in');
}
const document = await (await fetch(`${server.url}/api/v1/openapi.json`)).json();
for (const [pattern, operations] of Object.entries(document.paths))
	if (operations.get)
		await compare(pattern.replace(/\{(\w+)\}/g, (_, name) => parts[name]), {}, 'of the API');
for (const address of ['/', '/healthz', '/favicon.ico', '/robots.txt', '/nothing', '/en/nothing'])
	await compare(address, {}, 'besides');
await server.stop();
count.close();
