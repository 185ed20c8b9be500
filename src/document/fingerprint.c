// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/fingerprint.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/folding.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { END = 64 << 10 };	     // [byte] of each end of a text, for its fingerprint
enum { SLICE = 16 << 10 };	     // [byte] between two looks at the budget
enum { TELLING = 8 };		     // [hash] in common, for a share of the smaller text
enum { RUN = 3 };		     // [word]
enum { GATHERED = 4 * SKETCH_MOST }; // hashes before they are sorted and the large ones dropped

void fingerprint_text(const struct source *s, char out[FINGERPRINT_TEXT])
{
	size_t n;
	const uint8_t *bytes = source_bytes(s, 0, &n);
	struct digest *d = digest_new();
	char digest[DIGEST_TEXT];
	if (n <= 2 * END) {
		if (n > 0)
			digest_add(d, bytes, n);
	} else {
		digest_add(d, bytes, END);
		digest_add(d, bytes + n - END, END);
	}
	digest_text(d, digest);
	digest_free(d);
	snprintf(out, FINGERPRINT_TEXT, "%zu-%s", n, digest);
}

struct sketching {
	const struct source *source;
	uint64_t pos, end;

	uint64_t word; // hash of the word that is being read
	bool is_in_word;
	uint64_t words[RUN]; // hashes of the last words, the latest last
	size_t word_count;   // at most RUN

	uint64_t gathered[GATHERED];
	size_t count;
	uint64_t bound; // a hash that is not below it is one of the large ones
};

// FNV-1a, 64 bits (draft-eastlake-fnv), of code points and not of bytes.
static const uint64_t fnv_offset = 0xcbf29ce484222325u, fnv_prime = 0x100000001b3u;

// Spreads what differs over all bits, so that the smallest hashes are a fair choice: the finisher
// of SplitMix64 (Steele, Lea, Flood 2014).
static uint64_t spread(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

// Sorts what was gathered and keeps the smallest.
static void sort_out(struct sketching *x)
{
	qsort(x->gathered, x->count, sizeof *x->gathered, compare_hashes);
	size_t kept = 0;
	for (size_t i = 0; i < x->count && kept < SKETCH_MOST; i++)
		if (kept == 0 || x->gathered[kept - 1] != x->gathered[i])
			x->gathered[kept++] = x->gathered[i];
	x->count = kept;
	if (kept == SKETCH_MOST)
		x->bound = x->gathered[kept - 1];
}

static void add_run(struct sketching *x, size_t words)
{
	uint64_t hash = fnv_offset;
	for (size_t i = 0; i < words; i++)
		hash = spread((hash ^ x->words[i]) * fnv_prime);
	if (hash >= x->bound)
		return;
	x->gathered[x->count++] = hash;
	if (x->count == GATHERED)
		sort_out(x);
}

static void end_word(struct sketching *x)
{
	if (!x->is_in_word)
		return;
	x->is_in_word = false;
	if (x->word_count == RUN) {
		for (size_t i = 1; i < RUN; i++)
			x->words[i - 1] = x->words[i];
		x->word_count--;
	}
	x->words[x->word_count++] = x->word;
	if (x->word_count == RUN)
		add_run(x, RUN);
}

static void add_letter(struct sketching *x, uint32_t cp)
{
	if (!x->is_in_word)
		x->word = fnv_offset;
	x->is_in_word = true;
	x->word = (x->word ^ cp) * fnv_prime;
}

static void add_character(struct sketching *x, uint32_t cp)
{
	if (folding_is_own_word(cp)) {
		end_word(x);
		add_letter(x, cp);
		end_word(x);
	} else if (utf8_is_word(cp)) {
		add_letter(x, utf8_lower(cp));
	} else if (!folding_is_unseen(cp)) {
		end_word(x);
	}
}

struct sketching *sketching_new(const struct source *s)
{
	struct sketching *x = mem_new(1, sizeof *x);
	x->source = s;
	x->pos = source_begin(s);
	x->end = source_size(s);
	if (x->end > x->pos + FINGERPRINT_SAMPLE)
		x->end = x->pos + FINGERPRINT_SAMPLE;
	x->bound = UINT64_MAX;
	return x;
}

// Reads some of what follows, to END at the most.
static void read_slice(struct sketching *x)
{
	size_t n;
	const uint8_t *s = source_bytes(x->source, x->pos, &n);
	if (n > x->end - x->pos)
		n = (size_t)(x->end - x->pos);
	size_t at = 0;
	while (at < n && at < SLICE) {
		uint8_t c = s[at];
		if (c >= 'a' && c <= 'z') {
			add_letter(x, c);
			at++;
		} else if (c < 0x80) {
			if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
				add_letter(x, c | 0x20u);
			else
				end_word(x);
			at++;
		} else {
			uint32_t cp;
			at += utf8_decode(s + at, n - at, &cp);
			add_character(x, cp);
		}
	}
	// A source that shrank has no more.
	x->pos = at > 0 ? x->pos + at : x->end;
}

enum step sketching_step(struct sketching *x, struct budget budget)
{
	while (x->pos < x->end) {
		read_slice(x);
		if (x->pos < x->end && budget_is_spent(budget))
			return STEP_MORE;
	}
	end_word(x);
	if (x->word_count > 0 && x->word_count < RUN && x->count == 0)
		add_run(x, x->word_count);
	sort_out(x);
	return STEP_DONE;
}

void sketching_take(struct sketching *x, struct sketch *out)
{
	assert(x->pos >= x->end);
	out->count = x->count;
	out->hashes = x->count > 0 ? mem_copy(x->gathered, x->count * sizeof *x->gathered) : NULL;
}

void sketching_free(struct sketching *x)
{
	free(x);
}

void sketch_done(struct sketch *s)
{
	if (!s)
		return;
	free(s->hashes);
	*s = (struct sketch){0};
}

struct common {
	size_t both, of_a, of_b; // [hash] below the bound up to which both sketches tell everything
};

// A full sketch tells of no run above its greatest hash; one that is not full tells of all runs.
static struct common compare(const struct sketch *a, const struct sketch *b)
{
	uint64_t bound = UINT64_MAX;
	if (a->count == SKETCH_MOST)
		bound = a->hashes[a->count - 1];
	if (b->count == SKETCH_MOST && b->hashes[b->count - 1] < bound)
		bound = b->hashes[b->count - 1];
	struct common c = {0};
	size_t i = 0, j = 0;
	for (;;) {
		bool has_a = i < a->count && a->hashes[i] <= bound;
		bool has_b = j < b->count && b->hashes[j] <= bound;
		if (!has_a && !has_b)
			return c;
		if (has_a && has_b && a->hashes[i] == b->hashes[j])
			c.both++;
		bool is_a = has_a && (!has_b || a->hashes[i] <= b->hashes[j]);
		bool is_b = has_b && (!has_a || b->hashes[j] <= a->hashes[i]);
		c.of_a += is_a;
		c.of_b += is_b;
		i += is_a;
		j += is_b;
	}
}

double sketch_resemblance(const struct sketch *a, const struct sketch *b)
{
	struct common c = compare(a, b);
	return c.both > 0 ? (double)c.both / (double)(c.of_a + c.of_b - c.both) : 0;
}

double sketch_containment(const struct sketch *a, const struct sketch *b)
{
	struct common c = compare(a, b);
	size_t smaller = c.of_a < c.of_b ? c.of_a : c.of_b;
	return c.both >= TELLING ? (double)c.both / (double)smaller : 0;
}
