// SPDX-License-Identifier: ISC
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
#include "knowledge/json.h"
#include "knowledge/selection.h"
#include "noting.h"
#include "want.h"

static const struct range nowhere = {POS_NONE, POS_NONE};

int noting_begin(void **state)
{
	struct noting *w = calloc(1, sizeof *w);
	*state = w;
	return w && folder_make(&w->store) && folder_make(&w->texts) ? 0 : -1;
}

int noting_finish(void **state)
{
	struct noting *w = *state;
	folder_remove(&w->store);
	folder_remove(&w->texts);
	free(w);
	return 0;
}

void noting_make_text(unsigned first, unsigned count, struct buf *out)
{
	static const char *const subjects[] = {"The keeper", "A boat",	   "Her sister",
					       "The bridge", "An old map", "The tide"};
	static const char *const verbs[] = {"waited for", "came before", "was sold to",
					    "lies beyond", "remembers"};
	static const char *const objects[] = {"the harbour",   "seven lanterns", "the north wind",
					      "a quiet house", "the last ferry", "its maker",
					      "the long wall"};
	for (unsigned i = 0; i < count; i++) {
		for (unsigned k = 0; k < 3; k++) {
			unsigned n = 3 * i + k;
			buf_printf(out, "%s %s %s in year %u%s", subjects[n % 6], verbs[n % 5],
				   objects[n % 7], first + n, k < 2 ? ". " : ".\n\n");
		}
	}
}

char *noting_write(const struct noting *w, const char *name, const struct buf *text)
{
	char *path = folder_file(&w->texts, name);
	folder_write(path, text->data, text->len);
	return path;
}

void noting_open(const struct noting *w, const char *file, const struct options *o,
		 struct session *s)
{
	struct err e = {0};
	struct options all = o ? *o : (struct options){0};
	all.file = file;
	all.store = w->store.path;
	if (!all.now)
		all.now = NOW;
	want(session_open(s, &all, &e), "wanted %s to open, got \"%s\"", file, e.text);
	session_finish(s);
	want(notebook_is_read(s->notes), "wanted the notes to be read");
}

struct range noting_find(const struct session *s, const char *words)
{
	const struct source *source = s->document.source;
	size_t n, len = strlen(words);
	uint64_t begin = document_begin(&s->document);
	const uint8_t *text = source_bytes(source, begin, &n);
	for (size_t i = 0; i + len <= n; i++)
		if (memcmp(text + i, words, len) == 0)
			return (struct range){begin + i, begin + i + len};
	fail_msg("the text has no \"%s\"", words);
	return nowhere;
}

char *noting_json(const struct session *s, struct note *n, struct range range, const char *was)
{
	char now[NOTEBOOK_TIME];
	struct buf out = {0};
	const struct document *d = &s->document;
	struct note_source on = notebook_source(s->notes, s->title, s->knowledge.language);
	struct json *j = was ? json_read((const uint8_t *)was, strlen(was)) : NULL;
	if (range.begin != POS_NONE) {
		selector_done(&n->place);
		n->place = selection_describe(d->source, d->index, range.begin, range.end);
	}
	notebook_time(s->now, now);
	note_write(n, json_root(j), &on, now, &out);
	json_free(j);
	return buf_take(&out);
}

enum notebook_result noting_change(struct session *s, const char *id, const char *json,
				   struct err *e)
{
	struct notebook_change change = {id, json, nowhere};
	return notebook_do(s->notes, &change, 1, "change", s->now, e);
}

char *noting_comment(struct session *s, const char *words, const char *text,
		     enum notebook_result wanted)
{
	struct note n;
	struct err e = {0};
	note_init(&n, NOTE_COMMENT);
	note_set(&n.text, text);
	char *json = noting_json(s, &n, noting_find(s, words), NULL), *id = mem_string(n.id);
	enum notebook_result got = noting_change(s, id, json, &e);
	want(got == wanted, "\"%s\": wanted %d, got %d, \"%s\"", text, (int)wanted, (int)got,
	     e.text);
	want(got == NOTEBOOK_DONE || e.is_set, "wanted a sentence");
	free(json);
	note_done(&n);
	session_finish(s);
	return id;
}

enum notebook_result noting_edit(struct session *s, const char *id, const char *text, struct err *e)
{
	struct note n;
	char *was = mem_string(notebook_json(s->notes, id));
	want(was, "wanted the note %s to be there", id);
	struct json *j = json_read((const uint8_t *)was, strlen(was));
	note_read(&n, json_root(j));
	note_set(&n.text, text);
	char *json = noting_json(s, &n, nowhere, was);
	enum notebook_result got = noting_change(s, id, json, e);
	note_done(&n);
	json_free(j);
	free(json);
	free(was);
	return got;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void noting_sort(char *s)
{
	size_t count = 0, n = 0;
	for (const char *c = s; *c; c++)
		count += *c == '\n';
	if (count < 2)
		return;
	char *copy = mem_string(s), **lines = mem_new(count, sizeof *lines);
	for (char *c = copy; *c; c += strlen(c) + 1) {
		lines[n++] = c;
		c[strcspn(c, "\n")] = '\0';
	}
	qsort(lines, n, sizeof *lines, compare_lines);
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(lines[i]);
		memcpy(s, lines[i], len);
		s[len] = '\n';
		s += len + 1;
	}
	free(lines);
	free(copy);
}

