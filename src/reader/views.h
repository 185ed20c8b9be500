// SPDX-License-Identifier: ISC
// The margin's views of a whole text: opening the contents and the timeline where one reads, and
// what they still have to find.
#ifndef READER_VIEWS_H
#define READER_VIEWS_H

#include "reader/state.h"

// The headings, with the cursor on the one that is read.
void views_show_contents(struct reader *r);

// The facts in the order of time, with the cursor on the first one of the claim in focus, or on the
// fact that is shown.
void views_show_timeline(struct reader *r);

// Looks on for headings while they are shown.
enum step views_step(struct reader *r, struct budget budget);

// The text grew from BEFORE [pos] on, or, with 0, became another one.
void views_text_changed(struct reader *r, uint64_t before);

void views_done(struct reader *r);

#endif
