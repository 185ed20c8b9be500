// SPDX-License-Identifier: ISC
// Finds the places of annotations.  Each one is first looked for where its
// position says; those that wait for the index stand in a list by the character
// they need.  The lost ones are then sought together in one pass over the
// bytes: the first 16 (8, or all) bytes of each quote are its seed, a bit filter
// and a hash tell whether a seed stands at a byte.  Every hit is weighed by its context;
// the best so far is the place, and once the whole text was seen, it stays.
#include "config.h"

#include "knowledge/anchor.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/utf8.h"

enum {
	BATCH = 4096,	       // annotations whose positions are looked at in order
	WORD = 8,	       // [byte], what is hashed at once
	SEED = 2 * WORD,       // [byte], the most of a quote that is hashed
	SLICE = 1 << 20,       // [byte], searched between two questions to the budget
	WORK = 1 << 14,	       // comparisons between two questions to the budget
	NEAR = 64 * 1024,      // characters that are rather skipped than looked up
	CONTEXT = 4096,	       // [byte], as much text behind a quote is waited for
	SETTLE_ALWAYS = 16384, // annotations; with more, settling is put off
};

struct place {
	uint64_t need; // characters, what the index must reach; POS_NONE: nothing
	uint32_t annotation;
};

struct places {
	struct place *all;
	size_t count, capacity, at; // those before AT are done with
};

struct sought {
	uint32_t annotation;
	uint32_t next;	   // in the same chain
	uint64_t hash;	   // of the seed
	size_t size;	   // [byte], of the quote
	uint64_t expected; // [pos], where it should be; POS_NONE when unknown
	uint64_t best;	   // [pos], POS_NONE without a hit
	uint64_t score;	   // of the best, characters of context that agree
};

struct anchoring {
	struct knowledge *k;
	const struct source *s;
	const struct index *x;

	size_t next;	     // the first annotation that was not looked at
	struct places now;   // looked at one by one, by position
	struct places later; // wait for the index
	uint64_t later_need; // the least of them
	bool later_is_sorted;
	uint64_t character, pos; // a pair that is known, to skip from

	struct sought *lost; // wait for the next pass
	size_t lost_count, lost_capacity;
	struct sought *sought; // in the pass under way
	size_t sought_count, sought_capacity;
	uint32_t *heads; // by hash, into sought; INDEX_NONE ends a chain
	uint64_t *filter;
	size_t head_mask, filter_mask;
	uint8_t lengths[WORD + 1]; // of seeds, those that there are
	size_t length_count;
	uint64_t longest; // [byte], a quote and the text behind it
	uint64_t scan;	  // [pos], how far the pass is

	size_t unsettled; // places changed since knowledge_settle
};

static int compare_places(const void *p, const void *q)
{
	const struct place *a = p, *b = q;
	if (a->need != b->need)
		return a->need < b->need ? -1 : 1;
	return (a->annotation > b->annotation) - (a->annotation < b->annotation);
}

static void places_add(struct places *p, uint64_t need, uint32_t annotation)
{
	p->all = mem_reserve(p->all, &p->capacity, p->count + 1, sizeof *p->all);
	p->all[p->count++] = (struct place){need, annotation};
}

static bool places_left(const struct places *p)
{
	return p->at < p->count;
}

// True when no more text will come and all of it is indexed.
static bool is_whole(const struct anchoring *a)
{
	return source_is_complete(a->s) && index_end(a->x) >= source_size(a->s);
}

static void put(struct anchoring *a, uint32_t annotation, enum anchor_state state, uint64_t begin,
		uint64_t end)
{
	knowledge_place(a->k, annotation, state, begin, end);
	a->unsettled++;
}

// Where a character begins, or POS_NONE.  Most positions come in order and
// near each other, so it goes on from the last one that KEEP was true for.
static uint64_t position_of(struct anchoring *a, uint64_t character, bool keep)
{
	uint64_t pos = POS_NONE, end = index_end(a->x);
	if (character > index_characters(a->x))
		return POS_NONE;
	if (a->pos != POS_NONE && a->pos <= end && character >= a->character &&
	    character - a->character <= NEAR) {
		size_t n;
		const uint8_t *s = source_bytes(a->s, a->pos, &n);
		uint64_t count = character - a->character, found;
		if (n > end - a->pos)
			n = (size_t)(end - a->pos);
		size_t bytes = utf8_skip(s, n, count, &found);
		if (found == count)
			pos = a->pos + bytes;
	}
	if (pos == POS_NONE)
		pos = index_position(a->x, character);
	if (keep && pos != POS_NONE) {
		a->character = character;
		a->pos = pos;
	}
	return pos;
}

