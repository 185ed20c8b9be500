// SPDX-License-Identifier: ISC
// Both texts are cut into words, figures and signs.  What they have in common, in order, is left
// aside (knowledge/difference.h); in each gap between that, what stands on either side is compared
// by class.
#include "config.h"

#include "knowledge/meaning.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "knowledge/difference.h"
#include "knowledge/numeral.h"
#include "knowledge/spelling.h"
#include "knowledge/token.h"
#include "knowledge/vocabulary.h"

enum {
	MOST_PAIRS = 4096, // of words of a gap that are compared with each other
	NAME_MAX = TOKEN_MAX + 8,
	LONG_NAME = 9, // letters, of which one may be wrong in a name that may be no name
};

// The classes: each says what a token is called in it, NULL when it does not belong there.  Where
// the name is made, it is written to NAME.

typedef const char *class_fn(const struct token *t, char name[NAME_MAX]);

static const char *as_unit(const struct token *t, char name[NAME_MAX])
{
	(void)name;
	size_t n = strlen(t->text);
	const char *unit = vocabulary_look_up(VOCABULARY_UNITS, t->text, n);
	if (!unit && n > 3 && t->text[n - 1] == 's')
		unit = vocabulary_look_up(VOCABULARY_UNITS, t->text, n - 1);
	return unit;
}

static const char *as_date(const struct token *t, char name[NAME_MAX])
{
	(void)name;
	return vocabulary_look_up(VOCABULARY_DATES, t->text, strlen(t->text));
}

static const char *as_negation(const struct token *t, char name[NAME_MAX])
{
	(void)name;
	size_t n = strlen(t->text);
	for (size_t i = 0; i < VOCABULARIES; i++) {
		const char *end = vocabularies[i]->negated_ending;
		if (end && n > strlen(end) && strcmp(t->text + n - strlen(end), end) == 0)
			return "not";
	}
	return vocabulary_look_up(VOCABULARY_NEGATIONS, t->text, n);
}

static const char *as_number(const struct token *t, char name[NAME_MAX])
{
	const char *minus = t->is_minus ? "-" : "";
	bool is_ordinal = t->is_ordinal;
	if (t->is_figure) {
		snprintf(name, NAME_MAX, "%s%s%s", minus, is_ordinal ? "#" : "", t->text);
		return name;
	}
	double value = numeral_value(t->text, &is_ordinal);
	if (value < 0)
		return NULL;
	snprintf(name, NAME_MAX, "%s%s%.12g", minus, is_ordinal ? "#" : "", value);
	return name;
}

static class_fn *const classes[] = {
	[MEANING_NUMBER] = as_number,
	[MEANING_DATE] = as_date,
	[MEANING_UNIT] = as_unit,
	[MEANING_NEGATION] = as_negation,
};
enum { CLASSES = sizeof classes / sizeof *classes };

static bool belongs_anywhere(const struct token *t)
{
	char name[NAME_MAX];
	for (int c = 0; c < CLASSES; c++)
		if (classes[c] && classes[c](t, name))
			return true;
	return strcmp(t->text, "per") == 0; // of "per cent"
}

// Gaps.

struct gap {
	const struct token *a, *b; // the words of either text
	size_t m, n;
};

static void join(const struct token *all, size_t n, bool in_full, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *s = in_full ? spelling_in_full(all[i].text) : all[i].text;
		for (; *s; s++)
			if (*s != '\'')
				buf_add_char(out, *s);
	}
}

static bool has_minus(const struct token *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].is_minus)
			return true;
	return false;
}

// True when both sides are the same but for blanks, hyphens and apostrophes, as they stand or with
// what is short written in full.
static bool is_joined_otherwise(const struct gap *g)
{
	bool is_same = false;
	for (int in_full = 0; in_full <= 1 && !is_same; in_full++) {
		struct buf x = {0}, y = {0};
		join(g->a, g->m, in_full, &x);
		join(g->b, g->n, in_full, &y);
		is_same = string_equal(buf_string(&x), buf_string(&y));
		buf_done(&x);
		buf_done(&y);
	}
	return is_same && !has_minus(g->a, g->m) && !has_minus(g->b, g->n);
}

