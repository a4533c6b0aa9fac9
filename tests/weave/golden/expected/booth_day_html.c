/* Made by weave from golden/booth_day.html: edit that file. */
#include "booth_day_html.h"

/* one day of a booth */
void page_booth_day(struct out *o, struct call *c, const struct booth *booth, struct date day, const struct booth_day_rows *rows, struct url site, struct html about, struct json data, size_t unused)
{
	(void)unused;
#line 8 "golden/booth_day.html"
	frame_open(o, c, booth->name);
#line 9 "golden/booth_day.html"
	out_literal(o, "<h1>", 4);
#line 9 "golden/booth_day.html"
	_Generic((
#line 9 "golden/booth_day.html"
      booth->name
#line 9 "golden/booth_day.html"
	), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, booth->name);
#line 9 "golden/booth_day.html"
	out_literal(o, ", ", 2);
#line 9 "golden/booth_day.html"
	_Generic((
#line 9 "golden/booth_day.html"
                       day
#line 9 "golden/booth_day.html"
	), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, day);
#line 9 "golden/booth_day.html"
	out_literal(o, "</h1>\n", 6);
#line 10 "golden/booth_day.html"
	if (rows->n == 0) {
#line 10 "golden/booth_day.html"
		out_literal(o, "<p>", 3);
#line 10 "golden/booth_day.html"
		out_text_str(o, tr(c, "Nobody has asked for this booth yet."));
#line 10 "golden/booth_day.html"
		out_literal(o, "</p>", 4);
#line 10 "golden/booth_day.html"
	} else {
#line 11 "golden/booth_day.html"
		out_literal(o, "<p>", 3);
#line 11 "golden/booth_day.html"
		{
			static const char *const message_names[] = {"n"};
#line 11 "golden/booth_day.html"
			struct str message_literal, message_rest = /* xgettext:python-brace-format */ tr_n(c, "One booking", "{n} bookings", rows->n);
#line 11 "golden/booth_day.html"
			for (int message_place; (message_place = tr_next(&message_rest, message_names, 1, &message_literal)) >= 0;) {
#line 11 "golden/booth_day.html"
				out_text_str(o, message_literal);
				switch (message_place) {
				case 0:
#line 11 "golden/booth_day.html"
					_Generic((
#line 11 "golden/booth_day.html"
         rows->n
#line 11 "golden/booth_day.html"
					), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, rows->n);
					break;
				}
			}
#line 11 "golden/booth_day.html"
			out_text_str(o, message_literal);
		}
#line 11 "golden/booth_day.html"
		out_literal(o, "</p>\n<ul>", 9);
#line 12 "golden/booth_day.html"
		for (size_t i = 0; i < rows->n; i++) {
#line 12 "golden/booth_day.html"
			const struct booth_day_row *row = &rows->at[i];
#line 12 "golden/booth_day.html"
			out_literal(o, "\n<li><a href=\"/", 15);
#line 13 "golden/booth_day.html"
			_Generic((
#line 13 "golden/booth_day.html"
                  c->lang
#line 13 "golden/booth_day.html"
			), struct str: out_path_str, char *: out_path_chars, const char *: out_path_chars, int: out_path_i64, long: out_path_i64, long long: out_path_i64, unsigned long: out_path_i64, unsigned long long: out_path_i64, struct date: out_path_date, struct lang: out_path_lang)(o, c->lang);
#line 13 "golden/booth_day.html"
			out_literal(o, "/bookings/", 10);
#line 13 "golden/booth_day.html"
			_Generic((
#line 13 "golden/booth_day.html"
                                       row->id.n
#line 13 "golden/booth_day.html"
			), struct str: out_path_str, char *: out_path_chars, const char *: out_path_chars, int: out_path_i64, long: out_path_i64, long long: out_path_i64, unsigned long: out_path_i64, unsigned long long: out_path_i64, struct date: out_path_date, struct lang: out_path_lang)(o, row->id.n);
#line 13 "golden/booth_day.html"
			out_literal(o, "?name=", 6);
#line 13 "golden/booth_day.html"
			_Generic((
#line 13 "golden/booth_day.html"
                                                          row->title
#line 13 "golden/booth_day.html"
			), struct str: out_path_str, char *: out_path_chars, const char *: out_path_chars, int: out_path_i64, long: out_path_i64, long long: out_path_i64, unsigned long: out_path_i64, unsigned long long: out_path_i64, struct date: out_path_date, struct lang: out_path_lang)(o, row->title);
#line 13 "golden/booth_day.html"
			out_literal(o, "\" title=\"", 9);
#line 13 "golden/booth_day.html"
			_Generic((
#line 13 "golden/booth_day.html"
                                                                                 row->title
#line 13 "golden/booth_day.html"
			), struct str: out_attr_str, char *: out_attr_chars, const char *: out_attr_chars, int: out_attr_i64, long: out_attr_i64, long long: out_attr_i64, unsigned long: out_attr_i64, unsigned long long: out_attr_i64, struct date: out_attr_date, struct span: out_attr_span, struct moment: out_attr_moment, struct lang: out_attr_lang)(o, row->title);
#line 13 "golden/booth_day.html"
			out_literal(o, "\">", 2);
#line 13 "golden/booth_day.html"
			_Generic((
#line 13 "golden/booth_day.html"
                                                                                                 row->held_from
#line 13 "golden/booth_day.html"
			), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, row->held_from);
#line 13 "golden/booth_day.html"
			out_literal(o, " ", 1);
#line 13 "golden/booth_day.html"
			_Generic((
#line 13 "golden/booth_day.html"
                                                                                                                    row->title
#line 13 "golden/booth_day.html"
			), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, row->title);
#line 13 "golden/booth_day.html"
			out_literal(o, "</a>\n", 5);
#line 14 "golden/booth_day.html"
			if (row->team.at && !booth->open) {
#line 14 "golden/booth_day.html"
				out_literal(o, "(", 1);
#line 14 "golden/booth_day.html"
				_Generic((
#line 14 "golden/booth_day.html"
                                        row->team
#line 14 "golden/booth_day.html"
				), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, row->team);
#line 14 "golden/booth_day.html"
				out_literal(o, ")", 1);
#line 14 "golden/booth_day.html"
			} else if (booth->open) {
#line 14 "golden/booth_day.html"
				out_literal(o, "–", 3);
#line 14 "golden/booth_day.html"
			}
#line 14 "golden/booth_day.html"
			out_literal(o, "</li>", 5);
#line 14 "golden/booth_day.html"
		}
#line 14 "golden/booth_day.html"
		out_literal(o, "</ul>\n", 6);
#line 15 "golden/booth_day.html"
	}
#line 15 "golden/booth_day.html"
	out_literal(o, "\n<p>", 4);
#line 17 "golden/booth_day.html"
	{
		static const char *const message_names[] = {"who", "day", "a", "b", "/b", "/a", "a2", "/a2"};
#line 17 "golden/booth_day.html"
		struct str message_literal, message_rest = /* for translators: the link leads to the rules */ /* xgettext:python-brace-format */ tr(c, "On {day}, {who}: {a}read {b}this{/b}{/a} or {a2}that{/a2}, {b}all{/b} of it");
#line 17 "golden/booth_day.html"
		for (int message_place; (message_place = tr_next(&message_rest, message_names, 8, &message_literal)) >= 0;) {
#line 17 "golden/booth_day.html"
			out_text_str(o, message_literal);
			switch (message_place) {
			case 0:
#line 17 "golden/booth_day.html"
				_Generic((
#line 17 "golden/booth_day.html"
           booth->name
#line 17 "golden/booth_day.html"
				), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, booth->name);
				break;
			case 1:
#line 17 "golden/booth_day.html"
				_Generic((
#line 17 "golden/booth_day.html"
                           day
#line 17 "golden/booth_day.html"
				), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, day);
				break;
			case 2:
#line 17 "golden/booth_day.html"
				out_literal(o, "<a href=\"", 9);
#line 17 "golden/booth_day.html"
				_Generic((
#line 17 "golden/booth_day.html"
                                                            site
#line 17 "golden/booth_day.html"
				), struct url: out_url_url)(o, site);
#line 17 "golden/booth_day.html"
				out_literal(o, "\">", 2);
				break;
			case 3:
#line 17 "golden/booth_day.html"
				out_literal(o, "<b>", 3);
				break;
			case 4:
#line 17 "golden/booth_day.html"
				out_literal(o, "</b>", 4);
				break;
			case 5:
#line 17 "golden/booth_day.html"
				out_literal(o, "</a>", 4);
				break;
			case 6:
#line 17 "golden/booth_day.html"
				out_literal(o, "<a href=\"/rules?on=", 19);
#line 18 "golden/booth_day.html"
				_Generic((
#line 18 "golden/booth_day.html"
                    day
#line 18 "golden/booth_day.html"
				), struct str: out_path_str, char *: out_path_chars, const char *: out_path_chars, int: out_path_i64, long: out_path_i64, long long: out_path_i64, unsigned long: out_path_i64, unsigned long long: out_path_i64, struct date: out_path_date, struct lang: out_path_lang)(o, day);
#line 18 "golden/booth_day.html"
				out_literal(o, "\">", 2);
				break;
			case 7:
#line 18 "golden/booth_day.html"
				out_literal(o, "</a>", 4);
				break;
			}
		}
#line 17 "golden/booth_day.html"
		out_text_str(o, message_literal);
	}
#line 18 "golden/booth_day.html"
	out_literal(o, "</p>\n<form method=\"post\" action=\"/book\">\n", 41);
#line 20 "golden/booth_day.html"
	part_form_token(o, c);
#line 20 "golden/booth_day.html"
	out_literal(o, "\n<input name=\"title\"", 20);
#line 21 "golden/booth_day.html"
	if (booth->open)
		out_literal(o, " checked", 8);
#line 21 "golden/booth_day.html"
	out_literal(o, " placeholder=\"", 14);
#line 21 "golden/booth_day.html"
	out_attr_str(o, tr(c, "Your name"));
#line 21 "golden/booth_day.html"
	out_literal(o, "\"", 1);
#line 21 "golden/booth_day.html"
	if (booth->open) {
#line 21 "golden/booth_day.html"
		out_literal(o, " class=\"a ", 10);
#line 21 "golden/booth_day.html"
		if (rows->n > 1) {
#line 21 "golden/booth_day.html"
			out_literal(o, "b", 1);
#line 21 "golden/booth_day.html"
		}
#line 21 "golden/booth_day.html"
		out_literal(o, "\"", 1);
#line 21 "golden/booth_day.html"
	}
#line 21 "golden/booth_day.html"
	out_literal(o, ">\n<label title='", 16);
#line 22 "golden/booth_day.html"
	{
		static const char *const message_names[] = {"day"};
#line 22 "golden/booth_day.html"
		struct str message_literal, message_rest = /* xgettext:python-brace-format */ tr(c, "Until {day}: \"soon\"");
#line 22 "golden/booth_day.html"
		for (int message_place; (message_place = tr_next(&message_rest, message_names, 1, &message_literal)) >= 0;) {
#line 22 "golden/booth_day.html"
			out_attr_str(o, message_literal);
			switch (message_place) {
			case 0:
#line 22 "golden/booth_day.html"
				_Generic((
#line 22 "golden/booth_day.html"
                      day
#line 22 "golden/booth_day.html"
				), struct str: out_attr_str, char *: out_attr_chars, const char *: out_attr_chars, int: out_attr_i64, long: out_attr_i64, long long: out_attr_i64, unsigned long: out_attr_i64, unsigned long long: out_attr_i64, struct date: out_attr_date, struct span: out_attr_span, struct moment: out_attr_moment, struct lang: out_attr_lang)(o, day);
				break;
			}
		}
#line 22 "golden/booth_day.html"
		out_attr_str(o, message_literal);
	}
#line 22 "golden/booth_day.html"
	out_literal(o, "'>", 2);
#line 22 "golden/booth_day.html"
	out_text_str(o, tr_in(c, "noun", "Order"));
#line 22 "golden/booth_day.html"
	out_literal(o, "</label>\n<time datetime=\"", 25);
#line 23 "golden/booth_day.html"
	_Generic((
#line 23 "golden/booth_day.html"
                  day
#line 23 "golden/booth_day.html"
	), struct str: out_attr_str, char *: out_attr_chars, const char *: out_attr_chars, int: out_attr_i64, long: out_attr_i64, long long: out_attr_i64, unsigned long: out_attr_i64, unsigned long long: out_attr_i64, struct date: out_attr_date, struct span: out_attr_span, struct moment: out_attr_moment, struct lang: out_attr_lang)(o, day);
#line 23 "golden/booth_day.html"
	out_literal(o, "\">", 2);
#line 23 "golden/booth_day.html"
	_Generic((
#line 23 "golden/booth_day.html"
                           day
#line 23 "golden/booth_day.html"
	), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, day);
#line 23 "golden/booth_day.html"
	out_literal(o, "</time>\n<textarea name=\"more\">\n  ", 33);
#line 25 "golden/booth_day.html"
	_Generic((
#line 25 "golden/booth_day.html"
    booth->name
#line 25 "golden/booth_day.html"
	), struct str: out_title_str, char *: out_title_chars, const char *: out_title_chars, int: out_title_i64, long: out_title_i64, long long: out_title_i64, unsigned long: out_title_i64, unsigned long long: out_title_i64, struct date: out_title_date, struct span: out_title_span, struct moment: out_title_moment)(o, booth->name);
#line 25 "golden/booth_day.html"
	out_literal(o, "</textarea>\n</form>\n<pre>\n ", 27);
#line 28 "golden/booth_day.html"
	_Generic((
#line 28 "golden/booth_day.html"
   "C:\\"
#line 28 "golden/booth_day.html"
	), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, "C:\\");
#line 28 "golden/booth_day.html"
	out_literal(o, "   ", 3);
#line 28 "golden/booth_day.html"
	for (size_t i = 0; i < rows->n; i++) {
#line 28 "golden/booth_day.html"
		const struct booth_day_row *a = &rows->at[i];
#line 28 "golden/booth_day.html"
		for (size_t j = 0; j < rows->n; j++) {
#line 28 "golden/booth_day.html"
			const struct booth_day_row *b = &rows->at[j];
#line 28 "golden/booth_day.html"
			_Generic((
#line 28 "golden/booth_day.html"
                                                                                a->id.n
#line 28 "golden/booth_day.html"
			), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, a->id.n);
#line 28 "golden/booth_day.html"
			_Generic((
#line 28 "golden/booth_day.html"
                                                                                           b->id.n
#line 28 "golden/booth_day.html"
			), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, b->id.n);
#line 28 "golden/booth_day.html"
			out_literal(o, " ", 1);
#line 28 "golden/booth_day.html"
		}
#line 28 "golden/booth_day.html"
	}
#line 28 "golden/booth_day.html"
	out_literal(o, "</pre>\n<svg viewBox=\"0 0 1 1\"><title>", 37);
#line 29 "golden/booth_day.html"
	out_title_str(o, tr(c, "A circle"));
#line 29 "golden/booth_day.html"
	out_literal(o, "</title><path d=\"M 0\"/><use href=\"#in\"/></svg>\n<p translate=\"no\">Hello &amp; goodbye</p>\n", 89);
#line 31 "golden/booth_day.html"
	_Generic((
#line 31 "golden/booth_day.html"
  about
#line 31 "golden/booth_day.html"
	), struct str: out_text_str, char *: out_text_chars, const char *: out_text_chars, int: out_text_i64, long: out_text_i64, long long: out_text_i64, unsigned long: out_text_i64, unsigned long long: out_text_i64, struct date: out_text_date, struct span: out_text_span, struct moment: out_text_moment, struct html: out_text_html)(o, about);
#line 31 "golden/booth_day.html"
	out_literal(o, "\n", 1);
#line 32 "golden/booth_day.html"
	part_state(o, c, BOOKING_HELD);
#line 32 "golden/booth_day.html"
	out_literal(o, "\n<script type=\"application/json\">", 33);
#line 33 "golden/booth_day.html"
	_Generic((
#line 33 "golden/booth_day.html"
                                  data
#line 33 "golden/booth_day.html"
	), struct json: out_json_json)(o, data);
#line 33 "golden/booth_day.html"
	out_literal(o, "</script>", 9);
	frame_close(o, c, booth->name);
#line 364 "booth_day_html.c"
}
