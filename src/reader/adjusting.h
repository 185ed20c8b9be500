// SPDX-License-Identifier: ISC
// Settings while one reads: showing and changing them, and what follows from it; and the keys,
// which are one.
#ifndef READER_ADJUSTING_H
#define READER_ADJUSTING_H

#include "reader/state.h"

// Takes O over as what is set, and reads the keys; what is wrong in a key file is a notice.
void adjusting_begin(struct reader *r, const struct options *o);
void adjusting_done(struct reader *r);

// What keys changed counts as set, too.
void adjusting_refresh(struct reader *r);

// Does what stands behind ":set": "width=60" or "width 60", "mouse", "nomouse", "mouse!" (the other
// way round), "width?" (tells it).  As much of a name as only it begins with is enough.
void adjusting_set(struct reader *r, const char *text);

#endif
