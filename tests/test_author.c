// SPDX-License-Identifier: ISC
// Writing one's own notes as a person does it, by keys and by the mouse.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "drive.h"
#include "reader/state.h"
#include "want.h"

#define SMALL "sets-reader/small.txt"

static const struct annotation *focused(const struct reader *r)
{
	return r->focus == INDEX_NONE ? NULL : state_annotation(r, r->focus);
}

static size_t notes_of_own(const struct reader *r)
{
	return notebook_count(r->session.notes);
}

// The JSON of the only note there is.
static const char *only_note(const struct reader *r)
{
	const char *json = NULL;
	bool is_there;
	want_number("notes", 1, notes_of_own(r));
	for (size_t i = 0; i < notebook_ever_count(r->session.notes); i++) {
		const char *id = notebook_id(r->session.notes, i, &is_there);
		json = is_there ? notebook_json(r->session.notes, id) : json;
	}
	return json;
}

static void wants_in(const char *json, const char *part)
{
	want(strstr(json, part) != NULL, "wanted %s in %s", part, json);
}

static const char *last_id(const struct reader *r)
{
	bool is_there;
	return notebook_id(r->session.notes, notebook_ever_count(r->session.notes) - 1, &is_there);
}

static void a_note_takes_two_keys_besides_its_text(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	drive_keys(r, "a");
	drive_type(r, "A note.");
	drive_keys(r, "C-s");
	wants_in(only_note(r), "\"value\":\"A note.\"");
	wants_in(only_note(r), "\"exact\":\"The river rises in the hills and runs to the sea.\"");
	assert_int_equal(focused(r)->role, ROLE_NOTE);
	assert_int_equal(focused(r)->state, ANCHOR_FOUND);
	drive_wants(r, "A note.");
	reader_free(r);
}

