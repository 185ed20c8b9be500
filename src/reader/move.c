// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/move.h"

#include <stdlib.h>

#include "base/translate.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/frame.h"

enum {
	MOST_LINES = 20000,   // lines that one key moves
	MOST_UNPARTED = 1000, // paragraphs without a blank line between them, that count as one
};

void move_through_places(struct reader *r, struct place_list *from, struct place_list *to,
			 const char *nowhere)
{
	if (from->count == 0) {
		state_tell(r, nowhere);
		return;
	}
	state_push(to, state_place(r));
	state_go_to(r, from->all[--from->count]);
}

// The text.

static bool is_on_screen(const struct reader *r, struct range place)
{
	return place.begin != POS_NONE && place.begin < page_end(&r->page) &&
	       place.end > page_begin(&r->page);
}

// Lets go of a focus that the page has left.
void move_drop_hidden_focus(struct reader *r)
{
	if (r->focus != INDEX_NONE && !is_on_screen(r, state_focus(r)))
		r->focus = INDEX_NONE;
}

void move_text(struct reader *r, long lines)
{
	bool at_end = page_is_at_end(&r->page), at_begin = page_is_at_begin(&r->page);
	if (lines > MOST_LINES)
		lines = MOST_LINES;
	if (lines < -MOST_LINES)
		lines = -MOST_LINES;
	if (lines > 0 && at_end)
		state_tell(r, _("This is the end of the text."));
	if (lines < 0 && at_begin)
		state_tell(r, _("This is the start of the text."));
	page_scroll(&r->page, lines);
	move_drop_hidden_focus(r);
}

void move_to_pos(struct reader *r, uint64_t pos, int row)
{
	page_go(&r->page, pos, row);
	move_drop_hidden_focus(r);
}

void move_paragraph(struct reader *r, int direction)
{
	const struct document *d = &r->session.document;
	uint64_t pos = page_begin(&r->page);
	struct paragraph p;
	bool was_blank = direction < 0, moved = false;
	int unparted = 0;
	if (direction < 0 && pos <= document_begin(d)) {
		state_tell(r, _("This is the start of the text."));
		return;
	}
	// Forward: behind the next blank line; back: to where the text before a blank line begins.
	while (document_paragraph(d, direction > 0 ? pos : pos - 1, &p)) {
		bool is_blank = p.kind == PARAGRAPH_BLANK;
		uint64_t begin = p.begin, end = p.end;
		paragraph_done(&p);
		if (++unparted > MOST_UNPARTED)
			break;
		if (direction > 0) {
			if (was_blank && !is_blank && moved)
				break;
			was_blank = is_blank;
			moved = true;
			pos = end;
			if (pos >= document_end(d))
				break;
		} else {
			if (is_blank && !was_blank)
				break;
			was_blank = is_blank;
			pos = begin;
			if (pos <= document_begin(d))
				break;
		}
	}
	move_to_pos(r, pos, 0);
}

bool move_to_paragraph(struct reader *r, unsigned long long number)
{
	const struct document *d = &r->session.document;
	// What is said line by line cannot be corrected afterwards.
	while (r->is_linear && number > index_paragraphs(d->index) &&
	       index_step(d->index, (struct budget){NULL, NULL}) == STEP_MORE)
		;
	uint64_t pos = index_paragraph_begin_about(d->index, number);
	bool is_known = number <= index_paragraphs(d->index);
	if (number == 0 || (!is_known && document_is_counted(d)))
		return false;
	move_to_pos(r, pos == POS_NONE ? document_end(d) : pos, 0);
	if (is_known)
		return true;
	r->awaited_paragraph = number;
	r->awaited_anchor = r->page.anchor;
	struct buf text = {0};
	buf_printf(&text, _("Paragraph %llu is about here; it is not counted yet."), number);
	state_tell(r, buf_string(&text));
	buf_done(&text);
	return true;
}

bool move_settle(struct reader *r)
{
	const struct document *d = &r->session.document;
	unsigned long long number = r->awaited_paragraph, all = index_paragraphs(d->index);
	struct buf text = {0};
	if (number == 0)
		return false;
	bool is_busy = r->in_margin || state_mode(r) != MODE_READING || r->seeking;
	if (r->page.anchor != r->awaited_anchor || is_busy) {
		r->awaited_paragraph = 0;
		return false;
	}
	if (number > all && !document_is_counted(d))
		return false;
	r->awaited_paragraph = 0;
	if (number > all) {
		move_to_pos(r, document_end(d), 0);
		buf_printf(&text, _("There is no paragraph %llu; there are %llu."), number, all);
	} else {
		move_to_pos(r, index_paragraph_begin(d->index, number), 0);
		buf_printf(&text, _("This is paragraph %llu of %s%llu."), number,
			   document_is_counted(d) ? "" : "~",
			   (unsigned long long)index_paragraphs_about(d->index));
	}
	if (r->prompting == PROMPTING_NONE)
		state_tell(r, buf_string(&text));
	buf_done(&text);
	return true;
}

