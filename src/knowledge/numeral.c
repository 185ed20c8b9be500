// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/numeral.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "knowledge/vocabulary.h"

enum { WORD_MAX = 64 }; // [byte]

static double value_in(enum vocabulary_class c, const char *word, size_t n)
{
	const char *name = vocabulary_look_up(c, word, n);
	return name ? strtod(name, NULL) : -1;
}

// What a number written as one word is made of, so far: "drie" + "honderd" + "duizend".
struct sum {
	double thousands, rest;
};

// Adds a part; false where no number goes on like that.
static bool add_part(struct sum *s, double part, bool with_joint)
{
	double tail = s->rest - 100 * (double)(int)(s->rest / 100);
	if (part != (int)part || (with_joint && part >= 100))
		return false;
	if (part == 1000) {
		s->thousands = 1000 * (s->rest > 0 ? s->rest : 1);
		s->rest = 0;
		return s->thousands < 1000000;
	}
	if (part == 100) {
		s->rest = 100 * (s->rest > 0 ? s->rest : 1);
		return s->rest < 10000;
	}
	s->rest += part;
	return tail == 0 || (with_joint && tail < 10 && part >= 20); // "een" + "en" + "twintig"
}

// The value of N bytes that go on from S; −1 when they are no number.
static double go_on(const struct vocabulary *v, const char *word, size_t n, struct sum s, int depth)
{
	enum { SHORTEST = 3, MOST_PARTS = 8 };
	if (n == 0)
		return s.thousands + s.rest;
	for (int with_joint = 0; with_joint <= 1 && depth < MOST_PARTS; with_joint++) {
		size_t skip = with_joint ? strlen(v->joint) : 0;
		if (with_joint && (depth == 0 || skip >= n || strncmp(word, v->joint, skip) != 0))
			continue;
		for (size_t end = skip + SHORTEST; end <= n; end++) {
			struct sum more = s;
			double part = value_in(VOCABULARY_NUMBERS, word + skip, end - skip);
			if (part < 0 && v->one && end < n && strlen(v->one) == end - skip &&
			    strncmp(word + skip, v->one, end - skip) == 0)
				part = 1;
			if (part <= 0 || !add_part(&more, part, with_joint))
				continue;
			double value = go_on(v, word + end, n - end, more, depth + 1);
			if (value >= 0)
				return value;
		}
	}
	return -1;
}

static double cardinal(const struct vocabulary *v, const char *word, size_t n)
{
	double value = value_in(VOCABULARY_NUMBERS, word, n);
	return value < 0 && v->joint && n ? go_on(v, word, n, (struct sum){0}, 0) : value;
}

// "fifteenth", "zeventiende": what they are the ordinal of.
static double ordinal(const struct vocabulary *v, const char *word, size_t n)
{
	for (size_t i = 0; i < v->ordinal_ending_count; i++) {
		const struct vocabulary_ending *e = &v->ordinal_endings[i];
		size_t len = strlen(e->ordinal);
		char stem[WORD_MAX];
		if (n <= len + 2 || n >= WORD_MAX || strcmp(word + n - len, e->ordinal) != 0)
			continue;
		snprintf(stem, sizeof stem, "%.*s%s", (int)(n - len), word, e->number);
		double value = cardinal(v, stem, strlen(stem));
		if (value >= 0)
			return value;
	}
	return -1;
}

double numeral_value(const char *word, bool *is_ordinal)
{
	size_t n = strlen(word);
	double value = value_in(VOCABULARY_ORDINALS, word, n);
	*is_ordinal = value >= 0;
	for (size_t i = 0; i < VOCABULARIES && value < 0; i++)
		value = cardinal(vocabularies[i], word, n);
	for (size_t i = 0; i < VOCABULARIES && value < 0; i++) {
		value = ordinal(vocabularies[i], word, n);
		*is_ordinal = value >= 0;
	}
	return value;
}
