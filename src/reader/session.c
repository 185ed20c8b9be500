// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/session.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <stdlib.h>
#include <unistd.h>

#include "assets/builtin.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/table.h"
#include "base/translate.h"
#include "knowledge/hypothesis.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"
#include "page/hyphenation.h"

enum {
	GUESS_FROM = 4096,  // [byte] of the text that tell its language
	GUESS_LEAST = 2048, // [byte] before which a text that is still arriving is not judged
	FIRST_ITEMS = 2048, // of sets that were asked for, that are read before the first screen
};

static const struct budget no_end = {NULL, NULL};

static struct source *open_bytes(const struct options *o, struct err *e)
{
	if (!o->file)
		return source_open_bytes(builtin_text, builtin_text_size, "Kantlijn");
	if (strcmp(o->file, "-") != 0)
		return source_open(o->file, e);
	int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	if (fd < 0) {
		err_set(e, _("cannot read standard input: it is closed"));
		return NULL;
	}
	// A pipe that is closed here must be closed for good, so that who writes into it is told.
	struct stat st;
	bool is_pipe = fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
	int null = is_pipe ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;
	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		close(null);
	}
	return source_open_descriptor(fd, _("standard input"), e);
}

static struct source *open_text(const struct options *o, struct err *e)
{
	struct source *s = open_bytes(o, e);
	if (s)
		source_set_limit(s, o->spill_limit ? o->spill_limit : OPTIONS_SPILL);
	return s;
}

// The last part of the path, for want of a title.
static char *plain_title(const char *name)
{
	if (string_starts(name, "/dev/fd/") || string_starts(name, "/proc/self/fd/"))
		return mem_string(_("pipe"));
	const char *slash = strrchr(name, '/');
	return mem_string(slash && slash[1] ? slash + 1 : name);
}

static void notice(struct session *s, const char *text)
{
	buf_add_string(&s->notices, text);
	buf_add_char(&s->notices, '\n');
}

// Reads set number I as far as the budget goes.
static enum step read_set(struct session *s, size_t i, struct budget budget, struct err *e)
{
	return web_annotation_read(s->sets[i], &s->knowledge, (uint32_t)i, budget, e);
}

// Says what a set names and does not hold: nothing is ever fetched.
static void name_absent(struct session *s, const struct web_annotation *set)
{
	size_t count = web_annotation_absent_count(set);
	struct buf text = {0};
	char *name = plain_title(web_annotation_name(set));
	buf_printf(&text,
		   PLURAL("%s names %zu annotation or page that is not beside it.",
			  "%s names %zu annotations or pages that are not beside it.", count),
		   name, count);
	if (count)
		notice(s, buf_string(&text));
	free(name);
	buf_done(&text);
}

