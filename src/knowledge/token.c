// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/token.h"

#include <stdlib.h>
#include <string.h>

#include "base/folding.h"
#include "base/memory.h"
#include "base/utf8.h"

enum {
	MULTIPLICATION = 0xD7,
	GROUP = 3,	  // digits
	GROUPED_MAX = 15, // characters of a figure before its last group
	CUT = 40,	  // digits of a figure that are one token
};

// A text, folded, with the bytes that it was folded from.
struct text {
	const uint8_t *bytes;
	struct folded folded;
};

static uint32_t char_at(const struct text *t, size_t i)
{
	return i < t->folded.count ? t->folded.all[i].cp : 0;
}

static bool is_digit_at(const struct text *t, size_t i)
{
	return utf8_digit(char_at(t, i)) >= 0;
}

static bool is_letter_at(const struct text *t, size_t i)
{
	uint32_t cp = char_at(t, i);
	return cp && cp != '_' && utf8_is_word(cp) && !is_digit_at(t, i);
}

static bool is_upper_at(const struct text *t, size_t i)
{
	const struct folded_char *c = &t->folded.all[i];
	uint32_t cp;
	utf8_decode(t->bytes + c->begin, c->end - c->begin, &cp);
	return utf8_is_upper(cp) || (cp >= 0xFF21 && cp <= 0xFF3A);
}

static struct token *add_token(struct tokens *to, bool is_first)
{
	to->all = mem_reserve(to->all, &to->capacity, to->count + 1, sizeof *to->all);
	to->all[to->count] = (struct token){.is_first = is_first};
	return &to->all[to->count++];
}

// False when there is no room.
static bool append(struct token *t, uint32_t cp)
{
	uint8_t bytes[4];
	size_t n = utf8_encode(cp, bytes), len = strlen(t->text);
	if (len + n >= TOKEN_MAX)
		return false;
	memcpy(t->text + len, bytes, n);
	t->text[len + n] = '\0';
	return true;
}

// Figures.

// How many digits follow from I on, at most MOST.
static size_t digits_at(const struct text *t, size_t i, size_t most)
{
	size_t n = 0;
	while (n < most && is_digit_at(t, i + n))
		n++;
	return n;
}

static size_t add_digits(struct token *to, const struct text *t, size_t i, size_t n)
{
	for (size_t end = i + n; i < end; i++)
		append(to, (uint32_t)utf8_digit(char_at(t, i)) + '0');
	return i;
}

// The sign at I groups digits by thousands: as many follow, and those before it are no more.
static bool is_grouping(const struct text *t, size_t begin, size_t i)
{
	return i - begin <= GROUPED_MAX && digits_at(t, i + 1, GROUP + 1) == GROUP &&
	       digits_at(t, begin, GROUP + 1) <= GROUP;
}

// The sign at I parts a figure that began at BEGIN from its fraction, or hours from minutes.
static bool is_point(const struct text *t, size_t begin, size_t i)
{
	uint32_t cp = char_at(t, i);
	bool is_clock = cp == ':' && i - begin <= 2 && digits_at(t, i + 1, 3) == 2;
	return cp == '.' || cp == ',' || is_clock;
}

// Zeros before a number and behind a fraction mean nothing.
static void trim(struct token *to, bool has_point)
{
	size_t from = 0, n = strlen(to->text);
	while (to->text[from] == '0' && to->text[from + 1] && to->text[from + 1] != '.')
		from++;
	memmove(to->text, to->text + from, n - from + 1);
	n -= from;
	while (has_point && to->text[n - 1] == '0')
		to->text[--n] = '\0';
	if (has_point && to->text[n - 1] == '.')
		to->text[n - 1] = '\0';
}

// Small letters above the line, as in 2ⁿᵈ.
static bool is_raised(uint32_t cp)
{
	return (cp >= 0x2B0 && cp <= 0x2FF) || (cp >= 0x1D2C && cp <= 0x1D6A) || cp == 0x207F;
}

