// SPDX-License-Identifier: ISC
// The hardware cursor is where one's attention is, in every state and at every size: on the
// claim in focus, the match, the row of a list, the caret of what is typed, or where reading
// goes on.  Braille displays and speech follow nothing else.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "drive.h"
#include "reader/frame.h"
#include "reader/keymap.h"
#include "reader/state.h"

enum { WALK = 400 }; // keys of one walk

static style style_at_cursor(struct reader *r)
{
	const struct grid *g = reader_draw(r);
	return grid_cell(g, g->cursor_col, g->cursor_row)->style;
}

static bool is_inside(const struct grid *g, const struct pane *p)
{
	return g->cursor_col >= p->x && g->cursor_col < p->x + p->width && g->cursor_row >= p->y &&
	       g->cursor_row < p->y + p->height;
}

// Whether any cell of the pane has one of the styles.
static bool has_style(struct reader *r, const struct pane *p, style st)
{
	const struct grid *g = reader_draw(r);
	for (int y = p->y; y < p->y + p->height; y++)
		for (int x = p->x; x < p->x + p->width; x++)
			if (grid_cell(g, x, y)->style & st)
				return true;
	return false;
}

// The cell before the cursor, in which what was typed ends.
static bool is_behind_typed(struct reader *r, const struct prompt *p)
{
	const struct grid *g = reader_draw(r);
	if (p->cursor == 0)
		return true;
	size_t last = p->cursor - 1;
	while (last > 0 && ((uint8_t)p->text.data[last] & 0xC0) == 0x80)
		last--;
	const struct cell *c = grid_cell(g, g->cursor_col - 1, g->cursor_row);
	return g->cursor_col > 0 &&
	       (c->cols == 0 || memcmp(grid_cell_text(g, c), p->text.data + last, 1) == 0);
}

static void check_bottom(struct reader *r, const char *after)
{
	const struct grid *g = reader_draw(r);
	const struct prompt *p = r->prompting == PROMPTING_SEARCH    ? &r->search_prompt
				 : r->prompting == PROMPTING_FILTER  ? &r->filter_prompt
				 : r->prompting == PROMPTING_FILE    ? &r->file_prompt
				 : r->prompting == PROMPTING_CLAIM   ? &r->claim_prompt
				 : r->prompting == PROMPTING_COMMAND ? &r->command_prompt
								     : NULL;
	if (g->cursor_row != r->frame.hint_row)
		drive_fail(r, "after %s: wanted the cursor in the bottom line", after);
	if (p && !is_behind_typed(r, p))
		drive_fail(r, "after %s: wanted the cursor behind what was typed", after);
}

static void check_form(struct reader *r, const char *after)
{
	const struct grid *g = reader_draw(r);
	const struct form *f = &r->form;
	bool is_typed = form_text(f) || (f->fields[f->at].what == FORM_LINKS &&
					 f->link_at == (int)f->note.link_count);
	if (!is_inside(g, &r->frame.margin))
		drive_fail(r, "after %s: wanted the cursor in the form", after);
	if (!is_typed && has_style(r, &r->frame.margin, STYLE_FOCUS) &&
	    !(style_at_cursor(r) & STYLE_FOCUS))
		drive_fail(r, "after %s: wanted the cursor on what is chosen", after);
}

static void check_margin(struct reader *r, const char *after)
{
	const struct grid *g = reader_draw(r);
	if (!is_inside(g, &r->frame.margin))
		drive_fail(r, "after %s: wanted the cursor in the margin", after);
	if (r->margin.cursor >= 0 && has_style(r, &r->frame.margin, STYLE_FOCUS) &&
	    !(style_at_cursor(r) & STYLE_FOCUS))
		drive_fail(r, "after %s: wanted the cursor on the item", after);
}

static void check_text(struct reader *r, const char *after)
{
	const struct grid *g = reader_draw(r);
	const struct pane *t = &r->frame.text;
	struct range focus = state_focus(r);
	style wanted = 0;
	if (r->selecting.is_on)
		wanted = r->selecting.is_extending ? STYLE_SELECTED : 0;
	else if (r->has_search && r->is_on_match && r->current != POS_NONE &&
		 r->current >= page_begin(&r->page) && r->current < page_end(&r->page))
		wanted = STYLE_CURRENT;
	else if (focus.begin != POS_NONE)
		wanted = STYLE_FOCUS;
	if (!is_inside(g, t))
		drive_fail(r, "after %s: wanted the cursor in the text", after);
	// In a line that is not wrapped, what is marked may be beside the screen, since one went
	// there or the pane became narrower: the cursor is then at the edge of that line.
	bool is_beside = g->cursor_col == t->x || g->cursor_col == t->x + t->width - 1;
	if (is_beside && page_widest(&r->page) > t->width && !has_style(r, t, wanted))
		return;
	if (wanted && !(style_at_cursor(r) & wanted))
		drive_fail(r, "after %s: wanted the cursor on what is marked (%s)", after,
			   r->selecting.is_on ? "selected"
			   : r->is_on_match   ? "match"
					      : "focus");
	if (!wanted && !r->selecting.is_on && g->cursor_row != t->y)
		drive_fail(r, "after %s: wanted the cursor where reading goes on", after);
}

