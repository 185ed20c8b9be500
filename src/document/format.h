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

struct format {
	const char *name;
	// Fills *P (empty before) with the paragraph that holds POS, which lies before the
	// end of the source.  Depends on the bytes and POS only, never on
	// where one came from, and looks at a bounded number of bytes.
	void (*paragraph_at)(const struct source *s, uint64_t pos, enum wrap wrap,
			     struct paragraph *p);
};

extern const struct format format_text;

#endif
