// SPDX-License-Identifier: ISC
// What stands where in a file of an annotation set: its items, whatever they are, with the contexts
// that they are read in, and the places where a set can be taken apart and put together again.  It
// follows collections, pages and arrays as knowledge/web_annotation does, and understands no item.
#ifndef OUTPUT_SET_PARTS_H
#define OUTPUT_SET_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string.h"

// Bytes of the file, half-open; [0, 0) for none.
struct stretch {
	size_t begin, end;
};

struct parts_item {
	struct stretch all;
	struct stretch context; // the value of its own "@context"
	size_t around;		// the object that it is in
};

// A collection, a page, or what is outermost.
struct parts_object {
	size_t around; // itself for the outermost one
	struct stretch context;
};

struct set_parts {
	const uint8_t *bytes;
	size_t size;
	struct parts_item *items;
	size_t item_count, item_capacity;
	struct parts_object *objects;
	size_t object_count, object_capacity;
	bool is_single;	    // it is one annotation, and that is the item
	size_t list_end;    // where the last list of items ends, before its bracket; 0 for none
	size_t list_count;  // how many items that list has
	size_t list_around; // the object that it is in

	// The references to pages that lie elsewhere: how many, and the last of them, as "next" or
	// as "first".
	size_t reference_count;
	bool is_next;
	struct stretch reference, reference_value; // with its key, and without
	struct stretch last;			   // the member "last" of what is outermost

	struct buf names; // of members that only the shell has, parted by commas
};

// Takes N bytes apart, which must stay until set_parts_done.  False when they are not JSON.
bool set_parts_read(struct set_parts *s, const uint8_t *bytes, size_t n);
void set_parts_done(struct set_parts *s);

// Appends the contexts around the object OBJECT, the outermost first, with commas between: nothing
// when they are all that of the Recommendation.
void set_parts_context(const struct set_parts *s, size_t object, struct buf *out);

// Appends the values of one context: those of an array, or itself.
void set_parts_context_values(const struct set_parts *s, struct stretch context, struct buf *out);

#endif
