// SPDX-License-Identifier: Apache-2.0
// Makes src/page/outlines.txt, the world of page/map.h, from outlines in degrees and the places of small countries.
//
//   node tools/outlines.mjs COUNTRIES.geojson CENTROIDS.csv COUNTRIES.csv MEMBERSHIP.csv > src/page/outlines.txt
//
// Equal Earth (Šavrič, Patterson, Jenny 2018), centred on 10 degrees East and so cut at 170 degrees West, in units of which the
// world is 954 wide. Places that are or were Members are put first, so that nobody who matters less moves them.
import fs from 'node:fs';

const [outlinesFile, centroidsFile, countriesFile, membersFile] = process.argv.slice(2);
const centre = 10, width = 956, height = 428;
const radius = 6, apart = 12;
const small = 60, beside = 7; // a disc keeps that far from the middle of an outline of less than that area
const smallest = 16; // an outline of a smaller area, in square units, is a disc
const corner = 0.5;  // a point that cuts off no more, in square units, is left out
const speck = 3;     // an island of a smaller area is left out where the country has a greater one

// x and y of degrees, as real numbers.
function project(longitude, latitude) {
	const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
	const scale = (width - 2) / 2 / 2.70663, top = 1.3173628;
	const theta = Math.asin(Math.sqrt(3) / 2 * Math.sin(latitude * Math.PI / 180));
	const lambda = (longitude - centre) * Math.PI / 180;
	const t2 = theta * theta, t6 = t2 * t2 * t2;
	const x = 2 * Math.sqrt(3) * lambda * Math.cos(theta) / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1));
	const y = theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1);
	return [width / 2 + scale * x, 1 + scale * (top - y)];
}

const area = ring => Math.abs(ring.reduce((sum, [x, y], i) => {
	const [nextX, nextY] = ring[(i + 1) % ring.length];
	return sum + x * nextY - nextX * y;
}, 0) / 2);

const middleOf = ring => [0, 1].map(i => ring.reduce((sum, point) => sum + point[i], 0) / ring.length);

// A ring in one piece, on the side of the cut where most of it lies.
function turned(ring) {
	let last = ring[0][0];
	const whole = ring.map(([longitude, latitude]) => {
		last = longitude + 360 * Math.round((last - longitude) / 360);
		return [last, latitude];
	});
	const middle = whole.reduce((sum, [longitude]) => sum + longitude, 0) / whole.length;
	const turn = 360 * Math.round((centre - middle) / 360);
	return whole.map(([longitude, latitude]) => [longitude + turn, latitude]);
}

// Two rings of one country that were cut along the 180th meridian become one again.
function joined(rings) {
	const edge = ring => ring.findIndex(([x], i) => x === 180 && ring[(i + 1) % ring.length][0] === 180);
	const done = [];
	for (const ring of rings) {
		const at = edge(ring);
		const other = at < 0 ? -1 : done.findIndex(one => one.some(([x, y]) => x === 180 && y === ring[at][1]) && edge(one) >= 0);
		if (other < 0) {
			done.push(ring);
			continue;
		}
		const from = edge(done[other]);
		const opened = (list, i) => [...list.slice(i + 1), ...list.slice(0, i + 1)];
		done[other] = [...opened(done[other], from), ...opened(ring, at)];
	}
	return done;
}

// A ring without the points that say least. Whether one goes is told from it and its neighbours alone, in either direction, so
// that a border is the same seen from both its sides.
function thinned(ring) {
	const at = i => ring[(i + ring.length) % ring.length];
	const weight = i => area([at(i - 1), at(i), at(i + 1)]);
	const before = (i, k) => weight(i) - weight(k) || at(i)[0] - at(k)[0] || at(i)[1] - at(k)[1];
	const kept = ring.filter((_, i) => ring.length < 5 || weight(i) > corner || before(i, i - 1) > 0 || before(i, i + 1) > 0);
	return kept.length < ring.length ? thinned(kept) : ring;
}

// Whole numbers.
function rounded(ring) {
	const points = ring.map(([longitude, latitude]) => project(longitude, latitude).map(Math.round));
	return thinned(points.filter(([x, y], i) => {
		const [lastX, lastY] = points[(i + points.length - 1) % points.length];
		return x !== lastX || y !== lastY;
	}));
}

// "M12 34l5-6 7 8z": relative, with no blank that a sign replaces.
function pathOf(rings) {
	const numbers = list => list.join(' ').replaceAll(' -', '-');
	return rings.map(ring => {
		const steps = ring.slice(1).flatMap(([x, y], i) => [x - ring[i][0], y - ring[i][1]]);
		return `M${ring[0].join(' ')}l${numbers(steps)}z`;
	}).join('');
}

const rows = file => fs.readFileSync(file, 'utf8').trim().split('\n').slice(1).map(line => line.split(','));
const known = new Set(rows(countriesFile).map(row => row[1]));
const members = new Set(rows(membersFile).map(row => row[0]));
const shapes = new Map(), discs = [], covered = [];
const addDisc = (code, home) => discs.push({ code, home, at: [...home], isMember: members.has(code) });

