// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/reader.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/acting.h"
#include "reader/author.h"
#include "reader/draw.h"
#include "reader/find.h"
#include "reader/frame.h"
#include "reader/keeping.h"
#include "reader/keymap.h"
#include "reader/marks.h"
#include "reader/move.h"
#include "reader/pointer.h"
#include "reader/resume.h"
#include "reader/selecting.h"
#include "reader/state.h"
#include "reader/typography.h"

enum {
	MOST_COUNT = 100000, // what a typed count is cut to
	SETTLE_SLICES = 16,  // of a search, between two keys that come at once
	SETTLE_ITEMS = 1000, // of a list that is narrowed, the same
};
// Prompts.

static void claim_prompt_done(struct reader *r)
{
	const char *text = buf_string(&r->claim_prompt.text);
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	r->prompting = PROMPTING_NONE;
	if (*text == '\0')
		return;
	uint32_t named = knowledge_find_annotation(&r->session.knowledge, text);
	if (*end == '\0' && *text != '-')
		move_to_claim_number(r, number < MOST_COUNT ? number : MOST_COUNT);
	else if (named != INDEX_NONE)
		move_to_claim(r, named, POS_NONE);
	else
		state_tell(r, _("A claim is named by its number, or as c-train."));
}

static void filter_event(struct reader *r, enum prompt_result result)
{
	if (result == PROMPT_CHANGED)
		r->is_typed = true;
	else if (result == PROMPT_ACCEPTED)
		find_filter_accept(r);
	if (result != PROMPT_CANCELLED)
		return;
	r->prompting = PROMPTING_NONE;
	find_filter_drop(r);
}

static struct prompt *open_prompt(struct reader *r)
{
	return r->prompting == PROMPTING_SEARCH	  ? &r->search_prompt
	       : r->prompting == PROMPTING_FILTER ? &r->filter_prompt
	       : r->prompting == PROMPTING_FILE	  ? &r->file_prompt
						  : &r->claim_prompt;
}

// What follows from what a key or a paste did to the prompt.
static void prompt_event(struct reader *r, enum prompt_result result)
{
	bool is_search = r->prompting == PROMPTING_SEARCH;
	if (r->prompting == PROMPTING_FILTER || r->prompting == PROMPTING_FILE) {
		(r->prompting == PROMPTING_FILTER ? filter_event : author_file_event)(r, result);
		return;
	}
	if (result == PROMPT_CANCELLED && is_search)
		find_cancel(r);
	else if (result == PROMPT_CANCELLED)
		r->prompting = PROMPTING_NONE;
	else if (result == PROMPT_ACCEPTED && is_search)
		find_accept(r);
	else if (result == PROMPT_ACCEPTED)
		claim_prompt_done(r);
	else if (result == PROMPT_CHANGED && is_search)
		find_as_typed(r);
	else if (result == PROMPT_TURNED && is_search)
		find_next_mode(r);
}

// One key was awaited.
static void answer(struct reader *r, uint32_t key)
{
	if (r->prompting == PROMPTING_ANSWER)
		author_answer_key(r, key);
	else if (r->prompting == PROMPTING_LETTER)
		marks_key(r, key);
	else
		author_unit_key(r, key);
}

// While one selects, keys that do nothing to the selection do what they always do.
static enum command find_command(const struct reader *r, uint32_t key)
{
	enum command command = keymap_find(MODE_READING, key);
	bool is_neutral = command == COMMAND_REDRAW || command == COMMAND_SUSPEND ||
			  command == COMMAND_WHERE || command == COMMAND_PERCENT;
	if (!r->selecting.is_on || (is_neutral && keymap_find(MODE_SELECTING, key) == COMMAND_NONE))
		return command;
	return keymap_find(MODE_SELECTING, key);
}

