// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/check_texts.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"

enum { LANGUAGE_MAX = 35 }; // [byte], the longest that is said to be missing

void check_languages_add(struct check_languages *l, const struct translations *t)
{
	for (size_t i = 0; i < t->count && l->count < CHECK_LANGUAGES; i++) {
		const char *language = t->all[i].language;
		size_t n = strcspn(language, "-_");
		bool is_known = n == 0 || n > LANGUAGE_MAX;
		for (size_t j = 0; j < l->count && !is_known; j++)
			is_known = checking_same_language(language, l->all[j]);
		if (!is_known)
			l->all[l->count++] = mem_copy(language, n);
	}
}

void check_languages_done(struct check_languages *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->all[i]);
	*l = (struct check_languages){0};
}

// Appends the languages that T has no text in, with commas between.
static void list_missing(const struct check_languages *l, const struct translations *t,
			 struct buf *out)
{
	for (size_t i = 0; i < l->count; i++) {
		bool is_there = false;
		for (size_t j = 0; j < t->count && !is_there; j++)
			is_there = checking_same_language(t->all[j].language, l->all[i]);
		if (!is_there)
			buf_printf(out, "%s%s", out->len ? ", " : "", l->all[i]);
	}
}

static const struct {
	enum check_level level;
	const char *code, *absent, *missing, *empty;
} texts[] = {
	[TEXT_TITLE] = {CHECK_ERROR, "empty-text", N_("it has no title"),
			N_("its title is missing in: %s"),
			N_("its title is empty (language \"%s\")")},
	[TEXT_FACT] = {CHECK_ERROR, "empty-text", N_("it has no text"),
		       N_("its text is missing in: %s"), N_("its text is empty (language \"%s\")")},
	[TEXT_REASON] = {CHECK_WARNING, "no-reason", N_("its assessment has no reason"),
			 N_("the reason of its assessment is missing in: %s"),
			 N_("the reason of its assessment is empty (language \"%s\")")},
	[TEXT_LINK] = {CHECK_WARNING, "no-reason", N_("the link has no reason"),
		       N_("the reason of the link is missing in: %s"),
		       N_("the reason of the link is empty (language \"%s\")")},
};

void check_texts(struct checking *c, const struct check_languages *l, enum check_text what,
		 const struct translations *t)
{
	if (t->count == 0) {
		checking_tell(c, texts[what].level, texts[what].code, "%s", _(texts[what].absent));
		return;
	}
	for (size_t i = 0; i < t->count; i++)
		if (checking_is_blank(t->all[i].text))
			checking_tell(c, CHECK_ERROR, "empty-text", _(texts[what].empty),
				      checking_brief(c, t->all[i].language));
	struct buf missing = {0};
	list_missing(l, t, &missing);
	if (missing.len)
		checking_tell(c, CHECK_WARNING, "missing-language", _(texts[what].missing),
			      buf_string(&missing));
	buf_done(&missing);
}
