// SPDX-License-Identifier: ISC
// Texts for tests: pseudo-random ones, the same for the same seed everywhere,
// in a dozen scripts and with what makes texts hard, and ones from files.
#ifndef TESTS_GENERATE_H
#define TESTS_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string.h"

struct generate {
	uint64_t seed; // changes with every number
};

enum {
	GENERATE_INVALID = 1,	// ill-formed UTF-8
	GENERATE_CONTROL = 2,	// control and bidi control characters, NUL, lone CR
	GENERATE_LONG_LINE = 4, // now and then a line of 60 to 200 KiB
	GENERATE_EVERYTHING = 7,
};

// A number in [0, BELOW), BELOW > 0.
uint64_t generate_below(struct generate *g, uint64_t below);

// Appends at least SIZE bytes of text.
void generate_text(struct generate *g, size_t size, unsigned flags, struct buf *out);

// Appends one grapheme cluster that is hard to cut or to measure.
void generate_cluster(struct generate *g, struct buf *out);

// Appends the NUMBERth of 300 clusters on which terminals may disagree: emoji in all their forms,
// Indic syllables, jamo, stacks, wide and ambiguous characters.
void generate_hard_cluster(struct generate *g, int number, struct buf *out);

// Appends at most MOST bytes of the file PATH in the folder that the environment variable FOLDER
// names, or in INSTEAD where it is not set.  False when it cannot be read.
bool generate_from_file(const char *folder, const char *instead, const char *path, size_t most,
			struct buf *out);

#endif
