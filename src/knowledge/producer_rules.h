// SPDX-License-Identifier: ISC
// The rules that the W3C Web Annotation Data Model (Recommendation, 23 February 2017) puts on who
// writes annotations: which of them does an item of a set break, and where?  It is given trees that
// are JSON already, and knows neither the text they are about nor what is made of them: whoever
// reads a set is to be lenient, and this is to be strict.
//
// Every MUST is an error.  Of what is only recommended, and of what a reader who knows nothing but
// the Recommendation would drop without a word, it tells some as warnings.  Properties that the
// Recommendation does not have are never mentioned.
#ifndef KNOWLEDGE_PRODUCER_RULES_H
#define KNOWLEDGE_PRODUCER_RULES_H

#include "knowledge/rules.h"

struct json_node;

// An annotation that is the whole file must have a context; one among the items of a page, or in an
// array, is read in that of what is around it.
enum item_place { ITEM_ALONE, ITEM_IN_PAGE };

// Tells the breaches of one annotation ITEM; PATH is its own JSON path, as in "$.first.items[3]".
// Returns how many.  What is told of something that is missing has the path of where it is missing.
size_t producer_rules_annotation(const struct json_node *item, enum item_place place,
				 const char *path, struct breach_listener l);

// Tells the breaches of the outermost object of a set, a collection or a page, and of the pages
// that are embedded in it.  Returns how many.  Items are not looked at, and may be missing from the
// tree: only an "items" that is there and empty, or is no array, is a breach.  An array, which is
// no object, has none.
size_t producer_rules_shell(const struct json_node *root, struct breach_listener l);

#endif
