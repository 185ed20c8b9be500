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
#include "reader/contents.h"
#include "reader/keyboard.h"
#include "reader/margin.h"
#include "reader/timeline.h"

enum {
	COLS = 44,
	CLAIMS = 60,
	FACTS = 25,
	RUNS = 3000,
	STEP = 40,  // [byte] from one claim to the next
	QUOTE = 14, // [byte] that each marks
};

struct world {
	struct knowledge knowledge;
	struct document document;
	char text[CLAIMS * STEP + 1];
	struct web_annotation *sets[1];
	struct nearby nearby[CLAIMS];
	struct contents contents;
	struct timeline timeline;
	struct keyboard keyboard;
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
	for (uint32_t i = 0; i < CLAIMS; i++) {
		knowledge_place(k, i, ANCHOR_FOUND, STEP * i, STEP * i + QUOTE);
		snprintf(w->text + STEP * i, STEP + 1,
			 "%02u percent did this, or so it was told.\n", i);
	}
	document_init(&w->document, source_open_bytes(w->text, strlen(w->text), "text"));
	while (index_step(w->document.index, (struct budget){NULL, NULL}) == STEP_MORE)
		;
	knowledge_settle(k);
	contents_begin(&w->contents, &w->document);
	keyboard_init(&w->keyboard);
	w->world = (struct margin_world){.knowledge = k,
					 .language = "en",
					 .nearby = w->nearby,
					 .document = &w->document,
					 .sets = w->sets,
					 .contents = &w->contents,
					 .current_heading = -1,
					 .timeline = &w->timeline,
					 .keyboard = &w->keyboard,
					 .here = {POS_NONE, POS_NONE},
					 .focus = INDEX_NONE,
					 .focus_at = POS_NONE};
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	contents_done(&w->contents);
	keyboard_done(&w->keyboard);
	timeline_done(&w->timeline);
	knowledge_done(&w->knowledge);
	web_annotation_close(w->sets[0]);
	document_done(&w->document);
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
					       .row = row < rows ? row : rows - 1,
					       .begin = STEP * (first + i)};
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
		w->world.focus_at = (uint64_t)STEP * w->world.focus;
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
	} views[] = {{VIEW_HELP, 0, "orphan"}, {VIEW_FACT, 0, "Bears on"},
		     {VIEW_FACT, 0, "27"},     {VIEW_CLAIM, 1, "supports"},
		     {VIEW_CLAIMS, 0, "60 "},  {VIEW_FACTS, 0, "Title"}};
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

// States.

// All that a view says, a row a line; the caller frees it.
static char *view_text(struct world *w, enum view view, uint32_t subject)
{
	struct margin m;
	struct buf out = {0};
	margin_show(&m, view, subject);
	draw(w, &m, 60, false);
	for (int row = 0; row < 60; row++) {
		char *text = row_text(w, row);
		buf_add_string(&out, *text ? text + 1 : text);
		buf_add_char(&out, '\n');
		free(text);
	}
	return buf_take(&out);
}

// The view must say all of WANTED (ended by NULL), in this order.
static void says(struct world *w, enum view view, uint32_t subject, const char *const *wanted)
{
	char *text = view_text(w, view, subject);
	const char *from = text;
	for (; *wanted; wanted++) {
		const char *at = strstr(from, *wanted);
		if (!at)
			fail_msg("wanted \"%s\" in, behind what came before it:\n%s", *wanted,
				 text);
		from = at + strlen(*wanted);
	}
	free(text);
}

static struct annotation *claim(struct world *w, uint32_t i, const char *exact)
{
	struct annotation *a = &w->knowledge.annotations[i];
	free(a->selector.exact);
	a->selector.exact = mem_string(exact);
	a->assessment = ASSESSMENT_CORRECT;
	return a;
}

static void put(struct world *w, uint32_t i, enum anchor_state state)
{
	bool has_place = state == ANCHOR_CHANGED || state == ANCHOR_DOUBTFUL;
	knowledge_place(&w->knowledge, i, state, has_place ? STEP * i : POS_NONE,
			has_place ? STEP * i + QUOTE : POS_NONE);
	knowledge_settle(&w->knowledge);
}

static void changed_claim_tells_both_wordings_and_whose_the_verdict_is(void **state)
{
	struct world *w = *state;
	claim(w, 21, "12 percent did this");
	put(w, 21, ANCHOR_CHANGED);
	says(w, VIEW_CLAIM, 21,
	     (const char *[]){"Claim 22 of 60", "∆ text changed · fact · was: correct",
			      "Another number: “12” has become “21”.", "It was quoted as:",
			      "“12 percent did this”", "Now it reads:", "“21 percent did”", NULL});
	says(w, VIEW_CLAIMS, 0,
	     (const char *[]){"22 ✓ ∆ text changed · fact · was: correct", "“12 percent", NULL});
}

