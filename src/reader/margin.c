// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/margin.h"

#include "base/translate.h"
#include "reader/contents.h"
#include "reader/filter.h"
#include "reader/help.h"
#include "reader/hits.h"
#include "reader/nearby.h"
#include "reader/terms.h"
#include "reader/timeline.h"

// The views: all their rows at once; or, for lists that may be very long, so many rows an item, of
// which only the visible ones are made; or, for the timeline, rows by their numbers.
static const struct view_type {
	const char *title; // of a list
	void (*rows)(struct rows *, const struct margin_world *, uint32_t subject);
	void (*list_row)(struct rows *, const struct margin_world *, int);
	int height;						  // [row] of an item
	void (*none)(struct rows *, const struct margin_world *); // says why there is no item
} views[] = {
	[VIEW_NEARBY] = {0},
	[VIEW_CLAIM] = {NULL, terms_add_claim, NULL, 0, NULL},
	[VIEW_FACT] = {NULL, rows_of_fact, NULL, 0, NULL},
	[VIEW_CLAIMS] = {N_("All claims"), NULL, rows_of_claim_in_list, 2, NULL},
	[VIEW_FACTS] = {N_("All facts and terms"), NULL, rows_of_fact_in_list, 2, NULL},
	[VIEW_MARKS] = {N_("All marks"), NULL, rows_of_mark_in_list, 2, NULL},
	[VIEW_MATCHES] = {N_("All matches"), NULL, hits_add_rows, 2, NULL},
	[VIEW_CONTENTS] = {N_("Contents"), NULL, contents_add_row, 1, contents_add_none},
	[VIEW_TIMELINE] = {N_("Timeline"), NULL, NULL, 0, timeline_add_none},
	[VIEW_HELP] = {NULL, help_add_rows, NULL, 0, NULL},
};

enum { HEADING_ROWS = 1, ENTRY_ROWS = 2 };

int margin_item_count(const struct margin *m, const struct margin_world *w)
{
	const struct knowledge *k = w->knowledge;
	if (w->filter && (m->view == VIEW_CLAIMS || m->view == VIEW_FACTS || m->view == VIEW_MARKS))
		return (int)w->filter->count;
	switch (m->view) {
	case VIEW_MATCHES:
		return w->search ? (int)(search_count(w->search) + w->hits->count) : 0;
	case VIEW_NEARBY:
		return (int)w->nearby_count;
	case VIEW_CLAIM:
		return (int)(rows_place_count(w, m->subject) +
			     k->annotations[m->subject].link_count +
			     rows_reply_count(w, m->subject) + terms_of(k, m->subject).count);
	case VIEW_MARKS:
		return (int)k->mark_count;
	case VIEW_FACT:
		return (int)(rows_source_count(w, m->subject) + k->facts[m->subject].link_count);
	case VIEW_CLAIMS:
		return (int)rows_listed_count(w);
	case VIEW_FACTS:
		return (int)k->listed_fact_count;
	case VIEW_CONTENTS:
		return (int)w->contents->count;
	case VIEW_TIMELINE:
		return (int)w->timeline->count;
	default:
		return 0;
	}
}

static struct item item_of(struct hit hit)
{
	return (struct item){hit.is_fact ? ITEM_FACT : ITEM_CLAIM, hit.index, POS_NONE};
}

// In the view of a claim: a place or, behind those, a fact or, behind those, a reply or, behind
// those, a term.
static struct item claim_item(const struct margin_world *w, uint32_t annotation, uint32_t i)
{
	const struct annotation *a = &w->knowledge->annotations[annotation];
	uint32_t places = rows_place_count(w, annotation);
	uint32_t before = places + a->link_count + rows_reply_count(w, annotation);
	if (i >= before)
		return (struct item){
			ITEM_FACT, terms_of(w->knowledge, annotation).facts[i - before], POS_NONE};
	if (i >= places + a->link_count)
		return (struct item){ITEM_CLAIM,
				     rows_reply(w, annotation, i - places - a->link_count),
				     POS_NONE};
	if (i >= places)
		return (struct item){
			ITEM_FACT, w->knowledge->links[a->first_link + i - places].fact, POS_NONE};
	struct placed place = rows_place(w, annotation, i);
	return (struct item){ITEM_CLAIM, place.annotation, place.begin};
}

