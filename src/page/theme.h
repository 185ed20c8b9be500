// SPDX-License-Identifier: ISC
// A theme: which colours and attributes each style has, read from a small file; and the arithmetic
// of colours.  It knows no terminal: ui/palette.c makes of it what the terminal can.
//
// A line of the file is "STYLE = [COLOUR] [on COLOUR] [bold] [underline] [reverse] [italic]"; "#"
// at its begin makes it a comment.  A colour is one of the sixteen by its name (black, red, green,
// yellow, blue, magenta, cyan, white, and each of them with "bright-"), a number from 0 to 255 of
// the colours that xterm has, #rrggbb, or "default", the terminal's own.  "text" is what all that
// is not told has.
#ifndef PAGE_THEME_H
#define PAGE_THEME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "page/style.h"

enum theme_style {
	THEME_TEXT,
	THEME_BAR,
	THEME_CURRENT,
	THEME_MATCH,
	THEME_CONTROL,
	THEME_HIGHLIGHT,
	THEME_GOOD,
	THEME_DOUBT,
	THEME_BAD,
	THEME_CLAIM,
	THEME_OVERLAP,
	THEME_NOTE,
	THEME_DOUBTFUL,
	THEME_TERM,
	THEME_KEY,
	THEME_NOTICE,
	THEME_LINK,
	THEME_HEADING,
	THEME_STRONG,
	THEME_MUTED,
	THEME_STRIP,
	THEME_FOCUS,	// the claim in focus, in the text
	THEME_CURSOR,	// the row under the cursor
	THEME_SELECTED, // what one selects
	THEME_STYLES,
};

enum theme_kind { THEME_UNTOLD, THEME_DEFAULT, THEME_INDEX, THEME_RGB };

struct theme_color {
	enum theme_kind kind;
	uint32_t value; // the number of one of 256, or 0xRRGGBB
};

enum { THEME_BOLD = 1, THEME_UNDERLINE = 2, THEME_REVERSE = 4, THEME_ITALIC = 8 };

struct theme_rule {
	struct theme_color front, back;
	unsigned attributes; // a sum
};

struct theme {
	struct theme_rule rules[THEME_STYLES];
};

// The name of a style in a file.
const char *theme_style_name(enum theme_style st);

// Reads N bytes of a file that is called NAME; what they do not tell is untold.  False, with a
// sentence that names the line, when they are no theme.
bool theme_read(struct theme *t, const char *name, const char *text, size_t n, struct err *e);

// True when it has any colours; true when the text itself has some that are not the terminal's.
bool theme_has_colors(const struct theme *t);
bool theme_has_direct(const struct theme *t); // colours that are no numbers
bool theme_has_own_text(const struct theme *t);

// What a rule's colours are when what it does not tell is that of the text.
struct theme_rule theme_rule_whole(const struct theme *t, enum theme_style st);

// The 0xRRGGBB of the colours from 16 to 255 as xterm has them, and of the first sixteen as it does
// where nobody chose others.
uint32_t theme_rgb(unsigned index);

// The colour that looks most like 0xRRGGBB (by distance in Oklab) among those from 16 to 255, which
// are the same everywhere; and among the first COUNT (8 or 16).
unsigned theme_nearest(uint32_t rgb);
unsigned theme_nearest_of_first(uint32_t rgb, unsigned count);

// The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).
double theme_contrast(uint32_t a, uint32_t b);

#endif
