// SPDX-License-Identifier: ISC
#include "config.h"

#include "screen.h"

#include <curses.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "links.h"
#include "palette.h"
#include "terminal.h"

#define SYNCHRONIZED_BEGIN "\033[?2026h"
#define SYNCHRONIZED_END "\033[?2026l"

enum { MEMOS = 128 };

// What curses makes of a character in a style.
struct memo {
	style style;
	cchar_t shown;
	char c;
	bool is_known;
};

static struct {
	bool is_utf8, is_synchronized;
	struct cell *cells; // as they were shown last; NULL: unknown
	int cols, rows;
	cchar_t *row; // of curses, for one row
	struct memo memo[MEMOS];
} the;

void screen_init(bool is_utf8, bool is_synchronized)
{
	the.is_utf8 = is_utf8;
	the.is_synchronized = is_synchronized;
}

void screen_forget(void)
{
	free(the.cells);
	free(the.row);
	the.cells = NULL;
	the.row = NULL;
	memset(the.memo, 0, sizeof the.memo);
}

void screen_done(void)
{
	screen_forget();
}

// How many columns a character takes is decided in one place: curses asks here too, since the
// program's own function comes before the library's.
int wcwidth(wchar_t c);
int wcwidth(wchar_t c)
{
	bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
	return c == 0 ? 0 : is_control ? -1 : utf8_width((uint32_t)c);
}

// Adds to a row of curses; what curses cannot hold is question marks of its width.
static size_t add_piece(cchar_t *out, const char *s, size_t n, int cols, struct look look)
{
	wchar_t wide[CCHARW_MAX + 1] = {0};
	int count = 0;
	for (size_t i = 0; i < n && count < CCHARW_MAX;) {
		uint32_t cp;
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		wide[count++] = (wchar_t)cp;
	}
	if (setcchar(out, wide, look.attributes, look.pair, NULL) == OK)
		return 1;
	for (int i = 0; i < cols; i++)
		setcchar(out + i, L"?", look.attributes, look.pair, NULL);
	return (size_t)cols;
}

// What the locale cannot say is a question mark.
static bool is_sayable(const char *s, size_t n)
{
	uint32_t cp;
	char bytes[MB_LEN_MAX];
	mbstate_t state = {0};
	utf8_decode((const uint8_t *)s, n, &cp);
	return wcrtomb(bytes, (wchar_t)cp, &state) != (size_t)-1;
}

static struct look look_of(style st)
{
	struct look look = palette_look(st);
	if (look.pair == 0)
		look.pair = palette_ground();
	return look;
}

// Most cells are a character of ASCII in a look that it had before.
static void add_ascii(cchar_t *out, char c, style st)
{
	struct memo *memo = &the.memo[(uint8_t)c % MEMOS];
	if (!memo->is_known || memo->c != c || memo->style != st) {
		wchar_t text[] = {(wchar_t)c, L'\0'};
		struct look look = look_of(st);
		setcchar(&memo->shown, text, look.attributes, look.pair, NULL);
		memo->is_known = true;
		memo->c = c;
		memo->style = st;
	}
	*out = memo->shown;
}

static size_t add_cluster(cchar_t *out, const struct grid *g, const struct cell *cell)
{
	struct utf8_piece pieces[UTF8_PIECES];
	struct look look = look_of(cell->style);
	const char *text = grid_cell_text(g, cell);
	int count = utf8_pieces((const uint8_t *)text, cell->len ? cell->len : 1, pieces);
	int cols = 0, most = (int)cell->cols;
	size_t n = 0;
	for (int i = 0; i < count && cols + pieces[i].cols <= most; i++) {
		bool can = the.is_utf8 || is_sayable(pieces[i].text, pieces[i].len);
		n += add_piece(out + n, can ? pieces[i].text : "?", can ? pieces[i].len : 1,
			       can ? pieces[i].cols : 1, look);
		cols += can ? pieces[i].cols : 1;
	}
	// A cluster may have more columns than what is left of it.
	for (; cols < most; cols++)
		n += add_piece(out + n, " ", 1, 1, look);
	return n;
}

static size_t add_cell(cchar_t *out, const struct grid *g, const struct cell *cell)
{
	if (cell->len > 1 || cell->cols > 1)
		return add_cluster(out, g, cell);
	add_ascii(out, *grid_cell_text(g, cell), cell->style);
	return 1;
}

static bool is_alike(const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof *a) == 0 && !a->link && a->len <= GRID_CLUSTER_SHORT;
}

