/* SPDX-License-Identifier: Apache-2.0 */
/* The `paths` of openapi.json (OpenAPI 3.1.0), read off the route tables, so that they cannot say something else. */
#include "http/http_private.h"

#include <jansson.h>
#include <string.h>

static json_t *reference(const char *kind, const char *name)
{
	char text[160];
	snprintf(text, sizeof text, "#/components/%s/%s", kind, name);
	return json_pack("{s:s}", "$ref", text);
}

static json_t *choices(const char *words)
{
	json_t *list = json_array();
	struct str rest = str_of(words), word;
	while (str_next(&rest, ' ', &word))
		if (word.n)
			json_array_append_new(list, json_stringn(word.at, word.n));
	return json_pack("{s:s, s:o}", "type", "string", "enum", list);
}

static json_t *schema_of(const struct http_parameter *p)
{
	switch (p->kind) {
	case HTTP_INTEGER: return json_pack("{s:s, s:i, s:i}", "type", "integer", "minimum", 0, "maximum", INT32_MAX);
	case HTTP_DAY: return json_pack("{s:s, s:s}", "type", "string", "format", "date");
	case HTTP_MOMENT:
		return json_pack("{s:s, s:[{s:s}, {s:s}]}", "type", "string", "anyOf", "format", "date-time", "format",
				 "date");
	case HTTP_CHOICE: return choices(p->choices);
	default:
		return json_pack("{s:s, s:I}", "type", "string", "maxLength",
				 (json_int_t)(p->most ? p->most : TEXT_MOST));
	}
}

static void add_path_parameters(json_t *parameters, const char *pattern)
{
	struct str rest = str_of(pattern), part;
	while (str_next(&rest, '/', &part)) {
		if (!str_begins(part, "{"))
			continue;
		json_array_append_new(parameters, json_pack("{s:s%, s:s, s:b, s:{s:s, s:i}}", "name", part.at + 1,
							    part.n - 2, "in", "path", "required", 1, "schema", "type",
							    "string", "maxLength", TEXT_MOST));
	}
}

static json_t *parameters_of(const struct http_route *route)
{
	json_t *parameters = json_array();
	add_path_parameters(parameters, route->pattern);
	for (size_t i = 0; i < route->parameters_n; i++) {
		const struct http_parameter *p = &route->parameters[i];
		json_array_append_new(parameters,
				      json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", p->name, "in", "query", "required",
						0, "description", p->description ? p->description : "", "schema",
						schema_of(p)));
	}
	return parameters;
}

static json_t *content(const struct http_route *route)
{
	json_t *content = json_object();
	if (route->answer)
		json_object_set_new(content, "application/json",
				    json_pack("{s:o}", "schema", reference("schemas", route->answer)));
	else
		json_object_set_new(content, "application/json", json_object());
	if (route->flags & HTTP_HAS_CSV)
		json_object_set_new(content, "text/csv", json_pack("{s:{s:s}}", "schema", "type", "string"));
	if (route->flags & HTTP_HAS_ATOM)
		json_object_set_new(content, "application/atom+xml", json_object());
	if (route->flags & HTTP_HAS_ICALENDAR)
		json_object_set_new(content, "text/calendar", json_pack("{s:{s:s}}", "schema", "type", "string"));
	return content;
}

static json_t *responses_of(const struct http_route *route)
{
	json_t *responses =
		json_pack("{s:{s:s, s:o}, s:{s:s, s:{s:{s:o}}}}", "200", "description", "The answer.", "content",
			  content(route), "default", "description", "Every fault of the request, at once.", "content",
			  "application/problem+json", "schema", reference("schemas", "Problem"));
	if (route->body && route->who != MAY_ANYBODY)
		json_object_set_new(responses, "201",
				    json_pack("{s:s, s:o}", "description", "Stored; Location names where.", "content",
					      content(route)));
	return responses;
}

/* "get_instruments_id" for GET /api/v1/instruments/{id}. */
static json_t *operation_id(const struct http_route *route)
{
	char text[160];
	size_t n = 0;
	const char *rest = route->pattern;
	if (strncmp(rest, "/api/v1", 7) == 0)
		rest += 7;
	n += (size_t)snprintf(text, sizeof text, "%s", strcmp(route->method, "GET") == 0 ? "get" : "post");
	for (; *rest && n + 1 < sizeof text; rest++) {
		bool letter = (*rest >= 'a' && *rest <= 'z') || (*rest >= '0' && *rest <= '9');
		if (letter)
			text[n++] = *rest;
		else if (text[n - 1] != '_' && rest[1])
			text[n++] = '_';
	}
	return json_stringn(text, n);
}

static json_t *operation(const struct http_route *route)
{
	json_t *o = json_object();
	json_object_set_new(o, "operationId", operation_id(route));
	json_object_set_new(o, "summary", json_string(route->summary ? route->summary : ""));
	json_object_set_new(o, "parameters", parameters_of(route));
	if (route->body)
		json_object_set_new(o, "requestBody",
				    json_pack("{s:b, s:{s:{s:o}}}", "required", 1, "content", "application/json",
					      "schema", reference("schemas", route->body)));
	if (route->who != MAY_ANYBODY)
		json_object_set_new(o, "security", json_pack("[{s:[]}]", "token"));
	json_object_set_new(o, "responses", responses_of(route));
	return o;
}

struct json_t *http_openapi_paths(const struct http_route *const *routes, size_t routes_n)
{
	json_t *paths = json_object();
	for (size_t i = 0; i < routes_n; i++)
		for (const struct http_route *route = routes[i]; route->pattern; route++) {
			if (!(route->flags & HTTP_API))
				continue;
			json_t *path = json_object_get(paths, route->pattern);
			if (!path) {
				path = json_object();
				json_object_set_new(paths, route->pattern, path);
			}
			json_object_set_new(path, strcmp(route->method, "GET") == 0 ? "get" : "post", operation(route));
		}
	return paths;
}