static void add_later(struct anchoring *a, uint64_t need, uint32_t annotation)
{
	struct places *p = &a->later;
	if (!places_left(p)) {
		p->count = p->at = 0;
		a->later_is_sorted = true;
		a->later_need = need;
	} else if (need < p->all[p->count - 1].need) {
		a->later_is_sorted = false;
	}
	if (need < a->later_need)
		a->later_need = need;
	places_add(p, need, annotation);
}

static void add_lost(struct anchoring *a, uint32_t annotation, uint64_t expected)
{
	a->lost = mem_reserve(a->lost, &a->lost_capacity, a->lost_count + 1, sizeof *a->lost);
	a->lost[a->lost_count++] =
		(struct sought){.annotation = annotation, .expected = expected, .best = POS_NONE};
}

// The place of a position without a quote.
static void check_range(struct anchoring *a, uint32_t i)
{
	const struct selector *s = &a->k->annotations[i].selector;
	bool is_range = s->start != POS_NONE && s->end != POS_NONE && s->start <= s->end;
	uint64_t begin = is_range ? position_of(a, s->start, true) : POS_NONE;
	uint64_t end = begin != POS_NONE ? position_of(a, s->end, false) : POS_NONE;
	if (end != POS_NONE)
		put(a, i, ANCHOR_FOUND, begin, end);
	else if (is_range && !is_whole(a))
		add_later(a, s->end, i);
	else
		add_lost(a, i, POS_NONE);
}

// The place where a position says, if the quote stands there.
static void check_quote(struct anchoring *a, uint32_t i)
{
	const struct selector *s = &a->k->annotations[i].selector;
	size_t n, size = strlen(s->exact);
	bool is_range = s->start != POS_NONE && s->start <= s->end;
	if (!is_range) {
		add_lost(a, i, POS_NONE);
		return;
	}
	uint64_t begin = position_of(a, s->start, true);
	if (begin == POS_NONE && !is_whole(a)) {
		add_later(a, s->start, i);
		return;
	}
	if (begin == POS_NONE) {
		add_lost(a, i, source_size(a->s));
		return;
	}
	const uint8_t *text = source_bytes(a->s, begin, &n);
	if (size <= n && memcmp(text, s->exact, size) == 0)
		put(a, i, ANCHOR_FOUND, begin, begin + size);
	else if (size > n && !is_whole(a) && memcmp(text, s->exact, n) == 0)
		add_later(a, index_characters(a->x) + 1, i);
	else
		add_lost(a, i, begin);
}

static bool later_is_ready(const struct anchoring *a)
{
	return places_left(&a->later) && (is_whole(a) || a->later_need <= index_characters(a->x));
}

static bool can_check(const struct anchoring *a)
{
	return places_left(&a->now) || a->next < a->k->annotation_count || later_is_ready(a);
}

static void take_later(struct anchoring *a)
{
	struct places *p = &a->later;
	if (!a->later_is_sorted)
		qsort(p->all + p->at, p->count - p->at, sizeof *p->all, compare_places);
	a->later_is_sorted = true;
	uint64_t reach = is_whole(a) ? POS_NONE : index_characters(a->x);
	while (places_left(p) && a->now.count < BATCH && p->all[p->at].need <= reach) {
		places_add(&a->now, p->all[p->at].need, p->all[p->at].annotation);
		p->at++;
	}
	if (places_left(p))
		a->later_need = p->all[p->at].need;
}

// Fills the empty list of what is looked at now, by position.
static void take_batch(struct anchoring *a)
{
	const struct knowledge *k = a->k;
	a->now.count = a->now.at = 0;
	if (later_is_ready(a))
		take_later(a);
	for (size_t n = 0; n < BATCH && a->next < k->annotation_count; n++, a->next++) {
		const struct annotation *one = &k->annotations[a->next];
		if (one->state == ANCHOR_PENDING)
			places_add(&a->now, one->selector.start, (uint32_t)a->next);
	}
	if (a->now.count > 0)
		qsort(a->now.all, a->now.count, sizeof *a->now.all, compare_places);
}

static void check_next(struct anchoring *a)
{
	if (!places_left(&a->now))
		take_batch(a);
	if (!places_left(&a->now))
		return;
	uint32_t i = a->now.all[a->now.at++].annotation;
	if (a->k->annotations[i].selector.exact)
		check_quote(a, i);
	else
		check_range(a, i);
}

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

