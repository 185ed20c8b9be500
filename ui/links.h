// SPDX-License-Identifier: ISC
// Cells that are links, in terminals that have them (OSC 8).  Curses cannot hold them: once it has
// shown the screen, the cells that lead somewhere are sent again, as links; and rows that had some
// are drawn anew by curses when they change, so that no cell stays one.  What did not change costs
// nothing.
#ifndef UI_LINKS_H
#define UI_LINKS_H

#include "page/grid.h"

// Before curses shows G, and behind that.
void links_prepare(const struct grid *g);
void links_show(const struct grid *g);

// The screen will be drawn whole.
void links_forget(void);
void links_done(void);

#endif
