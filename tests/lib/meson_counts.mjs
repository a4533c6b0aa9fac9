// SPDX-License-Identifier: Apache-2.0
// Reads what `meson test` left behind and closes with the counts. A test program of cmocka counts each of its tests.
//
//   node tests/lib/meson_counts.mjs BUILD [LOGBASE]
import fs from 'node:fs';
import path from 'node:path';

import { Count } from './count.mjs';

const [build, base = 'testlog'] = process.argv.slice(2);
const count = new Count();

function cmocka(output) {
	const sum = word => [...output.matchAll(new RegExp(`\\[  ${word}  \\] ([0-9]+) test`, 'g'))].reduce((n, one) => n + Number(one[1]), 0);
	return { passed: sum('PASSED'), failed: sum('FAILED') };
}

const file = path.join(build, 'meson-logs', `${base}.json`);
const results = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line)) : [];
for (const one of results) {
	const output = `${one.stdout ?? ''}\n${one.stderr ?? ''}`;
	const { passed, failed } = cmocka(output);
	if (one.result === 'SKIP') {
		count.skip(one.name, 'meson skipped it');
	} else if (one.result === 'OK' || one.result === 'EXPECTEDFAIL') {
		count.passed += Math.max(passed, 1);
	} else {
		count.passed += passed;
		count.failed += Math.max(failed, 1) - 1;
		count.fail(one.name, `${one.result} (${one.returncode})\n${output.trim().split('\n').slice(-60).join('\n')}`);
	}
}
count.close();
