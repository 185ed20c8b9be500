// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"

enum {
	SLICE = 128 * 1024, // [byte] that are searched at a time
	OVERLAP = 8 * 1024, // [byte] behind a slice into which a match may reach
	MOST = 1000000,	    // matches that are kept
};

void search_init(struct search *s, const struct source *source, struct query *q, uint64_t origin)
{
	*s = (struct search){.source = source, .query = q};
	uint64_t begin = source_begin(source), size = source_size(source);
	s->origin = origin < begin ? begin : origin > size ? size : origin;
	s->after_end = s->origin;
	s->before_end = begin;
}

void search_done(struct search *s)
{
	if (!s)
		return;
	query_free(s->query);
	free(s->after.all);
	free(s->before.all);
	*s = (struct search){0};
}

static void add_match(struct match_list *list, uint64_t begin, uint64_t end)
{
	list->all = mem_reserve(list->all, &list->capacity, list->count + 1, sizeof *list->all);
	list->all[list->count++] = (struct match){begin, end};
}

// Searches a slice that begins at *END and ends at LIMIT at the latest.
static void search_slice(struct search *s, struct match_list *list, uint64_t *end, uint64_t limit)
{
	size_t n;
	const uint8_t *bytes = source_bytes(s->source, *end, &n);
	uint64_t left = limit - *end;
	size_t slice = left < SLICE ? (size_t)left : SLICE;
	size_t window = n < slice + OVERLAP ? n : slice + OVERLAP;
	size_t from = 0, begin, behind;
	while (query_find(s->query, bytes, window, from, &begin, &behind) && begin < slice) {
		add_match(list, *end + begin, *end + behind);
		from = behind;
		if (search_count(s) >= MOST) {
			s->is_too_many = true;
			break;
		}
	}
	*end += from > slice ? from : slice;
	if (*end > limit)
		*end = limit;
}

// A match that was found from the origin on may begin inside one that was found last, from the
// begin on: which counts must not depend on the origin.
static void drop_overlapping(struct search *s)
{
	uint64_t end = s->before.count ? s->before.all[s->before.count - 1].end : 0;
	size_t drop = 0;
	while (drop < s->after.count && s->after.all[drop].begin < end)
		drop++;
	s->after.count -= drop;
	if (drop > 0)
		memmove(s->after.all, s->after.all + drop, s->after.count * sizeof *s->after.all);
}

enum step search_step(struct search *s, struct budget budget)
{
	uint64_t size = source_size(s->source);
	while (!s->is_too_many) {
		if (s->after_end < size)
			search_slice(s, &s->after, &s->after_end, size);
		else if (s->before_end < s->origin)
			search_slice(s, &s->before, &s->before_end, s->origin);
		else
			break;
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	drop_overlapping(s);
	s->is_done = true;
	return STEP_DONE;
}

static void drop_behind(struct match_list *list, uint64_t size)
{
	while (list->count > 0 && list->all[list->count - 1].end > size)
		list->count--;
}

void search_text_changed(struct search *s)
{
	uint64_t size = source_size(s->source);
	drop_behind(&s->after, size);
	drop_behind(&s->before, size);
	if (s->after_end > size)
		s->after_end = size;
	if (s->origin > size)
		s->origin = s->after_end = size;
	if (s->before_end > size)
		s->before_end = size;
	// What reached the old end may have become a match.
	uint64_t back = s->after_end < s->origin + OVERLAP ? s->origin : s->after_end - OVERLAP;
	if (s->after.count > 0 && s->after.all[s->after.count - 1].end > back)
		back = s->after.all[s->after.count - 1].end;
	if (back < s->after_end)
		s->after_end = back;
	// … also across the place where the search began.
	uint64_t begin = source_begin(s->source);
	uint64_t early = s->origin > begin + OVERLAP ? s->origin - OVERLAP : begin;
	if (s->before.count > 0 && s->before.all[s->before.count - 1].end > early)
		early = s->before.all[s->before.count - 1].end;
	if (back <= s->origin && early < s->before_end)
		s->before_end = early;
	s->is_done = s->is_too_many;
}

size_t search_count(const struct search *s)
{
	return s->before.count + s->after.count;
}

struct match search_match(const struct search *s, size_t i)
{
	return i < s->before.count ? s->before.all[i] : s->after.all[i - s->before.count];
}

// How many of a list begin before POS.
static size_t count_before(const struct match_list *list, uint64_t pos)
{
	size_t low = 0, high = list->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (list->all[middle].begin < pos)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool search_next(const struct search *s, uint64_t pos, size_t *i)
{
	*i = count_before(&s->before, pos) + count_before(&s->after, pos);
	return *i < search_count(s);
}

bool search_previous(const struct search *s, uint64_t pos, size_t *i)
{
	size_t before = count_before(&s->before, pos) + count_before(&s->after, pos);
	*i = before - 1;
	return before > 0;
}

bool search_knows_after(const struct search *s, uint64_t pos)
{
	return s->is_done || (pos >= s->origin && s->after_end >= source_size(s->source));
}

bool search_knows_before(const struct search *s, uint64_t pos)
{
	if (s->is_done)
		return true;
	return pos <= s->origin ? s->before_end >= pos
				: s->before_end >= s->origin && s->after_end >= pos;
}
