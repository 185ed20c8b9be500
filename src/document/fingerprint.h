// SPDX-License-Identifier: ISC
// By what a text is known again: exactly, by a fingerprint, and roughly, by a sketch, so that an
// edited copy is recognised.  Both are stored: they depend on the bytes alone, never on the machine
// or the run.
#ifndef DOCUMENT_FINGERPRINT_H
#define DOCUMENT_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

#include "base/step.h"
#include "document/source.h"

enum { FINGERPRINT_TEXT = 96 };	       // [byte], with the NUL
enum { FINGERPRINT_SAMPLE = 4 << 20 }; // [byte] of a text that are looked at for its sketch
enum { SKETCH_MOST = 256 };	       // [hash]

// Writes "SIZE-HEX": the size in bytes, and the SHA-256 of the first and the last 64 KiB, or of all
// where that is less.  The source must be complete.
void fingerprint_text(const struct source *s, char out[FINGERPRINT_TEXT]);

// The smallest hashes of the runs of three words in the first FINGERPRINT_SAMPLE bytes, in lower
// case: what is called a bottom-k sketch (Broder 1997, "On the resemblance and containment of
// documents").  They are sorted and all different; a text of few words has few, one without words
// has none.
struct sketch {
	uint64_t *hashes;
	size_t count; // at most SKETCH_MOST
};

// Making one, in slices.  The source must outlive it and may grow meanwhile: what was there at the
// beginning is looked at.
struct sketching;
struct sketching *sketching_new(const struct source *s);
enum step sketching_step(struct sketching *x, struct budget budget);

// The sketch, once that is done; the caller frees it with sketch_done.
void sketching_take(struct sketching *x, struct sketch *out);
void sketching_free(struct sketching *x);
void sketch_done(struct sketch *s);

// What share of the runs that either of two texts has both have (the Jaccard index), as far as
// their sketches tell: 0 to 1, and 0 when one has none.
double sketch_resemblance(const struct sketch *a, const struct sketch *b);

// What share of the runs of the shorter text the longer one has too: 1 when one is a piece of the
// other; 0 also when the sketches have too little in common to tell, as of a piece that is less
// than a thirtieth.
double sketch_containment(const struct sketch *a, const struct sketch *b);

#endif
