// SPDX-License-Identifier: ISC
// Places with a letter, as in vi: each is a note of one's own that bookmarks a line.
#ifndef READER_MARKS_H
#define READER_MARKS_H

#include "reader/state.h"

// Awaits the letter of a mark that is to be set or, else, gone to; and is given it.
void marks_ask_letter(struct reader *r, int sets_mark);
void marks_key(struct reader *r, uint32_t key);

#endif
