// SPDX-License-Identifier: ISC
// Draws a reader into its grid: text, gutter, overview strip, margin, status
// line, hint line.
#ifndef READER_DRAW_H
#define READER_DRAW_H

#include "reader/state.h"

// The claims and notes on screen with their rows, in the order of the text; the caller frees
// them.  What a margin is drawn from refers to them.
struct nearby *draw_nearby_claims(const struct reader *r, size_t *count);
struct margin_world draw_world(const struct reader *r, const struct nearby *nearby, size_t count);

// Draws all of it; frame_update came before.
void draw_reader(struct reader *r);

#endif
