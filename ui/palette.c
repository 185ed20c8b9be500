// SPDX-License-Identifier: ISC
#include "config.h"

#include "palette.h"

#include "terminfo.h"

enum {
	BLACK = 0,
	RED = 1,
	GREEN = 2,
	BLUE = 4,
	WHITE = RED | GREEN | BLUE,
	MOST_PAIRS = 256, // of themes and authors; the rest has no colours
};

static struct {
	struct theme theme;
	bool wants_color, has_default_colors;
	int colors;	   // of the terminal
	bool has_color;	   // terminal, person and theme do
	bool has_own_text; // the theme has colours for all of the screen
	struct {
		int front, back;
	} pairs[MOST_PAIRS]; // from 1 on
	short count;
} the;

// Colours.

// One of the 256 colours as the terminal's nearest.
static int nearest_color(unsigned color)
{
	if (color < 8)
		return (int)color;
	if (the.colors > 256) // of direct colours only the first eight have numbers
		return (int)theme_rgb(color);
	if (the.colors >= 256 || (color < 16 && the.colors >= 16))
		return (int)color;
	if (color < 16)
		return (int)color - 8;
	if (color >= 232) // grays
		return color < 244 ? BLACK : WHITE;
	unsigned red = (color - 16) / 36, green = (color - 16) / 6 % 6, blue = (color - 16) % 6;
	return (red > 2 ? RED : 0) | (green > 2 ? GREEN : 0) | (blue > 2 ? BLUE : 0);
}

static int terminal_color(struct theme_color c, bool is_back)
{
	if (c.kind == THEME_INDEX)
		return nearest_color(c.value);
	if (c.kind != THEME_RGB)
		return the.has_default_colors ? -1 : is_back ? BLACK : WHITE;
	if (the.colors > 256) // the darkest seven blues would be numbers
		return c.value > 0 && c.value < 8 ? 8 : (int)c.value;
	if (the.colors >= 256)
		return (int)theme_nearest(c.value);
	return (int)theme_nearest_of_first(c.value, the.colors >= 16 ? 16 : 8);
}

// Where there are few colours, two may become the same.
static int front_on(int front, int back)
{
	if (front != back || back < 0)
		return front;
	return theme_contrast(theme_rgb((unsigned)back & 0xFF), 0) > 7 ? BLACK : WHITE;
}

// The pair of two colours; 0 when there are no pairs any more.
static short pair_of(struct theme_color front_color, struct theme_color back_color)
{
	int back = terminal_color(back_color, true);
	int front = front_on(terminal_color(front_color, false), back);
	for (short i = 1; i <= the.count; i++)
		if (the.pairs[i].front == front && the.pairs[i].back == back)
			return i;
	if (the.count + 1 >= MOST_PAIRS)
		return 0;
	short pair = ++the.count;
	the.pairs[pair].front = front;
	the.pairs[pair].back = back;
	return pair;
}

void palette_colors(short pair, int *front, int *back)
{
	*front = pair ? the.pairs[pair].front : -1;
	*back = pair ? the.pairs[pair].back : -1;
}

static short rule_pair(enum theme_style st)
{
	struct theme_rule rule = theme_rule_whole(&the.theme, st);
	return the.has_color ? pair_of(rule.front, rule.back) : 0;
}

static bool is_told(struct theme_color c)
{
	return c.kind != THEME_UNTOLD;
}

static bool has_rule(enum theme_style st)
{
	const struct theme_rule *rule = &the.theme.rules[st];
	return the.has_color && (is_told(rule->front) || is_told(rule->back));
}

void palette_set_theme(const struct theme *t)
{
	the.theme = *t;
	the.has_color = the.wants_color && theme_has_colors(t);
	the.has_own_text = the.has_color && theme_has_own_text(t);
	the.count = 0;
}

