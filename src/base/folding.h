// SPDX-License-Identifier: ISC
// What counts as the same when texts are compared by their words and not by their bytes: one table
// of equivalences for searching and for anchoring, and a text written down without its differences.
#ifndef BASE_FOLDING_H
#define BASE_FOLDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Marks that may be left out in writing, as ranges of code points.
enum { FOLDING_MARKS = 19 };
extern const uint32_t folding_marks[FOLDING_MARKS][2];
bool folding_is_mark(uint32_t cp);

// True for what may stand unseen between two letters of a word: soft hyphen, joiners that take no
// room.
bool folding_is_unseen(uint32_t cp);

// Characters of which each stands for all of its kind: ', " and -, with which each of them begins.
enum { FOLDING_KINDS = 3 };
extern const char *const folding_kinds[FOLDING_KINDS];

// Letters that may be written as one, longest first.
struct folding_ligature {
	const char *letters;
	uint32_t one;
};
enum { FOLDING_LIGATURES = 13 };
extern const struct folding_ligature folding_ligatures[FOLDING_LIGATURES];

// Letters with a stroke or without a dot, which Unicode does not decompose, behind the plain ones.
enum { FOLDING_STROKES = 12 };
extern const uint32_t folding_strokes[FOLDING_STROKES][2];

struct folded_char {
	uint32_t cp;
	uint32_t begin, end; // [byte] in what was folded: what it stands for
};

struct folded {
	struct folded_char *all;
	size_t count, capacity;
	struct folded_known *known; // for folding.c alone
};

// Appends N < 4 GiB bytes of text, folded: letters in lower case and without marks, strokes and
// ligatures; one blank for all white space in a row; one kind of quote, dash and apostrophe; no
// unseen characters, no hyphens at line ends, nothing that was struck over.  To use the memory
// again for another text, set the count to 0.
void folding_add(struct folded *f, const uint8_t *s, size_t n);
void folding_done(struct folded *f);

// True for letters of scripts that part words with no blank: each may be taken for a word.
bool folding_is_own_word(uint32_t cp);

// What CP is when folded, where that is one code point; 0 when it is dropped.
uint32_t folding_one(uint32_t cp);

#endif
