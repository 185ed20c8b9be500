// SPDX-License-Identifier: ISC
// The targets of an item, and what each of them selects: the selectors that the Recommendation
// marks for text/plain (TextQuoteSelector, TextPositionSelector, and FragmentSelector by RFC 5147),
// alone, as alternatives, refined by each other, behind a state, or as the two ends of a
// RangeSelector.  All others are passed over, as it says (4.2); they stay in the file.
#ifndef KNOWLEDGE_TARGET_H
#define KNOWLEDGE_TARGET_H

#include <stddef.h>

#include "knowledge/annotation.h"

struct json_node;

enum selected {
	SELECTED_WHOLE, // a resource as a whole
	SELECTED_TEXT,	// a piece of text
	SELECTED_OTHER, // something that is no piece of plain text, as far as can be told
	SELECTED_NONE,	// nothing: it is no target
};

struct target {
	const struct json_node *node;
	enum selected selected;
	struct selector selector; // of SELECTED_TEXT
};

struct targets {
	struct target *all; // in their order, the parts of a Composite or List one by one
	size_t count, capacity, ceiling;
	bool is_cut; // there were more than the ceiling
};

enum { REFINEMENTS_MAX = 8 }; // selectors within each other; more select nothing

// Adds the targets of ITEM up to the ceiling of LIST; the caller calls targets_done.
void targets_read(struct targets *list, const struct json_node *item);
void targets_done(struct targets *list);

#endif
