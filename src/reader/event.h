// SPDX-License-Identifier: ISC
// What happens to a reader.  Keys are code points or the constants below.
#ifndef READER_EVENT_H
#define READER_EVENT_H

#include <stddef.h>
#include <stdint.h>

enum {
	KEY_BASE = 0x200000, // beyond Unicode
	KEY_UP_ARROW = KEY_BASE,
	KEY_DOWN_ARROW,
	KEY_LEFT_ARROW,
	KEY_RIGHT_ARROW,
	KEY_SHIFT_LEFT,
	KEY_SHIFT_RIGHT,
	KEY_ALT_LEFT,
	KEY_ALT_RIGHT,
	KEY_CONTROL_LEFT,
	KEY_CONTROL_RIGHT,
	KEY_CONTROL_HOME,
	KEY_CONTROL_END,
	KEY_PAGE_DOWN,
	KEY_PAGE_UP,
	KEY_HOME_KEY,
	KEY_END_KEY,
	KEY_BACK_TAB,
	KEY_BACKSPACE_KEY,
	KEY_DELETE_KEY,
	KEY_F1_KEY,
	KEY_F6_KEY,
	// A character of ASCII with Alt is Esc and that character, as terminals send it.
	KEY_ALT_BASE = KEY_BASE + 0x1000,
	KEY_ALT_B = KEY_ALT_BASE + 'b',
	KEY_ALT_F = KEY_ALT_BASE + 'f',
	KEY_ALT_UNDERSCORE = KEY_ALT_BASE + '_',
	KEY_ALT_LAST = KEY_ALT_BASE + 0x7E,
	KEY_TAB = '\t',
	KEY_ENTER_KEY = '\r',
	KEY_ESCAPE = 0x1B,
};

enum event_type {
	EVENT_KEY,
	EVENT_RESIZE,
	EVENT_WHEEL, // LINES down
	EVENT_CLICK, // at COL, ROW
	// The pointer goes over cells with its button down: from where it was pressed, to others,
	// and where it is let go.
	EVENT_DRAG_BEGIN,
	EVENT_DRAG,
	EVENT_DRAG_END,
	EVENT_PASTE,  // TEXT of N bytes, as it came
	EVENT_EDITED, // TEXT of N bytes is what became of what reader_takes_edit gave; NULL: see
		      // WHY
};

struct event {
	enum event_type type;
	uint32_t key;
	int cols, rows; // of the window
	int col, row;	// of the pointer
	int lines;
	int64_t time;	  // [s] since 1970, 0: not told
	const char *text; // valid until the next event
	size_t n;	  // [byte]
	const char *why;  // a sentence for a person
};

#endif
