/* SPDX-License-Identifier: Apache-2.0 */
#include "weave.h"

/* How a type is written in C, in the statement's tables and in a struct store_value. */
static const struct {
	const char *c, *store, *member;
} types[] = {
	[TYPE_I64] = {"int64_t ", "STORE_I64", "i64"},          [TYPE_F64] = {"double ", "STORE_F64", "f64"},
	[TYPE_BOOL] = {"bool ", "STORE_BOOL", "i64"},           [TYPE_TEXT] = {"struct str ", "STORE_TEXT", "text"},
	[TYPE_BYTES] = {"struct str ", "STORE_BYTES", "text"},  [TYPE_DATE] = {"struct date ", "STORE_DATE", "date"},
	[TYPE_TIME] = {"struct moment ", "STORE_TIME", "time"},
};

static bool is_id(const struct field *f)
{
	return f->own.n && f->type == TYPE_I64;
}

static bool is_enum(const struct field *f)
{
	return f->own.n && f->type == TYPE_TEXT;
}

/* A type whose values have none to spare for "null", so that a bool stands beside it. */
static bool has_flag(const struct field *f)
{
	bool spare = f->type == TYPE_DATE || f->type == TYPE_BYTES || (f->type == TYPE_TEXT && !f->own.n);
	return f->nullable && !spare;
}

const char *field_type(struct arena *a, const struct field *f)
{
	if (!f->own.n)
		return types[f->type].c;
	return arena_printf(a, "%s %.*s ", is_enum(f) ? "enum" : "struct", STR_ARGS(f->own));
}

/* The declaration of a query function, without its semicolon. */
static void write_prototype(struct out *o, const struct query *q)
{
	out_printf(o, "enum status %.*s_query(struct store *store, struct arena *arena", STR_ARGS(q->name));
	for (size_t i = 0; i < q->in.list.n; i++) {
		const struct field *f = &q->in.list.at[i];
		if (has_flag(f))
			out_printf(o, ", bool has_%.*s", STR_ARGS(f->name));
		out_printf(o, ", %s%.*s", field_type(o->arena, f), STR_ARGS(f->name));
	}
	if (q->form == FORM_ONE || q->form == FORM_MAYBE)
		out_printf(o, ", struct %.*s_row *row", STR_ARGS(q->name));
	if (q->form == FORM_MAYBE)
		out_raw(o, STR(", bool *found"));
	if (q->form == FORM_MANY)
		out_printf(o, ", struct %.*s_rows *rows", STR_ARGS(q->name));
	if (q->form == FORM_EACH)
		out_printf(o, ",\n\tenum status (*row)(void *context, const struct %.*s_row *row), void *context",
			   STR_ARGS(q->name));
	out_raw(o, q->form == FORM_COUNT ? STR(", int64_t *changed)") : STR(")"));
}

static void write_row_struct(struct out *o, const struct query *q)
{
	if (q->form == FORM_COUNT)
		return;
	out_raw(o, STR("\n"));
	generated_comment(o, str_format(o->arena, "%.*s: %.*s", STR_ARGS(q->name), STR_ARGS(q->about)));
	out_printf(o, "struct %.*s_row {\n", STR_ARGS(q->name));
	for (size_t i = 0; i < q->columns.list.n; i++) {
		const struct field *f = &q->columns.list.at[i];
		if (has_flag(f))
			out_printf(o, "\tbool has_%.*s;\n", STR_ARGS(f->name));
		bool unset = f->nullable && !has_flag(f);
		out_printf(o, "\t%s%.*s;%s\n", field_type(o->arena, f), STR_ARGS(f->name),
			   !unset                 ? ""
			   : f->type == TYPE_DATE ? " /* or DATE_UNSET */"
						  : " /* at is NULL if null */");
	}
	out_raw(o, STR("};\n"));
	if (q->form == FORM_MANY)
		out_printf(o, "\nstruct %.*s_rows {\n\tstruct %.*s_row *at;\n\tsize_t n;\n};\n", STR_ARGS(q->name),
			   STR_ARGS(q->name));
}

