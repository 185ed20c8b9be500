// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/patterns.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
	LONGEST = 10,	// [byte] of letters in a row that are told apart
	TELLING = 3,	// [byte] of them that rule out most patterns
	FEWEST = 256,	// slots
	BITS = 1 << 18, // of the filter
	HASHES = 3,	// bits of it for each that is there
};

// Hashes of 64 bits; 0 is an empty slot.
struct set {
	uint64_t *slots;
	size_t capacity, count;
};

struct patterns {
	struct set words;
	// A filter (B. H. Bloom, 1970) of all letters in a row, "." being an end.  Those that are
	// there by chance keep a pattern too many, which does no harm.
	uint8_t filter[BITS / 8];
};

static uint64_t *slot_of(const struct set *s, uint64_t hash)
{
	size_t i = (size_t)(hash ^ hash >> 32) & (s->capacity - 1);
	while (s->slots[i] && s->slots[i] != hash)
		i = (i + 1) & (s->capacity - 1);
	return &s->slots[i];
}

static bool has(const struct set *s, uint64_t hash)
{
	return s->capacity > 0 && *slot_of(s, hash);
}

static void grow(struct set *s)
{
	struct set more = {.capacity = s->capacity ? 2 * s->capacity : FEWEST, .count = s->count};
	more.slots = mem_new(more.capacity, sizeof *more.slots);
	for (size_t i = 0; i < s->capacity; i++)
		if (s->slots[i])
			*slot_of(&more, s->slots[i]) = s->slots[i];
	free(s->slots);
	*s = more;
}

static void add(struct set *s, uint64_t hash)
{
	if (2 * s->count >= s->capacity)
		grow(s);
	uint64_t *slot = slot_of(s, hash);
	s->count += *slot == 0;
	*slot = hash;
}

// A bit of a hash: two halves of it stand for all that are wanted (A. Kirsch and M. Mitzenmacher,
// Less Hashing, Same Performance, 2006).
static uint32_t bit_of(uint64_t hash, uint32_t which)
{
	return ((uint32_t)(hash >> 16) + which * (uint32_t)(hash >> 40 | 1)) % BITS;
}

static void filter_add(struct patterns *p, uint64_t hash)
{
	for (uint32_t i = 0; i < HASHES; i++)
		p->filter[bit_of(hash, i) / 8] |= (uint8_t)(1 << bit_of(hash, i) % 8);
}

static bool filter_has(const struct patterns *p, uint64_t hash)
{
	for (uint32_t i = 0; i < HASHES; i++)
		if (!(p->filter[bit_of(hash, i) / 8] >> bit_of(hash, i) % 8 & 1))
			return false;
	return true;
}

// FNV-1a, never 0.
#define HASH_BEGIN 0xCBF29CE484222325u

static uint64_t hash_add(uint64_t hash, char c)
{
	return (hash ^ (uint8_t)c) * 0x100000001B3u;
}

static uint64_t hash_of(const char *s, size_t n)
{
	uint64_t hash = HASH_BEGIN;
	for (size_t i = 0; i < n; i++)
		hash = hash_add(hash, s[i]);
	return hash | 1;
}

struct patterns *patterns_new(void)
{
	return mem_new(1, sizeof(struct patterns));
}

void patterns_free(struct patterns *p)
{
	if (!p)
		return;
	free(p->words.slots);
	free(p);
}

bool patterns_has(const struct patterns *p, const char *word, size_t n)
{
	return has(&p->words, hash_of(word, n));
}

void patterns_add(struct patterns *p, const char *word, size_t n)
{
	if (patterns_has(p, word, n))
		return;
	add(&p->words, hash_of(word, n));
	for (size_t begin = 0; begin < n + 2; begin++) {
		uint64_t hash = HASH_BEGIN;
		for (size_t i = begin; i < n + 2 && i < begin + LONGEST; i++) {
			hash = hash_add(hash, i == 0 || i == n + 1 ? '.' : word[i - 1]);
			filter_add(p, hash);
		}
	}
}

// What a line says of the language, and the signs that TeX's own lists have, are no patterns.
static bool is_pattern(char first)
{
	return !(first >= 'A' && first <= 'Z') && first != '%' && first != '#';
}

// Whether the pattern at LINE matters, as far as *READ.  The first letters of one that does are
// there as well; of a longer one they alone are asked for.
static bool matters(const struct patterns *p, const char *line, const char *end, const char **read)
{
	uint64_t hash = HASH_BEGIN;
	size_t letters = 0;
	const char *s = line;
	for (; s < end && letters < LONGEST; s++) {
		char c = *s;
		if (c >= '0' && c <= '9')
			continue;
		if (c == '\n' || c == '/' || c == ' ' || c == '\r')
			break;
		hash = hash_add(hash, c);
		if (++letters == TELLING && !filter_has(p, hash))
			break;
	}
	*read = s;
	return letters == 0 || filter_has(p, hash);
}

bool patterns_choose(const struct patterns *p, const char *dictionary, size_t n, struct buf *out)
{
	const char *end = dictionary + n;
	for (const char *line = dictionary; line < end;) {
		const char *feed = line;
		bool is_kept = line == dictionary || !is_pattern(*line); // the first: an encoding
		if (*line == 'N' && end - line >= 9 && memcmp(line, "NEXTLEVEL", 9) == 0)
			return false;
		is_kept = is_kept || matters(p, line, end, &feed);
		while (feed < end && *feed != '\n')
			feed++;
		if (is_kept) {
			buf_add(out, line, (size_t)(feed - line));
			buf_add_char(out, '\n');
		}
		line = feed + (feed < end);
	}
	return true;
}