static void key_event(struct reader *r, uint32_t key)
{
	buf_clear(&r->notice);
	if (r->prompting >= PROMPTING_ANSWER) {
		answer(r, key);
		return;
	}
	if (r->prompting != PROMPTING_NONE) {
		prompt_event(r, prompt_key(open_prompt(r), key));
		return;
	}
	if (r->form.is_open) {
		author_form_key(r, key);
		return;
	}
	if (keymap_without_alt(key) && find_command(r, key) == COMMAND_NONE) {
		key_event(r, KEY_ESCAPE);
		key = keymap_without_alt(key);
	}
	if ((key >= '1' && key <= '9') || (key == '0' && r->count)) {
		r->count = r->count * 10 + (key - '0');
		if (r->count > MOST_COUNT)
			r->count = MOST_COUNT;
		return;
	}
	enum command command = find_command(r, key);
	log_line(LOG_KEY, "key %u, command %d, count %u", key, command, r->count);
	if (command == COMMAND_NONE) {
		struct buf text = {0};
		keymap_name(key, &text);
		buf_add_string(&text, _(" means nothing here; ? shows all keys."));
		state_tell(r, buf_string(&text));
		buf_done(&text);
	}
	acting_run(r, command);
	r->count = 0;
}

static void paste(struct reader *r, const struct event *event)
{
	buf_clear(&r->notice);
	if (r->prompting != PROMPTING_NONE && r->prompting < PROMPTING_ANSWER) {
		prompt_event(r, prompt_paste(open_prompt(r), event->text, event->n));
	} else if (r->form.is_open && r->prompting == PROMPTING_NONE) {
		struct margin_world world = draw_world(r, NULL, 0);
		form_paste(&r->form, &world, event->text, event->n);
	} else
		state_tell(r, _("There is nothing open to paste into."));
}

// A match that was asked for is gone to before the next key acts, as far as a little reading finds
// it.
static void settle_first(struct reader *r)
{
	size_t slices = SETTLE_SLICES;
	if (r->seeking && !r->search.is_done)
		search_step(&r->search, budget_of(&slices));
	while (find_settle(r))
		frame_update(r);
	// A list that was narrowed has what the next key acts on.
	slices = SETTLE_ITEMS;
	if (r->filter_query && !r->filter.is_done && r->prompting == PROMPTING_NONE)
		find_step_background(r, budget_of(&slices));
}

void reader_event(struct reader *r, const struct event *event)
{
	frame_update(r);
	settle_first(r);
	if (event->time > r->session.now)
		r->session.now = event->time;
	if (event->type == EVENT_RESIZE) {
		r->cols = event->cols > 0 ? event->cols : 1;
		r->rows = event->rows > 0 ? event->rows : 1;
	} else if (event->type == EVENT_KEY) {
		key_event(r, event->key);
	} else if (event->type == EVENT_PASTE) {
		paste(r, event);
	} else if (event->type == EVENT_EDITED) {
		author_edited(r, event->text, event->why);
	} else {
		pointer_event(r, event);
	}
	frame_update(r);
}

// Opening and going on.

static bool go_by_option(struct reader *r, const char *place, struct err *e)
{
	struct session *s = &r->session;
	char *end;
	if (*place == '/') {
		if (!find_start(r, place + 1, document_begin(&s->document)))
			return err_set(e, _("cannot go to \"%s\": %s"), place,
				       r->query_error.len ? buf_string(&r->query_error)
							  : _("there is nothing to search for"));
		prompt_remember(&r->search_prompt, place + 1);
		return true;
	}
	const char *digits =
		string_starts(place, "¶") ? place + strlen("¶") : place + (*place == '#');
	unsigned long long number = strtoull(digits, &end, 10);
	bool is_number = *digits >= '0' && *digits <= '9';
	if (is_number && strcmp(end, "%") == 0 && digits == place) {
		r->count = number > 100 ? 100 : (unsigned)number;
		if (r->count)
			move_to_percent(r);
		r->count = 0;
		return true;
	}
	while (session_step(s, (struct budget){NULL, NULL}) == STEP_MORE)
		;
	frame_update(r);
	uint32_t claim = knowledge_find_annotation(&s->knowledge, place);
	if (is_number && *end == '\0' && *place == '#')
		claim = number >= 1 && number <= s->knowledge.claim_count
				? s->knowledge.claims[number - 1]
				: INDEX_NONE;
	else if (is_number && *end == '\0') {
		uint64_t pos = index_paragraph_begin(s->document.index, number);
		if (pos == POS_NONE)
			return err_set(e, _("cannot go to paragraph %llu: there are %llu"), number,
				       (unsigned long long)index_paragraphs(s->document.index));
		page_go(&r->page, pos, 0);
		return true;
	}
	if (claim == INDEX_NONE)
		return err_set(e,
			       _("cannot go to \"%s\": there is no such paragraph, claim or match"),
			       place);
	move_to_claim(r, claim, POS_NONE);
	r->back.count = 0;
	return true;
}

