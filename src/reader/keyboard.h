// SPDX-License-Identifier: ISC
// What the keys mean now: the table of commands as a profile and the person's own file change it.
// A key may begin a sequence of several.
//
// A key file has a line for each change: keys, in the order in which they are pressed, and the
// command's name; "none" takes the keys away; ":" and more is what one would type behind it.
//
//     C-n      line-down
//     g g      top
//     Z Z      quit-now
//     t        :set theme=dark
//     x        none
//
// Empty lines and those that begin with "#" say nothing; "\#" is the key.
#ifndef READER_KEYBOARD_H
#define READER_KEYBOARD_H

#include "reader/keymap.h"

enum { KEYBOARD_LONGEST = 4 }; // keys in a sequence

struct sequence {
	enum mode mode;
	uint32_t keys[KEYBOARD_LONGEST];
	int count;
	enum command command;
	char *line; // owned; what is typed behind ":", for COMMAND_NONE
};

struct keyboard {
	struct sequence *all;
	size_t count, capacity;
	bool is_for_lines; // what is named must be something that a typed line can hold
};

// Begins with the keys of the table of commands.
void keyboard_init(struct keyboard *k);
void keyboard_done(struct keyboard *k);

// Reads a key file of N bytes that is called NAME.  For each line that cannot be used a sentence
// is appended to FAULTS as a line; the others count.
void keyboard_read(struct keyboard *k, const char *text, size_t n, const char *name,
		   struct buf *faults);

enum keyboard_answer {
	KEYBOARD_NOTHING, // these keys mean nothing
	KEYBOARD_MORE,	  // they begin sequences
	KEYBOARD_FOUND,
};

// What COUNT keys mean in a mode.  The sequence is valid until the next change.
enum keyboard_answer keyboard_find(const struct keyboard *k, enum mode mode, const uint32_t *keys,
				   int count, const struct sequence **found);

// The I-th key sequence of a command, as "g g", or "gg" where lines are typed, appended to OUT;
// false when it has no more.
bool keyboard_name(const struct keyboard *k, enum command command, size_t i, struct buf *out);

// All of them, as "j, Down".
void keyboard_names(const struct keyboard *k, enum command command, struct buf *out);

// Appends TEXT to OUT, which is the program's own: the name of a command in braces stands for the
// first of its keys, or for ":" and the name where it has none, as "{undo} takes it back".
void keyboard_say(const struct keyboard *k, const char *text, struct buf *out);

// The keys of a sequence from number FROM on.
void keyboard_sequence(const struct sequence *s, int from, struct buf *out);

#endif
