// SPDX-License-Identifier: ISC
// A terminal for tests: runs a program in a pseudo-terminal with libvterm as the terminal, and
// with a small shell-like leader beside it, so that job control works.  It waits for what should
// come until a deadline, never for a time; a program that ends instead fails at once.
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/string.h"

#define PTY_DEADLINE 20000 // [ms] far more than anything needs, also under sanitizers

struct pty;

// Starts ARGV (argv[0] is the path) in a new terminal.  ENV is a list of "NAME=value" ended by
// NULL, or NULL; it adds to, or replaces parts of, a bare environment: TERM=xterm-256color,
// LANG=C.UTF-8, an empty HOME, PATH, and what sanitizers read.  NULL, with the reason, when
// there is no terminal to be had.
struct pty *pty_start(char *const argv[], char *const env[], int rows, int cols, struct err *e);

// Kills the program if it still runs, and frees everything.
void pty_close(struct pty *p);

// The whole screen as UTF-8 into OUT (cleared first): each row ends with a line feed, trailing
// blanks are cut.
void pty_rows(const struct pty *p, struct buf *out);

// Where the cursor is; false when it is hidden.
bool pty_cursor(const struct pty *p, int *row, int *col);

// The look of a cell, as words: "plain", or of "bold underline italic blink reverse fg=N bg=N"
// (N: a palette index, or RRGGBB) those that hold.
void pty_style(const struct pty *p, int row, int col, struct buf *out);

// Everything the program has sent so far, escape sequences included.  Valid until the next wait.
const struct buf *pty_output(const struct pty *p);

// Takes what comes until something came or TIME [ms] has passed; false for nothing.
bool pty_take(struct pty *p, int time);

// True when the program has ended, as far as that was heard.
bool pty_has_ended(const struct pty *p);

bool pty_send(struct pty *p, const char *bytes, size_t n);
bool pty_send_string(struct pty *p, const char *s);

// Presses a key as xterm would in the modes that the program has set: a character, or Tab
// S-Tab Enter Esc Backspace Delete Space Up Down Left Right PgUp PgDn Home End F1…, with S-,
// M- or C- before some of them, C-x.  False when there is no such key.
bool pty_key(struct pty *p, const char *name);

// The mouse; a program that did not ask for it hears nothing.  NOTCHES below 0: up.
void pty_click(struct pty *p, int row, int col);
void pty_wheel(struct pty *p, int row, int col, int notches);

void pty_signal(struct pty *p, int number);
void pty_resize(struct pty *p, int rows, int cols);

// Each waits until its subject holds.  False, with what was wanted and what came, when the time
// [ms] is up or the program ended before.
bool pty_wait_ready(struct pty *p, int time, struct err *e); // the alternate screen is on
bool pty_wait_screen(struct pty *p, const char *rows, int time, struct err *e);
bool pty_wait_cursor(struct pty *p, int row, int col, int time, struct err *e);
bool pty_wait_text(struct pty *p, const char *text, int time, struct err *e);
bool pty_wait_idle(struct pty *p, int time, struct err *e);		 // in poll(2), for ever
bool pty_wait_stop(struct pty *p, int time, struct err *e);		 // suspended
bool pty_wait_exit(struct pty *p, int time, int *status, struct err *e); // as from waitpid

// True where the system tells what a program waits for (proc(5), "syscall").
bool pty_knows_waits(void);

// Lets a suspended program go on in the foreground.
void pty_continue(struct pty *p);

// Waits until the terminal is as it was before the program: main screen, cursor shown, every
// private mode and the line settings as they were, a plain pen.  False when it does not come to
// that; E names what is left behind.
bool pty_wait_clean(struct pty *p, int time, struct err *e);

#endif
