// SPDX-License-Identifier: ISC
// A growing run of bytes with a ceiling, and the few string helpers that the
// C library lacks.  A buf is always followed by a NUL, so that its data can be
// used as a C string.
#ifndef BASE_STRING_H
#define BASE_STRING_H

#include <stddef.h>
#include <string.h>

#include "base/error.h"

struct buf {
	char *data; // never NULL after the first buf_add…
	size_t len; // [byte]
	size_t capacity;
	size_t ceiling; // 0: as much as memory allows
	bool is_full;	// something was refused because of the ceiling
};

void buf_done(struct buf *b);
void buf_clear(struct buf *b); // keeps the memory
void buf_add(struct buf *b, const void *p, size_t n);
void buf_add_string(struct buf *b, const char *s);
void buf_add_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

// What was gathered, as a C string ("" when there is nothing); valid until the
// next change.
const char *buf_string(const struct buf *b);

// The string itself, which the caller owns now; the buf is empty again.
char *buf_take(struct buf *b);

bool string_starts(const char *s, const char *prefix);
bool string_equal(const char *a, const char *b);	       // NULL equals only NULL
bool string_is_among(const char *s, const char *const *words); // which end with NULL

#endif
