// SPDX-License-Identifier: ISC
// A text of several lines that a person types, as in a note: keys, pasting, undo, and drawing at a
// width.  It goes by grapheme clusters and words (UAX #29) and breaks rows by UAX #14; it knows
// nothing of what the text is for.
#ifndef READER_EDITOR_H
#define READER_EDITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/string.h"
#include "page/grid.h"
#include "reader/edited_rows.h"

enum {
	EDITOR_CEILING = 64 * 1024,    // [byte] of a text
	EDITOR_KEPT = 4 * 1024 * 1024, // [byte] that undo may take before it forgets the oldest
};

// One step: at AT stood what was removed, and stands what was added.
struct editor_change {
	size_t at;	       // [byte]
	char *removed, *added; // owned
	size_t removed_len, added_len;
	size_t before, after; // [byte] the cursor
};

struct editor {
	struct buf text; // well-formed UTF-8
	size_t cursor;	 // [byte], where a cluster begins or the text ends
	bool is_one_line;
	bool is_full; // the last key, paste or text did not fit whole

	struct editor_change *changes;
	size_t change_count, change_capacity;
	size_t done;	// of them; those from here on were undone
	size_t kept;	// [byte] that they take
	bool is_typing; // the last key typed a character: the next one belongs to the same step

	struct buf killed; // what C-w, C-u and C-k took
	bool is_killing;   // the last key did: the next one adds to it

	struct edited_rows rows; // as it was drawn; width 0: not since the text changed
	int width, height;	 // as it was drawn last
	size_t top;		 // the first row in sight
	int wish;		 // [col] that Up and Down keep, −1: none
};

// Begins with TEXT, which becomes well-formed, with line feeds as line ends and not longer than the
// ceiling; the cursor is at its end.
void editor_init(struct editor *x, const char *text, bool is_one_line);
void editor_done(struct editor *x);

// The text, valid until the next change.
const char *editor_text(const struct editor *x);

// Replaces the text by TEXT, as editor_init takes it, as one step that can be undone.
void editor_set(struct editor *x, const char *text);

// True when the key meant something to the editor, also if there was nothing to do.  Up and Down in
// a text of one line mean something while there is a row to go to.
bool editor_key(struct editor *x, uint32_t key);

// Puts N bytes at the cursor, as edited_clean makes them, as far as there is room.
void editor_paste(struct editor *x, const char *text, size_t n);

// True when the last key, paste or editor_set did not fit whole.
bool editor_is_full(const struct editor *x);

// How many rows the text takes at WIDTH columns; at least 1.
int editor_rows(const struct editor *x, int width);

// Draws HEIGHT rows of WIDTH columns at PX, PY, scrolled so that the cursor is in sight, and puts
// the grid's cursor there when HAS_CURSOR.  Up, Down, PgUp and PgDn go by the rows of the last
// drawing.
void editor_draw(struct editor *x, struct grid *g, int px, int py, int width, int height, style st,
		 bool has_cursor);

// Puts the cursor at COL, ROW of what was drawn last at that width and height.
void editor_click(struct editor *x, int col, int row, int width, int height);

#endif
