// SPDX-License-Identifier: ISC
// Reads a set in two phases: the bytes, whose shell (collections, pages, arrays) is followed event
// by event while each item is gathered as a tree, and then the items that had to wait until all
// links were known.  Where each item lies is kept, so that it can be opened again; what it means is
// left to knowledge/web_annotation_item.
#include "config.h"

#include "knowledge/web_annotation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "document/source.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"

#define VALUE_MAX ((uint64_t)16 << 20) // [byte], an item, or a string outside items
#define TOO_LONG N_("a value or item longer than 16 MiB")
#define CHUNK_MAX ((size_t)64 << 10) // [byte], the most that is parsed at once
#define TYPE_MAX 80		     // [byte], of a type in a message

// The shell of a set.

enum place {
	PLACE_SHELL, // a collection or page, or perhaps a single annotation
	PLACE_ITEMS, // its members are items
	PLACE_SKIPPED,
};

enum shell_key { KEY_OTHER, KEY_ITEMS, KEY_PAGE, KEY_LABEL, KEY_TYPE, KEY_TARGET };

enum phase { PHASE_BYTES, PHASE_LATE, PHASE_DONE, PHASE_FAILED };

struct span {
	uint64_t begin; // [byte] in the file
	uint32_t size;	// [byte]
};

struct web_annotation {
	char *name;
	struct source *source;
	struct span *items;
	size_t item_count, item_capacity;
	uint32_t *late; // items that wait until all links are known
	size_t late_count, late_capacity, late_at;

	enum phase phase;
	struct err fault;    // of PHASE_FAILED
	struct json *json;   // while there are bytes to be parsed, else NULL
	uint64_t at;	     // [byte], how much the parser has been given
	uint64_t last_event; // [byte]
	size_t least;	     // [byte], of the next chunk
	enum place places[JSON_DEPTH_MAX];
	enum shell_key key;	     // of the value that comes next
	enum shell_key gathered;     // what is gathered: an item, the label, the type
	uint64_t begin;		     // [byte], where that begins
	uint64_t top_begin, top_end; // [byte], the outermost object
	bool is_set, is_single, has_type, has_target;
	bool has_stranger;   // something that is no annotation stood among the items
	uint64_t stranger;   // [byte], the first of them
	char type[TYPE_MAX]; // the first type of the outermost object
	char *label;
	size_t annotation_count;
	bool has_list; // items were there, or a reference to them

	struct knowledge *k; // during web_annotation_read only
	uint32_t set;
};

static uint64_t here(const struct web_annotation *w)
{
	return w->at + json_consumed(w->json);
}

static void shell_event(void *data)
{
	struct web_annotation *w = data;
	w->last_event = here(w);
}

static void note_stranger(struct web_annotation *w, uint64_t pos)
{
	if (!w->has_stranger)
		w->stranger = pos;
	w->has_stranger = true;
}

static void shell_key(void *data, const char *key, size_t n)
{
	static const struct {
		const char *word;
		enum shell_key key;
	} words[] = {
		{"items", KEY_ITEMS}, {"@graph", KEY_ITEMS},  {"first", KEY_PAGE},
		{"next", KEY_PAGE},   {"label", KEY_LABEL},   {"type", KEY_TYPE},
		{"@type", KEY_TYPE},  {"target", KEY_TARGET},
	};
	struct web_annotation *w = data;
	w->key = KEY_OTHER;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strlen(words[i].word) == n && memcmp(words[i].word, key, n) == 0)
			w->key = words[i].key;
	if (json_depth(w->json) == 1 && w->key == KEY_TARGET)
		w->has_target = true;
}

// The types of the outermost object.
static void note_type(struct web_annotation *w, const char *type)
{
	const char *word = resource_word(type);
	if (!w->has_type)
		snprintf(w->type, sizeof w->type, "%s", type);
	w->has_type = true;
	w->is_set |=
		strcmp(word, "AnnotationCollection") == 0 || strcmp(word, "AnnotationPage") == 0;
	w->is_single |= strcmp(word, "Annotation") == 0;
}

static void note_label(struct web_annotation *w, const char *label)
{
	free(w->label);
	w->label = mem_string(label);
}

