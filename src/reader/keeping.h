// SPDX-License-Identifier: ISC
// From a note of one's own to the notebook, and from there back to what one looks at: what became
// of a change is told, and what was looked at leads to what took its place.
#ifndef READER_KEEPING_H
#define READER_KEEPING_H

#include "reader/state.h"

// Says something with a word in it: FORMAT has one %s.
void keeping_say(struct reader *r, const char *format, const char *word);

// A new note of TYPE on a piece of the text; ended by note_done.
struct note keeping_note_on(struct reader *r, enum note_type type, struct range range);

// The first line on screen, for what brings it to the top again; empty in an empty text.
struct range keeping_line_on_top(const struct reader *r);

// Appends NOTE as JSON; WAS as for note_write, as JSON or NULL.
void keeping_write(struct reader *r, const struct note *note, const char *was, struct buf *out);

// Makes changes as one step (notebook_do), and tells DONE, in which keys are as
// keyboard_say has them, or why it was not kept.
enum notebook_result keeping_do(struct reader *r, const struct notebook_change *changes, size_t n,
				const char *what, const char *done);
void keeping_tell(struct reader *r, enum notebook_result result, const char *done,
		  const struct err *e);

// Notes were changed: focus, margin, hits and lists follow.
void keeping_refresh(struct reader *r);

// Goes to a note by its IRI, if it is there and has a place.
void keeping_go_to(struct reader *r, const char *id);

#endif
