// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/editor.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "reader/edited_text.h"
#include "reader/event.h"

enum { FIRST_WIDTH = 80 }; // [col] by which rows go before anything was drawn

#define CONTROL(letter) ((letter)&0x1F)

// What may be in the text although it may not be typed: it was there before.
static void add_as_it_is(struct buf *out, const char *text, bool is_one_line)
{
	size_t n = strlen(text);
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		uint8_t bytes[4];
		i += utf8_decode((const uint8_t *)text + i, n - i, &cp);
		if (cp == '\r' && text[i] == '\n')
			i++;
		if (cp == '\r')
			cp = '\n';
		if (cp == '\n' && is_one_line)
			cp = ' ';
		buf_add(out, bytes, utf8_encode(cp, bytes));
	}
}

void editor_init(struct editor *x, const char *text, bool is_one_line)
{
	*x = (struct editor){.is_one_line = is_one_line, .wish = -1, .width = FIRST_WIDTH};
	x->text.ceiling = EDITOR_CEILING;
	struct buf whole = {0};
	add_as_it_is(&whole, text, is_one_line);
	size_t fits = edited_fit(buf_string(&whole), whole.len, EDITOR_CEILING);
	buf_add(&x->text, buf_string(&whole), fits);
	x->is_full = fits < whole.len;
	x->cursor = x->text.len;
	buf_done(&whole);
}

// Forgets the changes from FROM on.
static void forget_after(struct editor *x, size_t from)
{
	while (x->change_count > from) {
		struct editor_change *c = &x->changes[--x->change_count];
		x->kept -= c->removed_len + c->added_len + sizeof *c;
		free(c->removed);
		free(c->added);
	}
}

// The last step is kept whatever it takes.
static void forget_oldest(struct editor *x)
{
	size_t n = 0;
	while (x->kept > EDITOR_KEPT && n + 1 < x->change_count) {
		struct editor_change *c = &x->changes[n++];
		x->kept -= c->removed_len + c->added_len + sizeof *c;
		free(c->removed);
		free(c->added);
	}
	if (n == 0)
		return;
	x->change_count -= n;
	x->done -= n;
	memmove(x->changes, x->changes + n, x->change_count * sizeof *x->changes);
}

void editor_done(struct editor *x)
{
	if (!x)
		return;
	forget_after(x, 0);
	free(x->changes);
	buf_done(&x->text);
	buf_done(&x->killed);
	edited_rows_done(&x->rows);
	*x = (struct editor){0};
}

const char *editor_text(const struct editor *x)
{
	return buf_string(&x->text);
}

bool editor_is_full(const struct editor *x)
{
	return x->is_full;
}

// Changes.

static void remember(struct editor *x, size_t from, size_t to, const char *bytes, size_t n)
{
	x->changes = mem_reserve(x->changes, &x->change_capacity, x->change_count + 1,
				 sizeof *x->changes);
	x->changes[x->change_count++] = (struct editor_change){
		.at = from,
		.removed = mem_copy(x->text.data + from, to - from),
		.removed_len = to - from,
		.added = mem_copy(bytes, n),
		.added_len = n,
		.before = x->cursor,
	};
	x->kept += to - from + n + sizeof *x->changes;
	x->done = x->change_count;
	forget_oldest(x);
}

// Adds to the step before when that typed what stands right before AT.
static bool remember_typed(struct editor *x, size_t at, const char *bytes, size_t n)
{
	if (!x->is_typing || x->done == 0)
		return false;
	struct editor_change *c = &x->changes[x->done - 1];
	if (c->at + c->added_len != at)
		return false;
	c->added = mem_resize(c->added, c->added_len + n, 1);
	memcpy(c->added + c->added_len, bytes, n);
	c->added_len += n;
	x->kept += n;
	return true;
}

// Replaces [FROM, TO) by N bytes as one step, and puts the cursor behind them.
static bool change(struct editor *x, size_t from, size_t to, const char *bytes, size_t n)
{
	if (from == to && n == 0)
		return false;
	if (n > EDITOR_CEILING - (x->text.len - (to - from))) {
		x->is_full = true;
		return false;
	}
	forget_after(x, x->done);
	if (from != to || !remember_typed(x, from, bytes, n))
		remember(x, from, to, bytes, n);
	edited_replace(&x->text, from, to, bytes, n);
	x->cursor = edited_settle(&x->text, from + n);
	x->changes[x->done - 1].after = x->cursor;
	x->rows.width = 0;
	return true;
}

static void undo(struct editor *x)
{
	if (x->done == 0)
		return;
	const struct editor_change *c = &x->changes[--x->done];
	edited_replace(&x->text, c->at, c->at + c->added_len, c->removed, c->removed_len);
	x->cursor = c->before;
	x->rows.width = 0;
}

