// SPDX-License-Identifier: ISC
// Decides where a quote sits in a text that was edited, or that it sits nowhere, or that this
// cannot be told.  It is given places where the quote may begin, aligns quote and context with the
// text around each, and weighs what speaks for the best of them, and for the next best.
#ifndef KNOWLEDGE_JUDGEMENT_H
#define KNOWLEDGE_JUDGEMENT_H

#include "document/source.h"
#include "knowledge/annotation.h"

enum { JUDGEMENT_PLACES = 16 }; // that are looked at

struct judgement {
	enum anchor_state state;
	struct range place;		       // POS_NONE both for an orphan
	struct range others[JUDGEMENT_PLACES]; // that are as good, of an anchored one
	size_t other_count;
};

// Judges a quote by up to JUDGEMENT_PLACES places [pos].  EXPECTED [pos] is where it should be,
// POS_NONE when that is unknown; it chooses between places for which as much speaks.
struct judgement judgement_of(const struct source *s, const struct selector *quote,
			      uint64_t expected, const uint64_t *places, size_t count);

// Whether what stands at PLACE still says what the quote says: ANCHOR_FOUND or ANCHOR_CHANGED.
enum anchor_state judgement_of_words(const struct source *s, const char *quote, struct range place);

#endif
