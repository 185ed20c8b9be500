// SPDX-License-Identifier: ISC
// What must hold of the reader at every place, width and size: the margin follows the reading,
// the place is never lost, every word is shown, everything is reached by keys.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "drive.h"
#include "page/layout.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/frame.h"
#include "reader/state.h"

// --- The margin follows the reading ---

// What the margin lists, read off the screen: numbers of claims, and how many it says are above
// and below.
struct listing {
	unsigned numbers[200];
	int count, above, below;
};

static char *margin_row(struct reader *r, int row)
{
	const struct pane *m = &r->frame.margin;
	return drive_words(r, m->x, m->y + row, m->width, 1);
}

static void read_margin(struct reader *r, struct listing *l)
{
	const struct pane *m = &r->frame.margin;
	const struct grid *g = reader_draw(r);
	*l = (struct listing){0};
	for (int row = 0; row < m->height; row++) {
		char *text = margin_row(r, row), *end;
		int count = 0, said = sscanf(text, "+%d above", &count);
		bool has_number = false;
		// Entries have their number in the first two columns, all else is further in.
		for (int col = m->x; col < m->x + 2; col++) {
			const struct cell *c = grid_cell(g, col, m->y + row);
			has_number |= c->len == 1 && strchr("0123456789", *grid_cell_text(g, c));
		}
		if (said == 1 && strstr(text, "above"))
			l->above += count;
		else if (said == 1 && strstr(text, "below"))
			l->below += count;
		else if (has_number)
			l->numbers[l->count++] = (unsigned)strtoul(text, &end, 10);
		free(text);
	}
}

// An interval query that shares nothing with the reader's: each claim is looked at.
static int claims_between(const struct knowledge *k, uint64_t a, uint64_t b, unsigned *numbers)
{
	int count = 0;
	for (unsigned number = 1; number <= k->claim_count; number++)
		for (size_t i = 0; i < k->annotation_count; i++) {
			const struct annotation *at = &k->annotations[i];
			if (at->role == ROLE_CLAIM && at->number == number &&
			    at->state == ANCHOR_FOUND && at->begin < b && at->end > a)
				numbers[count++] = number;
		}
	return count;
}

static void margin_lists_what_is_in_view(struct reader *r)
{
	struct listing l;
	unsigned wanted[200];
	int count = claims_between(&r->session.knowledge, page_begin(&r->page), page_end(&r->page),
				   wanted);
	read_margin(r, &l);
	if (l.above + l.count + l.below != count)
		drive_fail(r, "wanted %d claims in the margin, got %d above, %d shown, %d below",
			   count, l.above, l.count, l.below);
	for (int i = 0; i < l.count; i++)
		if (l.numbers[i] != wanted[l.above + i])
			drive_fail(r, "wanted claim %u as entry %d of the margin, got %u",
				   wanted[l.above + i], i, l.numbers[i]);
}

static void margin_lists_exactly_the_claims_in_view_at_every_row(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {100, 30}, {100, 16}, {200, 60}, {110, 19}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r = drive_open(NULL, NULL, sizes[i][0], sizes[i][1]);
		for (bool is_end = false; !is_end; drive_keys(r, "j")) {
			is_end = page_is_at_end(&r->page);
			margin_lists_what_is_in_view(r);
			// The same with a claim in focus, whose entry is open.
			uint64_t top = r->page.anchor;
			drive_keys(r, "Tab");
			margin_lists_what_is_in_view(r);
			drive_keys(r, "Tab");
			margin_lists_what_is_in_view(r);
			r->page.anchor = top;
			drive_keys(r, "Esc");
		}
		reader_free(r);
	}
}

// --- The place is never lost ---

// Where the lines of the whole text begin at one width, laid out afresh.
struct lines {
	uint64_t *begins;
	size_t count, capacity;
};

static void lay_out(struct lines *l, const struct document *d, int width)
{
	for (uint64_t pos = document_begin(d); pos < document_end(d);) {
		struct paragraph p = {0};
		struct layout layout = {0};
		assert_true(document_paragraph(d, pos, &p));
		layout_init(&layout, &p,
			    &(struct setting){.width = width,
					      .is_kept = p.kind == PARAGRAPH_PREFORMATTED});
		for (size_t i = 0; i < layout.line_count; i++) {
			l->begins = mem_reserve(l->begins, &l->capacity, l->count + 1,
						sizeof *l->begins);
			l->begins[l->count++] =
				i == 0 ? p.begin : paragraph_pos(&p, layout.lines[i].begin);
		}
		pos = p.end;
		layout_done(&layout);
		paragraph_done(&p);
	}
}

enum { WIDTHS = 400 };

