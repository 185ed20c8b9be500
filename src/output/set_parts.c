// SPDX-License-Identifier: ISC
// The parser tells where an event ends.  Where a value begins is what follows the end of the event
// before, and the blanks, comma or colon behind that.
#include "config.h"

#include "output/set_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "knowledge/collection.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"

enum { NAMES_MAX = 400 }; // [byte]

enum place {
	PLACE_SHELL,
	PLACE_ITEMS,
	PLACE_ITEM,
	PLACE_CONTEXT,
	PLACE_TYPES,
	PLACE_LAST,
	PLACE_SKIPPED
};

enum key { KEY_OTHER, KEY_ITEMS, KEY_FIRST, KEY_NEXT, KEY_LAST, KEY_CONTEXT, KEY_TYPE, KEY_TARGET };

struct reading {
	struct set_parts *parts;
	struct json *json;
	size_t event_end;
	enum key key;
	size_t key_begin;
	size_t begin, context_begin; // of the item, and of the context, at hand
	struct stretch own_context;
	enum place places[JSON_DEPTH_MAX];
	size_t objects[JSON_DEPTH_MAX]; // the one that each place belongs to
	struct stretch top;
	bool has_type, is_set, is_annotation, has_target;
};

static size_t here(const struct reading *r)
{
	return json_consumed(r->json);
}

static size_t value_begin(const struct reading *r)
{
	size_t at = r->event_end;
	while (at < r->parts->size && memchr(" \t\r\n,:", r->parts->bytes[at], 6))
		at++;
	return at;
}

// Where the value at hand is: what it is among, and the object that belongs to.
static enum place place_of(const struct reading *r, size_t depth)
{
	return depth ? r->places[depth - 1] : PLACE_SKIPPED;
}

static size_t object_of(const struct reading *r, size_t depth)
{
	return depth ? r->objects[depth - 1] : 0;
}

static void add_item(struct reading *r, size_t object, size_t begin, size_t end)
{
	struct set_parts *s = r->parts;
	s->items = mem_reserve(s->items, &s->item_capacity, s->item_count + 1, sizeof *s->items);
	s->items[s->item_count++] = (struct parts_item){{begin, end}, r->own_context, object};
	s->list_count++;
}

static size_t add_object(struct set_parts *s, size_t around)
{
	s->objects = mem_reserve(s->objects, &s->object_capacity, s->object_count + 1,
				 sizeof *s->objects);
	s->objects[s->object_count] = (struct parts_object){.around = around};
	return s->object_count++;
}

// Names what is lost when only the items are kept.
static void add_name(struct set_parts *s, const char *word)
{
	static const char *const structure[] = {"@context",   "type",	"@type", "items", "@graph",
						"first",      "last",	"next",	 "prev",  "total",
						"startIndex", "partOf", NULL};
	struct buf name = {0};
	utf8_sanitize(&name, word, strlen(word));
	bool is_new = !string_is_among(word, structure);
	size_t n = name.len;
	for (const char *p = buf_string(&s->names); is_new && *p; p += strspn(p, ", ")) {
		size_t m = strcspn(p, ",");
		is_new = m != n || memcmp(p, name.data, m) != 0;
		p += m;
	}
	if (is_new && s->names.len + n < NAMES_MAX)
		buf_printf(&s->names, "%s%s", s->names.len ? ", " : "", buf_string(&name));
	else if (is_new && s->names.len && s->names.data[s->names.len - 1] != '.')
		buf_add_string(&s->names, ", ...");
	buf_done(&name);
}

static void on_key(void *data, const char *key, size_t n)
{
	static const struct {
		const char *word;
		enum key key;
	} words[] = {{"items", KEY_ITEMS},	{"@graph", KEY_ITEMS},	{"first", KEY_FIRST},
		     {"next", KEY_NEXT},	{"type", KEY_TYPE},	{"@type", KEY_TYPE},
		     {"@context", KEY_CONTEXT}, {"target", KEY_TARGET}, {"last", KEY_LAST}};
	struct reading *r = data;
	size_t depth = json_depth(r->json);
	char *word = mem_copy(key, n);
	r->key = KEY_OTHER;
	r->key_begin = value_begin(r);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(word, words[i].word) == 0)
			r->key = words[i].key;
	if (place_of(r, depth) == PLACE_SHELL)
		add_name(r->parts, word);
	r->has_target |= depth == 1 && r->key == KEY_TARGET;
	free(word);
}

