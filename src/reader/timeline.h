// SPDX-License-Identifier: ISC
// The facts in the order of time, on an axis that runs downwards: sorted once, with as many rows
// between two of them as their distance asks for, of which only those on screen are ever made.
#ifndef READER_TIMELINE_H
#define READER_TIMELINE_H

#include "base/step.h"
#include "knowledge/period.h"
#include "reader/rows.h"

// A fact on the axis, in two rows that are below the lead: headings, gaps, the rule of the text.
struct timeline_entry {
	struct period period;
	uint32_t fact;
	uint32_t row;  // its first one below the lead, from the top of the view
	uint8_t lead;  // [row]
	uint8_t words; // of what its period is not: 0 it is dated, 1 undated, 2 no date we can read
};

enum timeline_unit { UNIT_DAYS, UNIT_WEEKS, UNIT_MONTHS, UNIT_YEARS, UNIT_DECADES, UNIT_CENTURIES };

struct timeline {
	struct timeline_entry *all; // by begin; those without a date behind them
	size_t count, dated;
	uint32_t rows;		  // of the whole view
	enum timeline_unit unit;  // of the axis: one row of a gap
	enum timeline_unit heads; // what has headings: months, years, decades or centuries
	bool has_text;		  // it is known when the text was published:
	struct period text;
	size_t rule; // before which entry the rule of that stands; count: behind all

	// For what it was made, or is being made.
	uint64_t version; // of the facts
	const void *filter;
	size_t filter_count;
	bool is_made;
	bool has_date;	 // of the text, in the knowledge
	bool is_awaited; // the cursor goes where timeline_await said

	// The rest is for reader/timeline.c alone.
	struct timeline *next; // that is being made beside it
	int stage;
	size_t at, width, left, right, written;
	struct timeline_entry *other; // what is merged into
	size_t lengths, shorter[UNIT_CENTURIES + 1], headings[UNIT_CENTURIES + 1];
	uint32_t annotation, fact; // that are awaited
};

void timeline_done(struct timeline *t);

// Sorts anew the facts of K, or those that FILTER found (NULL: no filter), when either changed: at
// once as long as they are not very many, else it begins to, and timeline_step goes on.
// *CURSOR, the number of an entry or −1, stays on its fact.
void timeline_update(struct timeline *t, const struct knowledge *k, const struct hits *filter,
		     int *cursor);

// Goes on until the budget is spent.
enum step timeline_step(struct timeline *t, const struct knowledge *k, const struct hits *filter,
			int *cursor, struct budget budget);

// *CURSOR goes to what timeline_find finds, as soon as it can.
void timeline_await(struct timeline *t, const struct knowledge *k, uint32_t annotation,
		    uint32_t fact, int *cursor);

// The entry of the first fact, in the order of time, that ANNOTATION links to, or that is FACT;
// −1: none.  INDEX_NONE stands for neither.
int timeline_find(const struct timeline *t, const struct knowledge *k, uint32_t annotation,
		  uint32_t fact);

// The entry to which a row of the view belongs; rows behind the last belong to that.
int timeline_entry_at(const struct timeline *t, uint32_t row);

// Adds row number ROW of the view.  CLAIM is the annotation whose facts are marked.
void timeline_add_row(struct rows *r, const struct margin_world *w, uint32_t claim, uint32_t row);

// What is to be said where there is none.
void timeline_add_none(struct rows *r, const struct margin_world *w);

#endif
