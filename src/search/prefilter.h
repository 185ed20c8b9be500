// SPDX-License-Identifier: ISC
// Where a match may be: the rarest letters of a query, looked for many bytes at a time.  It may
// find too many places, never too few.
#ifndef SEARCH_PREFILTER_H
#define SEARCH_PREFILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PREFILTER_LETTERS = 8 };

struct prefilter {
	size_t count;		     // letters that stand side by side, 0: nothing to look for
	size_t rarest;		     // which of them is looked for, with the one behind it
	size_t before;		     // characters of the query before the rarest, without blanks
	bool begins_with_blank;	     // the query does
	bool has_variants, has_sign; // the rarest may be written outside ASCII: what with
	uint8_t lower[PREFILTER_LETTERS], upper[PREFILTER_LETTERS];
};

// For a query of N bytes that is folded; IS_CASED when its case is meant.
struct prefilter prefilter_new(const char *query, size_t n, bool is_cased);

// The first candidate in [FROM, N): where the rarest letter of a match may stand; N: none.
size_t prefilter_next(const struct prefilter *f, const uint8_t *s, size_t n, size_t from);

// Where a match with a candidate AT may begin at the earliest, LEAST at least.
size_t prefilter_begin(const struct prefilter *f, const uint8_t *s, size_t at, size_t least);

#endif