// What makes an ordinal of the figure before I ("th"); returns where it ends.
static size_t read_ordinal(const struct text *t, size_t i, struct token *to)
{
	static const char *const ends[] = {"ste", "st", "nd", "rd", "th", "de", "e"};
	for (size_t k = 0; k < sizeof ends / sizeof *ends && !to->is_ordinal; k++) {
		size_t n = strlen(ends[k]), same = 0;
		while (same < n && char_at(t, i + same) == (uint8_t)ends[k][same])
			same++;
		if (same == n && !utf8_is_word(char_at(t, i + n))) {
			to->is_ordinal = true;
			i += n;
		}
	}
	for (; is_raised(char_at(t, i)); i++)
		to->is_ordinal = true;
	return i;
}

// Fractions that are also one character.
static size_t read_fraction(const struct text *t, size_t i, struct token *to)
{
	static const struct {
		char text[4];
		uint32_t one;
	} all[] = {{"1/2", 0xBD}, {"1/4", 0xBC}, {"3/4", 0xBE}, {"1/3", 0x2153}, {"2/3", 0x2154}};
	for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
		const char *s = all[k].text;
		if (char_at(t, i) != (uint8_t)s[0] || char_at(t, i + 2) != (uint8_t)s[2] ||
		    (char_at(t, i + 1) != '/' && char_at(t, i + 1) != 0x2044))
			continue;
		uint32_t next = char_at(t, i + 3);
		if (next == '/' || utf8_is_word(next))
			continue;
		append(to, all[k].one);
		return i + 3;
	}
	return i;
}

// A figure from I on; returns where it ends.
static size_t read_figure(const struct text *t, size_t i, struct token *to)
{
	size_t begin = i, after = read_fraction(t, i, to);
	bool has_point = false;
	if (after > i)
		return after;
	i = add_digits(to, t, i, digits_at(t, i, CUT));
	for (;;) {
		uint32_t cp = char_at(t, i);
		size_t room = CUT - (strlen(to->text) < CUT ? strlen(to->text) : CUT);
		size_t more = digits_at(t, i + 1, room);
		bool may_group = cp == '.' || cp == ',' || cp == ' ' || cp == '\'';
		if (more == 0)
			break;
		if (!may_group || !is_grouping(t, begin, i)) {
			if (has_point || !is_point(t, begin, i))
				break;
			append(to, '.');
			has_point = true;
		}
		i = add_digits(to, t, i + 1, more);
	}
	trim(to, has_point);
	to->is_figure = true;
	return read_ordinal(t, i, to);
}

// Words.

// A word from I on, dots and apostrophes within it passed over or kept; returns where it ends.
static size_t read_word(const struct text *t, size_t i, struct token *to)
{
	size_t since_dot = 0;
	to->is_capital = to->is_upper = is_upper_at(t, i);
	to->is_part = i > 0 && is_letter_at(t, i - 1);
	for (;; i++) {
		uint32_t cp = char_at(t, i), next = char_at(t, i + 1);
		if (is_letter_at(t, i)) {
			if (!append(to, cp)) {
				to->is_part = true;
				return i;
			}
			to->is_upper &= is_upper_at(t, i);
			since_dot++;
			if (folding_is_own_word(cp) || folding_is_own_word(next)) {
				to->is_part = true;
				return i + 1;
			}
		} else if (cp == '\'' && is_letter_at(t, i + 1)) {
			append(to, cp);
		} else if (cp == '.' && since_dot == 1 && is_letter_at(t, i + 1) &&
			   !is_letter_at(t, i + 2)) {
			since_dot = 0;
		} else {
			to->is_dotted = cp == '.';
			return i;
		}
	}
}

// A letter by itself behind an apostrophe: what is left of "het", "een" and their like.
static bool is_clipped(const struct text *t, size_t i)
{
	return i > 0 && char_at(t, i - 1) == '\'' && !(i > 1 && is_letter_at(t, i - 2)) &&
	       is_letter_at(t, i) && !utf8_is_word(char_at(t, i + 1)) && char_at(t, i + 1) != '\'';
}

// Signs.

static bool ends_sentence(uint32_t cp)
{
	return cp == '.' || cp == '?' || cp == '!' || cp == ':';
}

