// SPDX-License-Identifier: ISC
// All matches of a query: in slices as at once, from any origin as from the
// begin, and while the text changes; always what a naive search finds.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/string.h"
#include "generate.h"
#include "search/search.h"
#include "want.h"

enum { SLICE = 128 * 1024 }; // [byte] that are searched at a time

static struct query *compile(const char *text)
{
	struct err e = {0};
	struct query *q = query_new(text, QUERY_FOLDED, NULL, &e);
	want(q, "wanted \"%s\" to compile, got: %s", text, e.text);
	return q;
}

static bool stop_at_once(void *data)
{
	(void)data;
	return true;
}

static void search_all(struct search *s)
{
	want_number("step", STEP_DONE, search_step(s, (struct budget){0}));
	want(s->is_done, "wanted the search to be done, got not");
}

// The matches are those of NEEDLE, an ASCII word, that strstr would find one after another.
static void want_naive(const struct search *s, const char *what, const char *bytes, size_t n,
		       const char *needle)
{
	size_t count = 0, len = strlen(needle);
	for (size_t i = 0; i + len <= n;) {
		if (memcmp(bytes + i, needle, len) != 0) {
			i++;
			continue;
		}
		want(count < search_count(s), "%s: wanted a match at %zu, got only %zu before it",
		     what, i, count);
		struct match m = search_match(s, count);
		want(m.begin == i && m.end == i + len,
		     "%s, match %zu: wanted %zu to %zu, got %" PRIu64 " to %" PRIu64, what, count,
		     i, i + len, m.begin, m.end);
		count++;
		i += len;
	}
	want_number(what, count, search_count(s));
}

// Text of many KiB in which "needle" stands here and there.
static void make_haystack(struct generate *g, size_t size, struct buf *text)
{
	while (text->len < size) {
		generate_text(g, 1 + generate_below(g, 3000), GENERATE_INVALID, text);
		buf_add_string(text, " needle ");
	}
}

static void all_matches_are_those_of_a_naive_search(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		make_haystack(&g, 600000, &text);
		struct source *source = source_open_bytes(text.data, text.len, "haystack");
		struct search s;
		search_init(&s, source, compile("needle"), 0);
		search_all(&s);
		want_naive(&s, "at once", text.data, text.len, "needle");
		search_done(&s);
		search_init(&s, source, compile("needle"), 0);
		int slices = 1;
		for (; search_step(&s, (struct budget){stop_at_once, NULL}) == STEP_MORE; slices++)
			want(!s.is_done, "wanted a search that stopped not to be done");
		want(slices >= 4, "wanted slices, got %d", slices);
		want_naive(&s, "in slices", text.data, text.len, "needle");
		search_done(&s);
		source_close(source);
		buf_done(&text);
	}
}

static void any_origin_gives_the_same_matches_in_the_order_of_the_text(void **state)
{
	(void)state;
	struct generate g = {3};
	struct buf text = {0};
	make_haystack(&g, 300000, &text);
	struct source *source = source_open_bytes(text.data, text.len, "haystack");
	for (int i = 0; i < 100; i++) {
		uint64_t origin = i == 0   ? text.len
				  : i == 1 ? POS_NONE
					   : generate_below(&g, text.len);
		struct search s;
		// The second half begins inside a match.
		if (i >= 50)
			origin = (uint64_t)(strstr(text.data + origin / 2, "needle") - text.data) +
				 1 + generate_below(&g, 5);
		search_init(&s, source, compile("needle"), origin);
		while (search_step(&s, (struct budget){stop_at_once, NULL}) == STEP_MORE)
			;
		want_naive(&s, "origin", text.data, text.len, "needle");
		search_done(&s);
	}
	source_close(source);
	buf_done(&text);
}

static void a_match_over_the_border_of_a_slice_is_found(void **state)
{
	(void)state;
	for (size_t shift = 0; shift <= 8; shift++) {
		struct buf text = {0};
		while (text.len < SLICE - shift)
			buf_add_char(&text, '.');
		buf_add_string(&text, "needle");
		while (text.len < 2 * SLICE - shift)
			buf_add_char(&text, '.');
		buf_add_string(&text, "needle.");
		struct source *source = source_open_bytes(text.data, text.len, "haystack");
		struct search s;
		search_init(&s, source, compile("needle"), 0);
		search_all(&s);
		want_naive(&s, "over a border", text.data, text.len, "needle");
		search_done(&s);
		source_close(source);
		buf_done(&text);
	}
}

