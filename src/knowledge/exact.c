// SPDX-License-Identifier: ISC
// The first 16 (8, or all) bytes of each quote are its seed; a bit filter and a hash tell whether a
// seed stands at a byte of the text.
#include "config.h"

#include "knowledge/exact.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
	WORD = 8,	    // [byte], what is hashed at once
	SEED = 2 * WORD,    // [byte], the most of a quote that is hashed
	SLICE = 1 << 18,    // [byte], the most of the text in a slice
	WORK = 1 << 14,	    // comparisons, the most in a slice
	SEEDED = 4096,	    // quotes whose seeds are put in, in a slice
	CONTEXT_MAX = 1024, // [byte] of context on either side that count
};

static const uint64_t MOST_OF_ALL = (uint64_t)1 << 32; // [byte] that are compared in a pass
static const uint64_t MOST_OF_ONE = (uint64_t)1 << 24; // [byte], of a quote, when that is spent

struct exact {
	const struct knowledge *k;
	const struct source *s;
	struct exact_listener listener;
	struct exact_quote *quotes; // those in the pass, and behind them those that wait
	size_t count, all, capacity;
	size_t seeded;	 // of those in the pass, whose seeds were put in
	uint32_t *heads; // by hash, into quotes; INDEX_NONE ends a chain
	uint64_t *filter;
	size_t head_mask, filter_mask;
	uint8_t lengths[WORD + 1]; // of seeds, those that there are
	size_t length_count;
	uint64_t longest; // [byte], a quote and the text behind it
	uint64_t scan;	  // [pos], how far the pass is
	uint64_t spent;	  // [byte] that were compared in it
};

// How long the seed of a quote of N bytes is.
static size_t seed_length(size_t n)
{
	return n >= SEED ? SEED : n < WORD ? n : WORD;
}

// The first LENGTH of N bytes, mixed; what the N bytes lack counts as zeros.
static uint64_t seed_hash(const void *bytes, size_t n, size_t length)
{
	static const uint8_t ones[2 * WORD] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
	uint64_t v = 0, more = 0, mask;
	memcpy(&mask, ones + (length < WORD ? WORD - length : 0), WORD);
	if (n < WORD)
		memcpy(&v, bytes, n);
	else
		memcpy(&v, bytes, WORD);
	v = (v & mask) ^ length * 0x9E3779B97F4A7C15u;
	if (length == SEED && n >= SEED)
		memcpy(&more, (const char *)bytes + WORD, WORD);
	v = (v * 0xD6E8FEB86659FD93u ^ more) * 0x9FB21C651E98DF25u;
	return v ^ v >> 32;
}

static size_t power_of_two(size_t n, size_t least)
{
	size_t p = least;
	while (p < n)
		p *= 2;
	return p;
}

static const struct selector *selector_of(const struct exact *x, const struct exact_quote *q)
{
	return &x->k->annotations[q->annotation].selector;
}

static void put_seed(struct exact *x, uint32_t index)
{
	struct exact_quote *q = &x->quotes[index];
	const struct selector *s = selector_of(x, q);
	size_t size = s->exact ? strlen(s->exact) : 0;
	q->size = size;
	q->context = exact_context(s);
	q->found = 0;
	q->spent = 0;
	q->place_count = 0;
	if (size == 0)
		return;
	size_t length = seed_length(size);
	uint64_t h = seed_hash(s->exact, size, length);
	q->hash = h;
	if (!memchr(x->lengths, (int)length, x->length_count))
		x->lengths[x->length_count++] = (uint8_t)length;
	x->filter[(h & x->filter_mask) / 64] |= (uint64_t)1 << h % 64;
	q->next = x->heads[h & x->head_mask];
	x->heads[h & x->head_mask] = index;

	uint64_t most = (uint64_t)size + (s->suffix ? strnlen(s->suffix, CONTEXT_MAX) : 0);
	if (most > x->longest)
		x->longest = most;
}

struct exact *exact_new(const struct knowledge *k, const struct source *s, struct exact_listener l)
{
	struct exact *x = mem_new(1, sizeof *x);
	x->k = k;
	x->s = s;
	x->listener = l;
	return x;
}

void exact_free(struct exact *x)
{
	if (!x)
		return;
	exact_clear(x);
	free(x->quotes);
	free(x);
}