static void words_put_in_and_taken_out_are_told(void **state)
{
	struct world *w = *state;
	claim(w, 21, "21 percent never did");
	put(w, 21, ANCHOR_CHANGED);
	says(w, VIEW_CLAIM, 21, (const char *[]){"A negation: “never” was taken out.", NULL});
	claim(w, 21, "21 did");
	says(w, VIEW_CLAIM, 21, (const char *[]){"“percent” was put in.", NULL});
}

static void difference_late_in_a_long_quote_is_told(void **state)
{
	struct world *w = *state;
	struct buf quote = {0};
	buf_add(&quote, w->text, sizeof w->text - 1);
	char *number = strstr(buf_string(&quote), "55 percent");
	memcpy(number, "44", 2);
	claim(w, 0, buf_string(&quote));
	knowledge_place(&w->knowledge, 0, ANCHOR_CHANGED, 0, sizeof w->text - 1);
	knowledge_settle(&w->knowledge);
	says(w, VIEW_CLAIM, 0, (const char *[]){"Another number: “44” has become “55”.", NULL});
	buf_done(&quote);
}

static void doubtful_claim_shows_the_quote_with_what_stood_around_it(void **state)
{
	struct world *w = *state;
	struct annotation *a = claim(w, 4, "4 percent did it");
	a->selector.prefix = mem_string("It is said that ");
	a->selector.suffix = mem_string(", or more.");
	put(w, 4, ANCHOR_DOUBTFUL);
	says(w, VIEW_CLAIM, 4,
	     (const char *[]){
		     "‽ doubtful · fact · correct", "which may be a wrong",
		     "It was quoted as:", "…It is said that “4 percent did it”, or\n  more.…",
		     "The text here says:", "“04 percent did”", NULL});
	bool is_marked = false;
	for (int col = 0; col < COLS; col++)
		for (int row = 0; row < 30; row++)
			is_marked |= (grid_cell(&w->grid, col, row)->style & STYLE_DOUBTFUL) != 0;
	assert_true(is_marked);
}

static void orphan_tells_where_it_stood_and_leads_to_its_neighbour(void **state)
{
	struct world *w = *state;
	for (uint32_t i = 0; i < CLAIMS; i++)
		w->knowledge.annotations[i].selector.start = 1000 + 10 * i;
	claim(w, 7, "This sentence is gone.");
	claim(w, 6, "06 percent did");
	put(w, 7, ANCHOR_ORPHAN);
	says(w, VIEW_CLAIM, 7,
	     (const char *[]){"Claim 60 of 60", "∅ orphan · fact · correct",
			      "Its place was not found", "“This sentence is gone.”",
			      "It stood at character 1070.", "after claim 7: “06 percent did”",
			      NULL});
	struct margin m;
	margin_show(&m, VIEW_CLAIM, 7);
	struct item item = margin_item(&m, &w->world, m.cursor);
	assert_int_equal(item.kind, ITEM_CLAIM);
	assert_int_equal(item.index, 6);
	assert_int_equal(item.at, 6 * STEP);
	assert_int_equal(margin_item(&m, &w->world, 1).kind, ITEM_FACT);
	// Nothing before it has a place: then what comes behind.
	for (uint32_t i = 0; i < 7; i++)
		put(w, i, ANCHOR_ORPHAN);
	says(w, VIEW_CLAIM, 7, (const char *[]){"before claim 1\n", NULL});
	// Positions of another set tell nothing.
	w->knowledge.annotations[7].set = 3;
	assert_int_equal(margin_item(&m, &w->world, 0).kind, ITEM_FACT);
}

static void orphans_and_pending_claims_are_counted_and_listed_last(void **state)
{
	struct world *w = *state;
	claim(w, 0, "00 percent");
	put(w, 0, ANCHOR_ORPHAN);
	claim(w, 1, "01 percent");
	put(w, 1, ANCHOR_PENDING);
	struct margin m;
	margin_show(&m, VIEW_CLAIMS, 0);
	assert_int_equal(margin_item_count(&m, &w->world), CLAIMS);
	margin_go_end(&m, &w->world, 1, COLS, 60);
	draw(w, &m, 60, true);
	struct buf all = {0};
	for (int row = 0; row < 60; row++) {
		char *text = row_text(w, row);
		buf_add_string(&all, text);
		buf_add_char(&all, '\n');
		free(text);
	}
	const char *first = strstr(buf_string(&all), "59 ✓ ∅ orphan · fact · correct");
	if (!first || !strstr(first, "60 ✓ ◌ pending · fact · correct"))
		fail_msg("wanted the orphan as 59 and the pending claim as 60 in\n%s",
			 buf_string(&all));
	buf_done(&all);
}

