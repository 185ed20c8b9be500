// SPDX-License-Identifier: ISC
// Which document a text is, by what it contains: the documents, their versions and sketches.
#ifndef STORE_TEXTS_H
#define STORE_TEXTS_H

#include <stdint.h>

#include "document/fingerprint.h"
#include "store/database.h"

// A text as the store knows it.  The caller fills it; DOCUMENT is 0 until the store knows it, and
// is set by the first successful write.
struct store_text {
	int64_t document;
	const char *fingerprint;
	const char *name;	     // what people call it
	const char *path;	     // absolute, or NULL
	const char *sha256;	     // or NULL
	const struct sketch *sketch; // or NULL
};

// True when some document has had SIZE bytes: else nothing need be hashed to look for it.
bool texts_has_size(struct database *d, uint64_t size);

// The document that has had exactly this content, 0 for none.
int64_t texts_find(struct database *d, const char *fingerprint);

bool texts_has_sketch(struct database *d, const char *fingerprint);

// The document that is most alike, 0 when none is alike enough.
int64_t texts_find_alike(struct database *d, const struct sketch *sketch, const char *path);

// Within a transaction: makes T known, or known to have changed, at NOW [s].  *DOCUMENT becomes
// which one it is.  An SQLite result.
int texts_know(struct database *d, const struct store_text *t, int64_t now, int64_t *document);

#endif
