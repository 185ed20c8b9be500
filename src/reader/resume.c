// SPDX-License-Identifier: ISC
// The place is kept as a position in the text as it was, and as an annotation: in a text that was
// edited since, that is looked for like any other.
#include "config.h"

#include "reader/resume.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "document/fingerprint.h"
#include "knowledge/json.h"
#include "knowledge/web_annotation.h"
#include "reader/frame.h"
#include "reader/keeping.h"

enum { DRAFT_SECONDS = 5, LEAST_MEASURE = 20, MOST_MEASURE = 400 };

// The settings, as "66 1 0": measure (0: none was asked for), justified, panel off.  What was asked
// for at the start counts more.
static void read_view(struct reader *r, const struct options *o)
{
	struct typography *t = &r->typography;
	int measure = 0, is_justified = 0, is_off = 0, wrap = 0;
	buf_clear(&r->resume.view);
	if (notebook_get(r->session.notes, false, "view", &r->resume.view) &&
	    sscanf(buf_string(&r->resume.view), "%d %d %d", &measure, &is_justified, &is_off) ==
		    3) {
		if (!o->width && measure >= LEAST_MEASURE && measure <= MOST_MEASURE) {
			t->measure = measure;
			t->has_measure = true;
		}
		if (!options_is_told(o, "justify"))
			t->is_justified = is_justified == 1;
		r->is_panel_off = is_off == 1;
	}
	buf_clear(&r->resume.wrap);
	if (o->wrap == WRAP_AUTO && notebook_get(r->session.notes, true, "wrap", &r->resume.wrap) &&
	    sscanf(buf_string(&r->resume.wrap), "%d", &wrap) == 1 && wrap >= WRAP_AUTO &&
	    wrap <= WRAP_KEEP) {
		t->wrap = (enum wrap)wrap;
		document_set_wrap(&r->session.document, t->wrap);
	}
}

static void write_view(const struct reader *r, struct buf *out)
{
	const struct typography *t = &r->typography;
	buf_printf(out, "%d %d %d", t->has_measure ? t->measure : 0, t->is_justified,
		   r->is_panel_off);
}

// "FINGERPRINT POS SHIFT SIZE" and, in the next line, the annotation.
static void read_place(struct reader *r)
{
	struct resume *x = &r->resume;
	char fingerprint[FINGERPRINT_TEXT];
	uint64_t pos, size;
	int shift;
	struct buf value = {0};
	struct knowledge *k = &r->session.knowledge;
	const struct document *d = &r->session.document;
	x->is_wanted = false;
	if (notebook_get(r->session.notes, true, "place", &value) &&
	    sscanf(buf_string(&value), "%95s %" SCNu64 " %d %" SCNu64, fingerprint, &pos, &shift,
		   &size) == 4) {
		const char *json = strchr(buf_string(&value), '\n');
		bool is_same = strcmp(fingerprint, notebook_fingerprint(r->session.notes)) == 0;
		if (is_same && pos >= document_begin(d) && pos <= document_end(d)) {
			r->page.anchor = pos; // how wide lines are may not be known yet
			r->page.shift = shift < 0 ? 0 : shift;
		} else if (!is_same && json) {
			x->annotation = (uint32_t)k->annotation_count;
			x->is_wanted = web_annotation_add(r->session.sets[r->session.set_count], k,
							  SESSION_HIDDEN, json + 1,
							  strlen(json + 1)) != INDEX_NONE &&
				       k->annotation_count > x->annotation;
			x->share = size ? (double)pos / (double)size : 0;
		}
	}
	x->anchor = r->page.anchor;
	buf_done(&value);
}

// The lines of S.
static void remember_lines(struct prompt *p, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n");
		char *line = mem_copy(s, n);
		prompt_remember(p, line);
		free(line);
		s += n + (s[n] != '\0');
	}
}

static void read_history(struct reader *r)
{
	struct buf *value = &r->resume.queries;
	buf_clear(value);
	if (notebook_get(r->session.notes, false, "queries", value))
		remember_lines(&r->search_prompt, buf_string(value));
}

