/* SPDX-License-Identifier: Apache-2.0 */
/* Slots in shared memory. */
#include "mail/marks.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLOTS = 16 };

struct slot {
	int64_t node;
	_Atomic int64_t last;
};

struct marks {
	struct slot own, *slot; /* own: where there is no shared memory */
	int fd, number;
	char name[64];
};

static int64_t new_node(void)
{
	int64_t node;
	randombytes_buf(&node, sizeof node);
	return (node & INT64_MAX) | 1;
}

static void name_of(const struct marks *m, int number, char out[static 80])
{
	snprintf(out, 80, "/%s-%d", m->name, number);
}

/* Opens a slot and locks it. -1: it is not there, held, or another user's. */
static int open_slot(const struct marks *m, int number, bool create)
{
	char name[80];
	struct stat about;
	name_of(m, number, name);
	int fd = shm_open(name, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &about) == 0 && about.st_uid == geteuid() &&
	    ftruncate(fd, sizeof(struct slot)) == 0)
		return fd;
	close(fd);
	return -1;
}

static struct slot *map_slot(int fd)
{
	void *at = mmap(NULL, sizeof(struct slot), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return at == MAP_FAILED ? NULL : at;
}

struct marks *marks_open(struct str name)
{
	struct marks *m = calloc(1, sizeof *m);
	must(m);
	must(sodium_init() >= 0);
	snprintf(m->name, sizeof m->name, "sulear-mail-%u-%.*s", (unsigned)geteuid(), STR_ARGS(str_slice(name, 0, 32)));
	m->fd = -1;
	m->slot = &m->own;
	for (int i = 0; i < SLOTS && m->fd < 0; i++) {
		m->fd = open_slot(m, i, true);
		m->number = i;
	}
	struct slot *shared = m->fd >= 0 ? map_slot(m->fd) : NULL;
	if (shared)
		m->slot = shared;
	if (m->slot->node <= 0)
		m->slot->node = new_node();
	return m;
}

void marks_close(struct marks **m, bool is_done)
{
	char name[80];
	name_of(*m, (*m)->number, name);
	if (is_done && (*m)->fd >= 0)
		shm_unlink(name);
	if ((*m)->slot != &(*m)->own)
		munmap((*m)->slot, sizeof(struct slot));
	if ((*m)->fd >= 0)
		close((*m)->fd);
	free(*m);
	*m = NULL;
}

int64_t marks_node(const struct marks *m)
{
	return m->slot->node;
}

int64_t marks_last(const struct marks *m)
{
	return atomic_load(&m->slot->last);
}

void marks_set(struct marks *m, int64_t claim)
{
	atomic_store(&m->slot->last, claim);
}

void marks_each_left(struct marks *m, bool (*found)(void *context, int64_t node, int64_t last), void *context)
{
	for (int i = 0; i < SLOTS; i++) {
		int fd = i == m->number ? -1 : open_slot(m, i, false);
		if (fd < 0)
			continue;
		char name[80];
		struct slot *slot = map_slot(fd);
		name_of(m, i, name);
		if (slot && (slot->node <= 0 || found(context, slot->node, atomic_load(&slot->last))))
			shm_unlink(name);
		if (slot)
			munmap(slot, sizeof *slot);
		close(fd);
	}
}
