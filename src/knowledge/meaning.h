// SPDX-License-Identifier: ISC
// Does a quote still say what it said?  Compares what was quoted with what stands in its place now,
// in English and Dutch: numbers, dates, units, negations, names and other words, but not typography
// and spelling.  In other languages it knows figures, capitals and which words differ.
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

// What differs first between the quote WAS and the text NOW, of N and M bytes.  When it is not
// NULL, each of OLD and CHANGED gets the words in question (folded), which may be none.
enum meaning meaning_compare(const char *was, size_t n, const uint8_t *now, size_t m,
			     struct buf *old, struct buf *changed);

#endif