static void rows_are_of_a_fresh_layout(struct reader *r, struct lines *all)
{
	struct page *p = &r->page;
	struct lines *l = &all[p->setting.width];
	if (l->count == 0)
		lay_out(l, &r->session.document, p->setting.width);
	size_t first = 0;
	uint64_t begin, end;
	page_row_range(p, 0, &begin, &end);
	while (first < l->count && l->begins[first] != begin)
		first++;
	size_t left = l->count - first;
	int wanted = l->count < (size_t)p->height ? (int)l->count : p->height;
	if (first == l->count || p->row_count != wanted || left < (size_t)wanted)
		drive_fail(r, "wanted %d lines of a fresh layout, got %d, the first at %llu",
			   wanted, p->row_count, (unsigned long long)begin);
	for (int row = 0; row < p->row_count; row++) {
		page_row_range(p, row, &begin, &end);
		if (l->begins[first + (size_t)row] != begin)
			drive_fail(r, "row %d: wanted the line from %llu, got %llu", row,
				   (unsigned long long)l->begins[first + (size_t)row],
				   (unsigned long long)begin);
	}
}

// The character at POS must be on the screen where the page says it is.
static void is_visible(struct reader *r, uint64_t pos)
{
	size_t n;
	int col = 0, row = page_row_of(&r->page, pos, &col);
	const uint8_t *s = source_bytes(r->session.document.source, pos, &n);
	const struct grid *g = reader_draw(r);
	const struct cell *c =
		row < 0 ? NULL : grid_cell(g, r->frame.text.x + col, r->frame.text.y + row);
	bool is_end = *s == '\n'; // the place of an empty line
	if (!c || (!is_end && (!c->len || memcmp(grid_cell_text(g, c), s, c->len) != 0)))
		drive_fail(r, "wanted byte %llu (\"%.12s\") on the screen, at column %d of row %d",
			   (unsigned long long)pos, (const char *)s, col, row);
}

static void random_change(struct reader *r, unsigned *seed, int *panel)
{
	if (drive_random(seed, 3) == 0) {
		drive_keys(r, "p");
		*panel ^= 1;
	} else {
		drive_resize(r, 5 + (int)drive_random(seed, 296), 3 + (int)drive_random(seed, 98));
	}
}

static void changes_and_comes_back(struct reader *r, unsigned *seed, struct lines *all)
{
	int cols = r->cols, rows = r->rows, panel = 0;
	uint64_t place = page_begin(&r->page);
	if (r->focus != INDEX_NONE)
		place = r->session.knowledge.annotations[r->focus].begin;
	char *shot = drive_shot(r);
	for (unsigned n = 1 + drive_random(seed, 6); n > 0; n--) {
		random_change(r, seed, &panel);
		if (r->frame.room == ROOM_NONE || !frame_shows_text(r))
			continue;
		rows_are_of_a_fresh_layout(r, all);
		is_visible(r, place);
	}
	if (panel)
		drive_keys(r, "p");
	drive_resize(r, cols, rows);
	drive_same(shot, drive_shot(r), "back at the first size");
}

static void place_is_never_lost(void **state)
{
	(void)state;
	static const char *const befores[] = {
		"",	 "j j j", "Tab",     "G",	    "5 0 %",
		"1 2 #", "3 0 #", "Tab j j", "G Tab S-Tab", "2 0 # k"};
	enum { SEQUENCES = 1000, BEFORES = sizeof befores / sizeof *befores };
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}};
	static struct lines all[WIDTHS];
	unsigned seed = 1989;
	for (size_t i = 0; i < BEFORES * 4; i++) {
		struct reader *r = drive_open(NULL, NULL, sizes[i % 4][0], sizes[i % 4][1]);
		drive_keys(r, befores[i / 4]);
		buf_clear(&r->notice);
		for (int n = 0; n < SEQUENCES / BEFORES / 4; n++)
			changes_and_comes_back(r, &seed, all);
		reader_free(r);
	}
	for (size_t i = 0; i < WIDTHS; i++)
		free(all[i].begins);
}

// --- Every word is shown ---

static bool is_white(char c)
{
	return c == ' ' || c == '\n';
}

// Fails unless GOT is the text's words parted by single blanks.
static void has_all_words(const char *text, const char *got, int width)
{
	const char *g = got;
	for (const char *w = text; *w;) {
		w += strspn(w, " \n");
		size_t n = strcspn(w, " \n"), seen = strcspn(g, " ");
		if (n == 0)
			break;
		if (n != seen || memcmp(w, g, n) != 0)
			fail_msg("at width %d: wanted the word \"%.*s\", got \"%.*s\"", width,
				 (int)n, w, (int)seen, g);
		w += n;
		g += seen;
		g += *g == ' ';
	}
	if (*g)
		fail_msg("at width %d: wanted the end, got \"%.40s\"", width, g);
}

