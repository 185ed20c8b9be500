// SPDX-License-Identifier: ISC
// What a style looks like here: the attributes and colours of a theme, as far as the terminal has
// them.  Colour never carries meaning alone: a theme adds to the attributes that tell what is what.
#ifndef UI_PALETTE_H
#define UI_PALETTE_H

#include <stdbool.h>

#include "page/style.h"
#include "page/theme.h"

// Attributes, as terminfo numbers those that do not go with colours (ncv).
enum {
	LOOK_STANDOUT = 1 << 0,
	LOOK_UNDERLINE = 1 << 1,
	LOOK_REVERSE = 1 << 2,
	LOOK_DIM = 1 << 4,
	LOOK_BOLD = 1 << 5,
	LOOK_ITALIC = 1 << 15,
};

struct look {
	unsigned attributes;
	short pair; // of colours; 0: the terminal's own
};

// The colours of a pair, as the terminal numbers them; −1: its own.
void palette_colors(short pair, int *front, int *back);

// Sets colours up, once terminfo was read; without WANTS_COLOR, or where the
// terminal has none, attributes alone are used.
void palette_init(bool wants_color, const struct theme *t);

// Takes another theme; all that is on the screen has to be drawn anew.
void palette_set_theme(const struct theme *t);

struct look palette_look(style st);

// The pair that all cells have which have no other; 0 where that is the terminal's own.
short palette_ground(void);

#endif
