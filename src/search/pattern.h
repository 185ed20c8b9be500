// SPDX-License-Identifier: ISC
// What was typed, written as a PCRE2 pattern that finds what is meant: without case, marks and
// the kinds of quotes, dashes and blanks, through line ends, hyphens, ligatures and overstriking.
// It knows PCRE2's language, not its functions.
#ifndef SEARCH_PATTERN_H
#define SEARCH_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string.h"

enum { PATTERN_WORDS = 16 }; // of a query for stems

// Appends the pattern of the N bytes at S, well-formed UTF-8.
void pattern_write(struct buf *out, const char *s, size_t n);

// Appends the pattern of words that begin as each of the COUNT beginnings does, with blanks
// between them; each word is a group.
void pattern_write_words(struct buf *out, const char *const *beginnings, size_t count);

// True when a letter in upper case says that case is meant.
bool pattern_has_upper(const char *s, size_t n);

// True when a mark that may be left out in writing says that marks are meant.
bool pattern_has_marks(const char *s, size_t n);

// True for a character of ASCII that is found as itself, in either case, or as something outside
// ASCII only.
bool pattern_is_plain(char c);

#endif