// The longest piece without an opportunity to break around POS.
static int unbroken_columns(const char *text, uint64_t pos)
{
	uint64_t a = pos, b = pos;
	while (a > 0 && !is_white(text[a - 1]) && text[a - 1] != '-')
		a--;
	while (text[b] && !is_white(text[b]) && (b == pos || text[b - 1] != '-'))
		b++;
	return utf8_columns(text + a, b - a);
}

// Adds what the text pane shows of the rows from *SEEN on, as words.
static void gather_rows(struct reader *r, const char *text, uint64_t *seen, struct buf *out)
{
	const struct pane *t = &r->frame.text;
	for (int row = 0; row < r->page.row_count; row++) {
		uint64_t begin, end;
		page_row_range(&r->page, row, &begin, &end);
		if (begin < *seen)
			continue;
		if (begin != *seen)
			drive_fail(r, "wanted the line from byte %llu next, got %llu",
				   (unsigned long long)*seen, (unsigned long long)begin);
		bool is_cut = begin > 0 && !is_white(text[begin - 1]);
		if (is_cut && text[begin - 1] != '-' && unbroken_columns(text, begin) <= t->width)
			drive_fail(r, "wanted no word cut at byte %llu in %d columns",
				   (unsigned long long)begin, t->width);
		char *words = drive_words(r, t->x, t->y + row, t->width, 1);
		if (*words && out->len && !is_cut)
			buf_add_char(out, ' ');
		buf_add_string(out, words);
		free(words);
		*seen = end;
	}
}

static void nothing_is_beside_the_column(struct reader *r)
{
	const struct pane *t = &r->frame.text;
	const struct grid *g = reader_draw(r);
	for (int row = t->y; row < t->y + t->height; row++)
		for (int col = t->x + t->width; col < r->frame.strip_x; col++)
			if (grid_cell(g, col, row)->len)
				drive_fail(r, "wanted nothing beside the column at %d, %d", col,
					   row);
}

static void all_words_are_on_screen_at_every_width(void **state)
{
	(void)state;
	for (int width = 20; width <= 200; width++) {
		struct reader *r = drive_open(NULL, NULL, width, 24);
		size_t n;
		const uint8_t *bytes = source_bytes(r->session.document.source, 0, &n);
		char *text = mem_copy(bytes, n);
		struct buf got = {0};
		uint64_t seen = 0;
		gather_rows(r, text, &seen, &got);
		while (!page_is_at_end(&r->page)) {
			drive_keys(r, "Space");
			nothing_is_beside_the_column(r);
			gather_rows(r, text, &seen, &got);
		}
		has_all_words(text, buf_string(&got), width);
		buf_done(&got);
		free(text);
		reader_free(r);
	}
}

// --- Everything is reached by keys alone ---

static const int reach_sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}};
enum { REACH_SIZES = sizeof reach_sizes / sizeof *reach_sizes, MOST_KEYS = 400 };

// Presses j until the margin's cursor is on ITEM, seen and marked.
static void move_to_item(struct reader *r, int item)
{
	for (int i = 0; r->margin.cursor < item && i < MOST_KEYS; i++)
		drive_keys(r, "j");
	const struct grid *g = reader_draw(r);
	if (r->margin.cursor != item ||
	    !(grid_cell(g, g->cursor_col, g->cursor_row)->style & STYLE_FOCUS))
		drive_fail(r, "wanted the cursor on item %d of the margin after %d times j", item,
			   MOST_KEYS);
}

static void claims_and_their_facts_are_reached_from_the_text(void **state)
{
	(void)state;
	for (size_t s = 0; s < REACH_SIZES; s++) {
		struct reader *r = drive_open(NULL, NULL, reach_sizes[s][0], reach_sizes[s][1]);
		const struct knowledge *k = &r->session.knowledge;
		for (size_t i = 0; i < k->claim_count; i++) {
			const struct annotation *a = &k->annotations[k->claims[i]];
			drive_keys(r, "Tab");
			assert_int_equal(r->focus, k->claims[i]);
			is_visible(r, a->begin);
			drive_keys(r, "Enter");
			assert_int_equal(r->margin.view, VIEW_CLAIM);
			for (uint32_t n = 0; n < a->link_count; n++) {
				move_to_item(r, (int)n);
				drive_keys(r, "Enter");
				assert_int_equal(r->margin.view, VIEW_FACT);
				assert_int_equal(r->margin.subject,
						 k->links[a->first_link + n].fact);
				drive_keys(r, "Backspace");
			}
			drive_keys(r, "Backspace");
		}
		reader_free(r);
	}
}

