// SPDX-License-Identifier: ISC
// What is written of an annotation for people whatever the format: what is under it, reply by
// reply, and words on its place that the reader shows by the place itself.
#ifndef OUTPUT_THREAD_H
#define OUTPUT_THREAD_H

#include "base/string.h"
#include "knowledge/annotation.h"

// The replies under ROOT, each behind what it replies to, however deep: the one that follows AT
// (ROOT for the first), INDEX_NONE behind the last.  *DEPTH is 1 for a reply to ROOT.
uint32_t thread_next(const struct knowledge *k, uint32_t root, uint32_t at, unsigned *depth);

// Where an annotation that is not found, or not yet, once stood; and that it stands in more places
// than one.  Nothing for any other.
void thread_place(struct buf *out, const struct annotation *a);

// True for a term that somebody replied to: it is in no list of claims or notes.
bool thread_is_term(const struct annotation *a);

#endif
