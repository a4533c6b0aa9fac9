// SPDX-License-Identifier: Apache-2.0
// Bytes of the maps, packed: the heaviest of all instruments and the world's picture, in every language.
//
//   SULEAR=PROGRAM node bench/map.mjs
import path from 'node:path';

import { request } from '../tests/lib/client.mjs';
import { Server, scratch } from '../tests/lib/server.mjs';
import { row } from './lib.mjs';

const server = await Server.start(['--data', path.join(scratch(), 'store')]);
let most = { bytes: 0 }, maps = 0;

async function weigh(address) {
	const answer = await request(server.url, 'GET', address, { 'Accept-Encoding': 'gzip' });
	if (answer.status !== 200)
		return;
	if (!answer.text.includes('</svg>'))
		throw new Error(`${address} is no whole drawing`);
	maps++;
	if (answer.raw.length > most.bytes)
		most = { bytes: answer.raw.length, address };
}

try {
	const list = JSON.parse((await request(server.url, 'GET', '/api/v1/instruments?type=convention&limit=200')).text);
	for (const language of ['en', 'fr', 'es', 'pt']) {
		await weigh(`/${language}/map.svg`);
		for (const { id } of list.items)
			await weigh(`/${language}/standards/${id}/map.svg`);
	}
} finally {
	await server.stop();
}
row(`Bytes of a map, gzip, the heaviest of ${maps}`, '< 30000', `${most.bytes} (\`${most.address}\`)`, maps > 100 && most.bytes < 30000);
