// SPDX-License-Identifier: ISC
// How long work is done between keys: in slices that ask whether to pause.
// ui/ passes a function that knows the clock; nothing here does.
#ifndef BASE_STEP_H
#define BASE_STEP_H

#include <stdbool.h>
#include <stddef.h>

// True when the work should pause now and be called again later.  DATA is the
// caller's.  A NULL function never stops.
typedef bool (*should_stop_fn)(void *data);

struct budget {
	should_stop_fn should_stop;
	void *data;
};

static inline bool budget_is_spent(struct budget b)
{
	return b.should_stop && b.should_stop(b.data);
}

// A budget that is spent when it was asked *COUNT times; it counts down.
static inline bool budget_counts_down(void *data)
{
	size_t *count = data;
	if (*count == 0)
		return true;
	--*count;
	return false;
}

static inline struct budget budget_of(size_t *count)
{
	return (struct budget){budget_counts_down, count};
}

enum step {
	STEP_MORE, // call again
	STEP_DONE, // nothing is left to do
	STEP_FAILED,
};

#endif
