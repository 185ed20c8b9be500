// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"

enum {
	OVERLAP = 8 * 1024, // [byte] behind a slice into which a match may reach
	LONG = 64 * 1024,   // [byte] that a match which reaches further is given
	CONTEXT = 256,	    // [byte] before a slice that are looked back at
	MOST = 1000000,	    // matches that are kept
	MOST_COSTLY = 50,   // places that are given up before the search is
};

void search_init(struct search *s, const struct source *source, struct query *q, uint64_t origin)
{
	*s = (struct search){.source = source, .query = q};
	uint64_t begin = source_begin(source), size = source_size(source);
	s->origin = origin < begin ? begin : origin > size ? size : origin;
	s->after_end = s->before_begin = s->slice_begin = s->slice_end = s->origin;
}

void search_done(struct search *s)
{
	if (!s)
		return;
	query_free(s->query);
	free(s->after.all);
	free(s->before.all);
	free(s->slice.all);
	*s = (struct search){0};
}

static void add_match(struct match_list *list, struct match m)
{
	list->all = mem_reserve(list->all, &list->capacity, list->count + 1, sizeof *list->all);
	list->all[list->count++] = m;
}

// A match that reaches the end of what was looked at may be longer.
static size_t whole_end(const struct search *s, struct query_range r, size_t all, size_t begin,
			size_t end)
{
	if (r.ends || end < r.n)
		return end;
	r.n = all - begin < LONG ? all : begin + LONG;
	r.ends = r.n == all;
	r.from = r.limit = begin;
	return query_search(s->query, &r, (struct budget){NULL, NULL}, &begin, &end) == QUERY_FOUND
		       ? end
		       : r.n;
}

// Searches from POS on, a slice of what is before LIMIT; returns where to go on.
static uint64_t search_slice(struct search *s, struct match_list *list, uint64_t pos,
			     uint64_t limit, struct budget budget)
{
	uint64_t start =
		pos - source_begin(s->source) > CONTEXT ? pos - CONTEXT : source_begin(s->source);
	size_t n, begin, end, behind = query_slice(s->query) + (size_t)(pos - start);
	const uint8_t *bytes = source_bytes(s->source, start, &n);
	if (limit - start < behind)
		behind = (size_t)(limit - start);
	struct query_range r = {.s = bytes, .from = (size_t)(pos - start), .limit = behind - 1};
	r.n = n < behind + OVERLAP ? n : behind + OVERLAP;
	r.ends = r.n == n;
	while (r.from < behind) {
		switch (query_search(s->query, &r, budget, &begin, &end)) {
		case QUERY_FOUND:
			r.from = whole_end(s, r, n, begin, end);
			add_match(list, (struct match){start + begin, start + r.from});
			s->is_too_many = search_count(s) + s->slice.count >= MOST;
			break;
		case QUERY_COSTLY:
			s->is_too_costly = ++s->costly >= MOST_COSTLY;
			r.from = begin + 1;
			break;
		case QUERY_PAUSED:
			return start + begin;
		default:
			return start + behind;
		}
		if (s->is_too_many || s->is_too_costly)
			break;
	}
	return start + r.from < limit ? start + r.from : limit;
}

// Of two matches that overlap where two slices meet, the first one counts.
static void drop_overlapped(struct search *s, uint64_t end)
{
	while (s->before.count > 0 && s->before.all[s->before.count - 1].begin < end)
		s->before.count--;
	size_t drop = 0;
	while (s->before.count == 0 && drop < s->after.count && s->after.all[drop].begin < end)
		drop++;
	s->after.count -= drop;
	if (s->before.count == 0 && s->after.count == 0 && s->after_end < end)
		s->after_end = end;
	if (drop > 0)
		memmove(s->after.all, s->after.all + drop, s->after.count * sizeof *s->after.all);
}

