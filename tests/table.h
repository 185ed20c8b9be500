// SPDX-License-Identifier: ISC
// The rows of tests/search-table: QUERY | TEXT | REASON.
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include <stddef.h>

#include "base/string.h"
#include "search/query.h"

// One field with its escapes resolved; where brackets stand goes to WANTED as "begin-end …".
void table_read_field(const char *s, size_t n, struct buf *out, struct buf *wanted);

// Takes the mode from the begin of a query, and the language of its stems.
enum query_mode table_take_mode(const char **query, char language[3]);

#endif
