// SPDX-License-Identifier: ISC
// The text of several lines that a person types: each key, pasting, undo, and rows at a width; then
// random keys over random texts beside a plain model of what they mean.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "generate.h"
#include "page/grid.h"
#include "reader/editor.h"
#include "reader/event.h"
#include "want.h"

#define CONTROL(letter) ((letter)&0x1Fu)
#define UNDO CONTROL('_')
#define REDO KEY_ALT_UNDERSCORE
#define FAMILY "👨‍👩‍👧" // one cluster of five code points
#define ACCENTED "e\xCC\x81"	    // e and a combining acute

static void type(struct editor *x, const char *text)
{
	size_t n = strlen(text);
	uint32_t cp;
	for (size_t i = 0; i < n;) {
		i += utf8_decode((const uint8_t *)text + i, n - i, &cp);
		want(editor_key(x, cp == '\n' ? KEY_ENTER_KEY : cp),
		     "wanted U+%04X to be typed, it was not", cp);
	}
}

static void press(struct editor *x, uint32_t key)
{
	want(editor_key(x, key), "wanted key %u to mean something, it did not", key);
}

// Wants the text with "|" where the cursor is.
static void has(const struct editor *x, const char *wanted)
{
	struct buf got = {0};
	buf_add(&got, x->text.data, x->cursor);
	buf_add_char(&got, '|');
	buf_add_string(&got, editor_text(x) + x->cursor);
	want_string("text", wanted, buf_string(&got));
	buf_done(&got);
}

// Begins with the text before and behind "|".
static struct editor begin(const char *text)
{
	struct editor x;
	const char *bar = strchr(text, '|');
	editor_init(&x, "", false);
	editor_paste(&x, text, (size_t)(bar - text));
	size_t at = x.cursor;
	editor_paste(&x, bar + 1, strlen(bar + 1));
	x.cursor = at;
	return x;
}

// A key, what it makes of what; and of a text that ends with NULL.
static void keys_do(const char *const *cases, const uint32_t *keys)
{
	for (size_t i = 0; cases[i]; i += 2) {
		for (size_t k = 0; keys[k]; k++) {
			struct editor x = begin(cases[i]);
			press(&x, keys[k]);
			has(&x, cases[i + 1]);
			editor_done(&x);
		}
	}
}

#define KEYS(...) ((const uint32_t[]){__VA_ARGS__, 0})
#define CASES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void arrows_go_by_clusters(void **state)
{
	(void)state;
	keys_do(CASES("a" FAMILY "|b", "a|" FAMILY "b", "x" ACCENTED "|", "x|" ACCENTED, "a\n|b",
		      "a|\nb", "|a", "|a", "|", "|", "🇳🇱🇧🇪|", "🇳🇱|🇧🇪"),
		KEYS(KEY_LEFT_ARROW, CONTROL('b')));
	keys_do(CASES("a|" FAMILY "b", "a" FAMILY "|b", "|" ACCENTED, ACCENTED "|", "a|\nb",
		      "a\n|b", "a|", "a|", "|", "|"),
		KEYS(KEY_RIGHT_ARROW, CONTROL('f')));
}

static void words_are_those_of_unicode(void **state)
{
	(void)state;
	keys_do(CASES("one two|", "one |two", "one two  |", "one |two  ", "don't| x", "|don't x",
		      "(a) - |b", "(|a) - b", "one\n|", "|one\n", "|a", "|a", "… |", "|… "),
		KEYS(KEY_CONTROL_LEFT, KEY_ALT_B));
	keys_do(CASES("|one two", "one| two", "one|, two", "one, two|", "one|\ntwo", "one\ntwo|",
		      "a|", "a|", "a| …", "a …|", "x| " FAMILY " y", "x " FAMILY "| y"),
		KEYS(KEY_CONTROL_RIGHT, KEY_ALT_F));
}

