// SPDX-License-Identifier: ISC
// The state machine: tests/screens/* played into it (the same folders test_terminal plays into
// the real program), and what keys do.  What must hold at every width and place is in
// test_reading.c.
#include "config.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "drive.h"
#include "play.h"
#include "reader/keymap.h"
#include "reader/state.h"

enum { EXIT_WRONG = 2 };

// --- Plays ---

static const char *const language_names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
enum { LANGUAGE_NAMES = sizeof language_names / sizeof *language_names };

// A play begins with the environment that tests/pty.c gives the program.
static void set_environment(const struct play *p)
{
	for (size_t i = 0; i < LANGUAGE_NAMES; i++)
		unsetenv(language_names[i]);
	setenv("LANG", "C.UTF-8", 1);
	for (char **entry = p->environment; *entry; entry++) {
		size_t n = strcspn(*entry, "=");
		char *name = mem_copy(*entry, n);
		if ((*entry)[n] == '=' && strcmp(name, "TERM") != 0)
			setenv(name, *entry + n + 1, 1);
		free(name);
	}
}

// As ui/main.c finds it.
static const char *environment_language(void)
{
	for (size_t i = 0; i < LANGUAGE_NAMES; i++) {
		const char *value = getenv(language_names[i]);
		if (!value || !*value)
			continue;
		bool is_plain = string_starts(value, "C.") || string_equal(value, "C") ||
				string_equal(value, "POSIX");
		return is_plain ? "" : value;
	}
	return "";
}

static void set_interface(const char *language)
{
	setenv("LANGUAGE", language, 1);
	textdomain(PACKAGE); // makes gettext look again
}

// Opens what the play's arguments ask for; NULL when the program would end with EXIT_WRONG.
static struct reader *open_play(const struct play *p, char **language, struct err *e)
{
	struct options o = {0};
	int argc = 1;
	char **argv = p->arguments;
	while (argv[argc - 1])
		argc++;
	char **words = mem_new((size_t)argc + 1, sizeof *words);
	words[0] = mem_string("kantlijn");
	memcpy(words + 1, argv, (size_t)argc * sizeof *words);
	bool is_parsed = options_parse(&o, argc, words, e);
	free(words[0]);
	free(words);
	if (!is_parsed)
		return NULL;
	const char *wanted = o.language ? o.language : environment_language();
	set_interface(wanted);
	*language = mem_copy(wanted, strcspn(wanted, "_.@:"));
	o.language = *language;
	const char *date = getenv("SOURCE_DATE_EPOCH");
	o.now = date ? strtoll(date, NULL, 10) : 0;
	return drive_options(&o, p->cols, p->rows, e);
}

static bool wants_cursor(struct reader *r, const struct play_step *step, struct err *e)
{
	const struct grid *g = reader_draw(r);
	if (g->cursor_col == step->col && g->cursor_row == step->row)
		return true;
	return err_set(e, "wanted the cursor at %d, %d, got %d, %d", step->col, step->row,
		       g->cursor_col, g->cursor_row);
}

static bool wants_screen(struct reader *r, const struct play *p, const struct play_step *step,
			 struct err *e)
{
	char *rows = drive_rows(r);
	bool is_right = play_compare(p, step, rows, e);
	free(rows);
	return is_right;
}

static bool wants_exit(struct reader *r, const struct play_step *step, struct err *e)
{
	bool has_ended = !r || reader_is_finished(r);
	int status = r ? EXIT_SUCCESS : EXIT_WRONG;
	if (has_ended && status == step->number)
		return true;
	return err_set(e, "wanted exit status %d, got %s", step->number,
		       has_ended ? "another one" : "a reader that goes on");
}

static bool do_step(struct reader *r, const struct play *p, const struct play_step *s,
		    struct err *e)
{
	switch (s->verb) {
	case PLAY_KEY:
		drive_keys(r, s->word);
		return true;
	case PLAY_CLICK:
		drive_event(r, &(struct event){.type = EVENT_CLICK, .col = s->col, .row = s->row});
		return true;
	case PLAY_WHEEL:
		drive_event(r, &(struct event){.type = EVENT_WHEEL,
					       .lines = s->number,
					       .col = s->col,
					       .row = s->row});
		return true;
	case PLAY_RESIZE:
		drive_resize(r, s->cols, s->rows);
		return true;
	case PLAY_SUSPEND:
		return true;
	case PLAY_SCREEN:
		return wants_screen(r, p, s, e);
	case PLAY_CURSOR:
		return wants_cursor(r, s, e);
	case PLAY_EXIT:
		return wants_exit(r, s, e);
	}
	return false;
}

static void shows_the_screens_of_the_play(void **state)
{
	struct play p;
	struct err e = {0};
	if (!play_read(&p, *state, &e))
		fail_msg("%s", e.text);
	if (p.needs_shared && !play_shared()) {
		print_message("# skip: KANTLIJN_SHARED names no folder\n");
		play_done(&p);
		skip();
	}
	set_environment(&p);
	char *language = NULL;
	struct reader *r = open_play(&p, &language, &e);
	bool is_right = r || (p.step_count > 0 && p.steps[0].verb == PLAY_EXIT);
	for (size_t i = 0; is_right && i < p.step_count; i++) {
		is_right = do_step(r, &p, &p.steps[i], &e);
		if (!is_right && p.steps[i].verb != PLAY_SCREEN)
			err_wrap(&e, "%s, line %d", p.name, p.steps[i].line);
	}
	reader_free(r);
	free(language);
	play_done(&p);
	set_interface("");
	if (!is_right)
		fail_msg("%s", e.text);
}

