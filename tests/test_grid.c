// SPDX-License-Identifier: ISC
// A screen as cells: wide clusters keep or lose both halves, writing stops at
// clusters, and nothing that steers a terminal ever gets into a cell.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "generate.h"
#include "page/grid.h"
#include "want.h"

static void want_row(const struct grid *g, int row, const char *wanted)
{
	struct buf got = {0};
	grid_row_text(g, row, &got);
	want(string_equal(buf_string(&got), wanted), "row %d: wanted \"%s\", got \"%s\"", row,
	     wanted, buf_string(&got));
	buf_done(&got);
}

// No half of a wide cluster stands alone, and every cell can be sent to a terminal.
static void want_sound(const struct grid *g)
{
	for (int row = 0; row < g->rows; row++) {
		int rest = 0; // columns of a cluster that are still to come
		for (int col = 0; col < g->cols; col++) {
			const struct cell *c = grid_cell(g, col, row);
			const struct cell *next = grid_cell(g, col + 1, row);
			want(c->cols <= UTF8_PIECES, "%d,%d: wanted at most %d columns, got %d",
			     col, row, UTF8_PIECES, c->cols);
			if (c->cols > 0)
				rest = c->cols;
			want(rest > 0, "%d,%d: wanted a cluster that it is a part of", col, row);
			rest--;
			want(rest == 0 || (next && next->cols == 0),
			     "%d,%d: wanted the rest of a wide cluster behind it", col, row);
			const uint8_t *s = (const uint8_t *)grid_cell_text(g, c);
			for (uint32_t i = 0; i < c->len;) {
				uint32_t cp;
				size_t n = utf8_decode(s + i, c->len - i, &cp);
				want(cp != UTF8_REPLACEMENT || n == 3,
				     "%d,%d: wanted UTF-8, got byte %02X", col, row, s[i]);
				want(cp >= 0x20 && (cp < 0x7F || cp >= 0xA0) &&
					     !(cp >= 0x202A && cp <= 0x202E) &&
					     !(cp >= 0x2066 && cp <= 0x2069) && cp != 0x200E &&
					     cp != 0x200F && cp != 0x061C && cp != 0x2028 &&
					     cp != 0x2029,
				     "%d,%d: wanted nothing that steers, got U+%04X", col, row, cp);
				i += (uint32_t)n;
			}
		}
	}
}

static void a_new_grid_is_blank(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 5, 2);
	want_row(&g, 0, "");
	want_row(&g, 1, "");
	want(g.cursor_col == -1 && g.cursor_row == -1, "wanted the cursor nowhere, got %d,%d",
	     g.cursor_col, g.cursor_row);
	want(!grid_cell(&g, 5, 0) && !grid_cell(&g, 0, 2) && !grid_cell(&g, -1, 0),
	     "wanted no cell outside, got one");
	want_sound(&g);
	grid_done(&g);
	grid_done(&g);
	grid_done(NULL);
}

static void a_reset_grid_is_blank_again_in_its_new_size(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 5, 2);
	grid_write(&g, 0, 1, 5, "漢漢", STYLE_CLAIM);
	grid_reset(&g, 5, 2);
	want_row(&g, 1, "");
	want_number("style", STYLE_TEXT, grid_cell(&g, 0, 1)->style);
	grid_reset(&g, 0, -3);
	want(g.cols == 1 && g.rows == 1, "wanted at least 1 × 1, got %d × %d", g.cols, g.rows);
	grid_reset(&g, 300, 100);
	want_sound(&g);
	grid_done(&g);
}

static void a_wide_cluster_half_overwritten_leaves_a_blank(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 6, 1);
	grid_put(&g, 1, 0, "漢", 3, 2, STYLE_TEXT);
	grid_put(&g, 2, 0, "x", 1, 1, STYLE_TEXT);
	want_row(&g, 0, "  x");
	want_sound(&g);
	grid_reset(&g, 6, 1);
	grid_put(&g, 1, 0, "漢", 3, 2, STYLE_TEXT);
	grid_put(&g, 1, 0, "x", 1, 1, STYLE_TEXT);
	grid_put(&g, 3, 0, "y", 1, 1, STYLE_TEXT);
	want_row(&g, 0, " x y");
	want_sound(&g);
	grid_done(&g);
}

static void a_wide_cluster_over_two_others_leaves_no_half(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 6, 1);
	grid_put(&g, 0, 0, "漢", 3, 2, STYLE_TEXT);
	grid_put(&g, 2, 0, "字", 3, 2, STYLE_TEXT);
	grid_put(&g, 4, 0, "x", 1, 1, STYLE_TEXT);
	grid_put(&g, 1, 0, "가", 3, 2, STYLE_TEXT);
	want_row(&g, 0, " 가 x");
	want_sound(&g);
	grid_done(&g);
}

