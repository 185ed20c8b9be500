// SPDX-License-Identifier: ISC
// Screens that follow from one another as those of a reader do: scrolled, in part written anew,
// cleared; with wide and long clusters, links and all kinds of styles.  The same for the same seed.
#ifndef TESTS_RANDOM_GRIDS_H
#define TESTS_RANDOM_GRIDS_H

#include "generate.h"
#include "page/grid.h"

struct random_grids {
	struct generate generate;
	struct grid grid;
	struct grid before;
};

void random_grids_begin(struct random_grids *r, uint64_t seed, int cols, int rows);
void random_grids_end(struct random_grids *r);

// Makes the next one, in the member grid.
void random_grids_next(struct random_grids *r);

// Makes OUT the same screen.
void random_grids_copy(const struct random_grids *r, struct grid *out);

// Its rows as pty_rows has them, into OUT (cleared first).
void random_grids_rows(const struct random_grids *r, struct buf *out);

#endif