static void home_and_end_are_those_of_the_line(void **state)
{
	(void)state;
	keys_do(CASES("one\ntw|o", "one\n|two", "one\n|", "one\n|"),
		KEYS(KEY_HOME_KEY, CONTROL('a')));
	keys_do(CASES("o|ne\ntwo", "one|\ntwo", "|", "|"), KEYS(KEY_END_KEY));
	keys_do(CASES("one\ntw|o", "|one\ntwo"), KEYS(KEY_CONTROL_HOME));
	keys_do(CASES("o|ne\ntwo", "one\ntwo|"), KEYS(KEY_CONTROL_END));
}

static void clusters_are_deleted_whole(void **state)
{
	(void)state;
	keys_do(CASES("a" FAMILY "|b", "a|b", "a" ACCENTED "|", "a|", "a\n|b", "a|b", "|a", "|a"),
		KEYS(KEY_BACKSPACE_KEY));
	keys_do(CASES("a|" FAMILY "b", "a|b", "|" ACCENTED, "|", "a|\nb", "a|b", "a|", "a|"),
		KEYS(KEY_DELETE_KEY, CONTROL('d')));
}

static void word_and_parts_of_the_line_are_taken(void **state)
{
	(void)state;
	keys_do(CASES("one two|", "one |", "one two |", "one |", "one\n|two", "one|two", "one\n  |",
		      "one\n|", "|a", "|a", "中文|", "中|"),
		KEYS(CONTROL('w')));
	keys_do(CASES("one\ntwo| three", "one\n| three", "one\n|", "one\n|"), KEYS(CONTROL('u')));
	keys_do(CASES("one| two\nthree", "one|\nthree", "one|\ntwo", "one|two", "a|", "a|"),
		KEYS(CONTROL('k')));
}

static void what_was_taken_comes_back(void **state)
{
	(void)state;
	struct editor x = begin("one two three|\nfour");
	press(&x, CONTROL('w'));
	press(&x, CONTROL('w'));
	has(&x, "one |\nfour");
	press(&x, CONTROL('k'));
	press(&x, CONTROL('y'));
	has(&x, "one two three\n|four");
	press(&x, CONTROL('u'));
	press(&x, CONTROL('k'));
	has(&x, "one two three\n|");
	press(&x, CONTROL('y'));
	press(&x, CONTROL('y'));
	has(&x, "one two three\nfourfour|");
	editor_done(&x);
}

static void cursor_is_never_inside_a_cluster(void **state)
{
	(void)state;
	struct editor x = begin("👨|👩");
	press(&x, 0x200D);
	has(&x, "👨\xE2\x80\x8D👩|");
	editor_done(&x);
	x = begin("🇳x|🇱");
	press(&x, KEY_BACKSPACE_KEY);
	has(&x, "🇳🇱|");
	editor_done(&x);
	x = begin("a\n|\xCC\x81");
	press(&x, KEY_BACKSPACE_KEY);
	has(&x, "a\xCC\x81|");
	editor_done(&x);
}

static void rows_keep_the_wished_column(void **state)
{
	(void)state;
	struct grid g = {0};
	struct editor x = begin("123456\n12\n123456|");
	grid_reset(&g, 20, 5);
	editor_draw(&x, &g, 0, 0, 20, 5, STYLE_TEXT, true);
	press(&x, KEY_UP_ARROW);
	has(&x, "123456\n12|\n123456");
	press(&x, KEY_UP_ARROW);
	has(&x, "123456|\n12\n123456");
	press(&x, KEY_UP_ARROW);
	has(&x, "123456|\n12\n123456");
	press(&x, KEY_DOWN_ARROW);
	press(&x, KEY_DOWN_ARROW);
	has(&x, "123456\n12\n123456|");
	editor_done(&x);
	// By rows, not by lines.
	x = begin("aaaa bbbb cc|cc");
	editor_draw(&x, &g, 0, 0, 7, 5, STYLE_TEXT, true);
	press(&x, KEY_UP_ARROW);
	has(&x, "aaaa bb|bb cccc");
	press(&x, KEY_UP_ARROW);
	has(&x, "aa|aa bbbb cccc");
	editor_done(&x);
	// The place behind a row is the begin of the next one, and no place in this one.
	x = begin("aa bbbbbbb|");
	editor_draw(&x, &g, 0, 0, 9, 5, STYLE_TEXT, true);
	press(&x, KEY_UP_ARROW);
	has(&x, "aa| bbbbbbb");
	press(&x, KEY_DOWN_ARROW);
	has(&x, "aa bbbbbbb|");
	editor_done(&x);
	grid_done(&g);
}