// --- Small things that many tests ask ---

static const struct annotation *focused(const struct reader *r)
{
	return r->focus == INDEX_NONE ? NULL : &r->session.knowledge.annotations[r->focus];
}

static void wants_focus(struct reader *r, const char *name)
{
	const struct annotation *a = focused(r);
	if (!a || strcmp(a->name, name) != 0)
		drive_fail(r, "wanted the focus on %s, got %s", name, a ? a->name : "none");
}

static style style_under_cursor(struct reader *r)
{
	const struct grid *g = reader_draw(r);
	return grid_cell(g, g->cursor_col, g->cursor_row)->style;
}

// The focused claim's first character must be under the cursor, and shown as focused.
static void wants_cursor_on_focus(struct reader *r)
{
	const struct grid *g = reader_draw(r);
	const struct cell *c = grid_cell(g, g->cursor_col, g->cursor_row);
	const char *quote = focused(r)->selector.exact;
	if (!(c->style & STYLE_FOCUS) || !c->len || memcmp(quote, grid_cell_text(g, c), c->len))
		drive_fail(r, "wanted the cursor on the focused claim \"%.20s\"", quote);
}

static void wants_cursor_on_list_row(struct reader *r, const char *text)
{
	const struct grid *g = reader_draw(r);
	int row = g->cursor_row;
	if (!(style_under_cursor(r) & STYLE_FOCUS) || !strstr(drive_row(r, row), text))
		drive_fail(r, "wanted the cursor on a marked row with \"%s\"", text);
}

static void wants_same(char *shot, struct reader *r, const char *when)
{
	drive_same(shot, drive_shot(r), when);
}

static void is_quit_by(struct reader *r, const char *keys, bool wanted)
{
	drive_keys(r, keys);
	if (reader_is_finished(r) != wanted)
		fail_msg("wanted %s after %s", wanted ? "the end" : "the reader to go on", keys);
}

// The words must be in the margin, one screen further down at the most.
static void wants_in_margin(struct reader *r, const char *words)
{
	const struct pane *m = &r->frame.margin;
	drive_keys(r, "g");
	char *first = drive_words(r, m->x, m->y, m->width, m->height);
	drive_keys(r, "Space");
	char *second = drive_words(r, m->x, m->y, m->width, m->height);
	if (!strstr(first, words) && !strstr(second, words))
		drive_fail(r, "wanted \"%s\" in the margin, got \"%s\" and then", words, first);
	free(first);
	free(second);
}

// In a small window what is to be read of a place is longer than the screen; j goes on.
static void wants_further_down(struct reader *r, const char *text)
{
	for (int i = 0; i < 40 && !drive_shows(r, text); i++)
		drive_keys(r, "j");
	drive_wants(r, text);
}

// --- Claim, fact and back ---

static void tab_enter_enter_shows_the_first_fact_and_backspace_twice_is_back(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r = drive_open(NULL, NULL, sizes[i][0], sizes[i][1]);
		uint64_t top = page_begin(&r->page);
		drive_keys(r, "Tab");
		char *shot = drive_shot(r);
		drive_keys(r, "Enter Enter");
		drive_wants(r, "Hanoi: two days and no signature");
		drive_wants(r, "27–28 February 2019");
		wants_in_margin(r,
				"Trump and Kim dined at the Metropole hotel on 27 February 2019");
		wants_in_margin(r, "The White House: ‘No agreement was reached at this time.’");
		wants_in_margin(
			r, "Inside the dying moments of the Trump-Kim summit at a Hanoi hotel");
		wants_in_margin(r, "Reuters");
		wants_in_margin(r, "https://www.reuters.com/");
		drive_keys(r, "Backspace Backspace");
		assert_int_equal(page_begin(&r->page), top);
		wants_same(shot, r, "after Tab Enter Enter Backspace Backspace");
		reader_free(r);
	}
}

static void back_and_forward_walk_the_way_that_was_gone(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	char *first = drive_shot(r);
	drive_keys(r, "1 2 #");
	char *twelve = drive_shot(r);
	drive_keys(r, "2 5 # Backspace");
	wants_same(mem_string(twelve), r, "back from claim 25");
	drive_keys(r, "Backspace");
	wants_same(first, r, "back from claim 12");
	drive_keys(r, "Backspace");
	drive_wants(r, "There is no place to go back to.");
	drive_keys(r, "M-Right");
	wants_same(twelve, r, "forward to claim 12");
	drive_keys(r, "M-Right");
	wants_focus(r, r->session.knowledge.annotations[r->session.knowledge.claims[24]].name);
	drive_keys(r, "M-Right");
	drive_wants(r, "There is no place to go forward to.");
	reader_free(r);
}

static void back_link_jumps_to_its_claim_and_backspace_returns_to_the_fact(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Enter Enter G");
	char *shot = drive_shot(r);
	wants_cursor_on_list_row(r, " supports “");
	drive_keys(r, "Enter");
	wants_cursor_on_focus(r);
	assert_false(r->in_margin);
	drive_keys(r, "Backspace");
	wants_same(shot, r, "back in the fact");
	reader_free(r);
}

