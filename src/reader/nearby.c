// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/nearby.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "reader/rows.h"
#include "reader/terms.h"
#include "reader/words.h"

// An entry of VIEW_NEARBY: its rows, and where they are put.
struct entry {
	size_t first, count; // in the rows
	int at;		     // row of the margin
	int height;
};

static void add_sign(struct row *row, const struct annotation *a)
{
	struct buf sign = {0};
	if (*words_state_sign(a->state))
		buf_printf(&sign, " %s", words_state_sign(a->state));
	rows_add_piece(row, buf_string(&sign), sign.len, STYLE_NOTICE);
	buf_done(&sign);
}

// Two rows, or one: then number, glyph and title; the words come when it is focused.
static void add_short_entry(struct rows *r, const struct annotation *a, int digits,
			    const char *title, int height)
{
	if (height > 1 || !*title) {
		rows_add_claim_line(r, a, digits, 0, STYLE_TEXT, 1);
		if (height > 1 && *title)
			rows_add_text(r, digits + 3, title, STYLE_MUTED, 1);
		return;
	}
	size_t first = r->count;
	struct row *row = rows_add(r, 0);
	const char *glyph = words_assessment_glyph(a);
	rows_add_number(row, a, digits, STYLE_TEXT);
	rows_add_piece(row, glyph, strlen(glyph), words_assessment_style(a));
	add_sign(row, a);
	rows_add_text(r, digits + (*words_state_sign(a->state) ? 5 : 3), title, STYLE_MUTED, 1);
	rows_join(r, first);
}

// Of a claim with several places only the one that is meant is opened.
static bool is_focused(const struct margin_world *w, size_t i)
{
	return w->nearby[i].annotation == w->focus && w->nearby[i].begin == w->focus_at;
}

static void add_entry(struct rows *r, const struct margin_world *w, size_t i, int height)
{
	const struct annotation *a = &w->knowledge->annotations[w->nearby[i].annotation];
	if (is_focused(w, i)) {
		rows_add_claim_line(r, a, rows_number_width(w), 0, STYLE_FOCUS, 1);
		rows_add_claim_body(r, w, a, rows_number_width(w) + 1, a->role == ROLE_NOTE, 0);
		struct terms t = terms_of(w->knowledge, w->nearby[i].annotation);
		for (size_t n = 0; n < t.count; n++)
			terms_add_rows(r, w, t.facts[n], rows_number_width(w) + 1, 2);
		rows_add_blank(r);
		return;
	}
	struct claim_detail d = {0};
	const char *title = "";
	size_t first = r->count;
	if (a->link_count)
		title = rows_fact_title(
			w, &w->knowledge->facts[w->knowledge->links[a->first_link].fact]);
	else if (rows_read_claim(w, a, &d))
		title = *rows_choose(w, &d.body) ? rows_choose(w, &d.body)
						 : rows_choose(w, &d.reason);
	add_short_entry(r, a, rows_number_width(w), title, height);
	if (height > 1)
		rows_add_whose(r, first, a, &d);
	claim_detail_done(&d);
}

static void make_entries(struct rows *r, struct entry *entries, const struct margin_world *w,
			 int width, int height)
{
	*r = (struct rows){.width = width, .item = -1};
	for (size_t i = 0; i < w->nearby_count; i++) {
		size_t first = r->count;
		add_entry(r, w, i, height);
		for (size_t n = first; n < r->count; n++)
			r->all[n].item = (int)i;
		entries[i] = (struct entry){.first = first,
					    .count = r->count - first,
					    .at = w->nearby[i].row,
					    .height = (int)(r->count - first)};
	}
}

static int total_height(const struct entry *entries, size_t count)
{
	int total = 0;
	for (size_t i = 0; i < count; i++)
		total += entries[i].height;
	return total;
}