static void check_cursor(struct reader *r, const char *after)
{
	reader_draw(r);
	if (r->frame.room == ROOM_NONE)
		return;
	if (r->prompting != PROMPTING_NONE)
		check_bottom(r, after);
	else if (r->form.is_open)
		check_form(r, after);
	else if (r->in_margin)
		check_margin(r, after);
	else if (frame_shows_text(r))
		check_text(r, after);
}

static void press(struct reader *r, const char *keys)
{
	drive_keys(r, keys);
	check_cursor(r, keys);
}

static void walk_states(struct reader *r)
{
	static const char *const keys[] = {
		"Tab",	 "Tab",	  "Enter", "Down",	"Down",	       "Enter",	    "PgDn",
		"G",	 "g",	  "Enter", "Backspace", "Backspace",   "Esc",	    "L",
		"Down",	 "Down",  "G",	   "g",		"& k i m",     "Enter",	    "Esc",
		"q",	 "K",	  "G",	   "Enter",	"Backspace",   "& x x x x", "Enter",
		"Esc",	 "q",	  "/",	   "T r u m p", "Enter",       "n",	    "N",
		"S",	 "Down",  "Enter", "Esc",	"Esc",	       "? PgDn",    "G",
		"q",	 "M",	  "q",	   "m",		"a",	       "M",	    "q",
		"'",	 "a",	  "v",	   "w",		"}",	       "Down",	    "Esc",
		"v } i", "s",	  "c",	   "Tab",	"Right",       "Tab",	    "Tab",
		"H a n", "Enter", "Tab",   "Esc",	"x",	       "#",	    "1 2",
		"Enter", "]",	  "[",	   "a",		"b l a",       "Enter",	    "b l a",
		"Tab",	 "x y",	  "C-s",   "L",		"q",	       "Enter",	    "e",
		"C-c",	 "x",	  "n",	   "E",		"/ t m p / x", "C-c",	    "Space",
		"Space", "b",	  "d",	   "j",		"}",	       "{",	    "G",
		"g",	 "w",	  "w",	   "w",		"p",	       "Tab",	    "p",
		"C-w",	 "C-w",	  "+",	   "-",		"J",	       "Tab",	    "j",
		"j",	 "j",
	};
	check_cursor(r, "opening");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		press(r, keys[i]);
}

static const struct size {
	int cols, rows;
} sizes[] = {{120, 40}, {100, 30}, {80, 24}, {60, 16}, {59, 16}, {40, 12}, {30, 8}, {20, 5}};

enum { SIZES = sizeof sizes / sizeof *sizes };

static const char *const files[] = {NULL, "sets-reader/edited.txt", "sets-reader/hostile.txt",
				    "sets-reader/small.txt", "sets-reader/plain.txt"};

enum { FILES = sizeof files / sizeof *files };

static void cursor_is_on_the_focus_in_every_state(void **state)
{
	(void)state;
	for (int i = 0; i < SIZES; i++)
		for (int f = 0; f < FILES; f++) {
			struct reader *r = drive_open(files[f], NULL, sizes[i].cols, sizes[i].rows);
			walk_states(r);
			reader_free(r);
		}
}

static void cursor_is_on_the_focus_wherever_one_strays(void **state)
{
	static const char *const keys[] = {
		"Tab",	 "Tab", "S-Tab", "Enter", "Enter", "Down",  "Up",   "Backspace", "Esc",
		"Space", "b",	"j",	 "k",	  "G",	   "g",	    "L",    "K",	 "S",
		"/",	 "n",	"N",	 "*",	  "v",	   "w",	    "a",    "c",	 "C-s",
		"C-c",	 "q",	"e",	 "x",	  "y",	   "Right", "Left", "M",	 "m",
		"#",	 "3",	"C-w",	 "?",	  "p",	   "i",	    "PgDn", "PgUp",	 "&",
	};
	(void)state;
	for (unsigned seed = 1; seed <= 2 * SIZES; seed++) {
		const struct size *size = &sizes[seed % SIZES];
		unsigned random = seed;
		struct reader *r = drive_open(files[seed % FILES], NULL, size->cols, size->rows);
		for (int i = 0; i < WALK && !reader_is_finished(r); i++) {
			unsigned n = sizeof keys / sizeof *keys;
			press(r, keys[drive_random(&random, n)]);
			if (drive_random(&random, 40))
				continue;
			size = &sizes[drive_random(&random, SIZES)];
			drive_resize(r, size->cols, size->rows);
			check_cursor(r, "resizing");
		}
		reader_free(r);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cursor_is_on_the_focus_in_every_state),
		cmocka_unit_test(cursor_is_on_the_focus_wherever_one_strays),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("cursor", tests, NULL, NULL);
}
