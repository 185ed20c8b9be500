// SPDX-License-Identifier: ISC
// What the tests of the store share: a folder for each test, and writing and reading that fails the
// test when it does not go well.
#ifndef TESTS_STORING_H
#define TESTS_STORING_H

#include <stdint.h>

#include "base/string.h"
#include "folder.h"
#include "store/store.h"

enum { NOW = 1700000000 }; // [s] since 1970

// Set-up and tear-down: *STATE is a struct folder.
int storing_begin(void **state);
int storing_finish(void **state);

// The store in F.
struct store *opened(const struct folder *f);

// A text /x/a.txt with this fingerprint.
struct store_text text_called(const char *fingerprint);

// Writes one change and returns the revision.
int64_t written(struct store *s, struct store_text *t, const char *id, const char *json,
		int64_t was);

// Appends "ID=JSON@REVISION in DOCUMENT" and a line feed to DATA, a struct buf; JSON is "-" for a
// deleted note.
void add_line(void *data, const struct store_note *note);

// Wants store_read to give these lines; returns what it says is the last revision.
int64_t want_notes(struct store *s, int64_t document, int64_t since, const char *lines);

// Runs SQL on the file of the store in F by a connection of its own, and returns the text of the
// first column of all rows, which the caller frees; what went wrong, where it did.
char *query(const struct folder *f, const char *sql);

#endif