static void what_does_not_fit_the_grid_is_not_put(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 4, 1);
	grid_put(&g, 3, 0, "漢", 3, 2, STYLE_TEXT);
	grid_put(&g, -1, 0, "漢", 3, 2, STYLE_TEXT);
	grid_put(&g, 4, 0, "x", 1, 1, STYLE_TEXT);
	grid_put(&g, 0, 1, "x", 1, 1, STYLE_TEXT);
	grid_put(&g, 0, -1, "x", 1, 1, STYLE_TEXT);
	grid_put(&g, 0, 0, "\u200B", 3, 0, STYLE_TEXT);
	want_row(&g, 0, "");
	want_sound(&g);
	grid_done(&g);
}

static void putting_anywhere_keeps_wide_clusters_whole(void **state)
{
	(void)state;
	struct generate g = {1};
	struct grid grid = {0};
	grid_reset(&grid, 20, 3);
	for (int i = 0; i < 3000; i++) {
		int col = (int)generate_below(&g, 24) - 2, row = (int)generate_below(&g, 3);
		if (generate_below(&g, 2))
			grid_put(&grid, col, row, "漢", 3, 2, STYLE_TEXT);
		else
			grid_put(&grid, col, row, "x", 1, 1, STYLE_TEXT);
		want_sound(&grid);
	}
	grid_done(&grid);
}

static void what_fits_is_written_whole(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 10, 1);
	want_number("column behind", 5, grid_write(&g, 0, 0, 10, "claim", STYLE_TEXT));
	want_row(&g, 0, "claim");
	want_number("column behind", 10, grid_write(&g, 5, 0, 10, "-text", STYLE_TEXT));
	want_row(&g, 0, "claim-text");
	want_number("column behind nothing", 3, grid_write(&g, 3, 0, 10, "", STYLE_TEXT));
	grid_done(&g);
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int limit;
		const char *row;
	} lines[] = {
		{"claim", 4, "cla…"},
		{"claim", 1, "…"},
		{"claim", 0, ""},
		{"漢字漢字", 8, "漢字漢字"},
		{"漢字漢字", 7, "漢字漢…"},
		{"漢字漢字", 6, "漢字…"},
		{"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
		{"ab cd", 4, "ab…"},
		{"x\U0001F469\u200D\U0001F469\u200D\U0001F467yz", 3, "x…"},
		{"x\U0001F469\u200D\U0001F469\u200D\U0001F467yz", 4,
		 "x\U0001F469\u200D\U0001F469\u200D\U0001F467…"},
		{"fits here, not there", 99, "fits here, n…"},
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct grid g = {0};
		grid_reset(&g, 13, 1);
		int col = grid_write(&g, 0, 0, lines[i].limit, lines[i].text, STYLE_TEXT);
		int limit = lines[i].limit < 13 ? lines[i].limit : 13;
		want_row(&g, 0, lines[i].row);
		want(col <= limit, "\"%s\": wanted a column of at most %d, got %d", lines[i].text,
		     limit, col);
		want_sound(&g);
		grid_done(&g);
	}
}

static void nothing_is_written_behind_the_limit(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		struct grid grid = {0};
		generate_text(&g, 30, 0, &text);
		grid_reset(&grid, 40, 1);
		for (int col = 0; col < 40; col++)
			grid_put(&grid, col, 0, "#", 1, 1, STYLE_TEXT);
		int begin = (int)generate_below(&g, 40);
		int limit = begin + 1 + (int)generate_below(&g, (uint64_t)(40 - begin));
		int end = grid_write(&grid, begin, 0, limit, buf_string(&text), STYLE_TEXT);
		want(end <= limit, "seed %" PRIu64 ": wanted an end of at most %d, got %d", seed,
		     limit, end);
		for (int col = 0; col < 40; col++)
			want((col >= begin && col < end) ||
				     *grid_cell_text(&grid, grid_cell(&grid, col, 0)) == '#',
			     "seed %" PRIu64 ": wanted column %d untouched, got it changed", seed,
			     col);
		want_sound(&grid);
		grid_done(&grid);
		buf_done(&text);
	}
}

static void control_characters_are_written_as_what_stands_for_them(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 40, 2);
	grid_write(&g, 0, 0, 40, "a\x1B[31mb\x07\u202Ec\xC2\x9B\r\nd\te", STYLE_TEXT);
	want_sound(&g);
	want_number("style of what stands for one", STYLE_CONTROL, grid_cell(&g, 1, 0)->style);
	struct buf got = {0};
	grid_row_text(&g, 0, &got);
	want(string_starts(buf_string(&got), "a^[[31mb^G<U+202E>c<U+009B>^M"),
	     "wanted the controls shown, got \"%s\"", buf_string(&got));
	buf_done(&got);
	grid_done(&g);
}

