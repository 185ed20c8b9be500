// SPDX-License-Identifier: ISC
// What the mouse does: clicks go to what is there, dragging selects, the wheel scrolls.
#ifndef READER_POINTER_H
#define READER_POINTER_H

#include "reader/event.h"
#include "reader/state.h"

// Lets an event of the pointer happen; none does anything while something is typed or asked.
void pointer_event(struct reader *r, const struct event *event);

#endif
