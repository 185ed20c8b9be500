// SPDX-License-Identifier: ISC
// Sentence boundaries: UAX #29, section 5, rules SB1 to SB998 as of Unicode 15, which libunistring
// does not have.  The plain rules know no language; prose is read with a tailoring over them
// (base/prose.h).
#ifndef BASE_SENTENCE_H
#define BASE_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The values of Sentence_Break (UAX #29, table 4).
enum sentence_class {
	SENTENCE_OTHER,
	SENTENCE_CR,
	SENTENCE_LF,
	SENTENCE_SEP,
	SENTENCE_EXTEND,
	SENTENCE_FORMAT,
	SENTENCE_SP,
	SENTENCE_LOWER,
	SENTENCE_UPPER,
	SENTENCE_OLETTER,
	SENTENCE_NUMERIC,
	SENTENCE_ATERM,
	SENTENCE_SCONTINUE,
	SENTENCE_STERM,
	SENTENCE_CLOSE,
};
enum sentence_class sentence_class(uint32_t cp);

// How far behind a terminator one is.
enum sentence_stage {
	SENTENCE_WITHIN, // no terminator just before
	SENTENCE_BEHIND_TERM,
	SENTENCE_BEHIND_CLOSE,
	SENTENCE_BEHIND_SP,
};

// Where a sentence may end: a terminator, what closes, blanks, and then something else.
struct sentence_stop {
	size_t begin; // [byte] of the sentence
	size_t term;  // [byte] of its last terminator
	size_t next;  // [byte] of what would be the next sentence
	enum sentence_stage stage;
	bool is_aterm; // the terminator is a full stop of some kind
	bool ends;     // the plain rules say that it does (SB11), or that it does not (SB8)
};

// What may differ from the plain rules; each looks at a bounded stretch.
struct sentence_tailoring {
	// The class of CP, which is found at byte AT.
	enum sentence_class (*class_at)(const uint8_t *s, size_t n, size_t at, uint32_t cp,
					enum sentence_stage stage);
	bool (*ends)(const uint8_t *s, size_t n, const struct sentence_stop *stop);
};

// Adds UTF8_SENTENCE to the flag of each byte at which a sentence begins in N bytes of well-formed
// UTF-8.  T is NULL for the plain rules.  Takes time in proportion to N.
void sentence_mark(const uint8_t *s, size_t n, const struct sentence_tailoring *t, uint8_t *flags);

#endif