static void tab_and_back_tab_visit_every_claim_in_order(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 100, 30);
	const struct knowledge *k = &r->session.knowledge;
	for (size_t i = 0; i < k->claim_count; i++) {
		drive_keys(r, i % 2 ? "]" : "Tab");
		assert_int_equal(r->focus, k->claims[i]);
		wants_cursor_on_focus(r);
	}
	drive_keys(r, "Tab");
	drive_wants(r, "There is no claim further on.");
	for (size_t i = k->claim_count - 1; i > 0; i--) {
		drive_keys(r, i % 2 ? "[" : "S-Tab");
		assert_int_equal(r->focus, k->claims[i - 1]);
		wants_cursor_on_focus(r);
	}
	drive_keys(r, "S-Tab");
	drive_wants(r, "There is no claim before this.");
	reader_free(r);
}

static void tab_in_an_open_claim_opens_the_next_one(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Enter");
	drive_wants(r, "Claim 1 of 30");
	drive_keys(r, "Tab");
	drive_wants(r, "Claim 2 of 30");
	assert_true(r->in_margin);
	reader_free(r);
}

static void claim_is_reached_by_number(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, "1 2 #");
	drive_wants(r, "claim 12/30");
	wants_cursor_on_focus(r);
	drive_keys(r, "# 2 0");
	drive_wants(r, "claim number: 20");
	drive_keys(r, "Enter");
	drive_wants(r, "claim 20/30");
	wants_cursor_on_focus(r);
	drive_keys(r, "#");
	drive_type(r, "c-train");
	drive_keys(r, "Enter");
	wants_focus(r, "c-train");
	drive_keys(r, "9 9 #");
	drive_wants(r, "There is no claim 99; there are 30.");
	drive_keys(r, "# x Enter");
	drive_wants(r, "A claim is named by its number");
	drive_keys(r, "#");
	drive_type(r, " 3");
	drive_keys(r, "Esc");
	wants_focus(r, "c-train");
	reader_free(r);
}

// --- Moving ---

static void count_before_a_key_repeats_it(void **state)
{
	(void)state;
	struct reader *ten = drive_open(NULL, NULL, 80, 24), *one = drive_open(NULL, NULL, 80, 24);
	drive_keys(ten, "1 0 j");
	drive_keys(one, "j j j j j j j j j j");
	drive_same(drive_shot(one), drive_shot(ten), "10j and j ten times");
	drive_keys(ten, "3 k");
	drive_keys(one, "k k k");
	drive_same(drive_shot(one), drive_shot(ten), "3k and k three times");
	drive_keys(ten, "4 Tab");
	drive_keys(one, "Tab Tab Tab Tab");
	drive_same(drive_shot(one), drive_shot(ten), "4 Tab and Tab four times");
	reader_free(ten);
	reader_free(one);
}

static void per_cent_goes_there(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	uint64_t size = document_end(&r->session.document);
	drive_keys(r, "5 0 %");
	if (page_begin(&r->page) > size / 2 || page_begin(&r->page) + 160 < size / 2)
		fail_msg("wanted byte %llu on top, got %llu", (unsigned long long)size / 2,
			 (unsigned long long)page_begin(&r->page));
	drive_keys(r, "%");
	drive_wants(r, "Type a number before %");
	drive_keys(r, "1 0 0 %");
	assert_true(page_is_at_end(&r->page));
	drive_keys(r, "Backspace Backspace");
	assert_int_equal(page_begin(&r->page), 0);
	reader_free(r);
}

static void screens_overlap_by_two_lines_and_ends_are_told(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	const struct pane t = r->frame.text;
	char *last = mem_string(drive_row(r, t.y + t.height - 1));
	char *before_last = mem_string(drive_row(r, t.y + t.height - 2));
	drive_keys(r, "Space");
	assert_non_null(strstr(before_last, drive_row(r, t.y) + t.x));
	assert_non_null(strstr(last, drive_row(r, t.y + 1) + t.x));
	free(last);
	free(before_last);
	drive_keys(r, "b");
	assert_true(page_is_at_begin(&r->page));
	drive_keys(r, "k");
	drive_wants(r, "This is the start of the text.");
	drive_keys(r, "G j");
	drive_wants(r, "This is the end of the text.");
	drive_keys(r, "g d d u u");
	assert_true(page_is_at_begin(&r->page));
	reader_free(r);
}

static void braces_move_by_paragraphs(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, "}");
	assert_non_null(strstr(drive_row(r, r->frame.text.y), "De tweede nucleaire top"));
	drive_keys(r, "2 }");
	assert_non_null(strstr(drive_row(r, r->frame.text.y), "Uit een reconstructie"));
	drive_keys(r, "{");
	assert_non_null(strstr(drive_row(r, r->frame.text.y), "Trump heeft de hoofdprijs"));
	drive_keys(r, "9 {");
	assert_true(page_is_at_begin(&r->page));
	reader_free(r);
}

static void kept_lines_move_sideways_and_back(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	char *shot = drive_shot(r);
	drive_keys(r, "w w");
	drive_wants(r, "Lines as in the file");
	assert_null(strstr(drive_row(r, r->frame.text.y), "belangrijkste"));
	drive_keys(r, "> > > >");
	drive_wants(r, "belangrijkste");
	drive_keys(r, "< < < <");
	assert_int_equal(r->page.shift, 0);
	drive_keys(r, "w Tab Esc");
	wants_same(shot, r, "wrapped again");
	reader_free(r);
}

// --- Views ---

static void lists_open_what_is_under_the_cursor(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "L");
	drive_wants(r, "All claims (30)");
	wants_cursor_on_list_row(r, "1 ");
	drive_keys(r, "5 j");
	wants_cursor_on_list_row(r, "6 ");
	drive_keys(r, "Enter");
	drive_wants(r, "claim 6/30");
	wants_cursor_on_focus(r);
	drive_keys(r, "Backspace");
	wants_cursor_on_list_row(r, "6 ");
	drive_keys(r, "Esc K");
	drive_wants(r, "All facts and terms (48)");
	drive_keys(r, "G");
	wants_cursor_on_list_row(r, "");
	drive_keys(r, "Enter");
	drive_wants(r, "Where it stands");
	reader_free(r);
}

