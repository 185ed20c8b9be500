// SPDX-License-Identifier: ISC
// A screen as cells, each with a grapheme cluster of any length, its
// columns and its style.  Whatever is put here is safe for a terminal: text goes through
// utf8_show.  It is drawn whole every time; ui/ sends what changed.
#ifndef PAGE_GRID_H
#define PAGE_GRID_H

#include <stdbool.h>

#include "base/string.h"
#include "page/style.h"

enum {
	GRID_CLUSTER_SHORT = 8,		 // [byte] of a cluster that its cell holds itself
	GRID_CLUSTER_LONGEST = 0xFFFFFF, // [byte]
};

// Without padding: cells of two grids that are the same bytes are the same on the screen, unless
// they have a link or a longer cluster.
struct cell {
	union {
		char text[GRID_CLUSTER_SHORT]; // the cluster, and zeros
		uint64_t at;		       // where a longer one begins in the grid's text
	} cluster;
	style style;
	uint32_t link;	   // 1 + where its address begins in the grid's text; 0: none
	uint32_t len : 24; // [byte] of the cluster; a blank for 0
	uint32_t cols : 8; // 1 or 2; 0 for the right half of a wide one
};

struct grid {
	int cols, rows;
	struct cell *cells; // row by row
	struct buf text;
	int cursor_col, cursor_row; // where the focus is; −1: nowhere
};

void grid_done(struct grid *g);

// Makes it COLS × ROWS blank cells; keeps the memory.
void grid_reset(struct grid *g, int cols, int rows);

const struct cell *grid_cell(const struct grid *g, int col, int row);
const char *grid_cell_text(const struct grid *g, const struct cell *c); // not ended by NUL

// Puts one cluster of N bytes, COLS columns wide, if it fits before column LIMIT.
void grid_put(struct grid *g, int col, int row, const char *s, size_t n, int cols, style st);

// Puts N printable characters of ASCII, as many as fit.
void grid_put_ascii(struct grid *g, int col, int row, const char *s, size_t n, style st);

// Puts one cluster of N bytes of a text, COLS columns wide, or what utf8_show has stand for it; a
// tab is blanks.  What lies outside of [LOW, LIMIT) is cut off, and a cluster that does in part.
void grid_put_shown(struct grid *g, int col, int row, int low, int limit, const char *s, size_t n,
		    int cols, style st);

// Writes S, sanitised, from COL on, up to column LIMIT; what does not fit ends in "…" (or "~" where
// that cannot be shown).  Returns the column behind what was written.
int grid_write(struct grid *g, int col, int row, int limit, const char *s, style st);

// Adds a style to the cells [COL, LIMIT) of a row.
void grid_style(struct grid *g, int col, int row, int limit, style st);

// Makes the rows [ROW, LIMIT) blank.
void grid_clear(struct grid *g, int row, int limit);

// Draws a line over the columns [COL, LIMIT) of a row.
void grid_rule(struct grid *g, int col, int row, int limit, style st);

// Makes the cells [COL, LIMIT) of a row a link to ADDRESS, which address_write wrote.
void grid_link(struct grid *g, int col, int row, int limit, const char *address);

// Where a cell leads, NULL for nowhere; valid until the grid changes.
const char *grid_cell_link(const struct grid *g, const struct cell *c);

// The row as UTF-8 without trailing blanks, appended to OUT.
void grid_row_text(const struct grid *g, int row, struct buf *out);

// Glyphs of ours for terminals without UTF-8: the cells' text is made ASCII.
void grid_make_ascii(struct grid *g);

#endif
