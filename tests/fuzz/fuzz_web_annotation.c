// SPDX-License-Identifier: ISC
// Reads any bytes as an annotation set, opens every item, and checks what the
// rest of the program relies on: indices that exist, names, ordered places.
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "knowledge/json.h"
#include "knowledge/web_annotation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void open_items(const struct web_annotation *set, const struct knowledge *k)
{
	struct err e = {0};
	for (size_t i = 0; i < k->annotation_count; i++) {
		struct claim_detail detail = {0};
		web_annotation_claim(set, k->annotations[i].item, &detail, &e);
		claim_detail_done(&detail);
	}
	for (size_t i = 0; i < k->fact_count; i++) {
		struct fact_detail detail = {0};
		if (k->facts[i].item != INDEX_NONE)
			web_annotation_fact(set, k->facts[i].item, &detail, &e);
		fact_detail_done(&detail);
	}
}

// Where things stand can be told of every item and stranger, and the shell be had as a tree.
static void open_places(const struct web_annotation *set)
{
	struct buf path = {0};
	struct stranger s;
	for (uint32_t i = 0; i < web_annotation_item_count(set); i++) {
		struct json *j = web_annotation_item_json(set, i);
		assert(json_root(j) && web_annotation_path(set, i, &path));
		assert(web_annotation_line(set, i) > 0 && buf_string(&path)[0] == '$');
		json_free(j);
		buf_clear(&path);
	}
	for (size_t i = 0; web_annotation_stranger(set, i, &s); i++)
		assert(s.line > 0 && s.path[0] == '$' && s.sentence[0]);
	json_free(web_annotation_shell_json(set, 0));
	buf_done(&path);
}

static void check_selector(const struct selector *s)
{
	int depth = 0;
	for (; s; s = s->refinement, depth++)
		assert(depth == 0 || selector_is_set(s));
	assert(depth <= 8);
}

static void check_knowledge(const struct knowledge *k)
{
	for (size_t i = 0; i < k->annotation_count; i++) {
		const struct annotation *a = &k->annotations[i];
		assert(a->name);
		assert(a->role != ROLE_REPLY || a->parent_id);
		assert(!a->has_foreign_selector || a->state == ANCHOR_ORPHAN);
		check_selector(&a->selector);
		assert(a->link_count == 0 || a->first_link + a->link_count <= k->link_count);
	}
	for (size_t i = 0; i < k->link_count; i++) {
		assert(k->links[i].annotation < k->annotation_count);
		assert(k->links[i].fact < k->fact_count);
	}
	for (size_t i = 0; i < k->claim_count; i++)
		assert(k->claims[i] < k->annotation_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {0};
	struct web_annotation *set = web_annotation_open_bytes("fuzz", data, size, &e);
	assert(set || e.is_set);
	if (!set)
		return 0;
	struct knowledge k;
	knowledge_init(&k);
	enum step step;
	do
		step = web_annotation_read(set, &k, 0, (struct budget){0}, &e);
	while (step == STEP_MORE);
	assert(step == STEP_DONE || e.is_set);
	knowledge_settle(&k);
	check_knowledge(&k);
	open_items(set, &k);
	open_places(set);
	knowledge_done(&k);
	web_annotation_close(set);
	return 0;
}