static void redo(struct editor *x)
{
	if (x->done == x->change_count)
		return;
	const struct editor_change *c = &x->changes[x->done++];
	edited_replace(&x->text, c->at, c->at + c->removed_len, c->added, c->added_len);
	x->cursor = c->after;
	x->rows.width = 0;
}

// What every key, paste and click ends: a run of typing or of killing, and a wished column.
static void begin_anew(struct editor *x)
{
	x->is_full = x->is_typing = x->is_killing = false;
	x->wish = -1;
}

void editor_set(struct editor *x, const char *text)
{
	struct buf whole = {0};
	begin_anew(x);
	add_as_it_is(&whole, text, x->is_one_line);
	size_t fits = edited_fit(buf_string(&whole), whole.len, EDITOR_CEILING);
	if (fits != x->text.len || memcmp(buf_string(&whole), x->text.data, fits) != 0)
		change(x, 0, x->text.len, buf_string(&whole), fits);
	x->is_full = fits < whole.len;
	x->cursor = x->text.len;
	buf_done(&whole);
}

void editor_paste(struct editor *x, const char *text, size_t n)
{
	struct buf clean = {0};
	begin_anew(x);
	edited_clean(&clean, text, n, x->is_one_line);
	size_t fits = edited_fit(buf_string(&clean), clean.len, EDITOR_CEILING - x->text.len);
	change(x, x->cursor, x->cursor, buf_string(&clean), fits);
	x->is_full = fits < clean.len;
	buf_done(&clean);
}

// What is killed by keys that follow one another comes back together.
static void kill_range(struct editor *x, size_t from, size_t to, bool was_killing)
{
	struct buf all = {0};
	bool is_before = to == x->cursor;
	x->is_killing = was_killing || from < to;
	if (from == to)
		return;
	if (was_killing && !is_before)
		buf_add(&all, buf_string(&x->killed), x->killed.len);
	buf_add(&all, x->text.data + from, to - from);
	if (was_killing && is_before)
		buf_add(&all, buf_string(&x->killed), x->killed.len);
	buf_done(&x->killed);
	x->killed = all;
	change(x, from, to, "", 0);
}

static void kill_word(struct editor *x, bool was_killing)
{
	size_t line = edited_line_begin(&x->text, x->cursor);
	size_t from = edited_word_before(&x->text, x->cursor);
	if (line == x->cursor)
		from = edited_cluster_before(&x->text, x->cursor);
	else if (from < line)
		from = line;
	kill_range(x, from, x->cursor, was_killing);
}

static void kill_to_end(struct editor *x, bool was_killing)
{
	size_t end = edited_line_end(&x->text, x->cursor);
	if (end == x->cursor)
		end = edited_cluster_after(&x->text, x->cursor);
	kill_range(x, x->cursor, end, was_killing);
}

// Rows.

static struct edited_rows *rows_now(struct editor *x)
{
	if (x->rows.width != x->width)
		edited_rows_make(&x->rows, &x->text, x->width);
	return &x->rows;
}

// False where there is no row that way.
static bool move_rows(struct editor *x, long rows, int wish)
{
	struct edited_rows *r = rows_now(x);
	size_t row = edited_rows_find(r, x->cursor), last = r->count - 1;
	size_t to = row;
	if (rows < 0)
		to = row > (size_t)-rows ? row - (size_t)-rows : 0;
	else
		to = last - row > (size_t)rows ? row + (size_t)rows : last;
	x->wish = wish >= 0 ? wish : edited_rows_col(r, &x->text, x->cursor);
	if (to == row)
		return false;
	x->cursor = edited_rows_at(r, &x->text, to, x->wish);
	return true;
}

static void move_screen(struct editor *x, int direction, int wish)
{
	int screen = x->height > 1 ? x->height - 1 : 1;
	move_rows(x, direction * screen, wish);
}

int editor_rows(const struct editor *x, int width)
{
	if (x->rows.width == width)
		return (int)x->rows.count;
	struct edited_rows rows = {0};
	edited_rows_make(&rows, &x->text, width);
	int count = (int)rows.count;
	edited_rows_done(&rows);
	return count;
}

// The least scrolling that has the cursor in sight and no room unused below the text.
static void scroll(struct editor *x, size_t row, size_t height)
{
	if (x->top + height > x->rows.count)
		x->top = x->rows.count > height ? x->rows.count - height : 0;
	if (row < x->top)
		x->top = row;
	if (row >= x->top + height)
		x->top = row - height + 1;
}

