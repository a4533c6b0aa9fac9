// SPDX-License-Identifier: Apache-2.0
// Every article that the law cites stands in a row of the tests, and every article that a row names is one the law cites.
//
//   node tests/locks/evidence.mjs [DIR_OF_LAW DIR_OF_TESTS]
//
// A citation is an instrument and "art." (or "arts", or "Standard" of the Maritime Labour Convention), then one article or
// several: "C138 art. 10(3), 10(5)", "MLC art. XV(7), (8)", "C132 art. 15(1)(a) and (b)". Each becomes "C138 art. 10(5)".
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const head = /\b(C\d{3}|P\d{3}|MLC|Const\.) +(arts?\b\.?|Standard) +(?=[0-9IVXA])/g;
const article = /^(?:A?\d+(?:\.\d+)*|[IVX]+)(?:\([0-9a-z]{1,2}\))*/;
const paragraph = /^(?:\([0-9a-z]{1,2}\))+/;
const between = /^(?:, +| +and +)(?=\(|[0-9]|[IVX]+\b)/;

// "10(4)(f)" with "(g)" after it is "10(4)(g)"; with "(5)" after it, "10(5)".
function continued(last, part) {
	const depth = /^\([0-9]/.test(part) ? 0 : 1;
	const opened = [...last.matchAll(/\(/g)].map(m => m.index);
	return last.slice(0, opened[depth] ?? last.length) + part;
}

// The citations of a text, each with the place where it begins.
export function citations(text) {
	// Comments that run over several lines are read as one: their line ends and stars become blanks, one for one.
	const flat = text.replace(/\n[ \t]*\*(?!\/)/g, gap => ' '.repeat(gap.length));
	const found = [];
	for (const match of flat.matchAll(head)) {
		const kind = match[2] === 'Standard' ? 'Standard' : 'art.';
		let at = match.index + match[0].length, last = '';
		for (;;) {
			const rest = flat.slice(at);
			const one = rest.match(article) ?? (last ? rest.match(paragraph) : null);
			if (!one || one[0] === '')
				break;
			last = one[0].startsWith('(') ? continued(last, one[0]) : one[0];
			found.push({ cited: `${match[1]} ${kind} ${last}`, at: match.index });
			at += one[0].length;
			const gap = flat.slice(at).match(between);
			if (!gap)
				break;
			at += gap[0].length;
		}
	}
	return found;
}

// In a test only what stands in its rows counts, not what a comment says.
function withoutComments(text) {
	return text.replace(/\/\*[\s\S]*?\*\//g, comment => comment.replace(/[^\n]/g, ' '));
}

function read(dir, wanted, prepare = text => text) {
	const places = new Map();
	for (const name of fs.readdirSync(dir).filter(wanted).sort()) {
		const file = path.join(dir, name), text = prepare(fs.readFileSync(file, 'utf8'));
		for (const { cited, at } of citations(text)) {
			const line = text.slice(0, at).split('\n').length;
			places.set(cited, [...places.get(cited) ?? [], `${path.relative(root, file)}:${line}`]);
		}
	}
	return places;
}

export function evidence(lawDir, testDir) {
	const law = read(lawDir, name => /\.[ch]$/.test(name));
	const tests = read(testDir, name => /^law_.*_test\.c$/.test(name), withoutComments);
	const faults = [];
	for (const [cited, at] of law)
		if (!tests.has(cited))
			faults.push(`${at[0]}: ${cited} is cited, but no row of tests/unit/law_*_test.c names it`);
	for (const [cited, at] of tests)
		if (!law.has(cited))
			faults.push(`${at[0]}: ${cited} is named by a row, but src/law does not cite it`);
	return { faults: faults.sort(), law: law.size, tests: tests.size };
}

// The reader itself, so that it cannot fall silent.
export const examples = [
	['C189 art. 21(2), (3): twelve', ['C189 art. 21(2)', 'C189 art. 21(3)']],
	['C138 art. 10(3), 10(5)', ['C138 art. 10(3)', 'C138 art. 10(5)']],
	['MLC art. XV(8)(b), (10)', ['MLC art. XV(8)(b)', 'MLC art. XV(10)']],
	['C132 art. 15(1)(a) and (b); with', ['C132 art. 15(1)(a)', 'C132 art. 15(1)(b)']],
	['C001 art. 20, C006 art. 13', ['C001 art. 20', 'C006 art. 13']],
	['MLC Standard A4.5(10)', ['MLC Standard A4.5(10)']],
	['Const. art. 1(5))', ['Const. art. 1(5)']],
	['C006 art. 10, 11: when', ['C006 art. 10', 'C006 art. 11']],
	['the first (MLC\n * art. X) here', ['MLC art. X']],
	['C138 art. 10(2),\n * 10(4)', ['C138 art. 10(2)', 'C138 art. 10(4)']],
	['article 3 is declared', []],
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const [text, expected] of examples) {
		const got = citations(text).map(c => c.cited);
		if (JSON.stringify(got) !== JSON.stringify(expected)) {
			console.error(`tests/locks/evidence.mjs: reads "${text}" as ${JSON.stringify(got)}`);
			process.exit(1);
		}
	}
	const [lawDir = path.join(root, 'src/law'), testDir = path.join(root, 'tests/unit')] = process.argv.slice(2);
	const { faults, law, tests } = evidence(path.resolve(lawDir), path.resolve(testDir));
	for (const fault of faults)
		console.log(`FAILED ${fault}`);
	console.log(`${law} articles cited by the law, ${tests} named by its tests`);
	console.log(`${law - faults.length} passed, ${faults.length} failed`);
	process.exit(faults.length ? 1 : 0);
}
