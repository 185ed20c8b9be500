// SPDX-License-Identifier: ISC
// Reads a set in two phases: the bytes of its files, whose shells knowledge/set_shell follows while
// it hands over the items, and then the items that had to wait until all links were known.  Where
// each item lies is kept, so that it can be opened again; what it means is left to
// knowledge/web_annotation_item.
#include "config.h"

#include "knowledge/web_annotation.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"
#include "knowledge/set_file.h"
#include "knowledge/set_shell.h"

#define SINGLE_MAX ((uint64_t)16 << 20) // [byte], an annotation that is a whole file
#define SLICE ((size_t)64 << 10)	// [byte], parsed before the budget is asked
enum {
	PAGES_MAX = 256,	  // files beside the set that are read
	FORETELLING = 1000,	  // items after which their number is estimated
	FORETOLD_FROM = 16 << 20, // [byte], a file for which that is worth while
	FORETOLD_MOST = 2000000,  // items
};

enum phase { PHASE_BYTES, PHASE_LATE, PHASE_DONE, PHASE_FAILED };

struct item {
	uint64_t begin; // [byte] in its file
	uint32_t size;	// [byte]
	uint32_t node, index, file;
	char *added; // its bytes, when it lies in no file
};

struct file {
	struct set_file *bytes;
	struct set_shell *shell; // NULL until all bytes are there
	size_t annotation_count, stranger_count;
	size_t first_stranger; // of those that are kept
};

// A file beside the set that holds one of its pages.
struct page {
	char *name;
	bool is_last; // known as the last one only
	bool is_read;
};

enum strangeness {
	STRANGE_NUMBER,
	STRANGE_TEXT,
	STRANGE_LIST,
	STRANGE_LITERAL,
	STRANGE_TYPE,
	STRANGE_OBJECT,
	STRANGE_HYPOTHESIS,
	STRANGE_TARGETS,
	STRANGE_PAGES,
};

struct kept_stranger {
	struct set_spot spot;
	uint32_t file;
	enum strangeness why;
	char *type; // of STRANGE_TYPE
};

// The item that was opened last: one with very many targets is opened for each of them.
struct opened {
	uint32_t item;
	struct json *json; // NULL: none
};

struct web_annotation {
	char *name;
	struct file *files;
	size_t file_count, file_capacity, file_at; // the last one is the one that is read
	struct page *pages;
	size_t page_count, page_capacity;
	struct item *items;
	size_t item_count, item_capacity;
	uint32_t *late; // items that wait until all links are known
	size_t late_count, late_capacity, late_at;
	struct kept_stranger *strangers;
	size_t stranger_count, kept_count, kept_capacity, absent_count;

	enum phase phase;
	struct err fault;    // the whole sentence
	struct err reason;   // the end of it, from the line on
	struct knowledge *k; // during web_annotation_read only
	uint32_t set;
	struct opened *opened;
	bool is_own; // of no file
};

static struct file *now(struct web_annotation *w)
{
	return &w->files[w->file_at];
}

// What is no annotation.

static void add_stranger(struct web_annotation *w, const struct set_spot *spot,
			 enum strangeness why, const char *type)
{
	struct file *f = now(w);
	w->stranger_count++;
	if (w->kept_count == STRANGERS_KEPT)
		return;
	if (f->stranger_count++ == 0)
		f->first_stranger = w->kept_count;
	w->strangers = mem_reserve(w->strangers, &w->kept_capacity, w->kept_count + 1,
				   sizeof *w->strangers);
	w->strangers[w->kept_count++] = (struct kept_stranger){
		.spot = *spot,
		.file = (uint32_t)w->file_at,
		.why = why,
		.type = type ? mem_copy(type, strnlen(type, SHELL_TYPE)) : NULL,
	};
	log_line(LOG_NOTE, "%s: byte %llu: not an annotation, passed over", w->name,
		 (unsigned long long)spot->begin);
}

