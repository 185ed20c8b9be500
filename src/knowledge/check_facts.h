// SPDX-License-Identifier: ISC
// What claims and facts say of themselves: kinds and assessments, periods, dates and sources, and
// until when a fact may be shown.
#ifndef KNOWLEDGE_CHECK_FACTS_H
#define KNOWLEDGE_CHECK_FACTS_H

#include "knowledge/check_texts.h"

// ROOT is the item of that to which C was turned, L are the languages of its set.
void check_claim(struct checking *c, const struct check_languages *l, const struct annotation *a,
		 const struct json_node *root);

// What is known of a fact without its item: its period, and whether anything is linked to it.
void check_fact(struct checking *c, const struct fact *f);

// What the item says that describes F first.
void check_description(struct checking *c, const struct check_languages *l, const struct fact *f,
		       const struct json_node *root);

// Tells when the dates of an item itself lie ahead.
void check_item_dates(struct checking *c, const struct json_node *root);

#endif
