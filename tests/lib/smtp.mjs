// SPDX-License-Identifier: Apache-2.0
// A real SMTP server on loopback that keeps what it takes. Its packages: `npm ci` in tests/mail.
//
//   const smtp = await Smtp.start();            // a free port
//   … sulear with mail.relay = smtp.url …       // or relayTo(place, smtp.url), before serve or while it runs
//   const mail = await smtp.wait(m => m.to === 'ana@example.org');
//   mail.text, mail.html, mail.subject, mail.headers.get('list-id'), mail.raw   (parsed by mailparser)
//   await smtp.stop();
//
// What it does with a message is the answer of `smtp.judge` (stage 'rcpt' or 'data', { to, from, raw }): undefined takes it, a
// number refuses with that code, { code, text } with those words, { delay } answers after so many ms, 'cut' closes the connection without a word.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../mail/package.json', import.meta.url));
const { SMTPServer } = require('smtp-server');
const { simpleParser } = require('mailparser');

export class Smtp {
	// options are smtp-server's: { secure, authOptional: false, onAuth, disabledCommands: [] … }
	static async start(options = {}) {
		const smtp = new Smtp();
		smtp.taken = [];
		smtp.waiting = [];
		smtp.connections = 0;
		smtp.judge = () => undefined;
		smtp.server = new SMTPServer({
			authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true, logger: false, closeTimeout: 100,
			onConnect: (session, done) => (smtp.connections++, done()),
			onRcptTo: ({ address }, session, done) => smtp.answer('rcpt', { to: address, from: session.envelope.mailFrom.address }, session, done),
			onData: (stream, session, done) => {
				const chunks = [];
				stream.on('data', chunk => chunks.push(chunk));
				stream.on('end', () => smtp.take(Buffer.concat(chunks), session, done));
			},
			...options,
		});
		smtp.server.on('error', () => {}); // connections that are cut are a part of the tests
		await new Promise((resolve, reject) => smtp.server.listen(options.port ?? 0, '127.0.0.1', resolve).once('error', reject));
		smtp.port = smtp.server.server.address().port;
		smtp.url = `${options.secure ? 'smtps' : 'smtp'}://127.0.0.1:${smtp.port}`;
		return smtp;
	}

	answer(stage, about, session, done) {
		let verdict = this.judge(stage, about);
		const tell = () => {
			if (verdict === 'cut')
				return this.cut(session);
			if (typeof verdict === 'number')
				verdict = { code: verdict };
			if (!verdict?.code)
				return done();
			done(Object.assign(new Error(verdict.text ?? `${verdict.code} as the test wants it`), { responseCode: verdict.code }));
		};
		if (verdict?.delay)
			setTimeout(tell, verdict.delay);
		else
			tell();
	}

	cut(session) {
		for (const connection of this.server.connections)
			if (connection.session.id === session.id)
				connection._socket.destroy();
	}

	// The whole message is here: its end was written.
	take(raw, session, done) {
		const about = { raw, to: session.envelope.rcptTo[0].address, from: session.envelope.mailFrom.address };
		this.answer('data', about, session, error => {
			if (!error)
				this.keep(about);
			done(error);
		});
	}

	keep(about) {
		this.taken.push({ ...about, at: Date.now() });
		for (const look of this.waiting.slice())
			look();
	}

	static async parse({ raw, to, from }) {
		const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
		return { raw, to, from, subject: parsed.subject, text: parsed.text, html: parsed.html, headers: parsed.headers };
	}

	// The first message (from the `after`th on) that fits, parsed; throws after `timeout` ms.
	wait(fits = () => true, { timeout = 20000, after = 0 } = {}) {
		return new Promise((resolve, reject) => {
			const finish = () => {
				clearTimeout(timer);
				this.waiting = this.waiting.filter(one => one !== look);
			};
			const look = () => {
				const found = this.taken.slice(after).find(fits);
				if (found) {
					finish();
					resolve(Smtp.parse(found));
				}
			};
			const timer = setTimeout(() => {
				finish();
				reject(new Error(`no such mail within ${timeout} ms; ${this.taken.length} came: ${this.taken.slice(-5).map(m => m.to).join(', ')}`));
			}, timeout);
			this.waiting.push(look);
			look();
		});
	}

	stop() {
		return new Promise(resolve => this.server.close(resolve));
	}
}

// Makes a store send its mail there; the schema must be there already (any command that opens it with `create` makes it).
export function relayTo(place, url, more = {}) {
	const all = { 'mail.relay': url, 'mail.from': 'sulear@example.org', 'mail.an_hour': '1000000', ...more };
	for (const [word, value] of Object.entries(all))
		place.sql(`INSERT INTO setting (word, value, set_at) VALUES ('${word}', '${value.replaceAll("'", "''")}', ${place.kind === 'sqlite' ? 0 : 'now()'})
			ON CONFLICT (word) DO UPDATE SET value = excluded.value`);
}
