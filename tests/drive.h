// SPDX-License-Identifier: ISC
// Steers a reader as a person does, without a terminal: keys by their names in, the screen as
// text out.  Whatever goes wrong fails the running test with what was wanted and what came.
#ifndef TESTS_DRIVE_H
#define TESTS_DRIVE_H

#include <stdbool.h>

#include "page/grid.h"
#include "reader/reader.h"

// Opens FILE (NULL: the bundled text; a path from tests/ else) with SET (NULL: the one beside it)
// at a size, facts in English, and lets it finish its work.  The caller frees it.
struct reader *drive_open(const char *file, const char *set, int cols, int rows);

// Opens what O asks for; NULL, with the sentence, where reader_new refuses.
struct reader *drive_options(const struct options *o, int cols, int rows, struct err *e);

// $SRCDIR/tests/FILE; valid until the second call after this one.
const char *drive_path(const char *file);

// Lets the reader work until nothing is left to do.
void drive_settle(struct reader *r);

// All four settle and check the screen (drive_check) afterwards.  KEYS: names parted by blanks.
void drive_keys(struct reader *r, const char *keys);
void drive_key(struct reader *r, uint32_t key);
void drive_type(struct reader *r, const char *text);
void drive_resize(struct reader *r, int cols, int rows);
void drive_event(struct reader *r, const struct event *event);

// The screen's rows, each ended by a line feed, trailing blanks cut; the caller frees it.
char *drive_rows(struct reader *r);

// One row of it, valid until the next call.
const char *drive_row(struct reader *r, int row);

// The words in COLS x ROWS cells from COL, ROW on, parted by single blanks; the caller frees them.
char *drive_words(struct reader *r, int col, int row, int cols, int rows);

// Fails with the sentence and the whole screen.
void drive_fail(struct reader *r, const char *fmt, ...) PRINTF_LIKE(2, 3);

// Everything about the screen, styles and cursor too, as a string to compare; the caller frees it.
char *drive_shot(struct reader *r);

// Fails unless the shots are the same; frees both.
void drive_same(char *wanted, char *got, const char *when);

bool drive_shows(struct reader *r, const char *text);

// Fails unless the screen shows TEXT, or does not.
void drive_wants(struct reader *r, const char *text);
void drive_wants_not(struct reader *r, const char *text);

// Fails when a cell holds what must not reach a terminal, or the cursor is outside.
void drive_check(struct reader *r);

// The next of a row of numbers that only look random; *STATE is the seed.
unsigned drive_random(unsigned *state, unsigned below);

#endif