static void write_fields(struct out *o, const struct query *q, const char *which, const struct field_list *fields)
{
	if (!fields->list.n)
		return;
	out_printf(o, "static const struct store_field %.*s_%s[] = {\n", STR_ARGS(q->name), which);
	for (size_t i = 0; i < fields->list.n; i++) {
		const struct field *f = &fields->list.at[i];
		out_printf(o, "\t{\"%.*s\", %s, %s},\n", STR_ARGS(f->name), types[f->type].store,
			   f->nullable ? "true" : "false");
	}
	out_raw(o, STR("};\n\n"));
}

static void write_statement(struct out *o, const struct source *s, const struct query *q)
{
	write_fields(o, q, "in", &q->in);
	write_fields(o, q, "out", &q->columns);
	out_printf(o, "static struct store_statement %.*s_statement = {\n\t.name = \"%.*s\",\n", STR_ARGS(q->name),
		   STR_ARGS(q->name));
	out_printf(o, "\t.file = \"%s\",\n\t.line = %d,\n\t.sqlite =\n\t", s->path, source_line(s, q->at));
	generated_string(o, str_trim((struct str){q->sqlite.out.at, q->sqlite.out.n}), true);
	out_raw(o, STR(",\n\t.postgresql =\n\t"));
	generated_string(o, str_trim((struct str){q->postgresql.out.at, q->postgresql.out.n}), true);
	if (q->in.list.n)
		out_printf(o, ",\n\t.in = %.*s_in,\n\t.ins = %zu", STR_ARGS(q->name), q->in.list.n);
	if (q->columns.list.n)
		out_printf(o, ",\n\t.out = %.*s_out,\n\t.outs = %zu", STR_ARGS(q->name), q->columns.list.n);
	out_raw(o, STR(",\n};\n\n"));
}

/* The member of the row struct for column i, as a designated initialiser; enums are parsed afterwards. */
static void write_member(struct out *o, const struct field *f, size_t i, bool copies)
{
	bool text = f->type == TYPE_TEXT || f->type == TYPE_BYTES;
	if (has_flag(f))
		out_printf(o, "\t\t.has_%.*s = !values[%zu].is_null,\n", STR_ARGS(f->name), i);
	if (is_enum(f))
		return;
	out_printf(o, "\t\t.%.*s = %s", STR_ARGS(f->name), is_id(f) ? "{" : "");
	if (f->nullable)
		out_printf(o, "values[%zu].is_null ? %s : ", i,
			   text                   ? "(struct str){NULL, 0}"
			   : f->type == TYPE_DATE ? "DATE_UNSET"
			   : f->type == TYPE_TIME ? "(struct moment){0}"
						  : "0");
	if (text && copies)
		out_printf(o, "str_copy(arena, values[%zu].text)", i);
	else
		out_printf(o, "values[%zu].%s%s", i, types[f->type].member, f->type == TYPE_BOOL ? " != 0" : "");
	out_raw(o, is_id(f) ? STR("},\n") : STR(",\n"));
}

static void write_enum(struct out *o, const struct source *s, const struct query *q, size_t i)
{
	const struct field *f = &q->columns.list.at[i];
	out_printf(o, "\tif (%s", f->nullable ? "" : "!");
	if (f->nullable)
		out_printf(o, "!values[%zu].is_null && !", i);
	out_printf(o, "%.*s_parse(values[%zu].text, &row->%.*s)) {\n", STR_ARGS(f->own), i, STR_ARGS(f->name));
	out_printf(o,
		   "\t\tlog_line(LOG_ERROR, \"%s:%d: %.*s: not a word of enum %.*s: %%.*s\", "
		   "STR_ARGS(values[%zu].text));\n",
		   s->path, source_line(s, f->at), STR_ARGS(f->name), STR_ARGS(f->own), i);
	out_raw(o, STR("\t\treturn BUG;\n\t}\n"));
}

