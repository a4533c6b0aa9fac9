// SPDX-License-Identifier: Apache-2.0
// What strangers try with accounts, on both stores: to learn who has one, by the words and by the time of an answer; to plant a
// session; to write headers into a mail; to send too much; more sign-ins at once than wait.
//
//   tests/postgres.sh node tests/accounts.mjs
import { request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { run, Server } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';

const count = new Count();

class Visitor {
	constructor(origin) {
		this.origin = origin;
		this.cookie = '';
	}

	async get(path) {
		const answer = await request(this.origin, 'GET', path, this.cookie ? { Cookie: this.cookie } : {});
		this.take(answer);
		return answer;
	}

	take(answer) {
		const set = answer.headers['set-cookie'] ?? answer.headers.get?.('set-cookie');
		if (set)
			this.cookie = String(set).split(';')[0];
		const token = /name="form_token" value="([^"]+)"/.exec(answer.text);
		if (token)
			this.token = token[1];
		const shown = /name="shown" value="([^"]+)"/.exec(answer.text);
		if (shown)
			this.shown = shown[1];
	}

	post(path, fields) {
		const body = new URLSearchParams({ form_token: this.token, ...fields }).toString();
		return request(this.origin, 'POST', path, { Cookie: this.cookie, 'Content-Type': 'application/x-www-form-urlencoded' }, body, { timeout: 90000 });
	}
}

// What an answer says, without what differs in every one.
const words = answer => answer.text.replace(/value="[^"]*"/g, '').replace(/<bdi>[^<]*<\/bdi>/g, '');

// Asks both ways in turn; the answers must be one, and the quickest of each near each other: a busy machine only adds.
async function alike(where, rounds, known, unknown) {
	const took = [[], []], said = [new Set(), new Set()];
	for (let n = 0; n < rounds; n++)
		for (const [which, ask] of [known, unknown].entries()) {
			const began = process.hrtime.bigint();
			const answer = await ask(n);
			took[which].push(Number(process.hrtime.bigint() - began) / 1e6);
			said[which].add(`${answer.status} ${words(answer)}`);
		}
	count.check(said[0].size === 1 && said[1].size === 1 && [...said[0]][0] === [...said[1]][0], `${where}: the same answer`);
	const [a, b] = took.map(times => Math.min(...times));
	count.check(Math.abs(a - b) < Math.max(15, 0.5 * Math.max(a, b)), `${where}: about the same time`, `${a.toFixed(1)} and ${b.toFixed(1)} ms`);
}

async function enumerates(where, origin) {
	const visitor = new Visitor(origin);
	await visitor.get('/en/sign-in');
	await alike(`${where} wrong password`, 3, n => visitor.post('/en/sign-in', { name: 'Ana', password: `wrong ${n}` }),
		n => visitor.post('/en/sign-in', { name: 'Nobody', password: `wrong ${n}` }));
	await alike(`${where} mailed link`, 5, () => visitor.post('/en/sign-in/by-mail', { email: 'ana@example.org' }),
		() => visitor.post('/en/sign-in/by-mail', { email: 'nob@example.org' }));
}

async function makes(where, origin, place) {
	const visitor = new Visitor(origin);
	await visitor.get('/en/create-account');
	const planted = visitor.cookie;
	const fast = await visitor.post('/en/create-account', { name: 'Rui', password: 'correct horse', shown: visitor.shown });
	count.check(fast.status === 403 && fast.text.includes('value="Rui"'), `${where}: a form sent at once is shown again`, fast.status);
	await new Promise(resolve => setTimeout(resolve, 2200));
	const shown = visitor.shown;
	const rows = [
		['honeypot', { website: 'https://example.org' }, 403],
		['forged moment', { shown: '1-00000000000000000000000000000000' }, 403],
		['header in the address', { email: 'rui@example.org\r\nBcc: eve@example.org' }, 422],
		['look-alike name', { name: 'An\u0430' }, 409],
		['invisible name', { name: 'R\u200bui' }, 422],
		['reserved name', { name: 'Administrator' }, 422],
		['long name', { name: 'x'.repeat(2000) }, 422],
		['long password', { password: 'x'.repeat(1001) }, 422],
	];
	for (const [what, fields, status] of rows) {
		const answer = await visitor.post('/en/create-account', { name: 'Rui', password: 'correct horse', email: '', shown, website: '', ...fields });
		count.check(answer.status === status, `${where} ${what}`, answer.status);
		count.check(!answer.text.includes('correct horse'), `${where} ${what}: no password comes back`);
	}
	const forged = await request(origin, 'POST', '/en/create-account',
		{ Cookie: visitor.cookie, 'Content-Type': 'application/x-www-form-urlencoded' }, 'form_token=x&name=Rui&password=correct+horse');
	count.check(forged.status === 403, `${where}: a forged token`, forged.status);
	const large = await visitor.post('/en/create-account', { name: 'x'.repeat(2 << 20) }).catch(() => ({ status: 413 }));
	count.check(large.status === 413, `${where}: an oversized form`, large.status);
	const taken = await visitor.post('/en/create-account', { name: 'Rui', password: 'correct horse', email: 'ana@example.org', shown, website: '' });
	count.check(taken.status === 303, `${where}: another's address is taken without a word`, taken.status);
	visitor.take(taken);
	count.check(visitor.cookie !== planted, `${where}: the session planted before is not the one after`);
	const page = await visitor.get('/en/account');
	count.check(page.status === 200 && page.text.includes('ana@example.org'), `${where}: it waits like any other`);
	const old = await request(origin, 'GET', '/en/account', { Cookie: planted });
	count.check(old.status === 303 && old.headers.location.startsWith('/en/sign-in?'), `${where}: the old one is nobody's`, old.status);
	count.check(place.sql("SELECT count(*) FROM mail_event WHERE kind = 'taken'").trim() === '1', `${where}: its owner is told`);
	count.check(place.sql('SELECT count(*) FROM person').trim() === '2', `${where}: one account was made`);
}

async function crowds(where, origin) {
	const visitor = new Visitor(origin);
	await visitor.get('/en/sign-in');
	const all = await Promise.all(Array.from({ length: 70 }, (_, n) => visitor.post('/en/sign-in', { name: `guest ${n}`, password: 'correct horse' })));
	const away = all.filter(answer => answer.status === 503), checked = all.filter(answer => answer.status === 422);
	count.check(checked.length >= 50 && away.length > 0 && checked.length + away.length === 70, `${where}: fifty wait, the rest is turned away`, `${checked.length} and ${away.length}`);
	count.check(away.every(answer => Number(answer.headers['retry-after'] ?? answer.headers.get?.('retry-after')) > 0), `${where}: and told when to come again`);
}

for (const store of stores()) {
	const place = store.fresh();
	run(['user', 'add', 'Ana', '--email', 'ana@example.org', '--role', 'account', '--password-stdin', ...place.args], { input: 'correct horse\n' });
	const server = await Server.start(place.args);
	try {
		await enumerates(store.name, server.url);
		await makes(store.name, server.url, place);
		await crowds(store.name, server.url);
	} catch (error) {
		count.fail(store.name, error.stack);
	}
	await server.stop();
	place.drop();
}
count.close();