void palette_init(bool wants_color, const struct theme *t)
{
	// Terminals that define each pair anew are left out.
	bool has_numbers = terminfo_string("setaf") || terminfo_string("setf");
	the.has_default_colors = terminfo_string("op") != NULL;
	the.colors = terminfo_number("colors");
	bool can_end = terminfo_string("op") || terminfo_string("sgr0");
	the.wants_color = wants_color && has_numbers && can_end && the.colors >= 8;
	palette_set_theme(t);
}

short palette_ground(void)
{
	return the.has_own_text ? rule_pair(THEME_TEXT) : 0;
}

// Looks.

#define NO_THEME THEME_STYLES // of what the author's program asked for

// From the most telling style to the least: the first that has colours gives them.
static const struct rule {
	style st;
	enum theme_style theme;
	unsigned with_color, without; // attributes that it adds
} rules[] = {
	{STYLE_BAR, THEME_BAR, LOOK_REVERSE, LOOK_REVERSE},
	{STYLE_CURRENT, THEME_CURRENT, LOOK_UNDERLINE, LOOK_REVERSE | LOOK_BOLD | LOOK_UNDERLINE},
	{STYLE_MATCH, THEME_MATCH, 0, LOOK_REVERSE},
	{STYLE_CONTROL, THEME_CONTROL, LOOK_REVERSE, LOOK_REVERSE},
	{STYLE_HIGHLIGHT, THEME_HIGHLIGHT, 0, LOOK_BOLD},
	{STYLE_GOOD, THEME_GOOD, 0, 0},
	{STYLE_DOUBT, THEME_DOUBT, 0, 0},
	{STYLE_BAD, THEME_BAD, 0, 0},
	{STYLE_CLAIM, THEME_CLAIM, LOOK_UNDERLINE, LOOK_UNDERLINE},
	{STYLE_OVERLAP, THEME_OVERLAP, LOOK_BOLD, LOOK_BOLD},
	{STYLE_NOTE, THEME_NOTE, LOOK_UNDERLINE | LOOK_DIM, LOOK_UNDERLINE | LOOK_DIM},
	{STYLE_DOUBTFUL, THEME_DOUBTFUL, LOOK_DIM | LOOK_ITALIC | LOOK_UNDERLINE,
	 LOOK_DIM | LOOK_ITALIC | LOOK_UNDERLINE},
	{STYLE_TERM, THEME_TERM, LOOK_ITALIC, LOOK_ITALIC},
	{STYLE_MUTED, THEME_MUTED, LOOK_DIM, LOOK_DIM},
	{STYLE_STRONG, THEME_STRONG, LOOK_BOLD, LOOK_BOLD},
	{STYLE_KEY, THEME_KEY, LOOK_BOLD, LOOK_BOLD},
	{STYLE_NOTICE, THEME_NOTICE, LOOK_BOLD, LOOK_BOLD},
	{STYLE_LINK, THEME_LINK, LOOK_DIM, LOOK_DIM},
	{STYLE_HEADING, THEME_HEADING, LOOK_BOLD, LOOK_BOLD},
	{STYLE_STRIP, THEME_STRIP, 0, 0},
	{STYLE_BOLD, NO_THEME, LOOK_BOLD, LOOK_BOLD},
	{STYLE_DIM, NO_THEME, LOOK_DIM, LOOK_DIM},
	{STYLE_ITALIC, NO_THEME, LOOK_ITALIC, LOOK_ITALIC},
	{STYLE_UNDERLINE, NO_THEME, LOOK_UNDERLINE, LOOK_UNDERLINE},
	{STYLE_REVERSE, NO_THEME, LOOK_REVERSE, LOOK_REVERSE},
	{STYLE_STRUCK, NO_THEME, LOOK_DIM, LOOK_DIM},
};

