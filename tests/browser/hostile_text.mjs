// SPDX-License-Identifier: Apache-2.0
// Hostile text in every field that readers and officers type: stored, then shown by a real browser with scripts on, on every
// page that shows it. Nothing may run, nothing may be asked of another host, no element of theirs may appear, and the text must
// read as it was typed. The vectors are those of the shared suites (SULEAR_SUITES, else ../shared/suites beside the checkout).
//
//   node tests/browser/hostile_text.mjs
import fs from 'node:fs';
import path from 'node:path';

import { request } from '../lib/client.mjs';
import { Count } from '../lib/count.mjs';
import { root, run, Server } from '../lib/server.mjs';
import { sqlite } from '../lib/stores.mjs';
import { launch } from './look.mjs';

const count = new Count();
const suites = path.join(process.env.SULEAR_SUITES ?? path.join(root, '../shared/suites'), 'sanitise');
const TEXT_MOST = 4000;

// The vectors: all of the one list, every twentieth of the long one; one line each, as short as the field takes them.
function vectors() {
	const expect = JSON.parse(fs.readFileSync(path.join(suites, 'dompurify/expect.json'), 'utf8')).map(one => one.payload);
	const lines = fs.readFileSync(path.join(suites, 'payloadbox/Intruder/xss-payload-list.txt'), 'utf8').split('\n').filter(Boolean);
	// eslint-disable-next-line no-control-regex
	return [...expect, ...lines.filter((_, i) => i % 20 === 0)].map(text => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim())
		.filter(text => text && Buffer.byteLength(text) <= TEXT_MOST);
}

// As many whole vectors as a field of that many bytes takes, in as many texts as they need.
function packed(all, most) {
	const texts = [];
	for (const one of all) {
		if (Buffer.byteLength(one) > most)
			continue;
		const last = texts.at(-1);
		if (last !== undefined && Buffer.byteLength(`${last} ${one}`) <= most)
			texts[texts.length - 1] = `${last} ${one}`;
		else
			texts.push(one);
	}
	return texts;
}

const recorder = () => {
	globalThis.ran = [];
	for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
		globalThis[name] = () => globalThis.ran.push(name);
};

// What a page of ours never holds: scripts, frames, handlers, addresses that run.
function foreign() {
	const bad = [...document.querySelectorAll('script, iframe, object, embed, base, meta[http-equiv], math, style, audio, video, marquee, main img:not([src^="/"])')].map(one => one.outerHTML.slice(0, 120));
	for (const element of document.querySelectorAll('*'))
		for (const { name, value } of element.attributes)
			if (/^on/i.test(name) || name === 'srcdoc' || (/^(href|src|action|formaction)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)))
				bad.push(`<${element.localName} ${name}="${value.slice(0, 80)}">`);
	return { bad, ran: globalThis.ran };
}

class Watcher {
	static async start(browser, server) {
		const w = new Watcher();
		const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
		await context.addInitScript(recorder);
		w.server = server;
		w.page = await context.newPage();
		w.noted = [];
		w.page.on('dialog', dialog => {
			w.noted.push(`dialog: ${dialog.message()}`);
			dialog.dismiss();
		});
		w.page.on('request', one => {
			if (new URL(one.url()).origin !== server.url)
				w.noted.push(`asked ${one.url()}`);
		});
		w.page.on('popup', one => w.noted.push(`a new page: ${one.url()}`));
		return w;
	}

	async judge(where) {
		const { bad, ran } = await this.page.evaluate(`(${foreign})()`);
		count.check(bad.length === 0, `${where}: elements`, bad.slice(0, 5).join('\n    '));
		count.check(ran.length === 0 && this.noted.length === 0, `${where}: nothing runs`, [...ran, ...this.noted].slice(0, 5).join('\n    '));
		this.noted.length = 0;
	}

	async see(address) {
		const answer = await this.page.goto(this.server.url + address, { waitUntil: 'load' });
		count.check(answer.status() === 200, address, `status ${answer.status()}`);
		await this.judge(address);
	}

	async signIn() {
		await this.page.goto(`${this.server.url}/en/sign-in`);
		await this.page.fill('#name', 'Ana');
		await this.page.fill('#password', 'correct horse');
		await this.page.click('main button.main');
	}
}

async function call(server, token, address, body, from) {
	const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': from, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
	const answer = await request(server.url, 'POST', address, headers, JSON.stringify(body));
	return { status: answer.status, body: JSON.parse(answer.text) };
}

const plain = text => text.replace(/\s+/g, ' ').trim();

