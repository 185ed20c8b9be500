// SPDX-License-Identifier: ISC
// The state machine that a person steers: events in, a grid of cells out.
// It knows no terminal, no clock and no signal.
#ifndef READER_READER_H
#define READER_READER_H

#include "base/step.h"
#include "page/grid.h"
#include "reader/event.h"
#include "reader/options.h"

struct reader;

// Opens what O asks for.  NULL and a sentence when it cannot be read.
struct reader *reader_new(const struct options *o, struct err *e);
void reader_free(struct reader *r);

// For a program that ends now: keeps what is to be kept, and leaves the memory to the system.
// Nothing else is to be called then.
void reader_leave(struct reader *r);

// Lets an event happen.
void reader_event(struct reader *r, const struct event *event);

// Goes on with what is not done yet, until the budget is spent; looks for news
// of the text first.  Returns a sum of these.
enum {
	READER_MORE = 1,     // there is more to do at once
	READER_CHANGED = 2,  // the screen is another one: text, marks, a match that was awaited
	READER_PROGRESS = 4, // only counts went on; showing them can wait a little
};
unsigned reader_step(struct reader *r, struct budget budget);

// True when all sets were read and every place that can be found now was found.
bool reader_is_ready(const struct reader *r);

// True when what sets mark on the screen is known, whatever else is being looked for.
bool reader_is_marked(const struct reader *r);

// True while what a key asked for is being looked for: a screen without it is not its answer.
bool reader_is_seeking(const struct reader *r);

// The screen as it is now; valid until the next call.
const struct grid *reader_draw(struct reader *r);

// The descriptors that tell of more of the text, and of what other readers did to the notes; −1:
// none.  False where they do not tell of everything, so that one has to step now and then.
bool reader_descriptors(const struct reader *r, int descriptors[2]);

// True when the person has quit; true once after a suspend or redraw was asked for.
bool reader_is_finished(const struct reader *r);
bool reader_takes_suspend(struct reader *r);
bool reader_takes_redraw(struct reader *r);

// True once after a setting was changed that is not for the reader alone: mouse, theme, language.
// What is set is valid until the next event.
bool reader_takes_settings(struct reader *r, const struct options **o);

// True once after the person asked to edit in a program of their own: *TEXT is what is to be
// edited, valid until the next event.  The answer is an EVENT_EDITED with what became of it, or
// text NULL and a sentence (event.why) if it could not be done.
bool reader_takes_edit(struct reader *r, const char **text);

// The file that the notes are to be written to, once, or NULL.  The answer is reader_exported, with
// a sentence, or NULL when it is done.
struct session;
const char *reader_takes_export(struct reader *r);
void reader_exported(struct reader *r, const char *why);

// The N bytes that the person asked to copy, once, valid until the next event; NULL for none.  The
// answer is reader_copied, with a sentence where it could not be done.
enum reader_copied {
	READER_COPIED,	    // it is known to have arrived
	READER_COPIED_SENT, // it was sent, and whether it arrived is not known
	READER_COPIED_NOT,
};
const char *reader_takes_copy(struct reader *r, size_t *n);
void reader_copied(struct reader *r, enum reader_copied result, const char *why);

// The address that is to be opened in a browser, once, or NULL.  The answer is reader_opened, with
// the name of the program, or NULL and a sentence.
const char *reader_takes_open(struct reader *r);
void reader_opened(struct reader *r, const char *program, const char *why);

// The theme that was set cannot be had, as E says: the one before holds.
void reader_refused_settings(struct reader *r, const struct err *e);

// Keeps no place in the text: nobody has read it here.
void reader_leave_unread(struct reader *r);

// What is open, for whoever writes it.
struct session *reader_session(struct reader *r);

#endif
