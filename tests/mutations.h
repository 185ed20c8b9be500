// SPDX-License-Identifier: ISC
// Edits of every kind, made here by chance, of which is known where each character went.  A text is
// a row of cells meanwhile; edits can follow one another.
#ifndef TESTS_MUTATIONS_H
#define TESTS_MUTATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/edits.h"
#include "tests/generate.h"

struct cell {
	uint32_t cp;
	uint32_t origin; // [code point] of the text that was edited; EDITS_NONE: it was added
	uint8_t span;	 // how many code points from there it stands for: of a ligature more than 1
	bool is_copy;	 // in a paragraph that was duplicated
	bool is_other;	 // another letter than what stood there
};

struct cells {
	struct cell *all;
	size_t count, capacity;
};

void cells_init(struct cells *c, const struct edited_text *t);
void cells_done(struct cells *c);

struct mutation {
	const char *name;
	// Edits the text: RATE of 10,000 places that it could edit.
	void (*mutate)(struct cells *c, struct generate *g, unsigned rate);
	unsigned rate;
};

// The mutations that measurements go through; one without a name is behind the last.
extern const struct mutation mutations[];

// What became of the words of FROM (copied) in the text that C is now.  A word is KEPT when at
// least half of its letters are there.
void mutations_tell(struct edits *e, const char *from, size_t size, const struct cells *c);

#endif
