// SPDX-License-Identifier: ISC
// Following a text that grows: its end stays on screen as more is added to it, until the person
// goes elsewhere or says that it is enough.
#ifndef READER_FOLLOWING_H
#define READER_FOLLOWING_H

#include "reader/command.h"
#include "reader/state.h"

// Goes to the end, and while a pipe still brings text, on with it until all of it is there: who
// asks for the end means the end of the text, not of what has come so far.
void following_to_end(struct reader *r);

// Goes to the end and follows; where nothing can be added any more, only that, and says why.
void following_begin(struct reader *r);

// Ends it and says so; false when nothing was followed.
bool following_stop(struct reader *r);

// To be called when COMMAND, or something that is none, was done: what moves elsewhere than to the
// end has ended it.
void following_done(struct reader *r, enum command command);

// Keeps the end on screen when the window or the setting became another; true when that moved it.
bool following_keep(struct reader *r);

// Takes NEWS, a sum of enum source_change, which the document has taken; true when the screen
// changed.
bool following_take(struct reader *r, unsigned news);

#endif
