// SPDX-License-Identifier: ISC
// What is open: a text, the annotation sets on it, and what is known from them.
// Used by the reader and by everything that writes without a terminal.
#ifndef READER_SESSION_H
#define READER_SESSION_H

#include "document/document.h"
#include "knowledge/anchor.h"
#include "knowledge/web_annotation.h"
#include "reader/keyboard.h"
#include "reader/notebook.h"
#include "reader/options.h"

// The number of the set that what is not shown belongs to.
#define SESSION_HIDDEN (INDEX_NONE - 1)

struct session {
	struct document document;
	struct knowledge knowledge;
	struct anchoring *anchoring;
	struct web_annotation *sets[OPTIONS_SETS + 2]; // behind the last one, one's own notes
	size_t set_count, sets_read;		       // without these
	struct web_annotation *imported[OPTIONS_SETS]; // what is to become notes
	size_t imported_count;
	struct notebook *notes;
	int64_t now;		     // [s] since 1970, as far as it was told
	size_t named_count;	     // of the first sets, which were asked for
	bool sets_begun;	     // some of these was read when they were opened
	struct err fault;	     // why one of these could not be read to its end
	char *imports[OPTIONS_SETS]; // what became sets in memory
	size_t import_count;
	char *title;			 // of the document, for people
	char *language;			 // in which facts are preferred, "" for the document's
	struct buf notices;		 // what a person should be told, a line each
	struct err beside;		 // why the set that lies beside the text was not opened
	bool are_sets_settled;		 // all were read, and what they say was taken over
	bool has_begun;			 // the first step was taken
	bool was_reading;		 // the last step read on in a set, and in nothing else
	bool is_settled;		 // the last step left no place that could be found now
	bool has_named_states;		 // the notice on places that need a look was given
	bool has_named_units;		 // the same on sets that count otherwise
	const struct keyboard *keyboard; // of somebody who can press keys, or NULL
};

// Opens what O names.  False and a sentence when the text, or the begin of a set that was
// asked for, cannot be read; a set that merely lies beside the text is a notice,
// and what of an import could not be carried over.
bool session_open(struct session *s, const struct options *o, struct err *e);
void session_close(struct session *s);

// Closes no more than the notes: what they wait with is written.  Nothing else is to be called
// then.
void session_leave(struct session *s);

// The set number I, one's own notes among them; NULL where there is none.
const struct web_annotation *session_set(const struct session *s, uint32_t i);

// True when there is an annotation set or a note of one's own.
bool session_has_annotations(const struct session *s);

// Looks for news of the text; returns source_poll's sum.
unsigned session_poll(struct session *s);

// Goes on with sets, index and anchors until the budget is spent.
enum step session_step(struct session *s, struct budget budget);

// How much of the set that is read now was read [%]; −1 when all were.
int session_percent_read(const struct session *s);

// True when of what was read of the sets all that stands before POS, as its position says, was
// found.
bool session_is_marked(const struct session *s, uint64_t pos);

// True when all sets were read, and there is no anchor left that could be found now.
bool session_is_ready(const struct session *s);

// The language of the text (BCP 47): as O says, else as a set that was read says, else as the words
// of its begin tell; NULL as long as it cannot be known.
const char *session_text_language(const struct session *s, const struct options *o);

// Reads the text to its end, as from a pipe.
void session_finish_text(struct session *s);

// Reads the text and all sets to their ends, and looks for no anchors beyond that.  False and a
// sentence when a set that was asked for cannot be read.
bool session_finish_sets(struct session *s, struct err *e);

// Reads all there is: to the end of a pipe, all sets, all anchors.  For output without a terminal.
void session_finish(struct session *s);

// Takes another language to prefer, "" for the document's.
void session_take_language(struct session *s, const char *language);

// Turns to the next language that the facts have.
void session_next_language(struct session *s);

#endif