struct reader *reader_new(const struct options *o, struct err *e)
{
	struct reader *r = mem_new(1, sizeof *r);
	r->focus = INDEX_NONE;
	r->selecting.replaced = INDEX_NONE;
	r->current = POS_NONE;
	r->cols = 80;
	r->rows = 24;
	margin_show(&r->margin, VIEW_NEARBY, 0);
	if (!session_open(&r->session, o, e)) {
		reader_free(r);
		return NULL;
	}
	r->session.has_keys = true;
	page_init(&r->page, &r->session.document);
	r->mode = o->mode;
	r->is_linear = o->linear;
	typography_init(r, o);
	selecting_end(r);
	resume_begin(r, o);
	frame_update(r);
	if (o->go && !go_by_option(r, o->go, e)) {
		reader_free(r);
		return NULL;
	}
	r->is_opened = true;
	return r;
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	find_drop(r);
	find_drop_kept(r);
	find_filter_drop(r);
	if (r->is_opened)
		resume_keep(r);
	page_done(&r->page);
	typography_done(r);
	form_done(&r->form);
	session_close(&r->session);
	free(r->question_id);
	free(r->export_path);
	prompt_done(&r->file_prompt);
	prompt_done(&r->search_prompt);
	prompt_done(&r->claim_prompt);
	prompt_done(&r->filter_prompt);
	free(r->back.all);
	free(r->forward.all);
	buf_done(&r->notice);
	buf_done(&r->query_error);
	grid_done(&r->grid);
	free(r);
}

// Shows the next thing that the session has to say, one at a time.
static bool take_notice(struct reader *r)
{
	struct buf *notices = &r->session.notices;
	if (notices->len == 0 || r->notice.len || r->prompting != PROMPTING_NONE)
		return false;
	size_t n = strcspn(buf_string(notices), "\n");
	buf_add(&r->notice, notices->data, n);
	size_t rest = notices->len - n - 1;
	memmove(notices->data, notices->data + n + 1, rest + 1);
	notices->len = rest;
	return true;
}

// Takes notice of a text that became longer or shorter.
static unsigned take_news(struct reader *r)
{
	bool was_at_end = page_is_at_end(&r->page);
	unsigned news = session_poll(&r->session);
	if (!(news & (SOURCE_GREW | SOURCE_SHRANK)))
		return news ? READER_PROGRESS : 0;
	// What was selected may be other words now: of a note in the making the quote tells where.
	if (news & SOURCE_SHRANK) {
		r->form.place = (struct range){POS_NONE, POS_NONE};
		selecting_end(r);
	}
	if (r->has_search)
		search_text_changed(&r->search);
	if (r->has_kept_search)
		search_text_changed(&r->kept_search);
	return was_at_end || news & SOURCE_SHRANK ? READER_CHANGED : READER_PROGRESS;
}

// The claim or note on which the cursor of the list of all is; INDEX_NONE where it is not in that.
static uint32_t item_listed(const struct reader *r)
{
	struct margin_world world = draw_world(r, NULL, 0);
	if (r->margin.view != VIEW_CLAIMS || world.filter)
		return INDEX_NONE;
	struct item item = margin_item(&r->margin, &world, r->margin.cursor);
	return item.kind == ITEM_CLAIM ? item.index : INDEX_NONE;
}

