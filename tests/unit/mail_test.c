/* SPDX-License-Identifier: Apache-2.0 */
/* The outbox: how a mail is written, codes, marks, and the states of messages on both stores. */
#include "mail/codes.h"
#include "mail/desk.h"
#include "mail/mail_schema.h"
#include "mail/mail_web.h"
#include "mail/marks.h"
#include "mail/message.h"
#include "mail/outbox.h"
#include "page/page.h"
#include "site/settings.h"
#include "site/site_schema.h"
#include "store_place.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define HAS(text, part) assert_true(memmem((text).at, (text).n, (part), strlen(part)) != NULL)
#define LACKS(text, part) assert_true(memmem((text).at, (text).n, (part), strlen(part)) == NULL)

static struct str out_of(struct arena *a, void write(struct out *o, const char *name, struct str value),
			 const char *name, struct str value)
{
	struct out o = out_new(a, 1 << 20, NULL);
	write(&o, name, value);
	return out_str(&o);
}

/* --- headers */

static void test_headers(void **state)
{
	static const struct {
		const char *value, *expected;
	} rows[] = {
		{"Hello", "Subject: Hello\r\n"},
		{"  Hello  ", "Subject: Hello\r\n"},
		{"Bom dia, João", "Subject: =?UTF-8?B?Qm9tIGRpYSwgSm/Do28=?=\r\n"},
		{"a\r\nBcc: x@y.z", "Subject: a Bcc: x@y.z\r\n"},
		{"a\nb\tc\x7f", "Subject: a b c\r\n"},
		{"\xc2\x85x", "Subject: x\r\n"},
		{"=?UTF-8?Q?x?=", "Subject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=\r\n"},
		{"one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
		 "Subject: one two three four five six seven eight nine ten eleven twelve\r\n thirteen fourteen\r\n"},
	};
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct str made = out_of(a, mail_header, "Subject", str_of(rows[i].value));
		if (!str_is(made, rows[i].expected))
			fail_msg("row %zu: %.*s", i, STR_ARGS(made));
	}
	arena_free(&a);
}

/* No line of a header is longer than 78 bytes, and no encoded word cuts a character, however long the text. */
static void test_long_headers(void **state)
{
	struct arena *a = arena_new();
	struct out text = out_new(a, 4000, NULL);
	(void)state;
	for (int i = 0; i < 60; i++)
		out_raw(&text, i % 7 == 0 ? STR("منظمة العمل ") : i % 3 ? STR("xé") : STR("😀"));
	struct str made = out_of(a, mail_header, "Subject", out_str(&text)), line, rest = made;
	while (str_next(&rest, '\n', &line))
		assert_true(line.n <= 79); /* with its CR */
	for (size_t i = 0; i < made.n; i++)
		assert_true((unsigned char)made.at[i] < 0x80);
	arena_free(&a);
}

static void test_addresses(void **state)
{
	static const char *const good[] = {"ana@example.org", "a.b+c@x.y", "reply+1.ab@x"};
	static const char *const bad[] = {"",      "a",       "a@",      "@b", "a@b@c", "a b@c", "a@b\r\nX: y",
					  "<a@b>", "a@b,c@d", "\"a\"@b", "é@b"};
	(void)state;
	for (size_t i = 0; i < ROWS(good); i++)
		assert_true(mail_address_fits(str_of(good[i])));
	for (size_t i = 0; i < ROWS(bad); i++)
		if (mail_address_fits(str_of(bad[i])))
			fail_msg("%s", bad[i]);
}

/* --- bodies */

/* RFC 2045 6.7 read backwards; what stands between the parts ("charset=utf-8") is left as it is. */
static struct str decoded(struct arena *a, struct str text)
{
	struct out o = out_new(a, 1 << 20, NULL);
	for (size_t i = 0; i < text.n; i++) {
		unsigned value;
		char hex[3] = {0};
		if (text.at[i] != '=' || !strchr("\r0123456789ABCDEF", text.at[i + 1])) {
			out_literal(&o, text.at + i, text.at[i] != '\r');
		} else if (text.at[i + 1] == '\r') {
			i += 2;
		} else {
			memcpy(hex, text.at + i + 1, 2);
			assert_int_equal(sscanf(hex, "%x", &value), 1);
			char byte = (char)value;
			out_literal(&o, &byte, 1);
			i += 2;
		}
	}
	return out_str(&o);
}

