// SPDX-License-Identifier: ISC
// The sparse index against a naive count of the same bytes, however it was
// made: at once, in slices, while the text grows, after it was cut.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/index.h"
#include "generate.h"
#include "want.h"

// What a text is, counted byte by byte.
struct naive {
	uint64_t *characters; // where each begins, and the end
	size_t character_count, character_capacity;
	uint64_t *paragraphs; // where the text of each begins
	size_t paragraph_count, paragraph_capacity;
};

static void add_number(uint64_t **list, size_t *count, size_t *capacity, uint64_t number)
{
	*list = mem_reserve(*list, capacity, *count + 1, sizeof **list);
	(*list)[(*count)++] = number;
}

static void count_naively(struct naive *x, const uint8_t *s, size_t begin, size_t n)
{
	*x = (struct naive){0};
	for (size_t i = begin; i < n;) {
		uint32_t cp;
		add_number(&x->characters, &x->character_count, &x->character_capacity, i);
		i += utf8_decode(s + i, n - i, &cp);
	}
	add_number(&x->characters, &x->character_count, &x->character_capacity, n);
	bool was_blank = true;
	for (size_t line = begin; line < n;) {
		size_t end = line, text = SIZE_MAX;
		for (; end < n && s[end] != '\n'; end++)
			if (text == SIZE_MAX && !strchr(" \t\r\v\f", s[end] ? s[end] : 'x'))
				text = end;
		if (text != SIZE_MAX && was_blank)
			add_number(&x->paragraphs, &x->paragraph_count, &x->paragraph_capacity,
				   text);
		was_blank = text == SIZE_MAX;
		line = end + 1;
	}
}

static void naive_done(struct naive *x)
{
	free(x->characters);
	free(x->paragraphs);
}

// UTF-16 code units, counted one by one; of a pair both belong to where it begins.
static void want_same_units(const struct index *x, const uint8_t *s, size_t begin, size_t n,
			    const char *what)
{
	uint64_t unit = 0;
	bool is_all_bmp = true;
	for (size_t i = begin, size; i < n; i += size) {
		uint32_t cp;
		size = utf8_decode(s + i, n - i, &cp);
		for (uint64_t of = 0; of < (cp > 0xFFFF ? 2 : 1); of++, unit++) {
			is_all_bmp = is_all_bmp && of == 0;
			if (n > 20000 && unit % 9973 != 0 && (i + 6) % 65536 > 12)
				continue;
			uint64_t got = index_position_utf16(x, unit);
			want(got == i, "%s: unit %" PRIu64 ": wanted at %zu, got %" PRIu64, what,
			     unit, i, got);
		}
	}
	want_number(what, n, index_position_utf16(x, unit));
	want_number(what, POS_NONE, index_position_utf16(x, unit + 1));
	want_number(what, is_all_bmp, index_is_all_bmp(x));
}

static void want_same_lines(const struct index *x, const uint8_t *s, size_t begin, size_t n,
			    const char *what)
{
	uint64_t line = 0;
	want_number(what, begin, index_line_begin(x, line++));
	for (size_t i = begin; i < n; i++)
		if (s[i] == '\n')
			want_number(what, i + 1, index_line_begin(x, line++));
	want_number(what, n, index_line_begin(x, line));
	want_number(what, POS_NONE, index_line_begin(x, line + 1));
}

static void want_same(const struct index *x, const uint8_t *s, size_t begin, size_t n,
		      const char *what)
{
	struct naive naive;
	count_naively(&naive, s, begin, n);
	want_number(what, n, index_end(x));
	want_number(what, naive.character_count - 1, index_characters(x));
	want_number(what, naive.paragraph_count, index_paragraphs(x));
	// All of a short text; of a long one a sample, and what is near a multiple of 64 KiB.
	for (size_t i = 0; i < naive.character_count; i++) {
		uint64_t pos = naive.characters[i];
		if (n > 20000 && i % 9973 != 0 && (pos + 6) % 65536 > 12)
			continue;
		uint64_t got = index_position(x, i);
		want(got == pos, "%s: character %zu: wanted at %" PRIu64 ", got %" PRIu64, what, i,
		     pos, got);
		got = index_character_at(x, pos);
		want(got == i, "%s: at %" PRIu64 ": wanted character %zu, got %" PRIu64, what, pos,
		     i, got);
	}
	want_same_units(x, s, begin, n, what);
	want_same_lines(x, s, begin, n, what);
	for (size_t i = 0; i < naive.paragraph_count; i++) {
		uint64_t pos = naive.paragraphs[i];
		if (n > 20000 && i % 97 != 0 && (pos + 300) % 65536 > 600)
			continue;
		uint64_t got = index_paragraph_begin(x, i + 1);
		want(got == pos, "%s: paragraph %zu: wanted at %" PRIu64 ", got %" PRIu64, what,
		     i + 1, pos, got);
		got = index_paragraph_at(x, pos);
		want(got == i + 1, "%s: at %" PRIu64 ": wanted paragraph %zu, got %" PRIu64, what,
		     pos, i + 1, got);
		if (pos > begin && (i == 0 || naive.paragraphs[i - 1] < pos - 1))
			want_number("paragraph before a begin", i, index_paragraph_at(x, pos - 1));
	}
	naive_done(&naive);
}

