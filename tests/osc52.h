// SPDX-License-Identifier: ISC
// What a program set the clipboard to, decoded from what it sent to its terminal.
#ifndef TESTS_OSC52_H
#define TESTS_OSC52_H

#include "base/string.h"

// How often BYTES have the sequence that sets the clipboard, ended by END; OUT is what the last one
// sets it to.
int osc52_count(const struct buf *bytes, const char *end, struct buf *out);

#endif
