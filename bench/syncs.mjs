// SPDX-License-Identifier: Apache-2.0
// Counts what strace sees of fdatasync and fsync while N acknowledged writes are made, less those of a run without any
// write: what remains belongs to the groups.
//
//   node bench/syncs.mjs WRITE_RATE
import fs from 'node:fs';
import path from 'node:path';

import { scratch } from '../tests/lib/server.mjs';
import { output, row } from './lib.mjs';

const program = process.argv[2];
const writes = 120; // small enough for SQLite not to empty its write-ahead log meanwhile, which syncs as well

function count(threads, most) {
	const dir = scratch();
	const store = path.join(dir, 'store');
	const trace = path.join(dir, 'trace');
	fs.mkdirSync(store, { mode: 0o700 });
	const groups = Number(output('strace', ['-f', '-o', trace, '-e', 'trace=fdatasync,fsync', program, 'count', store, String(threads), String(most)]));
	const syncs = fs.readFileSync(trace, 'utf8').split('\n').filter(line => /\bf(data)?sync\([0-9]+/.test(line)).length;
	return { groups, syncs };
}

for (const threads of [1, 8]) {
	const without = count(threads, 0);
	const all = count(threads, writes);
	const syncs = all.syncs - without.syncs;
	row(`Syncs for ${writes} acknowledged writes by ${threads === 1 ? 'one thread' : `${threads} threads`}`, 'one a group',
		`${syncs} for ${all.groups} groups`, syncs === all.groups && all.groups > 0);
}
