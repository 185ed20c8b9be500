// SPDX-License-Identifier: ISC
// What a terminal tells of the mouse (xterm's modes 1000 and 1002, in the encoding of mode 1006 or
// the old one), as clicks, drags and turns of the wheel.  It is read here, since curses drops
// reports that come at once.
#ifndef UI_MOUSE_H
#define UI_MOUSE_H

#include <stdbool.h>

#include "reader/event.h"

#define MOUSE_ON "\033[?1000h\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1002l\033[?1000l\033[?1006l"
#define MOUSE_BEGIN "\033[<"	 // what a report begins with
#define MOUSE_BEGIN_OLD "\033[M" // … in the old encoding

// Of one pointer, between two reports.
struct mouse {
	bool is_down, is_dragging;
	int col, row; // where the button was pressed; while it is dragged, where it was last
	bool has_next;
	struct event next; // that follows the event before
};

// Reads the rest of a report from the descriptor KEYS.  True when it made an event.
bool mouse_read(struct mouse *m, int keys, bool is_old, struct event *event);

// True once when another event follows the last one.
bool mouse_takes_next(struct mouse *m, struct event *event);

#endif
