// SPDX-License-Identifier: Apache-2.0
// The locks must catch what they are for: each row builds a small tree with one fault and names the message.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Count } from '../lib/count.mjs';
import { checkLayers } from './layers.mjs';
import { checkLimits } from './limits.mjs';
import { checkFile } from './sources.mjs';

const count = new Count();
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'sulear-locks-'));
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }));
let trees = 0;

function tree(files) {
	const dir = path.join(work, String(++trees));
	for (const [name, text] of Object.entries(files)) {
		fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
		fs.writeFileSync(path.join(dir, name), text);
	}
	return dir;
}

function expectFaults(where, faults, wanted) {
	const fits = faults.length === wanted.length && wanted.every((text, i) => faults[i].includes(text));
	count.check(fits, where, `expected ${JSON.stringify(wanted)}, found ${JSON.stringify(faults)}`);
}

const sound = {
	LAYERS: '# who\nbase:\nhttp: base\nforum: base\nforum_web: base forum http\n',
	'main.c': '#include "http/http.h"\n#include "forum/forum_sql.h"\n',
	'base/str.h': '', 'http/http.h': '#include "base/str.h"\n', 'forum/forum.h': '#include "base/str.h"\n',
	'forum/forum.c': '#include "forum/forum_sql.h"\n#include "forum/forum_private.h"\n#include <stdio.h>\n',
	'forum/forum_pages.c': '#include "base/str.h"\n#include "forum/forum.h"\n#include "http/http.h"\n',
};
const layerRows = [
	['sound', {}, []],
	['unlisted edge', { 'forum/forum.c': '\n#include "http/http.h"\n' }, ['forum.c:2: forum may not use http']],
	['template edge', { 'forum/topic.html': '{{uses "forum/forum.h"}}\n', 'http/x.html': '{{uses "forum/forum.h"}}\n' }, ['x.html:1: http may not use forum']],
	['query edge', { 'forum/forum.sql': '-- uses "http/http.h"\n' }, ['forum.sql:1: forum may not use http']],
	['private header', { 'forum/forum_api.c': '#include "http/http_private.h"\n' }, ['forum_api.c:1: "http/http_private.h" is private']],
	['queries in the web side', { 'forum/forum_api.c': '#include "forum/forum_sql.h"\n' }, ['forum_api.c:1: "forum/forum_sql.h" holds the queries']],
	['unused edge', { LAYERS: sound.LAYERS.replace('forum: base', 'forum: base http') }, ['LAYERS:4: forum lists http, but no file uses it']],
	['cycle', { LAYERS: sound.LAYERS.replace('base:', 'base: http'), 'base/str.h': '#include "http/http.h"\n' }, ['a cycle: base uses http uses base']],
	['room without a line', { 'mail/mail.h': '' }, ['LAYERS has no line for mail']],
	['woven beside it', { 'forum/forum_api.c': '#include "style_file.h"\n' }, []],
	['woven queries in the web side', { 'forum/forum_api.c': '#include "forum_sql.h"\n' }, ['forum_api.c:1: "forum/forum_sql.h" holds']],
	['include of no room', { 'base/str.c': '#include "str.h"\n' }, ['str.c:1: "str.h" names no room']],
	['stray file', { 'stray.c': '' }, ['stray.c: belongs to no room']],
	['bad line', { LAYERS: `${sound.LAYERS}mail = base\n` }, ['LAYERS:6: not "room: rooms"']],
];
for (const [where, change, wanted] of layerRows)
	expectFaults(`layers, ${where}`, checkLayers(tree({ ...sound, ...change })).faults, wanted);

const body = n => `static int f(void)\n{\n${'\t(void)0;\n'.repeat(n - 4)}\treturn 0;\n}\n`;
const limitRows = [
	['short', { 'a.c': body(18) }, []],
	['too long on average', { 'a.c': body(19) }, ['median of 1 lengths is 19']],
	['one too long', { 'a.c': body(101) + body(5).replace('f(', 'g(').repeat(1) + [...'hijklmnopqrst'].map(c => body(5).replace('f(', `${c}(`)).join('') },
		['f has 101 lines']],
	['long file', { 'a.c': '\n'.repeat(801) }, ['801 lines, at most 800']],
	['long header', { 'a.h': '\n'.repeat(201) }, ['201 lines, at most 200']],
	['explained', { 'a.h': '/* What it does. */\nint f(void);\nint g(void);\n\n/* Long\n * one. */\nstruct x *h(int a,\n\t\tint b);\n' }, []],
	['not explained', { 'a.h': '/* What. */\n\nint f(void);\n' }, ['f has no comment directly above']],
	['after another group', { 'a.h': '/* What. */\nint f(void);\n\nint g(void);\n' }, ['g has no comment directly above']],
	['after a struct', { 'a.h': '/* What. */\nstruct x {\n\tint a;\n};\nint g(void);\n' }, ['g has no comment directly above']],
];
for (const [where, files, wanted] of limitRows) {
	const dir = tree(files);
	expectFaults(`limits, ${where}`, checkLimits(Object.keys(files).map(name => path.join(dir, name))).faults, wanted);
}

const head = '/* SPDX-License-Identifier: Apache-2.0 */\n';
const sourceRows = [
	['src/forum/a.c', `${head}const char *a = "SELECT 1";`, ['a.c:2: SQL in a C string']],
	['src/store/a.c', `${head}const char *a = "SELECT 1";`, []],
	['src/forum/a.c', `${head}/* "SELECT 1" <p> */ const char *a = "Select one";`, []],
	['src/forum/a.c', `${head}const char *a = "x <p class";`, ['a.c:2: markup in a C string']],
	['src/forum/a.c', `${head}const char *a = "</html>";`, ['a.c:2: markup in a C string']],
	['src/forum/a.c', `${head}const char *a = "1 < 2, a <b@c.org>"; char c = '"'; const char *b = "<T";`, []],
	['src/forum/a.c', 'int a;\n', ['the first lines do not say']],
	['README.md', 'See /ho' + 'me/me/x\n', ['README.md:1: a path of one machine']],
	['a.json', '{\n"x": "https://regis' + 'try.npmjs.org/"}', ['a.json:2: a registry host']],
	['README.md', 'See docs.\n', []],
];
for (const [name, text, wanted] of sourceRows)
	expectFaults(`sources, ${name} ${JSON.stringify(text.slice(0, 60))}`, checkFile(name, Buffer.from(text)), wanted);

count.close();
