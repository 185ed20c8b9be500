// SPDX-License-Identifier: ISC
// Brings notes that were exported back into a store, each to the text that it is on, which need not
// be at hand.
#ifndef OUTPUT_IMPORT_NOTES_H
#define OUTPUT_IMPORT_NOTES_H

#include "reader/session.h"

// Puts the annotations of the sets of S that name a text of ours into the store in FOLDER; appends
// a sentence on how many there were to SAID.  What is there already stays.  False and a sentence
// when it cannot be done: those of some texts may be there then.
bool import_notes(const struct session *s, const char *folder, struct buf *said, struct err *e);

#endif