static void forget_seeds(struct exact *x)
{
	free(x->heads);
	free(x->filter);
	x->heads = NULL;
	x->filter = NULL;
}

void exact_end(struct exact *x)
{
	forget_seeds(x);
	x->all -= x->count;
	if (x->all)
		memmove(x->quotes, x->quotes + x->count, x->all * sizeof *x->quotes);
	x->count = x->seeded = 0;
}

void exact_clear(struct exact *x)
{
	forget_seeds(x);
	x->count = x->all = x->seeded = 0;
}

void exact_add(struct exact *x, uint32_t annotation, uint64_t expected)
{
	x->quotes = mem_reserve(x->quotes, &x->capacity, x->all + 1, sizeof *x->quotes);
	x->quotes[x->all++] = (struct exact_quote){.annotation = annotation, .expected = expected};
}

void exact_begin(struct exact *x)
{
	size_t count = x->count = x->all;
	forget_seeds(x);
	x->longest = x->length_count = 0;
	x->spent = 0;
	x->scan = source_begin(x->s);
	x->head_mask = power_of_two(2 * count, 64) - 1;
	x->filter_mask = power_of_two(16 * count, 4096) - 1;
	x->heads = mem_resize(NULL, x->head_mask + 1, sizeof *x->heads);
	memset(x->heads, 0xFF, (x->head_mask + 1) * sizeof *x->heads);
	x->filter = mem_new((x->filter_mask + 1) / 64, sizeof *x->filter);
	x->seeded = 0;
}

// Puts the seeds of some more quotes in; false when all are in.
static bool seed_some(struct exact *x)
{
	size_t stop = x->count - x->seeded > SEEDED ? x->seeded + SEEDED : x->count;
	if (x->seeded == x->count)
		return false;
	while (x->seeded < stop)
		put_seed(x, (uint32_t)x->seeded++);
	return true;
}

size_t exact_waiting(const struct exact *x)
{
	return x->all - x->count;
}

size_t exact_count(const struct exact *x)
{
	return x->count;
}

struct exact_quote *exact_at(struct exact *x, size_t i)
{
	return &x->quotes[i];
}

// Contexts, of which no more than CONTEXT_MAX bytes on either side count.

static bool is_inside(char c)
{
	return ((uint8_t)c & 0xC0) == 0x80;
}

static size_t count_characters(const char *s, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += !is_inside(s[i]);
	return count;
}

// The end of a prefix.
static const char *before(const struct selector *q, size_t *n)
{
	size_t size = q->prefix ? strlen(q->prefix) : 0;
	const char *s = size ? q->prefix : "";
	if (size > CONTEXT_MAX)
		s += size - CONTEXT_MAX;
	while (is_inside(*s))
		s++;
	*n = strlen(s);
	return s;
}

// The begin of a suffix.
static const char *behind(const struct selector *q, size_t *n)
{
	const char *s = q->suffix ? q->suffix : "";
	*n = strnlen(s, CONTEXT_MAX + 4);
	while (*n > CONTEXT_MAX || (*n > 0 && is_inside(s[*n])))
		--*n;
	return s;
}

uint64_t exact_context(const struct selector *q)
{
	size_t n, m;
	const char *prefix = before(q, &n), *suffix = behind(q, &m);
	return count_characters(prefix, n) + count_characters(suffix, m);
}

uint64_t exact_agreement(const struct source *s, const struct selector *q, uint64_t begin,
			 uint64_t end)
{
	size_t n, m, room;
	const char *prefix = before(q, &n), *suffix = behind(q, &m);
	uint64_t score = 0, first = source_begin(s);
	const uint8_t *text = source_bytes(s, first, &room);
	const uint8_t *p = text + (begin - first), *stop = text + room;
	for (; n > 0 && p > text && *--p == (uint8_t)prefix[n - 1]; n--)
		score += !is_inside(prefix[n - 1]);
	size_t same = 0;
	for (p = text + (end - first); same < m && p < stop && *p == (uint8_t)suffix[same]; p++)
		same++;
	while (same > 0 && same < m && is_inside(suffix[same]))
		same--;
	return score + count_characters(suffix, same);
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return b == POS_NONE ? 0 : a > b ? a - b : b - a;
}

