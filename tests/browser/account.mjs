// SPDX-License-Identifier: Apache-2.0
// An account in a minute, on both stores: made without scripts on a narrow window, and with them, judged, on a wide dark one in
// Portuguese; confirmed by the mailed link; signed in to by a mailed link; the second step with a code of an app and with a
// recovery code; signed out elsewhere; the password set anew. The mails come through a real SMTP server. Pictures are left in
// build/screenshots.
//
//   tests/postgres.sh node tests/browser/account.mjs
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { Count } from '../lib/count.mjs';
import { root, run, Server } from '../lib/server.mjs';
import { relayTo, Smtp } from '../lib/smtp.mjs';
import { stores } from '../lib/stores.mjs';
import { inaccessible, invalid, launch, open, wide } from './look.mjs';

const count = new Count();
const pictures = path.join(root, 'build/screenshots');
fs.mkdirSync(pictures, { recursive: true });

// The six digits of an app (RFC 6238) for the 30 seconds that are `later` from now.
function digits(words, later = 0) {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
	const bits = [...words.replaceAll(' ', '')].map(letter => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
	const secret = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + later));
	const hash = createHmac('sha1', secret).update(counter).digest();
	return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

class Walker {
	constructor({ page, noted, context }, origin, language, where, judged) {
		Object.assign(this, { page, noted, context, origin, language, where, judged, pictures: 0 });
	}

	check(condition, what, why = '') {
		return count.check(condition, `${this.where}: ${what}`, why);
	}

	async look(name) {
		const found = await wide(this.page);
		this.check(found.length === 0, `${name} fits the window`, found.join(', '));
		await this.page.screenshot({ path: path.join(pictures, `account-${this.where.replace(/[^a-z0-9]+/gi, '-')}-${++this.pictures}-${name}.png`), fullPage: true });
		if (!this.judged)
			return;
		const markup = this.html ? await invalid(this.html) : [];
		this.check(markup.length === 0, `${name} html-validate`, markup.join('\n    '));
		const faults = await inaccessible(this.page);
		this.check(faults.length === 0, `${name} axe`, faults.join('\n    '));
	}

	async go(address) {
		const answer = await this.page.goto(`${this.origin}/${this.language}${address}`, { waitUntil: 'load' });
		this.html = await answer.text();
		return answer.status();
	}

	// Nobody is signed in here: the way to the account leads to signing in.
	async isOut() {
		await this.go('/account');
		return this.at(/\/sign-in$/);
	}

	async press(selector = 'main form button.main') {
		this.html = null;
		const [answer] = await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.page.click(selector)]);
		return answer.status();
	}

	at(pattern) {
		return pattern.test(new URL(this.page.url()).pathname);
	}

	text() {
		return this.page.innerText('main');
	}

	async linkOf(mail) {
		const found = /https?:\/\/\S+\/mail-link\/[\w-]{43}/.exec(mail.text);
		this.check(found, 'the mail holds a link', mail.text);
		return new URL(found[0]).pathname.replace(/^\/\w+/, '');
	}
}

const fill = (w, values) => Object.entries(values).reduce((done, [id, value]) => done.then(() => w.page.fill(`#${id}`, value)), Promise.resolve());

async function makes(w, smtp, name, email) {
	w.check(await w.go('/create-account') === 200, 'the form to make an account is there');
	await w.look('create');
	await fill(w, { name, password: 'short', email });
	await w.page.waitForTimeout(2200);
	w.check(await w.press() === 422, 'a short password is refused');
	w.check(await w.page.inputValue('#name') === name && await w.page.inputValue('#password') === '', 'what was typed stays, the password not');
	await w.look('faults');
	await fill(w, { name, password: 'correct horse', email });
	await w.page.waitForTimeout(2200);
	await w.press();
	w.check(w.at(/\/account$/), 'the account exists at once', w.page.url());
	w.check((await w.text()).includes(email), 'the address waits');
	await w.look('made');
	const mail = await smtp.wait(one => one.to === email);
	const link = await w.linkOf(mail);
	for (let i = 0; i < 2; i++)
		w.check(await w.go(link) === 200, 'looking at the link changes nothing');
	await w.look('confirm');
	await w.press();
	w.check(w.at(/\/address-confirmed$/), 'the button confirms', w.page.url());
	w.check(await w.go(link) === 410, 'a used link says so');
	await w.look('dead');
}

async function byMail(w, smtp, name, email) {
	const after = smtp.taken.length;
	await w.go('/sign-in/by-mail');
	await fill(w, { email });
	await w.press();
	await w.look('asked');
	const link = await w.linkOf(await smtp.wait(one => one.to === email, { after }));
	await w.go(link);
	const before = await w.context.cookies();
	await w.press();
	w.check(w.at(/\/account$/) && (await w.text()).includes(name), 'the mailed link signs in', w.page.url());
	const now = await w.context.cookies();
	w.check(before[0].value !== now[0].value, 'signing in sets a new token');
	const known = (await w.text()).replace(/\s+/g, ' ');
	await w.go('/account');
	w.check(/Chrome/.test(await w.text()), 'the list of sign-ins names the browser', known);
	await w.look('signed-in');
}

