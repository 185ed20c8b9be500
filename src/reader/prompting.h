// SPDX-License-Identifier: ISC
// What follows from what is typed into the prompts, and from the keys that were awaited.
#ifndef READER_PROMPTING_H
#define READER_PROMPTING_H

#include "reader/state.h"

// Asks for what help is to be narrowed to, and shows all of it again.
void prompting_ask_for_help(struct reader *r);
void prompting_drop_help(struct reader *r);

// A key or a paste did something to the prompt that is open.
void prompting_event(struct reader *r, enum prompt_result result);

// One key was awaited.
void prompting_answer(struct reader *r, uint32_t key);

// Gives TEXT to what is awaited, as if it was typed.  False when nothing is.
bool prompting_give(struct reader *r, const char *text);

#endif