static bool stop_at_once(void *data)
{
	++*(int *)data;
	return true;
}

static void want_all_ways(const char *bytes, size_t n, const char *what)
{
	struct source *s = source_open_bytes(bytes, n, what);
	size_t begin = (size_t)source_begin(s);
	struct index *x = index_new(s);
	want_number("one go without a budget", STEP_DONE, index_step(x, (struct budget){0}));
	want_same(x, (const uint8_t *)bytes, begin, n, what);
	index_free(x);
	int slices = 0, steps = 1;
	struct budget budget = {stop_at_once, &slices};
	x = index_new(s);
	for (; index_step(x, budget) == STEP_MORE; steps++)
		want(index_end(x) <= n, "wanted an end of at most %zu, got %" PRIu64, n,
		     index_end(x));
	want(n < 70000 || (size_t)steps > n / 65536 / 2, "wanted slices of %zu bytes, got %d", n,
	     steps);
	want_same(x, (const uint8_t *)bytes, begin, n, what);
	index_free(x);
	source_close(s);
}

static void an_index_of_generated_text_is_a_naive_count(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		char what[32];
		snprintf(what, sizeof what, "seed %d", (int)seed);
		if (seed % 3 == 0)
			buf_add_string(&text, "\xEF\xBB\xBF");
		generate_text(&g, seed % 2 ? 9000 : 500000, GENERATE_EVERYTHING, &text);
		want_all_ways(text.data, text.len, what);
		buf_done(&text);
	}
}

static void characters_over_a_checkpoint_are_counted_once(void **state)
{
	(void)state;
	static const char *const units[] = {
		"\xC3\xA9",	"\xE2\x82\xAC", "\xF0\x9F\x98\x80",	    "\x80",
		"\xF0\x9F\x98", "\xE2\x82",	"\xF0\x9F\x98\x80\x80\x80", "\xF4\x90\x80\x80",
		"\xED\xA0\x80", "\xFF",
	};
	for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
		for (size_t shift = 0; shift < 4; shift++) {
			struct buf text = {0};
			for (size_t i = 0; i < shift; i++)
				buf_add_char(&text, 'x');
			while (text.len < 2 * 65536 + 100)
				buf_add_string(&text, units[unit]);
			want_all_ways(text.data, text.len, units[unit]);
			buf_done(&text);
		}
	}
}

static void blank_lines_over_a_checkpoint_part_paragraphs_once(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 8; shift++) {
		struct buf text = {0};
		while (text.len < 65536 - shift)
			buf_add_char(&text, 'x');
		buf_add_string(&text, "\n  \r\n\n y\nz\n\t\n");
		while (text.len < 2 * 65536 - shift)
			buf_add_char(&text, ' ');
		buf_add_string(&text, "last");
		want_all_ways(text.data, text.len, "blank lines");
		buf_done(&text);
	}
}

static void an_empty_text_has_nothing(void **state)
{
	(void)state;
	want_all_ways("", 0, "empty");
	want_all_ways("\xEF\xBB\xBF", 3, "only a mark");
	want_all_ways("\n\n \n", 4, "only blanks");
}

