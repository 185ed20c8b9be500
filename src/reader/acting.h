// SPDX-License-Identifier: ISC
// What each command does: one table from commands to functions.
#ifndef READER_ACTING_H
#define READER_ACTING_H

#include "reader/command.h"
#include "reader/state.h"

// Does it, with the number that was typed before it (r->count).
void acting_run(struct reader *r, enum command command);

#endif
