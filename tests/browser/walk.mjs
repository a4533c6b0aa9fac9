// SPDX-License-Identifier: Apache-2.0
// Walks the pages in a real browser, narrow and wide, with scripts off: status, quiet console, nothing wider than the
// window, nothing asked of another host, markup without fault (html-validate), accessible (axe-core, which needs a second
// context with scripts). Pictures of all pages are left in build/screenshots.
//
//   node tests/browser/walk.mjs         (SULEAR_URL=http://… walks a server that runs already)
import fs from 'node:fs';
import path from 'node:path';

import { Count } from '../lib/count.mjs';
import { root, run, scratch, Server } from '../lib/server.mjs';
import { sampleTexts } from '../lib/texts.mjs';
import { inaccessible, invalid, launch, open, wide } from './look.mjs';
import { languages, pages } from './pages.mjs';

const widths = [[360, 740], [1280, 900]];
const pictures = path.join(root, 'build/screenshots');
const count = new Count();

async function plain({ page, noted }, url, one, where, picture) {
	noted.length = 0;
	const response = await page.goto(url, { waitUntil: 'load', timeout: 20000 });
	count.check(response.status() === one.status, where, `status ${response.status()}, expected ${one.status}`);
	const found = await wide(page);
	count.check(found.length === 0, where, `wider than the window: ${found.join(', ')}`);
	await page.screenshot({ path: picture, fullPage: !one.isDrawing });
	const other = noted.filter(text => !/Failed to load resource.*status of (400|404|422)/.test(text) || one.status === 200);
	count.check(other.length === 0, where, other.join('\n    '));
	return response.text();
}

// A document of SVG: read as XML without fault, styled although the policy forbids most, each link with a name.
async function drawn({ page }, where) {
	const found = await page.evaluate(() => ({
		broken: document.querySelector('parsererror')?.textContent,
		root: document.documentElement.namespaceURI,
		styled: getComputedStyle(document.documentElement).backgroundColor,
		links: document.querySelectorAll('a').length,
		nameless: [...document.querySelectorAll('a')].filter(one => !one.querySelector('title')?.textContent).length,
		scripts: document.querySelectorAll('script').length,
	}));
	count.check(!found.broken && found.root === 'http://www.w3.org/2000/svg', where, `no SVG: ${found.broken}`);
	count.check(found.styled === 'rgb(255, 255, 255)', where, `its own style is not applied: ${found.styled}`);
	count.check(found.links >= 187 && found.nameless === 0 && found.scripts === 0, where, JSON.stringify(found));
}

async function accessible({ page }, url, where) {
	await page.goto(url, { waitUntil: 'load', timeout: 20000 });
	const faults = await inaccessible(page);
	count.check(faults.length === 0, `${where} axe`, faults.join('\n    '));
}

async function valid(html, where) {
	const faults = await invalid(html);
	count.check(faults.length === 0, `${where} html-validate`, faults.join('\n    '));
}

const store = ['--data', scratch()];
const server = process.env.SULEAR_URL ? null : await Server.start(store);
if (server)
	count.check(run(['import', 'texts', sampleTexts(), ...store]).status === 0, 'texts', 'not imported');
const origin = (process.env.SULEAR_URL ?? server.url).replace(/\/$/, '');
fs.rmSync(pictures, { recursive: true, force: true });
fs.mkdirSync(pictures, { recursive: true });
const browser = await launch();
for (const [n, size] of widths.entries()) {
	const quiet = await open(browser, size, origin, { javaScriptEnabled: false });
	const judges = [];
	for (const scheme of n === 0 ? ['light', 'dark'] : ['light'])
		judges.push([scheme, await open(browser, size, origin, { bypassCSP: true, colorScheme: scheme })]);
	for (const language of languages)
		for (const one of pages) {
			const url = `${origin}/${language}${one.path}`;
			const name = `${language}${one.path}`.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
			const where = `/${language}${one.path} at ${size[0]}`;
			try {
				const html = await plain(quiet, url, one, where, path.join(pictures, `${name}-${size[0]}.png`));
				if (one.isDrawing) {
					await drawn(quiet, where);
					continue;
				}
				if (n === 0)
					await valid(html, where);
				for (const [scheme, judge] of judges)
					await accessible(judge, url, `${where} ${scheme}`);
			} catch (error) {
				count.fail(where, error.message);
			}
		}
}
await browser.close();
if (server) {
	const how = await server.stop();
	count.check(how.status === 0, 'the end', `after SIGTERM: ${JSON.stringify(how)}`);
}
count.close();
