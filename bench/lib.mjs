// SPDX-License-Identifier: Apache-2.0
// What the programs of bench/ share. A line that begins with "@" is a row of the table that run.sh makes: figure, target,
// measured, "met" or "not met" (empty: told for comparison only).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

export function row(figure, target, measured, met) {
	console.log(['@', figure, target, measured, met === undefined ? '' : met ? 'met' : 'not met'].join('\t'));
}

export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}

// "median (least to most)"
export function spread(values, digits) {
	const text = n => n.toFixed(digits);
	return `${text(median(values))} (${text(Math.min(...values))} to ${text(Math.max(...values))})`;
}

// Runs a program to its end and gives its standard output; throws with its standard error if it fails.
export function output(program, args, timeout = 60000) {
	const done = spawnSync(program, args, { encoding: 'utf8', timeout, maxBuffer: 64 << 20 });
	if (done.error || done.status !== 0)
		throw new Error(`${program} ${args.join(' ')}: ${done.error?.message ?? `status ${done.status}: ${done.stderr.trim()}`}`);
	return done.stdout;
}

// A file of the kernel about a process, or null where it has ended.
export function aboutProcess(id, file) {
	try {
		return fs.readFileSync(`/proc/${id}/${file}`, 'utf8');
	} catch {
		return null;
	}
}