// Puts entries [FROM, TO) on rows [0, HEIGHT): each level with its line where that is free,
// pushed down by those above it, and up again where the end is reached.
static void place_entries(struct entry *entries, size_t from, size_t to, int top, int height)
{
	int next = top;
	for (size_t i = from; i < to; i++) {
		if (entries[i].at < next)
			entries[i].at = next;
		next = entries[i].at + entries[i].height;
	}
	int limit = height;
	for (size_t i = to; i > from; i--) {
		struct entry *e = &entries[i - 1];
		if (e->at + e->height > limit)
			e->at = limit - e->height;
		limit = e->at;
	}
}

// Which entries fit when not all do: around the focused one, if there is one, else from the first
// on.
static void choose_entries(struct entry *entries, size_t count, size_t focus, int height,
			   size_t *from, size_t *to)
{
	*from = *to = focus < count ? focus : 0;
	int left = height - 2; // a row each to say what is above and below
	if (*to < count) {
		struct entry *e = &entries[*to];
		if (e->height > left)
			e->height = left > 0 ? left : 1;
		left -= e->height;
		++*to;
	}
	while (*to < count && entries[*to].height <= left)
		left -= entries[(*to)++].height;
	while (*from > 0 && entries[*from - 1].height <= left)
		left -= entries[--*from].height;
}

static void draw_entry(const struct rows *r, const struct entry *e, struct grid *g, int x, int y,
		       int width)
{
	for (int n = 0; n < e->height && (size_t)n < e->count; n++) {
		bool is_cut = n + 1 == e->height && (size_t)e->height < e->count;
		if (is_cut)
			rows_draw_rest(
				g, x + 2, y + e->at + n, x + width, (int)e->count - n,
				PLURAL("+%d line: Enter", "+%d lines: Enter", (int)e->count - n));
		else
			rows_draw(g, &r->all[e->first + (size_t)n], x, y + e->at + n, x + width,
				  false);
	}
}

static size_t focused_entry(const struct margin_world *w)
{
	for (size_t i = 0; i < w->nearby_count; i++)
		if (is_focused(w, i))
			return i;
	return SIZE_MAX;
}

// The entries of one screen with their rows; those from FROM to TO are shown.
struct placing {
	struct rows rows;
	struct entry *entries;
	size_t from, to;
};

static void place_all(struct placing *p, const struct margin_world *w, int width, int height)
{
	size_t n = w->nearby_count;
	*p = (struct placing){.entries = mem_new(n, sizeof *p->entries), .to = n};
	make_entries(&p->rows, p->entries, w, width, 2);
	if (total_height(p->entries, n) > height) {
		rows_done(&p->rows);
		make_entries(&p->rows, p->entries, w, width, 1);
	}
	int top = 0, bottom = height;
	if (total_height(p->entries, n) > height) {
		choose_entries(p->entries, n, focused_entry(w), height, &p->from, &p->to);
		top = p->from > 0;
		bottom = height - (p->to < n);
	}
	place_entries(p->entries, p->from, p->to, top, bottom);
}

static void placing_done(struct placing *p)
{
	rows_done(&p->rows);
	free(p->entries);
}

void nearby_draw(const struct margin_world *w, struct grid *g, int x, int y, int width, int height)
{
	struct placing p;
	height = terms_draw(w, g, x, y, width, height);
	place_all(&p, w, width, height);
	for (size_t i = p.from; i < p.to; i++)
		draw_entry(&p.rows, &p.entries[i], g, x, y, width);
	if (p.from > 0)
		rows_draw_rest(g, x, y, x + width, (int)p.from, _("+%d above"));
	if (p.to < w->nearby_count)
		rows_draw_rest(g, x, y + height - 1, x + width, (int)(w->nearby_count - p.to),
			       _("+%d below"));
	placing_done(&p);
}

int nearby_item_at(const struct margin_world *w, int row, int width, int height)
{
	struct placing p;
	int item = -1;
	height = terms_draw(w, NULL, 0, 0, width, height);
	place_all(&p, w, width, height);
	for (size_t i = p.from; i < p.to; i++)
		if (row >= p.entries[i].at && row < p.entries[i].at + p.entries[i].height)
			item = (int)i;
	placing_done(&p);
	return item;
}