static void escape_and_q_close_what_is_on_top(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab");
	char *shot = drive_shot(r);
	is_quit_by(r, "Enter Enter q", false);
	wants_same(shot, r, "q in a fact");
	is_quit_by(r, "Esc", false);
	assert_null(focused(r));
	is_quit_by(r, "Esc Esc", false);
	is_quit_by(r, "? q", false);
	drive_wants_not(r, "one screen down");
	is_quit_by(r, "q", true);
	reader_free(r);
	r = drive_open(NULL, NULL, 120, 40);
	is_quit_by(r, "L Q", true);
	reader_free(r);
}

static void help_shows_every_binding_at_every_size(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r = drive_open(NULL, NULL, sizes[i][0], sizes[i][1]);
		struct buf seen = {0}, keys = {0};
		drive_keys(r, "?");
		for (int n = 0; n < 600; n++) {
			const struct pane *m = &r->frame.margin;
			char *words = drive_words(r, m->x, m->y, m->width, m->height);
			buf_printf(&seen, "%s\n", words);
			free(words);
			drive_keys(r, "j");
		}
		for (const struct binding *b = keymap_bindings(); b->command; b++) {
			buf_clear(&keys);
			keymap_names(b, &keys);
			if (!strstr(buf_string(&seen), buf_string(&keys)))
				fail_msg("wanted the keys \"%s\" in help at %d x %d",
					 buf_string(&keys), sizes[i][0], sizes[i][1]);
		}
		buf_done(&seen);
		buf_done(&keys);
		reader_free(r);
	}
}

static void panel_is_hidden_and_shown(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	char *shot = drive_shot(r);
	assert_true(r->frame.margin.width > 0);
	drive_keys(r, "p");
	assert_int_equal(r->frame.margin.width, 0);
	drive_keys(r, "Tab Enter");
	assert_true(r->frame.margin.width > 0);
	drive_keys(r, "Esc Esc");
	assert_int_equal(r->frame.margin.width, 0);
	drive_keys(r, "p");
	wants_same(shot, r, "p twice");
	reader_free(r);
}

static void other_pane_is_reached_without_moving(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Enter Enter C-w");
	assert_false(r->in_margin);
	drive_wants(r, "Hanoi: two days and no signature");
	wants_cursor_on_focus(r);
	drive_keys(r, "j F6");
	assert_true(r->in_margin);
	drive_wants(r, "Hanoi: two days and no signature");
	reader_free(r);
}

static void pane_one_is_in_stays_on_screen_in_a_narrow_window(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Enter Enter C-w");
	drive_resize(r, 40, 12);
	drive_wants(r, "Het was een flop.");
	wants_cursor_on_focus(r);
	drive_resize(r, 120, 40);
	drive_keys(r, "C-w");
	drive_resize(r, 40, 12);
	drive_wants(r, "Hanoi: two days");
	reader_free(r);
}

static void language_of_facts_changes(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Enter Enter l");
	drive_wants(r, "Hanoi: twee dagen, geen handtekening");
	drive_wants(r, "Facts in: Dutch");
	drive_keys(r, "l");
	drive_wants(r, "Hanoi: two days and no signature");
	reader_free(r);
}

static void key_without_meaning_is_told(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, ";");
	drive_wants(r, "; means nothing here; ? shows all keys.");
	drive_keys(r, "j");
	drive_wants_not(r, "means nothing");
	drive_key(r, 0x202E);
	drive_key(r, 0x9B);
	drive_key(r, 0x301);
	drive_keys(r, "C-c");
	drive_wants(r, "q quits.");
	reader_free(r);
}

static void where_am_i_tells_place_and_claim(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Tab =");
	drive_wants(r, "claim 2 of 30 (c-train)");
	drive_wants(r, "byte 1865 of 3277");
	reader_free(r);
}

static void paste(struct reader *r, const char *text)
{
	drive_event(r, &(struct event){.type = EVENT_PASTE, .text = text, .n = strlen(text)});
}

static void pasted_text_is_typed_into_the_open_prompt(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "/");
	paste(r, "een\nflop\x1B");
	drive_wants(r, "/een flop");
	drive_wants(r, "1 of ");
	drive_keys(r, "Enter L &");
	paste(r, "no such claim");
	drive_wants(r, "& no such claim");
	drive_keys(r, "Esc Esc #");
	paste(r, "2");
	drive_keys(r, "Enter");
	wants_focus(r, "c-train");
	reader_free(r);
}

static void paste_without_a_prompt_is_no_key(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	paste(r, "qQG");
	assert_false(reader_is_finished(r));
	drive_wants(r, "There is nothing open to paste into.");
	assert_true(page_is_at_begin(&r->page));
	reader_free(r);
}

static void letter_with_alt_is_escape_and_that_letter(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Space Tab Esc b");
	char *wanted = drive_shot(r);
	drive_keys(r, "Space Tab M-b");
	drive_same(wanted, drive_shot(r), "after M-b");
	reader_free(r);
}

static void edit_that_failed_is_told(void **state)
{
	(void)state;
	const char *text;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	assert_false(reader_takes_edit(r, &text));
	drive_event(r, &(struct event){.type = EVENT_EDITED, .why = "no such editor"});
	drive_wants(r, "no such editor");
	reader_free(r);
}

