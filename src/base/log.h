/* SPDX-License-Identifier: Apache-2.0 */
/* log.h - one line on stderr for each thing an administrator should know. No network address, no personal data.
 *
 * Threads: any; a line is written whole. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/str.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_NOTICE, LOG_DEBUG };

/* Lines above that level are dropped; LOG_NOTICE at start. */
void log_set_level(enum log_level most);

/* One line: moment, level, text; control characters in it are escaped, so that no input can forge a line. */
void log_line(enum log_level level, const char *format, ...) PRINTF(2, 3);

#endif
