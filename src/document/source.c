// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "base/watch.h"

enum {
	READ_SIZE = 64 * 1024,	     // [byte] of one read from a pipe
	READ_MOST = 4 * 1024 * 1024, // [byte] of one source_poll
	SAMPLES = 64,		     // of a file, that tell whether it was rewritten
	SAMPLE = 1024,		     // [byte]
};

enum source_kind { SOURCE_BYTES, SOURCE_FILE, SOURCE_PIPE };

struct source {
	enum source_kind kind;
	char *name;
	char *path;	      // of a file that was opened by name, or NULL
	bool is_by_name;      // another file of that name counts
	int descriptor;	      // of the file, or of the pipe while it is open
	uint64_t limit;	      // [byte] of a pipe
	struct err why;	      // a pipe was not read to its end
	int spool;	      // of the unlinked file that keeps what the pipe gave
	const uint8_t *bytes; // never NULL
	uint64_t size;	      // [byte]
	size_t mapped;	      // [byte] of address space, 0 when nothing is mapped
	bool is_complete;
	struct watch *watch;		 // of a file, once somebody waits; NULL where there is none
	bool is_watched;		 // the one above was tried
	volatile sig_atomic_t is_mended; // zeros lie over a part of the mapping
	bool has_print;			 // the next two are known
	uint64_t print;			 // of what was mapped, when it was looked at last
	struct timespec written;	 // when the file was changed last
	struct source *next_live;
};

// A global of src/: what source_mend may look at from a signal handler.
static struct source *live;

static uint64_t page_size(void)
{
	long size = sysconf(_SC_PAGESIZE);
	return size > 0 ? (uint64_t)size : 4096;
}

static void unmap(struct source *s)
{
	if (s->mapped)
		munmap((void *)(uintptr_t)s->bytes, s->mapped);
	s->bytes = (const uint8_t *)"";
	s->mapped = 0;
	s->is_mended = 0;
}

// Maps the first SIZE bytes, with room to grow for a pipe, so that a mapping is made rarely.
static bool map(struct source *s, uint64_t size, struct err *e)
{
	if (size == 0 || size <= s->mapped) {
		s->size = size;
		return true;
	}
	uint64_t room = size;
	if (s->kind == SOURCE_PIPE)
		room = size * 2 < READ_MOST ? READ_MOST : size * 2;
	room = (room + page_size() - 1) / page_size() * page_size();
	if (room < size || room > SIZE_MAX / 2)
		return err_set(e, _("cannot read %s: it is too large"), s->name);
	int fd = s->kind == SOURCE_PIPE ? s->spool : s->descriptor;
	void *p = mmap(NULL, (size_t)room, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED && room > size) // without room to grow
		p = mmap(NULL, (size_t)(room = size), PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return err_set(e, _("cannot read %s: %s"), s->name, strerror(errno));
	unmap(s);
	s->bytes = p;
	s->mapped = (size_t)room;
	s->size = size;
	return true;
}

static struct source *new_source(enum source_kind kind, const char *name)
{
	struct source *s = mem_new(1, sizeof *s);
	s->kind = kind;
	s->name = mem_string(name);
	s->descriptor = s->spool = -1;
	s->limit = UINT64_MAX;
	s->bytes = (const uint8_t *)"";
	s->next_live = live;
	live = s;
	return s;
}

static int open_spool(const char *name, struct err *e)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	if (!folder || !*folder || strlen(folder) > sizeof path - 32)
		folder = "/tmp";
#ifdef O_TMPFILE
	int unnamed = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
	if (unnamed >= 0)
		return unnamed;
#endif
	snprintf(path, sizeof path, "%s/kantlijn-XXXXXX", folder);
	int fd = mkstemp(path);
	if (fd < 0) {
		err_set(e, _("cannot keep what %s says in %s: %s"), name, folder, strerror(errno));
		return -1;
	}
	unlink(path);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

struct source *source_open_descriptor(int fd, const char *name, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) < 0 || S_ISDIR(st.st_mode)) {
		err_set(e, _("cannot read %s: %s"), name,
			strerror(S_ISDIR(st.st_mode) ? EISDIR : errno));
		close(fd);
		return NULL;
	}
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	bool is_file = S_ISREG(st.st_mode);
	struct source *s = new_source(is_file ? SOURCE_FILE : SOURCE_PIPE, name);
	s->descriptor = fd;
	s->is_complete = is_file;
	if (!is_file)
		s->spool = open_spool(name, e);
	if (is_file ? map(s, (uint64_t)st.st_size, e) : s->spool >= 0)
		return s;
	source_close(s);
	return NULL;
}

