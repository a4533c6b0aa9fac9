/* SPDX-License-Identifier: Apache-2.0 */
/* store.c - the database as a whole, its readers, and what every statement passes on its way to an engine. */
#include "base/log.h"
#include "store/directory.h"
#include "store/store_private.h"
#include "store/store_sql.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { VERSION_MILLISECONDS = 1000, CONNECT_MILLISECONDS = 1000 };

/* All readers of the process: a thread that ends looks here whether its connection is still open. */
static pthread_mutex_t readers_lock = PTHREAD_MUTEX_INITIALIZER;
static struct store *readers;

#ifdef SULEAR_FAULTS
static _Atomic int64_t fail_after;

void store_fail_after(int64_t n)
{
	atomic_store(&fail_after, n);
}

bool store_fault(void)
{
	return atomic_load(&fail_after) > 0 && atomic_fetch_sub(&fail_after, 1) == 1;
}
#else
void store_fail_after(int64_t n)
{
	(void)n;
}
#endif

int64_t store_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int store_slot(struct store_statement *statement)
{
	static _Atomic int last;
	int slot = atomic_load(&statement->slot);
	if (slot)
		return slot;
	int fresh = atomic_fetch_add(&last, 1) + 1;
	return atomic_compare_exchange_strong(&statement->slot, &slot, fresh) ? fresh : slot;
}

bool store_moment_print(struct moment m, char at[static MOMENT_ROOM])
{
	static const int64_t first = -62135596800000000, last = 253402300799999999; /* 0001-01-01, 9999-12-31 */
	if (m.us < first || m.us > last)
		return false;
	struct str text = moment_print(m, at);
	if (text.n != STORE_MOMENT)
		memcpy(at + text.n - 1, ".000000Z", sizeof ".000000Z");
	return true;
}

struct store_value store_null(enum store_type type)
{
	struct store_value value = {.is_null = true};
	if (type == STORE_TEXT || type == STORE_BYTES)
		value.text = STR("");
	else if (type == STORE_DATE)
		value.date = DATE_UNSET;
	else
		value.i64 = 0;
	return value;
}

enum status store_hand_on(struct store_reading *reading, const struct store_value *values)
{
	reading->rows++;
	if (reading->row)
		reading->stopped = reading->row(reading->context, values);
	return OK;
}

enum status store_note(struct store *s, enum store_trouble trouble, const char *format, ...)
{
	static const enum problem_code codes[] = {[TROUBLE_NONE] = PROBLEM_STORE_UNAVAILABLE,
						  [TROUBLE_DAMAGED] = PROBLEM_STORE_DAMAGED,
						  [TROUBLE_FULL] = PROBLEM_STORE_FULL,
						  [TROUBLE_OTHER] = PROBLEM_STORE_UNAVAILABLE};
	va_list ap;
	va_start(ap, format);
	vsnprintf(s->why, sizeof s->why, format, ap);
	va_end(ap);
	s->trouble = trouble;
	atomic_store(&s->database->last_problem, (int)codes[trouble]);
	return UNAVAILABLE;
}

enum status store_bug(const struct store_statement *statement, const char *format, ...)
{
	char text[256];
	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	log_line(LOG_ERROR, "%s:%d: statement %s %s", statement->file, statement->line, statement->name, text);
	return BUG;
}

enum status store_tell(const struct store *s, struct problems *problems)
{
	struct str nothing = STR("");
	switch (s->trouble) {
	case TROUBLE_DAMAGED:
		problem_add(problems, PROBLEM_STORE_DAMAGED, PLACE_NOWHERE, nothing, "%s", s->why);
		problem_hint(problems, STR("Restore the last backup; the damaged files are kept beside it."));
		return INVALID;
	case TROUBLE_FULL: problem_add(problems, PROBLEM_STORE_FULL, PLACE_NOWHERE, nothing, "%s", s->why); break;
	default: problem_add(problems, PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE, nothing, "%s", s->why);
	}
	return UNAVAILABLE;
}

enum problem_code store_problem(const struct database *d)
{
	return (enum problem_code)atomic_load(&d->last_problem);
}

struct store *store_new(struct database *d, enum store_use use)
{
	struct arena *a = arena_new();
	struct store *s = arena_one(a, struct store);
	*s = (struct store){.database = d, .arena = a, .scratch = arena_new(), .use = use};
	return s;
}

void store_free(struct store **s)
{
	if (!*s)
		return;
	(*s)->database->engine->disconnect(*s);
	struct arena *a = (*s)->arena;
	arena_free(&(*s)->scratch);
	arena_free(&a);
	*s = NULL;
}

enum status store_connect(struct store *s)
{
	s->database->engine->disconnect(s);
	s->in_transaction = false;
	if (store_fault())
		return store_note(s, TROUBLE_OTHER, "connection refused for the test");
	enum status status = s->database->engine->connect(s);
	s->lost = status != OK;
	return status;
}

