// SPDX-License-Identifier: ISC
// Which lines of a plain text belong together: hard-wrapped prose is told from
// verse, tables, code, lists and headings by the shape of its lines.  What is decided depends
// on the run of lines between two blank ones and on a few KiB around it, never on where one came
// from.
#ifndef DOCUMENT_BLOCKS_H
#define DOCUMENT_BLOCKS_H

#include "document/format.h"

// Lines that make one paragraph.
struct block_lines {
	uint64_t begin, end; // [pos] of the first line's begin and the last one's end with its feed
	enum paragraph_kind kind;
	int level;	    // of a heading
	uint32_t hang;	    // [byte] of a marker or a tag with the blanks around it, or 0
	bool is_joined;	    // line ends are blanks
	bool is_spread;	    // with blanks put in so that lines end alike
	bool is_underlined; // the last line only underlines the first
};

// Fills *B with the block that holds the line [BEGIN, END), which is not blank.  False when that
// line stands alone as what it is: kept, or in a run of more than 16 KiB or 400 lines.
bool blocks_at(const struct source *s, uint64_t begin, uint64_t end, enum wrap wrap,
	       struct block_lines *b);

// As headings_from of struct format: of a run of lines between two blank ones, or of 64 KiB without
// headings.
uint64_t blocks_headings(const struct source *s, uint64_t pos, struct heading *found,
			 size_t *count);

#endif
