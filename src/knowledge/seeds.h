// SPDX-License-Identifier: ISC
// Where in a text lost quotes may stand, although neither they nor their context are what they
// were: where words in a row, of quote and context, stand as they stood.  One pass over the text
// serves all quotes; each keeps the few places for which most speaks.
#ifndef KNOWLEDGE_SEEDS_H
#define KNOWLEDGE_SEEDS_H

#include <stdbool.h>

#include "document/source.h"
#include "knowledge/annotation.h"

enum { SEEDS_PLACES = 9 }; // that are kept for a quote

struct seeds;

struct seeds *seeds_new(const struct source *s); // keeps S
void seeds_free(struct seeds *x);

// Adds a quote, before the first slice, and returns its number: 0, 1, 2 …
size_t seeds_add(struct seeds *x, const struct selector *quote);

// Reads a slice of the text, which must be complete (a few milliseconds); false when all was read.
bool seeds_slice(struct seeds *x);

// Writes where quote I may begin [pos], the best first, and returns how many there are.
size_t seeds_places(const struct seeds *x, size_t i, uint64_t places[SEEDS_PLACES]);

#endif
