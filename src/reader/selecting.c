// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/selecting.h"

#include "base/translate.h"
#include "document/motion.h"
#include "reader/frame.h"
#include "reader/move.h"

enum {
	MARGIN_ROWS = 2, // that are kept beyond the caret, where it moves
	MOST_UNITS = 1000,
};

// The last cluster of a range.
static uint64_t last_of(const struct reader *r, struct range range)
{
	// At the end of the text a position leads back to the last cluster by itself.
	uint64_t at = motion_go(&r->session.document, range.end, MOTION_LEFT, 0);
	return at < range.end ? at : motion_go(&r->session.document, range.end, MOTION_LEFT, 1);
}

void selecting_set(struct reader *r, struct range range)
{
	struct selecting *s = &r->selecting;
	s->is_on = s->is_extending = true;
	s->wish = -1;
	s->from = motion_go(&r->session.document, range.begin, MOTION_LEFT, 0);
	s->caret = last_of(r, range);
	if (s->caret < s->from || motion_after(&r->session.document, s->caret) > range.end)
		s->caret = s->from;
}

void selecting_begin_at(struct reader *r, uint64_t pos)
{
	pos = motion_go(&r->session.document, pos, MOTION_LEFT, 0);
	r->selecting = (struct selecting){.is_on = true,
					  .is_extending = true,
					  .from = pos,
					  .caret = pos,
					  .wish = -1,
					  .replaced = INDEX_NONE};
}

bool selecting_begin(struct reader *r)
{
	uint64_t pos = page_begin(&r->page);
	struct range focus = state_focus(r);
	if (r->has_search && r->is_on_match && r->current != POS_NONE && r->current >= pos &&
	    r->current < page_end(&r->page))
		pos = r->current;
	else if (focus.begin != POS_NONE && focus.begin >= pos && focus.begin < page_end(&r->page))
		pos = focus.begin;
	struct range word = motion_unit(&r->session.document, pos, UNIT_WORD);
	if (word.begin >= word.end) {
		state_tell(r, _("There is nothing to select here."));
		return false;
	}
	move_close_view(r);
	selecting_begin_at(r, word.begin);
	selecting_set(r, word);
	return true;
}

void selecting_end(struct reader *r)
{
	r->selecting = (struct selecting){.replaced = INDEX_NONE};
}

// Keeps the caret in sight, with a little of what is beyond it on the way that it came from WAS.
static void show_caret(struct reader *r, uint64_t was)
{
	int col, row = page_row_of(&r->page, r->selecting.caret, &col);
	int height = r->page.height, keep = height > 4 * MARGIN_ROWS ? MARGIN_ROWS : 0;
	if (row < 0 || r->selecting.caret >= page_end(&r->page)) {
		bool is_above = r->selecting.caret < page_begin(&r->page);
		move_to_pos(r, r->selecting.caret, is_above ? keep : height - 1 - keep);
	} else if (row < keep && r->selecting.caret < was) {
		page_scroll(&r->page, row - keep);
		page_settle(&r->page);
	} else if (row > height - 1 - keep && r->selecting.caret > was) {
		page_scroll(&r->page, row - (height - 1 - keep));
		page_settle(&r->page);
	}
	frame_update(r);
	move_sideways_to(r, r->selecting.caret);
}

void selecting_show(struct reader *r)
{
	if (r->selecting.is_on)
		show_caret(r, r->selecting.caret);
}

// The last cluster of the unit that the caret is in or, when it is there already, of the next one:
// what is selected going on are whole words, sentences and paragraphs.
static uint64_t next_end(const struct reader *r, uint64_t caret, enum unit unit)
{
	const struct document *d = &r->session.document;
	uint64_t last = last_of(r, motion_unit(d, caret, unit));
	if (last > caret)
		return last;
	uint64_t next = last_of(r, motion_unit(d, motion_after(d, caret), unit));
	return next > caret ? next : caret;
}

