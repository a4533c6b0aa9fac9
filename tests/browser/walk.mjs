// SPDX-License-Identifier: Apache-2.0
// Walks the pages in a real browser, narrow and wide, with scripts off: status, quiet console, nothing wider than the
// window, nothing asked of another host, markup without fault (html-validate). Without a fault for axe-core, too, which needs a
// second tab with scripts: each language at the width of its own, and the colours of the narrow ones in the dark.
//
//   node tests/browser/walk.mjs         (SULEAR_URL=http://… walks a server that runs already;
//                                        SULEAR_PICTURES=1 leaves pictures of all pages in build/screenshots)
import { Count } from '../lib/count.mjs';
import { run, scratch, Server } from '../lib/server.mjs';
import { sampleTexts } from '../lib/texts.mjs';
import { colours, inaccessible, invalid, launch, open, picture, wide } from './look.mjs';
import { languages, pages } from './pages.mjs';

const widths = [[360, 740], [1280, 900]];
const count = new Count();

async function plain({ page, noted }, url, one, where) {
	noted.length = 0;
	const response = await page.goto(url, { waitUntil: 'load', timeout: 20000 });
	count.check(response.status() === one.status, where, `status ${response.status()}, expected ${one.status}`);
	const found = await wide(page);
	count.check(found.length === 0, where, `wider than the window: ${found.join(', ')}`);
	await picture(page, where, !one.isDrawing);
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

async function accessible({ page }, url, where, { isDarkToo }) {
	await page.emulateMedia({ colorScheme: 'light' });
	await page.goto(url, { waitUntil: 'load', timeout: 20000 });
	const faults = await inaccessible(page);
	count.check(faults.length === 0, `${where} axe`, faults.join('\n    '));
	if (!isDarkToo)
		return;
	await page.emulateMedia({ colorScheme: 'dark' });
	const dark = await inaccessible(page, colours);
	count.check(dark.length === 0, `${where} axe in the dark`, dark.join('\n    '));
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
const browser = await launch();
for (const [n, size] of widths.entries()) {
	const quiet = await open(browser, size, origin, { javaScriptEnabled: false });
	const judge = await open(browser, size, origin, { bypassCSP: true });
	for (const language of languages)
		for (const one of pages) {
			const url = `${origin}/${language}${one.path}`;
			const where = `/${language}${one.path} at ${size[0]}`;
			try {
				const html = await plain(quiet, url, one, where);
				if (one.isDrawing) {
					await drawn(quiet, where);
					continue;
				}
				if (n === 0)
					await valid(html, where);
				if (language === languages[n])
					await accessible(judge, url, where, { isDarkToo: n === 0 });
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
