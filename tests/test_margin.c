// SPDX-License-Identifier: ISC
// The margin by itself, drawn from claims made here: where entries are put, how lists scroll,
// where the cursor is.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/memory.h"
#include "drive.h"
#include "reader/margin.h"

enum { COLS = 44, CLAIMS = 60, FACTS = 25, RUNS = 3000 };

struct world {
	struct knowledge knowledge;
	struct nearby nearby[CLAIMS];
	struct margin_world world;
	struct grid grid;
};

// CLAIMS claims one after another; each third has no fact, and so one row only.
static int set_up(void **state)
{
	struct world *w = mem_new(1, sizeof *w);
	struct knowledge *k = &w->knowledge;
	char id[32];
	knowledge_init(k);
	for (uint32_t i = 0; i < CLAIMS; i++) {
		uint32_t a = knowledge_add_annotation(k);
		snprintf(id, sizeof id, "urn:x:c-%02u", i);
		k->annotations[a].id = mem_string(id);
		k->annotations[a].role = ROLE_CLAIM;
		k->annotations[a].kind = KIND_FACT;
		k->annotations[a].set = INDEX_NONE;
		if (i % 3 == 0)
			continue;
		snprintf(id, sizeof id, "urn:x:f-%02u", i % FACTS);
		uint32_t f = knowledge_fact(k, id);
		if (k->facts[f].titles.count == 0)
			translations_add(&k->facts[f].titles, "en", "Title of a fact");
		k->facts[f].set = INDEX_NONE;
		knowledge_add_link(k, a, f, RELATION_SUPPORTS);
	}
	for (uint32_t i = 0; i < CLAIMS; i++)
		knowledge_place(k, i, ANCHOR_FOUND, 10 * i, 10 * i + 5);
	knowledge_settle(k);
	w->world = (struct margin_world){
		.knowledge = k, .language = "en", .nearby = w->nearby, .focus = INDEX_NONE};
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	knowledge_done(&w->knowledge);
	grid_done(&w->grid);
	free(w);
	return 0;
}

// Claims from FIRST on, COUNT of them, on rows that do not decrease.
static void put_nearby(struct world *w, uint32_t first, unsigned count, int rows, unsigned *seed)
{
	int row = 0;
	for (unsigned i = 0; i < count; i++) {
		row += (int)drive_random(seed, 4);
		w->nearby[i] = (struct nearby){.annotation = first + i,
					       .row = row < rows ? row : rows - 1};
	}
	w->world.nearby_count = count;
}

static void draw(struct world *w, struct margin *m, int height, bool has_cursor)
{
	grid_reset(&w->grid, COLS + 2, height + 2);
	margin_draw(m, &w->world, &w->grid, 1, 1, COLS, height, has_cursor);
	for (int i = 0; i < COLS + 2; i++)
		if (grid_cell(&w->grid, i, 0)->len || grid_cell(&w->grid, i, height + 1)->len)
			fail_msg("wanted nothing above or below the margin's %d rows", height);
}

static char *row_text(struct world *w, int row)
{
	struct buf out = {0};
	grid_row_text(&w->grid, row + 1, &out);
	buf_add_string(&out, "");
	return buf_take(&out);
}

// What a drawn margin shows: the row of each entry, and what it says is not shown.
struct seen {
	int at[CLAIMS + 1], numbers[CLAIMS + 1];
	int count, above, below;
};

static void look(struct world *w, int height, struct seen *s)
{
	*s = (struct seen){0};
	for (int row = 0; row < height; row++) {
		char *text = row_text(w, row);
		int n = 0;
		if (sscanf(text, " +%d", &n) == 1 && strstr(text, " above"))
			s->above += n;
		else if (sscanf(text, " +%d", &n) == 1 && strstr(text, " below"))
			s->below += n;
		else if (strlen(text) > 3 && text[2] != ' ' && sscanf(text, "%d", &n) == 1) {
			s->numbers[s->count] = n;
			s->at[s->count++] = row;
		}
		free(text);
	}
}

static bool is_free(struct world *w, int row, int height)
{
	if (row < 0 || row >= height)
		return false;
	char *text = row_text(w, row);
	bool is_empty = *text == '\0';
	free(text);
	return is_empty;
}

