// SPDX-License-Identifier: ISC
// One's own notes as steps that can be undone, as an export that can be taken in again, and as seen
// by two readers at once.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "generate.h"
#include "knowledge/json.h"
#include "noting.h"
#include "output/export_jsonld.h"
#include "output/export_notes.h"
#include "output/import_notes.h"
#include "want.h"

enum { STEPS = 200, PARAGRAPHS = 60 };

static const struct range nowhere = {POS_NONE, POS_NONE};

static struct session *open_text(const struct noting *w, const char *name, unsigned first,
				 unsigned paragraphs)
{
	struct buf text = {0};
	struct session *s = mem_new(1, sizeof *s);
	noting_make_text(first, paragraphs, &text);
	char *path = noting_write(w, name, &text);
	noting_open(w, path, NULL, s);
	free(path);
	buf_done(&text);
	return s;
}

static void close_text(struct session *s)
{
	session_close(s);
	free(s);
}

// --- Random editing ---

struct editing {
	struct session *s;
	struct generate g;
	struct notebook_change changes[8];
	char *owned[16];
	size_t count, owned_count;
};

static char *own(struct editing *x, char *text)
{
	x->owned[x->owned_count++] = text;
	return text;
}

static void add_change(struct editing *x, const char *id, char *json, struct range place)
{
	x->changes[x->count++] =
		(struct notebook_change){own(x, mem_string(id)), json ? own(x, json) : NULL, place};
}

// A run of words anywhere, of one to a dozen.
static struct range any_range(struct editing *x)
{
	const struct document *d = &x->s->document;
	uint64_t size = document_end(d) - document_begin(d);
	uint64_t pos = document_begin(d) + generate_below(&x->g, size);
	struct range r = motion_unit(d, pos, UNIT_WORD);
	for (uint64_t n = generate_below(&x->g, 12); n > 0; n--)
		r.end = motion_unit(d, motion_go(d, r.end, MOTION_WORD, 1), UNIT_WORD).end;
	if (r.end <= r.begin)
		r = motion_unit(d, document_begin(d), UNIT_SENTENCE);
	return r;
}

static const char *any_words(struct editing *x)
{
	static const char *const words[] = {
		"too late?",
		"see the \"old\" map \\ of 1712",
		"two\nlines\tand a tab",
		"na\xC3\xAFve \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8C\xBE \xD7\xA9\xD7\x9C",
		"",
		"a",
		"{\"json\": [1, 2]}",
	};
	return words[generate_below(&x->g, sizeof words / sizeof *words)];
}

// One of the notes that are there, or NULL.
static const char *any_note(struct editing *x)
{
	bool is_there;
	size_t n = notebook_ever_count(x->s->notes);
	for (size_t i = 0, at = n ? generate_below(&x->g, n) : 0; i < n; i++) {
		const char *id = notebook_id(x->s->notes, (at + i) % n, &is_there);
		if (is_there)
			return id;
	}
	return NULL;
}

static const char *any_fact(struct editing *x)
{
	const struct knowledge *k = &x->s->knowledge;
	if (k->listed_fact_count == 0)
		return NULL;
	return k->facts[k->listed_facts[generate_below(&x->g, k->listed_fact_count)]].id;
}

static void edit_new(struct editing *x, enum note_type type)
{
	struct note n, fact;
	struct range range = any_range(x);
	note_init(&n, type);
	note_set(&n.text, type == NOTE_HIGHLIGHT ? "" : any_words(x));
	if (type == NOTE_MARK)
		n.letter = (char)('a' + generate_below(&x->g, 26));
	if (type == NOTE_CLAIM) {
		n.kind = (enum kind)(KIND_FACT + generate_below(&x->g, 5));
		n.assessment = (enum assessment)generate_below(&x->g, ASSESSMENT_OTHER);
		note_set(&n.reason, any_words(x));
		note_set(&n.tags, "one, two words, #three");
		const char *old = any_fact(x);
		if (old)
			note_add_link(&n, old, RELATION_CONTEXT, any_words(x));
		note_init(&fact, NOTE_FACT);
		note_set(&fact.title, "a fact of its own");
		note_set(&fact.period, "1712-03");
		note_set(&fact.source, "https://example.org/source");
		note_add_link(&n, fact.fact, RELATION_SUPPORTS, "");
		add_change(x, fact.id, noting_json(x->s, &fact, nowhere, NULL), nowhere);
		note_done(&fact);
	}
	bool is_told = generate_below(&x->g, 2);
	add_change(x, n.id, noting_json(x->s, &n, range, NULL), is_told ? range : nowhere);
	note_done(&n);
}

