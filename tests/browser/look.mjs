// SPDX-License-Identifier: Apache-2.0
// What the walks in a browser share: the browser itself, tabs that note what goes wrong in them, and the judges of a page.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import axe from 'axe-core/axe.min.js';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

import { root } from '../lib/server.mjs';

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

// As root Chromium refuses its own sandbox; in a small root there is no /dev/shm.
export function launch() {
	return chromium.launch({
		executablePath: browserPath(),
		args: ['--disable-dev-shm-usage', '--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
	});
}

// A tab, kept for all pages, that notes what goes wrong in it.
export async function open(browser, [width, height], origin, options) {
	const context = await browser.newContext({ viewport: { width, height }, locale: 'en', ...options });
	const page = await context.newPage();
	const noted = [];
	page.on('console', message => {
		if (message.type() === 'error' || message.type() === 'warning')
			noted.push(`console: ${message.text()}`);
	});
	page.on('pageerror', error => noted.push(`script: ${error.message}`));
	page.on('requestfailed', request => {
		const why = request.failure()?.errorText;
		if (why !== 'net::ERR_ABORTED') // who leaves a page ends what it still loads: its icon
			noted.push(`request failed: ${request.url()} ${why}`);
	});
	page.on('request', request => {
		const url = new URL(request.url());
		if (url.protocol !== 'data:' && url.origin !== origin)
			noted.push(`a request to another host: ${request.url()}`);
	});
	page.on('response', response => {
		if (response.status() >= 400 && response.request().resourceType() !== 'document')
			noted.push(`${response.status()} for ${response.url()}`);
	});
	return { page, noted, context };
}

// A picture of the whole page, for people who ask for it: drawing it costs as much as judging it.
export async function picture(page, name, fullPage = true) {
	if (process.env.SULEAR_PICTURES)
		await page.screenshot({ path: path.join(root, 'build/screenshots', `${name.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}.png`), fullPage });
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

// What of the page is wider than its window, in words; empty if nothing is.
export function wide(page) {
	return page.evaluate(`(${tooWide})()`);
}

// The rules of axe-core that look at colours: what may differ between light and dark.
export const colours = ['color-contrast', 'link-in-text-block'];

// What axe-core finds in the page as it stands, by all its rules or those named; scripts must be on and the security policy set
// aside.
export async function inaccessible(page, rules) {
	const options = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) };
	if (!(await page.evaluate('Boolean(globalThis.axe)')))
		await page.evaluate(axe.source);
	const found = await page.evaluate(asked => globalThis.axe.run(document, asked), options);
	return found.violations.map(one => `${one.id} (${one.impact}): ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' … ')}`);
}

// What html-validate finds in the markup.
export async function invalid(html) {
	const report = await validator.validateString(html);
	return report.results.flatMap(one => one.messages).filter(one => one.severity === 2)
		.map(one => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`).slice(0, 10);
}