static void generated_text_never_brings_a_control_character_into_a_cell(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		struct grid grid = {0};
		generate_text(&g, 100, GENERATE_CONTROL, &text);
		grid_reset(&grid, 60, 1);
		grid_write(&grid, 0, 0, 60, buf_string(&text), STYLE_TEXT);
		want_sound(&grid);
		grid_done(&grid);
		buf_done(&text);
	}
}

static void ill_formed_bytes_never_get_into_a_cell(void **state)
{
	(void)state;
	static const char *const texts[] = {"a\x9B[31mb", "\xFF", "\xE2\x82", "é\xC3"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct grid g = {0};
		grid_reset(&g, 20, 1);
		grid_write(&g, 0, 0, 20, texts[i], STYLE_TEXT);
		want_sound(&g);
		grid_done(&g);
	}
}

static void a_control_character_that_does_not_fit_is_told_by_an_ellipsis(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 10, 1);
	grid_write(&g, 0, 0, 3,
		   "a\x1B"
		   "b",
		   STYLE_TEXT);
	want_row(&g, 0, "a…");
	grid_reset(&g, 10, 1);
	grid_write(&g, 0, 0, 4,
		   "a\u202E"
		   "b",
		   STYLE_TEXT);
	want_row(&g, 0, "a…");
	grid_done(&g);
}

static void styles_add_up(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 6, 1);
	grid_write(&g, 0, 0, 6, "abcdef", STYLE_CLAIM);
	grid_style(&g, 2, 0, 4, STYLE_FOCUS);
	grid_style(&g, -5, 0, 1, STYLE_NOTE);
	grid_style(&g, 5, 0, 99, STYLE_NOTE);
	grid_style(&g, 0, 7, 6, STYLE_BAD);
	static const style wanted[] = {
		STYLE_CLAIM | STYLE_NOTE,  STYLE_CLAIM, STYLE_CLAIM | STYLE_FOCUS,
		STYLE_CLAIM | STYLE_FOCUS, STYLE_CLAIM, STYLE_CLAIM | STYLE_NOTE};
	for (int col = 0; col < 6; col++)
		want_number("style", wanted[col], grid_cell(&g, col, 0)->style);
	want_row(&g, 0, "abcdef");
	grid_done(&g);
}

static void the_text_of_a_row_has_no_blanks_at_its_end(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 12, 2);
	grid_write(&g, 2, 0, 12, "漢 x  ", STYLE_TEXT);
	want_row(&g, 0, "  漢 x");
	grid_write(&g, 0, 1, 12, "    ", STYLE_BAR);
	want_row(&g, 1, "");
	struct buf out = {0};
	buf_add_string(&out, "before ");
	grid_row_text(&g, 1, &out);
	want_string("what was there", "before ", buf_string(&out));
	buf_done(&out);
	grid_done(&g);
}

static void glyphs_become_ascii_where_they_must(void **state)
{
	(void)state;
	struct grid g = {0};
	grid_reset(&g, 20, 1);
	grid_write(&g, 0, 0, 20, "“é” – ≠ … → │漢∆‽∅◌", STYLE_TEXT);
	grid_make_ascii(&g);
	want_row(&g, 0, "\"é\" - ! . > |漢^?xo");
	want_sound(&g);
	grid_done(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_grid_is_blank),
		cmocka_unit_test(a_reset_grid_is_blank_again_in_its_new_size),
		cmocka_unit_test(a_wide_cluster_half_overwritten_leaves_a_blank),
		cmocka_unit_test(a_wide_cluster_over_two_others_leaves_no_half),
		cmocka_unit_test(what_does_not_fit_the_grid_is_not_put),
		cmocka_unit_test(putting_anywhere_keeps_wide_clusters_whole),
		cmocka_unit_test(what_fits_is_written_whole),
		cmocka_unit_test(what_does_not_fit_ends_in_an_ellipsis),
		cmocka_unit_test(nothing_is_written_behind_the_limit),
		cmocka_unit_test(control_characters_are_written_as_what_stands_for_them),
		cmocka_unit_test(generated_text_never_brings_a_control_character_into_a_cell),
		cmocka_unit_test(ill_formed_bytes_never_get_into_a_cell),
		cmocka_unit_test(a_control_character_that_does_not_fit_is_told_by_an_ellipsis),
		cmocka_unit_test(styles_add_up),
		cmocka_unit_test(the_text_of_a_row_has_no_blanks_at_its_end),
		cmocka_unit_test(glyphs_become_ascii_where_they_must),
	};
	return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
