// SPDX-License-Identifier: Apache-2.0
// What is kept about a person, on both stores. Every table with a column `person` must be told in the export and be empty of an
// erased person, or be named below with its reason: so a new table cannot be forgotten. The ZIP is read with another program.
// An erased account stays erased when a backup from before is restored, and `sulear check` proves the log each time.
//
//   tests/postgres.sh node tests/people_data.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { Count } from './lib/count.mjs';
import { run, scratch } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';

const count = new Count();

// Tables that keep the number of an erased person, and why.
const kept = {
	change_log: 'the number alone, with the hash of what was erased: the chain proves that nothing was taken out',
	person: 'the number itself, so that what was written in public has somebody to belong to',
};

// Values for columns that take only some.
const values = {
	'person_consent.what': "'country'", 'person_badge.grp': "'workers'", 'person_badge_wish.grp': "'workers'", 'person_badge.by_role': "'office'",
	'person_notice.kind': "'badge'", 'person_notice.data': `'{"group":"workers"}'`, 'person_profile.languages': "'pt'", 'person_profile.country': "'MOZ'",
	'person_link.purpose': "'confirm'", 'mail_message.state': "'sent'", 'mail_message.event': '(SELECT MAX(id) FROM mail_event)',
};

function columnsOf(place, table) {
	const text = place.kind === 'sqlite'
		? place.sql(`SELECT name || '|' || lower(type) || '|' || "notnull" || '|' || pk FROM pragma_table_info('${table}')`)
		: place.sql(`SELECT column_name || '|' || lower(data_type) || '|' || (is_nullable = 'NO')::int || '|' || (is_identity = 'YES')::int FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '${table}'`);
	return text.trim().split('\n').map(line => line.split('|')).map(([name, type, needed, key]) => ({ name, type, needed: needed === '1', isKey: key === '1' }));
}

function tablesOf(place) {
	const all = place.sql(place.kind === 'sqlite'
		? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
		: 'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()').trim().split('\n');
	return all.map(name => ({ name, columns: columnsOf(place, name) }));
}

// A row for a person: the columns that must have a value get one that the type takes.
function fill(place, table, person) {
	const own = table.columns.filter(one => one.needed || one.name === 'person').filter(one => !(one.isKey && one.name === 'id'));
	const value = one => {
		if (one.name === 'person')
			return String(person);
		if (values[`${table.name}.${one.name}`])
			return values[`${table.name}.${one.name}`];
		if (/timestamp/.test(one.type))
			return "'2026-01-02T03:04:05.000000Z'";
		if (/bytea|blob/.test(one.type))
			return place.kind === 'sqlite' ? `randomblob(32)` : `sha256('${table.name}')`;
		if (/int/.test(one.type))
			return '1';
		if (/bool/.test(one.type))
			return place.kind === 'sqlite' ? '0' : 'false';
		return `'a mark of ${table.name}'`;
	};
	place.sql(`INSERT INTO ${table.name} (${own.map(one => one.name).join(', ')}) VALUES (${own.map(value).join(', ')})`);
}

const rowsOf = (place, table, person) => Number(place.sql(`SELECT COUNT(*) FROM ${table} WHERE person = ${person}`).trim());

function sulear(place, ...args) {
	return run([...args, ...place.args]);
}

function add(place, name, role = 'account') {
	return run(['user', 'add', name, '--email', `${name}@example.org`, '--role', role, '--password-stdin', ...place.args], { input: 'correct horse\n' });
}

function proved(place, where) {
	const checked = sulear(place, 'check');
	count.check(checked.status === 0, `${where}: check`, checked.stdout + checked.stderr);
}

function unzip(file, name) {
	const done = spawnSync('python3', ['-c', 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))', file, name], { encoding: 'utf8' });
	return done.status === 0 ? done.stdout : '';
}

function exported(place, where, tables) {
	const file = path.join(scratch(), 'bia.zip');
	const done = sulear(place, 'user', 'export', 'Bia', file);
	count.check(done.status === 0, `${where}: export`, done.stderr);
	count.check(sulear(place, 'user', 'export', 'Bia', file).status === 1, `${where}: an export writes over nothing`);
	const data = JSON.parse(unzip(file, 'data.json') || '{}');
	const html = unzip(file, 'data.html');
	count.check(html.includes('<html') && html.includes('Bia@example.org'), `${where}: data.html`, html.slice(0, 200));
	const told = new Map((data.parts ?? []).flatMap(part => part.tables.map(table => [table, part])));
	for (const { name } of tables) {
		const part = told.get(name);
		count.check(Boolean(part) || name in kept, `${where}: ${name} is exported`, 'no part tells it: see src/people/parts.h');
		if (part)
			count.check(part.rows.length > 0, `${where}: ${name} has rows in the export`);
	}
	count.check(!/argon2|\$[0-9a-z]{20}/.test(JSON.stringify(data)), `${where}: no secret is exported`);
	count.check(data.parts.find(one => one.part === 'changes').rows.some(one => one.act === 'user.add'), `${where}: the change log is exported`);
}

