// SPDX-License-Identifier: ISC
// What was typed, as a compiled pattern.  The only door to PCRE2.
// Case is ignored unless the query has a capital, marks unless it has one; a blank matches any
// white space, line breaks included, a quote or dash any of its kind; soft hyphens, hyphens at
// line ends and overstriking are passed over.
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct query;

// Compiles TEXT (UTF-8).  NULL and a sentence when it is empty or cannot be compiled.
struct query *query_new(const char *text, struct err *e);
void query_free(struct query *q);

const char *query_text(const struct query *q);

// The first match in the N bytes at S that begins at or after FROM.  The text may be
// ill-formed: such parts match nothing.  A match is never empty.
bool query_find(const struct query *q, const uint8_t *s, size_t n, size_t from, size_t *begin,
		size_t *end);

#endif
