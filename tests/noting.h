// SPDX-License-Identifier: ISC
// What the tests of one's own notes share: a store and texts in folders of their own, sessions on
// them, notes written as a person would, and all of them as strings to compare.
#ifndef TESTS_NOTING_H
#define TESTS_NOTING_H

#include <stdint.h>

#include "document/motion.h"
#include "reader/session.h"
#include "storing.h"

struct noting {
	struct folder store, texts;
};

// Set-up and tear-down: *STATE is a struct noting.
int noting_begin(void **state);
int noting_finish(void **state);

// A text of COUNT paragraphs, of three sentences each, which all differ, and from those of another
// FIRST too, by the years in them.
void noting_make_text(unsigned first, unsigned count, struct buf *out);

// Writes a file NAME in W->texts and returns its path, which the caller frees.
char *noting_write(const struct noting *w, const char *name, const struct buf *text);

// Opens FILE with the store of W and reads all there is.  O, or NULL, is what else is asked for.
void noting_open(const struct noting *w, const char *file, const struct options *o,
		 struct session *s);

// The piece of the text of S that reads WORDS.
struct range noting_find(const struct session *s, const char *words);

// The JSON of a note, which the caller frees: on RANGE (of types that have a place), edited where
// WAS is its JSON until now.
char *noting_json(const struct session *s, struct note *n, struct range range, const char *was);

// Makes one change; what came of it, and its sentence in E, may be looked at.
enum notebook_result noting_change(struct session *s, const char *id, const char *json,
				   struct err *e);

// Writes a comment TEXT on the piece that reads WORDS, wants it kept as WANTED says, and returns
// its IRI, which the caller frees.
char *noting_comment(struct session *s, const char *words, const char *text,
		     enum notebook_result wanted);

// Gives the note ID another text.
enum notebook_result noting_edit(struct session *s, const char *id, const char *text,
				 struct err *e);

// All notes, "IRI JSON" a line each, sorted: those in memory, and those in the store.  The caller
// frees them.
char *noting_in_memory(const struct session *s);
char *noting_in_store(const struct noting *w);

// What is known from the notes, a line each, sorted: their roles and places, their words by their
// bodies, facts and links.  The caller frees it.
char *noting_known(const struct session *s);

// The words that the note ID sits on, "" for none; valid until the next call.
const char *noting_words_of(const struct session *s, const char *id);

// Sorts the lines of S, which each end with a line feed.
void noting_sort(char *s);

// Fails with the first line that differs.
void noting_same(const char *what, const char *wanted, const char *got);

#endif
