// SPDX-License-Identifier: ISC
// What one annotation from hypothes.is becomes as a W3C annotation.  It is given the annotation as
// a tree, and knows neither the file around it nor the others in it.
#ifndef KNOWLEDGE_HYPOTHESIS_ITEM_H
#define KNOWLEDGE_HYPOTHESIS_ITEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string.h"
#include "knowledge/losses.h"

struct json_node;

// Is N an annotation from Hypothesis?  In a list of them less is needed to be one.
bool hypothesis_item_is_one(const struct json_node *n, bool is_in_list);

// Has KEY a meaning that tells such an annotation from other objects?
bool hypothesis_item_is_word(const char *key);

struct hypothesis_item {
	const struct json_node *root;
	size_t number;	       // in its file, from 1
	const char *id;	       // its own, or NULL
	struct buf out;	       // what it becomes
	struct losses *losses; // what is lost of it
};

// Sets what is in OUT.  ROOT, NUMBER and LOSSES are given; ID becomes known.
void hypothesis_item_convert(struct hypothesis_item *it);

// What it replies to, and how many annotations of its thread it names; NULL when it is no reply.
const char *hypothesis_item_parent(const struct json_node *root, size_t *above);

// The name of one in messages: its id, or "#3", the third in its file.
void hypothesis_item_name(const struct hypothesis_item *it, struct buf *out);

#endif