static void click_focuses_a_claim_and_opens_a_fact(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	const struct pane t = r->frame.text;
	drive_event(r, &(struct event){.type = EVENT_CLICK, .col = t.x + 22, .row = t.y});
	wants_focus(r, "c-train");
	wants_cursor_on_focus(r);
	drive_keys(r, "Enter");
	int row = 0;
	while (row < r->rows && !strstr(drive_row(r, row), "supports"))
		row++;
	drive_event(r,
		    &(struct event){.type = EVENT_CLICK, .col = r->frame.margin.x + 4, .row = row});
	assert_int_equal(r->margin.view, VIEW_FACT);
	drive_event(r, &(struct event){.type = EVENT_WHEEL, .col = t.x, .row = t.y, .lines = 3});
	assert_false(page_is_at_begin(&r->page));
	reader_free(r);
}

// --- Searching ---

static void search_shows_matches_as_one_types(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "/ t r");
	drive_wants(r, "match 1 of ");
	drive_type(r, "ump");
	drive_wants(r, "match 1 of 8");
	const struct grid *g = reader_draw(r);
	int marked = 0, current = 0;
	for (int i = 0; i < g->cols * g->rows; i++) {
		marked += (g->cells[i].style & STYLE_MATCH) && g->cells[i].len == 1;
		current += (g->cells[i].style & STYLE_CURRENT) != 0;
	}
	assert_int_equal(current, 5);
	assert_true(marked > 10);
	assert_int_equal(g->cursor_row, r->frame.hint_row);
	assert_int_equal(g->cursor_col, 1 + 5);
	drive_keys(r, "Backspace Backspace Backspace Backspace Backspace");
	drive_wants_not(r, "match");
	reader_free(r);
}

static void escape_from_a_search_brings_the_exact_screen_back(void **state)
{
	(void)state;
	static const char *const befores[] = {"",
					      "j j j",
					      "Tab Tab",
					      "Tab Enter Enter",
					      "L j j",
					      "/ t o p Enter",
					      "/ t o p Enter n n",
					      "/ t o p Enter Tab",
					      "/ q q q Enter",
					      "w w > >",
					      "p",
					      "G"};
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}};
	for (size_t i = 0; i < sizeof befores / sizeof *befores; i++) {
		for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
			struct reader *r = drive_open(NULL, NULL, sizes[n][0], sizes[n][1]);
			char when[128];
			// A notice does not outlive the next key; the key that makes it go here is
			// undone.
			drive_keys(r, befores[i]);
			buf_clear(&r->notice);
			char *shot = drive_shot(r);
			drive_keys(r, "/ v i e t n a m Esc");
			snprintf(when, sizeof when, "Esc from a search after \"%s\" at %d x %d",
				 befores[i], sizes[n][0], sizes[n][1]);
			wants_same(mem_string(shot), r, when);
			drive_keys(r, "/ q x q x C-c");
			wants_same(mem_string(shot), r, when);
			drive_keys(r, "/ a Backspace Backspace");
			wants_same(shot, r, when);
			reader_free(r);
		}
	}
}

static void enter_stays_at_the_match_and_backspace_returns(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	uint64_t top = page_begin(&r->page);
	drive_keys(r, "/ v i e t n a m Enter");
	drive_wants(r, "match 1 of 1");
	drive_wants(r, "Vietnam");
	assert_true(style_under_cursor(r) & STYLE_CURRENT);
	assert_true(page_begin(&r->page) > top);
	drive_keys(r, "Backspace");
	assert_int_equal(page_begin(&r->page), top);
	reader_free(r);
}

static void n_goes_round_with_a_notice(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, "/ h a n o i Enter");
	drive_wants(r, "match 1 of 5");
	drive_keys(r, "n n n n");
	drive_wants(r, "match 5 of 5");
	drive_wants_not(r, "other end");
	drive_keys(r, "n");
	drive_wants(r, "match 1 of 5");
	drive_wants(r, "The search went on from the other end.");
	drive_keys(r, "N");
	drive_wants(r, "match 5 of 5");
	drive_wants(r, "The search went on from the other end.");
	drive_keys(r, "N");
	drive_wants(r, "match 4 of 5");
	assert_true(style_under_cursor(r) & STYLE_CURRENT);
	reader_free(r);
}

static void n_works_from_the_margin(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "/ h a n o i Enter Tab Enter n");
	drive_wants(r, "match 2 of 5");
	drive_wants(r, "Claim ");
	reader_free(r);
}

static void what_is_not_found_is_told_and_moves_nothing(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, "j j");
	uint64_t top = page_begin(&r->page);
	drive_keys(r, "/ v i e");
	assert_true(page_begin(&r->page) > top);
	drive_keys(r, "q");
	drive_wants(r, "no match");
	assert_int_equal(page_begin(&r->page), top);
	drive_keys(r, "Enter");
	assert_int_equal(page_begin(&r->page), top);
	drive_wants(r, "no match");
	drive_keys(r, "n");
	drive_wants(r, "Not found.");
	reader_free(r);
}

static void capital_makes_a_search_exact(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, "/ d e Space l e i d e r s Enter");
	drive_wants(r, "of 2");
	drive_keys(r, "/ D e Space l e i d e r s Enter");
	drive_wants(r, "match 1 of 1");
	drive_keys(r, "/ Enter");
	drive_wants(r, "match 1 of 1");
	reader_free(r);
}

