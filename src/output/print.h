// SPDX-License-Identifier: ISC
// The text with its claims and facts as plain text: paragraphs set to a width, each claim followed
// by its number in brackets, then the claims, the notes and the facts; or these alone.
#ifndef OUTPUT_PRINT_H
#define OUTPUT_PRINT_H

#include "reader/session.h"

// Where output goes: WRITE gets UTF-8 and returns false when no more can be taken.
struct output {
	bool (*write)(void *data, const char *s, size_t n);
	void *data;
};

// Writes everything.  The session was finished before.  IS_COLORED: with escape sequences for
// headings, and for what looks so in the text; without, there are none at all.  False when WRITE
// refused.
bool print_document(const struct session *s, struct output out, int width, bool is_colored);

// The text alone.
bool print_text(const struct session *s, struct output out, int width, bool is_colored);

// Would that take no more than ROWS rows of a window COLS wide?  As much of the text is looked at
// as has room there.
bool print_fits(const struct session *s, int width, int cols, int rows);

// What there is besides the text, under its title.
bool print_knowledge(const struct session *s, struct output out, int width, bool is_colored);

#endif
