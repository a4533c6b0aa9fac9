// SPDX-License-Identifier: Apache-2.0
// People at a browser, on both stores: on a narrow window with scripts off, in English; then on a wide dark one in Portuguese,
// where every page passed is judged (axe-core, html-validate, width). Somebody fills in their profile, lets others see a part of
// it and takes that back, asks for a badge and is given it, reads what is new, takes their data away and ends the account; an
// administrator gives a role, suspends and erases. At the end the change log is still proved. Pictures are left in
// build/screenshots.
//
//   tests/postgres.sh node tests/browser/people.mjs
import fs from 'node:fs';
import path from 'node:path';

import { Count } from '../lib/count.mjs';
import { root, run, Server } from '../lib/server.mjs';
import { stores } from '../lib/stores.mjs';
import { inaccessible, invalid, launch, open, wide } from './look.mjs';

const count = new Count();
const pictures = path.join(root, 'build/screenshots');
fs.mkdirSync(pictures, { recursive: true });
const password = 'correct horse';

class Tab {
	constructor({ page, noted, context }, origin, language, where, judged) {
		Object.assign(this, { page, noted, context, origin, language, where, judged, pictures: 0 });
	}

	check(condition, what, why = '') {
		return count.check(condition, `${this.where}: ${what}`, why);
	}

	// Judges the page as it stands, and keeps a picture of it.
	async look(name) {
		const found = await wide(this.page);
		this.check(found.length === 0, `${name} fits the window`, found.join(', '));
		await this.page.screenshot({ path: path.join(pictures, `people-${this.where.replace(/[^a-z0-9]+/gi, '-')}-${++this.pictures}-${name}.png`), fullPage: true });
		if (!this.judged)
			return;
		const markup = await invalid(this.html);
		this.check(markup.length === 0, `${name} html-validate`, markup.join('\n    '));
		const faults = await inaccessible(this.page);
		this.check(faults.length === 0, `${name} axe`, faults.join('\n    '));
	}

	async go(address) {
		const answer = await this.page.goto(`${this.origin}/${this.language}${address}`, { waitUntil: 'load' });
		this.html = await answer.text();
		this.headers = answer.headers();
		return answer.status();
	}

	// Presses a button or follows a link; gives the status of the page it ends on.
	async press(selector) {
		const loaded = this.page.waitForResponse(r => r.request().isNavigationRequest() && r.status() !== 303);
		await this.page.click(selector);
		const answer = await loaded;
		await this.page.waitForLoadState('load');
		this.html = await answer.text();
		return answer.status();
	}

	text(selector = 'main') {
		return this.page.innerText(selector);
	}

	async signIn(name, address) {
		const status = await this.go(address);
		this.check(status === 200 && this.page.url().includes('/sign-in?return_to='), `${name} is sent to sign in`, this.page.url());
		await this.page.fill('#name', name);
		await this.page.fill('#password', password);
		await this.press('main button.main');
		this.check(new URL(this.page.url()).pathname === `/${this.language}${address}`, `and led back to ${address}`, this.page.url());
	}

	async end() {
		const other = this.noted.filter(text => !/Failed to load resource.*status of 4|net::ERR_ABORTED/.test(text));
		this.check(other.length === 0, 'the console is quiet', other.join('\n    '));
		await this.context.close();
	}
}

// What is said is hidden, shown with consent, and hidden again.
async function profile(w, reader, id) {
	await w.look('profile-empty');
	await w.page.check('[name=reads_pt]');
	await w.page.check('[name=reads_sw]');
	await w.page.selectOption('#country', 'MOZ');
	await w.page.fill('#organisation', 'Sindicato <dos> "Mineiros"');
	await w.page.check('[name=show_country]');
	w.check(await w.press('main form button.main') === 200 && w.page.url().includes('done=1'), 'the profile is saved', w.page.url());
	await w.look('profile-saved');
	w.check(await w.page.inputValue('#organisation') === 'Sindicato <dos> "Mineiros"', 'and shown as it was typed');
	w.check(await reader.go(`/people/${id}`) === 200, 'everybody may look');
	w.check(/Moçambique|Mozambique/.test(await reader.text()), 'what was ticked is shown', await reader.text());
	w.check(!/Mineiros|swahili/i.test(reader.html), 'nothing else is');
	w.check(reader.headers['x-robots-tag'] === 'noindex' && reader.html.includes('name="robots" content="noindex"'), 'search engines are kept out');
	await reader.look('public');
	await w.page.uncheck('[name=show_country]');
	await w.page.fill('#organisation', 'x'.repeat(201));
	w.check(await w.press('main form button.main') === 422, 'what is too long is refused');
	w.check((await w.page.inputValue('#organisation')).length === 201, 'and kept');
	await w.look('profile-wrong');
	await w.page.fill('#organisation', '');
	await w.press('main form button.main');
	await reader.go(`/people/${id}`);
	w.check(!/Moçambique|Mozambique/.test(await reader.text()), 'what was taken back is hidden');
}

