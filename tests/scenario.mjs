// SPDX-License-Identifier: Apache-2.0
// Plays scenarios: short text files, each a dialogue with the program on an empty store, on SQLite and on PostgreSQL.
//
//   tests/postgres.sh node tests/scenario.mjs [FILE …]         (default: tests/scenario/*.txt)
//
// A line is a comment (#), a step (at the margin) or belongs to the step above it (indented).
//
//   stores sqlite                  as the first step: only on that store
//   needs data/NAME                as the first step: only where that stands in ../shared, beside the checkout; {shared} is its path
//   serve [ARGUMENT …]             start the server on the scenario's store and a free port
//   serve fails [ARGUMENT …]       the same, but it must end by itself: `exit`, `stdout`, `stderr` follow
//   stop                           SIGTERM; it must end with status 0
//   kill                           SIGKILL
//   run ARGUMENT …                 run the program to its end: `exit` (default 0), `stdout`, `stderr`, `keep` follow; {store} stands for
//                                  the arguments that name the store, {other} for those of a second one, empty at first,
//                                  {dir} for a directory of the scenario's own;
//                                  "| text" is a line of its standard input
//   file NAME                      write {dir}/NAME: the lines after it, each beginning with "| "
//   bytes NAME "TEXT"              write {dir}/NAME with exactly those bytes (escapes as below)
//   sql TEXT                       a statement on the store itself, the server being stopped
//   same A B, differs A B          the files under two directories are the same, or not
//   occupy                         take a port of this machine: {port}
//   GET /address                   one request (any method); {kept} names are replaced
//   untidy                         under raw: the answer may be longer than its Content-Length says (libmicrohttpd 0.9.75
//                                  writes the head of its own 400 twice)
//   raw "BYTES"                    bytes as they are, on a connection of their own; escapes: \r \n \t \" \\ \0 \xHH, and
//                                  \*N"TEXT" for TEXT repeated N times
//
// Under a request:
//   > Name: value                  a request header
//   | text                         a line of the body
//   status 404                     also 4xx; 200 where none is given
//   header NAME: value             equal; `header NAME ~ text` contains it; `header NAME absent`
//   json POINTER VALUE             as in the example cases: a JSON value or an operator object, "#key" too
//   text "…" / no text "…"         the body (unpacked) contains it, or not
//   bytes at most N                the whole answer on the wire
//   keep NAME header HEADER        for later: {NAME}; also `keep NAME json POINTER` and, under run, `keep NAME stdout`
//   keep NAME text "TEXT"          what follows TEXT in the body, up to the next quotation mark
//
// Under `run` and `serve fails`: exit N, stdout "…", stderr "…", no stderr "…".
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { exchange, parseAnswer, request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { at, mismatch, statusFits } from './lib/expect.mjs';
import { root, run, scratch, Server } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';

// "TEXT" with its escapes, as bytes; the rest of the line after it.
function quoted(text) {
	const parts = [];
	let i = 1;
	if (text[0] !== '"')
		throw new Error(`expected "…", found ${text}`);
	for (; i < text.length && text[i] !== '"'; i++) {
		if (text[i] !== '\\') {
			const character = String.fromCodePoint(text.codePointAt(i));
			i += character.length - 1;
			parts.push(Buffer.from(character));
			continue;
		}
		const escape = text[++i];
		const simple = { r: '\r', n: '\n', t: '\t', '"': '"', '\\': '\\', 0: '\0' }[escape];
		if (simple !== undefined) {
			parts.push(Buffer.from(simple));
		} else if (escape === 'x') {
			parts.push(Buffer.from([parseInt(text.slice(i + 1, i + 3), 16)]));
			i += 2;
		} else if (escape === '*') {
			const times = /^[0-9]+/.exec(text.slice(i + 1))[0];
			const inner = quoted(text.slice(i + 1 + times.length));
			for (let n = Number(times); n > 0; n--)
				parts.push(inner.bytes);
			i = text.length - inner.rest.length - 1;
		} else {
			throw new Error(`unknown escape \\${escape}`);
		}
	}
	if (text[i] !== '"')
		throw new Error(`no end of ${text}`);
	return { bytes: Buffer.concat(parts), rest: text.slice(i + 1) };
}

// The beginning of a text on one line.
function glance(text) {
	return text.slice(0, 300).replace(/\s+/g, ' ');
}

// Names and bytes of all files under a directory, as one text.
function contents(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).map(entry => {
		const name = path.join(dir, entry.name);
		return entry.isDirectory() ? contents(name) : `${entry.name}\0${fs.readFileSync(name, 'latin1')}\0`;
	}).join('');
}

export function parseScenario(file, text) {
	const steps = [];
	text.split('\n').forEach((line, i) => {
		if (line.trim() === '' || line.startsWith('#'))
			return;
		if (!/^\s/.test(line))
			steps.push({ line: i + 1, text: line.trimEnd(), under: [] });
		else if (steps.length === 0)
			throw new Error(`${file}:${i + 1}: belongs to no step`);
		else
			steps.at(-1).under.push({ line: i + 1, text: line.trim().startsWith('|') ? line.trimStart() : line.trim() });
	});
	return steps;
}

