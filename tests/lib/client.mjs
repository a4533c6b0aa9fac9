// SPDX-License-Identifier: Apache-2.0
// An HTTP/1.1 client that hides nothing: it sends the bytes it is given and counts those that come back.
import net from 'node:net';
import zlib from 'node:zlib';

const TIMEOUT = 20000;

// Sends the bytes and gives everything that comes until the other side closes, or `quiet` ms after the last byte.
export function exchange(url, bytes, { timeout = TIMEOUT, half = false } = {}) {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const chunks = [];
		const socket = net.connect({ host: hostname.replace(/[[\]]/g, ''), port: Number(port) });
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error(`no whole answer within ${timeout} ms (${Buffer.concat(chunks).length} bytes came)`));
		}, timeout);
		const done = error => {
			clearTimeout(timer);
			if (error && chunks.length === 0)
				reject(error);
			else
				resolve(Buffer.concat(chunks));
		};
		socket.on('connect', () => {
			socket.write(bytes);
			if (half)
				socket.end();
		});
		socket.on('data', chunk => chunks.push(chunk));
		socket.on('end', () => socket.end());
		socket.on('close', () => done());
		socket.on('error', done);
	});
}

function dechunk(bytes) {
	const parts = [];
	for (let i = 0; ;) {
		const end = bytes.indexOf('\r\n', i);
		if (end < 0)
			throw new Error('the chunked body is cut');
		const length = parseInt(bytes.toString('latin1', i, end), 16);
		if (!(length >= 0) || end + 2 + length + 2 > bytes.length)
			throw new Error('the chunked body is cut');
		if (length === 0)
			return Buffer.concat(parts);
		parts.push(bytes.subarray(end + 2, end + 2 + length));
		i = end + 2 + length + 2;
	}
}

function unpack(body, encoding) {
	if (encoding === 'gzip')
		return zlib.gunzipSync(body);
	if (encoding === 'br')
		return zlib.brotliDecompressSync(body);
	if (encoding === 'deflate')
		return zlib.inflateSync(body);
	return body;
}

// Splits an answer into status, headers (lower-case names, repeated ones joined), body as sent and as meant.
// `untidy`: more may have come than Content-Length says.
export function parseAnswer(bytes, method = 'GET', untidy = false) {
	const end = bytes.indexOf('\r\n\r\n');
	if (end < 0)
		throw new Error(`no whole head in ${JSON.stringify(bytes.toString('latin1', 0, 200))}`);
	const lines = bytes.toString('latin1', 0, end).split('\r\n');
	const status = Number(/^HTTP\/1\.[01] ([0-9]{3})/.exec(lines[0])?.[1]);
	if (!status)
		throw new Error(`no status line: ${JSON.stringify(lines[0])}`);
	if (status === 100)
		return parseAnswer(bytes.subarray(end + 4), method);
	const headers = {};
	for (const line of lines.slice(1)) {
		const colon = line.indexOf(':');
		const name = line.slice(0, colon).toLowerCase();
		const value = line.slice(colon + 1).trim();
		headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
	}
	let raw = bytes.subarray(end + 4);
	if (headers['transfer-encoding'] === 'chunked' && method !== 'HEAD')
		raw = dechunk(raw);
	else if (headers['content-length'] !== undefined && method !== 'HEAD' && status !== 304 &&
		!untidy && raw.length !== Number(headers['content-length']))
		throw new Error(`content-length says ${headers['content-length']}, ${raw.length} bytes came`);
	const body = raw.length ? unpack(raw, headers['content-encoding']) : raw;
	return { status, headers, raw, body, text: body.toString('utf8'), wire: bytes.length };
}

// One request on its own connection. `headers` is an object; a body gets its Content-Length.
export async function request(url, method, path, headers = {}, body = undefined, options = {}) {
	const { host } = new URL(url);
	const all = { Host: host, Connection: 'close', ...headers };
	const content = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
	if (body !== undefined && !Object.keys(all).some(k => /^(content-length|transfer-encoding)$/i.test(k)))
		all['Content-Length'] = String(content.length);
	const head = Object.entries(all).map(([k, v]) => `${k}: ${v}\r\n`).join('');
	const bytes = Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`, 'utf8'), content]);
	return parseAnswer(await exchange(url, bytes, options), method);
}
