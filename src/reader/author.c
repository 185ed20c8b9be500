// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/author.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/translate.h"
#include "document/motion.h"
#include "knowledge/json.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/event.h"
#include "reader/frame.h"
#include "reader/keeping.h"
#include "reader/move.h"
#include "reader/opening.h"
#include "reader/resume.h"
#include "reader/selecting.h"
#include "reader/words.h"

enum { SETTLE_SLICES = 64 };

static const struct range nowhere = {POS_NONE, POS_NONE};

// What one is on.

static bool is_own(const struct reader *r, uint32_t annotation)
{
	return notebook_is_own(r->session.notes, annotation);
}

// The item under the margin's cursor.
static struct item item_here(const struct reader *r)
{
	struct margin_world world = world_of(r, NULL, 0);
	return margin_item(&r->margin, &world, r->margin.cursor);
}

// The annotation that is looked at: in a list that under the cursor, else the one that is shown, or
// in focus; INDEX_NONE for none.
static uint32_t annotation_here(const struct reader *r)
{
	struct item item = {ITEM_NONE, INDEX_NONE, POS_NONE};
	if (r->in_margin)
		item = item_here(r);
	bool is_reply =
		item.kind == ITEM_CLAIM && state_annotation(r, item.index)->role == ROLE_REPLY;
	if (r->in_margin && r->margin.view == VIEW_CLAIM && !is_reply)
		return r->margin.subject;
	if (item.kind == ITEM_CLAIM)
		return item.index;
	return r->in_margin ? INDEX_NONE : r->focus;
}

// The fact that is looked at.
static uint32_t fact_here(const struct reader *r)
{
	if (!r->in_margin)
		return INDEX_NONE;
	if (r->margin.view == VIEW_FACT)
		return r->margin.subject;
	struct item item = item_here(r);
	return r->margin.view == VIEW_FACTS && item.kind == ITEM_FACT ? item.index : INDEX_NONE;
}

// The IRI of the note of one's own that is looked at; NULL, and why not, when it is none.
static const char *own_id_here(struct reader *r)
{
	uint32_t fact = fact_here(r), annotation = annotation_here(r);
	const char *id = NULL;
	if (fact != INDEX_NONE && notebook_is_own_fact(r->session.notes, fact))
		id = notebook_fact_note(r->session.notes, fact);
	else if (fact == INDEX_NONE && is_own(r, annotation))
		id = state_annotation(r, annotation)->id;
	else if (fact != INDEX_NONE || annotation != INDEX_NONE)
		state_tell_keys(
			r, _("This is in a set by others, which can only be read; {note} adds a "
			     "reply."));
	else
		state_tell_keys(r, _("No note is in focus: {claim-next} or {claims} goes to one."));
	return id;
}

// Opening forms.

static void open_form(struct reader *r, struct note note, const char *was, struct range place)
{
	form_open(&r->form, note, mem_string(was), place);
	selecting_end(r);
}

// A draft comes before anything new: false when it does.
static bool has_no_draft(struct reader *r)
{
	if (!form_has_news(&r->form))
		return true;
	r->form.is_open = true;
	state_tell_keys(r, _("This text was not kept yet: {form-keep} keeps it, {form-discard} "
			     "throws it away."));
	return false;
}

static struct range sentence_here(const struct reader *r)
{
	const struct document *d = &r->session.document;
	uint64_t begin = page_begin(&r->page), end = page_end(&r->page);
	if (r->has_search && r->is_on_match && r->current != POS_NONE && r->current >= begin &&
	    r->current < end)
		return motion_unit(d, r->current, UNIT_SENTENCE);
	struct range first = motion_unit(d, begin, UNIT_SENTENCE);
	struct range next = motion_unit(d, first.end, UNIT_SENTENCE);
	return first.begin < begin && next.begin >= begin && next.begin < end ? next : first;
}

void author_select(struct reader *r)
{
	selecting_begin(r);
}

// Where nothing was selected yet, it is the word.
static struct range selection(struct reader *r)
{
	if (!r->selecting.is_extending)
		selecting_take_unit(r, UNIT_WORD);
	return state_selection(r);
}

// On a claim or note: a reply.
static void reply(struct reader *r, uint32_t annotation)
{
	struct note note;
	note_init(&note, NOTE_REPLY);
	note_set(&note.parent, state_annotation(r, annotation)->id);
	struct buf about = {0};
	words_quote(&about, state_annotation(r, annotation));
	open_form(r, note, NULL, nowhere);
	r->form.about = buf_take(&about);
}