// Numbers in a row, of which those that make one ("three hundred") are one.
static void list_numbers(struct buf *out, const struct token *all, size_t n)
{
	char name[NAME_MAX], held[NAME_MAX] = "";
	double value = -1; // of what is held, where more may come to it
	for (size_t i = 0; i < n; i++) {
		const char *s = as_number(&all[i], name);
		double v = s && *s >= '0' && *s <= '9' ? strtod(s, NULL) : -1;
		bool is_factor = value > 0 && (v == 100 || v == 1000);
		bool is_part = value >= 20 && v > 0 && v < value && v < 100 && !all[i].is_figure &&
			       !all[i - 1].is_figure;
		if (is_factor || is_part) {
			value = is_factor ? value * v : value + v;
			snprintf(held, sizeof held, "%.12g", value);
			continue;
		}
		buf_printf(out, "%s ", held);
		snprintf(held, sizeof held, "%s", s ? s : "");
		value = v;
	}
	buf_printf(out, "%s ", held);
}

// Appends what of N tokens belongs to CLASS, with a blank behind each.
static void list_class(struct buf *out, enum meaning class, const struct token *all, size_t n)
{
	char name[NAME_MAX];
	for (size_t i = 0; i < n; i++) {
		const char *s = classes[class](&all[i], name);
		buf_printf(out, "%s%s", s ? s : "", s ? " " : "");
	}
}

static void without_more_blanks(struct buf *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->len; i++)
		if (b->data[i] != ' ' || (n && b->data[n - 1] != ' '))
			b->data[n++] = b->data[i];
	b->len = n;
}

static bool differs_in(const struct gap *g, enum meaning class)
{
	struct buf x = {0}, y = {0};
	if (class == MEANING_NUMBER) {
		list_numbers(&x, g->a, g->m);
		list_numbers(&y, g->b, g->n);
		without_more_blanks(&x);
		without_more_blanks(&y);
	} else {
		list_class(&x, class, g->a, g->m);
		list_class(&y, class, g->b, g->n);
	}
	bool differs = x.len != y.len || (x.len && memcmp(x.data, y.data, x.len) != 0);
	buf_done(&x);
	buf_done(&y);
	return differs;
}

static bool is_name(const struct token *t)
{
	return t->is_capital && (!t->is_first || (t->is_upper && strlen(t->text) > 1));
}

static bool is_short_for(const struct token *a, const struct token *b)
{
	return a->is_dotted && spelling_is_short_for(a->text, b->text);
}

static bool is_variant(const struct token *a, const struct token *b)
{
	if (a->is_part || b->is_part) // of a word that is not known whole
		return strcmp(a->text, b->text) == 0;
	if (a->is_upper && b->is_upper && strlen(a->text) > 1) // acronyms, Roman figures
		return strcmp(a->text, b->text) == 0;
	if (is_name(a) || is_name(b))
		return spelling_is_same_name(a->text, b->text);
	if (spelling_is_same(a->text, b->text))
		return true;
	if (spelling_is_opposite(a->text, b->text))
		return false;
	if (a->is_capital && b->is_capital) // perhaps names: the first words of a sentence
		return strlen(a->text) >= LONG_NAME && spelling_is_near(a->text, b->text);
	return spelling_is_near(a->text, b->text) || is_short_for(a, b) || is_short_for(b, a);
}

static const char *small(const struct token *t)
{
	return vocabulary_look_up(VOCABULARY_SMALL, t->text, strlen(t->text));
}

// What it makes of a gap that a word has no like on the other side.
static enum meaning judge_word(const struct token *t, const struct gap *g, bool is_old)
{
	const char *kind = small(t);
	const struct token *others = is_old ? g->b : g->a;
	size_t count = is_old ? g->n : g->m;
	if (belongs_anywhere(t))
		return MEANING_SAME;
	for (size_t i = 0; i < count; i++)
		if (spelling_is_opposite(t->text, others[i].text))
			return MEANING_NEGATION;
	if (!kind)
		return t->is_capital ? MEANING_NAME : MEANING_WORDS;
	// A small word may come or go, but not become another of its kind.
	for (size_t i = 0; *kind && i < count; i++) {
		const char *other = small(&others[i]);
		if (other && strcmp(kind, other) == 0 && strcmp(t->text, others[i].text) != 0)
			return MEANING_WORDS;
	}
	return is_name(t) && strlen(t->text) > 1 ? MEANING_NAME : MEANING_SAME;
}

