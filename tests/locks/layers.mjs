// SPDX-License-Identifier: Apache-2.0
// Who uses whom, read from every include and compared with src/LAYERS. Faults: an edge that is not listed, a listed edge
// that nobody uses, a cycle, another room's _private.h or _sql.h.
//
//   node tests/locks/layers.mjs [SRC]       (default: src of this checkout)
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// These compose the rooms and may use all of them: the command line and the list of features.
const everything = /^(main\.c|features?(_[a-z]+)?\.[ch]|cli_[a-z_]+\.[ch])$/;

// Made by weave beside the file that includes them, so that no folder is needed.
const woven = /^[a-z0-9_]+_(file|html|sql|rows)\.h$/;

function filesUnder(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
		const name = path.join(dir, entry.name);
		return entry.isDirectory() ? filesUnder(name) : [name];
	}).sort();
}

function readLayers(file) {
	const rooms = new Map();
	const faults = [];
	fs.readFileSync(file, 'utf8').split('\n').forEach((text, i) => {
		const line = text.replace(/#.*/, '').trim();
		if (!line)
			return;
		const found = /^([a-z_]+):([a-z_ ]*)$/.exec(line);
		if (!found)
			faults.push(`${file}:${i + 1}: not "room: rooms": ${line}`);
		else if (rooms.has(found[1]))
			faults.push(`${file}:${i + 1}: ${found[1]} has a line already`);
		else
			rooms.set(found[1], { at: `${file}:${i + 1}`, may: found[2].trim().split(/\s+/).filter(Boolean), used: new Set() });
	});
	return { rooms, faults };
}

// The side of a feature that a file is on: its web side sees HTTP and pages.
function sideOf(room, file, rooms) {
	const web = /_(pages|api|web|html)\.[ch]$|\.html$|^pages\//.test(file);
	return web && rooms.has(`${room}_web`) ? `${room}_web` : room;
}

function includesOf(file, text) {
	const pattern = file.endsWith('.html') ? /\{\{-?\s*uses\s+"([^"]+)"/ : file.endsWith('.sql') ? /^\s*--\s*uses\s+"([^"]+)"/ :
		/^\s*#\s*include\s+"([^"]+)"/;
	return text.split('\n').flatMap((line, i) => {
		const found = pattern.exec(line);
		return found ? [{ line: i + 1, header: found[1] }] : [];
	});
}

function judge(from, { header, line, name }, rooms) {
	if (woven.test(header))
		header = `${from.replace(/_web$/, '')}/${header}`;
	const [room, ...rest] = header.split('/');
	if (rest.length === 0)
		return [`${name}:${line}: "${header}" names no room`];
	if (!rooms.has(room))
		return [`${name}:${line}: "${header}" is of no room that LAYERS lists`];
	const faults = [];
	const base = from.replace(/_web$/, '');
	if (/_private\.h$/.test(header) && room !== base)
		faults.push(`${name}:${line}: "${header}" is private to ${room}`);
	if (/_sql\.h$/.test(header) && room !== from)
		faults.push(`${name}:${line}: "${header}" holds the queries of ${room}, private to its rules`);
	const to = sideOf(room, rest.join('/'), rooms);
	if (to === from)
		return faults;
	if (!rooms.get(from).may.includes(to))
		faults.push(`${name}:${line}: ${from} may not use ${to} ("${header}")`);
	rooms.get(from).used.add(to);
	return faults;
}

function cycles(rooms) {
	const faults = [];
	const state = new Map();
	const visit = (room, trail) => {
		if (state.get(room) === 'done' || !rooms.has(room))
			return;
		if (trail.includes(room)) {
			faults.push(`${rooms.get(room).at}: a cycle: ${[...trail.slice(trail.indexOf(room)), room].join(' uses ')}`);
			return;
		}
		for (const next of rooms.get(room).may)
			visit(next, [...trail, room]);
		state.set(room, 'done');
	};
	for (const room of rooms.keys())
		visit(room, []);
	return faults;
}

function listed(rooms) {
	const faults = [];
	for (const [name, room] of rooms)
		for (const to of room.may) {
			if (!rooms.has(to))
				faults.push(`${room.at}: ${name} lists ${to}, which has no line`);
			else if (!room.used.has(to))
				faults.push(`${room.at}: ${name} lists ${to}, but no file uses it`);
		}
	return faults;
}

// Every fault of the tree under `src`, and how many includes were read.
export function checkLayers(src) {
	const { rooms, faults } = readLayers(path.join(src, 'LAYERS'));
	let includes = 0;
	for (const file of filesUnder(src)) {
		if (!/\.([ch]|def|html|sql)$/.test(file))
			continue;
		const [room, ...rest] = path.relative(src, file).split(path.sep);
		if (rest.length === 0) {
			if (!everything.test(room))
				faults.push(`${file}: belongs to no room`);
			continue;
		}
		if (!rooms.has(room)) {
			faults.push(`${file}: LAYERS has no line for ${room}`);
			continue;
		}
		for (const one of includesOf(file, fs.readFileSync(file, 'utf8'))) {
			includes++;
			faults.push(...judge(sideOf(room, rest.join('/'), rooms), { ...one, name: file }, rooms));
		}
	}
	return { faults: [...faults, ...cycles(rooms), ...listed(rooms)], includes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const src = process.argv[2] ?? path.relative('.', fileURLToPath(new URL('../../src', import.meta.url)));
	const { faults, includes } = checkLayers(src);
	faults.forEach(fault => console.log(fault));
	console.log(`layers: ${includes} includes read`);
	console.log(`${faults.length ? 0 : 1} passed, ${faults.length} failed`);
	process.exit(faults.length ? 1 : 0);
}
