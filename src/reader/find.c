// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/find.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/frame.h"
#include "reader/move.h"
#include "reader/typography.h"

enum { MOST_MATCHES = 1000 }; // that one key goes on by

void find_drop(struct reader *r)
{
	if (r->has_search)
		search_done(&r->search);
	hits_done(&r->hits);
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

void find_begin(struct reader *r, int direction)
{
	r->is_backward = direction < 0;
	r->kept_place = state_place(r);
	find_drop_kept(r);
	r->kept_search = r->search;
	r->has_kept_search = r->has_search;
	r->kept_current = r->current;
	r->has_search = false;
	hits_done(&r->hits);
	r->current = POS_NONE;
	r->seeking = 0;
	r->is_typed = false;
	buf_clear(&r->query_error);
	prompt_begin(&r->search_prompt);
	r->prompting = PROMPTING_SEARCH;
	if (r->frame.room == ROOM_NARROW && r->in_margin)
		move_close_view(r);
}

// The exact screen from before the prompt.
void find_cancel(struct reader *r)
{
	find_drop(r);
	r->is_typed = false;
	state_go_to(r, r->kept_place);
	r->search = r->kept_search;
	r->has_search = r->has_kept_search;
	if (r->has_search)
		hits_init(&r->hits, r->search.query, HITS_CLAIMS | HITS_FACTS);
	r->current = r->kept_current;
	r->has_kept_search = false;
	r->prompting = PROMPTING_NONE;
}

// Begins to look for TEXT from POS on.
bool find_start(struct reader *r, const char *text, uint64_t pos)
{
	struct err e = {0};
	find_drop(r);
	struct query *q = query_new(text, r->mode, typography_language(r), &e);
	buf_clear(&r->query_error);
	if (!q) {
		buf_add_string(&r->query_error, *text ? e.text : "");
		return false;
	}
	search_init(&r->search, r->session.document.source, q, pos);
	hits_init(&r->hits, q, HITS_CLAIMS | HITS_FACTS);
	r->has_search = true;
	r->is_wrapped = false;
	r->seeking = 1;
	r->seek_count = 1;
	r->seek_from = pos;
	return true;
}

void find_as_typed(struct reader *r)
{
	r->is_typed = true;
}

void find_next_mode(struct reader *r)
{
	r->mode = (r->mode + 1) % QUERY_MODES;
	r->is_typed = r->search_prompt.text.len > 0;
}

// Looks for TEXT from where one is, in the direction that was asked for.
static void start_here(struct reader *r, const char *text)
{
	bool was_on_match = r->is_on_match && r->kept_current != POS_NONE &&
			    r->kept_current >= page_begin(&r->page) &&
			    r->kept_current < page_end(&r->page);
	if (find_start(r, text, page_begin(&r->page)) && r->is_backward) {
		r->seeking = -1;
		r->seek_from = was_on_match ? r->kept_current : page_begin(&r->page);
	}
}

// Narrows to TEXT; one that narrows nothing is kept for what it advises.
static void set_filter(struct reader *r, const char *text, unsigned what)
{
	hits_done(&r->filter);
	filter_free(r->filter_wanted);
	r->filter_wanted = filter_new(text, &r->session.knowledge);
	r->filter_version = r->session.knowledge.version;
	hits_init_filter(&r->filter, r->filter_wanted, what | HITS_LISTED);
}

static void refresh_filter(struct reader *r)
{
	set_filter(r, buf_string(&r->filter_prompt.text), r->filter.what & ~(unsigned)HITS_LISTED);
	if (state_listed(r->margin.view))
		margin_show(&r->margin, r->margin.view, r->margin.subject);
}

void find_filter_begin(struct reader *r)
{
	unsigned what = r->in_margin ? state_listed(r->margin.view) : 0;
	r->kept_place = state_place(r);
	free(r->kept_filter);
	r->kept_filter = r->filter_wanted ? mem_string(filter_text(r->filter_wanted)) : NULL;
	r->kept_filter_what = r->filter.what;
	prompt_begin(&r->filter_prompt);
	r->prompting = PROMPTING_FILTER;
	set_filter(r, "", what ? what : HITS_CLAIMS);
}

// What the filter left out is not in focus.
static void settle_filter(struct reader *r)
{
	bool is_claims = r->filter.what & HITS_CLAIMS;
	if (r->prompting == PROMPTING_FILTER || !is_claims)
		return;
	if (r->focus != INDEX_NONE && !state_shows(r, r->focus))
		r->focus = INDEX_NONE;
	if (r->filter.count == 0)
		state_tell_keys(r, _("No claim is found by this filter; {close} takes it off."));
}

void find_filter_accept(struct reader *r)
{
	find_refresh(r);
	r->prompting = PROMPTING_NONE;
	prompt_remember(&r->filter_prompt, buf_string(&r->filter_prompt.text));
	if (r->filter_wanted && r->filter.is_done)
		settle_filter(r); // while it was typed
	if (r->filter_wanted && filter_is_wrong(r->filter_wanted))
		state_tell(r, filter_advice(r->filter_wanted));
	if (!r->filter_wanted || filter_is_empty(r->filter_wanted))
		find_filter_drop(r);
}

void find_filter_cancel(struct reader *r)
{
	r->prompting = PROMPTING_NONE;
	find_filter_drop(r);
	if (r->kept_filter)
		set_filter(r, r->kept_filter, r->kept_filter_what & ~(unsigned)HITS_LISTED);
	state_go_to(r, r->kept_place);
}

void find_filter_again(struct reader *r)
{
	if (!r->filter_wanted)
		return;
	char *text = mem_string(filter_text(r->filter_wanted));
	set_filter(r, text, r->filter.what & ~(unsigned)HITS_LISTED);
	free(text);
}

void find_filter_drop(struct reader *r)
{
	r->is_typed = false;
	hits_done(&r->filter);
	filter_free(r->filter_wanted);
	r->filter_wanted = NULL;
}

void find_take_language(struct reader *r, const char *language)
{
	if (language)
		session_take_language(&r->session, language);
	else
		session_next_language(&r->session);
	if (r->has_search)
		hits_init(&r->hits, r->search.query, HITS_CLAIMS | HITS_FACTS);
	find_filter_again(r);
}

void find_show_all(struct reader *r)
{
	size_t i;
	const struct prompt *p = &r->search_prompt;
	if (!r->has_search && p->history_count == 0) {
		state_tell_keys(r,
				_("Nothing has been searched for yet: {search} begins a search."));
		return;
	}
	if (!r->has_search &&
	    !find_start(r, p->history[p->history_count - 1], page_begin(&r->page))) {
		state_tell(r, buf_string(&r->query_error));
		return;
	}
	r->seeking = 0;
	move_open_view(r, VIEW_MATCHES, 0);
	if (r->current != POS_NONE && search_next(&r->search, r->current, &i))
		r->margin.cursor = (int)i;
}

enum step find_step_background(struct reader *r, struct budget budget)
{
	struct margin_world world = world_of(r, NULL, 0);
	enum step step = STEP_DONE;
	if (!session_is_ready(&r->session))
		return STEP_DONE;
	if (r->filter_wanted && r->filter_version != r->session.knowledge.version)
		find_filter_again(r);
	if (r->filter_wanted && !r->filter.is_done) {
		step = hits_step(&r->filter, &world, budget);
		if (step == STEP_DONE)
			settle_filter(r);
	}
	if (step == STEP_DONE && r->has_search && !r->hits.is_done)
		step = hits_step(&r->hits, &world, budget);
	return step;
}

void find_refresh(struct reader *r)
{
	if (!r->is_typed)
		return;
	r->is_typed = false;
	if (r->prompting == PROMPTING_FILTER) {
		refresh_filter(r);
		return;
	}
	buf_clear(&r->notice);
	state_go_to(r, r->kept_place);
	if (r->frame.room == ROOM_NARROW)
		move_close_view(r);
	frame_update(r);
	start_here(r, buf_string(&r->search_prompt.text));
}

// The text has no match: whether the background has one.
static void tell_none(struct reader *r)
{
	struct buf text = {0};
	if (r->search.is_too_costly)
		buf_add_string(&text,
			       _("This pattern costs too much here: the search was given up."));
	else if (r->hits.count == 0)
		buf_add_string(&text, _("Not found."));
	else
		buf_printf(&text,
			   PLURAL("Not in the text; in %zu claim or fact: S.",
				  "Not in the text; in %zu claims and facts: S.", r->hits.count),
			   r->hits.count);
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

void find_accept(struct reader *r)
{
	struct prompt *p = &r->search_prompt;
	find_refresh(r);
	r->prompting = PROMPTING_NONE;
	if (p->text.len == 0 && p->history_count == 0) {
		find_cancel(r);
		return;
	}
	if (p->text.len == 0)
		start_here(r, p->history[p->history_count - 1]);
	else
		prompt_remember(p, buf_string(&p->text));
	find_drop_kept(r);
	if (r->query_error.len > 0)
		state_tell(r, buf_string(&r->query_error));
	if (r->has_search && !r->seeking && r->search.is_done && search_count(&r->search) == 0)
		tell_none(r);
	state_push(&r->back, r->kept_place);
	r->forward.count = 0;
}

void find_move(struct reader *r, int direction)
{
	unsigned count = r->count > MOST_MATCHES ? MOST_MATCHES : r->count ? r->count : 1;
	if (r->is_backward)
		direction = -direction;
	if (!r->has_search) {
		const struct prompt *p = &r->search_prompt;
		if (p->history_count == 0) {
			state_tell_keys(
				r,
				_("Nothing has been searched for yet: {search} begins a search."));
			return;
		}
		if (find_start(r, p->history[p->history_count - 1], page_begin(&r->page))) {
			r->seeking = direction;
			r->seek_count = count;
		} else {
			state_tell(r, buf_string(&r->query_error));
		}
		return;
	}
	bool is_seen = r->current != POS_NONE && r->current >= page_begin(&r->page) &&
		       r->current < page_end(&r->page);
	r->seeking = direction;
	r->seek_count = count;
	r->is_wrapped = false;
	r->seek_from = is_seen ? r->current + (direction > 0) : page_begin(&r->page);
}

// The word at POS or, where there is none, the next one of its paragraph, in lower case; "" when
// there is none either.
static void add_word_at(struct reader *r, uint64_t *pos, struct buf *out)
{
	struct paragraph p;
	uint32_t cp;
	if (!document_paragraph(&r->session.document, *pos, &p))
		return;
	const uint8_t *s = (const uint8_t *)p.text;
	size_t begin = paragraph_off(&p, *pos), end, len;
	for (; begin < p.len; begin += len) {
		len = utf8_decode(s + begin, p.len - begin, &cp);
		if (utf8_is_word(cp))
			break;
	}
	for (end = begin; end < p.len; end += len) {
		len = utf8_decode(s + end, p.len - end, &cp);
		if (!utf8_is_word(cp))
			break;
		uint8_t bytes[4];
		buf_add(out, bytes, utf8_encode(utf8_lower(cp), bytes));
	}
	*pos = paragraph_pos(&p, (uint32_t)begin);
	paragraph_done(&p);
}

void find_word(struct reader *r)
{
	uint64_t pos = page_begin(&r->page);
	uint32_t claim =
		r->in_margin && r->margin.view == VIEW_CLAIM ? r->margin.subject : r->focus;
	struct buf text = {0};
	if (r->is_on_match && r->current != POS_NONE && r->current >= pos &&
	    r->current < page_end(&r->page))
		pos = r->current;
	if (claim != INDEX_NONE && state_annotation(r, claim)->selector.exact) {
		buf_add_string(&text, state_annotation(r, claim)->selector.exact);
		if (annotation_has_place(state_annotation(r, claim)))
			pos = state_annotation(r, claim)->begin;
	} else {
		add_word_at(r, &pos, &text);
	}
	r->mode = QUERY_FOLDED;
	r->is_backward = false;
	if (text.len == 0) {
		state_tell(r, _("There is no word at the cursor."));
	} else if (find_start(r, buf_string(&text), pos)) {
		state_remember(r);
		prompt_remember(&r->search_prompt, buf_string(&text));
		r->seek_from = pos + 1;
	} else {
		state_tell(r, buf_string(&r->query_error));
	}
	buf_done(&text);
}

static void show_match(struct reader *r, struct match m)
{
	r->seeking = 0;
	move_to_match(r, m);
	if (r->is_wrapped)
		state_tell(r, _("The search went on from the other end."));
}

// Counts a match of several that are passed; true when it is the one to go to.
static bool is_last(struct reader *r, struct match m)
{
	if (r->seek_count <= 1)
		return true;
	r->seek_count--;
	r->seek_from = m.begin + (r->seeking > 0);
	return false;
}

// Nothing matches; false while it is not known whether anything else does.
static bool settle_none(struct reader *r)
{
	if (!r->hits.is_done)
		return false;
	r->seeking = 0;
	if (r->prompting == PROMPTING_NONE)
		tell_none(r);
	return true;
}

// Goes to the match that is being looked for, as soon as it is known.  True when something
// happened.
bool find_settle(struct reader *r)
{
	size_t i;
	while (r->seeking && r->has_search) {
		bool found = r->seeking > 0 ? search_next(&r->search, r->seek_from, &i)
					    : search_previous(&r->search, r->seek_from, &i);
		bool is_known = r->seeking > 0 ? search_knows_after(&r->search, r->seek_from)
					       : search_knows_before(&r->search, r->seek_from);
		r->search.direction = r->seeking;
		if (found && is_known) {
			struct match m = search_match(&r->search, i);
			if (!is_last(r, m))
				continue;
			r->search.direction = 0;
			show_match(r, m);
			return true;
		}
		if (!is_known || !r->search.is_done)
			return false;
		if (search_count(&r->search) == 0)
			return settle_none(r);
		r->is_wrapped = true;
		r->seek_from = r->seeking > 0 ? 0 : POS_NONE;
	}
	return false;
}
