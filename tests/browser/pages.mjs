// SPDX-License-Identifier: Apache-2.0
// The pages that the browser and the byte count visit: path behind the language, and the status it must have;
// isDrawing: an SVG document of its own.

export const languages = ['en', 'pt'];

export const pages = [
	{ path: '', status: 200 },
	{ path: '/standards', status: 200 },
	{ path: '/standards?type=convention&status=in_force', status: 200 },
	{ path: '/standards/C189', status: 200 },
	{ path: '/standards/C138', status: 200 },
	{ path: '/standards/MLC', status: 200 },
	{ path: '/standards/R202', status: 200 },
	{ path: '/standards/P155', status: 200 },
	{ path: '/standards/C004?on=2018-01-01', status: 200 },
	{ path: '/countries', status: 200 },
	{ path: '/countries/BRA', status: 200 },
	{ path: '/countries/MOZ?on=1990-01-01', status: 200 },
	{ path: '/countries/PRK', status: 200 },
	{ path: '/countries/YUG', status: 200 },
	{ path: '/countries?region=014&group=SADC&sort=-fundamental', status: 200 },
	{ path: '/countries?member=never', status: 200 },
	{ path: '/countries?q=zzzzzz', status: 200 },
	{ path: '/countries/CHE', status: 200 },
	{ path: '/countries/HKG', status: 200 },
	{ path: '/countries/DEU?on=1938-01-01', status: 200 },
	{ path: '/countries/BRA/calendar', status: 200 },
	{ path: '/countries/ATA/calendar', status: 200 },
	{ path: '/sources', status: 200 },
	{ path: '/sign-in', status: 200 },
	{ path: '/find?q=domestic', status: 200 },
	{ path: '/find?q=zzzzzz', status: 200 },
	{ path: '/map.svg', status: 200, isDrawing: true },
	{ path: '/standards/C189/map.svg', status: 200, isDrawing: true },
	{ path: '/standards/C087/map.svg?on=1980-01-01', status: 200, isDrawing: true },
	{ path: '/standards/C999', status: 404 },
	{ path: '/countries/BRA?on=2023-02-30', status: 400 },
];
