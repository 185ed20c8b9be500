// SPDX-License-Identifier: ISC
// Opening the source that one is on in another program: the person is asked once, and sees the
// whole address.  What is no address of http or https is refused in a sentence.
#ifndef READER_OPENING_H
#define READER_OPENING_H

#include "reader/state.h"

// Asks whether the source that one is on is to be opened, or says why it cannot be.
void opening_ask(struct reader *r);

// Opens what one is on, whatever it is: of a source that is asked, the rest is move_open.
void opening_open(struct reader *r);

// The answer was yes.
void opening_accept(struct reader *r);

#endif
