// SPDX-License-Identifier: ISC
// What margins are made from, gathered from a reader's state.
#ifndef READER_WORLD_H
#define READER_WORLD_H

#include "reader/state.h"

// The places of annotations that touch what is on screen; the caller frees them.
struct placed *world_places(const struct reader *r, size_t *count);

// The claims and notes on screen with their rows, in the order of the text; the caller frees
// them.  What a margin is drawn from refers to them.
struct nearby *world_nearby(const struct reader *r, size_t *count);
struct margin_world world_of(const struct reader *r, const struct nearby *nearby, size_t count);

#endif
