/* Made by weave from golden/frame.html: edit that file. */
#include "frame_html.h"

/* the frame: {{within frame(…)}} puts a page into it */
void frame_open(struct out *o, struct call *c, struct str title)
{
#line 6 "golden/frame.html"
	out_literal(o, "<!DOCTYPE html>\n<html lang=\"", 28);
#line 7 "golden/frame.html"
	_Generic((
#line 7 "golden/frame.html"
              c->lang
#line 7 "golden/frame.html"
	), struct str: out_attr_str, char *: out_attr_chars, const char *: out_attr_chars, int: out_attr_i64, long: out_attr_i64, long long: out_attr_i64, unsigned long: out_attr_i64, unsigned long long: out_attr_i64, struct date: out_attr_date, struct span: out_attr_span, struct moment: out_attr_moment, struct lang: out_attr_lang)(o, c->lang);
#line 7 "golden/frame.html"
	out_literal(o, "\">\n<head><meta charset=\"utf-8\"><title>", 38);
#line 8 "golden/frame.html"
	_Generic((
#line 8 "golden/frame.html"
                                     title
#line 8 "golden/frame.html"
	), struct str: out_title_str, char *: out_title_chars, const char *: out_title_chars, int: out_title_i64, long: out_title_i64, long long: out_title_i64, unsigned long: out_title_i64, unsigned long long: out_title_i64, struct date: out_title_date, struct span: out_title_span, struct moment: out_title_moment)(o, title);
#line 8 "golden/frame.html"
	out_literal(o, " · ", 4);
#line 8 "golden/frame.html"
	out_title_str(o, tr(c, "Booths"));
#line 8 "golden/frame.html"
	out_literal(o, " · ", 4);
#line 8 "golden/frame.html"
	_Generic((
#line 8 "golden/frame.html"
                                                                     "Sulear"
#line 8 "golden/frame.html"
	), struct str: out_title_str, char *: out_title_chars, const char *: out_title_chars, int: out_title_i64, long: out_title_i64, long long: out_title_i64, unsigned long: out_title_i64, unsigned long long: out_title_i64, struct date: out_title_date, struct span: out_title_span, struct moment: out_title_moment)(o, "Sulear");
#line 8 "golden/frame.html"
	out_literal(o, "</title></head>\n<body>\n<main>", 29);
#line 38 "frame_html.c"
}

/* the frame: {{within frame(…)}} puts a page into it */
void frame_close(struct out *o, struct call *c, struct str title)
{
	(void)c;
	(void)title;
#line 11 "golden/frame.html"
	out_literal(o, "</main>\n</body>\n</html>", 23);
#line 48 "frame_html.c"
}

/* golden/frame.html:15 */
void part_form_token(struct out *o, struct call *c)
{
	(void)c;
#line 16 "golden/frame.html"
	out_literal(o, "<input type=\"hidden\" name=\"token\" value=\"secret\">", 49);
#line 57 "frame_html.c"
}

/* one state, as readers see it */
void part_state(struct out *o, struct call *c, enum booking_state state)
{
#line 20 "golden/frame.html"
	out_literal(o, "<b class=\"", 10);
#line 20 "golden/frame.html"
	_Generic((
#line 20 "golden/frame.html"
            booking_state_word(state)
#line 20 "golden/frame.html"
	), struct str: out_attr_str, char *: out_attr_chars, const char *: out_attr_chars, int: out_attr_i64, long: out_attr_i64, long long: out_attr_i64, unsigned long: out_attr_i64, unsigned long long: out_attr_i64, struct date: out_attr_date, struct span: out_attr_span, struct moment: out_attr_moment, struct lang: out_attr_lang)(o, booking_state_word(state));
#line 20 "golden/frame.html"
	out_literal(o, "\">", 2);
#line 20 "golden/frame.html"
	_Generic((
#line 20 "golden/frame.html"
                                           label_state(c, state)
#line 20 "golden/frame.html"
	), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, label_state(c, state));
#line 20 "golden/frame.html"
	out_literal(o, "</b>", 4);
#line 81 "frame_html.c"
}
