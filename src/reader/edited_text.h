// SPDX-License-Identifier: ISC
// What every line and text that a person types has in common: where clusters and words begin, and
// what may get into it.  The text is a struct buf of well-formed UTF-8 whose ceiling holds; an
// offset is in bytes.
#ifndef READER_EDITED_TEXT_H
#define READER_EDITED_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/string.h"

// Replaces [FROM, TO) by N bytes.  False, with nothing changed, when the ceiling forbids it.
bool edited_replace(struct buf *text, size_t from, size_t to, const void *bytes, size_t n);

// The begin of the grapheme cluster before AT, and the end of the one behind it; AT itself at the
// ends of the text.
size_t edited_cluster_before(const struct buf *text, size_t at);
size_t edited_cluster_after(const struct buf *text, size_t at);

// AT, or the end of the cluster that it is inside of: two clusters may become one when what was
// between them goes, or something is put there that joins them.
size_t edited_settle(const struct buf *text, size_t at);

// The begin of the word before AT, and the end of the one behind it (UAX #29); the ends of the text
// where there is none.
size_t edited_word_before(const struct buf *text, size_t at);
size_t edited_word_after(const struct buf *text, size_t at);

// Begin and end of the line that AT is in, without its line feed.
size_t edited_line_begin(const struct buf *text, size_t at);
size_t edited_line_end(const struct buf *text, size_t at);

// True when KEY is a character that may be typed: no control, no override or isolate of direction.
bool edited_is_character(uint32_t key);

// Appends what may be pasted of the N bytes at S to OUT: CR LF, CR and the separators of Unicode
// become a line feed (a blank where IS_ONE_LINE), a tab a blank, ill-formed parts U+FFFD; what
// edited_is_character refuses is left out.
void edited_clean(struct buf *out, const char *s, size_t n, bool is_one_line);

// How many of the N bytes at S fit in MOST bytes without cutting a cluster.
size_t edited_fit(const char *s, size_t n, size_t most);

#endif
