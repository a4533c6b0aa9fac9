/* SPDX-License-Identifier: Apache-2.0 */
/* status.h - how a function ends, and what may never happen.
 *
 * A status says what the caller does differently; what a person should read travels as a struct problem (problem.h).
 * Threads: everything here may be called from any thread. Memory: nothing is allocated. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
	OK,
	INVALID,     /* the input breaks a rule: the problems say which */
	NOT_FOUND,   /* there is no such thing */
	FORBIDDEN,   /* who asks may not */
	CONFLICT,    /* it contradicts what is there */
	UNAVAILABLE, /* a disk, a database or a network failed; trying again may help */
	BUG,         /* a broken promise between parts of this program */
};

#define CHECKED __attribute__((warn_unused_result))
#define PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))

/* The name of a status, for logs: "OK", "INVALID", … */
const char *status_name(enum status s);

/* Ends the process after writing file, line and the broken condition to stderr. Called through must(). */
_Noreturn void must_failed(const char *condition, const char *file, int line);

/* An impossible state ends the process, in release builds too; never for what a user or a disk can cause. */
#define must(condition) ((condition) ? (void)0 : must_failed(#condition, __FILE__, __LINE__))

#endif
