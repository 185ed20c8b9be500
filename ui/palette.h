// SPDX-License-Identifier: ISC
// What a style looks like: attributes and colours of the terminal's own sixteen, so that
// it fits light and dark.  Colour never carries meaning alone.
#ifndef UI_PALETTE_H
#define UI_PALETTE_H

#include <stdbool.h>

#include "page/style.h"

struct look {
	uint32_t attributes; // attr_t of curses
	short pair;
};

// Sets colours up, after curses was started; without WANTS_COLOR, or where the
// terminal has none, attributes alone are used.
void palette_init(bool wants_color);

struct look palette_look(style st);

#endif
