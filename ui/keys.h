// SPDX-License-Identifier: ISC
// Keys as a terminal sends them: characters in the locale's encoding, and sequences of bytes, by
// terminfo and as xterm and its kin have them.
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "reader/event.h"

// What is no key, and goes on behind its first bytes.
enum {
	KEYS_PASTE = KEY_BASE + 0x2000, // what was pasted, between marks
	KEYS_PASTE_END,			// … of which the begin got lost
	KEYS_MOUSE,			// a report of the mouse
	KEYS_MOUSE_OLD,			// … in the old encoding
};

// Once terminfo was read.
void keys_init(void);

// The mouse was asked for: its reports are known from now on, for some may come even when it is
// asked for no longer.
void keys_know_mouse(void);

// True when bytes were taken that are keys of their own.
bool keys_are_left(void);

// Takes the next key, byte by byte, and no byte behind it; false when there is none.  HAS_BYTE: one
// can be read from the descriptor.  Sequences that nobody knows are passed over.
bool keys_read(int descriptor, bool has_byte, uint32_t *key);

#endif
