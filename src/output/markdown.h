// SPDX-License-Identifier: ISC
// Foreign text as Markdown that means nothing but that text: CommonMark 0.31.2, and what GitHub and
// pandoc add to it.
#ifndef OUTPUT_MARKDOWN_H
#define OUTPUT_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string.h"

// Appends TEXT as one run of words: white space becomes single blanks, what a terminal must not get
// is shown as the reader shows it, and what is markup is escaped.  AT_START: a line begins here, or
// what the line's own marks leave of it.
void markdown_add(struct buf *out, const char *text, bool at_start);

// Appends ADDRESS for use in the round brackets of a link.
void markdown_add_address(struct buf *out, const char *address);

#endif