// Asked for, given, told, shown with consent alone, dropped.
async function badge(w, office, reader, id, name) {
	await w.page.selectOption('#group', 'workers');
	await w.press('button[value=ask]');
	await w.look('badge-asked');
	await office.signIn('Ana', '/people');
	await office.look('people');
	await office.go('/people?state=waits');
	await office.press(`table a:has-text("${name}")`);
	await office.look('account-office');
	w.check(await office.page.locator('#roles').count() === 0, 'the Office gives no roles');
	await office.press('button[value=give]');
	await w.go('/new');
	w.check(await w.page.locator('.who a[href$="/new"]').count() === 1, 'the head says that something is new');
	await w.look('new');
	await w.press('main button.main');
	w.check(await w.page.locator('.who a[href$="/new"]').count() === 0, 'and no longer once it is read');
	await w.look('new-read');
	await reader.go(`/people/${id}`);
	const hidden = await reader.text();
	await w.go('/account/profile');
	await w.page.check('[name=show_group]');
	await w.press('main form button.main');
	await reader.go(`/people/${id}`);
	w.check(hidden !== await reader.text() && /Trabalhadores|Workers/.test(await reader.text()), 'the badge is shown with consent alone', await reader.text());
	await reader.look('public-badge');
	await w.go('/account/profile');
	await w.press('button[value=drop]');
	await reader.go(`/people/${id}`);
	w.check(!/Trabalhadores|Workers/.test(await reader.text()), 'a dropped badge is gone');
}

async function administers(adm, victim, id, name) {
	await adm.signIn('Adm', '/people');
	await adm.go(`/people?q=${name}`);
	await adm.press(`table a:has-text("${name}")`);
	await adm.look('account');
	await adm.page.check('[name=moderator]');
	await adm.press('form[action$="/roles"] button.main');
	adm.check(await adm.page.isChecked('[name=moderator]'), 'the role is given');
	await victim.signIn(name, '/people');
	victim.check(/Moderador|Moderator|Moderação/i.test(await victim.text()), 'and allows what it says');
	await adm.page.fill('#reason', '');
	adm.check(await adm.press('button[value=suspend]') === 422, 'a suspension needs a day and a reason');
	await adm.look('account-wrong');
	await adm.page.fill('#until', new Date(Date.now() + 86400000).toISOString().slice(0, 10));
	await adm.page.fill('#reason', 'Spam');
	await adm.press('button[value=suspend]');
	await adm.look('account-suspended');
	await victim.go('/account/profile');
	victim.check(victim.page.url().includes('/sign-in'), 'a suspended account is signed out', victim.page.url());
	await adm.press('button[value=end]');
	await adm.go('/people/1/administration');
	adm.check(await adm.page.locator('#suspension').count() === 1, 'others can be suspended');
	await adm.go(`/people/${id}/administration`);
	await adm.page.fill('#name', 'another');
	adm.check(await adm.press('form[action$="/erase"] button') === 422, 'the name must be typed');
	await adm.page.fill('#name', name);
	await adm.press('form[action$="/erase"] button');
	adm.check(await adm.go(`/people/${id}/administration`) === 404, 'nothing is left to look after');
	await adm.go('/roles');
	await adm.look('roles');
}

async function ends(w, id, name) {
	await w.go('/account/data');
	await w.look('data');
	const answer = await w.context.request.get(`${w.origin}/${w.language}/account/data.zip`);
	const zip = await answer.body();
	w.check(answer.status() === 200 && zip.subarray(0, 2).toString() === 'PK' && zip.includes('data.json') && zip.includes('data.html'), 'the data comes as a ZIP', answer.headers()['content-type']);
	await w.press('a[href$="/account/erase"]');
	await w.look('erase');
	await w.page.fill('#name', 'another');
	w.check(await w.press('main button.main') === 422, 'another name does not end the account');
	await w.look('erase-wrong');
	await w.page.fill('#name', name);
	w.check(await w.press('main button.main') === 200, 'one’s own does');
	w.check((await w.text('h1')).includes(String(id)) && !w.html.includes(name), 'a number is left of it', await w.text('h1'));
	await w.look('former');
}

const walks = [
	{ size: [360, 740], language: 'en', tab: { javaScriptEnabled: false }, judged: false, people: [[3, 'Bia'], [4, 'Rui']] },
	{ size: [1280, 900], language: 'pt', tab: { bypassCSP: true, colorScheme: 'dark' }, judged: true, people: [[5, 'Eva'], [6, 'Leo']] },
];

async function walk(browser, server, store, one) {
	const where = `${store.name} ${one.size[0]} ${one.language}`;
	const tab = async name => new Tab(await open(browser, one.size, server.url, one.tab), server.url, one.language, `${where}${name}`, one.judged);
	const tabs = [await tab(''), await tab(' office'), await tab(' administrator'), await tab(' reader'), await tab(' other')];
	const [w, office, adm, reader, other] = tabs;
	const [[id, name], [otherId, otherName]] = one.people;
	await w.signIn(name, '/account/profile');
	await profile(w, reader, id);
	await badge(w, office, reader, id, name);
	await administers(adm, other, otherId, otherName);
	await ends(w, id, name);
	for (const t of tabs)
		await t.end();
}

const browser = await launch();
for (const store of stores()) {
	const place = store.fresh();
	for (const [name, role] of [['Ana', 'office'], ['Adm', 'administrator'], ['Bia', 'account'], ['Rui', 'account'], ['Eva', 'account'], ['Leo', 'account']])
		run(['user', 'add', name, '--email', `${name}@example.org`, '--role', role, '--password-stdin', ...place.args], { input: `${password}\n` });
	const server = await Server.start(place.args);
	for (const one of walks)
		try {
			await walk(browser, server, store, one);
		} catch (error) {
			count.fail(`${store.name} ${one.size[0]}`, error.stack);
		}
	const how = await server.stop();
	count.check(how.status === 0, `${store.name} the end`, `after SIGTERM: ${JSON.stringify(how)}`);
	const checked = run(['check', ...place.args]);
	count.check(checked.status === 0, `${store.name} check`, checked.stdout + checked.stderr);
	place.drop();
}
await browser.close();
count.close();
