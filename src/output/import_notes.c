// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/import_notes.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/json.h"
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
	size_t kept, there, strangers;
	int64_t now;
};

static const char *fingerprint_of(const struct json_node *root, const struct json_node *source)
{
	const char *here = json_string(json_get(source, RESOURCE_FINGERPRINT));
	return here ? here : json_string(json_get(root, RESOURCE_FINGERPRINT));
}

static struct bundle *bundle_of(struct importing *x, const char *fingerprint)
{
	for (size_t i = x->count; i > 0; i--)
		if (strcmp(x->bundles[i - 1].fingerprint, fingerprint) == 0)
			return &x->bundles[i - 1];
	x->bundles = mem_reserve(x->bundles, &x->capacity, x->count + 1, sizeof *x->bundles);
	x->bundles[x->count] = (struct bundle){.fingerprint = mem_string(fingerprint)};
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
	const char *fingerprint = fingerprint_of(root, source), *id = resource_id(root);
	bool has = false;
	if (!fingerprint || !*fingerprint || !id) {
		x->strangers += root != NULL;
		return;
	}
	store_read_note(x->store, id, is_there, &has);
	if (has) {
		x->there++;
		return;
	}
	struct bundle *b = bundle_of(x, fingerprint);
	const char *name = resource_text(resource_schema(source, "name"));
	if (!b->name && name)
		b->name = mem_string(name);
	struct buf json = {0};
	json_put_value(&json, root);
	b->changes = mem_reserve(b->changes, &b->capacity, b->count + 1, sizeof *b->changes);
	b->changes[b->count++] =
		(struct store_change){.id = mem_string(id), .json = buf_take(&json)};
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
		for (size_t k = 0; k < b->count; k++) {
			free((char *)(uintptr_t)b->changes[k].id);
			free((char *)(uintptr_t)b->changes[k].json);
		}
		free(b->changes);
		free(b->fingerprint);
		free(b->name);
	}
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