static void test_quoted_printable(void **state)
{
	static const char *const texts[] = {"plain\n", ".\n..\n.dot\n",         "From here\n", "trailing \n\ttab\t\n",
					    "a=b\n",   "منظمة العمل الدولية\n", "no end"};
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < ROWS(texts) + 1; i++) {
		struct str text = i < ROWS(texts) ? str_of(texts[i]) : str_format(a, "%0300d é %0200d\n", 1, 2);
		struct out o = out_new(a, 1 << 16, NULL);
		mail_quoted_printable(&o, text);
		struct str made = out_str(&o), rest = made, line, back = decoded(a, made);
		while (str_next(&rest, '\n', &line)) {
			assert_true(line.n <= 77); /* with its CR */
			assert_false(line.n && (line.at[0] == '.' || str_begins(line, "From ")));
			assert_false(line.n > 1 && (line.at[line.n - 2] == ' ' || line.at[line.n - 2] == '\t'));
		}
		if (text.at[text.n - 1] != '\n')
			back.n--; /* the last line was ended */
		assert_true(str_equal(back, text));
	}
	arena_free(&a);
}

static void test_flow(void **state)
{
	struct arena *a = arena_new();
	struct out o = out_new(a, 1 << 16, NULL);
	struct str line;
	(void)state;
	mail_flow(&o,
		  STR("> not a quote\nFrom here on\n\none two three four five six seven eight nine ten eleven twelve "
		      "thirteen fourteen fifteen"),
		  false);
	mail_flow(&o, STR("quoted\nlines"), true);
	struct str made = out_str(&o), rest = made;
	HAS(made, " > not a quote\n From here on\n\none two");
	HAS(made, "> quoted\n> lines\n");
	while (str_next(&rest, '\n', &line))
		assert_true(line.n <= MAIL_COLUMNS + 1); /* with the blank by which it goes on */
	arena_free(&a);
}

