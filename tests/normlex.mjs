// SPDX-License-Identifier: Apache-2.0
// The walk with saved NORMLEX pages, on both stores: pages written in their form out of the register's own facts and with the
// quirks of real ones are compared, applied, compared again; pages that do not fit are refused by name.
//
//   tests/postgres.sh node tests/normlex.mjs        (SULEAR_TEST_STORE=sqlite|postgresql, SULEAR_SUITES=DIR)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { program, root, run, scratch, Server } from './lib/server.mjs';
import { stores } from './lib/stores.mjs';

const AS_OF = '2026-11-01';
const MEMORY = 1 << 20; // kilobytes of address space for hostile pages
const SECONDS = 20;

const count = new Count();

// A small CSV reader of its own: the files of data/ are RFC 4180.
function table(file) {
	const text = fs.readFileSync(path.join(root, 'data', file), 'utf8');
	const rows = [[]];
	let cell = '', quoted = false;
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (quoted && c === '"' && text[i + 1] === '"')
			cell += text[i++];
		else if (c === '"')
			quoted = !quoted;
		else if (!quoted && (c === ',' || c === '\n')) {
			rows.at(-1).push(cell);
			cell = '';
			if (c === '\n')
				rows.push([]);
		} else {
			cell += c;
		}
	}
	const [header, ...data] = rows.filter(row => row.length > 1);
	return data.map(row => Object.fromEntries(header.map((name, i) => [name, row[i]])));
}

