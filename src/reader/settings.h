// SPDX-License-Identifier: ISC
// Where settings come from before the command line: a file, and the words in an environment
// variable.  Both are small and may hold anything; what is right in them counts, and the first
// fault is told.
//
// A file has a setting a line, as "name = value" or, for a flag, "name" or "no-name".  "#" at the
// begin of a line or behind a blank begins a comment.  It is UTF-8; a byte-order mark and CR LF are
// let pass.  Words are parted and quoted as base/quoting.h says.
#ifndef READER_SETTINGS_H
#define READER_SETTINGS_H

#include "reader/options.h"

enum {
	SETTINGS_FILE = 65536, // [byte] of a file that is read
	SETTINGS_WORDS = 4096, // [byte] of words that are read
};

// The path of the file NAME among a person's own, $XDG_CONFIG_HOME/kantlijn/NAME or
// ~/.config/kantlijn/NAME, appended to OUT.  False when there is no home folder.
bool settings_path(const char *name, struct buf *out);

// Reads all of the file PATH into OUT, without a byte-order mark.  False and a sentence when it
// cannot be read or is larger than SETTINGS_FILE.  With IS_OPTIONAL, one that is not there is
// empty, and only a regular file is read.
bool settings_load(const char *path, bool is_optional, struct buf *out, struct err *e);

// Reads the file PATH over O.  False, with the first fault and in which line it is.
bool settings_read(struct options *o, const char *path, struct err *e);

// The same for the person's own file, which may be missing.
bool settings_read_own(struct options *o, struct err *e);

// Reads options in WORDS, as of an environment variable, over O.  False and the first fault; what
// stands before it counts.
bool settings_read_words(struct options *o, const char *words, struct err *e);

// A file that says how all settings are without one, and what each of them is for.
void settings_print(struct buf *out);

#endif
