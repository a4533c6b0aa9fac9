// SPDX-License-Identifier: Apache-2.0
// Pages served beside nginx serving the same bytes from files: requests a second and processor time a request.
//
//   SULEAR=PROGRAM node bench/serve.mjs [ROUNDS [SECONDS]]
//
// Two threads here, two worker processes there; wrk with one thread, 32 connections, keep-alive; the two take turns, ROUNDS (9)
// of SECONDS (1) each, and the median of the rounds' ratios counts. Three ways: kept answers as gzip (nginx: gzip_static),
// kept answers plain, and plain answers never asked before (each request with a query of its own, which nginx ignores).
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { Server, scratch } from '../tests/lib/server.mjs';
import { aboutProcess, median, output, row, spread } from './lib.mjs';

const [rounds = 9, seconds = 1] = process.argv.slice(2).map(Number);
const pages = { list: '/en/standards', instrument: '/en/standards/C189', profile: '/en/countries/BRA' };
const ways = [
	{ name: 'kept, gzip', gzip: true, fresh: false, least: 1.0, most: 0.9 },
	{ name: 'kept, plain', gzip: false, fresh: false, least: 0.85, most: 0.9 },
	{ name: 'never kept, plain', gzip: false, fresh: true, least: 0.3 },
];

const dir = scratch();
const root = path.join(dir, 'root');
fs.mkdirSync(root);

function freePort() {
	return new Promise(done => {
		const probe = net.createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => done(port));
		});
	});
}

function configuration(port) {
	const user = process.getuid() === 0 ? 'user root;\n' : ''; // else a worker could not read the files
	return `${user}worker_processes 2;
daemon off;
pid ${dir}/nginx.pid;
error_log ${dir}/error.log crit;
events { worker_connections 512; }
http {
	access_log off;
	client_body_temp_path ${dir}/body;
	proxy_temp_path ${dir}/proxy;
	fastcgi_temp_path ${dir}/fastcgi;
	uwsgi_temp_path ${dir}/uwsgi;
	scgi_temp_path ${dir}/scgi;
	sendfile on;
	tcp_nopush on;
	keepalive_requests 100000000;
	open_file_cache max=100;
	gzip_static on;
	default_type "text/html; charset=utf-8";
	server { listen 127.0.0.1:${port}; root ${root}; }
}
`;
}

async function startNginx() {
	const port = await freePort();
	fs.writeFileSync(path.join(dir, 'nginx.conf'), configuration(port));
	const child = spawn('nginx', ['-e', path.join(dir, 'error.log'), '-c', path.join(dir, 'nginx.conf')], { stdio: 'ignore' });
	for (let tries = 0; tries < 100; tries++) {
		await new Promise(done => setTimeout(done, 50));
		if (fetchBytes(`http://127.0.0.1:${port}/list`, false).length)
			return { child, port };
	}
	child.kill();
	throw new Error('nginx does not answer');
}

function fetchBytes(url, gzip) {
	const args = ['-s', '-f', '-H', `Accept-Encoding: ${gzip ? 'gzip' : 'identity'}`, url];
	return spawnSync('curl', args, { maxBuffer: 8 << 20 }).stdout;
}

// Processor time of a process and its children that run, in seconds.
function processorTime(id) {
	const children = (aboutProcess(id, `task/${id}/children`) ?? '').trim().split(' ').filter(Boolean);
	return [id, ...children].reduce((sum, one) => {
		const fields = aboutProcess(one, 'stat').replace(/^.*\) /, '').split(' ');
		return sum + (Number(fields[11]) + Number(fields[12])) / 100;
	}, 0);
}

const script = path.join(dir, 'fresh.lua');
fs.writeFileSync(script, `local n = ${Date.now() % 1e9} * 1000
function request() n = n + 1 return wrk.format("GET", wrk.path .. "?utm_source=" .. n) end
`);

function load(peer, address, way) {
	const before = processorTime(peer.id);
	const args = ['-t1', '-c32', `-d${seconds}s`, '-H', `Accept-Encoding: ${way.gzip ? 'gzip' : 'identity'}`];
	if (way.fresh)
		args.push('-s', script);
	const said = output('wrk', [...args, peer.base + address]);
	const done = Number(/(\d+) requests in/.exec(said)[1]);
	if (/Non-2xx|Socket errors/.test(said))
		throw new Error(said);
	return { rate: Number(/Requests\/sec: +([\d.]+)/.exec(said)[1]), cost: (processorTime(peer.id) - before) / done };
}

function compare(ours, theirs, name, way) {
	const rates = [], costs = [], own = [], peer = [], cost = [];
	load(ours, pages[name], way), load(theirs, `/${name}`, way);
	for (let k = 0; k < rounds; k++) {
		const a = load(ours, pages[name], way), b = load(theirs, `/${name}`, way);
		rates.push(a.rate / b.rate), costs.push(a.cost / b.cost);
		own.push(a.rate), peer.push(b.rate), cost.push(a.cost);
	}
	const met = median(rates) >= way.least && (!way.most || median(costs) <= way.most);
	row(`Requests/s beside nginx with the same bytes, ${name}, ${way.name}`, `>= ${way.least} x${way.most ? ` at <= ${way.most} x the processor time` : ''}`,
		`${spread(rates, 2)} x at ${spread(costs, 2)} x (${Math.round(median(own))}/s beside ${Math.round(median(peer))}/s, ${(median(cost) * 1e6).toFixed(0)} µs each)`, met);
}

const server = await Server.start(['--data', path.join(dir, 'store')], { args: ['--threads', '2'] });
let nginx;
try {
	for (const [name, address] of Object.entries(pages)) {
		fs.writeFileSync(path.join(root, name), fetchBytes(server.url + address, false));
		fs.writeFileSync(path.join(root, `${name}.gz`), fetchBytes(server.url + address, true));
	}
	nginx = await startNginx();
	const ours = { id: server.child.pid, base: server.url }, theirs = { id: nginx.child.pid, base: `http://127.0.0.1:${nginx.port}` };
	for (const way of ways)
		for (const name of Object.keys(pages))
			compare(ours, theirs, name, way);
} finally {
	nginx?.child.kill();
	await server.stop();
}
