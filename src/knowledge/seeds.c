// SPDX-License-Identifier: ISC
// A seed is a hash of one to three words in a row, folded.  Each one of a quote knows how far from
// the begin of the quote it stood; a seed met in the text thus votes for a place where the quote
// would begin, and votes that lie near each other are counted together.
#include "config.h"

#include "knowledge/seeds.h"

#include <stdlib.h>
#include <string.h>

#include "base/folding.h"
#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"

enum {
	ORDER_MAX = 3,	     // words in a seed
	MOST_SEEDS = 96,     // of a quote
	MOST_ALIKE = 64,     // quotes that share a seed; what more of them share tells nothing
	CONTEXT = 256,	     // [byte] of it that is used on either side
	QUOTE_MAX = 1 << 16, // [byte] of a quote that are used
	SLICE = 64 * 1024,   // [byte] of text
	OVERLAP = 1024,	     // [byte] that a slice looks ahead, to end its words and seeds
	SLACK = 64,	     // [byte], how far a place may be from another and be the same
};

struct word {
	uint64_t hash;
	uint32_t begin; // [byte]
};

struct words {
	struct word *all;
	size_t count, capacity;
};

struct seed {
	uint64_t hash;
	uint32_t quote;
	int32_t offset; // [byte] from the begin of the quote
	uint32_t next;	// in the same chain
};

struct vote {
	uint64_t place; // [pos], where the quote would begin
	uint64_t last;	// [pos] of the seed that was met last
	uint32_t count;
};

// What is sought, once however many quotes say the same.
struct lost {
	uint64_t hash; // of all words with where they stand
	uint32_t size; // [byte]
	struct vote votes[SEEDS_PLACES];
};

struct seeds {
	const struct source *s;
	struct lost *quotes;
	size_t quote_count, quote_capacity;
	uint32_t *numbers; // of quotes in the order of adding: indices into those
	size_t number_count, number_capacity;
	uint32_t *known;   // by hash, into quotes; INDEX_NONE: nothing
	size_t known_size; // a power of two
	struct seed *seeds;
	size_t seed_count, seed_capacity;
	bool orders[ORDER_MAX + 1]; // those that there are
	uint32_t *heads;	    // by hash; NULL before the first slice
	uint64_t *filter;
	size_t mask;
	uint64_t at; // [pos]
	struct folded folded;
	struct words words;
};

static bool is_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
	return utf8_is_word(cp);
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9FB21C651E98DF25u;
	return h ^ h >> 29;
}

static void find_words(const struct folded *f, struct words *to)
{
	to->count = 0;
	for (size_t i = 0; i < f->count;) {
		uint32_t cp = f->all[i].cp, begin = f->all[i].begin;
		if (!is_word(cp)) {
			i++;
			continue;
		}
		uint64_t h = mix(0, cp);
		i++;
		while (!folding_is_own_word(cp) && i < f->count && is_word(f->all[i].cp) &&
		       !folding_is_own_word(f->all[i].cp))
			h = mix(h, f->all[i++].cp);
		to->all = mem_reserve(to->all, &to->capacity, to->count + 1, sizeof *to->all);
		to->all[to->count++] = (struct word){h, begin};
	}
}

// The hash of ORDER words from word I on.
static uint64_t seed_hash(const struct words *w, size_t i, size_t order)
{
	uint64_t h = order;
	for (size_t k = 0; k < order; k++)
		h = mix(h, w->all[i + k].hash);
	return h;
}

static void add_seed(struct seeds *x, uint64_t hash, size_t quote, int32_t offset)
{
	x->seeds = mem_reserve(x->seeds, &x->seed_capacity, x->seed_count + 1, sizeof *x->seeds);
	x->seeds[x->seed_count++] = (struct seed){hash, (uint32_t)quote, offset, INDEX_NONE};
}

// The fewer words there are, the fewer can be asked to stand in a row.
static size_t order_for(size_t words)
{
	return words >= 8 ? 3 : words >= 4 ? 2 : 1;
}

