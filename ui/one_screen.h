// SPDX-License-Identifier: ISC
// Whether a text needs a reader at all, or fits the window as it is: what -F asks.
#ifndef UI_ONE_SCREEN_H
#define UI_ONE_SCREEN_H

#include <stdbool.h>

#include "reader/reader.h"

// Waits until all of the text is there or there is more of it than the window holds.  True when it
// fits, set to *WIDTH columns, which become those of the window if that has fewer, and nothing is
// annotated in it.  The terminal is not taken over.
bool one_screen_is_enough(struct reader *r, int *width);

#endif
