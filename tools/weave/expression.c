/* SPDX-License-Identifier: Apache-2.0 */
#include "html.h"

#include <ctype.h>
#include <string.h>

/* The operators of C that templates may hold; longer ones first. "&" and "*" only before a name. */
static const char *const operators[] = {"->", "==", "!=", "<=", ">=", "&&", "||", ".",
					"<",  ">",  "!",  "(",  ")",  ",",  "&",  "*"};

size_t quoted_end(struct str s, size_t at)
{
	for (size_t i = at + 1; i < s.n; i++) {
		if (s.at[i] == '\\')
			i++;
		else if (s.at[i] == s.at[at])
			return i + 1;
	}
	return s.n;
}

static size_t operator_length(struct str s)
{
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (str_begins(s, operators[i]))
			return strlen(operators[i]);
	return 0;
}

bool expression_check(struct template *t, struct str e)
{
	int depth = 0;
	bool operand = false; /* the token before was a value, so that an operator may follow */
	for (size_t i = 0; i < e.n;) {
		char c = e.at[i];
		size_t n = 1, at = place_of(t, e) + i;
		if (is_blank(c)) {
			i++;
			continue;
		}
		bool minus = c == '-' && !operand && i + 1 < e.n && isdigit((unsigned char)e.at[i + 1]);
		bool value = is_word(c) || c == '"' || c == '\'' || minus;
		if (c == '"' || c == '\'')
			n = quoted_end(e, i) - i;
		else if (value)
			while (i + n < e.n && (is_word(e.at[i + n])))
				n++;
		else
			n = operator_length(str_slice(e, i, e.n));
		bool binary = n && !value && !strchr("(!&*", c);
		bool prefix = !value && ((c == '!' && n == 1) || ((c == '&' || c == '*') && n == 1));
		if (n == 0 || (value && operand) || (prefix && operand) || (binary && !operand && c != ')')) {
			fault(t->source, at,
			      "\"%.*s\" is not allowed here: an expression has names, . ->, calls, literals, "
			      "comparisons and ! && ||",
			      n ? (int)n : 1, e.at + i);
			return false;
		}
		depth += c == '(' ? 1 : c == ')' ? -1 : 0;
		operand = value || c == ')';
		i += n;
		if (depth < 0)
			break;
	}
	if (depth != 0 || !operand)
		fault(t->source, place_of(t, e),
		      depth ? "the expression's ( and ) do not match" : "the expression is not complete");
	return depth == 0 && operand;
}

bool expression_call(struct template *t, struct str words, struct str *name, struct str *arguments)
{
	size_t n = 0;
	while (n < words.n && is_word(words.at[n]))
		n++;
	*name = str_slice(words, 0, n);
	struct str rest = str_trim(str_slice(words, n, words.n));
	if (!is_name(*name) || rest.n < 2 || rest.at[0] != '(' || rest.at[rest.n - 1] != ')') {
		fault(t->source, place_of(t, words), "expected \"name(…)\", found \"%.*s\"", STR_ARGS(words));
		return false;
	}
	*arguments = str_trim(str_slice(rest, 1, rest.n - 2));
	return true;
}

size_t entity_length(struct str s)
{
	size_t i = 1;
	while (s.n && s.at[0] == '&' && i < s.n && (isalnum((unsigned char)s.at[i]) || s.at[i] == '#'))
		i++;
	return i > 1 && i < s.n && s.at[i] == ';' ? i + 1 : 0;
}

bool is_letter(struct str s, size_t *n)
{
	unsigned char c = (unsigned char)s.at[0];
	unsigned point = c < 0x80 ? c : c < 0xe0 ? c & 0x1fu : c < 0xf0 ? c & 0x0fu : c & 0x07u;
	*n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (*n > s.n)
		*n = s.n;
	for (size_t i = 1; i < *n; i++)
		point = point << 6 | ((unsigned char)s.at[i] & 0x3fu);
	if (point < 0xc0)
		return (point < 0x80 && isalpha((int)point)) || point == 0xaa || point == 0xb5 || point == 0xba;
	/* signs, not letters: × and ÷, punctuation to dingbats, ideographic punctuation, variation selectors, pictographs */
	bool sign = point == 0xd7 || point == 0xf7 || (point >= 0x2000 && point < 0x2c00) ||
		    (point >= 0x3000 && point < 0x3005) || (point >= 0xfe00 && point < 0xfe10) || point == 0xfeff ||
		    (point >= 0x1f000 && point < 0x20000);
	return !sign;
}
