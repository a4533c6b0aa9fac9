// SPDX-License-Identifier: Apache-2.0
// The two stores, each able to give empty ones. PostgreSQL is the server whose address stands in SULEAR_TEST_POSTGRES
// (tests/postgres.sh sets it); every store there is a database of its own, dropped at the end.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { scratch } from './server.mjs';

function psql(url, ...args) {
	const done = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-At', ...args, url], { encoding: 'utf8', timeout: 30000 });
	if (done.error || done.status !== 0)
		throw new Error(`psql: ${done.error?.message ?? done.stderr.trim()}`);
	return done.stdout;
}

export const sqlite = {
	name: 'sqlite',
	// Arguments for the program, and a way to ask the store itself.
	fresh() {
		const dir = scratch();
		return {
			kind: 'sqlite', dir, args: ['--data', dir],
			sql(text) {
				const file = path.join(dir, 'sulear.db');
				const done = spawnSync('sqlite3', ['-bail', file, text], { encoding: 'utf8', timeout: 30000 });
				if (done.error || done.status !== 0)
					throw new Error(`sqlite3: ${done.error?.message ?? done.stderr.trim()}`);
				return done.stdout;
			},
			drop() {},
		};
	},
};

let databases = 0;

function postgresql(base) {
	return {
		name: 'postgresql',
		fresh() {
			const name = `scenario_${process.pid}_${++databases}`;
			psql(base, '-c', `CREATE DATABASE ${name}`);
			const url = base.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
			if (!url.includes(name))
				throw new Error(`SULEAR_TEST_POSTGRES is not of the form postgresql://HOST/DATABASE: ${base}`);
			return {
				kind: 'postgresql', dir: scratch(), args: ['--store', url],
				sql: text => psql(url, '-c', text),
				drop: () => psql(base, '-c', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
			};
		},
	};
}

// The stores to test: both, or the one that SULEAR_TEST_STORE names.
export function stores() {
	const only = process.env.SULEAR_TEST_STORE;
	const base = process.env.SULEAR_TEST_POSTGRES;
	const all = [];
	if (only !== 'postgresql')
		all.push(sqlite);
	if (only !== 'sqlite') {
		if (!base)
			throw new Error('SULEAR_TEST_POSTGRES is not set: run it under tests/postgres.sh, or set SULEAR_TEST_STORE=sqlite');
		all.push(postgresql(base));
	}
	return all;
}
