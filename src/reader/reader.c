// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/reader.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/acting.h"
#include "reader/adjusting.h"
#include "reader/author.h"
#include "reader/commanding.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/find.h"
#include "reader/following.h"
#include "reader/frame.h"
#include "reader/keeping.h"
#include "reader/keymap.h"
#include "reader/marks.h"
#include "reader/move.h"
#include "reader/pointer.h"
#include "reader/prompting.h"
#include "reader/resume.h"
#include "reader/selecting.h"
#include "reader/state.h"
#include "reader/typography.h"
#include "reader/views.h"

enum {
	SETTLE_SLICES = 16,  // of a search, between two keys that come at once
	SETTLE_ITEMS = 1000, // of a list that is narrowed, the same
};
// Keys.

// While one selects, keys that do nothing to the selection do what they always do.
static enum keyboard_answer find_keys(const struct reader *r, const uint32_t *keys, int count,
				      const struct sequence **found)
{
	enum mode mode = state_mode(r);
	enum keyboard_answer answer = keyboard_find(&r->keyboard, mode, keys, count, found);
	if (answer != KEYBOARD_NOTHING || mode != MODE_SELECTING)
		return answer;
	answer = keyboard_find(&r->keyboard, MODE_READING, keys, count, found);
	enum command command = answer == KEYBOARD_FOUND ? (*found)->command : COMMAND_NONE;
	bool is_neutral = command == COMMAND_REDRAW || command == COMMAND_SUSPEND ||
			  command == COMMAND_WHERE || command == COMMAND_PERCENT;
	return is_neutral ? answer : KEYBOARD_NOTHING;
}