static unsigned theme_attributes(enum theme_style st)
{
	unsigned told = the.theme.rules[st].attributes;
	return (told & THEME_BOLD ? LOOK_BOLD : 0) | (told & THEME_UNDERLINE ? LOOK_UNDERLINE : 0) |
	       (told & THEME_REVERSE ? LOOK_REVERSE : 0) | (told & THEME_ITALIC ? LOOK_ITALIC : 0);
}

// Colours that are told stand for what is reversed or dimmed where there are none.
static unsigned rule_attributes(const struct rule *rule)
{
	unsigned attributes = the.has_color ? rule->with_color : rule->without;
	if (rule->theme == NO_THEME)
		return attributes;
	const struct theme_rule *told = &the.theme.rules[rule->theme];
	if (the.has_color && is_told(told->back))
		attributes &= ~(unsigned)LOOK_REVERSE;
	if (the.has_color && is_told(told->front))
		attributes &= ~(unsigned)LOOK_DIM;
	return attributes | theme_attributes(rule->theme);
}

// What is on colours of its own, or is reversed.
static void cover(enum theme_style st, struct look *look)
{
	look->attributes &= ~(unsigned)LOOK_DIM;
	look->attributes |= theme_attributes(st);
	look->pair = has_rule(st) ? rule_pair(st) : 0;
	if (look->pair)
		look->attributes &= ~(unsigned)LOOK_REVERSE;
	else
		look->attributes |= LOOK_REVERSE;
}

// A focused claim in the text stands out from others without hiding them; a
// row under the cursor is reversed whole.
static void add_focus(style st, struct look *look)
{
	if (!(st & (STYLE_CLAIM | STYLE_NOTE | STYLE_DOUBTFUL))) {
		cover(THEME_CURSOR, look);
		return;
	}
	look->attributes |= the.has_color ? LOOK_BOLD : LOOK_STANDOUT;
	look->attributes |= theme_attributes(THEME_FOCUS);
	if (look->pair == 0 && has_rule(THEME_FOCUS))
		look->pair = rule_pair(THEME_FOCUS);
}

static struct theme_color own_color(style st, int shift)
{
	unsigned color = (unsigned)(st >> shift) & STYLE_COLORS;
	return color ? (struct theme_color){THEME_INDEX, color - 1} : (struct theme_color){0};
}

// The pair of the author's colours in ST; 0 when there are none.
static short own_pair(style st)
{
	struct theme_color front = own_color(st, STYLE_FOREGROUND);
	struct theme_color back = own_color(st, STYLE_BACKGROUND);
	const struct theme_rule *text = &the.theme.rules[THEME_TEXT];
	if (!is_told(front) && !is_told(back))
		return 0;
	return pair_of(is_told(front) ? front : text->front, is_told(back) ? back : text->back);
}

struct look palette_look(style st)
{
	struct look look = {0};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		if (!(st & rules[i].st))
			continue;
		look.attributes |= rule_attributes(&rules[i]);
		if (look.pair == 0 && rules[i].theme != NO_THEME && has_rule(rules[i].theme))
			look.pair = rule_pair(rules[i].theme);
	}
	if (look.pair == 0 && the.has_color)
		look.pair = own_pair(st);
	if (st & STYLE_FOCUS)
		add_focus(st, &look);
	// Bold black is grey on many terminals, which would not be read on a colour.
	if (st & STYLE_HIGHLIGHT && the.has_color) {
		look.attributes &= ~(uint32_t)(LOOK_DIM | LOOK_BOLD);
		if (st & STYLE_FOCUS)
			look.attributes |= LOOK_REVERSE;
	}
	if (st & STYLE_SELECTED)
		cover(THEME_SELECTED, &look);
	if (st & STYLE_STRIP && !(st & (STYLE_SHOWN | STYLE_FOCUS | STYLE_MATCH)))
		look.attributes |= LOOK_DIM;
	// What is dimmed has another contrast than what the theme was made for.
	if (the.has_own_text)
		look.attributes &= ~(unsigned)LOOK_DIM;
	return look;
}
