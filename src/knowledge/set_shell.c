// SPDX-License-Identifier: ISC
// Containers of the shell become nodes that know their parent, so that the path of an item costs
// but a number.  A file is read in pieces that end with a }, as items do: so no more than one item
// is handed over at a time.
#include "config.h"

#include "knowledge/set_shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/resource.h"

#define VALUE_MAX ((uint64_t)16 << 20) // [byte], an item, or a string outside items
#define TOO_LONG N_("a value or item longer than 16 MiB")
#define CHUNK_MAX ((size_t)64 << 10) // [byte], the most that is parsed at once

#define NONE UINT32_MAX

enum place {
	PLACE_SHELL, // a collection or page, or perhaps a single annotation
	PLACE_ITEMS, // its members are items
	PLACE_SKIPPED,
};

enum shell_key {
	KEY_OTHER,
	KEY_ITEMS,
	KEY_PAGE,
	KEY_LAST,
	KEY_LABEL,
	KEY_TYPE,
	KEY_TARGET,
	KEY_ID,
};

#define AS "https://www.w3.org/ns/activitystreams#"
static const struct {
	const char *word;
	enum shell_key key;
} words[] = {
	{"items", KEY_ITEMS},	 {"@graph", KEY_ITEMS},	       {"as:items", KEY_ITEMS},
	{AS "items", KEY_ITEMS}, {"first", KEY_PAGE},	       {"as:first", KEY_PAGE},
	{AS "first", KEY_PAGE},	 {"next", KEY_PAGE},	       {"as:next", KEY_PAGE},
	{AS "next", KEY_PAGE},	 {"last", KEY_LAST},	       {"as:last", KEY_LAST},
	{AS "last", KEY_LAST},	 {"label", KEY_LABEL},	       {"rdfs:label", KEY_LABEL},
	{"type", KEY_TYPE},	 {"@type", KEY_TYPE},	       {"target", KEY_TARGET},
	{"id", KEY_ID},		 {"oa:hasTarget", KEY_TARGET}, {"@id", KEY_ID},
};
enum { WORDS = sizeof words / sizeof words[0] };

// A container of the shell: under a word in its parent, or the INDEXth of it.
struct node {
	uint32_t parent, index;
	uint8_t word; // WORDS: none
};

struct level {
	enum place place;
	uint32_t node, count; // members so far
	uint64_t begin;	      // [byte], behind the bracket
	bool has_items;
	char *id; // of a page within a collection or page
};

// The members of a list of items.
struct cut {
	uint64_t begin, end; // [byte]
};

struct set_shell {
	const struct set_file *file;
	const struct set_shell_handler *handler;
	void *data;
	struct shell_facts facts;
	struct node *nodes;
	size_t node_count, node_capacity;
	struct cut *cuts;
	size_t cut_count, cut_capacity;

	struct json *json;   // until all is parsed
	uint64_t at;	     // [byte], how much the parser has been given
	uint64_t last_event; // [byte]
	uint64_t fault;	     // [byte]
	size_t least;	     // [byte], of the next chunk
	struct level levels[JSON_DEPTH_MAX];
	uint8_t word;			   // of the value that comes next
	enum shell_key gathered;	   // what is gathered: an item, the label, the type
	struct set_spot spot;		   // where that is
	bool has_total, has_date, has_uri; // words of Hypothesis
};

static uint64_t here(const struct set_shell *s)
{
	return s->at + json_consumed(s->json);
}

static enum shell_key key_of(const struct set_shell *s)
{
	return s->word < WORDS ? words[s->word].key : KEY_OTHER;
}

static struct level *level_of(struct set_shell *s)
{
	size_t depth = json_depth(s->json);
	return depth ? &s->levels[depth - 1] : NULL;
}

static void on_event(void *data)
{
	struct set_shell *s = data;
	s->last_event = here(s);
}

static bool is_word(const char *key, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(word, key, n) == 0;
}

// An answer has rows and their total, an export a date and annotations, and an annotation by itself
// an address and whoever may read it.
static void look_for_hypothesis(struct set_shell *s, const char *key, size_t n)
{
	s->has_total |= is_word(key, n, "total");
	s->has_date |= is_word(key, n, "export_date");
	s->has_uri |= is_word(key, n, "uri");
	s->facts.is_hypothesis |= (s->has_total && is_word(key, n, "rows")) ||
				  (s->has_date && is_word(key, n, "annotations")) ||
				  (s->has_uri && is_word(key, n, "permissions"));
}

