// SPDX-License-Identifier: ISC
#include "config.h"

#include "links.h"

#include <curses.h>
#include <stdlib.h>
#include <term.h>

#undef lines // term.h names every capability in plain words

#include "base/memory.h"
#include "palette.h"
#include "terminal.h"

enum { IS_UNKNOWN = -1, HAS_NONE, HAS_LINKS };

static struct {
	int can;
	uint64_t *shown, *next; // of each row that has links, what it shows; 0: it has none
	int rows;
	struct buf bytes;
} the = {.can = IS_UNKNOWN};

// Terminals that are known to have them, or to pass over them.
static bool can_link(void)
{
	static const char *const types[] = {"xterm",   "tmux",	  "foot",    "vte",	"gnome",
					    "konsole", "kitty",	  "wezterm", "ghostty", "alacritty",
					    "iterm2",  "contour", "mintty",  "rio",	NULL};
	const char *type = getenv("TERM");
	if (the.can == IS_UNKNOWN) {
		char *family = mem_copy(type ? type : "", strcspn(type ? type : "", "-."));
		the.can = string_is_among(family, types) ? HAS_LINKS : HAS_NONE;
		free(family);
	}
	return the.can == HAS_LINKS;
}

// FNV-1a, 64 bits.
static uint64_t add_hash(uint64_t hash, const void *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001B3u;
	return hash;
}

static bool has_links(const struct grid *g, int row)
{
	const struct cell *cells = grid_cell(g, 0, row);
	for (int col = 0; col < g->cols; col++)
		if (cells[col].link)
			return true;
	return false;
}

static uint64_t row_hash(const struct grid *g, int row)
{
	uint64_t hash = 0xCBF29CE484222325u;
	if (!has_links(g, row))
		return 0;
	for (int col = 0; col < g->cols; col++) {
		const struct cell *c = grid_cell(g, col, row);
		const char *link = grid_cell_link(g, c);
		hash = add_hash(hash, grid_cell_text(g, c), c->len);
		hash = add_hash(hash, &c->style, sizeof c->style);
		if (link)
			hash = add_hash(hash, link, strlen(link));
	}
	return hash | 1;
}

void links_forget(void)
{
	for (int row = 0; row < the.rows; row++)
		the.shown[row] = 0;
}

void links_done(void)
{
	free(the.shown);
	free(the.next);
	buf_done(&the.bytes);
	the.shown = the.next = NULL;
	the.rows = 0;
	the.can = IS_UNKNOWN;
}

void links_prepare(const struct grid *g)
{
	if (!can_link())
		return;
	if (g->rows != the.rows) {
		free(the.shown);
		free(the.next);
		the.shown = mem_new((size_t)g->rows, sizeof *the.shown);
		the.next = mem_new((size_t)g->rows, sizeof *the.next);
		the.rows = g->rows;
	}
	for (int row = 0; row < g->rows; row++) {
		the.next[row] = row_hash(g, row);
		if (the.shown[row] && the.next[row] != the.shown[row])
			wredrawln(stdscr, row, 1);
	}
}

static int add_byte(int c)
{
	buf_add_char(&the.bytes, (char)c);
	return c;
}

static void go_to(int row, int col)
{
	char *cup = tigetstr("cup");
	tputs(tparm(cup, (long)row, (long)col, 0L, 0L, 0L, 0L, 0L, 0L, 0L), 1, add_byte);
}

static bool is_linkable(const struct grid *g, const struct cell *c)
{
	return c->link && c->len == 1 && (uint8_t)*grid_cell_text(g, c) < 0x80;
}

// The cells from COL on that lead to the same; the column behind them.  All with the same address
// are one link to the terminal, by its id.
static int add_link(const struct grid *g, int row, int col)
{
	const struct cell *c = grid_cell(g, col, row);
	const char *address = grid_cell_link(g, c);
	uint64_t id = add_hash(0xCBF29CE484222325u, address, strlen(address));
	go_to(row, col);
	buf_printf(&the.bytes, "\033]8;id=%08x;%s\033\\", (unsigned)(id & 0xFFFFFFFF), address);
	style last = 0;
	for (int first = col; col < g->cols; col++) {
		const struct cell *next = grid_cell(g, col, row);
		if (!is_linkable(g, next) || strcmp(grid_cell_link(g, next), address) != 0)
			break;
		struct look look = palette_look(next->style);
		if (col == first || next->style != last)
			vid_puts(look.attributes, look.pair ? look.pair : palette_ground(), NULL,
				 add_byte);
		last = next->style;
		buf_add(&the.bytes, grid_cell_text(g, next), 1);
	}
	vid_puts(A_NORMAL, 0, NULL, add_byte);
	buf_add_string(&the.bytes, "\033]8;;\033\\");
	return col;
}

void links_show(const struct grid *g)
{
	int cursor_row, cursor_col;
	if (!can_link())
		return;
	buf_clear(&the.bytes);
	for (int row = 0; row < g->rows; row++) {
		bool is_new = the.next[row] && the.next[row] != the.shown[row];
		the.shown[row] = the.next[row];
		for (int col = 0; is_new && col < g->cols;)
			col = is_linkable(g, grid_cell(g, col, row)) ? add_link(g, row, col)
								     : col + 1;
	}
	if (the.bytes.len == 0)
		return;
	getyx(stdscr, cursor_row, cursor_col);
	go_to(cursor_row, cursor_col);
	terminal_send(the.bytes.data, the.bytes.len);
}
