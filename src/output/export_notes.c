// SPDX-License-Identifier: ISC
// For people, notes are written by what writes sets for people: from a session that has nothing but
// these notes, each where it sits.
#include "config.h"

#include "output/export_notes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/translate.h"
#include "document/fingerprint.h"
#include "knowledge/collection.h"
#include "knowledge/json.h"
#include "knowledge/note.h"
#include "knowledge/resource.h"
#include "output/export_jsonld.h"
#include "output/export_markdown.h"
#include "store/store.h"

enum { TEXT_WIDTH = 80 };

#define LABEL "Notes"

// All notes as one set.
struct whole_set {
	struct collection collection;
	struct known {
		int64_t document;
		char fingerprint[FINGERPRINT_TEXT];
	} * known; // in the order of their numbers
	size_t count, capacity;
};

static void add_known(void *data, const struct store_document *d)
{
	struct whole_set *w = data;
	w->known = mem_reserve(w->known, &w->capacity, w->count + 1, sizeof *w->known);
	w->known[w->count] = (struct known){.document = d->document};
	snprintf(w->known[w->count++].fingerprint, FINGERPRINT_TEXT, "%s", d->fingerprint);
}

static int compare_known(const void *a, const void *b)
{
	int64_t x = ((const struct known *)a)->document, y = ((const struct known *)b)->document;
	return x < y ? -1 : x > y;
}

// A note that names no text, or the text as it was before it was edited, is told to belong to what
// it was kept with.
static void add_note(void *data, const struct store_note *note)
{
	struct whole_set *w = data;
	struct known key = {.document = note->document};
	const struct known *on =
		w->count ? bsearch(&key, w->known, w->count, sizeof key, compare_known) : NULL;
	struct json *j = json_read((const uint8_t *)note->json, strlen(note->json));
	const char *named = note_fingerprint(json_root(j)), *rest = strchr(note->json, '{');
	if (json_root(j))
		collection_item(&w->collection);
	if (json_root(j) && rest && on && !string_equal(named, on->fingerprint)) {
		struct buf member = {0};
		buf_add_char(&member, '{');
		json_put_member(&member, RESOURCE_KEPT_WITH, on->fingerprint);
		if (json_root(j)->first)
			buf_add_char(&member, ',');
		collection_add(&w->collection, buf_string(&member), member.len);
		collection_add(&w->collection, rest + 1, strlen(rest + 1));
		buf_done(&member);
	} else if (json_root(j)) {
		collection_add(&w->collection, note->json, strlen(note->json));
	}
	json_free(j);
}

// A session of notes alone.

static void share_title(struct knowledge *to, const struct knowledge *from)
{
	for (uint32_t i = 0; from && i < to->fact_count; i++) {
		struct fact *f = &to->facts[i];
		uint32_t there = f->titles.count ? INDEX_NONE : knowledge_find_fact(from, f->id);
		if (there == INDEX_NONE)
			continue;
		const struct translations *titles = &from->facts[there].titles;
		for (size_t t = 0; t < titles->count; t++)
			translations_add(&f->titles, titles->all[t].language, titles->all[t].text);
	}
}

// Where the same annotation sits in a session that has the text, or as if it were there.
static void share_place(struct knowledge *to, uint32_t i, const struct knowledge *from)
{
	const struct annotation *a = &to->annotations[i];
	uint32_t there = from && a->id ? knowledge_find_annotation(from, a->id) : INDEX_NONE;
	if (there != INDEX_NONE)
		knowledge_place(to, i, from->annotations[there].state,
				from->annotations[there].begin, from->annotations[there].end);
	else if (!from && a->state == ANCHOR_PENDING)
		knowledge_place(to, i, ANCHOR_FOUND, i, i);
}

// Of a session WHOLE, which lends its text.
struct alone {
	struct session session;
	struct source *source; // of a text that is not at hand
};

static void alone_begin(struct alone *x, const struct session *whole, const char *title)
{
	*x = (struct alone){0};
	x->session.title = mem_string(title);
	x->session.language = mem_string(whole ? whole->language : "");
	x->session.sets[0] = web_annotation_new(LABEL);
	if (whole) {
		x->session.document = whole->document;
		return;
	}
	x->source = source_open_bytes("", 0, title);
	document_init(&x->session.document, x->source);
}

static void alone_add(struct alone *x, const char *json)
{
	web_annotation_add(x->session.sets[0], &x->session.knowledge, 0, json, strlen(json));
}

