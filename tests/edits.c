// SPDX-License-Identifier: ISC
#include "config.h"

#include "tests/edits.h"

#include <stdlib.h>
#include <string.h>

#include "base/folding.h"
#include "base/memory.h"
#include "base/utf8.h"

void edited_text_init(struct edited_text *t, const char *bytes, size_t n)
{
	*t = (struct edited_text){.bytes = mem_copy(bytes, n), .size = n};
	size_t capacity = 0;
	for (size_t i = 0; i < n; t->count++) {
		uint32_t cp;
		t->at = mem_reserve(t->at, &capacity, (size_t)t->count + 2, sizeof *t->at);
		t->at[t->count] = (uint32_t)i;
		i += utf8_decode((const uint8_t *)bytes + i, n - i, &cp);
	}
	if (!t->at)
		t->at = mem_new(1, sizeof *t->at);
	t->at[t->count] = (uint32_t)n;
}

void edited_text_done(struct edited_text *t)
{
	free(t->bytes);
	free(t->at);
	*t = (struct edited_text){0};
}

uint32_t edited_text_character(const struct edited_text *t, uint64_t byte)
{
	uint32_t low = 0, high = t->count;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;
		if (t->at[middle] <= byte)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

void edits_done(struct edits *e)
{
	edited_text_done(&e->from);
	edited_text_done(&e->to);
	free(e->words);
	free(e->gaps);
	*e = (struct edits){0};
}

static uint32_t code_point(const struct edited_text *t, uint32_t i)
{
	uint32_t cp = 0;
	if (i < t->count)
		utf8_decode((const uint8_t *)t->bytes + t->at[i], t->size - t->at[i], &cp);
	return cp;
}

static bool is_apostrophe(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019 || cp == 0x02BC;
}

// The words of a text, and the lines that they stand in.
struct words {
	struct edited_word *all;
	uint64_t *hashes; // of each word, folded
	size_t count, capacity, hash_capacity;
};

static uint64_t hash_of(const struct edited_text *t, uint32_t begin, uint32_t end)
{
	struct folded f = {0};
	uint64_t hash = 0xCBF29CE484222325u;
	folding_add(&f, (const uint8_t *)t->bytes + t->at[begin], t->at[end] - t->at[begin]);
	for (size_t i = 0; i < f.count; i++)
		hash = (hash ^ f.all[i].cp) * 0x100000001B3u;
	folding_done(&f);
	return hash;
}

static uint32_t word_end(const struct edited_text *t, uint32_t i)
{
	while (i < t->count) {
		uint32_t cp = code_point(t, i);
		if (utf8_is_word(cp))
			i++;
		else if ((is_apostrophe(cp) || folding_is_unseen(cp)) &&
			 utf8_is_word(code_point(t, i + 1)))
			i += 2;
		else
			break;
	}
	return i;
}

static void words_init(struct words *w, const struct edited_text *t)
{
	*w = (struct words){0};
	w->all = mem_reserve(NULL, &w->capacity, 1, sizeof *w->all); // to point into, always
	uint32_t line = 0;
	for (uint32_t i = 0; i < t->count;) {
		uint32_t cp = code_point(t, i);
		line += cp == '\n';
		if (!utf8_is_word(cp)) {
			i++;
			continue;
		}
		w->all = mem_reserve(w->all, &w->capacity, w->count + 1, sizeof *w->all);
		w->hashes =
			mem_reserve(w->hashes, &w->hash_capacity, w->count + 1, sizeof *w->hashes);
		uint32_t end = word_end(t, i);
		w->all[w->count] = (struct edited_word){.begin = i,
							.end = end,
							.line = line,
							.to_begin = EDITS_NONE,
							.copy_begin = EDITS_NONE};
		w->hashes[w->count++] = hash_of(t, i, end);
		i = end;
	}
}

static void words_done(struct words *w)
{
	free(w->all);
	free(w->hashes);
}

// Both sides of a comparison, and for each word on the left the one on the right that it is.
struct comparison {
	const struct words *left, *right;
	uint32_t *match; // EDITS_NONE: no word
};

// Marks what is the same in the words [A, A+N) and [B, B+M): a shortest path of edits, the frontier
// kept at each length of the path.
static void compare_words(struct comparison *c, size_t a, size_t n, size_t b, size_t m)
{
	if (n == 0 || m == 0)
		return; // nothing is the same
	const uint64_t *x = c->left->hashes + a, *y = c->right->hashes + b;
	long most = (long)(n + m), **rows = mem_new((size_t)most + 2, sizeof *rows), depth = 0;
	bool is_there = false;
	for (; !is_there; depth++) {
		long *row = rows[depth] = mem_new(2 * (size_t)depth + 1, sizeof *row);
		const long *last = depth ? rows[depth - 1] + depth - 1 : NULL;
		row += depth;
		for (long k = -depth; k <= depth && !is_there; k += 2) {
			long i = 0;
			if (depth > 0)
				i = k == -depth || (k != depth && last[k - 1] < last[k + 1])
					    ? last[k + 1]
					    : last[k - 1] + 1;
			while (i < (long)n && i - k < (long)m && x[i] == y[i - k])
				i++;
			row[k] = i;
			is_there = i >= (long)n && i - k >= (long)m;
		}
	}
	long i = (long)n, k = (long)n - (long)m;
	for (depth--; depth >= 0; depth--) {
		const long *last = depth ? rows[depth - 1] + depth - 1 : NULL;
		bool is_down = depth && (k == -depth || (k != depth && last[k - 1] < last[k + 1]));
		long begin = !depth ? 0 : is_down ? last[k + 1] : last[k - 1] + 1;
		for (; i > begin; i--)
			c->match[a + (size_t)i - 1] = (uint32_t)(b + (size_t)(i - 1 - k));
		k += is_down ? 1 : -1;
		i = !depth ? 0 : is_down ? begin : begin - 1;
		free(rows[depth]);
	}
	free(rows);
}

// A line of words, for finding those that occur once.
struct line {
	uint64_t hash;
	size_t first, count; // words
	bool is_right;
};

static int compare_lines(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->is_right != y->is_right)
		return x->is_right - y->is_right;
	return x->first < y->first ? -1 : x->first > y->first;
}