const facts = {
	countries: new Map(table('countries/countries.csv').map(row => [row.iso3, row.name_en])),
	former: new Map(table('countries/historic_states.csv').map(row => [row.code, row.name_en])),
	instruments: new Map(table('instruments/instruments.csv').map(row => [row.id, row])),
	ratifications: table('ratifications/ratifications.csv'),
	denunciations: new Map(table('ratifications/denunciations.csv').map(row => [`${row.instrument} ${row.country_iso3}`, row])),
	declared: new Map(table('ratifications/declarations.csv').map(row => [`${row.instrument} ${row.country_iso3}`, row.text])),
	numbers: new Map(table('normlex.csv').filter(row => row.kind === 'instrument').map(row => [row.name, row.id])),
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const day = iso => `${iso.slice(8, 10)} ${months[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;

// Formal and older names as such lists write them, for some of the countries.
const formal = {
	BOL: 'Bolivia, Plurinational State of', CIV: "Côte d'Ivoire", COD: 'Congo, Democratic Republic of the', CZE: 'Czech Republic',
	IRN: 'Iran, Islamic Republic of', KOR: 'Korea, Republic of', MDA: 'Moldova, Republic of', SWZ: 'Swaziland',
	MKD: 'The former Yugoslav Republic of Macedonia', TUR: 'Turkey', TZA: 'Tanzania, United Republic of', USA: 'United States of America',
	VEN: 'Venezuela, Bolivarian Republic of', CPV: 'Cape Verde', STP: 'São Tomé and Príncipe', GBR: 'United Kingdom of Great Britain and Northern Ireland',
};

// The row of a page for a recorded ratification. What follows the country's name is what is declared; the rest of what is
// recorded as its note is the page's note.
function rowOf(fact, oldNames) {
	const key = `${fact.instrument} ${fact.country_iso3}`;
	const declared = facts.declared.get(key) ?? '';
	const ended = facts.denunciations.get(key);
	const name = facts.countries.get(fact.country_iso3) ?? facts.former.get(fact.country_iso3);
	let note = fact.note.startsWith(declared) && declared ? fact.note.slice(declared.length).replace(/^ \| /, '') : fact.note;
	if (ended && ended.date_denounced.length === 10)
		note = ended.kind === 'automatic' ? `Automatic Denunciation on ${day(ended.date_denounced)} by convention ${ended.by_instrument}` :
			`Denounced on ${day(ended.date_denounced)}`;
	return {
		code: fact.country_iso3, country: (oldNames && formal[fact.country_iso3]) || name, declared, date: day(fact.date_registered),
		status: /^(denounced|not_)/.test(fact.status) ? 'Not in force' : 'In Force', note,
	};
}

function rowsOf(instrument, oldNames = false) {
	return facts.ratifications.filter(fact => fact.instrument === instrument && fact.date_registered.length === 10).map(fact => rowOf(fact, oldNames));
}

const escape = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

// Ways in which such pages differ; every page takes some of them by its number.
const quirks = {
	blanks: 1, // trailing blanks and no-break spaces
	entities: 2, // letters as entities
	fonts: 4, // nested, unclosed font tags
	capitals: 8, // tags in capital letters
	open: 16, // no </td>, </tr>, </th>
	layout: 32, // the table inside tables for layout, a further column, a second table
	plain: 64, // no link around countries without declarations
	legacy: 128, // windows-1252
};

function cell(text, quirk) {
	let html = escape(text);
	if (quirk & quirks.entities)
		html = html.replaceAll('ô', '&ocirc;').replaceAll("'", '&#39;').replaceAll('ã', '&#227;').replaceAll('é', '&#xE9;');
	if (quirk & quirks.fonts)
		html = `<font size=2><font face="Arial">${html}</font>`;
	if (quirk & quirks.blanks)
		html = `\n  ${html.replaceAll(' ', '  ')}&nbsp; \u00a0\n`;
	return quirk & quirks.open ? `<td class="x">${html}` : `<td class="x">${html}</td>`;
}

function htmlRow(row, quirk, i) {
	const link = `<a href="f?p=1000:11200:0::NO:11200:P11200_COUNTRY_ID:${200000 + row.code.charCodeAt(0) * 10000 + row.code.charCodeAt(1) * 100 + row.code.charCodeAt(2)}">`;
	const name = cell(row.country, quirk & ~quirks.open).replace(/^<td class="x">|<\/td>$/g, '');
	const country = (quirk & quirks.plain) && !row.declared ? name : `${link}${name}</a>`;
	const declared = row.declared ? `<br><span>${cell(row.declared, quirk & ~quirks.open).replace(/^<td class="x">|<\/td>$/g, '')}</span>` : '';
	const extra = quirk & quirks.layout ? cell(String(i + 1), quirk) : '';
	const close = quirk & quirks.open ? '' : '</tr>';
	return `<tr>${extra}<td>${country}${declared}${quirk & quirks.open ? '' : '</td>'}${cell(row.date, quirk)}${cell(row.status, quirk)}${cell(row.note, quirk)}${close}\n`;
}

function pageOf(instrument, rows, quirk = 0) {
	const { title_en: title } = facts.instruments.get(instrument);
	const number = facts.numbers.get(instrument);
	const code = instrument === 'MLC' ? 'MLC, 2006' : instrument;
	const head = quirk & quirks.layout ? '<th>#</th>' : '';
	let body = `<table cellspacing="0" class="horizontalLine"><thead><tr>${head}<th>Country</th><th>Date</th><th>Status</th><th>Note</th></tr></thead>
${rows.map((row, i) => htmlRow(row, quirk, i)).join('')}</table>`;
	if (quirk & quirks.open)
		body = body.replaceAll('</th>', '');
	if (quirk & quirks.layout)
		body = `<table><tr><td><table><tr><td>Menu</td><td><a href="x">Home</a></td></tr></table></td><td>${body}</td></tr></table>
<table><tr><th>Other</th></tr><tr><td>28 Jun 1930</td></tr></table>`;
	const charset = quirk & quirks.legacy ? 'windows-1252' : 'UTF-8';
	const address = number ? `<!-- saved from url=(0099)https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:11300:0::NO::P11300_INSTRUMENT_ID:${number} -->\n` : '';
	let html = `<!DOCTYPE html>\n${address}<html lang="en"><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}">
