// SPDX-License-Identifier: ISC
// What a typed line means: a number, a command by its keys or its name, and what follows it.
#ifndef OUTPUT_TYPED_H
#define OUTPUT_TYPED_H

#include "base/string.h"
#include "reader/keyboard.h"

// A line, taken apart.
struct typed {
	unsigned count;	      // 0: none
	enum command command; // COMMAND_NONE: see line
	const char *line;     // what is typed behind ":", or NULL: it means nothing
	const char *rest;     // what follows, without blanks at its begin
};

// Takes LINE apart, into which the result points, as the keys mean it now: "/word", "50%", "ma",
// "3 n", "claim-next", ":set width=60".
struct typed typed_parse(const struct keyboard *k, const char *line);

#endif
