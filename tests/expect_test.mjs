// SPDX-License-Identifier: Apache-2.0
// The judge is judged first: each row must fit or must not.
import { Count } from './lib/count.mjs';
import { at, isAbsent, mismatch, statusFits } from './lib/expect.mjs';

const answer = {
	id: 'C029', none: null, number: 29, title: { en: 'Forced Labour', fr: 'Travail forcé' }, 'a/b': 1, 'c~d': 2, '': 3,
	list: ['C001', 'C002', 'C003'], nested: [[1, 2]],
	items: [{ id: 'A', opens: '2001-01-01', closes: null, text: 'x' }, { id: 'B', opens: '2002-01-01', closes: '2003-01-01' }],
};

const rows = [
	// pointer, expected, fits
	['/id', 'C029', true], ['/id', 'C030', false], ['/id', null, false],
	['/none', null, true], ['/missing', null, false], ['/none', false, false], ['/none', 0, false],
	['/number', 29, true], ['/number', '29', false],
	['/a~1b', 1, true], ['/c~0d', 2, true], ['/', 3, true], ['/a/b', 1, false],
	['/list', ['C001', 'C002', 'C003'], true], ['/list', ['C002', 'C001', 'C003'], false], ['/list', ['C001', 'C002'], false],
	['/list/2', 'C003', true], ['/list/3', 'C003', false], ['/list/-1', 'C003', false], ['/list/01', 'C002', false],
	['/list/length', 3, false], ['/title', { fr: 'Travail forcé', en: 'Forced Labour' }, true], ['/title', { en: 'Forced Labour' }, false],
	['/title/constructor', null, false], ['/nested/0/1', 2, true],
	['/items#id', ['A', 'B'], true], ['/items#closes', [null, '2003-01-01'], true], ['/items#id', ['B', 'A'], false],
	['/id#id', [], false], ['', answer, true], ['', {}, false],
	['/list', { $contains: 'C002' }, true], ['/list', { $contains: 'C009' }, false], ['/id', { $contains: 'C' }, false],
	['/items', { $contains: { id: 'A', closes: null } }, true], ['/items', { $contains: { id: 'A', closes: '2003-01-01' } }, false],
	['/items', { $contains: { id: 'A', absent: null } }, false],
	['/list', { $contains_all: ['C003', 'C001'] }, true], ['/list', { $contains_all: ['C003', 'C009'] }, false],
	['/list', { $excludes: ['C009'] }, true], ['/list', { $excludes: ['C009', 'C001'] }, false], ['/missing', { $excludes: ['C009'] }, false],
	['/items', { $excludes: [{ id: 'B' }] }, false],
	['/list', { $length: 3 }, true], ['/list', { $length: 2 }, false], ['/missing', { $length: 0 }, false], ['/none', { $length: 0 }, false],
	['/number', { $lte: 29 }, true], ['/number', { $lte: 28 }, false], ['/none', { $lte: 5 }, false],
	['/items/0/opens', { $lte: '2001-01-01' }, true], ['/items/0/opens', { $lte: '2000-12-31' }, false],
	['/title', { $contains_text: 'forcé' }, true], ['/title', { $contains_text: 'Forcé' }, false], ['/items', { $contains_text: '2003' }, true],
	['/number', { $contains_text: '29' }, false],
	['/list', { $set: ['C003', 'C001', 'C002'] }, true], ['/list', { $set: ['C001', 'C002'] }, false],
	['/list', { $set: ['C001', 'C001', 'C002'] }, false], ['/list', { $set: ['C001', 'C002', 'C003', 'C003'] }, false],
	['/list', { $contains: 'C001', $excludes: ['C009'] }, true], ['/list', { $contains: 'C001', $excludes: ['C002'] }, false],
];

const count = new Count();
rows.forEach(([pointer, expected, fits], i) => {
	const why = mismatch(at(answer, pointer), expected);
	count.check((why === null) === fits, `row ${i} (${pointer} ${JSON.stringify(expected)})`, why ?? 'it should not fit');
});
for (const bad of [{ $contain: 1 }, { $length: 1, other: 2 }]) {
	let thrown = false;
	try {
		mismatch([1], bad);
	} catch {
		thrown = true;
	}
	count.check(thrown, JSON.stringify(bad), 'an unknown operator must be an error');
}
count.check(isAbsent(at(answer, '/missing#id')), '/missing#id', 'must be absent');
for (const [status, expected, fits] of [[200, 200, true], [404, '4xx', true], [400, '4xx', true], [500, '4xx', false],
	[200, '200', true], [404, 400, false], [399, '4xx', false]])
	count.check(statusFits(status, expected) === fits, `status ${status} ${expected}`, `should ${fits ? '' : 'not '}fit`);
count.close();
