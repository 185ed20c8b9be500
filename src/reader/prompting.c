// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/prompting.h"

#include <stdlib.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "reader/author.h"
#include "reader/find.h"
#include "reader/marks.h"
#include "reader/move.h"

static void claim_event(struct reader *r, enum prompt_result result)
{
	const char *text = buf_string(&r->claim_prompt.text);
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	if (result != PROMPT_ACCEPTED && result != PROMPT_CANCELLED)
		return;
	r->prompting = PROMPTING_NONE;
	if (*text == '\0' || result == PROMPT_CANCELLED)
		return;
	uint32_t named = knowledge_find_annotation(&r->session.knowledge, text);
	if (*end == '\0' && *text != '-')
		move_to_claim_number(r, number);
	else if (named != INDEX_NONE)
		move_to_claim(r, named, POS_NONE);
	else
		state_tell(r, _("A claim is named by its number, or as c-train."));
}

static void filter_event(struct reader *r, enum prompt_result result)
{
	if (result == PROMPT_CHANGED)
		r->is_typed = true;
	else if (result == PROMPT_ACCEPTED)
		find_filter_accept(r);
	if (result != PROMPT_CANCELLED)
		return;
	find_filter_cancel(r);
}

static void search_event(struct reader *r, enum prompt_result result)
{
	if (result == PROMPT_CANCELLED)
		find_cancel(r);
	else if (result == PROMPT_ACCEPTED)
		find_accept(r);
	else if (result == PROMPT_CHANGED)
		find_as_typed(r);
	else if (result == PROMPT_TURNED)
		find_next_mode(r);
}

// Help.

void prompting_ask_for_help(struct reader *r)
{
	prompting_drop_help(r);
	prompt_begin(&r->help_prompt);
	r->prompting = PROMPTING_HELP;
}

void prompting_drop_help(struct reader *r)
{
	query_free(r->help_query);
	r->help_query = NULL;
}

static void help_event(struct reader *r, enum prompt_result result)
{
	struct err e = {0};
	if (result == PROMPT_CHANGED || result == PROMPT_CANCELLED) {
		prompting_drop_help(r);
		margin_show(&r->margin, VIEW_HELP, 0);
	}
	if (result == PROMPT_CHANGED)
		r->help_query = query_new(buf_string(&r->help_prompt.text), QUERY_FOLDED, NULL, &e);
	if (result == PROMPT_ACCEPTED)
		prompt_remember(&r->help_prompt, buf_string(&r->help_prompt.text));
	if (result == PROMPT_ACCEPTED || result == PROMPT_CANCELLED)
		r->prompting = PROMPTING_NONE;
}

// All of them.

void prompting_event(struct reader *r, enum prompt_result result)
{
	static void (*const events[])(struct reader *, enum prompt_result) = {
		[PROMPTING_SEARCH] = search_event,    [PROMPTING_CLAIM] = claim_event,
		[PROMPTING_FILTER] = filter_event,    [PROMPTING_HELP] = help_event,
		[PROMPTING_FILE] = author_file_event,
	};
	events[r->prompting](r, result);
}

void prompting_answer(struct reader *r, uint32_t key)
{
	if (r->prompting == PROMPTING_ANSWER)
		author_answer_key(r, key);
	else if (r->prompting == PROMPTING_LETTER)
		marks_key(r, key);
	else
		author_unit_key(r, key);
}

bool prompting_give(struct reader *r, const char *text)
{
	struct prompt *p = r->prompting == PROMPTING_COMMAND ? NULL : state_prompt(r);
	if (p) {
		prompting_event(r, prompt_paste(p, text, strlen(text)));
		prompting_event(r, PROMPT_ACCEPTED);
	} else if (r->prompting == PROMPTING_LETTER || r->prompting == PROMPTING_UNIT) {
		uint32_t cp;
		utf8_decode((const uint8_t *)text, strlen(text), &cp);
		prompting_answer(r, cp);
	} else {
		return false;
	}
	return true;
}