static void put_seed(struct anchoring *a, uint32_t index)
{
	struct sought *w = &a->sought[index];
	const struct selector *s = &a->k->annotations[w->annotation].selector;
	size_t size = s->exact ? strlen(s->exact) : 0;
	if (size == 0)
		return;
	size_t length = seed_length(size);
	uint64_t h = seed_hash(s->exact, size, length);
	w->hash = h;
	w->size = size;
	if (!memchr(a->lengths, (int)length, a->length_count))
		a->lengths[a->length_count++] = (uint8_t)length;
	a->filter[(h & a->filter_mask) / 64] |= (uint64_t)1 << h % 64;
	w->next = a->heads[h & a->head_mask];
	a->heads[h & a->head_mask] = index;

	size_t behind = s->suffix ? strlen(s->suffix) : 0;
	uint64_t all = (uint64_t)size + (behind < CONTEXT ? behind : CONTEXT);
	if (all > a->longest)
		a->longest = all;
}

static void end_pass(struct anchoring *a)
{
	free(a->heads);
	free(a->filter);
	a->heads = NULL;
	a->filter = NULL;
	a->sought_count = 0;
	a->longest = 0;
	a->scan = source_begin(a->s);
	a->length_count = 0;
}

// Begins a pass for those under way and all that were lost since; what was
// found before is found again.
static void begin_pass(struct anchoring *a)
{
	size_t count = a->sought_count + a->lost_count;
	a->sought = mem_reserve(a->sought, &a->sought_capacity, count, sizeof *a->sought);
	memcpy(a->sought + a->sought_count, a->lost, a->lost_count * sizeof *a->lost);
	a->lost_count = 0;
	end_pass(a);
	a->sought_count = count;

	a->head_mask = power_of_two(2 * count, 64) - 1;
	a->filter_mask = power_of_two(16 * count, 4096) - 1;
	a->heads = mem_resize(NULL, a->head_mask + 1, sizeof *a->heads);
	memset(a->heads, 0xFF, (a->head_mask + 1) * sizeof *a->heads);
	a->filter = mem_new((a->filter_mask + 1) / 64, sizeof *a->filter);
	for (size_t i = count; i > 0; i--)
		put_seed(a, (uint32_t)(i - 1));
	log_line(LOG_FIND, "%zu quotes are not where they should be, searching", count);
}

static bool is_inside(char c)
{
	return ((uint8_t)c & 0xC0) == 0x80;
}

// How many characters of the context agree with the text around [BEGIN, END).
static uint64_t agreement(const struct anchoring *a, const struct selector *s, uint64_t begin,
			  uint64_t end)
{
	size_t n;
	uint64_t score = 0;
	uint64_t first = source_begin(a->s);
	const uint8_t *text = source_bytes(a->s, first, &n);
	if (s->prefix) {
		size_t m = strlen(s->prefix);
		const uint8_t *p = text + (begin - first);
		for (; m && p > text && *--p == (uint8_t)s->prefix[m - 1]; m--)
			score += !is_inside(s->prefix[m - 1]);
	}
	if (s->suffix) {
		const char *c = s->suffix;
		const uint8_t *p = text + (end - first), *stop = text + n;
		for (; *c && p < stop && *p == (uint8_t)*c; c++, p++)
			score += !is_inside(*c);
		if (is_inside(*c) && score)
			score--;
	}
	return score;
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return b == POS_NONE ? 0 : a > b ? a - b : b - a;
}

// A quote stands at POS: is this the best place so far?
static void weigh(struct anchoring *a, struct sought *w, uint64_t pos, uint64_t end)
{
	const struct selector *s = &a->k->annotations[w->annotation].selector;
	uint64_t score = agreement(a, s, pos, end);
	if (w->best != POS_NONE &&
	    (score < w->score ||
	     (score == w->score && distance(pos, w->expected) >= distance(w->best, w->expected))))
		return;
	w->best = pos;
	w->score = score;
	put(a, w->annotation, ANCHOR_FOUND, pos, end);
}

// Compares the quotes with the seed hash H with the text at POS.
static size_t compare_chain(struct anchoring *a, uint64_t h, uint64_t pos, const uint8_t *text,
			    size_t n)
{
	size_t work = 0;
	uint32_t i = a->heads[h & a->head_mask];
	for (; i != INDEX_NONE; i = a->sought[i].next) {
		struct sought *w = &a->sought[i];
		work++;
		if (w->hash != h || w->size > n)
			continue;
		const char *exact = a->k->annotations[w->annotation].selector.exact;
		if (memcmp(text, exact, w->size) == 0)
			weigh(a, w, pos, pos + w->size);
	}
	return work;
}

// Looks which quotes stand at POS, where N bytes follow; returns the work.
static size_t look(struct anchoring *a, uint64_t pos, const uint8_t *text, size_t n)
{
	size_t work = 0;
	for (size_t l = 0; l < a->length_count; l++) {
		uint64_t h = seed_hash(text, n, a->lengths[l]);
		if (a->filter[(h & a->filter_mask) / 64] >> h % 64 & 1)
			work += compare_chain(a, h, pos, text, n);
	}
	return work;
}