static void claim_in_several_places_lists_them_and_leads_to_each(void **state)
{
	struct world *w = *state;
	claim(w, 2, "02 percent did");
	assert_true(knowledge_add_place(&w->knowledge, 2, STEP * 30, STEP * 30 + QUOTE));
	assert_true(knowledge_add_place(&w->knowledge, 2, STEP * 59, STEP * 59 + QUOTE));
	knowledge_settle(&w->knowledge);
	says(w, VIEW_CLAIM, 2,
	     (const char *[]){"in 3 places · fact · correct",
			      "It fits equally in 3 places:", "3 % · “02 percent did”",
			      "50 % · “30 percent did”", "98 % · “59 percent did”", NULL});
	struct margin m;
	margin_show(&m, VIEW_CLAIM, 2);
	assert_int_equal(margin_item_count(&m, &w->world), 4);
	static const uint64_t places[] = {STEP * 2, STEP * 30, STEP * 59};
	for (int i = 0; i < 3; i++) {
		struct item item = margin_item(&m, &w->world, i);
		assert_int_equal(item.kind, ITEM_CLAIM);
		assert_int_equal(item.index, 2);
		assert_int_equal(item.at, places[i]);
	}
	assert_int_equal(margin_item(&m, &w->world, 3).kind, ITEM_FACT);
}

static void only_the_place_that_is_meant_is_opened(void **state)
{
	struct world *w = *state;
	struct margin m = {.view = VIEW_NEARBY, .cursor = -1};
	claim(w, 2, "02 percent did");
	assert_true(knowledge_add_place(&w->knowledge, 2, STEP * 3, STEP * 3 + QUOTE));
	knowledge_settle(&w->knowledge);
	w->nearby[0] = (struct nearby){.annotation = 2, .row = 2, .begin = STEP * 2};
	w->nearby[1] = (struct nearby){.annotation = 2, .row = 12, .begin = STEP * 3};
	w->world.nearby_count = 2;
	w->world.focus = 2;
	for (int meant = 0; meant < 2; meant++) {
		struct seen s;
		w->world.focus_at = w->nearby[meant].begin;
		draw(w, &m, 30, false);
		look(w, 30, &s);
		assert_int_equal(s.count, 2);
		assert_int_equal(s.at[0], 2);
		assert_int_equal(s.at[1], 12);
		for (int i = 0; i < 2; i++) {
			char *facts = row_text(w, s.at[i] + 2);
			bool is_open = strstr(facts, "+ Title") != NULL;
			if (is_open != (i == meant))
				fail_msg("meant is %d: wanted entry %d %s, got \"%s\"", meant, i,
					 i == meant ? "open" : "closed", facts);
			free(facts);
		}
	}
}

static void more_places_than_are_listed_are_counted(void **state)
{
	struct world *w = *state;
	for (uint64_t i = 1; i < 45; i++)
		assert_true(knowledge_add_place(&w->knowledge, 0, STEP * i, STEP * i + QUOTE));
	knowledge_settle(&w->knowledge);
	says(w, VIEW_CLAIM, 0,
	     (const char *[]){"It fits equally in 45 places:", "31 % · “19", "+25 more", NULL});
}

// A claim, and what is said about it: replies to replies, beside a note of its own.
static const char *const talk =
	"[{\"type\":\"Annotation\",\"id\":\"urn:x:n\",\"motivation\":\"commenting\",\"creator\":"
	"{\"name\":\"An editor\"},\"created\":\"2026-03-01T09:05:00Z\",\"bodyValue\":\"A note.\","
	"\"target\":\"urn:x:text\"},"
	"{\"type\":\"Annotation\",\"id\":\"urn:x:r1\",\"motivation\":\"replying\",\"creator\":"
	"{\"name\":\"A reader\"},\"created\":\"2026-03-02T09:05:00Z\",\"bodyValue\":\"Is it so?\","
	"\"target\":\"urn:x:c-01\"},"
	"{\"type\":\"Annotation\",\"id\":\"urn:x:r2\",\"motivation\":\"replying\",\"creator\":"
	"{\"name\":\"The desk\"},\"created\":\"2026-03-03T09:05:00Z\",\"bodyValue\":\"It is.\","
	"\"target\":\"urn:x:r1\"},"
	"{\"type\":\"Annotation\",\"id\":\"urn:x:r3\",\"motivation\":\"replying\",\"creator\":"
	"{\"name\":\"Another reader\"},\"bodyValue\":\"Thanks.\",\"target\":\"urn:x:c-01\"},"
	"{\"type\":\"Annotation\",\"id\":\"urn:x:r4\",\"motivation\":\"replying\",\"creator\":"
	"{\"name\":\"A stranger\"},\"bodyValue\":\"To whom?\",\"target\":\"urn:x:gone\"}]";

