// SPDX-License-Identifier: ISC
// What a cell is, not how it looks: ui/palette.c turns these into attributes and
// colours. Several may hold at once.
#ifndef PAGE_STYLE_H
#define PAGE_STYLE_H

#include <stdint.h>

typedef uint64_t style;

enum {
	STYLE_TEXT = 0,
	STYLE_CLAIM = 1 << 0,	// a claim sits here
	STYLE_OVERLAP = 1 << 1, // more than one does
	STYLE_TERM = 1 << 2,	// a term is explained
	STYLE_NOTE = 1 << 3,	// a note sits here
	STYLE_FOCUS = 1 << 4,	// the focused claim, the row under the cursor
	STYLE_MATCH = 1 << 5,	// a match of the search
	STYLE_CURRENT = 1 << 6, // the match where one stands
	STYLE_CONTROL = 1 << 7, // a character shown as something else
	STYLE_MUTED = 1 << 8,	// numbers, dates, hints
	STYLE_STRONG = 1 << 9,	// titles
	STYLE_BAR = 1 << 10,	// the status line
	STYLE_GOOD = 1 << 11,	// assessments and relations, always with a glyph or word
	STYLE_DOUBT = 1 << 12,
	STYLE_BAD = 1 << 13,
	STYLE_KEY = 1 << 14,	// a key in hints and help
	STYLE_NOTICE = 1 << 15, // a message
	STYLE_STRIP = 1 << 16,	// the overview strip
	STYLE_SHOWN = 1 << 17,	// the part of the strip that is on screen
	STYLE_LINK = 1 << 18,	// an address
	STYLE_NAMES = 19,	// how many there are

	// What the author's program asked for.
	STYLE_BOLD = 1 << 19,
	STYLE_DIM = 1 << 20,
	STYLE_ITALIC = 1 << 21,
	STYLE_UNDERLINE = 1 << 22,
	STYLE_REVERSE = 1 << 23,
	STYLE_STRUCK = 1 << 24,
	STYLE_HEADING = 1 << 25, // a heading of the text

	STYLE_DOUBTFUL =
		1 << 26, // the likeliest place of a claim or note, which may be a wrong one

	STYLE_SELECTED = 1 << 27,  // what one selects
	STYLE_HIGHLIGHT = 1 << 28, // a highlight, besides STYLE_NOTE

	STYLE_FOREGROUND = 32, // [bit] where nine bits hold 1 + one of 256 colours; 0: its own
	STYLE_BACKGROUND = 41, // [bit] likewise
	STYLE_COLORS = 0x1FF,  // the nine bits
};

#endif
