// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/commanding.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "reader/acting.h"
#include "reader/adjusting.h"
#include "reader/completion.h"
#include "reader/find.h"
#include "reader/following.h"
#include "reader/frame.h"
#include "reader/move.h"
#include "reader/prompting.h"

enum { FIRST_SPANS = 128 }; // of the index, that are read before one begins at a paragraph

static const char blanks[] = " \t";

// Going to a place.

// "¶7", "#3" (a claim) or "7"; false when PLACE is no such thing.
static bool read_number(const char *place, unsigned long long *number, const char **end)
{
	const char *digits =
		string_starts(place, "¶") ? place + strlen("¶") : place + (*place == '#');
	char *after;
	*number = strtoull(digits, &after, 10);
	*end = after;
	return *digits >= '0' && *digits <= '9';
}

static bool go_to_match(struct reader *r, const char *words, struct err *e)
{
	if (!find_start(r, words, document_begin(&r->session.document)))
		return err_set(e, _("cannot go to \"/%s\": %s"), words,
			       r->query_error.len ? buf_string(&r->query_error)
						  : _("there is nothing to search for"));
	prompt_remember(&r->search_prompt, words);
	return true;
}

static bool go_to_paragraph(struct reader *r, unsigned long long number, struct err *e)
{
	struct index *x = r->session.document.index;
	size_t spans = r->is_opened ? 1 : FIRST_SPANS;
	index_step(x, budget_of(&spans));
	frame_update(r);
	return move_to_paragraph(r, number) ||
	       err_set(e, _("cannot go to paragraph %llu: there are %llu"), number,
		       (unsigned long long)index_paragraphs(x));
}

bool commanding_go(struct reader *r, const char *place, struct err *e)
{
	struct session *s = &r->session;
	unsigned long long number;
	const char *end;
	if (*place == '/')
		return go_to_match(r, place + 1, e);
	bool is_number = read_number(place, &number, &end);
	if (is_number && strcmp(end, "%") == 0 && *place >= '0' && *place <= '9') {
		r->count = number > 100 ? 100 : (unsigned)number;
		if (r->count == 100)
			following_to_end(r); // also where it is yet to come
		else if (r->count)
			move_to_percent(r);
		else
			move_to_pos(r, document_begin(&s->document), 0);
		r->count = 0;
		return true;
	}
	if (is_number && *end == '\0' && *place != '#')
		return go_to_paragraph(r, number, e);
	while (session_step(s, (struct budget){NULL, NULL}) == STEP_MORE)
		;
	frame_update(r);
	uint32_t claim = knowledge_find_annotation(&s->knowledge, place);
	if (is_number && *end == '\0' && *place == '#')
		claim = number >= 1 && number <= s->knowledge.claim_count
				? s->knowledge.claims[number - 1]
				: INDEX_NONE;
	if (claim == INDEX_NONE)
		return err_set(e,
			       _("cannot go to \"%s\": there is no such paragraph, claim or match"),
			       place);
	move_to_claim(r, claim, POS_NONE);
	return true;
}

static void go(struct reader *r, const char *place)
{
	struct err e = {0};
	struct place_kept before = state_place(r);
	size_t kept = r->back.count;
	if (*place == '\0')
		err_set(&e, "%s", _("goto needs a place, as ¶7, c-train, /word or 50%"));
	else
		commanding_go(r, place, &e);
	if (e.is_set)
		state_tell_fault(r, &e);
	else if (r->back.count == kept)
		state_push(&r->back, before);
}

// Doing.

// Commands that ask for something, which can stand behind their name.
static bool takes_words(enum command command)
{
	switch (command) {
	case COMMAND_SEARCH:
	case COMMAND_SEARCH_BACK:
	case COMMAND_FILTER:
	case COMMAND_CLAIM_NUMBER:
	case COMMAND_EXPORT:
	case COMMAND_MARK:
	case COMMAND_GO_TO_MARK:
		return true;
	default:
		return false;
	}
}

// Those for which a number says how often, or whereto.
static bool takes_count(enum command command)
{
	return (command >= COMMAND_LINE_DOWN && command <= COMMAND_PERCENT) ||
	       command == COMMAND_CLAIM_NEXT || command == COMMAND_CLAIM_BACK ||
	       command == COMMAND_MATCH_NEXT || command == COMMAND_MATCH_BACK;
}