static void describe_stranger(const struct kept_stranger *s, char *out, size_t n)
{
	static const char *const words[] = {
		[STRANGE_NUMBER] = N_("here is a number, not an annotation"),
		[STRANGE_TEXT] = N_("here is a text, not an annotation"),
		[STRANGE_LIST] = N_("here is a list, not an annotation"),
		[STRANGE_LITERAL] = N_("here is true, false or null, not an annotation"),
		[STRANGE_TYPE] = N_("\"%s\" is no annotation, nor a set of them"),
		[STRANGE_OBJECT] = N_("this has no type and no target, so it is no annotation"),
		[STRANGE_HYPOTHESIS] = N_("this is what the Hypothesis service answers or exports, "
					  "not a set of annotations; --import makes a set of it"),
		[STRANGE_TARGETS] = N_("this has more targets, or more links to each of them, than "
				       "are read; the rest is passed over"),
		[STRANGE_PAGES] = N_("of the pages that lie beside this set, the first 256 are "
				     "read; the rest is passed over"),
	};
	if (s->why == STRANGE_TYPE)
		snprintf(out, n, _("\"%s\" is no annotation, nor a set of them"), s->type);
	else
		snprintf(out, n, "%s", _(words[s->why]));
}

// What was added by itself is its own outermost value.
static void add_path(const struct set_shell *shell, uint32_t node, uint32_t index, struct buf *out)
{
	if (shell)
		set_shell_path(shell, node, index, out);
	else
		buf_add_string(out, "$");
}

size_t web_annotation_stranger_count(const struct web_annotation *w)
{
	return w->stranger_count;
}

bool web_annotation_stranger(const struct web_annotation *w, size_t i, struct stranger *out)
{
	if (i >= w->kept_count)
		return false;
	const struct kept_stranger *s = &w->strangers[i];
	const struct file *f = &w->files[s->file];
	struct buf path = {0};
	add_path(f->shell, s->spot.node, s->spot.index, &path);
	*out = (struct stranger){.file = s->file, .line = set_file_line(f->bytes, s->spot.begin)};
	snprintf(out->path, sizeof out->path, "%s", buf_string(&path));
	describe_stranger(s, out->sentence, sizeof out->sentence);
	buf_done(&path);
	return true;
}

// What the shell of a file tells.

// False when not all of it was taken.
static bool take_item(struct web_annotation *w, const struct json_node *root, uint32_t item,
		      bool is_last)
{
	struct web_annotation_item it = {
		.k = w->k,
		.root = root,
		.set = w->set,
		.number = item,
		.set_name = w->name,
		.is_own = w->is_own,
	};
	if (!web_annotation_item_take(&it, is_last)) {
		w->late =
			mem_reserve(w->late, &w->late_capacity, w->late_count + 1, sizeof *w->late);
		w->late[w->late_count++] = item;
	}
	return !it.is_cut;
}

// Arrays that grow to hundreds of megabytes are moved again and again, while somebody waits for a
// key: how many items there will be is estimated early from the size of the first ones.  What is
// not used of that is never touched.
static void foretell(struct web_annotation *w, uint64_t end)
{
	uint64_t size = set_file_size(now(w)->bytes);
	if (w->item_count != FORETELLING || w->file_at != 0 || size < FORETOLD_FROM || end == 0)
		return;
	uint64_t count = (uint64_t)((double)size / (double)end * FORETELLING * 1.1);
	count = count < FORETOLD_MOST ? count : FORETOLD_MOST;
	w->items = mem_reserve(w->items, &w->item_capacity, (size_t)count, sizeof *w->items);
	knowledge_reserve(w->k, w->k->annotation_count + (size_t)count);
}

static const char *add_item(struct web_annotation *w, const struct json_node *root,
			    const struct set_spot *spot, bool is_last)
{
	if (w->item_count == INDEX_NONE)
		return N_("more items than can be counted");
	w->items = mem_reserve(w->items, &w->item_capacity, w->item_count + 1, sizeof *w->items);
	w->items[w->item_count] = (struct item){
		.begin = spot->begin,
		.size = (uint32_t)(spot->end - spot->begin),
		.node = spot->node,
		.index = spot->index,
		.file = (uint32_t)w->file_at,
	};
	now(w)->annotation_count++;
	foretell(w, spot->end);
	if (!take_item(w, root, (uint32_t)w->item_count++, is_last))
		add_stranger(w, spot, STRANGE_TARGETS, NULL);
	return NULL;
}

