// SPDX-License-Identifier: Apache-2.0
// Plays the example cases against a running server with the built-in register, on both stores.
//
//   tests/postgres.sh node tests/cases.mjs [FILE …]      (SULEAR_CASES=DIR, SULEAR_TEST_STORE=sqlite|postgresql)
import fs from 'node:fs';
import path from 'node:path';

import { request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { at, mismatch, statusFits } from './lib/expect.mjs';
import { root, Server } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';

// Cases that are wrong: id → { reason, source }. They are played all the same, and must then not pass.
const wrong = {
};

const directory = process.env.SULEAR_CASES ?? path.join(root, '../shared/domain');
const files = process.argv.length > 2 ? process.argv.slice(2) : [path.join(directory, 'example_cases_register.json')];

async function faults(server, one) {
	const { method, path: address, body } = one.request;
	const headers = { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
	const answer = await request(server.url, method, address, headers, body === undefined ? undefined : JSON.stringify(body));
	if (!statusFits(answer.status, one.status ?? 200))
		return [`status ${answer.status}, expected ${one.status ?? 200}: ${answer.text.slice(0, 300)}`];
	if (answer.status >= 400)
		return answer.headers['content-type']?.startsWith('application/problem+json') ? [] :
			[`an error of type ${answer.headers['content-type']}`];
	const value = JSON.parse(answer.text);
	return Object.entries(one.expect).flatMap(([pointer, expected]) => {
		const why = mismatch(at(value, pointer), expected);
		return why ? [`${pointer}: ${why}`] : [];
	});
}

async function play(count, store, cases) {
	const place = store.fresh();
	const server = await Server.start(place.args);
	for (const one of cases) {
		let found;
		try {
			found = await faults(server, one);
		} catch (error) {
			found = [error.message];
		}
		const where = `${store.name} ${one.id} (${one.request.method} ${one.request.path})`;
		if (Object.hasOwn(wrong, one.id))
			count.check(found.length > 0, where, `listed as wrong (${wrong[one.id].reason}), yet it passes`);
		else
			count.check(found.length === 0, where, `${found.join('; ')}\n    why: ${one.why}`);
	}
	const how = await server.stop();
	count.check(how.status === 0, `${store.name} end`, `after SIGTERM: ${JSON.stringify(how)} ${server.stderr}`);
	place.drop();
}

const count = new Count();
for (const file of files) {
	if (!fs.existsSync(file)) {
		count.skip(path.basename(file), `not beside this checkout (${path.relative(root, file)})`);
		continue;
	}
	const cases = JSON.parse(fs.readFileSync(file, 'utf8'));
	for (const id of Object.keys(wrong))
		count.check(cases.some(one => one.id === id), id, 'listed as wrong, but there is no such case');
	for (const store of stores()) {
		try {
			await play(count, store, cases);
		} catch (error) {
			count.fail(store.name, error.message);
		}
	}
}
count.close();
