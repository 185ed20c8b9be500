// SPDX-License-Identifier: ISC
// Where the panes are in a window of a given size, and what they show there.
#ifndef READER_FRAME_H
#define READER_FRAME_H

#include "reader/state.h"

// Works out r->frame from the size of the window and the state, and lays the
// page out in it.
void frame_update(struct reader *r);

// The margin as it is shown: where it is not beside the text, the focused
// claim has the whole of it.
struct margin frame_margin(const struct reader *r);

bool frame_shows_margin(const struct reader *r);
bool frame_shows_text(const struct reader *r);

#endif
