// SPDX-License-Identifier: ISC
// Other programs, started by their words and never through a shell: in the terminal, with a text to
// read, or by themselves.
#ifndef UI_PROCESS_H
#define UI_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

// Gives the terminal to a program until it ends, and takes it back.  WORDS are its name or path and
// its arguments, ended by NULL.  Returns why it could not be started, as errno has it, or 0;
// *HAS_ENDED is false when a signal ended this program first, else *STATUS is as from waitpid.
int process_run(char *const words[], bool *has_ended, int *status);

// Starts a program, without the terminal, that reads the N bytes of TEXT and ends, with what it
// leaves running behind it.  Waits at most WAIT ms and ends it then.  True when it ended with
// status 0 and had read everything.
bool process_feed(char *const words[], const char *text, size_t n, int wait);

// Starts a program in a session of its own, without the terminal, that may outlive this one.
// Returns why it could not be started, as errno has it, or 0.
int process_detach(char *const words[]);

#endif
