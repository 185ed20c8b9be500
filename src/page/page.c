// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/utf8.h"

enum {
	KEEP = 256,		     // blocks that are kept for use again
	KEEP_SIZE = 4 * 1024 * 1024, // [byte] of memory that they take
};

struct block {
	struct paragraph paragraph;
	struct layout layout;
	uint64_t used; // page.clock when it was last asked for
	size_t size;   // [byte] of memory
};

// A line of the text.
struct place {
	struct block *block;
	size_t line;
};

void page_init(struct page *p, const struct document *d)
{
	*p = (struct page){
		.document = d,
		.setting.width = 60,
		.height = 20,
		.anchor = document_begin(d),
		.foreseen.begin = POS_NONE,
	};
}

static void free_block(struct block *b)
{
	layout_done(&b->layout);
	paragraph_done(&b->paragraph);
	free(b);
}

static void forget_blocks(struct page *p)
{
	for (size_t i = 0; i < p->block_count; i++)
		free_block(p->blocks[i]);
	p->block_count = 0;
	p->block_size = 0;
	p->row_count = 0;
	p->foreseen.begin = POS_NONE;
}

void page_done(struct page *p)
{
	if (!p)
		return;
	forget_blocks(p);
	free(p->blocks);
	free(p->rows);
	*p = (struct page){0};
}

static bool is_same(const struct setting *a, const struct setting *b)
{
	return a->width == b->width && a->is_kept == b->is_kept && a->is_tight == b->is_tight &&
	       a->is_justified == b->is_justified && a->hyphenation == b->hyphenation;
}

void page_resize(struct page *p, const struct setting *s, int height)
{
	struct setting setting = *s;
	if (setting.width < 2)
		setting.width = 2;
	if (height < 1)
		height = 1;
	if (!is_same(&setting, &p->setting))
		forget_blocks(p);
	if (height != p->height || !p->rows) {
		p->rows = mem_resize(p->rows, (size_t)height, sizeof *p->rows);
		p->row_count = 0;
		p->foreseen.begin = POS_NONE;
	}
	p->setting = setting;
	p->height = height;
}

static struct block *new_block(struct page *p, uint64_t pos)
{
	struct block *b = mem_new(1, sizeof *b);
	if (!document_paragraph(p->document, pos, &b->paragraph)) {
		free(b);
		return NULL;
	}
	struct setting setting = p->setting;
	setting.is_kept |= b->paragraph.kind == PARAGRAPH_PREFORMATTED;
	layout_init(&b->layout, &b->paragraph, &setting);
	b->size = sizeof *b + paragraph_size(&b->paragraph) + layout_size(&b->layout);
	return b;
}

// The block that was not asked for longest goes.
static void drop_oldest(struct page *p)
{
	size_t oldest = 0;
	for (size_t i = 1; i < p->block_count; i++)
		if (p->blocks[i]->used < p->blocks[oldest]->used)
			oldest = i;
	p->block_size -= p->blocks[oldest]->size;
	free_block(p->blocks[oldest]);
	p->blocks[oldest] = p->blocks[--p->block_count];
}

// Keeps one more, and no more than are of use: all of a screen, and of the one from which one came,
// whatever they take.
static void keep_block(struct page *p, struct block *b)
{
	size_t rows = (size_t)p->height, least = 2 * rows + 8;
	size_t most = 4 * rows > KEEP ? 4 * rows : KEEP;
	while (p->block_count >= least &&
	       (p->block_count >= most || p->block_size + b->size > KEEP_SIZE))
		drop_oldest(p);
	p->blocks =
		mem_reserve(p->blocks, &p->block_capacity, p->block_count + 1, sizeof *p->blocks);
	p->blocks[p->block_count++] = b;
	p->block_size += b->size;
	p->made++;
}

static struct block *block_at(struct page *p, uint64_t pos)
{
	p->clock++;
	for (size_t i = p->block_count; i > 0; i--) {
		struct block *b = p->blocks[i - 1];
		if (b->paragraph.begin <= pos && pos < b->paragraph.end) {
			b->used = p->clock;
			return b;
		}
	}
	struct block *b = new_block(p, pos);
	if (!b)
		return NULL;
	b->used = p->clock;
	// A position behind the end gives the last paragraph, which may be there already.
	if (pos >= b->paragraph.end) {
		uint64_t begin = b->paragraph.begin;
		free_block(b);
		return block_at(p, begin);
	}
	keep_block(p, b);
	return b;
}

static bool place_at(struct page *p, uint64_t pos, struct place *place)
{
	place->block = block_at(p, pos);
	if (!place->block)
		return false;
	uint32_t off = paragraph_off(&place->block->paragraph, pos);
	place->line = layout_line_of(&place->block->layout, off);
	return true;
}