static size_t gather_lines(const struct words *w, bool is_right, struct line *lines)
{
	size_t count = 0;
	for (size_t i = 0; i < w->count; i++) {
		if (i == 0 || w->all[i].line != w->all[i - 1].line)
			lines[count++] = (struct line){.first = i, .is_right = is_right};
		struct line *l = &lines[count - 1];
		l->hash = (l->hash ^ w->hashes[i]) * 0x9E3779B97F4A7C15u;
		l->hash ^= l->hash >> 29;
		l->count++;
	}
	return count;
}

// A line on the left that is one on the right.
struct same_line {
	size_t left, right, count; // words
	size_t before;		   // the longest chain's previous one, from 1; 0: none
};

static int compare_left(const void *a, const void *b)
{
	const struct same_line *x = a, *y = b;
	return x->left < y->left ? -1 : x->left > y->left;
}

static size_t unique_lines(const struct comparison *c, struct same_line **found)
{
	struct line *lines = mem_new(c->left->count + c->right->count + 1, sizeof *lines);
	size_t n = gather_lines(c->left, false, lines), count = 0;
	n += gather_lines(c->right, true, lines + n);
	*found = mem_new(n + 1, sizeof **found);
	qsort(lines, n, sizeof *lines, compare_lines);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && lines[end].hash == lines[i].hash; end++)
			continue;
		if (end - i == 2 && !lines[i].is_right && lines[i + 1].is_right &&
		    lines[i].count == lines[i + 1].count)
			(*found)[count++] = (struct same_line){lines[i].first, lines[i + 1].first,
							       lines[i].count, 0};
	}
	free(lines);
	qsort(*found, count, sizeof **found, compare_left);
	return count;
}

// Keeps the longest chain that has the same order on both sides (as patience sorting finds it).
static size_t keep_chain(struct same_line *l, size_t count)
{
	size_t *ends = mem_new(count + 1, sizeof *ends), length = 0;
	for (size_t i = 0; i < count; i++) {
		size_t low = 0, high = length;
		while (low < high) {
			size_t middle = (low + high) / 2;
			if (l[ends[middle]].right < l[i].right)
				low = middle + 1;
			else
				high = middle;
		}
		l[i].before = low ? ends[low - 1] + 1 : 0;
		ends[low] = i;
		length += low == length;
	}
	size_t *chain = mem_new(length + 1, sizeof *chain);
	for (size_t n = length, i = length ? ends[length - 1] + 1 : 0; i; i = l[i - 1].before)
		chain[--n] = i - 1;
	for (size_t n = 0; n < length; n++)
		l[n] = l[chain[n]];
	free(chain);
	free(ends);
	return length;
}