void selecting_move(struct reader *r, int argument)
{
	struct selecting *s = &r->selecting;
	const struct document *d = &r->session.document;
	unsigned count = r->count ? r->count : 1;
	if (count > MOST_UNITS)
		count = MOST_UNITS;
	uint64_t before = s->caret;
	bool is_unit = argument == MOTION_WORD || argument == MOTION_SENTENCE ||
		       argument == MOTION_PARAGRAPH;
	if (is_unit && s->is_extending && s->caret >= s->from)
		for (uint64_t was = POS_NONE; count > 0 && s->caret != was; count--) {
			was = s->caret;
			s->caret = next_end(r, s->caret,
					    argument == MOTION_WORD	  ? UNIT_WORD
					    : argument == MOTION_SENTENCE ? UNIT_SENTENCE
									  : UNIT_PARAGRAPH);
		}
	else
		s->caret = motion_go(d, s->caret, (enum motion)argument, count);
	s->wish = -1;
	show_caret(r, before);
}

// Up and down keep the column that one came from.
static void move_by(struct reader *r, long rows)
{
	struct selecting *s = &r->selecting;
	int col, row = page_row_of(&r->page, s->caret, &col);
	if (row < 0)
		return;
	s->wish = s->wish < 0 ? col : s->wish;
	long to = row + rows;
	if (to < 0 || to >= r->page.row_count) {
		page_scroll(&r->page, to < 0 ? to : to - r->page.row_count + 1);
		page_settle(&r->page);
		to = to < 0 ? 0 : r->page.row_count - 1;
		frame_update(r);
	}
	// An empty row has no cluster of its own: what comes beyond it is gone to.
	uint64_t pos = page_pos_at(&r->page, s->wish, (int)to), was = s->caret;
	if (pos != POS_NONE)
		s->caret = motion_go(&r->session.document, pos, MOTION_LEFT, 0);
	if (rows < 0 && s->caret >= was && pos != POS_NONE)
		s->caret = motion_go(&r->session.document, pos, MOTION_LEFT, 1);
	int wish = s->wish;
	show_caret(r, was);
	s->wish = wish;
}

static long count_of(const struct reader *r)
{
	return r->count == 0 ? 1 : r->count > MOST_UNITS ? MOST_UNITS : (long)r->count;
}

void selecting_move_rows(struct reader *r, int rows)
{
	move_by(r, (long)rows * count_of(r));
}

void selecting_move_screens(struct reader *r, int halves)
{
	long half = r->page.height > 1 ? r->page.height / 2 : 1;
	move_by(r, halves * half * count_of(r));
}

void selecting_drag(struct reader *r, int col, int row)
{
	int last = r->page.row_count - 1;
	if (row < 0 || row > last)
		page_scroll(&r->page, row < 0 ? -1 : 1);
	if (row < 0 || row > last)
		page_settle(&r->page);
	frame_update(r);
	row = row < 0 ? 0 : row > last ? last : row;
	uint64_t pos = page_pos_at(&r->page, col < 0 ? 0 : col, row);
	if (pos != POS_NONE)
		r->selecting.caret = motion_go(&r->session.document, pos, MOTION_LEFT, 0);
}

void selecting_take_unit(struct reader *r, int unit)
{
	uint32_t replaced = r->selecting.replaced;
	uint64_t was = r->selecting.caret;
	struct range range = motion_unit(&r->session.document, r->selecting.caret, (enum unit)unit);
	selecting_set(r, range);
	r->selecting.replaced = replaced;
	show_caret(r, was);
}

void selecting_swap(struct reader *r)
{
	struct selecting *s = &r->selecting;
	uint64_t from = s->from;
	if (!s->is_extending)
		return;
	s->from = s->caret;
	s->caret = from;
	s->wish = -1;
	show_caret(r, s->from);
}

void selecting_toggle(struct reader *r)
{
	r->selecting.is_extending = !r->selecting.is_extending;
	r->selecting.from = r->selecting.caret;
}