struct seeds *seeds_new(const struct source *s)
{
	struct seeds *x = mem_new(1, sizeof *x);
	x->s = s;
	x->at = source_begin(s);
	return x;
}

void seeds_free(struct seeds *x)
{
	if (!x)
		return;
	free(x->quotes);
	free(x->numbers);
	free(x->known);
	free(x->seeds);
	free(x->heads);
	free(x->filter);
	free(x->words.all);
	folding_done(&x->folded);
	free(x);
}

static size_t at_most(size_t n, size_t most)
{
	return n < most ? n : most;
}

static uint64_t hash_of_all(const struct words *w, size_t begin, size_t size)
{
	uint64_t h = mix(begin, size);
	for (size_t i = 0; i < w->count; i++)
		h = mix(mix(h, w->all[i].hash), w->all[i].begin);
	return h;
}

static void put_known(struct seeds *x, uint32_t i)
{
	size_t at = (size_t)x->quotes[i].hash & (x->known_size - 1);
	while (x->known[at] != INDEX_NONE)
		at = (at + 1) & (x->known_size - 1);
	x->known[at] = i;
}

// Makes room for one more: at most half of the slots are ever taken.
static void reserve_known(struct seeds *x)
{
	if (2 * (x->quote_count + 1) <= x->known_size)
		return;
	x->known_size = x->known_size ? 2 * x->known_size : 1024;
	x->known = mem_resize(x->known, x->known_size, sizeof *x->known);
	memset(x->known, 0xFF, x->known_size * sizeof *x->known);
	for (size_t i = 0; i < x->quote_count; i++)
		put_known(x, (uint32_t)i);
}

// The index of what has this hash, which is the last one when there was none.
static uint32_t find_or_add(struct seeds *x, uint64_t hash)
{
	reserve_known(x);
	for (size_t at = (size_t)hash & (x->known_size - 1); x->known[at] != INDEX_NONE;
	     at = (at + 1) & (x->known_size - 1))
		if (x->quotes[x->known[at]].hash == hash)
			return x->known[at];
	size_t i = x->quote_count++;
	x->quotes = mem_reserve(x->quotes, &x->quote_capacity, x->quote_count, sizeof *x->quotes);
	x->quotes[i] = (struct lost){.hash = hash};
	put_known(x, (uint32_t)i);
	return (uint32_t)i;
}

size_t seeds_add(struct seeds *x, const struct selector *q)
{
	struct buf text = {0};
	size_t size = strlen(q->exact), before = q->prefix ? strlen(q->prefix) : 0;
	size_t skipped = before > CONTEXT ? before - CONTEXT : 0;
	if (before)
		buf_add(&text, q->prefix + skipped, before - skipped);
	size_t begin = text.len;
	buf_add(&text, q->exact, at_most(size, QUOTE_MAX));
	if (q->suffix && size <= QUOTE_MAX)
		buf_add(&text, q->suffix, at_most(strlen(q->suffix), CONTEXT));
	x->folded.count = 0;
	folding_add(&x->folded, (const uint8_t *)buf_string(&text), text.len);
	find_words(&x->folded, &x->words);
	buf_done(&text);

	size_t number = x->number_count++, i = x->quote_count;
	x->numbers =
		mem_reserve(x->numbers, &x->number_capacity, x->number_count, sizeof *x->numbers);
	uint64_t hash = hash_of_all(&x->words, begin, size);
	uint32_t there = find_or_add(x, hash);
	x->numbers[number] = there;
	if (there < i)
		return number;
	x->quotes[i].size = (uint32_t)at_most(size, UINT32_MAX);
	size_t order = order_for(x->words.count);
	size_t count = x->words.count >= order ? x->words.count - order + 1 : 0;
	size_t stride = count / MOST_SEEDS + 1;
	x->orders[order] = true;
	for (size_t w = 0; w < count; w += stride)
		add_seed(x, seed_hash(&x->words, w, order), i,
			 (int32_t)x->words.all[w].begin - (int32_t)begin);
	return number;
}

static int compare_seeds(const void *p, const void *q)
{
	const struct seed *a = p, *b = q;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->quote > b->quote) - (a->quote < b->quote);
}

