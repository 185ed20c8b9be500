// SPDX-License-Identifier: ISC
// What the margin says, as rows of styled text: claims, facts, links, sources, help.  It knows the
// width, but not which rows are on screen or where the cursor is.
#ifndef READER_ROWS_H
#define READER_ROWS_H

#include "knowledge/annotation.h"
#include "document/document.h"
#include "knowledge/web_annotation.h"
#include "page/grid.h"
#include "search/search.h"

struct hits;
struct contents;
struct timeline;
struct keyboard;

// A claim or note that is on screen, once for each of its places there, for VIEW_NEARBY.
struct nearby {
	uint32_t annotation;
	int row;	// where its first visible line is
	uint64_t begin; // [pos]
};

// What a margin is drawn from; all is borrowed.
struct margin_world {
	const struct knowledge *knowledge;
	struct web_annotation *const *sets;
	size_t set_count;
	uint32_t own_set;     // 1 + the number of the set of one's own notes, 0: none
	const char *language; // of facts
	const struct nearby *nearby;
	size_t nearby_count;
	uint32_t focus;	   // the focused claim, or INDEX_NONE
	uint64_t focus_at; // [pos] where the place of it begins that is meant
	const struct document *document;
	const struct search *search; // NULL: nothing is looked for
	const struct hits *hits;     // of that, in the background
	const struct hits *filter;   // what the list is narrowed to, or NULL
	const struct contents *contents;
	int current_heading; // the one that is read, −1: none
	const struct timeline *timeline;
	struct range here; // the caret or the current match, begin POS_NONE: neither
	const struct keyboard *keyboard;
	const struct query *wanted; // what help is narrowed to, or NULL
};

// A row: up to ROW_PIECES pieces of text, each with a style.
enum { ROW_PIECES = 6 };

struct row {
	int indent;
	int item;   // −1: none
	char *link; // what its text leads to, as address_write has it, or NULL
	struct {
		char *text;
		style style;
	} pieces[ROW_PIECES];
	int piece_count;
};

struct rows {
	struct row *all;
	size_t count, capacity;
	int width;
	int item; // which one rows are added for, −1: none
};

void rows_done(struct rows *r);

// Adds an empty row for r->item; valid until the next one is added.
struct row *rows_add(struct rows *r, int indent);
void rows_add_piece(struct row *row, const char *text, size_t n, style st);

// Adds TEXT wrapped to the width, in as many rows as it takes, MOST at the most; what is cut
// ends in "…".
void rows_add_text(struct rows *r, int indent, const char *text, style st, int most);
void rows_add_blank(struct rows *r);
void rows_add_heading(struct rows *r, const char *text); // of no item

// Puts the row behind row AT on the same row, at its own indent, if what stands there leaves
// room before it.
void rows_join(struct rows *r, size_t at);

// Moves all rows of FROM, which is done then, behind those of R.
void rows_move(struct rows *r, struct rows *from);

// How many digits the greatest number of a claim has, and a number right-aligned in them (0:
// no number).
int rows_number_width(const struct margin_world *w);
void rows_add_number(struct row *row, const struct annotation *a, int digits, style st);

// "12 ✓ fact · correct", in MOST rows at the most; and what follows it: what is to be said of its
// place, the reason and the facts, the first of which is item FIRST.  IS_LONG: with authors and the
// reasons of links.
void rows_add_claim_line(struct rows *r, const struct annotation *a, int digits, int indent,
			 style st, int most);
void rows_add_claim_body(struct rows *r, const struct margin_world *w, const struct annotation *a,
			 int indent, bool is_long, int first);

// Adds " · A reader" to row AT, for a note or a reply whose author is told.
void rows_add_whose(struct rows *r, size_t at, const struct annotation *a,
		    const struct claim_detail *d);

// The rows of whole views, and those of one item in a list of all.
void rows_of_claim(struct rows *r, const struct margin_world *w, uint32_t annotation);
void rows_of_fact(struct rows *r, const struct margin_world *w, uint32_t fact);

// What the view of a claim has as items before its facts, in all and the I-th: its places where
// they are several (as many as are listed), of an orphan the claim beside which it stood.
uint32_t rows_place_count(const struct margin_world *w, uint32_t annotation);
struct placed rows_place(const struct margin_world *w, uint32_t annotation, uint32_t i);

// Behind its facts: how many replies below an annotation are listed, and the I-th.
uint32_t rows_reply_count(const struct margin_world *w, uint32_t annotation);
uint32_t rows_reply(const struct margin_world *w, uint32_t annotation, uint32_t i);

// What the view of a fact has as items before the claims that it bears on: its sources, and copies
// of them in an archive.  How many they are, and the I-th: the number of the source, and whether it
// is the copy.
struct source_item {
	uint32_t source;
	bool is_archived;
};
uint32_t rows_source_count(const struct margin_world *w, uint32_t fact);
struct source_item rows_source(const struct margin_world *w, uint32_t fact, uint32_t i);

// How many claims, notes and replies to what is not there are listed, and the I-th of them in this
// order.
size_t rows_listed_count(const struct margin_world *w);
uint32_t rows_listed_claim(const struct margin_world *w, int i);

// A claim or note, a fact or term, by its index.
void rows_of_claim_in_list(struct rows *r, const struct margin_world *w, int claim);
void rows_of_mark_in_list(struct rows *r, const struct margin_world *w, int mark);
void rows_of_fact_in_list(struct rows *r, const struct margin_world *w, int fact);

// The text in the reader's language, or "".
const char *rows_choose(const struct margin_world *w, const struct translations *t);
const char *rows_fact_title(const struct margin_world *w, const struct fact *f);

// Reads the long texts of a claim; false when its set has none.  Ended by claim_detail_done.
bool rows_read_claim(const struct margin_world *w, const struct annotation *a,
		     struct claim_detail *d);

// The same for the long text of a fact; ended by fact_detail_done.
bool rows_read_fact(const struct margin_world *w, const struct fact *f, struct fact_detail *d);

void rows_draw(struct grid *g, const struct row *row, int x, int y, int limit, bool is_cursor);

// "+4 below": FORMAT has one %d.
void rows_draw_rest(struct grid *g, int x, int y, int limit, int rest, const char *format);

#endif
