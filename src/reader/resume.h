// SPDX-License-Identifier: ISC
// Going on where one stopped: the place in each text, the settings of the view, what was searched
// for, and a note that was left half written.
#ifndef READER_RESUME_H
#define READER_RESUME_H

#include "reader/state.h"

// Takes the settings over and goes to the place, as far as the text is known at once.
void resume_begin(struct reader *r, const struct options *o);

// The rest, when the text has been recognised and the place found.  True when the screen is another
// one.
bool resume_settle(struct reader *r);

// Keeps what is being written, or that nothing is; the second does it some seconds after the last
// time, so that little is lost when the machine stops.
bool resume_keep_draft(struct reader *r); // false when there is something that was not kept
void resume_keep_draft_late(struct reader *r);

// Keeps all of it.
void resume_keep(struct reader *r);

#endif
