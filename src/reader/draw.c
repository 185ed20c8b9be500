// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/draw.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/address_box.h"
#include "reader/bottom.h"
#include "reader/frame.h"
#include "reader/status.h"
#include "reader/whereabouts.h"
#include "reader/words.h"
#include "reader/world.h"

static style style_of(const struct reader *r, uint32_t annotation)
{
	const struct annotation *a = &r->session.knowledge.annotations[annotation];
	// What is selected, or gets a note, comes before what was in focus.
	bool has_selection =
		r->selecting.is_on || (r->form.is_open && r->form.place.begin != POS_NONE);
	style focus = annotation == r->focus && !has_selection ? STYLE_FOCUS : 0;
	if (a->state == ANCHOR_DOUBTFUL)
		return STYLE_DOUBTFUL | focus;
	if (a->role == ROLE_TERM)
		return STYLE_TERM;
	if (a->role == ROLE_MARK)
		return STYLE_TEXT;
	if (a->is_highlight)
		return STYLE_NOTE | STYLE_HIGHLIGHT | focus;
	return (a->role == ROLE_CLAIM ? STYLE_CLAIM : STYLE_NOTE) | focus;
}

static int by_begin(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

// What is marked on screen, in the order of the text; the caller frees it.
static struct mark *visible_marks(const struct reader *r, size_t *count)
{
	size_t n, first = 0, matches = 0;
	struct placed *found = world_places(r, &n);
	uint64_t begin = page_begin(&r->page), end = page_end(&r->page);
	if (r->has_search) {
		// A match may begin above the screen and reach into it.
		search_next(&r->search, begin, &first);
		if (first > 0)
			first--;
		while (first + matches < search_count(&r->search) &&
		       search_match(&r->search, first + matches).begin < end)
			matches++;
	}
	struct mark *marks = mem_new(n + matches + 1, sizeof *marks);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (state_shows(r, found[i].annotation) || found[i].annotation == r->focus)
			marks[kept++] = (struct mark){found[i].begin, found[i].end,
						      style_of(r, found[i].annotation)};
	n = kept;
	for (size_t i = 0; i < matches; i++) {
		struct match m = search_match(&r->search, first + i);
		style st = STYLE_MATCH | (m.begin == r->current ? STYLE_CURRENT : 0);
		marks[n + i] = (struct mark){m.begin, m.end, st};
	}
	free(found);
	*count = n + matches;
	struct range selected = state_selection(r);
	if (selected.begin != POS_NONE)
		marks[(*count)++] = (struct mark){selected.begin, selected.end, STYLE_SELECTED};
	qsort(marks, *count, sizeof *marks, by_begin);
	return marks;
}

static void draw_text(struct reader *r)
{
	const struct pane *t = &r->frame.text;
	size_t count;
	struct mark *marks = visible_marks(r, &count);
	page_draw(&r->page, &r->grid, t->x, t->y, marks, count);
	free(marks);
}

// What the gutter says of the claims and notes that begin on a row.
struct gutter {
	const struct annotation
		*shown; // the focused claim where that place of it is meant, else the first
	bool is_focus, has_more;
	const char *sign; // of the state of the one shown or, if that has none, of another
};

// Gathers those of NEARBY[*I] and what follows on the same row; *I becomes what comes next.
static struct gutter gather_row(const struct reader *r, const struct nearby *nearby, size_t count,
				size_t *i)
{
	struct gutter g = {.sign = ""};
	int row = nearby[*i].row;
	for (; *i < count && nearby[*i].row == row; ++*i) {
		const struct annotation *a = state_annotation(r, nearby[*i].annotation);
		const char *sign = words_state_sign(a->state);
		if (nearby[*i].begin < page_begin(&r->page))
			continue;
		if (a->role == ROLE_CLAIM && nearby[*i].annotation == r->focus &&
		    nearby[*i].begin == state_focus(r).begin) {
			g.has_more |= g.shown != NULL;
			g.shown = a;
			g.is_focus = true;
			g.sign = sign;
		} else if (a->role == ROLE_CLAIM) {
			g.has_more |= g.shown != NULL;
			g.shown = g.shown ? g.shown : a;
		}
		if (!*g.sign && !g.is_focus)
			g.sign = sign;
	}
	return g;
}

// The numbers of the claims that begin on a row: the first one, "›" for the focus; behind it the
// sign of one whose place or text needs a look, and "+" for more.
static void draw_gutter(struct reader *r, const struct nearby *nearby, size_t count)
{
	const struct frame *f = &r->frame;
	int end = f->gutter_x + f->gutter_width - 1, after = end - f->sign_width;
	for (size_t i = 0; i < count;) {
		int y = f->text.y + nearby[i].row;
		struct gutter g = gather_row(r, nearby, count, &i);
		char number[16] = "";
		int n = g.shown ? snprintf(number, sizeof number, "%u", g.shown->number) : 0;
		grid_write(&r->grid, after - n, y, after, number,
			   g.is_focus ? STYLE_FOCUS : STYLE_MUTED);
		if (g.is_focus)
			grid_put(&r->grid, after - 1 - n, y, "›", strlen("›"), 1, STYLE_FOCUS);
		if (*g.sign)
			grid_put(&r->grid, after, y, g.sign, strlen(g.sign), 1, STYLE_NOTICE);
		if (g.has_more)
			grid_put(&r->grid, end, y, "+", 1, 1, STYLE_MUTED);
	}
}

// One row of the overview strip stands for the text from A to B.
static void draw_strip_row(struct reader *r, int y, uint64_t a, uint64_t b)
{
	const struct knowledge *k = &r->session.knowledge;
	bool is_shown = a < page_end(&r->page) && b > page_begin(&r->page);
	struct placed found[64];
	size_t n = knowledge_between(k, a, b, found, 64), first;
	bool has_claim = false, has_note = false, has_focus = false;
	const char *sign = "";
	if (r->focus != INDEX_NONE) {
		const struct annotation *one = &k->annotations[r->focus];
		for (uint32_t i = 0; annotation_has_place(one) && i <= one->other_count; i++) {
			struct range place = whereabouts_place(one, i);
			has_focus |= place.begin < b && place.end > a;
		}
	}
	for (size_t i = 0; i < n; i++) {
		const struct annotation *one = &k->annotations[found[i].annotation];
		if (!state_shows(r, found[i].annotation))
			continue;
		has_claim |= one->role == ROLE_CLAIM;
		has_note |= one->role == ROLE_NOTE;
		if (!*sign && one->role != ROLE_TERM && one->role != ROLE_MARK)
			sign = words_state_sign(one->state);
	}
	bool has_match = r->has_search && search_next(&r->search, a, &first) &&
			 search_match(&r->search, first).begin < b;
	const char *glyph = is_shown ? "┃" : "│";
	style st = STYLE_STRIP | (is_shown ? STYLE_SHOWN : 0);
	if (has_claim)
		glyph = is_shown ? "┣" : "├";
	if (has_note && !has_claim)
		glyph = is_shown ? "┫" : "┤";
	if (*sign) {
		glyph = sign;
		st |= STYLE_NOTICE;
	}
	if (has_match) {
		glyph = "◆";
		st |= STYLE_MATCH;
	}
	if (has_focus) {
		glyph = "▶";
		st |= STYLE_FOCUS;
	}
	grid_put(&r->grid, r->frame.strip_x, y, glyph, strlen(glyph), 1, st);
}

static void draw_strip(struct reader *r)
{
	const struct frame *f = &r->frame;
	uint64_t begin = document_begin(&r->session.document);
	uint64_t size = document_end(&r->session.document) - begin;
	uint64_t rows = (uint64_t)f->text.height;
	for (uint64_t i = 0; i < rows && f->strip_x >= 0; i++) {
		// In this order a product of a long text cannot overflow.
		uint64_t a = size / rows * i + size % rows * i / rows;
		uint64_t b = size / rows * (i + 1) + size % rows * (i + 1) / rows;
		draw_strip_row(r, f->text.y + (int)i, begin + a, begin + (b > a ? b : a + 1));
	}
}

// Where lines are not wrapped, what is marked may begin beside the screen: the cursor is on the
// first of it that is seen.
static void seek_marked(struct reader *r, style st)
{
	const struct pane *t = &r->frame.text;
	struct grid *g = &r->grid;
	if (g->cursor_col < g->cols && grid_cell(g, g->cursor_col, g->cursor_row)->style & st)
		return;
	for (int row = t->y; row < t->y + t->height; row++)
		for (int col = t->x; col < t->x + t->width; col++)
			if (grid_cell(g, col, row)->style & st) {
				g->cursor_col = col;
				g->cursor_row = row;
				return;
			}
}

// Where the eye is: the focused claim, the current match, or the begin of the screen.
static void place_text_cursor(struct reader *r)
{
	uint64_t pos = page_begin(&r->page);
	struct range focus = state_focus(r);
	bool is_match = r->has_search && r->is_on_match && r->current != POS_NONE &&
			r->current >= pos && r->current < page_end(&r->page);
	if (r->selecting.is_on)
		pos = r->selecting.caret;
	else if (is_match)
		pos = r->current;
	else if (focus.begin != POS_NONE && focus.begin > pos)
		pos = focus.begin;
	int col = 0, row = page_row_of(&r->page, pos, &col);
	r->grid.cursor_col = r->frame.text.x + col;
	r->grid.cursor_row = r->frame.text.y + (row < 0 ? 0 : row);
	if (!r->selecting.is_on && (is_match || focus.begin != POS_NONE))
		seek_marked(r, is_match ? STYLE_CURRENT : STYLE_FOCUS);
}

// The line above a margin that is a drawer.
static void draw_edge(struct reader *r)
{
	const struct pane *p = &r->frame.margin;
	if (r->frame.room == ROOM_MEDIUM)
		grid_rule(&r->grid, p->x, p->y - 1, p->x + p->width, STYLE_STRIP);
}

static void draw_margin(struct reader *r, const struct nearby *nearby, size_t count)
{
	const struct pane *p = &r->frame.margin;
	struct margin_world world = world_of(r, nearby, count);
	if (r->form.is_open) {
		form_draw(&r->form, &world, &r->grid, p->x, p->y, p->width, p->height);
		draw_edge(r);
		return;
	}
	struct margin shown = frame_margin(r);
	margin_draw(&shown, &world, &r->grid, p->x, p->y, p->width, p->height, r->in_margin);
	if (shown.view == r->margin.view)
		r->margin = shown; // with scroll and cursor corrected
	draw_edge(r);
}

static void draw_too_small(struct reader *r)
{
	grid_write(&r->grid, 0, 0, r->cols, _("window too small"), STYLE_NOTICE);
	r->grid.cursor_col = r->grid.cursor_row = 0;
}

void draw_reader(struct reader *r)
{
	grid_reset(&r->grid, r->cols, r->rows);
	if (r->frame.room == ROOM_NONE) {
		draw_too_small(r);
		return;
	}
	size_t count;
	struct nearby *nearby = world_nearby(r, &count);
	if (frame_shows_text(r)) {
		draw_text(r);
		draw_gutter(r, nearby, count);
		draw_strip(r);
		place_text_cursor(r);
	}
	if (frame_shows_margin(r))
		draw_margin(r, nearby, count);
	status_draw(r);
	bottom_draw(r);
	free(nearby);
}
