// SPDX-License-Identifier: ISC
// The terms at a place of the text, each explained in a row or two: its name and the first sentence
// of what the set says about it.
#ifndef READER_TERMS_H
#define READER_TERMS_H

#include "reader/rows.h"

enum { TERMS_MOST = 3 }; // explained at once

struct terms {
	uint32_t facts[TERMS_MOST];
	size_t count;
};

// The terms that touch PLACE, in the order of the text, each once.
struct terms terms_at(const struct knowledge *k, struct range place);

// Those that touch an annotation's place, but for what it links to itself.
struct terms terms_of(const struct knowledge *k, uint32_t annotation);

// "= Kumchang-ri  The place of …", in MOST rows at the most.
void terms_add_rows(struct rows *r, const struct margin_world *w, uint32_t term, int indent,
		    int most);

// The view of a claim: what rows_of_claim has, and its terms as items behind all others.
void terms_add_claim(struct rows *r, const struct margin_world *w, uint32_t annotation);

// Draws what touches w->here in the last rows of [Y, Y + HEIGHT), above which a row stays free;
// returns how many rows are left.  Only that for G NULL.
int terms_draw(const struct margin_world *w, struct grid *g, int x, int y, int width, int height);

#endif
