// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/acting.h"

#include <stdlib.h>

#include "base/translate.h"
#include "document/motion.h"
#include "reader/adjusting.h"
#include "reader/author.h"
#include "reader/copying.h"
#include "reader/find.h"
#include "reader/following.h"
#include "reader/marks.h"
#include "reader/move.h"
#include "reader/opening.h"
#include "reader/prompting.h"
#include "reader/selecting.h"
#include "reader/typography.h"
#include "reader/views.h"
#include "reader/whereabouts.h"
#include "reader/words.h"
#include "reader/world.h"

enum {
	OVERLAP = 2,	       // lines that two screens have in common
	SIDEWAYS = 8,	       // columns of one step
	MOST_MOVES = 100000,   // lines or screens of one key
	MEASURE_STEP = 2,      // columns that the text becomes wider or narrower
	MOST_LISTED = 1000000, // claims among which the one where one reads is looked for
};

static void tell_where(struct reader *r)
{
	const struct document *d = &r->session.document;
	const struct index *x = d->index;
	struct buf text = {0};
	uint64_t pos = page_end(&r->page); // how far one has read
	unsigned long long first = index_paragraph_at(x, page_begin(&r->page));
	unsigned long long last = index_paragraph_at(x, pos > 0 ? pos - 1 : pos);
	unsigned long long all = index_paragraphs(x);
	struct buf about = {0};
	buf_printf(&text, "%s · %d %%", r->session.title, document_percent(d, pos));
	if (!document_is_counted(d) && whereabouts_paragraph(&about, d, pos > 0 ? pos - 1 : pos))
		buf_printf(&text, " · %s", buf_string(&about));
	else if (first && last > first)
		buf_printf(&text, _(" · paragraphs %llu–%llu of %llu"), first, last, all);
	else if (last)
		buf_printf(&text, _(" · paragraph %llu of %llu"), last, all);
	if (r->focus != INDEX_NONE)
		buf_printf(&text, _(" · claim %u of %zu (%s)"),
			   state_annotation(r, r->focus)->number, r->session.knowledge.claim_count,
			   state_annotation(r, r->focus)->name);
	buf_printf(&text, _(" · byte %llu of %llu"), (unsigned long long)pos,
		   (unsigned long long)document_end(d));
	state_tell(r, buf_string(&text));
	buf_done(&text);
	buf_done(&about);
}

static void escape(struct reader *r)
{
	if (!r->in_margin && following_stop(r))
		return;
	if (r->help_query && r->in_margin && r->margin.view == VIEW_HELP)
		prompting_drop_help(r);
	else if (r->in_margin && state_filter(r))
		find_filter_drop(r);
	else if (r->in_margin || r->margin.view != VIEW_NEARBY)
		move_close_view(r);
	else if (r->has_search)
		find_drop(r);
	else if (r->filter_wanted)
		find_filter_drop(r);
	else
		r->focus = INDEX_NONE;
}

static void cancel(struct reader *r)
{
	if (following_stop(r))
		return;
	if (r->has_search && !r->search.is_done) {
		find_drop(r);
		state_tell(r, _("The search was stopped."));
	} else {
		state_tell_keys(r, _("{quit} quits."));
	}
}

static void quit_now(struct reader *r)
{
	if (author_may_quit(r))
		r->is_finished = true;
}

static void quit(struct reader *r)
{
	if (r->in_margin || r->margin.view != VIEW_NEARBY)
		move_close_view(r);
	else
		quit_now(r);
}

static void toggle_panel(struct reader *r)
{
	r->is_panel_off = !r->is_panel_off;
	move_close_view(r);
}

