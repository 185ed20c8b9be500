// SPDX-License-Identifier: ISC
// What terminfo says of the terminal (terminfo(5)).  The only door to curses, of which the program
// has this part alone.
#ifndef UI_TERMINFO_H
#define UI_TERMINFO_H

#include <stdbool.h>

#include "base/string.h"

// Reads what there is of a type of terminals, instead of what was read before; false, with that
// kept, when there is none.
bool terminfo_open(const char *type);
void terminfo_close(void);

// A capability by its short name; NULL, −1 or false when the terminal has not got it.  Strings are
// valid until another type is read.
const char *terminfo_string(const char *name);
int terminfo_number(const char *name);
bool terminfo_flag(const char *name);

// Hands over what each key sends of which the terminal's description knows.
void terminfo_keys(void (*take)(const char *bytes));

enum { TERMINFO_NUMBERS = 9 }; // the most that a string takes

// Appends what a string becomes with numbers; nothing for NULL.  Padding is left out: it is for
// terminals that are slower than a line, which there are none of any more.
void terminfo_add(struct buf *out, const char *s, int a, int b);
void terminfo_add_all(struct buf *out, const char *s, const int numbers[TERMINFO_NUMBERS]);

#endif
