// SPDX-License-Identifier: ISC
// The margin's first view: the claims that are on screen, each level with its line as far as
// there is room, the focused one opened in place.
#ifndef READER_NEARBY_H
#define READER_NEARBY_H

#include "reader/rows.h"

// Draws into the cells [X, X + WIDTH) × [Y, Y + HEIGHT).
void nearby_draw(const struct margin_world *w, struct grid *g, int x, int y, int width, int height);

// The number of the entry that is drawn at ROW (from the margin's top), or −1.
int nearby_item_at(const struct margin_world *w, int row, int width, int height);

#endif
