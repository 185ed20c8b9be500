// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/edited_rows.h"

#include <stdlib.h>

#include "base/memory.h"
#include "reader/edited_text.h"

void edited_rows_done(struct edited_rows *r)
{
	if (!r)
		return;
	free(r->all);
	layout_done(&r->layout);
	*r = (struct edited_rows){0};
}

// A column is left for the cursor behind a full row, unless wide characters need both.
static struct setting setting_of(int width)
{
	int room = width > 2 ? width - 1 : 2;
	return (struct setting){.width = room, .is_tight = true};
}

// Lays out the line that begins at BEGIN, unless that was done last.
static void visit(struct edited_rows *r, const struct buf *text, size_t begin, size_t end)
{
	if (r->line_begin == begin)
		return;
	struct setting setting = setting_of(r->width);
	layout_done(&r->layout);
	r->line = (struct paragraph){.text = text->data + begin, .len = (uint32_t)(end - begin)};
	r->line_begin = begin;
	layout_init(&r->layout, &r->line, &setting);
}

static void add_line(struct edited_rows *r, const struct buf *text, size_t begin, size_t end)
{
	const struct layout *l = &r->layout;
	visit(r, text, begin, end);
	r->all = mem_reserve(r->all, &r->capacity, r->count + l->line_count, sizeof *r->all);
	for (size_t i = 0; i < l->line_count; i++)
		r->all[r->count++] = (struct edited_row){
			.begin = (uint32_t)begin + l->lines[i].begin,
			.end = (uint32_t)begin + l->lines[i].end,
			.line_begin = (uint32_t)begin,
			.line_end = (uint32_t)end,
			.number = (uint32_t)i,
		};
}

void edited_rows_make(struct edited_rows *r, const struct buf *text, int width)
{
	r->width = width > 0 ? width : 1;
	r->count = 0;
	r->line_begin = SIZE_MAX;
	for (size_t begin = 0; begin <= text->len;) {
		size_t end = edited_line_end(text, begin);
		add_line(r, text, begin, end);
		begin = end + 1;
	}
}

size_t edited_rows_find(const struct edited_rows *r, size_t at)
{
	size_t low = 0, high = r->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (r->all[middle].begin <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

// Begins a walk over the clusters of a row.
static struct layout_walk walk_begin(struct edited_rows *r, const struct buf *text, size_t row)
{
	const struct edited_row *at = &r->all[row];
	struct layout_walk w;
	visit(r, text, at->line_begin, at->line_end);
	layout_walk_begin(&w, &r->layout, &r->line, at->number);
	return w;
}

int edited_rows_col(struct edited_rows *r, const struct buf *text, size_t at)
{
	size_t row = edited_rows_find(r, at);
	struct layout_walk w = walk_begin(r, text, row);
	while (layout_walk_next(&w) && r->line_begin + w.off < at)
		;
	return w.col < r->width ? w.col : r->width - 1;
}

size_t edited_rows_at(struct edited_rows *r, const struct buf *text, size_t row, int col)
{
	const struct edited_row *at = &r->all[row];
	struct layout_walk w = walk_begin(r, text, row);
	size_t last = at->begin; // where the last cluster begins
	while (layout_walk_next(&w)) {
		last = r->line_begin + w.off;
		if (col < w.col + w.cols)
			return last;
	}
	// The end of a row is the begin of the next one, save at the end of the line.
	return at->end < at->line_end ? last : at->end;
}

void edited_rows_draw(struct edited_rows *r, const struct buf *text, size_t row, struct grid *g,
		      int x, int y, style st)
{
	struct layout_walk w = walk_begin(r, text, row);
	while (layout_walk_next(&w) && w.col < r->width)
		grid_put_shown(g, x + w.col, y, x, x + r->width, r->line.text + w.off,
			       w.next - w.off, w.cols, st);
	if (w.line->has_hyphen)
		grid_put_shown(g, x + w.line->cols - 1, y, x, x + r->width, "-", 1, 1, st);
}
