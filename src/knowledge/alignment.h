// SPDX-License-Identifier: ISC
// How well a quote, with the context that was recorded around it, fits a stretch of text that may
// have been edited.  Two measures: the number of errors of quote and context together, which is
// found fast (Myers, "A fast bit-vector algorithm for approximate string matching", JACM 46, 1999,
// in the form of Hyyrö, 2003), and an alignment that tells where the quote lies and what speaks for
// it (as Smith and Waterman align, 1981, but with the quote as a whole).  All counts are of folded
// characters (base/folding.h).
#ifndef KNOWLEDGE_ALIGNMENT_H
#define KNOWLEDGE_ALIGNMENT_H

#include <stdbool.h>

#include "base/folding.h"

struct alignment_pattern; // a quote and its context

// Of PREFIX the last characters count, of SUFFIX the first ones, of a long EXACT its begin and end.
// All are NUL-terminated UTF-8; prefix and suffix may be NULL.
struct alignment_pattern *alignment_pattern_new(const char *exact, const char *prefix,
						const char *suffix);
void alignment_pattern_free(struct alignment_pattern *p);

// How many characters the quote has, and its context before and behind.
size_t alignment_quote_length(const struct alignment_pattern *p);
size_t alignment_context_length(const struct alignment_pattern *p);

// A point is given for each character that fits; so many are taken off for each that is another
// one. Characters that one side lacks cost three points for all in a row, and half a point for
// each.
enum { ALIGNMENT_PENALTY = 2 };

// How many characters of the quote are in a piece.
size_t alignment_piece_length(const struct alignment_pattern *p, size_t piece);

// A long quote is sought as two pieces, that begin where it begins and end where it ends: true
// then. Of any other there is piece 0 only.
bool alignment_is_parted(const struct alignment_pattern *p);

// The fewest errors (insertions, deletions, substitutions) with which all of a piece stands
// anywhere in WINDOW.
unsigned alignment_errors(const struct alignment_pattern *p, size_t piece,
			  const struct folded *window);

// The same for the quote in it alone, without context.
unsigned alignment_quote_errors(const struct alignment_pattern *p, size_t piece,
				const struct folded *window);

struct alignment {
	size_t begin, end;     // [character] of the window, where the quote lies
	unsigned quote_errors; // characters of the quote that do not stand there
	size_t quote_length;   // of what was aligned: of a long quote not all
	int evidence;	       // the points of the quote, and of as much context as helps
};

// Aligns a piece with WINDOW; false when its quote is not in it at all.
bool alignment_find(const struct alignment_pattern *p, size_t piece, const struct folded *window,
		    struct alignment *a);

#endif
