// SPDX-License-Identifier: Apache-2.0
// docs/PROBLEMS.md says what src/base/problems.def says, row by row.
import fs from 'node:fs';

import { Count } from '../lib/count.mjs';

const count = new Count();
const rows = fs.readFileSync('src/base/problems.def', 'utf8').matchAll(/^PROBLEM\(\w+, "([^"]+)", (\d+), N_\("([^"]+)"\)\)$/gm);
const told = fs.readFileSync('docs/PROBLEMS.md', 'utf8').split('\n').filter(line => line.startsWith('| `'));
const expected = [...rows].map(([, slug, status, title]) => `| \`${slug}\` | ${status} | ${title} |`);
for (const row of expected)
	count.check(told.includes(row), 'docs/PROBLEMS.md', `lacks ${row}`);
for (const row of told)
	count.check(expected.includes(row), 'docs/PROBLEMS.md', `has a row that problems.def lacks: ${row}`);
count.close();
