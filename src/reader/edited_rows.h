// SPDX-License-Identifier: ISC
// A text that is being edited, as rows at a width: page/layout breaks each of its lines.  No row is
// wider than asked, blanks at a row's end hang behind it, and one column is left for the cursor
// where there is room.
#ifndef READER_EDITED_ROWS_H
#define READER_EDITED_ROWS_H

#include "page/grid.h"
#include "page/layout.h"

struct edited_row {
	uint32_t begin, end;	       // [byte] of the text
	uint32_t line_begin, line_end; // [byte] of the line it is a part of
	uint32_t number;	       // of the row in that line
};

struct edited_rows {
	int width; // [col]; 0: not made
	struct edited_row *all;
	size_t count, capacity; // at least one when made

	// The line that was looked at last, since the rows of one are drawn together.
	struct paragraph line;
	struct layout layout;
	size_t line_begin; // [byte]; SIZE_MAX: none
};

void edited_rows_done(struct edited_rows *r);

// Makes the rows of TEXT, which was added to (also if only ""); the others are given the same one.
void edited_rows_make(struct edited_rows *r, const struct buf *text, int width);

// The row and column in which a cursor before offset AT is shown; the column lies within the width.
size_t edited_rows_find(const struct edited_rows *r, size_t at);
int edited_rows_col(struct edited_rows *r, const struct buf *text, size_t at);

// The cluster begin that is shown at COL of a row, or the last place of it.
size_t edited_rows_at(struct edited_rows *r, const struct buf *text, size_t row, int col);

// Draws a row at X, Y.
void edited_rows_draw(struct edited_rows *r, const struct buf *text, size_t row, struct grid *g,
		      int x, int y, style st);

#endif