function backed(place, where, store) {
	const dir = scratch(), backup = path.join(dir, 'backup'), list = path.join(dir, 'erasures');
	add(place, 'Eva');
	count.check(sulear(place, 'backup', backup).status === 0, `${where}: backup`);
	count.check(sulear(place, 'user', 'erase', 'Eva').status === 0, `${where}: erased after the backup`);
	const erasures = sulear(place, 'user', 'erasures').stdout;
	fs.writeFileSync(list, erasures);
	const again = store.fresh();
	if (place.kind === 'sqlite')
		fs.copyFileSync(path.join(place.dir, 'erasures'), path.join(again.dir, 'erasures'));
	const done = run(['restore', backup, ...(place.kind === 'sqlite' ? [] : ['--erasures', list]), ...again.args]);
	count.check(done.status === 0 && done.stdout.includes('erased again: 1'), `${where}: restored`, done.stdout + done.stderr);
	const after = sulear(again, 'user', 'list').stdout;
	count.check(!after.includes('Eva') && after.includes('Adm'), `${where}: who was erased does not come back`, after);
	count.check(rowsOf(again, 'person_contact', 4) === 0, `${where}: nor the address`);
	proved(again, `${where}, restored`);
	// Whoever is made afterwards under that number is somebody else.
	const late = store.fresh();
	for (const name of ['Adm', 'Uma', 'Zoe', 'Leo'])
		add(late, name, name === 'Adm' ? 'administrator' : 'account');
	const copy = path.join(dir, 'late');
	sulear(late, 'backup', copy);
	const third = store.fresh();
	run(['restore', copy, '--erasures', list, ...third.args]);
	count.check(sulear(third, 'user', 'list').stdout.includes('Leo'), `${where}: an account made after an erasure of its number stays`);
	fs.writeFileSync(list, 'four yesterday\n');
	const fourth = store.fresh();
	const wrong = run(['restore', copy, '--erasures', list, ...fourth.args]);
	count.check(wrong.status === 1 && wrong.stderr.includes('erasures:1'), `${where}: a list that cannot be read is told`, wrong.stderr);
	count.check(run(['check', ...fourth.args]).status === 3, `${where}: and nothing is restored`);
	for (const one of [again, late, third, fourth])
		one.drop();
}

for (const store of stores()) {
	const where = store.name, place = store.fresh();
	add(place, 'Adm', 'administrator');
	add(place, 'Bia');
	add(place, 'Cyd');
	const bia = 2;
	const tables = tablesOf(place).filter(table => table.columns.some(one => one.name === 'person'));
	count.check(tables.length >= 10, `${where}: tables with people`, tables.map(one => one.name).join(' '));
	place.sql("INSERT INTO mail_event (key, kind, data, email, lang, made_at, after) VALUES ('k', 'news', '{}', '', 'en', '2026-01-02T03:04:05.000000Z', 0)");
	for (const table of tables)
		if (!(table.name in kept) && rowsOf(place, table.name, bia) === 0)
			try {
				fill(place, table, bia);
			} catch (error) {
				count.fail(`${where}: ${table.name} gets a row`, `${error.message} (values in tests/people_data.mjs)`);
			}
	exported(place, where, tables);
	const erased = sulear(place, 'user', 'erase', 'Bia');
	count.check(erased.status === 0, `${where}: erase`, erased.stderr);
	for (const { name } of tables)
		if (!(name in kept))
			count.check(rowsOf(place, name, bia) === 0, `${where}: ${name} is erased`, 'no part erases it: see src/people/parts.h');
	count.check(place.sql(`SELECT name FROM person WHERE id = ${bia}`).trim() === `former member ${bia}`, `${where}: a number is left`);
	const content = place.sql('SELECT before || after FROM change_content');
	count.check(!content.includes('Bia') && content.includes('Cyd'), `${where}: the log holds nothing of who was erased, and all of the others`, content);
	count.check(sulear(place, 'user', 'erase', 'Adm').status === 1, `${where}: the last administrator stays`);
	count.check(sulear(place, 'user', 'role', 'Adm', 'office').status === 1, `${where}: and keeps the role`);
	proved(place, where);
	if (place.kind === 'sqlite')
		count.check(/^2 20[0-9-]+T/m.test(fs.readFileSync(path.join(place.dir, 'erasures'), 'utf8')), `${where}: the erasure stands beside the store`);
	backed(place, where, store);
	place.drop();
}
count.close();
