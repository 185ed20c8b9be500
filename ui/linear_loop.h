// SPDX-License-Identifier: ISC
// Reading line by line: lines from a terminal or a pipe into output/linear, its text out.  The
// terminal stays as it is, with its own editing of lines.
#ifndef UI_LINEAR_LOOP_H
#define UI_LINEAR_LOOP_H

#include "base/error.h"
#include "output/print.h"
#include "reader/reader.h"

struct linear_options {
	int width;				 // [col], 0: that of the terminal
	bool is_text_on_stdin;			 // lines come from /dev/tty then
	bool is_utf8;				 // else lines are in the encoding of the locale
	struct output out;			 // standard output
	void (*adjust)(const struct options *o); // settings were changed, as for loop_run
	bool (*flush)(void);			 // false when it cannot be written
};

// Runs until the person quits, the lines end, a signal ends it, or nothing can be written any more
// (*IS_WRITTEN is false then, errno says why).  Returns the number of the signal, or 0; false in
// E->is_set when there is no terminal to read from.
int linear_loop_run(struct reader *r, const struct linear_options *o, bool *is_written,
		    struct err *e);

#endif
