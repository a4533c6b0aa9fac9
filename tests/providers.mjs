// SPDX-License-Identifier: Apache-2.0
// Signing in with other sites, against real and lying providers on loopback, as a browser without scripts does it.
//
//   tests/postgres.sh node tests/providers.mjs       (both stores; SULEAR_TEST_STORE=sqlite: that one; needs npm ci in tests/providers)
import crypto from 'node:crypto';
import http from 'node:http';

import { Count } from './lib/count.mjs';
import { run, Server } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';
import { client, closeAll, freePort, lyingIssuer, newKey, oauthProvider, realIssuer, sign } from './providers/issuers.mjs';

// A browser: a cookie jar for each site, redirects followed by hand, forms found in pages.
class Browser {
	jars = new Map();
	trail = [];

	constructor(home) {
		this.home = home;
	}

	cookie(origin = this.home) {
		return [...(this.jars.get(origin) ?? new Map())].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	async one(url, options = {}) {
		const { origin } = new URL(url), cookie = this.cookie(origin);
		const answer = await fetch(url, { redirect: 'manual', ...options, headers: { ...(cookie ? { Cookie: cookie } : {}), ...options.headers } });
		const jar = this.jars.get(origin) ?? this.jars.set(origin, new Map()).get(origin);
		for (const line of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line))
				jar.delete(name);
			else
				jar.set(name, value);
		}
		return answer;
	}

	// Goes to an address and on to where it leads; `until` stops before an address that fits.
	async go(address, { until, ...options } = {}) {
		let url = new URL(address, this.home).href;
		this.trail = [];
		for (let i = 0; i < 12; i++) {
			this.trail.push(url);
			if (until?.test(url))
				return { url };
			const answer = await this.one(url, options);
			options = {};
			const to = answer.headers.get('location');
			if (!to)
				return { status: answer.status, url, text: await answer.text(), headers: answer.headers };
			const fragment = new URL(url).hash;
			url = new URL(to, url).href;
			if (!new URL(url).hash && fragment)
				url += fragment; // as browsers do
		}
		throw new Error(`no end of redirects: ${this.trail.join(' ')}`);
	}

	// Sends a form of the page with the fields changed.
	async send(page, fields, { action, until } = {}) {
		const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
		const to = action ?? /<form method="post" action="([^"]+)"/.exec(page.text)[1].replaceAll('&amp;', '&');
		return this.go(to, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({ form_token: token, ...fields }).toString(), until });
	}

	// Signs in with name and password.
	async password(name, password, back = '/en') {
		return this.send(await this.go(`/en/sign-in?return_to=${encodeURIComponent(back)}`), { name, password });
	}
}

const accounts = {
	zoe: { name: 'Zoé Lima', email: 'zoe@gmail.com', email_verified: true },
	ana: { name: 'Not Ana', email: 'ana@gmail.com', email_verified: true },
};
const others = { 'm-17': { name: 'Ana of the Ministry', email: 'ana@gmail.com', email_verified: true } };

class Tests {
	constructor(count, store) {
		Object.assign(this, { count, store, place: store.fresh() });
	}

	check(condition, name, why = '') {
		return this.count.check(condition, `${this.store.name}: ${name}`, why);
	}

	set(word, value) {
		this.place.sql(`INSERT INTO setting (word, value, set_at) VALUES ('${word}', '${value}', '2026-01-01T00:00:00Z')`);
	}

	rows(sql) {
		return this.place.sql(sql).trim();
	}

	cli(args, input = '') {
		return run([...args, ...this.place.args], { input });
	}

	async start() {
		const port = await freePort(), home = `http://127.0.0.1:${port}`;
		this.home = home;
		this.google = await realIssuer(`${home}/auth/google/callback`, accounts, true);
		this.ministry = await realIssuer(`${home}/auth/ministry/callback`, others, false);
		this.liar = await lyingIssuer();
		this.facebook = await oauthProvider('facebook');
		this.x = await oauthProvider('x');
		this.check(this.cli(['user', 'add', 'Ana', '--email', 'ana@gmail.com', '--role', 'administrator', '--password-stdin'], 'correct horse\n').status === 0, 'an account');
		for (const [word, value] of Object.entries({ 'google.client': client.id, 'google.secret': client.secret, 'google.issuer': this.google.issuer,
			'facebook.client': client.id, 'facebook.secret': client.secret, 'facebook.authorize': `${this.facebook.address}/authorize`, 'facebook.graph': this.facebook.address,
			'x.client': client.id, 'x.secret': client.secret, 'x.authorize': `${this.x.address}/authorize`, 'x.api': this.x.address }))
			this.set(word, value);
		const added = this.cli(['provider', 'add', 'ministry', 'Ministry of Labour', this.ministry.issuer, client.id], `${client.secret}\n`);
		this.check(added.status === 0, 'provider add', added.stderr);
		this.check(this.cli(['provider', 'add', 'liar', 'Liar', this.liar.issuer, client.id], `${client.secret}\n`).status === 0, 'provider add, another');
		this.server = await Server.start(this.place.args, { listen: `127.0.0.1:${port}` });
	}