static void what_is_not_read_yet_is_not_known(void **state)
{
	(void)state;
	struct source *s = source_open_bytes("one\n\ntwo", 8, "text");
	struct index *x = index_new(s);
	want(index_position(x, 1) == POS_NONE, "wanted no position, got one");
	want(index_character_at(x, 1) == UINT64_MAX, "wanted no character, got one");
	want(index_paragraph_begin(x, 1) == POS_NONE, "wanted no paragraph, got one");
	want_number("paragraph", 0, index_paragraph_at(x, 1));
	index_step(x, (struct budget){0});
	want(index_paragraph_begin(x, 0) == POS_NONE, "wanted no paragraph 0, got one");
	want(index_paragraph_begin(x, 3) == POS_NONE, "wanted no paragraph 3, got one");
	want(index_position(x, 9) == POS_NONE, "wanted no position behind the end, got one");
	want_number("position of the end", 8, index_position(x, 8));
	index_free(x);
	index_free(NULL);
	source_close(s);
}

static void the_budget_is_asked_once_for_each_64_kib(void **state)
{
	(void)state;
	char *bytes = mem_new(10 * 65536, 1);
	memset(bytes, 'x', 10 * 65536);
	struct source *s = source_open_bytes(bytes, 10 * 65536, "x");
	struct index *x = index_new(s);
	int asked = 0;
	struct budget budget = {stop_at_once, &asked};
	want_number("step", STEP_MORE, index_step(x, budget));
	want_number("asked", 1, asked);
	want_number("end", 65536, index_end(x));
	index_free(x);
	source_close(s);
	free(bytes);
}

// Sends a text through a pipe in pieces of pseudo-random size and indexes each.
static void index_growing(struct generate *g, const struct buf *text, size_t most)
{
	int ends[2];
	struct err e = {0};
	want_number("pipe", 0, pipe(ends));
	struct source *s = source_open_descriptor(ends[0], "pipe", &e);
	struct index *x = index_new(s);
	for (size_t sent = 0; sent < text->len;) {
		size_t n = 1 + generate_below(g, most);
		if (n > text->len - sent)
			n = text->len - sent;
		want(write(ends[1], text->data + sent, n) == (ssize_t)n, "wanted to write %zu", n);
		sent += n;
		source_poll(s);
		want_number("step", STEP_DONE, index_step(x, (struct budget){0}));
		// No more than the begin of a character waits.
		want(index_end(x) <= sent && index_end(x) + 8 > sent,
		     "wanted an index to about %zu, got %" PRIu64, sent, index_end(x));
	}
	close(ends[1]);
	while (!(source_poll(s) & SOURCE_ENDED))
		;
	want_number("step", STEP_DONE, index_step(x, (struct budget){0}));
	want_same(x, (const uint8_t *)text->data, 0, text->len, "grown piece by piece");
	index_free(x);
	source_close(s);
}

static void growing_piece_by_piece_equals_all_at_once(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		generate_text(&g, seed % 2 ? 3000 : 300000, GENERATE_EVERYTHING, &text);
		index_growing(&g, &text, seed % 2 ? 5 : 50000);
		buf_done(&text);
	}
}

static void a_truncated_index_reads_on_to_the_same(void **state)
{
	(void)state;
	struct generate g = {5};
	struct buf text = {0};
	generate_text(&g, 400000, GENERATE_EVERYTHING, &text);
	struct source *s = source_open_bytes(text.data, text.len, "text");
	struct index *x = index_new(s);
	index_step(x, (struct budget){0});
	for (int i = 0; i < 50; i++) {
		uint64_t pos = generate_below(&g, text.len + 1);
		index_truncate(x, pos);
		want(index_end(x) <= pos, "wanted an end of at most %" PRIu64 ", got %" PRIu64, pos,
		     index_end(x));
		want_number("step", STEP_DONE, index_step(x, (struct budget){0}));
		want_number("end", text.len, index_end(x));
	}
	want_same(x, (const uint8_t *)text.data, 0, text.len, "truncated");
	index_truncate(x, 0);
	want_number("characters of nothing", 0, index_characters(x));
	want_number("paragraphs of nothing", 0, index_paragraphs(x));
	index_free(x);
	source_close(s);
	buf_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_of_generated_text_is_a_naive_count),
		cmocka_unit_test(characters_over_a_checkpoint_are_counted_once),
		cmocka_unit_test(blank_lines_over_a_checkpoint_part_paragraphs_once),
		cmocka_unit_test(an_empty_text_has_nothing),
		cmocka_unit_test(what_is_not_read_yet_is_not_known),
		cmocka_unit_test(the_budget_is_asked_once_for_each_64_kib),
		cmocka_unit_test(growing_piece_by_piece_equals_all_at_once),
		cmocka_unit_test(a_truncated_index_reads_on_to_the_same),
	};
	return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