static bool alone_write(struct alone *x, const struct session *whole, struct output out,
			bool is_markdown)
{
	struct knowledge *k = &x->session.knowledge;
	const struct knowledge *from = whole ? &whole->knowledge : NULL;
	share_title(k, from);
	for (uint32_t i = 0; i < k->annotation_count; i++)
		share_place(k, i, from);
	knowledge_settle(k);
	return is_markdown ? export_markdown(&x->session, out)
			   : print_knowledge(&x->session, out, TEXT_WIDTH, false);
}

static void alone_done(struct alone *x)
{
	if (x->source)
		document_done(&x->session.document);
	web_annotation_close(x->session.sets[0]);
	knowledge_done(&x->session.knowledge);
	free(x->session.title);
	free(x->session.language);
}

bool export_notes_for_people(const struct session *s, struct output out, bool is_markdown)
{
	struct alone x;
	bool is_there;
	alone_begin(&x, s, s->title);
	for (size_t i = 0; i < notebook_ever_count(s->notes); i++) {
		const char *id = notebook_id(s->notes, i, &is_there);
		if (is_there)
			alone_add(&x, notebook_json(s->notes, id));
	}
	bool is_written = alone_write(&x, s, out, is_markdown);
	alone_done(&x);
	return is_written;
}

// All that is in the store.

struct whole_store {
	struct store *store;
	struct output out;
	bool is_markdown, is_broken, is_second;
	struct err *e;
};

static void add_alone(void *data, const struct store_note *note)
{
	alone_add(data, note->json);
}

static void write_document(void *data, const struct store_document *d)
{
	struct whole_store *w = data;
	struct alone x;
	int64_t last;
	if (w->is_broken || d->notes == 0)
		return;
	alone_begin(&x, NULL, d->name ? d->name : "");
	w->is_broken = !store_read(w->store, d->document, 0, add_alone, &x, &last, w->e);
	if (!w->is_broken && w->is_second)
		w->is_broken = !w->out.write(w->out.data, "\n", 1);
	w->is_second = true;
	if (!w->is_broken)
		w->is_broken = !alone_write(&x, NULL, w->out, w->is_markdown);
	alone_done(&x);
}

bool export_all_notes(const char *folder, enum export how, struct output out, struct err *e)
{
	struct store *store = store_open(folder, e);
	int64_t last;
	bool is_done;
	if (!store)
		return false;
	if (how == EXPORT_JSONLD) {
		struct whole_set w = {{.write = out.write, .data = out.data}, NULL, 0, 0};
		is_done = store_documents(store, add_known, &w, e) &&
			  store_read(store, 0, 0, add_note, &w, &last, e);
		is_done = collection_end(&w.collection, "notes", LABEL) && is_done;
		free(w.known);
	} else {
		struct whole_store w = {store, out, how == EXPORT_MARKDOWN, false, false, e};
		is_done = store_documents(store, write_document, &w, e) && !w.is_broken;
	}
	store_close(store);
	return is_done;
}

// Into a file.

static bool write_to_file(void *data, const char *s, size_t n)
{
	return fwrite(s, 1, n, data) == n;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

static bool write_as_told(struct session *s, const char *path, FILE *f)
{
	struct output out = {write_to_file, f};
	if (ends_with(path, ".md") || ends_with(path, ".markdown") || ends_with(path, ".txt"))
		return export_notes_for_people(s, out, !ends_with(path, ".txt"));
	struct buf set = {0};
	export_notes(s, &set);
	bool is_written = write_to_file(f, buf_string(&set), set.len);
	buf_done(&set);
	return is_written;
}

bool export_notes_to(struct session *s, const char *path, struct err *e)
{
	struct buf beside = {0};
	buf_printf(&beside, "%s.XXXXXX", path);
	// Notes are for their owner alone, unless the file that is written over was for others too.
	struct stat st;
	bool is_there = stat(path, &st) == 0;
	int fd = mkstemp(beside.data);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	bool is_written = f && (!is_there || fchmod(fd, st.st_mode & 0777) == 0) &&
			  write_as_told(s, path, f) && fflush(f) == 0 && fsync(fd) == 0;
	int why = errno;
	if (f)
		is_written &= fclose(f) == 0;
	if (is_written && rename(beside.data, path) != 0) {
		why = errno;
		is_written = false;
	}
	if (!is_written && fd >= 0)
		unlink(beside.data);
	buf_done(&beside);
	return is_written || err_set(e, _("cannot write the notes to %s: %s"), path, strerror(why));
}
