// SPDX-License-Identifier: ISC
// The headings of a text, found a slice at a time, and how they are listed.  What a heading is, is
// known to the format alone (document/format.h).
#ifndef READER_CONTENTS_H
#define READER_CONTENTS_H

#include "base/step.h"
#include "reader/rows.h"

enum { CONTENTS_MOST = 100000 }; // headings that are kept

struct contents {
	const struct document *document; // borrowed; NULL: nobody asked for them yet
	uint64_t next;			 // [pos] from where on is looked
	struct heading *all;		 // in the order of the text
	size_t count, capacity;
	int top; // the least level of all
	bool is_done;
};

// Begins to look; does nothing when that was done.
void contents_begin(struct contents *c, const struct document *d);
void contents_done(struct contents *c);

// Looks further until the budget is spent (asked every few KiB).
enum step contents_step(struct contents *c, struct budget budget);

// The text grew, BEFORE [pos] being where it ended, or, with 0, became another one.
void contents_text_changed(struct contents *c, uint64_t before);

// True when everything up to POS was looked at.
bool contents_reaches(const struct contents *c, uint64_t pos);

// The number of the last heading that begins at or before POS, of those that are known; −1: none.
int contents_at(const struct contents *c, uint64_t pos);

// The row of heading I, and what is to be said where there is none.
void contents_add_row(struct rows *r, const struct margin_world *w, int i);
void contents_add_none(struct rows *r, const struct margin_world *w);

#endif
