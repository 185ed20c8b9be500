// SPDX-License-Identifier: ISC
// Fragment identifiers of text/plain: RFC 5147, "char=10,20" and "line=,3;length=90,UTF-8".
#ifndef KNOWLEDGE_FRAGMENT_H
#define KNOWLEDGE_FRAGMENT_H

#include <stdbool.h>

#include "knowledge/annotation.h"

// The IRI of the standard, in all the ways it is written.
bool fragment_is_standard(const char *iri);

// Sets what the fragment S (without "#") selects: start and end, or start_line and end_line; an end
// of POS_NONE is that of the text, and a position is an empty range.  False, and nothing is set,
// when S is no such fragment or its range ends before it begins.  What it says of the length and
// the digest of the text (section 3) must be well-formed, and is not used: a quote tells more.
bool fragment_read(const char *s, struct selector *to);

// What follows the "#" of IRI when it is such a fragment, else NULL: in no other media type does
// "char=" or "line=" mean anything.
const char *fragment_of(const char *iri);

#endif
