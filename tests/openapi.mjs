// SPDX-License-Identifier: Apache-2.0
// openapi.json against the answers it describes: every reference resolves, every path is asked with real values, every answer
// fits its schema and holds no member that the schema does not know.
//
//   node tests/openapi.mjs
import fs from 'node:fs';
import path from 'node:path';

import { request } from './lib/client.mjs';
import { Count } from './lib/count.mjs';
import { run, Server } from './lib/server.mjs';
import { sqlite } from './lib/stores.mjs';

// A real value for each part of a path, and a body for each POST.
const parts = {
	group: ['CPLP', 'UNASUR'], id: ['C189', 'MLC', 'P155', 'R202', 'C004', 'C031'], code: ['bad-day', 'too-large'], iso3: ['BRA', 'VNM', 'PRK', 'CSK', 'HKG'], report: ['1'],
	sign_in: ['1'], token: ['00'], message: ['1'], news: ['1'], person: ['2'], provider: ['ministry'], identity: ['1'],
	sign_in: ['1'], token: ['00'], message: ['1'], news: ['1'], person: ['2'], provider: ['ministry'], identity: ['1'], text: ['privacy', 'rules', 'contact'],
};
const act = { reference: 'ACD 8', source: 'letter' };
const bodies = {
	'/api/v1/instruments': { id: 'C194', title_en: 'A Convention', adopted: '2026-06-12', session: 114, source: 'record' },
	'/api/v1/ratifications': { member: 'USA', instrument: 'C138', registered: '2020-01-31', minimum_age: 15, ...act },
	'/api/v1/declarations': { member: 'BRA', instrument: 'C138', registered: '2020-01-31', kind: 'minimum_age', value: 17, text: 'x', ...act },
	'/api/v1/denunciations': { member: 'BRA', instrument: 'C189', registered: '2024-01-31', ...act },
	'/api/v1/corrections': { kind: 'session', manner: 'always', reason: 'missing', fact: { session: 500, year: 2500, source: 'x' } },
	'/api/v1/reports': { kind: 'ratification', key: 'C189 BRA', text: 'The day is wrong.' },
	'/api/v1/reports/{report}/answer': { answer: 'It is right.' },
	'/api/v1/settings': { 'keep.mail': '14' },
	'/api/v1/site-texts/{text}': { text: '# Said here' },
	'/api/v1/mail/test': { email: 'ana@example.org' },
	'/api/v1/mail/addresses/resume': { email: 'gone@example.org' },
	'/api/v1/news': { en: { subject: 'A notice', text: 'It is said here.' } },
	'/api/v1/news/by-mail': { wants: true },
	'/api/v1/people/{person}/roles': { roles: ['office', 'expert'] },
	'/api/v1/people/{person}/badge': { group: 'workers' },
	'/api/v1/people/{person}/suspension': { until: new Date(Date.now() + 86400000).toISOString().slice(0, 10), reason: 'A test' },
	'/api/v1/people/{person}/erase': { name: 'Bia' },
	'/api/v1/account/profile': { languages: ['pt'], country: 'MOZ', organisation: 'Us', shown: ['country'] },
	'/api/v1/account/badge': { group: 'workers' },
	'/api/v1/account/new': { last: 1 },
	'/api/v1/account/erase': { name: 'Ana' },
	'/api/v1/providers': { word: 'ministry', name: 'Ministry', issuer: 'https://login.example.org', client: 'x', secret: 'y' },
	'/api/v1/providers/{provider}/removal': {},
	'/api/v1/account/identities/{identity}/removal': {},
	'/api/v1/law/in-force': { instrument: 'C189', ratifications: [{ member: 'URY', registered: '2012-06-14' }] },
};

// What must be asked along: a query, or what gives it.
const queries = {
	'/api/v1/history': () => '?kind=ratification&key=C189%20BRA',
	'/api/v1/what-if': () => '?instrument=C183&member=BRA&registered=2027-03-01&member2=PRK&registered2=2027-03-01',
	'/api/v1/extract/check': async server => `?code=${JSON.parse((await request(server.url, 'GET', '/api/v1/extract/C189/BRA')).text).code}`,
};

const types = {
	string: v => typeof v === 'string', integer: v => Number.isInteger(v), number: v => typeof v === 'number',
	boolean: v => typeof v === 'boolean', null: v => v === null, array: Array.isArray,
	object: v => v !== null && typeof v === 'object' && !Array.isArray(v),
};

class Judge {
	constructor(document) {
		this.document = document;
	}

	resolve(schema) {
		while (schema?.$ref) {
			const name = schema.$ref.replace('#/components/schemas/', '');
			if (!(name in this.document.components.schemas))
				throw new Error(`no schema ${schema.$ref}`);
			schema = this.document.components.schemas[name];
		}
		return schema;
	}

	// The members an object may have by a schema, allOf included; null where it may have any.
	members(schema) {
		schema = this.resolve(schema);
		if (schema.additionalProperties)
			return null;
		const own = Object.keys(schema.properties ?? {});
		const more = (schema.allOf ?? []).map(one => this.members(one));
		return more.includes(null) ? null : [...own, ...more.flat()];
	}

