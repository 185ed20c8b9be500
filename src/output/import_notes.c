// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/import_notes.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/table.h"
#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/note.h"
#include "knowledge/resource.h"
#include "store/store.h"

enum { TOGETHER = 1000 }; // changes in one transaction

// The annotations on one text.
struct bundle {
	char *fingerprint, *name;
	struct store_change *changes;
	size_t count, capacity;
};

struct importing {
	struct store *store;
	struct bundle *bundles;
	size_t count, capacity;
	struct table by_fingerprint;
	char **ids; // that are to be written: of the same IRI the first one counts
	size_t id_count, id_capacity;
	struct table by_id;
	size_t kept, there, strangers;
	int64_t now;
};

static const char *key_bundle(const void *x, size_t i)
{
	return ((const struct importing *)x)->bundles[i].fingerprint;
}

static const char *key_id(const void *x, size_t i)
{
	return ((const struct importing *)x)->ids[i];
}

static struct bundle *bundle_of(struct importing *x, const char *fingerprint)
{
	uint32_t there = table_find(&x->by_fingerprint, key_bundle, x, fingerprint);
	if (there != TABLE_NONE)
		return &x->bundles[there];
	x->bundles = mem_reserve(x->bundles, &x->capacity, x->count + 1, sizeof *x->bundles);
	x->bundles[x->count] = (struct bundle){.fingerprint = mem_string(fingerprint)};
	table_add(&x->by_fingerprint, key_bundle, x, fingerprint, (uint32_t)x->count);
	return &x->bundles[x->count++];
}

static void is_there(void *data, const struct store_note *note)
{
	(void)note;
	*(bool *)data = true;
}

static void take(struct importing *x, const struct json_node *root)
{
	const struct json_node *target = json_one(resource_get(root, "target"));
	const struct json_node *source = json_one(resource_get(target, "source"));
	const char *fingerprint = note_fingerprint(root), *id = resource_id(root);
	bool has = false;
	if (!fingerprint || !*fingerprint || !id) {
		x->strangers += root != NULL;
		return;
	}
	store_read_note(x->store, id, is_there, &has);
	if (has || table_find(&x->by_id, key_id, x, id) != TABLE_NONE) {
		x->there++;
		return;
	}
	x->ids = mem_reserve(x->ids, &x->id_capacity, x->id_count + 1, sizeof *x->ids);
	x->ids[x->id_count] = mem_string(id);
	table_add(&x->by_id, key_id, x, id, (uint32_t)x->id_count);
	struct bundle *b = bundle_of(x, fingerprint);
	const char *name = resource_text(resource_schema(source, "name"));
	if (!b->name && name)
		b->name = mem_string(name);
	struct buf json = {0};
	note_take_in(root, &json);
	b->changes = mem_reserve(b->changes, &b->capacity, b->count + 1, sizeof *b->changes);
	b->changes[b->count++] =
		(struct store_change){.id = x->ids[x->id_count++], .json = buf_take(&json)};
}

static bool write_bundle(struct importing *x, struct bundle *b, struct err *e)
{
	struct store_text text = {.document = store_find(x->store, b->fingerprint),
				  .fingerprint = b->fingerprint,
				  .name = b->name ? b->name : ""};
	for (size_t i = 0; i < b->count; i += TOGETHER) {
		size_t n = b->count - i < TOGETHER ? b->count - i : TOGETHER;
		if (store_write(x->store, &text, b->changes + i, n, x->now, e) != STORE_DONE)
			return false;
		x->kept += n;
	}
	return true;
}

static void importing_done(struct importing *x)
{
	for (size_t i = 0; i < x->count; i++) {
		struct bundle *b = &x->bundles[i];
		for (size_t k = 0; k < b->count; k++)
			free((char *)(uintptr_t)b->changes[k].json);
		free(b->changes);
		free(b->fingerprint);
		free(b->name);
	}
	for (size_t i = 0; i < x->id_count; i++)
		free(x->ids[i]);
	free(x->ids);
	table_done(&x->by_id);
	table_done(&x->by_fingerprint);
	free(x->bundles);
	store_close(x->store);
}

bool import_notes(const struct session *s, const char *folder, struct buf *said, struct err *e)
{
	struct importing x = {.store = store_open(folder, e), .now = s->now};
	bool is_done = x.store != NULL;
	for (size_t i = 0; x.store && i < s->set_count; i++)
		for (uint32_t n = 0; n < web_annotation_item_count(s->sets[i]); n++) {
			struct json *j = web_annotation_item_json(s->sets[i], n);
			take(&x, json_root(j));
			json_free(j);
		}
	for (size_t i = 0; is_done && i < x.count; i++)
		is_done = write_bundle(&x, &x.bundles[i], e);
	buf_printf(said, PLURAL("%zu note was taken in.", "%zu notes were taken in.", x.kept),
		   x.kept);
	if (x.there)
		buf_printf(said,
			   PLURAL(" %zu was there already.", " %zu were there already.", x.there),
			   x.there);
	if (x.strangers)
		buf_printf(
			said,
			PLURAL(" %zu names no text in a way that is known here; --import with "
			       "its text takes it in.",
			       " %zu name no text in a way that is known here; --import with their "
			       "text takes them in.",
			       x.strangers),
			x.strangers);
	importing_done(&x);
	return is_done;
}