static void edit_old(struct editing *x, const char *id)
{
	struct note n;
	const char *was = notebook_json(x->s->notes, id);
	struct json *j = json_read((const uint8_t *)was, strlen(was));
	struct range range = nowhere;
	note_read(&n, json_root(j));
	switch (generate_below(&x->g, 4)) {
	case 0:
		note_set(&n.text, any_words(x));
		break;
	case 1:
		note_set(&n.tags, any_words(x));
		break;
	case 2:
		if (n.type == NOTE_CLAIM && n.link_count)
			n.links[0].relation = RELATION_CONTRADICTS;
		note_set(&n.text, "changed");
		break;
	default:
		if (n.type != NOTE_REPLY && n.type != NOTE_FACT)
			range = any_range(x);
	}
	x->s->now++;
	char *json = noting_json(x->s, &n, range, was);
	add_change(x, n.id, json, range);
	note_done(&n);
	json_free(j);
}

static void edit_reply(struct editing *x, const char *to)
{
	struct note n;
	note_init(&n, NOTE_REPLY);
	note_set(&n.parent, to);
	note_set(&n.text, any_words(x));
	add_change(x, n.id, noting_json(x->s, &n, nowhere, NULL), nowhere);
	note_done(&n);
}

// What others made, in several ways that ours are not, and one that is no annotation at all.
static void edit_import(struct editing *x)
{
	static const char *const formats[] = {
		"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"%s\",\"type\":"
		"\"Annotation\",\"bodyValue\":\"plain\",\"target\":\"https://example.org/t\"}",
		"{\"id\":\"%s\",\"type\":[\"Annotation\",\"x:Y\"],\"x:more\":{\"a\":[null,1.50]},"
		"\"target\":[{\"source\":\"urn:x:1\",\"selector\":{\"type\":\"TextQuoteSelector\","
		"\"exact\":\"year 1010\"}},{\"source\":\"urn:x:1\",\"selector\":{\"type\":"
		"\"TextQuoteSelector\",\"exact\":\"year 1020\"}}]}",
		"{\"id\":\"%s\",\"type\":\"Annotation\",\"target\":{\"source\":\"urn:x:1\","
		"\"selector\":{\"type\":\"TextPositionSelector\",\"start\":10,\"end\":30}}}",
	};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		char *id = own(x, note_new_iri());
		struct buf json = {0};
		buf_printf(&json, formats[i], id);
		add_change(x, id, buf_take(&json), nowhere);
	}
}

static void choose_step(struct editing *x)
{
	uint64_t what = generate_below(&x->g, 12);
	const char *note = any_note(x);
	if (what == 0 || !note)
		edit_new(x, NOTE_COMMENT);
	else if (what == 1)
		edit_new(x, NOTE_HIGHLIGHT);
	else if (what <= 3)
		edit_new(x, NOTE_CLAIM);
	else if (what == 4)
		edit_new(x, NOTE_MARK);
	else if (what <= 7)
		edit_old(x, note);
	else if (what <= 9)
		add_change(x, note, NULL, nowhere);
	else if (what == 10)
		edit_reply(x, note);
	else
		edit_import(x);
}

static void make_step(struct editing *x)
{
	struct err e = {0};
	x->count = x->owned_count = 0;
	choose_step(x);
	enum notebook_result got =
		notebook_do(x->s->notes, x->changes, x->count, "step", x->s->now, &e);
	want(got == NOTEBOOK_DONE, "wanted a step to be kept, got %d, \"%s\"", (int)got, e.text);
	for (size_t i = 0; i < x->owned_count; i++)
		free(x->owned[i]);
	if (generate_below(&x->g, 3) == 0)
		session_finish(x->s);
}