<title>Ratifications of ${code} - ${escape(title)}</title>
<script>if (1 < 2) document.write("<table><tr><td>28 Jun 1930");</script></head>
<body><form action="wwv_flow.accept"><input type="hidden" name="p_flow_step_id" value="11300">
<h2>Ratifications of ${code} - ${escape(title)}</h2><p>Date of entry into force: 13 Jun 1921</p>
${body}</form></body></html>\n`;
	if (quirk & quirks.capitals)
		html = html.replace(/<\/?(table|thead|tr|td|th|a|font|span|br|h2|p)\b/g, tag => tag.toUpperCase());
	if (!(quirk & quirks.legacy))
		return Buffer.from(html);
	return Buffer.from(html.replace(/[\u0100-\uffff]/g, c => (c === '’' ? '\u0092' : `&#${c.codePointAt(0)};`)), 'latin1');
}

// The instruments whose lists came from NORMLEX itself: their pages say nothing new but that they are whole.
const whole = ['C001', 'C029', 'C081', 'C087', 'C095', 'C098', 'C100', 'C103', 'C105', 'C107', 'C111', 'C130', 'C131', 'C138', 'C140', 'C149', 'C152',
	'C164', 'C169', 'C171', 'C177', 'C182', 'C183', 'C007', 'C013', 'C135', 'C144', 'C155', 'C158', 'C162', 'C167', 'C174', 'C176', 'C187', 'MLC', 'P029', 'P155'];
const all = Object.values(quirks);

function writePages(dir) {
	fs.mkdirSync(dir);
	whole.forEach((instrument, i) => {
		const quirk = (i % 9 === 8 ? 0 : all[i % 9 % 8]) | (i > 9 ? all[(i * 3) % 8] : 0);
		fs.writeFileSync(path.join(dir, `${instrument}.html`), pageOf(instrument, rowsOf(instrument, i % 2 === 1), quirk));
	});
	// What a browser keeps beside a saved page is no page.
	fs.mkdirSync(path.join(dir, 'C001_files'));
	fs.writeFileSync(path.join(dir, 'C001_files', 'frame.html'), '<p>nothing</p>');
}

const facts_changed = report => report.pages.flatMap(page => page.findings.filter(f => f.what === 'new' || f.what === 'differs'));

function report(store, dir, ...more) {
	const done = run(['import', 'normlex', dir, ...store.args, '--json', '--as-of', AS_OF, ...more], { timeout: 120000 });
	let json = null;
	try {
		json = JSON.parse(done.stdout);
	} catch {
		count.fail('report', `status ${done.status}, no JSON: ${done.stdout.slice(0, 200)} ${done.stderr.slice(0, 600)}`);
	}
	return { ...done, json };
}

const page_of = (report, instrument) => report.json.pages.find(page => page.instrument === instrument);
const words = page => page.findings.map(f => `${f.what} ${f.fact ?? ''} ${f.key}${f.column ? ` ${f.column}` : ''}`.replace('  ', ' '));

