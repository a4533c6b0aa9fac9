/* SPDX-License-Identifier: Apache-2.0 */
#include "weave.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: weave schema [--root DIR] [--no-line] --out DIR NAME_schema.sql\n"
			    "       weave sql    [--root DIR] [--no-line] --schema FILE … --out DIR NAME.sql\n"
			    "       weave html   [--root DIR] [--no-line] --out DIR NAME.html\n"
			    "       weave file   [--root DIR] --out DIR --name NAME FILE\n"
			    "       weave --check postgresql://… [--root DIR] --schema FILE … NAME.sql …\n";

static _Noreturn void refuse(const char *what, const char *which)
{
	fprintf(stderr, "weave: %s%s\n%s", what, which, usage);
	exit(2);
}

/* The value of an option, which is the next argument. */
static const char *value_of(char **argv, int argc, int *i)
{
	if (*i + 1 >= argc)
		refuse("a value is missing after ", argv[*i]);
	return argv[++*i];
}

/* Takes the options out of argv; what is left are the files, whose number is returned. */
static int read_options(struct weave *w, char **argv, int argc)
{
	int files = 0;
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];
		if (strcmp(word, "--schema") == 0) {
			if (w->schemas_n == SCHEMAS_MOST)
				refuse("too many schema files", "");
			w->schemas[w->schemas_n++] = value_of(argv, argc, &i);
		} else if (strcmp(word, "--out") == 0)
			w->out = value_of(argv, argc, &i);
		else if (strcmp(word, "--root") == 0)
			w->root = realpath(value_of(argv, argc, &i), NULL);
		else if (strcmp(word, "--name") == 0)
			w->name = value_of(argv, argc, &i);
		else if (strcmp(word, "--no-line") == 0)
			w->lines = false;
		else if (word[0] == '-')
			refuse("unknown option ", word);
		else
			argv[files++] = argv[i];
	}
	return files;
}

static const struct mode {
	const char *word;
	void (*weave)(struct weave *w, const char *path);
	bool named;
} modes[] = {
	{"schema", schema_weave, false},
	{"sql", sql_weave, false},
	{"html", html_weave, false},
	{"file", file_weave, true},
};

static void run_mode(struct weave *w, const char *word, char **files, int n)
{
	const struct mode *mode = NULL;
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (strcmp(word, modes[i].word) == 0)
			mode = &modes[i];
	if (!mode)
		refuse("unknown mode ", word);
	if (n != 1)
		refuse("expected one file, as in the usage of ", word);
	if (!w->out)
		refuse("--out is missing", "");
	if (mode->named && (!w->name || !is_name(str_of(w->name))))
		refuse("--name must be a name of C", "");
	mode->weave(w, files[0]);
}

int main(int argc, char **argv)
{
	struct weave w = {.arena = arena_new(), .lines = true};
	if (argc < 2)
		refuse("nothing to do", "");
	bool check = strcmp(argv[1], "--check") == 0;
	int skip = check ? 3 : 2;
	if (argc < skip)
		refuse("a value is missing after ", argv[1]);
	int files = read_options(&w, argv + skip, argc - skip);
	if (check) {
		w.check = argv[2];
		check_weave(&w, argv + skip, files);
	} else {
		run_mode(&w, argv[1], argv + skip, files);
	}
	free((char *)w.root);
	arena_free(&w.arena);
	return w.faults ? 1 : 0;
}
