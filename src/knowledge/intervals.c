// SPDX-License-Identifier: ISC
// The order is that of begins; beside it stands how far each sixteen intervals reach, each sixteen
// of these, and so on, so that whole stretches that end too early are passed over at once.  Sorting
// merges runs, as far as it was told at a time.
#include "config.h"

#include "knowledge/intervals.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
	BRANCH_BITS = 4, // of how many intervals or stretches one reach tells
	RUN = 1024,	 // intervals that are sorted in one go
};

enum stage { STAGE_RUNS, STAGE_MERGE, STAGE_LEVELS, STAGE_DONE };

int intervals_compare(const struct interval *a, const struct interval *b)
{
	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (a->annotation > b->annotation) - (a->annotation < b->annotation);
}

static int compare(const void *a, const void *b)
{
	return intervals_compare(a, b);
}

void intervals_done(struct intervals *x)
{
	if (!x)
		return;
	free(x->all);
	free(x->other);
	for (int i = 0; i < INTERVALS_LEVELS; i++)
		free(x->reach[i]);
	*x = (struct intervals){0};
}

void intervals_reserve(struct intervals *x, size_t n)
{
	x->all = mem_reserve(x->all, &x->capacity, n, sizeof *x->all);
}

void intervals_add(struct intervals *x, struct interval one)
{
	intervals_reserve(x, x->count + 1);
	x->is_unsorted |= x->count > 0 && intervals_compare(&x->all[x->count - 1], &one) > 0;
	x->all[x->count++] = one;
	x->stage = STAGE_RUNS;
	x->at = 0;
}

void intervals_drop(struct intervals *x, const uint32_t *annotations, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < x->count; i++) {
		bool is_kept = true;
		for (size_t j = 0; j < n && is_kept; j++)
			is_kept = x->all[i].annotation != annotations[j];
		if (is_kept)
			x->all[kept++] = x->all[i];
	}
	x->count = kept;
	x->stage = STAGE_RUNS;
	x->at = 0;
}

void intervals_insert(struct intervals *x, struct interval one)
{
	size_t low = 0, high = x->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (intervals_compare(&x->all[middle], &one) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	intervals_reserve(x, x->count + 1);
	memmove(x->all + low + 1, x->all + low, (x->count++ - low) * sizeof *x->all);
	x->all[low] = one;
	x->stage = STAGE_RUNS;
	x->at = 0;
}

static size_t lower(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void begin_levels(struct intervals *x)
{
	free(x->other);
	x->other = NULL;
	x->stage = STAGE_LEVELS;
	x->level = 0;
	x->at = 0;
}

static void begin_merge(struct intervals *x, size_t width)
{
	x->stage = STAGE_MERGE;
	x->width = width;
	x->at = x->written = x->left = 0;
	x->right = lower(width, x->count);
}

static void sort_runs(struct intervals *x, size_t stretch)
{
	if (!x->is_unsorted) {
		begin_levels(x);
		return;
	}
	for (size_t n = 0; n < stretch && x->at < x->count; n += RUN, x->at += RUN)
		qsort(x->all + x->at, lower(RUN, x->count - x->at), sizeof *x->all, compare);
	if (x->at < x->count)
		return;
	x->other = mem_resize(NULL, x->count, sizeof *x->other);
	begin_merge(x, RUN);
}

// Merges the pair of runs that begins AT, of which LEFT and RIGHT come next.
static void merge(struct intervals *x, size_t stretch)
{
	if (x->width >= x->count) {
		begin_levels(x);
		x->is_unsorted = false;
		return;
	}
	for (; stretch > 0 && x->written < x->count; stretch--) {
		size_t middle = lower(x->at + x->width, x->count);
		size_t end = lower(x->at + 2 * x->width, x->count);
		bool has_left = x->left < middle, has_right = x->right < end;
		bool is_left =
			has_left &&
			(!has_right || intervals_compare(&x->all[x->left], &x->all[x->right]) <= 0);
		x->other[x->written++] = x->all[is_left ? x->left++ : x->right++];
		if (x->written < end)
			continue;
		x->at = x->left = end;
		x->right = lower(end + x->width, x->count);
	}
	if (x->written < x->count)
		return;
	struct interval *merged = x->other;
	x->other = x->all;
	x->all = merged;
	x->capacity = x->count;
	begin_merge(x, x->width * 2);
}

static size_t level_size(const struct intervals *x, int level)
{
	size_t bits = (size_t)BRANCH_BITS * ((size_t)level + 1);
	return (x->count + ((size_t)1 << bits) - 1) >> bits;
}

// How far number I of what is below a level reaches.
static uint64_t reach_below(const struct intervals *x, int level, size_t i)
{
	return level == 0 ? x->all[i].end : x->reach[level - 1][i];
}

static void fill_levels(struct intervals *x, size_t stretch)
{
	size_t below = x->level == 0 ? x->count : level_size(x, x->level - 1);
	size_t size = level_size(x, x->level);
	if (x->at == 0)
		x->reach[x->level] =
			mem_resize(x->reach[x->level], size, sizeof *x->reach[x->level]);
	for (size_t n = 0; n < stretch && x->at < size; n += 1 << BRANCH_BITS, x->at++) {
		uint64_t reach = 0;
		for (size_t i = x->at << BRANCH_BITS; i < below && i >> BRANCH_BITS == x->at; i++)
			if (reach_below(x, x->level, i) > reach)
				reach = reach_below(x, x->level, i);
		x->reach[x->level][x->at] = reach;
	}
	if (x->at < size)
		return;
	x->at = 0;
	if (size <= 1 || ++x->level == INTERVALS_LEVELS)
		x->stage = STAGE_DONE;
}

bool intervals_sort(struct intervals *x, size_t stretch)
{
	if (x->stage == STAGE_RUNS)
		sort_runs(x, stretch);
	else if (x->stage == STAGE_MERGE)
		merge(x, stretch);
	else if (x->stage == STAGE_LEVELS)
		fill_levels(x, stretch);
	return x->stage != STAGE_DONE;
}

// How many from number I on end at A or before, by whole stretches that begin there; 0 when the
// smallest reaches further.
static size_t passed_over(const struct intervals *x, size_t i, uint64_t a)
{
	size_t size = 0;
	for (int level = 0; level < INTERVALS_LEVELS && x->reach[level]; level++) {
		size_t bits = (size_t)BRANCH_BITS * ((size_t)level + 1);
		if (i & (((size_t)1 << bits) - 1) || i >> bits >= level_size(x, level) ||
		    x->reach[level][i >> bits] > a)
			break;
		size = (size_t)1 << bits;
	}
	return size;
}

size_t intervals_next(const struct intervals *x, size_t i, uint64_t a, uint64_t b)
{
	while (i < x->count) {
		size_t over = passed_over(x, i, a);
		if (over) {
			i += over;
			continue;
		}
		const struct interval *one = &x->all[i];
		if (one->begin >= b)
			break;
		if (one->end > a && one->begin < one->end)
			return i;
		i++;
	}
	return x->count;
}