static void what_is_selected_is_quoted_as_the_author_wrote_it(void **state)
{
	(void)state;
	static const struct {
		const char *keys, *quote;
	} rows[] = {
		{"v s", "\"exact\":\"The\""},
		{"v w s", "\"exact\":\"The river\""},
		{"v e e s", "\"exact\":\"The river rises\""},
		{"v i s s", "\"exact\":\"The river rises in the hills and runs to the sea.\""},
		{"v v w w v e s", "\"exact\":\"rises\""},
		{"v l l o l s", "\"exact\":\"he r\""},
		{"v 2 w s", "\"exact\":\"The river rises\""},
		{"v $ b e s", "\"exact\":\"The river"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reader *r = drive_open(SMALL, NULL, 80, 24);
		drive_keys(r, rows[i].keys);
		wants_in(only_note(r), rows[i].quote);
		wants_in(only_note(r), "\"motivation\":\"highlighting\"");
		drive_keys(r, "z");
		want_number("notes after undoing", 0, notes_of_own(r));
		reader_free(r);
	}
}

// Both are shown in reverse where there are no colours.
static void what_is_selected_is_told_from_the_claim_in_focus(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	drive_keys(r, "Tab v w");
	assert_non_null(focused(r));
	const struct grid *g = reader_draw(r);
	const struct pane *t = &r->frame.text;
	int selected = 0;
	for (int col = t->x; col < t->x + t->width; col++) {
		style st = grid_cell(g, col, t->y)->style;
		selected += (st & STYLE_SELECTED) != 0;
		want(!(st & STYLE_FOCUS), "column %d is in focus while one selects", col);
	}
	want_number("selected cells", strlen("The river"), selected);
	reader_free(r);
}

static void a_note_on_a_claim_of_others_is_a_reply(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	drive_keys(r, "Tab");
	const char *parent = focused(r)->id;
	struct buf target = {0};
	drive_keys(r, "x");
	drive_wants(r, "can only be read");
	drive_keys(r, "e");
	drive_wants(r, "can only be read");
	buf_printf(&target, "\"target\":\"%s\"", parent);
	drive_keys(r, "a");
	drive_type(r, "Not so.");
	drive_keys(r, "C-s");
	wants_in(only_note(r), "\"motivation\":\"replying\"");
	wants_in(only_note(r), buf_string(&target));
	drive_wants(r, "Replies");
	drive_wants(r, "Not so.");
	buf_done(&target);
	reader_free(r);
}

static void a_reply_is_edited_and_deleted_under_the_cursor(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	drive_keys(r, "Tab a");
	drive_type(r, "One");
	drive_keys(r, "C-s G e");
	drive_type(r, " more");
	drive_keys(r, "C-s");
	wants_in(only_note(r), "\"value\":\"One more\"");
	drive_keys(r, "G x y");
	want_number("notes", 0, notes_of_own(r));
	drive_keys(r, "z");
	wants_in(only_note(r), "\"value\":\"One more\"");
	reader_free(r);
}

static void deleting_asks_and_only_yes_deletes(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	drive_keys(r, "v s x n");
	want_number("notes", 1, notes_of_own(r));
	drive_keys(r, "x Esc");
	want_number("notes", 1, notes_of_own(r));
	drive_keys(r, "x y");
	want_number("notes", 0, notes_of_own(r));
	drive_keys(r, "z");
	want_number("notes", 1, notes_of_own(r));
	assert_int_equal(focused(r)->state, ANCHOR_FOUND);
	reader_free(r);
}

static void a_note_gets_another_place(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	drive_keys(r, "v s R v w w v e"); // it has a place, which is where one begins
	drive_wants(r, "take as its place");
	drive_keys(r, "Enter");
	wants_in(only_note(r), "\"exact\":\"rises\"");
	wants_in(only_note(r), "\"modified\"");
	drive_keys(r, "z");
	wants_in(only_note(r), "\"exact\":\"The\"");
	drive_keys(r, "C-r");
	wants_in(only_note(r), "\"exact\":\"rises\"");
	reader_free(r);
}

static void a_claim_has_kind_assessment_reason_and_facts_old_and_new(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	size_t claims = r->session.knowledge.claim_count;
	size_t facts = r->session.knowledge.listed_fact_count;
	drive_keys(r, "v i s c Right Tab Right Tab");
	drive_type(r, "Seen.");
	drive_keys(r, "Tab");
	drive_type(r, "a fact that nobody has");
	drive_keys(r, "Enter Right C-s");
	want_number("claims", claims + 1, r->session.knowledge.claim_count);
	want_number("facts", facts + 1, r->session.knowledge.listed_fact_count);
	want_number("notes", 2, notes_of_own(r));
	assert_int_equal(focused(r)->kind, KIND_INTERPRETATION);
	assert_int_equal(focused(r)->assessment, ASSESSMENT_CORRECT);
	assert_int_equal(focused(r)->link_count, 1);
	const struct link *l = &r->session.knowledge.links[focused(r)->first_link];
	assert_int_equal(l->relation, RELATION_CONTRADICTS);
	drive_wants(r, "a fact that nobody has");
	drive_keys(r, "z");
	want_number("claims", claims, r->session.knowledge.claim_count);
	want_number("facts", facts, r->session.knowledge.listed_fact_count);
	drive_keys(r, "C-r Enter Enter e End");
	drive_type(r, "!");
	drive_keys(r, "Tab");
	drive_type(r, "2019-02");
	drive_keys(r, "C-s");
	drive_wants(r, "a fact that nobody has!");
	drive_wants(r, "February 2019");
	reader_free(r);
}

static void a_date_that_is_none_is_told_and_nothing_is_lost(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	drive_keys(r, "v i s c Tab Tab Tab");
	drive_type(r, "new one");
	drive_keys(r, "Enter C-s Enter Enter e Tab");
	drive_type(r, "soon");
	drive_keys(r, "C-s");
	drive_wants(r, "\"soon\" is no date");
	assert_true(r->form.is_open);
	drive_wants(r, "soon");
	reader_free(r);
}

static void a_draft_is_gone_on_with_and_thrown_away_when_asked(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	drive_keys(r, "a");
	drive_type(r, "half");
	drive_keys(r, "Esc");
	assert_false(r->form.is_open);
	drive_keys(r, "G a");
	assert_true(r->form.is_open);
	drive_wants(r, "half");
	drive_type(r, " done");
	drive_keys(r, "C-c n");
	assert_true(r->form.is_open);
	drive_keys(r, "C-c y");
	assert_false(r->form.is_open);
	drive_keys(r, "a");
	drive_wants_not(r, "half");
	drive_keys(r, "Esc");
	want_number("notes", 0, notes_of_own(r));
	reader_free(r);
}

static void what_is_pasted_is_text_and_no_key(void **state)
{
	(void)state;
	static const char text[] = "one\nq\x1B[Btwo\r\nthree";
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	drive_keys(r, "a");
	drive_event(r, &(struct event){.type = EVENT_PASTE, .text = text, .n = sizeof text - 1});
	drive_keys(r, "C-s");
	assert_false(reader_is_finished(r));
	wants_in(only_note(r), "one\\nq[Btwo\\nthree");
	reader_free(r);
}

static void dragging_selects_and_a_click_does_not(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	int x = r->frame.text.x, y = r->frame.text.y;
	drive_event(r, &(struct event){.type = EVENT_DRAG_BEGIN, .col = x + 4, .row = y});
	drive_event(r, &(struct event){.type = EVENT_DRAG, .col = x + 6, .row = y});
	drive_event(r, &(struct event){.type = EVENT_DRAG, .col = x + 8, .row = y});
	drive_event(r, &(struct event){.type = EVENT_DRAG_END, .col = x + 8, .row = y});
	assert_true(r->selecting.is_on);
	drive_keys(r, "s");
	wants_in(only_note(r), "\"exact\":\"river\"");
	drive_event(r, &(struct event){.type = EVENT_CLICK, .col = x + 4, .row = y});
	assert_false(r->selecting.is_on);
	reader_free(r);
}

static void marks_are_set_gone_to_listed_replaced_and_deleted(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, "f m a");
	uint64_t there = page_begin(&r->page);
	drive_keys(r, "g");
	assert_true(page_begin(&r->page) != there);
	drive_keys(r, "' a");
	assert_int_equal(page_begin(&r->page), there);
	drive_keys(r, "' '");
	assert_true(page_begin(&r->page) != there);
	drive_keys(r, "' b");
	drive_wants(r, "There is no mark b");
	drive_keys(r, "g m a");
	want_number("notes", 1, notes_of_own(r));
	drive_keys(r, "f M");
	drive_wants(r, "All marks (1)");
	drive_keys(r, "Enter");
	assert_true(page_is_at_begin(&r->page));
	drive_keys(r, "M x y");
	want_number("notes", 0, notes_of_own(r));
	drive_wants(r, "All marks (0)");
	reader_free(r);
}

