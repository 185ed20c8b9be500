// SPDX-License-Identifier: ISC
// What one types behind ":": completing it and doing it.
#ifndef READER_COMMANDING_H
#define READER_COMMANDING_H

#include "reader/state.h"

// Does what LINE says: a command and what it is to be given, "50%", or the number of a paragraph.
void commanding_run(struct reader *r, const char *line);

// Goes to a place: "¶7" or "7" (a paragraph), "#3" or a claim's name, "50%", "/word".  False and a
// sentence when there is none.
bool commanding_go(struct reader *r, const char *place, struct err *e);

// A key while the line is typed.
void commanding_key(struct reader *r, uint32_t key);

// What follows from what a key or a paste did to the line.
void commanding_event(struct reader *r, enum prompt_result result);

#endif