	faults(schema, value, at, inner = false) {
		schema = this.resolve(schema);
		const found = [];
		const allowed = schema.type === undefined ? null : [schema.type].flat();
		if (allowed && !allowed.some(type => types[type](value)))
			return [`${at}: ${JSON.stringify(value)} is not ${allowed.join(' or ')}`];
		if (schema.enum && !schema.enum.includes(value))
			found.push(`${at}: ${JSON.stringify(value)} is none of ${JSON.stringify(schema.enum)}`);
		if (schema.pattern && typeof value === 'string' && !new RegExp(schema.pattern).test(value))
			found.push(`${at}: ${value} does not match ${schema.pattern}`);
		if (schema.anyOf && !schema.anyOf.some(one => this.faults(one, value, at).length === 0))
			found.push(`${at}: fits none of the alternatives`);
		for (const one of schema.allOf ?? [])
			found.push(...this.faults(one, value, at, true));
		if (types.array(value) && schema.items)
			value.forEach((item, i) => found.push(...this.faults(schema.items, item, `${at}/${i}`)));
		if (types.object(value))
			found.push(...this.objectFaults(schema, value, at, inner));
		return found;
	}

	objectFaults(schema, value, at, inner) {
		const found = (schema.required ?? []).filter(name => !(name in value)).map(name => `${at}: ${name} is missing`);
		for (const [name, one] of Object.entries(schema.properties ?? {}))
			if (name in value)
				found.push(...this.faults(one, value[name], `${at}/${name}`));
		const known = inner || schema.anyOf ? null : this.members(schema);
		if (known && known.length)
			found.push(...Object.keys(value).filter(name => !known.includes(name)).map(name => `${at}: ${name} is not described`));
		return found;
	}
}

function selfTest(count) {
	const judge = new Judge({ components: { schemas: { A: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } } } } });
	const wrong = [{}, { a: 'x' }, { a: 1, b: 2 }, null];
	for (const value of wrong)
		count.check(judge.faults({ $ref: '#/components/schemas/A' }, value, '').length > 0, 'the judge', `takes ${JSON.stringify(value)}`);
	count.check(judge.faults({ $ref: '#/components/schemas/A' }, { a: 1 }, '').length === 0, 'the judge', 'refuses what fits');
}

// The addresses of a pattern, each place filled with each of its real values; acts are played as previews.
function addresses(pattern, method) {
	if (method === 'post' && /\/(instruments|ratifications|declarations|denunciations|corrections)$/.test(pattern))
		return [`${pattern}?preview=1`];
	const name = /\{(\w+)\}/.exec(pattern)?.[1];
	return name ? parts[name].flatMap(value => addresses(pattern.replace(`{${name}}`, value), method)) : [pattern];
}

async function playPath(count, server, judge, pattern, method, operation) {
	const success = operation.responses['200'];
	const schema = success?.content?.['application/json']?.schema;
	count.check(Boolean(schema) || /openapi\.json$|\.txt$/.test(pattern), `${method} ${pattern}`, 'no schema of its answer');
	if (!schema)
		return;
	for (const address of addresses(pattern, method)) {
		const body = method === 'post' ? bodies[pattern] : undefined;
		const query = await queries[pattern]?.(server) ?? '';
		const answer = await request(server.url, method.toUpperCase(), address + query,
			{ ...(body ? { 'Content-Type': 'application/json' } : {}), ...(operation.security ? office : {}) }, body && JSON.stringify(body));
		const found = answer.status === 200 ? judge.faults(schema, JSON.parse(answer.text), '') : [`status ${answer.status}`];
		count.check(found.length === 0, `${method} ${address}`, found.slice(0, 5).join('; '));
	}
}

const count = new Count();
selfTest(count);
const place = sqlite.fresh();
for (const [name, roles] of [['Ana', 'office,administrator'], ['Bia', 'account'], ['Cyd', 'administrator']])
	run(['user', 'add', name, '--email', `${name}@example.org`, '--role', roles, '--password-stdin', ...place.args], { input: 'correct horse\n' });
const office = { Authorization: `Bearer ${run(['user', 'token', 'Ana', ...place.args]).stdout.trim()}` };
// A message, a notice, and an address from which mail came back.
run(['mail', 'test', 'ana@example.org', ...place.args]);
fs.writeFileSync(path.join(place.dir, 'notice.json'), JSON.stringify(bodies['/api/v1/news']));
run(['mail', 'notice', path.join(place.dir, 'notice.json'), ...place.args]);
place.sql("INSERT INTO mail_address (email, bounces, bounced_at, paused_at, reason) VALUES ('gone@example.org', 3, '2026-11-01T00:00:00.000000Z', '2026-11-01T00:00:00.000000Z', '550')");
const server = await Server.start(place.args);
const document = JSON.parse((await request(server.url, 'GET', '/api/v1/openapi.json')).text);
const judge = new Judge(document);
for (const reference of JSON.stringify(document).match(/#\/components\/schemas\/\w+/g))
	count.check(reference.slice('#/components/schemas/'.length) in document.components.schemas, reference, 'names no schema');
// Who asks is erased at the end.
const isErasure = pattern => /\/erase$/.test(pattern);
const paths = Object.entries(document.paths);
for (const [pattern, operations] of [...paths.filter(([pattern]) => !isErasure(pattern)), ...paths.filter(([pattern]) => isErasure(pattern))])
	for (const [method, operation] of Object.entries(operations))
		await playPath(count, server, judge, pattern, method, operation);
const problem = await request(server.url, 'GET', '/api/v1/instruments/C200?on=never');
const found = judge.faults({ $ref: '#/components/schemas/Problem' }, JSON.parse(problem.text), '');
count.check(found.length === 0, 'a problem', found.join('; '));
await server.stop();
count.close();