// Of two verdicts the one that says more.
static enum meaning worse(enum meaning a, enum meaning b)
{
	return a == MEANING_SAME || a == MEANING_WORDS ? (b == MEANING_SAME ? a : b) : a;
}

// The words that have no like on the other side: what they make of the gap.
static enum meaning judge_words(const struct gap *g)
{
	if (g->m && g->n > MOST_PAIRS / g->m)
		return MEANING_WORDS;
	bool *taken = mem_new(g->n + 1, sizeof *taken);
	enum meaning worst = MEANING_SAME;
	for (size_t i = 0; i < g->m; i++) {
		size_t k = 0;
		while (k < g->n && (taken[k] || !is_variant(&g->a[i], &g->b[k])))
			k++;
		if (k < g->n)
			taken[k] = true;
		else
			worst = worse(worst, judge_word(&g->a[i], g, true));
	}
	for (size_t k = 0; k < g->n; k++)
		if (!taken[k])
			worst = worse(worst, judge_word(&g->b[k], g, false));
	free(taken);
	return worst;
}

static enum meaning judge(const struct gap *g)
{
	static const enum meaning order[] = {MEANING_NEGATION, MEANING_DATE, MEANING_NUMBER,
					     MEANING_UNIT};
	if ((g->m == 0 && g->n == 0) || is_joined_otherwise(g))
		return MEANING_SAME;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (differs_in(g, order[i]))
			return order[i];
	return judge_words(g);
}

// Appends N tokens as they were written, with what stands between them.
static void tell_words(struct buf *out, const struct tokens *of, const struct token *all, size_t n)
{
	uint32_t begin = UINT32_MAX, end = 0;
	for (size_t i = 0; i < n; i++) {
		begin = all[i].begin < begin ? all[i].begin : begin;
		end = all[i].end > end ? all[i].end : end;
	}
	if (out && n)
		buf_add(out, (const char *)of->bytes + begin, end - begin);
}

// How much a difference matters: of several the one that matters most is told.
static int weight(enum meaning m)
{
	static const int weights[] = {
		[MEANING_SAME] = 0,	[MEANING_WORDS] = 1, [MEANING_NAME] = 2,
		[MEANING_DATE] = 3,	[MEANING_UNIT] = 4,  [MEANING_NUMBER] = 5,
		[MEANING_NEGATION] = 6,
	};
	return weights[m];
}

static enum meaning compare(const struct tokens *was, const struct tokens *now, struct buf *old,
			    struct buf *changed)
{
	uint32_t *to = difference(was, now);
	enum meaning worst = MEANING_SAME;
	struct gap told = {0};
	for (size_t i = 0, j = 0; i <= was->count;) {
		size_t end = i;
		while (end < was->count && to[end] == DIFFERENCE_NONE)
			end++;
		size_t stop = end < was->count ? to[end] : now->count;
		struct gap g = {was->all + i, now->all + j, end - i, stop - j};
		enum meaning here = judge(&g);
		if (weight(here) > weight(worst)) {
			worst = here;
			told = g;
		}
		i = end + 1;
		j = stop + 1;
	}
	tell_words(old, was, told.a, told.m);
	tell_words(changed, now, told.b, told.n);
	free(to);
	return worst;
}

// True when both are to be compared the other way round.  What two texts have in common can often
// be told in several ways, and each way must see the same.
static bool is_turned(const void *was, size_t n, const void *now, size_t m)
{
	return n != m ? n > m : n && memcmp(was, now, n) > 0;
}

enum meaning meaning_compare(const char *was, size_t n, const uint8_t *now, size_t m,
			     struct buf *old, struct buf *changed)
{
	struct tokens a = {0}, b = {0};
	if (n == m && (n == 0 || memcmp(was, now, n) == 0))
		return MEANING_SAME;
	tokens_read(&a, (const uint8_t *)was, n);
	tokens_read(&b, now, m);
	enum meaning result = is_turned(was, n, now, m) ? compare(&b, &a, changed, old)
							: compare(&a, &b, old, changed);
	tokens_done(&a);
	tokens_done(&b);
	return result;
}
