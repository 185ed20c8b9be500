// SPDX-License-Identifier: ISC
// One paragraph at one width: its lines, as ranges of its text.  It never sees
// marks.  No line is wider than asked, lines joined give the text back, no line
// begins inside a grapheme cluster, and a word is cut where no hyphen may be only when no line can
// hold it.
#ifndef PAGE_LAYOUT_H
#define PAGE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/paragraph.h"

struct hyphenation;

// How paragraphs are set.
struct setting {
	int width;			 // [col], at least 2
	bool is_kept;			 // not wrapped: its one line may be wider
	bool is_tight;			 // as few lines as can be, instead of the least ragged edge
	bool is_justified;		 // slack goes between the words
	struct hyphenation *hyphenation; // NULL: only the author's hyphens
};

struct layout_line {
	uint32_t begin, end; // [byte] of the paragraph's text; blanks at the end belong to it
	int from;	   // [col] where it begins in the paragraph on one line: tabs count from it
	int indent;	   // [col] before its text
	int cols;	   // [col] of indent and text, without blanks at the end
	bool has_hyphen;   // a hyphen is shown at its end
	bool is_plain;	   // its first letter is shown without its trema
	int stretch, gaps; // [col] that are given to so many gaps between its words
};

struct layout {
	int width;    // [col]
	bool is_kept; // not wrapped: its one line may be wider
	struct layout_line *lines;
	size_t line_count, line_capacity; // at least one line, empty for an empty text
	uint8_t *flags;			  // of utf8_mark and hyphenation_mark, one for each byte
	size_t flag_count;
};

// Lays P out.  *L was zeroed or done.
void layout_init(struct layout *l, const struct paragraph *p, const struct setting *s);
void layout_done(struct layout *l);

// [byte] of memory that it takes.
size_t layout_size(const struct layout *l);

// The line that holds text offset OFF.
size_t layout_line_of(const struct layout *l, uint32_t off);

// What the choice of lines cost; see line_breaking.h.
int64_t layout_demerits(const struct paragraph *p, const struct setting *s);

// Walks the clusters of a line.
struct layout_walk {
	const struct layout *layout;
	const struct paragraph *paragraph;
	const struct layout_line *line;
	uint32_t off, next;
	int col, cols; // where the cluster is, from the left of the line, and how wide
	int from;      // [col] where it is in the paragraph on one line
	int gap;       // how many gaps of the line lie before it
};
void layout_walk_begin(struct layout_walk *w, const struct layout *l, const struct paragraph *p,
		       size_t line);
bool layout_walk_next(struct layout_walk *w); // false behind the last cluster

// Passes over as many clusters before LIMIT as are each one printable character of ASCII, shown as
// it is in one column, the first of them in column *COL; returns how many, from *TEXT on.  That is
// as good as to ask for each of them.
size_t layout_walk_ascii(struct layout_walk *w, uint32_t limit, const char **text, int *col);

// Writes what is shown for the walk's cluster (not what utf8_show replaces) into *N bytes: the
// text's own, or the letter without its trema in PLAIN.
const char *layout_walk_text(const struct layout_walk *w, uint8_t plain[4], size_t *n);

#endif