static void cursor_follows_the_last_of_match_and_claim(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "/ k o r e a Enter");
	assert_true(style_under_cursor(r) & STYLE_CURRENT);
	drive_keys(r, "Tab");
	wants_cursor_on_focus(r);
	drive_keys(r, "n");
	assert_true(style_under_cursor(r) & STYLE_CURRENT);
	reader_free(r);
}

// --- Other texts and sets ---

static void overlapping_and_nested_claims_are_marked_listed_and_reached(void **state)
{
	(void)state;
	static const char *const order[] = {"c-outer", "c-inner", "c-same", "c-overlap",
					    "c-across"};
	struct reader *r = drive_open("sets-reader/small.txt", NULL, 120, 40);
	const struct grid *g = reader_draw(r);
	const struct pane t = r->frame.text;
	const char *line = "The river rises in the hills and runs to the sea. Nobody";
	for (int i = 0; line[i]; i++) {
		style st = grid_cell(g, t.x + i, t.y)->style;
		bool is_overlap = (i >= 10 && i < 28) || (i >= 38 && i < 48);
		if (!(st & STYLE_CLAIM) || !(st & STYLE_OVERLAP) != !is_overlap)
			fail_msg("column %d: wanted a claim%s, got style %" PRIx64, i,
				 is_overlap ? " over another" : "", st);
	}
	drive_wants(r, "6 claims");
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		drive_keys(r, "Tab");
		wants_focus(r, order[i]);
		wants_cursor_on_focus(r);
	}
	drive_keys(r, "Tab");
	assert_int_equal(focused(r)->role, ROLE_NOTE);
	drive_keys(r, "Tab");
	drive_wants(r, "There is no claim or note further on.");
	reader_free(r);
}

static void note_is_marked_and_shown_in_the_margin(void **state)
{
	(void)state;
	struct reader *r = drive_open("sets-reader/small.txt", NULL, 120, 40);
	drive_wants(r, "Two of them are gone.");
	const struct grid *g = reader_draw(r);
	int marked = 0;
	for (int i = 0; i < g->cols * g->rows; i++)
		marked += (g->cells[i].style & STYLE_NOTE) != 0;
	assert_int_equal(marked, (int)strlen("behind the mills"));
	reader_free(r);
}

static void orphan_is_told_listed_and_opens(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r =
			drive_open("sets-reader/small.txt", NULL, sizes[i][0], sizes[i][1]);
		drive_wants(r, sizes[i][0] >= 80 ? "no place; L lists them" : "lists");
		drive_keys(r, "L G k"); // behind the last claim there is a note
		wants_cursor_on_list_row(r, "6");
		if (sizes[i][0] >= 40)
			drive_wants(r, "orphan");
		drive_keys(r, "Enter");
		assert_int_equal(r->margin.view, VIEW_CLAIM);
		wants_further_down(r, "orphan");
		wants_further_down(r, "The bridge");
		drive_keys(r, "G Enter");
		drive_wants(r, "The map of");
		drive_keys(r, "Backspace Backspace");
		wants_cursor_on_list_row(r, "6");
		drive_keys(r, "Esc 6 #");
		wants_further_down(r, "The bridge");
		reader_free(r);
	}
}

static void set_for_another_text_is_told_and_its_orphans_are_listed(void **state)
{
	(void)state;
	struct reader *r =
		drive_open("sets-reader/small.txt", "../assets/hanoi.txt.jsonld", 120, 40);
	drive_wants(r, "Of 30 claims 30 have no place");
	drive_wants(r, "The river rises");
	drive_keys(r, "L");
	drive_wants(r, "All claims (30)");
	for (int i = 0; i < 30; i++) {
		wants_cursor_on_list_row(r, "");
		drive_wants(r, "orphan");
		drive_keys(r, "j");
	}
	drive_keys(r, "Enter");
	drive_wants(r, "orphan");
	drive_keys(r, "Esc Tab");
	drive_wants(r, "There is no claim");
	reader_free(r);
}

static void broken_set_beside_a_text_is_a_notice(void **state)
{
	(void)state;
	struct reader *r = drive_open("sets-reader/broken.txt", NULL, 120, 40);
	drive_wants(r, "broken.txt.jsonld");
	drive_wants(r, "line 4");
	drive_wants(r, "A text beside which a broken set lies.");
	drive_keys(r, "j L K ? q q");
	reader_free(r);
}

static void broken_set_that_was_asked_for_is_an_error_with_line_and_reason(void **state)
{
	(void)state;
	struct options o = {.set_count = 1};
	struct err e = {0};
	o.file = drive_path("sets-reader/plain.txt");
	o.sets[0] = drive_path("sets-reader/broken.txt.jsonld");
	assert_null(reader_new(&o, &e));
	if (!strstr(e.text, "broken.txt.jsonld") || !strstr(e.text, "line 4") ||
	    !strstr(e.text, "comma"))
		fail_msg("wanted file, line and reason, got \"%s\"", e.text);
	o.sets[0] = drive_path("sets-reader/plain.txt");
	e = (struct err){0};
	assert_null(reader_new(&o, &e));
	if (!strstr(e.text, "plain.txt") || !strstr(e.text, "line 1"))
		fail_msg("wanted file and line, got \"%s\"", e.text);
	o.sets[0] = "/no/such/set";
	e = (struct err){0};
	assert_null(reader_new(&o, &e));
	assert_non_null(strstr(e.text, "/no/such/set"));
	o = (struct options){.file = "/no/such/text"};
	e = (struct err){0};
	assert_null(reader_new(&o, &e));
	assert_non_null(strstr(e.text, "/no/such/text"));
	o.file = drive_path("sets-reader");
	e = (struct err){0};
	assert_null(reader_new(&o, &e));
	assert_non_null(strstr(e.text, "sets-reader"));
}