void author_note(struct reader *r)
{
	uint32_t annotation = r->selecting.is_on ? INDEX_NONE : annotation_here(r);
	if (r->selecting.is_on && r->selecting.replaced != INDEX_NONE) {
		author_accept(r);
		return;
	}
	if (!has_no_draft(r))
		return;
	if (fact_here(r) != INDEX_NONE && !r->selecting.is_on) {
		state_tell_keys(
			r,
			_("A note is on the text or on a claim; {close} goes back to the text."));
		return;
	}
	if (annotation != INDEX_NONE) {
		reply(r, annotation);
		return;
	}
	struct range range = r->selecting.is_on ? selection(r) : sentence_here(r);
	if (range.begin >= range.end) {
		state_tell(r, _("There is nothing to write a note on here."));
		return;
	}
	open_form(r, keeping_note_on(r, NOTE_COMMENT, range), NULL, range);
}

void author_claim(struct reader *r)
{
	if (!has_no_draft(r))
		return;
	struct range range = selection(r);
	struct note note = keeping_note_on(r, NOTE_CLAIM, range);
	note.kind = KIND_FACT;
	open_form(r, note, NULL, range);
}

// Reads the JSON of a note again.
static bool read_note(struct note *note, const char *json)
{
	struct json *j = json_read((const uint8_t *)json, strlen(json));
	const struct json_node *root = json_root(j);
	if (root)
		note_read(note, root);
	json_free(j);
	return root != NULL;
}

void author_edit(struct reader *r)
{
	struct note note;
	const char *id = own_id_here(r);
	if (id && !has_no_draft(r))
		return;
	const char *json = id ? notebook_json(r->session.notes, id) : NULL;
	if (json && read_note(&note, json))
		open_form(r, note, json, nowhere);
}

// Keeping.

void author_highlight(struct reader *r)
{
	struct range range = selection(r);
	struct note note = keeping_note_on(r, NOTE_HIGHLIGHT, range);
	struct buf json = {0};
	keeping_write(r, &note, NULL, &json);
	struct notebook_change change = {note.id, buf_string(&json), range};
	selecting_end(r);
	keeping_do(r, &change, 1, N_("highlight"), _("Highlighted; {undo} takes it back."));
	keeping_go_to(r, note.id);
	buf_done(&json);
	note_done(&note);
}

// The facts that were made with a claim and are linked to, one annotation each.
static size_t add_made(struct reader *r, struct notebook_change *changes, struct buf *texts,
		       struct note *facts)
{
	const struct form *f = &r->form;
	size_t n = 0;
	for (size_t i = 0; i < f->made_count; i++) {
		bool is_linked = false;
		for (size_t l = 0; l < f->note.link_count && !is_linked; l++)
			is_linked = strcmp(f->note.links[l].fact, f->made[i].iri) == 0;
		if (!is_linked)
			continue;
		note_init(&facts[n], NOTE_FACT);
		note_set(&facts[n].fact, f->made[i].iri);
		note_set(&facts[n].title, f->made[i].title);
		keeping_write(r, &facts[n], NULL, &texts[n]);
		changes[n] = (struct notebook_change){facts[n].id, buf_string(&texts[n]), nowhere};
		n++;
	}
	return n;
}

// Another reader changed, since it was opened here, what is edited, or went on with the same draft:
// ours becomes a note beside.
static bool is_changed_elsewhere(struct reader *r, struct buf *json)
{
	struct form *f = &r->form;
	const char *there = notebook_json(r->session.notes, f->note.id);
	if (!there || (f->was && strcmp(there, f->was) == 0))
		return false;
	struct json *j = json_read((const uint8_t *)buf_string(json), json->len);
	struct buf copy = {0};
	free(f->note.id);
	f->note.id = note_new_iri();
	note_rename(json_root(j), f->note.id, &copy);
	json_free(j);
	buf_done(json);
	*json = copy;
	return true;
}

static void save_form(struct reader *r)
{
	struct form *f = &r->form;
	struct err e = {0};
	struct buf json = {0};
	if (!form_finish(f, &e)) {
		keeping_say(r, _("Not kept: %s."), e.text);
		return;
	}
	if (form_is_empty(f)) {
		form_done(f);
		state_tell(r, _("There was nothing to keep."));
		return;
	}
	struct notebook_change *changes = mem_new(f->made_count + 1, sizeof *changes);
	struct buf *texts = mem_new(f->made_count + 1, sizeof *texts);
	struct note *facts = mem_new(f->made_count + 1, sizeof *facts);
	keeping_write(r, &f->note, f->was, &json);
	bool is_conflict = is_changed_elsewhere(r, &json);
	size_t made = add_made(r, changes + 1, texts, facts);
	changes[0] = (struct notebook_change){f->note.id, buf_string(&json), f->place};
	keeping_do(r, changes, made + 1, f->was ? N_("edited note") : N_("new note"),
		   is_conflict ? _("Another reader changed this note too: both are there now.")
			       : _("Kept."));
	char *id = mem_string(f->note.id);
	form_done(f);
	if (r->resume.has_draft)
		resume_keep_draft(r);
	keeping_go_to(r, id);
	for (size_t i = 0; i < made; i++) {
		buf_done(&texts[i]);
		note_done(&facts[i]);
	}
	free(id);
	free(changes);
	free(texts);
	free(facts);
	buf_done(&json);
}

