// SPDX-License-Identifier: ISC
// Editing a text in a program of the person's own: $VISUAL, else $EDITOR, else vi.
#ifndef UI_EXTERNAL_H
#define UI_EXTERNAL_H

#include <stdbool.h>

#include "base/string.h"

enum { EXTERNAL_CEILING = 64 * 1024 }; // [byte] of what is read again

// Lets the person edit TEXT in the terminal, which is given back meanwhile, and appends what became
// of it to OUT: well-formed UTF-8 without a final line feed.  The file is readable by its owner
// alone and removed, also when a signal ends the program.  False, with a sentence and nothing in
// OUT, when there is no such program, it failed, or what it wrote cannot be taken; the file is left
// only if it is too long, and the sentence names it then.
bool external_edit(const char *text, struct buf *out, struct err *e);

// Cuts the words of a command at blanks, with quotes and backslashes as a shell reads them (POSIX,
// Shell Command Language, 2.2), and without anything else that a shell does.  The list ends with
// NULL and is freed with external_free_words; NULL when there is no word, or a quote is not closed.
char **external_words(const char *command);
void external_free_words(char **words);

#endif
