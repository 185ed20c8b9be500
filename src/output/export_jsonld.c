// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/export_jsonld.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "knowledge/collection.h"
#include "output/set_parts.h"

#define PLAIN "\"" COLLECTION_CONTEXT "\""

enum { PIECE_MAX = 4096 }; // [byte], of what is escaped at once

struct writing {
	struct output out;
	bool is_safe, is_broken;
	struct buf *left_out;
	struct err *e;
};

// In JSON what is not ASCII stands in texts only, and so does U+007F.
static void add_safe(struct buf *out, const uint8_t *s, size_t n)
{
	for (size_t i = 0, size; i < n; i += size) {
		uint32_t cp;
		size = utf8_decode(s + i, n - i, &cp);
		bool is_plain = cp < 0x7F || !utf8_show(s + i, size).is_replaced;
		if (is_plain)
			buf_add(out, s + i, size);
		else if (cp < 0x10000)
			buf_printf(out, "\\u%04x", (unsigned)cp);
		else
			buf_printf(out, "\\u%04x\\u%04x",
				   (unsigned)(0xD800 + ((cp - 0x10000) >> 10)),
				   (unsigned)(0xDC00 + ((cp - 0x10000) & 0x3FF)));
	}
}

static bool put(void *data, const char *s, size_t n)
{
	struct writing *w = data;
	while (n && !w->is_broken) {
		size_t size = n;
		struct buf safe = {0};
		if (w->is_safe) {
			size = n < PIECE_MAX ? n : PIECE_MAX;
			while (size < n && ((uint8_t)s[size] & 0xC0) == 0x80)
				size--;
			add_safe(&safe, (const uint8_t *)s, size);
		}
		bool goes = w->is_safe ? w->out.write(w->out.data, buf_string(&safe), safe.len)
				       : w->out.write(w->out.data, s, size);
		w->is_broken = !goes;
		buf_done(&safe);
		s += size;
		n -= size;
	}
	return !w->is_broken;
}

static void put_stretch(struct writing *w, const struct set_parts *s, size_t begin, size_t end)
{
	put(w, (const char *)s->bytes + begin, end - begin);
}

// Items.

// The contexts that an item needs inside OUTER that comes from INNER: nothing when both are the
// same.  Both are as set_parts_context gives them.
static void add_contexts(struct buf *out, const struct buf *inner, const struct buf *outer)
{
	if (strcmp(buf_string(inner), buf_string(outer)) == 0)
		return;
	if (outer->len || !string_starts(buf_string(inner), PLAIN))
		buf_add_string(out, "null,"); // what is around counts no more (JSON-LD 1.1, 4.1.3)
	buf_add_string(out, inner->len ? buf_string(inner) : PLAIN);
}

// Gives one item to ADD, read in CONTEXTS of its own where there are any.
static void give_item(const struct set_parts *s, const struct parts_item *item,
		      const struct buf *contexts, void (*add)(void *, const char *, size_t),
		      void *data)
{
	const char *bytes = (const char *)s->bytes;
	size_t begin = item->all.begin, end = item->all.end;
	if (contexts->len == 0 || bytes[begin] != '{') {
		add(data, bytes + begin, end - begin);
		return;
	}
	struct buf head = {0};
	if (item->context.end) {
		struct buf all = {0};
		buf_add(&all, contexts->data, contexts->len);
		set_parts_context_values(s, item->context, &all);
		buf_add(&head, bytes + begin, item->context.begin - begin);
		buf_printf(&head, "[%s]", buf_string(&all));
		buf_done(&all);
		begin = item->context.end;
	} else {
		begin++;
		size_t next = begin + strspn(bytes + begin, " \t\r\n");
		buf_printf(&head, "{\"@context\":[%s]%s", buf_string(contexts),
			   bytes[next] == '}' ? "" : ",");
	}
	add(data, head.data, head.len);
	add(data, bytes + begin, end - begin);
	buf_done(&head);
}

static void add_to_collection(void *data, const char *s, size_t n)
{
	collection_add(data, s, n);
}

static void add_to_list(void *data, const char *s, size_t n)
{
	put(data, s, n);
}

// The items of one file, read in the contexts around each.
struct giving {
	const struct set_parts *parts;
	const struct buf *outer;
	size_t object; // that CONTEXTS are of
	bool is_known;
	struct buf contexts;
};

static const struct buf *contexts_of(struct giving *g, const struct parts_item *item)
{
	if (g->is_known && g->object == item->around)
		return &g->contexts;
	struct buf inner = {0};
	buf_clear(&g->contexts);
	set_parts_context(g->parts, item->around, &inner);
	add_contexts(&g->contexts, &inner, g->outer);
	buf_done(&inner);
	g->object = item->around;
	g->is_known = true;
	return &g->contexts;
}

