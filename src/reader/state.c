// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/state.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "document/motion.h"

enum { MOST_PLACES = 1000 };

void state_tell(struct reader *r, const char *text)
{
	buf_clear(&r->notice);
	buf_add_string(&r->notice, text);
}

void state_tell_keys(struct reader *r, const char *text)
{
	buf_clear(&r->notice);
	keyboard_say(&r->keyboard, text, &r->notice);
}

void state_tell_fault(struct reader *r, const struct err *e)
{
	struct buf text = {0};
	buf_printf(&text, "%s.", e->text);
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

const struct annotation *state_annotation(const struct reader *r, uint32_t i)
{
	return &r->session.knowledge.annotations[i];
}

struct range state_focus(const struct reader *r)
{
	if (r->focus == INDEX_NONE || !annotation_has_place(state_annotation(r, r->focus)))
		return (struct range){POS_NONE, POS_NONE};
	const struct annotation *a = state_annotation(r, r->focus);
	for (uint32_t i = 0; i < a->other_count; i++)
		if (a->others[i].begin == r->focus_at)
			return a->others[i];
	return (struct range){a->begin, a->end};
}

const struct hits *state_filter(const struct reader *r)
{
	return r->filter_wanted && r->filter.what & state_listed(r->margin.view) ? &r->filter
										 : NULL;
}

unsigned state_listed(enum view view)
{
	return view == VIEW_CLAIMS			     ? HITS_CLAIMS
	       : view == VIEW_FACTS || view == VIEW_TIMELINE ? HITS_FACTS
	       : view == VIEW_MARKS			     ? HITS_MARKS
							     : 0;
}

bool state_shows(const struct reader *r, uint32_t annotation)
{
	enum role role = state_annotation(r, annotation)->role;
	return !r->filter_wanted || !(r->filter.what & HITS_CLAIMS) || role == ROLE_TERM ||
	       role == ROLE_MARK || hits_has(&r->filter, annotation);
}

struct prompt *state_prompt(struct reader *r)
{
	struct prompt *const prompts[] = {
		[PROMPTING_SEARCH] = &r->search_prompt, [PROMPTING_CLAIM] = &r->claim_prompt,
		[PROMPTING_FILTER] = &r->filter_prompt, [PROMPTING_FILE] = &r->file_prompt,
		[PROMPTING_HELP] = &r->help_prompt,	[PROMPTING_COMMAND] = &r->command_prompt,
	};
	return r->prompting < PROMPTING_ANSWER ? prompts[r->prompting] : NULL;
}

enum mode state_mode(const struct reader *r)
{
	return r->form.is_open ? MODE_WRITING : r->selecting.is_on ? MODE_SELECTING : MODE_READING;
}

// Places to come back to.

struct place_kept state_place(const struct reader *r)
{
	return (struct place_kept){.anchor = r->page.anchor,
				   .shift = r->page.shift,
				   .focus = r->focus,
				   .focus_at = r->focus_at,
				   .is_on_match = r->is_on_match,
				   .in_margin = r->in_margin,
				   .margin = r->margin};
}

void state_push(struct place_list *list, struct place_kept place)
{
	if (list->count == MOST_PLACES)
		memmove(list->all, list->all + 1, --list->count * sizeof *list->all);
	list->all = mem_reserve(list->all, &list->capacity, list->count + 1, sizeof *list->all);
	list->all[list->count++] = place;
}

// To be called before a jump.
void state_remember(struct reader *r)
{
	state_push(&r->back, state_place(r));
	r->forward.count = 0;
}

void state_go_to(struct reader *r, struct place_kept place)
{
	r->page.anchor = place.anchor;
	r->page.shift = place.shift;
	r->focus = place.focus;
	r->focus_at = place.focus_at;
	r->is_on_match = place.is_on_match;
	r->in_margin = place.in_margin;
	r->margin = place.margin;
	// What one was on may have been edited or deleted since.
	const struct knowledge *k = &r->session.knowledge;
	r->focus = knowledge_current(k, r->focus);
	if (r->margin.view == VIEW_CLAIM || r->margin.view == VIEW_TIMELINE)
		r->margin.subject = knowledge_current(k, r->margin.subject);
	if (r->margin.view == VIEW_CLAIM && r->margin.subject == INDEX_NONE) {
		r->in_margin = false;
		margin_show(&r->margin, VIEW_NEARBY, 0);
	}
}

// Notes of one's own.

void state_ask(struct reader *r, enum question question, const char *id)
{
	char *kept = mem_string(id);
	free(r->question_id);
	r->question_id = kept;
	r->question = question;
	r->prompting = PROMPTING_ANSWER;
}

const char *state_question(const struct reader *r)
{
	switch (r->question) {
	case QUESTION_DELETE:
		return _("Delete this? y deletes, any other key keeps it");
	case QUESTION_DISCARD:
		return _("Throw away what was typed? y throws it away, any other key goes on");
	case QUESTION_OVERWRITE:
		return _("This file is there already: y writes over it, any other key does not");
	case QUESTION_OPEN:
		return _("Open this address? y opens it, any other key does not");
	default:
		return _(
			"Quit, and lose what is not kept? y does; {export} writes notes to a file");
	}
}

struct range state_selection(const struct reader *r)
{
	const struct selecting *s = &r->selecting;
	if (!s->is_on && r->form.is_open)
		return r->form.place;
	if (!s->is_on)
		return (struct range){POS_NONE, POS_NONE};
	uint64_t from = s->is_extending ? s->from : s->caret;
	uint64_t first = from < s->caret ? from : s->caret;
	uint64_t last = from < s->caret ? s->caret : from;
	return (struct range){first, motion_after(&r->session.document, last)};
}

bool state_is_on_own(const struct reader *r)
{
	const struct notebook *nb = r->session.notes;
	if (r->in_margin && r->margin.view == VIEW_FACT)
		return notebook_is_own_fact(nb, r->margin.subject);
	if (r->in_margin && r->margin.view == VIEW_CLAIM)
		return notebook_is_own(nb, r->margin.subject);
	return !r->in_margin && notebook_is_own(nb, r->focus);
}
