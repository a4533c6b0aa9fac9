// SPDX-License-Identifier: Apache-2.0
// What no file may hold, and the one line that every source must: SQL or markup in C strings, paths of somebody's machine,
// hosts of package registries; the licence.
//
//   node tests/locks/sources.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

// path → why it may hold SQL or markup in C strings.
export const excused = new Map([
]);

const licence = 'SPDX-License-Identifier: Apache-2.0';
const mustBeLicensed = /(\.(c|h|def|mjs|sh|sql|html|css|py)|meson\.build|meson_options\.txt|Makefile|\.ci\/run)$/;

// Inputs and outputs of tests, compared byte for byte.
const fixtures = /^tests\/(weave|fuzz)\/.*\/|^tests\/weave\/golden/;

// Put together from pieces, so that this file does not hold them.
const paths = ['/wo' + 'rk/', '/tm' + 'p/bash', '/ho' + 'me/', '/ro' + 'ot/'];
const hosts = ['registry.' + 'npmjs', 'registry.' + 'yarnpkg', 'deb.' + 'debian.org', 'pypi.' + 'org', 'crates.' + 'io', 'proxy.' + 'golang'];

const sqlWords = /^\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|UNIQUE|VIEW|DATABASE)\s|ALTER\s+TABLE\s|DROP\s+(TABLE|INDEX)\s|PRAGMA\s|WITH\s+\w+\s+AS\s*\()/;
const markup = /<\/?(a|abbr|article|aside|b|body|br|button|circle|dd|details|div|dl|dt|em|fieldset|footer|form|g|h[1-6]|head|header|hr|html|i|img|input|label|legend|li|line|link|main|meta|nav|ol|option|p|path|pre|rect|script|section|select|small|span|strong|style|summary|svg|table|tbody|td|text|textarea|tfoot|th|thead|title|tr|ul)(\s|>|\/|$)/i;

// The string literals of C text as { line, text }, comments left out.
export function literals(text) {
	const found = [];
	const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])+'|"((?:\\.|[^"\\\n])*)"|^[ \t]*#[ \t]*(?:include|line)[^\n]*/gm;
	for (const one of text.matchAll(token))
		if (one[1] !== undefined)
			found.push({ line: text.slice(0, one.index).split('\n').length, text: one[1] });
	return found;
}

// Every fault of one file.
export function checkFile(name, bytes) {
	const text = bytes.toString('utf8');
	const faults = [];
	if (mustBeLicensed.test(name) && !fixtures.test(name) && !text.split('\n').slice(0, 3).some(line => line.includes(licence)))
		faults.push(`${name}:1: the first lines do not say ${licence}`);
	for (const [kind, list] of [['a path of one machine', paths], ['a registry host', hosts]])
		for (const piece of list) {
			const at = text.indexOf(piece);
			if (at >= 0)
				faults.push(`${name}:${text.slice(0, at).split('\n').length}: ${kind}: ${piece}`);
		}
	if (/^src\/.*\.[ch]$/.test(name) && !excused.has(name))
		for (const { line, text: literal } of literals(text)) {
			if (sqlWords.test(literal) && !name.startsWith('src/store/'))
				faults.push(`${name}:${line}: SQL in a C string: "${literal}"`);
			if (markup.test(literal))
				faults.push(`${name}:${line}: markup in a C string: "${literal}"`);
		}
	return faults;
}

// What git has or would take.
function tracked() {
	const done = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 64 << 20 });
	if (done.error || done.status !== 0)
		throw new Error(`git ls-files: ${done.error?.message ?? done.stderr}`);
	return done.stdout.split('\0').filter(name => name && fs.existsSync(name) && fs.statSync(name).isFile());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
	const files = tracked();
	const faults = files.flatMap(name => checkFile(name, fs.readFileSync(name)));
	faults.forEach(one => console.log(one));
	console.log(`sources: ${files.length} files read`);
	console.log(`${faults.length ? 0 : 1} passed, ${faults.length} failed`);
	process.exit(faults.length ? 1 : 0);
}