// Puts the seeds into chains, but for those that too many quotes share.
static void prepare(struct seeds *x)
{
	size_t size = 4096;
	while (size < 4 * x->seed_count)
		size *= 2;
	x->mask = size - 1;
	x->heads = mem_resize(NULL, size, sizeof *x->heads);
	memset(x->heads, 0xFF, size * sizeof *x->heads);
	x->filter = mem_new(size / 8, sizeof *x->filter);
	if (x->seed_count)
		qsort(x->seeds, x->seed_count, sizeof *x->seeds, compare_seeds);
	for (size_t i = 0, end; i < x->seed_count; i = end) {
		uint64_t h = x->seeds[i].hash;
		for (end = i; end < x->seed_count && x->seeds[end].hash == h;)
			end++;
		if (end - i > MOST_ALIKE)
			continue;
		x->filter[(h & (8 * x->mask + 7)) / 64] |= (uint64_t)1 << h % 64;
		for (size_t k = i; k < end; k++) {
			x->seeds[k].next = x->heads[h & x->mask];
			x->heads[h & x->mask] = (uint32_t)k;
		}
	}
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

// A seed at POS says that quote I begins at PLACE.  Where there is no room, the weakest of those
// goes that can get no more votes, since the text has passed them.
static void vote(struct seeds *x, uint32_t i, uint64_t pos, uint64_t place)
{
	struct lost *l = &x->quotes[i];
	uint64_t slack = SLACK + l->size / 8;
	struct vote *least = NULL;
	for (size_t k = 0; k < SEEDS_PLACES; k++) {
		struct vote *v = &l->votes[k];
		if (v->count && distance(place, v->place) <= slack) {
			v->count++;
			v->last = pos;
			return;
		}
		bool is_past = distance(pos, v->last) > l->size + 2 * CONTEXT + slack;
		if (v->count == 0 || (is_past && (!least || v->count < least->count)))
			least = v;
		if (v->count == 0)
			break;
	}
	if (least)
		*least = (struct vote){place, pos, 1};
}

static void meet(struct seeds *x, uint64_t hash, uint64_t pos)
{
	if (!(x->filter[(hash & (8 * x->mask + 7)) / 64] >> hash % 64 & 1))
		return;
	for (uint32_t i = x->heads[hash & x->mask]; i != INDEX_NONE; i = x->seeds[i].next) {
		const struct seed *s = &x->seeds[i];
		if (s->hash != hash)
			continue;
		bool is_inside = s->offset <= 0 || (uint64_t)s->offset <= pos;
		uint64_t place = is_inside ? pos - (uint64_t)(int64_t)s->offset : 0;
		vote(x, s->quote, pos, place);
	}
}

bool seeds_slice(struct seeds *x)
{
	size_t n;
	const uint8_t *text = source_bytes(x->s, x->at, &n);
	if (n == 0 || x->quote_count == 0)
		return false;
	if (!x->heads)
		prepare(x);
	size_t slice = at_most(n, SLICE);
	x->folded.count = 0;
	folding_add(&x->folded, text, at_most(n, slice + OVERLAP));
	find_words(&x->folded, &x->words);
	for (size_t order = 1; order <= ORDER_MAX; order++)
		for (size_t i = 0; x->orders[order] && i + order <= x->words.count; i++) {
			if (x->words.all[i].begin >= slice)
				break;
			meet(x, seed_hash(&x->words, i, order), x->at + x->words.all[i].begin);
		}
	x->at += slice;
	return true;
}

static int compare_votes(const void *p, const void *q)
{
	const struct vote *a = p, *b = q;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

size_t seeds_places(const struct seeds *x, size_t i, uint64_t places[SEEDS_PLACES])
{
	struct vote votes[SEEDS_PLACES];
	size_t n = 0;
	memcpy(votes, x->quotes[x->numbers[i]].votes, sizeof votes);
	qsort(votes, SEEDS_PLACES, sizeof *votes, compare_votes);
	while (n < SEEDS_PLACES && votes[n].count) {
		places[n] = votes[n].place;
		n++;
	}
	return n;
}
