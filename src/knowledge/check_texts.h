// SPDX-License-Identifier: ISC
// Texts of a set that should be there in each of its languages.
#ifndef KNOWLEDGE_CHECK_TEXTS_H
#define KNOWLEDGE_CHECK_TEXTS_H

#include "knowledge/checking.h"

enum { CHECK_LANGUAGES = 16 }; // of a set; more are not demanded

// The languages that a set uses anywhere, without what follows a "-".
struct check_languages {
	char *all[CHECK_LANGUAGES];
	size_t count;
};

void check_languages_add(struct check_languages *l, const struct translations *t);
void check_languages_done(struct check_languages *l);

enum check_text { TEXT_TITLE, TEXT_FACT, TEXT_REASON, TEXT_LINK };

// Tells when T, which is WHAT of that to which C was turned, is missing, is so in a language of its
// set, or is empty.
void check_texts(struct checking *c, const struct check_languages *l, enum check_text what,
		 const struct translations *t);

#endif
