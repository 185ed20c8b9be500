// SPDX-License-Identifier: ISC
// One pass over the bytes: each annotation is gathered as a tree by itself, becomes an item
// (knowledge/hypothesis_item), and is gone; of its thread only the ids are kept.  The shapes are
// those that hypothesis/client exports and that hypothesis/h answers.
#include "config.h"

#include "knowledge/hypothesis.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/collection.h"
#include "knowledge/hypothesis_item.h"
#include "knowledge/json.h"
#include "knowledge/losses.h"

#define ITEM_MAX ((size_t)16 << 20) // [byte], as a set may have

// A reply that names more of its thread than its parent.
struct waiting {
	char *name, *parent;
};

enum top { TOP_NONE, TOP_OBJECT, TOP_ARRAY };

struct conversion {
	struct json *json;
	struct collection out;
	struct hypothesis_item item; // the one at hand, or the last one
	struct losses losses;

	enum top top;
	bool is_list;	   // the member of the outermost object at hand holds annotations
	bool has_list;	   // there was such a member
	bool is_standard;  // it is a W3C set
	bool has_own_word; // the outermost object may be an annotation from Hypothesis
	bool is_total;	   // the member at hand is how many annotations there are
	char total[24];	   // as it is told
	size_t strangers;  // things among the annotations that are none

	char **ids;
	size_t id_count, id_capacity;
	struct waiting *waiting;
	size_t waiting_count, waiting_capacity;
};

static void keep_thread(struct conversion *c, const struct json_node *root)
{
	size_t above;
	const char *parent = hypothesis_item_parent(root, &above);
	if (c->item.id) {
		c->ids = mem_reserve(c->ids, &c->id_capacity, c->id_count + 1, sizeof *c->ids);
		c->ids[c->id_count++] = mem_string(c->item.id);
	}
	if (!parent || above < 2)
		return;
	struct buf name = {0};
	hypothesis_item_name(&c->item, &name);
	c->waiting = mem_reserve(c->waiting, &c->waiting_capacity, c->waiting_count + 1,
				 sizeof *c->waiting);
	c->waiting[c->waiting_count++] = (struct waiting){buf_take(&name), mem_string(parent)};
}

static void convert(struct conversion *c, const struct json_node *root)
{
	c->item.root = root;
	c->item.number++;
	hypothesis_item_convert(&c->item);
	keep_thread(c, root);
	if (c->item.out.len <= ITEM_MAX) {
		collection_item(&c->out);
		collection_add(&c->out, c->item.out.data, c->item.out.len);
		return;
	}
	struct buf name = {0};
	hypothesis_item_name(&c->item, &name);
	losses_add(&c->losses, _("an annotation of more than 16 MiB"), buf_string(&name));
	buf_done(&name);
}

// The bytes.

static void on_key(void *data, const char *key, size_t n)
{
	static const char *const lists[] = {"rows", "annotations", "replies", NULL};
	static const char *const standard[] = {"@context", "type",  "@type", "@graph",
					       "items",	   "first", NULL};
	struct conversion *c = data;
	if (json_depth(c->json) != 1)
		return;
	char *word = mem_copy(key, n);
	c->is_list = string_is_among(word, lists);
	c->is_total = strcmp(word, "total") == 0;
	c->is_standard |= string_is_among(word, standard);
	c->has_own_word |= hypothesis_item_is_word(word);
	free(word);
}

// How deep the things are among which annotations are looked for; 0 for none.
static size_t list_depth(const struct conversion *c)
{
	return c->top == TOP_ARRAY ? 1 : c->is_list ? 2 : 0;
}

static void on_scalar(void *data, enum json_kind kind, const char *s, size_t n)
{
	struct conversion *c = data;
	size_t depth = json_depth(c->json);
	c->strangers += depth && depth == list_depth(c);
	if (depth == 1 && c->is_total && kind == JSON_NUMBER && n < sizeof c->total) {
		memcpy(c->total, s, n);
		c->total[n] = '\0';
	}
}

static void on_open(void *data, enum json_kind kind)
{
	struct conversion *c = data;
	size_t depth = json_depth(c->json);
	if (depth == 1) {
		c->top = kind == JSON_ARRAY ? TOP_ARRAY : TOP_OBJECT;
	} else if (depth == 2 && c->top == TOP_OBJECT) {
		c->is_list = c->is_list && kind == JSON_ARRAY;
		c->has_list |= c->is_list;
	} else if (depth == list_depth(c) + 1) {
		json_gather(c->json);
	}
}

static void on_close(void *data)
{
	(void)data;
}

static void on_gathered(void *data, const struct json_node *root)
{
	struct conversion *c = data;
	if (hypothesis_item_is_one(root, c->top == TOP_OBJECT))
		convert(c, root);
	else
		c->strangers++;
}

