/* SPDX-License-Identifier: Apache-2.0 */
#include "page/markdown.h"

#include <cmark.h>
#include <stdlib.h>

static void heading_below_title(cmark_node *node)
{
	int level = cmark_node_get_heading_level(node);
	cmark_node_set_heading_level(node, level < 5 ? level + 1 : 6);
}

/* A link with the picture's address and its words. */
static cmark_node *link_in_place_of(cmark_node *image)
{
	cmark_node *link = cmark_node_new(CMARK_NODE_LINK), *child;
	must(link && cmark_node_set_url(link, cmark_node_get_url(image)));
	while ((child = cmark_node_first_child(image)))
		must(cmark_node_append_child(link, child));
	must(cmark_node_replace(image, link));
	cmark_node_free(image);
	return link;
}

struct html markdown_html(struct arena *a, struct str text)
{
	enum { OPTIONS = CMARK_OPT_SAFE | CMARK_OPT_VALIDATE_UTF8 };
	cmark_node *document = cmark_parse_document(text.at, text.n, OPTIONS);
	must(document);
	cmark_iter *walk = cmark_iter_new(document);
	for (cmark_event_type event; (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(walk);
		cmark_node_type type = cmark_node_get_type(node);
		if (event == CMARK_EVENT_ENTER && type == CMARK_NODE_HEADING)
			heading_below_title(node);
		if (event == CMARK_EVENT_EXIT && type == CMARK_NODE_IMAGE)
			cmark_iter_reset(walk, link_in_place_of(node), CMARK_EVENT_EXIT);
	}
	cmark_iter_free(walk);
	char *html = cmark_render_html(document, OPTIONS);
	must(html);
	struct html copy = {str_copy(a, str_of(html))};
	free(html);
	cmark_node_free(document);
	return copy;
}