// The pages repeat what is recorded: nothing may differ but what the register knows less well.
async function walkWhole(name, store, server, dir) {
	const before = await request(server.url, 'GET', '/api/v1/ratifications?limit=1', {});
	const first = report(store, dir);
	count.check(first.status === 0, `${name} report`, first.stderr);
	count.check(first.json.pages.length === whole.length, `${name} pages`, `${first.json.pages.length} pages read`);
	for (const page of first.json.pages) {
		const strange = page.findings.filter(f => !['new', 'differs'].includes(f.what) || (f.fact === 'ratification' && !['status', 'note'].includes(f.column)));
		const expected = page.findings.filter(f => f.what === 'missing' && facts.ratifications.some(r => `${r.instrument} ${r.country_iso3}` === f.key && r.date_registered.length < 10));
		count.check(strange.length === expected.length, `${name} ${page.file}`, JSON.stringify(strange.slice(0, 5)));
		count.check(page.complete === (expected.length === 0) && page.rows === rowsOf(page.instrument).length, `${name} ${page.file} rows`, `${page.rows} rows of ${rowsOf(page.instrument).length}`);
	}
	for (const instrument of whole.slice(0, 23)) {
		const changed = page_of(first, instrument).findings.filter(f => f.fact !== 'coverage' && f.what !== 'missing' && !(f.before === 'ratified' && f.after === 'in_force'));
		count.check(changed.length === 0, `${name} ${instrument} says what is recorded`, JSON.stringify(changed.slice(0, 5)));
	}
	const after = await request(server.url, 'GET', '/api/v1/ratifications?limit=1', {});
	count.check(before.headers.etag === after.headers.etag, `${name} a report stores nothing`, 'the register changed');
	count.check(first.json.applied === false, `${name} applied`, 'a report says that it stored');
	const applied = report(store, dir, '--apply');
	await new Promise(done => setTimeout(done, 1500)); // a server sees what others wrote within a second
	count.check(applied.status === 0 && applied.json.applied, `${name} apply`, applied.stderr);
	count.check(JSON.stringify(facts_changed(applied.json)) === JSON.stringify(facts_changed(first.json)), `${name} apply does what was told`, 'they differ');
	const again = report(store, dir, '--apply');
	count.check(again.json.added === 0 && again.json.changed === 0, `${name} again`, `${again.json.added} new, ${again.json.changed} changed: ${JSON.stringify(facts_changed(again.json).slice(0, 5))}`);
	count.check(run(['check', ...store.args], { timeout: 120000 }).status !== 3, `${name} check`, 'the store is not sound');
}

// Coverage on the pages and in the API follows.
async function walkCoverage(name, server) {
	for (const instrument of ['C144', 'C158', 'P155']) {
		const api = JSON.parse((await request(server.url, 'GET', `/api/v1/instruments/${instrument}`)).text);
		const total = rowsOf(instrument).length;
		count.check(api.coverage.completeness === 'complete' && api.coverage.published_total === total && api.coverage.as_of === AS_OF,
			`${name} API coverage of ${instrument}`, JSON.stringify(api.coverage));
		const page = await request(server.url, 'GET', `/en/standards/${instrument}`);
		count.check(page.status === 200 && !/partial/.test(page.text), `${name} page of ${instrument}`, 'it still says partial');
	}
	const country = await request(server.url, 'GET', `/dyn/normlex/en/f?p=NORMLEXPUB:11200:0::NO::P11200_COUNTRY_ID:${200000 + 65 * 10000 + 71 * 100 + 79}`);
	count.check(country.status === 301 && country.headers.location === '/en/countries/AGO', `${name} a number learnt from a page`, `${country.status} ${country.headers.location}`);
}