for (const { properties: { iso3 }, geometry } of JSON.parse(fs.readFileSync(outlinesFile)).features) {
	if (!known.has(iso3) || iso3 === 'ATA')
		continue;
	const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
	const whole = joined(polygons.map(polygon => turned(polygon[0].slice(0, -1))));
	const rings = [...whole, ...polygons.flatMap(polygon => polygon.slice(1).map(hole => turned(hole.slice(0, -1))))]
		.map(rounded).filter(ring => ring.length > 2).sort((a, b) => area(b) - area(a));
	const sum = rings.reduce((total, ring) => total + area(ring), 0);
	if (sum < smallest) {
		addDisc(iso3, middleOf(rings[0]));
		continue;
	}
	if (sum < small)
		covered.push(middleOf(rings[0]));
	shapes.set(iso3, pathOf(rings.filter((ring, i) => i === 0 || area(ring) >= speck)));
}
for (const [code, latitude, longitude] of rows(centroidsFile))
	if (!shapes.has(code) && !discs.some(disc => disc.code === code) && known.has(code) && Number(latitude) > -60)
		addDisc(code, project(...turned([[Number(longitude), Number(latitude)]])[0]));
discs.sort((a, b) => a.code < b.code ? -1 : 1);

const edge = [];
for (let latitude = 90; latitude >= -62; latitude -= 4)
	edge.push([centre + 180, latitude]);
const right = edge.map(([longitude, latitude]) => project(longitude, latitude).map(Math.round)).filter(([, y]) => y < height - 1);
const last = right.at(-1);
right.push([last[0] - 10, height - 1]);
const frame = [...right, ...right.map(([x, y]) => [width - x, y]).reverse()];

// How far right the world reaches at that height.
function reach(y) {
	const i = Math.max(right.findIndex(point => point[1] >= y), 1), [x0, y0] = right[i - 1], [x1, y1] = right[i];
	return x0 + (x1 - x0) * (y - y0) / (y1 - y0 || 1);
}

function inside([x, y]) {
	const most = Math.floor(reach(y)) - radius - 2;
	return [Math.min(Math.max(x, width - most), most), Math.min(Math.max(y, radius + 2), height - radius - 2)];
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

// Where a disc at `from` goes when it must lie so far from `to`.
function pushed(from, to, want) {
	const d = distance(from, to);
	if (d >= want)
		return from;
	const away = d ? [(from[0] - to[0]) / d, (from[1] - to[1]) / d] : [1, 0];
	return inside(from.map((v, i) => v + away[i] * (want - d)));
}

// Members push each other away and keep off what they would cover, each drawn back home, until all are far enough apart.
const first = discs.filter(disc => disc.isMember);
for (let round = 0; round < 4000; round++) {
	const pull = round < 3000 ? 0.02 : 0;
	for (const disc of first)
		disc.at = inside(disc.at.map((v, i) => v + pull * (disc.home[i] - v)));
	for (const disc of first) {
		for (const other of first.filter(one => one !== disc)) {
			const from = disc.at;
			disc.at = pushed(from, other.at, (apart + 1 + Math.min(distance(from, other.at), apart + 1)) / 2);
			other.at = pushed(other.at, from, (apart + 1 + Math.min(distance(from, other.at), apart + 1)) / 2);
		}
		for (const middle of covered)
			disc.at = pushed(disc.at, middle, beside + 1);
	}
}
first.forEach(disc => disc.at = disc.at.map(Math.round));

// The others take the nearest place that is left.
for (const disc of discs.filter(one => !one.isMember)) {
	const taken = discs.filter(one => one.isMember || one.isPlaced);
	let best = null;
	for (let x = -120; x <= 120; x++)
		for (let y = -120; y <= 120; y++) {
			const at = [Math.round(disc.home[0]) + x, Math.round(disc.home[1]) + y];
			const far = distance(at, disc.home);
			if (inside(at).every((v, i) => v === at[i]) && (!best || far < best.far) && taken.every(one => distance(one.at, at) >= apart) && covered.every(one => distance(one, at) >= beside))
				best = { at, far };
		}
	disc.at = best.at;
	disc.isPlaced = true;
}

const lines = [...shapes, ...discs.map(disc => [disc.code, disc.at.join(' ')])].sort(([a], [b]) => a < b ? -1 : 1);
process.stdout.write(`# SPDX-License-Identifier: Apache-2.0
# The world in units of the map, made by tools/outlines.mjs: Natural Earth 1:110m (public domain), places of small countries
# from their centroids. A line: the ISO code, then a path, or the middle of a disc. First line: the frame of the world.
--- ${pathOf([frame])}
${lines.map(([code, what]) => `${code} ${what}\n`).join('')}`);
console.error(`${shapes.size} outlines, ${discs.length} discs`, discs.filter(d => d.isMember).map(d => d.code).join(' '));
for (const d of discs) if (distance(d.at, d.home) > 14) console.error(d.code, Math.round(distance(d.at, d.home)));