static void matches_that_touch_are_each_found_once(void **state)
{
	(void)state;
	struct buf text = {0};
	while (text.len < 2 * SLICE + 100)
		buf_add_string(&text, "abc");
	struct source *source = source_open_bytes(text.data, text.len, "haystack");
	static const char *const needles[] = {"abc", "bca", "cabcabcab"};
	for (size_t i = 0; i < 3; i++) {
		struct search s;
		search_init(&s, source, compile(needles[i]), 0);
		search_all(&s);
		want_naive(&s, needles[i], text.data, text.len, needles[i]);
		search_done(&s);
	}
	source_close(source);
	buf_done(&text);
}

static void matches_stay_in_order_where_they_could_overlap(void **state)
{
	(void)state;
	char text[1001];
	memset(text, 'a', 1000);
	struct source *source = source_open_bytes(text, 1000, "a");
	for (uint64_t origin = 495; origin < 506; origin++) {
		struct search s;
		search_init(&s, source, compile("aaa"), origin);
		search_all(&s);
		for (size_t i = 1; i < search_count(&s); i++) {
			struct match a = search_match(&s, i - 1), b = search_match(&s, i);
			want(a.begin < b.begin,
			     "origin %" PRIu64 ": wanted matches in order, got %" PRIu64
			     " before %" PRIu64,
			     origin, a.begin, b.begin);
			want(a.end <= b.begin,
			     "origin %" PRIu64 ": wanted matches apart, got one to %" PRIu64
			     " and one from %" PRIu64,
			     origin, a.end, b.begin);
		}
		search_done(&s);
	}
	source_close(source);
}

static void next_and_previous_are_those_of_brute_force(void **state)
{
	(void)state;
	struct generate g = {11};
	struct buf text = {0};
	make_haystack(&g, 40000, &text);
	struct source *source = source_open_bytes(text.data, text.len, "haystack");
	struct search s;
	search_init(&s, source, compile("needle"), text.len / 2);
	search_all(&s);
	for (uint64_t pos = 0; pos <= text.len + 1; pos++) {
		size_t i, next = 0;
		while (next < search_count(&s) && search_match(&s, next).begin < pos)
			next++;
		bool has_next = search_next(&s, pos, &i);
		want(has_next == (next < search_count(&s)) && (!has_next || i == next),
		     "next of %" PRIu64 ": wanted %zu, got %zu", pos, next, i);
		bool has_previous = search_previous(&s, pos, &i);
		want(has_previous == (next > 0) && (!has_previous || i == next - 1),
		     "previous of %" PRIu64 ": wanted %zu, got %zu", pos, next - 1, i);
	}
	search_done(&s);
	source_close(source);
	buf_done(&text);
}

static void nothing_is_found_in_nothing(void **state)
{
	(void)state;
	struct source *source = source_open_bytes("", 0, "empty");
	struct search s;
	size_t i;
	search_init(&s, source, compile("x"), 5);
	search_all(&s);
	want_number("matches", 0, search_count(&s));
	want(!search_next(&s, 0, &i) && !search_previous(&s, 9, &i), "wanted no match, got one");
	search_done(&s);
	search_done(&s);
	search_done(NULL);
	source_close(source);
}

static void a_byte_order_mark_is_not_searched(void **state)
{
	(void)state;
	struct source *source = source_open_bytes("\xEF\xBB\xBFx", 4, "mark");
	struct search s;
	search_init(&s, source, compile("\xEF\xBB\xBF"), 0);
	search_all(&s);
	want_number("matches", 0, search_count(&s));
	search_done(&s);
	source_close(source);
}

static void what_it_claims_to_know_does_not_change(void **state)
{
	(void)state;
	struct generate g = {21};
	struct buf text = {0};
	make_haystack(&g, 700000, &text);
	struct source *source = source_open_bytes(text.data, text.len, "haystack");
	struct search whole, s;
	search_init(&whole, source, compile("needle"), 0);
	search_all(&whole);
	search_init(&s, source, compile("needle"), 300000);
	enum step step;
	do {
		step = search_step(&s, (struct budget){stop_at_once, NULL});
		for (int k = 0; k < 50; k++) {
			uint64_t pos = generate_below(&g, text.len + 1);
			size_t a, b;
			if (search_knows_after(&s, pos) && search_next(&whole, pos, &a))
				want(search_next(&s, pos, &b) &&
					     search_match(&s, b).begin ==
						     search_match(&whole, a).begin,
				     "after %" PRIu64 ": wanted what a whole search finds", pos);
			if (search_knows_before(&s, pos) && search_previous(&whole, pos, &a))
				want(search_previous(&s, pos, &b) &&
					     search_match(&s, b).begin ==
						     search_match(&whole, a).begin,
				     "before %" PRIu64 ": wanted what a whole search finds", pos);
		}
	} while (step == STEP_MORE);
	want(search_knows_after(&s, 0) && search_knows_before(&s, text.len),
	     "wanted a finished search to know everything");
	search_done(&whole);
	search_done(&s);
	source_close(source);
	buf_done(&text);
}