static void note_type(struct reading *r, const char *s, size_t n)
{
	char *type = mem_copy(s, n);
	const char *word = resource_word(type);
	r->has_type = true;
	r->is_set |=
		strcmp(word, "AnnotationCollection") == 0 || strcmp(word, "AnnotationPage") == 0;
	r->is_annotation |= strcmp(word, "Annotation") == 0;
	free(type);
}

static void end_context(struct reading *r, size_t depth, size_t begin)
{
	struct stretch context = {begin, here(r)};
	if (place_of(r, depth) == PLACE_ITEM)
		r->own_context = context;
	else
		r->parts->objects[object_of(r, depth)].context = context;
}

static void on_scalar(void *data, enum json_kind kind, const char *s, size_t n)
{
	struct reading *r = data;
	size_t depth = json_depth(r->json), begin = value_begin(r), object = object_of(r, depth);
	enum place place = place_of(r, depth);
	bool is_text = kind == JSON_STRING, is_shell = place == PLACE_SHELL;
	if (place == PLACE_ITEMS || (is_shell && r->key == KEY_ITEMS)) {
		r->own_context = (struct stretch){0, 0};
		add_item(r, object, begin, here(r));
	} else if ((is_shell || place == PLACE_ITEM) && r->key == KEY_CONTEXT) {
		end_context(r, depth, begin);
	} else if (is_text && (place == PLACE_TYPES || (depth == 1 && r->key == KEY_TYPE))) {
		note_type(r, s, n);
	} else if (depth == 1 && is_shell && r->key == KEY_LAST) {
		r->parts->last = (struct stretch){r->key_begin, here(r)};
	} else if (is_shell && is_text && (r->key == KEY_FIRST || r->key == KEY_NEXT)) {
		r->parts->reference_count++;
		r->parts->is_next = r->key == KEY_NEXT;
		r->parts->reference = (struct stretch){r->key_begin, here(r)};
		r->parts->reference_value = (struct stretch){begin, here(r)};
	}
	r->key = KEY_OTHER;
}

// What a container is that opens within a shell.
static enum place place_in_shell(struct reading *r, size_t depth, bool is_list)
{
	if (r->key == KEY_ITEMS)
		return is_list ? PLACE_ITEMS : PLACE_ITEM;
	if ((r->key == KEY_FIRST || r->key == KEY_NEXT) && !is_list)
		return PLACE_SHELL;
	if (r->key == KEY_CONTEXT)
		return PLACE_CONTEXT;
	if (depth == 2 && r->key == KEY_LAST) {
		r->parts->last.begin = r->key_begin;
		return PLACE_LAST;
	}
	return depth == 2 && r->key == KEY_TYPE ? PLACE_TYPES : PLACE_SKIPPED;
}

static void on_open(void *data, enum json_kind kind)
{
	struct reading *r = data;
	size_t depth = json_depth(r->json), object = object_of(r, depth - 1);
	enum place around = place_of(r, depth - 1), place = PLACE_SKIPPED;
	bool is_list = kind == JSON_ARRAY;
	if (depth == 1)
		place = is_list ? PLACE_ITEMS : PLACE_SHELL;
	else if (around == PLACE_ITEMS)
		place = PLACE_ITEM;
	else if (around == PLACE_SHELL)
		place = place_in_shell(r, depth, is_list);
	else if (around == PLACE_ITEM && r->key == KEY_CONTEXT)
		place = PLACE_CONTEXT;
	if (depth == 1 || place == PLACE_SHELL)
		object = add_object(r->parts, object);
	if (depth == 1)
		r->top.begin = here(r) - 1;
	if (place == PLACE_ITEM || place == PLACE_CONTEXT)
		*(place == PLACE_ITEM ? &r->begin : &r->context_begin) = here(r) - 1;
	if (place == PLACE_ITEM)
		r->own_context = (struct stretch){0, 0};
	if (place == PLACE_ITEMS)
		r->parts->list_count = 0;
	r->key = KEY_OTHER;
	r->places[depth - 1] = place;
	r->objects[depth - 1] = object;
}