static void claims_are_reached_from_their_list(void **state)
{
	(void)state;
	for (size_t s = 0; s < REACH_SIZES; s++) {
		struct reader *r = drive_open(NULL, NULL, reach_sizes[s][0], reach_sizes[s][1]);
		const struct knowledge *k = &r->session.knowledge;
		drive_keys(r, "L");
		for (size_t i = 0; i < k->claim_count; i++) {
			move_to_item(r, (int)i);
			drive_keys(r, "Enter");
			assert_int_equal(r->focus, k->claims[i]);
			drive_keys(r, "Backspace");
		}
		reader_free(r);
	}
}

static void facts_and_back_links_are_reached_from_their_list(void **state)
{
	(void)state;
	for (size_t s = 0; s < REACH_SIZES; s++) {
		struct reader *r = drive_open(NULL, NULL, reach_sizes[s][0], reach_sizes[s][1]);
		const struct knowledge *k = &r->session.knowledge;
		drive_keys(r, "K");
		for (size_t i = 0; i < k->fact_count; i++) {
			move_to_item(r, (int)i);
			drive_keys(r, "Enter");
			assert_int_equal(r->margin.view, VIEW_FACT);
			assert_int_equal(r->margin.subject, i);
			struct margin_world world = world_of(r, NULL, 0);
			uint32_t sources = rows_source_count(&world, (uint32_t)i);
			for (uint32_t n = 0; n < k->facts[i].link_count; n++) {
				uint32_t claim = k->links[k->facts[i].links[n]].annotation;
				move_to_item(r, (int)(sources + n));
				drive_keys(r, "Enter");
				is_visible(r, k->annotations[claim].begin);
				drive_keys(r, "Backspace");
			}
			drive_keys(r, "Backspace");
		}
		reader_free(r);
	}
}

// Every row of a fact, read while one goes down by j, must hold the whole text of the fact.
static void facts_are_read_whole_in_every_window(void **state)
{
	(void)state;
	for (size_t s = 0; s < REACH_SIZES; s++) {
		struct reader *r = drive_open(NULL, NULL, reach_sizes[s][0], reach_sizes[s][1]);

		struct buf seen = {0};
		drive_keys(r, "Tab Enter Enter");
		for (int i = 0; i < 150; i++) {
			const struct pane *m = &r->frame.margin;
			for (int row = 0; row < m->height; row++) {
				char *text = margin_row(r, row);
				buf_printf(&seen, "%s\n", text);
				free(text);
			}
			drive_keys(r, "j");
		}
		static const char *const words[] = {"signature", "dined",    "agreement",
						    "Sources",	 "Herald",   "Kyodo",
						    "nna.jp",	 "Bears on", "supports"};
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (!strstr(buf_string(&seen), words[i]))
				drive_fail(r,
					   "wanted \"%s\" seen while one goes down through a fact",
					   words[i]);
		buf_done(&seen);
		reader_free(r);
	}
}

// --- Settings ---

static void the_width_is_the_measure_and_lines_may_end_flush(void **state)
{
	(void)state;
	static const struct {
		const char *width;
		int wanted;
	} widths[] = {{"20", 20}, {"40", 40}, {"72", 72}, {"1000", 115}};
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		struct options o = {.language = "en"};
		struct err e = {0};
		assert_true(options_set(&o, "width", widths[i].width, &e));
		struct reader *r = drive_options(&o, 160, 40, &e);
		if (r->frame.text.width != widths[i].wanted)
			drive_fail(r, "wanted %d columns of text, got %d", widths[i].wanted,
				   r->frame.text.width);
		reader_free(r);
		options_done(&o);
	}
	struct options o = {.language = "en"};
	struct err e = {0};
	struct reader *r = drive_options(&o, 120, 40, &e);
	drive_key(r, 'J');
	drive_key(r, 'j');
	char *wanted = drive_rows(r);
	reader_free(r);
	o.justify = true;
	r = drive_options(&o, 120, 40, &e);
	drive_key(r, 'j');
	drive_same(wanted, drive_rows(r), "--justify");
	reader_free(r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(margin_lists_exactly_the_claims_in_view_at_every_row),
		cmocka_unit_test(place_is_never_lost),
		cmocka_unit_test(all_words_are_on_screen_at_every_width),
		cmocka_unit_test(claims_and_their_facts_are_reached_from_the_text),
		cmocka_unit_test(claims_are_reached_from_their_list),
		cmocka_unit_test(facts_and_back_links_are_reached_from_their_list),
		cmocka_unit_test(facts_are_read_whole_in_every_window),
		cmocka_unit_test(the_width_is_the_measure_and_lines_may_end_flush),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
