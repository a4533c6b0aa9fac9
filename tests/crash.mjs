// SPDX-License-Identifier: Apache-2.0
// kill -9 in the middle of an import: afterwards the store is as before or as after, never between, and the next import
// brings it to the end. The moments are spread over the time that a whole import takes; on both stores. Then the same of the
// server in the middle of an act of the Office, a ratification with its declaration: both are there or neither, what was answered
// is there, and the facts prove themselves.
//
//   tests/postgres.sh node tests/crash.mjs        (CRASH_ROUNDS=N, default 8)
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { Count } from './lib/count.mjs';
import { program, root, run, scratch, Server } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';

const rounds = Number(process.env.CRASH_ROUNDS ?? 8);
const data = path.join(root, 'data');
const count = new Count();

// What an export holds, as one hash; null where there is no store yet, or nothing in it.
function content(place) {
	const dir = path.join(scratch(), 'export');
	const done = run(['export', dir, ...place.args]);
	if (done.status === 3)
		return null;
	if (done.status !== 0)
		throw new Error(`export ended with ${done.status ?? done.signal}: ${done.stderr.slice(0, 500)}`);
	const hash = crypto.createHash('sha256');
	let rows = 0;
	const walk = at => {
		for (const entry of fs.readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
			const name = path.join(at, entry.name);
			if (entry.isDirectory()) {
				walk(name);
			} else {
				const text = fs.readFileSync(name);
				rows += text.toString('latin1').split('\n').length - 2;
				hash.update(`${path.relative(dir, name)}\0${text.length}\0`).update(text);
			}
		}
	};
	walk(dir);
	return rows > 0 ? hash.digest('hex') : null;
}

// Starts an import and kills it after `ms`; true if it had ended before.
function killedAfter(place, ms) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, ['import', data, ...place.args], { cwd: root, stdio: 'ignore' });
		const timer = setTimeout(() => child.kill('SIGKILL'), ms);
		child.on('error', reject);
		child.on('close', (status, signal) => {
			clearTimeout(timer);
			resolve(signal !== 'SIGKILL');
		});
	});
}

async function round(store, whole, ms) {
	const place = store.fresh();
	const where = `${store.name} killed after ${ms.toFixed(0)} ms`;
	const ended = await killedAfter(place, ms);
	const found = content(place);
	count.check(found === null || found === whole, where, 'the store holds a part of the import');
	count.check(!ended || found === whole, where, 'the import ended with status 0, yet its rows are not there');
	const again = run(['import', data, ...place.args]);
	count.check(again.status === 0 && content(place) === whole, where, `the next import ended with ${again.status}: ${again.stderr.slice(0, 500)}`);
	const check = run(['check', ...place.args]);
	count.check(check.status === 0, where, `check ended with ${check.status}: ${check.stderr}${check.stdout.split('\n').filter(line => !line.startsWith('explained')).join(' ').slice(0, 500)}`);
	place.drop();
	return found === whole;
}

// Members that have not ratified C183.
const members = ['KEN', 'USA', 'CAN', 'JPN', 'NZL', 'IND', 'CHN', 'TUR', 'EGY', 'GHA', 'BRA', 'ARG', 'COL', 'THA', 'VNM', 'POL'];

// Posts an act and kills the server after `ms`; gives the status of the answer, 0 if none came, and how long it took.
async function editKilledAfter(place, token, member, ms) {
	const server = await Server.start(place.args);
	const begin = performance.now();
	const answer = fetch(`${server.url}/api/v1/ratifications`, {
		method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
		body: JSON.stringify({ member, instrument: 'C183', registered: '2025-11-03', maternity_leave: 120, reference: 'ACD 8', source: 'letter' }),
	}).then(one => one.status, () => 0);
	const timer = setTimeout(() => server.child.kill('SIGKILL'), ms);
	const status = await answer, time = performance.now() - begin;
	clearTimeout(timer);
	server.child.kill('SIGKILL');
	await server.ended;
	return { status, time };
}

// How many of the act's two facts an export holds.
function stored(place, member) {
	const dir = path.join(scratch(), 'export');
	run(['export', dir, ...place.args]);
	return ['ratifications', 'declarations'].filter(name =>
		fs.readFileSync(path.join(dir, 'ratifications', `${name}.csv`), 'utf8').includes(`\nC183,${member},`)).length;
}

async function edits(store) {
	const place = store.fresh();
	run(['import', data, ...place.args]);
	run(['user', 'add', 'Ana', '--email', 'ana@example.org', '--role', 'office', '--password-stdin', ...place.args], { input: 'correct horse\n' });
	const token = run(['user', 'token', 'Ana', ...place.args]).stdout.trim();
	const whole = await editKilledAfter(place, token, members[0], 20000);
	count.check(whole.status === 201 && stored(place, members[0]) === 2, `${store.name} edit`, `answered with ${whole.status}`);
	const tries = members.slice(1, 1 + rounds);
	let after = 0;
	for (const [i, member] of tries.entries()) {
		const ms = whole.time * 1.1 * (i + Math.random()) / tries.length;
		const where = `${store.name} edit of ${member} killed after ${ms.toFixed(0)} ms`;
		const { status } = await editKilledAfter(place, token, member, ms);
		const facts = stored(place, member);
		count.check(facts === 0 || facts === 2, where, `${facts} of two facts are stored`);
		count.check(status !== 201 || facts === 2, where, 'it was answered as stored, and is not');
		const check = run(['check', ...place.args]);
		count.check(check.status === 0, where, `check ended with ${check.status}: ${check.stderr}${check.stdout.split('\n').filter(line => !line.startsWith('explained')).join(' ').slice(0, 500)}`);
		after += facts === 2;
	}
	console.log(`${store.name}: ${tries.length} edits over ${(whole.time * 1.1).toFixed(0)} ms, ${tries.length - after} as before, ${after} as after`);
	place.drop();
}

for (const store of stores()) {
	try {
		const place = store.fresh();
		const begin = performance.now();
		const first = run(['import', data, ...place.args]);
		const time = performance.now() - begin;
		const whole = content(place);
		if (count.check(first.status === 0 && whole !== null, store.name, `import ended with ${first.status}: ${first.stderr.slice(0, 500)}`)) {
			place.drop();
			let after = 0;
			for (let i = 0; i < rounds; i++)
				after += await round(store, whole, time * (i + Math.random()) / rounds);
			await edits(store);
			console.log(`${store.name}: ${rounds} rounds over ${time.toFixed(0)} ms, ${rounds - after} as before, ${after} as after`);
		}
	} catch (error) {
		count.fail(store.name, error.message);
	}
}
count.close();
