// SPDX-License-Identifier: Apache-2.0
// The Office at work, on both stores. First on a narrow window with scripts off and by the keyboard alone, in English; then on
// a wide dark one in Portuguese, where on the first store every page passed is judged (axe-core, html-validate, width). An
// officer registers a ratification without the declaration it needs, then with it, corrects it, and denounces outside and
// inside a window; pages, feed, API, "as of" and "as known" follow; two officers lose nothing; a reader reports and is answered.
//
//   tests/postgres.sh node tests/browser/office.mjs      (SULEAR_PICTURES=1 leaves pictures in build/screenshots)
import { request } from '../lib/client.mjs';
import { Count } from '../lib/count.mjs';
import { run, Server } from '../lib/server.mjs';
import { stores } from '../lib/stores.mjs';
import { inaccessible, invalid, launch, open, picture, wide } from './look.mjs';

const count = new Count();

// One person at a browser. `hand` says how: by the keyboard alone, or by the page's own means.
class Walker {
	constructor({ page, noted, context }, origin, language, where, { keyboard = false, judged = false } = {}) {
		Object.assign(this, { page, noted, context, origin, language, where, keyboard, judged, pictures: 0 });
	}

	check(condition, what, why = '') {
		return count.check(condition, `${this.where}: ${what}`, why);
	}

	// Judges the page that is shown, as it stands after a GET or a POST, and keeps a picture of it.
	async look(name) {
		const found = await wide(this.page);
		this.check(found.length === 0, `${name} fits the window`, found.join(', '));
		await picture(this.page, `office ${this.where} ${++this.pictures} ${name}`);
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
		return answer.status();
	}

	// Presses Tab until the element has the focus; somebody without a mouse has no other way.
	async reach(selector) {
		for (let i = 0; i < 120; i++) {
			if (await this.page.evaluate(wanted => document.activeElement?.matches(wanted) ?? false, selector))
				return;
			await this.page.keyboard.press('Tab');
		}
		throw new Error(`${this.where}: Tab never reaches ${selector}`);
	}

	async fill(selector, text) {
		if (!this.keyboard)
			return this.page.fill(selector, text);
		await this.reach(selector);
		const type = await this.page.getAttribute(selector, 'type');
		if (type === 'date') {
			const [year, month, day] = text.split('-');
			return this.page.keyboard.type(`${month}${day}${year}`);
		}
		await this.page.keyboard.press('Control+A');
		return this.page.keyboard.type(text);
	}

	async choose(selector) {
		if (!this.keyboard)
			return this.page.check(selector);
		await this.reach(selector);
		return this.page.keyboard.press('Space');
	}

	// Presses a button or follows a link; gives the status of the page it ends on.
	async press(selector) {
		const loaded = this.page.waitForResponse(r => r.request().isNavigationRequest() && r.status() !== 303);
		if (this.keyboard) {
			await this.reach(selector);
			await this.page.keyboard.press('Enter');
		} else {
			await this.page.click(selector);
		}
		const answer = await loaded;
		await this.page.waitForLoadState('load');
		this.html = await answer.text();
		return answer.status();
	}

	text(selector = 'main') {
		return this.page.innerText(selector);
	}

	async signIn(name, password) {
		const status = await this.go('/edit');
		this.check(status === 200 && this.page.url().includes('/sign-in?return_to='), 'nobody is sent to sign in', this.page.url());
		await this.fill('#name', name);
		await this.fill('#password', password);
		await this.press('main button.main');
		this.check(this.page.url().endsWith(`/${this.language}/edit`), 'signing in leads back to the desk', this.page.url());
	}
}

const preview = 'button[name="step"][value="preview"]';
const register = 'button[name="step"][value="register"]';

async function api(server, address) {
	const answer = await request(server.url, 'GET', `/api/v1${address}`);
	return { status: answer.status, body: JSON.parse(answer.text) };
}

const binds = (member, code) => member.body.in_force.includes(code);

// What the feed tells of C138 and that country: the page's address leads to it.
async function feed(server, member) {
	const door = await request(server.url, 'GET', `/en/changes.atom?member=${member}&instrument=C138`);
	return (await request(server.url, 'GET', door.headers.location)).text;
}

