// SPDX-License-Identifier: ISC
// What is copied: the claim, note, fact or source that one is on, or what is selected, as its
// author wrote it.  Line ends of the screen and hyphens of ours are not in it, and no control
// character but line feed and tab, so that it can be pasted anywhere.  Who takes it to a clipboard
// is the front end.
#ifndef READER_COPYING_H
#define READER_COPYING_H

#include "reader/state.h"

enum { COPYING_MOST = 1024 * 1024 }; // [byte]

// Makes the text of what one is on and asks the front end to copy it, or says why there is none.
void copying_copy(struct reader *r);

// Appends what stands in a piece of the text: its paragraphs, of which the lines of one that was
// wrapped by hand are joined.
void copying_add_text(struct buf *out, const struct document *d, struct range range);

#endif