static void turn(struct session *s, bool is_back)
{
	struct err e = {0};
	const char *what = "", *id = "";
	enum notebook_result got =
		(is_back ? notebook_undo : notebook_redo)(s->notes, s->now, &what, &id, &e);
	want(got == NOTEBOOK_DONE, "%s: wanted it done, got %d, \"%s\"", is_back ? "undo" : "redo",
	     (int)got, e.text);
	want_string("word", "step", what);
	want(strncmp(id, "urn:uuid:", 9) == 0, "wanted an IRI, got \"%s\"", id);
}

static void want_no_more(struct session *s, bool is_back)
{
	struct err e = {0};
	const char *what = "", *id = "";
	enum notebook_result got =
		(is_back ? notebook_undo : notebook_redo)(s->notes, s->now, &what, &id, &e);
	want(got == NOTEBOOK_NOTHING && !e.is_set, "wanted nothing more, got %d, \"%s\"", (int)got,
	     e.text);
}

static void want_notes_as(const struct noting *w, const struct session *s, const char *wanted,
			  bool in_store_too)
{
	char *memory = noting_in_memory(s);
	noting_same("in memory", wanted, memory);
	free(memory);
	if (!in_store_too)
		return;
	char *store = noting_in_store(w);
	noting_same("in the store", wanted, store);
	free(store);
}

// What is known in S is what a session that is opened now knows.
static void want_same_when_opened(const struct noting *w, struct session *s)
{
	struct session fresh;
	noting_open(w, source_name(s->document.source), NULL, &fresh);
	session_finish(s);
	char *ours = noting_known(s), *theirs = noting_known(&fresh);
	noting_same("opened again", theirs, ours);
	free(ours);
	free(theirs);
	session_close(&fresh);
}

static void undo_all_and_redo(const struct noting *w, uint64_t seed)
{
	char *states[STEPS + 1];
	struct editing x = {.g = {seed}};
	x.s = open_text(w, "a.txt", 1000, PARAGRAPHS);
	free(noting_comment(x.s, "The bridge", "was there before", NOTEBOOK_DONE));
	close_text(x.s);
	x.s = open_text(w, "a.txt", 1000, PARAGRAPHS);
	states[0] = noting_in_memory(x.s);
	for (int i = 0; i < STEPS; i++) {
		make_step(&x);
		states[i + 1] = noting_in_memory(x.s);
	}
	want_notes_as(w, x.s, states[STEPS], true);
	want_same_when_opened(w, x.s);
	for (int i = STEPS; i > 0; i--) {
		turn(x.s, true);
		want_notes_as(w, x.s, states[i - 1], i % 25 == 1);
	}
	want_no_more(x.s, true);
	want_same_when_opened(w, x.s);
	for (int i = 0; i < STEPS; i++) {
		turn(x.s, false);
		want_notes_as(w, x.s, states[i + 1], i % 25 == 0);
	}
	want_no_more(x.s, false);
	want_notes_as(w, x.s, states[STEPS], true);
	want_same_when_opened(w, x.s);
	for (int i = 0; i <= STEPS; i++)
		free(states[i]);
	close_text(x.s);
}

static void undo_after_200_steps_brings_the_notes_back_exactly_and_redo_too(void **state)
{
	const struct noting *w = *state;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		undo_all_and_redo(w, seed);
		char *done = query(&w->store, "DELETE FROM note");
		want_string("deleting", "", done);
		free(done);
	}
}

