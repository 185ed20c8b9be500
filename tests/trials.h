// SPDX-License-Identifier: ISC
// Quotes that are recorded in a text as the programs record them that people annotate with, and
// sought in an edited copy of it: what became of each of them.
#ifndef TESTS_TRIALS_H
#define TESTS_TRIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "knowledge/annotation.h"
#include "tests/edits.h"
#include "tests/generate.h"

struct trial {
	size_t first, count;	       // words of the text that was edited
	struct selector selector;      // that text's quote, context and position
	bool is_gone;		       // there is no right answer
	uint32_t begin, end;	       // [code point] the right answer
	uint32_t copy_begin, copy_end; // as right, where the text has it twice; else EDITS_NONE
	enum anchor_state state;       // what came
	uint32_t got_begin, got_end;   // [code point] EDITS_NONE: no place
	uint32_t place_count;
	double overlap; // of both: characters that they share, as a part of those that either has
};

struct trials {
	struct trial *all;
	size_t count, capacity;
};

void trials_done(struct trials *t);

enum { TRIALS_CONTEXT = 32 }; // [code point] of prefix and suffix, as Hypothesis records them

// Adds a trial for the COUNT words from FIRST of e->from: its truth is what became of them.
void trials_add(struct trials *t, const struct edits *e, size_t first, size_t count);

// A run of COUNT words that begins anywhere with the same chance, in one line if it can; false when
// the text has fewer words.
bool trials_choose(struct generate *g, const struct edits *e, size_t count, size_t *first);

// Anchors them all at once in the text e->to, and returns how long it took [ms].
double trials_anchor(struct trials *t, const struct edits *e);

// The part of the characters of two ranges together that is in both.
double trials_overlap(uint32_t a_begin, uint32_t a_end, uint32_t b_begin, uint32_t b_end);

// Writes texts and trials as lines of JSON for other programs to try themselves on: an object with
// "from" or "to", the texts of all trials behind it, or one with "kind", "words", what the selector
// has, and "truths" [code point], which is empty for one that is gone.
void trials_write_texts(FILE *out, const struct edits *e);
void trials_write(FILE *out, const char *kind, const struct trials *t);

// What became of trials.
struct tally {
	size_t surviving, right, wrong, partly, doubtful, doubtful_right, orphaned, ambiguous;
	size_t changed;		 // of the right ones
	double boundary;	 // [code point] sum of the errors at both ends of the right ones
	size_t gone;		 // had no right answer …
	size_t gone_attached;	 // … and was given one
	size_t gone_at_replaced; // of those: where other words stand now
	size_t gone_doubtful, gone_orphaned;
	double time; // [ms]
};

void tally_add(struct tally *total, const struct trials *t, double time);
void tally_join(struct tally *total, const struct tally *t);

#endif