// A page that says more, less and otherwise than what is recorded.
async function walkDifferent(name, store, server) {
	const dir = path.join(scratch(), 'different');
	fs.mkdirSync(dir);
	const rows = rowsOf('C176', true);
	const dropped = rows.shift();
	const moved = rows[2];
	const before = moved.date;
	moved.date = '03 Mar 2003';
	const denounced = rows[3];
	denounced.status = 'Not in force';
	denounced.note = 'Denounced on 05 Jun 2019';
	rows.push({ code: 'KEN', country: 'Kenya', declared: '', date: '07 Oct 2024', status: 'In Force', note: 'The Convention will enter into force for Kenya on 07 Oct 2025.' });
	rows.push({ code: 'XXX', country: 'Ruritania', declared: '', date: '07 Oct 2024', status: 'In Force', note: '' });
	rows.push({ code: 'HKG', country: 'Hong Kong (China)', declared: '', date: '07 Oct 2004', status: 'In Force', note: '' });
	rows.push({ ...rows[0] });
	fs.writeFileSync(path.join(dir, 'c176.htm'), pageOf('C176', rows));
	const age = rowsOf('C138');
	const raised = age.find(row => row.code === 'BEN');
	raised.declared = 'Minimum age specified: 15 years';
	fs.writeFileSync(path.join(dir, 'c138.htm'), pageOf('C138', age));
	const told = report(store, dir);
	const expected = ['new ratification C176 KEN', `missing ratification C176 ${dropped.code}`, 'unplaced Ruritania', 'territory C176 HKG', `repeated ${rows[0].country}`,
		`differs ratification C176 ${moved.code} date_registered`, `new denunciation C176 ${denounced.code}`, `differs ratification C176 ${denounced.code} status`];
	const found = words(page_of(told, 'C176'));
	for (const one of expected)
		count.check(found.includes(one), `${name} told: ${one}`, found.join('\n    '));
	count.check(found.some(f => f.startsWith(`new conflict C176 ${moved.code} `)), `${name} told: the day before`, found.join('\n    '));
	count.check(page_of(told, 'C176').complete === false, `${name} not complete with a name not known`, 'it says complete');
	count.check(words(page_of(told, 'C138')).includes('new declaration C138 BEN minimum_age 15'), `${name} told: the age`, words(page_of(told, 'C138')).join('\n    '));
	const applied = report(store, dir, '--apply');
	await new Promise(done => setTimeout(done, 1500)); // a server sees what others wrote within a second
	count.check(applied.json.applied, `${name} different pages stored`, applied.stderr);
	const again = report(store, dir, '--apply');
	count.check(again.json.added + again.json.changed === 0, `${name} different pages again`, JSON.stringify(facts_changed(again.json)));
	const list = JSON.parse((await request(server.url, 'GET', `/api/v1/ratifications?instrument=C176&member=${moved.code},${denounced.code},KEN`)).text).items;
	const of = code => list.find(item => item.member === code);
	count.check(of(moved.code)?.registered === '2003-03-03' && of(moved.code).source === `normlex-page-${AS_OF}`, `${name} the page's day is kept`, JSON.stringify(of(moved.code)));
	const kept = of(moved.code)?.other_sources?.[0];
	count.check(kept && day(kept.date ?? kept.registered ?? '') === before, `${name} the other day stays as a conflict`, JSON.stringify(of(moved.code)?.other_sources));
	count.check(of(denounced.code)?.denounced === '2019-06-05', `${name} the denunciation`, JSON.stringify(of(denounced.code)));
	count.check(of('KEN')?.in_force_from === '2025-10-07', `${name} the new one`, JSON.stringify(of('KEN')));
	const page = await request(server.url, 'GET', '/en/standards/C176');
	count.check(/partial/.test(page.text), `${name} a list with a name not known stays partial`, 'the page does not say so');

	// An earlier page takes nothing away from this one.
	moved.date = '04 Apr 2004';
	fs.writeFileSync(path.join(dir, 'c176.htm'), pageOf('C176', rows));
	fs.rmSync(path.join(dir, 'c138.htm'));
	const earlier = run(['import', 'normlex', dir, ...store.args, '--json', '--apply', '--as-of', '2025-11-01']);
	const kept_words = words(JSON.parse(earlier.stdout).pages[0]);
	count.check(kept_words.includes(`kept ratification C176 ${moved.code} date_registered`) && !kept_words.some(f => f.startsWith('differs')),
		`${name} an earlier page`, kept_words.join('\n    '));
}