static const char *on_item(void *data, const struct json_node *root, const struct set_spot *spot)
{
	struct web_annotation *w = data;
	const char *type = resource_id(json_one(resource_types(root)));
	if (resource_is_annotation(root))
		return add_item(w, root, spot, false);
	if (resource_is_hypothesis(root))
		add_stranger(w, spot, STRANGE_HYPOTHESIS, NULL);
	else
		add_stranger(w, spot, type ? STRANGE_TYPE : STRANGE_OBJECT, type);
	return NULL;
}

static void on_stranger(void *data, enum json_kind kind, const struct set_spot *spot)
{
	static const enum strangeness why[] = {
		[JSON_OBJECT] = STRANGE_OBJECT, [JSON_ARRAY] = STRANGE_LIST,
		[JSON_STRING] = STRANGE_TEXT,	[JSON_NUMBER] = STRANGE_NUMBER,
		[JSON_OTHER] = STRANGE_LITERAL,
	};
	add_stranger(data, spot, why[kind], NULL);
}

static void on_absent(void *data)
{
	struct web_annotation *w = data;
	w->absent_count++;
}

static bool is_own_name(const struct web_annotation *w, const char *name)
{
	const char *own = set_file_name(w->files[0].bytes);
	const char *slash = strrchr(own, '/');
	return strcmp(slash ? slash + 1 : own, name) == 0;
}

// Each file is read once, so that pages which lead back to themselves come to an end.
static void on_page(void *data, const char *iri, bool is_last)
{
	struct web_annotation *w = data;
	char *name = set_file_beside(w->files[0].bytes, iri);
	if (!name)
		w->absent_count++;
	bool is_known = !name || is_own_name(w, name);
	for (size_t i = 0; i < w->page_count && !is_known; i++) {
		is_known = strcmp(w->pages[i].name, name) == 0;
		if (is_known)
			w->pages[i].is_last &= is_last;
	}
	if (is_known || w->page_count == PAGES_MAX) {
		if (!is_known)
			add_stranger(w, &set_shell_facts(now(w)->shell)->outermost, STRANGE_PAGES,
				     NULL);
		free(name);
		return;
	}
	w->pages = mem_reserve(w->pages, &w->page_capacity, w->page_count + 1, sizeof *w->pages);
	w->pages[w->page_count++] = (struct page){.name = name, .is_last = is_last};
}

static const struct set_shell_handler shell = {
	.item = on_item,
	.stranger = on_stranger,
	.absent = on_absent,
	.page = on_page,
};

// Reading a set in slices.

// The set, or its page NAME, cannot be read; what was read of it stays.
static void note_fault(struct web_annotation *w, const char *where, const char *reason)
{
	const struct set_file *f = now(w)->bytes;
	err_set(&w->reason, "%s: %s", where, reason);
	err_set(&w->fault, _("cannot read the annotation set %s: %s"), set_file_name(f),
		w->reason.text);
}

// The parser has seen the byte before POS when it stops, which is the one that is wrong.
static void note_json_fault(struct web_annotation *w, uint64_t pos, const char *reason)
{
	const struct set_file *f = now(w)->bytes;
	char where[64], why[256];
	bool is_within = pos > set_file_begin(f) && pos <= set_file_size(f);
	snprintf(where, sizeof where, _("line %zu"), set_file_line(f, is_within ? pos - 1 : pos));
	snprintf(why, sizeof why, is_within ? _("%s (column %zu)") : "%s", _(reason),
		 set_file_column(f, pos - is_within));
	note_fault(w, where, why);
}

// The outermost object as an annotation, when it is one.
static bool read_single(struct web_annotation *w, const struct set_spot *spot)
{
	uint64_t size = spot->end - spot->begin;
	const uint8_t *s = set_shell_bytes(now(w)->shell, spot->begin, size);
	if (!s || size > SINGLE_MAX)
		return false;
	struct json *j = json_read(s, (size_t)size);
	const struct json_node *root = json_root(j);
	bool is_one = resource_is_annotation(root);
	if (is_one)
		add_item(w, root, spot, true);
	json_free(j);
	return is_one;
}

