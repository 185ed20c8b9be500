// SPDX-License-Identifier: ISC
// What the reader does with claims that are not plainly anchored: that it moves nothing to a wrong
// place, that lists stand still while places are found, and that it tells again when they change.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "drive.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/state.h"
#include "want.h"

static const char *const edited = "sets-reader/edited.txt";

enum { LINES = 4000 }; // of the text that is anchored in slices, with a claim each

static const struct annotation *focused(const struct reader *r)
{
	assert_int_not_equal(r->focus, INDEX_NONE);
	return state_annotation(r, r->focus);
}

static void orphan_opened_from_the_list_moves_no_text(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r = drive_open(edited, NULL, sizes[i][0], sizes[i][1]);
		drive_keys(r, "j j");
		uint64_t top = page_begin(&r->page);
		drive_keys(r, "L j j j j j j Enter");
		assert_int_equal(r->margin.view, VIEW_CLAIM);
		assert_int_equal(state_annotation(r, r->margin.subject)->state, ANCHOR_ORPHAN);
		assert_int_equal(page_begin(&r->page), top);
		drive_keys(r, "Esc");
		assert_int_equal(page_begin(&r->page), top);
		reader_free(r);
	}
}

static void neighbour_of_an_orphan_is_jumped_to_and_back(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {30, 8}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r = drive_open(edited, NULL, sizes[i][0], sizes[i][1]);
		drive_keys(r, "7 #");
		for (int n = 0; n < 40 && r->margin.cursor < 0; n++)
			drive_keys(r, "j");
		drive_wants(r, "after claim 3");
		drive_keys(r, "Enter");
		assert_int_equal(focused(r)->number, 3);
		drive_keys(r, "Backspace");
		assert_int_equal(r->margin.view, VIEW_CLAIM);
		assert_int_equal(state_annotation(r, r->margin.subject)->number, 7);
		reader_free(r);
	}
}

static void tab_passes_over_what_has_no_place(void **state)
{
	(void)state;
	struct reader *r = drive_open(edited, NULL, 80, 24);
	unsigned claims = 0, notes = 0;
	for (size_t i = 0; i < r->session.knowledge.stop_count; i++) {
		drive_keys(r, "Tab");
		assert_true(annotation_has_place(focused(r)));
		notes += focused(r)->role == ROLE_NOTE;
		claims += focused(r)->role == ROLE_CLAIM;
		if (focused(r)->role == ROLE_CLAIM)
			assert_int_equal(focused(r)->number, claims);
	}
	assert_int_equal(claims, 6);
	assert_true(notes > 0);
	drive_keys(r, "Tab");
	drive_wants(r, "There is no claim or note further on.");
	reader_free(r);
}

// Where the cursor is [pos], as the text pane has it.
static uint64_t under_cursor(struct reader *r)
{
	const struct grid *g = reader_draw(r);
	const struct pane *t = &r->frame.text;
	return page_pos_at(&r->page, g->cursor_col - t->x, g->cursor_row - t->y);
}

static void each_place_is_reached_and_kept_when_the_window_changes(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}};
	static const char *const keys[] = {"", "j ", "j j "};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (uint32_t place = 0; place < 3; place++) {
			struct reader *r = drive_open(edited, NULL, sizes[i][0], sizes[i][1]);
			struct buf open = {0};
			buf_printf(&open, "4 # Enter %sEnter", keys[place]);
			drive_keys(r, buf_string(&open));
			const struct annotation *a = focused(r);
			uint64_t begin = place ? a->others[place - 1].begin : a->begin;
			assert_int_equal(a->number, 4);
			assert_int_equal(a->other_count, 2);
			assert_int_equal(state_focus(r).begin, begin);
			assert_int_equal(under_cursor(r), begin);
			char *before = drive_shot(r);
			drive_resize(r, 30, 9);
			assert_int_equal(under_cursor(r), begin);
			drive_resize(r, sizes[i][0], sizes[i][1]);
			drive_same(before, drive_shot(r), "after a small window");
			buf_done(&open);
			reader_free(r);
		}
}

static void click_on_a_place_means_that_place(void **state)
{
	(void)state;
	struct reader *r = drive_open(edited, NULL, 120, 40);
	for (size_t i = 0; i < r->session.knowledge.claim_count; i++) {
		uint32_t claim = r->session.knowledge.claims[i];
		const struct annotation *a = state_annotation(r, claim);
		if (a->other_count == 0)
			continue;
		int col, row = page_row_of(&r->page, a->others[1].begin, &col);
		assert_true(row >= 0);
		drive_event(r, &(struct event){.type = EVENT_CLICK,
					       .col = r->frame.text.x + col,
					       .row = r->frame.text.y + row});
		assert_int_equal(r->focus, claim);
		assert_int_equal(state_focus(r).begin, a->others[1].begin);
		reader_free(r);
		return;
	}
	fail_msg("wanted a claim with several places");
}