// The note in JSON and, a line each, the facts that were made with it, as IRI, blank and title.
// False as long as something else is being written.
static bool read_draft(struct reader *r)
{
	struct buf value = {0};
	struct form *f = &r->form;
	if (f->count)
		return false;
	if (!notebook_get(r->session.notes, true, "draft", &value)) {
		buf_done(&value);
		return true;
	}
	char *s = value.data;
	size_t n = strcspn(s, "\n");
	struct json *j = json_read((const uint8_t *)s, n);
	if (json_root(j)) {
		struct note note;
		note_read(&note, json_root(j));
		// What it was begun from: the note may have been edited since.
		struct buf was = {0};
		bool is_edit = notebook_get(r->session.notes, true, "draft-of", &was);
		form_open(f, note, is_edit ? mem_string(buf_string(&was)) : NULL,
			  (struct range){POS_NONE, POS_NONE});
		buf_done(&was);
		f->is_open = false;
		f->is_touched = true;
		r->resume.has_draft = true;
		state_tell_keys(
			r, _("A note that was not finished is waiting; {note} goes on with it."));
	}
	for (s += n; f->count && *s == '\n'; s += n) {
		n = strcspn(++s, "\n");
		size_t iri = strcspn(s, " \n");
		if (iri >= n)
			continue;
		f->made = mem_resize(f->made, f->made_count + 1, sizeof *f->made);
		f->made[f->made_count++] =
			(struct form_made){mem_copy(s, iri), mem_copy(s + iri + 1, n - iri - 1)};
	}
	json_free(j);
	buf_done(&value);
	return true;
}

void resume_begin(struct reader *r, const struct options *o)
{
	struct resume *x = &r->resume;
	x->wants_place = !o->go;
	x->annotation = INDEX_NONE;
	if (!notebook_has_store(r->session.notes))
		return;
	read_view(r, o);
	read_history(r);
	x->anchor = r->page.anchor;
	if (notebook_is_read(r->session.notes) && x->wants_place)
		read_place(r);
	x->has_read_place = notebook_is_read(r->session.notes);
	x->is_late = true;
}

// The text as it was is edited: its place is gone to when it is found, unless the person moved.
static bool go_to_place(struct reader *r)
{
	struct resume *x = &r->resume;
	const struct annotation *a = state_annotation(r, x->annotation);
	const struct document *d = &r->session.document;
	if (a->state == ANCHOR_PENDING)
		return false;
	x->is_wanted = false;
	uint64_t size = document_end(d) - document_begin(d);
	uint64_t pos = annotation_has_place(a)
			       ? a->begin
			       : document_begin(d) + (uint64_t)((double)size * x->share);
	knowledge_remove(&r->session.knowledge, x->annotation, INDEX_NONE);
	knowledge_settle_fresh(&r->session.knowledge);
	if (r->page.anchor != x->anchor || r->in_margin || r->selecting.is_on)
		return false;
	r->page.anchor = pos; // lines may still be broken otherwise, by the language
	return true;
}

bool resume_settle(struct reader *r)
{
	struct resume *x = &r->resume;
	bool is_changed = false;
	uint64_t before = r->page.anchor;
	if (!notebook_is_read(r->session.notes))
		return false;
	if (x->is_late) {
		x->is_late = false;
		if (!x->has_read_place && x->wants_place && r->page.anchor == x->anchor) {
			read_place(r);
			is_changed = true;
		}
		x->awaits_draft = true;
	}
	if (x->is_wanted)
		is_changed |= go_to_place(r);
	// What was seen from its start is seen from elsewhere now, as what comes through a pipe.
	if (r->page.anchor != before) {
		keyboard_say(&r->keyboard, _("This is where you stopped; {top} goes to the start."),
			     &r->session.notices);
		buf_add_char(&r->session.notices, '\n');
	}
	if (x->awaits_draft)
		x->awaits_draft = !read_draft(r);
	return is_changed;
}

// Keeping.

static void write_place(struct reader *r, struct buf *out)
{
	const struct document *d = &r->session.document;
	struct note note = keeping_note_on(r, NOTE_MARK, keeping_line_on_top(r));
	note.letter = MARK_HIDDEN;
	buf_printf(out, "%s %" PRIu64 " %d %" PRIu64 "\n", notebook_fingerprint(r->session.notes),
		   page_begin(&r->page), r->page.shift, document_end(d) - document_begin(d));
	keeping_write(r, &note, NULL, out);
	note_done(&note);
}