static void on_key(void *data, const char *key, size_t n)
{
	struct set_shell *s = data;
	bool is_outermost = json_depth(s->json) == 1;
	s->word = WORDS;
	if (level_of(s)->place != PLACE_SHELL)
		return;
	for (uint8_t i = 0; i < WORDS; i++)
		if (is_word(key, n, words[i].word))
			s->word = i;
	if (is_outermost && key_of(s) == KEY_TARGET)
		s->facts.has_target = true;
	if (is_outermost)
		look_for_hypothesis(s, key, n);
}

// The types of the outermost object.
static void note_type(struct set_shell *s, const char *type)
{
	struct shell_facts *f = &s->facts;
	const char *word = resource_word(type);
	if (!f->has_type)
		snprintf(f->type, sizeof f->type, "%s", type);
	f->has_type = true;
	f->is_set |=
		strcmp(word, "AnnotationCollection") == 0 || strcmp(word, "AnnotationPage") == 0;
	f->is_single |= strcmp(word, "Annotation") == 0;
}

static void note_label(struct set_shell *s, const char *label)
{
	free(s->facts.label);
	s->facts.label = mem_string(label);
}

// What begins or stands here and has N bytes behind it already.
static struct set_spot spot_here(struct set_shell *s, size_t n, uint32_t node, uint32_t index)
{
	return (struct set_spot){here(s) - n, here(s), node, index};
}

static void on_member(struct set_shell *s, struct level *l, enum json_kind kind, size_t n)
{
	struct set_spot spot = spot_here(s, n, l ? l->node : NONE, l ? l->count : NONE);
	if (l)
		l->count++;
	if (kind == JSON_STRING && l) {
		s->facts.has_list = true;
		s->handler->absent(s->data);
	} else {
		s->handler->stranger(s->data, kind, &spot);
	}
}

static void note_text(struct set_shell *s, struct level *l, const char *text)
{
	bool is_outermost = json_depth(s->json) == 1;
	enum shell_key key = key_of(s);
	if (key == KEY_PAGE || key == KEY_LAST) {
		s->facts.has_list = true;
		s->handler->page(s->data, text, key == KEY_LAST);
	} else if (key == KEY_LABEL && is_outermost) {
		note_label(s, text);
	} else if (key == KEY_TYPE && is_outermost) {
		note_type(s, text);
	} else if (key == KEY_ID && !is_outermost) {
		free(l->id);
		l->id = mem_string(text);
	}
}

static void on_scalar(void *data, enum json_kind kind, const char *text, size_t n)
{
	struct set_shell *s = data;
	struct level *l = level_of(s);
	if (!l || l->place == PLACE_ITEMS) {
		on_member(s, l, kind, n);
	} else if (l->place == PLACE_SHELL && kind == JSON_STRING && key_of(s) != KEY_OTHER) {
		char *copy = mem_copy(text, n);
		note_text(s, l, copy);
		free(copy);
	}
}

static void gather(struct set_shell *s, enum shell_key what, uint32_t node, uint32_t index)
{
	json_gather(s->json);
	s->gathered = what;
	s->spot = spot_here(s, 1, node, index);
}

static uint32_t add_node(struct set_shell *s, uint32_t parent, uint32_t index)
{
	s->nodes = mem_reserve(s->nodes, &s->node_capacity, s->node_count + 1, sizeof *s->nodes);
	s->nodes[s->node_count] = (struct node){parent, index, s->word};
	return (uint32_t)s->node_count++;
}

static void add_cut(struct set_shell *s, uint64_t begin, uint64_t end)
{
	s->cuts = mem_reserve(s->cuts, &s->cut_capacity, s->cut_count + 1, sizeof *s->cuts);
	s->cuts[s->cut_count++] = (struct cut){begin, end};
}

static void open_outermost(struct set_shell *s, struct level *l, bool is_list)
{
	l->place = is_list ? PLACE_ITEMS : PLACE_SHELL;
	s->facts.has_list |= is_list;
	s->word = WORDS;
	l->node = add_node(s, NONE, NONE);
	s->facts.outermost = spot_here(s, 1, l->node, NONE);
}

