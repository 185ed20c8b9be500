// SPDX-License-Identifier: ISC
// What measurements of anchoring take for the truth: which words of an edited text are still there,
// and where.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/edits.h"
#include "tests/generate.h"
#include "tests/mutations.h"

// Checks what became of COUNT words from FIRST of FROM in TO: the text TRUTH, or nothing (NULL).
static void check(const char *from, const char *to, size_t first, size_t count, const char *truth)
{
	struct edits e;
	uint32_t begin, end;
	edits_compare(&e, from, strlen(from), to, strlen(to));
	bool is_there = edits_range(&e, first, count, false, &begin, &end);
	if (!truth) {
		assert_false(is_there);
		edits_done(&e);
		return;
	}
	assert_true(is_there);
	char *found = mem_copy(e.to.bytes + e.to.at[begin], e.to.at[end] - e.to.at[begin]);
	assert_string_equal(found, truth);
	free(found);
	edits_done(&e);
}

static void words_that_stayed_are_where_they_went(void **state)
{
	(void)state;
	check("one two three", "zero one two three", 1, 2, "two three");
	check("one two three", "one, two \u2013 three!", 0, 3, "one, two \u2013 three");
	check("one\n\ntwo\n\nthree", "two\n\nthree\n\none", 1, 2, "two\n\nthree");
}

static void typography_changes_no_word(void **state)
{
	(void)state;
	check("don't say caf\u00E9", "x don\u2019t say cafe\u0301", 0, 3,
	      "don\u2019t say cafe\u0301");
	check("an office", "an of\u00ADfice", 1, 1, "of\u00ADfice");
}

static void words_that_were_joined_or_parted_are_still_there(void **state)
{
	(void)state;
	check("I go to-day again", "I go today again", 2, 1, "to");
	check("I go to-day again", "I go today again", 2, 2, "today");
	check("I go today again", "I go to-day again", 2, 2, "to-day again");
}

static void a_respelled_word_is_there_and_another_one_is_not(void **state)
{
	(void)state;
	check("an intrusted key", "an entrusted key", 1, 1, "entrusted");
	check("an iron key", "an old key", 1, 1, NULL);
	check("an iron key", "an old key", 1, 2, "old key");
}

static void what_was_taken_away_is_gone(void **state)
{
	(void)state;
	check("a long red door here", "a door here", 1, 2, NULL);
	check("a long red door here", "a door here", 1, 3, NULL);
	check("a long red door here", "a door here", 2, 3, "door here");
	check("one two", "", 0, 2, NULL);
	check("", "one two", 0, 0, NULL);
}

static void a_gap_at_the_edge_belongs_to_the_words_that_had_it(void **state)
{
	(void)state;
	check("x a hundred pounds he said y", "x one big fat hundreds he said y", 1, 6,
	      "one big fat hundreds he said y");
	check("x a hundred pounds he said y", "x one big fat sum of them he said y", 3, 3,
	      "he said");
}

// The fewest insertions and deletions, found by a table.
static size_t fewest_edits(const char *a, size_t n, const char *b, size_t m)
{
	size_t *row = mem_new(m + 1, sizeof *row);
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t above = row[j], best = above < row[j - 1] ? above : row[j - 1];
			row[j] = a[i - 1] == b[j - 1] ? corner : best + 1;
			corner = above;
		}
	}
	size_t found = row[m];
	free(row);
	return found;
}

// Words of one letter each, a word for each byte of S.
static char *spaced(const char *s, size_t n)
{
	char *out = mem_new(2 * n + 1, 1);
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = s[i];
		out[2 * i + 1] = ' ';
	}
	return out;
}