static void shell_scalar(void *data, enum json_kind kind, const char *s, size_t n)
{
	struct web_annotation *w = data;
	size_t depth = json_depth(w->json);
	enum place place = depth ? w->places[depth - 1] : PLACE_ITEMS;
	bool is_text = kind == JSON_STRING;
	if (place == PLACE_ITEMS && is_text && depth)
		w->has_list = true; // the IRI of an annotation, which is not fetched
	else if (place == PLACE_ITEMS)
		note_stranger(w, here(w) - n);
	if (place != PLACE_SHELL || !is_text)
		return;
	if (w->key == KEY_PAGE)
		w->has_list = true;
	if (depth != 1 || (w->key != KEY_LABEL && w->key != KEY_TYPE))
		return;
	char *copy = mem_copy(s, n);
	if (w->key == KEY_LABEL)
		note_label(w, copy);
	else
		note_type(w, copy);
	free(copy);
}

static void gather(struct web_annotation *w, enum shell_key what)
{
	json_gather(w->json);
	w->gathered = what;
	w->begin = here(w) - 1;
}

static void shell_open(void *data, enum json_kind kind)
{
	struct web_annotation *w = data;
	size_t depth = json_depth(w->json);
	enum place *place = &w->places[depth - 1];
	bool is_list = kind == JSON_ARRAY;
	*place = PLACE_SKIPPED;
	if (depth == 1) {
		*place = is_list ? PLACE_ITEMS : PLACE_SHELL;
		w->has_list |= is_list;
		w->top_begin = here(w) - 1;
		return;
	}
	enum place parent = w->places[depth - 2];
	enum shell_key key = parent == PLACE_SHELL ? w->key : KEY_OTHER;
	if (parent == PLACE_ITEMS && is_list)
		note_stranger(w, here(w) - 1);
	else if (parent == PLACE_ITEMS || (key == KEY_ITEMS && !is_list))
		gather(w, KEY_ITEMS);
	else if (key == KEY_ITEMS)
		*place = PLACE_ITEMS;
	else if (key == KEY_PAGE && !is_list)
		*place = PLACE_SHELL;
	else if (depth == 2 && (key == KEY_LABEL || key == KEY_TYPE))
		gather(w, key);
	w->has_list |= *place == PLACE_ITEMS;
}

static void shell_close(void *data)
{
	struct web_annotation *w = data;
	if (json_depth(w->json) == 1)
		w->top_end = here(w);
}

static uint32_t add_item(struct web_annotation *w, uint64_t begin, uint64_t end)
{
	w->items = mem_reserve(w->items, &w->item_capacity, w->item_count + 1, sizeof *w->items);
	w->items[w->item_count] = (struct span){begin, (uint32_t)(end - begin)};
	return (uint32_t)w->item_count++;
}

static void read_item(struct web_annotation *w, const struct json_node *root, uint32_t item,
		      bool is_last)
{
	struct web_annotation_item it = {w->k, root, w->set, item, w->name};
	if (!web_annotation_item_take(&it, is_last)) {
		w->late =
			mem_reserve(w->late, &w->late_capacity, w->late_count + 1, sizeof *w->late);
		w->late[w->late_count++] = item;
	}
	w->annotation_count++;
}

static void shell_gathered(void *data, const struct json_node *root)
{
	struct web_annotation *w = data;
	if (w->gathered == KEY_LABEL) {
		note_label(w, resource_text(root));
	} else if (w->gathered == KEY_TYPE) {
		for (const struct json_node *n = json_one(root); n; n = json_more(root, n))
			if (json_string(n))
				note_type(w, json_string(n));
	} else if (!resource_is_annotation(root)) {
		note_stranger(w, w->begin);
	} else if (here(w) - w->begin <= VALUE_MAX && w->item_count < INDEX_NONE) {
		read_item(w, root, add_item(w, w->begin, here(w)), false);
	} else {
		json_stop(w->json, TOO_LONG);
	}
}

static const struct json_handler shell = {
	.key = shell_key,
	.scalar = shell_scalar,
	.open = shell_open,
	.close = shell_close,
	.gathered = shell_gathered,
	.event = shell_event,
};

// Reading a set in slices.

static void stop_parsing(struct web_annotation *w)
{
	json_free(w->json);
	w->json = NULL;
}

