// SPDX-License-Identifier: ISC
// What a terminal sends between ESC [ 200 ~ and ESC [ 201 ~ (xterm's bracketed paste, mode 2004):
// it is data, whatever it looks like.
#ifndef UI_PASTE_H
#define UI_PASTE_H

#include <signal.h>
#include <stdbool.h>

#include "base/string.h"

struct paste_limits {
	size_t most;  // [byte] that are kept; more is read and dropped
	int silence;  // [ms] without a byte after which no end is awaited any more
	int patience; // [ms] for all of it
};

// Appends to OUT what comes from the descriptor KEYS, up to the end mark, of which it takes the
// last byte and no other behind it.  False when the end mark did not come: in time, before the end
// of the file, or before a signal made *IS_OVER other than 0.
bool paste_read(int keys, const volatile sig_atomic_t *is_over, const struct paste_limits *limits,
		struct buf *out);

#endif
