/* SPDX-License-Identifier: Apache-2.0 */
/* cli_sandbox.h - what the server gives up once it runs.
 *
 * Threads: once, from the main thread; it holds for every thread of the process. */
#ifndef CLI_SANDBOX_H
#define CLI_SANDBOX_H
#include <stdbool.h>

/* Makes the system calls that a server never needs fail with EPERM, for all threads and for good: running programs, signals
 * to other processes, tracing, mounting, modules, the clock, namespaces. False: the kernel does not offer it; nothing
 * changed. */
bool sandbox_enter(void);

#endif