static bool write_draft(struct reader *r, struct buf *out)
{
	struct form *f = &r->form;
	if (!form_has_news(f) || form_is_empty(f))
		return false;
	form_finish(f, NULL);
	f->is_touched = true; // as it is in the note now, that is not told by comparing
	keeping_write(r, &f->note, f->was, out);
	for (size_t i = 0; i < f->made_count; i++)
		buf_printf(out, "\n%s %s", f->made[i].iri, f->made[i].title);
	return true;
}

bool resume_keep_draft(struct reader *r)
{
	struct buf draft = {0};
	struct resume *x = &r->resume;
	struct notebook *nb = r->session.notes;
	bool has_draft = write_draft(r, &draft);
	bool can_keep = notebook_has_store(nb) && notebook_is_read(nb) && !x->awaits_draft;
	const char *const kept[] = {"draft", has_draft ? buf_string(&draft) : NULL, "draft-of",
				    has_draft ? r->form.was : NULL, NULL};
	bool is_kept = !has_draft;
	if (can_keep && (has_draft || x->has_draft))
		is_kept = notebook_put(nb, true, kept, r->session.now);
	if (can_keep && is_kept)
		x->has_draft = has_draft;
	x->draft_time = r->session.now;
	buf_done(&draft);
	return is_kept;
}

void resume_keep_draft_late(struct reader *r)
{
	if (r->session.now - r->resume.draft_time >= DRAFT_SECONDS)
		resume_keep_draft(r);
}

static bool has_line(const struct prompt *p, const char *line)
{
	for (size_t i = 0; i < p->history_count; i++)
		if (strcmp(p->history[i], line) == 0)
			return true;
	return false;
}

// Where another reader has kept queries meanwhile, ours stand behind these.
static void write_history(const struct reader *r, struct buf *out)
{
	const struct prompt *ours = &r->search_prompt;
	struct prompt before = {0}, all = {0};
	struct buf value = {0};
	notebook_get(r->session.notes, false, "queries", &value);
	bool is_alone = strcmp(buf_string(&value), buf_string(&r->resume.queries)) == 0;
	if (!is_alone) {
		remember_lines(&before, buf_string(&r->resume.queries));
		remember_lines(&all, buf_string(&value));
	}
	for (size_t i = 0; i < ours->history_count; i++)
		if (is_alone || !has_line(&before, ours->history[i]))
			prompt_remember(&all, ours->history[i]);
	for (size_t i = 0; i < all.history_count; i++)
		buf_printf(out, "%s\n", all.history[i]);
	prompt_done(&before);
	prompt_done(&all);
	buf_done(&value);
}

// Of a text that one only looked into nothing is kept.
static bool is_worth_keeping(const struct reader *r)
{
	return !page_is_at_begin(&r->page) || notebook_count(r->session.notes) ||
	       form_has_news(&r->form) || r->resume.has_draft || r->resume.wrap.len ||
	       r->resume.has_read_place;
}

void resume_keep(struct reader *r)
{
	struct resume *x = &r->resume;
	struct buf place = {0}, wrap = {0}, view = {0}, queries = {0};
	frame_update(r);
	resume_keep_draft(r);
	if (notebook_has_store(r->session.notes) && notebook_is_read(r->session.notes) &&
	    r->page.row_count > 0) {
		write_place(r, &place);
		buf_printf(&wrap, "%d", r->typography.wrap);
		const char *const of_text[] = {"place", buf_string(&place), "wrap",
					       buf_string(&wrap), NULL};
		if (is_worth_keeping(r))
			notebook_put(r->session.notes, true, of_text, r->session.now);
		write_view(r, &view);
		write_history(r, &queries);
		const char *const of_all[] = {"view", buf_string(&view), "queries",
					      buf_string(&queries), NULL};
		bool has_view = strcmp(buf_string(&view),
				       x->view.len ? buf_string(&x->view) : "0 0 0") != 0;
		if (has_view || strcmp(buf_string(&x->queries), buf_string(&queries)) != 0)
			notebook_put(r->session.notes, false, of_all, r->session.now);
	}
	buf_done(&place);
	buf_done(&wrap);
	buf_done(&view);
	buf_done(&queries);
	buf_done(&x->view);
	buf_done(&x->wrap);
	buf_done(&x->queries);
}