// Pages that do not fit, each with what must be said of it.
function badPages() {
	const good = pageOf('C162', rowsOf('C162')).toString();
	const replace = (from, to) => good.replace(from, to);
	const at = good.indexOf('<td', good.length * 2 / 3);
	return {
		'cut-in-row.html': [good.slice(0, at + 5), 'cut'],
		'cut-after-row.html': [good.slice(0, good.lastIndexOf('<tr>')), 'cut'],
		'cut-end.html': [good.slice(0, good.lastIndexOf('</html>')), 'cut'],
		'torn.html': [good.replace(/<td class="x">[0-9]{2} [A-Z][a-z]{2} [0-9]{4}<\/td>/, ''), 'torn'],
		'day.html': [good.replace(/[0-9]{2} [A-Z][a-z]{2} [0-9]{4}<\/td>/, '28/06/1930</td>'), '28/06/1930'],
		'no-such-day.html': [good.replace(/[0-9]{2} [A-Z][a-z]{2} [0-9]{4}<\/td>/, '31 Feb 1988</td>'), '31 Feb 1988'],
		'later.html': [good.replace(/[0-9]{2} [A-Z][a-z]{2} [0-9]{4}<\/td>/, '01 Dec 2026</td>'), 'later than the page'],
		'before-adoption.html': [good.replace(/[0-9]{2} [A-Z][a-z]{2} [0-9]{4}<\/td>/, '01 Dec 1985</td>'), 'before C162 was adopted'],
		'french.html': [good.replace('<th>Country</th>', '<th>Pays</th>').replace('<th>Status</th>', '<th>Statut</th>'), 'French'],
		'spanish.html': [good.replace('<th>Country</th>', '<th>País</th>').replace('<th>Date</th>', '<th>Fecha</th>'), 'Spanish'],
		'french-heading.html': [good.replaceAll('Ratifications of', 'Ratifications de'), 'not in English'],
		'status.html': [replace('>In Force<', '>En vigueur<'), 'En vigueur'],
		'text.html': [replace('value="11300"', 'value="12100"'), 'text of an instrument'],
		'country.html': [replace('value="11300"', 'value="11200"').replace('<th>Country</th>', '<th>Convention</th>'), 'page of a country'],
		'not-ratified.html': [replace('value="11300"', 'value="11310"'), 'who has not ratified'],
		'comment.html': [replace('value="11300"', 'value="13100"'), 'page 13100'],
		'sign-in.html': ['<html><title>Sign in</title><form><input type=password></form></html>', 'sign in'],
		'error.html': ['<html><title>404 Not Found</title><h1>Not Found</h1></html>', 'error page'],
		'other.html': ['<html><title>Weather</title><table><tr><td>Rain</td></tr></table></html>', 'no table with the columns'],
		'empty-table.html': [good.replace(/<\/thead>[^]*<\/table>/, '</thead></table>'), 'a row below'],
		'empty.html': ['', 'no HTML page'],
		'document.html': ['%PDF-1.7\n%\xe2\xe3', 'PDF'],
		'archive.html': ['MIME-Version: 1.0\nContent-Type: multipart/related', 'MHTML'],
		'data.html': ['{"a":1}', 'JSON'],
		'zero.html': [good.replace('Angola', 'An\0gola').replace('<h2>', '<h2>\0'), 'zero bytes'],
		'koi8.html': [replace('charset=UTF-8', 'charset=koi8-r'), 'koi8-r'],
		'utf-7.html': [replace('charset=UTF-8', 'charset=utf-7'), 'utf-7'],
		'not-utf-8.html': [Buffer.concat([Buffer.from(good.slice(0, 900)), Buffer.from([0xc3, 0x28]), Buffer.from(good.slice(900))]), 'is not'],
		'utf-16.html': [Buffer.from(`\ufeff${good}`, 'utf16le'), 'UTF-16'],
		'no-heading.html': [good.replaceAll('Ratifications of', 'List for'), 'Ratifications of'],
		'two-headings.html': [replace('<h2>Ratifications of C162', '<h2>Ratifications of C163'), 'two instruments'],
		'address.html': [good.replace('INSTRUMENT_ID:312307', 'INSTRUMENT_ID:312146'), 'its heading says C162, its address C001'],
		'unknown.html': [good.replaceAll('Ratifications of C162', 'Ratifications of C777'), 'knows no instrument'],
		'recommendation.html': [good.replaceAll('Ratifications of C162', 'Ratifications of R001').replace('INSTRUMENT_ID:312307', ''), 'not ratified'],
		'twice.html': [good.replace('</table>', '<tr><td>Angola<td>01 Jan 1990<td>In Force<td></tr><tr><td>Angola<td>01 Jan 1990<td>Not in force<td></tr></table>'), 'stands twice'],
		'long-cell.html': [replace('>In Force<', `>${'In Force '.repeat(600)}<`), 'longer than'],
		'many-rows.html': [replace('</table>', `${'<tr><td><a>Angola</a><td>01 Jan 1990<td>In Force<td></tr>'.repeat(1001)}</table>`), 'more than 1000 rows'],
		'deep.html': [replace('<h2>', `${'<div>'.repeat(200000)}<h2>`), 'too deep'],
		'deep-tables.html': [replace('<h2>', `${'<table><tr><td>'.repeat(200000)}<h2>`), 'too deep'],
		'attributes.html': [replace('<h2>', `<h2 ${Array.from({ length: 100000 }, (_, i) => `a${i}`).join(' ')}>`), 'honest'],
		'fewer-attributes.html': [replace('<h2>', `<h2 ${Array.from({ length: 2000 }, (_, i) => `a${i}`).join(' ')}>`), 'attributes'],
		'rows.html': [replace('<h2>', `<table>${'<tr>'.repeat(1500000)}</table><h2>`), 'rows'],
		'cells.html': [replace('</table>', `<tr>${'<td>'.repeat(1500000)}</table>`), 'Country, Date and Status', true],
		'large.html': [good + ' '.repeat(9 << 20), 'larger than 8 MiB'],
		'entities.html': [`<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>${good.replace('<h2>', '<h2>&b;&c;').replaceAll('Ratifications of C162', 'Of C162')}`, 'Ratifications of'],
	};
}