static void screens_of_rows_are_gone_through(void **state)
{
	(void)state;
	struct grid g = {0};
	struct editor x = begin("|1\n2\n3\n4\n5\n6\n7\n8");
	grid_reset(&g, 10, 4);
	editor_draw(&x, &g, 0, 0, 10, 4, STYLE_TEXT, true);
	press(&x, KEY_PAGE_DOWN);
	has(&x, "1\n2\n3\n|4\n5\n6\n7\n8");
	press(&x, KEY_PAGE_DOWN);
	press(&x, KEY_PAGE_DOWN);
	has(&x, "1\n2\n3\n4\n5\n6\n7\n|8");
	editor_draw(&x, &g, 0, 0, 10, 4, STYLE_TEXT, true);
	want_number("row of the cursor", 3, g.cursor_row);
	press(&x, KEY_PAGE_UP);
	has(&x, "1\n2\n3\n4\n|5\n6\n7\n8");
	press(&x, KEY_PAGE_UP);
	press(&x, KEY_PAGE_UP);
	has(&x, "|1\n2\n3\n4\n5\n6\n7\n8");
	editor_done(&x);
	grid_done(&g);
}

static void enter_begins_a_line_where_there_may_be_several(void **state)
{
	(void)state;
	keys_do(CASES("a|b", "a\n|b"), KEYS(KEY_ENTER_KEY, '\n'));
	struct editor x;
	editor_init(&x, "one\ntwo\r\nthree", true);
	has(&x, "one two three|");
	want(!editor_key(&x, KEY_ENTER_KEY) && !editor_key(&x, '\n'),
	     "wanted Enter to be left to others");
	want(!editor_key(&x, KEY_UP_ARROW) && !editor_key(&x, KEY_DOWN_ARROW),
	     "wanted Up and Down to be left to others where there is no row");
	editor_paste(&x, " a\nb", 4);
	has(&x, "one two three a b|");
	editor_done(&x);
}

static void keys_of_others_change_nothing(void **state)
{
	(void)state;
	static const uint32_t keys[] = {
		CONTROL('s'), CONTROL('e'),  CONTROL('c'), CONTROL('g'), CONTROL('t'), KEY_ESCAPE,
		KEY_TAB,      KEY_BACK_TAB,  CONTROL('z'), CONTROL('l'), CONTROL('r'), KEY_F1_KEY,
		KEY_F6_KEY,   KEY_ALT_RIGHT, 0x9B,	   0x202E,	 0xD800,       0x110000,
	};
	struct editor x = begin("a|b");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		want(!editor_key(&x, keys[i]), "wanted key %u to be left to others", keys[i]);
	has(&x, "a|b");
	editor_done(&x);
}

static void typing_is_undone_as_a_run(void **state)
{
	(void)state;
	struct editor x;
	editor_init(&x, "begin", false);
	type(&x, " and on");
	press(&x, KEY_ENTER_KEY);
	type(&x, "more");
	press(&x, KEY_LEFT_ARROW);
	type(&x, "xy");
	has(&x, "begin and on\nmorxy|e");
	press(&x, UNDO);
	has(&x, "begin and on\nmor|e");
	press(&x, UNDO);
	has(&x, "begin and on\n|");
	press(&x, UNDO);
	press(&x, UNDO);
	has(&x, "begin|");
	press(&x, UNDO);
	has(&x, "begin|");
	for (int i = 0; i < 5; i++)
		press(&x, REDO);
	has(&x, "begin and on\nmorxy|e");
	press(&x, UNDO);
	type(&x, "!");
	press(&x, REDO);
	has(&x, "begin and on\nmor!|e");
	for (int i = 0; i < 4; i++)
		press(&x, UNDO);
	has(&x, "begin|");
	for (int i = 0; i < 4; i++)
		press(&x, REDO);
	has(&x, "begin and on\nmor!|e");
	editor_done(&x);
}

