// SPDX-License-Identifier: ISC
// The annotation sets that are open, and one's own notes, as one W3C set.  What was read is written
// as it was, byte by byte: nothing is put in order, added to or made anew.
#ifndef OUTPUT_EXPORT_JSONLD_H
#define OUTPUT_EXPORT_JSONLD_H

#include "output/print.h"

struct export_file {
	const char *name; // for messages
	const uint8_t *bytes;
	size_t size;
};

struct export_set {
	const struct export_file *files; // itself, and its pages
	size_t file_count;
};

// One set in one file is written as that file.  The pages that lie beside a set are put into it.
// Of several sets the items become one collection; each keeps the context of its set.  A session
// whose sets were read is needed, not their anchors.
//
// LEFT_OUT gets a line for each file of which members of its collection or pages are not in what is
// written.  IS_SAFE writes what a terminal might act upon as \u escapes, which are the same JSON.
// False with a sentence when a set cannot be written, and without one when WRITE refused.
bool export_jsonld(const struct session *s, struct output out, bool is_safe, struct buf *left_out,
		   struct err *e);

// One's own notes alone, as one set, appended to OUT.
void export_notes(const struct session *s, struct buf *out);

// The same of COUNT sets by their bytes, which are JSON.
bool export_sets(const struct export_set *sets, size_t count, struct output out, bool is_safe,
		 struct buf *left_out, struct err *e);

#endif
