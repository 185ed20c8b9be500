// SPDX-License-Identifier: ISC
// Where annotations sit, held against the text: places that are lost, doubtful, several or no
// longer say what was quoted; positions, prefixes and suffixes that disagree with the quote.
#ifndef KNOWLEDGE_CHECK_ANCHORS_H
#define KNOWLEDGE_CHECK_ANCHORS_H

#include "knowledge/checking.h"

// How many UTF-16 code units there are in the text, counted when a set needs it.
struct check_units {
	uint64_t *pairs; // before each block of the text, characters that take two
	size_t block_count;
	uint64_t total; // [code unit]
};
void check_units_done(struct check_units *u);

// Tells what is true of all positions of a set.
void check_positions(struct checking *c, uint32_t set);

// Tells what is wrong with the place of A, to which C was turned.
void check_anchor(struct checking *c, struct check_units *u, const struct annotation *a);

#endif