// Where a pass may go now: a quote must not hang over the end of what is known.
static uint64_t scan_limit(const struct anchoring *a)
{
	uint64_t size = source_size(a->s);
	if (source_is_complete(a->s))
		return size;
	return size >= a->longest && a->longest ? size - a->longest + 1 : 0;
}

static void finish_pass(struct anchoring *a)
{
	size_t orphans = 0;
	for (size_t i = 0; i < a->sought_count; i++) {
		if (a->sought[i].best != POS_NONE)
			continue;
		put(a, a->sought[i].annotation, ANCHOR_ORPHAN, POS_NONE, POS_NONE);
		orphans++;
	}
	log_line(LOG_FIND, "%zu of %zu quotes are nowhere", orphans, a->sought_count);
	end_pass(a);
}

static bool has_caught_up(const struct anchoring *a)
{
	return a->scan >= scan_limit(a);
}

static bool can_scan(const struct anchoring *a)
{
	if (a->lost_count && (a->sought_count == 0 || has_caught_up(a)))
		return true;
	return a->sought_count && (source_is_complete(a->s) || !has_caught_up(a));
}

// Searches one slice, or less when there is much to compare.
static void scan_slice(struct anchoring *a)
{
	// Those under way need no new pass once the whole text was seen.
	if (a->sought_count && source_is_complete(a->s) && has_caught_up(a)) {
		finish_pass(a);
		return;
	}
	if (a->lost_count && (a->sought_count == 0 || has_caught_up(a)))
		begin_pass(a);
	size_t n, work = 0;
	const uint8_t *text = source_bytes(a->s, a->scan, &n);
	uint64_t limit = scan_limit(a);
	size_t most = limit > a->scan ? (size_t)(limit - a->scan) : 0;
	if (most > SLICE)
		most = SLICE;
	size_t i = 0;
	while (i < most && work < WORK) {
		work += look(a, a->scan + i, text + i, n - i);
		i++;
	}
	a->scan += i;
}

static bool is_done(const struct anchoring *a)
{
	return a->next >= a->k->annotation_count && !places_left(&a->now) &&
	       !places_left(&a->later) && !a->lost_count && !a->sought_count;
}

// Settling a million annotations takes a while: then not after every step.
static void settle(struct anchoring *a)
{
	size_t count = a->k->annotation_count;
	bool is_idle = !can_check(a) && !can_scan(a);
	if (a->unsettled == 0)
		return;
	if (count > SETTLE_ALWAYS && !is_idle && a->unsettled < count / 8)
		return;
	knowledge_settle(a->k);
	a->unsettled = 0;
}

struct anchoring *anchoring_new(struct knowledge *k, const struct source *s, const struct index *x)
{
	struct anchoring *a = mem_new(1, sizeof *a);
	a->k = k;
	a->s = s;
	a->x = x;
	a->pos = POS_NONE;
	a->scan = source_begin(s);
	return a;
}

void anchoring_free(struct anchoring *a)
{
	if (!a)
		return;
	free(a->now.all);
	free(a->later.all);
	free(a->lost);
	free(a->sought);
	free(a->heads);
	free(a->filter);
	free(a);
}

enum step anchoring_step(struct anchoring *a, struct budget budget)
{
	for (;;) {
		if (can_check(a))
			check_next(a);
		else if (can_scan(a))
			scan_slice(a);
		else
			break;
		if (budget_is_spent(budget))
			break;
	}
	settle(a);
	return is_done(a) ? STEP_DONE : STEP_MORE;
}

bool anchoring_is_waiting(const struct anchoring *a)
{
	return !is_done(a) && !can_check(a) && !can_scan(a);
}

void anchoring_text_changed(struct anchoring *a, uint64_t pos)
{
	for (size_t i = 0; i < a->sought_count; i++)
		put(a, a->sought[i].annotation, ANCHOR_PENDING, POS_NONE, POS_NONE);
	for (size_t i = 0; i < a->k->annotation_count; i++) {
		const struct annotation *one = &a->k->annotations[i];
		const struct selector *s = &one->selector;
		bool has_place = s->exact || s->start != POS_NONE;
		if (one->state == ANCHOR_ORPHAN ||
		    (one->state == ANCHOR_FOUND && has_place && one->end > pos))
			put(a, (uint32_t)i, ANCHOR_PENDING, POS_NONE, POS_NONE);
	}
	end_pass(a);
	a->next = a->lost_count = 0;
	a->now.count = a->now.at = 0;
	a->later.count = a->later.at = 0;
	a->pos = POS_NONE;
	knowledge_settle(a->k);
	a->unsettled = 0;
}
