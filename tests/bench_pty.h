// SPDX-License-Identifier: ISC
// Runs a program in a pseudo-terminal and says when its bytes came.  The terminal is none: nothing
// is drawn and nothing is answered, so that what the harness does costs the program next to
// nothing.  Programs are started by posix_spawn, whose cost does not grow with the harness.
#ifndef TESTS_BENCH_PTY_H
#define TESTS_BENCH_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/string.h"

enum { BENCH_ROWS = 40, BENCH_COLS = 120 };

struct child {
	pid_t pid;
	int fd;		    // the terminal's side; -1: standard output is not a terminal
	double taken;	    // [ms] when something last came
	double work;	    // [ms] of a processor until the last byte, where that is asked for
	double started;	    // [ms] just before the program was started
	double first, last; // [ms] of the answer that was last waited for
	size_t bytes;	    // [byte] of it
	size_t progress;    // [byte] that came behind it and were no part of it
	struct buf seen;    // all that came since child_forget
	int row, col, state, parameter; // of the output that comes: see child_wait
	bool has_parameter, is_text;	// the same
	bool has_ended;
};

// What an answer is: see child_wait.
struct wanted {
	const char *words[4]; // each must have come; "a|b": one of them; NULL ends the list
	int quiet;	      // [ms] without a byte, after which an answer has come to its end
	double patience;      // [ms] for all of it
	bool counts_work;     // tells child.work too, which costs the harness some time
	bool needs_text;      // an answer is more than a change in the first or last row
};

double bench_now(void); // [ms] of a clock that is never set

// Starts ARGV with the environment ENV alone in a new terminal of ROWS and COLS.
bool child_start(struct child *c, char *const argv[], char *const env[], int rows, int cols,
		 struct err *e);

// The same with nothing to read and nobody who listens; to be waited for with child_end.
bool child_start_silent(struct child *c, char *const argv[], char *const env[], struct err *e);

// Forgets the words that came until now.
void child_forget(struct child *c);

// Waits for an answer: false when it does not come in time, or the program ended.
//
// An answer ends with the last byte before a silence of QUIET at whose begin all WORDS had come.
// So what is drawn in two steps counts to the last of them, if a word of each is asked for.
// What comes in a piece of its own (three milliseconds and more behind the one before) and changes
// nothing but the first and the last row is the progress of something else, such as a count: it
// is counted apart, unless nothing else came.  A row is known by the cursor's addresses; whatever
// scrolls, wraps or goes up is taken for text.
bool child_wait(struct child *c, const struct wanted *w);

// Takes what comes until TIME [ms of bench_now].
void child_take_until(struct child *c, double time);

bool child_send(struct child *c, const char *keys);
void child_resize(struct child *c, int rows, int cols);

// Waits for the end; the time from start to end [ms], or below 0 after PATIENCE [ms].
double child_end(struct child *c, double patience, int *status);

// Asks it to end, as the system does when it shuts down, and waits for PATIENCE [ms].
void child_ask_to_end(struct child *c, double patience);

// Kills it with its children, and frees everything.  Takes a zeroed struct too.
void child_finish(struct child *c);

// What the system knows of a child: its processor time until now [ms], how often it waited, and
// its memory [byte], all of it and what is its own (anonymous).  0 when unknown.
double child_worked(const struct child *c);
double child_waits(const struct child *c);
double child_resident(const struct child *c);
double child_own(const struct child *c);

// Waits until it has used less than WORK [ms] of processor time for WINDOW [ms]; since when that is
// so [ms of bench_now], or below 0 when it does not come to that within PATIENCE [ms].
double child_rest(struct child *c, double window, double work, double patience);

#endif
