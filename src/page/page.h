// SPDX-License-Identifier: ISC
// The part of a text that is on screen: which lines, and how one moves.  It
// holds on to an anchor, a position in the text, and lays out only what is shown.
// What is shown follows from anchor, size and focus alone, so that a
// window made narrow and wide again is the same window.
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/step.h"
#include "document/document.h"
#include "page/grid.h"
#include "page/layout.h"
#include "page/mark.h"

struct block; // a paragraph with its layout

struct page_row {
	struct block *block;
	size_t line;
};

struct page {
	const struct document *document;
	struct setting setting;
	int height;	 // [row]
	int shift;	 // [col] how far kept lines are moved to the left
	uint64_t anchor; // the first line is the one that holds it
	struct page_row *rows;
	int row_count;	       // less than height at the end of a short text
	struct block **blocks; // laid-out paragraphs that may be of use again
	size_t block_count, block_capacity;
	size_t block_size; // [byte] that they take
	uint64_t clock, version;
	uint64_t made; // how many blocks ever were
	// The page whose neighbours are laid out, where it begins; up to which number of blocks
	// made they are; and whether that is done.
	struct {
		uint64_t begin, most;
		bool is_done;
	} foreseen;
};

// A range that must be seen; begin POS_NONE: none.
struct page_focus {
	uint64_t begin, end;
};

void page_init(struct page *p, const struct document *d);
void page_done(struct page *p);

// Sets how lines are set, and how many are seen; takes effect with the next page_compose.
void page_resize(struct page *p, const struct setting *s, int height);

// Decides which lines are on screen.  To be called before anything below.
void page_compose(struct page *p, struct page_focus focus);

// Lays out the paragraphs of the page below and the page above, so that going there costs little:
// STEP_DONE once they are, STEP_MORE when the budget is spent before, but for the first of them.
enum step page_foresee(struct page *p, struct budget budget);

// The range that is on screen [pos].
uint64_t page_begin(const struct page *p);
uint64_t page_end(const struct page *p);

// Moves by LINES (down when positive) from what is on screen, and composes.
void page_scroll(struct page *p, long lines);

// Puts the line that holds POS on ROW, as far as the text allows, and composes.
void page_go(struct page *p, uint64_t pos, int row);

// Takes what is on screen as the new anchor: after the reader moved.
void page_settle(struct page *p);

bool page_is_at_begin(const struct page *p);
bool page_is_at_end(const struct page *p);

// The range of the text that a row shows.
void page_row_range(const struct page *p, int row, uint64_t *begin, uint64_t *end);

// The row (−1: none) and column, from the left of the text, where POS is seen.
int page_row_of(const struct page *p, uint64_t pos, int *col);

// Moves kept lines sideways, as little as it takes and a little more, so that POS is seen.
void page_show_column(struct page *p, uint64_t pos);

// What is at a column of a row, or the end of that row's text; POS_NONE below the text.
uint64_t page_pos_at(const struct page *p, int col, int row);

// The columns of the widest kept line on screen.
int page_widest(const struct page *p);

// Draws the rows with their left upper corner at X, Y.  MARKS are sorted by begin.
void page_draw(const struct page *p, struct grid *g, int x, int y, const struct mark *marks,
	       size_t mark_count);

#endif