static const uint8_t *bytes_of(const struct web_annotation *w, uint64_t pos, size_t *n)
{
	return source_bytes(w->source, pos, n);
}

static enum step fail(struct web_annotation *w, uint64_t pos, const char *reason, struct err *e)
{
	size_t n;
	const uint8_t *s = bytes_of(w, 0, &n);
	size_t line = 1;
	for (uint64_t i = 0; i < pos && i < n; i++)
		line += s[i] == '\n';
	err_set(&w->fault, _("cannot read the annotation set %s: line %zu: %s"), w->name, line,
		_(reason));
	if (e)
		*e = w->fault;
	stop_parsing(w);
	w->phase = PHASE_FAILED;
	return STEP_FAILED;
}

// Gives the parser the bytes up to the next }, with which an item may end, so
// that it reads no more than one of them.  In a long text, which yajl reads
// anew with every piece, the pieces double.  NULL, or the reason why it stopped.
static const char *read_chunk(struct web_annotation *w, uint64_t size)
{
	size_t n;
	const uint8_t *s = bytes_of(w, w->at, &n);
	if (n > size - w->at)
		n = (size_t)(size - w->at);
	size_t least = w->least < n ? w->least : n;
	if (n > CHUNK_MAX && n > least)
		n = least > CHUNK_MAX ? least : CHUNK_MAX;
	const uint8_t *brace = memchr(s + least, '}', n - least);
	if (brace)
		n = (size_t)(brace - s) + 1;
	uint64_t event_before = w->last_event;
	const char *reason = json_parse(w->json, s, n);
	if (reason)
		return reason;
	if (w->at + n - w->last_event > VALUE_MAX ||
	    (json_is_gathering(w->json) && w->at + n - w->begin > VALUE_MAX))
		return TOO_LONG;
	w->at += n;
	w->least = w->last_event == event_before ? 2 * n : 0;
	return NULL;
}

// The outermost object as an annotation, when it is one.
static bool read_single(struct web_annotation *w)
{
	if (w->top_end - w->top_begin > VALUE_MAX)
		return false;
	size_t n;
	const uint8_t *s = bytes_of(w, w->top_begin, &n);
	if (n > w->top_end - w->top_begin)
		n = (size_t)(w->top_end - w->top_begin);
	struct json *j = json_read(s, n);
	const struct json_node *root = json_root(j);
	bool is_one = resource_is_annotation(root);
	if (is_one)
		read_item(w, root, add_item(w, w->top_begin, w->top_end), true);
	json_free(j);
	return is_one;
}

// All is JSON; was there an annotation, or at least a set of none?
static enum step finish_bytes(struct web_annotation *w, struct err *e)
{
	if (w->label && !w->k->label)
		w->k->label = mem_string(w->label);
	bool may_be_single = w->is_single || (!w->has_type && w->has_target);
	bool is_known = w->annotation_count > 0;
	if (!is_known && may_be_single && !w->is_set)
		is_known = read_single(w);
	if (!is_known && !w->has_stranger)
		is_known = w->is_set || w->has_list;
	if (!is_known) {
		char reason[TYPE_MAX + 128];
		snprintf(reason, sizeof reason, "%s",
			 _("here is no annotation, nor a set of them"));
		if (w->has_type && !w->has_stranger)
			snprintf(reason, sizeof reason,
				 _("\"%s\" is no annotation, nor a set of them"), w->type);
		return fail(w, w->has_stranger ? w->stranger : w->top_begin, reason, e);
	}
	if (w->has_stranger)
		log_line(LOG_NOTE, "%s: byte %llu: not an annotation, passed over", w->name,
			 (unsigned long long)w->stranger);
	stop_parsing(w);
	w->phase = PHASE_LATE;
	return STEP_MORE;
}

