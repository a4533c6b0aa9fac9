/* SPDX-License-Identifier: Apache-2.0 */
/* faulty_files.h - files for SQLite whose n-th change fails as on a full disk, or whose sync fails.
 *
 * It stands before the default files of SQLite and counts writes, truncations, syncs and deletions. */
#ifndef TESTS_FAULTS_FAULTY_FILES_H
#define TESTS_FAULTS_FAULTY_FILES_H
#include <stdbool.h>
#include <stdint.h>

/* Makes them the default of the process; the second call does nothing. */
void faulty_files_register(void);

/* From now on the n-th change fails, and no other. */
void faulty_files_fail_once(int64_t n);

/* From now on the n-th change fails, and all after it. */
void faulty_files_fail_from(int64_t n);

/* No more failures. True if there were any; n is not looked at. */
bool faulty_files_end(int64_t n);

#endif