// In the view of a fact: a source or, behind those, a claim that it bears on.
static struct item fact_item(const struct margin_world *w, uint32_t fact, uint32_t i)
{
	const struct knowledge *k = w->knowledge;
	uint32_t sources = rows_source_count(w, fact);
	if (i < sources)
		return (struct item){ITEM_SOURCE, i, POS_NONE};
	return (struct item){ITEM_CLAIM, k->links[k->facts[fact].links[i - sources]].annotation,
			     POS_NONE};
}

struct item margin_item(const struct margin *m, const struct margin_world *w, int i)
{
	const struct knowledge *k = w->knowledge;
	if (i < 0 || i >= margin_item_count(m, w))
		return (struct item){ITEM_NONE, INDEX_NONE, POS_NONE};
	if (w->filter && (m->view == VIEW_CLAIMS || m->view == VIEW_FACTS || m->view == VIEW_MARKS))
		return item_of(w->filter->all[i]);
	switch (m->view) {
	case VIEW_MATCHES:
		if ((size_t)i < search_count(w->search))
			return (struct item){ITEM_MATCH, (uint32_t)i, POS_NONE};
		return item_of(w->hits->all[(size_t)i - search_count(w->search)]);
	case VIEW_NEARBY:
		return (struct item){ITEM_CLAIM, w->nearby[i].annotation, w->nearby[i].begin};
	case VIEW_CLAIM:
		return claim_item(w, m->subject, (uint32_t)i);
	case VIEW_FACT:
		return fact_item(w, m->subject, (uint32_t)i);
	case VIEW_CLAIMS:
		return (struct item){ITEM_CLAIM, rows_listed_claim(w, i), POS_NONE};
	case VIEW_MARKS:
		return (struct item){ITEM_CLAIM, k->marks[i], POS_NONE};
	case VIEW_CONTENTS:
		return (struct item){ITEM_HEADING, (uint32_t)i, w->contents->all[i].begin};
	case VIEW_TIMELINE:
		return (struct item){ITEM_FACT, w->timeline->all[i].fact, POS_NONE};
	default:
		return (struct item){ITEM_FACT, k->listed_facts[i], POS_NONE};
	}
}

bool margin_is_list(enum view view)
{
	return views[view].list_row || view == VIEW_TIMELINE;
}

void margin_show(struct margin *m, enum view view, uint32_t subject)
{
	bool begins_with_items = view == VIEW_CLAIM || margin_is_list(view);
	*m = (struct margin){
		.view = view, .subject = subject, .cursor = begins_with_items ? 0 : -1};
}

void margin_add_rows(const struct margin *m, const struct margin_world *w, struct rows *r)
{
	if (views[m->view].rows)
		views[m->view].rows(r, w, m->subject);
}

void margin_add_item(const struct margin *m, const struct margin_world *w, int i, struct rows *r)
{
	bool is_numbered = m->view == VIEW_MATCHES || m->view == VIEW_CONTENTS;
	int index = (int)margin_item(m, w, i).index;
	r->item = i;
	if (m->view == VIEW_TIMELINE)
		rows_of_fact_in_list(r, w, index);
	else
		views[m->view].list_row(r, w, is_numbered ? i : index);
}

void margin_add_none(const struct margin *m, const struct margin_world *w, struct rows *r)
{
	if (views[m->view].none)
		views[m->view].none(r, w);
}

void margin_title(const struct margin *m, const struct margin_world *w, struct buf *out)
{
	int count = margin_item_count(m, w);
	bool has_notes = m->view == VIEW_CLAIMS && rows_listed_count(w) > w->knowledge->claim_count;
	bool is_growing = m->view == VIEW_CONTENTS && !w->contents->is_done;
	const char *name = has_notes ? _("All claims and notes") : _(views[m->view].title);
	if (w->filter && m->view != VIEW_MATCHES && m->view != VIEW_CONTENTS)
		buf_printf(out, _("%s (%d): %s"), name, count, filter_text(w->filter->filter));
	else
		buf_printf(out, "%s (%d%s)", name, count, is_growing ? "…" : "");
}

static void make_rows(struct rows *r, const struct margin *m, const struct margin_world *w,
		      int width)
{
	*r = (struct rows){.width = width, .item = -1};
	margin_add_rows(m, w, r);
}

// First and last row of an item; false when it has none.
static bool item_rows(const struct rows *r, int item, int *first, int *last)
{
	*first = -1;
	if (item < 0)
		return false;
	for (size_t i = 0; i < r->count; i++) {
		if (r->all[i].item != item)
			continue;
		if (*first < 0)
			*first = (int)i;
		*last = (int)i;
	}
	return *first >= 0;
}

// Rows for text when the last one must say how much is below.
static int visible_rows(int total, int scroll, int height)
{
	return total - scroll > height ? height - 1 : height;
}