static bool place_next(struct page *p, struct place *place)
{
	if (place->line + 1 < place->block->layout.line_count) {
		place->line++;
		return true;
	}
	uint64_t end = place->block->paragraph.end;
	if (end >= document_end(p->document))
		return false;
	struct block *next = block_at(p, end);
	if (!next || next == place->block)
		return false;
	*place = (struct place){.block = next};
	return true;
}

static bool place_previous(struct page *p, struct place *place)
{
	if (place->line > 0) {
		place->line--;
		return true;
	}
	uint64_t begin = place->block->paragraph.begin;
	if (begin <= document_begin(p->document))
		return false;
	struct block *previous = block_at(p, begin - 1);
	if (!previous || previous == place->block)
		return false;
	*place = (struct place){.block = previous, .line = previous->layout.line_count - 1};
	return true;
}

static uint64_t place_begin(const struct place *place)
{
	const struct block *b = place->block;
	if (place->line == 0)
		return b->paragraph.begin;
	return paragraph_pos(&b->paragraph, b->layout.lines[place->line].begin);
}

static uint64_t place_end(const struct place *place)
{
	const struct block *b = place->block;
	if (place->line + 1 == b->layout.line_count)
		return b->paragraph.end;
	return paragraph_pos(&b->paragraph, b->layout.lines[place->line].end);
}

// Fills the rows from TOP on; where the text ends too soon, from further up.
static void fill_rows(struct page *p, struct place top)
{
	struct place first = top, last = top;
	int n = 1;
	while (n < p->height && place_next(p, &last))
		n++;
	while (n < p->height && place_previous(p, &first))
		n++;
	p->row_count = 0;
	last = first;
	do {
		p->rows[p->row_count++] = (struct page_row){last.block, last.line};
	} while (p->row_count < n && place_next(p, &last));
}

static struct place place_of_row(const struct page *p, int row)
{
	return (struct place){p->rows[row].block, p->rows[row].line};
}

static void move_back(struct page *p, struct place *place, int lines)
{
	while (lines-- > 0 && place_previous(p, place))
		;
}

// Moves the rows as little as it takes to see the focus, or its begin
// when it is higher than the page.
static void show_focus(struct page *p, struct page_focus focus)
{
	struct place begin, end;
	uint64_t last = focus.end > focus.begin ? focus.end - 1 : focus.begin;
	if (!place_at(p, focus.begin, &begin) || !place_at(p, last, &end))
		return;
	if (place_begin(&begin) < page_begin(p)) {
		fill_rows(p, begin);
		return;
	}
	if (place_end(&end) <= page_end(p))
		return;
	struct place top = end;
	move_back(p, &top, p->height - 1);
	fill_rows(p, place_begin(&top) > place_begin(&begin) ? begin : top);
}

void page_compose(struct page *p, struct page_focus focus)
{
	if (!p->rows)
		page_resize(p, &(struct setting){.width = p->setting.width}, p->height);
	if (p->version != p->document->version) {
		forget_blocks(p);
		p->version = p->document->version;
	}
	struct place top;
	p->row_count = 0;
	if (!place_at(p, p->anchor, &top))
		return;
	fill_rows(p, top);
	if (focus.begin != POS_NONE)
		show_focus(p, focus);
}

uint64_t page_begin(const struct page *p)
{
	if (p->row_count == 0)
		return document_begin(p->document);
	struct place first = place_of_row(p, 0);
	return place_begin(&first);
}

uint64_t page_end(const struct page *p)
{
	if (p->row_count == 0)
		return document_begin(p->document);
	struct place last = place_of_row(p, p->row_count - 1);
	return place_end(&last);
}

// What is on the page is not dropped for what comes after it.
static void use_rows(struct page *p)
{
	p->clock++;
	for (int row = 0; row < p->row_count; row++)
		p->rows[row].block->used = p->clock;
}

static bool is_foreseen(const struct page *p)
{
	return p->row_count == 0 || (p->foreseen.begin == page_begin(p) && p->foreseen.is_done);
}

enum step page_foresee(struct page *p, struct budget budget)
{
	uint64_t made = p->made;
	if (is_foreseen(p))
		return STEP_DONE;
	if (p->foreseen.begin != page_begin(p)) {
		p->foreseen.begin = page_begin(p);
		p->foreseen.most = made + 2 * (uint64_t)p->height;
		p->foreseen.is_done = false;
	}
	struct place below = place_of_row(p, p->row_count - 1), above = place_of_row(p, 0);
	bool has_below = true, has_above = true;
	// More than are kept would take each other's place again and again.
	for (int row = 0; row < p->height && (has_below || has_above) && p->made < p->foreseen.most;
	     row++) {
		if (p->made != made && budget_is_spent(budget))
			return STEP_MORE;
		use_rows(p);
		has_below = has_below && place_next(p, &below);
		use_rows(p);
		above.block->used = below.block->used = p->clock;
		has_above = has_above && place_previous(p, &above);
	}
	p->foreseen.is_done = true;
	return STEP_DONE;
}