struct source *source_open(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		err_set(e, _("cannot open %s: %s"), path, strerror(errno));
		return NULL;
	}
	struct source *s = source_open_descriptor(fd, path, e);
	if (s && s->kind == SOURCE_FILE)
		s->path = mem_string(path);
	return s;
}

struct source *source_open_bytes(const void *bytes, size_t n, const char *name)
{
	struct source *s = new_source(SOURCE_BYTES, name);
	if (n)
		s->bytes = bytes;
	s->size = n;
	s->is_complete = true;
	return s;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	for (struct source **p = &live; *p; p = &(*p)->next_live) {
		if (*p == s) {
			*p = s->next_live;
			break;
		}
	}
	if (s->kind != SOURCE_BYTES)
		unmap(s);
	watch_free(s->watch);
	if (s->descriptor >= 0)
		close(s->descriptor);
	if (s->spool >= 0)
		close(s->spool);
	free(s->name);
	free(s->path);
	free(s);
}

const char *source_name(const struct source *s)
{
	return s->name;
}

uint64_t source_begin(const struct source *s)
{
	return s->size >= 3 && memcmp(s->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

uint64_t source_size(const struct source *s)
{
	return s->size;
}

bool source_is_complete(const struct source *s)
{
	return s->is_complete;
}

const uint8_t *source_bytes(const struct source *s, uint64_t pos, size_t *n)
{
	if (pos > s->size)
		pos = s->size;
	*n = (size_t)(s->size - pos);
	return s->bytes + pos;
}

// Of the file, and of who gets its name where that counts; all of it or nothing.
static void watch_anew(struct source *s)
{
	watch_free(s->watch);
	s->watch = watch_new_file(s->descriptor);
	s->is_watched = true;
	if (s->watch && s->is_by_name && s->path && !watch_add_name(s->watch, s->path)) {
		watch_free(s->watch);
		s->watch = NULL;
	}
}

int source_descriptor(struct source *s)
{
	if (s->kind == SOURCE_PIPE)
		return s->is_complete ? -1 : s->descriptor;
	if (s->kind == SOURCE_FILE && !s->is_watched)
		watch_anew(s);
	return s->watch ? watch_descriptor(s->watch) : -1;
}

static unsigned end_pipe(struct source *s)
{
	if (s->descriptor >= 0)
		close(s->descriptor);
	s->descriptor = -1;
	s->is_complete = true;
	return SOURCE_ENDED;
}

// How many of N bytes could be kept; why not all is left in errno.
static size_t keep(const struct source *s, const uint8_t *p, size_t n, uint64_t at)
{
	size_t kept = 0;
	while (kept < n) {
		ssize_t wrote = pwrite(s->spool, p + kept, n - kept, (off_t)(at + kept));
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			break;
		kept += (size_t)wrote;
	}
	return kept;
}

static void tell_limit(struct source *s)
{
	err_set(&s->why,
		_("%s goes on behind %llu bytes, which is all that is kept of it "
		  "(--spill-limit)"),
		s->name, (unsigned long long)s->limit);
}

static void tell_full(struct source *s, uint64_t size)
{
	const char *folder = getenv("TMPDIR");
	int why = errno;
	err_set(&s->why, _("cannot keep more than %llu bytes of %s in %s: %s"),
		(unsigned long long)size, s->name, folder && *folder ? folder : "/tmp",
		strerror(why));
}

// Takes what N bytes of CHUNK can be kept behind the SIZE that there are; false at the end.
static bool take(struct source *s, const uint8_t *chunk, size_t n, uint64_t *size)
{
	size_t wanted = s->limit - *size < n ? (size_t)(s->limit - *size) : n;
	size_t kept = keep(s, chunk, wanted, *size);
	*size += kept;
	if (kept < wanted)
		tell_full(s, *size);
	else if (wanted < n)
		tell_limit(s);
	return !s->why.is_set;
}

static unsigned poll_pipe(struct source *s)
{
	uint64_t size = s->size;
	unsigned change = SOURCE_SAME;
	while (!s->is_complete && size < s->size + READ_MOST) {
		struct pollfd ready = {.fd = s->descriptor, .events = POLLIN};
		if (poll(&ready, 1, 0) <= 0)
			break;
		uint8_t chunk[READ_SIZE];
		ssize_t n = read(s->descriptor, chunk, sizeof chunk);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			break;
		if (n <= 0 || !take(s, chunk, (size_t)n, &size))
			change |= end_pipe(s);
	}
	if (size > s->size && map(s, size, &s->why))
		change |= SOURCE_GREW;
	else if (size > s->size)
		change |= end_pipe(s);
	return change;
}

// A hash of samples of the first N bytes; of a text of 64 KiB or less all of it.
static uint64_t print_of(const uint8_t *bytes, uint64_t n)
{
	uint64_t h = 0xCBF29CE484222325u, step = n / SAMPLES;
	if (n <= SAMPLES * SAMPLE)
		step = SAMPLE;
	for (uint64_t at = 0; at < n; at += step)
		for (uint64_t i = at; i < n && i < at + SAMPLE; i++)
			h = (h ^ bytes[i]) * 0x100000001B3u;
	return h;
}

static bool is_same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

// True when what the file had is no longer what it was, although it is as long or longer.
static bool is_rewritten(const struct source *s, uint64_t size)
{
	return size >= s->size && print_of(s->bytes, s->size) != s->print;
}

static void take_print(struct source *s, const struct stat *st)
{
	s->print = print_of(s->bytes, s->size);
	s->written = st->st_mtim;
	s->has_print = true;
}

// True when the name that is followed is a link, whose end nobody watches, or that of no file or of
// another one, which cannot be read yet.
static bool is_name_untold(const struct source *s)
{
	struct stat own, named, link;
	if (!s->is_by_name || !s->path)
		return false;
	return fstat(s->descriptor, &own) < 0 || stat(s->path, &named) < 0 ||
	       lstat(s->path, &link) < 0 || S_ISLNK(link.st_mode) || named.st_dev != own.st_dev ||
	       named.st_ino != own.st_ino;
}

// What happened between the last look and the begin of the watch is not told either.
bool source_is_untold(const struct source *s)
{
	struct stat st;
	if (s->kind != SOURCE_FILE || !s->is_watched)
		return false;
	return !s->watch || is_name_untold(s) || fstat(s->descriptor, &st) < 0 ||
	       (uint64_t)st.st_size != s->size ||
	       (s->has_print && !is_same_time(st.st_mtim, s->written));
}

// A file that became shorter keeps its mapping: what is behind its end is never looked at again,
// and what was being looked at is mended by source_mend.
static unsigned poll_file(struct source *s)
{
	struct stat st;
	if (s->watch)
		(void)watch_take(s->watch); // before looking: what happens later is told again
	if (fstat(s->descriptor, &st) < 0)
		return SOURCE_SAME;
	uint64_t size = (uint64_t)st.st_size, before = s->size;
	bool is_touched = s->has_print && !is_same_time(st.st_mtim, s->written);
	if (size == before && !s->is_mended && !is_touched) {
		if (!s->has_print)
			take_print(s, &st);
		return SOURCE_SAME;
	}
	bool is_other = is_touched && is_rewritten(s, size);
	log_line(LOG_DOC, "%s went from %llu to %llu bytes", s->name, (unsigned long long)before,
		 (unsigned long long)size);
	bool is_same = size == before && !s->is_mended && !is_other;
	if (s->is_mended)
		unmap(s); // zeros lie where there may be bytes again
	if (!map(s, size, NULL)) {
		// What is not mapped any more cannot be read.
		s->size = s->mapped ? before : 0;
		return s->mapped ? SOURCE_SAME : SOURCE_SHRANK;
	}
	take_print(s, &st);
	if (is_same)
		return SOURCE_SAME;
	return (size >= before ? SOURCE_GREW : 0) |
	       (size <= before || is_other ? SOURCE_SHRANK : 0);
}

// Opens the file that has the path now, if it is another one and can be read; -1 else.
static int open_other(const struct source *s, struct stat *other)
{
	struct stat own;
	if (stat(s->path, other) < 0 || fstat(s->descriptor, &own) < 0 ||
	    !S_ISREG(other->st_mode) ||
	    (other->st_dev == own.st_dev && other->st_ino == own.st_ino))
		return -1;
	int fd = open(s->path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, other) == 0 && S_ISREG(other->st_mode))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

// Reads the file that has got the name, from its begin.
static unsigned poll_name(struct source *s)
{
	struct stat st;
	int fd = s->is_by_name && s->path ? open_other(s, &st) : -1;
	if (fd < 0)
		return SOURCE_SAME;
	log_line(LOG_DOC, "%s is another file now", s->name);
	unmap(s);
	close(s->descriptor);
	s->descriptor = fd;
	s->size = 0;
	if (s->is_watched)
		watch_anew(s);
	fstat(fd, &st); // once it is watched, so that nothing is missed
	if (!map(s, (uint64_t)st.st_size, NULL))
		s->size = 0;
	take_print(s, &st);
	return SOURCE_REPLACED | SOURCE_GREW | SOURCE_SHRANK;
}

unsigned source_poll(struct source *s)
{
	if (s->kind == SOURCE_PIPE)
		return s->is_complete ? SOURCE_SAME : poll_pipe(s);
	if (s->kind != SOURCE_FILE)
		return SOURCE_SAME;
	// What was still written to the one before is shown first.
	unsigned change = poll_file(s);
	return change == SOURCE_SAME ? poll_name(s) : change;
}

void source_set_limit(struct source *s, uint64_t limit)
{
	s->limit = limit;
}

bool source_is_cut_short(const struct source *s, struct err *why)
{
	if (s->why.is_set)
		*why = s->why;
	return s->why.is_set;
}

void source_follow(struct source *s, bool by_name)
{
	bool is_other = s->is_by_name != by_name;
	s->is_by_name = by_name;
	if (is_other && s->is_watched)
		watch_anew(s);
}

bool source_can_grow(const struct source *s)
{
	return s->kind == SOURCE_FILE || (s->kind == SOURCE_PIPE && !s->is_complete);
}

bool source_was_cut(void)
{
	for (const struct source *s = live; s; s = s->next_live)
		if (s->is_mended)
			return true;
	return false;
}

bool source_mend(void *address)
{
	uintptr_t at = (uintptr_t)address;
	for (struct source *s = live; s; s = s->next_live) {
		uintptr_t begin = (uintptr_t)s->bytes;
		if (!s->mapped || at < begin || at >= begin + s->mapped)
			continue;
		uintptr_t size = (uintptr_t)page_size();
		void *page = (void *)(at / size * size);
		s->is_mended = 1;
		return mmap(page, size, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1,
			    0) != MAP_FAILED;
	}
	return false;
}