void editor_draw(struct editor *x, struct grid *g, int px, int py, int width, int height, style st,
		 bool has_cursor)
{
	if (width < 1 || height < 1)
		return;
	x->width = width;
	x->height = height;
	struct edited_rows *r = rows_now(x);
	size_t row = edited_rows_find(r, x->cursor);
	scroll(x, row, (size_t)height);
	for (int i = 0; i < height; i++) {
		for (int col = 0; col < width; col++)
			grid_put(g, px + col, py + i, " ", 1, 1, st);
		if (x->top + (size_t)i < r->count)
			edited_rows_draw(r, &x->text, x->top + (size_t)i, g, px, py + i, st);
	}
	if (!has_cursor)
		return;
	g->cursor_col = px + edited_rows_col(r, &x->text, x->cursor);
	g->cursor_row = py + (int)(row - x->top);
}

void editor_click(struct editor *x, int col, int row, int width, int height)
{
	if (width < 1 || height < 1 || row < 0 || row >= height)
		return;
	begin_anew(x);
	x->width = width;
	x->height = height;
	struct edited_rows *r = rows_now(x);
	size_t at = x->top + (size_t)row;
	x->cursor = at < r->count ? edited_rows_at(r, &x->text, at, col) : x->text.len;
}

// Keys.

static bool type(struct editor *x, uint32_t key, bool was_typing)
{
	uint8_t bytes[4];
	if (!edited_is_character(key))
		return false;
	size_t n = utf8_encode(key, bytes);
	x->is_typing = was_typing;
	x->is_typing = change(x, x->cursor, x->cursor, (const char *)bytes, n);
	return true;
}

static bool move(struct editor *x, size_t to)
{
	x->cursor = to;
	return true;
}

static bool move_key(struct editor *x, uint32_t key, int wish)
{
	switch (key) {
	case KEY_LEFT_ARROW:
	case CONTROL('b'):
		return move(x, edited_cluster_before(&x->text, x->cursor));
	case KEY_RIGHT_ARROW:
	case CONTROL('f'):
		return move(x, edited_cluster_after(&x->text, x->cursor));
	case KEY_CONTROL_LEFT:
	case KEY_ALT_B:
		return move(x, edited_word_before(&x->text, x->cursor));
	case KEY_CONTROL_RIGHT:
	case KEY_ALT_F:
		return move(x, edited_word_after(&x->text, x->cursor));
	case KEY_HOME_KEY:
	case CONTROL('a'):
		return move(x, edited_line_begin(&x->text, x->cursor));
	case KEY_END_KEY:
		return move(x, edited_line_end(&x->text, x->cursor));
	case KEY_CONTROL_HOME:
		return move(x, 0);
	case KEY_CONTROL_END:
		return move(x, x->text.len);
	case KEY_UP_ARROW:
		return move_rows(x, -1, wish) || !x->is_one_line;
	case KEY_DOWN_ARROW:
		return move_rows(x, 1, wish) || !x->is_one_line;
	case KEY_PAGE_UP:
		move_screen(x, -1, wish);
		return true;
	case KEY_PAGE_DOWN:
		move_screen(x, 1, wish);
		return true;
	default:
		return false;
	}
}

static bool delete_key(struct editor *x, uint32_t key, bool was_killing)
{
	switch (key) {
	case KEY_BACKSPACE_KEY:
		change(x, edited_cluster_before(&x->text, x->cursor), x->cursor, "", 0);
		return true;
	case KEY_DELETE_KEY:
	case CONTROL('d'):
		change(x, x->cursor, edited_cluster_after(&x->text, x->cursor), "", 0);
		return true;
	case CONTROL('w'):
		kill_word(x, was_killing);
		return true;
	case CONTROL('u'):
		kill_range(x, edited_line_begin(&x->text, x->cursor), x->cursor, was_killing);
		return true;
	case CONTROL('k'):
		kill_to_end(x, was_killing);
		return true;
	case CONTROL('y'):
		change(x, x->cursor, x->cursor, buf_string(&x->killed), x->killed.len);
		return true;
	case CONTROL('_'):
		undo(x);
		return true;
	case KEY_ALT_UNDERSCORE:
		redo(x);
		return true;
	default:
		return false;
	}
}

bool editor_key(struct editor *x, uint32_t key)
{
	bool was_typing = x->is_typing, was_killing = x->is_killing;
	int wish = x->wish;
	begin_anew(x);
	if (move_key(x, key, wish) || delete_key(x, key, was_killing))
		return true;
	if (key == KEY_ENTER_KEY || key == '\n') {
		if (!x->is_one_line)
			change(x, x->cursor, x->cursor, "\n", 1);
		return !x->is_one_line;
	}
	return type(x, key, was_typing);
}
