// SPDX-License-Identifier: ISC
// The programs that are compared, with the keys by which each does the same.
#ifndef TESTS_BENCH_PROGRAMS_H
#define TESTS_BENCH_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "bench_pty.h"

enum bench_key {
	KEY_LINE, // the text goes up by a line
	KEY_LINE_UP,
	KEY_SCREEN,	  // by a screen
	KEY_LAST,	  // to the end of the text
	KEY_LAST_OF_LINE, // to the end of a text that is one line
	KEY_HALF,	  // to 50 %
	KEY_SEARCH,	  // before what is searched; Enter behind it
	KEYS,
};

struct bench_program {
	const char *name;	 // [for people]
	const char *commands[3]; // as it may be called; found along PATH
	const char *arguments[4];
	const char *keys[KEYS]; // NULL: it has none
	bool wraps;		// lines longer than the screen
	bool reads_all;		// before the first screen, however much that is
};

extern const struct bench_program bench_programs[];
extern const size_t bench_program_count;

enum { BENCH_KANTLIJN = 0, BENCH_LESS = 1 }; // their places in the table

// Where everything is.
struct bench_places {
	const char *kantlijn, *floor; // the programs of this build
	const char *home;	      // a folder for what they keep
};

// A text in a program.
struct bench_run {
	const struct bench_program *program;
	const char *label; // NULL: the name of the program
	const char *set;   // for Kantlijn, or NULL
	const char *text;
	double patience;  // [ms] for its first screen, where it is more than usual; or 0
	const char *home; // the name of a home of its own that it finds as it left it, or NULL
};

// The path of COMMAND, or NULL when it is not installed.  Valid until the next call.
const char *bench_find(const char *command);

bool bench_is_here(const struct bench_places *p, const struct bench_program *program);

// Starts a run with the environment that all of them get: no settings, and a home of their own,
// which is empty unless it has a name.
bool bench_start(const struct bench_places *p, const struct bench_run *run, struct child *c,
		 struct err *e);

// Removes what all homes have in them.
void bench_forget_homes(const struct bench_places *p);

// Starts a command whose output nobody reads; argv[0] is a path.
bool bench_start_silent(const struct bench_places *p, char *const argv[], struct child *c,
			struct err *e);

#endif
