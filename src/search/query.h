// SPDX-License-Identifier: ISC
// What was typed, as a compiled pattern.  The only door to PCRE2.
//
// Folded: case is ignored unless the query has a capital, marks unless it has one; a blank matches
// any white space, line breaks included, a quote or dash any of its kind; soft hyphens, hyphens at
// line ends and overstriking are passed over; ligatures are their letters.  Exact: byte for byte.
// Regular expressions are PCRE2's.  Stems: each word finds those with the same Snowball stem.
// In every mode a match neither begins nor ends inside a grapheme cluster, and is never empty.
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/step.h"

enum query_mode { QUERY_FOLDED, QUERY_EXACT, QUERY_REGEX, QUERY_STEMS, QUERY_MODES };

struct query;

// Compiles TEXT (UTF-8); LANGUAGE (BCP 47, may be NULL) is whose stems are meant.  NULL and a
// sentence when it is empty or cannot be compiled, with the place where a regular expression is
// wrong.
struct query *query_new(const char *text, enum query_mode mode, const char *language,
			struct err *e);
void query_free(struct query *q);

const char *query_text(const struct query *q);
enum query_mode query_mode(const struct query *q);

enum query_result {
	QUERY_NONE,
	QUERY_FOUND,
	QUERY_PAUSED, // the budget is spent: go on from begin
	QUERY_COSTLY, // what is at begin costs too much: go on behind it
};

// A stretch of text and where in it matches may begin.
struct query_range {
	const uint8_t *s; // may be ill-formed: such parts match nothing
	size_t n;
	size_t from, limit; // [byte] a match begins in [from, limit]
	bool ends;	    // the text ends where the bytes do
};

// The first match.  Looking at a place is bounded, and between two places the budget is asked.
enum query_result query_search(const struct query *q, const struct query_range *range,
			       struct budget budget, size_t *begin, size_t *end);

// The first match in N bytes that are a whole text, from FROM on, however long it takes.
bool query_find(const struct query *q, const uint8_t *s, size_t n, size_t from, size_t *begin,
		size_t *end);

// How many bytes are best given at a time.
size_t query_slice(const struct query *q);

#endif