static void empty_text_opens_with_a_notice(void **state)
{
	(void)state;
	struct reader *r = drive_open("sets-reader/empty.txt", NULL, 80, 24);
	drive_wants(r, "This text is empty.");
	drive_keys(
		r,
		"j k Space b g G Tab Enter L Enter Esc K Enter Esc / a Enter n N Esc = 5 0 % } { w "
		"> < p p l ? q");
	drive_resize(r, 20, 5);
	drive_resize(r, 5, 3);
	drive_resize(r, 120, 40);
	reader_free(r);
	r = drive_open("sets-reader/empty.txt", "sets-reader/small.txt.jsonld", 120, 40);
	drive_keys(r, "L G Enter Enter Esc Tab");
	reader_free(r);
}

static void text_without_a_set_is_paged(void **state)
{
	(void)state;
	struct reader *r = drive_open("sets-reader/plain.txt", NULL, 120, 40);
	drive_wants(r, "A plain text, which has no set.");
	assert_int_equal(r->frame.margin.width, 0);
	drive_wants_not(r, "claim");
	drive_keys(r, "Tab");
	drive_wants(r, "This text has no claims.");
	drive_keys(r, "Enter");
	drive_wants(r, "This is the end of the text."); // a line down
	drive_keys(r, "Right");
	drive_wants(r, "This text has no claims.");
	drive_keys(r, "L");
	drive_wants(r, "All claims (0)");
	drive_keys(r, "j G Enter Esc");
	drive_wants(r, "A plain text, which has no set.");
	reader_free(r);
}

static void goto_opens_at_the_place(void **state)
{
	(void)state;
	static const struct {
		const char *place, *shown;
	} places[] = {{"c-train", "claim 2/30"},
		      {"#12", "claim 12/30"},
		      {"¶7", "De ‘persoonlijke diplomatie’"},
		      {"/vietnam", "Vietnam"},
		      {"100%", "in te dammen."}};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct err e = {0};
		struct reader *r = drive_options(
			&(struct options){.go = places[i].place, .language = "en"}, 80, 24, &e);
		if (!r)
			fail_msg("--goto=%s: %s", places[i].place, e.text);
		drive_wants(r, places[i].shown);
		reader_free(r);
	}
	static const char *const wrong[] = {"c-none", "999", "#31", "#0", "0", "", "/", "12x"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err e = {0};
		struct reader *r = reader_new(&(struct options){.go = wrong[i]}, &e);
		if (r || !e.is_set)
			fail_msg("wanted --goto=%s refused with a sentence", wrong[i]);
	}
}

static void two_readers_do_not_disturb_each_other(void **state)
{
	(void)state;
	struct reader *a = drive_open(NULL, NULL, 120, 40);
	drive_keys(a, "Tab Tab Enter");
	char *shot = drive_shot(a);
	struct reader *b = drive_open("sets-reader/small.txt", NULL, 40, 12);
	drive_keys(b, "l L G Enter");
	wants_same(shot, a, "the first reader, after the second was used");
	reader_free(b);
	drive_keys(a, "Enter");
	drive_wants(a, "Sources");
	reader_free(a);
}

static void hostile_text_and_set_never_reach_the_terminal(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}};
	// drive_check looks at every cell after every key.
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r =
			drive_open("sets-reader/hostile.txt", NULL, sizes[i][0], sizes[i][1]);
		drive_keys(
			r,
			"Tab Enter j j j j j j j j j Enter j j j j j j j j j j j j j j j j G Enter "
			"Esc Esc Tab = Esc L j j G Enter Enter Esc K j Enter j j G Enter Esc K G "
			"Enter l l Esc / e n d Enter n = w > > <");
		drive_key(r, 0x202E);
		drive_keys(r, "/");
		drive_key(r, 0x202E);
		drive_key(r, 0x9B);
		drive_keys(r, "Enter");
		reader_free(r);
	}
}

// --- Fuzz ---

static uint32_t random_key(unsigned *seed)
{
	static const uint32_t others[] = {
		0,	0x1F600,	0x301,	      0x200D, 0xE9, 0x202E, 0x9B, 0x7F,
		0xFFFD, KEY_DELETE_KEY, KEY_ALT_LEFT, 'y',    '0',  '1',    '9',  '5'};
	const struct binding *b = keymap_bindings();
	unsigned at = drive_random(seed, COMMAND_COUNT + 20), i = 0;
	while (b[i].command && i < at)
		i++;
	if (b[i].command && b[i].command != COMMAND_QUIT_NOW) {
		unsigned n = drive_random(seed, 5);
		return b[i].keys[n] ? b[i].keys[n] : b[i].keys[0];
	}
	return others[drive_random(seed, sizeof others / sizeof *others)];
}