void move_to_percent(struct reader *r)
{
	if (r->count == 0) {
		state_tell(r, _("Type a number before %: 50% goes to the middle."));
		return;
	}
	state_remember(r);
	uint64_t begin = document_begin(&r->session.document);
	uint64_t size = document_end(&r->session.document) - begin;
	uint64_t percent = r->count > 100 ? 100 : r->count;
	move_to_pos(r, begin + size / 100 * percent + size % 100 * percent / 100, 0);
}

void move_sideways(struct reader *r, int cols)
{
	int most = page_widest(&r->page) - r->page.setting.width;
	r->page.shift += cols;
	if (r->page.shift > most)
		r->page.shift = most;
	if (r->page.shift < 0)
		r->page.shift = 0;
	if (most <= 0)
		state_tell(r, _("Every line on this screen is seen whole."));
}

void move_sideways_to(struct reader *r, uint64_t pos)
{
	if (!r->is_linear)
		page_show_column(&r->page, pos);
}

// Claims.

// Gives a claim the focus and brings it on screen.
void move_focus(struct reader *r, uint32_t claim, uint64_t at)
{
	r->focus = claim;
	r->focus_at = at;
	r->is_on_match = false;
	struct range place = state_focus(r);
	if (place.begin == POS_NONE)
		return;
	// What is seen whole already stays where it is.
	if (place.begin < page_begin(&r->page) || place.end > page_end(&r->page))
		page_go(&r->page, place.begin, r->page.height / 3);
	move_sideways_to(r, place.begin);
}

void move_to_match(struct reader *r, struct match m)
{
	r->current = m.begin;
	r->is_on_match = true;
	if (m.begin < page_begin(&r->page) || m.end > page_end(&r->page))
		page_go(&r->page, m.begin, r->page.height / 3);
	move_sideways_to(r, m.begin);
	move_drop_hidden_focus(r);
}

// The number in k->stops of the claim or note that a step from here leads to; −1: none.
static long step_from(const struct reader *r, int direction)
{
	const struct knowledge *k = &r->session.knowledge;
	size_t focused = r->focus != INDEX_NONE ? knowledge_stop_of(k, r->focus) : k->stop_count;
	if (focused < k->stop_count && (r->in_margin || is_on_screen(r, state_focus(r))))
		return (long)focused + direction;
	uint64_t from = page_begin(&r->page);
	if (r->is_on_match && r->current != POS_NONE && r->current >= from &&
	    r->current < page_end(&r->page))
		from = r->current;
	return (long)knowledge_stop_from(k, from) - (direction < 0);
}

// The same for a step over COUNT of those that no filter leaves out.
static long steps_from(const struct reader *r, int direction, unsigned count)
{
	const struct knowledge *k = &r->session.knowledge;
	long i = step_from(r, direction);
	for (;; i += direction) {
		while (i >= 0 && i < (long)k->stop_count && !state_shows(r, k->stops[i]))
			i += direction;
		if (i < 0 || i >= (long)k->stop_count || count <= 1)
			return i;
		count--;
	}
}

void move_claim(struct reader *r, int direction)
{
	const struct knowledge *k = &r->session.knowledge;
	long i = steps_from(r, direction, r->count);
	bool has_notes = k->note_count > 0;
	if (k->claim_count + k->note_count == 0) {
		state_tell(r, _("This text has no claims."));
		return;
	}
	if ((i < 0 || i >= (long)k->stop_count) && r->filter_wanted) {
		state_tell_keys(
			r,
			_("There is no other claim here that the filter leaves; {close} takes it "
			  "off."));
		return;
	}
	if (i < 0 || i >= (long)k->stop_count) {
		state_tell(r, direction > 0 ? has_notes ? _("There is no claim or note further on.")
							: _("There is no claim further on.")
			      : has_notes ? _("There is no claim or note before this.")
					    : _("There is no claim before this."));
		return;
	}
	bool shows_claim = r->in_margin && r->margin.view == VIEW_CLAIM;
	move_focus(r, k->stops[i], POS_NONE);
	if (shows_claim) {
		margin_show(&r->margin, VIEW_CLAIM, r->focus);
	} else {
		r->in_margin = false;
		margin_show(&r->margin, VIEW_NEARBY, 0);
	}
}

// Brings the text to a claim, or, if that has no place, the margin.
void move_to_claim(struct reader *r, uint32_t claim, uint64_t at)
{
	const struct annotation *a = state_annotation(r, claim);
	state_remember(r);
	if (!annotation_has_place(a) || annotation_is_on_whole(a)) {
		r->in_margin = true;
		margin_show(&r->margin, VIEW_CLAIM, claim);
		return;
	}
	r->in_margin = false;
	margin_show(&r->margin, VIEW_NEARBY, 0);
	frame_update(r);
	if (a->role == ROLE_TERM)
		move_to_pos(r, a->begin, r->page.height / 3);
	else
		move_focus(r, claim, at);
}