function limited(args) {
	return spawnSync('bash', ['-c', `ulimit -v ${MEMORY}; exec timeout ${SECONDS} "$@"`, 'bash', program, ...args], { encoding: 'utf8', cwd: root, maxBuffer: 64 << 20 });
}

function walkBad(name, store) {
	const dir = scratch();
	const exported = path.join(dir, 'before'), after = path.join(dir, 'after');
	run(['export', exported, ...store.args]);
	for (const [file, [content, reason, taken]] of Object.entries(badPages())) {
		fs.writeFileSync(path.join(dir, file), content);
		const done = limited(['import', 'normlex', path.join(dir, file), ...store.args, '--apply', '--as-of', AS_OF]);
		if (taken) // strange, but all of it can be read
			count.check(done.status === 0 || done.status === 1, `${name} ${file}`, `status ${done.status}: ${done.stderr.slice(0, 300)}`);
		else
			count.check(done.status === 1 && done.stderr.includes(file) && done.stderr.includes(reason) && /Nothing is stored/.test(done.stderr),
				`${name} ${file}`, `status ${done.status}, expected “${reason}”: ${done.stderr.slice(0, 300)}`);
	}
	const suites = process.env.SULEAR_SUITES ?? path.join(root, '../shared/suites');
	const hostile = path.join(suites, 'hostile');
	if (!fs.existsSync(hostile))
		count.skip(`${name} hostile`, `${hostile} is not there`);
	for (const file of fs.existsSync(hostile) ? fs.readdirSync(hostile).sort() : []) {
		const done = limited(['import', 'normlex', path.join(hostile, file), ...store.args, '--apply', '--as-of', AS_OF]);
		count.check(done.status === 1 && done.stderr.includes(file), `${name} hostile/${file}`, `status ${done.status} ${done.signal}: ${done.stderr.slice(0, 300)}`);
	}
	run(['export', after, ...store.args]);
	const same = spawnSync('diff', ['-r', exported, after], { encoding: 'utf8' });
	count.check(same.status === 0, `${name} bad pages store nothing`, same.stdout.slice(0, 500));
}