static void write_read(struct out *o, const struct source *s, const struct query *q)
{
	bool copies = false;
	for (size_t i = 0; i < q->columns.list.n && q->form != FORM_EACH; i++) {
		const struct field *f = &q->columns.list.at[i];
		copies |= (f->type == TYPE_TEXT || f->type == TYPE_BYTES) && !is_enum(f);
	}
	out_printf(o,
		   "static enum status %.*s_read(struct arena *arena, const struct store_value *values, struct "
		   "%.*s_row *row)\n{\n",
		   STR_ARGS(q->name), STR_ARGS(q->name));
	if (!copies)
		out_raw(o, STR("\t(void)arena;\n"));
	out_printf(o, "\t*row = (struct %.*s_row){\n", STR_ARGS(q->name));
	for (size_t i = 0; i < q->columns.list.n; i++)
		write_member(o, &q->columns.list.at[i], i, copies);
	out_raw(o, STR("\t};\n"));
	for (size_t i = 0; i < q->columns.list.n; i++)
		if (is_enum(&q->columns.list.at[i]))
			write_enum(o, s, q, i);
	out_raw(o, STR("\treturn OK;\n}\n\n"));
}

/* What a form keeps while rows come in, and the function that takes one. */
static void write_take(struct out *o, const struct source *s, const struct query *q)
{
	struct str n = q->name;
	out_printf(o, "struct %.*s_reading {\n\tstruct arena *arena;\n", STR_ARGS(n));
	if (q->form == FORM_MANY)
		out_printf(o, "\tLIST(struct %.*s_row) list;\n};\n\n", STR_ARGS(n));
	else if (q->form == FORM_EACH)
		out_printf(o,
			   "\tenum status (*row)(void *context, const struct %.*s_row *row);\n\tvoid *context;\n};\n\n",
			   STR_ARGS(n));
	else
		out_printf(o, "\tstruct %.*s_row *row;\n\tbool found;\n};\n\n", STR_ARGS(n));
	out_printf(o, "static enum status %.*s_take(void *context, const struct store_value *values)\n{\n",
		   STR_ARGS(n));
	out_printf(o, "\tstruct %.*s_reading *reading = context;\n", STR_ARGS(n));
	if (q->form == FORM_MANY)
		out_printf(o, "\treturn %.*s_read(reading->arena, values, list_add(reading->arena, &reading->list));\n",
			   STR_ARGS(n));
	else if (q->form == FORM_EACH)
		out_printf(o,
			   "\tstruct %.*s_row row;\n\tenum status outcome = %.*s_read(reading->arena, values, &row);\n"
			   "\treturn outcome == OK ? reading->row(reading->context, &row) : outcome;\n",
			   STR_ARGS(n), STR_ARGS(n));
	else
		out_printf(o,
			   "\tif (reading->found) {\n\t\tlog_line(LOG_ERROR, \"%s:%d: %.*s: more than one row\");\n"
			   "\t\treturn BUG;\n\t}\n\treading->found = true;\n\treturn %.*s_read(reading->arena, values, "
			   "reading->row);\n",
			   s->path, source_line(s, q->at), STR_ARGS(n), STR_ARGS(n));
	out_raw(o, STR("}\n\n"));
}

static void write_value(struct out *o, const struct field *f)
{
	struct str n = f->name;
	out_raw(o, STR("\t\t{"));
	if (has_flag(f))
		out_printf(o, ".is_null = !has_%.*s, ", STR_ARGS(n));
	else if (f->nullable && f->type == TYPE_DATE)
		out_printf(o, ".is_null = date_same(%.*s, DATE_UNSET), ", STR_ARGS(n));
	else if (f->nullable)
		out_printf(o, ".is_null = !%.*s.at, ", STR_ARGS(n));
	if (is_enum(f) && f->nullable)
		out_printf(o, ".text = has_%.*s ? str_of(%.*s_word(%.*s)) : STR(\"\")},\n", STR_ARGS(n),
			   STR_ARGS(f->own), STR_ARGS(n));
	else if (is_enum(f))
		out_printf(o, ".text = str_of(%.*s_word(%.*s))},\n", STR_ARGS(f->own), STR_ARGS(n));
	else
		out_printf(o, ".%s = %.*s%s},\n", types[f->type].member, STR_ARGS(n), is_id(f) ? ".n" : "");
}