	browser() {
		return new Browser(this.home);
	}

	async signUp(browser, page, name, fields = {}) {
		return browser.send(page, { name, rules: 'yes', ...fields });
	}

	// --- how it should be

	async googleShape() {
		const b = this.browser();
		const first = await b.go('/en/sign-in?return_to=%2Fpt%2Fstandards');
		const before = b.cookie();
		for (const name of ['Google', 'Facebook', 'X', 'Ministry of Labour'])
			this.check(first.text.includes(`Sign in with ${name}</a>`), `the sign-in page offers ${name}`);
		this.check(!/https?:\/\/(accounts\.google|www\.facebook|x\.com)/.test(first.text), 'the sign-in page loads nothing of others');
		const counted = this.rows('SELECT (SELECT COUNT(*) FROM provider_state), (SELECT COUNT(*) FROM person_session), (SELECT COUNT(*) FROM change_log)');
		await b.go('/en/sign-in/google', { until: /\/auth\?/ });
		this.check(counted === this.rows('SELECT (SELECT COUNT(*) FROM provider_state), (SELECT COUNT(*) FROM person_session), (SELECT COUNT(*) FROM change_log)'), 'the way there changes nothing');
		const page = await b.go('/en/sign-in/google?return_to=%2Fpt%2Fstandards');
		this.check(page.status === 200 && page.text.includes('value="Zoé Lima"') && page.text.includes('zoe@gmail.com'), 'name and trusted address are proposed', page.url + page.text?.slice(0, 500));
		this.check(b.cookie() !== before, 'the session is another one after the way back');
		const callback = b.trail.find(url => url.includes('/auth/google/callback'));
		this.check(!page.url.includes('code=') && !page.url.includes('state='), 'neither code nor state stays in the address', page.url);
		const refused = await this.signUp(b, page, 'zoe', {});
		this.check(refused.status === 200 && refused.url.endsWith('/pt/standards'), 'an account is made, and the way leads back', `${refused.status} ${refused.url}`);
		this.check(this.rows("SELECT COUNT(*) FROM person_identity i JOIN person p ON p.id = i.person WHERE p.name = 'zoe' AND i.subject = 'zoe'") === '1', 'it is keyed on issuer and subject');
		this.check(this.rows("SELECT COUNT(*) FROM person_contact WHERE email = 'zoe@gmail.com'") === '0', 'an address that was not taken is not kept');
		this.check(this.google.revoked > 0, 'the token was revoked');
		const again = await b.go(callback);
		this.check(again.status === 400 && again.text.includes('You are signed in as zoe.'), 'the back button says that one is signed in', again.url);
		const replayed = this.browser();
		replayed.jars.set(this.home, new Map([before.split('=')]));
		const used = await replayed.go(callback);
		this.check(used.status === 400 && used.url.includes('why=used'), 'a state counts once', `${used.status} ${used.url}`);
		const other = this.browser();
		const welcome = await other.go('/en/sign-in/google');
		this.check(welcome.text.includes('zoe') && new URL(welcome.url).pathname === '/en', 'the same identity signs in to the same account', welcome.url);
		const token = /name="form_token" value="([^"]+)"/.exec((await other.go('/en/account/sign-ins')).text)?.[1];
		const id = this.rows("SELECT id FROM person_identity WHERE subject = 'zoe'");
		const last = await other.go('/en/account/sign-ins', { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `form_token=${token}&identity=${id}` });
		this.check(last.status === 422 && last.text.includes('the only way into your account'), 'the last way in is not taken away', `${last.status}`);
	}

	async trustedAddress() {
		this.google.who = 'ana';
		const b = this.browser();
		const page = await b.go('/en/sign-in/google');
		this.check(page.text.includes('There is an account with your e-mail address.') && !b.trail.at(-1).endsWith('/en'), 'an address that is known joins nothing, it is offered');
		const bad = await b.send(page, { name: 'Ana', email: 'yes' });
		this.check(bad.status === 409 && bad.text.includes('id="name-why"') && bad.text.includes('id="rules-why"'), 'all faults at once: name and rules', `${bad.status}`);
		const link = /href="(\/en\/sign-in\?return_to=[^"]+)"/.exec(page.text)[1].replaceAll('&amp;', '&');
		const asked = await b.send(await b.go(link), { name: 'Ana', password: 'correct horse' });
		this.check(asked.status === 200 && asked.text.includes('Join Google to this account'), 'after signing in one is asked', asked.url);
		this.check(this.rows("SELECT COUNT(*) FROM person_identity WHERE subject = 'ana'") === '0', 'nothing is joined before one says so');
		const forged = await b.go(/action="([^"]+\/join[^"]*)"/.exec(asked.text)[1].replaceAll('&amp;', '&'), { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'form_token=x' });
		this.check(forged.status === 403, 'a forged form joins nothing', `${forged.status}`);
		const joined = await b.send(asked, {}, { action: /action="([^"]+\/join[^"]*)"/.exec(asked.text)[1].replaceAll('&amp;', '&') });
		this.check(joined.status === 200 && joined.text.includes('It is joined to your account'), 'joined', `${joined.status} ${joined.url}`);
		const other = this.browser();
		const welcome = await other.go('/en/sign-in/google');
		this.check(welcome.text.includes('>Ana<') || /Ana/.test(welcome.text), 'the joined identity signs in', welcome.url);
		const own = await other.go('/en/account/sign-ins');
		const removed = await other.send(own, { identity: this.rows("SELECT id FROM person_identity WHERE subject = 'ana'") }, { action: '/en/account/sign-ins' });
		this.check(removed.status === 200 && removed.text.includes('No other site signs in'), 'one with a password may take it away', `${removed.status}`);
	}

	// The address of another's account counts for nothing at any other issuer, verified or not.
	async anyIssuer() {
		const b = this.browser();
		const page = await b.go('/pt/sign-in/ministry?return_to=%2Fpt%2Fcountries');
		this.check(page.status === 200 && page.text.includes('value="Ana of the Ministry"'), 'userinfo proposes the name', page.url);
		this.check(!page.text.includes('ana@gmail.com') && !page.text.includes('There is an account with'), 'its word for an address counts for nothing');
		const made = await this.signUp(b, page, 'Ministerial', { email: 'yes' });
		this.check(made.status === 200 && made.url.endsWith('/pt/countries'), 'an account without an address', `${made.status} ${made.url}`);
		this.check(this.rows("SELECT COUNT(*) FROM person_contact t JOIN person p ON p.id = t.person WHERE p.name = 'Ministerial'") === '0', 'no address is kept');
		const taken = this.browser();
		await taken.password('Ana', 'correct horse');
		const no = await taken.go('/en/sign-in/ministry');
		this.check(no.status === 409 && no.text.includes('another account'), 'an identity of somebody else joins nothing', `${no.status} ${no.url}`);
	}

	async facebookShape() {
		const b = this.browser();
		const page = await b.go('/en/sign-in/facebook');
		this.check(page.status === 200 && page.text.includes('value="Béa Sow"'), 'Facebook: name is proposed', `${page.url}\n${this.server.stderr.slice(-300)}`);
		this.check(!page.url.includes('_=_'), 'Facebook: #_=_ is gone', page.url);
		this.check(this.facebook.asked.scope === 'public_profile' && this.facebook.asked.code_challenge_method === 'S256', 'Facebook: scope and PKCE');
		await this.signUp(b, page, 'Bea');
		this.check(this.rows("SELECT subject FROM person_identity WHERE provider = 'facebook'") === '10158012345678901', 'Facebook: the number is kept as text');
		const signed = (payload, secret = client.secret) => {
			const data = Buffer.from(JSON.stringify(payload)).toString('base64url');
			return `${crypto.createHmac('sha256', secret).update(data).digest('base64url')}.${data}`;
		};
		const post = text => b.one(`${this.home}/auth/facebook/deletion`, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `signed_request=${text}` });
		const wish = { algorithm: 'HMAC-SHA256', user_id: '10158012345678901', issued_at: Math.floor(Date.now() / 1000) + 1 };
		for (const [name, text] of [['another secret', signed(wish, 'x')], ['no signature', 'x.y'], ['another algorithm', signed({ ...wish, algorithm: 'none' })], ['nothing', '']])
			this.check((await post(text)).status === 403, `Facebook: a deletion with ${name} is refused`);
		const old = await post(signed({ ...wish, issued_at: 1700000000 }));
		this.check(old.status === 200 && this.rows("SELECT COUNT(*) FROM person_identity WHERE provider = 'facebook'") === '1', 'Facebook: an old wish takes nothing away that was joined since');
		const done = await (await post(signed(wish))).json();
		this.check(this.rows("SELECT COUNT(*) FROM person_identity WHERE provider = 'facebook'") === '0', 'Facebook: the identity is forgotten');
		const status = await b.go(done.url);
		this.check(status.status === 200 && done.url.endsWith(done.confirmation_code) && status.text.includes('erased'), 'Facebook: its status page', done.url);
		this.check((await b.go('/en/forgotten/unknown')).status === 404, 'Facebook: another code has no page');
		this.facebook.fault = 'declined';
		const no = await this.browser().go('/en/sign-in/facebook');
		this.check(no.status === 403 && no.text.includes('You did not let Facebook'), 'Facebook: the person said no', `${no.status}`);
		this.facebook.fault = null;
	}

	async xShape() {
		this.x.who = { id: '1234567890123456789012', name: '' };
		const b = this.browser();
		const page = await b.go('/es/sign-in/x');
		this.check(page.status === 200 && this.x.asked.scope === 'tweet.read users.read', 'X: its scopes, its data wrapper', `${page.url}\n${this.server.stderr.slice(-300)}`);
		await this.signUp(b, page, 'Equis');
		this.check(this.rows("SELECT subject FROM person_identity WHERE provider = 'x'") === '1234567890123456789012', 'X: a number longer than an integer');
		this.check(this.x.seen.includes('POST /oauth2/revoke'), 'X: the token is revoked');
		for (const [fault, status, text] of [['limited', 503, 'X is refusing sign-ins at the moment'], ['errors', 502, 'cannot be trusted']]) {
			this.x.fault = fault;
			const no = await this.browser().go('/en/sign-in/x');
			this.check(no.status === status && no.text.includes(text) && no.text.includes('Sign in with Google'), `X: ${fault}`, `${no.status}`);
		}
		this.x.fault = null;
	}

	// --- how it should not be

	async lies() {
		const now = Math.floor(Date.now() / 1000), stranger = newKey();
		const with_ = changes => ({ token: (claims, key) => sign(key, { ...claims, ...changes }) });
		const faults = {
			'another issuer': with_({ iss: 'https://other.example' }),
			'a slash at the end of the issuer': with_({ iss: `${this.liar.issuer}/` }),
			'another client': with_({ aud: 'somebody' }),
			'several clients without azp': with_({ aud: [client.id, 'somebody'] }),
			'another azp': with_({ azp: 'somebody' }),
			'expired': with_({ exp: now - 120 }),
			'of tomorrow': with_({ iat: now + 3600 }),
			'of yesterday': with_({ iat: now - 86400, exp: now + 300 }),
			'another nonce': with_({ nonce: 'x' }),
			'no nonce': with_({ nonce: undefined }),
			'another access token': with_({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
			'nobody': with_({ sub: '' }),
			'a subject that is a number': with_({ sub: 17 }),
			'alg none': { token: (claims, key) => sign(key, claims, { algorithm: 'none' }) },
			'HS256 with the public key': { token: (claims, key) => sign(key, claims, { algorithm: 'HS256' }) },
			'a key of its own under the known name': { token: (claims, key) => sign({ ...stranger, kid: key.kid }, claims) },
			'an unknown key': { token: claims => sign(stranger, claims) },
			'a critical header': { token: (claims, key) => sign(key, claims, { header: { crit: ['x'], x: 1 } }) },
			'no token': { token: () => '' },
			'not a token': { token: () => 'a.b.c' },
			'another iss on the way back': { callback: p => ({ ...p, iss: 'https://other.example' }) },
		};
		for (const [name, fault] of Object.entries(faults)) {
			this.liar.fault = fault;
			const page = await this.browser().go('/en/sign-in/liar');
			this.check(page.status === 502 && page.text.includes('cannot be trusted') && page.text.includes('Sign in with Google'), `a lie: ${name}`, `${page.status} ${page.url}`);
		}
		this.check(this.rows("SELECT COUNT(*) FROM person_identity_waiting WHERE provider = 'liar'") === '0', 'a lie leaves nothing behind');
		this.check(this.server.stderr.includes('(nonce)') && this.server.stderr.includes('(aud, azp)'), 'the log says why');
		this.liar.fault = {};
		for (const [name, claims] of [['EdDSA', {}], ['ES256', {}], ['PS256', { aud: [client.id, 'x'], azp: client.id }]]) {
			const liar = await lyingIssuer();
			Object.assign(liar, { keys: [newKey(name)], claims: { ...claims, at_hash: undefined }, tellsIssuer: true });
			this.cli(['provider', 'add', name.toLowerCase(), name, liar.issuer, client.id], `${client.secret}\n`);
			const page = await this.browser().go(`/en/sign-in/${name.toLowerCase()}`);
			this.check(page.status === 200 && page.url.includes('/new'), `${name} counts`, `${page.url} ${this.server.stderr.slice(-200)}`);
			liar.fault = { callback: p => ({ code: p.code, state: p.state }) };
			const mixed = await this.browser().go(`/en/sign-in/${name.toLowerCase()}`);
			this.check(mixed.status === 502, `${name}: an issuer that always tells iss must tell it`, `${mixed.status}`);
		}
	}

	async states() {
		this.liar.fault = {};
		const a = this.browser(), b = this.browser();
		const back = (await a.go('/en/sign-in/liar', { until: /\/auth\/liar\/callback/ })).url;
		await b.go('/en/sign-in');
		const cases = {
			'another browser': [b, back],
			'a browser without the cookie': [this.browser(), back],
			'a changed state': [a, back.replace(/state=(.)/, (_, c) => `state=${c === 'A' ? 'B' : 'A'}`)],
			'no state': [a, back.replace(/&?state=[^&]*/, '')],
			'the state of another provider': [a, back.replace('/auth/liar/', '/auth/google/')],
		};
		const asked = this.liar.asked.token;
		for (const [name, [browser, url]] of Object.entries(cases)) {
			const page = await browser.go(url);
			this.check(page.status === 400 && page.text.includes('not begun in this browser'), `state: ${name}`, `${page.status} ${page.url}`);
		}
		this.check(this.liar.asked.token === asked, 'a wrong state asks nothing of the provider');
		this.check((await a.go(back)).url.includes('/new'), 'the right one counts');
		const replay = await a.go(back);
		this.check(replay.status === 400, 'and once', `${replay.status}`);
		const c = this.browser();
		const twice = (await c.go('/en/sign-in/liar', { until: /\/auth\/liar\/callback/ })).url;
		const answers = await Promise.all([c.one(twice), c.one(twice)]);
		const to = answers.map(answer => answer.headers.get('location'));
		this.check(to.filter(location => location.includes('/new')).length === 1 && to.filter(location => location.includes('why=used')).length === 1, 'a double click acts once', to.join(' '));
		const d = this.browser();
		const stolen = (await d.go('/en/sign-in/liar', { until: /\/auth\/liar\/callback/ })).url.replace(/code=[^&]+/, 'code=0123456789abcdef');
		const late = await d.go(stolen);
		this.check(late.status === 400 && late.text.includes('took too long, or was finished twice'), 'a code that counts no more', `${late.status}`);
		this.check((await d.go(`${this.home}/auth/nobody/callback?state=x&code=y`)).status === 404, 'no such provider');
	}

	async ways() {
		for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', '/en/../..//evil.example', 'javascript:alert(1)', '/%2fevil', '/en\t//evil']) {
			const b = this.browser();
			await b.go(`/en/sign-in/google?return_to=${encodeURIComponent(to)}`);
			this.check(b.trail.every(url => new URL(url).hostname === '127.0.0.1') && b.trail.some(url => url.includes('/callback')), `no way out: ${to}`, b.trail.at(-1));
		}
		const planted = this.browser();
		const fixed = crypto.randomBytes(32).toString('base64url');
		planted.jars.set(this.home, new Map([['sulear', fixed]]));
		this.google.who = 'zoe';
		await planted.go('/en/sign-in/google');
		const attacker = this.browser();
		attacker.jars.set(this.home, new Map([['sulear', fixed]]));
		this.check((await attacker.go('/en/account/sign-ins')).url.includes('/en/sign-in?'), 'a planted session is worth nothing');
		this.check((await planted.go('/en/account/sign-ins')).status === 200, 'the new one is');
	}

	async failures() {
		const failing = {
			slow: [503, 'did not answer in time', () => true],
			broken: [503, 'cannot be reached', (_, response) => { response.statusCode = 500; response.end('no'); return true; }],
			huge: [502, 'cannot be trusted', (_, response) => { response.end('{"a":"' + 'x'.repeat(1 << 20) + '"}'); return true; }],
			redirecting: [502, 'cannot be trusted', (_, response) => { response.writeHead(302, { Location: this.liar.issuer }); response.end(); return true; }],
			foreign: [502, 'cannot be trusted', () => false, { issuer: 'https://other.example' }],
			plain: [502, 'cannot be trusted', () => false, { token_endpoint: 'http://example.org/token' }],
		};
		for (const [name, [status, text, answer, description]] of Object.entries(failing)) {
			const liar = await lyingIssuer();
			liar.fault = { answer, description };
			this.cli(['provider', 'add', name, name, liar.issuer, client.id], `${client.secret}\n`);
			const began = Date.now();
			const page = await this.browser().go(`/en/sign-in/${name}`);
			const took = Date.now() - began;
			this.check(page.status === status && page.text.includes(text) && page.text.includes('Sign in with Google'), `a provider that is ${name}`, `${page.status} ${page.url}`);
			if (name === 'slow') {
				this.check(took > 4500 && took < 6500, 'it is waited for five seconds', `${took} ms`);
				const again = Date.now();
				await this.browser().go('/en/sign-in/slow');
				this.check(Date.now() - again < 1500, 'and then left alone', `${Date.now() - again} ms`);
			}
		}
		const none = await freePort();
		this.cli(['provider', 'add', 'down', 'Down', `http://127.0.0.1:${none}`, client.id], '\n');
		const down = await this.browser().go('/en/sign-in/down');
		this.check(down.status === 503 && down.text.includes('cannot be reached'), 'a provider that is down', `${down.status}`);
		const slow = await lyingIssuer();
		slow.fault = { answer: where => where === '/token' };
		this.cli(['provider', 'add', 'stuck', 'Stuck', slow.issuer, client.id], `${client.secret}\n`);
		const waiting = [1, 2, 3].map(() => this.browser().go('/en/sign-in/stuck'));
		await new Promise(resolve => setTimeout(resolve, 1500));
		const began = Date.now();
		await new Promise((resolve, reject) => http.get(`${this.home}/en/standards`, { agent: false }, answer => answer.resume().on('end', resolve)).on('error', reject));
		this.check(Date.now() - began < 2000, 'others read on while a provider is slow', `${Date.now() - began} ms`);
		const ends = (await Promise.all(waiting)).map(page => new URL(page.url).searchParams.get('why')).sort();
		this.check(ends.filter(why => why === 'slow').length === 2 && ['busy', 'down'].includes(ends[0]), 'two wait for it, no more', ends.join(' '));
	}

	async administration() {
		const admin = this.browser();
		await admin.password('Ana', 'correct horse');
		const page = await admin.go('/en/providers');
		this.check(page.status === 200 && page.text.includes('/auth/google/callback') && !page.text.includes(client.secret), 'the page lists them without a secret', `${page.status}`);
		const bad = await admin.send(page, { word: 'Bad Word', name: '', issuer: 'http://example.org', client: '', secret: '' }, { action: '/en/providers' });
		this.check(bad.status === 422 && ['word', 'name', 'issuer', 'client'].every(field => bad.text.includes(`id="${field}-why"`)) && bad.text.includes('value="Bad Word"'), 'all faults at once', `${bad.status}`);
		const good = await admin.send(page, { word: 'union', name: 'Union', issuer: 'https://login.union.example/', client: 'x', secret: 'y' }, { action: '/en/providers' });
		this.check(good.status === 200 && good.text.includes('Remove Union'), 'added', `${good.status}`);
		const twice = await admin.send(page, { word: 'union', name: 'Union', issuer: 'https://login.union.example/', client: 'x', secret: 'y' }, { action: '/en/providers' });
		this.check(twice.status === 409, 'and once', `${twice.status}`);
		const gone = await admin.send(good, { provider: 'union' }, { action: '/en/providers/removal' });
		this.check(gone.status === 200 && !gone.text.includes('Union'), 'removed', `${gone.status}`);
		this.check(this.cli(['user', 'role', 'zoe', 'editor']).status === 0, 'a role');
		this.set('staff.second_step', 'yes');
		this.google.who = 'zoe';
		const staff = await this.browser().go('/en/sign-in/google?return_to=%2Fen%2Fstandards');
		this.check(new URL(staff.url).pathname === '/en/account/second-step', 'whoever has a role is led to the second step', staff.url);
		const other = this.browser();
		this.check((await other.go('/en/providers')).url.includes('/en/sign-in?'), 'not for strangers');
		const token = this.cli(['user', 'token', 'Ana']).stdout.trim();
		const api = (path, body) => fetch(`${this.home}/api/v1${path}`, { method: body ? 'POST' : 'GET', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
		const added = await api('/providers', { word: 'api', name: 'API', issuer: 'https://api.example', client: 'c', secret: 's3cret' });
		this.check(added.status === 200, 'the API adds', `${added.status}`);
		const list = await (await api('/providers')).text();
		this.check(list.includes('https://api.example') && !list.includes('s3cret') && !list.includes(client.secret), 'and lists without a secret');
		this.check((await api('/providers/api/removal', {})).status === 200, 'and removes');
		const wrong = await (await api('/providers', { word: 'x', name: 1, nope: '' })).json();
		this.check(wrong.errors?.some(error => error.pointer === '#/nope' || JSON.stringify(error).includes('#/nope')), 'and says what is wrong', JSON.stringify(wrong));
		this.check((await fetch(`${this.home}/api/v1/providers`)).status === 401, 'not for strangers either');
		this.check(this.cli(['provider', 'list']).stdout.includes('ministry\tMinistry of Labour\t'), 'provider list');
		this.check(this.cli(['provider', 'remove', 'nobody']).status === 1, 'provider remove of nobody');
		const log = this.rows("SELECT * FROM change_content") + this.server.stderr;
		this.check(!log.includes(client.secret) && !log.includes('s3cret'), 'no secret in any log');
	}

	// A key that was changed is taken up once the list is a minute old, and not before.
	async rotation() {
		const liar = await lyingIssuer();
		this.cli(['provider', 'add', 'rotating', 'Rotating', liar.issuer, client.id], `${client.secret}\n`);
		this.check((await this.browser().go('/en/sign-in/rotating')).url.includes('/new'), 'rotation: the first key');
		liar.keys = [newKey()];
		const began = Date.now();
		this.check((await this.browser().go('/en/sign-in/rotating')).status === 502 && liar.asked.keys === 1, 'rotation: the list is asked for once a minute at most', `${liar.asked.keys}`);
		return async () => {
			await new Promise(resolve => setTimeout(resolve, Math.max(0, 61000 - (Date.now() - began))));
			this.check((await this.browser().go('/en/sign-in/rotating')).url.includes('/new') && liar.asked.keys === 2, 'rotation: the new key a minute later', `${liar.asked.keys}`);
		};
	}

	end() {
		const everything = this.server.stderr;
		this.check(!/access-token|the-access-token|zoe@gmail|Béa Sow|code=/.test(everything), 'the log holds no token, no code, nobody');
		this.check(!/10158012345678901|liar 1/.test(everything), 'the log holds no identity');
	}
}

const count = new Count();
let rotates = true;
for (const store of stores()) {
	const tests = new Tests(count, store);
	try {
		await tests.start();
		const later = rotates ? await tests.rotation() : null;
		rotates = false;
		for (const name of ['googleShape', 'trustedAddress', 'anyIssuer', 'facebookShape', 'xShape', 'lies', 'states', 'ways', 'failures', 'administration']) {
			try {
				await tests[name]();
			} catch (error) {
				count.fail(`${store.name}: ${name}`, error.stack);
			}
		}
		await later?.();
		tests.end();
	} catch (error) {
		count.fail(store.name, error.stack);
	}
	await tests.server?.stop();
	tests.place.drop();
}
closeAll();
count.close();