static void doubtful_text_looks_other_than_a_claim(void **state)
{
	(void)state;
	struct reader *r = drive_open(edited, NULL, 120, 40);
	const struct knowledge *k = &r->session.knowledge;
	int seen = 0;
	for (size_t i = 0; i < k->claim_count; i++) {
		const struct annotation *a = state_annotation(r, k->claims[i]);
		int col, row = annotation_has_place(a) ? page_row_of(&r->page, a->begin, &col) : -1;
		if (row < 0)
			continue;
		style st = grid_cell(reader_draw(r), r->frame.text.x + col, r->frame.text.y + row)
				   ->style;
		bool is_doubtful = a->state == ANCHOR_DOUBTFUL;
		seen += is_doubtful;
		if (((st & STYLE_DOUBTFUL) != 0) != is_doubtful ||
		    ((st & STYLE_CLAIM) != 0) == is_doubtful)
			drive_fail(r, "claim %u: wanted it marked as %s, got style %llx", a->number,
				   is_doubtful ? "doubtful" : "a claim", (unsigned long long)st);
	}
	assert_int_equal(seen, 1);
	reader_free(r);
}

// A file of our own; its path is valid until the next call.
static const char *write_own(const char *name, const char *s, size_t n)
{
	static char path[1024];
	const char *folder = getenv("TMPDIR");
	snprintf(path, sizeof path, "%s/kantlijn-%ld-%s", folder ? folder : "/tmp", (long)getpid(),
		 name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0 && write(fd, s, n) == (ssize_t)n && close(fd) == 0);
	return path;
}

static struct buf read_whole(const char *path)
{
	struct buf all = {0};
	char piece[4096];
	int fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
		buf_add(&all, piece, (size_t)n);
	close(fd);
	return all;
}

static void text_that_became_shorter_is_told_of_again(void **state)
{
	(void)state;
	struct buf text = read_whole(drive_path(edited));
	struct options o = {.language = "en", .file = write_own("text", text.data, text.len)};
	struct err e = {0};
	o.sets[o.set_count++] = drive_path("sets-reader/edited.txt.jsonld");
	struct reader *r = drive_options(&o, 120, 40, &e);
	assert_non_null(r);
	drive_wants(r, "Of 7 claims 1 has another wording now, 1 is doubtful, 1 has no place;");
	drive_keys(r, "=");
	drive_keys(r, "Esc");
	drive_wants_not(r, "claims 1 has");
	write_own("text", text.data, 300);
	drive_settle(r);
	drive_wants(r, "The file became shorter");
	drive_keys(r, "Esc");
	drive_wants(r, "Of 8 claims and notes 2 have another wording now, 4 have no place;");
	drive_keys(r, "L");
	drive_wants(r, "All claims and notes (");
	reader_free(r);
	unlink(o.file);
	buf_done(&text);
}

// A text of LINES lines, the set with a claim on each; positions tell nothing, and the claims stand
// in the set from the last to the first.
static void write_large(struct buf *text, struct buf *set)
{
	for (int i = 0; i < LINES; i++)
		buf_printf(text, "In line %04d stands number %d, and nothing else of note.\n\n", i,
			   i * 7919);
	buf_add_string(set, "[");
	for (int i = LINES - 1; i >= 0; i--)
		buf_printf(set,
			   "%s{\"type\":\"Annotation\",\"id\":\"urn:x:c-%04d\",\"body\":{\"type\":"
			   "\"SpecificResource\",\"purpose\":\"classifying\",\"source\":"
			   "\"urn:kantlijn:kind:fact\"},\"target\":{\"source\":\"urn:x:t\","
			   "\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":"
			   "\"line %04d stands number %d,\"}}}",
			   i == LINES - 1 ? "" : ",", i, i, i * 7919);
	buf_add_string(set, "]\n");
}

static bool at_once(void *data)
{
	(void)data;
	return true;
}

// The row of the list's cursor on the screen, and the claim in it.
static void look_at_list(struct reader *r, int *row, uint32_t *claim)
{
	size_t n;
	struct nearby *nearby = world_nearby(r, &n);
	*row = reader_draw(r)->cursor_row;
	struct margin_world world = world_of(r, nearby, n);
	*claim = margin_item(&r->margin, &world, r->margin.cursor).index;
	free(nearby);
}

