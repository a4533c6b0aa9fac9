/* SPDX-License-Identifier: Apache-2.0 */
#include "http/answer.h"

#include "exchange/csv.h"

#include <stdlib.h>
#include <string.h>

static int append(const char *bytes, size_t n, void *out)
{
	out_literal(out, bytes, n);
	return 0;
}

enum status http_answer(struct http_response *response, json_t *document)
{
	must(document);
	json_dump_callback(document, append, &response->body, JSON_COMPACT);
	json_decref(document);
	return OK;
}

/* The value at a path of members ("title.en"); NULL if there is none. */
static const json_t *value_at(const json_t *item, struct str path)
{
	struct str part;
	while (item && str_next(&path, '.', &part))
		item = json_object_getn(item, part.at, part.n);
	return item;
}

static struct str cell_of(struct arena *a, const json_t *value)
{
	if (!value || json_is_null(value))
		return STR("");
	if (json_is_string(value))
		return (struct str){json_string_value(value), json_string_length(value)};
	if (json_is_integer(value))
		return str_format(a, "%lld", (long long)json_integer_value(value));
	if (json_is_boolean(value))
		return json_is_true(value) ? STR("true") : STR("false");
	struct str joined = STR("");
	size_t i;
	json_t *part;
	bool texts = json_is_array(value);
	json_array_foreach(value, i, part)
	{
		texts = texts && json_is_string(part);
		if (texts)
			joined = str_format(a, "%.*s%s%s", STR_ARGS(joined), i ? " " : "", json_string_value(part));
	}
	if (texts)
		return joined;
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	struct str s = str_copy(a, str_of(text));
	free(text);
	return s;
}

static void write_row(struct csv_writer *w, struct arena *a, const json_t *item, struct str columns)
{
	struct str column;
	while (str_next(&columns, ' ', &column))
		csv_cell(w, item ? cell_of(a, value_at(item, column)) : column);
	csv_end_row(w);
}

enum status http_answer_list(const struct http_request *request, struct http_response *response, json_t *document,
			     const char *columns)
{
	json_t *next = json_object_get(document, "next");
	if (json_is_string(next))
		http_response_header(response, "Link",
				     str_format(request->call->arena, "<%s>; rel=\"next\"", json_string_value(next)));
	if (request->format != HTTP_CSV)
		return http_answer(response, document);
	bool excel = str_is(http_parameter_text(request, "for"), "excel");
	struct csv_writer w = csv_writer_new(&response->body, excel ? CSV_FOR_EXCEL : CSV_EXACT, request->call->lang);
	size_t i;
	json_t *item;
	write_row(&w, request->call->arena, NULL, str_of(columns));
	json_array_foreach(json_object_get(document, "items"), i, item)
		write_row(&w, request->call->arena, item, str_of(columns));
	json_decref(document);
	return OK;
}
