// SPDX-License-Identifier: Apache-2.0
// Walks the pages in a real browser, narrow and wide, with scripts off: status, quiet console, nothing wider than the
// window, nothing asked of another host, markup without fault (html-validate), accessible (axe-core, which needs a second
// context with scripts). Pictures of all pages are left in build/screenshots.
//
//   node tests/browser/walk.mjs         (SULEAR_URL=http://… walks a server that runs already)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import axe from 'axe-core';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

import { Count } from '../lib/count.mjs';
import { root, scratch, Server } from '../lib/server.mjs';
import { languages, pages } from './pages.mjs';

const widths = [[360, 740], [1280, 900]];
const pictures = path.join(root, 'build/screenshots');
const count = new Count();

const validator = new HtmlValidate(new FileSystemConfigLoader({
	extends: ['html-validate:recommended'],
	rules: {
		// Layout of the text, not of the document.
		'no-trailing-whitespace': 'off',
		'void-style': 'off',
		'attr-quotes': 'off',
		'doctype-style': 'off',
		'long-title': 'off',
		'no-inline-style': 'error',
		// A table that becomes cards on a narrow window loses its roles with its display, so it says them.
		'no-redundant-role': 'off',
	},
}));

function browserPath() {
	const found = spawnSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], { encoding: 'utf8' });
	if (!found.stdout.trim())
		throw new Error('chromium is not installed');
	return found.stdout.trim();
}

// A tab, kept for all pages, that notes what goes wrong in it.
async function open(browser, [width, height], origin, options) {
	const context = await browser.newContext({ viewport: { width, height }, locale: 'en', ...options });
	const page = await context.newPage();
	const noted = [];
	page.on('console', message => {
		if (message.type() === 'error' || message.type() === 'warning')
			noted.push(`console: ${message.text()}`);
	});
	page.on('pageerror', error => noted.push(`script: ${error.message}`));
	page.on('requestfailed', request => noted.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
	page.on('request', request => {
		const url = new URL(request.url());
		if (url.protocol !== 'data:' && url.origin !== origin)
			noted.push(`a request to another host: ${request.url()}`);
	});
	page.on('response', response => {
		if (response.status() >= 400 && response.request().resourceType() !== 'document')
			noted.push(`${response.status()} for ${response.url()}`);
	});
	return { page, noted };
}

// The elements that reach beyond the window, but for those inside something that scrolls by itself.
function tooWide() {
	const most = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= most)
		return [];
	const scrolls = element => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
	return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > most + 0.5 && !scrolls(one.parentElement))
		.slice(0, 5).map(one => `<${one.localName} class="${one.className}"> to ${Math.round(one.getBoundingClientRect().right)} of ${most}`)
		.concat(`the page is ${document.documentElement.scrollWidth} wide`);
}

async function plain({ page, noted }, url, one, where, picture) {
	noted.length = 0;
	const response = await page.goto(url, { waitUntil: 'load', timeout: 20000 });
	count.check(response.status() === one.status, where, `status ${response.status()}, expected ${one.status}`);
	const wide = await page.evaluate(`(${tooWide})()`);
	count.check(wide.length === 0, where, `wider than the window: ${wide.join(', ')}`);
	await page.screenshot({ path: picture, fullPage: true });
	const other = noted.filter(text => !/Failed to load resource.*status of (400|404)/.test(text) || one.status === 200);
	count.check(other.length === 0, where, other.join('\n    '));
	return response.text();
}

async function accessible({ page }, url, where) {
	await page.goto(url, { waitUntil: 'load', timeout: 20000 });
	await page.evaluate(axe.source);
	const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
	const faults = found.violations.map(one => `${one.id} (${one.impact}): ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' … ')}`);
	count.check(faults.length === 0, `${where} axe`, faults.join('\n    '));
}

async function valid(html, where) {
	const report = await validator.validateString(html);
	const faults = report.results.flatMap(one => one.messages).filter(one => one.severity === 2)
		.map(one => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`);
	count.check(faults.length === 0, `${where} html-validate`, faults.slice(0, 10).join('\n    '));
}

const server = process.env.SULEAR_URL ? null : await Server.start(['--data', scratch()]);
const origin = (process.env.SULEAR_URL ?? server.url).replace(/\/$/, '');
fs.rmSync(pictures, { recursive: true, force: true });
fs.mkdirSync(pictures, { recursive: true });
// As root Chromium refuses its own sandbox; in a small root there is no /dev/shm.
const browser = await chromium.launch({
	executablePath: browserPath(),
	args: ['--disable-dev-shm-usage', '--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});
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
