// SPDX-License-Identifier: ISC
// All matches of a query in a text, found a slice at a time from the place where one stands:
// on to the end and back to the begin, in turns or in the direction one looks.
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/step.h"
#include "document/source.h"
#include "search/query.h"

struct match {
	uint64_t begin, end; // [pos]
};

struct match_list {
	struct match *all;
	size_t count, capacity;
};

struct search {
	const struct source *source;
	struct query *query; // owned
	int direction;	     // +1, −1: what is read first; 0: both in turns
	bool turns_back;
	uint64_t origin;		 // where it began
	uint64_t after_end;		 // [origin, after_end) has been read …
	uint64_t before_begin;		 // … and [before_begin, origin), but for
	uint64_t slice_begin, slice_end; // a slice that is being read
	struct match_list after;	 // in the order of the text
	struct match_list before;	 // the nearest first
	struct match_list slice;	 // in the order of the text
	unsigned costly;		 // places that cost too much and were given up
	bool is_done;
	bool is_too_many, is_too_costly; // why there may be more matches than were found
};

// Takes Q over.
void search_init(struct search *s, const struct source *source, struct query *q, uint64_t origin);
void search_done(struct search *s);

// Reads on; STEP_DONE when the whole text (as far as it is known) has been read.
enum step search_step(struct search *s, struct budget budget);

// The text grew: there is more to read.  The text shrank: matches behind its end go.
void search_text_changed(struct search *s);

size_t search_count(const struct search *s);

// The I-th match (from 0) in the order of the text, as far as it is known.
struct match search_match(const struct search *s, size_t i);

// The first match that begins at or after POS, and the last one that begins before POS, among
// those found so far.  False when there is none.  *I is its number in the order of the text.
bool search_next(const struct search *s, uint64_t pos, size_t *i);
bool search_previous(const struct search *s, uint64_t pos, size_t *i);

// True when search_next, or search_previous, of POS will not find another one later.
bool search_knows_after(const struct search *s, uint64_t pos);
bool search_knows_before(const struct search *s, uint64_t pos);

#endif
