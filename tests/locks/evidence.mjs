// SPDX-License-Identifier: Apache-2.0
// Every article that the law cites has a row in a test that names it, and every article that a row names is cited.
// An article is compared with its paragraph, where one is given; points (a), (b) count with their paragraph.
//
//   node tests/locks/evidence.mjs
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Articles cited for orientation alone, with nothing to compute: "C001 art. 2" → why.
export const excused = new Map([
]);

// "C189 art. 21(2), (3), 22" as ["C189 art. 21(2)", "C189 art. 21(3)", "C189 art. 22"], each with its line.
export function citations(text) {
	const found = [];
	const pattern = /\b([CPR][0-9]{3}|MLC|Const\.|ILO Constitution)\s+art\.\s+((?:[0-9]+|[IVXL]+)\b)((?:\([0-9a-z]+\))*)((?:(?:,| and)\s+(?:[0-9]+\b(?!\s+(?:months|days|years|tons))(?:\([0-9a-z]+\))*|(?:\([0-9a-z]+\))+))*)/g;
	// A citation may go on in the next line of a comment: what lies between becomes blanks of the same length.
	const joined = text.replace(/\n[ \t]*(?:\*(?!\/)|\/\/)?/g, gap => ' '.repeat(gap.length));
	for (const one of joined.matchAll(pattern)) {
		const line = text.slice(0, one.index).split('\n').length;
		const source = one[1].replace('ILO Constitution', 'Const.');
		let article = one[2];
		const add = points => {
			const paragraph = /^\(([0-9]+)\)/.exec(points)?.[0] ?? '';
			found.push({ name: `${source} art. ${article}${paragraph}`, line });
		};
		add(one[3]);
		for (const more of one[4].matchAll(/(?:,| and)\s+([0-9]+)?((?:\([0-9a-z]+\))*)/g)) {
			article = more[1] ?? article;
			add(more[2]);
		}
	}
	return found;
}

// A name without a paragraph is satisfied by any paragraph of the article.
function satisfied(name, names) {
	return names.has(name) || (!name.endsWith(')') && [...names].some(other => other.startsWith(`${name}(`)));
}

// Faults between what is cited and what has a row; each is a list of { name, file, line }.
export function compare(cited, rows) {
	const citedNames = new Set(cited.map(one => one.name));
	const rowNames = new Set(rows.map(one => one.name));
	const once = list => [...new Map(list.map(one => [one.name, one])).values()];
	return [
		...once(cited).filter(one => !excused.has(one.name) && !satisfied(one.name, rowNames))
			.map(one => `${one.file}:${one.line}: ${one.name} is cited, but no row of a test names it`),
		...once(rows).filter(one => !satisfied(one.name, citedNames) && !citedNames.has(one.name.replace(/\([0-9]+\)$/, '')))
			.map(one => `${one.file}:${one.line}: ${one.name} is named by a row, but the law does not cite it`),
		...[...excused.keys()].filter(name => !citedNames.has(name) || rowNames.has(name))
			.map(name => `${name}: excused, but not cited or with a row; take it off the list`),
	];
}

function read(dir, pattern) {
	if (!fs.existsSync(dir))
		return [];
	return fs.readdirSync(dir).filter(name => pattern.test(name)).sort().flatMap(name => {
		const file = path.join(dir, name);
		return citations(fs.readFileSync(file, 'utf8')).map(one => ({ ...one, file }));
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
	const cited = read('src/law', /\.[ch]$/);
	const rows = [...read('tests/unit', /^law.*_test\.c$/), ...read('tests/laws', /\.(c|h|txt|csv)$/)];
	const faults = compare(cited, rows);
	faults.forEach(one => console.log(one));
	const distinct = new Set(cited.map(one => one.name)).size;
	console.log(`evidence: ${distinct} articles cited, ${new Set(rows.map(one => one.name)).size} named by rows`);
	console.log(`${distinct - faults.length > 0 ? distinct - faults.length : 0} passed, ${faults.length} failed`);
	process.exit(faults.length || distinct === 0 ? 1 : 0);
}