static void on_event(void *data)
{
	struct conversion *c = data;
	bool is_foreign =
		c->is_standard || (c->top == TOP_ARRAY && c->strangers && !c->item.number);
	if (is_foreign || c->out.is_broken)
		json_stop(c->json, "");
}

static const struct json_handler handler = {
	.key = on_key,
	.scalar = on_scalar,
	.open = on_open,
	.close = on_close,
	.gathered = on_gathered,
	.event = on_event,
};

static bool write_to(void *data, const char *s, size_t n)
{
	struct buf *set = data;
	buf_add(set, s, n);
	return !set->is_full;
}

// What is told at the end.

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

// A reply says who is above its parent; so does the parent, where it is here.
static void settle_threads(struct conversion *c)
{
	if (c->id_count)
		qsort(c->ids, c->id_count, sizeof *c->ids, by_text);
	for (size_t i = 0; i < c->waiting_count; i++) {
		const struct waiting *w = &c->waiting[i];
		if (!c->id_count ||
		    !bsearch(&w->parent, c->ids, c->id_count, sizeof *c->ids, by_text))
			losses_add(&c->losses, _("the thread above an annotation that is not here"),
				   w->name);
	}
}

static void tell(const struct conversion *c, const char *name, struct buf *out)
{
	losses_tell(&c->losses, name, out);
	if (c->strangers) {
		buf_printf(out, _("%s: not carried over: what is no annotation (%zu)"), name,
			   c->strangers);
		buf_add_char(out, '\n');
	}
	if (*c->total && strtoull(c->total, NULL, 10) > c->item.number) {
		buf_printf(out, _("%s has only %zu of %s annotations"), name, c->item.number,
			   c->total);
		buf_add_char(out, '\n');
	}
}

static void conversion_done(struct conversion *c)
{
	json_free(c->json);
	digest_free(c->out.digest);
	buf_done(&c->item.out);
	losses_done(&c->losses);
	for (size_t i = 0; i < c->id_count; i++)
		free(c->ids[i]);
	free(c->ids);
	for (size_t i = 0; i < c->waiting_count; i++) {
		free(c->waiting[i].name);
		free(c->waiting[i].parent);
	}
	free(c->waiting);
}

static enum hypothesis_result too_large(const char *name, struct err *e)
{
	err_set(e, _("cannot import %s: it is larger than 1 GiB"), name);
	return HYPOTHESIS_FAILED;
}

// It went wrong before byte N.
static enum hypothesis_result no_json(const char *name, const uint8_t *s, size_t n,
				      const char *reason, struct err *e)
{
	size_t line = 1;
	for (size_t i = 0; i < n; i++)
		line += s[i] == '\n';
	err_set(e, _("cannot import %s: line %zu: %s"), name, line, _(reason));
	return HYPOTHESIS_FAILED;
}

// The outermost object, where it is an annotation itself.
static void convert_single(struct conversion *c, const uint8_t *s, size_t n)
{
	const uint8_t *begin = memchr(s, '{', n);
	struct json *one = json_read(begin, n - (size_t)(begin - s));
	if (hypothesis_item_is_one(json_root(one), false))
		convert(c, json_root(one));
	json_free(one);
}

// All was parsed, or it was known enough before.
static enum hypothesis_result finish(struct conversion *c, const char *name, const uint8_t *s,
				     size_t n, bool is_stopped, struct err *e)
{
	if (c->out.is_broken)
		return too_large(name, e);
	if (!is_stopped && c->top == TOP_OBJECT && !c->is_standard && !c->has_list &&
	    c->has_own_word && n <= ITEM_MAX)
		convert_single(c, s, n);
	bool is_empty_list = c->has_list && !c->strangers;
	if (c->is_standard || (!c->item.number && !is_empty_list))
		return HYPOTHESIS_OTHER;
	settle_threads(c);
	bool is_whole = collection_end(&c->out, "hypothesis", "Annotations from Hypothesis");
	return is_whole ? HYPOTHESIS_MADE : too_large(name, e);
}

enum hypothesis_result hypothesis_convert(const char *name, const uint8_t *s, size_t n,
					  struct buf *set, struct buf *losses, struct err *e)
{
	if (n > HYPOTHESIS_MAX)
		return too_large(name, e);
	struct conversion c = {.out = {.write = write_to, .data = set}};
	c.item.losses = &c.losses;
	set->ceiling = HYPOTHESIS_MAX;
	c.json = json_new(&handler, &c);
	const char *reason = json_parse(c.json, s, n);
	size_t end = reason ? json_consumed(c.json) : n;
	if (!reason)
		reason = json_finish(c.json);
	enum hypothesis_result result = reason && *reason
						? no_json(name, s, end < n ? end : n, reason, e)
						: finish(&c, name, s, n, reason != NULL, e);
	if (result == HYPOTHESIS_MADE)
		tell(&c, name, losses);
	else
		buf_clear(set);
	conversion_done(&c);
	return result;
}
