// SPDX-License-Identifier: ISC
// From a grid to the bytes that make a terminal show it: of what it shows already only the cells
// that differ, in one piece.
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>

#include "page/grid.h"

struct screen_options {
	bool is_utf8;	      // else characters that the locale cannot say are question marks
	bool is_synchronized; // the terminal shows what comes between two marks at once
			      // ("synchronized output", private mode 2026)
	bool has_links; // it has those of OSC 8, or passes over them
};

// Once terminfo was read, which knows what the terminal can.
void screen_init(const struct screen_options *o);
void screen_done(void);

// Has bytes sent before those of the next screen, in one piece with it.
void screen_lead(const char *bytes, size_t n);

// Shows a grid, with the cursor where the grid says.  Its memory is taken for comparison with the
// next one: what it holds afterwards is older.
void screen_show(struct grid *g);

// What was shown before counts no more: another size, other colours, somebody else's output.
void screen_forget(void);

#endif
