// SPDX-License-Identifier: ISC
// What begins where in a paragraph: characters, words and sentences, as flags for each byte of its
// text.  A piece of a long line is read with a little of the pieces beside it, so that a word or a
// sentence may lie in two; whether something begins at a place is decided by the piece that holds
// the place alone, and therefore never depends on where one came from.
#ifndef DOCUMENT_STOPS_H
#define DOCUMENT_STOPS_H

#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

enum {
	STOP_CLUSTER = 1,   // a grapheme cluster begins here
	STOP_CARET = 2,	    // the same, shown: what a line begins or ends with in blanks is not
	STOP_INK = 4,	    // the same, and no blank
	STOP_WORD = 8,	    // a word begins here
	STOP_WORD_END = 16, // a word ends here
	STOP_SENTENCE = 32, // a sentence begins here, at its first ink
};

struct stops {
	struct paragraph paragraph;
	uint8_t *flags;			     // paragraph.len + 1 of them
	bool goes_on_before, goes_on_behind; // it is a piece of a line that is longer
};

// Fills *S (done or zeroed before) with the paragraph that holds POS, as WRAP makes it.  Words and
// sentences are marked only where WANTED has STOP_WORD or STOP_SENTENCE.  False when the text is
// empty.
//
// A word is a run of segments (UAX #29) that hold a letter or a number; a piece of more than 32
// KiB without a begin of a word or sentence has one where it begins.
bool stops_at(const struct document *d, enum wrap wrap, uint64_t pos, unsigned wanted,
	      struct stops *s);
void stops_done(struct stops *s);

// Where the cluster that begins before text offset OFF (> 0) and ends there ends in the
// author's bytes [pos]: before anything that is not shown.
uint64_t stops_end(const struct stops *s, uint32_t off);

#endif