// The columns [*FROM, *TO) in which a row is not as it was shown, from whole clusters to whole
// clusters; what a cell only points to may have changed.
static bool find_change(const struct grid *g, int row, int *from, int *to)
{
	const struct cell *new = grid_cell(g, 0, row);
	const struct cell *old = the.cells + (size_t)row * (size_t)g->cols;
	int begin = 0, end = g->cols;
	if (memcmp(new, old, (size_t)g->cols * sizeof *new) == 0) {
		begin = end;
		for (int col = 0; col < g->cols && begin == end; col++)
			if (new[col].link || new[col].len > GRID_CLUSTER_SHORT)
				begin = 0;
	} else if (!new[0].link) {
		while (is_alike(&new[begin], &old[begin]))
			begin++;
		while (is_alike(&new[end - 1], &old[end - 1]))
			end--;
		while (begin > 0 && (new[begin].cols == 0 || old[begin].cols == 0))
			begin--;
		while (end < g->cols && (new[end].cols == 0 || old[end].cols == 0))
			end++;
	}
	*from = begin;
	*to = end;
	return begin < end;
}

static void show_row(const struct grid *g, int row)
{
	int from, to;
	size_t n = 0;
	if (!find_change(g, row, &from, &to))
		return;
	for (int col = from; col < to; col++) {
		const struct cell *cell = grid_cell(g, col, row);
		if (cell->cols > 0)
			n += add_cell(the.row + n, g, cell);
	}
	mvadd_wchnstr(row, from, the.row, (int)n);
}

static bool is_same_row(const struct grid *g, int row, int old_row)
{
	size_t n = (size_t)g->cols;
	return memcmp(grid_cell(g, 0, row), the.cells + (size_t)old_row * n,
		      n * sizeof *the.cells) == 0;
}

static bool is_blank_row(const struct grid *g, int row)
{
	for (int col = 0; col < g->cols; col++)
		if (grid_cell(g, col, row)->len > 1 ||
		    *grid_cell_text(g, grid_cell(g, col, row)) != ' ')
			return false;
	return true;
}

// By how many rows most of the screen went up (below 0: down), and between which rows [*TOP,
// *BOTTOM]; 0 when it did not.
static int find_scroll(const struct grid *g, int *top, int *bottom)
{
	int middle = g->rows / 2;
	while (middle < g->rows && is_blank_row(g, middle))
		middle++;
	for (int by = 1 - middle; middle < g->rows && by < g->rows - middle; by++) {
		int count = 0;
		if (by == 0 || !is_same_row(g, middle, middle + by))
			continue;
		for (int row = by < 0 ? -by : 0; row < g->rows && row + by < g->rows; row++) {
			if (!is_same_row(g, row, row + by) || is_same_row(g, row, row))
				continue;
			if (count++ == 0)
				*top = by < 0 ? row + by : row;
			*bottom = by < 0 ? row : row + by;
		}
		if (count > g->rows / 2)
			return by;
	}
	return 0;
}

// Curses looks for what it may scroll in all of the screen, which is as much work as all else:
// only where there is something.
static void scroll_rows(const struct grid *g)
{
	int top, bottom, by = find_scroll(g, &top, &bottom);
	idlok(stdscr, by != 0);
	if (by == 0)
		return;
	size_t n = (size_t)g->cols, kept = (size_t)(bottom - top + 1 - abs(by)) * n;
	struct cell *first = the.cells + (size_t)top * n, *moved = first + (size_t)abs(by) * n;
	scrollok(stdscr, TRUE);
	setscrreg(top, bottom);
	scrl(by);
	setscrreg(0, g->rows - 1);
	scrollok(stdscr, FALSE);
	memmove(by > 0 ? first : moved, by > 0 ? moved : first, kept * sizeof *first);
	// Such cells are on no grid.
	memset(by > 0 ? first + kept : first, 0, (size_t)abs(by) * n * sizeof *first);
}

static void make_room(const struct grid *g)
{
	if (the.cells && the.cols == g->cols && the.rows == g->rows)
		return;
	screen_forget();
	erase();
	the.cols = g->cols;
	the.rows = g->rows;
	the.row = mem_new((size_t)g->cols, sizeof *the.row);
	// Such a cell is on no grid.
	the.cells = mem_new((size_t)g->cols * (size_t)g->rows, sizeof *the.cells);
}

void screen_show(const struct grid *g)
{
	cchar_t ground;
	setcchar(&ground, L" ", 0, palette_ground(), NULL);
	bkgrndset(&ground);
	make_room(g);
	scroll_rows(g);
	for (int row = 0; row < g->rows; row++)
		show_row(g, row);
	memcpy(the.cells, g->cells, (size_t)g->cols * (size_t)g->rows * sizeof *the.cells);
	if (g->cursor_row >= 0)
		move(g->cursor_row, g->cursor_col);
	if (the.is_synchronized)
		terminal_send(SYNCHRONIZED_BEGIN, strlen(SYNCHRONIZED_BEGIN));
	links_prepare(g);
	refresh();
	links_show(g);
	if (the.is_synchronized)
		terminal_send(SYNCHRONIZED_END, strlen(SYNCHRONIZED_END));
}
