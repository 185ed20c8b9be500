// SPDX-License-Identifier: ISC
// Words to their stems.  The only door to Snowball (libstemmer).
#ifndef SEARCH_STEM_H
#define SEARCH_STEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string.h"

struct stemmer;

// The stemmer for LANGUAGE (BCP 47, its first subtag counts); NULL when there is none for it.
struct stemmer *stemmer_open(const char *language);
void stemmer_close(struct stemmer *s);

// Appends the stem of a word of N bytes, in lower case, to OUT.
void stemmer_stem(struct stemmer *s, const char *word, size_t n, struct buf *out);

#endif
