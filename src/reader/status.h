// SPDX-License-Identifier: ISC
// The line at the top: what is read, and where in it one is.
#ifndef READER_STATUS_H
#define READER_STATUS_H

#include "reader/state.h"

void status_draw(struct reader *r);

// "match 3 of 12", or how far the search is.
void status_add_match(const struct reader *r, struct buf *out);

#endif
