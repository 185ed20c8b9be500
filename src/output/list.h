// SPDX-License-Identifier: ISC
// Claims, facts or links, one a line, fields separated by tabs, for scripts.  The
// words are those of the model, whatever the language of the interface.
#ifndef OUTPUT_LIST_H
#define OUTPUT_LIST_H

#include "output/print.h"

// claims: name, kind, assessment, state, begin and end [code point], quote.
// facts: name, "fact" or "term", period, timing, confidence, title.
// links: id, claim, relation, fact, reason.
// False when WRITE refused.
bool list_write(const struct session *s, struct output out, enum list list);

// The word for a state, which stays the same.
const char *list_state(enum anchor_state state);

#endif
