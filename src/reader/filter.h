// SPDX-License-Identifier: ISC
// What claims, notes, facts and marks are narrowed to: words that occur in them, and properties as
// in "kind:opinion -source:Reuters", by their names in English and in the language of the
// interface.
#ifndef READER_FILTER_H
#define READER_FILTER_H

#include "reader/rows.h"

struct filter;

// Reads what was typed; never fails: what means nothing (yet) narrows nothing and is told by
// filter_advice.  K is asked for the words of its own that sets have.
struct filter *filter_new(const char *text, const struct knowledge *k);
void filter_free(struct filter *f);

const char *filter_text(const struct filter *f);

// True when it narrows nothing.
bool filter_is_empty(const struct filter *f);

// What may follow what was typed last, or what is wrong with it, in a sentence; "" for nothing.
const char *filter_advice(const struct filter *f);

// True when what is typed has a value that nothing has: *ADVICE says so.
bool filter_is_wrong(const struct filter *f);

// True when an annotation, or fact, with the N bytes of WORDS in it is left.  Memory of what
// sources a fact has grows in F.
bool filter_takes(struct filter *f, const struct margin_world *w, bool is_fact, uint32_t index,
		  const char *words, size_t n);

// True when filter_takes looks at the words.
bool filter_needs_words(const struct filter *f);

#endif