// An entry off its line must have been pushed: down by what is above it, or up by what is below.
static void is_level_or_pushed(struct world *w, const struct seen *s, int i, int wanted, int height)
{
	int at = s->at[i], end = at + 1;
	int limit = i + 1 < s->count ? s->at[i + 1] : height;
	// The blank row that ends the entry of the focused claim looks free.
	if ((uint32_t)s->numbers[i] - 1 == w->world.focus ||
	    (i > 0 && (uint32_t)s->numbers[i - 1] - 1 == w->world.focus))
		return;
	while (end < limit && !is_free(w, end, height))
		end++;
	if (at > wanted && is_free(w, at - 1, height))
		fail_msg("entry %d: wanted row %d, got %d with a free row above", s->numbers[i],
			 wanted, at);
	if (at < wanted && is_free(w, end, height))
		fail_msg("entry %d: wanted row %d, got %d with a free row below", s->numbers[i],
			 wanted, at);
}

static void entries_never_overlap_and_are_level_or_told(void **state)
{
	struct world *w = *state;
	struct margin m = {.view = VIEW_NEARBY, .cursor = -1};
	unsigned seed = 7;
	for (int run = 0; run < RUNS; run++) {
		// Beside the text there are at least so many rows.
		int height = 13 + (int)drive_random(&seed, 40);
		unsigned count = drive_random(&seed, 30);
		uint32_t first = drive_random(&seed, CLAIMS - 30);
		struct seen s;
		put_nearby(w, first, count, height, &seed);
		w->world.focus =
			count && run % 3 == 0 ? first + drive_random(&seed, count) : INDEX_NONE;
		draw(w, &m, height, false);
		look(w, height, &s);
		if (s.above + s.count + s.below != (int)count)
			fail_msg("height %d: wanted %u claims, got %d above, %d shown, %d below",
				 height, count, s.above, s.count, s.below);
		bool has_focus = w->world.focus == INDEX_NONE;
		for (int i = 0; i < s.count; i++) {
			int wanted = (int)first + s.above + i + 1;
			if (s.numbers[i] != wanted)
				fail_msg("wanted claim %d as entry %d, got %d", wanted, i,
					 s.numbers[i]);
			has_focus |= (uint32_t)(wanted - 1) == w->world.focus;
			is_level_or_pushed(w, &s, i, w->nearby[s.above + i].row, height);
		}
		if (!has_focus)
			fail_msg("height %d: wanted the focused claim among those shown", height);
	}
}

static void entry_alone_is_level_with_its_line(void **state)
{
	struct world *w = *state;
	struct margin m = {.view = VIEW_NEARBY, .cursor = -1};
	for (int row = 0; row < 20; row++) {
		struct seen s;
		w->nearby[0] = (struct nearby){.annotation = 4, .row = row};
		w->world.nearby_count = 1;
		w->world.focus = INDEX_NONE;
		draw(w, &m, 22, false);
		look(w, 22, &s);
		assert_int_equal(s.count, 1);
		assert_int_equal(s.at[0], row);
	}
}

// The cursor must be on a marked row that shows the item.
static void cursor_is_on_item(struct world *w, const struct margin *m, int height, int run)
{
	const struct grid *g = &w->grid;
	int row = g->cursor_row - 1;
	if (row < 0 || row >= height || g->cursor_col < 1 || g->cursor_col > COLS)
		fail_msg("run %d: wanted the cursor in the margin, got %d, %d", run, g->cursor_col,
			 g->cursor_row);
	char *text = row_text(w, row), number[16] = "Title";
	bool is_marked = grid_cell(g, g->cursor_col, g->cursor_row)->style & STYLE_FOCUS;
	if (m->view == VIEW_CLAIMS)
		snprintf(number, sizeof number, "%d ", m->cursor + 1);
	if (!is_marked || !strstr(text, number))
		fail_msg("run %d, height %d: wanted the cursor on a marked row with \"%s\", got "
			 "\"%s\"",
			 run, height, number, text);
	free(text);
}

static void list_scrolls_so_that_its_cursor_is_seen(void **state)
{
	struct world *w = *state;
	unsigned seed = 3;
	static const enum view views[] = {VIEW_CLAIMS, VIEW_FACTS};
	for (int v = 0; v < 2; v++) {
		struct margin m;
		margin_show(&m, views[v], 0);
		for (int run = 0; run < RUNS; run++) {
			int height = 3 + (int)drive_random(&seed, 40);
			int lines = (int)drive_random(&seed, 41) - 20, before = m.cursor;
			int count = margin_item_count(&m, &w->world), wanted = before + lines;
			margin_move(&m, &w->world, lines, COLS, height);
			wanted = wanted < 0 ? 0 : wanted >= count ? count - 1 : wanted;
			assert_int_equal(m.cursor, wanted);
			draw(w, &m, height, true);
			cursor_is_on_item(w, &m, height, run);
		}
		margin_go_end(&m, &w->world, 1, COLS, 20);
		draw(w, &m, 20, true);
		assert_int_equal(m.cursor, margin_item_count(&m, &w->world) - 1);
		cursor_is_on_item(w, &m, 20, -1);
		margin_go_end(&m, &w->world, -1, COLS, 20);
		draw(w, &m, 20, true);
		assert_int_equal(m.cursor, 0);
		cursor_is_on_item(w, &m, 20, -1);
	}
}