static void text_is_set_as_one_step(void **state)
{
	(void)state;
	struct editor x = begin("a|b");
	editor_set(&x, "quite\r\nother \xFF");
	has(&x, "quite\nother \xEF\xBF\xBD|");
	editor_set(&x, "quite\nother \xEF\xBF\xBD");
	press(&x, UNDO);
	has(&x, "a|b");
	press(&x, REDO);
	has(&x, "quite\nother \xEF\xBF\xBD|");
	editor_done(&x);
}

static void pasted_text_is_made_harmless(void **state)
{
	(void)state;
	static const char pasted[] = "a\r\nb\rc\td\x1B[31m\x7F\xC2\x9B" // CSI as C1
				     "e\xE2\x80\xAE"			// RIGHT-TO-LEFT OVERRIDE
				     "f\xE2\x81\xA6"			// LEFT-TO-RIGHT ISOLATE
				     "g\xC3(\0h\xE2\x80\xA8i";
	struct editor x = begin("<|>");
	editor_paste(&x, pasted, sizeof pasted - 1);
	has(&x, "<a\nb\nc d[31mefg\xEF\xBF\xBD(h\ni|>");
	press(&x, UNDO);
	has(&x, "<|>");
	editor_done(&x);
}

static void text_does_not_grow_beyond_its_ceiling(void **state)
{
	(void)state;
	char *many = mem_new(EDITOR_CEILING + 8, 1);
	memset(many, 'x', EDITOR_CEILING + 7);
	struct editor x;
	editor_init(&x, many, false);
	want(editor_is_full(&x), "wanted a text of %zu bytes to be too long", strlen(many));
	want_number("length", EDITOR_CEILING, x.text.len);
	press(&x, 'y');
	want(editor_is_full(&x), "wanted the key to be refused");
	press(&x, KEY_BACKSPACE_KEY);
	want(!editor_is_full(&x), "wanted there to be room again");
	press(&x, KEY_BACKSPACE_KEY);
	press(&x, KEY_BACKSPACE_KEY);
	// A cluster that does not fit is left out whole.
	editor_paste(&x, "y" ACCENTED, 4);
	want(editor_is_full(&x), "wanted the paste to be cut");
	want_number("length", EDITOR_CEILING - 2, x.text.len);
	want_number("last byte", 'y', x.text.data[x.text.len - 1]);
	editor_done(&x);
	editor_init(&x, "", false);
	for (int i = 0; i < 500; i++) {
		editor_set(&x, i % 2 ? "" : many);
		want(x.kept <= EDITOR_KEPT + EDITOR_CEILING + 1000,
		     "wanted undo to take at most %d bytes, it takes %zu", EDITOR_KEPT, x.kept);
	}
	press(&x, UNDO);
	want_number("length after undoing", EDITOR_CEILING, x.text.len);
	editor_done(&x);
	free(many);
}

static void draw_all(struct editor *x, struct grid *g, int width, struct buf *rows)
{
	int height = editor_rows(x, width);
	grid_reset(g, width, height);
	editor_draw(x, g, 0, 0, width, height, STYLE_TEXT, true);
	buf_clear(rows);
	for (int row = 0; row < height; row++) {
		grid_row_text(g, row, rows);
		buf_add_char(rows, '\n');
	}
}

