// SPDX-License-Identifier: ISC
// How the text is set, as far as the reader chooses: the measure, wrapping,
// justification, and the language whose hyphens are used.
#ifndef READER_TYPOGRAPHY_H
#define READER_TYPOGRAPHY_H

#include "reader/state.h"

// Before the first screen: what the options ask for.
void typography_init(struct reader *r, const struct options *o);
void typography_done(struct reader *r);

// The columns that the text would take, were there room.
int typography_measure(const struct reader *r);

// What the page is told, in WIDTH columns.
struct setting typography_setting(const struct reader *r, int width);

// The language of the text (BCP 47), NULL as long as it is not known.
const char *typography_language(const struct reader *r);

// Loads the hyphens of the text's language as soon as that is known: by the option, else from its
// set, else by the words of its begin.  True when the text is set otherwise now.
bool typography_settle(struct reader *r);

// Does what was put off until the first screen was there.
void typography_complete(struct reader *r);

// What a setting asks for: columns (0: the usual ones), wrapping, a language (NULL: as it is
// found).
void typography_take_measure(struct reader *r, int columns);
void typography_take_wrap(struct reader *r, enum wrap wrap);
void typography_take_language(struct reader *r, const char *language);

// Commands; each says what it did.
void typography_wrap(struct reader *r);		      // automatic, re-flowed, as in the file
void typography_justify(struct reader *r);	      // ragged or justified
void typography_widen(struct reader *r, int columns); // narrower when negative

#endif