async function signIn(w, name, password = 'correct horse') {
	await w.go('/sign-in?return_to=' + encodeURIComponent(`/${w.language}/account`));
	await fill(w, { name, password });
	return w.press();
}

async function step(w, other, name) {
	await w.go('/account/second-step');
	await w.press();
	await w.look('step-shown');
	const words = await w.page.innerText('main ol code');
	await fill(w, { code: '000000' });
	w.check(await w.press() === 422, 'a wrong code is refused');
	const first = digits(words);
	await fill(w, { code: first });
	w.check(await w.press() === 200, 'the first code turns it on');
	const codes = await w.page.locator('main ul code').allInnerTexts();
	w.check(codes.length === 10 && new Set(codes).size === 10, 'ten recovery codes are shown', codes.join());
	await w.look('codes');
	w.check(await other.isOut(), 'other sign-ins end');
	await signIn(other, name);
	w.check(other.at(/\/sign-in\/step$/), 'after the password comes the second step', other.page.url());
	await other.look('step-asked');
	w.check(await other.isOut(), 'before it nobody is signed in');
	await other.go('/sign-in/step');
	await fill(other, { code: first });
	w.check(await other.press() === 422, 'a code is not taken twice');
	await fill(other, { code: digits(words, 1) });
	await other.press();
	w.check(await other.go('/account') === 200, 'the next code signs in');
	await other.press('form.who button');
	for (const isGood of [true, false]) {
		await signIn(other, name);
		await fill(other, { code: codes[3] });
		await other.press();
		w.check(await other.isOut() !== isGood, `a recovery code works once (${isGood})`);
		if (isGood)
			await other.press('form.who button');
	}
	await signIn(other, name);
	await fill(other, { code: codes[7].toUpperCase().replace('-', ' ') });
	await other.press();
	w.check(await other.go('/account') === 200, 'another recovery code signs in, however it is written');
	await w.go('/account');
	await w.look('two-sign-ins');
	await w.press('main table + form button, main form[action$="/account/sign-out"] button');
	w.check(await other.isOut(), 'signed out elsewhere');
	w.check(await w.go('/account') === 200, 'and still signed in here');
	await w.go('/account/second-step');
	await fill(w, { password: 'correct horse' });
	await w.press('form.box button');
	w.check(w.at(/\/account$/), 'the password turns it off', w.page.url());
}

async function resets(w, other, smtp, name, email) {
	const after = smtp.taken.length;
	await other.go('/sign-in/by-mail?for=password');
	await fill(other, { email });
	await other.press();
	await other.go(await other.linkOf(await smtp.wait(one => one.to === email, { after })));
	await other.look('reset');
	await fill(other, { password: 'another horse' });
	await other.press();
	w.check(await other.go('/account') === 200, 'a new password signs in');
	w.check(await w.isOut(), 'and ends every other sign-in');
	w.check(await signIn(w, name) === 422, 'the old password counts no more');
	await w.look('refused');
	await signIn(w, name, 'another horse');
	w.check(w.at(/\/account$/), 'the new one does', w.page.url());
	await w.go('/account');
	await w.press('main form[action$="/account/token"] button');
	w.check(/sulear_[\w-]{43}/.test(await w.text()), 'a token is shown');
	await w.look('token');
}

const walks = [
	{ size: [360, 740], language: 'en', name: 'Maria', tab: { javaScriptEnabled: false } },
	{ size: [1280, 900], language: 'pt', name: 'João Araújo', judged: true, tab: { bypassCSP: true, colorScheme: 'dark' } },
];

async function walk(browser, server, store, smtp, one) {
	const where = `${store.name} ${one.size[0]} ${one.language}`, email = `walk${one.size[0]}@example.org`;
	const tab = async name => new Walker(await open(browser, one.size, server.url, one.tab), server.url, one.language, `${where}${name}`, one.judged);
	const [w, other] = [await tab(''), await tab(' second')];
	await makes(w, smtp, one.name, email);
	await byMail(other, smtp, one.name, email);
	await step(w, other, one.name);
	await resets(w, other, smtp, one.name, email);
	for (const each of [w, other]) {
		const noise = each.noted.filter(text => !/Failed to load resource.*status of 4|net::ERR_ABORTED/.test(text));
		each.check(noise.length === 0, 'the console is quiet', noise.join('\n    '));
		await each.context.close();
	}
}

const browser = await launch();
for (const store of stores()) {
	const place = store.fresh();
	const smtp = await Smtp.start();
	run(['user', 'add', 'Ana', '--email', 'ana@example.org', '--role', 'office', '--password-stdin', ...place.args], { input: 'correct horse\n' });
	relayTo(place, smtp.url);
	const server = await Server.start(place.args);
	for (const one of walks)
		try {
			await walk(browser, server, store, smtp, one);
		} catch (error) {
			count.fail(`${store.name} ${one.size[0]}`, error.stack);
		}
	const how = await server.stop();
	count.check(how.status === 0, `${store.name} the end`, `after SIGTERM: ${JSON.stringify(how)}`);
	const checked = run(['check', ...place.args]);
	count.check(checked.status === 0, `${store.name} check`, checked.stdout + checked.stderr);
	await smtp.stop();
	place.drop();
}
await browser.close();
count.close();
