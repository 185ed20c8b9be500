// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/difference.h"

#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"

enum {
	MOST_EDITS = 1000,    // words that are put in or taken out
	MOST_STEPS = 1 << 24, // words that are compared
};

// Words of either text, without what both begin and end with.
struct middle {
	const struct token *a, *b;
	int m, n;
	int *reached; // for each number of edits, how far each diagonal came
	size_t steps;
};

// Where the diagonals of D edits stand: a row of 2D + 1, for -D to D.
static int *row(const struct middle *x, int d)
{
	return x->reached + (size_t)d * (size_t)d + d;
}

// True when one comes to diagonal K (A less B) with D edits by putting a word of B in.
static bool comes_down(const struct middle *x, int d, int k)
{
	const int *last = row(x, d - 1);
	return k == -d || (k != d && last[k - 1] < last[k + 1]);
}

// How far diagonal K comes with D edits, before words in common are passed.
static int start(const struct middle *x, int d, int k)
{
	if (d == 0)
		return 0;
	return comes_down(x, d, k) ? row(x, d - 1)[k + 1] : row(x, d - 1)[k - 1] + 1;
}

static int pass_equal(struct middle *x, int i, int k)
{
	while (i < x->m && i - k < x->n && x->steps < MOST_STEPS &&
	       token_is_equal(&x->a[i], &x->b[i - k])) {
		i++;
		x->steps++;
	}
	return i;
}

// The fewest edits between the two; -1 when they are too many.
static int count_edits(struct middle *x)
{
	for (int d = 0; d <= MOST_EDITS && x->steps < MOST_STEPS; d++) {
		int *here = row(x, d);
		for (int k = -d; k <= d; k += 2) {
			// What leaves the table is never on the shortest way.
			here[k] = pass_equal(x, start(x, d, k), k);
			if (here[k] >= x->m && here[k] - k >= x->n)
				return x->steps < MOST_STEPS ? d : -1;
		}
	}
	return -1;
}

static void trace(const struct middle *x, int d, uint32_t *to, uint32_t offset)
{
	int i = x->m, k = x->m - x->n;
	for (; d >= 0; d--) {
		int from = start(x, d, k);
		while (i > from) {
			i--;
			to[i] = (uint32_t)(i - k) + offset;
		}
		if (d == 0)
			return;
		bool is_down = comes_down(x, d, k);
		i = from - !is_down;
		k += is_down ? 1 : -1;
	}
}

uint32_t *difference(const struct tokens *a, const struct tokens *b)
{
	size_t first = 0, m = a->count, n = b->count;
	uint32_t *to = mem_resize(NULL, m + 1, sizeof *to);
	while (first < m && first < n && token_is_equal(&a->all[first], &b->all[first])) {
		to[first] = (uint32_t)first;
		first++;
	}
	while (m > first && n > first && token_is_equal(&a->all[m - 1], &b->all[n - 1])) {
		m--;
		n--;
		to[m] = (uint32_t)n;
	}
	for (size_t i = first; i < m; i++)
		to[i] = DIFFERENCE_NONE;
	if (m == first || n == first || m > INT_MAX / 2 || n > INT_MAX / 2)
		return to;
	struct middle x = {a->all + first,   b->all + first, (int)(m - first),
			   (int)(n - first), NULL,	     0};
	int most = x.m + x.n < MOST_EDITS ? x.m + x.n : MOST_EDITS;
	x.reached = mem_resize(NULL, (size_t)(most + 1) * (size_t)(most + 1), sizeof *x.reached);
	int edits = count_edits(&x);
	if (edits >= 0)
		trace(&x, edits, to + first, (uint32_t)first);
	free(x.reached);
	return to;
}