static void as_many_words_stay_as_can(void **state)
{
	(void)state;
	struct generate g = {.seed = 86};
	for (int round = 0; round < 300; round++) {
		char a[40], b[40];
		size_t n = generate_below(&g, 40), m = generate_below(&g, 40), same = 0;
		for (size_t i = 0; i < n; i++)
			a[i] = (char)('a' + generate_below(&g, 4));
		for (size_t i = 0; i < m; i++)
			b[i] = (char)('a' + generate_below(&g, 4));
		char *from = spaced(a, n), *to = spaced(b, m);
		struct edits e;
		edits_compare(&e, from, strlen(from), to, strlen(to));
		assert_int_equal(e.word_count, n);
		uint32_t last = 0;
		for (size_t i = 0; i < n; i++) {
			if (e.words[i].fate != FATE_KEPT)
				continue;
			assert_true(e.words[i].to_begin >= last);
			assert_int_equal(to[e.words[i].to_begin], a[i]);
			last = e.words[i].to_end;
			same++;
		}
		assert_int_equal(n + m - 2 * same, fewest_edits(a, n, b, m));
		edits_done(&e);
		free(from);
		free(to);
	}
}

static const char story[] = "The first paragraph is short. It has an efficient end.\n\n"
			    "\u201CThe second one,\u201D she said, \u201Cspeaks of 21 rivers and "
			    "their names\u2014in full.\u201D\n\n"
			    "Then there is a third, which nobody reads. Or do they?\n\n"
			    "A fourth one closes the story; it has nothing more to tell.\n";

static void every_mutation_knows_where_each_word_went(void **state)
{
	(void)state;
	for (const struct mutation *m = mutations; m->name; m++) {
		for (uint64_t seed = 1; seed <= 20; seed++) {
			struct generate g = {.seed = seed};
			struct edited_text text;
			struct cells c;
			struct edits e;
			edited_text_init(&text, story, sizeof story - 1);
			cells_init(&c, &text);
			m->mutate(&c, &g, m->rate);
			mutations_tell(&e, story, sizeof story - 1, &c);
			assert_int_equal(e.to.count, c.count);
			for (size_t i = 0; i < e.word_count; i++) {
				const struct edited_word *w = &e.words[i];
				assert_true(w->fate == FATE_GONE || w->to_begin < w->to_end);
				assert_true(w->to_end <= e.to.count);
			}
			edits_done(&e);
			cells_done(&c);
			edited_text_done(&text);
		}
	}
}

// Where a mutation changes no letters, what it says and what a comparison finds are one.
static void mutations_that_keep_all_words_agree_with_a_comparison(void **state)
{
	(void)state;
	static const char *const names[] = {"quotes", "dashes", "blanks", "lines", "merged 20 %"};
	size_t count = 0;
	for (const struct mutation *m = mutations; m->name; m++) {
		bool is_one = false;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			is_one |= strcmp(m->name, names[i]) == 0;
		if (!is_one)
			continue;
		count++;
		struct generate g = {.seed = 5};
		struct edited_text text;
		struct cells c;
		struct edits told, found;
		edited_text_init(&text, story, sizeof story - 1);
		cells_init(&c, &text);
		m->mutate(&c, &g, m->rate);
		mutations_tell(&told, story, sizeof story - 1, &c);
		edits_compare(&found, story, sizeof story - 1, told.to.bytes, told.to.size);
		for (size_t i = 0; i < told.word_count; i++) {
			assert_int_equal(told.words[i].fate, FATE_KEPT);
			assert_int_equal(found.words[i].fate, FATE_KEPT);
			assert_int_equal(told.words[i].to_begin, found.words[i].to_begin);
			assert_int_equal(told.words[i].to_end, found.words[i].to_end);
		}
		edits_done(&told);
		edits_done(&found);
		cells_done(&c);
		edited_text_done(&text);
	}
	assert_int_equal(count, sizeof names / sizeof *names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_stayed_are_where_they_went),
		cmocka_unit_test(typography_changes_no_word),
		cmocka_unit_test(words_that_were_joined_or_parted_are_still_there),
		cmocka_unit_test(a_respelled_word_is_there_and_another_one_is_not),
		cmocka_unit_test(what_was_taken_away_is_gone),
		cmocka_unit_test(a_gap_at_the_edge_belongs_to_the_words_that_had_it),
		cmocka_unit_test(as_many_words_stay_as_can),
		cmocka_unit_test(every_mutation_knows_where_each_word_went),
		cmocka_unit_test(mutations_that_keep_all_words_agree_with_a_comparison),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
