// SPDX-License-Identifier: Apache-2.0
// How long things may be, and that every prototype is explained. The figures are those of the style; what exceeds them
// is listed here by name with its reason.
//
//   node tests/locks/limits.mjs [DIR …]     (default: src tools tests bench of this checkout)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const limits = { median: 18, p90: 50, longest: 100, source: 800, header: 200 };

// "path:function" or "path" → why it may.
export const excused = new Map([
]);

function filesUnder(dir) {
	if (!fs.existsSync(dir))
		return [];
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
		const name = path.join(dir, entry.name);
		if (entry.isDirectory())
			return entry.name === 'node_modules' || entry.name === 'golden' || entry.name === 'corpus' ? [] : filesUnder(name);
		return /\.[ch]$/.test(entry.name) ? [name] : [];
	}).sort();
}

function tags(files) {
	const done = spawnSync('ctags', ['--output-format=json', '--fields=+neS', '--kinds-C=fp', '--languages=C', '--langmap=C:.c.h',
		'-I', 'PRINTF+,CHECKED,LIST+', '-f', '-', ...files], { encoding: 'utf8', maxBuffer: 256 << 20 });
	if (done.error || done.status !== 0)
		throw new Error(`ctags: ${done.error?.message ?? done.stderr}`);
	return done.stdout.split('\n').filter(Boolean).map(line => JSON.parse(line)).filter(tag => tag._type === 'tag');
}

// Of numbers in order, the one below which the share lies.
function quantile(sorted, share) {
	return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] : 0;
}

// The comment stands directly above, or above the run of lines that the prototype stands in.
function isExplained(lines, at) {
	for (let i = at - 1; i >= 0; i--) {
		const line = lines[i].trim();
		if (line.endsWith('*/'))
			return true;
		if (line === '' || line.startsWith('#') || line === '}' || line === '};')
			return false;
	}
	return false;
}

// Every fault of those files, with the figures. `judged` says which files count for median and p90.
export function checkLimits(files, judged = () => true) {
	const faults = [];
	const used = new Set();
	const fault = (name, text) => {
		if (excused.has(name))
			used.add(name);
		else
			faults.push(text);
	};
	const lines = new Map(files.map(file => [file, fs.readFileSync(file, 'utf8').split('\n')]));
	// The contracts are those of the program; what tests share is a rig, not a contract.
	const isContract = file => file.endsWith('.h') && !file.startsWith('tests/');
	for (const [file, text] of lines) {
		const most = isContract(file) ? limits.header : limits.source;
		if (text.length - 1 > most)
			fault(file, `${file}: ${text.length - 1} lines, at most ${most}`);
	}
	const lengths = [];
	let prototypes = 0;
	for (const tag of files.length ? tags(files) : []) {
		if (tag.kind === 'function') {
			const length = tag.end - tag.line + 1;
			if (judged(tag.path))
				lengths.push(length);
			if (length > limits.longest)
				fault(`${tag.path}:${tag.name}`, `${tag.path}:${tag.line}: ${tag.name} has ${length} lines, at most ${limits.longest}`);
		}
		if (isContract(tag.path)) {
			prototypes++;
			if (!isExplained(lines.get(tag.path), tag.line - 1))
				fault(`${tag.path}:${tag.name}`, `${tag.path}:${tag.line}: ${tag.name} has no comment directly above`);
		}
	}
	lengths.sort((a, b) => a - b);
	const figures = { functions: lengths.length, prototypes, median: quantile(lengths, 0.5), p90: quantile(lengths, 0.9), longest: lengths.at(-1) ?? 0 };
	for (const name of ['median', 'p90'])
		if (figures[name] > limits[name])
			faults.push(`functions: ${name} of ${lengths.length} lengths is ${figures[name]}, at most ${limits[name]}`);
	for (const name of excused.keys())
		if (files.includes(name.split(':')[0]) && !used.has(name))
			faults.push(`${name}: excused, but within the limits; take it off the list`);
	return { faults, figures };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
	const dirs = process.argv.length > 2 ? process.argv.slice(2) : ['src', 'tools', 'tests', 'bench'];
	const { faults, figures } = checkLimits(dirs.flatMap(filesUnder), file => !file.startsWith('tests/'));
	faults.forEach(one => console.log(one));
	console.log(`limits: ${figures.functions} functions: median ${figures.median}, p90 ${figures.p90}, longest ${figures.longest}; ` +
		`${figures.prototypes} prototypes`);
	console.log(`${faults.length ? 0 : 1} passed, ${faults.length} failed`);
	process.exit(faults.length ? 1 : 0);
}
