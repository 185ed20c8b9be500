// SPDX-License-Identifier: ISC
// Sentences as readers of Dutch and English prose see them: the tailoring that UAX #29, section 5
// leaves to applications, over the plain rules of base/sentence.h.
//
// - A line end is a blank; only a blank line, U+2029 or the end parts paragraphs.
// - The period of an abbreviation, of initials ("J. P. Coen") and of the number or letter of an
// item
//   at the begin of a sentence ends none; of some, only before a word with which sentences begin
//   ("in the U.S. The …").  A full stop without a blank behind it ends none.
// - "…" is a full stop.  One at the begin of a sentence or behind an opening bracket ends none.
// - "!" or "?" before a lower-case letter ends none ('"Nee!" riep hij.').
// - What closes, also after a blank, and the number of a footnote belong to the sentence before.
// - Digits may begin a sentence behind an ordinary word, and so may "'s Avonds".
#ifndef BASE_PROSE_H
#define BASE_PROSE_H

#include <stddef.h>
#include <stdint.h>

// sentence_mark with that tailoring: blanks belong to the sentence before them.
void prose_mark(const uint8_t *s, size_t n, uint8_t *flags);

#endif
