/* SPDX-License-Identifier: Apache-2.0 */
/* A User-Agent in two words. Most browsers name several others in it, so the order of the tables counts. */
#include "people/people.h"

#include <string.h>

static const char *const browsers[][2] = {
	{"Edg", "Edge"},
	{"OPR/", "Opera"},
	{"SamsungBrowser", "Samsung"},
	{"Firefox/", "Firefox"},
	{"FxiOS/", "Firefox"},
	{"CriOS/", "Chrome"},
	{"Chrome/", "Chrome"},
	{"Safari/", "Safari"},
	{"curl/", "curl"},
	{"HeadlessChrome", "Chrome"},
};

static const char *const systems[][2] = {
	{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},   {"Windows", "Windows"},
	{"Macintosh", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}, {"FreeBSD", "FreeBSD"},
};

static const char *find(const char *text, const char *const table[][2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, table[i][0]))
			return table[i][1];
	return "";
}

struct str people_browser(struct arena *a, struct str user_agent)
{
	const char *text = str_chars(a, str_slice(user_agent, 0, 1000));
	const char *browser = find(text, browsers, sizeof browsers / sizeof *browsers);
	const char *system = find(text, systems, sizeof systems / sizeof *systems);
	if (!*browser && !*system)
		return STR("");
	return str_format(a, "%s %s", *browser ? browser : "?", *system ? system : "?");
}
