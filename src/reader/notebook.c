// SPDX-License-Identifier: ISC
// A note that is deleted keeps its entry here, so that undoing finds it.  An entry is pending from
// its change on until the store has it.
#include "config.h"

#include "reader/notebook.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/table.h"
#include "base/translate.h"
#include "document/fingerprint.h"
#include "knowledge/json.h"
#include "knowledge/web_annotation.h"
#include "store/store.h"

struct entry {
	char *id;
	uint32_t item;	       // in the set; INDEX_NONE: deleted
	uint32_t first, count; // its annotations
	int64_t revision;      // in the store, that it is based on; 0: none
	bool is_pending;
	struct range place; // of one that is deleted, where it sat; begin POS_NONE: not known
};

struct undone {
	char *id, *before, *after; // JSON, NULL: there is none
};

struct undo_step {
	struct undone *all;
	size_t count;
	const char *what;
};

enum stage {
	STAGE_TEXT,   // not all of the text is there
	STAGE_SKETCH, // it is not known as it is; perhaps as another version
	STAGE_READ,
};

struct notebook {
	const struct document *document;
	struct knowledge *knowledge;
	struct web_annotation *set;
	uint32_t number;

	struct store *store;
	char *reason, *name, *path;
	struct store_text text;
	enum stage stage;
	struct err fault; // of the last reading, until it is told
	bool has_fingerprint;
	char fingerprint[FINGERPRINT_TEXT], source_id[FINGERPRINT_TEXT + 32];
	struct sketching *sketching;
	struct sketch sketch;
	int64_t last; // revision that was read

	struct entry *entries;
	size_t count, capacity;
	struct table ids;

	struct undo_step *steps;
	size_t step_count, step_capacity, step_at; // those below are done
};

static const struct budget no_end = {NULL, NULL};

struct notebook *notebook_new(const struct document *d, struct knowledge *k,
			      struct web_annotation *set, uint32_t number)
{
	struct notebook *nb = mem_new(1, sizeof *nb);
	nb->document = d;
	nb->knowledge = k;
	nb->set = set;
	nb->number = number;
	nb->stage = STAGE_READ;
	nb->reason = mem_string("");
	return nb;
}

void notebook_set_reason(struct notebook *nb, const char *reason)
{
	free(nb->reason);
	nb->reason = mem_string(reason);
}

bool notebook_open_store(struct notebook *nb, const char *folder, const char *name,
			 const char *path, struct err *e)
{
	nb->store = store_open(folder, e);
	if (!nb->store)
		return false;
	nb->name = mem_string(name);
	nb->path = mem_string(path);
	nb->text = (struct store_text){.name = nb->name, .path = nb->path};
	nb->stage = STAGE_TEXT;
	return true;
}

void notebook_set_name(struct notebook *nb, const char *name)
{
	free(nb->name);
	nb->name = mem_string(name);
	nb->text.name = nb->name;
}

bool notebook_has_store(const struct notebook *nb)
{
	return nb->store != NULL;
}

void notebook_time(int64_t now, char out[NOTEBOOK_TIME])
{
	time_t t = (time_t)now;
	struct tm utc;
	if (!gmtime_r(&t, &utc) || !strftime(out, NOTEBOOK_TIME, "%Y-%m-%dT%H:%M:%SZ", &utc))
		snprintf(out, NOTEBOOK_TIME, "1970-01-01T00:00:00Z");
}

// The entries.

static const char *key_entry(const void *nb, size_t i)
{
	return ((const struct notebook *)nb)->entries[i].id;
}

static struct entry *find(const struct notebook *nb, const char *id)
{
	uint32_t i = table_find(&nb->ids, key_entry, nb, id);
	return i == TABLE_NONE ? NULL : &nb->entries[i];
}

static struct entry *find_or_add(struct notebook *nb, const char *id)
{
	struct entry *there = find(nb, id);
	if (there)
		return there;
	nb->entries = mem_reserve(nb->entries, &nb->capacity, nb->count + 1, sizeof *nb->entries);
	nb->entries[nb->count] = (struct entry){
		.id = mem_string(id), .item = INDEX_NONE, .place = {POS_NONE, POS_NONE}};
	table_add(&nb->ids, key_entry, nb, id, (uint32_t)nb->count);
	return &nb->entries[nb->count++];
}

static const char *json_of(const struct notebook *nb, const struct entry *x)
{
	size_t n;
	return x && x->item != INDEX_NONE ? web_annotation_added(nb->set, x->item, &n) : NULL;
}