static void list_says_how_many_there_are_and_are_below(void **state)
{
	struct world *w = *state;
	for (int height = 4; height < 140; height++) {
		struct margin m;
		struct seen s;
		margin_show(&m, VIEW_CLAIMS, 0);
		draw(w, &m, height, true);
		look(w, height, &s);
		char *title = row_text(w, 0);
		assert_non_null(strstr(title, "(60)"));
		free(title);
		int shown = 0;
		for (int row = 1; row < height; row++) {
			char *text = row_text(w, row);
			shown += strstr(text, "fact") != NULL;
			free(text);
		}
		if (shown + s.below != CLAIMS)
			fail_msg("height %d: wanted %d claims, got %d shown and %d below", height,
				 CLAIMS, shown, s.below);
	}
}

static void item_at_a_row_is_the_one_drawn_there(void **state)
{
	struct world *w = *state;
	struct margin m;
	margin_show(&m, VIEW_CLAIMS, 0);
	margin_move(&m, &w->world, 30, COLS, 15);
	draw(w, &m, 15, true);
	int seen = 0;
	for (int row = -1; row <= 15; row++) {
		int item = margin_item_at(&m, &w->world, row, COLS, 15);
		if (item < 0)
			continue;
		char number[16], *text = row_text(w, row);
		snprintf(number, sizeof number, "%d ", item + 1);
		// The second row of an entry has no number; the last row may say what is below.
		seen += strstr(text, number) != NULL;
		if (strstr(text, "below"))
			fail_msg("wanted no item at the row \"%s\", got %d", text, item);
		free(text);
	}
	assert_int_equal(seen, 6);
}

// Presses down until nothing changes, and looks for the last row on the way.
static bool reaches(struct world *w, struct margin *m, int height, const char *wanted)
{
	bool is_seen = false;
	for (int i = 0; i < 300; i++) {
		draw(w, m, height, true);
		for (int row = 0; row < height; row++) {
			char *text = row_text(w, row);
			is_seen |= strstr(text, wanted) != NULL;
			free(text);
		}
		margin_move(m, &w->world, 1, COLS, height);
	}
	return is_seen;
}

static void last_row_of_every_view_is_reached_at_every_height(void **state)
{
	struct world *w = *state;
	static const struct {
		enum view view;
		uint32_t subject;
		const char *last;
	} views[] = {{VIEW_HELP, 0, "Q "},    {VIEW_FACT, 0, "Bears on"},
		     {VIEW_FACT, 0, "27"},    {VIEW_CLAIM, 1, "supports"},
		     {VIEW_CLAIMS, 0, "60 "}, {VIEW_FACTS, 0, "Title"}};
	w->world.focus = INDEX_NONE;
	for (int height = 3; height < 45; height++)
		for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
			struct margin m;
			margin_show(&m, views[i].view, views[i].subject);
			if (!reaches(w, &m, height, views[i].last))
				fail_msg("height %d: wanted \"%s\" seen in view %d on the way down",
					 height, views[i].last, (int)views[i].view);
			margin_go_end(&m, &w->world, -1, COLS, height);
			draw(w, &m, height, true);
			if (views[i].view != VIEW_CLAIM && m.scroll != 0)
				fail_msg("height %d: wanted the start of view %d again", height,
					 (int)views[i].view);
		}
}

static void margin_without_room_draws_nothing(void **state)
{
	struct world *w = *state;
	struct margin m;
	for (int view = VIEW_NEARBY; view <= VIEW_HELP; view++)
		for (int height = 0; height < 3; height++)
			for (int width = 0; width < 6; width++) {
				margin_show(&m, (enum view)view, 0);
				grid_reset(&w->grid, 10, 10);
				margin_draw(&m, &w->world, &w->grid, 2, 2, width, height, true);
				margin_move(&m, &w->world, 1, width, height);
				margin_go_end(&m, &w->world, 1, width, height);
			}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(entries_never_overlap_and_are_level_or_told, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(entry_alone_is_level_with_its_line, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(list_scrolls_so_that_its_cursor_is_seen, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(list_says_how_many_there_are_and_are_below, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(item_at_a_row_is_the_one_drawn_there, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(last_row_of_every_view_is_reached_at_every_height,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(margin_without_room_draws_nothing, set_up,
						tear_down),
	};
	return cmocka_run_group_tests_name("margin", tests, NULL, NULL);
}
