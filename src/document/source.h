// SPDX-License-Identifier: ISC
// The bytes of a text, whether they lie in a file (mapped), come through a pipe
// (kept in an unlinked file as they arrive, then mapped) or are compiled in.
// It knows nothing of characters.  A "pos" is a byte offset from the first byte
// of the source; a byte-order mark is counted, but the text begins behind it.
#ifndef DOCUMENT_SOURCE_H
#define DOCUMENT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define POS_NONE UINT64_MAX // no position

struct source;

// Opens the file PATH: a regular file is mapped, a FIFO or device is read as
// it comes.  NULL and a sentence when it cannot be read or is a folder.
struct source *source_open(const char *path, struct err *e);

// Reads the open descriptor FD, which the source closes at the end; NAME is for people.
struct source *source_open_descriptor(int fd, const char *name, struct err *e);

// N bytes that stay the caller's and must outlive the source.
struct source *source_open_bytes(const void *bytes, size_t n, const char *name);

void source_close(struct source *s);

const char *source_name(const struct source *s);

// Where the text begins: 3 behind a UTF-8 byte-order mark, else 0.
uint64_t source_begin(const struct source *s);

// How much there is as far as is known, and whether that is all.
uint64_t source_size(const struct source *s);
bool source_is_complete(const struct source *s);

// The bytes from POS (clipped to the size) on; *N becomes how many follow in one piece, which
// is all of them.  Valid until the next source_poll or source_close.
const uint8_t *source_bytes(const struct source *s, uint64_t pos, size_t *n);

// The descriptor to wait on for news: more bytes of a pipe, changes of a file.  -1 when none will
// come that way; where a file's changes are not told (source_is_untold), one has to poll.
int source_descriptor(struct source *s);
bool source_is_untold(const struct source *s);

enum source_change {
	SOURCE_SAME = 0,
	SOURCE_GREW = 1,
	SOURCE_SHRANK = 2,
	SOURCE_ENDED = 4, // the pipe has been read to its end
};

// Looks for news without waiting (a file that was rewritten shrank and grew, as far as samples of
// it tell):
// reads what a pipe has (a few MiB at most a call), looks
// at the size of a file.  Returns a sum of enum source_change.
unsigned source_poll(struct source *s);

// True when a part of a file that is open was gone when it was read, and zeros were read instead.
bool source_was_cut(void);

// To be called by the handler of SIGBUS, and safe there: when ADDRESS lies in a
// mapping of ours whose file became shorter, puts zeros there and returns true.
bool source_mend(void *address);

#endif