const char *notebook_json(const struct notebook *nb, const char *id)
{
	return json_of(nb, find(nb, id));
}

uint32_t notebook_annotation(const struct notebook *nb, const char *id)
{
	const struct entry *x = find(nb, id);
	return x && x->item != INDEX_NONE && x->count ? x->first : INDEX_NONE;
}

uint32_t notebook_place_count(const struct notebook *nb, const char *id)
{
	const struct entry *x = find(nb, id);
	return x && x->item != INDEX_NONE ? x->count : 0;
}

size_t notebook_ever_count(const struct notebook *nb)
{
	return nb->count;
}

const char *notebook_id(const struct notebook *nb, size_t i, bool *is_there)
{
	*is_there = nb->entries[i].item != INDEX_NONE;
	return nb->entries[i].id;
}

size_t notebook_count(const struct notebook *nb)
{
	size_t n = 0;
	for (size_t i = 0; i < nb->count; i++)
		n += nb->entries[i].item != INDEX_NONE;
	return n;
}

size_t notebook_unsaved_count(const struct notebook *nb)
{
	size_t n = 0;
	for (size_t i = 0; i < nb->count; i++)
		n += nb->entries[i].is_pending;
	return n;
}

bool notebook_is_own(const struct notebook *nb, uint32_t annotation)
{
	return annotation != INDEX_NONE && nb->knowledge->annotations[annotation].set == nb->number;
}

bool notebook_is_own_fact(const struct notebook *nb, uint32_t fact)
{
	return fact != INDEX_NONE && nb->knowledge->facts[fact].set == nb->number;
}

const char *notebook_fact_note(const struct notebook *nb, uint32_t fact)
{
	const struct fact *f = &nb->knowledge->facts[fact];
	for (size_t i = 0; i < nb->count && f->set == nb->number; i++)
		if (nb->entries[i].item == f->item)
			return nb->entries[i].id;
	return NULL;
}

// Changing what is in memory.

static void forget_facts(struct notebook *nb, uint32_t item)
{
	struct knowledge *k = nb->knowledge;
	for (uint32_t i = 0; i < k->fact_count; i++)
		if (k->facts[i].set == nb->number && k->facts[i].item == item)
			knowledge_forget_fact(k, i);
}

// One that selects what another did sits where that sat: nothing has to be looked for.
static void take_place(struct knowledge *k, uint32_t to, uint32_t from)
{
	const struct annotation *a = &k->annotations[from];
	if (!note_is_same_place(&k->annotations[to].selector, &a->selector) ||
	    a->state == ANCHOR_PENDING)
		return;
	knowledge_place(k, to, a->state, a->begin, a->end);
	for (uint32_t i = 0; i < a->other_count; i++)
		knowledge_add_place(k, to, a->others[i].begin, a->others[i].end);
}

// Where the annotation of an entry sits, for when it comes back.
static struct range place_of(const struct notebook *nb, const struct entry *x)
{
	const struct annotation *a = x->count == 1 ? &nb->knowledge->annotations[x->first] : NULL;
	if (!a || a->state != ANCHOR_FOUND || a->other_count || annotation_is_on_whole(a))
		return (struct range){POS_NONE, POS_NONE};
	return (struct range){a->begin, a->end};
}

// The note ID becomes JSON (NULL: none).  knowledge_settle_fresh is due.
static struct entry *apply(struct notebook *nb, const char *id, const char *json,
			   struct range place)
{
	struct knowledge *k = nb->knowledge;
	struct entry *x = find_or_add(nb, id), old = *x;
	if (old.item != INDEX_NONE && old.count == 0)
		forget_facts(nb, old.item);
	if (old.item == INDEX_NONE && place.begin == POS_NONE)
		place = old.place;
	x->place = old.item != INDEX_NONE && !json ? place_of(nb, &old)
						   : (struct range){POS_NONE, POS_NONE};
	x->first = (uint32_t)k->annotation_count;
	x->item =
		json ? web_annotation_add(nb->set, k, nb->number, json, strlen(json)) : INDEX_NONE;
	x->count = (uint32_t)k->annotation_count - x->first;
	for (uint32_t i = 0; i < x->count; i++)
		if (place.begin != POS_NONE)
			knowledge_place(k, x->first + i, ANCHOR_FOUND, place.begin, place.end);
		else if (old.item != INDEX_NONE && i < old.count)
			take_place(k, x->first + i, old.first + i);
	if (old.item == INDEX_NONE)
		return x;
	for (uint32_t i = 0; i < old.count; i++)
		knowledge_remove(k, old.first + i, i < x->count ? x->first + i : INDEX_NONE);
	web_annotation_drop(nb->set, old.item);
	return x;
}

