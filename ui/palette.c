// SPDX-License-Identifier: ISC
#include "config.h"

#include "palette.h"

#include <curses.h>

// Colour pairs; the text's own colours are pair 0.
enum {
	PAIR_FOCUS = 1,
	PAIR_MATCH,
	PAIR_CURRENT,
	PAIR_HIGHLIGHT,
	PAIR_GOOD,
	PAIR_DOUBT,
	PAIR_BAD,
	PAIR_COUNT,	  // from here on the author's
	MOST_PAIRS = 256, // of both: a byte of a pair is what every curses keeps
};

static bool has_color, has_default_colors;

// The pairs that the author's colours were given, from PAIR_COUNT on.
static struct {
	style colors[MOST_PAIRS];
	short count;
} own;

void palette_init(bool wants_color)
{
	static const short colors[PAIR_COUNT][2] = {
		[PAIR_FOCUS] = {COLOR_MAGENTA, -1},
		[PAIR_MATCH] = {COLOR_BLACK, COLOR_YELLOW},
		[PAIR_CURRENT] = {COLOR_BLACK, COLOR_CYAN},
		[PAIR_HIGHLIGHT] = {COLOR_BLACK, COLOR_GREEN},
		[PAIR_GOOD] = {COLOR_GREEN, -1},
		[PAIR_DOUBT] = {COLOR_MAGENTA, -1},
		[PAIR_BAD] = {COLOR_RED, -1},
	};
	has_color = wants_color && has_colors() && start_color() == OK;
	if (!has_color)
		return;
	has_default_colors = use_default_colors() == OK;
	short background = has_default_colors ? -1 : COLOR_BLACK;
	for (short i = 1; i < PAIR_COUNT; i++)
		init_pair(i, colors[i][0], colors[i][1] < 0 ? background : colors[i][1]);
}

// From the most telling style to the least: the first that has a colour gives it.
static const struct rule {
	style st;
	short pair;
	attr_t with_color, without; // attributes that it adds
} rules[] = {
	{STYLE_CURRENT, PAIR_CURRENT, A_UNDERLINE, A_REVERSE | A_BOLD | A_UNDERLINE},
	{STYLE_MATCH, PAIR_MATCH, 0, A_REVERSE},
	{STYLE_CONTROL, 0, A_REVERSE, A_REVERSE},
	{STYLE_HIGHLIGHT, PAIR_HIGHLIGHT, 0, A_BOLD},
	{STYLE_GOOD, PAIR_GOOD, 0, 0},
	{STYLE_DOUBT, PAIR_DOUBT, 0, 0},
	{STYLE_BAD, PAIR_BAD, 0, 0},
	{STYLE_CLAIM, 0, A_UNDERLINE, A_UNDERLINE},
	{STYLE_OVERLAP, 0, A_BOLD, A_BOLD},
	{STYLE_NOTE, 0, A_UNDERLINE | A_DIM, A_UNDERLINE | A_DIM},
	{STYLE_DOUBTFUL, 0, A_DIM | A_ITALIC | A_UNDERLINE, A_DIM | A_ITALIC | A_UNDERLINE},
	{STYLE_TERM, 0, A_ITALIC, A_ITALIC},
	{STYLE_MUTED, 0, A_DIM, A_DIM},
	{STYLE_STRONG, 0, A_BOLD, A_BOLD},
	{STYLE_BAR, 0, A_REVERSE, A_REVERSE},
	{STYLE_KEY, 0, A_BOLD, A_BOLD},
	{STYLE_NOTICE, 0, A_BOLD, A_BOLD},
	{STYLE_LINK, 0, A_DIM, A_DIM},
	{STYLE_HEADING, 0, A_BOLD, A_BOLD},
	{STYLE_BOLD, 0, A_BOLD, A_BOLD},
	{STYLE_DIM, 0, A_DIM, A_DIM},
	{STYLE_ITALIC, 0, A_ITALIC, A_ITALIC},
	{STYLE_UNDERLINE, 0, A_UNDERLINE, A_UNDERLINE},
	{STYLE_REVERSE, 0, A_REVERSE, A_REVERSE},
	{STYLE_STRUCK, 0, A_DIM, A_DIM},
};

// A focused claim in the text stands out from others without hiding them; a
// row under the cursor is reversed whole.
static void add_focus(style st, struct look *look)
{
	if (st & (STYLE_CLAIM | STYLE_NOTE | STYLE_DOUBTFUL)) {
		look->attributes |= has_color ? A_BOLD : A_STANDOUT;
		if (look->pair == 0)
			look->pair = PAIR_FOCUS;
	} else {
		look->attributes |= A_REVERSE;
		look->attributes &= ~(uint32_t)A_DIM;
		look->pair = 0;
	}
}

// One of the 256 colours as the terminal's nearest.
static short nearest_color(unsigned color)
{
	if (color < 8 || COLORS >= 256)
		return (short)color;
	if (color < 16)
		return (short)(COLORS >= 16 ? color : color - 8);
	if (color >= 232) // grays
		return color < 244 ? COLOR_BLACK : COLOR_WHITE;
	unsigned red = (color - 16) / 36, green = (color - 16) / 6 % 6, blue = (color - 16) % 6;
	return (short)((red > 2 ? COLOR_RED : 0) | (green > 2 ? COLOR_GREEN : 0) |
		       (blue > 2 ? COLOR_BLUE : 0));
}

// The pair of the author's colours in ST; 0 when there are none, or no pairs any more.
static short own_pair(style st)
{
	style colors = st & ((style)STYLE_COLORS << STYLE_FOREGROUND | (style)STYLE_COLORS
									       << STYLE_BACKGROUND);
	if (!colors)
		return 0;
	for (short i = 0; i < own.count; i++)
		if (own.colors[i] == colors)
			return (short)(PAIR_COUNT + i);
	short pair = (short)(PAIR_COUNT + own.count);
	if (pair >= MOST_PAIRS || pair >= COLOR_PAIRS)
		return 0;
	unsigned front = (unsigned)(st >> STYLE_FOREGROUND) & STYLE_COLORS;
	unsigned back = (unsigned)(st >> STYLE_BACKGROUND) & STYLE_COLORS;
	short default_front = has_default_colors ? -1 : COLOR_WHITE;
	short default_back = has_default_colors ? -1 : COLOR_BLACK;
	init_pair(pair, front ? nearest_color(front - 1) : default_front,
		  back ? nearest_color(back - 1) : default_back);
	own.colors[own.count++] = colors;
	return pair;
}

struct look palette_look(style st)
{
	struct look look = {0};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		if (!(st & rules[i].st))
			continue;
		look.attributes |= has_color ? rules[i].with_color : rules[i].without;
		if (look.pair == 0)
			look.pair = rules[i].pair;
	}
	if (look.pair == 0 && has_color)
		look.pair = own_pair(st);
	if (st & STYLE_FOCUS)
		add_focus(st, &look);
	// Bold black is grey on many terminals, which would not be read on a colour.
	if (st & STYLE_HIGHLIGHT && has_color) {
		look.attributes &= ~(uint32_t)(A_DIM | A_BOLD);
		if (st & STYLE_FOCUS)
			look.attributes |= A_REVERSE;
	}
	if (st & STYLE_SELECTED) {
		look.attributes = (look.attributes | A_REVERSE) & ~(uint32_t)A_DIM;
		look.pair = 0;
	}
	if (st & STYLE_STRIP && !(st & (STYLE_SHOWN | STYLE_FOCUS | STYLE_MATCH)))
		look.attributes |= A_DIM;
	if (!has_color)
		look.pair = 0;
	return look;
}