static const struct page_focus no_focus = {POS_NONE, POS_NONE};

void page_settle(struct page *p)
{
	p->anchor = page_begin(p);
}

void page_scroll(struct page *p, long lines)
{
	if (p->row_count == 0)
		return;
	struct place top = place_of_row(p, 0);
	for (; lines > 0 && place_next(p, &top); lines--)
		;
	for (; lines < 0 && place_previous(p, &top); lines++)
		;
	p->anchor = place_begin(&top);
	page_compose(p, no_focus);
	page_settle(p);
}

void page_go(struct page *p, uint64_t pos, int row)
{
	struct place place;
	if (!place_at(p, pos, &place))
		return;
	move_back(p, &place, row);
	p->anchor = place_begin(&place);
	page_compose(p, no_focus);
	page_settle(p);
}

bool page_is_at_begin(const struct page *p)
{
	return page_begin(p) <= document_begin(p->document);
}

bool page_is_at_end(const struct page *p)
{
	return page_end(p) >= document_end(p->document);
}

void page_row_range(const struct page *p, int row, uint64_t *begin, uint64_t *end)
{
	struct place place = place_of_row(p, row);
	*begin = place_begin(&place);
	*end = place_end(&place);
}

static const struct layout_line *line_of(const struct page_row *row)
{
	return &row->block->layout.lines[row->line];
}

static int shift_of(const struct page *p, const struct page_row *row)
{
	return row->block->layout.is_kept ? p->shift : 0;
}

// The cluster of POS within a row, unless that is not to be found in it.
static void walk_to(const struct page_row *at, uint64_t pos, struct layout_walk *w)
{
	uint32_t off = paragraph_off(&at->block->paragraph, pos);
	layout_walk_begin(w, &at->block->layout, &at->block->paragraph, at->line);
	while (layout_walk_next(w) && w->next <= off)
		;
}

void page_show_column(struct page *p, uint64_t pos)
{
	int col, row = page_row_of(p, pos, &col), width = p->setting.width;
	if (row < 0 || !p->rows[row].block->layout.is_kept)
		return;
	struct layout_walk w;
	walk_to(&p->rows[row], pos, &w);
	// The first and last column may have a sign that the line goes on there.
	bool is_left = p->shift > 0 && w.col <= p->shift;
	bool is_right = w.col + w.cols >= p->shift + width;
	int most = page_widest(p) - width;
	if (is_left || is_right)
		p->shift = w.col - (is_left ? width / 2 : width / 3);
	if (p->shift > most)
		p->shift = most;
	if (p->shift < 0)
		p->shift = 0;
}

int page_row_of(const struct page *p, uint64_t pos, int *col)
{
	for (int row = 0; row < p->row_count; row++) {
		uint64_t begin, end;
		page_row_range(p, row, &begin, &end);
		if (pos < begin || pos >= end)
			continue;
		const struct page_row *at = &p->rows[row];
		struct layout_walk w;
		walk_to(at, pos, &w);
		*col = w.col - shift_of(p, at);
		if (*col < 0)
			*col = 0;
		if (*col >= p->setting.width)
			*col = p->setting.width - 1;
		return row;
	}
	return -1;
}

uint64_t page_pos_at(const struct page *p, int col, int row)
{
	if (row < 0 || row >= p->row_count)
		return POS_NONE;
	const struct page_row *at = &p->rows[row];
	struct layout_walk w;
	layout_walk_begin(&w, &at->block->layout, &at->block->paragraph, at->line);
	while (layout_walk_next(&w))
		if (col + shift_of(p, at) < w.col + w.cols)
			break;
	return paragraph_pos(&at->block->paragraph, w.off);
}

int page_widest(const struct page *p)
{
	int widest = 0;
	for (int row = 0; row < p->row_count; row++)
		if (p->rows[row].block->layout.is_kept && line_of(&p->rows[row])->cols > widest)
			widest = line_of(&p->rows[row])->cols;
	return widest;
}

// Puts a cluster or what stands for it, cut at the edges of the column.
static void draw_cluster(const struct page *p, struct grid *g, int x, int y, int shift,
			 const struct layout_walk *w, style st)
{
	uint8_t plain[4];
	size_t n;
	const char *text = layout_walk_text(w, plain, &n);
	grid_put_shown(g, x + w->col - shift, y, x, x + p->setting.width, text, n, w->cols, st);
}