static void list_stands_still_while_places_are_found(void **state)
{
	(void)state;
	struct buf text = {0}, set = {0}, title = {0};
	write_large(&text, &set);
	char *set_path = mem_string(write_own("set", set.data, set.len));
	struct options o = {.language = "en", .file = write_own("text", text.data, text.len)};
	struct err e = {0};
	o.sets[o.set_count++] = set_path;
	struct reader *r = reader_new(&o, &e);
	assert_non_null(r);
	reader_event(r, &(struct event){.type = EVENT_RESIZE, .cols = 80, .rows = 24});
	do
		reader_step(r, (struct budget){at_once, NULL});
	while (r->session.sets_read < r->session.set_count);
	buf_printf(&title, "All claims (%d)", LINES);
	// Keys go on in between, as the work does: no settling here.
	static const char keys[] = "Ljjjjjjjj";
	for (const char *k = keys; *k; k++)
		reader_event(r, &(struct event){.type = EVENT_KEY, .key = (uint32_t)*k});
	int row, before_row, steps = 0, changes = 0;
	uint32_t claim, before;
	look_at_list(r, &before_row, &before);
	int place = r->margin.cursor;
	assert_int_equal(place, 8);
	assert_true(r->margin.view == VIEW_CLAIMS);
	while (reader_step(r, (struct budget){at_once, NULL}) & READER_MORE) {
		look_at_list(r, &row, &claim);
		steps++;
		changes += place != r->margin.cursor;
		place = r->margin.cursor;
		drive_wants(r, buf_string(&title));
		if (claim != before || row != before_row)
			drive_fail(r, "step %d: wanted claim %u on row %d, got %u on row %d", steps,
				   before, before_row, claim, row);
	}
	look_at_list(r, &row, &claim);
	assert_int_equal(claim, before);
	assert_int_equal(row, before_row);
	// The set's 9th is the text's last but eight: it has moved there.
	assert_int_equal(r->margin.cursor, LINES - 9);
	assert_true(changes > 0);
	drive_wants_not(r, "pending");
	reader_free(r);
	unlink(o.file);
	unlink(set_path);
	free(set_path);
	buf_done(&text);
	buf_done(&set);
	buf_done(&title);
}

static bool after_some(void *data)
{
	int *left = data;
	return (*left)-- <= 0;
}

// Whoever draws when a step says that there is news has at the end what there is to see, however
// long a step may last.
static void no_step_leaves_an_old_screen(void **state)
{
	(void)state;
	struct options o = {.language = "en"};
	for (int most = 0; most < 3000; most += 1 + most / 8) {
		struct err e = {0};
		struct reader *r = reader_new(&o, &e);
		want(r, "wanted the bundled text to open: %s", e.text);
		reader_event(r, &(struct event){.type = EVENT_RESIZE, .cols = 120, .rows = 40});
		char *shown = drive_shot(r);
		unsigned news = READER_MORE;
		while (news & READER_MORE) {
			int left = most;
			news = reader_step(r, (struct budget){after_some, &left});
			if (!(news & (READER_CHANGED | READER_PROGRESS)))
				continue;
			free(shown);
			shown = drive_shot(r);
		}
		drive_same(drive_shot(r), shown, "after the last step");
		reader_free(r);
	}
}

static void random_keys_on_claims_of_every_state_do_no_harm(void **state)
{
	(void)state;
	static const char *const keys[] = {"Tab", "S-Tab", "Enter",   "Backspace", "L", "j",
					   "k",	  "Space", "Esc",     "G",	   "g", "4 #",
					   "6 #", "7 #",   "M-Right", "n",	   "K", "C-w"};
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}, {100, 16}};
	struct reader *r = drive_open(edited, NULL, 120, 40);
	unsigned seed = 4711;
	for (int i = 0; i < 3000; i++) {
		unsigned size = drive_random(&seed, 60);
		drive_keys(r, keys[drive_random(&seed, sizeof keys / sizeof *keys)]);
		if (size < sizeof sizes / sizeof *sizes)
			drive_resize(r, sizes[size][0], sizes[size][1]);
	}
	reader_free(r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(orphan_opened_from_the_list_moves_no_text),
		cmocka_unit_test(no_step_leaves_an_old_screen),
		cmocka_unit_test(neighbour_of_an_orphan_is_jumped_to_and_back),
		cmocka_unit_test(tab_passes_over_what_has_no_place),
		cmocka_unit_test(each_place_is_reached_and_kept_when_the_window_changes),
		cmocka_unit_test(click_on_a_place_means_that_place),
		cmocka_unit_test(doubtful_text_looks_other_than_a_claim),
		cmocka_unit_test(text_that_became_shorter_is_told_of_again),
		cmocka_unit_test(list_stands_still_while_places_are_found),
		cmocka_unit_test(random_keys_on_claims_of_every_state_do_no_harm),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("states", tests, NULL, NULL);
}
