// SPDX-License-Identifier: ISC
// Does a quote still say what it said?  Compares what was quoted with what stands in its place now:
// numbers, dates, units, negations, names and other words, but not typography and spelling.  Which
// words are which it knows in English and Dutch (knowledge/vocabulary.h).  In other languages it
// knows figures in the digits of any script, signs of money and measure, and which words differ;
// there a capital within a sentence is a name, and another spelling of a short word is another
// word.
#ifndef KNOWLEDGE_MEANING_H
#define KNOWLEDGE_MEANING_H

#include <stddef.h>
#include <stdint.h>

#include "base/string.h"

enum meaning {
	MEANING_SAME,
	MEANING_NUMBER,
	MEANING_DATE,
	MEANING_UNIT,
	MEANING_NEGATION,
	MEANING_NAME,
	MEANING_WORDS, // a word was put in, taken out, or replaced by an unlike one
};

// What differs between the quote WAS and the text NOW, of N and M bytes, and matters most.  When it
// is not NULL, each of OLD and CHANGED gets the words in question as they are written, which may be
// none. Whether they differ does not depend on which of them is which.  Takes time and memory in
// proportion to their lengths; what differs in more than a thousand words is told as MEANING_WORDS
// at the latest.
enum meaning meaning_compare(const char *was, size_t n, const uint8_t *now, size_t m,
			     struct buf *old, struct buf *changed);

#endif
