// SPDX-License-Identifier: ISC
#include "config.h"

#include "palette.h"

#include <curses.h>

// Colour pairs; the text's own colours are pair 0.
enum { PAIR_FOCUS = 1, PAIR_MATCH, PAIR_CURRENT, PAIR_GOOD, PAIR_DOUBT, PAIR_BAD, PAIR_COUNT };

static bool has_color;

void palette_init(bool wants_color)
{
	static const short colors[PAIR_COUNT][2] = {
		[PAIR_FOCUS] = {COLOR_MAGENTA, -1},
		[PAIR_MATCH] = {COLOR_BLACK, COLOR_YELLOW},
		[PAIR_CURRENT] = {COLOR_BLACK, COLOR_CYAN},
		[PAIR_GOOD] = {COLOR_GREEN, -1},
		[PAIR_DOUBT] = {COLOR_MAGENTA, -1},
		[PAIR_BAD] = {COLOR_RED, -1},
	};
	has_color = wants_color && has_colors() && start_color() == OK;
	if (!has_color)
		return;
	short background = use_default_colors() == OK ? -1 : COLOR_BLACK;
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
	{STYLE_GOOD, PAIR_GOOD, 0, 0},
	{STYLE_DOUBT, PAIR_DOUBT, 0, 0},
	{STYLE_BAD, PAIR_BAD, 0, 0},
	{STYLE_CLAIM, 0, A_UNDERLINE, A_UNDERLINE},
	{STYLE_OVERLAP, 0, A_BOLD, A_BOLD},
	{STYLE_NOTE, 0, A_UNDERLINE | A_DIM, A_UNDERLINE | A_DIM},
	{STYLE_TERM, 0, A_ITALIC, A_ITALIC},
	{STYLE_MUTED, 0, A_DIM, A_DIM},
	{STYLE_STRONG, 0, A_BOLD, A_BOLD},
	{STYLE_BAR, 0, A_REVERSE, A_REVERSE},
	{STYLE_KEY, 0, A_BOLD, A_BOLD},
	{STYLE_NOTICE, 0, A_BOLD, A_BOLD},
	{STYLE_LINK, 0, A_DIM, A_DIM},
};

// A focused claim in the text stands out from others without hiding them; a
// row under the cursor is reversed whole.
static void add_focus(style st, struct look *look)
{
	if (st & STYLE_CLAIM) {
		look->attributes |= has_color ? A_BOLD : A_STANDOUT;
		if (look->pair == 0)
			look->pair = PAIR_FOCUS;
	} else {
		look->attributes |= A_REVERSE;
		look->attributes &= ~(uint32_t)A_DIM;
		look->pair = 0;
	}
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
	if (st & STYLE_FOCUS)
		add_focus(st, &look);
	if (st & STYLE_STRIP && !(st & (STYLE_SHOWN | STYLE_FOCUS | STYLE_MATCH)))
		look.attributes |= A_DIM;
	if (!has_color)
		look.pair = 0;
	return look;
}