class Player {
	constructor(count, file, store) {
		Object.assign(this, { count, file, store, kept: {}, place: store.fresh(), server: null, blocker: null });
		this.dir = scratch();
	}

	fill(text) {
		const known = { dir: this.dir, ...this.kept };
		return text.replace(/\{([a-z_]+)\}/g, (whole, name) => (Object.hasOwn(known, name) ? known[name] : whole));
	}

	words(text) {
		const found = text.match(/"[^"]*"|\S+/g) ?? [];
		if (found.includes('{other}'))
			this.other ??= this.store.fresh();
		return found.flatMap(word => (word === '{store}' ? this.place.args : word === '{other}' ? this.other.args : [this.fill(word.replace(/^"(.*)"$/, '$1'))]));
	}

	check(line, condition, why) {
		return this.count.check(condition, `${this.file}:${line} on ${this.store.name}`, why);
	}

	async play(step) {
		const [word, ...others] = step.text.split(' ');
		const rest = others.join(' ');
		if (Object.hasOwn(this.steps, word))
			await this.steps[word].call(this, step, rest);
		else if (/^[A-Z]+$/.test(word))
			await this.ask(step, word, this.fill(rest));
		else
			throw new Error(`unknown step: ${step.text}`);
	}

	steps = {
		async serve(step, rest) {
			if (rest.startsWith('fails'))
				return this.endedServe(step, this.words(rest.slice(5)));
			this.server = await Server.start(this.place.args, { args: this.words(rest) });
		},
		async stop(step) {
			const server = this.server;
			this.server = null;
			const how = await server.stop();
			this.check(step.line, how.status === 0, `the server ended with ${JSON.stringify(how)}: ${server.stderr.trim()}`);
		},
		async kill() {
			await this.server.kill();
			this.server = null;
		},
		run(step, rest) {
			const lines = step.under.filter(one => one.text.startsWith('|'));
			const input = lines.map(one => `${this.fill(one.text.replace(/^\| ?/, ''))}\n`).join('');
			this.ended(step, run(this.words(rest), { input }));
		},
		file(step, name) {
			fs.writeFileSync(path.join(this.dir, name), step.under.map(one => `${this.fill(one.text.replace(/^\| ?/, ''))}\n`).join(''));
		},
		bytes(step, rest) {
			const [, name, text] = /^(\S+) (".*)$/.exec(rest);
			const target = name.startsWith('{data}') ? path.join(this.place.dir, name.slice(7)) : path.join(this.dir, name);
			fs.writeFileSync(target, quoted(text).bytes);
		},
		sql(step, rest) {
			this.place.sql(rest);
		},
		same(step, rest) {
			const [a, b] = this.words(rest).map(contents);
			this.check(step.line, a === b && a !== '', `${step.text}: they differ`);
		},
		differs(step, rest) {
			const [a, b] = this.words(rest).map(contents);
			this.check(step.line, a !== b, `${step.text}: they are the same`);
		},
		async occupy() {
			this.blocker = net.createServer();
			await new Promise((resolve, reject) => this.blocker.on('error', reject).listen(0, '127.0.0.1', resolve));
			this.kept.port = String(this.blocker.address().port);
		},
		async raw(step, rest) {
			const bytes = await exchange(this.server.url, quoted(this.fill(rest)).bytes);
			this.judge(step, parseAnswer(bytes, 'GET', step.under.some(one => one.text === 'untidy')));
		},
	};

	async ask(step, method, address) {
		const headers = {};
		let body;
		for (const { text } of step.under) {
			const header = /^> ([^:]+): ?(.*)$/.exec(text);
			if (header)
				headers[header[1]] = this.fill(header[2]);
			else if (text.startsWith('|'))
				body = `${body === undefined ? '' : `${body}\n`}${this.fill(text.replace(/^\| ?/, ''))}`;
		}
		this.judge(step, await request(this.server.url, method, address, headers, body));
	}

	judge(step, answer) {
		const status = step.under.find(one => one.text.startsWith('status '))?.text.slice(7) ?? '200';
		if (!this.check(step.line, statusFits(answer.status, status),
			`${step.text}: status ${answer.status}, expected ${status}: ${glance(answer.text)}`))
			return;
		let json;
		for (const { line, text } of step.under) {
			const [word, ...others] = text.split(' ');
			const rest = others.join(' ');
			if (word === 'json' || (word === 'keep' && others[1] === 'json'))
				json ??= JSON.parse(answer.text);
			if (word === '>' || word.startsWith('|') || word === 'status' || word === 'untidy')
				continue;
			this.judgeLine(line, word, rest, answer, json);
		}
	}

	judgeLine(line, word, rest, answer, json) {
		if (word === 'header') {
			this.judgeHeader(line, rest, answer.headers);
		} else if (word === 'json') {
			const [, pointer, value] = /^(\S+) (.*)$/.exec(rest);
			const why = mismatch(at(json, pointer === '""' ? '' : pointer), JSON.parse(this.fill(value)));
			this.check(line, why === null, `${pointer}: ${why}`);
		} else if (word === 'text') {
			this.check(line, answer.body.includes(quoted(rest).bytes), `the body does not contain ${rest}: ${glance(answer.text)}`);
		} else if (word === 'no' && rest.startsWith('text ')) {
			this.check(line, !answer.body.includes(quoted(rest.slice(5)).bytes), `the body contains ${rest.slice(5)}`);
		} else if (word === 'bytes') {
			const most = Number(/^at most ([0-9]+)$/.exec(rest)[1]);
			this.check(line, answer.wire <= most, `${answer.wire} bytes, at most ${most}`);
		} else if (word === 'keep' && / text "/.test(rest)) {
			const [, name, text] = /^(\S+) text (".*)$/.exec(rest);
			const [, after] = answer.text.split(quoted(text).bytes.toString());
			this.check(line, after !== undefined, `nothing to keep: ${text}`);
			this.kept[name] = String(after).replace(/".*/s, '');
		} else if (word === 'keep') {
			const [, name, from, what] = /^(\S+) (header|json) (\S+)$/.exec(rest);
			const value = from === 'header' ? answer.headers[what.toLowerCase()] : at(json, what);
			this.check(line, typeof value === 'string' || typeof value === 'number', `nothing to keep: ${what}`);
			this.kept[name] = String(value);
		} else {
			throw new Error(`unknown line: ${word} ${rest}`);
		}
	}

	judgeHeader(line, rest, headers) {
		const absent = /^(\S+) absent$/.exec(rest);
		if (absent)
			return this.check(line, headers[absent[1].toLowerCase()] === undefined, `${rest}, found ${headers[absent[1].toLowerCase()]}`);
		const [, name, how, value] = /^([^\s:]+)(: ?| ~ )(.*)$/.exec(rest);
		const found = headers[name.toLowerCase()];
		const wanted = this.fill(value);
		return this.check(line, found !== undefined && (how === ' ~ ' ? found.includes(wanted) : found === wanted), `header ${rest}, found ${found}`);
	}

	// The rest of the arguments may name a store or an address of its own.
	endedServe(step, args) {
		const store = args.includes('--data') || args.includes('--store') ? [] : this.place.args;
		const listen = args.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
		this.ended(step, run(['serve', ...store, ...listen, ...args], { timeout: 30000 }));
	}

	ended(step, done) {
		const exit = Number(step.under.find(one => one.text.startsWith('exit '))?.text.slice(5) ?? 0);
		this.check(step.line, done.status === exit && done.signal === null,
			`${step.text}: ended with ${done.status ?? done.signal}, expected ${exit}: ${(done.stderr.trim() || done.stdout.trim()).slice(-500)}`);
		for (const { line, text } of step.under) {
			const found = /^(no )?(stdout|stderr) (".*)$/.exec(text);
			const keep = /^keep (\S+) stdout$/.exec(text);
			if (keep) {
				this.kept[keep[1]] = done.stdout.trim();
			} else if (found) {
				const has = Buffer.from(done[found[2]]).includes(quoted(this.fill(found[3])).bytes);
				this.check(line, has === !found[1], `${text}, found: ${done[found[2]].slice(0, 500)}`);
			} else if (!text.startsWith('exit ') && !text.startsWith('|')) {
				throw new Error(`unknown line: ${text}`);
			}
		}
	}

	async close() {
		if (this.server)
			await this.server.kill();
		this.blocker?.close();
		this.place.drop();
		this.other?.drop();
	}
}

const shared = process.env.SULEAR_SHARED ?? path.join(root, '../shared');

async function playFile(count, file, store) {
	const steps = parseScenario(file, fs.readFileSync(file, 'utf8'));
	if (/^stores /.test(steps[0]?.text) && steps.shift().text.slice(7) !== store.name)
		return;
	if (/^needs /.test(steps[0]?.text) && !fs.existsSync(path.join(shared, steps[0].text.slice(6)))) {
		count.skip(path.relative(root, file), `${steps[0].text.slice(6)} is not beside this checkout (${shared})`);
		return;
	}
	if (/^needs /.test(steps[0]?.text))
		steps.shift();
	const player = new Player(count, path.relative(root, file), store);
	player.kept.shared = shared;
	let line = 1;
	try {
		for (const step of steps) {
			line = step.line;
			await player.play(step);
		}
	} catch (error) {
		player.check(line, false, error.message);
	}
	await player.close();
}

const count = new Count();
const directory = path.join(root, 'tests/scenario');
const files = process.argv.length > 2 ? process.argv.slice(2) :
	fs.readdirSync(directory).filter(name => name.endsWith('.txt')).sort().map(name => path.join(directory, name));
for (const store of stores())
	for (const file of files)
		await playFile(count, file, store);
count.close();
