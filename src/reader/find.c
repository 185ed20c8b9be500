// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/find.h"

#include "base/translate.h"
#include "reader/frame.h"
#include "reader/move.h"

void find_drop(struct reader *r)
{
	if (r->has_search)
		search_done(&r->search);
	r->has_search = false;
	r->current = POS_NONE;
	r->seeking = 0;
}

void find_drop_kept(struct reader *r)
{
	if (r->has_kept_search)
		search_done(&r->kept_search);
	r->has_kept_search = false;
}

void find_begin(struct reader *r)
{
	r->kept_place = state_place(r);
	find_drop_kept(r);
	r->kept_search = r->search;
	r->has_kept_search = r->has_search;
	r->kept_current = r->current;
	r->has_search = false;
	r->current = POS_NONE;
	r->seeking = 0;
	prompt_begin(&r->search_prompt);
	r->prompting = PROMPTING_SEARCH;
	if (r->frame.room == ROOM_NARROW && r->in_margin)
		move_close_view(r);
}

// The exact screen from before the prompt.
void find_cancel(struct reader *r)
{
	find_drop(r);
	state_go_to(r, r->kept_place);
	r->search = r->kept_search;
	r->has_search = r->has_kept_search;
	r->current = r->kept_current;
	r->has_kept_search = false;
	r->prompting = PROMPTING_NONE;
}

// Begins to look for TEXT from POS on.
bool find_start(struct reader *r, const char *text, uint64_t pos)
{
	struct err e = {0};
	find_drop(r);
	struct query *q = query_new(text, &e);
	if (!q) {
		if (*text)
			state_tell(r, e.text);
		return false;
	}
	search_init(&r->search, r->session.document.source, q, pos);
	r->has_search = true;
	r->is_wrapped = false;
	r->seeking = 1;
	r->seek_from = pos;
	return true;
}

void find_as_typed(struct reader *r)
{
	buf_clear(&r->notice);
	state_go_to(r, r->kept_place);
	if (r->frame.room == ROOM_NARROW)
		move_close_view(r);
	frame_update(r);
	find_start(r, buf_string(&r->search_prompt.text), page_begin(&r->page));
}

void find_accept(struct reader *r)
{
	struct prompt *p = &r->search_prompt;
	r->prompting = PROMPTING_NONE;
	if (p->text.len == 0 && p->history_count == 0) {
		find_cancel(r);
		return;
	}
	if (p->text.len == 0)
		find_start(r, p->history[p->history_count - 1], page_begin(&r->page));
	else
		prompt_remember(p, buf_string(&p->text));
	find_drop_kept(r);
	if (r->has_search && r->search.is_done && search_count(&r->search) == 0)
		state_tell(r, _("Not found."));
	state_push(&r->back, r->kept_place);
	r->forward.count = 0;
}

void find_move(struct reader *r, int direction)
{
	if (!r->has_search) {
		const struct prompt *p = &r->search_prompt;
		if (p->history_count == 0) {
			state_tell(r, _("Nothing has been searched for yet: / begins a search."));
			return;
		}
		find_start(r, p->history[p->history_count - 1], page_begin(&r->page));
		r->seeking = direction;
		return;
	}
	bool is_seen = r->current != POS_NONE && r->current >= page_begin(&r->page) &&
		       r->current < page_end(&r->page);
	r->seeking = direction;
	r->is_wrapped = false;
	r->seek_from = is_seen ? r->current + (direction > 0) : page_begin(&r->page);
}

static void show_match(struct reader *r, struct match m)
{
	r->current = m.begin;
	r->is_on_match = true;
	r->seeking = 0;
	if (m.begin < page_begin(&r->page) || m.end > page_end(&r->page))
		page_go(&r->page, m.begin, r->page.height / 3);
	move_drop_hidden_focus(r);
	if (r->is_wrapped)
		state_tell(r, _("The search went on from the other end."));
}

// Goes to the match that is being looked for, as soon as it is known.  True when something
// happened.
bool find_settle(struct reader *r)
{
	size_t i;
	if (!r->seeking || !r->has_search)
		return false;
	bool found = r->seeking > 0 ? search_next(&r->search, r->seek_from, &i)
				    : search_previous(&r->search, r->seek_from, &i);
	bool is_known = r->seeking > 0 ? search_knows_after(&r->search, r->seek_from)
				       : search_knows_before(&r->search, r->seek_from);
	// Forward, what is found first is the nearest; back, only when all before is known.
	if (found && (is_known || (r->seeking > 0 && r->seek_from >= r->search.origin))) {
		show_match(r, search_match(&r->search, i));
		return true;
	}
	if (!is_known || !r->search.is_done)
		return false;
	if (search_count(&r->search) == 0) {
		r->seeking = 0;
		if (r->prompting == PROMPTING_NONE)
			state_tell(r, _("Not found."));
		return true;
	}
	r->is_wrapped = true;
	r->seek_from = r->seeking > 0 ? 0 : POS_NONE;
	return find_settle(r);
}
