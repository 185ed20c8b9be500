// SPDX-License-Identifier: ISC
// What a query finds in the background: the claims, notes, facts and terms in whose words it
// occurs, found a slice at a time; and how matches are listed, each with a line of context.
#ifndef READER_HITS_H
#define READER_HITS_H

#include "base/step.h"
#include "reader/rows.h"

enum {
	HITS_CLAIMS = 1, // and notes
	HITS_FACTS = 2,	 // and terms
	HITS_LISTED = 4, // also what lists show of them: quote, kind, assessment, date
	HITS_MARKS = 8,	 // places with a letter
};

struct hit {
	bool is_fact;
	uint32_t index; // of the annotation or fact
};

struct hits {
	const struct query *query; // borrowed
	struct filter *filter;	   // likewise; in place of a query
	unsigned what;
	size_t next; // what is looked at next
	struct hit *all;
	size_t count, capacity;
	bool *shown; // of each annotation, with a filter: it was found
	size_t shown_count;
	bool is_done;
};

void hits_init(struct hits *h, const struct query *query, unsigned what);
void hits_init_filter(struct hits *h, struct filter *filter, unsigned what);
void hits_done(struct hits *h);

// True when an annotation is among what a filter found.
bool hits_has(const struct hits *h, uint32_t annotation);

// How many there are in all, of which some are found.
size_t hits_total(const struct hits *h, const struct margin_world *w);

// Looks further; the claims must have the order in which they are listed.
enum step hits_step(struct hits *h, const struct margin_world *w, struct budget budget);

// The rows of the I-th of all matches: those in the text, then those in the background.
void hits_add_rows(struct rows *r, const struct margin_world *w, int i);

#endif
