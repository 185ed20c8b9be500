// SPDX-License-Identifier: ISC
// The side panel: what it shows, the cursor in it, and how it is drawn.  A new
// view is a row in the table of views in margin.c and a function that adds its rows.
#ifndef READER_MARGIN_H
#define READER_MARGIN_H

#include "reader/rows.h"

enum view {
	VIEW_NEARBY,  // the claims in view, level with their lines
	VIEW_CLAIM,   // one claim with its facts
	VIEW_FACT,    // one fact with the claims it bears on
	VIEW_CLAIMS,  // all claims
	VIEW_FACTS,   // all facts and terms
	VIEW_MARKS,   // places with a letter
	VIEW_MATCHES, // of the search, in the text and in the background
	VIEW_CONTENTS,
	VIEW_TIMELINE, // the facts, those of the subject (an annotation, or INDEX_NONE) marked
	VIEW_HELP,
};

enum item_kind {
	ITEM_NONE,
	ITEM_CLAIM,
	ITEM_FACT,
	ITEM_MATCH,
	ITEM_HEADING,
	ITEM_SOURCE,
};

// Something that the cursor can stand on.
struct item {
	enum item_kind kind;
	uint32_t index; // of the annotation, fact, match or heading; of a source as for rows_source
	uint64_t at; // [pos] where the place of an annotation begins that is meant; POS_NONE: the
		     // first
};

struct margin {
	enum view view;
	uint32_t subject; // the annotation or fact of VIEW_CLAIM or VIEW_FACT
	int cursor;	  // which item; −1: none
	int scroll;	  // rows, or items in lists, that are above
};

// True for a list of items, which may be very long, without text to read between them.
bool margin_is_list(enum view view);

// Shows VIEW (of SUBJECT) from its top, with the cursor on its first item if it has one
// that comes before any text to read.
void margin_show(struct margin *m, enum view view, uint32_t subject);

// Draws into the cells [X, X + WIDTH) × [Y, Y + HEIGHT).  When HAS_CURSOR the
// grid's cursor goes where the margin's is.  Corrects scroll and cursor to what there is.
void margin_draw(struct margin *m, const struct margin_world *world, struct grid *g, int x, int y,
		 int width, int height, bool has_cursor);

// What a list is called, with how many items there are and what it is narrowed to; the rows of its
// I-th item (in the timeline those of the fact alone); what is said where there is none.
void margin_title(const struct margin *m, const struct margin_world *world, struct buf *out);
void margin_add_item(const struct margin *m, const struct margin_world *world, int i,
		     struct rows *rows);
void margin_add_none(const struct margin *m, const struct margin_world *world, struct rows *rows);

// All rows of the other views, at ROWS->width; none for VIEW_NEARBY.
void margin_add_rows(const struct margin *m, const struct margin_world *world, struct rows *rows);

// How many items the view has, and which one is at I.
int margin_item_count(const struct margin *m, const struct margin_world *world);
struct item margin_item(const struct margin *m, const struct margin_world *world, int i);

// Moves by LINES: from item to item, or, where the next item is not yet on screen, row by row. SIZE
// as in margin_draw.
void margin_move(struct margin *m, const struct margin_world *world, int lines, int width,
		 int height);

// Moves to the first (−1) or last (+1) item and row.
void margin_go_end(struct margin *m, const struct margin_world *world, int direction, int width,
		   int height);

// The item that is drawn at ROW (from the margin's top), or −1.
int margin_item_at(struct margin *m, const struct margin_world *world, int row, int width,
		   int height);

#endif
