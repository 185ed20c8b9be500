// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/theme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/translate.h"

static const char *const style_names[THEME_STYLES] = {
	[THEME_TEXT] = "text",	       [THEME_BAR] = "bar",	    [THEME_CURRENT] = "current",
	[THEME_MATCH] = "match",       [THEME_CONTROL] = "control", [THEME_HIGHLIGHT] = "highlight",
	[THEME_GOOD] = "good",	       [THEME_DOUBT] = "doubt",	    [THEME_BAD] = "bad",
	[THEME_CLAIM] = "claim",       [THEME_OVERLAP] = "overlap", [THEME_NOTE] = "note",
	[THEME_DOUBTFUL] = "doubtful", [THEME_TERM] = "term",	    [THEME_KEY] = "key",
	[THEME_NOTICE] = "notice",     [THEME_LINK] = "link",	    [THEME_HEADING] = "heading",
	[THEME_STRONG] = "strong",     [THEME_MUTED] = "muted",	    [THEME_STRIP] = "strip",
	[THEME_FOCUS] = "focus",       [THEME_CURSOR] = "cursor",   [THEME_SELECTED] = "selected",
};

const char *theme_style_name(enum theme_style st)
{
	return style_names[st];
}

// Reading.

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

// The next word at *S before END, cut out of it; "" for none.
static char *take_word(const char **s, const char *end)
{
	while (*s < end && is_blank(**s))
		++*s;
	const char *begin = *s;
	while (*s < end && !is_blank(**s))
		++*s;
	return mem_copy(begin, (size_t)(*s - begin));
}

static bool read_color(const char *word, struct theme_color *color)
{
	static const char *const names[] = {"black", "red",	"green", "yellow",
					    "blue",  "magenta", "cyan",	 "white"};
	static const char bright[] = "bright-";
	char *end;
	bool is_bright = string_starts(word, bright);
	const char *name = is_bright ? word + strlen(bright) : word;
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		*color = (struct theme_color){THEME_INDEX, i + (is_bright ? 8 : 0)};
		return true;
	}
	if (strcmp(word, "default") == 0) {
		*color = (struct theme_color){THEME_DEFAULT, 0};
		return true;
	}
	bool is_rgb = *word == '#';
	const char *digits = is_rgb ? "0123456789abcdefABCDEF" : "0123456789";
	word += is_rgb;
	size_t n = strlen(word);
	if (n == 0 || strspn(word, digits) != n || (is_rgb ? n != 6 : n > 3))
		return false;
	unsigned long value = strtoul(word, &end, is_rgb ? 16 : 10);
	*color = (struct theme_color){is_rgb ? THEME_RGB : THEME_INDEX, (uint32_t)value};
	return is_rgb || value <= 255;
}

static unsigned read_attribute(const char *word)
{
	static const char *const names[] = {"bold", "underline", "reverse", "italic"};
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], word) == 0)
			return 1u << i;
	return 0;
}

// What stands behind the "=".
static bool read_look(struct theme_rule *rule, const char *s, const char *end, struct err *e)
{
	*rule = (struct theme_rule){0};
	bool is_back = false;
	for (;;) {
		char *word = take_word(&s, end);
		struct theme_color *color = is_back ? &rule->back : &rule->front;
		unsigned attribute = read_attribute(word);
		bool is_end = !*word, is_right = true;
		if (is_end)
			is_right = !is_back || rule->back.kind != THEME_UNTOLD;
		else if (attribute)
			rule->attributes |= attribute;
		else if (strcmp(word, "on") == 0 && !is_back)
			is_back = true;
		else
			is_right = color->kind == THEME_UNTOLD && read_color(word, color);
		if (!is_right && is_end)
			err_set(e, _("a colour is missing behind \"on\""));
		else if (!is_right)
			err_set(e, _("\"%.40s\" is no colour or attribute here"), word);
		free(word);
		if (is_end || !is_right)
			return is_right;
	}
}

