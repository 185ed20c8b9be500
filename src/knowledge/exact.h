// SPDX-License-Identifier: ISC
// Finds where quotes stand in a text byte for byte, all of them in one pass over it, and weighs
// each place by how much of the recorded context stands around it.  It works in slices, also on a
// text that still grows.
#ifndef KNOWLEDGE_EXACT_H
#define KNOWLEDGE_EXACT_H

#include "document/source.h"
#include "knowledge/annotation.h"

enum { EXACT_PLACES = 4 }; // with a part of the context, that are kept for a quote

// A quote that is sought.
struct exact_quote {
	uint32_t annotation;
	uint64_t expected; // [pos], where it should be; POS_NONE when unknown
	uint32_t found;	   // in how many places it stands with all of its context around it
	size_t place_count;
	struct exact_place {
		uint64_t pos;
		uint64_t agreement; // characters of the context in a row that stand around it
	} places[EXACT_PLACES];	    // those with a part of it only, the best first
	// The rest is for knowledge/exact.c alone.
	uint32_t next;	  // in the same chain
	uint64_t hash;	  // of the seed
	size_t size;	  // [byte]
	uint64_t context; // characters
	uint64_t spent;	  // [byte] that were compared for it
};

// Hears of each place, in the order of the text, where a quote stands with all of its context.
struct exact_listener {
	void (*found)(void *data, struct exact_quote *quote, uint64_t pos, uint64_t end);
	void *data;
};

struct exact;

struct exact *exact_new(const struct knowledge *k, const struct source *s, // both are kept
			struct exact_listener l);
void exact_free(struct exact *x);

// Adds an annotation with a quote for the next pass, and begins that from the start of the text.
// Those added before are in it again.
void exact_add(struct exact *x, uint32_t annotation, uint64_t expected);
void exact_begin(struct exact *x);

// Ends the pass and forgets what was in it; exact_clear forgets what waits for the next as well.
void exact_end(struct exact *x);
void exact_clear(struct exact *x);

size_t exact_waiting(const struct exact *x); // added, but not in the pass under way
size_t exact_count(const struct exact *x);   // in the pass under way

// How far a pass can go now: a quote must not hang over the end of what is known.
bool exact_has_caught_up(const struct exact *x);

// Reads on, a slice (a few milliseconds) at a time.
void exact_slice(struct exact *x);

// Quote number I of the pass under way.
struct exact_quote *exact_at(struct exact *x, size_t i);

// How many characters of the context of S stand in a row around [BEGIN, END) of the text, counted
// from the quote outwards; all of them is exact_context.
uint64_t exact_agreement(const struct source *s, const struct selector *q, uint64_t begin,
			 uint64_t end);
uint64_t exact_context(const struct selector *q);

#endif
