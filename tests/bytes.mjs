// SPDX-License-Identifier: Apache-2.0
// What a cold visit to each text page costs on the wire, and that every link of ours leads somewhere: walks from the
// front page of each language over all links without a query.
//
//   node tests/bytes.mjs
import { request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { run, scratch, Server } from './lib/server.mjs';
import { sampleTexts } from './lib/texts.mjs';
import { pages } from './browser/pages.mjs';

// What the first flight of TCP carries, 14,600 bytes, less a margin; heads and style sheet counted, pictures not.
const most = 14336;
const pagesMost = 8000;
const asked = ['en', 'fr', 'es', 'pt'];

const packed = { 'Accept-Encoding': 'gzip', 'Accept': 'text/html', 'User-Agent': 'Mozilla/5.0 (cold visit)' };
const count = new Count();
const store = ['--data', scratch()];
const server = await Server.start(store);
count.check(run(['import', 'texts', sampleTexts(), ...store]).status === 0, 'texts', 'not imported');
const parts = new Map(); // style sheets and scripts, asked once, counted with each page

const unescape = text => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');

async function part(address) {
	if (!parts.has(address)) {
		const answer = await request(server.url, 'GET', address, { 'Accept-Encoding': 'gzip' });
		count.check(answer.status === 200, address, `status ${answer.status}`);
		parts.set(address, answer.wire);
	}
	return parts.get(address);
}

function attributes(html, pattern) {
	return [...html.matchAll(pattern)].map(one => unescape(one[1]));
}

async function visit(address, status) {
	const answer = await request(server.url, 'GET', address, packed);
	if (!count.check(answer.status === status, address, `status ${answer.status}, expected ${status}`))
		return [];
	if (!answer.headers['content-type']?.startsWith('text/html'))
		return [];
	const html = answer.text;
	let bytes = answer.wire;
	for (const one of [...attributes(html, /<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"/g), ...attributes(html, /<link[^>]+href="([^"]+)"[^>]+rel="stylesheet"/g),
		...attributes(html, /<script[^>]+src="([^"]+)"/g)])
		bytes += await part(one);
	count.check(bytes <= most, address, `${bytes} bytes on a cold visit, at most ${most}`);
	heaviest.push([bytes, address]);
	return attributes(html, /<a\s[^>]*href="(\/[^"#]*)/g);
}

const heaviest = [];
const seen = new Set();
const waiting = asked.map(language => `/${language}`);
// There is an extract for each ratification: one in forty is weighed.
let extracts = 0;
const isWanted = link => !link.includes('?') && !seen.has(link) && (!link.includes('/extract/') || extracts++ % 40 === 0);
for (let n = 0; waiting.length > 0 && n < pagesMost; n++) {
	const address = waiting.shift();
	// A page's address with an ending leads on to its call.
	for (const link of await visit(address, !address.startsWith('/api/') && /\.(json|csv|atom|ics)$/.test(address) ? 308 : 200).catch(error => (count.fail(address, error.message), [])))
		if (isWanted(link)) {
			seen.add(link);
			waiting.push(link);
		}
}
for (const language of asked)
	for (const one of pages)
		await visit(`/${language}${one.path}`, one.status).catch(error => count.fail(one.path, error.message));
count.check(waiting.length === 0, 'the walk', `${waiting.length} pages more than ${pagesMost}`);
heaviest.sort((a, b) => b[0] - a[0]);
console.log(`${heaviest.length} pages; the heaviest: ${heaviest.slice(0, 8).map(([bytes, address]) => `${address} ${bytes}`).join(', ')}`);
console.log(`resident after the walk: ${server.resident()} kB`);
const how = await server.stop();
count.check(how.status === 0, 'the end', `after SIGTERM: ${JSON.stringify(how)}`);
count.close();