/* A whole message, as read by somebody who trusts none of its parts. */
static void test_message(void **state)
{
	struct arena *a = arena_new();
	struct call c = call_new(a, (struct moment){1764000000000000});
	struct mail_message m = {.subject = STR("Ratificação\r\nBcc: everybody@example.org"),
				 .message_id = STR("post-7> <x"),
				 .in_reply_to = STR("post-6"),
				 .references = STR("post-1 post-6"),
				 .list_id = STR("forum"),
				 .list_name = STR("Fórum \"aberto\""),
				 .archived_at = STR("https://labour.example/pt/forum/7")};
	struct mail_recipient to = {.email = STR("ana@example.org"), .lang = lang_of(STR("pt"))};
	struct mail_letter letter = {.message = &m,
				     .to = &to,
				     .site_name = STR("Su\"lear"),
				     .site = STR("https://labour.example"),
				     .from = STR("office@example.org"),
				     .domain = STR("mail.example.org"),
				     .reply = STR("reply+7-3.00"),
				     .unsubscribe = STR("forum.3.00"),
				     .unsubscribe_url =
					     STR("https://labour.example/mail/unsubscribe/forum.3.00?lang=pt"),
				     .id = 12,
				     .at = c.now};
	(void)state;
	c.lang = lang_of(STR("pt"));
	mail_say(a, &m, MAIL_PARAGRAPH, STR("Uma frase & <mais> uma."));
	mail_quote(a, &m, STR("صدّقت الدولة على الاتفاقية"), lang_of(STR("ar")));
	mail_act(a, &m, STR("Ler"), STR("https://labour.example/pt/forum/7?a=1&b=2"));
	mail_act(a, &m, STR("Evil"), STR("javascript:alert(1)"));
	mail_say(a, &m, MAIL_CODE, STR("AB12-CD34"));
	mail_say(a, &m, MAIL_SMALL, STR("Porque pediu."));
	struct str bytes = mail_bytes(&c, &letter, mail_letter_html);
	size_t head = (size_t)((const char *)memmem(bytes.at, bytes.n, "\r\n\r\n", 4) - bytes.at);
	struct str top = str_slice(bytes, 0, head), body = decoded(a, str_slice(bytes, head, bytes.n));
	LACKS(top, "\r\nBcc:");
	HAS(top, "From: \"Su\\\"lear\" <office@example.org>\r\n");
	HAS(top, "Message-ID: <post-7x@mail.example.org>\r\n"); /* what would end it is left out */
	HAS(top, "In-Reply-To: <post-6@mail.example.org>\r\n");
	HAS(top, "References: <post-1@mail.example.org> <post-6@mail.example.org>\r\n");
	HAS(top, "Auto-Submitted: auto-generated\r\n");
	HAS(top, "<forum.mail.example.org>\r\n");
	HAS(top, "List-Unsubscribe: <https://labour.example/mail/unsubscribe/forum.3.00?lang=pt>,\r\n "
		 "<mailto:unsubscribe+forum.3.00@mail.example.org>\r\n");
	HAS(top, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
	HAS(top, "Archived-At: <https://labour.example/pt/forum/7>\r\n");
	HAS(top, "Reply-To: reply+7-3.00@mail.example.org\r\n");
	HAS(top, "Date: Mon, 24 Nov 2025 16:00:00 +0000\r\n");
	HAS(body, "Uma frase & <mais> uma.");
	HAS(body, "Uma frase &amp; &lt;mais&gt; uma.");
	HAS(body, "> صدّقت الدولة على الاتفاقية\n");
	HAS(body, "<blockquote lang=\"ar\" dir=\"rtl\">صدّقت");
	HAS(body, "\nLer\nhttps://labour.example/pt/forum/7?a=1&b=2\n");
	HAS(body, "href=\"https://labour.example/pt/forum/7?a=1&amp;b=2\"");
	LACKS(body, "href=\"javascript");
	HAS(body, "\n-- \nPorque pediu.\n");
	HAS(body, "AB12-CD34");
	arena_free(&a);
}

/* --- marks */

struct left {
	int64_t node, last;
	int n;
};

static bool take_left(void *context, int64_t node, int64_t last)
{
	*(struct left *)context = (struct left){node, last, ((struct left *)context)->n + 1};
	return true;
}

static void test_marks(void **state)
{
	char name[32];
	struct left left = {0};
	(void)state;
	snprintf(name, sizeof name, "test%d", (int)getpid());
	struct marks *first = marks_open(str_of(name)), *second = marks_open(str_of(name));
	assert_true(marks_node(first) > 0 && marks_node(first) != marks_node(second));
	int64_t node = marks_node(second);
	marks_set(second, 77);
	marks_each_left(first, take_left, &left);
	assert_int_equal(left.n, 0); /* it lives */
	marks_close(&second, false);
	second = marks_open(str_of(name));
	assert_int_equal(marks_node(second), node); /* the next process finds what the last one said */
	assert_int_equal(marks_last(second), 77);
	marks_close(&second, false);
	marks_each_left(first, take_left, &left);
	assert_true(left.n == 1 && left.node == node && left.last == 77);
	marks_each_left(first, take_left, &left);
	assert_int_equal(left.n, 1);
	marks_close(&first, true);
	first = marks_open(str_of("gone"));
	marks_close(&first, true);
}

/* --- the store */

static struct mail_recipients people; /* the audience of "many" */
static bool fails;

static enum status audience(struct call *c, const struct mail_event *event, int64_t after, size_t most,
			    struct mail_recipients *out)
{
	(void)event;
	for (size_t i = 0; i < people.n && out->n < most; i++)
		if (people.at[i].key > after)
			*list_add(c->arena, out) = people.at[i];
	return fails ? UNAVAILABLE : OK;
}

static enum status compose(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
			   struct mail_message *m)
{
	(void)c, (void)event, (void)to, (void)m;
	return OK;
}

static const struct mail_kind kinds[] = {
	{.word = "one", .compose = compose}, {.word = "many", .audience = audience, .compose = compose}, {0}};

static enum status write_event(struct store *s, void *context)
{
	struct call *c = ((void **)context)[0];
	return mail_write(s, c, ((void **)context)[1]);
}

static void put_event(struct call *c, const char *key, const char *kind, const char *to)
{
	struct mail_event event = {.key = str_of(key),
				   .kind = str_of(kind),
				   .data = STR("{}"),
				   .to = str_of(to),
				   .lang = lang_of(STR("en"))};
	void *context[] = {c, &event};
	assert_int_equal(store_write(c->database, write_event, context), OK);
}

static int64_t count_of(struct call *c, enum mail_state state)
{
	struct mail_counts counts;
	assert_int_equal(mail_count(c, &counts), OK);
	return counts.of[state];
}

static void run_states(struct place *place, struct call *c)
{
	struct mail_turn turn, other, none;
	struct mail_end end = {.state = MAIL_SENT, .reason = STR("250"), .is_tried = true, .next = c->now};
	bool did = true, found;
	(void)place;
	put_event(c, "a", "one", "ana@example.org");
	put_event(c, "a", "one", "rui@example.org"); /* the same event */
	put_event(c, "m", "many", "");
	for (int i = 1; i <= 5; i++)
		*list_add(c->arena, &people) = (struct mail_recipient){
			.key = i, .person = i, .email = str_format(c->arena, "p%d@example.org", i == 5 ? 4 : i)};
	int64_t version = store_version(c->database);
	fails = true;
	assert_int_equal(mail_fan_out(c, 2, &did), OK); /* "a" */
	assert_int_equal(mail_fan_out(c, 2, &did), UNAVAILABLE);
	fails = false;
	for (int i = 0; i < 20 && did; i++)
		assert_int_equal(mail_fan_out(c, 2, &did), OK);
	assert_false(did);
	assert_int_equal(count_of(c, MAIL_WAITING), 5); /* p4 once, though it is named twice */
	/* What one person waits for comes first; nobody gets what another has. */
	assert_int_equal(mail_take(c, NULL, NULL, 1, true, &turn, &found), OK);
	assert_true(found && str_is(turn.to.email, "ana@example.org"));
	assert_int_equal(mail_take(c, NULL, NULL, 2, true, &other, &found), OK);
	assert_true(found && other.id != turn.id);
	struct mail_turn stale = turn;
	stale.claim++;
	assert_int_equal(mail_begin(c, &stale, STR("s"), STR("b")), CONFLICT);
	assert_int_equal(mail_begin(c, &turn, STR("s"), STR("b")), OK);
	assert_int_equal(mail_begin(c, &turn, STR("s"), STR("b")), CONFLICT); /* not twice */
	assert_int_equal(mail_again(c, turn.id), CONFLICT);
	assert_int_equal(mail_take(c, &turn, &end, 1, false, &none, &found), OK);
	assert_int_equal(count_of(c, MAIL_SENT), 1);
	/* Node 2 dies: what it had claimed waits; once let go it is sent. */
	assert_int_equal(mail_recover(c, 2, 0), OK);
	assert_int_equal(count_of(c, MAIL_WAITING), 4);
	assert_int_equal(mail_take(c, NULL, NULL, 2, true, &other, &found), OK);
	assert_int_equal(mail_begin(c, &other, STR("s"), STR("b")), OK);
	assert_int_equal(mail_recover(c, 2, 0), OK); /* begun, not let go */
	assert_int_equal(count_of(c, MAIL_WAITING), 4);
	assert_int_equal(mail_take(c, NULL, NULL, 2, true, &other, &found), OK);
	assert_int_equal(mail_begin(c, &other, STR("s"), STR("b")), OK);
	assert_int_equal(mail_recover(c, 2, other.claim), OK);
	assert_int_equal(count_of(c, MAIL_SENT), 2);
	/* Of a node that never comes back nothing is known. */
	assert_int_equal(mail_take(c, NULL, NULL, 3, true, &other, &found), OK);
	assert_int_equal(mail_begin(c, &other, STR("s"), STR("b")), OK);
	assert_int_equal(mail_doubt(c), OK);
	assert_int_equal(count_of(c, MAIL_UNSURE), 0);
	c->now.us += (int64_t)MAIL_DOUBT_MINUTES * 60 * 1000000 + 1;
	assert_int_equal(mail_doubt(c), OK);
	assert_int_equal(count_of(c, MAIL_UNSURE), 1);
	/* All that is bookkeeping: answers that are kept stay good. */
	assert_int_equal(store_version(c->database), version);
	assert_int_equal(mail_again(c, other.id), OK);
	assert_true(store_version(c->database) > version); /* an act of an administrator is logged */
	people = (struct mail_recipients){0};
}

static void run_bounces(struct call *c)
{
	struct mail_turn turn;
	struct mail_address_state address;
	struct str code, back;
	int64_t person;
	bool did, found;
	put_event(c, "b", "one", "gone@example.org");
	assert_int_equal(mail_fan_out(c, 2, &did), OK);
	do {
		assert_int_equal(mail_take(c, NULL, NULL, 9, true, &turn, &found), OK);
		assert_true(found);
	} while (!str_is(turn.to.email, "gone@example.org"));
	assert_int_equal(mail_sign(c, "bounce", str_format(c->arena, "%lld", (long long)turn.id), &code), OK);
	struct str local = str_format(c->arena, "BOUNCE+%.*s", STR_ARGS(code));
	for (int i = 1; i <= 4; i++) {
		assert_int_equal(mail_bounced(c, local, true, STR("550 5.1.1\r\nno")), OK);
		assert_int_equal(mail_bounced(c, local, false, STR("450")), OK);
		assert_int_equal(mail_address_paused(c, STR("gone@example.org"), &address), OK);
		assert_int_equal(address.bounces, i);
		assert_int_equal(address.is_paused, i >= MAIL_BOUNCES);
	}
	assert_true(str_is(address.reason, "550 5.1.1??no"));
	assert_int_equal(mail_bounced(c, STR("bounce+1.00112233445566778899aabbccddeeff"), true, STR("")), NOT_FOUND);
	assert_int_equal(mail_resume(c, STR("gone@example.org")), OK);
	assert_int_equal(mail_address_paused(c, STR("gone@example.org"), &address), OK);
	assert_false(address.is_paused);
	assert_int_equal(mail_reply_address(c, STR("412"), 7, &local), OK);
	assert_true(local.n <= 64);
	assert_int_equal(mail_reply_read(c, local, &back, &person), OK);
	assert_true(str_is(back, "412") && person == 7);
	((char *)(uintptr_t)local.at)[6] = '9';
	assert_int_equal(mail_reply_read(c, local, &back, &person), NOT_FOUND);
}

static void run_forgetting(struct place *place, struct call *c)
{
	int64_t did;
	int64_t sent = count_of(c, MAIL_SENT) + count_of(c, MAIL_DROPPED) + count_of(c, MAIL_FAILED) +
		       count_of(c, MAIL_UNSURE) + count_of(c, MAIL_PAUSED);
	assert_int_equal(mail_forget(c, 100, &did), OK);
	assert_int_equal(did, 0);
	c->now.us += (int64_t)31 * 86400 * 1000000;
	assert_int_equal(mail_forget(c, 1, &did), OK);
	assert_int_equal(did, 1);
	assert_int_equal(mail_forget(c, 100, &did), OK);
	assert_int_equal(did, sent - 1);
	assert_int_equal(count_of(c, MAIL_SENT), 0);
	(void)place;
}

static void test_store(void **state)
{
	static const struct mail_kind *const lists[] = {kinds};
	(void)state;
	mail_kinds_set(lists, 1);
	for (int is_remote = place_only_remote(); is_remote <= 1; is_remote++) {
		struct place *place = place_new(is_remote);
		if (!place)
			continue;
		print_message("             on %s\n", is_remote ? "PostgreSQL" : "SQLite");
		struct store_migration all[8];
		size_t n = 0;
		for (size_t i = 0; i < site_migrations_n; i++)
			all[n++] = site_migrations[i];
		for (size_t i = 0; i < mail_migrations_n; i++)
			all[n++] = mail_migrations[i];
		assert_int_equal(place_open(place, all, n), OK);
		struct call c = call_new(place->arena, (struct moment){1764000000000000});
		c.database = place->database;
		assert_int_equal(store_reader(c.database, &c.store), OK);
		assert_int_equal(mail_prepare(&c), OK);
		run_states(place, &c);
		run_bounces(&c);
		run_forgetting(place, &c);
		place_free(place);
	}
}

static void test_tries(void **state)
{
	static const int64_t minutes[] = {1, 5, 30, 120, 480, 1440};
	(void)state;
	for (int64_t i = 1; i < MAIL_TRIES; i++)
		assert_int_equal(mail_next_try((struct moment){0}, i).us, minutes[i - 1] * 60 * 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),   cmocka_unit_test(test_long_headers),
		cmocka_unit_test(test_addresses), cmocka_unit_test(test_quoted_printable),
		cmocka_unit_test(test_flow),      cmocka_unit_test(test_message),
		cmocka_unit_test(test_marks),     cmocka_unit_test(test_store),
		cmocka_unit_test(test_tries),
	};
	if (page_start() != OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