static void next_language(struct reader *r)
{
	find_take_language(r, NULL);
	struct buf text = {0};
	buf_printf(&text, _("Facts in: %s"), words_language(r->session.language));
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

static void ask_for_claim(struct reader *r)
{
	if (r->count) {
		move_to_claim_number(r, r->count);
		return;
	}
	prompt_begin(&r->claim_prompt);
	r->prompting = PROMPTING_CLAIM;
}

// What moves, moves the pane one is in.
static void move(struct reader *r, int command)
{
	long n = r->count ? (long)r->count : 1;
	const struct pane *p = r->in_margin ? &r->frame.margin : &r->frame.text;
	long screen = p->height > OVERLAP ? p->height - OVERLAP : 1;
	long half = p->height > 1 ? p->height / 2 : 1;
	long lines = 0;
	n = n > MOST_MOVES ? MOST_MOVES : n;
	switch (command) {
	case COMMAND_LINE_DOWN:
		lines = n;
		break;
	case COMMAND_LINE_UP:
		lines = -n;
		break;
	case COMMAND_PAGE_DOWN:
		lines = n * screen;
		break;
	case COMMAND_PAGE_UP:
		lines = -n * screen;
		break;
	case COMMAND_HALF_DOWN:
		lines = n * half;
		break;
	default:
		lines = -n * half;
		break;
	}
	if (r->in_margin)
		move_margin(r, lines, 0);
	else
		move_text(r, lines);
}

static void tell_no_paragraph(struct reader *r)
{
	struct buf text = {0};
	buf_printf(&text, _("There is no paragraph %llu; there are %llu."),
		   (unsigned long long)r->count,
		   (unsigned long long)index_paragraphs(r->session.document.index));
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

static void go_to_end(struct reader *r, int direction)
{
	if (r->in_margin) {
		move_margin(r, 0, direction);
		return;
	}
	state_remember(r);
	const struct document *d = &r->session.document;
	// 7g is paragraph 7.
	if (r->count && move_to_paragraph(r, r->count))
		return;
	if (r->count) {
		tell_no_paragraph(r);
		move_to_pos(r, document_end(d), 0);
	} else if (direction < 0) {
		move_to_pos(r, document_begin(d), 0);
	} else {
		following_to_end(r);
	}
}

static void move_paragraphs(struct reader *r, int direction)
{
	uint64_t before = POS_NONE;
	for (unsigned n = r->count ? r->count : 1; n > 0 && r->page.anchor != before; n--) {
		before = r->page.anchor;
		move_paragraph(r, direction);
	}
}

static void move_to_claim_or_item(struct reader *r, int direction)
{
	if (r->in_margin && (margin_is_list(r->margin.view) || r->margin.view == VIEW_MATCHES))
		move_margin(r, direction, 0);
	else
		move_claim(r, direction);
}

static void go_back(struct reader *r)
{
	move_through_places(r, &r->back, &r->forward, _("There is no place to go back to."));
}

static void go_forward(struct reader *r)
{
	move_through_places(r, &r->forward, &r->back, _("There is no place to go forward to."));
}

static void show_list(struct reader *r, int view)
{
	move_open_view(r, (enum view)view, 0);
}

// The list of claims begins where one reads.
static void show_claims(struct reader *r)
{
	size_t count;
	uint64_t here = page_begin(&r->page);
	uint32_t focus = r->focus;
	show_list(r, VIEW_CLAIMS);
	struct nearby *nearby = world_nearby(r, &count);
	struct margin_world world = world_of(r, nearby, count);
	int items = margin_item_count(&r->margin, &world);
	for (int i = 0; i < items && i < MOST_LISTED; i++) {
		struct item item = margin_item(&r->margin, &world, i);
		const struct annotation *a = state_annotation(r, item.index);
		if (focus != INDEX_NONE ? item.index != focus
					: !annotation_has_place(a) || a->begin < here)
			continue;
		r->margin.cursor = i;
		break;
	}
	free(nearby);
}

static bool is_in_help(const struct reader *r)
{
	return r->in_margin && r->margin.view == VIEW_HELP;
}

static void show_help(struct reader *r)
{
	prompting_drop_help(r);
	show_list(r, VIEW_HELP);
}

static void search(struct reader *r, int direction)
{
	if (is_in_help(r))
		prompting_ask_for_help(r);
	else
		find_begin(r, direction);
}

static void filter(struct reader *r)
{
	if (is_in_help(r))
		prompting_ask_for_help(r);
	else
		find_filter_begin(r);
}

static void ask_for_command(struct reader *r)
{
	adjusting_refresh(r);
	prompt_begin(&r->command_prompt);
	buf_clear(&r->completed);
	r->completed_at = -1;
	r->prompting = PROMPTING_COMMAND;
}

static void ask_for_unit(struct reader *r)
{
	r->prompting = PROMPTING_UNIT;
}

static void ask_for_redraw(struct reader *r)
{
	r->wants_redraw = true;
}

static void ask_for_suspend(struct reader *r)
{
	r->wants_suspend = true;
}

// What each command does: a function alone, or one with an argument.
static const struct action {
	void (*plain)(struct reader *r);
	void (*with)(struct reader *r, int argument);
	int argument;
} actions[COMMAND_COUNT] = {
	[COMMAND_LINE_DOWN] = {NULL, move, COMMAND_LINE_DOWN},
	[COMMAND_LINE_UP] = {NULL, move, COMMAND_LINE_UP},
	[COMMAND_PAGE_DOWN] = {NULL, move, COMMAND_PAGE_DOWN},
	[COMMAND_PAGE_UP] = {NULL, move, COMMAND_PAGE_UP},
	[COMMAND_HALF_DOWN] = {NULL, move, COMMAND_HALF_DOWN},
	[COMMAND_HALF_UP] = {NULL, move, COMMAND_HALF_UP},
	[COMMAND_PARAGRAPH_BACK] = {NULL, move_paragraphs, -1},
	[COMMAND_PARAGRAPH_ON] = {NULL, move_paragraphs, 1},
	[COMMAND_TOP] = {NULL, go_to_end, -1},
	[COMMAND_END] = {NULL, go_to_end, 1},
	[COMMAND_PERCENT] = {move_to_percent, NULL, 0},
	[COMMAND_FOLLOW] = {following_begin, NULL, 0},
	[COMMAND_LEFT] = {NULL, move_sideways, -SIDEWAYS},
	[COMMAND_RIGHT] = {NULL, move_sideways, SIDEWAYS},
	[COMMAND_SEARCH] = {NULL, search, 1},
	[COMMAND_SEARCH_BACK] = {NULL, search, -1},
	[COMMAND_MATCH_NEXT] = {NULL, find_move, 1},
	[COMMAND_MATCH_BACK] = {NULL, find_move, -1},
	[COMMAND_MATCHES] = {find_show_all, NULL, 0},
	[COMMAND_FILTER] = {filter, NULL, 0},
	[COMMAND_WORD] = {find_word, NULL, 0},
	[COMMAND_CANCEL] = {cancel, NULL, 0},
	[COMMAND_ESCAPE] = {escape, NULL, 0},
	[COMMAND_CLAIM_NEXT] = {NULL, move_to_claim_or_item, 1},
	[COMMAND_CLAIM_BACK] = {NULL, move_to_claim_or_item, -1},
	[COMMAND_CLAIM_NUMBER] = {ask_for_claim, NULL, 0},
	[COMMAND_OPEN] = {opening_open, NULL, 0},
	[COMMAND_BACK] = {go_back, NULL, 0},
	[COMMAND_FORWARD] = {go_forward, NULL, 0},
	[COMMAND_PANE] = {move_other_pane, NULL, 0},
	[COMMAND_PANEL] = {toggle_panel, NULL, 0},
	[COMMAND_CLAIMS] = {show_claims, NULL, 0},
	[COMMAND_FACTS] = {NULL, show_list, VIEW_FACTS},
	[COMMAND_TIMELINE] = {views_show_timeline, NULL, 0},
	[COMMAND_CONTENTS] = {views_show_contents, NULL, 0},
	[COMMAND_LANGUAGE] = {next_language, NULL, 0},
	[COMMAND_SOURCE] = {opening_ask, NULL, 0},
	[COMMAND_COPY] = {copying_copy, NULL, 0},
	[COMMAND_WRAP] = {typography_wrap, NULL, 0},
	[COMMAND_JUSTIFY] = {typography_justify, NULL, 0},
	[COMMAND_NARROWER] = {NULL, typography_widen, -MEASURE_STEP},
	[COMMAND_WIDER] = {NULL, typography_widen, MEASURE_STEP},
	[COMMAND_SELECT] = {author_select, NULL, 0},
	[COMMAND_NOTE] = {author_note, NULL, 0},
	[COMMAND_EDIT] = {author_edit, NULL, 0},
	[COMMAND_DELETE] = {author_delete, NULL, 0},
	[COMMAND_UNDO] = {author_undo, NULL, 0},
	[COMMAND_REDO] = {author_redo, NULL, 0},
	[COMMAND_PLACE] = {author_place, NULL, 0},
	[COMMAND_EXPORT] = {author_export, NULL, 0},
	[COMMAND_MARK] = {NULL, marks_ask_letter, true},
	[COMMAND_GO_TO_MARK] = {NULL, marks_ask_letter, false},
	[COMMAND_MARKS] = {NULL, show_list, VIEW_MARKS},
	[COMMAND_COMMAND] = {ask_for_command, NULL, 0},
	[COMMAND_WHERE] = {tell_where, NULL, 0},
	[COMMAND_HELP] = {show_help, NULL, 0},
	[COMMAND_REDRAW] = {ask_for_redraw, NULL, 0},
	[COMMAND_SUSPEND] = {ask_for_suspend, NULL, 0},
	[COMMAND_QUIT] = {quit, NULL, 0},
	[COMMAND_QUIT_NOW] = {quit_now, NULL, 0},

	[COMMAND_SELECT_LEFT] = {NULL, selecting_move, MOTION_LEFT},
	[COMMAND_SELECT_RIGHT] = {NULL, selecting_move, MOTION_RIGHT},
	[COMMAND_SELECT_DOWN] = {NULL, selecting_move_rows, 1},
	[COMMAND_SELECT_UP] = {NULL, selecting_move_rows, -1},
	[COMMAND_SELECT_HALF_DOWN] = {NULL, selecting_move_screens, 1},
	[COMMAND_SELECT_HALF_UP] = {NULL, selecting_move_screens, -1},
	[COMMAND_SELECT_WORD] = {NULL, selecting_move, MOTION_WORD},
	[COMMAND_SELECT_WORD_BACK] = {NULL, selecting_move, MOTION_WORD_BACK},
	[COMMAND_SELECT_WORD_END] = {NULL, selecting_move, MOTION_WORD_END},
	[COMMAND_SELECT_SENTENCE] = {NULL, selecting_move, MOTION_SENTENCE},
	[COMMAND_SELECT_SENTENCE_BACK] = {NULL, selecting_move, MOTION_SENTENCE_BACK},
	[COMMAND_SELECT_PARAGRAPH] = {NULL, selecting_move, MOTION_PARAGRAPH},
	[COMMAND_SELECT_PARAGRAPH_BACK] = {NULL, selecting_move, MOTION_PARAGRAPH_BACK},
	[COMMAND_SELECT_LINE_BEGIN] = {NULL, selecting_move, MOTION_LINE_BEGIN},
	[COMMAND_SELECT_LINE_END] = {NULL, selecting_move, MOTION_LINE_END},
	[COMMAND_SELECT_TOP] = {NULL, selecting_move, MOTION_TOP},
	[COMMAND_SELECT_BOTTOM] = {NULL, selecting_move, MOTION_END},
	[COMMAND_SELECT_UNIT] = {ask_for_unit, NULL, 0},
	[COMMAND_SELECT_WHOLE] = {NULL, selecting_take_unit, UNIT_PARAGRAPH},
	[COMMAND_SELECT_SWAP] = {selecting_swap, NULL, 0},
	[COMMAND_SELECT_TOGGLE] = {selecting_toggle, NULL, 0},
	[COMMAND_SELECT_NOTE] = {author_note, NULL, 0},
	[COMMAND_SELECT_HIGHLIGHT] = {author_highlight, NULL, 0},
	[COMMAND_SELECT_COPY] = {copying_copy, NULL, 0},
	[COMMAND_SELECT_CLAIM] = {author_claim, NULL, 0},
	[COMMAND_SELECT_ACCEPT] = {author_accept, NULL, 0},
	[COMMAND_SELECT_END] = {selecting_end, NULL, 0},
};

void acting_run(struct reader *r, enum command command)
{
	const struct action *action = &actions[command];
	if (action->plain)
		action->plain(r);
	else if (action->with)
		action->with(r, action->argument);
	following_done(r, command);
}