static void tell_nothing(struct reader *r)
{
	struct sequence pressed = {.count = r->key_count};
	struct buf text = {0};
	memcpy(pressed.keys, r->keys, sizeof pressed.keys);
	keyboard_sequence(&pressed, 0, &text);
	keyboard_say(&r->keyboard, _(" means nothing here; {help} shows all keys."), &text);
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

// A sequence that is not finished is left by what leaves anything.
static bool is_leaving(const struct reader *r, uint32_t key)
{
	return r->key_count > 1 && (key == KEY_ESCAPE || key == ('c' & 0x1F));
}

// An editor knows keys of its own: it gets what the table has for a command, if the key that was
// pressed is another one.
static void write_key(struct reader *r, enum command command, uint32_t key)
{
	const struct binding *b = keymap_binding(command);
	bool is_own = b == NULL;
	for (size_t i = 0; b && b->keys[i]; i++)
		is_own |= b->keys[i] == key;
	author_form_key(r, is_own ? key : b->keys[0]);
}

static void act(struct reader *r, const struct sequence *s, uint32_t key)
{
	enum command command = s->command;
	log_line(LOG_KEY, "key %u, command %d, count %u", key, command, r->count);
	if (s->mode == MODE_WRITING) {
		write_key(r, command, key);
	} else if (s->line) {
		char *line = mem_string(s->line); // which may bind keys anew
		commanding_run(r, line);
		free(line);
	} else {
		acting_run(r, command);
	}
	r->count = 0;
}

static bool is_count(const struct reader *r, uint32_t key)
{
	return r->key_count == 0 && state_mode(r) != MODE_WRITING &&
	       ((key >= '1' && key <= '9') || (key == '0' && r->count));
}

// A key that is for no prompt.
static void command_key(struct reader *r, uint32_t key)
{
	const struct sequence *found;
	if (is_count(r, key)) {
		r->count = r->count * 10 + (key - '0');
		if (r->count > STATE_MOST_COUNT)
			r->count = STATE_MOST_COUNT;
		return;
	}
	r->keys[r->key_count++] = key;
	enum keyboard_answer answer = find_keys(r, r->keys, r->key_count, &found);
	if (answer == KEYBOARD_MORE)
		return;
	if (answer == KEYBOARD_FOUND)
		act(r, found, key);
	else if (state_mode(r) == MODE_WRITING && r->key_count == 1)
		author_form_key(r, key);
	else if (!is_leaving(r, key))
		tell_nothing(r);
	r->key_count = 0;
	if (answer == KEYBOARD_NOTHING)
		r->count = 0;
}

// True when whatever has the keys knows this one, which has Alt.
static bool is_alt_known(const struct reader *r, uint32_t key)
{
	const struct sequence *found;
	uint32_t keys[KEYBOARD_LONGEST];
	bool is_edited = key == KEY_ALT_B || key == KEY_ALT_F;
	if (r->prompting != PROMPTING_NONE)
		return is_edited && r->prompting < PROMPTING_ANSWER;
	memcpy(keys, r->keys, sizeof keys);
	keys[r->key_count] = key;
	return find_keys(r, keys, r->key_count + 1, &found) != KEYBOARD_NOTHING ||
	       (r->form.is_open && is_edited);
}

static void key_event(struct reader *r, uint32_t key)
{
	buf_clear(&r->notice);
	struct prompt *p = state_prompt(r);
	if (r->prompting == PROMPTING_COMMAND)
		commanding_key(r, key);
	else if (p)
		prompting_event(r, prompt_key(p, key));
	else if (r->prompting != PROMPTING_NONE)
		prompting_answer(r, key);
	else
		command_key(r, key);
}

static void paste(struct reader *r, const struct event *event)
{
	buf_clear(&r->notice);
	struct prompt *p = state_prompt(r);
	if (r->prompting == PROMPTING_COMMAND) {
		commanding_event(r, prompt_paste(p, event->text, event->n));
	} else if (p) {
		prompting_event(r, prompt_paste(p, event->text, event->n));
	} else if (r->form.is_open && r->prompting == PROMPTING_NONE) {
		struct margin_world world = world_of(r, NULL, 0);
		form_paste(&r->form, &world, event->text, event->n);
	} else
		state_tell(r, _("There is nothing open to paste into."));
}

// A match that was asked for is gone to before the next key acts, as far as a little reading finds
// it.
static void settle_first(struct reader *r)
{
	size_t slices = SETTLE_SLICES;
	if (r->seeking && r->has_search && !r->search.is_done)
		search_step(&r->search, budget_of(&slices));
	while (find_settle(r))
		frame_update(r);
	// A list that was narrowed has what the next key acts on.
	slices = SETTLE_ITEMS;
	if (r->filter_wanted && !r->filter.is_done && r->prompting == PROMPTING_NONE)
		find_step_background(r, budget_of(&slices));
}

// A key with Alt that means nothing is the two keys as which it came.
static bool parts_alt(struct reader *r, const struct event *event)
{
	struct event part = *event;
	if (event->type != EVENT_KEY || !keymap_without_alt(event->key) ||
	    is_alt_known(r, event->key))
		return false;
	part.key = KEY_ESCAPE;
	reader_event(r, &part);
	part.key = keymap_without_alt(event->key);
	reader_event(r, &part);
	return true;
}

void reader_event(struct reader *r, const struct event *event)
{
	if (parts_alt(r, event))
		return;
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
	if (event->type == EVENT_RESIZE && frame_shows_text(r))
		selecting_show(r);
}

// Opening and going on.

struct reader *reader_new(const struct options *o, struct err *e)
{
	struct reader *r = mem_new(1, sizeof *r);
	r->focus = INDEX_NONE;
	r->selecting.replaced = INDEX_NONE;
	r->current = POS_NONE;
	r->completed_at = -1;
	r->cols = 80;
	r->rows = 24;
	margin_show(&r->margin, VIEW_NEARBY, 0);
	if (!session_open(&r->session, o, e)) {
		reader_free(r);
		return NULL;
	}
	r->session.keyboard = &r->keyboard;
	adjusting_begin(r, o);
	page_init(&r->page, &r->session.document);
	r->mode = o->mode;
	r->is_linear = o->linear;
	typography_init(r, o);
	selecting_end(r);
	resume_begin(r, o);
	frame_update(r);
	if (o->go && !commanding_go(r, o->go, e)) {
		reader_free(r);
		return NULL;
	}
	if (o->follow && o->linear)
		move_to_pos(r, document_end(&r->session.document), 0);
	else if (o->follow)
		following_begin(r);
	r->back.count = 0;
	r->is_opened = true;
	return r;
}

void reader_leave_unread(struct reader *r)
{
	r->is_opened = false;
}

void reader_leave(struct reader *r)
{
	if (r->is_opened)
		resume_keep(r);
	session_leave(&r->session);
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	find_drop(r);
	find_drop_kept(r);
	find_filter_drop(r);
	free(r->kept_filter);
	if (r->is_opened)
		resume_keep(r);
	page_done(&r->page);
	views_done(r);
	typography_done(r);
	form_done(&r->form);
	session_close(&r->session);
	free(r->question_id);
	free(r->export_path);
	free(r->open_address);
	buf_done(&r->copy);
	prompt_done(&r->file_prompt);
	prompt_done(&r->search_prompt);
	prompt_done(&r->claim_prompt);
	prompt_done(&r->filter_prompt);
	prompt_done(&r->help_prompt);
	prompt_done(&r->command_prompt);
	prompting_drop_help(r);
	buf_done(&r->completed);
	adjusting_done(r);
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
	uint64_t end = document_end(&r->session.document);
	unsigned news = session_poll(&r->session);
	if (!(news & (SOURCE_GREW | SOURCE_SHRANK))) {
		bool is_shown = following_take(r, news);
		return is_shown ? READER_CHANGED : news ? READER_PROGRESS : 0;
	}
	// What was selected may be other words now: of a note in the making the quote tells where.
	if (news & SOURCE_SHRANK) {
		r->form.place = (struct range){POS_NONE, POS_NONE};
		selecting_end(r);
	}
	views_text_changed(r, news & SOURCE_SHRANK ? 0 : end);
	if (r->has_search)
		search_text_changed(&r->search);
	if (r->has_kept_search)
		search_text_changed(&r->kept_search);
	bool is_shown = following_take(r, news) || was_at_end || news & SOURCE_SHRANK;
	return is_shown ? READER_CHANGED : READER_PROGRESS;
}

// The claim or note on which the cursor of the list of all is; INDEX_NONE where it is not in that.
static uint32_t item_listed(const struct reader *r)
{
	struct margin_world world = world_of(r, NULL, 0);
	if (r->margin.view != VIEW_CLAIMS || world.filter)
		return INDEX_NONE;
	struct item item = margin_item(&r->margin, &world, r->margin.cursor);
	return item.kind == ITEM_CLAIM ? item.index : INDEX_NONE;
}

// The list is in the order of the text, as far as places are known: what was found since moves
// there, and the cursor stays with its own, on the same row of the screen.
static void stay_on_item(struct reader *r, uint32_t listed)
{
	struct margin_world world = world_of(r, NULL, 0);
	int count = (int)rows_listed_count(&world);
	for (int i = 0; listed != INDEX_NONE && i < count; i++) {
		if (rows_listed_claim(&world, i) != listed)
			continue;
		r->margin.scroll += i - r->margin.cursor;
		r->margin.cursor = i;
		return;
	}
}

// Goes on with the lists that are long in the making.
static unsigned step_views(struct reader *r, struct budget budget)
{
	size_t headings = r->contents.count;
	bool is_ordering = r->timeline.next != NULL;
	unsigned result = views_step(r, budget) == STEP_MORE ? READER_MORE | READER_PROGRESS : 0;
	if (is_ordering && !r->timeline.next)
		result |= READER_CHANGED;
	return headings != r->contents.count ? result | READER_PROGRESS : result;
}

static unsigned step_search(struct reader *r, struct budget budget)
{
	if (!r->has_search || r->search.is_done)
		return 0;
	enum step step = search_step(&r->search, budget);
	if (r->search.is_done && r->search.is_too_costly)
		state_tell(r, _("This pattern costs too much here: the search was given up."));
	return READER_PROGRESS | (step == STEP_MORE ? READER_MORE : 0);
}

// What others wrote, and what waits for the first screen to be seen; not in the answer of a key.
// A file was opened just then: to be told when it is rewritten costs samples of all of it.
static unsigned take_all_news(struct reader *r)
{
	bool is_file = source_is_complete(r->session.document.source);
	unsigned result = is_file && !r->is_drawn ? 0 : take_news(r);
	if (r->is_drawn)
		typography_complete(r);
	if (!notebook_take_news(r->session.notes))
		return result;
	keeping_refresh(r);
	return result | READER_CHANGED;
}

unsigned reader_step(struct reader *r, struct budget budget)
{
	following_done(r, COMMAND_NONE);	  // a match may have led elsewhere
	bool is_answer = budget_is_spent(budget); // somebody waits
	unsigned result = is_answer ? 0 : take_all_news(r);
	result |= following_keep(r) ? READER_CHANGED : 0;
	find_refresh(r);
	uint64_t end = index_end(r->session.document.index);
	uint64_t version = r->session.knowledge.version;
	uint32_t listed = item_listed(r);
	bool was_ready = reader_is_ready(r);
	if (session_step(&r->session, budget) == STEP_MORE)
		result |= READER_MORE;
	if (!was_ready && reader_is_ready(r)) // the name and language that the sets give it, too
		result |= READER_CHANGED;
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
	if (move_settle(r))
		result |= READER_CHANGED;
	if (result & READER_CHANGED)
		frame_update(r);
	size_t found = r->hits.count + r->filter.count, before = r->search.before.count;
	bool is_narrowing = r->filter_wanted && !r->filter.is_done;
	if (find_step_background(r, budget) == STEP_MORE)
		result |= READER_MORE;
	if (is_narrowing && r->filter.is_done)
		result |= READER_CHANGED;
	if (found != r->hits.count + r->filter.count)
		result |= READER_PROGRESS;
	result |= step_views(r, budget) | step_search(r, budget);
	if (r->is_drawn && !is_answer && page_foresee(&r->page, budget) == STEP_MORE)
		result |= READER_MORE;
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

bool reader_is_marked(const struct reader *r)
{
	const struct session *s = &r->session;
	return session_percent_read(s) < 0 && session_is_marked(s, page_end(&r->page));
}

bool reader_is_seeking(const struct reader *r)
{
	return r->seeking != 0;
}

const struct grid *reader_draw(struct reader *r)
{
	find_refresh(r);
	frame_update(r);
	draw_reader(r);
	r->is_drawn = true;
	return &r->grid;
}

bool reader_descriptors(const struct reader *r, int descriptors[2])
{
	struct source *source = r->session.document.source;
	descriptors[0] = source_descriptor(source);
	descriptors[1] = notebook_descriptor(r->session.notes);
	return !source_is_untold(source) && !notebook_is_untold(r->session.notes);
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

bool reader_takes_settings(struct reader *r, const struct options **o)
{
	bool takes = r->wants_settings;
	r->wants_settings = false;
	*o = &r->options;
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

const char *reader_takes_copy(struct reader *r, size_t *n)
{
	*n = r->copy.len;
	return r->copy_what ? buf_string(&r->copy) : NULL;
}

void reader_copied(struct reader *r, enum reader_copied result, const char *why)
{
	size_t n = (size_t)utf8_count((const uint8_t *)buf_string(&r->copy), r->copy.len);
	const char *what = r->copy_what ? r->copy_what : "";
	struct buf text = {0};
	if (result == READER_COPIED)
		buf_printf(&text,
			   PLURAL("%s was copied, %zu character.", "%s was copied, %zu characters.",
				  n),
			   what, n);
	else if (result == READER_COPIED_SENT)
		buf_printf(&text,
			   PLURAL("%s was sent to the terminal's clipboard, %zu character.",
				  "%s was sent to the terminal's clipboard, %zu characters.", n),
			   what, n);
	else
		buf_printf(&text, _("%s was not copied: %s."), what, why);
	state_tell(r, buf_string(&text));
	r->copy_what = NULL;
	buf_done(&text);
	buf_done(&r->copy);
}

const char *reader_takes_open(struct reader *r)
{
	bool takes = r->wants_open;
	r->wants_open = false;
	return takes ? r->open_address : NULL;
}

void reader_opened(struct reader *r, const char *program, const char *why)
{
	struct buf text = {0};
	if (program)
		buf_printf(&text, _("The address was handed to %s."), program);
	else
		buf_printf(&text, _("Not opened: %s"), why);
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

void reader_refused_settings(struct reader *r, const struct err *e)
{
	options_set(&r->options, "theme", r->theme_kept ? r->theme_kept : "default", NULL);
	state_tell_fault(r, e);
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
