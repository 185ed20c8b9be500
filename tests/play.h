// SPDX-License-Identifier: ISC
// A play: what a person does with the reader, and what must then be on the screen.  The same
// folder tests/screens/NAME is played into the state machine and into the real program; this
// parser knows neither.
//
// The file "play" in the folder has one instruction a line; "#" begins a comment line.
//
//	args WORD…         arguments of the program; quoted as in a shell; $SRCDIR, $SHARED and
//	                   $HERE (the play's folder) stand for folders
//	env NAME=VALUE     in the program's environment
//	size COLS ROWS     of the window at the start (80 24)
//	keys KEY…          Tab Enter Space Esc Up PgDn C-d S-Tab M-Right F1 j …
//	type TEXT          the rest of the line, key by key
//	click COL ROW      with the left button; both counted from 0
//	wheel LINES COL ROW  negative: up; one notch is three lines
//	resize COLS ROWS   another window
//	suspend            stop and continue (in a real terminal)
//	screen NAME        the screen must be as in the file NAME of the folder: UTF-8, a line
//	                   for each row, trailing blanks cut
//	cursor COL ROW     the hardware cursor must be there
//	exit STATUS        the program must have ended
//
// A resize and a suspend reach a program by another way than keys, so a screen must stand
// between them and keys on either side.
#ifndef TESTS_PLAY_H
#define TESTS_PLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/string.h"

enum play_verb {
	PLAY_KEY,    // WORD: its name
	PLAY_CLICK,  // at COL, ROW
	PLAY_WHEEL,  // NUMBER lines at COL, ROW
	PLAY_RESIZE, // to COLS, ROWS
	PLAY_SUSPEND,
	PLAY_SCREEN, // WORD: the file's name
	PLAY_CURSOR, // at COL, ROW
	PLAY_EXIT,   // with NUMBER
};

struct play_step {
	enum play_verb verb;
	char *word;
	int number;
	int cols, rows;
	int col, row;
	int line; // in the file "play", from 1
};

struct play {
	char *folder;
	char *name;	    // the folder's last part
	char **arguments;   // ended by NULL, without the program's name
	char **environment; // likewise, "NAME=value"
	int cols, rows;
	struct play_step *steps;
	size_t step_count;
	bool needs_shared; // $SHARED is used
};

// Reads FOLDER/play.  False, with the line and the reason, when it is no play.
bool play_read(struct play *p, const char *folder, struct err *e);
void play_done(struct play *p);

// What the file of a PLAY_SCREEN step says, into OUT (cleared first).
bool play_screen(const struct play *p, const struct play_step *step, struct buf *out,
		 struct err *e);

// Compares ROWS (each ended by a line feed, trailing blanks cut) with the file of a PLAY_SCREEN
// step.  False, with the first row that differs, when they are not the same.  With GENERATE=1
// in the environment it writes the file instead.
bool play_compare(const struct play *p, const struct play_step *step, const char *rows,
		  struct err *e);

// The play folders under $SRCDIR/tests/screens, sorted, ended by NULL; the caller frees them
// with play_free_folders.
char **play_folders(void);
void play_free_folders(char **folders);

// Where $SHARED is; NULL when that folder is not there.
const char *play_shared(void);

#endif