static void one_comes_back_to_what_is_there_when_a_note_was_deleted_or_edited(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	drive_keys(r, "v i s a");
	drive_type(r, "findable words");
	drive_keys(r, "C-s /");
	drive_type(r, "findable");
	drive_keys(r, "Enter S");
	drive_wants(r, "All matches (1)");
	drive_keys(r, "Esc Tab S-Tab Esc L Enter Esc");
	r->focus = notebook_annotation(r->session.notes, last_id(r));
	drive_keys(r, "Enter K Backspace");
	drive_wants(r, "findable words");
	drive_keys(r, "K Backspace e");
	drive_type(r, "!");
	drive_keys(r, "C-s Enter K Backspace");
	drive_wants(r, "findable words!");
	drive_keys(r, "Backspace Backspace");
	drive_wants(r, "findable words!");
	drive_keys(r, "M-Right M-Right x y");
	want_number("notes", 0, notes_of_own(r));
	drive_keys(r, "Backspace Backspace Backspace Backspace M-Right M-Right");
	drive_wants_not(r, "findable words!");
	drive_keys(r, "z");
	drive_wants(r, "findable words!");
	drive_keys(r, "/");
	drive_type(r, "findable");
	drive_keys(r, "Enter S");
	drive_wants(r, "All matches (1)");
	drive_keys(r, "x y");
	drive_wants(r, "All matches (0)");
	reader_free(r);
}

static void quitting_with_a_draft_that_is_kept_nowhere_asks(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	drive_keys(r, "a");
	drive_type(r, "half");
	drive_keys(r, "Esc q");
	assert_false(reader_is_finished(r));
	drive_wants(r, "lose what is not kept");
	drive_keys(r, "y");
	assert_true(reader_is_finished(r));
	reader_free(r);
}

static void a_fact_that_was_typed_and_not_linked_is_not_lost(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	drive_keys(r, "v i s c Tab Tab Tab");
	drive_type(r, "typed only");
	drive_keys(r, "C-s");
	assert_true(r->form.is_open);
	drive_wants(r, "Enter links the fact");
	drive_keys(r, "Enter");
	drive_type(r, "next");
	drive_wants(r, "a new fact: next");
	reader_free(r);
}

static void quitting_with_notes_that_are_kept_nowhere_asks(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 80, 24);
	drive_keys(r, "v s q");
	assert_false(reader_is_finished(r));
	drive_keys(r, "n Q");
	assert_false(reader_is_finished(r));
	drive_keys(r, "y");
	assert_true(reader_is_finished(r));
	reader_free(r);
}

static void an_empty_text_has_nothing_to_select_mark_or_note(void **state)
{
	(void)state;
	struct reader *r = drive_open("sets-reader/empty.txt", NULL, 80, 24);
	assert_non_null(r);
	drive_keys(r, "v a Esc m a R x e M Esc z C-r E");
	want_number("notes", 0, notes_of_own(r));
	reader_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_note_takes_two_keys_besides_its_text),
		cmocka_unit_test(what_is_selected_is_quoted_as_the_author_wrote_it),
		cmocka_unit_test(what_is_selected_is_told_from_the_claim_in_focus),
		cmocka_unit_test(a_note_on_a_claim_of_others_is_a_reply),
		cmocka_unit_test(a_reply_is_edited_and_deleted_under_the_cursor),
		cmocka_unit_test(deleting_asks_and_only_yes_deletes),
		cmocka_unit_test(a_note_gets_another_place),
		cmocka_unit_test(a_claim_has_kind_assessment_reason_and_facts_old_and_new),
		cmocka_unit_test(a_date_that_is_none_is_told_and_nothing_is_lost),
		cmocka_unit_test(a_draft_is_gone_on_with_and_thrown_away_when_asked),
		cmocka_unit_test(what_is_pasted_is_text_and_no_key),
		cmocka_unit_test(dragging_selects_and_a_click_does_not),
		cmocka_unit_test(marks_are_set_gone_to_listed_replaced_and_deleted),
		cmocka_unit_test(one_comes_back_to_what_is_there_when_a_note_was_deleted_or_edited),
		cmocka_unit_test(quitting_with_a_draft_that_is_kept_nowhere_asks),
		cmocka_unit_test(a_fact_that_was_typed_and_not_linked_is_not_lost),
		cmocka_unit_test(quitting_with_notes_that_are_kept_nowhere_asks),
		cmocka_unit_test(an_empty_text_has_nothing_to_select_mark_or_note),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("author", tests, NULL, NULL);
}