static void rows_break_where_lines_may(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int width;
		const char *rows;
		int col, row; // of the cursor at the end
	} cases[] = {
		{"", 10, "\n", 0, 0},
		{"one two", 20, "one two\n", 7, 0},
		{"one two", 5, "one\ntwo\n", 3, 1},
		{"one ", 4, "one\n", 3, 0},
		{"one  ", 4, "one\n", 3, 0},
		{"one", 4, "one\n", 3, 0},
		{"a\n", 9, "a\n\n", 0, 1},
		{"\n\nb", 9, "\n\nb\n", 1, 2},
		{"中文字幕", 6, "中文\n字幕\n", 4, 1},
		{"中文", 2, "中\n文\n", 1, 1},
		{"abcdefgh", 5, "abcd\nefgh\n", 4, 1},
		{FAMILY FAMILY, 4, "👨‍👩‍👧\n👨‍👩‍👧\n", 2, 1},
		{ACCENTED ACCENTED ACCENTED, 3, ACCENTED ACCENTED "\n" ACCENTED "\n", 1, 1},
		{"a\tb", 20, "a       b\n", 9, 0},
		{"a\xE2\x80\x8B", 9, "a\n", 1, 0}, // ZERO WIDTH SPACE
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct grid g = {0};
		struct buf rows = {0};
		struct editor x;
		editor_init(&x, cases[i].text, false);
		draw_all(&x, &g, cases[i].width, &rows);
		want_string(cases[i].text, cases[i].rows, buf_string(&rows));
		want(g.cursor_col == cases[i].col && g.cursor_row == cases[i].row,
		     "\"%s\" at %d: wanted the cursor at %d,%d, got %d,%d", cases[i].text,
		     cases[i].width, cases[i].col, cases[i].row, g.cursor_col, g.cursor_row);
		editor_done(&x);
		buf_done(&rows);
		grid_done(&g);
	}
}

static void click_puts_the_cursor_there(void **state)
{
	(void)state;
	struct grid g = {0};
	struct editor x = begin("aaaa 中文\n|b");
	grid_reset(&g, 8, 3);
	editor_draw(&x, &g, 0, 0, 6, 3, STYLE_TEXT, true);
	editor_click(&x, 2, 0, 6, 3);
	has(&x, "aa|aa 中文\nb");
	editor_click(&x, 3, 1, 6, 3);
	has(&x, "aaaa 中|文\nb");
	editor_click(&x, 5, 1, 6, 3);
	has(&x, "aaaa 中文|\nb");
	editor_click(&x, 0, 7, 6, 3);
	has(&x, "aaaa 中文|\nb");
	x.cursor = x.text.len;
	editor_draw(&x, &g, 0, 0, 6, 1, STYLE_TEXT, true);
	editor_click(&x, 0, 0, 6, 1);
	has(&x, "aaaa 中文\n|b");
	editor_done(&x);
	grid_done(&g);
}

// --- The model: the text as a list of clusters; every step kept as a whole text ---

struct model {
	struct buf text;
	size_t cursor; // [byte]
	char **states; // text before each step, and the cursors
	size_t *cursors;
	size_t count, states_capacity, cursors_capacity;
};

static uint8_t *flags_of(const struct buf *text)
{
	uint8_t *flags = mem_new(text->len + 1, 1);
	utf8_mark((const uint8_t *)buf_string(text), text->len, flags);
	flags[text->len] = UTF8_CLUSTER;
	return flags;
}

static void model_splice(struct model *m, size_t from, size_t to, const char *bytes, size_t n)
{
	if (from == to && n == 0)
		return;
	m->states = mem_reserve(m->states, &m->states_capacity, m->count + 1, sizeof *m->states);
	m->cursors =
		mem_reserve(m->cursors, &m->cursors_capacity, m->count + 1, sizeof *m->cursors);
	m->cursors[m->count] = m->cursor;
	m->states[m->count++] = mem_string(buf_string(&m->text));
	struct buf fresh = {0};
	buf_add(&fresh, buf_string(&m->text), from);
	buf_add(&fresh, bytes, n);
	buf_add_string(&fresh, buf_string(&m->text) + to);
	buf_done(&m->text);
	m->text = fresh;
	uint8_t *flags = flags_of(&m->text);
	for (m->cursor = from + n; !(flags[m->cursor] & UTF8_CLUSTER);)
		m->cursor++;
	free(flags);
}

static size_t model_next(const struct model *m, int direction)
{
	uint8_t *flags = flags_of(&m->text);
	size_t at = m->cursor;
	if (direction < 0 ? at > 0 : at < m->text.len)
		do
			at = direction < 0 ? at - 1 : at + 1;
		while (at > 0 && !(flags[at] & UTF8_CLUSTER));
	free(flags);
	return at;
}