static void note_nothing(struct web_annotation *w)
{
	const struct file *f = now(w);
	const struct shell_facts *facts = set_shell_facts(f->shell);
	struct stranger s = {.line = set_file_line(f->bytes, facts->outermost.begin), .path = "$"};
	char where[sizeof s.path + 32];
	if (facts->is_hypothesis)
		describe_stranger(&(struct kept_stranger){.why = STRANGE_HYPOTHESIS}, s.sentence,
				  sizeof s.sentence);
	else if (f->stranger_count > 0)
		web_annotation_stranger(w, f->first_stranger, &s);
	else if (facts->has_type)
		snprintf(s.sentence, sizeof s.sentence,
			 _("\"%s\" is no annotation, nor a set of them"), facts->type);
	else
		snprintf(s.sentence, sizeof s.sentence, "%s",
			 _("here is no annotation, nor a set of them"));
	snprintf(where, sizeof where, _("line %zu: %s"), s.line, s.path);
	note_fault(w, where, s.sentence);
}

// All of a file is JSON; was there an annotation, or at least a set of none?
static bool finish_file(struct web_annotation *w)
{
	const struct file *f = now(w);
	const struct shell_facts *facts = set_shell_facts(f->shell);
	if (facts->label && !w->k->label)
		w->k->label = mem_string(facts->label);
	bool may_be_single = facts->is_single || (!facts->has_type && facts->has_target);
	bool is_known = f->annotation_count > 0;
	if (!is_known && may_be_single && !facts->is_set)
		is_known = read_single(w, &facts->outermost);
	if (!is_known && f->stranger_count == 0)
		is_known = facts->is_set || (facts->has_list && !facts->is_hypothesis);
	if (!is_known)
		note_nothing(w);
	return is_known;
}

static void add_file(struct web_annotation *w, struct set_file *bytes)
{
	w->files = mem_reserve(w->files, &w->file_capacity, w->file_count + 1, sizeof *w->files);
	w->files[w->file_count++] = (struct file){.bytes = bytes};
}

static struct page *choose_page(struct web_annotation *w)
{
	struct page *last = NULL;
	for (size_t i = 0; i < w->page_count; i++) {
		struct page *p = &w->pages[i];
		if (!p->is_read && !p->is_last)
			return p;
		if (!p->is_read && !last)
			last = p;
	}
	return last;
}

// Opens the next page that lies beside the set; false when there is none any more.
static bool open_page(struct web_annotation *w)
{
	for (struct page *p; (p = choose_page(w));) {
		p->is_read = true;
		struct set_file *beside = set_file_open_beside(w->files[0].bytes, p->name);
		if (beside) {
			add_file(w, beside);
			w->file_at++;
			return true;
		}
		w->absent_count++;
	}
	return false;
}

static void read_bytes(struct web_annotation *w, struct budget budget)
{
	size_t asked = 0;
	while (w->phase == PHASE_BYTES) {
		struct file *f = now(w);
		if (!f->shell)
			f->shell = set_shell_new(f->bytes, &shell, w);
		size_t n, items = w->item_count;
		const char *reason = set_shell_read(f->shell, &n);
		asked += n;
		bool is_done = set_shell_is_done(f->shell);
		if (reason)
			note_json_fault(w, set_shell_fault(f->shell), reason);
		else if (is_done)
			finish_file(w);
		// A fault in a page is told when all that was read of the set has its links.
		if (w->fault.is_set)
			w->phase = w->file_at == 0 ? PHASE_FAILED : PHASE_LATE;
		else if (is_done && !open_page(w))
			w->phase = PHASE_LATE;
		if (items == w->item_count && asked < SLICE && !is_done)
			continue;
		asked = 0;
		if (budget_is_spent(budget))
			return;
	}
}

// The caller frees it; NULL when ITEM is no annotation any more.
static struct json *parse_again(const struct web_annotation *w, uint32_t item)
{
	if (item >= w->item_count)
		return NULL;
	const struct item *it = &w->items[item];
	const uint8_t *s = (const uint8_t *)it->added;
	if (!s && w->files[it->file].shell)
		s = set_shell_bytes(w->files[it->file].shell, it->begin, it->size);
	if (!s)
		return NULL;
	struct json *j = json_read(s, it->size);
	if (resource_is_annotation(json_root(j)))
		return j;
	json_free(j);
	return NULL;
}

