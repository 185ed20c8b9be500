// SPDX-License-Identifier: ISC
// A text as the rest of the program sees it: paragraphs around positions, made
// when they are asked for, an index that grows between keys, and what has
// happened to the text since it was opened.
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include "base/step.h"
#include "document/format.h"
#include "document/index.h"
#include "document/paragraph.h"
#include "document/source.h"

struct document {
	struct source *source; // owned
	struct index *index;   // owned
	const struct format *format;
	enum wrap wrap;
	uint64_t version; // counts the changes of the text
};

// Takes S over, also on failure of anything later.
void document_init(struct document *d, struct source *s);
void document_done(struct document *d);

// Chooses what becomes of lines from now on; a change counts as one of the text.
void document_set_wrap(struct document *d, enum wrap wrap);

uint64_t document_begin(const struct document *d);
uint64_t document_end(const struct document *d);

// Fills *P (done or zeroed before) with the paragraph that holds POS, or the last one for a POS
// behind the end.  False when there is none: the text is empty.
bool document_paragraph(const struct document *d, uint64_t pos, struct paragraph *p);

// Writes the headings of a stretch of text from POS on (room for FORMAT_HEADINGS), however lines
// are wrapped now, and returns where the next stretch begins: document_end when nothing is left.
uint64_t document_headings(const struct document *d, uint64_t pos, struct heading *found,
			   size_t *count);

// Looks for news of the source and keeps the index right; returns source_poll's sum.
unsigned document_poll(struct document *d);

// True when the index has read all that there will be, as far as is known.
bool document_is_counted(const struct document *d);

// How far POS is into the text, in per cent (0 to 100), of what is known so far.
int document_percent(const struct document *d, uint64_t pos);

#endif
