// SPDX-License-Identifier: ISC
// What a conversion could not carry over: each kind of thing with how often and where, in bounded
// memory, so that nothing is lost silently.
#ifndef KNOWLEDGE_LOSSES_H
#define KNOWLEDGE_LOSSES_H

#include <stddef.h>

#include "base/string.h"

enum { LOSSES_KINDS = 40 }; // with a line of their own; all others share the last one

struct loss {
	char *what;
	size_t count;
	struct buf ids; // the first of them, for people
};

// Begins zeroed.
struct losses {
	struct loss all[LOSSES_KINDS];
	size_t count;
};

// WHAT is lost of the annotation ID, both as they are; the member NAME of PARENT, "" for itself.
void losses_add(struct losses *l, const char *what, const char *id);
void losses_add_member(struct losses *l, const char *parent, const char *name, const char *id);

// Appends a line for each kind, which begins with NAME.
void losses_tell(const struct losses *l, const char *name, struct buf *out);
void losses_done(struct losses *l);

#endif
