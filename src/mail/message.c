/* SPDX-License-Identifier: Apache-2.0 */
/* A mail as bytes. */
#include "mail/message.h"

#include "base/tr.h"

#include <ctype.h>
#include <sodium.h>
#include <time.h>

enum {
	LINE = 76,          /* RFC 2045 6.7, RFC 2047 2 */
	WORD_BYTES = 42,    /* of text in one encoded word: 56 characters, with what stands around them 68 */
	HEADER_MOST = 1000, /* bytes of a header's value; more is cut */
};

bool mail_address_fits(struct str email)
{
	size_t at = 0, ats = 0;
	for (size_t i = 0; i < email.n; i++) {
		if ((unsigned char)email.at[i] <= ' ' || (unsigned char)email.at[i] >= 0x7f ||
		    strchr("<>,;:\"\\()[]", email.at[i]))
			return false;
		if (email.at[i] == '@') {
			ats++;
			at = i;
		}
	}
	return email.n <= 254 && ats == 1 && at > 0 && at + 1 < email.n;
}

/* --- headers */

/* Bytes of the character that begins at `at`: the following ones are 10xxxxxx. */
static size_t character(struct str s, size_t at)
{
	size_t n = 1;
	while (at + n < s.n && ((unsigned char)s.at[at + n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Without controls, cut at a character, blanks at the ends taken off: nothing in it can end a line. */
static struct str tame(struct arena *a, struct str value, size_t most)
{
	struct out o = out_new(a, most + 8, NULL);
	for (size_t i = 0; i < value.n && o.n < most;) {
		size_t control = str_control(value, i), n = character(value, i);
		if (control)
			out_raw(&o, STR(" "));
		else if (o.n + n <= most)
			out_literal(&o, value.at + i, n);
		else
			break;
		i += control ? control : n;
	}
	return str_trim(out_str(&o));
}

static bool is_plain(struct str value)
{
	size_t word = 0;
	for (size_t i = 0; i < value.n; i++) {
		word = value.at[i] == ' ' ? 0 : word + 1;
		if ((unsigned char)value.at[i] >= 0x7f || word > 60)
			return false;
	}
	return memmem(value.at, value.n, "=?", 2) == NULL;
}

/* Encoded words of at most WORD_BYTES of text, a line each; *column is where the first begins. */
static void encode_words(struct out *o, struct str value)
{
	for (size_t i = 0; i < value.n;) {
		char text[4 * WORD_BYTES];
		size_t n = 0, next;
		while (i + n < value.n && (next = character(value, i + n)) + n <= WORD_BYTES)
			n += next;
		if (n == 0) /* no UTF-8 at all */
			n = WORD_BYTES;
		sodium_bin2base64(text, sizeof text, (const unsigned char *)value.at + i, n,
				  sodium_base64_VARIANT_ORIGINAL);
		out_printf(o, "%s=?UTF-8?B?%s?=", i ? "\r\n " : "", text);
		i += n;
	}
}

/* Plain words, a new line before one that would pass the column. */
static void fold(struct out *o, size_t column, struct str value)
{
	struct str word;
	bool is_first = true;
	while (str_next(&value, ' ', &word)) {
		if (!word.n)
			continue;
		if (!is_first && column + 1 + word.n > LINE) {
			out_raw(o, STR("\r\n"));
			column = 0;
		}
		if (!is_first)
			out_raw(o, STR(" "));
		out_raw(o, word);
		column += word.n + !is_first;
		is_first = false;
	}
}

void mail_header(struct out *o, const char *name, struct str value)
{
	struct str text = tame(o->arena, value, HEADER_MOST);
	out_printf(o, "%s: ", name);
	if (is_plain(text))
		fold(o, strlen(name) + 2, text);
	else
		encode_words(o, text);
	out_raw(o, STR("\r\n"));
}

/* A header of our own making, whose parts hold no blanks and no controls (addresses, identifiers): as it is, folded. */
static void header_of_parts(struct out *o, const char *name, struct str value)
{
	out_printf(o, "%s: ", name);
	fold(o, strlen(name) + 2, tame(o->arena, value, 4 * HEADER_MOST));
	out_raw(o, STR("\r\n"));
}

/* "Name <inside>"; the name quoted or encoded. */
static void header_of_mailbox(struct out *o, const char *name, struct str phrase, struct str inside)
{
	struct str text = tame(o->arena, phrase, HEADER_MOST / 4);
	out_printf(o, "%s: ", name);
	if (text.n && is_plain(text)) {
		out_raw(o, STR("\""));
		for (size_t i = 0; i < text.n; i++)
			out_printf(o, "%s%c", text.at[i] == '"' || text.at[i] == '\\' ? "\\" : "", text.at[i]);
		out_raw(o, STR("\""));
	} else {
		encode_words(o, text);
	}
	inside = tame(o->arena, inside, HEADER_MOST);
	bool is_long = strlen(name) + text.n + inside.n > LINE - 8 || !is_plain(text);
	out_printf(o, "%s<%.*s>\r\n", !text.n ? "" : is_long ? "\r\n " : " ", STR_ARGS(inside));
}

static void header_of_date(struct out *o, struct moment at)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)(at.us / 1000000);
	struct tm tm;
	gmtime_r(&seconds, &tm);
	out_printf(o, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
		   tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* "<PART@DOMAIN>"; what would end it is left out. */
static struct str identifier(struct arena *a, struct str part, struct str domain)
{
	struct out o = out_new(a, HEADER_MOST, NULL);
	out_raw(&o, STR("<"));
	for (size_t i = 0; i < part.n; i++)
		if (isalnum((unsigned char)part.at[i]) || strchr("-._+=", part.at[i]))
			out_literal(&o, part.at + i, 1);
	out_printf(&o, "@%.*s>", STR_ARGS(domain));
	return out_str(&o);
}

/* "a b" as "<a@DOMAIN> <b@DOMAIN>". */
static struct str identifiers(struct arena *a, struct str parts, struct str domain)
{
	struct out o = out_new(a, 4 * HEADER_MOST, NULL);
	struct str part;
	while (str_next(&parts, ' ', &part))
		if (part.n)
			out_printf(&o, "%s%.*s", o.n ? " " : "", STR_ARGS(identifier(a, part, domain)));
	return out_str(&o);
}

static void write_list(struct out *o, const struct mail_letter *l)
{
	const struct mail_message *m = l->message;
	struct arena *a = o->arena;
	if (m->list_id.n)
		header_of_mailbox(o, "List-Id", m->list_name,
				  str_format(a, "%.*s.%.*s", STR_ARGS(m->list_id), STR_ARGS(l->domain)));
	if (!l->unsubscribe.n)
		return;
	header_of_parts(o, "List-Unsubscribe",
			str_format(a, "<%.*s>, <mailto:unsubscribe+%.*s@%.*s>", STR_ARGS(l->unsubscribe_url),
				   STR_ARGS(l->unsubscribe), STR_ARGS(l->domain)));
	out_raw(o, STR("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
}

static void write_head(struct out *o, struct call *c, const struct mail_letter *l)
{
	const struct mail_message *m = l->message;
	struct arena *a = o->arena;
	struct str own = str_format(a, "mail-%lld", (long long)l->id);
	header_of_mailbox(o, "From", l->site_name, l->from);
	header_of_parts(o, "To", l->to->email);
	if (l->reply.n)
		header_of_parts(o, "Reply-To", str_format(a, "%.*s@%.*s", STR_ARGS(l->reply), STR_ARGS(l->domain)));
	mail_header(o, "Subject", tame(a, m->subject, MAIL_SUBJECT_MOST));
	header_of_date(o, l->at);
	header_of_parts(o, "Message-ID", identifier(a, m->message_id.n ? m->message_id : own, l->domain));
	if (m->in_reply_to.n)
		header_of_parts(o, "In-Reply-To", identifier(a, m->in_reply_to, l->domain));
	if (m->references.n)
		header_of_parts(o, "References", identifiers(a, m->references, l->domain));
	out_raw(o, STR("Auto-Submitted: auto-generated\r\n"));
	write_list(o, l);
	if (m->archived_at.n)
		header_of_parts(o, "Archived-At", str_format(a, "<%.*s>", STR_ARGS(m->archived_at)));
	header_of_parts(o, "Content-Language", str_of(c->lang.tag));
	out_raw(o, STR("MIME-Version: 1.0\r\n"));
}

/* --- bodies */

void mail_quoted_printable(struct out *o, struct str text)
{
	size_t column = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char b = (unsigned char)text.at[i];
		bool ends = i + 1 == text.n || text.at[i + 1] == '\n' || str_begins(str_slice(text, i + 1, 2), "\r\n");
		if (b == '\n' || (b == '\r' && i + 1 < text.n && text.at[i + 1] == '\n')) {
			out_raw(o, STR("\r\n"));
			i += b == '\r';
			column = 0;
			continue;
		}
		/* A "." or "From " at a line's start is what mail servers stumble over. */
		bool is_safe = (b > ' ' && b < 0x7f && b != '=' && !(column == 0 && (b == '.' || b == 'F'))) ||
			       (b == ' ' && !ends);
		size_t n = is_safe ? 1 : 3;
		if (column + n > LINE - (ends ? 0 : 1)) {
			out_raw(o, STR("=\r\n"));
			column = 0;
		}
		if (is_safe)
			out_literal(o, text.at + i, 1);
		else
			out_printf(o, "=%02X", b);
		column += n;
	}
	if (column)
		out_raw(o, STR("\r\n"));
}

static size_t columns(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i += character(s, i))
		n++;
	return n;
}

/* One paragraph: a line that goes on ends in a blank (RFC 3676 4.1); one that looks like a quote is stuffed (4.4). */
static void flow_line(struct out *o, struct str line, bool quote)
{
	struct str word;
	size_t column = 0, most = MAIL_COLUMNS - (quote ? 2 : 0);
	const char *before = quote ? "> " : "";
	bool is_first = true;
	while (str_next(&line, ' ', &word)) {
		if (!word.n)
			continue;
		size_t width = columns(word);
		if (!is_first && column + 1 + width > most) {
			out_raw(o, STR(" \n"));
			column = 0;
		} else if (!is_first) {
			out_raw(o, STR(" "));
			column++;
		}
		if (column == 0)
			out_printf(o, "%s%s", before, !quote && (word.at[0] == '>' || str_is(word, "From")) ? " " : "");
		out_raw(o, word);
		column += width;
		is_first = false;
	}
	if (is_first && quote)
		out_raw(o, STR(">"));
	out_raw(o, STR("\n"));
}

void mail_flow(struct out *o, struct str text, bool quote)
{
	struct str line;
	while (str_next(&text, '\n', &line)) {
		struct out clean = out_new(o->arena, 2 * line.n + 8, NULL);
		for (size_t i = 0; i < line.n;) {
			size_t control = str_control(line, i), n = control ? control : character(line, i);
			out_literal(&clean, control ? " " : line.at + i, control ? 1 : n);
			i += n;
		}
		flow_line(o, out_str(&clean), quote);
	}
}

/* An address stands on a line of its own and is never broken. */
static void write_url(struct out *o, struct str url)
{
	out_printf(o, "%.*s\n", STR_ARGS(tame(o->arena, url, 2 * HEADER_MOST)));
}

/* The text part: the blocks, a blank line between; what is small stands below the line that mail readers know. */
static struct str text_part(struct call *c, const struct mail_letter *l)
{
	struct out o = out_new(c->arena, MAIL_BYTES_MOST, NULL);
	const struct mail_message *m = l->message;
	bool is_small = false;
	for (size_t i = 0; i < m->blocks.n; i++) {
		const struct mail_block *b = &m->blocks.at[i];
		if (i)
			out_raw(&o, STR("\n"));
		if (b->kind == MAIL_SMALL && !is_small)
			out_raw(&o, STR("-- \n"));
		is_small |= b->kind == MAIL_SMALL;
		mail_flow(&o, b->text, b->kind == MAIL_QUOTE);
		if (b->url.n)
			write_url(&o, b->url);
	}
	if (!is_small)
		out_raw(&o, STR("\n-- \n"));
	if (l->unsubscribe.n) {
		out_raw(&o, is_small ? STR("\n") : STR(""));
		mail_flow(&o, tr(c, "You can end these mails at any time:"), false);
		write_url(&o, l->unsubscribe_url);
	}
	out_printf(&o, "\n%.*s\n", STR_ARGS(tame(c->arena, l->site_name, HEADER_MOST)));
	if (l->site.n)
		write_url(&o, l->site);
	return out_str(&o);
}

static void write_part(struct out *o, struct str boundary, const char *type, struct str text)
{
	out_printf(o, "--%.*s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
		   STR_ARGS(boundary), type);
	mail_quoted_printable(o, text);
	out_raw(o, STR("\r\n"));
}

struct str mail_bytes(struct call *c, const struct mail_letter *l, mail_html *html)
{
	struct out o = out_new(c->arena, MAIL_BYTES_MOST, NULL);
	struct out marked = out_new(c->arena, MAIL_BYTES_MOST, c);
	struct str text = text_part(c, l);
	/* "=_" stands in no quoted-printable text. */
	struct str boundary = str_format(c->arena, "=_sulear_%llx", (unsigned long long)l->id);
	html(&marked, c, l);
	write_head(&o, c, l);
	out_printf(&o, "Content-Type: multipart/alternative;\r\n boundary=\"%.*s\"\r\n\r\n", STR_ARGS(boundary));
	write_part(&o, boundary, "text/plain; charset=utf-8; format=flowed", text);
	write_part(&o, boundary, "text/html; charset=utf-8", out_str(&marked));
	out_printf(&o, "--%.*s--\r\n", STR_ARGS(boundary));
	return o.over || marked.over ? STR("") : out_str(&o);
}