static void clamp_scroll(struct margin *m, int total, int height)
{
	if (m->scroll > total - height)
		m->scroll = total - height;
	if (m->scroll < 0)
		m->scroll = 0;
}

static void correct_cursor(struct margin *m, const struct margin_world *w)
{
	int count = margin_item_count(m, w);
	if (m->cursor >= count)
		m->cursor = count - 1;
	// In a list one is always on an item: one that was empty may have filled.
	if (m->cursor < 0 && count > 0 && margin_is_list(m->view))
		m->cursor = 0;
}

static void draw_rows(struct margin *m, const struct margin_world *w, struct grid *g, int x, int y,
		      int width, int height, bool has_cursor)
{
	struct rows r;
	make_rows(&r, m, w, width);
	int total = (int)r.count, first, last;
	int shown = visible_rows(total, m->scroll, height);
	// What stands before the items is read first: the assessment, and that a claim does not sit
	// where it sat.
	if (has_cursor && m->cursor == 0 && m->scroll == 0 && m->view == VIEW_CLAIM &&
	    item_rows(&r, 0, &first, &last) && first >= shown)
		m->cursor = -1;
	// As little as it takes to see what the cursor is on: what is above is read first.
	if (has_cursor && item_rows(&r, m->cursor, &first, &last) && first >= m->scroll + shown)
		m->scroll = first - height + (first < last ? 3 : 2);
	clamp_scroll(m, total, height);
	shown = visible_rows(total, m->scroll, height);
	int cursor_row = -1;
	for (int i = 0; i < shown && m->scroll + i < total; i++) {
		const struct row *row = &r.all[m->scroll + i];
		bool is_cursor = has_cursor && row->item >= 0 && row->item == m->cursor;
		rows_draw(g, row, x, y + i, x + width, is_cursor);
		if (is_cursor && cursor_row < 0)
			cursor_row = i;
	}
	int rest = total - m->scroll - shown;
	if (shown < height)
		rows_draw_rest(g, x, y + shown, x + width, rest,
			       PLURAL("+%d line below", "+%d lines below", rest));
	if (has_cursor) {
		g->cursor_col = x;
		g->cursor_row = y + (cursor_row < 0 ? 0 : cursor_row);
	}
	rows_done(&r);
}

static int list_fits(const struct margin *m, int height)
{
	int fits = (height - HEADING_ROWS) / views[m->view].height;
	return fits > 0 ? fits : 1;
}

// How many items are shown: a row is kept to say how many more there are, if one can be spared.
static int list_shown(const struct margin *m, int count, int height)
{
	int left = count - m->scroll;
	return left <= list_fits(m, height) ? left : list_fits(m, height - 1);
}

// Keeps the cursor's item among those shown.
static void scroll_list(struct margin *m, int count, int height)
{
	int fits = list_fits(m, count <= list_fits(m, height) ? height : height - 1);
	if (m->cursor >= 0 && m->cursor < m->scroll)
		m->scroll = m->cursor;
	if (m->cursor >= m->scroll + fits)
		m->scroll = m->cursor - fits + 1;
	if (m->scroll > count - fits)
		m->scroll = count - fits;
	if (m->scroll < 0)
		m->scroll = 0;
}

// Says why a list is empty.
static void draw_none(const struct margin *m, const struct margin_world *w, struct grid *g, int x,
		      int y, int width, int height)
{
	struct rows r = {.width = width, .item = -1};
	margin_add_none(m, w, &r);
	for (size_t i = 0; i < r.count && (int)i < height; i++)
		rows_draw(g, &r.all[i], x, y + (int)i, x + width, false);
	rows_done(&r);
}

static void draw_list(struct margin *m, const struct margin_world *w, struct grid *g, int x, int y,
		      int width, int height, bool has_cursor)
{
	int count = margin_item_count(m, w);
	scroll_list(m, count, height);
	struct rows r = {.width = width};
	int row = HEADING_ROWS, end = m->scroll + list_shown(m, count, height);
	for (int i = m->scroll; i < end; i++) {
		size_t first = r.count;
		margin_add_item(m, w, i, &r);
		if (has_cursor && i == m->cursor)
			g->cursor_row = y + row;
		for (size_t n = first; n < r.count && row < height; n++)
			rows_draw(g, &r.all[n], x, y + row++, x + width,
				  has_cursor && i == m->cursor);
	}
	if (end < count && row < height)
		rows_draw_rest(g, x, y + height - 1, x + width, count - end, _("+%d below"));
	rows_done(&r);
}

