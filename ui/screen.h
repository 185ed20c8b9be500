// SPDX-License-Identifier: ISC
// From a grid to what curses has on its screen, a row at a time and only those that changed; how
// little of them is sent is curses' work.
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>

#include "page/grid.h"

// IS_UTF8: else characters that the locale cannot say are question marks.
void screen_init(bool is_utf8);
void screen_done(void);

// Shows a grid of the size that curses has, with the cursor where the grid says.
void screen_show(const struct grid *g);

// What was shown before counts no more: another size, other colours.
void screen_forget(void);

// Whether the terminal shows what comes between two marks at once ("synchronized output", DEC's
// private mode 2026).
void screen_set_synchronized(bool is_on);

#endif
