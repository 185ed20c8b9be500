// SPDX-License-Identifier: ISC
// A paragraph: clean text with the map back to the author's bytes.  What every
// format is turned into; nothing above knows formats.  Its text is well-formed
// UTF-8 without the line terminator; control characters are still in it, since what
// must not reach a terminal is decided where text is shown (base/utf8.h).
#ifndef DOCUMENT_PARAGRAPH_H
#define DOCUMENT_PARAGRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum paragraph_kind {
	PARAGRAPH_TEXT,
	PARAGRAPH_HEADING,
	PARAGRAPH_PREFORMATTED, // its lines are not to be wrapped
	PARAGRAPH_BLANK,	// an empty line
};

// How the author's program wanted text to look (overstriking, SGR), as a sum.
enum paragraph_attribute {
	PARAGRAPH_BOLD = 1,
	PARAGRAPH_DIM = 2,
	PARAGRAPH_ITALIC = 4,
	PARAGRAPH_UNDERLINE = 8,
	PARAGRAPH_REVERSE = 16,
	PARAGRAPH_STRUCK = 32,
};

struct paragraph_look {
	uint8_t attributes;		 // a sum of enum paragraph_attribute
	uint16_t foreground, background; // 0: the terminal's own; else 1 + one of 256 colours
};

// From text offset OFF on, up to the next run, the text looks so.
struct paragraph_run {
	uint32_t off;
	struct paragraph_look look;
};

// From text offset OFF on, the text lies at AT on: byte for byte, or, where
// is_replaced, as one piece that stands for what is there.  Of bytes that are no text each has one.
struct paragraph_span {
	uint32_t off;
	uint32_t at : 31; // [byte] from the paragraph's begin
	uint32_t is_replaced : 1;
};

struct paragraph {
	enum paragraph_kind kind;
	int level;	     // of a heading, from 1; else 0
	uint32_t hang;	     // [byte] later lines begin under the text at this offset
	uint64_t begin, end; // [pos], with the line terminator: next begins at end
	char *text;	     // NUL behind it
	uint32_t len;	     // [byte]
	struct paragraph_span *spans;
	size_t span_count, span_capacity;
	struct paragraph_run *runs; // none: plain text
	size_t run_count, run_capacity;
};

void paragraph_done(struct paragraph *p);

// Gives back what was reserved and not needed, once nothing is added any more.
void paragraph_trim(struct paragraph *p);

// [byte] of memory that it takes.
size_t paragraph_size(const struct paragraph *p);

// Says that what is added to the text from now on lies at POS, behind begin, which is known.
void paragraph_add_span(struct paragraph *p, uint64_t pos, bool is_replaced);

// Says that what is added from now on looks so.
void paragraph_set_look(struct paragraph *p, struct paragraph_look look);

// From text offset (≤ len) to position and back.  A position before or behind the text
// gives its nearest end; one inside a replaced piece gives the begin of that piece.
uint64_t paragraph_pos(const struct paragraph *p, uint32_t off);
uint32_t paragraph_off(const struct paragraph *p, uint64_t pos);

#endif
