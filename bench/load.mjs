// SPDX-License-Identifier: Apache-2.0
// How long it takes to load the built-in register into an empty store: `sulear import data`, from the start of the
// program to its end, making the store included. Each store that stores() knows.
//
//   node bench/load.mjs                   SQLite, and PostgreSQL under tests/postgres.sh
import { root, run } from '../tests/lib/server.mjs';
import { stores } from '../tests/lib/stores.mjs';
import { median, row, spread } from './lib.mjs';

const rounds = 5;
const target = 2;

for (const store of stores()) {
	const took = [];
	let rows = 0;
	for (let n = 0; n < rounds; n++) {
		const place = store.fresh();
		const began = process.hrtime.bigint();
		const done = run(['import', 'data', ...place.args], { cwd: root });
		took.push(Number(process.hrtime.bigint() - began) / 1e9);
		if (done.status !== 0)
			throw new Error(`import ended with ${done.status}: ${done.stderr.trim()}`);
		rows = Number(/^all +([0-9]+)/m.exec(done.stdout)[1]);
		place.drop();
	}
	const name = store.name === 'sqlite' ? 'SQLite' : 'PostgreSQL';
	row(`Loading the whole register (${rows} facts) into an empty store, ${name}, median of ${rounds}`, `< ${target} s`,
		`${spread(took, 2)} s`, median(took) < target);
}