char *noting_in_memory(const struct session *s)
{
	struct buf out = {0};
	bool is_there;
	buf_add_string(&out, "");
	for (size_t i = 0; i < notebook_ever_count(s->notes); i++) {
		const char *id = notebook_id(s->notes, i, &is_there);
		const char *json = notebook_json(s->notes, id);
		want(is_there == (json != NULL), "%s: wanted there to be JSON if it is there", id);
		if (json)
			buf_printf(&out, "%s %s\n", id, json);
	}
	noting_sort(out.data);
	return buf_take(&out);
}

char *noting_in_store(const struct noting *w)
{
	char *all = query(&w->store, "SELECT id || ' ' || json FROM note WHERE json IS NOT NULL");
	noting_sort(all);
	return all;
}

static void add_annotation(const struct knowledge *k, uint32_t i, struct buf *out)
{
	const struct annotation *a = &k->annotations[i];
	buf_printf(out, "%s role %d kind %d assessment %d state %d at %lld-%lld and %u, letter %d",
		   a->id, (int)a->role, (int)a->kind, (int)a->assessment, (int)a->state,
		   a->begin == POS_NONE ? -1 : (long long)a->begin,
		   a->end == POS_NONE ? -1 : (long long)a->end, a->other_count, a->letter);
	if (a->parent_id)
		buf_printf(out, ", reply to %s", a->parent_id);
	if (a->parent != INDEX_NONE && a->role == ROLE_REPLY)
		buf_printf(out, " which is %s", k->annotations[a->parent].id);
	for (uint32_t l = a->first_link; l < a->first_link + a->link_count; l++)
		buf_printf(out, ", %d of %s", (int)k->links[l].relation,
			   k->facts[k->links[l].fact].id);
	buf_add_char(out, '\n');
}

// Whether a fact is linked to, by what is there.
static void add_fact(const struct knowledge *k, uint32_t i, struct buf *out)
{
	const struct fact *f = &k->facts[i];
	const char *title = translations_choose(&f->titles, "");
	size_t links = 0;
	for (uint32_t l = 0; l < f->link_count; l++) {
		uint32_t a = k->links[f->links[l]].annotation;
		links += a != INDEX_NONE && k->annotations[a].role != ROLE_GONE;
	}
	buf_printf(out, "fact %s \"%s\" of %s, links %zu, %s\n", f->id, title ? title : "",
		   f->period ? f->period : "-", links, f->set == INDEX_NONE ? "absent" : "there");
}

char *noting_known(const struct session *s)
{
	struct buf out = {0};
	const struct knowledge *k = &s->knowledge;
	buf_add_string(&out, "");
	for (size_t i = 0; i < k->claim_count; i++)
		add_annotation(k, k->claims[i], &out);
	for (size_t i = 0; i < k->note_count; i++)
		add_annotation(k, k->notes[i], &out);
	for (size_t i = 0; i < k->mark_count; i++)
		add_annotation(k, k->marks[i], &out);
	for (size_t i = 0; i < k->annotation_count; i++)
		if (k->annotations[i].role == ROLE_REPLY)
			add_annotation(k, (uint32_t)i, &out);
	for (size_t i = 0; i < k->listed_fact_count; i++)
		add_fact(k, k->listed_facts[i], &out);
	noting_sort(out.data);
	return buf_take(&out);
}

const char *noting_words_of(const struct session *s, const char *id)
{
	static struct buf text;
	size_t n;
	uint32_t i = notebook_annotation(s->notes, id);
	buf_clear(&text);
	if (i == INDEX_NONE || !annotation_has_place(&s->knowledge.annotations[i]))
		return "";
	const struct annotation *a = &s->knowledge.annotations[i];
	const uint8_t *bytes = source_bytes(s->document.source, a->begin, &n);
	buf_add(&text, bytes, (size_t)(a->end - a->begin));
	return buf_string(&text);
}

void noting_same(const char *what, const char *wanted, const char *got)
{
	while (*wanted || *got) {
		size_t n = strcspn(wanted, "\n"), m = strcspn(got, "\n");
		want(n == m && memcmp(wanted, got, n) == 0, "%s: wanted\n%.*s\ngot\n%.*s", what,
		     (int)(n < 1500 ? n : 1500), wanted, (int)(m < 1500 ? m : 1500), got);
		wanted += n + (wanted[n] != '\0');
		got += m + (got[m] != '\0');
	}
}
