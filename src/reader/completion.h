// SPDX-License-Identifier: ISC
// The commands that can be typed behind ":", and what a line of them may go on with.
#ifndef READER_COMPLETION_H
#define READER_COMPLETION_H

#include "base/error.h"
#include "reader/menu.h"
#include "reader/state.h"

// A command that takes words, beside those that keys have.
enum worded { WORDED_NONE, WORDED_SET, WORDED_GO };

struct named_command {
	enum command command; // COMMAND_NONE: see worded
	enum worded worded;
	const char *name;
};

// The command that WORD names: by its name, a short form that vi or less have, or as much of a name
// as only it begins with.  False and a sentence when there is none, or there are several.
bool completion_command(const char *word, struct named_command *found, struct err *e);

// What the first N bytes of LINE, where the cursor is, may go on with, appended to OUT with a line
// of help; *FROM [byte] is where what is listed replaces the line's end.
void completion_list(const struct reader *r, const char *line, size_t n, struct menu *out,
		     size_t *from);

#endif