// --- Texts that change ---

// Sends TEXT through a pipe in two parts, the first searched to its end from ORIGIN, and then the
// second too.
static void want_naive_after_growth(const char *text, size_t first, uint64_t origin,
				    const char *needle)
{
	int ends[2];
	struct err e = {0};
	struct search s;
	size_t n = strlen(text);
	want_number("pipe", 0, pipe(ends));
	struct source *source = source_open_descriptor(ends[0], "pipe", &e);
	want(write(ends[1], text, first) == (ssize_t)first, "wanted to write %zu", first);
	source_poll(source);
	search_init(&s, source, compile(needle), origin);
	search_all(&s);
	want(write(ends[1], text + first, n - first) == (ssize_t)(n - first), "wanted to write");
	source_poll(source);
	search_text_changed(&s);
	search_all(&s);
	struct buf what = {0};
	buf_printf(&what, "%zu of %zu bytes first, origin %" PRIu64, first, n, origin);
	want_naive(&s, buf_string(&what), text, n, needle);
	buf_done(&what);
	search_done(&s);
	source_close(source);
	close(ends[1]);
}

static void growing_text_finds_what_completes_at_the_old_end(void **state)
{
	(void)state;
	const char *text = "needle and needle, needleneedle; need";
	for (size_t first = 1; first < strlen(text); first++)
		want_naive_after_growth(text, first, 0, "needle");
}

static void growing_text_finds_what_completes_over_the_origin(void **state)
{
	(void)state;
	const char *text = "needle and needle, needleneedle; need";
	for (size_t first = 1; first < strlen(text); first++)
		for (uint64_t origin = 0; origin <= first; origin++)
			want_naive_after_growth(text, first, origin, "needle");
}

static void growing_text_finds_what_completes_far_behind_the_begin(void **state)
{
	(void)state;
	struct buf text = {0};
	while (text.len < 40000)
		buf_add_string(&text, "hay hay needle ");
	for (size_t first = 30000; first < 30016; first++)
		want_naive_after_growth(text.data, first, 100, "needle");
	buf_done(&text);
}

static void a_shrunk_text_loses_the_matches_behind_its_end(void **state)
{
	(void)state;
	const char *text = "needle needle needle needle";
	for (uint64_t origin = 0; origin <= 27; origin += 3) {
		for (off_t size = 27; size >= 0; size--) {
			char path[] = "/tmp/kantlijn-test-XXXXXX";
			int fd = mkstemp(path);
			struct err e = {0};
			struct search s;
			want_number("written", 27, write(fd, text, 27));
			struct source *source = source_open(path, &e);
			unlink(path);
			search_init(&s, source, compile("needle"), origin);
			search_all(&s);
			want_number("truncate", 0, ftruncate(fd, size));
			source_poll(source);
			search_text_changed(&s);
			search_all(&s);
			want_naive(&s, "shrunk", text, (size_t)size, "needle");
			search_done(&s);
			source_close(source);
			close(fd);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_matches_are_those_of_a_naive_search),
		cmocka_unit_test(any_origin_gives_the_same_matches_in_the_order_of_the_text),
		cmocka_unit_test(a_match_over_the_border_of_a_slice_is_found),
		cmocka_unit_test(matches_that_touch_are_each_found_once),
		cmocka_unit_test(matches_stay_in_order_where_they_could_overlap),
		cmocka_unit_test(next_and_previous_are_those_of_brute_force),
		cmocka_unit_test(nothing_is_found_in_nothing),
		cmocka_unit_test(a_byte_order_mark_is_not_searched),
		cmocka_unit_test(what_it_claims_to_know_does_not_change),
		cmocka_unit_test(growing_text_finds_what_completes_at_the_old_end),
		cmocka_unit_test(growing_text_finds_what_completes_over_the_origin),
		cmocka_unit_test(growing_text_finds_what_completes_far_behind_the_begin),
		cmocka_unit_test(a_shrunk_text_loses_the_matches_behind_its_end),
	};
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