// Rows of the timeline that are seen: one is kept to say how many facts are below, if there is
// room.
static int axis_shown(const struct margin *m, const struct timeline *t, int height)
{
	int body = height - HEADING_ROWS, rest = (int)t->rows - m->scroll;
	if (body < 1)
		return 1;
	return rest > body && body > ENTRY_ROWS + 1 ? body - 1 : body;
}

// Keeps the fact of the cursor in sight, with what leads to it as far as there is room.
static void scroll_axis(struct margin *m, const struct timeline *t, int height)
{
	int body = height - HEADING_ROWS > ENTRY_ROWS + 1 ? height - HEADING_ROWS - 1
							  : height - HEADING_ROWS;
	if (m->cursor >= 0 && (size_t)m->cursor < t->count) {
		const struct timeline_entry *e = &t->all[m->cursor];
		int first = (int)e->row, lead = e->lead, last = first + ENTRY_ROWS - 1;
		int top = lead + ENTRY_ROWS <= body ? first - lead : first;
		if ((size_t)m->cursor + 1 == t->count)
			last = (int)t->rows - 1;
		if (last >= m->scroll + body)
			m->scroll = last - body + 1;
		if (m->scroll > top)
			m->scroll = top;
	}
	if (m->scroll > (int)t->rows - height + HEADING_ROWS)
		m->scroll = (int)t->rows - height + HEADING_ROWS;
	if (m->scroll < 0)
		m->scroll = 0;
}

static void draw_axis(struct margin *m, const struct margin_world *w, struct grid *g, int x, int y,
		      int width, int height, bool has_cursor)
{
	const struct timeline *t = w->timeline;
	scroll_axis(m, t, height);
	struct rows r = {.width = width, .item = -1};
	int shown = axis_shown(m, t, height), row = y + HEADING_ROWS;
	for (int i = m->scroll; i < m->scroll + shown && i < (int)t->rows; i++, row++) {
		size_t first = r.count;
		timeline_add_row(&r, w, m->subject, (uint32_t)i);
		bool is_cursor =
			has_cursor && r.all[first].item >= 0 && r.all[first].item == m->cursor;
		rows_draw(g, &r.all[first], x, row, x + width, is_cursor);
		if (is_cursor && i == (int)t->all[m->cursor].row)
			g->cursor_row = row;
	}
	int last = timeline_entry_at(t, (uint32_t)(m->scroll + shown));
	int below = (int)t->count - last;
	if (m->scroll + shown < (int)t->rows && row < y + height)
		rows_draw_rest(g, x, y + height - 1, x + width, below, _("+%d below"));
	rows_done(&r);
}

void margin_draw(struct margin *m, const struct margin_world *w, struct grid *g, int x, int y,
		 int width, int height, bool has_cursor)
{
	if (width < 1 || height < 1)
		return;
	correct_cursor(m, w);
	if (m->view == VIEW_NEARBY) {
		nearby_draw(w, g, x, y, width, height);
		return;
	}
	if (!margin_is_list(m->view)) {
		draw_rows(m, w, g, x, y, width, height, has_cursor);
		return;
	}
	int count = margin_item_count(m, w);
	struct buf title = {0};
	margin_title(m, w, &title);
	grid_write(g, x, y, x + width, buf_string(&title), STYLE_STRONG);
	buf_done(&title);
	g->cursor_col = has_cursor ? x : g->cursor_col;
	g->cursor_row = has_cursor ? y : g->cursor_row;
	if (count == 0)
		draw_none(m, w, g, x, y + HEADING_ROWS, width, height - HEADING_ROWS);
	else
		(m->view == VIEW_TIMELINE ? draw_axis : draw_list)(m, w, g, x, y, width, height,
								   has_cursor);
}

// One step in a view with rows: to the next item if it is on screen or the row
// behind, else a row further.
static void step_rows(struct margin *m, const struct rows *r, int direction, int height)
{
	int first, last, total = (int)r->count;
	int next = m->cursor + direction;
	int shown = visible_rows(total, m->scroll, height);
	if (next >= 0 && item_rows(r, next, &first, &last) && first >= m->scroll - 1 &&
	    first <= m->scroll + shown) {
		m->cursor = next;
		if (first < m->scroll)
			m->scroll = first;
		while (last >= m->scroll + visible_rows(total, m->scroll, height) &&
		       m->scroll < first)
			m->scroll++;
		// Above the first item there is only text to read.
		if (next == 0 && direction < 0 && first < height - 1)
			m->scroll = 0;
		return;
	}
	m->scroll += direction;
	clamp_scroll(m, total, height);
	// The cursor is never on an item below what is shown.
	shown = visible_rows(total, m->scroll, height);
	while (m->cursor >= 0 && item_rows(r, m->cursor, &first, &last) &&
	       first >= m->scroll + shown)
		m->cursor--;
}

