// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/frame.h"

#include "reader/typography.h"

enum {
	LEAST_COLS = 20,
	LEAST_ROWS = 5,
	MEDIUM_COLS = 60,
	MEDIUM_ROWS = 16,
	WIDE_COLS = 100,
	AIRY_ROWS = 20,	 // from here on a blank row follows the status line
	TEXT_LEAST = 54, // [col] beside a margin, unless the reader wants less
	MARGIN_LEAST = 34,
	MARGIN_MOST = 48,
	EDGE = 1,  // [col] at the window's left and right
	SPACE = 2, // [col] between text and strip, strip and margin
	STRIP = 1,
};

static enum room room_of(int cols, int rows)
{
	if (cols < LEAST_COLS || rows < LEAST_ROWS)
		return ROOM_NONE;
	if (cols < MEDIUM_COLS || rows < MEDIUM_ROWS)
		return ROOM_NARROW;
	return cols < WIDE_COLS ? ROOM_MEDIUM : ROOM_WIDE;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

// Whether any claim or note in the text has a sign beside its number.
static bool has_signs(const struct reader *r)
{
	const struct knowledge *k = &r->session.knowledge;
	return k->claim_states[ANCHOR_CHANGED] + k->claim_states[ANCHOR_DOUBTFUL] +
		       k->note_states[ANCHOR_CHANGED] + k->note_states[ANCHOR_DOUBTFUL] >
	       0;
}

// Is there anything that margin and gutter show?  Marks are in neither.
static bool has_shown(const struct reader *r)
{
	const struct knowledge *k = &r->session.knowledge;
	if (k->version == 0)
		return k->annotation_count > 0;
	return k->claim_count + k->note_count + k->reply_count + k->listed_fact_count > 0;
}

// The text gets all columns that it can: nothing is shown beside it, and lines as they are in the
// file, or so many columns, were asked for.
static bool is_whole_width(const struct reader *r)
{
	bool is_asked_for = r->typography.wrap == WRAP_KEEP || r->typography.has_measure;
	return is_asked_for && !has_shown(r) && typography_measure(r) >= r->cols;
}

// The numbers of claims, a mark for the focus, one for "more begin here", and signs where there are
// any.
static int gutter_width(const struct reader *r)
{
	int width = 4 + r->frame.sign_width;
	for (size_t n = r->session.knowledge.claim_count; n >= 100; n /= 10)
		width++;
	if (is_whole_width(r))
		return 0;
	return has_shown(r) ? width : 2;
}

struct margin frame_margin(const struct reader *r)
{
	struct margin m = r->margin;
	if (m.view == VIEW_NEARBY && r->frame.room != ROOM_WIDE && r->focus != INDEX_NONE)
		margin_show(&m, VIEW_CLAIM, r->focus);
	return m;
}

bool frame_shows_margin(const struct reader *r)
{
	return r->frame.margin.width > 0;
}

bool frame_shows_text(const struct reader *r)
{
	return r->frame.text.width > 0;
}

// Beside the text there is a margin as long as there is something to show in it.
static bool wants_margin(const struct reader *r)
{
	if (r->in_margin || r->margin.view != VIEW_NEARBY || r->form.is_open)
		return true;
	if (r->is_panel_off)
		return false;
	if (r->frame.room == ROOM_WIDE)
		return has_shown(r);
	return r->frame.room == ROOM_MEDIUM && r->focus != INDEX_NONE;
}

static void place_wide(struct reader *r, struct frame *f, bool with_margin)
{
	bool is_whole = is_whole_width(r);
	int edge = is_whole ? 0 : EDGE, space = is_whole ? 1 : SPACE;
	int fixed = 2 * edge + f->gutter_width + space + STRIP;
	int most = typography_measure(r);
	int text = smaller(r->cols - fixed, most), margin = 0;
	if (with_margin) {
		int both = r->cols - fixed - SPACE;
		margin = smaller(both * 2 / 5, MARGIN_MOST);
		if (margin < MARGIN_LEAST)
			margin = MARGIN_LEAST;
		// A measure that the reader asked for comes before the margin's.
		if (r->typography.has_measure)
			margin = MARGIN_LEAST;
		text = smaller(both - margin, most);
		if (r->typography.has_measure)
			margin = smaller(both - text, MARGIN_MOST);
		if (text < smaller(TEXT_LEAST, most)) {
			text = smaller(TEXT_LEAST, most);
			margin = both - text;
		}
	}
	int used = fixed + text + (with_margin ? SPACE + margin : 0);
	f->gutter_x = edge + (r->cols - used) / 2;
	f->text.x = f->gutter_x + f->gutter_width;
	f->text.width = text;
	f->strip_x = f->text.x + text + space;
	if (with_margin) {
		f->margin = f->text;
		f->margin.x = f->strip_x + STRIP + SPACE;
		f->margin.width = margin;
	}
}

// Below 100 columns the margin is below the text: a third of the height while one reads
// the text, two thirds once one is in it, since a fact with its sources is
// longer than the lines about the claim.
static void place_medium(struct reader *r, struct frame *f, bool with_margin)
{
	place_wide(r, f, false);
	if (!with_margin)
		return;
	int body = f->text.height;
	int drawer = r->in_margin || r->form.is_open ? body * 2 / 3 : body / 3;
	if (drawer < 5)
		drawer = 5;
	f->text.height = body - drawer - 1;
	f->margin = f->text;
	f->margin.y = f->text.y + f->text.height + 1;
	f->margin.height = drawer;
	f->margin.width = f->text.width;
}

static void place_narrow(struct reader *r, struct frame *f, bool with_margin)
{
	if (with_margin && (r->in_margin || r->form.is_open)) {
		f->margin = f->text;
		f->margin.x = EDGE;
		f->margin.width = r->cols - 2 * EDGE;
		f->text.width = 0;
		f->strip_x = -1;
		return;
	}
	int fixed = f->gutter_width + 1 + STRIP;
	f->text.width = smaller(r->cols - fixed, typography_measure(r));
	f->gutter_x = (r->cols - fixed - f->text.width) / 2;
	f->text.x = f->gutter_x + f->gutter_width;
	f->strip_x = f->text.x + f->text.width + 1;
}

// Line by line, what is on screen is one paragraph, whatever its length.
static void update_linear(struct reader *r)
{
	r->frame = (struct frame){.room = ROOM_NARROW, .strip_x = -1, .hint_row = r->rows - 1};
	page_resize(&r->page, &(struct setting){.width = LEAST_COLS, .is_kept = true}, 1);
	page_compose(&r->page, (struct page_focus){POS_NONE, POS_NONE});
}

void frame_update(struct reader *r)
{
	struct frame *f = &r->frame;
	if (r->margin.view == VIEW_TIMELINE)
		timeline_update(&r->timeline, &r->session.knowledge, state_filter(r),
				&r->margin.cursor);
	if (r->is_linear) {
		update_linear(r);
		return;
	}
	*f = (struct frame){.room = room_of(r->cols, r->rows), .sign_width = has_signs(r)};
	if (f->room == ROOM_NONE)
		return;
	int top = r->rows >= AIRY_ROWS ? 2 : 1;
	f->gutter_width = gutter_width(r);
	f->hint_row = r->rows - 1;
	f->text.y = top;
	f->text.height = r->rows - 1 - top;
	bool with_margin = wants_margin(r);
	if (f->room == ROOM_WIDE)
		place_wide(r, f, with_margin);
	else if (f->room == ROOM_MEDIUM)
		place_medium(r, f, with_margin);
	else
		place_narrow(r, f, with_margin);
	// Where only the margin is shown, the page stays as it was, for counts and for coming back.
	if (frame_shows_text(r)) {
		struct setting setting = typography_setting(r, f->text.width);
		page_resize(&r->page, &setting, f->text.height);
	}
	// What a note is written on is seen while it is written.
	struct range focus = state_focus(r);
	if (r->form.is_open && r->form.place.begin != POS_NONE)
		focus = r->form.place;
	page_compose(&r->page, (struct page_focus){focus.begin, focus.end});
}