static const struct range nowhere = {POS_NONE, POS_NONE};

// The text.

const char *notebook_fingerprint(struct notebook *nb)
{
	const struct source *s = nb->document->source;
	if (!nb->has_fingerprint && source_is_complete(s)) {
		fingerprint_text(s, nb->fingerprint);
		nb->has_fingerprint = true;
	}
	return nb->has_fingerprint ? nb->fingerprint : "";
}

void notebook_text_changed(struct notebook *nb)
{
	nb->has_fingerprint = false;
	for (size_t i = 0; i < nb->count; i++)
		nb->entries[i].place = (struct range){POS_NONE, POS_NONE};
	sketching_free(nb->sketching);
	nb->sketching = NULL;
	sketch_done(&nb->sketch);
	nb->text.sketch = NULL;
}

struct note_source notebook_source(struct notebook *nb, const char *title, const char *language)
{
	const char *fingerprint = notebook_fingerprint(nb);
	snprintf(nb->source_id, sizeof nb->source_id, "urn:kantlijn:text:%s",
		 *fingerprint ? fingerprint : "unknown");
	return (struct note_source){.id = nb->source_id,
				    .title = title,
				    .language = language,
				    .fingerprint = *fingerprint ? fingerprint : NULL};
}

static void take_note(void *data, const struct store_note *note)
{
	struct notebook *nb = data;
	struct entry *x = find_or_add(nb, note->id);
	const char *had = json_of(nb, x);
	if (x->is_pending)
		return;	    // ours is looked at when it is written
	x->place = nowhere; // what comes back from elsewhere may have been given another one
	if (!string_equal(had, note->json))
		x = apply(nb, note->id, note->json, nowhere);
	x->revision = note->json ? note->revision : 0;
}

// Reads what changed since the last time.
static void read_notes(struct notebook *nb)
{
	struct err e = {0};
	if (nb->text.document == 0)
		return;
	if (!store_read(nb->store, nb->text.document, nb->last, take_note, nb, &nb->last, &e))
		nb->fault = e;
	knowledge_settle_fresh(nb->knowledge);
}

static enum step sketch_text(struct notebook *nb, struct budget budget)
{
	if (nb->text.sketch)
		return STEP_DONE;
	if (!nb->sketching)
		nb->sketching = sketching_new(nb->document->source);
	if (sketching_step(nb->sketching, budget) == STEP_MORE)
		return STEP_MORE;
	sketching_take(nb->sketching, &nb->sketch);
	sketching_free(nb->sketching);
	nb->sketching = NULL;
	nb->text.sketch = &nb->sketch;
	return STEP_DONE;
}

static enum notebook_result flush(struct notebook *nb, int64_t now, struct err *e);

// Until it is known which document this is, if any, and which notes are on it.
static enum step recognise(struct notebook *nb, struct budget budget)
{
	if (nb->stage == STAGE_TEXT) {
		if (!source_is_complete(nb->document->source))
			return STEP_DONE;
		if (store_has_size(nb->store, source_size(nb->document->source)))
			nb->text.document = store_find(nb->store, notebook_fingerprint(nb));
		nb->stage = STAGE_SKETCH;
		if (!nb->text.document)
			return STEP_MORE;
	} else if (sketch_text(nb, budget) == STEP_MORE) {
		return STEP_MORE;
	} else {
		nb->text.document = store_find_alike(nb->store, &nb->sketch, nb->path);
	}
	nb->stage = STAGE_READ;
	read_notes(nb);
	return STEP_DONE;
}

enum step notebook_step(struct notebook *nb, struct budget budget, int64_t now)
{
	if (nb->stage == STAGE_READ)
		return STEP_DONE;
	enum step step = recognise(nb, budget);
	// What was written before that waits no more.
	if (nb->stage == STAGE_READ && notebook_unsaved_count(nb))
		flush(nb, now, NULL);
	return step;
}

bool notebook_takes_fault(struct notebook *nb, struct err *e)
{
	*e = nb->fault;
	nb->fault = (struct err){0};
	return e->is_set;
}

bool notebook_is_read(const struct notebook *nb)
{
	return nb->stage == STAGE_READ;
}

int notebook_descriptor(const struct notebook *nb)
{
	return nb->store ? store_descriptor(nb->store) : -1;
}

bool notebook_is_untold(const struct notebook *nb)
{
	return nb->store && store_is_untold(nb->store);
}