static size_t model_line(const struct model *m, int direction)
{
	const char *s = buf_string(&m->text);
	size_t at = m->cursor;
	if (direction > 0)
		return at + strcspn(s + at, "\n");
	while (at > 0 && s[at - 1] != '\n')
		at--;
	return at;
}

static void model_free(struct model *m)
{
	for (size_t i = 0; i < m->count; i++)
		free(m->states[i]);
	free(m->states);
	free(m->cursors);
	buf_done(&m->text);
}

// What the keys that the model knows mean; false for the others.
static bool model_key(struct model *m, uint32_t key)
{
	uint8_t bytes[4];
	size_t next;
	switch (key) {
	case KEY_LEFT_ARROW:
		m->cursor = model_next(m, -1);
		return true;
	case KEY_RIGHT_ARROW:
		m->cursor = model_next(m, 1);
		return true;
	case KEY_HOME_KEY:
		m->cursor = model_line(m, -1);
		return true;
	case KEY_END_KEY:
		m->cursor = model_line(m, 1);
		return true;
	case KEY_CONTROL_HOME:
		m->cursor = 0;
		return true;
	case KEY_CONTROL_END:
		m->cursor = m->text.len;
		return true;
	case KEY_BACKSPACE_KEY:
		model_splice(m, model_next(m, -1), m->cursor, "", 0);
		return true;
	case KEY_DELETE_KEY:
		model_splice(m, m->cursor, model_next(m, 1), "", 0);
		return true;
	case CONTROL('u'):
		model_splice(m, model_line(m, -1), m->cursor, "", 0);
		return true;
	case CONTROL('k'):
		next = model_line(m, 1);
		model_splice(m, m->cursor, next == m->cursor ? model_next(m, 1) : next, "", 0);
		return true;
	case KEY_ENTER_KEY:
		model_splice(m, m->cursor, m->cursor, "\n", 1);
		return true;
	default:
		if (key < 0x20 || key >= KEY_BASE)
			return false;
		model_splice(m, m->cursor, m->cursor, (const char *)bytes, utf8_encode(key, bytes));
		return true;
	}
}

// --- Random keys beside the model ---

static uint32_t random_key(struct generate *g)
{
	static const uint32_t keys[] = {
		KEY_LEFT_ARROW,	  KEY_RIGHT_ARROW,  KEY_HOME_KEY,      KEY_END_KEY,
		KEY_CONTROL_HOME, KEY_CONTROL_END,  KEY_BACKSPACE_KEY, KEY_DELETE_KEY,
		CONTROL('u'),	  CONTROL('k'),	    KEY_ENTER_KEY,     CONTROL('w'),
		CONTROL('y'),	  KEY_UP_ARROW,	    KEY_DOWN_ARROW,    KEY_PAGE_UP,
		KEY_PAGE_DOWN,	  KEY_CONTROL_LEFT, KEY_CONTROL_RIGHT, KEY_BACKSPACE_KEY,
		KEY_LEFT_ARROW,	  KEY_UP_ARROW,	    KEY_DOWN_ARROW,
	};
	enum { KEYS = sizeof keys / sizeof *keys };
	uint64_t n = generate_below(g, KEYS + 12);
	return n < KEYS ? keys[n] : 0;
}