// A ratification of C138: refused without the age, with it previewed and stored; every door tells it.
async function registers(w, server, member, name) {
	const before = new Date(Date.now() - 1).toISOString();
	await w.go('/edit/ratification');
	await w.look('ratification');
	await w.fill('#member', name);
	await w.fill('#instrument', 'C138');
	await w.fill('#registered', '2026-03-02');
	await w.fill('#reference', 'ACD 8-4-138');
	await w.fill('#source', 'Letter of 1 March 2026');
	w.check(await w.press(preview) === 422, 'C138 without the age is refused');
	w.check((await w.page.title()).length && await w.page.$('.error[role=alert] a[href="#minimum_age"]'), 'the box leads to the field');
	w.check(await w.page.inputValue('#reference') === 'ACD 8-4-138' && await w.page.inputValue('#member') === name, 'what was typed is kept');
	w.check((await w.text('#minimum_age-law')).includes('C138 art. 2'), 'the refusal names its source');
	await w.look('refused');
	await w.fill('#minimum_age', '15');
	w.check(await w.press(preview) === 200, 'with the age it is previewed');
	w.check((await w.text()).includes('2027'), 'the preview tells the entry into force');
	w.check((await api(server, `/members/${member}`)).body.ratifications.every(r => r.instrument !== 'C138'), 'a preview stores nothing');
	await w.look('preview');
	await w.press('button[name="step"][value="change"]');
	w.check(await w.page.inputValue('#minimum_age') === '15', '"Change" goes back with all that was typed');
	await w.press(preview);
	w.check(await w.press(register) === 200 && w.page.url().includes('/history?'), 'it is stored and told', w.page.url());
	await w.look('done');
	w.check(binds(await api(server, `/members/${member}?on=2027-03-02`), 'C138'), 'the API tells it as of the day it binds');
	w.check(!binds(await api(server, `/members/${member}?on=2027-03-01`), 'C138'), 'the day before it does not bind');
	w.check((await api(server, `/members/${member}?known=${before}`)).body.ratifications.every(r => r.instrument !== 'C138'), 'as known before, it was not there');
	w.check((await feed(server, member)).includes('Ratification recorded: 2 Mar 2026'), 'the feed tells it', await feed(server, member));
	await w.go(`/countries/${member}?on=2027-03-02`);
	w.check((await w.text()).includes('C138'), 'the country page follows');
}

// The day of registration was mistyped: one row more in the history, the old one struck through.
async function corrects(w, server, member) {
	const before = new Date(Date.now() - 1).toISOString();
	await w.go(`/edit/correction?kind=ratification&key=C138%20${member}`);
	await w.look('correction');
	await w.fill('#date_registered', '2026-03-03');
	await w.choose('#manner');
	await w.fill('#reason', 'The letter was stamped on the third');
	w.check(await w.press(preview) === 200, 'a correction is previewed');
	await w.look('correction-preview');
	await w.press(register);
	const struck = await w.text('del');
	w.check(struck.includes('2') && (await w.text('ins')).includes('3'), 'the history strikes the old day through', struck);
	w.check((await w.text()).includes('Ana'), 'the Office reads who did it');
	await w.look('history');
	const now = await api(server, `/members/${member}`), then = await api(server, `/members/${member}?known=${before}`);
	const day = answer => answer.body.ratifications.find(r => r.instrument === 'C138').registered;
	w.check(day(now) === '2026-03-03' && day(then) === '2026-03-02', 'now and as known before differ', `${day(now)} ${day(then)}`);
	const told = await feed(server, member);
	w.check(told.includes('Ratification corrected: 3 Mar 2026, before 2 Mar 2026') && told.includes('Ratification recorded'), 'the feed tells both', told);
	const open = await request(server.url, 'GET', `/en/history?kind=ratification&key=C138%20${member}`);
	w.check(open.status === 200 && !open.text.includes('Ana') && open.text.includes('stamped on the third'), 'readers see the reason, not the name');
}

async function denounces(w, server, member) {
	await w.go(`/edit/denunciation?instrument=C158&member=${member}`);
	await w.fill('#registered', '2026-11-24');
	await w.fill('#source', 'Letter');
	w.check(await w.press(preview) === 422, 'outside every window it is refused');
	w.check(await w.page.$('a[href="#registered"]') && await w.page.$('a[href="#reference"]'), 'all faults at once');
	const law = await w.text('#registered-law');
	w.check(law.includes('denunciation-window') && law.includes('C158 art. 17'), 'rule and source are told', law);
	w.check(!/\d{4}-\d{2}-\d{2}/.test(await w.text('.error')), 'days are words', await w.text('.error'));
	await w.look('outside');
	await w.fill('#registered', '2026-06-10');
	await w.fill('#reference', 'ACD 8-4-158');
	w.check(await w.press(preview) === 200, 'inside a window it is previewed');
	await w.look('denunciation-preview');
	await w.press(register);
	w.check(w.page.url().includes('done=denunciation'), 'it is stored', w.page.url());
	w.check(binds(await api(server, `/members/${member}?on=2027-06-09`), 'C158'), 'bound through the day before');
	w.check(!binds(await api(server, `/members/${member}?on=2027-06-10`), 'C158'), 'ended a year after');
}

