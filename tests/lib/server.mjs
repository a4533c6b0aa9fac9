// SPDX-License-Identifier: Apache-2.0
// The program under test: started on a free port, stopped by its process id, never left behind.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const program = path.resolve(root, process.env.SULEAR ?? 'build/sulear');
const START = 60000;
const STOP = 20000;

const alive = new Set();
const directories = [];
process.on('exit', () => {
	for (const child of alive)
		child.kill('SIGKILL');
	for (const dir of directories)
		fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'])
	process.on(signal, () => process.exit(1));

// An empty directory that is removed at the end of the process.
export function scratch() {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'sulear-test-'));
	directories.push(dir);
	return dir;
}

// Runs the program to its end: { status, signal, stdout, stderr }. Standard input is empty unless given.
export function run(args, { input = '', timeout = 60000, env = {}, cwd = root } = {}) {
	const done = spawnSync(program, args, { input, timeout, cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 64 << 20 });
	if (done.error)
		throw done.error;
	return done;
}

export class Server {
	// Starts it and waits for the line that tells its address; throws with its stderr if it ends before.
	static async start(storeArgs, { listen = '127.0.0.1:0', args = [], env = {} } = {}) {
		const server = new Server();
		server.stdout = '';
		server.stderr = '';
		server.child = spawn(program, ['serve', ...storeArgs, '--listen', listen, ...args],
			{ cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
		alive.add(server.child);
		server.ended = new Promise(resolve => {
			server.child.on('error', error => resolve({ error }));
			server.child.on('close', (status, signal) => resolve({ status, signal }));
		});
		server.ended.then(() => alive.delete(server.child));
		server.child.stderr.on('data', bytes => (server.stderr += bytes));
		const line = new Promise(resolve => {
			server.child.stdout.on('data', bytes => {
				server.stdout += bytes;
				const found = /^listening on (http:\/\/\S+)$/m.exec(server.stdout);
				if (found)
					resolve(found[1].replace(/\/$/, ''));
			});
		});
		let timer;
		const late = new Promise(resolve => (timer = setTimeout(() => resolve(null), START)));
		server.url = await Promise.race([line, server.ended.then(() => null), late]);
		clearTimeout(timer);
		if (!server.url) {
			const how = await server.kill();
			throw new Error(`serve did not come up (${JSON.stringify(how)}): ${server.stderr.trim() || server.stdout.trim() || 'no word'}`);
		}
		return server;
	}

	async end(signal) {
		this.child.kill(signal);
		let timer;
		const late = new Promise(resolve => (timer = setTimeout(() => resolve('late'), STOP)));
		const how = await Promise.race([this.ended, late]);
		clearTimeout(timer);
		if (how === 'late') {
			this.child.kill('SIGKILL');
			await this.ended;
			return { status: null, signal: `SIGKILL, ${STOP} ms after ${signal}` };
		}
		return how;
	}

	// SIGTERM; { status, signal } of its end.
	stop() {
		return this.end('SIGTERM');
	}

	kill() {
		return this.end('SIGKILL');
	}

	// Resident memory in kilobytes.
	resident() {
		return Number(/^VmRSS:\s+([0-9]+)/m.exec(fs.readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]);
	}
}