static void compare_all(struct comparison *c)
{
	struct same_line *lines;
	size_t count = unique_lines(c, &lines);
	count = keep_chain(lines, count);
	size_t a = 0, b = 0;
	for (size_t i = 0; i <= count; i++) {
		size_t left = i < count ? lines[i].left : c->left->count;
		size_t right = i < count ? lines[i].right : c->right->count;
		compare_words(c, a, left - a, b, right - b);
		for (size_t k = 0; i < count && k < lines[i].count; k++)
			c->match[left + k] = (uint32_t)(right + k);
		a = i < count ? left + lines[i].count : left;
		b = i < count ? right + lines[i].count : right;
	}
	free(lines);
}

// The letters of words, folded, one after another.
static void add_letters(struct folded *f, const struct edited_text *t, const struct edited_word *w,
			size_t count)
{
	for (size_t i = 0; i < count; i++)
		folding_add(f, (const uint8_t *)t->bytes + t->at[w[i].begin],
			    t->at[w[i].end] - t->at[w[i].begin]);
}

static bool same_letters(const struct folded *a, const struct folded *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->all[i].cp != b->all[i].cp)
			return false;
	return true;
}

// The number of letters that differ between two words.
static size_t distance(const struct folded *a, const struct folded *b)
{
	size_t *row = mem_new(b->count + 1, sizeof *row);
	for (size_t j = 0; j <= b->count; j++)
		row[j] = j;
	for (size_t i = 1; i <= a->count; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b->count; j++) {
			size_t best = corner + (a->all[i - 1].cp != b->all[j - 1].cp);
			corner = row[j];
			best = corner + 1 < best ? corner + 1 : best;
			row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
		}
	}
	size_t found = row[b->count];
	free(row);
	return found;
}

static void pair_words(struct edits *e, struct edited_word *a, const struct edited_word *b)
{
	struct folded x = {0}, y = {0};
	add_letters(&x, &e->from, a, 1);
	add_letters(&y, &e->to, b, 1);
	size_t longer = x.count > y.count ? x.count : y.count;
	a->fate = 2 * distance(&x, &y) <= longer ? FATE_KEPT : FATE_REPLACED;
	a->to_begin = b->begin;
	a->to_end = b->end;
	folding_done(&x);
	folding_done(&y);
}

// Gives each of N words the letters that it became in M other words with the same letters.
static void spread_letters(struct edits *e, struct edited_word *a, size_t n,
			   const struct edited_word *b, size_t m)
{
	size_t word = 0, used = 0; // of B: the word, and how many of its letters are given away
	for (size_t i = 0; i < n; i++) {
		struct folded x = {0};
		add_letters(&x, &e->from, &a[i], 1);
		a[i].fate = FATE_KEPT;
		a[i].to_begin = EDITS_NONE;
		for (size_t left = x.count; left > 0 && word < m;) {
			struct folded y = {0};
			add_letters(&y, &e->to, &b[word], 1);
			size_t take = left < y.count - used ? left : y.count - used;
			if (a[i].to_begin == EDITS_NONE)
				a[i].to_begin = b[word].begin + (uint32_t)used;
			used += take;
			left -= take;
			bool is_whole = used == y.count;
			a[i].to_end = is_whole ? b[word].end : b[word].begin + (uint32_t)used;
			word += is_whole;
			used = is_whole ? 0 : used;
			folding_done(&y);
		}
		folding_done(&x);
	}
}

static void fill_gap(struct edits *e, size_t a, size_t n, const struct edited_word *b, size_t m)
{
	struct folded x = {0}, y = {0};
	struct edited_word *w = e->words + a;
	add_letters(&x, &e->from, w, n);
	add_letters(&y, &e->to, b, m);
	e->gaps = mem_reserve(e->gaps, &e->gap_capacity, e->gap_count + 1, sizeof *e->gaps);
	e->gaps[e->gap_count++] = (struct edited_gap){(uint32_t)a, (uint32_t)n, m ? b[0].begin : 0,
						      m ? b[m - 1].end : 0};
	for (size_t i = 0; i < n; i++)
		w[i].gap = (uint32_t)e->gap_count;
	if (m > 0 && same_letters(&x, &y))
		spread_letters(e, w, n, b, m);
	else if (n == m)
		for (size_t i = 0; i < n; i++)
			pair_words(e, &w[i], &b[i]);
	folding_done(&x);
	folding_done(&y);
}