static const struct json_node *open_item(const struct web_annotation *w, uint32_t item)
{
	struct opened *o = w->opened;
	if (!o->json || o->item != item) {
		json_free(o->json);
		o->json = parse_again(w, item);
		o->item = item;
	}
	return json_root(o->json);
}

static void read_late(struct web_annotation *w, struct budget budget)
{
	while (w->late_at < w->late_count) {
		uint32_t item = w->late[w->late_at++];
		struct json *j = parse_again(w, item);
		if (j)
			take_item(w, json_root(j), item, true);
		json_free(j);
		if (budget_is_spent(budget))
			return;
	}
	if (knowledge_settle_step(w->k, budget) == STEP_MORE)
		return;
	w->phase = w->fault.is_set ? PHASE_FAILED : PHASE_DONE;
	log_line(LOG_NOTE, "%s: %zu items read", w->name, w->item_count);
}

static struct web_annotation *set_new(struct set_file *bytes, const char *name)
{
	struct web_annotation *w = mem_new(1, sizeof *w);
	w->name = mem_string(name);
	w->opened = mem_new(1, sizeof *w->opened);
	add_file(w, bytes);
	return w;
}

struct web_annotation *web_annotation_open(const char *path, struct err *e)
{
	struct set_file *f = set_file_open(path, e);
	if (!f) {
		err_wrap(e, "%s", _("cannot read the annotation set"));
		return NULL;
	}
	return set_new(f, path);
}

struct web_annotation *web_annotation_open_bytes(const char *name, const void *bytes, size_t n,
						 struct err *e)
{
	(void)e;
	return set_new(set_file_open_bytes(name, bytes, n), name);
}

struct web_annotation *web_annotation_new(const char *name)
{
	struct web_annotation *w = set_new(set_file_open_bytes(name, "", 0), name);
	w->phase = PHASE_DONE;
	w->is_own = true;
	return w;
}

uint32_t web_annotation_add(struct web_annotation *w, struct knowledge *k, uint32_t set,
			    const char *json, size_t n)
{
	struct json *j = json_read((const uint8_t *)json, n);
	uint32_t item = INDEX_NONE;
	if (resource_is_annotation(json_root(j)) && n <= SINGLE_MAX) {
		struct set_spot spot = {.end = n};
		w->k = k;
		w->set = set;
		item = (uint32_t)w->item_count;
		size_t before = k->annotation_count;
		add_item(w, json_root(j), &spot, true);
		for (size_t i = before; i < k->annotation_count; i++)
			knowledge_is_fresh(k, (uint32_t)i);
		w->items[item].added = mem_copy(json, n);
		w->k = NULL;
	}
	json_free(j);
	return item;
}

const char *web_annotation_added(const struct web_annotation *w, uint32_t item, size_t *n)
{
	*n = w->items[item].size;
	return w->items[item].added;
}

void web_annotation_drop(struct web_annotation *w, uint32_t item)
{
	free(w->items[item].added);
	w->items[item].added = NULL;
	json_free(w->opened->json);
	w->opened->json = NULL;
}

void web_annotation_close(struct web_annotation *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->item_count; i++)
		free(w->items[i].added);
	for (size_t i = 0; i < w->file_count; i++) {
		set_shell_free(w->files[i].shell);
		set_file_close(w->files[i].bytes);
	}
	for (size_t i = 0; i < w->page_count; i++)
		free(w->pages[i].name);
	for (size_t i = 0; i < w->kept_count; i++)
		free(w->strangers[i].type);
	json_free(w->opened->json);
	free(w->opened);
	free(w->name);
	free(w->files);
	free(w->pages);
	free(w->items);
	free(w->late);
	free(w->strangers);
	free(w);
}

const char *web_annotation_name(const struct web_annotation *w)
{
	return w->name;
}

const char *web_annotation_fault(const struct web_annotation *w)
{
	return w->phase == PHASE_FAILED ? w->reason.text : NULL;
}