void move_to_mark(struct reader *r, uint32_t mark)
{
	state_remember(r);
	move_close_view(r);
	r->focus = INDEX_NONE;
	r->is_on_match = false;
	frame_update(r);
	move_to_pos(r, state_annotation(r, mark)->begin, 0);
}

void move_to_claim_number(struct reader *r, unsigned long number)
{
	const struct knowledge *k = &r->session.knowledge;
	if (number == 0 || number > k->claim_count) {
		struct buf text = {0};
		buf_printf(&text, _("There is no claim %lu; there are %zu."), number,
			   k->claim_count);
		state_tell(r, buf_string(&text));
		buf_done(&text);
		return;
	}
	move_to_claim(r, k->claims[number - 1], POS_NONE);
}

// The margin.

void move_open_view(struct reader *r, enum view view, uint32_t subject)
{
	if (r->in_margin && r->margin.view == view && r->margin.subject == subject)
		return;
	state_remember(r);
	r->in_margin = true;
	margin_show(&r->margin, view, subject);
}

void move_close_view(struct reader *r)
{
	r->in_margin = false;
	margin_show(&r->margin, VIEW_NEARBY, 0);
}

static void open_match(struct reader *r, struct match m)
{
	state_remember(r);
	move_close_view(r);
	frame_update(r);
	move_to_match(r, m);
}

static void open_heading(struct reader *r, uint64_t pos)
{
	state_remember(r);
	move_close_view(r);
	r->focus = INDEX_NONE;
	r->is_on_match = false;
	frame_update(r);
	move_to_pos(r, pos, 0);
}

static bool is_mark(const struct reader *r, uint32_t annotation)
{
	const struct annotation *a = state_annotation(r, annotation);
	return a->role == ROLE_MARK && annotation_has_place(a);
}

struct item move_item_here(const struct reader *r)
{
	size_t count;
	if (!r->in_margin)
		return (struct item){ITEM_NONE, INDEX_NONE, POS_NONE};
	struct nearby *nearby = world_nearby(r, &count);
	struct margin_world world = world_of(r, nearby, count);
	struct item item = margin_item(&r->margin, &world, r->margin.cursor);
	// Where there was no room for it, the first fact of a claim is what Enter leads to.
	if (r->margin.view == VIEW_CLAIM && r->margin.cursor < 0)
		item = margin_item(&r->margin, &world, 0);
	free(nearby);
	return item;
}

void move_open_item(struct reader *r)
{
	struct item item = move_item_here(r);
	if (item.kind == ITEM_FACT)
		move_open_view(r, VIEW_FACT, item.index);
	else if (item.kind == ITEM_CLAIM && is_mark(r, item.index))
		move_to_mark(r, item.index);
	else if (item.kind == ITEM_CLAIM)
		move_to_claim(r, item.index, item.at);
	else if (item.kind == ITEM_MATCH)
		open_match(r, search_match(&r->search, item.index));
	else if (item.kind == ITEM_HEADING)
		open_heading(r, item.at);
	else
		state_tell(r, _("The cursor is on nothing that can be opened."));
}

void move_open(struct reader *r)
{
	if (r->in_margin) {
		move_open_item(r);
		return;
	}
	// Where nothing can be opened, Enter is what it is for hands that know less.
	bool is_enter = r->key_count == 1 && r->keys[0] == KEY_ENTER_KEY;
	if (is_enter && !session_has_annotations(&r->session))
		move_text(r, r->count ? (long)r->count : 1);
	else if (r->focus == INDEX_NONE)
		move_claim(r, 1);
	else
		move_open_view(r, VIEW_CLAIM, r->focus);
}

void move_other_pane(struct reader *r)
{
	if (r->in_margin) {
		r->in_margin = false;
		if (r->frame.room == ROOM_NARROW)
			move_close_view(r);
	} else if (r->margin.view != VIEW_NEARBY) {
		r->in_margin = true;
	} else {
		if (r->focus == INDEX_NONE)
			move_claim(r, 1);
		if (r->focus != INDEX_NONE)
			move_open(r);
	}
}

// Moves in the margin by lines, screens (of its height) or to its ends.
void move_margin(struct reader *r, long lines, int end)
{
	const struct pane *p = &r->frame.margin;
	size_t count;
	struct nearby *nearby = world_nearby(r, &count);
	struct margin_world world = world_of(r, nearby, count);
	if (end)
		margin_go_end(&r->margin, &world, end, p->width, p->height);
	else
		margin_move(&r->margin, &world, (int)lines, p->width, p->height);
	free(nearby);
}
