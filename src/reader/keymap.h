// SPDX-License-Identifier: ISC
// The one table of keys: dispatch, hint line, help and man page read it.
#ifndef READER_KEYMAP_H
#define READER_KEYMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/string.h"
#include "reader/command.h"
#include "reader/event.h"

// What the keys are for.
enum mode {
	MODE_READING,
	MODE_SELECTING,
	MODE_WRITING, // a note, in a form
};

// Where a hint helps.
enum {
	CONTEXT_TEXT = 1,    // one reads the text
	CONTEXT_FOCUS = 2,   // … with a claim in focus
	CONTEXT_MARGIN = 4,  // one is in the margin
	CONTEXT_SEARCH = 8,  // matches are marked
	CONTEXT_NOTE = 16,   // … on a note of one's own
	CONTEXT_PLACE = 32,  // … that one selects a new place for
	CONTEXT_FILTER = 64, // something is left out
	CONTEXT_HELP = 128,  // one reads help
	CONTEXT_ALL = 15,
};

struct binding {
	enum command command;
	const char *name; // by which people call it, as "page-down"; each only once
	enum mode mode;
	const char *group;   // N_(…), heading in help; NULL: the same as before
	uint32_t keys[5];    // the first is the one that hints name; 0 ends
	const char *help;    // N_(…), one line
	const char *hint;    // N_(…), a word for the hint line, or NULL
	unsigned hint_where; // contexts in which the hint is shown
};

// The table, ended by COMMAND_NONE.
const struct binding *keymap_bindings(void);

// The row of a command, or NULL.
const struct binding *keymap_binding(enum command command);

// The character of a key with Alt (M-b: b), 0 for others.  Terminals send Esc and that character
// for it, so that whoever does not know the key takes it as the two.
uint32_t keymap_without_alt(uint32_t key);

// A key's name for people ("Tab", "C-d", "PgDn"), appended to OUT.
void keymap_name(uint32_t key, struct buf *out);

// The key with that name; 0 when there is none.  The inverse of keymap_name.
uint32_t keymap_key(const char *name);

// All keys of a binding, as "j, Down", or ":name" where it has none, appended to OUT.
void keymap_names(const struct binding *b, struct buf *out);

// The table as a section of the man page, untranslated.
void keymap_roff(struct buf *out);

#endif