static void open_in_shell(struct set_shell *s, struct level *l, const struct level *parent,
			  bool is_list)
{
	enum shell_key key = key_of(s);
	if (key == KEY_ITEMS && is_list)
		l->place = PLACE_ITEMS;
	else if ((key == KEY_PAGE || key == KEY_LAST) && !is_list)
		l->place = PLACE_SHELL;
	if (l->place != PLACE_SKIPPED)
		l->node = add_node(s, parent->node, NONE);
	else if (key == KEY_ITEMS)
		gather(s, KEY_ITEMS, add_node(s, parent->node, NONE), NONE);
	else if (json_depth(s->json) == 2 && (key == KEY_LABEL || key == KEY_TYPE))
		gather(s, key, NONE, NONE);
	s->facts.has_list |= l->place == PLACE_ITEMS;
}

static void on_open(void *data, enum json_kind kind)
{
	struct set_shell *s = data;
	size_t depth = json_depth(s->json);
	bool is_list = kind == JSON_ARRAY;
	struct level *l = &s->levels[depth - 1], *parent = depth > 1 ? l - 1 : NULL;
	*l = (struct level){.place = PLACE_SKIPPED, .node = NONE, .begin = here(s)};
	if (parent && parent->place == PLACE_SHELL && key_of(s) == KEY_ITEMS)
		parent->has_items = true;
	if (!parent)
		open_outermost(s, l, is_list);
	else if (parent->place == PLACE_ITEMS && is_list)
		on_member(s, parent, kind, 1);
	else if (parent->place == PLACE_ITEMS)
		gather(s, KEY_ITEMS, parent->node, parent->count++);
	else if (parent->place == PLACE_SHELL)
		open_in_shell(s, l, parent, is_list);
}

static void on_close(void *data)
{
	struct set_shell *s = data;
	struct level *l = level_of(s);
	if (json_depth(s->json) == 1)
		s->facts.outermost.end = here(s);
	if (l->place == PLACE_ITEMS && l->count > 0)
		add_cut(s, l->begin, here(s) - 1);
	if (l->id && !l->has_items) {
		s->facts.has_list = true;
		s->handler->page(s->data, l->id, false);
	}
	free(l->id);
	l->id = NULL;
}

static void on_gathered(void *data, const struct json_node *root)
{
	struct set_shell *s = data;
	s->spot.end = here(s);
	if (s->gathered == KEY_LABEL) {
		note_label(s, resource_text(root));
	} else if (s->gathered == KEY_TYPE) {
		for (const struct json_node *n = json_one(root); n; n = json_more(root, n))
			if (json_string(n))
				note_type(s, json_string(n));
	} else {
		bool is_too_long = s->spot.end - s->spot.begin > VALUE_MAX;
		const char *reason =
			is_too_long ? TOO_LONG : s->handler->item(s->data, root, &s->spot);
		if (s->spot.index == NONE)
			add_cut(s, s->spot.begin, s->spot.end);
		if (reason)
			json_stop(s->json, reason);
	}
}

static const struct json_handler events = {
	.key = on_key,
	.scalar = on_scalar,
	.open = on_open,
	.close = on_close,
	.gathered = on_gathered,
	.event = on_event,
};

struct set_shell *set_shell_new(const struct set_file *f, const struct set_shell_handler *handler,
				void *data)
{
	struct set_shell *s = mem_new(1, sizeof *s);
	s->file = f;
	s->handler = handler;
	s->data = data;
	s->json = json_new(&events, s);
	s->at = set_file_begin(f);
	return s;
}

static void stop(struct set_shell *s)
{
	json_free(s->json);
	s->json = NULL;
	for (size_t i = 0; i < JSON_DEPTH_MAX; i++) {
		free(s->levels[i].id);
		s->levels[i].id = NULL;
	}
}

void set_shell_free(struct set_shell *s)
{
	if (!s)
		return;
	stop(s);
	free(s->facts.label);
	free(s->nodes);
	free(s->cuts);
	free(s);
}

// Gives the parser the bytes up to the next }, with which an item may end, so
// that it reads no more than one of them.  In a long text, which yajl reads
// anew with every piece, the pieces double.
static const char *read_chunk(struct set_shell *s, uint64_t size)
{
	size_t n;
	const uint8_t *bytes = set_file_bytes(s->file, s->at, &n);
	if (n > size - s->at)
		n = (size_t)(size - s->at);
	size_t least = s->least < n ? s->least : n;
	if (n > CHUNK_MAX && n > least)
		n = least > CHUNK_MAX ? least : CHUNK_MAX;
	const uint8_t *brace = memchr(bytes + least, '}', n - least);
	if (brace)
		n = (size_t)(brace - bytes) + 1;
	size_t cut = s->at + n < size ? json_cut(bytes, n) : n;
	if (cut > 0)
		n = cut;
	uint64_t event_before = s->last_event;
	const char *reason = json_parse(s->json, bytes, n);
	if (reason)
		return reason;
	if (s->at + n - s->last_event > VALUE_MAX ||
	    (json_is_gathering(s->json) && s->at + n - s->spot.begin > VALUE_MAX))
		return TOO_LONG;
	s->at += n;
	s->least = s->last_event == event_before ? 2 * n : 0;
	return NULL;
}

