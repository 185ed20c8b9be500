// SPDX-License-Identifier: ISC
#include "config.h"

#include "random_grids.h"

#include <string.h>

#include "base/utf8.h"

void random_grids_begin(struct random_grids *r, uint64_t seed, int cols, int rows)
{
	*r = (struct random_grids){.generate = {seed}};
	grid_reset(&r->grid, cols, rows);
}

void random_grids_end(struct random_grids *r)
{
	grid_done(&r->grid);
	grid_done(&r->before);
}

static int below(struct random_grids *r, int n)
{
	return (int)generate_below(&r->generate, (uint64_t)n);
}

static style any_style(struct random_grids *r)
{
	static const style all[] = {
		STYLE_TEXT,
		STYLE_TEXT,
		STYLE_TEXT,
		STYLE_CLAIM,
		STYLE_MUTED,
		STYLE_CLAIM | STYLE_MATCH,
		STYLE_MATCH,
		STYLE_BAR,
		STYLE_CLAIM | STYLE_TERM,
		STYLE_CLAIM | STYLE_FOCUS,
		STYLE_GOOD,
		STYLE_HEADING,
		STYLE_SELECTED,
		STYLE_KEY,
		(style)3 << STYLE_FOREGROUND,
	};
	return all[below(r, sizeof all / sizeof *all)];
}

// A cluster that terminals agree on: what they do not is another test's subject.
static void put_cluster(struct random_grids *r, int col, int row, style st)
{
	static const char *const clusters[] = {"a",
					       "b",
					       "x",
					       "é",
					       "世",
					       "界",
					       " ",
					       " ",
					       "ë",
					       "–",
					       "Z",
					       "q",
					       "a\xCC\x81\xCC\x82\xCC\x83\xCC\x84"};
	const char *s = clusters[below(r, sizeof clusters / sizeof *clusters)];
	int cols = utf8_columns(s, strlen(s));
	if (col + 1 == r->grid.cols && strlen(s) > 4)
		s = "a"; // libvterm loses marks in the last column
	grid_put(&r->grid, col, row, s, strlen(s), cols, st);
}

static void write_row(struct random_grids *r, int row, int from, int to)
{
	style st = any_style(r);
	for (int col = from; col < to; col++) {
		if (below(r, 6) == 0)
			st = any_style(r);
		put_cluster(r, col, row, st);
	}
}

static void link_row(struct random_grids *r, int row)
{
	static const char *const addresses[] = {"https://a.example/", "https://b.example/x"};
	int from = below(r, r->grid.cols);
	grid_link(&r->grid, from, row, from + 1 + below(r, 9), addresses[below(r, 2)]);
}

// Takes over a row of the screen before; what its cells point to too.
static void copy_row(struct random_grids *r, int row, int from_row)
{
	for (int col = 0; col < r->grid.cols; col++) {
		const struct cell *c = grid_cell(&r->before, col, from_row);
		const char *link = grid_cell_link(&r->before, c);
		if (c->cols > 0)
			grid_put(&r->grid, col, row, grid_cell_text(&r->before, c),
				 c->len ? c->len : 1, (int)c->cols, c->style);
		if (link)
			grid_link(&r->grid, col, row, col + 1, link);
	}
}

void random_grids_next(struct random_grids *r)
{
	struct grid old = r->before;
	int rows = r->grid.rows, cols = r->grid.cols;
	r->before = r->grid;
	r->grid = old;
	grid_reset(&r->grid, cols, rows);
	int kind = below(r, 8), by = below(r, 5) - 2;
	int top = below(r, 3), bottom = rows - below(r, 3);
	for (int row = 0; row < rows; row++) {
		bool scrolls = kind < 5 && row >= top && row < bottom;
		int from_row = scrolls ? row + by : row;
		bool is_new = kind == 7 || (scrolls && (from_row < top || from_row >= bottom));
		if (!is_new)
			copy_row(r, row, from_row);
		else if (below(r, 4))
			write_row(r, row, below(r, cols), cols - below(r, cols / 2));
	}
	for (int i = below(r, 4); i > 0; i--) {
		int row = below(r, rows), from = below(r, cols);
		write_row(r, row, from, from + 1 + below(r, cols - from));
		if (below(r, 2))
			link_row(r, row);
	}
	r->grid.cursor_row = below(r, 3) ? below(r, rows) : -1;
	r->grid.cursor_col = below(r, cols);
}

void random_grids_copy(const struct random_grids *r, struct grid *out)
{
	const struct grid *g = &r->grid;
	grid_reset(out, g->cols, g->rows);
	memcpy(out->cells, g->cells, (size_t)g->cols * (size_t)g->rows * sizeof *g->cells);
	buf_add(&out->text, g->text.data, g->text.len);
	out->cursor_row = g->cursor_row;
	out->cursor_col = g->cursor_col;
}

void random_grids_rows(const struct random_grids *r, struct buf *out)
{
	buf_clear(out);
	for (int row = 0; row < r->grid.rows; row++) {
		grid_row_text(&r->grid, row, out);
		buf_add_char(out, '\n');
	}
}
