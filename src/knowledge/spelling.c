// SPDX-License-Identifier: ISC
// A word is written down without what is spelled in several ways, so that its spellings become the
// same.  What else differs by a letter or two is a slip only in a long word: short words that
// differ so are mostly different ones ("house", "horse").
#include "config.h"

#include "knowledge/spelling.h"

#include <string.h>

#include "base/utf8.h"
#include "knowledge/vocabulary.h"

enum {
	PLAIN_MAX = 2 * SPELLING_MAX,
	LONG_WORD = 7, // letters, in which a doubled consonant may be single, and a slip is likely
	VERY_LONG_WORD = 10, // letters, in which two slips are
	SHORTEST = 5,	     // letters of a word in "-re" or "-er"
	SHORTENED_MAX = 4,   // letters of an abbreviation
};

const char *spelling_in_full(const char *word)
{
	const char *name = vocabulary_look_up(VOCABULARY_SPELLINGS, word, strlen(word));
	return name ? name : word;
}

static const struct vocabulary_way *way_at(const char *s, bool is_name)
{
	for (size_t v = 0; v < VOCABULARIES; v++)
		for (size_t i = 0; i < vocabularies[v]->way_count; i++) {
			const struct vocabulary_way *w = &vocabularies[v]->ways[i];
			if ((w->for_names || !is_name) && *w->letters == *s &&
			    strncmp(s, w->letters, strlen(w->letters)) == 0)
				return w;
		}
	return NULL;
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouy", c);
}

static bool is_doubled(const char *s, bool is_long)
{
	if (s[0] != s[1] || s[0] < 'a' || s[0] > 'z')
		return false;
	if (!is_vowel(s[0]))
		return is_long;
	return strchr("aeo", s[0]) &&
	       (s[2] == '\0' || (!is_vowel(s[2]) && s[2] != s[3] && is_vowel(s[3])));
}

// Before e, i, y and h it is another sound.
static bool is_hard_c(const char *s)
{
	return s[0] == 'c' && (s[1] == '\0' || !strchr("eiyh", s[1]));
}

// Appends; returns how long it is now.
static size_t append(char *out, size_t n, const char *s, size_t len)
{
	for (size_t i = 0; i < len && n + 1 < PLAIN_MAX; i++)
		out[n++] = s[i];
	out[n] = '\0';
	return n;
}

// Takes out letters that may be single: of two vowels in an open syllable ("boomen", "zoo"), of two
// consonants in a long word ("travelled").
static size_t undouble(char *s, size_t n)
{
	bool is_long = n >= LONG_WORD;
	size_t out = 0;
	for (size_t i = 0; i < n; i++)
		if (!is_doubled(s + i, is_long))
			s[out++] = s[i];
	s[out] = '\0';
	return out;
}

static void write_plain(const char *word, bool is_name, char out[PLAIN_MAX])
{
	const char *s = is_name ? word : spelling_in_full(word);
	size_t n = append(out, 0, "", 0);
	while (*s) {
		const struct vocabulary_way *w = way_at(s, is_name);
		if (w) {
			n = append(out, n, w->as, strlen(w->as));
			s += strlen(w->letters);
		} else if (*s == '\'' || *s == '-') {
			s += s[0] == '\'' && s[1] == 's' && s[2] == '\0' ? 2 : 1;
		} else {
			n = append(out, n, !is_name && is_hard_c(s) ? "k" : s, 1);
			s++;
		}
	}
	if (!is_name)
		n = undouble(out, n);
	if (n >= SHORTEST && memcmp(out + n - 2, "re", 2) == 0)
		memcpy(out + n - 2, "er", 2);
}

static bool is_same(const char *a, const char *b, bool is_name)
{
	char x[PLAIN_MAX], y[PLAIN_MAX];
	write_plain(a, is_name, x);
	write_plain(b, is_name, y);
	return strcmp(x, y) == 0;
}

bool spelling_is_same(const char *a, const char *b)
{
	return is_same(a, b, false);
}

bool spelling_is_same_name(const char *a, const char *b)
{
	return is_same(a, b, true);
}

static bool are_opposite_with(const char *a, const char *x, const char *b, const char *y)
{
	size_t m = strlen(x), n = strlen(y);
	return strcmp(x, y) != 0 && strncmp(a, x, m) == 0 && strncmp(b, y, n) == 0 &&
	       strlen(a + m) >= 3 && spelling_is_same(a + m, b + n);
}

// The prefix number I of a language; before them stands the empty one.
static const char *prefix(const struct vocabulary *v, size_t i)
{
	return i ? v->prefixes[i - 1] : "";
}

bool spelling_is_opposite(const char *a, const char *b)
{
	for (size_t k = 0; k < VOCABULARIES; k++) {
		const struct vocabulary *v = vocabularies[k];
		for (size_t i = 0; i <= v->prefix_count; i++)
			for (size_t j = 0; j <= v->prefix_count; j++)
				if (are_opposite_with(a, prefix(v, i), b, prefix(v, j)))
					return true;
	}
	return false;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t letters(const char *s, uint32_t out[SPELLING_MAX])
{
	size_t count = 0;
	for (size_t i = 0, n = strlen(s); i < n && count < SPELLING_MAX;)
		i += utf8_decode((const uint8_t *)s + i, n - i, &out[count++]);
	return count;
}

// How many letters must be put in, taken out, replaced, or change places with their neighbours
// (Damerau and Levenshtein, optimal string alignment).
static size_t slips(const uint32_t *a, size_t m, const uint32_t *b, size_t n)
{
	size_t rows[3][SPELLING_MAX + 1] = {{0}}, *old = rows[0], *last = rows[1], *row = rows[2];
	for (size_t j = 0; j <= n; j++)
		last[j] = j;
	for (size_t i = 1; i <= m; i++) {
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			row[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]),
				       least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], old[j - 2] + 1);
		}
		size_t *free_row = old;
		old = last;
		last = row;
		row = free_row;
	}
	return last[n];
}

bool spelling_is_short_for(const char *a, const char *b)
{
	uint32_t x[SPELLING_MAX], y[SPELLING_MAX];
	size_t m = letters(a, x), n = letters(b, y), i = 0;
	if (m < 2 || m > SHORTENED_MAX || m >= n || x[0] != y[0])
		return false;
	for (size_t j = 0; i < m && j < n; j++)
		i += x[i] == y[j];
	return i == m;
}

bool spelling_is_near(const char *a, const char *b)
{
	uint32_t x[SPELLING_MAX], y[SPELLING_MAX];
	size_t m = letters(a, x), n = letters(b, y), shorter = least(m, n);
	size_t longer = m > n ? m : n;
	if (shorter < 4 || x[0] != y[0] || longer < LONG_WORD)
		return false;
	return slips(x, m, y, n) <= (longer >= VERY_LONG_WORD ? 2 : 1);
}
