// SPDX-License-Identifier: Apache-2.0
// What an answer is compared with: JSON Pointers (RFC 6901), `#key` for the array of a key, values or operator objects.

const absent = Symbol('absent');

const isObject = v => v !== null && typeof v === 'object' && !Array.isArray(v);

// The value at the pointer, or the symbol `absent`.
export function at(value, pointer) {
	const hash = pointer.indexOf('#');
	if (hash >= 0) {
		const list = at(value, pointer.slice(0, hash));
		const key = pointer.slice(hash + 1);
		if (!Array.isArray(list))
			return absent;
		return list.map(one => (isObject(one) && Object.hasOwn(one, key) ? one[key] : null));
	}
	if (pointer === '')
		return value;
	if (pointer[0] !== '/')
		throw new Error(`not a JSON Pointer: ${pointer}`);
	for (const part of pointer.slice(1).split('/')) {
		const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
		if (Array.isArray(value)) {
			if (!/^(0|[1-9][0-9]*)$/.test(key) || Number(key) >= value.length)
				return absent;
			value = value[Number(key)];
		} else if (isObject(value) && Object.hasOwn(value, key)) {
			value = value[key];
		} else {
			return absent;
		}
	}
	return value;
}

export function isAbsent(value) {
	return value === absent;
}

export function equal(a, b) {
	if (Array.isArray(a) && Array.isArray(b))
		return a.length === b.length && a.every((one, i) => equal(one, b[i]));
	if (isObject(a) && isObject(b)) {
		const keys = Object.keys(a);
		return keys.length === Object.keys(b).length && keys.every(k => Object.hasOwn(b, k) && equal(a[k], b[k]));
	}
	return a === b;
}

// An element of the array equals x, or is an object with at least the members of x.
function holds(list, x) {
	return list.some(one => equal(one, x) || (isObject(x) && isObject(one) &&
		Object.keys(x).every(k => Object.hasOwn(one, k) && equal(one[k], x[k]))));
}

function texts(value) {
	if (typeof value === 'string')
		return [value];
	return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}

function sameSet(list, wanted) {
	const left = [...list];
	for (const x of wanted) {
		const i = left.findIndex(one => equal(one, x));
		if (i < 0)
			return false;
		left.splice(i, 1);
	}
	return left.length === 0;
}

const operators = {
	$contains: (v, x) => Array.isArray(v) && holds(v, x),
	$contains_all: (v, x) => Array.isArray(v) && x.every(one => holds(v, one)),
	$excludes: (v, x) => Array.isArray(v) && !x.some(one => holds(v, one)),
	$length: (v, x) => (Array.isArray(v) || typeof v === 'string') && v.length === x,
	$lte: (v, x) => typeof v === typeof x && (typeof v === 'number' || typeof v === 'string') && v <= x,
	$contains_text: (v, x) => texts(v).some(text => text.includes(x)),
	$set: (v, x) => Array.isArray(v) && sameSet(v, x),
};

const short = v => {
	const text = isAbsent(v) ? 'nothing' : JSON.stringify(v);
	return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

// null if the found value is what was expected, else the sentence that says why not. An unknown operator is an error.
export function mismatch(found, expected) {
	const names = isObject(expected) ? Object.keys(expected).filter(k => k.startsWith('$')) : [];
	if (names.length === 0)
		return !isAbsent(found) && equal(found, expected) ? null : `expected ${short(expected)}, found ${short(found)}`;
	if (names.length !== Object.keys(expected).length)
		throw new Error(`operators beside members: ${short(expected)}`);
	for (const name of names) {
		if (!Object.hasOwn(operators, name))
			throw new Error(`unknown operator ${name}`);
		if (isAbsent(found) || !operators[name](found, expected[name]))
			return `expected ${name} ${short(expected[name])}, found ${short(found)}`;
	}
	return null;
}

// The same for the HTTP status: a number, or "4xx".
export function statusFits(status, expected) {
	return typeof expected === 'string' && /^[1-5]xx$/.test(expected) ?
		Math.floor(status / 100) === Number(expected[0]) : status === Number(expected);
}
