// SPDX-License-Identifier: ISC
// A reader line by line, for ears and fingers: typed lines in, text out, with the commands of the
// reader's own table.  It knows no terminal, no clock and no signal.
#ifndef OUTPUT_LINEAR_H
#define OUTPUT_LINEAR_H

#include "base/step.h"
#include "base/string.h"
#include "reader/reader.h"

struct linear;

// Steers R, which was made with is_linear and is borrowed, for WIDTH columns and HEIGHT rows.
struct linear *linear_new(struct reader *r, int width, int height);
void linear_free(struct linear *l);
void linear_resize(struct linear *l, int width, int height);

// Says how it begins.
void linear_begin(struct linear *l);

// Does what a line (N bytes without its line feed) asks for, at TIME [s since 1970].
void linear_line(struct linear *l, const char *line, size_t n, int64_t time);

// Stops a search, a question, or what is still to be said; never ends.
void linear_interrupt(struct linear *l);

// There will be no more lines: ends, unless the person must be asked first.
void linear_end(struct linear *l);

// Goes on with what is not done yet, as reader_step.
unsigned linear_step(struct linear *l, struct budget budget);

// True when what the last line asked for is still being looked for, so that the next one has to
// wait; with ALL, also when a search has not been through the whole text.
bool linear_is_busy(const struct linear *l, bool all);
bool linear_is_finished(const struct linear *l);

// Appends what is to be written: well-formed UTF-8 in lines, no control character but their line
// feeds.
void linear_take(struct linear *l, struct buf *out);

// Appends what a person is to be shown before the next line, without a line feed.
void linear_prompt(struct linear *l, struct buf *out);

#endif