static void read_talk(struct world *w)
{
	static const struct {
		const char *id, *parent;
	} replies[] = {{"urn:x:r1", "urn:x:c-01"},
		       {"urn:x:r2", "urn:x:r1"},
		       {"urn:x:r3", "urn:x:c-01"},
		       {"urn:x:r4", "urn:x:gone"}};
	struct knowledge *k = &w->knowledge;
	struct err e = {0};
	w->sets[0] = web_annotation_open_bytes("talk", talk, strlen(talk), &e);
	assert_non_null(w->sets[0]);
	w->world.set_count = 1;
	enum step step = STEP_MORE;
	while (step == STEP_MORE)
		step = web_annotation_read(w->sets[0], k, 0, (struct budget){NULL, NULL}, &e);
	if (step == STEP_FAILED)
		fail_msg("%s", e.text);
	for (size_t i = CLAIMS; i < k->annotation_count; i++)
		for (size_t r = 0; r < sizeof replies / sizeof *replies; r++)
			if (string_equal(k->annotations[i].id, replies[r].id)) {
				free(k->annotations[i].parent_id);
				k->annotations[i].parent_id = mem_string(replies[r].parent);
				k->annotations[i].role = ROLE_REPLY;
			}
	// What is new makes it look again at who replies to whom.
	k->annotations[knowledge_add_annotation(k)].role = ROLE_TERM;
	knowledge_settle(k);
}

static void replies_stand_below_what_they_reply_to_with_their_authors(void **state)
{
	struct world *w = *state;
	read_talk(w);
	says(w, VIEW_CLAIM, 1,
	     (const char *[]){"Replies\n",
			      "A reader, 2\xC2\xA0"
			      "March 2026\n  Is it so?\n",
			      "  The desk, 3\xC2\xA0"
			      "March 2026\n    It is.\n",
			      "Another reader\n  Thanks.\n", NULL});
	uint32_t note = knowledge_find_annotation(&w->knowledge, "urn:x:n");
	says(w, VIEW_CLAIM, note,
	     (const char *[]){"note", "A note.",
			      "An editor, 1\xC2\xA0"
			      "March 2026",
			      NULL});
}

static void replies_to_nothing_known_are_listed_as_notes_are(void **state)
{
	struct world *w = *state;
	read_talk(w);
	struct margin m;
	margin_show(&m, VIEW_CLAIMS, 0);
	assert_int_equal(margin_item_count(&m, &w->world), CLAIMS + 2);
	margin_go_end(&m, &w->world, 1, COLS, 60);
	draw(w, &m, 60, true);
	uint32_t last = margin_item(&m, &w->world, CLAIMS + 1).index;
	assert_string_equal(w->knowledge.annotations[last].id, "urn:x:r4");
	says(w, VIEW_CLAIM, last,
	     (const char *[]){"reply", "It replies to urn:x:gone, which is in no", "set.",
			      "To whom?", "A stranger", NULL});
}

static void ring_of_replies_ends(void **state)
{
	struct world *w = *state;
	read_talk(w);
	uint32_t first = knowledge_find_annotation(&w->knowledge, "urn:x:r1");
	uint32_t second = knowledge_find_annotation(&w->knowledge, "urn:x:r2");
	struct annotation *a = &w->knowledge.annotations[first];
	a->parent = second;
	a->first_reply = second;
	a->next_reply = INDEX_NONE;
	w->knowledge.annotations[second].first_reply = first;
	says(w, VIEW_CLAIM, first, (const char *[]){"Replies\n", "The desk", "It is.", NULL});
	char *text = view_text(w, VIEW_CLAIM, first);
	const char *once = strstr(text, "It is.");
	assert_null(strstr(once + 1, "It is."));
	free(text);
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
		cmocka_unit_test_setup_teardown(
			changed_claim_tells_both_wordings_and_whose_the_verdict_is, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(words_put_in_and_taken_out_are_told, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(difference_late_in_a_long_quote_is_told, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			doubtful_claim_shows_the_quote_with_what_stood_around_it, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			orphan_tells_where_it_stood_and_leads_to_its_neighbour, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			orphans_and_pending_claims_are_counted_and_listed_last, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			claim_in_several_places_lists_them_and_leads_to_each, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_the_place_that_is_meant_is_opened, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(more_places_than_are_listed_are_counted, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			replies_stand_below_what_they_reply_to_with_their_authors, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(replies_to_nothing_known_are_listed_as_notes_are,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(ring_of_replies_ends, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("margin", tests, NULL, NULL);
}