// The look that another program gave to the text, as a style.
static style style_of_look(const struct paragraph_look *look)
{
	static const struct {
		uint8_t attribute;
		style st;
	} looks[] = {
		{PARAGRAPH_BOLD, STYLE_BOLD},	    {PARAGRAPH_DIM, STYLE_DIM},
		{PARAGRAPH_ITALIC, STYLE_ITALIC},   {PARAGRAPH_UNDERLINE, STYLE_UNDERLINE},
		{PARAGRAPH_REVERSE, STYLE_REVERSE}, {PARAGRAPH_STRUCK, STYLE_STRUCK},
	};
	style st = (style)look->foreground << STYLE_FOREGROUND | (style)look->background
									 << STYLE_BACKGROUND;
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (look->attributes & looks[i].attribute)
			st |= looks[i].st;
	return st;
}

// How a row looks from an offset on.
struct stretch {
	const struct mark *const *marks; // those in the row
	size_t count;
	size_t run;	// the first run that does not begin before it
	uint32_t until; // the offset up to which the style is the same
	style style;
};

static void end_at(struct stretch *t, const struct paragraph *p, uint32_t off, uint64_t pos)
{
	uint32_t end = paragraph_off(p, pos);
	if (end <= off)
		end = off + 1; // inside of what is shown as another text
	if (end < t->until)
		t->until = end;
}

// What the text is by itself at OFF, which never goes back from one call to the next, and the
// marks that hold it; two claims on one place make an overlap.
static void stretch_from(struct stretch *t, const struct paragraph *p, uint32_t off)
{
	uint64_t pos = paragraph_pos(p, off);
	t->style = p->kind == PARAGRAPH_HEADING ? STYLE_HEADING : STYLE_TEXT;
	while (t->run < p->run_count && p->runs[t->run].off <= off)
		t->run++;
	t->until = t->run < p->run_count ? p->runs[t->run].off : UINT32_MAX;
	if (t->run > 0)
		t->style |= style_of_look(&p->runs[t->run - 1].look);
	style claims = 0;
	for (size_t i = 0; i < t->count; i++) {
		const struct mark *m = t->marks[i];
		if (pos < m->begin) {
			end_at(t, p, off, m->begin);
		} else if (pos < m->end) {
			end_at(t, p, off, m->end);
			t->style |= m->style | (claims & m->style ? STYLE_OVERLAP : 0);
			claims |= m->style & STYLE_CLAIM;
		}
	}
}

// Most of most lines; what is wider than the column is cut.
static void draw_ascii(struct grid *g, int x, int y, int shift, int limit, int col,
		       const char *text, int n, style st)
{
	int from = col < shift ? shift : col, to = col + n < limit ? col + n : limit;
	if (from < to)
		grid_put_ascii(g, x + from - shift, y, text + (from - col), (size_t)(to - from),
			       st);
}

static void draw_row(const struct page *p, struct grid *g, int x, int y, const struct page_row *row,
		     const struct mark *const *marks, size_t count)
{
	const struct layout_line *line = line_of(row);
	const struct paragraph *paragraph = &row->block->paragraph;
	int shift = shift_of(p, row), edge = p->setting.width;
	int limit = line->cols < shift + edge ? line->cols : shift + edge;
	struct stretch t = {.marks = marks, .count = count};
	struct layout_walk w;
	layout_walk_begin(&w, &row->block->layout, paragraph, row->line);
	while (w.next < line->end && w.col + w.cols < limit) {
		const char *text;
		int col;
		if (w.next >= t.until)
			stretch_from(&t, paragraph, w.next);
		int n = (int)layout_walk_ascii(&w, t.until, &text, &col);
		if (n)
			draw_ascii(g, x, y, shift, limit, col, text, n, t.style);
		else if (layout_walk_next(&w))
			draw_cluster(p, g, x, y, shift, &w, t.style);
	}
	if (line->has_hyphen)
		grid_put(g, x + line->cols - 1, y, "-", 1, 1, t.style);
	if (row->block->layout.is_kept && line->cols - shift > edge)
		grid_put(g, x + edge - 1, y, "›", strlen("›"), 1, STYLE_MUTED);
	if (shift > 0 && line->cols > 0)
		grid_put(g, x, y, "‹", strlen("‹"), 1, STYLE_MUTED);
}

void page_draw(const struct page *p, struct grid *g, int x, int y, const struct mark *marks,
	       size_t mark_count)
{
	const struct mark **here = mem_new(mark_count, sizeof *here);
	for (int row = 0; row < p->row_count; row++) {
		uint64_t begin, end;
		page_row_range(p, row, &begin, &end);
		size_t n = 0;
		for (size_t i = 0; i < mark_count && marks[i].begin < end; i++)
			if (marks[i].end > begin)
				here[n++] = &marks[i];
		draw_row(p, g, x, y + row, &p->rows[row], here, n);
	}
	free(here);
}