// What was typed is kept as a draft, until it is gone on with.
static void leave_form(struct reader *r)
{
	if (form_has_news(&r->form)) {
		r->form.is_open = false;
		state_tell_keys(r, resume_keep_draft(r)
					   ? _("Left as a draft; {note} goes on with it.")
					   : _("Left as a draft for as long as the program runs; "
					       "{note} goes on with it."));
	} else {
		form_done(&r->form);
	}
}

void author_form_key(struct reader *r, uint32_t key)
{
	enum { SAVE = 's' & 0x1F, CANCEL = 'c' & 0x1F, EDIT = 'e' & 0x1F };
	struct margin_world world = world_of(r, NULL, 0);
	if (key == SAVE) {
		save_form(r);
		// It was a draft that came before what is selected.
		selecting_show(r);
	} else if (key == KEY_ESCAPE)
		leave_form(r);
	else if (key == CANCEL && form_has_news(&r->form))
		state_ask(r, QUESTION_DISCARD, NULL);
	else if (key == CANCEL)
		form_done(&r->form);
	else if (key == EDIT && form_text(&r->form))
		r->wants_edit = form_text(&r->form);
	else if (form_key(&r->form, &world, key) != FORM_IGNORED)
		resume_keep_draft_late(r);
	else
		state_tell_keys(r, _("This key means nothing in a note; {form-keep} keeps it, "
				     "{form-leave} leaves it."));
}

void author_edited(struct reader *r, const char *text, const char *why)
{
	if (!text)
		state_tell(r, why);
	else if (r->form.is_open)
		form_set_text(&r->form, text);
}

// Deleting and undoing.

void author_delete(struct reader *r)
{
	const char *id = own_id_here(r);
	uint32_t fact = fact_here(r);
	size_t links = id && fact != INDEX_NONE ? r->session.knowledge.facts[fact].link_count : 0;
	if (links) {
		struct buf text = {0};
		buf_printf(&text,
			   PLURAL("%zu claim links to this fact; take it out there first.",
				  "%zu claims link to this fact; take it out there first.", links),
			   links);
		state_tell(r, buf_string(&text));
		buf_done(&text);
	} else if (id)
		state_ask(r, QUESTION_DELETE, id);
}

static void delete_note(struct reader *r)
{
	struct notebook_change change = {r->question_id, NULL, nowhere};
	keeping_do(r, &change, 1, N_("deleted note"), _("Deleted; {undo} brings it back."));
}

// What came back is gone to, if a little looking finds its place.
static void settle(struct reader *r)
{
	size_t slices = SETTLE_SLICES;
	session_step(&r->session, budget_of(&slices));
}

static void turn(struct reader *r, bool is_back)
{
	struct err e = {0};
	struct buf text = {0};
	const char *what = "", *id = "";
	enum notebook_result result = (is_back ? notebook_undo : notebook_redo)(
		r->session.notes, r->session.now, &what, &id, &e);
	keeping_refresh(r);
	if (result == NOTEBOOK_NOTHING && e.is_set)
		keeping_say(r, _("Not changed: %s."), e.text);
	else if (result == NOTEBOOK_NOTHING)
		state_tell(r, is_back ? _("There is nothing to undo.")
				      : _("There is nothing to redo."));
	else {
		settle(r);
		r->is_export_done = false;
		buf_printf(&text, is_back ? _("Undone: %s.") : _("Made again: %s."), _(what));
		keeping_go_to(r, id);
		keeping_tell(r, result, buf_string(&text), &e);
	}
	buf_done(&text);
}

void author_undo(struct reader *r)
{
	turn(r, true);
}

void author_redo(struct reader *r)
{
	turn(r, false);
}

// A new place.