static const char *refuse(struct set_shell *s, uint64_t pos, const char *reason)
{
	s->fault = pos;
	stop(s);
	return reason;
}

const char *set_shell_read(struct set_shell *s, size_t *n)
{
	uint64_t size = set_file_size(s->file), before = s->at;
	*n = 0;
	if (!s->json)
		return NULL;
	if (s->at < size) {
		const char *reason = read_chunk(s, size);
		if (reason)
			return refuse(s, here(s), reason);
		*n = (size_t)(s->at - before);
		return NULL;
	}
	if (s->last_event == 0)
		return refuse(s, size + 1, N_("it is empty"));
	const char *reason = json_finish(s->json);
	if (reason)
		return refuse(s, size + 1, reason);
	stop(s);
	return NULL;
}

uint64_t set_shell_fault(const struct set_shell *s)
{
	return s->fault;
}

uint64_t set_shell_end(const struct set_shell *s)
{
	return s->at;
}

bool set_shell_is_done(const struct set_shell *s)
{
	return !s->json;
}

const struct shell_facts *set_shell_facts(const struct set_shell *s)
{
	return &s->facts;
}

static void add_step(const struct node *n, struct buf *out)
{
	const char *word = n->word < WORDS ? words[n->word].word : NULL;
	if (!word)
		buf_add_char(out, '$');
	else if (strpbrk(word, "@:"))
		buf_printf(out, "[\"%s\"]", word);
	else
		buf_printf(out, ".%s", word);
}

void set_shell_path(const struct set_shell *s, uint32_t node, uint32_t index, struct buf *out)
{
	uint32_t steps[JSON_DEPTH_MAX];
	size_t depth = 0;
	for (; node != NONE && depth < JSON_DEPTH_MAX; node = s->nodes[node].parent)
		steps[depth++] = node;
	if (depth == 0)
		buf_add_char(out, '$');
	while (depth > 0)
		add_step(&s->nodes[steps[--depth]], out);
	if (index != NONE)
		buf_printf(out, "[%lu]", (unsigned long)index);
}

const uint8_t *set_shell_bytes(const struct set_shell *s, uint64_t begin, uint64_t size)
{
	size_t n;
	const uint8_t *bytes = set_file_bytes(s->file, begin, &n);
	return size <= n ? bytes : NULL;
}

// As many line ends as there are in what was cut out, so that what follows keeps its line.
static void add_line_ends(const struct set_shell *s, uint64_t begin, uint64_t end, struct buf *out)
{
	const uint8_t *at = set_shell_bytes(s, begin, end - begin);
	const uint8_t *stop = at ? at + (end - begin) : NULL;
	while (at && (at = memchr(at, '\n', (size_t)(stop - at)))) {
		buf_add_char(out, '\n');
		at++;
	}
}

struct json *set_shell_json(const struct set_shell *s)
{
	struct set_spot all = s->facts.outermost;
	struct buf out = {.ceiling = VALUE_MAX};
	for (size_t i = 0; i <= s->cut_count; i++) {
		uint64_t end = i < s->cut_count ? s->cuts[i].begin : all.end;
		const uint8_t *bytes =
			end > all.begin ? set_shell_bytes(s, all.begin, end - all.begin) : NULL;
		if (bytes)
			buf_add(&out, bytes, (size_t)(end - all.begin));
		if (i < s->cut_count) {
			buf_add_char(&out, '0');
			add_line_ends(s, s->cuts[i].begin, s->cuts[i].end, &out);
			all.begin = s->cuts[i].end;
		}
	}
	struct json *j = NULL;
	if (!out.is_full)
		j = json_read((const uint8_t *)buf_string(&out), out.len);
	buf_done(&out);
	if (j && json_root(j))
		return j;
	json_free(j);
	return NULL;
}
