// SPDX-License-Identifier: ISC
// Writes a set of its own: an AnnotationCollection with its one page embedded, item by item and
// never as a whole.  The items are bytes that were JSON before; their words are not looked at.
#ifndef KNOWLEDGE_COLLECTION_H
#define KNOWLEDGE_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>

#define COLLECTION_CONTEXT "http://www.w3.org/ns/anno.jsonld"

struct digest;

// Begins zeroed but for WRITE and DATA; WRITE returns false when no more can be taken.
struct collection {
	bool (*write)(void *data, const char *s, size_t n);
	void *data;
	struct digest *digest; // of what was written of items
	size_t count;	       // of items
	bool is_broken;	       // WRITE refused
};

// Begins the next item; what is added until the next one is its bytes.
void collection_item(struct collection *c);
void collection_add(struct collection *c, const char *s, size_t n);

// Writes the end.  The set is called "urn:kantlijn:KIND:DIGEST", after its items, so that the same
// items make the same set; LABEL is its name for people, in English, with nothing that JSON would
// escape.  A set of none has no page (Recommendation, 5.1).  Frees what C holds; false when WRITE
// refused.
bool collection_end(struct collection *c, const char *kind, const char *label);

#endif