static void on_close(void *data)
{
	struct reading *r = data;
	size_t depth = json_depth(r->json);
	switch (place_of(r, depth)) {
	case PLACE_ITEM:
		add_item(r, object_of(r, depth), r->begin, here(r));
		break;
	case PLACE_ITEMS:
		r->parts->list_end = here(r) - 1;
		r->parts->list_around = object_of(r, depth);
		break;
	case PLACE_CONTEXT:
		end_context(r, depth - 1, r->context_begin);
		break;
	case PLACE_LAST:
		r->parts->last.end = here(r);
		break;
	default:
		break;
	}
	if (depth == 1)
		r->top.end = here(r);
	r->key = KEY_OTHER;
}

static void on_gathered(void *data, const struct json_node *root)
{
	(void)data;
	(void)root;
}

static void on_event(void *data)
{
	struct reading *r = data;
	r->event_end = here(r);
}

static const struct json_handler handler = {
	.key = on_key,
	.scalar = on_scalar,
	.open = on_open,
	.close = on_close,
	.gathered = on_gathered,
	.event = on_event,
};

bool set_parts_read(struct set_parts *s, const uint8_t *bytes, size_t n)
{
	*s = (struct set_parts){.bytes = bytes, .size = n};
	struct reading r = {.parts = s};
	r.json = json_new(&handler, &r);
	bool is_read = !json_parse(r.json, bytes, n) && !json_finish(r.json) && s->object_count;
	bool may_be_single = r.is_annotation || (!r.has_type && r.has_target && !s->item_count);
	if (is_read && may_be_single && !r.is_set) {
		s->is_single = true;
		s->item_count = 0;
		r.own_context = s->objects[0].context;
		s->objects[0].context = (struct stretch){0, 0};
		buf_clear(&s->names);
		add_item(&r, 0, r.top.begin, r.top.end);
	}
	json_free(r.json);
	return is_read;
}

void set_parts_done(struct set_parts *s)
{
	free(s->items);
	free(s->objects);
	buf_done(&s->names);
	*s = (struct set_parts){0};
}

void set_parts_context_values(const struct set_parts *s, struct stretch context, struct buf *out)
{
	size_t begin = context.begin, end = context.end;
	if (begin < end && s->bytes[begin] == '[') {
		begin++;
		end--;
	}
	while (begin < end && memchr(" \t\r\n", s->bytes[begin], 4))
		begin++;
	while (begin < end && memchr(" \t\r\n", s->bytes[end - 1], 4))
		end--;
	if (begin == end)
		return;
	if (out->len)
		buf_add_char(out, ',');
	buf_add(out, s->bytes + begin, end - begin);
}

void set_parts_context(const struct set_parts *s, size_t object, struct buf *out)
{
	static const char plain[] = "\"" COLLECTION_CONTEXT "\"";
	size_t path[JSON_DEPTH_MAX], n = 0;
	path[n++] = object;
	while (s->objects[object].around != object && n < JSON_DEPTH_MAX) {
		object = s->objects[object].around;
		path[n++] = object;
	}
	bool is_plain = true;
	while (n--) {
		struct buf one = {0};
		set_parts_context_values(s, s->objects[path[n]].context, &one);
		is_plain &= one.len == 0 || strcmp(one.data, plain) == 0;
		if (one.len && out->len)
			buf_add_char(out, ',');
		buf_add(out, one.data, one.len);
		buf_done(&one);
	}
	if (is_plain)
		buf_clear(out);
}
