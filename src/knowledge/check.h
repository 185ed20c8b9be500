// SPDX-License-Identifier: ISC
// Validates sets against the standard and against the text they are on: the rules for producers,
// quotes at their places, links that lead somewhere and are known from both ends, ids used once,
// texts in every language of their set, facts with dated sources.  It tells what it finds and
// judges no more than that.
#ifndef KNOWLEDGE_CHECK_H
#define KNOWLEDGE_CHECK_H

#include "knowledge/checking.h"

// Tells every finding: each set (what cannot be read of it, and then what breaks the rules, in the
// order of the file), annotations in the order of the text, facts in the order of their files,
// links.  Returns how many were told.  One item at a time is held as a tree; what grows with the
// sets beside it are ids and the ends of links.
size_t check_run(const struct check_world *w, struct check_listener listener);

#endif