// FORMAT is for one string.
static void add_notice(struct session *s, const char *format, const char *name)
{
	struct buf text = {0};
	buf_printf(&text, format, name);
	notice(s, buf_string(&text));
	buf_done(&text);
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static bool is_named_before(const struct options *o, int i)
{
	for (int before = 0; before < i; before++)
		if (is_same_file(o->sets[before], o->sets[i]))
			return true;
	return false;
}

// Of a set that was asked for all or, of a very large one, a good part is read before anything is
// shown, so that one that is broken is an error.
static bool open_named_sets(struct session *s, const struct options *o, struct err *e)
{
	size_t left = FIRST_ITEMS;
	struct budget some = budget_of(&left);
	for (int i = 0; i < o->set_count; i++) {
		if (is_named_before(o, i)) {
			add_notice(s, _("%s was named twice; it is read once."), o->sets[i]);
			continue;
		}
		struct web_annotation *set = web_annotation_open(o->sets[i], e);
		if (!set)
			return false;
		s->sets[s->set_count++] = set;
	}
	s->named_count = s->set_count;
	s->sets_begun = s->named_count > 0;
	while (s->sets_read < s->named_count && left > 0) {
		enum step step = read_set(s, s->sets_read, some, e);
		if (step == STEP_FAILED)
			return false;
		if (step == STEP_DONE)
			name_absent(s, s->sets[s->sets_read++]);
	}
	return true;
}

// Waits until a pipe has given all it has, or more than MOST.
static void finish_source(struct source *source, uint64_t most)
{
	while (!source_is_complete(source) && source_size(source) <= most) {
		struct pollfd more = {.fd = source_descriptor(source), .events = POLLIN};
		poll(&more, 1, -1);
		source_poll(source);
	}
}

// Opens what was exported from Hypothesis as the set that it becomes; a W3C set as it is.
static struct web_annotation *open_import(struct session *s, const char *path, struct err *e)
{
	struct source *source = source_open(path, e);
	if (!source) {
		err_wrap(e, "%s", _("cannot import annotations"));
		return NULL;
	}
	size_t n;
	struct buf set = {0};
	struct web_annotation *opened = NULL;
	bool is_pipe = !source_is_complete(source);
	finish_source(source, HYPOTHESIS_MAX);
	const uint8_t *bytes = source_bytes(source, source_begin(source), &n);
	enum hypothesis_result result = hypothesis_convert(path, bytes, n, &set, &s->notices, e);
	if (result == HYPOTHESIS_OTHER && !is_pipe) {
		opened = web_annotation_open(path, e);
	} else if (result != HYPOTHESIS_FAILED) {
		if (result == HYPOTHESIS_OTHER)
			buf_add(&set, bytes, n);
		n = set.len;
		s->imports[s->import_count] = buf_take(&set);
		opened = web_annotation_open_bytes(path, s->imports[s->import_count++], n, e);
	}
	buf_done(&set);
	source_close(source);
	return opened;
}

// Where imports are kept they become notes; else they are sets like others.
static bool open_imports(struct session *s, const struct options *o, struct err *e)
{
	for (int i = 0; i < o->import_count; i++) {
		struct web_annotation *set = open_import(s, o->imports[i], e);
		struct knowledge alone = {0};
		if (!set)
			return false;
		if (o->keeps_imports)
			s->imported[s->imported_count++] = set;
		else
			s->sets[s->set_count++] = set;
		enum step step = o->keeps_imports ? web_annotation_read(set, &alone, 0, no_end, e)
						  : read_set(s, s->sets_read++, no_end, e);
		while (o->keeps_imports && step == STEP_MORE)
			step = web_annotation_read(set, &alone, 0, no_end, e);
		knowledge_done(&alone);
		if (step != STEP_FAILED)
			continue;
		return err_set(e,
			       _("cannot import %s: it is neither from Hypothesis nor an "
				 "annotation set: %s"),
			       o->imports[i], web_annotation_fault(set));
	}
	return true;
}

// One annotation of an import, under its IRI or a new one; false when it is none.
static bool read_imported(const struct web_annotation *set, uint32_t item, char **id,
			  struct buf *json)
{
	struct json *j = web_annotation_item_json(set, item);
	const struct json_node *root = json_root(j);
	const char *iri = resource_id(root);
	*id = iri ? mem_string(iri) : note_new_iri();
	if (root && iri)
		note_take_in(root, json);
	else if (root)
		note_rename(root, *id, json);
	json_free(j);
	return root != NULL;
}

// Of annotations with the same IRI the first one counts.
struct imported_ids {
	const struct notebook_change *changes;
	struct table table;
};

static const char *key_imported(const void *ids, size_t i)
{
	return ((const struct imported_ids *)ids)->changes[i].id;
}

static bool is_first(struct imported_ids *ids, const char *id, size_t i)
{
	return table_add(&ids->table, key_imported, ids, id, (uint32_t)i) == i;
}

// What was imported becomes notes of one's own, in one step; what is there already stays.
static void keep_imports(struct session *s)
{
	size_t count = 0, kept = 0, n = 0;
	struct imported_ids ids = {0};
	while (source_is_complete(s->document.source) && !notebook_is_read(s->notes))
		notebook_step(s->notes, no_end, s->now);
	for (size_t i = 0; i < s->imported_count; i++)
		count += web_annotation_item_count(s->imported[i]);
	struct notebook_change *changes = mem_new(count, sizeof *changes);
	struct buf *texts = mem_new(count, sizeof *texts);
	ids.changes = changes;
	for (size_t i = 0; i < s->imported_count; i++)
		for (uint32_t k = 0; k < web_annotation_item_count(s->imported[i]); k++) {
			char *id;
			bool is_one = read_imported(s->imported[i], k, &id, &texts[n]);
			if (is_one && !notebook_json(s->notes, id) && is_first(&ids, id, kept))
				changes[kept++] = (struct notebook_change){
					id, buf_string(&texts[n]), {POS_NONE, POS_NONE}};
			else
				free(id);
			n++;
		}
	struct buf text = {0};
	struct err e = {0};
	enum notebook_result result =
		kept ? notebook_do(s->notes, changes, kept, N_("import"), s->now, &e)
		     : NOTEBOOK_DONE;
	buf_printf(&text,
		   PLURAL("%zu annotation became a note of yours",
			  "%zu annotations became notes of yours", kept),
		   kept);
	if (count > kept)
		buf_printf(
			&text,
			PLURAL("; %zu was there already", "; %zu were there already", count - kept),
			count - kept);
	if (result == NOTEBOOK_UNSAVED)
		buf_printf(&text, _("; they are not kept: %s"), e.text);
	notice(s, buf_string(&text));
	for (size_t i = 0; i < kept; i++)
		free((char *)(uintptr_t)changes[i].id);
	for (size_t i = 0; i < count; i++)
		buf_done(&texts[i]);
	for (size_t i = 0; i < s->imported_count; i++)
		web_annotation_close(s->imported[i]);
	s->imported_count = 0;
	table_done(&ids.table);
	free(changes);
	free(texts);
	buf_done(&text);
}

// The set of the bundled text, or the one that lies beside FILE.
static void open_set_beside(struct session *s, const struct options *o)
{
	struct err e = {0};
	struct web_annotation *set = NULL;
	if (!o->file) {
		set = web_annotation_open_bytes("hanoi.txt.jsonld", builtin_set, builtin_set_size,
						&e);
	} else if (strcmp(o->file, "-") != 0) {
		struct buf path = {0};
		buf_printf(&path, "%s.jsonld", o->file);
		struct stat st;
		bool is_there = stat(buf_string(&path), &st) == 0;
		if (is_there && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
			set = web_annotation_open(buf_string(&path), &e);
		else if (is_there)
			err_set(&e, _("cannot read the annotation set %s: it is no file"),
				buf_string(&path));
		buf_done(&path);
	}
	if (set)
		s->sets[s->set_count++] = set;
	else if (e.is_set)
		notice(s, e.text);
	s->beside = e;
}

static bool at_once(void *data)
{
	(void)data;
	return true;
}

// The absolute path of a text in a file; NULL for any other.  The caller frees it.
static char *path_of(const struct options *o)
{
	struct stat st;
	bool is_file = o->file && strcmp(o->file, "-") != 0 && stat(o->file, &st) == 0 &&
		       S_ISREG(st.st_mode);
	return is_file ? realpath(o->file, NULL) : NULL;
}

// One's own notes; where they cannot be kept, reading goes on, and that is said once.
static void open_notes(struct session *s, const struct options *o)
{
	struct err e = {0};
	struct web_annotation *own = web_annotation_new(_("my notes"));
	s->sets[s->set_count] = own;
	s->notes = notebook_new(&s->document, &s->knowledge, own, (uint32_t)s->set_count);
	if (o->store) {
		char *path = path_of(o);
		if (!notebook_open_store(s->notes, o->store, s->title, path, &e))
			notice(s, e.text);
		free(path);
	} else if (o->no_store_why) {
		err_set(&e, "%s", o->no_store_why);
		notice(s, e.text);
	} else {
		err_set(&e, "%s", _("nothing is kept, as was asked for"));
	}
	if (e.is_set)
		notebook_set_reason(s->notes, e.text);
	notebook_step(s->notes, (struct budget){at_once, NULL}, s->now);
}

const struct web_annotation *session_set(const struct session *s, uint32_t i)
{
	return i <= s->set_count ? s->sets[i] : NULL;
}

bool session_has_annotations(const struct session *s)
{
	return s->set_count > 0 || (s->notes && notebook_count(s->notes) > 0);
}

static void tell_empty(struct session *s)
{
	const struct source *source = s->document.source;
	if (source_size(source) == source_begin(source))
		notice(s, _("This text is empty."));
}

bool session_open(struct session *s, const struct options *o, struct err *e)
{
	*s = (struct session){0};
	knowledge_init(&s->knowledge);
	struct source *source = open_text(o, e);
	if (!source)
		return false;
	document_init(&s->document, source);
	document_set_wrap(&s->document, o->wrap);
	s->language = mem_string(o->language ? o->language : "");
	s->title = plain_title(source_name(source));
	s->anchoring = anchoring_new(&s->knowledge, source, s->document.index);
	s->now = o->now;
	if (o->notice)
		notice(s, o->notice);
	if (!open_named_sets(s, o, e) || !open_imports(s, o, e))
		return false;
	if (o->set_count + (o->keeps_imports ? 0 : o->import_count) == 0)
		open_set_beside(s, o);
	open_notes(s, o);
	if (s->imported_count)
		keep_imports(s);
	if (source_is_complete(source))
		tell_empty(s);
	return true;
}

void session_leave(struct session *s)
{
	notebook_free(s->notes, s->now);
	s->notes = NULL;
}

void session_close(struct session *s)
{
	if (!s)
		return;
	notebook_free(s->notes, s->now);
	anchoring_free(s->anchoring);
	for (size_t i = 0; i <= s->set_count; i++)
		web_annotation_close(s->sets[i]);
	for (size_t i = 0; i < s->imported_count; i++)
		web_annotation_close(s->imported[i]);
	for (size_t i = 0; i < s->import_count; i++)
		free(s->imports[i]);
	knowledge_done(&s->knowledge);
	if (s->document.source)
		document_done(&s->document);
	free(s->title);
	free(s->language);
	buf_done(&s->notices);
	*s = (struct session){0};
}

unsigned session_poll(struct session *s)
{
	uint64_t before = document_end(&s->document);
	unsigned change = document_poll(&s->document);
	struct err why;
	if (change & SOURCE_ENDED && source_is_cut_short(s->document.source, &why))
		buf_printf(&s->notices, "%s.\n", why.text);
	if (change & SOURCE_ENDED)
		tell_empty(s);
	if (change & (SOURCE_SHRANK | SOURCE_GREW))
		notebook_text_changed(s->notes);
	if (change & SOURCE_SHRANK && change & SOURCE_GREW) {
		notice(s, change & SOURCE_REPLACED
				  ? _("Another file has got this name; it is read now.")
				  : _("The file was rewritten while it was read."));
		s->has_named_states = false;
		anchoring_text_changed(s->anchoring, 0);
	} else if (change & SOURCE_SHRANK) {
		notice(s,
		       _("The file became shorter while it was read; what was cut off is gone."));
		s->has_named_states = false;
		anchoring_text_changed(s->anchoring, 0); // it may be another text now
	} else if (change & SOURCE_GREW) {
		anchoring_text_changed(s->anchoring, before);
	}
	return change;
}

// How many annotations need a look, by state: claims, and notes too if there is one among them.
struct attention {
	size_t states[ANCHOR_STATES];
	size_t all; // of which these are
	bool has_notes;
};

static struct attention count_attention(const struct knowledge *k)
{
	struct attention a = {.all = k->claim_count};
	for (int i = ANCHOR_CHANGED; i < ANCHOR_STATES; i++) {
		a.has_notes |= k->note_states[i] > 0;
		a.states[i] = k->note_states[i] + k->claim_states[i];
	}
	if (a.has_notes)
		a.all += k->note_count;
	return a;
}

// Says in one sentence how many claims need a look: once, and again when the text was rewritten.
static void name_states(struct session *s)
{
	const struct knowledge *k = &s->knowledge;
	if (s->has_named_states)
		return;
	s->has_named_states = true;
	struct attention of = count_attention(k);
	size_t changed = of.states[ANCHOR_CHANGED], doubtful = of.states[ANCHOR_DOUBTFUL];
	size_t orphans = of.states[ANCHOR_ORPHAN];
	if (changed + doubtful + orphans == 0)
		return;
	struct buf text = {0};
	if (of.has_notes)
		buf_printf(&text, PLURAL("Of %zu claim or note", "Of %zu claims and notes", of.all),
			   of.all);
	else
		buf_printf(&text, PLURAL("Of %zu claim", "Of %zu claims", of.all), of.all);
	const char *gap = " ";
	if (changed) {
		buf_add_string(&text, gap);
		buf_printf(&text,
			   PLURAL("%zu has another wording now", "%zu have another wording now",
				  changed),
			   changed);
		gap = ", ";
	}
	if (doubtful) {
		buf_add_string(&text, gap);
		buf_printf(&text, PLURAL("%zu is doubtful", "%zu are doubtful", doubtful),
			   doubtful);
		gap = ", ";
	}
	if (orphans) {
		buf_add_string(&text, gap);
		buf_printf(&text, PLURAL("%zu has no place", "%zu have no place", orphans),
			   orphans);
	}
	if (s->keyboard)
		keyboard_say(s->keyboard, _("; {claims} lists them."), &text);
	else
		buf_add_char(&text, '.');
	notice(s, buf_string(&text));
	buf_done(&text);
}

// Says once which sets count positions otherwise than they should.
static void name_units(struct session *s)
{
	for (size_t i = 0; i < s->set_count && !s->has_named_units; i++) {
		struct buf text = {0};
		if (!knowledge_counts_utf16(&s->knowledge, (uint32_t)i))
			continue;
		char *name = plain_title(web_annotation_name(s->sets[i]));
		buf_printf(&text, _("%s counts positions in UTF-16 units; they were converted."),
			   name);
		notice(s, buf_string(&text));
		free(name);
		buf_done(&text);
	}
	s->has_named_units = true;
}

// What the sets say of the text, once they have been read.
static void take_over_words(struct session *s)
{
	if (s->knowledge.title) {
		free(s->title);
		s->title = mem_string(s->knowledge.title);
		notebook_set_name(s->notes, s->title);
	}
	if (!*s->language && s->knowledge.language) {
		free(s->language);
		s->language = mem_string(s->knowledge.language);
	}
}

static enum step step_sets(struct session *s, struct budget budget)
{
	while (s->sets_read < s->set_count) {
		struct err e = {0};
		enum step step = read_set(s, s->sets_read, budget, &e);
		if (step == STEP_MORE)
			return STEP_MORE;
		if (step == STEP_FAILED)
			notice(s, e.text);
		if (step == STEP_FAILED && s->sets_read < s->named_count && !s->fault.is_set)
			s->fault = e;
		name_absent(s, s->sets[s->sets_read]);
		s->sets_read++;
	}
	// Once: from then on the anchors are settled as they are found.
	if (s->are_sets_settled)
		return STEP_DONE;
	if (knowledge_settle_step(&s->knowledge, budget) == STEP_MORE)
		return STEP_MORE;
	take_over_words(s);
	s->are_sets_settled = true;
	return STEP_DONE;
}

enum step session_step(struct session *s, struct budget budget)
{
	s->is_settled = false;
	// A set that takes longer than a step takes turns with its places in the text.
	bool is_reading = s->sets_read < s->set_count;
	bool is_turn = is_reading && (s->was_reading || (!s->has_begun && s->sets_begun));
	s->was_reading = !is_turn && step_sets(s, budget) == STEP_MORE;
	if (s->was_reading)
		return STEP_MORE;
	anchoring_check(s->anchoring, budget);
	// The first time one span is enough: a screen can be shown before a long text is read on.
	struct budget rest = s->has_begun ? budget : (struct budget){at_once, NULL};
	s->has_begun = true;
	enum step index = index_step(s->document.index, rest);
	struct err fault;
	enum step notes = notebook_step(s->notes, rest, s->now);
	if (notebook_takes_fault(s->notes, &fault))
		notice(s, fault.text);
	enum step anchors = is_turn ? STEP_MORE : anchoring_step(s->anchoring, budget);
	if (!is_turn && anchors == STEP_DONE && notes == STEP_DONE && index == STEP_DONE &&
	    source_is_complete(s->document.source)) {
		name_states(s);
		name_units(s);
	}
	s->is_settled = !is_turn && notes == STEP_DONE &&
			(anchors != STEP_MORE || anchoring_is_waiting(s->anchoring));
	return index == STEP_MORE || !s->is_settled ? STEP_MORE : STEP_DONE;
}

int session_percent_read(const struct session *s)
{
	return s->sets_read < s->set_count ? web_annotation_percent(s->sets[s->sets_read]) : -1;
}

bool session_is_marked(const struct session *s, uint64_t pos)
{
	return s->has_begun && index_end(s->document.index) >= pos &&
	       anchoring_is_checked(s->anchoring);
}

bool session_is_ready(const struct session *s)
{
	return s->is_settled;
}

const char *session_text_language(const struct session *s, const struct options *o)
{
	size_t n;
	if (o->text_language)
		return o->text_language;
	if (s->sets_read < s->set_count)
		return NULL;
	if (s->knowledge.language)
		return s->knowledge.language;
	const uint8_t *text = source_bytes(s->document.source, document_begin(&s->document), &n);
	if (n < GUESS_LEAST && !source_is_complete(s->document.source))
		return NULL;
	return hyphenation_guess(text, n < GUESS_FROM ? n : GUESS_FROM);
}

void session_finish_text(struct session *s)
{
	while (!source_is_complete(s->document.source)) {
		struct pollfd more = {.fd = source_descriptor(s->document.source),
				      .events = POLLIN};
		poll(&more, 1, -1);
		session_poll(s);
	}
}

bool session_finish_sets(struct session *s, struct err *e)
{
	session_finish_text(s);
	while (step_sets(s, no_end) == STEP_MORE)
		;
	if (s->fault.is_set)
		*e = s->fault;
	return !s->fault.is_set;
}

void session_finish(struct session *s)
{
	session_finish_text(s);
	while (session_step(s, no_end) == STEP_MORE)
		;
}

void session_take_language(struct session *s, const char *language)
{
	free(s->language);
	s->language = mem_string(language);
}

void session_next_language(struct session *s)
{
	for (size_t i = 0; i < s->knowledge.fact_count; i++) {
		const struct translations *t = &s->knowledge.facts[i].titles;
		if (t->count < 2)
			continue;
		size_t now = 0;
		const char *title = translations_choose(t, s->language);
		while (now < t->count && t->all[now].text != title)
			now++;
		session_take_language(s, t->all[(now + 1) % t->count].language);
		return;
	}
}
