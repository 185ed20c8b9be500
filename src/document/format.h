// SPDX-License-Identifier: ISC
// What a format is to the rest of the program: one function that cuts the
// paragraph around a position out of a source.  A new format is a new
// format_NAME.c with a struct format, named in the list of document.c.
#ifndef DOCUMENT_FORMAT_H
#define DOCUMENT_FORMAT_H

#include "document/paragraph.h"
#include "document/source.h"

// What becomes of the lines of a text.
enum wrap {
	WRAP_AUTO,   // hard-wrapped prose is joined, what has lines for a reason keeps them
	WRAP_REFLOW, // all lines between two blank ones are joined
	WRAP_KEEP,   // each line is a paragraph
};

struct heading {
	uint64_t begin; // [pos]
	int level;	// from 1
};

enum { FORMAT_HEADINGS = 256 }; // that one stretch has at the most

struct format {
	const char *name;
	// Fills *P (empty before) with the paragraph that holds POS, which lies before the
	// end of the source.  Depends on the bytes and POS only, never on
	// where one came from, and looks at a bounded number of bytes.
	void (*paragraph_at)(const struct source *s, uint64_t pos, enum wrap wrap,
			     struct paragraph *p);
	// Writes the headings of a stretch of text from POS on, FORMAT_HEADINGS at the most, as
	// WRAP_AUTO knows them, and returns where the next stretch begins: the end of the source
	// when nothing is left.  Looks at a bounded number of bytes.
	uint64_t (*headings_from)(const struct source *s, uint64_t pos, struct heading *found,
				  size_t *count);
};

extern const struct format format_text;

#endif
