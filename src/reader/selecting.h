// SPDX-License-Identifier: ISC
// Selecting a piece of the text by keys or by the mouse: a caret that motions carry, and the place
// where the selection was begun.
#ifndef READER_SELECTING_H
#define READER_SELECTING_H

#include "reader/state.h"

// Begins with the word where the eye is: at the current match, the focused claim, or the first one
// on screen.  False, and it is said, when there is nothing to select.
bool selecting_begin(struct reader *r);
void selecting_begin_at(struct reader *r, uint64_t pos); // with the cluster there
void selecting_set(struct reader *r, struct range range);
void selecting_end(struct reader *r);

// Brings the caret in sight, as after the window became another one.
void selecting_show(struct reader *r);

// Carries the caret: ARGUMENT is an enum motion.
void selecting_move(struct reader *r, int argument);
void selecting_move_rows(struct reader *r, int rows);
void selecting_move_screens(struct reader *r, int halves);
void selecting_drag(struct reader *r, int col, int row); // [col], [row] of the text pane

// Takes the unit (enum unit) that the caret is in; goes to the other end; begins anew at the caret,
// or goes on from there without a selection.
void selecting_take_unit(struct reader *r, int unit);
void selecting_swap(struct reader *r);
void selecting_toggle(struct reader *r);

#endif
