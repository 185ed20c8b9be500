// SPDX-License-Identifier: ISC
// What is on screen and how one moves: rows follow one another in the text, the
// place is never lost, every word is seen, and a huge line costs little.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "generate.h"
#include "page/page.h"
#include "want.h"

static const struct page_focus no_focus = {POS_NONE, POS_NONE};

static void read_editorial(struct buf *text)
{
	want(generate_from_file("SRCDIR", ".", "assets/hanoi.txt", SIZE_MAX, text),
	     "wanted assets/hanoi.txt, got nothing");
}

static void open_text(struct document *d, const struct buf *text)
{
	document_init(d, source_open_bytes(buf_string(text), text->len, "text"));
}

static void open_page(struct page *p, const struct document *d, int width, int height)
{
	page_init(p, d);
	page_resize(p, &(struct setting){.width = width, .is_kept = false}, height);
	page_compose(p, no_focus);
}

static void want_row_range(const struct page *p, int row, uint64_t begin, uint64_t end)
{
	uint64_t got_begin, got_end;
	page_row_range(p, row, &got_begin, &got_end);
	want(got_begin == begin && got_end == end,
	     "row %d: wanted %" PRIu64 " to %" PRIu64 ", got %" PRIu64 " to %" PRIu64, row, begin,
	     end, got_begin, got_end);
}

// Rows are in the order of the text, without gap or overlap, as many as there
// is room or text for.
static void want_sound(const struct page *p)
{
	want(p->row_count >= 1 && p->row_count <= p->height, "wanted 1 to %d rows, got %d",
	     p->height, p->row_count);
	uint64_t at = page_begin(p);
	for (int row = 0; row < p->row_count; row++) {
		uint64_t begin, end;
		page_row_range(p, row, &begin, &end);
		want(begin == at && end > begin,
		     "row %d: wanted text from %" PRIu64 " on, got %" PRIu64 " to %" PRIu64, row,
		     at, begin, end);
		at = end;
	}
	want_number("end of the page", at, page_end(p));
	want(p->row_count == p->height || (page_is_at_begin(p) && page_is_at_end(p)),
	     "wanted %d rows or the whole text, got %d of %" PRIu64 " to %" PRIu64, p->height,
	     p->row_count, page_begin(p), page_end(p));
}

struct view {
	uint64_t *begins;
	int count;
};

static void view_take(struct view *v, const struct page *p)
{
	free(v->begins);
	v->count = p->row_count;
	v->begins = mem_new((size_t)v->count, sizeof *v->begins);
	for (int row = 0; row < v->count; row++) {
		uint64_t end;
		page_row_range(p, row, &v->begins[row], &end);
	}
}

static void want_same_view(const struct view *wanted, const struct page *p, const char *what)
{
	want(p->row_count == wanted->count, "%s: wanted %d rows, got %d", what, wanted->count,
	     p->row_count);
	for (int row = 0; row < wanted->count; row++) {
		uint64_t begin, end;
		page_row_range(p, row, &begin, &end);
		want(begin == wanted->begins[row], "%s, row %d: wanted %" PRIu64 ", got %" PRIu64,
		     what, row, wanted->begins[row], begin);
	}
}

// --- Small texts ---

static void a_short_text_leaves_rows_empty(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	buf_add_string(&text, "one\n\nthree");
	open_text(&d, &text);
	open_page(&p, &d, 20, 10);
	want_number("rows", 3, p.row_count);
	want_row_range(&p, 0, 0, 4);
	want_row_range(&p, 1, 4, 5);
	want_row_range(&p, 2, 5, 10);
	want(page_is_at_begin(&p) && page_is_at_end(&p), "wanted both begin and end on screen");
	page_scroll(&p, 5);
	want_number("begin after scrolling", 0, page_begin(&p));
	want(page_pos_at(&p, 0, 3) == POS_NONE, "wanted no position below the text, got one");
	want(page_pos_at(&p, 0, -1) == POS_NONE, "wanted no position above the text, got one");
	page_done(&p);
	page_done(&p);
	page_done(NULL);
	document_done(&d);
	buf_done(&text);
}

