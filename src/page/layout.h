// SPDX-License-Identifier: ISC
// One paragraph at one width: its lines, as ranges of its text.  It never sees
// marks.  No line is wider than asked, lines joined give the text back, no line
// begins inside a grapheme cluster, and a word is cut only when no line can hold it.
#ifndef PAGE_LAYOUT_H
#define PAGE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/paragraph.h"

struct layout_line {
	uint32_t begin, end; // [byte] of the paragraph's text; blanks at the end belong to it
	int indent;	     // [col] before its text
	int cols;	     // [col] of indent and text, without blanks at the end
	bool has_hyphen;     // a soft hyphen at its end shows
};

struct layout {
	int width;    // [col]
	bool is_kept; // not wrapped: its one line may be wider
	struct layout_line *lines;
	size_t line_count, line_capacity; // at least one line, empty for an empty text
	uint8_t *flags;			  // of utf8_mark, a byte for each of the text
};

// Lays P out in WIDTH (≥ 2) columns, or on one line when IS_KEPT.  *L was zeroed or done.
void layout_init(struct layout *l, const struct paragraph *p, int width, bool is_kept);
void layout_done(struct layout *l);

// The line that holds text offset OFF.
size_t layout_line_of(const struct layout *l, uint32_t off);

// Walks the clusters of a line; LEFT is the column where the line begins (its indent is added).
struct layout_walk {
	const struct layout *layout;
	const struct paragraph *paragraph;
	uint32_t off, next, line_end;
	int col, cols; // where the cluster is, from the left of the line, and how wide
};
void layout_walk_begin(struct layout_walk *w, const struct layout *l, const struct paragraph *p,
		       size_t line);
bool layout_walk_next(struct layout_walk *w); // false behind the last cluster

#endif
