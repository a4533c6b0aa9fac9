// SPDX-License-Identifier: Apache-2.0
// kill -9 at random points while hundreds of mails go out: each arrives exactly once. On both stores.
//
//   tests/postgres.sh node tests/mail_crash.mjs        (MAIL_KILLS=N on each store, default 100)
//
// A kill in the few instructions between the note that a message is let go and the writing of its end would lose that message;
// such a case would be counted here as a failure, like any other.
import { Count } from './lib/count.mjs';
import { Server } from './lib/server.mjs';
import { Smtp, relayTo } from './lib/smtp.mjs';
import { stores } from './lib/stores.mjs';

const kills = Number(process.env.MAIL_KILLS ?? 100);
const PIECE = 300;
const count = new Count();
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

// Events of one address each, to piece-i@example.org.
function write(place, from, n) {
	const now = place.kind === 'sqlite' ? '0' : 'now()';
	place.sql(`WITH RECURSIVE i (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM i WHERE n + 1 < ${from + n})
		INSERT INTO mail_event (key, kind, data, email, lang, made_at, after)
		SELECT 'crash-' || n, 'test', '{}', 'to-' || n || '@example.org', 'en', ${now}, 0 FROM i`);
}

async function until(done, ms) {
	const end = Date.now() + ms;
	while (!done() && Date.now() < end)
		await sleep(20);
	return done();
}

// One life of the program: it is killed at random up to 250 ms after its first mail, or just as the relay has a whole message.
async function life(place, smtp, i) {
	const before = smtp.taken.length;
	const server = await Server.start(place.args);
	await until(() => smtp.taken.length > before, 15000);
	if (i % 4 === 0) {
		await new Promise(resolve => {
			const timer = setTimeout(resolve, 3000);
			smtp.judge = stage => {
				if (stage === 'data' && server.child.exitCode === null) {
					server.child.kill('SIGKILL');
					clearTimeout(timer);
					resolve();
				}
			};
		});
		smtp.judge = () => undefined;
	} else {
		await sleep(Math.random() * 250);
	}
	await server.kill();
	return server.stderr;
}

async function crash(store) {
	const place = store.fresh();
	const smtp = await Smtp.start();
	await (await Server.start(place.args, { args: ['--no-mail'] })).stop();
	relayTo(place, smtp.url);
	let written = 0, words = '';
	const begun = Date.now();
	for (let i = 0; i < kills; i++) {
		if (written - smtp.taken.length < PIECE) {
			write(place, written, PIECE);
			written += PIECE;
		}
		words += await life(place, smtp, i);
	}
	const midway = smtp.taken.length;
	const last = await Server.start(place.args);
	await until(() => smtp.taken.length >= written, 120000);
	await sleep(1000);
	await last.stop();
	const times = new Map();
	for (const mail of smtp.taken)
		times.set(mail.to, (times.get(mail.to) ?? 0) + 1);
	const twice = [...times].filter(([, n]) => n > 1), lost = [];
	for (let i = 0; i < written; i++)
		if (!times.has(`to-${i}@example.org`))
			lost.push(i);
	const states = place.sql('SELECT state, count(*) FROM mail_message GROUP BY state').trim().replaceAll('\n', ', ');
	console.log(`${store.name}: ${kills} kills, ${written} mails, ${midway} of them before the last kill; ${twice.length} twice, ${lost.length} lost; states ${states}; ${Math.round((Date.now() - begun) / 1000)} s`);
	count.check(twice.length === 0, store.name, `arrived more than once: ${twice.slice(0, 5).join(' ')}`);
	count.check(lost.length === 0, store.name, `never arrived: ${lost.slice(0, 5).map(i => place.sql(`SELECT m.* FROM mail_message m WHERE email = 'to-${i}@example.org'`)).join(' ')}`);
	count.check(midway > kills, store.name, `only ${midway} mails went out while the program was being killed`);
	count.check(states === `sent|${written}`, store.name, `not all are sent: ${states}`);
	count.check(!/ERROR|BUG/.test(words), store.name, `the log complains: ${words.slice(0, 500)}`);
	await smtp.stop();
	place.drop();
}

for (const store of stores()) {
	try {
		await crash(store);
	} catch (error) {
		count.check(false, store.name, error.stack);
	}
}
count.close();
