// SPDX-License-Identifier: ISC
// The terminal: keys in, cells out, and its state given back however the program
// ends.  The only door to curses (with palette, which knows its colours).
#ifndef UI_TERMINAL_H
#define UI_TERMINAL_H

#include <stdbool.h>

#include "base/error.h"
#include "page/grid.h"
#include "page/theme.h"
#include "reader/event.h"

struct terminal_options {
	bool has_mouse, has_color;
	const struct theme *theme;
	bool is_utf8; // else cells are made ASCII where the locale lacks them
};

// False, with a sentence, when a screen cannot be had here: TERM names no type, none that is known,
// or one that cannot move its cursor (*IS_PLAIN).
bool terminal_has_screen(bool *is_plain, struct err *e);

// Takes the terminal over and installs the handlers of signals.  False, with the terminal as it
// was, and a sentence when there is none, or TERM is not known.
bool terminal_open(const struct terminal_options *o, struct err *e);

// Gives the terminal back.
void terminal_close(void);

// Shows a grid; sends what changed.  What G holds afterwards is older (see screen_show).
void terminal_show(struct grid *g);

// Waits up to WAIT ms (−1: for ever) for an event, a signal, or bytes on one of MORE (−1: none).
// True when *EVENT was filled.
bool terminal_wait(struct event *event, const int more[2], int wait);

// True when an event could be had at once.
bool terminal_is_pending(void);

// The signal that ends the program, or 0.
int terminal_deadly_signal(void);

// True once after another program asked to suspend.
bool terminal_takes_suspend(void);

void terminal_size(int *cols, int *rows);
void terminal_suspend(void); // stops the program; returns when it goes on
void terminal_redraw(void);  // forgets what is on the screen

// Gives the terminal back for a while, to another program, and takes it again (but not once a
// signal ends the program).
void terminal_leave(void);
void terminal_return(void);

// True for terminals that set the clipboard of the person when they are asked to, or pass over the
// question: those that do neither would show it.
bool terminal_has_clipboard(void);

// Sends a sequence that changes nothing on the screen; false when it cannot be written.
bool terminal_send(const char *bytes, size_t n);

// Shows everything in another theme from now on.
void terminal_set_theme(const struct theme *t);

// Has the terminal report the mouse, or no longer.
void terminal_set_mouse(bool is_on);

// The descriptor from which keys come, which another program may be given meanwhile.
int terminal_keys(void);

// Names a file that a crash must remove, too; "" for none.
void terminal_doom(const char *path);

#endif
