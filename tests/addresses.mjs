// SPDX-License-Identifier: Apache-2.0
// No network address is kept: readers come from several addresses of this machine, and a proxy says where from; they read, fail to
// sign in, make an account, ask for links, write, are refused. Then neither the data directory, nor a dump of the database, nor
// what the server wrote to its log holds one of the addresses, as text, as bytes or in hexadecimal. That what is stored would be
// found is shown by the names that were stored.
//
//   tests/postgres.sh node tests/addresses.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { Count } from './lib/count.mjs';
import { run, Server } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';

const count = new Count();
const networks = ['127.0.0.23', '127.0.0.77'];
const told = ['192.0.2.7', '2001:db8::7'];
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const wait = ms => new Promise(resolve => setTimeout(resolve, ms));

function ask(url, method, target, { from = networks[0], headers = {}, body = '' } = {}) {
	const proxied = { 'X-Forwarded-For': told.join(', '), 'X-Real-IP': told[0], Forwarded: `for=${told[0]};for="[${told[1]}]"` };
	return new Promise((resolve, reject) => {
		const request = http.request(new URL(target, url), { method, localAddress: from, headers: { ...proxied, ...headers }, agent: false }, answer => {
			const chunks = [];
			answer.on('data', chunk => chunks.push(chunk));
			answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
		});
		request.on('error', reject);
		request.end(body);
	});
}

const cookieOf = answer => answer.headers['set-cookie']?.[0].split(';')[0];
const field = (answer, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(answer.text)?.[1] ?? '';

// A form as a browser sends it, from a page just read.
async function submit(url, page, target, values, from) {
	const shown = await ask(url, 'GET', page, { from });
	const cookie = cookieOf(shown);
	const body = new URLSearchParams({ form_token: field(shown, 'form_token'), ...(field(shown, 'shown') ? { shown: field(shown, 'shown'), website: '' } : {}), ...values });
	if (field(shown, 'shown'))
		await wait(2100);
	return ask(url, 'POST', target, { from, headers: { ...form, Cookie: cookie }, body: body.toString() });
}

// What readers do; the statuses show that it was really done.
async function visit(place, url, token) {
	for (const from of networks) {
		for (const target of ['/en', '/pt/standards', '/en/privacy', '/en/nowhere', '/api/v1/instruments/C189', '/api/v1/settings', '/en/settings'])
			await ask(url, 'GET', target, { from });
		for (let i = 0; i < 4; i++)
			await submit(url, '/en/sign-in', '/en/sign-in', { name: 'Adm', password: `wrong ${i}` }, from);
		const link = await submit(url, '/en/sign-in', '/en/sign-in/by-mail', { email: 'nobody@example.org', what: 'sign_in' }, from);
		count.check(link.status < 500, `${place.kind}: a link by mail`, `status ${link.status}`);
		const report = await ask(url, 'POST', '/api/v1/reports', { from, headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
			body: JSON.stringify({ kind: 'ratification', key: 'C189 BRA', text: 'The day is wrong.' }) });
		count.check(report.status === 200, `${place.kind}: a report`, `status ${report.status} ${report.text.slice(0, 200)}`);
	}
	const made = await submit(url, '/en/create-account', '/en/create-account', { name: 'Bia Visitor', email: 'bia@example.org', password: 'correct horse' }, networks[1]);
	count.check(made.status === 303 && place.sql("SELECT name FROM person WHERE name = 'Bia Visitor'").includes('Bia'), `${place.kind}: an account`, `status ${made.status}`);
	const signed = await submit(url, '/en/sign-in', '/en/sign-in', { name: 'Bia Visitor', password: 'correct horse' }, networks[1]);
	await ask(url, 'GET', '/en/account', { from: networks[1], headers: { Cookie: cookieOf(signed) ?? '' } });
	count.check(signed.status === 303, `${place.kind}: a sign-in`, `status ${signed.status}`);
	count.check(Number(place.sql('SELECT count(*) FROM person_sign_in').trim()) >= 1, `${place.kind}: a sign-in`, 'the list is empty');
}

function everyFile(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap(one => (one.isDirectory() ? everyFile(path.join(dir, one.name)) : [path.join(dir, one.name)]));
}

// All that the store keeps, by the name of where it stands.
function kept(place) {
	if (place.kind === 'sqlite')
		return everyFile(place.dir).map(file => [path.basename(file), fs.readFileSync(file)]);
	const done = spawnSync('pg_dump', ['--inserts', place.args[1]], { maxBuffer: 256 << 20 });
	if (done.status !== 0)
		throw new Error(`pg_dump: ${done.error?.message ?? done.stderr}`);
	return [['pg_dump', done.stdout]];
}

// An address as text, its text in hexadecimal, and the bytes of the long one (four bytes would be found by chance).
function shapes(address) {
	const text = Buffer.from(address);
	const six = Buffer.from('20010db8000000000000000000000007', 'hex');
	return [text, Buffer.from(text.toString('hex')), ...(address === '2001:db8::7' ? [six, Buffer.from(six.toString('hex')), Buffer.from('2001:db8:0:0:0:0:0:7')] : [])];
}

async function play(store) {
	const place = store.fresh();
	run(['user', 'add', 'Adm', '--email', 'adm@example.org', '--role', 'administrator,office', '--password-stdin', ...place.args], { input: 'correct horse\n' });
	const token = run(['user', 'token', 'Adm', ...place.args]).stdout.trim();
	const server = await Server.start(place.args);
	const url = server.url.replace('0.0.0.0', '127.0.0.1');
	await visit(place, server.url, token);
	const whileRunning = kept(place);
	await server.stop();
	const all = [...whileRunning, ...kept(place), ['standard error', Buffer.from(server.stderr)], ['standard output', Buffer.from(server.stdout)]];
	count.check(all.some(([, bytes]) => bytes.includes('Bia Visitor')) && all.some(([, bytes]) => bytes.includes('bia@example.org')), `${place.kind}: what is stored`, 'is not found');
	for (const [name, bytes] of all)
		for (const address of [...networks, ...told])
			count.check(!shapes(address).some(shape => bytes.includes(shape)), `${place.kind}: ${name}`, `holds ${address}`);
	place.drop();
}

for (const store of stores())
	await play(store);
count.close();