// Files.

static bool read_file(struct writing *w, const struct export_file *file, struct set_parts *s)
{
	if (set_parts_read(s, file->bytes, file->size))
		return true;
	return err_set(w->e, _("cannot export %s: the file has changed"), file->name);
}

static void tell_names(struct writing *w, const struct export_file *file, const struct set_parts *s)
{
	if (s->names.len == 0)
		return;
	buf_printf(w->left_out, _("%s: left out of what was written: %s"), file->name,
		   buf_string(&s->names));
	buf_add_char(w->left_out, '\n');
}

// A set in one file, as it is.
static bool write_whole(struct writing *w, const struct export_set *set)
{
	const uint8_t *bytes = set->files[0].bytes;
	size_t n = set->files[0].size;
	put(w, (const char *)bytes, n);
	return n == 0 || bytes[n - 1] == '\n' || put(w, "\n", 1);
}

// All items of a set into a collection that several sets share.
static bool write_items(struct writing *w, const struct export_set *set, struct collection *c)
{
	static const struct buf plain = {0};
	bool goes = true;
	for (size_t f = 0; goes && f < set->file_count; f++) {
		struct set_parts s;
		goes = read_file(w, &set->files[f], &s);
		struct giving g = {.parts = &s, .outer = &plain};
		for (size_t i = 0; goes && !c->is_broken && i < s.item_count; i++) {
			collection_item(c);
			give_item(&s, &s.items[i], contexts_of(&g, &s.items[i]), add_to_collection,
				  c);
		}
		if (goes)
			tell_names(w, &set->files[f], &s);
		buf_done(&g.contexts);
		set_parts_done(&s);
	}
	return goes;
}

static bool write_several(struct writing *w, const struct export_set *sets, size_t count)
{
	struct collection c = {.write = put, .data = w};
	bool goes = true;
	for (size_t i = 0; goes && i < count; i++)
		goes = write_items(w, &sets[i], &c);
	return collection_end(&c, "export", "Annotations of several sets") && goes;
}

// The items of the pages that lie beside a set, behind COUNT others.
static bool write_pages(struct writing *w, const struct export_set *set, const struct buf *outer,
			size_t count)
{
	bool goes = true;
	for (size_t f = 1; goes && f < set->file_count; f++) {
		struct set_parts s;
		goes = read_file(w, &set->files[f], &s);
		struct giving g = {.parts = &s, .outer = outer};
		for (size_t i = 0; goes && !w->is_broken && i < s.item_count; i++) {
			put(w, ",\n", count++ ? 2 : 0);
			give_item(&s, &s.items[i], contexts_of(&g, &s.items[i]), add_to_list, w);
		}
		if (goes)
			tell_names(w, &set->files[f], &s);
		buf_done(&g.contexts);
		set_parts_done(&s);
	}
	return goes;
}

// A member with the comma that parts it from the others.
static struct stretch with_comma(const struct set_parts *s, struct stretch member)
{
	size_t end = member.end;
	while (end < s->size && memchr(" \t\r\n", s->bytes[end], 4))
		end++;
	if (end < s->size && s->bytes[end] == ',')
		return (struct stretch){member.begin, end + 1};
	size_t begin = member.begin;
	while (begin > 0 && memchr(" \t\r\n", s->bytes[begin - 1], 4))
		begin--;
	if (begin > 0 && s->bytes[begin - 1] == ',')
		begin--;
	return (struct stretch){begin, member.end};
}

// Is there nothing but a comma between two members?  They share it, so that they go together.
static bool are_neighbours(const struct set_parts *s, struct stretch a, struct stretch b)
{
	size_t begin = a.begin < b.begin ? a.end : b.end,
	       end = a.begin < b.begin ? b.begin : a.begin;
	while (begin < end && memchr(" \t\r\n,", s->bytes[begin], 5))
		begin++;
	return a.end && b.end && begin >= end;
}

enum change { CHANGE_NONE, CHANGE_PAGE, CHANGE_LIST };

// What is done at a stretch of the file: it goes, and something may take its place.
struct edit {
	struct stretch at;
	enum change change;
};

static int by_begin(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	return (x->at.begin > y->at.begin) - (x->at.begin < y->at.begin);
}

static bool make_change(struct writing *w, const struct export_set *set, const struct set_parts *s,
			const struct edit *edit)
{
	static const char page[] = ",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[\n";
	struct buf outer = {0};
	bool goes = true;
	if (edit->change == CHANGE_PAGE) {
		set_parts_context(s, 0, &outer);
		put(w, "{\"id\":", 6);
		put_stretch(w, s, edit->at.begin, edit->at.end);
		put(w, page, sizeof page - 1);
		goes = write_pages(w, set, &outer, 0);
		put(w, "\n]}", 3);
	} else if (edit->change == CHANGE_LIST) {
		set_parts_context(s, s->list_around, &outer);
		goes = write_pages(w, set, &outer, s->list_count);
	}
	buf_done(&outer);
	return goes;
}

