/* SPDX-License-Identifier: Apache-2.0 */
/* marks.h - which message a process let go last: what the store cannot say when the process is killed.
 *
 * That a message is being sent is written durably before its end goes out. The two are not one act: a process that is killed
 * between them, while the disk is still writing, would leave a message that counts as sent and is not. So, between the two, the
 * claim is noted in shared memory too. That costs no time, outlives the process and not the machine: of a process that is dead
 * the mark tells which of the two it was. Without a mark (another machine, or one that was started anew) the message is unsure.
 *
 * Each process holds one slot, locked as long as it lives. A slot has a random number, the process's name in the store.
 * Threads: one. Memory: its own, freed by marks_close. */
#ifndef MAIL_MARKS_H
#define MAIL_MARKS_H
#include "base/str.h"

struct marks;

/* Takes the first slot nobody holds, of those of a store (`name`: letters and digits). Never fails: without shared memory
 * the slot lasts as long as the process. */
struct marks *marks_open(struct str name);

/* Gives the slot back; with nothing left in hand (`is_done`) it need not be kept for the next process. */
void marks_close(struct marks **m, bool is_done);

/* The number of the slot, above 0, and the claim let go last in it, by this process or the one before; 0: none. */
int64_t marks_node(const struct marks *m);
int64_t marks_last(const struct marks *m);

/* From now on that claim counts as let go. */
void marks_set(struct marks *m, int64_t claim);

/* Calls found(context, node, last) for each further slot that a dead process left, and forgets it where that returns true. */
void marks_each_left(struct marks *m, bool (*found)(void *context, int64_t node, int64_t last), void *context);

#endif