static bool is_sign(uint32_t cp)
{
	return cp == '%' || cp == '$' || cp == 0x20AC || cp == 0xA3 || cp == 0xA5 || cp == 0xB0 ||
	       cp == '&' || cp == 0x2030;
}

// What says something of the figure behind it: more, less, about.
static bool is_sign_of_figure(const struct text *t, size_t i)
{
	static const uint32_t signs[] = {'+', '<', '>', 0xB1, 0xF7, 0x2264, 0x2265, 0x2248};
	uint32_t cp = char_at(t, i);
	size_t next = i + 1 + (char_at(t, i + 1) == ' ');
	for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
		if (signs[k] == cp)
			return is_digit_at(t, next);
	return false;
}

// Before I stands a minus: a dash that follows neither a word nor a figure.
static bool is_minus_before(const struct text *t, size_t i)
{
	if (i == 0 || char_at(t, i - 1) != '-' || (i > 1 && utf8_is_word(char_at(t, i - 2))))
		return false;
	return !(i > 2 && char_at(t, i - 2) == ' ' && is_digit_at(t, i - 3));
}

// Where a token stands that was read from the folded characters [FROM, TO).
static void put_place(struct token *one, const struct text *t, size_t from, size_t to)
{
	one->begin = t->folded.all[from].begin;
	one->end = t->folded.all[to - 1].end;
}

static void add_sign(const struct text *t, size_t i, struct tokens *to, bool is_first)
{
	uint32_t cp = char_at(t, i);
	if (cp != MULTIPLICATION && !is_sign(cp) && !is_sign_of_figure(t, i))
		return;
	struct token *one = add_token(to, is_first);
	append(one, cp == MULTIPLICATION ? 'x' : cp);
	put_place(one, t, i, i + 1);
}

// "€ 5" is "5 euro": a sign of money goes behind its figure, which is the last token.
static void put_money_behind(struct tokens *to)
{
	static const char *const signs[] = {"$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5"};
	if (to->count < 2)
		return;
	struct token *sign = &to->all[to->count - 2], figure = to->all[to->count - 1];
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strcmp(sign->text, signs[i]) == 0) {
			to->all[to->count - 1] = *sign;
			*sign = figure;
			return;
		}
}

static void read_tokens(const struct text *t, struct tokens *to)
{
	bool is_first = true;
	for (size_t i = 0; i < t->folded.count;) {
		uint32_t cp = char_at(t, i);
		size_t from = i;
		if (is_digit_at(t, i)) {
			struct token *one = add_token(to, is_first);
			one->is_minus = is_minus_before(t, i);
			i = read_figure(t, i, one);
			put_place(one, t, from - one->is_minus, i);
			put_money_behind(to);
		} else if (is_letter_at(t, i)) {
			struct token *one = add_token(to, is_first);
			bool is_short = is_clipped(t, i);
			if (is_short)
				append(one, '\'');
			i = read_word(t, i, one);
			put_place(one, t, from - is_short, i);
		} else {
			add_sign(t, i, to, is_first);
			is_first = ends_sentence(cp) ||
				   (is_first && (cp == ' ' || cp == '"' || cp == '\''));
			i++;
			continue;
		}
		is_first = false;
	}
}

// FNV-1a.
static uint64_t hash_of(const struct token *t)
{
	uint64_t h = 0xCBF29CE484222325u ^ t->is_minus;
	for (const char *s = t->text; *s; s++)
		h = (h ^ (uint8_t)*s) * 0x100000001B3u;
	return h;
}

void tokens_read(struct tokens *to, const uint8_t *s, size_t n)
{
	struct text t = {.bytes = s};
	to->bytes = s;
	to->all = mem_reserve(to->all, &to->capacity, 1, sizeof *to->all); // to point into, always
	folding_add(&t.folded, s, n);
	read_tokens(&t, to);
	for (size_t i = 0; i < to->count; i++)
		to->all[i].hash = hash_of(&to->all[i]);
	folding_done(&t.folded);
}

void tokens_done(struct tokens *to)
{
	free(to->all);
	*to = (struct tokens){0};
}

bool token_is_equal(const struct token *a, const struct token *b)
{
	return a->hash == b->hash && a->is_minus == b->is_minus && strcmp(a->text, b->text) == 0;
}
