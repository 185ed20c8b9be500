// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/keeping.h"

#include "base/translate.h"
#include "document/motion.h"
#include "knowledge/json.h"
#include "knowledge/selection.h"
#include "reader/move.h"

void keeping_say(struct reader *r, const char *format, const char *word)
{
	struct buf text = {0};
	buf_printf(&text, format, word);
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

void keeping_tell(struct reader *r, enum notebook_result result, const char *done,
		  const struct err *e)
{
	if (result == NOTEBOOK_DONE)
		state_tell_keys(r, done);
	else if (result == NOTEBOOK_CONFLICT)
		state_tell(r, _("Another reader changed this note too: both are there now."));
	else if (!notebook_has_store(r->session.notes) && r->has_told_unsaved)
		state_tell(r, _("Done, for as long as the program runs."));
	else
		keeping_say(r, _("Done, but not kept: %s"), e->text);
	r->has_told_unsaved = true;
}

struct note keeping_note_on(struct reader *r, enum note_type type, struct range range)
{
	struct note note;
	const struct document *d = &r->session.document;
	note_init(&note, type);
	selector_done(&note.place);
	note.place = selection_describe(d->source, d->index, range.begin, range.end);
	return note;
}

struct range keeping_line_on_top(const struct reader *r)
{
	const struct document *d = &r->session.document;
	struct range range = {page_begin(&r->page), page_end(&r->page)};
	if (r->page.row_count)
		page_row_range(&r->page, 0, &range.begin, &range.end);
	range.begin = motion_go(d, range.begin, MOTION_LEFT, 0);
	if (range.end <= range.begin)
		range.end = motion_after(d, range.begin);
	return range;
}

void keeping_write(struct reader *r, const struct note *note, const char *was, struct buf *out)
{
	char now[NOTEBOOK_TIME];
	struct note_source on =
		notebook_source(r->session.notes, r->session.title, r->session.knowledge.language);
	struct json *j = was ? json_read((const uint8_t *)was, strlen(was)) : NULL;
	notebook_time(r->session.now, now);
	note_write(note, json_root(j), &on, now, out);
	json_free(j);
}

void keeping_go_to(struct reader *r, const char *id)
{
	uint32_t annotation = notebook_annotation(r->session.notes, id);
	if (annotation == INDEX_NONE)
		return;
	const struct annotation *a = state_annotation(r, annotation);
	if (a->role == ROLE_REPLY && a->parent != INDEX_NONE) {
		if (!r->in_margin || r->margin.view != VIEW_CLAIM)
			move_open_view(r, VIEW_CLAIM, a->parent);
	} else if (annotation_has_place(a) && a->role != ROLE_MARK &&
		   !(r->in_margin && r->margin.view == VIEW_CLAIMS)) {
		move_close_view(r);
		move_focus(r, annotation, POS_NONE);
	}
}

// What was found may be gone, and what is new was not looked at.
static void look_again(struct hits *h)
{
	if (h->filter)
		hits_init_filter(h, h->filter, h->what);
	else
		hits_init(h, h->query, h->what);
}

void keeping_refresh(struct reader *r)
{
	const struct knowledge *k = &r->session.knowledge;
	r->focus = knowledge_current(k, r->focus);
	if (r->margin.view == VIEW_CLAIM) {
		r->margin.subject = knowledge_current(k, r->margin.subject);
		if (r->margin.subject == INDEX_NONE)
			move_close_view(r);
	}
	if (r->has_search)
		look_again(&r->hits);
	if (r->filter_wanted)
		look_again(&r->filter);
}

enum notebook_result keeping_do(struct reader *r, const struct notebook_change *changes, size_t n,
				const char *what, const char *done)
{
	struct err e = {0};
	enum notebook_result result =
		notebook_do(r->session.notes, changes, n, what, r->session.now, &e);
	r->is_export_done = false;
	keeping_refresh(r);
	keeping_tell(r, result, done, &e);
	return result;
}