// A whole screen or so: by rows, so that none goes unseen; the cursor then is on the first item
// on screen, else on the last one above.
static void page_rows(struct margin *m, const struct rows *r, int lines, int height, int count)
{
	int before = m->scroll, first, last;
	m->scroll += lines;
	clamp_scroll(m, (int)r->count, height);
	if (m->scroll == before) {
		m->cursor = lines > 0 ? count - 1 : m->view == VIEW_FACT || count == 0 ? -1 : 0;
		return;
	}
	int shown = visible_rows((int)r->count, m->scroll, height);
	m->cursor = -1;
	for (int i = 0; i < count && item_rows(r, i, &first, &last); i++) {
		if (first >= m->scroll + shown)
			break;
		m->cursor = i;
		if (first >= m->scroll)
			break;
	}
}

// Over many lines, so many rows of the axis, and a fact at least.
static void move_axis(struct margin *m, const struct timeline *t, int lines)
{
	int before = m->cursor < 0 ? 0 : m->cursor;
	int64_t row = (int64_t)(t->count ? t->all[before].row : 0) + lines;
	m->cursor = lines == 1 || lines == -1 ? before + lines
					      : timeline_entry_at(t, row < 0 ? 0 : (uint32_t)row);
	if (m->cursor == before)
		m->cursor += lines > 0 ? 1 : -1;
	if (m->cursor < 0)
		m->cursor = 0;
}

void margin_move(struct margin *m, const struct margin_world *w, int lines, int width, int height)
{
	int count = margin_item_count(m, w);
	if (m->view == VIEW_TIMELINE) {
		move_axis(m, w->timeline, lines);
		correct_cursor(m, w);
		scroll_axis(m, w->timeline, height);
		return;
	}
	if (margin_is_list(m->view)) {
		m->cursor += lines;
		if (m->cursor < 0)
			m->cursor = 0;
		correct_cursor(m, w);
		scroll_list(m, count, height);
		return;
	}
	struct rows r;
	make_rows(&r, m, w, width);
	if (lines == 1 || lines == -1)
		step_rows(m, &r, lines, height);
	else
		page_rows(m, &r, lines, height, count);
	rows_done(&r);
}

void margin_go_end(struct margin *m, const struct margin_world *w, int direction, int width,
		   int height)
{
	int count = margin_item_count(m, w);
	struct rows r;
	make_rows(&r, m, w, width);
	int total = m->view == VIEW_TIMELINE  ? (int)w->timeline->rows
		    : margin_is_list(m->view) ? count
					      : (int)r.count;
	m->scroll = direction < 0 ? 0 : total;
	clamp_scroll(m, total, height);
	m->cursor = direction > 0 ? count - 1 : m->view == VIEW_FACT || count == 0 ? -1 : 0;
	rows_done(&r);
}

int margin_item_at(struct margin *m, const struct margin_world *w, int row, int width, int height)
{
	if (row < 0 || row >= height)
		return -1;
	int count = margin_item_count(m, w);
	if (m->view == VIEW_NEARBY)
		return nearby_item_at(w, row, width, height);
	if (m->view == VIEW_TIMELINE) {
		uint32_t at = (uint32_t)(m->scroll + row - HEADING_ROWS);
		int i = row >= HEADING_ROWS ? timeline_entry_at(w->timeline, at) : -1;
		bool is_entry = i >= 0 && row - HEADING_ROWS < axis_shown(m, w->timeline, height) &&
				at >= w->timeline->all[i].row &&
				at < w->timeline->all[i].row + ENTRY_ROWS;
		return is_entry ? i : -1;
	}
	if (margin_is_list(m->view)) {
		int i = m->scroll + (row - HEADING_ROWS) / views[m->view].height;
		bool is_item = row >= HEADING_ROWS && i < m->scroll + list_shown(m, count, height);
		return is_item ? i : -1;
	}
	struct rows r;
	make_rows(&r, m, w, width);
	int total = (int)r.count, at = m->scroll + row;
	bool is_shown = at < total && row < visible_rows(total, m->scroll, height);
	int item = is_shown ? r.all[at].item : -1;
	rows_done(&r);
	return item;
}