// Wants a cursor on a cluster, in the box and nothing outside of it; draws at a random size.
static void want_sound(struct editor *x, struct generate *g, struct grid *grid)
{
	int width = 2 + (int)generate_below(g, 59), height = 1 + (int)generate_below(g, 8);
	uint8_t *flags = flags_of(&x->text);
	want(x->cursor <= x->text.len && (flags[x->cursor] & UTF8_CLUSTER),
	     "wanted the cursor on a cluster, it is inside one at %zu", x->cursor);
	free(flags);
	grid_reset(grid, width + 4, height + 2);
	editor_draw(x, grid, 2, 1, width, height, STYLE_NOTE, true);
	want(grid->cursor_col >= 2 && grid->cursor_col < 2 + width && grid->cursor_row >= 1 &&
		     grid->cursor_row < 1 + height,
	     "%d×%d: wanted the cursor in sight, it is at %d,%d", width, height,
	     grid->cursor_col - 2, grid->cursor_row - 1);
	for (int row = 0; row < grid->rows; row++) {
		for (int col = 0; col < grid->cols; col++) {
			const struct cell *c = grid_cell(grid, col, row);
			bool is_in = col >= 2 && col < 2 + width && row >= 1 && row < 1 + height;
			want(is_in == ((c->style & STYLE_NOTE) != 0),
			     "%d×%d: wanted only its own cells, got %d,%d", width, height, col - 2,
			     row - 1);
			if (is_in && c->cols > 0)
				want(col + c->cols <= 2 + width, "%d×%d: a row is too wide", width,
				     height);
		}
	}
	want(x->top + (size_t)height <= x->rows.count || x->top == 0,
	     "%d×%d: wanted no room unused below the text", width, height);
}

static size_t row_of(const struct editor *x)
{
	return edited_rows_find(&x->rows, x->cursor);
}

// Keys that the model does not know change at most what they should.
static void other_key(struct editor *x, struct model *m, uint32_t key)
{
	size_t row = row_of(x), rows = x->rows.count, before = x->cursor;
	press(x, key);
	if (key == KEY_UP_ARROW)
		want_number("row above", row ? row - 1 : 0, row_of(x));
	if (key == KEY_DOWN_ARROW)
		want_number("row below", row + 1 < rows ? row + 1 : row, row_of(x));
	if (key == KEY_CONTROL_LEFT || key == KEY_PAGE_UP)
		want(x->cursor <= before, "wanted to go back, went on");
	if (key == KEY_CONTROL_RIGHT || key == KEY_PAGE_DOWN)
		want(x->cursor >= before, "wanted to go on, went back");
	if (key == CONTROL('w'))
		model_splice(m, before - (m->text.len - x->text.len), before, "", 0);
	else if (key == CONTROL('y'))
		model_splice(m, before, before, buf_string(&x->killed), x->killed.len);
	else
		m->cursor = x->cursor;
}

static void type_random(struct editor *x, struct model *m, struct generate *g)
{
	struct buf text = {0};
	if (generate_below(g, 2))
		generate_cluster(g, &text);
	else
		generate_hard_cluster(g, (int)generate_below(g, 300), &text);
	for (size_t i = 0; i < text.len;) {
		uint32_t cp;
		i += utf8_decode((const uint8_t *)text.data + i, text.len - i, &cp);
		if (editor_key(x, cp) && cp >= 0x20)
			model_key(m, cp);
	}
	buf_done(&text);
}

static void want_same(const struct editor *x, const struct model *m)
{
	want(strlen(editor_text(x)) == x->text.len, "wanted no NUL in the text");
	want_string("text", buf_string(&m->text), editor_text(x));
	want_number("cursor", m->cursor, x->cursor);
}

// Undoes all; each text on the way is one that the model had, in its order.
static void undo_all(struct editor *x, struct model *m, const char *first)
{
	char *last = mem_string(editor_text(x));
	size_t steps = 0;
	for (size_t i = m->count; x->done > 0; steps++) {
		press(x, UNDO);
		while (i > 0 && strcmp(m->states[i - 1], editor_text(x)) != 0)
			i--;
		want(i > 0, "wanted a text from before, got \"%s\"", editor_text(x));
		want_number("cursor after undoing", m->cursors[i - 1], x->cursor);
	}
	want_string("undone", first, editor_text(x));
	for (; steps > 0; steps--)
		press(x, REDO);
	want_string("redone", last, editor_text(x));
	free(last);
}

// Undoes a few steps for good: what follows makes others in their place.
static void undo_some(struct editor *x, struct model *m, struct generate *g)
{
	for (uint64_t n = generate_below(g, 4); n > 0 && x->done > 0; n--)
		press(x, UNDO);
	while (m->count > 0 && strcmp(buf_string(&m->text), editor_text(x)) != 0) {
		buf_clear(&m->text);
		buf_add_string(&m->text, m->states[--m->count]);
		m->cursor = m->cursors[m->count];
		free(m->states[m->count]);
	}
}

