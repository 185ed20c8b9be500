// SPDX-License-Identifier: ISC
// Which hyphenation patterns of a dictionary can matter for a few words.  A pattern (F. M. Liang,
// Word Hy-phen-a-tion by Com-put-er, 1983) matters for a word in which its letters stand in a row;
// a dictionary of thousands is read ten times as fast when only those are left.
#ifndef PAGE_PATTERNS_H
#define PAGE_PATTERNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string.h"

struct patterns;

struct patterns *patterns_new(void);
void patterns_free(struct patterns *p);

// Adds a word, in the dictionary's encoding and as it is looked up there.
void patterns_add(struct patterns *p, const char *word, size_t n);

// True when the word was added.
bool patterns_has(const struct patterns *p, const char *word, size_t n);

// Appends to OUT the N bytes of a dictionary of libhyphen without the patterns that matter for none
// of the words; false for one of several levels, from which nothing can be left out.
bool patterns_choose(const struct patterns *p, const char *dictionary, size_t n, struct buf *out);

#endif