// Back from the origin: slices whose places do not depend on it, each from its begin.
static void search_back(struct search *s, struct budget budget)
{
	uint64_t size = query_slice(s->query), begin = source_begin(s->source);
	if (s->slice_begin == s->slice_end) {
		s->slice_end = s->before_begin;
		s->slice_begin = (s->slice_end - 1) / size * size;
		s->slice_begin = s->slice_begin < begin ? begin : s->slice_begin;
		s->before_begin = s->slice_begin;
	}
	s->slice_begin = search_slice(s, &s->slice, s->slice_begin, s->slice_end, budget);
	if (s->slice_begin < s->slice_end && !s->is_too_many && !s->is_too_costly)
		return;
	if (s->slice.count > 0)
		drop_overlapped(s, s->slice.all[s->slice.count - 1].end);
	while (s->slice.count > 0)
		add_match(&s->before, s->slice.all[--s->slice.count]);
	s->slice_begin = s->slice_end;
}

static bool is_back_done(const struct search *s)
{
	return s->before_begin <= source_begin(s->source) && s->slice_begin == s->slice_end;
}

enum step search_step(struct search *s, struct budget budget)
{
	uint64_t size = source_size(s->source);
	while (!s->is_too_many && !s->is_too_costly) {
		bool has_after = s->after_end < size, has_before = !is_back_done(s);
		if (!has_after && !has_before)
			break;
		s->turns_back = !s->turns_back;
		bool goes_back = s->direction < 0 || (s->direction == 0 && s->turns_back);
		if (has_before && (goes_back || !has_after))
			search_back(s, budget);
		else
			s->after_end = search_slice(s, &s->after, s->after_end, size, budget);
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	s->is_done = true;
	return STEP_DONE;
}

// Begins anew behind ORIGIN, which moves to TO, before it; what is known before TO stays known.
static void move_origin(struct search *s, uint64_t to)
{
	size_t drop = 0;
	while (drop < s->before.count && s->before.all[drop].begin >= to)
		drop++;
	s->before.count -= drop;
	if (drop > 0)
		memmove(s->before.all, s->before.all + drop,
			s->before.count * sizeof *s->before.all);
	s->origin = s->after_end = to;
	if (s->before.count > 0 && s->before.all[0].end > to)
		s->after_end = s->before.all[0].end;
	s->after.count = 0;
	if (s->before_begin > to)
		s->before_begin = to;
	// A slice that was begun is begun anew.
	if (s->slice_begin < s->slice_end)
		s->before_begin = s->slice_end < to ? s->slice_end : to;
	s->slice.count = 0;
	s->slice_begin = s->slice_end;
}

void search_text_changed(struct search *s)
{
	uint64_t size = source_size(s->source), begin = source_begin(s->source);
	uint64_t reach = s->after_end < size ? s->after_end : size;
	while (s->after.count > 0 && s->after.all[s->after.count - 1].end > size)
		s->after.count--;
	// What reached the old end may have become a match, also across the place where the search
	// began.
	uint64_t back = reach > begin + OVERLAP ? reach - OVERLAP : begin;
	if (back < s->origin) {
		move_origin(s, back);
	} else {
		uint64_t last = s->after.count > 0 ? s->after.all[s->after.count - 1].end : back;
		s->after_end = last > back ? last : back;
	}
	s->is_done = s->is_too_many || s->is_too_costly;
}

size_t search_count(const struct search *s)
{
	return s->before.count + s->after.count;
}

struct match search_match(const struct search *s, size_t i)
{
	return i < s->before.count ? s->before.all[s->before.count - 1 - i]
				   : s->after.all[i - s->before.count];
}

// How many matches begin before POS.
static size_t count_before(const struct search *s, uint64_t pos)
{
	size_t low = 0, high = search_count(s);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (search_match(s, middle).begin < pos)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool search_next(const struct search *s, uint64_t pos, size_t *i)
{
	*i = count_before(s, pos);
	return *i < search_count(s);
}

bool search_previous(const struct search *s, uint64_t pos, size_t *i)
{
	size_t before = count_before(s, pos);
	*i = before - 1;
	return before > 0;
}

bool search_knows_after(const struct search *s, uint64_t pos)
{
	uint64_t low = s->slice_begin < s->slice_end ? s->slice_end : s->before_begin;
	size_t i;
	return s->is_done ||
	       (pos >= low && (s->after_end >= source_size(s->source) || search_next(s, pos, &i)));
}

bool search_knows_before(const struct search *s, uint64_t pos)
{
	if (s->is_done)
		return true;
	if (pos > s->origin && s->after_end < pos)
		return false;
	return is_back_done(s) || count_before(s, pos) > 0;
}