static void run_with(struct reader *r, const struct named_command *c, const char *argument)
{
	char *end;
	unsigned long number = strtoul(argument, &end, 10);
	bool is_number = *argument >= '0' && *argument <= '9' && *end == '\0';
	if (is_number && takes_count(c->command)) {
		r->count = number < STATE_MOST_COUNT ? (unsigned)number : STATE_MOST_COUNT;
	} else if (*argument && !takes_words(c->command)) {
		struct buf text = {0};
		buf_printf(&text, _("\"%s\" takes nothing behind it."), c->name);
		state_tell(r, buf_string(&text));
		buf_done(&text);
		return;
	}
	acting_run(r, c->command);
	r->count = 0;
	if (*argument && takes_words(c->command))
		prompting_give(r, argument);
}

// The line is begun, and the menu shows what is set.
static void ask_for_setting(struct reader *r)
{
	acting_run(r, COMMAND_COMMAND);
	prompt_paste(&r->command_prompt, "set ", strlen("set "));
}

static bool is_place(const char *line)
{
	return (*line >= '0' && *line <= '9') || *line == '/' || *line == '#' ||
	       string_starts(line, "¶");
}

void commanding_run(struct reader *r, const char *line)
{
	struct err e = {0};
	struct named_command c;
	line += strspn(line, " \t:");
	size_t n = strlen(line);
	while (n > 0 && strchr(blanks, line[n - 1]))
		n--;
	char *all = mem_copy(line, n);
	char *argument = all + strcspn(all, blanks);
	if (*all == '\0' || is_place(all)) {
		if (*all)
			go(r, all);
		free(all);
		return;
	}
	if (*argument) {
		*argument++ = '\0';
		argument += strspn(argument, blanks);
	}
	if (!completion_command(all, &c, &e))
		state_tell_fault(r, &e);
	else if (c.worded == WORDED_SET && *argument)
		adjusting_set(r, argument);
	else if (c.worded == WORDED_SET)
		ask_for_setting(r);
	else if (c.worded == WORDED_GO)
		go(r, argument);
	else
		run_with(r, &c, argument);
	free(all);
}

// Completing.

static void forget(struct reader *r)
{
	buf_clear(&r->completed);
	r->completed_at = -1;
}

// Bytes that all lines have in common.
static size_t common_prefix(const struct menu *m)
{
	size_t n = strlen(m->all[0].left);
	for (size_t i = 1; i < m->count; i++) {
		size_t same = 0;
		while (same < n && m->all[i].left[same] == m->all[0].left[same])
			same++;
		n = same;
	}
	return n;
}

// The line becomes what was typed up to FROM, and N bytes of TEXT.
static void replace_end(struct reader *r, size_t from, const char *text, size_t n, bool is_whole)
{
	struct buf line = {0};
	buf_add(&line, buf_string(&r->completed), from);
	buf_add(&line, text, n);
	if (is_whole && text[n - 1] != '=')
		buf_add_char(&line, ' ');
	prompt_begin(&r->command_prompt);
	prompt_paste(&r->command_prompt, buf_string(&line), line.len);
	buf_done(&line);
}

// Tab: first as far as all candidates agree, then each of them in turn.
static void complete(struct reader *r, int direction)
{
	struct menu m;
	size_t from;
	menu_init(&m);
	if (r->completed_at < 0) {
		buf_clear(&r->completed);
		buf_add(&r->completed, buf_string(&r->command_prompt.text),
			r->command_prompt.cursor);
	}
	completion_list(r, buf_string(&r->completed), r->completed.len, &m, &from);
	size_t typed = r->completed.len - from, common = m.count ? common_prefix(&m) : 0;
	if (m.count == 1) {
		replace_end(r, from, m.all[0].left, strlen(m.all[0].left), true);
		forget(r);
	} else if (m.count && r->completed_at < 0 && common > typed) {
		replace_end(r, from, m.all[0].left, common, false);
	} else if (m.count) {
		int count = (int)m.count, at = r->completed_at;
		r->completed_at =
			at < 0 ? (direction > 0 ? 0 : count - 1) : (at + direction + count) % count;
		const char *chosen = m.all[r->completed_at].left;
		replace_end(r, from, chosen, strlen(chosen), false);
	}
	menu_done(&m);
}

void commanding_key(struct reader *r, uint32_t key)
{
	if (key == KEY_TAB || key == KEY_BACK_TAB) {
		complete(r, key == KEY_TAB ? 1 : -1);
		return;
	}
	commanding_event(r, prompt_key(&r->command_prompt, key));
}

void commanding_event(struct reader *r, enum prompt_result result)
{
	forget(r);
	if (result == PROMPT_CANCELLED)
		r->prompting = PROMPTING_NONE;
	if (result != PROMPT_ACCEPTED)
		return;
	char *line = mem_string(buf_string(&r->command_prompt.text));
	r->prompting = PROMPTING_NONE;
	prompt_remember(&r->command_prompt, line);
	commanding_run(r, line);
	free(line);
}