// A set whose pages lie in files beside it: they take the place of the reference to them, or
// follow the items that are there; and there is no last page any more.
static bool write_with_pages(struct writing *w, const struct export_set *set,
			     const struct set_parts *s)
{
	struct edit edits[3];
	size_t n = 0, at = 0;
	bool goes = true;
	struct stretch next = s->is_next ? s->reference : (struct stretch){0, 0}, last = s->last;
	if (s->is_next)
		edits[n++] = (struct edit){{s->list_end, s->list_end}, CHANGE_LIST};
	else
		edits[n++] = (struct edit){s->reference_value, CHANGE_PAGE};
	if (are_neighbours(s, next, last)) {
		next = (struct stretch){next.begin < last.begin ? next.begin : last.begin,
					next.end > last.end ? next.end : last.end};
		last = (struct stretch){0, 0};
	}
	if (next.end)
		edits[n++] = (struct edit){with_comma(s, next), CHANGE_NONE};
	if (last.end)
		edits[n++] = (struct edit){with_comma(s, last), CHANGE_NONE};
	qsort(edits, n, sizeof *edits, by_begin);
	for (size_t i = 0; goes && i < n; i++) {
		put_stretch(w, s, at, edits[i].at.begin);
		goes = make_change(w, set, s, &edits[i]);
		at = edits[i].at.end;
	}
	put_stretch(w, s, at, s->size);
	return goes && (s->bytes[s->size - 1] == '\n' || put(w, "\n", 1));
}

static bool write_one(struct writing *w, const struct export_set *set)
{
	struct set_parts s;
	bool goes = read_file(w, &set->files[0], &s);
	bool has_place = goes && s.reference_count == 1 && (!s.is_next || s.list_end);
	if (has_place)
		goes = write_with_pages(w, set, &s);
	else if (goes)
		goes = write_several(w, set, 1);
	set_parts_done(&s);
	return goes;
}

bool export_sets(const struct export_set *sets, size_t count, struct output out, bool is_safe,
		 struct buf *left_out, struct err *e)
{
	struct writing w = {out, is_safe, false, left_out, e};
	bool goes = count != 1		    ? write_several(&w, sets, count)
		    : sets->file_count == 1 ? write_whole(&w, sets)
					    : write_one(&w, sets);
	return goes && !w.is_broken;
}

static bool add_to_buf(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

void export_notes(const struct session *s, struct buf *out)
{
	struct collection c = {.write = add_to_buf, .data = out};
	bool is_there;
	for (size_t i = 0; i < notebook_ever_count(s->notes); i++) {
		const char *id = notebook_id(s->notes, i, &is_there);
		const char *json = is_there ? notebook_json(s->notes, id) : NULL;
		if (!json)
			continue;
		collection_item(&c);
		collection_add(&c, json, strlen(json));
	}
	collection_end(&c, "notes", "Notes");
}

// The files of a set; the caller frees them.
static struct export_file *files_of(const struct web_annotation *w, size_t count)
{
	struct export_file *files = mem_new(count, sizeof *files);
	for (size_t i = 0; i < count; i++) {
		files[i].name = web_annotation_file_name(w, i);
		files[i].bytes = web_annotation_file_bytes(w, i, &files[i].size);
	}
	return files;
}

bool export_jsonld(const struct session *s, struct output out, bool is_safe, struct buf *left_out,
		   struct err *e)
{
	struct export_set sets[OPTIONS_SETS + 2] = {{0}};
	struct export_file *files[OPTIONS_SETS + 2];
	size_t n = s->set_count;
	for (size_t i = 0; i < n; i++)
		if (web_annotation_fault(s->sets[i]))
			return err_set(e, _("cannot export %s: %s"),
				       web_annotation_name(s->sets[i]),
				       web_annotation_fault(s->sets[i]));
	for (size_t i = 0; i < n; i++) {
		size_t count = web_annotation_file_count(s->sets[i]);
		files[i] = files_of(s->sets[i], count);
		sets[i] = (struct export_set){files[i], count};
	}
	struct buf notes = {0};
	bool has_notes = notebook_count(s->notes) > 0;
	if (has_notes)
		export_notes(s, &notes);
	struct export_file own = {NULL, (const uint8_t *)buf_string(&notes), notes.len};
	sets[n] = (struct export_set){&own, 1};
	bool is_written = export_sets(sets, n + has_notes, out, is_safe, left_out, e);
	buf_done(&notes);
	for (size_t i = 0; i < n; i++)
		free(files[i]);
	return is_written;
}
