// SPDX-License-Identifier: ISC
// The line at the bottom: a prompt, a question, something to say, or the keys that help here; and
// the menu over it.
#ifndef READER_BOTTOM_H
#define READER_BOTTOM_H

#include "reader/state.h"

void bottom_draw(struct reader *r);

#endif
