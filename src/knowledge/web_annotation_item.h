// SPDX-License-Identifier: ISC
// What one item of a set means: it becomes annotations and facts of a struct knowledge, and gives
// its long texts when it is opened.  It is given the item as a tree, and knows neither the set
// around it nor its bytes.
#ifndef KNOWLEDGE_WEB_ANNOTATION_ITEM_H
#define KNOWLEDGE_WEB_ANNOTATION_ITEM_H

#include "knowledge/annotation.h"

struct json_node;

struct web_annotation_item {
	struct knowledge *k;
	const struct json_node *root;
	uint32_t set, number; // of the item
	const char *set_name;
	bool is_own; // one's own note: what it calls the text is what that was called then
	bool is_cut; // set when it has more targets, or links to each, than are taken
};

// Takes a whole item.  A description of something that is a fact only if a claim links to it waits
// until all links are known: false then, unless IS_LAST, and nothing but the words on the document
// was taken.
bool web_annotation_item_take(struct web_annotation_item *it, bool is_last);

// The long texts of a claim: the reason of its assessment, and of each
// of its links in the order of annotation.first_link.
struct claim_detail {
	struct translations reason;
	char *author, *date; // whose assessment it is, and of when; NULL where it is not told
	char *address;	     // of that assessment, or NULL
	struct translations *link_reasons;
	size_t link_count;
	struct translations body; // of a note: its text(s)
};

struct citation {
	char *type, *title, *publisher, *date, *address, *archived; // NULL where absent
};

struct fact_detail {
	char *id; // of the annotation that describes it, or NULL
	struct translations text;
	struct citation *citations;
	size_t citation_count;
};

// Add the long texts of an item to a zeroed struct, which the caller frees with …_detail_done.
void web_annotation_item_read_claim(const struct json_node *root, struct claim_detail *detail);
void web_annotation_item_read_fact(const struct json_node *root, struct fact_detail *detail);
void claim_detail_done(struct claim_detail *detail);
void fact_detail_done(struct fact_detail *detail);

#endif
