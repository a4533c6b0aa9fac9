// SPDX-License-Identifier: Apache-2.0
// Reading while many people sign in: p99 of reads in quiet and during a storm, in which as many sign-ins wait as may.
//
//   node bench/sign_in.mjs
import http from 'node:http';

import { run, Server } from '../tests/lib/server.mjs';
import { sqlite } from '../tests/lib/stores.mjs';
import { row } from './lib.mjs';

const target = 3, reads = 2000, guests = 20;
const pages = ['/en/standards', '/en/standards/C189', '/en/countries/BRA', '/api/v1/instruments/C029', '/pt/standards/C138'];

function ask(origin, agent, path, { method = 'GET', headers = {}, body } = {}) {
	return new Promise((resolve, reject) => {
		const request = http.request(origin + path, { method, agent, headers }, answer => {
			let text = '';
			answer.on('data', bytes => (text += bytes));
			answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
		});
		request.on('error', reject);
		request.end(body);
	});
}

async function read(origin) {
	const agent = new http.Agent({ keepAlive: true });
	const took = [];
	for (let n = 0; n < reads; n++) {
		const began = process.hrtime.bigint();
		const answer = await ask(origin, agent, pages[n % pages.length]);
		took.push(Number(process.hrtime.bigint() - began) / 1e6);
		if (answer.status !== 200)
			throw new Error(`${pages[n % pages.length]} answered ${answer.status}`);
		await new Promise(resolve => setTimeout(resolve, 1));
	}
	agent.destroy();
	took.sort((a, b) => a - b);
	return took[Math.floor(took.length * 0.99)];
}

const place = sqlite.fresh();
run(['user', 'add', 'Ana', '--email', 'ana@example.org', '--role', 'account', '--password-stdin', ...place.args], { input: 'correct horse\n' });
const server = await Server.start(place.args);
const origin = server.url;
let storming = true;
const answers = {};

// Signs in with a name that nobody has, which costs what a right one does and is never slowed down.
async function guest(number) {
	const agent = new http.Agent({ keepAlive: true });
	const form = await ask(origin, agent, '/en/sign-in');
	const cookie = form.headers['set-cookie'][0].split(';')[0];
	const token = /name="form_token" value="([^"]+)"/.exec(form.text)[1];
	for (let n = 0; storming; n++) {
		const body = new URLSearchParams({ form_token: token, name: `guest ${number} ${n}`, password: 'correct horse' }).toString();
		const { status } = await ask(origin, agent, '/en/sign-in',
			{ method: 'POST', body, headers: { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' } });
		answers[status] = (answers[status] ?? 0) + 1;
	}
	agent.destroy();
}

await read(origin);
const quiet = await read(origin);
const began = Date.now();
const storm = Array.from({ length: guests }, (_, n) => guest(n));
const busy = await read(origin);
storming = false;
await Promise.all(storm);
const done = Object.values(answers).reduce((all, n) => all + n, 0) / ((Date.now() - began) / 1000);
row(`p99 of reads during a storm of sign-ins (${guests} at once, ${done.toFixed(0)} a second) against quiet`, `≤ ${target} ×`,
	`${(busy / quiet).toFixed(1)} × (${quiet.toFixed(1)} to ${busy.toFixed(1)} ms)`, busy <= target * quiet);
await server.stop();