static void random_event(struct reader *r, unsigned *seed)
{
	struct event e = {.type = EVENT_KEY};
	unsigned what = drive_random(seed, 40);
	if (what == 0) {
		e.type = EVENT_RESIZE;
		e.cols = 1 + (int)drive_random(seed, 200);
		e.rows = 1 + (int)drive_random(seed, 60);
	} else if (what == 3) {
		e.type = EVENT_PASTE;
		e.text = "a\r\n\x1B[A\xC3(\xE2\x80\xAE"
			 "claim";
		e.n = strlen(e.text);
	} else if (what < 3 || what == 4) {
		e.type = what == 1   ? EVENT_CLICK
			 : what == 2 ? EVENT_WHEEL
				     : (enum event_type)(EVENT_DRAG_BEGIN + drive_random(seed, 3));
		e.col = (int)drive_random(seed, 210) - 5;
		e.row = (int)drive_random(seed, 70) - 5;
		e.lines = (int)drive_random(seed, 9) - 4;
	} else {
		e.key = random_key(seed);
	}
	drive_event(r, &e);
}

static void random_keys_sizes_and_clicks_do_no_harm(void **state)
{
	(void)state;
	static const char *const files[] = {NULL, "sets-reader/small.txt",
					    "sets-reader/hostile.txt", "sets-reader/plain.txt",
					    "sets-reader/empty.txt"};
	enum { EVENTS = 20000, FILES = sizeof files / sizeof *files };
	unsigned seed = 20190228;
	for (size_t i = 0; i < FILES; i++) {
		struct reader *r = drive_open(files[i], NULL, 120, 40);
		for (int n = 0; n < (i ? 2000 : EVENTS - 2000 * (FILES - 1)); n++)
			random_event(r, &seed);
		reader_free(r);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(tab_enter_enter_shows_the_first_fact_and_backspace_twice_is_back),
		cmocka_unit_test(back_and_forward_walk_the_way_that_was_gone),
		cmocka_unit_test(back_link_jumps_to_its_claim_and_backspace_returns_to_the_fact),
		cmocka_unit_test(tab_and_back_tab_visit_every_claim_in_order),
		cmocka_unit_test(tab_in_an_open_claim_opens_the_next_one),
		cmocka_unit_test(claim_is_reached_by_number),
		cmocka_unit_test(count_before_a_key_repeats_it),
		cmocka_unit_test(per_cent_goes_there),
		cmocka_unit_test(screens_overlap_by_two_lines_and_ends_are_told),
		cmocka_unit_test(braces_move_by_paragraphs),
		cmocka_unit_test(kept_lines_move_sideways_and_back),
		cmocka_unit_test(lists_open_what_is_under_the_cursor),
		cmocka_unit_test(escape_and_q_close_what_is_on_top),
		cmocka_unit_test(help_shows_every_binding_at_every_size),
		cmocka_unit_test(panel_is_hidden_and_shown),
		cmocka_unit_test(other_pane_is_reached_without_moving),
		cmocka_unit_test(pane_one_is_in_stays_on_screen_in_a_narrow_window),
		cmocka_unit_test(language_of_facts_changes),
		cmocka_unit_test(key_without_meaning_is_told),
		cmocka_unit_test(where_am_i_tells_place_and_claim),
		cmocka_unit_test(pasted_text_is_typed_into_the_open_prompt),
		cmocka_unit_test(paste_without_a_prompt_is_no_key),
		cmocka_unit_test(letter_with_alt_is_escape_and_that_letter),
		cmocka_unit_test(edit_that_failed_is_told),
		cmocka_unit_test(click_focuses_a_claim_and_opens_a_fact),
		cmocka_unit_test(search_shows_matches_as_one_types),
		cmocka_unit_test(escape_from_a_search_brings_the_exact_screen_back),
		cmocka_unit_test(enter_stays_at_the_match_and_backspace_returns),
		cmocka_unit_test(n_goes_round_with_a_notice),
		cmocka_unit_test(n_works_from_the_margin),
		cmocka_unit_test(what_is_not_found_is_told_and_moves_nothing),
		cmocka_unit_test(capital_makes_a_search_exact),
		cmocka_unit_test(cursor_follows_the_last_of_match_and_claim),
		cmocka_unit_test(overlapping_and_nested_claims_are_marked_listed_and_reached),
		cmocka_unit_test(note_is_marked_and_shown_in_the_margin),
		cmocka_unit_test(orphan_is_told_listed_and_opens),
		cmocka_unit_test(set_for_another_text_is_told_and_its_orphans_are_listed),
		cmocka_unit_test(broken_set_beside_a_text_is_a_notice),
		cmocka_unit_test(broken_set_that_was_asked_for_is_an_error_with_line_and_reason),
		cmocka_unit_test(empty_text_opens_with_a_notice),
		cmocka_unit_test(text_without_a_set_is_paged),
		cmocka_unit_test(goto_opens_at_the_place),
		cmocka_unit_test(two_readers_do_not_disturb_each_other),
		cmocka_unit_test(hostile_text_and_set_never_reach_the_terminal),
		cmocka_unit_test(random_keys_sizes_and_clicks_do_no_harm),
	};
	const char *catalogue = getenv("KANTLIJN_LOCALEDIR");
	setlocale(LC_ALL, "C.UTF-8");
	bindtextdomain(PACKAGE, catalogue ? catalogue : "locale");
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	set_interface("");
	char **folders = play_folders();
	size_t count = 0;
	while (folders[count])
		count++;
	struct CMUnitTest *plays = mem_new(count, sizeof *plays);
	for (size_t i = 0; i < count; i++)
		plays[i] = (struct CMUnitTest){.name = strrchr(folders[i], '/') + 1,
					       .test_func = shows_the_screens_of_the_play,
					       .initial_state = folders[i]};
	int failed = count ? _cmocka_run_group_tests("screens", plays, count, NULL, NULL) : 1;
	failed += cmocka_run_group_tests_name("keys", tests, NULL, NULL);
	free(plays);
	play_free_folders(folders);
	return failed;
}
