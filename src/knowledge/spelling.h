// SPDX-License-Identifier: ISC
// Words that differ by their spelling alone, or only seem to.  All words are folded
// (base/folding.h) and NUL-terminated.
#ifndef KNOWLEDGE_SPELLING_H
#define KNOWLEDGE_SPELLING_H

#include <stdbool.h>

enum { SPELLING_MAX = 48 }; // [byte] of a word, with its NUL

// What WORD is short for, or spelled otherwise; itself where nothing is known of it.  Of what is
// written as several words they come as one ("it's": "itis").
const char *spelling_in_full(const char *word);

// True when two words are the same but for their spelling; of names, but for what institutions are
// spelled with too ("Organisation", "Centre").
bool spelling_is_same(const char *a, const char *b);
bool spelling_is_same_name(const char *a, const char *b);

// "legal" and "illegal", "increased" and "decreased".
bool spelling_is_opposite(const char *a, const char *b);

// True when one may be the other with a slip of the pen, which short words never are.
bool spelling_is_near(const char *a, const char *b);

// True when A may be an abbreviation of B: "bijv" of "bijvoorbeeld".
bool spelling_is_short_for(const char *a, const char *b);

#endif
