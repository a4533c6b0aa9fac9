/* SPDX-License-Identifier: Apache-2.0 */
#include "weave.h"

/* FNV-1a, 64 bits (Fowler, Noll, Vo): enough to tell versions of our own files apart; it protects nothing. */
static uint64_t content_hash(struct str bytes)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < bytes.n; i++)
		hash = (hash ^ (unsigned char)bytes.at[i]) * 1099511628211u;
	return hash;
}

void file_weave(struct weave *w, const char *path)
{
	struct source s;
	if (!source_read(w, path, &s))
		return;
	s.name = w->name;
	struct out h = generated_new(w), c = generated_new(w);
	generated_head(&h, &s);
	generated_guard(&h, &s, "file");
	out_printf(&h, "#include \"page/file.h\"\n\n/* %s */\nextern const struct page_file %s_file;\n\n#endif\n",
		   s.path, s.name);
	generated_head(&c, &s);
	out_printf(&c, "#include \"%s_file.h\"\n\nstatic const unsigned char %s_bytes[] = {", s.name, s.name);
	for (size_t i = 0; i < s.text.n; i++)
		out_printf(&c, "%s%d,", i % 24 ? "" : "\n\t", (unsigned char)s.text.at[i]);
	out_printf(&c, "%s};\n\nconst struct page_file %s_file = {%s_bytes, %zu, \"%016llx\"};\n",
		   s.text.n ? "\n" : "0", s.name, s.name, s.text.n, (unsigned long long)content_hash(s.text));
	generated_write(w, arena_printf(w->arena, "%s_file.h", s.name), out_str(&h));
	generated_write(w, arena_printf(w->arena, "%s_file.c", s.name), out_str(&c));
}
