// SPDX-License-Identifier: ISC
// What outlasts the program: one's own notes, by the text that they are about, and small things
// such as the place in it.  It keeps strings and knows nothing of what they mean.  What was
// acknowledged survives a crash of the program and of the machine.
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/string.h"
#include "store/texts.h" // struct store_text

struct store;

// Opens the store in FOLDER, which is made (0700) when it is not there, as is the file kantlijn.db.
// A store of an older version is migrated in one transaction; nothing is written when nothing has
// to be made or migrated.  NULL and a sentence when that cannot be done: no folder, damaged,
// locked, of another program, or made by a newer version, and then it stays untouched.  One that
// may not be written is opened for reading.
struct store *store_open(const char *folder, struct err *e);

// Appends the folder in which the store belongs: $XDG_DATA_HOME/kantlijn, else
// $HOME/.local/share/kantlijn (XDG Base Directory Specification: a relative path is ignored).
// False and a sentence when neither is set.
bool store_folder(struct buf *out, struct err *e);

void store_close(struct store *s);

// Readable when another process or connection may have changed the store; own changes may make it
// so too.  -1 where the system cannot tell; then one has to ask now and then (store_is_untold), but
// for a store that nobody can change.
int store_descriptor(const struct store *s);
bool store_is_untold(const struct store *s);

// Makes the descriptor unreadable; true when another connection has committed since the last call
// or since the store was opened.
bool store_has_news(struct store *s);

// True when some document has had SIZE bytes: else nothing need be hashed to look for it.
bool store_has_size(struct store *s, uint64_t size);

// The document that has had exactly this content, 0 for none.
int64_t store_find(struct store *s, const char *fingerprint);

// True when the text with this content could be recognised after it was edited.
bool store_has_sketch(struct store *s, const char *fingerprint);

// The document that this is an edited or grown version of: the one most alike, if it is alike
// enough, 0 for none.  One that was last seen under PATH (NULL: none) needs less likeness than one
// seen elsewhere.
int64_t store_find_alike(struct store *s, const struct sketch *sketch, const char *path);

// Notes are known by their id, and have a revision: one rising counter over the whole store.
struct store_change {
	const char *id;
	const char *json; // NULL: delete
	int64_t was; // the revision that the change is based on; 0: there is none yet, or it is
		     // deleted
	int64_t revision; // set to what it has become
};

enum store_result {
	STORE_DONE,
	STORE_CONFLICT, // a note has another revision by now; nothing was changed
	STORE_FAILED,	// nothing was changed
};

// Makes all N changes at NOW ([s] since 1970) in one transaction, or none, and makes the text known
// in the same one.  New notes belong to T's document, others stay where they were.  Deleted notes
// leave a tombstone, so that other readers hear of it.  A sentence when it is not done.
enum store_result store_write(struct store *s, struct store_text *t, struct store_change *changes,
			      size_t n, int64_t now, struct err *e);

struct store_note {
	const char *id, *json; // NULL: deleted
	int64_t revision, document;
};

// Is told of notes, whose strings are valid during the call.
typedef void store_note_fn(void *data, const struct store_note *note);

// Gives the notes of DOCUMENT (0: of all documents).  With SINCE 0, all that are there, in the
// order in which they were made; else those that were changed or deleted after revision SINCE, by
// revision.  *LAST becomes the revision to go on from.  False and a sentence when it cannot be
// read.
bool store_read(struct store *s, int64_t document, int64_t since, store_note_fn *fn, void *data,
		int64_t *last, struct err *e);

// Gives the note ID; false when it is not there or deleted.
bool store_read_note(struct store *s, const char *id, store_note_fn *fn, void *data);

// Small things that are kept by name: of one document (place, draft, settings of the view), or, for
// document 0, of all.  Appends the value; false when nothing is kept under NAME.
bool store_get(struct store *s, int64_t document, const char *name, struct buf *out);

// Keeps values: pairs of a name and a value (NULL: forget it), and NULL behind them, in one
// transaction, in which T becomes known; for all documents when T is NULL.
enum store_result store_put(struct store *s, struct store_text *t,
			    const char *const names_and_values[], int64_t now, struct err *e);

struct store_document {
	int64_t document;
	const char *name, *path;	  // as it was last seen; PATH may be NULL
	const char *fingerprint, *sha256; // of its last version; SHA256 may be NULL
	size_t notes;			  // those that are not deleted
};

// Is told of documents, whose strings are valid during the call.
typedef void store_document_fn(void *data, const struct store_document *d);

// Gives all documents, in the order in which they became known.
bool store_documents(struct store *s, store_document_fn *fn, void *data, struct err *e);

#endif
