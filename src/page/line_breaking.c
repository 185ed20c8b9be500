// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/line_breaking.h"

#include <stdlib.h>

#include "base/memory.h"

enum {
	ROW = 3,		     // hyphens in a row that are told apart: none, one, two or more
	WEIGHT = 10,		     // of a squared column of slack
	TWO_HYPHENS = 600,	     // a second hyphen in a row
	THREE_HYPHENS = 1000 * 1000, // and a third
	SHORT_LAST = 400,	     // a last line shorter than a SHORT_PART of the width
	SHORT_PART = 6,
	LOOSE = 4000,		 // a justified line that its gaps cannot fill
	WIDE = 10 * 1000 * 1000, // a line wider than asked
	ROOMY = 60,		 // [col] from here on gaps are doubled at most
};

int line_breaking_widest_gap(int width)
{
	return width >= ROOMY ? 2 : 3;
}

bool line_breaking_can_stretch(const struct measure *m, int slack, int gaps)
{
	return slack <= gaps * (line_breaking_widest_gap(m->width) - 1);
}

static int line_columns(const struct measure *m, const struct chance *chances, size_t from,
			size_t to)
{
	const struct chance *end = &chances[to];
	int shown = end->before - chances[from].after; // below 0 where there are only blanks
	return (shown > 0 ? shown : 0) + (from ? m->hang : 0) + end->adds_hyphen;
}

// What a line costs, when ROW lines before it ended in hyphens.
static int64_t line_demerits(const struct measure *m, const struct chance *chances, size_t count,
			     size_t from, size_t to, int row)
{
	const struct chance *end = &chances[to];
	int cols = line_columns(m, chances, from, to), slack = m->width - cols;
	if (slack < 0)
		return WIDE + (int64_t)WEIGHT * slack * slack;
	if (to == count - 1)
		return cols * SHORT_PART < m->width && from > 0 ? SHORT_LAST : 0;
	int64_t sum = (int64_t)WEIGHT * slack * slack + end->penalty;
	if (end->ends_in_hyphen && row > 0)
		sum += row > 1 ? THREE_HYPHENS : TWO_HYPHENS;
	int gaps = end->gaps_before - chances[from].gaps;
	if (m->is_justified && !line_breaking_can_stretch(m, slack, gaps))
		sum += LOOSE;
	return sum;
}

static int next_row(const struct chance *end, int row)
{
	if (!end->ends_in_hyphen)
		return 0;
	return row + 1 < ROW ? row + 1 : ROW - 1;
}

// The cheapest way to a chance, for each number of hyphens in a row that it ends with.
struct way {
	int64_t demerits; // −1: there is none
	uint32_t from;	  // the chance before
	uint8_t row;	  // and which of its ways
};

static void try_line(const struct measure *m, const struct chance *chances, size_t count,
		     struct way (*ways)[ROW], size_t from, size_t to)
{
	for (int row = 0; row < ROW; row++) {
		const struct way *before = &ways[from][row];
		if (before->demerits < 0)
			continue;
		int64_t sum = before->demerits + line_demerits(m, chances, count, from, to, row);
		struct way *way = &ways[to][next_row(&chances[to], row)];
		if (way->demerits < 0 || sum < way->demerits)
			*way = (struct way){sum, (uint32_t)from, (uint8_t)row};
	}
}

// Follows the cheapest way back from the end.
static size_t take_way(struct way (*ways)[ROW], size_t count, uint32_t *ends)
{
	int row = 0;
	for (int i = 0; i < ROW; i++) {
		int64_t best = ways[count - 1][row].demerits, other = ways[count - 1][i].demerits;
		if (other >= 0 && (best < 0 || other < best))
			row = i;
	}
	size_t lines = 0;
	for (uint32_t at = (uint32_t)count - 1; at > 0;) {
		ends[lines++] = at;
		struct way way = ways[at][row];
		at = way.from;
		row = way.row;
	}
	for (size_t i = 0; i < lines / 2; i++) {
		uint32_t swap = ends[i];
		ends[i] = ends[lines - 1 - i];
		ends[lines - 1 - i] = swap;
	}
	return lines;
}

size_t line_breaking_total_fit(const struct measure *m, const struct chance *chances, size_t count,
			       uint32_t *ends)
{
	struct way(*ways)[ROW] = mem_new(count, sizeof *ways);
	for (size_t to = 1; to < count; to++) {
		for (int row = 0; row < ROW; row++)
			ways[to][row].demerits = -1;
		if (to == 1)
			ways[0][1].demerits = ways[0][2].demerits = -1;
		for (size_t from = to; from-- > 0;) {
			if (from + 1 < to && line_columns(m, chances, from, to) > m->width)
				break;
			try_line(m, chances, count, ways, from, to);
		}
	}
	size_t lines = take_way(ways, count, ends);
	free(ways);
	return lines;
}

size_t line_breaking_first_fit(const struct measure *m, const struct chance *chances, size_t count,
			       uint32_t *ends)
{
	size_t lines = 0;
	int row = 0;
	for (size_t from = 0; from < count - 1;) {
		size_t best = 0, to = from + 1;
		for (; to < count; to++) {
			int cols = line_columns(m, chances, from, to);
			if (cols - chances[to].adds_hyphen > m->width)
				break;
			// A third hyphen in a row only where nothing else fits, as in an address.
			bool is_third = row == ROW - 1 && chances[to].ends_in_hyphen;
			bool has_better = best && !chances[best].ends_in_hyphen;
			if (cols <= m->width && !(is_third && has_better))
				best = to;
		}
		if (best == 0)
			best = from + 1;
		row = next_row(&chances[best], row);
		ends[lines++] = (uint32_t)best;
		from = best;
	}
	return lines;
}

int64_t line_breaking_demerits(const struct measure *m, const struct chance *chances,
			       const uint32_t *ends, size_t lines)
{
	int64_t sum = 0;
	size_t from = 0, count = (size_t)ends[lines - 1] + 1;
	int row = 0;
	for (size_t i = 0; i < lines; i++) {
		sum += line_demerits(m, chances, count, from, ends[i], row);
		row = next_row(&chances[ends[i]], row);
		from = ends[i];
	}
	return sum;
}
