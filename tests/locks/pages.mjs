// SPDX-License-Identifier: Apache-2.0
// Every page that a route serves stands in tests/browser/pages.mjs, so that it is looked at, judged and weighed; those of the
// Office and of people are walked by tests/browser/office.mjs and people.mjs.
//
//   node tests/locks/pages.mjs
import fs from 'node:fs';
import path from 'node:path';

import { pages } from '../browser/pages.mjs';
import { Count } from '../lib/count.mjs';
import { root } from '../lib/server.mjs';

// Walked by whoever is signed in (account.mjs, people.mjs), an officer, an administrator or a reporter, or answered without a page.
const ofPeople = ['/account/profile', '/account/data', '/account/data.zip', '/account/erase', '/new', '/people', '/people/{person}/administration',
	'/providers', '/account/sign-ins', '/account', '/account/address', '/account/password', '/account/second-step', '/sign-in/step', '/mail-link/{link}', '/address-confirmed'];
const elsewhere = [...ofPeople, '/edit', '/edit/{act}', '/queue', '/reports/{id}', '/mail', '/news/new', '/settings', '/{text}/edit'];
const count = new Count();

function sources(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap(one => {
		const file = path.join(dir, one.name);
		return one.isDirectory() ? sources(file) : /_pages\.c$/.test(one.name) ? [file] : [];
	});
}

// The patterns of GET routes: whole ones, and those that a macro puts behind "/{lang}".
function patterns(text) {
	const whole = [...text.matchAll(/"GET",\s*"\/\{lang\}(\/[^"]*)"/g)].map(one => one[1]);
	const behind = [...text.matchAll(/\b(?:PAGE|MAP|FORM)\(\s*"([^"]*)"/g)].map(one => one[1]);
	return [...whole, ...behind].filter(one => !one.startsWith('/api/'));
}

function fits(pattern, address) {
	const parts = pattern.split('/').map(part => (/^\{.*\.\.\.\}$/.test(part) ? '.+' : /^\{/.test(part) ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
	return new RegExp(`^${parts.join('/')}$`).test(address);
}

const addresses = pages.map(one => one.path.replace(/\?.*$/, ''));
const found = [...new Set(sources(path.join(root, 'src')).flatMap(file => patterns(fs.readFileSync(file, 'utf8'))))];
count.check(found.length > 20, 'routes', `only ${found.length} patterns found`);
for (const pattern of found)
	count.check(elsewhere.includes(pattern) || addresses.some(address => fits(pattern, address)), pattern || '/', 'no page of tests/browser/pages.mjs has this pattern');
count.close();