bool notebook_take_news(struct notebook *nb)
{
	if (!nb->store || !store_has_news(nb->store) || nb->stage != STAGE_READ)
		return false;
	uint64_t version = nb->knowledge->version;
	// Another reader may have been the first to write about this text.
	if (nb->text.document == 0)
		nb->text.document = store_find(nb->store, notebook_fingerprint(nb));
	read_notes(nb);
	return nb->knowledge->version != version;
}

// Writing to the store.

// What the store needs to know of a text that it may see for the first time.
static void know_text(struct notebook *nb)
{
	if (!nb->has_fingerprint)
		fingerprint_text(nb->document->source, nb->fingerprint);
	nb->has_fingerprint |= source_is_complete(nb->document->source);
	nb->text.fingerprint = nb->fingerprint;
	if (!nb->text.sketch && !store_has_sketch(nb->store, nb->fingerprint))
		sketch_text(nb, no_end);
}

struct theirs {
	char *json;
	int64_t revision;
};

static void keep_theirs(void *data, const struct store_note *note)
{
	struct theirs *t = data;
	t->json = mem_string(note->json);
	t->revision = note->revision;
}

// Ours under an IRI of its own, when both were edited.
static void copy_ours(struct notebook *nb, const char *json)
{
	struct json *j = json_read((const uint8_t *)json, strlen(json));
	struct buf copy = {0};
	char *id = note_new_iri();
	if (json_root(j))
		note_rename(json_root(j), id, &copy);
	json_free(j);
	if (copy.len)
		apply(nb, id, buf_string(&copy), nowhere)->is_pending = true;
	buf_done(&copy);
	free(id);
}

// Another reader changed a note while a change of ours waited: nothing of either is lost.
static void settle_conflict(struct notebook *nb, size_t i)
{
	struct theirs theirs = {0};
	store_read_note(nb->store, nb->entries[i].id, keep_theirs, &theirs);
	struct entry *x = &nb->entries[i];
	if (theirs.json && theirs.revision != x->revision) {
		char *ours = mem_string(json_of(nb, x)), *id = mem_string(x->id);
		if (ours && strcmp(ours, theirs.json) != 0)
			copy_ours(nb, ours);
		find(nb, id)->place = nowhere;
		x = apply(nb, id, theirs.json, nowhere);
		x->revision = theirs.revision;
		x->is_pending = false;
		free(ours);
		free(id);
	} else if (!theirs.json) {
		x->revision = 0;
		x->is_pending = json_of(nb, x) != NULL;
	}
	free(theirs.json);
}

// All that is pending, in one transaction.
static enum store_result write_pending(struct notebook *nb, int64_t now, struct err *e)
{
	size_t n = 0, count = notebook_unsaved_count(nb);
	struct store_change *changes = mem_new(count, sizeof *changes);
	for (size_t i = 0; i < nb->count; i++) {
		const struct entry *x = &nb->entries[i];
		if (x->is_pending)
			changes[n++] = (struct store_change){
				.id = x->id, .json = json_of(nb, x), .was = x->revision};
	}
	enum store_result result =
		n ? store_write(nb->store, &nb->text, changes, n, now, e) : STORE_DONE;
	for (size_t i = 0; result == STORE_DONE && i < n; i++) {
		struct entry *x = find(nb, changes[i].id);
		x->revision = changes[i].json ? changes[i].revision : 0;
		x->is_pending = false;
	}
	free(changes);
	return result;
}

static enum notebook_result flush(struct notebook *nb, int64_t now, struct err *e)
{
	if (!nb->store) {
		err_set(e, "%s", nb->reason);
		return NOTEBOOK_UNSAVED;
	}
	if (nb->stage != STAGE_READ && !source_is_complete(nb->document->source)) {
		err_set(e, "%s", _("the text is still arriving"));
		return NOTEBOOK_UNSAVED;
	}
	while (nb->stage != STAGE_READ)
		recognise(nb, no_end);
	know_text(nb);
	enum store_result result = write_pending(nb, now, e);
	if (result == STORE_DONE && nb->last == 0)
		read_notes(nb); // from here on deletions are heard of
	if (result != STORE_CONFLICT)
		return result == STORE_DONE ? NOTEBOOK_DONE : NOTEBOOK_UNSAVED;
	for (size_t i = 0, n = nb->count; i < n; i++)
		if (nb->entries[i].is_pending)
			settle_conflict(nb, i);
	knowledge_settle_fresh(nb->knowledge);
	return write_pending(nb, now, e) == STORE_DONE ? NOTEBOOK_CONFLICT : NOTEBOOK_UNSAVED;
}

