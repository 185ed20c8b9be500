// SPDX-License-Identifier: ISC
// Finds the place of each annotation in a text: first where its position says,
// if the quote stands there; else where the quote stands, with prefix and
// suffix to choose between several places.  What is found nowhere becomes an
// orphan.  It works in slices.
#ifndef KNOWLEDGE_ANCHOR_H
#define KNOWLEDGE_ANCHOR_H

#include "base/step.h"
#include "document/index.h"
#include "document/source.h"
#include "knowledge/annotation.h"

struct anchoring;

// All three are kept.  Annotations that are added to K later are looked for too.
struct anchoring *anchoring_new(struct knowledge *k, const struct source *s, const struct index *x);
void anchoring_free(struct anchoring *a);

// Works until the budget is spent.  STEP_MORE: there is something to do now, or
// there will be when the index or the source has grown (anchoring_is_waiting);
// STEP_DONE: every annotation is found or an orphan.  A quote that was sought in
// a part of the text may move to a better place until then.  Calls
// knowledge_settle when it changed something; with very many annotations not at
// the end of each step, but always before it waits or is done.
enum step anchoring_step(struct anchoring *a, struct budget budget);

// Looks, until the budget is spent, only where positions say that quotes stand, as far as the index
// reaches: what is cheap, and shows marks soon.  More annotations are about to come: very many are
// put in order only when a good part of them is new.
void anchoring_check(struct anchoring *a, struct budget budget);

// True when that has nothing to do.
bool anchoring_is_checked(const struct anchoring *a);

// True when nothing can be done before the index or the source has grown.
bool anchoring_is_waiting(const struct anchoring *a);

// The text changed from POS on: what sat there is pending again, as are orphans.
void anchoring_text_changed(struct anchoring *a, uint64_t pos);

#endif