static enum step read_bytes(struct web_annotation *w, struct budget budget, struct err *e)
{
	uint64_t size = source_size(w->source);
	uint64_t asked = w->at;
	while (w->at < size) {
		size_t items = w->item_count;
		const char *reason = read_chunk(w, size);
		if (reason)
			return fail(w, here(w), reason, e);
		if (items == w->item_count && w->at - asked < CHUNK_MAX)
			continue;
		asked = w->at;
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	if (w->last_event == 0)
		return fail(w, size, N_("it is empty"), e);
	const char *reason = json_finish(w->json);
	if (reason)
		return fail(w, size, reason, e);
	return finish_bytes(w, e);
}

// The caller frees it; NULL when ITEM is no annotation any more.
static struct json *parse_again(const struct web_annotation *w, uint32_t item)
{
	if (item >= w->item_count)
		return NULL;
	struct span span = w->items[item];
	size_t n;
	const uint8_t *s = bytes_of(w, span.begin, &n);
	if (n < span.size)
		return NULL;
	struct json *j = json_read(s, span.size);
	if (resource_is_annotation(json_root(j)))
		return j;
	json_free(j);
	return NULL;
}

static enum step read_late(struct web_annotation *w, struct budget budget)
{
	while (w->late_at < w->late_count) {
		uint32_t item = w->late[w->late_at++];
		struct json *j = parse_again(w, item);
		if (j)
			read_item(w, json_root(j), item, true);
		json_free(j);
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	w->phase = PHASE_DONE;
	knowledge_settle(w->k);
	log_line(LOG_NOTE, "%s: %zu items read", w->name, w->item_count);
	return STEP_DONE;
}

static struct web_annotation *set_new(struct source *s, const char *name)
{
	struct web_annotation *w = mem_new(1, sizeof *w);
	w->source = s;
	w->name = mem_string(name);
	w->json = json_new(&shell, w);
	w->at = source_begin(s);
	return w;
}

struct web_annotation *web_annotation_open(const char *path, struct err *e)
{
	struct source *s = source_open(path, e);
	if (!s) {
		err_wrap(e, "%s", _("cannot read the annotation set"));
		return NULL;
	}
	return set_new(s, path);
}

struct web_annotation *web_annotation_open_bytes(const char *name, const void *bytes, size_t n,
						 struct err *e)
{
	(void)e;
	return set_new(source_open_bytes(bytes, n, name), name);
}

void web_annotation_close(struct web_annotation *w)
{
	if (!w)
		return;
	stop_parsing(w);
	source_close(w->source);
	free(w->name);
	free(w->items);
	free(w->late);
	free(w->label);
	free(w);
}

const char *web_annotation_name(const struct web_annotation *w)
{
	return w->name;
}

const char *web_annotation_fault(const struct web_annotation *w)
{
	if (w->phase != PHASE_FAILED)
		return NULL;
	const char *name = strstr(w->fault.text, w->name);
	const char *line = name ? strstr(name + strlen(w->name), ": ") : NULL;
	return line ? line + 2 : w->fault.text;
}

enum step web_annotation_read(struct web_annotation *w, struct knowledge *k, uint32_t set,
			      struct budget budget, struct err *e)
{
	w->k = k;
	w->set = set;
	if (!source_is_complete(w->source)) {
		source_poll(w->source);
		if (!source_is_complete(w->source))
			return STEP_MORE;
		w->at = source_begin(w->source);
	}
	enum step step = STEP_MORE;
	if (w->phase == PHASE_BYTES)
		step = read_bytes(w, budget, e);
	else if (w->phase == PHASE_LATE)
		step = read_late(w, budget);
	else if (w->phase == PHASE_DONE)
		step = STEP_DONE;
	else if (e)
		*e = w->fault;
	if (w->phase == PHASE_FAILED)
		step = STEP_FAILED;
	w->k = NULL;
	return step;
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
	struct json *j = parse_again(w, item);
	if (!j)
		return gone(w, item, e);
	web_annotation_item_read_claim(json_root(j), detail);
	json_free(j);
	return true;
}

bool web_annotation_fact(const struct web_annotation *w, uint32_t item, struct fact_detail *detail,
			 struct err *e)
{
	*detail = (struct fact_detail){0};
	struct json *j = parse_again(w, item);
	if (!j)
		return gone(w, item, e);
	web_annotation_item_read_fact(json_root(j), detail);
	json_free(j);
	return true;
}

size_t web_annotation_file_count(const struct web_annotation *w)
{
	(void)w;
	return 1;
}

const uint8_t *web_annotation_file_bytes(const struct web_annotation *w, size_t file, size_t *n)
{
	(void)file;
	return bytes_of(w, source_begin(w->source), n);
}
