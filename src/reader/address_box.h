// SPDX-License-Identifier: ISC
// An address about which something is asked, above the bottom line: whole, in as many rows as it
// takes, since what is cut off could lead anywhere.
#ifndef READER_ADDRESS_BOX_H
#define READER_ADDRESS_BOX_H

#include "reader/state.h"

// True when ADDRESS, in ASCII, can be seen whole in the window as it is.
bool address_box_fits(const struct reader *r, const char *address);

// Draws it over what is there; frame_update came before.
void address_box_draw(struct reader *r, const char *address);

#endif