// Steps.

static void step_done(struct undo_step *step)
{
	for (size_t i = 0; i < step->count; i++) {
		free(step->all[i].id);
		free(step->all[i].before);
		free(step->all[i].after);
	}
	free(step->all);
}

static void add_step(struct notebook *nb, struct undo_step step)
{
	while (nb->step_count > nb->step_at)
		step_done(&nb->steps[--nb->step_count]);
	nb->steps =
		mem_reserve(nb->steps, &nb->step_capacity, nb->step_count + 1, sizeof *nb->steps);
	nb->steps[nb->step_count++] = step;
	nb->step_at = nb->step_count;
}

enum notebook_result notebook_do(struct notebook *nb, const struct notebook_change *changes,
				 size_t n, const char *what, int64_t now, struct err *e)
{
	struct undo_step step = {mem_new(n, sizeof *step.all), n, what};
	for (size_t i = 0; i < n; i++) {
		step.all[i].id = mem_string(changes[i].id);
		step.all[i].before = mem_string(notebook_json(nb, changes[i].id));
		step.all[i].after = mem_string(changes[i].json);
		apply(nb, changes[i].id, changes[i].json, changes[i].place)->is_pending = true;
	}
	knowledge_settle_fresh(nb->knowledge);
	add_step(nb, step);
	return flush(nb, now, e);
}

// Brings all notes of a step from one state to the other, if they are in the first.
static enum notebook_result turn(struct notebook *nb, const struct undo_step *step, bool is_back,
				 int64_t now, struct err *e)
{
	for (size_t i = 0; i < step->count; i++) {
		const struct undone *u = &step->all[i];
		if (string_equal(notebook_json(nb, u->id), is_back ? u->after : u->before))
			continue;
		err_set(e, "%s", _("another reader has changed it since"));
		return NOTEBOOK_NOTHING;
	}
	for (size_t i = 0; i < step->count; i++) {
		const struct undone *u = &step->all[is_back ? step->count - 1 - i : i];
		apply(nb, u->id, is_back ? u->before : u->after, nowhere)->is_pending = true;
	}
	knowledge_settle_fresh(nb->knowledge);
	return flush(nb, now, e);
}

enum notebook_result notebook_undo(struct notebook *nb, int64_t now, const char **what,
				   const char **id, struct err *e)
{
	if (nb->step_at == 0)
		return NOTEBOOK_NOTHING;
	const struct undo_step *step = &nb->steps[--nb->step_at];
	*what = step->what;
	*id = step->count ? step->all[0].id : "";
	return turn(nb, step, true, now, e);
}

enum notebook_result notebook_redo(struct notebook *nb, int64_t now, const char **what,
				   const char **id, struct err *e)
{
	if (nb->step_at == nb->step_count)
		return NOTEBOOK_NOTHING;
	const struct undo_step *step = &nb->steps[nb->step_at++];
	*what = step->what;
	*id = step->count ? step->all[0].id : "";
	return turn(nb, step, false, now, e);
}

// Small things.

bool notebook_get(const struct notebook *nb, bool is_of_text, const char *name, struct buf *out)
{
	if (!nb->store || (is_of_text && nb->text.document == 0))
		return false;
	return store_get(nb->store, is_of_text ? nb->text.document : 0, name, out);
}

bool notebook_put(struct notebook *nb, bool is_of_text, const char *const names_and_values[],
		  int64_t now)
{
	struct err e = {0};
	if (!nb->store)
		return false;
	if (is_of_text)
		know_text(nb);
	bool is_kept = store_put(nb->store, is_of_text ? &nb->text : NULL, names_and_values, now,
				 &e) == STORE_DONE;
	if (!is_kept)
		log_line(LOG_NOTE, "not kept: %s", e.text);
	return is_kept;
}

void notebook_free(struct notebook *nb, int64_t now)
{
	if (!nb)
		return;
	if (nb->store && notebook_unsaved_count(nb)) {
		if (!source_is_complete(nb->document->source))
			nb->stage = STAGE_READ; // the text as far as it came
		flush(nb, now, NULL);
	}
	store_close(nb->store);
	sketching_free(nb->sketching);
	sketch_done(&nb->sketch);
	for (size_t i = 0; i < nb->count; i++)
		free(nb->entries[i].id);
	for (size_t i = 0; i < nb->step_count; i++)
		step_done(&nb->steps[i]);
	free(nb->entries);
	free(nb->steps);
	table_done(&nb->ids);
	free(nb->reason);
	free(nb->name);
	free(nb->path);
	free(nb);
}