void author_place(struct reader *r)
{
	if (!own_id_here(r))
		return;
	uint32_t annotation = annotation_here(r);
	if (annotation == INDEX_NONE || state_annotation(r, annotation)->role == ROLE_REPLY) {
		state_tell(r, _("Only what stands in the text can get another place there."));
		return;
	}
	const struct annotation *a = state_annotation(r, annotation);
	if (notebook_place_count(r->session.notes, a->id) > 1) {
		state_tell(r, _("This note is on several places, which are not changed here."));
		return;
	}
	struct range place = {a->begin, a->end};
	bool has_place = annotation_has_place(a) && !annotation_is_on_whole(a);
	if (has_place) {
		move_close_view(r);
		move_focus(r, annotation, POS_NONE);
		frame_update(r);
		selecting_begin_at(r, place.begin);
		selecting_set(r, place);
	} else if (selecting_begin(r)) {
		selecting_toggle(r); // it is far from sure that it belongs to what is on top here
	} else {
		return;
	}
	r->selecting.replaced = annotation;
	state_tell_keys(r, has_place ? _("Select where it belongs, then {select-accept}.")
				     : _("Go to where it belongs, {select} and on to its end, then "
					 "{select-accept}."));
}

static void replace(struct reader *r, uint32_t annotation)
{
	struct note note;
	struct range range = state_selection(r);
	annotation = knowledge_current(&r->session.knowledge, annotation);
	char *id =
		annotation == INDEX_NONE ? NULL : mem_string(state_annotation(r, annotation)->id);
	const char *was = id ? notebook_json(r->session.notes, id) : NULL;
	selecting_end(r);
	if (!was || !read_note(&note, was)) {
		free(id);
		return;
	}
	struct note on = keeping_note_on(r, note.type, range);
	struct selector place = note.place;
	struct buf json = {0};
	note.place = on.place;
	on.place = place;
	keeping_write(r, &note, was, &json);
	struct notebook_change change = {id, buf_string(&json), range};
	keeping_do(r, &change, 1, N_("new place"),
		   _("It has its place now; {undo} takes that back."));
	keeping_go_to(r, id);
	buf_done(&json);
	note_done(&on);
	note_done(&note);
	free(id);
}

void author_accept(struct reader *r)
{
	if (r->selecting.replaced != INDEX_NONE && !r->selecting.is_extending)
		state_tell(r, _("v begins what is to be its place; then w, ) or } go on."));
	else if (r->selecting.replaced != INDEX_NONE)
		replace(r, r->selecting.replaced);
	else
		author_note(r);
}

void author_unit_key(struct reader *r, uint32_t key)
{
	r->prompting = PROMPTING_NONE;
	if (key == 'w')
		selecting_take_unit(r, UNIT_WORD);
	else if (key == 's')
		selecting_take_unit(r, UNIT_SENTENCE);
	else if (key == 'p')
		selecting_take_unit(r, UNIT_PARAGRAPH);
	else if (key != KEY_ESCAPE)
		state_tell(r, _("iw takes a word, is a sentence, ip a paragraph."));
}

// Writing to a file.

void author_export(struct reader *r)
{
	if (notebook_count(r->session.notes) == 0) {
		state_tell(r, _("There are no notes of yours on this text."));
		return;
	}
	prompt_begin(&r->file_prompt);
	r->prompting = PROMPTING_FILE;
}

static void export_now(struct reader *r, const char *path)
{
	note_set(&r->export_path, path);
	r->wants_export = true;
}

static void export_to(struct reader *r, const char *path)
{
	struct stat st;
	if (!*path)
		return;
	if (stat(path, &st) == 0)
		state_ask(r, QUESTION_OVERWRITE, path);
	else
		export_now(r, path);
}

void author_file_event(struct reader *r, enum prompt_result result)
{
	if (result != PROMPT_ACCEPTED && result != PROMPT_CANCELLED)
		return;
	r->prompting = PROMPTING_NONE;
	if (result == PROMPT_CANCELLED)
		return;
	prompt_remember(&r->file_prompt, buf_string(&r->file_prompt.text));
	export_to(r, buf_string(&r->file_prompt.text));
}

// Questions.

static void discard(struct reader *r)
{
	form_done(&r->form);
	resume_keep_draft(r);
}

void author_answer_key(struct reader *r, uint32_t key)
{
	// In the language of the question, and in English.
	const char *yes = _("y");
	bool is_yes = key == 'y' || key == 'Y' || key == (uint32_t)(unsigned char)*yes;
	r->prompting = PROMPTING_NONE;
	if (!is_yes)
		return;
	if (r->question == QUESTION_DELETE)
		delete_note(r);
	else if (r->question == QUESTION_DISCARD)
		discard(r);
	else if (r->question == QUESTION_OVERWRITE)
		export_now(r, r->question_id);
	else if (r->question == QUESTION_OPEN)
		opening_accept(r);
	else
		r->is_finished = true;
}

bool author_may_quit(struct reader *r)
{
	bool has_draft = form_has_news(&r->form) && !form_is_empty(&r->form);
	if ((!r->is_export_done && notebook_unsaved_count(r->session.notes)) ||
	    (has_draft && !resume_keep_draft(r))) {
		state_ask(r, QUESTION_QUIT, NULL);
		return false;
	}
	return true;
}