/* A reader that lost its connection gets another, but no more than one attempt a second over all threads, so that an
 * absent server neither holds up every request nor fills the log. */
static enum status ready(struct store *s)
{
	if (s->link && !s->lost)
		return OK;
	struct database *d = s->database;
	if (s->in_transaction || s->use == STORE_WRITE || store_clock() < atomic_load(&d->connect_from))
		return store_note(s, TROUBLE_OTHER, "no connection");
	enum status status = store_connect(s);
	if (status != OK) {
		atomic_store(&d->connect_from, store_clock() + CONNECT_MILLISECONDS);
		log_line(LOG_ERROR, "store: %s", s->why);
	}
	return status;
}

enum status store_command(struct store *s, enum store_command command)
{
	if (!s->link)
		return store_note(s, TROUBLE_OTHER, "no connection");
	enum status status = store_fault() ? store_note(s, TROUBLE_OTHER, "command refused for the test")
					   : s->database->engine->command(s, command);
	if (command <= STORE_BEGIN_MIGRATE)
		s->in_transaction = status == OK;
	else if (command >= STORE_COMMIT && status == OK)
		s->in_transaction = false;
	if (status != OK)
		log_line(LOG_ERROR, "store: %s", s->why);
	return status;
}

enum status store_begin(struct store *s, enum store_command command)
{
	if ((!s->link || s->lost) && store_connect(s) != OK) {
		log_line(LOG_ERROR, "store: %s", s->why);
		return UNAVAILABLE;
	}
	enum status status = store_command(s, command);
	if (status == UNAVAILABLE && s->lost && store_connect(s) == OK)
		status = store_command(s, command);
	return status;
}

enum status store_script(struct store *s, const char *sql)
{
	s->why[0] = 0;
	if (store_fault())
		return store_note(s, TROUBLE_OTHER, "script refused for the test");
	return s->database->engine->script(s, sql);
}

static enum status check_values(const struct store_statement *statement, const struct store_value *in)
{
	must(statement->ins <= STORE_FIELDS_MOST && statement->outs <= STORE_FIELDS_MOST);
	char room[MOMENT_ROOM];
	for (int i = 0; i < statement->ins; i++) {
		const struct store_field *field = &statement->in[i];
		bool fits = true;
		if (in[i].is_null)
			fits = field->nullable;
		else if (field->type == STORE_TEXT)
			fits = str_is_utf8(in[i].text);
		else if (field->type == STORE_DATE)
			fits = date_is_set(in[i].date);
		else if (field->type == STORE_TIME)
			fits = store_moment_print(in[i].time, room);
		else if (field->type == STORE_BOOL)
			fits = in[i].i64 == 0 || in[i].i64 == 1;
		if (!fits)
			return store_bug(statement, "got a value for %s that does not fit its type", field->name);
	}
	return OK;
}

static enum status query_once(struct store *s, struct store_statement *statement, const struct store_value *in,
			      struct store_reading *reading, int64_t *changed)
{
	s->why[0] = 0;
	enum status status = ready(s);
	if (status != OK)
		return status;
	s->busy = true;
	status = store_fault() ? store_note(s, TROUBLE_OTHER, "statement refused for the test")
			       : s->database->engine->query(s, statement, in, reading, changed);
	s->busy = false;
	arena_clear(s->scratch);
	if ((status == UNAVAILABLE || status == BUG) && s->why[0])
		log_line(LOG_ERROR, "%s:%d: statement %s", statement->file, statement->line, s->why);
	return status;
}

enum status store_query(struct store *s, struct store_statement *statement, const struct store_value *in,
			store_row *row, void *context, int64_t *changed)
{
	if (s->failed != OK)
		return s->failed;
	if (s->busy)
		return store_bug(statement, "is run while rows of another wait on the same connection");
	struct store_reading reading = {.row = row, .context = context};
	if (changed)
		*changed = 0;
	enum status status = check_values(statement, in);
	if (status == OK)
		status = query_once(s, statement, in, &reading, changed);
	if (status == UNAVAILABLE && s->use == STORE_READ && s->lost && !s->in_transaction && !reading.rows)
		status = query_once(s, statement, in, &reading, changed);
	if (status != OK && s->use == STORE_WRITE)
		s->failed = status;
	return status == OK ? reading.stopped : status;
}

static enum status head_row(void *context, const struct store_value *values)
{
	struct store_head *head = context;
	head->version = values[0].i64;
	head->changes = values[1].i64;
	if (values[2].text.n != STORE_HASH)
		return BUG;
	memcpy(head->hash, values[2].text.at, STORE_HASH);
	return OK;
}

enum status store_read_head(struct store *s, struct store_statement *statement)
{
	struct store_head head = {.version = -1};
	enum status status = store_query(s, statement, NULL, head_row, &head, NULL);
	if (status != OK || head.version < 0)
		return status != OK ? status : store_note(s, TROUBLE_DAMAGED, "the row of store_version is missing");
	s->head = head;
	return OK;
}