// Back and forth and new steps in between: those that were undone are gone then.
static void steps_back_and_forth_are_those_that_were_made(void **state)
{
	const struct noting *w = *state;
	struct editing x = {.g = {77}};
	char *states[STEPS + 1] = {NULL};
	int at = 0, last = 0;
	x.s = open_text(w, "a.txt", 1000, PARAGRAPHS);
	states[0] = noting_in_memory(x.s);
	for (int i = 0; i < 3 * STEPS; i++) {
		uint64_t what = generate_below(&x.g, 4);
		if (what == 0 && at > 0) {
			turn(x.s, true);
			at--;
		} else if (what == 1 && at < last) {
			turn(x.s, false);
			at++;
		} else if (at < STEPS) {
			make_step(&x);
			last = ++at;
			free(states[at]);
			states[at] = noting_in_memory(x.s);
		}
		want_notes_as(w, x.s, states[at], i % 20 == 0);
	}
	want_same_when_opened(w, x.s);
	for (int i = 0; i <= STEPS; i++)
		free(states[i]);
	close_text(x.s);
}

static void a_fact_that_is_deleted_and_brought_back_is_known_again(void **state)
{
	const struct noting *w = *state;
	struct session *s = open_text(w, "a.txt", 1000, PARAGRAPHS);
	struct note fact;
	struct err e = {0};
	const char *what, *id;
	note_init(&fact, NOTE_FACT);
	note_set(&fact.title, "a fact of its own");
	char *json = noting_json(s, &fact, nowhere, NULL);
	uint64_t version = s->knowledge.version;
	want(noting_change(s, fact.id, json, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	want(s->knowledge.version != version, "wanted it to be seen that a fact is new");
	char *known = noting_known(s);
	want(strstr(known, "a fact of its own"), "wanted the fact to be known, got %s", known);
	want(noting_change(s, fact.id, NULL, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	char *gone = noting_known(s);
	want_string("deleted", "", gone);
	version = s->knowledge.version;
	want(notebook_undo(s->notes, NOW, &what, &id, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	want(s->knowledge.version != version, "wanted it to be seen that the fact is back");
	char *back = noting_known(s);
	noting_same("brought back", known, back);
	free(json);
	free(known);
	free(gone);
	free(back);
	note_done(&fact);
	close_text(s);
}

// --- Out and in again ---

static bool add_to_buf(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

static void empty_store(const struct noting *w)
{
	struct folder f = w->store;
	char *path = folder_file(&f, "kantlijn.db");
	struct buf beside = {0};
	want(remove(path) == 0, "wanted the store to be removed");
	static const char *const ends[] = {"-wal", "-shm"};
	for (size_t i = 0; i < 2; i++) {
		buf_clear(&beside);
		buf_printf(&beside, "%s%s", path, ends[i]);
		remove(buf_string(&beside));
	}
	buf_done(&beside);
	free(path);
}

static void make_steps(struct session *s, uint64_t seed, int count)
{
	struct editing x = {.s = s, .g = {seed}};
	for (int i = 0; i < count; i++)
		make_step(&x);
	session_finish(s);
}

static void an_export_that_is_taken_in_again_has_the_same_notes_dates_and_places(void **state)
{
	const struct noting *w = *state;
	struct session *s = open_text(w, "a.txt", 1000, PARAGRAPHS), again;
	struct buf set = {0};
	make_steps(s, 5, 120);
	char *notes = noting_in_memory(s), *known = noting_known(s);
	size_t count = notebook_count(s->notes);
	want(count > 30, "wanted many notes, got %zu", count);
	want(strstr(notes, "\"modified\""), "wanted notes that were edited");
	export_notes(s, &set);
	char *path = mem_string(source_name(s->document.source));
	close_text(s);
	empty_store(w);
	char *file = noting_write(w, "notes.jsonld", &set);
	struct options o = {.imports = {file}, .import_count = 1, .keeps_imports = true};
	o.now = NOW + 1000000;
	noting_open(w, path, &o, &again);
	want_notes_as(w, &again, notes, true);
	char *known_again = noting_known(&again);
	noting_same("known", known, known_again);
	struct buf told = {0};
	buf_printf(&told, "%zu annotations became notes of yours\n", count);
	want_string("told", buf_string(&told), buf_string(&again.notices));
	session_close(&again);
	// A second time there is nothing new.
	noting_open(w, path, &o, &again);
	want_notes_as(w, &again, notes, true);
	buf_clear(&told);
	buf_printf(&told, "0 annotations became notes of yours; %zu were there already\n", count);
	want_string("told", buf_string(&told), buf_string(&again.notices));
	session_close(&again);
	free(known_again);
	free(known);
	free(notes);
	free(path);
	free(file);
	buf_done(&told);
	buf_done(&set);
}

static void an_import_is_one_step_that_can_be_undone(void **state)
{
	const struct noting *w = *state;
	struct buf text = {0}, set = {0};
	struct session s;
	noting_make_text(1000, PARAGRAPHS, &text);
	char *path = noting_write(w, "a.txt", &text);
	// One without an IRI, one IRI twice, and what is no annotation.
	buf_add_string(&set,
		       "[{\"type\":\"Annotation\",\"bodyValue\":\"nameless\",\"target\":\"x:1\"},"
		       "{\"id\":\"urn:x:a\",\"type\":\"Annotation\",\"bodyValue\":\"first\","
		       "\"target\":\"x:1\"},{\"id\":\"urn:x:a\",\"type\":\"Annotation\","
		       "\"bodyValue\":\"second\",\"target\":\"x:1\"},{\"id\":\"urn:x:b\"},17]");
	char *file = noting_write(w, "set.jsonld", &set);
	struct options o = {.imports = {file}, .import_count = 1, .keeps_imports = true};
	noting_open(w, path, &o, &s);
	want_number("notes", 2, notebook_count(s.notes));
	const char *json = notebook_json(s.notes, "urn:x:a");
	want(json && strstr(json, "first"), "wanted the first of the same IRI, got %s", json);
	want(strncmp(buf_string(&s.notices), "2 annotations became notes of yours", 35) == 0,
	     "told: \"%s\"", buf_string(&s.notices));
	char *in_memory = noting_in_memory(&s);
	struct err e = {0};
	const char *what, *id;
	want(notebook_undo(s.notes, NOW, &what, &id, &e) == NOTEBOOK_DONE, "undo: \"%s\"", e.text);
	want_notes_as(w, &s, "", true);
	want(notebook_redo(s.notes, NOW, &what, &id, &e) == NOTEBOOK_DONE, "redo: \"%s\"", e.text);
	want_notes_as(w, &s, in_memory, true);
	free(in_memory);
	session_close(&s);
	free(path);
	free(file);
	buf_done(&text);
	buf_done(&set);
}

enum { TEXTS = 4 };

// Opens an export for all texts as a session without a text of its own, and takes it in.
static void take_in(const struct noting *w, const char *file, const char *wanted)
{
	struct session s;
	struct err e = {0};
	struct buf said = {0};
	struct options o = {.imports = {file}, .import_count = 1, .now = NOW};
	want(session_open(&s, &o, &e) && session_finish_sets(&s, &e), "\"%s\"", e.text);
	want(import_notes(&s, w->store.path, &said, &e), "wanted it taken in, got \"%s\"", e.text);
	want_string("said", wanted, buf_string(&said));
	buf_done(&said);
	session_close(&s);
}

static void notes_on_several_texts_come_back_at_once(void **state)
{
	const struct noting *w = *state;
	char *notes[TEXTS], *known[TEXTS], *paths[TEXTS];
	struct buf set = {0}, said = {0};
	struct err e = {0};
	size_t count = 0;
	for (unsigned i = 0; i < TEXTS; i++) {
		char name[] = "0.txt";
		name[0] = (char)('0' + i);
		struct session *s = open_text(w, name, 1000 * (i + 1), 10 + 70 * i);
		want_number("no notes yet", 0, notebook_count(s->notes));
		make_steps(s, 100 + i, 60);
		notes[i] = noting_in_memory(s);
		known[i] = noting_known(s);
		paths[i] = mem_string(source_name(s->document.source));
		// What came in from others names no text of ours.
		count += notebook_count(s->notes);
		close_text(s);
	}
	want(export_all_notes(w->store.path, EXPORT_JSONLD, (struct output){add_to_buf, &set}, &e),
	     "wanted an export, got \"%s\"", e.text);
	char *all = noting_in_store(w);
	char *file = noting_write(w, "all.jsonld", &set);
	buf_printf(&said, "0 notes were taken in. %zu were there already.", count);
	take_in(w, file, buf_string(&said));
	empty_store(w);
	buf_clear(&said);
	buf_printf(&said, "%zu notes were taken in.", count);
	take_in(w, file, buf_string(&said));
	char *all_again = noting_in_store(w);
	noting_same("all notes", all, all_again);
	for (unsigned i = 0; i < TEXTS; i++) {
		struct session s;
		noting_open(w, paths[i], NULL, &s);
		want_notes_as(w, &s, notes[i], false);
		char *known_again = noting_known(&s);
		noting_same("known", known[i], known_again);
		free(known_again);
		session_close(&s);
		free(notes[i]);
		free(known[i]);
		free(paths[i]);
	}
	free(all);
	free(all_again);
	free(file);
	buf_done(&set);
	buf_done(&said);
}

static void an_edited_text_gets_all_its_notes_back(void **state)
{
	const struct noting *w = *state;
	struct session *s = open_text(w, "a.txt", 1000, PARAGRAPHS);
	struct buf set = {0}, text = {0};
	struct session again;
	struct err e = {0};
	make_steps(s, 31, 40);
	close_text(s);
	buf_add_string(&text, "A new paragraph stands before all others.\n\n");
	noting_make_text(1000, PARAGRAPHS, &text);
	char *path = noting_write(w, "a.txt", &text);
	noting_open(w, path, NULL, &again);
	want(notebook_count(again.notes) > 10, "wanted the notes on the edited text");
	make_steps(&again, 32, 40);
	char *notes = noting_in_memory(&again);
	session_close(&again);
	want(export_all_notes(w->store.path, EXPORT_JSONLD, (struct output){add_to_buf, &set}, &e),
	     "wanted an export, got \"%s\"", e.text);
	empty_store(w);
	// Twice, which is once.
	char *file = noting_write(w, "all.jsonld", &set);
	struct session taken;
	struct buf said = {0};
	struct options o = {.imports = {file, file}, .import_count = 2, .now = NOW};
	want(session_open(&taken, &o, &e) && session_finish_sets(&taken, &e), "\"%s\"", e.text);
	want(import_notes(&taken, w->store.path, &said, &e), "got \"%s\"", e.text);
	session_close(&taken);
	noting_open(w, path, NULL, &again);
	want_notes_as(w, &again, notes, true);
	want_same_when_opened(w, &again);
	// What was taken in is recognised once the text has been edited again.
	free(noting_comment(&again, "A new paragraph", "written afterwards", NOTEBOOK_DONE));
	free(notes);
	notes = noting_in_memory(&again);
	session_close(&again);
	buf_add_string(&text, "And one behind them.\n");
	free(noting_write(w, "b.txt", &text));
	char *moved = folder_file(&w->texts, "b.txt");
	noting_open(w, moved, NULL, &again);
	want_notes_as(w, &again, notes, true);
	session_close(&again);
	free(notes);
	free(moved);
	free(path);
	free(file);
	buf_done(&said);
	buf_done(&text);
	buf_done(&set);
}

// --- Two readers ---

// Waits until S has taken over what another one did; how often it was woken is bounded.
static void await_news(struct session *s)
{
	int fd = notebook_descriptor(s->notes);
	want(fd >= 0, "wanted a descriptor");
	for (int i = 0; i < 100; i++) {
		want(folder_await(fd), "wanted to be woken");
		if (notebook_take_news(s->notes)) {
			session_finish(s);
			return;
		}
	}
	fail_msg("wanted news, was only woken");
}

// The same until the JSON of a note has TEXT in it.
static void await_text(struct session *s, const char *id, const char *text)
{
	const char *json;
	while (!(json = notebook_json(s->notes, id)) || !strstr(json, text))
		await_news(s);
}

static void want_same_notes(struct session *a, struct session *b)
{
	session_finish(a);
	session_finish(b);
	char *x = noting_in_memory(a), *y = noting_in_memory(b);
	noting_same("notes of both", x, y);
	free(x);
	free(y);
	x = noting_known(a);
	y = noting_known(b);
	noting_same("what both know", x, y);
	free(x);
	free(y);
}

static void two_readers_see_what_the_other_one_does(void **state)
{
	const struct noting *w = *state;
	struct session *a = open_text(w, "a.txt", 1000, PARAGRAPHS);
	struct session *b = open_text(w, "a.txt", 1000, PARAGRAPHS);
	struct err e = {0};
	char *first = noting_comment(a, "The bridge", "of a", NOTEBOOK_DONE);
	await_news(b);
	want_same_notes(a, b);
	char *second = noting_comment(b, "An old map", "of b", NOTEBOOK_DONE);
	await_news(a);
	want_same_notes(a, b);
	want(noting_edit(b, first, "of a, edited by b", &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	await_news(a);
	want(strstr(notebook_json(a->notes, first), "edited by b"), "wanted the edited text");
	want_same_notes(a, b);
	want(noting_change(a, second, NULL, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	await_news(b);
	want(!notebook_json(b->notes, second), "wanted it deleted");
	want_same_notes(a, b);
	struct editing x = {.s = a, .g = {9}};
	for (int i = 0; i < 60; i++) {
		x.s = i % 2 ? b : a;
		x.s->now = NOW + 10 * i; // an edit that changes nothing else is one all the same
		make_step(&x);
		await_news(i % 2 ? a : b);
		want_same_notes(a, b);
	}
	char *all = noting_in_memory(a);
	want_notes_as(w, b, all, true);
	free(all);
	free(first);
	free(second);
	close_text(a);
	close_text(b);
}

// The notes of S that say TEXT.
static size_t count_with(const struct session *s, const char *text)
{
	size_t n = 0;
	bool is_there;
	for (size_t i = 0; i < notebook_ever_count(s->notes); i++) {
		const char *json = notebook_json(s->notes, notebook_id(s->notes, i, &is_there));
		n += json && strstr(json, text);
	}
	return n;
}

static void what_two_readers_make_of_the_same_note_is_both_kept(void **state)
{
	const struct noting *w = *state;
	struct session *a = open_text(w, "a.txt", 1000, PARAGRAPHS);
	char *id = noting_comment(a, "The bridge", "as it was", NOTEBOOK_DONE);
	struct session *b = open_text(w, "a.txt", 1000, PARAGRAPHS);
	struct err e = {0};
	want(noting_edit(a, id, "what a made of it", &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	want(noting_edit(b, id, "what b made of it", &e) == NOTEBOOK_CONFLICT, "wanted a conflict");
	await_news(a);
	want_same_notes(a, b);
	want_number("of a", 1, count_with(a, "what a made of it"));
	want_number("of b", 1, count_with(a, "what b made of it"));
	want_number("unsaved", 0, notebook_unsaved_count(b->notes));
	char *all = noting_in_memory(a);
	want_notes_as(w, a, all, true);
	free(all);
	want_same_when_opened(w, b);
	// Deleted here and edited there, and the other way round: what was written stays.
	want(noting_edit(a, id, "edited once more", &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	enum notebook_result result = noting_change(b, id, NULL, &e);
	want(result == NOTEBOOK_CONFLICT, "wanted a conflict, got %d", (int)result);
	want_number("edited", 1, count_with(b, "edited once more"));
	want(noting_change(a, id, NULL, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	result = noting_edit(b, id, "edited after all", &e);
	want(result == NOTEBOOK_CONFLICT, "wanted a conflict, got %d", (int)result);
	await_news(a);
	want_same_notes(a, b);
	want_number("edited", 1, count_with(a, "edited after all"));
	free(id);
	close_text(a);
	close_text(b);
}

// A reader who has not heard that a note was moved and deleted edits it where it was.
static void a_note_that_comes_back_from_another_reader_is_where_that_one_has_it(void **state)
{
	const struct noting *w = *state;
	struct session *a = open_text(w, "a.txt", 1000, PARAGRAPHS);
	char *id = noting_comment(a, "in year 1010", "a note", NOTEBOOK_DONE);
	struct session *b = open_text(w, "a.txt", 1000, PARAGRAPHS);
	struct note n;
	struct err e = {0};
	char *was = mem_string(notebook_json(a->notes, id));
	struct json *j = json_read((const uint8_t *)was, strlen(was));
	note_read(&n, json_root(j));
	char *json = noting_json(a, &n, noting_find(a, "in year 1100"), was);
	want(noting_change(a, id, json, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	session_finish(a);
	want_string("moved", "in year 1100", noting_words_of(a, id));
	want(noting_change(a, id, NULL, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	want(noting_edit(b, id, "edited", &e) == NOTEBOOK_CONFLICT, "wanted a conflict");
	await_text(a, id, "edited");
	session_finish(a);
	want_string("back", "in year 1010", noting_words_of(a, id));
	want_same_notes(a, b);
	note_done(&n);
	json_free(j);
	free(json);
	free(was);
	free(id);
	close_text(a);
	close_text(b);
}

static void undoing_what_another_reader_has_changed_is_refused_and_changes_nothing(void **state)
{
	const struct noting *w = *state;
	struct session *a = open_text(w, "a.txt", 1000, PARAGRAPHS);
	struct session *b = open_text(w, "a.txt", 1000, PARAGRAPHS);
	const char *what = "", *id = "";
	struct err e = {0};
	char *first = noting_comment(a, "The bridge", "first", NOTEBOOK_DONE);
	char *second = noting_comment(a, "An old map", "second", NOTEBOOK_DONE);
	await_text(b, first, "first");
	await_text(b, second, "second");
	want(noting_edit(b, second, "of b now", &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	await_news(a);
	char *before = noting_in_memory(a);
	want(notebook_undo(a->notes, NOW, &what, &id, &e) == NOTEBOOK_NOTHING, "wanted a refusal");
	want_string("why", "another reader has changed it since", e.text);
	want_notes_as(w, a, before, true);
	// The step before can still be undone, and made again.
	e = (struct err){0};
	want(notebook_undo(a->notes, NOW, &what, &id, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	want(!notebook_json(a->notes, first), "wanted the first note undone");
	want(notebook_redo(a->notes, NOW, &what, &id, &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	want_notes_as(w, a, before, true);
	// What was changed unheard stays, as with any other change.
	while (!notebook_json(b->notes, first) || notebook_take_news(b->notes))
		await_news(b);
	want(noting_edit(b, first, "of b too", &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
	enum notebook_result result = notebook_undo(a->notes, NOW, &what, &id, &e);
	want(result != NOTEBOOK_UNSAVED, "\"%s\"", e.text);
	want_number("of b", 1, count_with(a, "of b too"));
	char *store = noting_in_store(w);
	want(strstr(store, "of b too") && strstr(store, "of b now"), "wanted what b wrote, got %s",
	     store);
	free(store);
	free(before);
	free(first);
	free(second);
	close_text(a);
	close_text(b);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, noting_begin, noting_finish)
	const struct CMUnitTest tests[] = {
		TEST(undo_after_200_steps_brings_the_notes_back_exactly_and_redo_too),
		TEST(steps_back_and_forth_are_those_that_were_made),
		TEST(a_fact_that_is_deleted_and_brought_back_is_known_again),
		TEST(an_export_that_is_taken_in_again_has_the_same_notes_dates_and_places),
		TEST(an_import_is_one_step_that_can_be_undone),
		TEST(notes_on_several_texts_come_back_at_once),
		TEST(an_edited_text_gets_all_its_notes_back),
		TEST(two_readers_see_what_the_other_one_does),
		TEST(what_two_readers_make_of_the_same_note_is_both_kept),
		TEST(a_note_that_comes_back_from_another_reader_is_where_that_one_has_it),
		TEST(undoing_what_another_reader_has_changed_is_refused_and_changes_nothing),
	};
	return cmocka_run_group_tests_name("notebook", tests, NULL, NULL);
}
