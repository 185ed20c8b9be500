// SPDX-License-Identifier: ISC
// What programs write for pagers, read as they meant it: overstriking (a character, a backspace,
// and it again: bold; with an underscore: underlined) and SGR sequences (ECMA-48, section 8.3.117)
// become the look of the text; erasing to the line's end and hyperlinks (OSC 8) are passed over.
// Every other escape sequence is left in the text, where it is shown.
#ifndef DOCUMENT_ESCAPES_H
#define DOCUMENT_ESCAPES_H

#include "document/paragraph.h"

struct escapes_piece {
	size_t len;	     // [byte] that it takes
	const uint8_t *text; // the character that it shows, one of those bytes'; NULL: none
	size_t text_len;     // [byte]
	uint8_t attributes;  // of that character alone: a sum of enum paragraph_attribute
};

// True when there may be any in the N bytes at S.
bool escapes_any(const uint8_t *s, size_t n);

// Reads what begins at S, and changes LOOK as an SGR sequence says.  False, with nothing changed,
// when it is a character like others.
bool escapes_read(const uint8_t *s, size_t n, struct paragraph_look *look,
		  struct escapes_piece *piece);

// The N bytes at S without them: into OUT (room for N), which gets how many bytes are returned.
size_t escapes_strip(const uint8_t *s, size_t n, uint8_t *out);

#endif