// Every vector as report, source and answer; all pages that show them.
async function readers(w, all, token) {
	const ids = [];
	for (const [i, text] of all.entries()) {
		const body = { kind: 'ratification', key: 'C189 BRA', text, source: Buffer.byteLength(text) <= 1000 ? text : '' };
		const sent = await call(w.server, '', '/api/v1/reports', body, `10.${i >> 8}.${i & 255}.1`);
		if (!count.check(sent.status === 200, `report ${i}`, JSON.stringify(sent.body)))
			continue;
		ids.push([sent.body.id, text]);
		const answered = await call(w.server, token, `/api/v1/reports/${sent.body.id}/answer`, { answer: text }, '10.0.0.1');
		count.check(answered.status === 200, `answer ${i}`, JSON.stringify(answered.body));
	}
	await w.signIn();
	for (let i = 0; i * 20 < ids.length; i++) {
		await w.see(`/en/queue?state=answered&after=${i ? ids[i * 20 - 1][0] : 0}`);
		const shown = await w.page.$$eval('blockquote', list => list.map(one => one.textContent));
		const wanted = ids.slice(i * 20, i * 20 + 20).map(([, text]) => text);
		count.check(JSON.stringify(shown.map(plain)) === JSON.stringify(wanted.map(plain)), `queue ${i}`, 'a text does not read as it was typed');
	}
	for (const [id, text] of ids.filter((_, i) => i % 10 === 0)) {
		await w.see(`/en/reports/${id}`);
		count.check(plain(await w.page.textContent('blockquote')) === plain(text), `report ${id}`, 'reads otherwise');
	}
}

// A form of an officer filled with vectors: shown again with its faults, previewed, stored, in the history.
async function officer(w, key, column, text) {
	const address = `/en/edit/correction?kind=ratification&key=${encodeURIComponent(key)}`;
	await w.see(address);
	await w.page.fill(`#${column}`, text);
	await w.page.fill('#reason', text.slice(0, 1900));
	await w.page.click('button[value="preview"]'); // the manner is missing: the form comes again
	await w.judge(`${key} ${column} refused`);
	count.check(plain(await w.page.inputValue(`#${column}`)) === plain(text), `${key} ${column}`, 'what was typed is not kept');
	await w.page.check('#manner');
	await w.page.click('button[value="preview"]');
	await w.judge(`${key} ${column} preview`);
	await w.page.click('button[value="register"]');
	await w.judge(`${key} ${column} history`);
	count.check(w.page.url().includes('done=correction'), `${key} ${column}`, `not stored: ${(await w.page.innerText('main')).slice(0, 300)}`);
	const shown = await w.page.$$eval('ins', list => list.map(one => one.textContent));
	count.check(shown.map(plain).includes(plain(text)), `${key} ${column} history`, 'a text does not read as it was typed');
}

async function officers(w, all) {
	const keys = ['C189 BRA', 'C189 ARG', 'C189 BOL', 'C189 CHL', 'C189 COL', 'C189 ECU', 'C189 URY', 'C189 PRY', 'C189 ITA', 'C189 DEU', 'C189 CHE', 'C189 IRL'];
	const texts = packed(all, 3900);
	for (const [i, text] of texts.entries())
		await officer(w, keys[i % keys.length], i % 2 ? 'note' : 'source', `${text}`);
	for (const address of ['/en/standards/C189?all=1', '/pt/countries/BRA', '/en/countries/ARG', '/en/sources', '/en', '/en/edit'])
		await w.see(address);
	// In every field of every act: nothing of it is right, all of it comes back.
	for (const act of ['ratification', 'declaration', 'denunciation', 'instrument'])
		for (const text of packed(all, 180).slice(0, 12)) {
			await w.see(`/en/edit/${act}`);
			for (const input of await w.page.$$('main form input[type="text"], main form textarea'))
				await input.fill(text);
			await w.page.click('button[value="preview"]');
			await w.judge(`${act} refused`);
		}
}

if (!fs.existsSync(path.join(suites, 'dompurify/expect.json'))) {
	count.skip('hostile text', `the suites are not beside this checkout (${suites})`);
	count.close();
}
const place = sqlite.fresh();
run(['user', 'add', 'Ana', '--email', 'ana@example.org', '--role', 'office', '--password-stdin', ...place.args], { input: 'correct horse\n' });
const token = run(['user', 'token', 'Ana', ...place.args]).stdout.trim();
const server = await Server.start(place.args);
const browser = await launch();
const all = vectors();
const watcher = await Watcher.start(browser, server);
try {
	await readers(watcher, all, token);
	await officers(watcher, all);
} catch (error) {
	count.fail('hostile text', error.stack);
}
await browser.close();
const how = await server.stop();
count.check(how.status === 0, 'the end', JSON.stringify(how));
count.close();