static void write_query(struct out *o, const struct query *q)
{
	struct str n = q->name;
	bool rows = q->form != FORM_COUNT;
	write_prototype(o, q);
	out_raw(o, STR("\n{\n"));
	if (q->in.list.n)
		out_raw(o, STR("\tconst struct store_value values[] = {\n"));
	for (size_t i = 0; i < q->in.list.n; i++)
		write_value(o, &q->in.list.at[i]);
	if (q->in.list.n)
		out_raw(o, STR("\t};\n"));
	if (q->form == FORM_ONE || q->form == FORM_MAYBE)
		out_printf(o, "\tstruct %.*s_reading reading = {.arena = arena, .row = row};\n", STR_ARGS(n));
	if (q->form == FORM_MANY)
		out_printf(o, "\tstruct %.*s_reading reading = {.arena = arena};\n", STR_ARGS(n));
	if (q->form == FORM_EACH)
		out_printf(o, "\tstruct %.*s_reading reading = {.arena = arena, .row = row, .context = context};\n",
			   STR_ARGS(n));
	if (!rows)
		out_raw(o, STR("\t(void)arena;\n"));
	out_printf(o, "\t%sstore_query(store, &%.*s_statement, %s, ",
		   q->form == FORM_COUNT || q->form == FORM_EACH ? "return " : "enum status outcome = ", STR_ARGS(n),
		   q->in.list.n ? "values" : "NULL");
	if (rows)
		out_printf(o, "%.*s_take, &reading, NULL);\n", STR_ARGS(n));
	else
		out_raw(o, STR("NULL, NULL, changed);\n"));
	if (q->form == FORM_ONE)
		out_raw(o, STR("\treturn outcome == OK && !reading.found ? NOT_FOUND : outcome;\n"));
	if (q->form == FORM_MAYBE)
		out_raw(o, STR("\t*found = reading.found;\n\treturn outcome;\n"));
	if (q->form == FORM_MANY)
		out_printf(o, "\t*rows = (struct %.*s_rows){reading.list.at, reading.list.n};\n\treturn outcome;\n",
			   STR_ARGS(n));
	out_raw(o, STR("}\n"));
}

static void write_file(const struct source *s, const char *suffix, struct out *o)
{
	generated_write(s->weave, arena_printf(s->weave->arena, "%s_%s", s->name, suffix), out_str(o));
}

void sql_generate(const struct sql_file *file)
{
	const struct source *s = file->source;
	struct out rows = generated_new(s->weave), h = generated_new(s->weave), c = generated_new(s->weave);
	generated_head(&rows, s);
	generated_guard(&rows, s, "rows");
	out_raw(&rows, STR("#include \"base/call.h\"\n"));
	for (size_t i = 0; i < file->uses.n; i++)
		out_printf(&rows, "#include %.*s\n", STR_ARGS(file->uses.at[i]));
	generated_head(&h, s);
	generated_guard(&h, s, "sql");
	out_printf(&h, "#include \"%s_rows.h\"\n", s->name);
	generated_head(&c, s);
	out_printf(&c, "#include \"%s_sql.h\"\n\n#include \"base/log.h\"\n#include \"store/statement.h\"\n", s->name);
	for (size_t i = 0; i < file->list.n; i++) {
		const struct query *q = &file->list.at[i];
		write_row_struct(&rows, q);
		out_raw(&h, STR("\n"));
		generated_comment(&h, str_format(h.arena, "%.*s: %.*s", STR_ARGS(q->name), STR_ARGS(q->about)));
		out_raw(&h, STR("CHECKED "));
		write_prototype(&h, q);
		out_raw(&h, STR(";\n"));
		out_raw(&c, STR("\n"));
		generated_comment(&c, str_format(c.arena, "%.*s: %.*s", STR_ARGS(q->name), STR_ARGS(q->about)));
		write_statement(&c, s, q);
		if (q->form != FORM_COUNT) {
			write_read(&c, s, q);
			write_take(&c, s, q);
		}
		write_query(&c, q);
	}
	out_raw(&rows, STR("\n#endif\n"));
	out_raw(&h, STR("\n#endif\n"));
	write_file(s, "rows.h", &rows);
	write_file(s, "sql.h", &h);
	write_file(s, "sql.c", &c);
}
