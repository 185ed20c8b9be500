// SPDX-License-Identifier: ISC
// All matches of a query in a text, found a slice at a time: from the place
// where one stands to the end, then from the begin to that place.
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/step.h"
#include "document/source.h"
#include "search/query.h"

struct match {
	uint64_t begin, end; // [pos]
};

struct match_list {
	struct match *all; // in the order of the text
	size_t count, capacity;
};

struct search {
	const struct source *source;
	struct query *query; // owned
	uint64_t origin;     // where it began
	uint64_t after_end;  // [origin, after_end) has been read …
	uint64_t before_end; // … and [begin, before_end)
	struct match_list after, before;
	bool is_done, is_too_many;
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

// True when everything from POS to the end (or from the begin to POS) has been read.
bool search_knows_after(const struct search *s, uint64_t pos);
bool search_knows_before(const struct search *s, uint64_t pos);

#endif