static bool read_line(struct theme *t, bool told[THEME_STYLES], const char *s, const char *end,
		      struct err *e)
{
	char *name = take_word(&s, end), *sign = take_word(&s, end);
	size_t st = 0;
	bool is_right = false;
	while (st < THEME_STYLES && strcmp(style_names[st], name) != 0)
		st++;
	if (memchr(s, '\0', (size_t)(end - s)))
		err_set(e, _("there is a NUL in it"));
	else if (!*name || *name == '#')
		is_right = true;
	else if (st == THEME_STYLES)
		err_set(e, _("there is no style \"%.40s\""), name);
	else if (strcmp(sign, "=") != 0)
		err_set(e, _("\"=\" is missing behind \"%.40s\""), name);
	else if (told[st])
		err_set(e, _("\"%.40s\" is told twice"), name);
	else
		is_right = read_look(&t->rules[st], s, end, e);
	if (st < THEME_STYLES)
		told[st] = true;
	free(name);
	free(sign);
	return is_right;
}

bool theme_read(struct theme *t, const char *name, const char *text, size_t n, struct err *e)
{
	bool told[THEME_STYLES] = {false};
	struct err why = {0};
	*t = (struct theme){0};
	size_t number = 1;
	for (const char *end = text + n; text < end; number++) {
		const char *feed = memchr(text, '\n', (size_t)(end - text));
		const char *stop = feed ? feed : end;
		if (!read_line(t, told, text, stop, &why))
			return err_set(e, _("cannot use the theme %.200s: line %zu: %s"), name,
				       number, why.text);
		text = stop + (feed != NULL);
	}
	return true;
}

static bool has_color(struct theme_color c)
{
	return c.kind == THEME_INDEX || c.kind == THEME_RGB;
}

bool theme_has_colors(const struct theme *t)
{
	for (size_t i = 0; i < THEME_STYLES; i++)
		if (has_color(t->rules[i].front) || has_color(t->rules[i].back))
			return true;
	return false;
}

bool theme_has_direct(const struct theme *t)
{
	for (size_t i = 0; i < THEME_STYLES; i++)
		if (t->rules[i].front.kind == THEME_RGB || t->rules[i].back.kind == THEME_RGB)
			return true;
	return false;
}

bool theme_has_own_text(const struct theme *t)
{
	return has_color(t->rules[THEME_TEXT].front) || has_color(t->rules[THEME_TEXT].back);
}

struct theme_rule theme_rule_whole(const struct theme *t, enum theme_style st)
{
	struct theme_rule rule = t->rules[st];
	const struct theme_rule *text = &t->rules[THEME_TEXT];
	if (rule.front.kind == THEME_UNTOLD)
		rule.front = text->front;
	if (rule.back.kind == THEME_UNTOLD)
		rule.back = text->back;
	return rule;
}

// Colours.

uint32_t theme_rgb(unsigned index)
{
	static const uint32_t first[] = {0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD,
					 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00,
					 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF};
	static const uint32_t steps[] = {0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF};
	if (index < 16)
		return first[index];
	if (index >= 232)
		return (8 + 10 * (index - 232)) * 0x010101u;
	index -= 16;
	return steps[index / 36 % 6] << 16 | steps[index / 6 % 6] << 8 | steps[index % 6];
}

// What is shown of a component, as a share of all the light (IEC 61966-2-1).
static double linear(uint32_t rgb, int shift)
{
	double c = (rgb >> shift & 0xFF) / 255.0;
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

struct lab {
	double l, a, b;
};

// Oklab: a space in which what is as far apart looks about as different.
static struct lab to_lab(uint32_t rgb)
{
	double r = linear(rgb, 16), g = linear(rgb, 8), b = linear(rgb, 0);
	double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	return (struct lab){0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
			    1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
			    0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

static unsigned nearest(uint32_t rgb, unsigned first, unsigned end)
{
	struct lab wanted = to_lab(rgb);
	unsigned best = first;
	double least = 0;
	for (unsigned i = first; i < end; i++) {
		struct lab is = to_lab(theme_rgb(i));
		double l = is.l - wanted.l, a = is.a - wanted.a, b = is.b - wanted.b;
		double distance = l * l + a * a + b * b;
		if (i > first && distance >= least)
			continue;
		best = i;
		least = distance;
	}
	return best;
}

unsigned theme_nearest(uint32_t rgb)
{
	return nearest(rgb, 16, 256);
}

unsigned theme_nearest_of_first(uint32_t rgb, unsigned count)
{
	return nearest(rgb, 0, count);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb, 16) + 0.7152 * linear(rgb, 8) + 0.0722 * linear(rgb, 0);
}

double theme_contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);
	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}
