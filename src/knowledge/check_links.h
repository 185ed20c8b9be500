// SPDX-License-Identifier: ISC
// What leads from one thing to another in sets: links from claims to facts and back, replies, and
// the ids by which everything is named.
#ifndef KNOWLEDGE_CHECK_LINKS_H
#define KNOWLEDGE_CHECK_LINKS_H

#include "knowledge/check_texts.h"

struct known_id;
struct known_link;

// All ids and links, sorted, and what is wrong with each of them.
struct check_links {
	struct known_id *ids;
	size_t id_count, id_capacity;
	struct known_link *links; // by annotation, fact, relation
	// Of each annotation, fact, description of a fact, and link: is its id used before?
	bool *annotation_doubles, *fact_doubles, *description_doubles, *link_doubles;
	bool *is_repeated; // of each link
};

// Gathers links and replies; ids are added by check_links_add_…, the first with an id being the
// one that may have it, and then sorted.
void check_links_init(struct check_links *x, const struct knowledge *k);
void check_links_add_annotation(struct check_links *x, const struct knowledge *k, uint32_t i);
void check_links_add_fact(struct check_links *x, const struct knowledge *k, uint32_t i);
void check_links_add_description(struct check_links *x, const char *id, uint32_t fact);
void check_links_add_link(struct check_links *x, const struct knowledge *k, uint32_t i);
void check_links_sort(struct check_links *x);
void check_links_done(struct check_links *x);

// True for the first annotation that was made of its item.
bool check_links_is_first(const struct knowledge *k, uint32_t annotation);

// Tell what is wrong with the id of an annotation or fact, to which C was turned, and with whom an
// annotation replies to.
void check_annotation_id(struct checking *c, const struct check_links *x, uint32_t i);
void check_fact_id(struct checking *c, const struct check_links *x, uint32_t i);
void check_reply(struct checking *c, uint32_t i);

// Tells of the claims that a fact says to bear on, in its item ROOT.
void check_back_links(struct checking *c, const struct check_links *x, uint32_t fact,
		      const struct json_node *root);

// Tells what is wrong with each of the links of annotation I, in its item ROOT (NULL: not known).
void check_links(struct checking *c, const struct check_links *x, const struct check_languages *l,
		 uint32_t i, const struct json_node *root);

#endif