static void play(uint64_t seed, int keys, struct grid *grid)
{
	struct generate g = {.seed = seed};
	struct buf text = {0};
	generate_text(&g, generate_below(&g, 400), 0, &text);
	struct editor x;
	editor_init(&x, buf_string(&text), false);
	struct model m = {.cursor = x.text.len};
	char *first = mem_string(editor_text(&x));
	buf_add_string(&m.text, first);
	want_sound(&x, &g, grid);
	for (int i = 0; i < keys; i++) {
		uint32_t key = random_key(&g);
		if (generate_below(&g, 30) == 0) {
			undo_some(&x, &m, &g);
			m.cursor = x.cursor;
		} else if (key == 0)
			type_random(&x, &m, &g);
		else if (model_key(&m, key))
			press(&x, key);
		else
			other_key(&x, &m, key);
		want_same(&x, &m);
		want_sound(&x, &g, grid);
	}
	undo_all(&x, &m, first);
	want_sound(&x, &g, grid);
	free(first);
	model_free(&m);
	editor_done(&x);
	buf_done(&text);
}

static void random_keys_do_as_the_model_does(void **state)
{
	(void)state;
	struct grid grid = {0};
	for (uint64_t seed = 1; seed <= 150; seed++)
		play(seed, 60, &grid);
	grid_done(&grid);
}

// What is drawn is the text, whatever the width.
static void rows_hold_the_whole_text(void **state)
{
	(void)state;
	static const char *const words[] = {"a",  "word", "de-struct", " ",  "中文",
					    "\n", FAMILY, ACCENTED,    "  ", "שלום"};
	struct grid grid = {0};
	struct buf rows = {0};
	struct generate g = {.seed = 7};
	for (int round = 0; round < 300; round++) {
		struct buf text = {0}, wanted = {0}, got = {0};
		for (uint64_t n = generate_below(&g, 40); n > 0; n--)
			buf_add_string(&text, words[generate_below(&g, 10)]);
		struct editor x;
		editor_init(&x, buf_string(&text), false);
		draw_all(&x, &grid, 3 + (int)generate_below(&g, 58), &rows);
		for (size_t i = 0; i < text.len; i++)
			if (text.data[i] != ' ' && text.data[i] != '\n')
				buf_add_char(&wanted, text.data[i]);
		for (size_t i = 0; i < rows.len; i++)
			if (rows.data[i] != ' ' && rows.data[i] != '\n')
				buf_add_char(&got, rows.data[i]);
		want_string("drawn", buf_string(&wanted), buf_string(&got));
		editor_done(&x);
		buf_done(&text);
		buf_done(&wanted);
		buf_done(&got);
	}
	buf_done(&rows);
	grid_done(&grid);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(arrows_go_by_clusters),
		cmocka_unit_test(words_are_those_of_unicode),
		cmocka_unit_test(home_and_end_are_those_of_the_line),
		cmocka_unit_test(clusters_are_deleted_whole),
		cmocka_unit_test(word_and_parts_of_the_line_are_taken),
		cmocka_unit_test(what_was_taken_comes_back),
		cmocka_unit_test(cursor_is_never_inside_a_cluster),
		cmocka_unit_test(rows_keep_the_wished_column),
		cmocka_unit_test(screens_of_rows_are_gone_through),
		cmocka_unit_test(enter_begins_a_line_where_there_may_be_several),
		cmocka_unit_test(keys_of_others_change_nothing),
		cmocka_unit_test(typing_is_undone_as_a_run),
		cmocka_unit_test(text_is_set_as_one_step),
		cmocka_unit_test(pasted_text_is_made_harmless),
		cmocka_unit_test(text_does_not_grow_beyond_its_ceiling),
		cmocka_unit_test(rows_break_where_lines_may),
		cmocka_unit_test(click_puts_the_cursor_there),
		cmocka_unit_test(random_keys_do_as_the_model_does),
		cmocka_unit_test(rows_hold_the_whole_text),
	};
	return cmocka_run_group_tests_name("editor", tests, NULL, NULL);
}
