// SPDX-License-Identifier: ISC
// Searching as a person does it: a prompt that shows matches while one types, the way back from
// it, and moving from match to match while the text is still being read.
#ifndef READER_FIND_H
#define READER_FIND_H

#include "reader/state.h"

void find_begin(struct reader *r, int direction); // opens the prompt
void find_as_typed(struct reader *r);		  // the prompt's text changed
void find_next_mode(struct reader *r);		  // the prompt's query is meant in another way

// Looks for what was typed, if that was not done yet.  Not done at each key, so that what is
// pasted is compiled once.
void find_refresh(struct reader *r);
void find_accept(struct reader *r);
void find_cancel(struct reader *r); // the exact screen from before the prompt

// Begins to look for TEXT from POS on.  False, and why in query_error, when it is no query.
bool find_start(struct reader *r, const char *text, uint64_t pos);

// Asks for the next (+1) or previous (−1) match.
void find_move(struct reader *r, int direction);

// Looks for the words of the focused claim, or else for the word at the cursor.
void find_word(struct reader *r);

// Goes to the match that was asked for, as soon as it is known.  True when something happened.
bool find_settle(struct reader *r);

// Narrowing lists, or in the text which claims are marked, as one types.
void find_filter_begin(struct reader *r);
void find_filter_accept(struct reader *r);
void find_filter_cancel(struct reader *r); // the exact screen from before the prompt
void find_filter_again(struct reader *r);  // what is narrowed changed
void find_filter_drop(struct reader *r);   // all of it again

// Facts are shown, and looked for, in another language: NULL, the next one that they have.
void find_take_language(struct reader *r, const char *language);

// The view of all matches, with the cursor on the current one.
void find_show_all(struct reader *r);

// Looks on for the query in claims and facts.  STEP_DONE when nothing is left.
enum step find_step_background(struct reader *r, struct budget budget);

void find_drop(struct reader *r); // forgets the matches
void find_drop_kept(struct reader *r);

#endif