static void reader_close(struct store *s)
{
	for (struct store **at = &readers; *at; at = &(*at)->next)
		if (*at == s) {
			*at = s->next;
			store_free(&s);
			return;
		}
}

static void thread_ends(void *reader)
{
	pthread_mutex_lock(&readers_lock);
	reader_close(reader);
	pthread_mutex_unlock(&readers_lock);
}

enum status store_reader(struct database *d, struct store **out)
{
	struct store *s = pthread_getspecific(d->reader_key);
	if (!s) {
		s = store_new(d, STORE_READ);
		must(pthread_setspecific(d->reader_key, s) == 0);
		pthread_mutex_lock(&readers_lock);
		s->next = readers;
		readers = s;
		pthread_mutex_unlock(&readers_lock);
	}
	*out = s;
	return ready(s);
}

enum status store_read(struct database *d, store_reads *read, void *context, int64_t *version)
{
	struct store *s;
	enum status status = store_reader(d, &s);
	if (status != OK)
		return status;
	must(!s->in_transaction);
	status = store_begin(s, STORE_BEGIN_READ);
	if (status != OK)
		return status;
	status = store_read_head(s, &store_sql_head);
	if (status == OK) {
		if (version)
			*version = s->head.version;
		status = read(s, context);
	}
	if (store_command(s, STORE_ROLLBACK) != OK)
		s->lost = true;
	s->in_transaction = false;
	return status;
}

void store_raise_version(struct database *d, int64_t version)
{
	int64_t known = atomic_load(&d->version);
	while (known < version && !atomic_compare_exchange_weak(&d->version, &known, version))
		;
}

/* Other nodes, and commands beside this server, write too. */
int64_t store_version(struct database *d)
{
	int64_t now = store_clock(), last = atomic_load(&d->version_read);
	if (now - last >= VERSION_MILLISECONDS && atomic_compare_exchange_strong(&d->version_read, &last, now)) {
		struct store *s;
		if (store_reader(d, &s) == OK && !s->busy && !s->in_transaction &&
		    store_read_head(s, &store_sql_head) == OK)
			store_raise_version(d, s->head.version);
	}
	return atomic_load(&d->version);
}

const char *database_kind(const struct database *d)
{
	return d->engine->kind;
}

const char *database_directory(const struct database *d)
{
	return d->directory;
}

/* Everything of database_open() that uses the connection. */
static enum status open_store(struct store *s, const struct store_options *options, struct problems *problems)
{
	bool is_empty;
	if (store_connect(s) != OK)
		return store_tell(s, problems);
	enum status status = store_inspect(s, problems, &is_empty);
	if (status != OK)
		return status;
	if (is_empty && !options->create) {
		problem_add(problems, PROBLEM_MISSING, PLACE_NOWHERE, STR(""), "There is no store yet.");
		return NOT_FOUND;
	}
	if (s->database->engine->settle && s->database->engine->settle(s) != OK)
		return store_tell(s, problems);
	status = store_migrate(s, options, problems);
	if (status != OK)
		return status;
	return store_read_head(s, &store_sql_head) == OK ? OK : store_tell(s, problems);
}

enum status database_open(struct arena *a, const struct store_options *options, struct problems *problems,
			  struct database **out)
{
	must(sodium_init() >= 0);
	struct str address = str_of(options->address);
	bool is_remote = str_begins(address, "postgresql://") || str_begins(address, "postgres://");
	struct database *d = arena_one(a, struct database);
	d->engine = is_remote ? &store_postgres : &store_sqlite;
	d->address = str_chars(a, address);
	d->lock_file = -1;
	d->create = options->create;
	struct store *s = store_new(d, STORE_WRITE);
	enum status status = is_remote ? OK : directory_open(d, a, options, problems);
	if (status == OK)
		status = open_store(s, options, problems);
	if (status != OK) {
		store_free(&s);
		directory_close(d);
		return status;
	}
	d->create = false; /* what vanishes from now on is not made anew */
	must(pthread_key_create(&d->reader_key, thread_ends) == 0);
	atomic_store(&d->version, s->head.version);
	atomic_store(&d->version_read, store_clock());
	writer_start(d, s);
	*out = d;
	return OK;
}

/* The writer's connection closes last: a reader may not fold SQLite's log back into the file. */
void database_close(struct database **out)
{
	struct database *d = *out;
	if (!d)
		return;
	*out = NULL;
	writer_stop(d);
	pthread_key_delete(d->reader_key);
	pthread_mutex_lock(&readers_lock);
	for (struct store *s = readers, *next; s; s = next) {
		next = s->next;
		if (s->database == d)
			reader_close(s);
	}
	pthread_mutex_unlock(&readers_lock);
	store_free(&d->writer.store);
	directory_close(d);
}
