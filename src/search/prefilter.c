// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/prefilter.h"

#include <string.h>

#include "base/utf8.h"
#include "search/pattern.h"

// How often a character stands in prose of Dutch and English, per mille.
static unsigned frequency(uint8_t lower)
{
	static const uint8_t letters[26] = {75, 14, 22, 50, 120, 15, 22, 45, 65, 7,  14, 38, 25,
					    85, 65, 17, 1,  60,	 55, 80, 25, 17, 18, 2,	 10, 8};
	if (lower >= 'a' && lower <= 'z')
		return letters[lower - 'a'];
	return lower == ',' || lower == '.' ? 12 : 2;
}

static uint8_t lower_of(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static uint8_t upper_of(uint8_t c)
{
	return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c;
}

struct prefilter prefilter_new(const char *query, size_t n, bool is_cased)
{
	struct prefilter f = {0};
	size_t best = 0, before = 0;
	unsigned least = ~0u;
	for (size_t i = 0; i < n; i++) {
		bool is_single = i + 1 >= n || !pattern_is_plain(query[i + 1]);
		unsigned often = frequency(lower_of((uint8_t)query[i])) *
				 (is_single ? 1000 : frequency(lower_of((uint8_t)query[i + 1])));
		if (pattern_is_plain(query[i]) && often < least) {
			least = often;
			best = i;
			f.before = before;
			f.count = 1;
		}
		// A ligature is up to three letters.
		before += query[i] == ' ' || (query[i] & 0xC0) == 0x80 ? 0
			  : query[i] & 0x80			       ? 3
								       : 1;
	}
	uint32_t first = 0;
	if (n > 0)
		utf8_decode((const uint8_t *)query, n, &first);
	f.begins_with_blank = utf8_is_space(first);
	if (f.count == 0)
		return f;
	// With it go the plain letters before and behind it, the nearest first to be kept.
	size_t begin = best, end = best + 1;
	while (end < n && pattern_is_plain(query[end]) && end - begin < PREFILTER_LETTERS)
		end++;
	while (begin > 0 && pattern_is_plain(query[begin - 1]) && end - begin < PREFILTER_LETTERS)
		begin--;
	f.count = end - begin;
	f.rarest = best - begin;
	for (size_t i = 0; i < f.count; i++) {
		uint8_t c = (uint8_t)query[begin + i];
		f.lower[i] = is_cased ? c : lower_of(c);
		f.upper[i] = is_cased ? c : upper_of(c);
	}
	uint8_t rarest = f.lower[f.rarest] | 0x20;
	f.has_variants = rarest >= 'a' && rarest <= 'z';
	f.has_sign = rarest == 'k' || rarest == 'a';
	return f;
}

// Between two letters there may be marks and what joins them over a line's end or strikes them
// over.
static bool is_wild(uint8_t c)
{
	return c >= 0x80 || c == '-' || c == '_' || c == '\b';
}

static bool is_letter_at(const struct prefilter *f, size_t i, uint8_t c)
{
	return c == f->lower[i] || c == f->upper[i];
}

// What a character is found by: itself in both cases, or the first byte of what stands for it
// outside ASCII, which for letters lies in Latin's blocks (U+00C0 to U+027F, U+1E00 on), among the
// ligatures (U+FB00 on) or is the sign of kelvin or angstrom (U+212A).
static bool is_rarest(const struct prefilter *f, uint8_t c)
{
	return is_letter_at(f, f->rarest, c) ||
	       (f->has_variants && ((c >= 0xC3 && c <= 0xC9) || c == 0xE1 || c == 0xEF)) ||
	       (f->has_sign && c == 0xE2);
}

// Whether the letters around a candidate are there too, as far as they can be told.
static bool has_neighbours(const struct prefilter *f, const uint8_t *s, size_t n, size_t at)
{
	if (s[at] >= 0x80)
		return true;
	for (size_t i = f->rarest + 1, k = at + 1; i < f->count; i++, k++) {
		if (k >= n || (!is_wild(s[k]) && !is_letter_at(f, i, s[k])))
			return false;
		if (is_wild(s[k]))
			break;
	}
	// Backward a struck-over or hyphenated letter shows by what follows it, which is wild.
	for (size_t i = f->rarest, k = at; i > 0 && k > 0; i--, k--) {
		uint8_t c = s[k - 1];
		if (is_wild(c) || c == '\n' || c == ' ' || c == '\t' || c == '>')
			break;
		if (!is_letter_at(f, i - 1, c))
			return false;
	}
	return true;
}

static bool is_candidate(const struct prefilter *f, const uint8_t *s, size_t n, size_t at)
{
	return is_rarest(f, s[at]) && has_neighbours(f, s, n, at);
}

#if defined __GNUC__
enum { BLOCK = 16 };
typedef uint8_t block __attribute__((vector_size(BLOCK)));

static inline block load(const uint8_t *s)
{
	block b;
	memcpy(&b, s, BLOCK);
	return b;
}

// From I on, the first of BLOCK bytes in a row one of which may be the rarest letter with the one
// behind it; N − BLOCK or more when there are no more blocks.
static size_t skip(const struct prefilter *f, const uint8_t *s, size_t n, size_t i)
{
	const block none = {0};
	const block lower = none + f->lower[f->rarest], upper = none + f->upper[f->rarest];
	bool has_next = f->rarest + 1 < f->count;
	const block next_lower = none + f->lower[has_next ? f->rarest + 1 : f->rarest];
	const block next_upper = none + f->upper[has_next ? f->rarest + 1 : f->rarest];
	const block variants = none + (uint8_t)(f->has_variants ? 0xFF : 0);
	const block sign = none + (uint8_t)(f->has_sign ? 0xE2 : f->lower[f->rarest]);
	const block any = none + (uint8_t)(has_next ? 0 : 0xFF);
	for (; n - i > BLOCK; i += BLOCK) {
		block a = load(s + i), b = load(s + i + 1);
		block is = (block)(a == lower) | (block)(a == upper) | (block)(a == sign) |
			   (((block)(a - 0xC3 <= 0xC9 - 0xC3) | (block)(a == 0xE1) |
			     (block)(a == 0xEF)) &
			    variants);
		block follows = (block)(b == next_lower) | (block)(b == next_upper) |
				(block)(b >= 0x80) | (block)(b == '-') | (block)(b == '_') |
				(block)(b == '\b') | any;
		uint64_t halves[2];
		block hit = is & follows;
		memcpy(halves, &hit, sizeof halves);
		if (halves[0] | halves[1])
			break;
	}
	return i;
}
#else
enum { BLOCK = 1 };

static size_t skip(const struct prefilter *f, const uint8_t *s, size_t n, size_t i)
{
	while (n - i > BLOCK && !is_rarest(f, s[i]))
		i++;
	return i;
}
#endif

size_t prefilter_next(const struct prefilter *f, const uint8_t *s, size_t n, size_t from)
{
	for (size_t i = from; i < n;) {
		i = skip(f, s, n, i);
		size_t end = n - i > BLOCK ? i + BLOCK : n;
		for (; i < end; i++)
			if (is_candidate(f, s, n, i))
				return i;
	}
	return n;
}

// What may stand between the characters of a match without being one of the query's.
static bool is_between(const uint8_t *s, size_t at)
{
	uint8_t c = s[at];
	return c >= 0x80 || c <= ' ' || c == '-' || c == '_' || c == '>' || s[at + 1] == '\b';
}

size_t prefilter_begin(const struct prefilter *f, const uint8_t *s, size_t at, size_t least)
{
	size_t left = f->before, pos = at;
	while (pos > least && (left > 0 || (s[pos] & 0xC0) == 0x80)) {
		pos--;
		left -= left > 0 && !is_between(s, pos);
	}
	// A first character outside ASCII or struck over, and blanks, are taken in whole.
	while (pos > least && (s[pos - 1] >= 0x80 || s[pos - 1] == '\b' || s[pos] == '\b' ||
			       (f->begins_with_blank && (s[pos - 1] <= ' ' || s[pos - 1] == '>'))))
		pos--;
	return pos;
}
