// SPDX-License-Identifier: ISC
// One's own notes on the text at hand: as a set in memory, in the store, and as steps that can be
// undone.  Every note is a Web Annotation in JSON, known by its IRI.  What the store refuses stays
// in memory and is tried again with every later change, and at the end.
#ifndef READER_NOTEBOOK_H
#define READER_NOTEBOOK_H

#include "base/error.h"
#include "base/step.h"
#include "document/document.h"
#include "knowledge/annotation.h"
#include "knowledge/note.h"

struct notebook;
struct store;
struct web_annotation;

// Begins without notes, for the text D; they become annotations of K as set number NUMBER, which is
// SET.  All are kept.
struct notebook *notebook_new(const struct document *d, struct knowledge *k,
			      struct web_annotation *set, uint32_t number);

// Tries to keep what was not kept, and frees all.
void notebook_free(struct notebook *nb, int64_t now);

// Opens the store in FOLDER.  NAME and PATH (absolute, or NULL) of the text are for people, and for
// recognising it.  False and a sentence when it cannot be opened: then nothing is kept.
bool notebook_open_store(struct notebook *nb, const char *folder, const char *name,
			 const char *path, struct err *e);
void notebook_set_name(struct notebook *nb, const char *name); // when a better one is known
bool notebook_has_store(const struct notebook *nb);

// Why nothing is kept when there is no store, as a sentence; "" where nobody asked for one.
void notebook_set_reason(struct notebook *nb, const char *reason);

// Recognises the text and reads the notes on it: at once one that the store has seen, as it is now;
// else in slices, once all of it is there.
enum step notebook_step(struct notebook *nb, struct budget budget, int64_t now);

// Takes the sentence that says that notes are there and could not be read; false when there is
// none.
bool notebook_takes_fault(struct notebook *nb, struct err *e);

// True once it is known which notes there are, and what was kept with them.
bool notebook_is_read(const struct notebook *nb);

// The text was changed in its file.
void notebook_text_changed(struct notebook *nb);

// Readable when another reader may have changed something, or -1; takes over what they changed, and
// returns whether there was something.
int notebook_descriptor(const struct notebook *nb);
bool notebook_is_untold(const struct notebook *nb); // they may, and the descriptor does not tell
bool notebook_take_news(struct notebook *nb);

// Is the annotation, or the fact, one of these notes?
bool notebook_is_own(const struct notebook *nb, uint32_t annotation);
bool notebook_is_own_fact(const struct notebook *nb, uint32_t fact);

// The IRI of the note that describes a fact; NULL for none.
const char *notebook_fact_note(const struct notebook *nb, uint32_t fact);

// The JSON of a note by its IRI, until the next change; NULL when there is none.
const char *notebook_json(const struct notebook *nb, const char *id);

// The annotation that a note is, the first if it has several targets; INDEX_NONE for none.
uint32_t notebook_annotation(const struct notebook *nb, const char *id);

// How many annotations a note is: one for each of its targets.
uint32_t notebook_place_count(const struct notebook *nb, const char *id);

size_t notebook_count(const struct notebook *nb);
size_t notebook_unsaved_count(const struct notebook *nb);

// The IRI of the I-th note ever had, and whether it is there (it may be deleted).
size_t notebook_ever_count(const struct notebook *nb);
const char *notebook_id(const struct notebook *nb, size_t i, bool *is_there);

enum notebook_result {
	NOTEBOOK_DONE,	   // it is done, and kept
	NOTEBOOK_UNSAVED,  // it is done, and not kept: why is told
	NOTEBOOK_CONFLICT, // … kept, but another reader had changed the same: both are there
	NOTEBOOK_NOTHING,  // there is nothing to undo; or why it cannot be is told
};

struct notebook_change {
	const char *id;
	const char *json;   // NULL: delete
	struct range place; // where it sits, when that is known (begin POS_NONE: not)
};

// Makes changes as one step.  WHAT is a word for it that is not translated yet (N_), and is kept.
enum notebook_result notebook_do(struct notebook *nb, const struct notebook_change *changes,
				 size_t n, const char *what, int64_t now, struct err *e);

// Takes the last step back, or makes it again; *WHAT becomes its word and *ID one of its notes.
enum notebook_result notebook_undo(struct notebook *nb, int64_t now, const char **what,
				   const char **id, struct err *e);
enum notebook_result notebook_redo(struct notebook *nb, int64_t now, const char **what,
				   const char **id, struct err *e);

// What names the text in a note; valid until the next call.
struct note_source notebook_source(struct notebook *nb, const char *title, const char *language);

// Small things that are kept with the text (IS_OF_TEXT) or for all: appends the value.
bool notebook_get(const struct notebook *nb, bool is_of_text, const char *name, struct buf *out);

// Names and values in pairs, NULL behind them; a value NULL forgets.  False when they were not
// kept.
bool notebook_put(struct notebook *nb, bool is_of_text, const char *const names_and_values[],
		  int64_t now);

// The fingerprint of the text as it is now; "" before all of it is there.
const char *notebook_fingerprint(struct notebook *nb);

// [s] since 1970 as "2026-11-25T19:00:00Z".
enum { NOTEBOOK_TIME = 32 };
void notebook_time(int64_t now, char out[NOTEBOOK_TIME]);

#endif