// The list is in the order of the text, as far as places are known: what was found since moves
// there, and the cursor stays with its own, on the same row of the screen.
static void stay_on_item(struct reader *r, uint32_t listed)
{
	struct margin_world world = draw_world(r, NULL, 0);
	int count = (int)rows_listed_count(&world);
	for (int i = 0; listed != INDEX_NONE && i < count; i++) {
		if (rows_listed_claim(&world, i) != listed)
			continue;
		r->margin.scroll += i - r->margin.cursor;
		r->margin.cursor = i;
		return;
	}
}

unsigned reader_step(struct reader *r, struct budget budget)
{
	unsigned result = take_news(r);
	if (notebook_take_news(r->session.notes)) {
		keeping_refresh(r);
		result |= READER_CHANGED;
	}
	find_refresh(r);
	uint64_t end = index_end(r->session.document.index);
	uint64_t version = r->session.knowledge.version;
	uint32_t listed = item_listed(r);
	if (session_step(&r->session, budget) == STEP_MORE)
		result |= READER_MORE;
	if (typography_settle(r))
		result |= READER_CHANGED;
	if (resume_settle(r))
		result |= READER_CHANGED | READER_MORE;
	if (version != r->session.knowledge.version) {
		stay_on_item(r, listed);
		result |= READER_CHANGED;
	}
	if (end != index_end(r->session.document.index))
		result |= READER_PROGRESS;
	if (result & READER_CHANGED)
		frame_update(r);
	size_t found = r->hits.count + r->filter.count, before = r->search.before.count;
	bool is_narrowing = r->filter_query && !r->filter.is_done;
	if (find_step_background(r, budget) == STEP_MORE)
		result |= READER_MORE;
	if (is_narrowing && r->filter.is_done)
		result |= READER_CHANGED;
	if (found != r->hits.count + r->filter.count)
		result |= READER_PROGRESS;
	if (r->has_search && !r->search.is_done) {
		if (search_step(&r->search, budget) == STEP_MORE)
			result |= READER_MORE;
		result |= READER_PROGRESS;
		if (r->search.is_done && r->search.is_too_costly)
			state_tell(r,
				   _("This pattern costs too much here: the search was given up."));
	}
	// Matches before those listed push them down: the cursor stays with its own.
	if (r->has_search && r->margin.view == VIEW_MATCHES) {
		int more = (int)(r->search.before.count - before);
		r->margin.cursor += more;
		r->margin.scroll += more;
	}
	while (find_settle(r)) {
		result |= READER_CHANGED;
		frame_update(r);
	}
	return take_notice(r) ? result | READER_CHANGED : result;
}

bool reader_is_ready(const struct reader *r)
{
	return session_is_ready(&r->session);
}

const struct grid *reader_draw(struct reader *r)
{
	find_refresh(r);
	frame_update(r);
	draw_reader(r);
	return &r->grid;
}

void reader_descriptors(const struct reader *r, int descriptors[2])
{
	descriptors[0] = source_descriptor(r->session.document.source);
	descriptors[1] = notebook_descriptor(r->session.notes);
}

bool reader_is_finished(const struct reader *r)
{
	return r->is_finished;
}

bool reader_takes_suspend(struct reader *r)
{
	bool takes = r->wants_suspend;
	r->wants_suspend = false;
	return takes;
}

bool reader_takes_redraw(struct reader *r)
{
	bool takes = r->wants_redraw;
	r->wants_redraw = false;
	return takes;
}

const char *reader_takes_export(struct reader *r)
{
	bool takes = r->wants_export;
	r->wants_export = false;
	return takes ? r->export_path : NULL;
}

void reader_exported(struct reader *r, const char *why)
{
	struct buf text = {0};
	if (why)
		buf_add_string(&text, why);
	else
		buf_printf(&text, _("The notes were written to %s."), r->export_path);
	r->is_export_done |= !why;
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

struct session *reader_session(struct reader *r)
{
	return &r->session;
}

bool reader_takes_edit(struct reader *r, const char **text)
{
	*text = r->wants_edit;
	r->wants_edit = NULL;
	return *text;
}
