// SPDX-License-Identifier: ISC
// What became of each word of a text in an edited copy of it: from a comparison of the two, or
// known because the edit was made here.  Measurements and tests of anchoring take their truth from
// it.
#ifndef TESTS_EDITS_H
#define TESTS_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string.h"
#include "tests/generate.h"

#define EDITS_NONE UINT32_MAX

// A text by its code points (each ill-formed part one).
struct edited_text {
	char *bytes; // NUL behind them
	size_t size;
	uint32_t *at; // [byte] where each code point begins; the size behind the last one
	uint32_t count;
};

void edited_text_init(struct edited_text *t, const char *bytes, size_t n);
void edited_text_done(struct edited_text *t);

// The code point that begins at BYTE, or holds it.
uint32_t edited_text_character(const struct edited_text *t, uint64_t byte);

// What became of a word.  KEPT: it is there, the same or respelled.  REPLACED: another word stands
// in its place.  GONE: nothing does.
enum fate { FATE_GONE, FATE_REPLACED, FATE_KEPT };

struct edited_word {
	uint32_t begin, end; // [code point] of the text that was edited
	uint32_t line;	     // in which it stands
	enum fate fate;
	uint32_t to_begin, to_end;     // [code point] of the other one, unless it is gone
	uint32_t copy_begin, copy_end; // the same where it stands a second time; EDITS_NONE
	uint32_t gap;		       // of words that were changed together, from 1; 0: of none
};

// Where a run of words was changed into another run.
struct edited_gap {
	uint32_t first, count;	   // words
	uint32_t to_begin, to_end; // [code point] of the words that took their place; equal: none
};

struct edits {
	struct edited_text from, to;
	struct edited_word *words;
	size_t word_count, word_capacity;
	struct edited_gap *gaps;
	size_t gap_count, gap_capacity;
};

void edits_done(struct edits *e);

// Begins with the words of FROM (copied), of which nothing is known yet: they are GONE, their
// places are EDITS_NONE and 0.
void edits_begin(struct edits *e, const char *from, size_t size);

// Finds out what became of the words of FROM in TO (both are copied).  Words are letters, digits,
// marks, and apostrophes between them.  They are the same when they are the same folded
// (base/folding.h).  Lines that occur once in either text and in the same order are taken for each
// other; what lies between them is compared with the fewest insertions and deletions (Myers, "An
// O(ND) difference algorithm and its variations", Algorithmica 1, 1986).  In the gaps that remain:
// where both sides have the same letters, each word became those letters ("to-day", "today"); where
// both have as many words, these are pairs, KEPT when at most half of the letters differ, else
// REPLACED; any other words are GONE.
void edits_compare(struct edits *e, const char *from, size_t from_size, const char *to,
		   size_t to_size);

// Where COUNT words from FIRST are now [code point of the other text]: false when less than half of
// them are KEPT there together.  From the first word that is not gone to the last one; a gap that
// begins or ends with the run and lies in it belongs to it whole.  Words that stand in another
// order or far apart are not together.  COPY: where they stand a second time.
bool edits_range(const struct edits *e, size_t first, size_t count, bool copy, uint32_t *begin,
		 uint32_t *end);

#endif
