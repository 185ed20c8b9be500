// SPDX-License-Identifier: ISC
// From a piece of a text to the selector that finds it again: quote, context and position (W3C Web
// Annotation Data Model, 4.2.4 and 4.2.5).
#ifndef KNOWLEDGE_SELECTION_H
#define KNOWLEDGE_SELECTION_H

#include "document/index.h"
#include "document/source.h"
#include "knowledge/annotation.h"

enum {
	SELECTION_LEAST = 32,	 // [character] of prefix and suffix, where there are so many
	SELECTION_CONTEXT = 200, // [character] of each at the most
	SELECTION_AROUND = 4 * 1024 * 1024, // [byte] on either side where the same is looked for
	SELECTION_QUOTE_MOST = 1024 * 1024, // [byte] of a quote
};

// Describes [BEGIN, END) of a text, widened to whole grapheme clusters: the exact words as they
// stand there, prefix and suffix of whole words (UAX #29), lengthened a word at a time on either
// side until all of it together stands in one place only, as far as is looked and as context may
// grow; and the positions in code points when the index knows both.  Ill-formed parts and NUL are
// U+FFFD.  An empty range, or one that is too long to quote, has positions alone.  The caller's, to
// be freed by selector_done.
struct selector selection_describe(const struct source *s, const struct index *x, uint64_t begin,
				   uint64_t end);

#endif
