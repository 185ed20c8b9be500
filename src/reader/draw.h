// SPDX-License-Identifier: ISC
// Draws a reader into its grid: text, gutter, overview strip, margin, status
// line, hint line.
#ifndef READER_DRAW_H
#define READER_DRAW_H

#include "reader/state.h"

// Draws all of it; frame_update came before.
void draw_reader(struct reader *r);

#endif
