// SPDX-License-Identifier: Apache-2.0
// A few invented articles of C189 in three languages, one of them written from right to left and one with an article less, as
// a file that `import texts` reads.
import fs from 'node:fs';
import path from 'node:path';

import { scratch } from './server.mjs';

const sentences = {
	en: 'In this sample “work” means work done in a home.\n2. A second paragraph, so that paragraphs stand below each other.',
	fr: 'Dans cet exemple, « travail » désigne un travail fait dans une maison.\n2. Un second paragraphe.',
	ar: 'في هذا المثال تعني كلمة «العمل» (work) عملاً يؤدى في منزل.\n2. فقرة ثانية.',
};

export function sampleTexts() {
	const file = path.join(scratch(), 'texts.jsonl');
	const lines = [];
	for (const [lang, text] of Object.entries(sentences))
		for (const article of ['1', '2', '10', '21'])
			if (lang !== 'fr' || article !== '2')
				lines.push(JSON.stringify({ id: `C189:${article}:${lang}`, instrument: 'C189', article, lang, text: `1. ${article}: ${text}`, source: 'sample' }));
	fs.writeFileSync(file, `${lines.join('\n')}\n`);
	return file;
}