static void an_empty_text_has_no_rows_and_can_be_used(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	struct grid g = {0};
	int col;
	open_text(&d, &text);
	open_page(&p, &d, 20, 10);
	want_number("rows", 0, p.row_count);
	page_scroll(&p, 3);
	page_scroll(&p, -3);
	page_go(&p, 17, 2);
	page_settle(&p);
	page_compose(&p, (struct page_focus){0, 5});
	want_number("rows", 0, p.row_count);
	want(page_row_of(&p, 0, &col) == -1, "wanted no row, got one");
	want(page_is_at_begin(&p) && page_is_at_end(&p), "wanted both begin and end on screen");
	grid_reset(&g, 20, 10);
	page_draw(&p, &g, 0, 0, NULL, 0);
	grid_done(&g);
	page_done(&p);
	document_done(&d);
}

static void a_page_has_a_least_size(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	buf_add_string(&text, "one two three");
	open_text(&d, &text);
	open_page(&p, &d, -5, 0);
	want_sound(&p);
	want_number("rows", 1, p.row_count);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// --- Moving ---

static void scrolling_down_and_up_comes_back(void **state)
{
	(void)state;
	struct buf text = {0};
	struct generate g = {1};
	struct document d;
	struct page p;
	struct view before = {0};
	generate_text(&g, 60000, GENERATE_EVERYTHING, &text);
	open_text(&d, &text);
	open_page(&p, &d, 50, 20);
	for (int i = 0; i < 200; i++) {
		page_go(&p, generate_below(&g, text.len), (int)generate_below(&g, 20));
		want_sound(&p);
		view_take(&before, &p);
		long lines = 1 + (long)generate_below(&g, 60), moved = 0;
		for (; moved < lines && !page_is_at_end(&p); moved++)
			page_scroll(&p, 1);
		want_sound(&p);
		page_scroll(&p, -moved);
		want_same_view(&before, &p, "down and up");
		for (moved = 0; moved < lines && !page_is_at_begin(&p); moved++)
			page_scroll(&p, -1);
		want_sound(&p);
		page_scroll(&p, moved);
		want_same_view(&before, &p, "up and down");
	}
	free(before.begins);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

static void one_scroll_of_many_lines_is_many_of_one(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page many, one;
	struct view view = {0};
	read_editorial(&text);
	open_text(&d, &text);
	open_page(&many, &d, 30, 10);
	open_page(&one, &d, 30, 10);
	for (long lines = 1; lines < 40; lines++) {
		for (long i = 0; i < lines; i++)
			page_scroll(&one, lines % 3 ? 1 : -1);
		page_scroll(&many, lines % 3 ? lines : -lines);
		view_take(&view, &one);
		want_same_view(&view, &many, "one of many");
	}
	free(view.begins);
	page_done(&many);
	page_done(&one);
	document_done(&d);
	buf_done(&text);
}

static void scrolling_stops_at_both_ends(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	read_editorial(&text);
	open_text(&d, &text);
	open_page(&p, &d, 40, 12);
	page_scroll(&p, 100000);
	want_number("rows at the end", 12, p.row_count);
	want(page_is_at_end(&p), "wanted the end on screen, got %" PRIu64, page_end(&p));
	want_sound(&p);
	page_scroll(&p, -1);
	want(!page_is_at_end(&p), "wanted one line up from the end to be seen at once");
	page_scroll(&p, -100000);
	want_number("begin", 0, page_begin(&p));
	want_sound(&p);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

static void a_place_behind_the_end_shows_the_last_page(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	read_editorial(&text);
	open_text(&d, &text);
	open_page(&p, &d, 40, 12);
	static const uint64_t places[] = {UINT64_MAX, 1 << 30, 3277, 3276};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		page_scroll(&p, -100000);
		page_go(&p, places[i], 0);
		want_number("rows", 12, p.row_count);
		want_number("end of the page", text.len, page_end(&p));
		want_sound(&p);
	}
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

static void going_puts_the_line_on_the_row(void **state)
{
	(void)state;
	struct buf text = {0};
	struct generate g = {2};
	struct document d;
	struct page p;
	generate_text(&g, 30000, 0, &text);
	open_text(&d, &text);
	open_page(&p, &d, 40, 12);
	for (int i = 0; i < 200; i++) {
		uint64_t pos = text.len / 4 + generate_below(&g, text.len / 2);
		int row = (int)generate_below(&g, 12), col;
		page_go(&p, pos, row);
		int got = page_row_of(&p, pos, &col);
		want(got == row, "%" PRIu64 ": wanted it on row %d, got %d", pos, row, got);
		want(p.anchor == page_begin(&p), "wanted the anchor at the first row, got %" PRIu64,
		     p.anchor);
	}
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// --- Every word ---

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// The text as words with one blank between them.
static void add_words(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_space(s[i]))
			buf_add_char(out, s[i]);
		else if (out->len > 0 && out->data[out->len - 1] != ' ')
			buf_add_char(out, ' ');
	}
}

// Appends what is drawn on a row; a blank where the text has one at its end.
static void add_drawn_row(const struct page *p, const struct grid *g, int row, const char *text,
			  struct buf *out)
{
	uint64_t begin, end;
	page_row_range(p, row, &begin, &end);
	struct buf drawn = {0};
	grid_row_text(g, row, &drawn);
	add_words(out, buf_string(&drawn), drawn.len);
	if (is_space(text[end - 1]))
		add_words(out, " ", 1);
	buf_done(&drawn);
}

static void all_words_are_seen_in_order_at_every_width(void **state)
{
	(void)state;
	struct buf text = {0}, wanted = {0};
	struct document d;
	struct page p;
	struct grid g = {0};
	read_editorial(&text);
	add_words(&wanted, text.data, text.len);
	open_text(&d, &text);
	page_init(&p, &d);
	for (int width = 20; width <= 200; width++) {
		struct buf got = {0};
		int height = 3 + width % 40;
		page_resize(&p, &(struct setting){.width = width, .is_kept = false}, height);
		page_compose(&p, no_focus);
		page_scroll(&p, -100000);
		uint64_t seen = 0;
		for (;;) {
			grid_reset(&g, width + 5, height);
			page_draw(&p, &g, 0, 0, NULL, 0);
			for (int row = 0; row < p.row_count; row++) {
				uint64_t begin, end;
				page_row_range(&p, row, &begin, &end);
				want(begin <= seen,
				     "width %d: wanted all text, got a gap from %" PRIu64
				     " to %" PRIu64,
				     width, seen, begin);
				want(!grid_cell_text(&g, grid_cell(&g, width, row)) ||
					     grid_cell(&g, width, row)->len == 0,
				     "width %d: wanted row %d no wider", width, row);
				if (begin < seen)
					continue;
				add_drawn_row(&p, &g, row, text.data, &got);
				seen = end;
			}
			if (page_is_at_end(&p))
				break;
			page_scroll(&p, height);
		}
		want_number("all seen", text.len, seen);
		want(string_equal(buf_string(&wanted), buf_string(&got)),
		     "width %d: wanted the words of the editorial, got: %s", width,
		     buf_string(&got));
		buf_done(&got);
	}
	grid_done(&g);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
	buf_done(&wanted);
}

// --- The place is never lost ---

// Resizes at random and back; the rows between are those of a fresh page, and hold the anchor.
static void resize_there_and_back(const struct document *d, struct generate *g)
{
	struct page p;
	struct view before = {0}, fresh_view = {0};
	int width = 5 + (int)generate_below(g, 296), height = 3 + (int)generate_below(g, 98);
	open_page(&p, d, width, height);
	page_go(&p, generate_below(g, document_end(d)), (int)generate_below(g, 5));
	view_take(&before, &p);
	for (int i = 0; i < 5; i++) {
		int other = 5 + (int)generate_below(g, 296), rows = 3 + (int)generate_below(g, 98);
		int col;
		page_resize(&p,
			    &(struct setting){.width = other, .is_kept = generate_below(g, 5) == 0},
			    rows);
		page_compose(&p, no_focus);
		want_sound(&p);
		want(page_row_of(&p, p.anchor, &col) >= 0,
		     "%d × %d: wanted the anchor %" PRIu64 " on screen, got it lost", other, rows,
		     p.anchor);
		struct page fresh;
		page_init(&fresh, d);
		fresh.anchor = p.anchor;
		page_resize(&fresh, &(struct setting){.width = other, .is_kept = p.setting.is_kept},
			    rows);
		page_compose(&fresh, no_focus);
		view_take(&fresh_view, &fresh);
		want_same_view(&fresh_view, &p, "a fresh page");
		page_done(&fresh);
	}
	page_resize(&p, &(struct setting){.width = width, .is_kept = false}, height);
	page_compose(&p, no_focus);
	want_same_view(&before, &p, "back in the first size");
	free(before.begins);
	free(fresh_view.begins);
	page_done(&p);
}

static void resizing_there_and_back_gives_the_same_rows(void **state)
{
	(void)state;
	struct buf editorial = {0}, generated = {0};
	struct generate g = {4};
	struct document one, other;
	read_editorial(&editorial);
	generate_text(&g, 20000, GENERATE_INVALID | GENERATE_CONTROL, &generated);
	open_text(&one, &editorial);
	open_text(&other, &generated);
	for (int i = 0; i < 300; i++)
		resize_there_and_back(i % 3 ? &one : &other, &g);
	document_done(&one);
	document_done(&other);
	buf_done(&editorial);
	buf_done(&generated);
}

static void the_focus_is_always_on_screen(void **state)
{
	(void)state;
	struct buf text = {0};
	struct generate g = {6};
	struct document d;
	struct page p;
	read_editorial(&text);
	open_text(&d, &text);
	page_init(&p, &d);
	for (int i = 0; i < 2000; i++) {
		int width = 5 + (int)generate_below(&g, 296),
		    height = 3 + (int)generate_below(&g, 98);
		uint64_t begin = generate_below(&g, text.len);
		uint64_t end = begin + 1 + generate_below(&g, 200);
		int col;
		if (end > text.len)
			end = text.len;
		page_resize(&p, &(struct setting){.width = width, .is_kept = false}, height);
		page_compose(&p, no_focus);
		page_scroll(&p, (long)generate_below(&g, 100) - 50);
		uint64_t anchor = p.anchor;
		page_compose(&p, (struct page_focus){begin, end});
		want_sound(&p);
		want_number("anchor", anchor, p.anchor);
		int first = page_row_of(&p, begin, &col), last = page_row_of(&p, end - 1, &col);
		want(first >= 0,
		     "%d × %d: wanted the focus from %" PRIu64 " on screen, got %" PRIu64
		     " to %" PRIu64,
		     width, height, begin, page_begin(&p), page_end(&p));
		want(last >= 0 || first == 0,
		     "%d × %d: wanted the focus to %" PRIu64 " on screen, got %" PRIu64
		     " to %" PRIu64,
		     width, height, end, page_begin(&p), page_end(&p));
	}
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

static void a_focus_on_screen_moves_nothing(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	struct view before = {0};
	read_editorial(&text);
	open_text(&d, &text);
	open_page(&p, &d, 40, 20);
	page_scroll(&p, 10);
	view_take(&before, &p);
	for (uint64_t pos = page_begin(&p); pos < before.begins[19]; pos += 7) {
		page_compose(&p, (struct page_focus){pos, pos + 1});
		want_same_view(&before, &p, "focus on screen");
	}
	page_compose(&p, (struct page_focus){0, 1});
	page_compose(&p, no_focus);
	want_same_view(&before, &p, "focus gone");
	free(before.begins);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// --- Rows, columns and positions ---

static void want_inverse(const struct page *p)
{
	for (int row = 0; row < p->row_count; row++) {
		const struct page_row *at = &p->rows[row];
		uint64_t last = POS_NONE;
		for (int col = 0; col < p->setting.width; col++) {
			uint64_t pos = page_pos_at(p, col, row);
			uint64_t begin, end;
			page_row_range(p, row, &begin, &end);
			want(pos >= begin && pos <= end,
			     "%d,%d: wanted a position of the row, got %" PRIu64, col, row, pos);
			if (pos == last || pos >= end)
				continue;
			last = pos;
			int got_col, got = page_row_of(p, pos, &got_col);
			want(got == row, "%d,%d at %" PRIu64 ": wanted row %d, got %d", col, row,
			     pos, row, got);
			want_number("position again", pos, page_pos_at(p, got_col, row));
		}
		want(at->block, "wanted a block in row %d, got none", row);
	}
}

static void positions_and_places_on_screen_invert(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 10; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		struct document d;
		struct page p;
		if (seed == 1)
			read_editorial(&text);
		else
			generate_text(&g, 6000, seed % 2 ? 0 : GENERATE_INVALID | GENERATE_CONTROL,
				      &text);
		open_text(&d, &text);
		open_page(&p, &d, 12 + (int)seed * 7, 25);
		for (;; page_scroll(&p, 20)) {
			want_inverse(&p);
			if (page_is_at_end(&p))
				break;
		}
		page_done(&p);
		document_done(&d);
		buf_done(&text);
	}
}

static void every_position_is_on_one_row(void **state)
{
	(void)state;
	struct buf text = {0};
	struct generate g = {8};
	struct document d;
	struct page p;
	generate_text(&g, 3000, GENERATE_INVALID | GENERATE_CONTROL, &text);
	open_text(&d, &text);
	open_page(&p, &d, 33, 10);
	page_scroll(&p, 15);
	for (uint64_t pos = 0; pos < text.len; pos++) {
		int col = -1, row = page_row_of(&p, pos, &col);
		bool is_seen = pos >= page_begin(&p) && pos < page_end(&p);
		want((row >= 0) == is_seen, "%" PRIu64 ": wanted it %s, got row %d", pos,
		     is_seen ? "on screen" : "off screen", row);
		if (row < 0)
			continue;
		uint64_t begin, end;
		page_row_range(&p, row, &begin, &end);
		want(pos >= begin && pos < end, "%" PRIu64 ": wanted its row, got %d", pos, row);
		want(col >= 0 && col < p.setting.width,
		     "%" PRIu64 ": wanted a column of the page, got %d", pos, col);
	}
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// --- Drawing ---

static void marks_style_their_own_text_only(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	struct grid g = {0};
	buf_add_string(&text, "0123456789 0123456789\n");
	open_text(&d, &text);
	open_page(&p, &d, 10, 3);
	grid_reset(&g, 14, 4);
	const struct mark marks[] = {
		{2, 15, STYLE_CLAIM}, {8, 9, STYLE_CLAIM}, {13, 14, STYLE_MATCH}};
	page_draw(&p, &g, 2, 1, marks, 3);
	for (int row = 0; row < 2; row++) {
		for (int col = 0; col < 10; col++) {
			uint64_t pos = (uint64_t)(row * 11 + col);
			style wanted = pos >= 2 && pos < 15 ? STYLE_CLAIM : STYLE_TEXT;
			if (pos == 8)
				wanted |= STYLE_OVERLAP;
			if (pos == 13)
				wanted |= STYLE_MATCH;
			want_number("style", wanted, grid_cell(&g, col + 2, row + 1)->style);
			want_number("digit", '0' + col,
				    *grid_cell_text(&g, grid_cell(&g, col + 2, row + 1)));
		}
	}
	grid_done(&g);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

static void nothing_is_drawn_beside_the_page(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		struct document d;
		struct page p;
		struct grid grid = {0};
		int width = 10 + (int)generate_below(&g, 60);
		generate_text(&g, 3000, GENERATE_INVALID | GENERATE_CONTROL, &text);
		open_text(&d, &text);
		page_init(&p, &d);
		page_resize(&p, &(struct setting){.width = width, .is_kept = seed % 3 == 0}, 20);
		p.shift = seed % 3 == 0 ? (int)generate_below(&g, 30) : 0;
		page_compose(&p, no_focus);
		grid_reset(&grid, width + 6, 24);
		page_draw(&p, &grid, 3, 2, NULL, 0);
		for (int row = 0; row < 24; row++)
			for (int col = 0; col < width + 6; col++)
				want((row >= 2 && row < 22 && col >= 3 && col < 3 + width) ||
					     (grid_cell(&grid, col, row)->len == 0 &&
					      grid_cell(&grid, col, row)->cols == 1),
				     "seed %" PRIu64 ", %d,%d: wanted nothing there, got \"%.*s\"",
				     seed, col, row, (int)grid_cell(&grid, col, row)->len,
				     grid_cell_text(&grid, grid_cell(&grid, col, row)));
		grid_done(&grid);
		page_done(&p);
		document_done(&d);
		buf_done(&text);
	}
}

static void kept_lines_scroll_sideways(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	struct grid g = {0};
	buf_add_string(&text, "0123456789abcdefghij\nshort\n");
	open_text(&d, &text);
	page_init(&p, &d);
	page_resize(&p, &(struct setting){.width = 10, .is_kept = true}, 5);
	page_compose(&p, no_focus);
	want_number("rows", 2, p.row_count);
	want_number("widest", 20, page_widest(&p));
	static const struct {
		int shift;
		const char *row;
	} shifts[] = {{0, "012345678›"}, {5, "‹6789abcd›"}, {10, "‹bcdefghij"}};
	for (size_t i = 0; i < 3; i++) {
		struct buf got = {0};
		p.shift = shifts[i].shift;
		grid_reset(&g, 10, 5);
		page_draw(&p, &g, 0, 0, NULL, 0);
		grid_row_text(&g, 0, &got);
		want_string("row", shifts[i].row, buf_string(&got));
		buf_done(&got);
	}
	grid_done(&g);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// --- Texts that are large or change ---

static void a_line_of_3_mb_is_only_looked_at_where_it_is_seen(void **state)
{
	(void)state;
	static const char *const units[] = {"x", "words and ", "漢", "e\u0301"};
	for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
		struct buf text = {0};
		struct document d;
		struct page p;
		struct grid g = {0};
		while (text.len < 3 * 1024 * 1024)
			buf_add_string(&text, units[unit]);
		open_text(&d, &text);
		open_page(&p, &d, 80, 24);
		grid_reset(&g, 80, 24);
		page_go(&p, text.len / 2, 10);
		want_sound(&p);
		for (int i = 0; i < 30; i++)
			page_scroll(&p, i % 3 ? 24 : -24);
		page_scroll(&p, 1000);
		want_sound(&p);
		page_draw(&p, &g, 0, 0, NULL, 0);
		// Pieces of 4 KiB: those between the places that were seen were laid out.
		want(p.block_count <= 80, "\"%s\": wanted at most 80 blocks, got %zu", units[unit],
		     p.block_count);
		want(p.block_size <= 2 * 1024 * 1024,
		     "\"%s\": wanted at most 2 MiB of blocks, got %zu bytes", units[unit],
		     p.block_size);
		page_go(&p, POS_NONE, 0);
		want(page_is_at_end(&p), "\"%s\": wanted the end on screen", units[unit]);
		want_sound(&p);
		page_resize(&p, &(struct setting){.width = 40, .is_kept = true}, 24);
		page_go(&p, text.len / 2, 0);
		want_sound(&p);
		page_draw(&p, &g, 0, 0, NULL, 0);
		grid_done(&g);
		page_done(&p);
		document_done(&d);
		buf_done(&text);
	}
}

// What is laid out is counted by the memory that it takes.
static void a_jump_into_a_long_line_lays_out_little_more_than_a_screen(void **state)
{
	(void)state;
	static const char *const units[] = {"x",
					    "words and ",
					    "\u6F22",
					    "e\u0301",
					    "\u0301",
					    " ",
					    "\t",
					    "\xFF",
					    "\x1B[1mb\x1B[m ",
					    "\U0001F468\u200D\U0001F469\u200D\U0001F467",
					    "a\r",
					    "\xE2\x82"};
	for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
		struct buf text = {0};
		struct document d;
		struct page p;
		while (text.len < 3 * 1024 * 1024)
			buf_add_string(&text, units[unit]);
		open_text(&d, &text);
		open_page(&p, &d, 80, 24);
		for (int percent = 10; percent <= 100; percent += 10) {
			page_done(&p);
			open_page(&p, &d, 80, 24);
			page_go(&p, text.len / 100 * (size_t)percent, 0);
			want_sound(&p);
			want(p.block_size <= 512 * 1024,
			     "unit %zu at %d %%: wanted 512 KiB laid out at most, got %zu bytes",
			     unit, percent, p.block_size);
		}
		page_done(&p);
		document_done(&d);
		buf_done(&text);
	}
}

static void many_pages_keep_few_paragraphs(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	for (int i = 0; i < 5000; i++)
		buf_printf(&text, "line %d\n", i);
	open_text(&d, &text);
	open_page(&p, &d, 40, 24);
	while (!page_is_at_end(&p))
		page_scroll(&p, 24);
	want_sound(&p);
	want(p.block_count <= 256, "wanted at most 256 blocks, got %zu", p.block_count);
	page_scroll(&p, -5000);
	want_number("begin", 0, page_begin(&p));
	want_sound(&p);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

static void a_page_higher_than_what_is_kept_is_sound(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	for (int i = 0; i < 3000; i++)
		buf_printf(&text, "line %d\n", i);
	open_text(&d, &text);
	open_page(&p, &d, 40, 700);
	for (int i = 0; i < 5; i++) {
		page_scroll(&p, 500);
		want_sound(&p);
	}
	for (int i = 0; i < 5; i++) {
		page_scroll(&p, -333);
		want_sound(&p);
	}
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// Draws the page of TEXT from its begin, and gives a row.
static void draw_first(const struct buf *text, int row, struct buf *out)
{
	struct document d;
	struct page p;
	struct grid g = {0};
	document_init(&d, source_open_bytes(text->data, text->len, "text"));
	page_init(&p, &d);
	page_resize(&p, &(struct setting){.width = 40}, 10);
	page_compose(&p, (struct page_focus){POS_NONE, POS_NONE});
	grid_reset(&g, 40, 10);
	page_draw(&p, &g, 0, 0, NULL, 0);
	buf_clear(out);
	grid_row_text(&g, row, out);
	grid_done(&g);
	page_done(&p);
	document_done(&d);
}

static void hostile_text_is_aligned(void **state)
{
	(void)state;
	// One of each class that Unicode's table 3-7 leaves out, and how many U+FFFD it is.
	static const struct {
		const char *bytes;
		int marks;
	} bad[] = {
		{"\x80", 1},
		{"\xBF\xBF", 2},
		{"\xC0\xAF", 2},
		{"\xC1\xBF", 2},
		{"\xC2", 1},
		{"\xC2\x41", 2},
		{"\xE0\x80\xAF", 3},
		{"\xE0\x9F\xBF", 3},
		{"\xE0\xA0", 1},
		{"\xED\xA0\x80", 3},
		{"\xED\xBF\xBF", 3},
		{"\xE1\x80", 1},
		{"\xEF\xBF", 1},
		{"\xF0\x80\x80\xAF", 4},
		{"\xF0\x8F\xBF\xBF", 4},
		{"\xF0\x90\x80", 1},
		{"\xF4\x90\x80\x80", 4},
		{"\xF5\x80\x80\x80", 4},
		{"\xF8\x88\x80\x80\x80", 5},
		{"\xFE", 1},
		{"\xFF\xFF", 2},
		{"\xF1\x80\x80", 1},
		{"\xF3\xBF", 1},
		{"\xF4\x8F\xBF", 1},
	};
	struct buf got = {0}, wanted = {0};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct buf text = {0};
		buf_printf(&text, "a%s|\nb%s", bad[i].bytes, bad[i].bytes);
		buf_clear(&wanted);
		buf_add_string(&wanted, "a");
		// An "A" that follows is shown as itself.
		bool has_letter = strchr(bad[i].bytes, 'A');
		for (int k = 0; k < bad[i].marks - has_letter; k++)
			buf_add_string(&wanted, "\xEF\xBF\xBD");
		buf_add_string(&wanted, has_letter ? "A|" : "|");
		draw_first(&text, 0, &got);
		want(string_equal(buf_string(&got), buf_string(&wanted)),
		     "%zu: wanted \"%s\", got \"%s\"", i, buf_string(&wanted), buf_string(&got));
		buf_done(&text);
	}
	buf_done(&got);
	buf_done(&wanted);
}

static void ten_thousand_marks_take_one_column(void **state)
{
	(void)state;
	struct buf text = {0}, got = {0};
	buf_add_string(&text, "a");
	for (int i = 0; i < 10000; i++)
		buf_add_string(&text, "\u0301");
	buf_add_string(&text, "| b");
	draw_first(&text, 0, &got);
	want_number("columns", 4, utf8_columns(buf_string(&got), got.len));
	buf_done(&text);
	buf_done(&got);
}

static void a_megabyte_without_a_break_fills_its_rows(void **state)
{
	(void)state;
	struct buf text = {0}, got = {0};
	for (int i = 0; i < 1 << 20; i++)
		buf_add_char(&text, 'x');
	draw_first(&text, 9, &got);
	want_number("columns of the last row", 40, (long)got.len);
	buf_done(&text);
	buf_done(&got);
}

// --- What is laid out ahead ---

// How many paragraphs were laid out, and how big they are, tells whether going there was any work.
static void want_no_work(struct page *p, long lines)
{
	size_t count = p->block_count, size = p->block_size;
	page_scroll(p, lines);
	want_sound(p);
	want(p->block_count == count && p->block_size == size,
	     "%ld lines on: wanted nothing to be laid out, got %zu paragraphs instead of %zu",
	     lines, p->block_count, count);
}

static void foresee(struct page *p)
{
	size_t units = 1, steps = 0;
	for (; page_foresee(p, budget_of(&units)) == STEP_MORE; units = 1, steps++) {
		want_sound(p);
		want(steps < 10000, "wanted an end of foreseeing");
	}
}

static void a_page_that_was_foreseen_is_no_work(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	for (int i = 0; i < 400; i++)
		buf_printf(&text, "paragraph %d with words enough for some lines\n\n", i);
	open_text(&d, &text);
	open_page(&p, &d, 20, 15);
	page_scroll(&p, 100);
	for (int i = 0; i < 8; i++) {
		foresee(&p);
		want_no_work(&p, i % 3 == 2 ? -15 : 15);
	}
	foresee(&p);
	want_no_work(&p, -1);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// What is foreseen takes the place of nothing that is on the page, however much it is.
static void a_page_stays_while_large_ones_are_foreseen(void **state)
{
	(void)state;
	struct generate g = {42};
	struct buf text = {0};
	struct document d;
	struct page p;
	struct view before = {0};
	generate_text(&g, 8 << 20, GENERATE_LONG_LINE, &text);
	open_text(&d, &text);
	open_page(&p, &d, 40, 12);
	for (int i = 0; i < 25; i++) {
		page_go(&p, generate_below(&g, text.len), 0);
		view_take(&before, &p);
		foresee(&p);
		want_same_view(&before, &p, "foreseen");
	}
	free(before.begins);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

// Lines of which each is one row and takes more memory than its share of what is kept.
static void foreseeing_more_than_is_kept_has_an_end(void **state)
{
	(void)state;
	struct buf text = {0};
	struct document d;
	struct page p;
	for (int i = 0; i < 200; i++) {
		for (int k = 0; k < 6000; k++)
			buf_printf(&text, "%d words ", i);
		buf_add_char(&text, '\n');
	}
	open_text(&d, &text);
	document_set_wrap(&d, WRAP_KEEP);
	page_init(&p, &d);
	page_resize(&p, &(struct setting){.width = 60, .is_kept = true}, 40);
	page_go(&p, text.len / 2, 0);
	foresee(&p);
	want_sound(&p);
	want(p.made < 200, "wanted few lines to be laid out, got %" PRIu64, p.made);
	page_done(&p);
	document_done(&d);
	buf_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_text_is_aligned),
		cmocka_unit_test(ten_thousand_marks_take_one_column),
		cmocka_unit_test(a_megabyte_without_a_break_fills_its_rows),
		cmocka_unit_test(a_short_text_leaves_rows_empty),
		cmocka_unit_test(an_empty_text_has_no_rows_and_can_be_used),
		cmocka_unit_test(a_page_has_a_least_size),
		cmocka_unit_test(scrolling_down_and_up_comes_back),
		cmocka_unit_test(one_scroll_of_many_lines_is_many_of_one),
		cmocka_unit_test(scrolling_stops_at_both_ends),
		cmocka_unit_test(a_place_behind_the_end_shows_the_last_page),
		cmocka_unit_test(going_puts_the_line_on_the_row),
		cmocka_unit_test(all_words_are_seen_in_order_at_every_width),
		cmocka_unit_test(resizing_there_and_back_gives_the_same_rows),
		cmocka_unit_test(the_focus_is_always_on_screen),
		cmocka_unit_test(a_focus_on_screen_moves_nothing),
		cmocka_unit_test(positions_and_places_on_screen_invert),
		cmocka_unit_test(every_position_is_on_one_row),
		cmocka_unit_test(marks_style_their_own_text_only),
		cmocka_unit_test(nothing_is_drawn_beside_the_page),
		cmocka_unit_test(kept_lines_scroll_sideways),
		cmocka_unit_test(a_line_of_3_mb_is_only_looked_at_where_it_is_seen),
		cmocka_unit_test(a_jump_into_a_long_line_lays_out_little_more_than_a_screen),
		cmocka_unit_test(many_pages_keep_few_paragraphs),
		cmocka_unit_test(a_page_higher_than_what_is_kept_is_sound),
		cmocka_unit_test(a_page_that_was_foreseen_is_no_work),
		cmocka_unit_test(a_page_stays_while_large_ones_are_foreseen),
		cmocka_unit_test(foreseeing_more_than_is_kept_has_an_end),
	};
	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