int web_annotation_percent(const struct web_annotation *w)
{
	const struct file *f = &w->files[w->file_at];
	uint64_t size = set_file_size(f->bytes) / 100 + 1;
	uint64_t percent = f->shell ? set_shell_end(f->shell) / size : 0;
	return w->phase == PHASE_BYTES && percent < 100 ? (int)percent : 100;
}

enum step web_annotation_read(struct web_annotation *w, struct knowledge *k, uint32_t set,
			      struct budget budget, struct err *e)
{
	w->k = k;
	w->set = set;
	if (!set_file_is_whole(w->files[0].bytes))
		return STEP_MORE;
	if (w->phase == PHASE_BYTES)
		read_bytes(w, budget);
	else if (w->phase == PHASE_LATE)
		read_late(w, budget);
	w->k = NULL;
	if (w->phase == PHASE_FAILED && e)
		*e = w->fault;
	return w->phase == PHASE_FAILED ? STEP_FAILED
	       : w->phase == PHASE_DONE ? STEP_DONE
					: STEP_MORE;
}

// Opening items again.

static bool gone(const struct web_annotation *w, uint32_t item, struct err *e)
{
	return err_set(e, _("cannot read item %lu of the annotation set %s: the file has changed"),
		       (unsigned long)item + 1, w->name);
}

bool web_annotation_claim(const struct web_annotation *w, uint32_t item,
			  struct claim_detail *detail, struct err *e)
{
	*detail = (struct claim_detail){0};
	const struct json_node *root = open_item(w, item);
	if (!root)
		return gone(w, item, e);
	web_annotation_item_read_claim(root, detail);
	return true;
}

bool web_annotation_fact(const struct web_annotation *w, uint32_t item, struct fact_detail *detail,
			 struct err *e)
{
	*detail = (struct fact_detail){0};
	const struct json_node *root = open_item(w, item);
	if (!root)
		return gone(w, item, e);
	web_annotation_item_read_fact(root, detail);
	return true;
}

// Where things stand, for whoever tells what is wrong with a set.

size_t web_annotation_file_count(const struct web_annotation *w)
{
	return w->file_count;
}

const char *web_annotation_file_name(const struct web_annotation *w, size_t file)
{
	assert(file < w->file_count);
	return set_file_name(w->files[file].bytes);
}

size_t web_annotation_item_count(const struct web_annotation *w)
{
	return w->item_count;
}

size_t web_annotation_absent_count(const struct web_annotation *w)
{
	return w->absent_count;
}

size_t web_annotation_file(const struct web_annotation *w, uint32_t item)
{
	return item < w->item_count ? w->items[item].file : 0;
}

size_t web_annotation_line(const struct web_annotation *w, uint32_t item)
{
	if (item >= w->item_count)
		return 0;
	return set_file_line(w->files[w->items[item].file].bytes, w->items[item].begin);
}

bool web_annotation_path(const struct web_annotation *w, uint32_t item, struct buf *out)
{
	if (item >= w->item_count)
		return false;
	const struct item *it = &w->items[item];
	add_path(w->files[it->file].shell, it->node, it->index, out);
	return true;
}

struct json *web_annotation_item_json(const struct web_annotation *w, uint32_t item)
{
	return parse_again(w, item);
}

struct json *web_annotation_shell_json(const struct web_annotation *w, size_t file)
{
	const struct set_shell *s = file < w->file_count ? w->files[file].shell : NULL;
	if (!s || !set_shell_is_done(s))
		return NULL;
	const struct shell_facts *facts = set_shell_facts(s);
	bool is_item = facts->is_single && !facts->is_set;
	return is_item ? NULL : set_shell_json(s);
}

size_t web_annotation_shell_line(const struct web_annotation *w, size_t file)
{
	const struct set_shell *s = file < w->file_count ? w->files[file].shell : NULL;
	return s ? set_file_line(w->files[file].bytes, set_shell_facts(s)->outermost.begin) : 0;
}

const uint8_t *web_annotation_file_bytes(const struct web_annotation *w, size_t file, size_t *n)
{
	assert(file < w->file_count);
	const struct set_file *f = w->files[file].bytes;
	return set_file_bytes(f, set_file_begin(f), n);
}
