// SPDX-License-Identifier: ISC
// Chooses names for people for many IRIs at once: the last part of each, or as much of it as makes
// it the only one.  In stretches, so that naming very many can be done in slices.
#ifndef KNOWLEDGE_NAMING_H
#define KNOWLEDGE_NAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct naming;

// For COUNT IRIs; ID gives each of them, and they stay where they are until naming_free.
struct naming *naming_new(size_t count, const char *(*id)(const void *owner, size_t i),
			  const void *owner);
void naming_free(struct naming *n);

// When all was asked for: frees a part of the memory, since all at once takes a while; false when
// there was none left.  Only naming_count and naming_free may follow.
bool naming_free_part(struct naming *n);
size_t naming_count(const struct naming *n);

// Works on a stretch of at most STRETCH names; false when all are chosen.
bool naming_step(struct naming *n, size_t stretch);

// Where in its IRI a name begins, and as the how-manieth one with the same IRI, from 1; to be asked
// for once each, in their order.
size_t naming_begin(struct naming *n, size_t i, uint32_t *nth);

// The last PARTS parts of an IRI (between ":", "/" and "#"), as a piece of it: its end.
const char *naming_tail(const char *iri, int parts);

#endif