// Two officers with the same form open: the second is told what became of it, and loses nothing.
async function together(w, other, member) {
	const address = `/edit/correction?kind=ratification&key=C158%20${member}`;
	await w.go(address);
	await other.go(address);
	await other.fill('#note', 'Second');
	await other.choose('#manner');
	await other.fill('#reason', 'Mine');
	w.check(await other.press(preview) === 200, 'the second previews');
	await w.fill('#note', 'First');
	await w.choose('#manner');
	await w.fill('#reason', 'His');
	await w.press(preview);
	await w.press(register);
	w.check(await other.press(register) === 409, 'the second is told');
	w.check(await other.page.inputValue('#note') === 'Second' && await other.page.inputValue('#reason') === 'Mine', 'and what he typed is kept');
	w.check((await other.text()).includes('First'), 'with what stands there now');
	await other.look('conflict');
}

async function reports(w, reader, member) {
	await reader.go(`/history?kind=ratification&key=C158%20${member}`);
	await reader.press('a[href*="/report?"]');
	await reader.look('report');
	await reader.fill('#text', 'The day looks wrong to me.');
	await reader.fill('#source', 'Official gazette 12');
	w.check(await reader.press('main form button.main') === 200, 'a reader reports without an account');
	const address = new URL(reader.page.url()).pathname.replace(/^\/../, '');
	await reader.look('reported');
	await w.go('/queue?state=open');
	w.check((await w.text()).includes('The day looks wrong to me.'), 'the Office sees it');
	await w.look('queue');
	await w.go(address);
	await w.fill('#answer', 'Thank you. The day is right.');
	await w.press('button[value="answer"]');
	await w.look('answered');
	await reader.go(address);
	w.check((await reader.text()).includes('Thank you. The day is right.'), 'the reader reads the answer');
}

async function stranger(w) {
	const status = await w.go('/edit/ratification');
	w.check(status === 403, 'another account is told what to do', `status ${status}`);
	await w.look('forbidden');
}

const walks = [
	{ size: [360, 740], language: 'en', hand: { keyboard: true }, tab: { javaScriptEnabled: false }, members: ['NZL', 'New Zealand', 'MWI'] },
	{ size: [1280, 900], language: 'pt', hand: { judged: true }, tab: { bypassCSP: true, colorScheme: 'dark' }, members: ['USA', 'USA', 'ESP'] },
];

async function walk(browser, server, store, one, isJudged) {
	const where = `${store.name} ${one.size[0]} ${one.language}`;
	const tab = async name => new Walker(await open(browser, one.size, server.url, one.tab), server.url, one.language, `${where}${name}`,
		{ ...one.hand, judged: one.hand.judged && isJudged });
	const [ana, bia, rui, reader] = [await tab(''), await tab(' second'), await tab(' account'), await tab(' reader')];
	const [member, name, denouncing] = one.members;
	await ana.signIn('Ana', 'correct horse');
	await ana.look('desk');
	await registers(ana, server, member, name);
	await corrects(ana, server, member);
	await denounces(ana, server, denouncing);
	await bia.signIn('Bia', 'correct horse');
	await together(ana, bia, denouncing);
	await reports(ana, reader, denouncing);
	await rui.go('/sign-in');
	await rui.fill('#name', 'Rui');
	await rui.fill('#password', 'correct horse');
	await rui.press('main button.main');
	await stranger(rui);
	for (const w of [ana, bia, rui, reader]) {
		const other = w.noted.filter(text => !/Failed to load resource.*status of 4/.test(text));
		w.check(other.length === 0, 'the console is quiet', other.join('\n    '));
		await w.context.close();
	}
}

const browser = await launch();
for (const [n, store] of stores().entries()) {
	const place = store.fresh();
	for (const [name, role] of [['Ana', 'office'], ['Bia', 'office'], ['Rui', 'account']])
		run(['user', 'add', name, '--email', `${name}@example.org`, '--role', role, '--password-stdin', ...place.args], { input: 'correct horse\n' });
	const server = await Server.start(place.args);
	for (const one of walks)
		try {
			await walk(browser, server, store, one, n === 0); // the same pages on each store
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
