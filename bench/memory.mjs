// SPDX-License-Identifier: Apache-2.0
// Resident memory of a server that has shown every page, and whether it stays there under load.
//
//   node bench/memory.mjs                 20 s of load by wrk
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { spawn } from 'node:child_process';

import { root, scratch, Server } from '../tests/lib/server.mjs';
import { aboutProcess, median, row } from './lib.mjs';

const languages = ['en', 'fr', 'es', 'pt'];
const encodings = ['gzip', 'br', 'identity'];
const days = ['1925-06-01', '1958-01-01', '1990-01-01', '2007-03-15'];
const searches = ['domestic', 'C087', 'trabalho', 'brasil', 'zzzzzz', 'travail%20forc%C3%A9'];
const connections = 16;
const loadSeconds = 20;
const targetMegabytes = 48;
const targetGrowth = 0.05;

const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const server = await Server.start(['--data', scratch()]);

function ask(address, encoding = 'identity') {
	return new Promise((resolve, reject) => {
		const asked = http.get(server.url + address, { agent, headers: { 'Accept-Encoding': encoding, 'Accept': address.startsWith('/api/') ? '*/*' : 'text/html' } }, answer => {
			const parts = [];
			answer.on('data', part => parts.push(part));
			answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }));
			answer.on('error', reject);
		});
		asked.setTimeout(20000, () => asked.destroy(new Error(`no answer from ${address}`)));
		asked.on('error', reject);
	});
}

// All items of a list of the API, over its pages.
async function list(address) {
	const items = [];
	for (let next = address; next;) {
		const answer = JSON.parse((await ask(next)).body);
		items.push(...answer.items);
		next = answer.next;
	}
	return items;
}

function addresses(instruments, members) {
	const all = instruments.map(id => `/api/v1/instruments/${id}`).concat(members.map(code => `/api/v1/members/${code}`));
	for (const language of languages) {
		const pages = ['', '/standards', '/countries', '/sources', ...searches.map(text => `/find?q=${text}`),
			...instruments.map(id => `/standards/${id}`), ...members.map(code => `/countries/${code}`)];
		all.push(...pages.map(page => `/${language}${page}`));
		for (let i = 0; i < pages.length; i += 5)
			all.push(`/${language}${pages[i]}${pages[i].includes('?') ? '&' : '?'}on=${days[i % days.length]}`);
	}
	return all;
}

// Asks for every address in every encoding, several at a time; those that were refused, by status.
async function walk(all) {
	const bad = new Map();
	let next = 0;
	async function visitor() {
		while (next < all.length * encodings.length) {
			const at = next++;
			const address = all[at % all.length];
			const { status } = await ask(address, encodings[Math.floor(at / all.length)]);
			if (status !== 200 && status !== 303) // a search that finds one thing leads to it
				bad.set(status, [...(bad.get(status) ?? []), address]);
		}
	}
	await Promise.all(Array.from({ length: connections }, visitor));
	return bad;
}

// wrk over the addresses of the file, some with a day nobody asked about before; resident kilobytes every half second.
async function load(file) {
	const samples = [];
	const wrk = spawn('wrk', ['-t1', `-c${connections}`, `-d${loadSeconds}s`, '-s', path.join(root, 'bench/mixed.lua'), server.url, '--', file],
		{ stdio: ['ignore', 'pipe', 'inherit'] });
	let told = '';
	wrk.stdout.on('data', bytes => (told += bytes));
	const ended = new Promise((resolve, reject) => {
		wrk.on('error', reject);
		wrk.on('close', resolve);
	});
	const timer = setInterval(() => samples.push(server.resident()), 500);
	const limit = setTimeout(() => wrk.kill('SIGKILL'), (loadSeconds + 15) * 1000);
	const status = await ended;
	clearInterval(timer);
	clearTimeout(limit);
	if (status !== 0)
		throw new Error(`wrk ended with ${status}: ${told}`);
	return { samples, told };
}

const megabytes = n => `${(n / 1024).toFixed(1)} MB`;
const peak = () => Number(/^VmHWM:\s+([0-9]+)/m.exec(aboutProcess(server.child.pid, 'status'))[1]);

const started = server.resident();
const instruments = (await list('/api/v1/instruments')).map(one => one.id);
const members = (await list('/api/v1/members')).map(one => one.iso3);
const all = addresses(instruments, members);
const bad = await walk(all);
for (const [status, which] of bad)
	console.log(`${which.length} of ${all.length} addresses were answered with ${status}, the first ${which[0]}`);
const refused = [...bad.values()].flat().length;
const walked = server.resident();
row(`Resident memory after a walk of all ${all.length} addresses (every page in ${languages.length} languages, the API)`,
	`< ${targetMegabytes} MB`, `${megabytes(walked)} (${megabytes(started)} before the walk${refused ? `; ${refused} of them refused` : ''})`,
	walked < targetMegabytes * 1024 && refused === 0);

const file = path.join(scratch(), 'addresses');
fs.writeFileSync(file, all.join('\n') + '\n');
const { samples, told } = await load(file);
const late = median(samples.slice(-10));
const growth = late / walked - 1;
const half = samples.slice(samples.length / 2, samples.length / 2 + 10);
const percent = n => `${n >= 0 ? '+' : ''}${(n * 100).toFixed(1)} %`;
console.log(told.trim());
console.log(`resident every half second, kB: ${samples.join(' ')}`);
row(`Resident memory during ${loadSeconds} s of load on mixed addresses, one in four never asked before`, `growth < ${targetGrowth * 100} %`,
	`${percent(growth)} (${megabytes(late)}, most ${megabytes(peak())}; ${percent(late / median(half) - 1)} since half-time; ${/Requests\/sec:\s+([0-9]+)/.exec(told)?.[1]} requests/s)`,
	growth < targetGrowth);
agent.destroy();
const how = await server.stop();
if (how.status !== 0)
	throw new Error(`the server ended with ${JSON.stringify(how)}`);
process.exit(0);