// One bad page holds the others back, unless it is left out.
function walkMixed(name, store) {
	const dir = path.join(scratch(), 'mixed');
	fs.mkdirSync(dir);
	const rows = rowsOf('C174');
	rows.push({ code: 'KEN', country: 'Kenya', declared: '', date: '07 Oct 2024', status: 'In Force', note: '' });
	fs.writeFileSync(path.join(dir, 'good.html'), pageOf('C174', rows));
	fs.writeFileSync(path.join(dir, 'bad.html'), '<html><title>Weather</title></html>');
	const held = report(store, dir, '--apply');
	count.check(held.status === 1 && !held.json.applied && held.json.refused_pages === 1, `${name} mixed`, `${held.status} ${held.stderr}`);
	count.check(words(page_of(held, 'C174')).includes('new ratification C174 KEN'), `${name} mixed tells of the good page`, JSON.stringify(held.json.pages));
	const skipped = report(store, dir, '--apply', '--skip-bad');
	count.check(skipped.status === 0 && skipped.json.applied && skipped.json.added > 0, `${name} mixed --skip-bad`, `${skipped.status} ${skipped.stderr}`);
	const undated = run(['import', 'normlex', path.join(dir, 'good.html'), ...store.args]);
	count.check(undated.status === 1 && undated.stderr.includes('--as-of'), `${name} no day`, undated.stderr);
	fs.writeFileSync(path.join(dir, 'dated.html'), pageOf('C174', rows).toString().replace('<html', '<!-- Page saved with SingleFile \n url: https://normlex.ilo.org/x \n saved date: Mon Nov 02 2026 10:00:00 GMT+0000 -->\n<html'));
	const dated = JSON.parse(run(['import', 'normlex', path.join(dir, 'dated.html'), ...store.args, '--json']).stdout);
	count.check(dated.pages[0].as_of === '2026-11-02', `${name} its own day`, JSON.stringify(dated.pages[0].as_of));
}

// The folder of facts beside the checkout: every table is recognised, a second time changes nothing.
function walkShared(name, place) {
	const data = process.env.SULEAR_SHARED ?? path.join(root, '../shared/data');
	if (!fs.existsSync(data)) {
		count.skip(`${name} shared data`, `${data} is not there`);
		return;
	}
	const first = run(['import', data, ...place.args], { timeout: 120000 });
	count.check(first.status === 0, `${name} shared data`, first.stderr.slice(0, 500));
	const tables = fs.readdirSync(data, { recursive: true }).filter(file => file.endsWith('.csv'));
	const passed_over = tables.filter(file => first.stderr.includes(`${file} is no table of the register`));
	count.check(passed_over.sort().join() === 'convention-texts/coverage.csv,countries/languages.csv,map/centroids.csv', `${name} files passed over`, passed_over.join());
	count.check(/abrogated or withdrawn, and not since when/.test(first.stderr), `${name} endings`, first.stderr);
	const lines = text => text.split('\n').filter(line => /^(all|[a-z_]+) +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+$/.test(line)).map(line => line.split(/ +/));
	const again = run(['import', data, ...place.args], { timeout: 120000 });
	count.check(lines(again.stdout).length > 10 && lines(again.stdout).every(([, added, changed]) => added === '0' && changed === '0'), `${name} shared data again`, again.stdout);
	for (const file of tables.filter(one => !passed_over.includes(one))) {
		const one = run(['import', path.join(data, file), ...place.args, '--dry-run']);
		const [all] = lines(one.stdout).filter(([table]) => table === 'all');
		count.check(one.status === 0 && all[1] === '0' && all[2] === '0' && Number(all[3]) > 0, `${name} ${file}`, one.stdout + one.stderr);
	}
}

for (const store of stores()) {
	const bare = store.fresh();
	walkShared(store.name, bare);
	bare.drop();
	const place = store.fresh();
	const server = await Server.start(place.args);
	const dir = path.join(scratch(), 'pages');
	writePages(dir);
	await walkWhole(store.name, place, server, dir);
	await walkCoverage(store.name, server);
	await walkDifferent(store.name, place, server);
	walkMixed(store.name, place);
	walkBad(store.name, place);
	const how = await server.stop();
	count.check(how.status === 0, `${store.name} end`, `${JSON.stringify(how)} ${server.stderr}`);
	place.drop();
}
count.close();