// True when A, with the same quote, is likelier than B.
static bool is_better(const struct exact_quote *q, struct exact_place a, struct exact_place b)
{
	if (a.agreement != b.agreement)
		return a.agreement > b.agreement;
	return distance(a.pos, q->expected) < distance(b.pos, q->expected);
}

static void keep_place(struct exact_quote *q, struct exact_place place)
{
	size_t i = q->place_count;
	if (i == EXACT_PLACES && !is_better(q, place, q->places[--i]))
		return;
	if (q->place_count < EXACT_PLACES)
		q->place_count++;
	for (; i > 0 && is_better(q, place, q->places[i - 1]); i--)
		q->places[i] = q->places[i - 1];
	q->places[i] = place;
}

static void weigh(struct exact *x, struct exact_quote *q, uint64_t pos, uint64_t end)
{
	uint64_t agreement = exact_agreement(x->s, selector_of(x, q), pos, end);
	if (agreement >= q->context) {
		x->listener.found(x->listener.data, q, pos, end);
		q->found++;
	} else if (q->found == 0) {
		keep_place(q, (struct exact_place){pos, agreement});
	}
}

// The pass.

// How many bytes are the same.
static size_t same_bytes(const uint8_t *a, const char *b, size_t n)
{
	size_t i = 0;
	for (uint64_t x, y; i + WORD <= n; i += WORD) {
		memcpy(&x, a + i, WORD);
		memcpy(&y, b + i, WORD);
		if (x != y)
			break;
	}
	while (i < n && a[i] == (uint8_t)b[i])
		i++;
	return i;
}

// Compares a quote with the text at POS; returns the work [byte].
static size_t compare(struct exact *x, struct exact_quote *q, uint64_t pos, const uint8_t *text,
		      size_t n)
{
	size_t work = 1;
	if (q->size <= n) {
		work += same_bytes(text, selector_of(x, q)->exact, q->size);
		if (work > q->size) {
			weigh(x, q, pos, pos + q->size);
			work += q->context;
		}
	}
	q->spent += work;
	x->spent += work;
	return work;
}

static bool is_given_up(const struct exact *x, const struct exact_quote *q)
{
	return q->found >= KNOWLEDGE_PLACES || (x->spent > MOST_OF_ALL && q->spent > MOST_OF_ONE);
}

// Compares the quotes with the seed hash H with the text at POS; returns the work.
static size_t compare_chain(struct exact *x, uint64_t h, uint64_t pos, const uint8_t *text,
			    size_t n)
{
	size_t work = 0;
	uint32_t *link = &x->heads[h & x->head_mask];
	while (*link != INDEX_NONE) {
		struct exact_quote *q = &x->quotes[*link];
		work += 1 + (q->hash == h ? compare(x, q, pos, text, n) / 64 : 0);
		if (is_given_up(x, q))
			*link = q->next;
		else
			link = &q->next;
	}
	return work;
}

// Looks which quotes stand at POS, where N bytes follow; returns the work.
static size_t look(struct exact *x, uint64_t pos, const uint8_t *text, size_t n)
{
	size_t work = 0;
	for (size_t l = 0; l < x->length_count; l++) {
		uint64_t h = seed_hash(text, n, x->lengths[l]);
		if (x->filter[(h & x->filter_mask) / 64] >> h % 64 & 1)
			work += compare_chain(x, h, pos, text, n);
	}
	return work;
}

static uint64_t scan_limit(const struct exact *x)
{
	uint64_t size = source_size(x->s);
	if (source_is_complete(x->s))
		return size;
	return size >= x->longest && x->longest ? size - x->longest + 1 : 0;
}

bool exact_has_caught_up(const struct exact *x)
{
	return x->seeded == x->count && x->scan >= scan_limit(x);
}

void exact_slice(struct exact *x)
{
	size_t n, work = 0, i = 0;
	if (seed_some(x))
		return;
	const uint8_t *text = source_bytes(x->s, x->scan, &n);
	uint64_t limit = scan_limit(x);
	size_t most = limit > x->scan ? (size_t)(limit - x->scan) : 0;
	if (most > SLICE)
		most = SLICE;
	while (i < most && work < WORK) {
		work += look(x, x->scan + i, text + i, n - i);
		i++;
	}
	x->scan += i;
}