void edits_begin(struct edits *e, const char *from, size_t size)
{
	struct words w;
	*e = (struct edits){0};
	edited_text_init(&e->from, from, size);
	words_init(&w, &e->from);
	e->words = w.all;
	e->word_count = w.count;
	free(w.hashes);
}

void edits_compare(struct edits *e, const char *from, size_t from_size, const char *to,
		   size_t to_size)
{
	struct words left, right;
	*e = (struct edits){0};
	edited_text_init(&e->from, from, from_size);
	edited_text_init(&e->to, to, to_size);
	words_init(&left, &e->from);
	words_init(&right, &e->to);
	struct comparison c = {&left, &right, mem_new(left.count + 1, sizeof *c.match)};
	memset(c.match, 0xFF, (left.count + 1) * sizeof *c.match);
	compare_all(&c);
	e->words = left.all;
	e->word_count = left.count;
	left.all = NULL;
	size_t next = 0; // on the right, the first one that nothing was said of
	for (size_t i = 0, end; i < e->word_count; i = end) {
		for (end = i; end < e->word_count && c.match[end] == EDITS_NONE; end++)
			continue;
		size_t stop = end < e->word_count ? c.match[end] : right.count;
		if (end > i)
			fill_gap(e, i, end - i, right.all + next, stop - next);
		if (end == e->word_count)
			break;
		e->words[end].fate = FATE_KEPT;
		e->words[end].to_begin = right.all[stop].begin;
		e->words[end].to_end = right.all[stop].end;
		next = stop + 1;
		end++;
	}
	free(c.match);
	words_done(&left);
	words_done(&right);
}

// Widens a range by the gap at one end of a run of words, when all of the gap lies in the run.
static void take_gap(const struct edits *e, const struct edited_word *w, size_t first, size_t count,
		     uint32_t *begin, uint32_t *end)
{
	if (w->gap == 0)
		return;
	const struct edited_gap *g = &e->gaps[w->gap - 1];
	if (g->first < first || g->first + g->count > first + count || g->to_begin == g->to_end)
		return;
	*begin = g->to_begin < *begin ? g->to_begin : *begin;
	*end = g->to_end > *end ? g->to_end : *end;
}

enum { TOGETHER = 300 }; // [code point] that words may be further apart than they were

// The end of the run of words from I that are together still, at most END.
static size_t run_end(const struct edits *e, size_t i, size_t end, bool copy)
{
	const struct edited_word *last = NULL;
	for (; i < end; i++) {
		const struct edited_word *w = &e->words[i];
		uint32_t begin = copy ? w->copy_begin : w->to_begin;
		if (begin == EDITS_NONE)
			continue;
		uint32_t before = !last ? 0 : copy ? last->copy_end : last->to_end;
		if (last && (begin < before || begin - before > w->begin - last->end + TOGETHER))
			break;
		last = w;
	}
	return i;
}

bool edits_range(const struct edits *e, size_t first, size_t count, bool copy, uint32_t *begin,
		 uint32_t *end)
{
	size_t best = 0;
	*begin = EDITS_NONE;
	*end = 0;
	for (size_t i = first, stop; i < first + count; i = stop) {
		size_t kept = 0, size;
		uint32_t from = EDITS_NONE, to = 0;
		stop = run_end(e, i, first + count, copy);
		size = stop - i;
		for (size_t k = i; k < stop; k++) {
			const struct edited_word *w = &e->words[k];
			uint32_t a = copy ? w->copy_begin : w->to_begin;
			uint32_t b = copy ? w->copy_end : w->to_end;
			kept += w->fate == FATE_KEPT && a != EDITS_NONE;
			from = a < from ? a : from;
			to = b > to ? b : to;
		}
		if (from != EDITS_NONE && !copy) {
			take_gap(e, &e->words[i], i, size, &from, &to);
			take_gap(e, &e->words[stop - 1], i, size, &from, &to);
		}
		if (from != EDITS_NONE && (*begin == EDITS_NONE || kept > best)) {
			best = kept;
			*begin = from;
			*end = to;
		}
	}
	return count > 0 && 2 * best >= count;
}
