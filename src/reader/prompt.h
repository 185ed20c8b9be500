// SPDX-License-Identifier: ISC
// A line that a person types, with a history.  It knows grapheme clusters, and
// nothing of what the line is for.
#ifndef READER_PROMPT_H
#define READER_PROMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/string.h"

struct prompt {
	struct buf text; // UTF-8
	size_t cursor;	 // [byte]
	char **history;
	size_t history_count, history_capacity;
	size_t history_at; // history_count: the line that is being typed
	char *draft;	   // that line, while older ones are looked at
};

enum prompt_result {
	PROMPT_IGNORED,	 // the key means nothing here
	PROMPT_MOVED,	 // only the cursor moved
	PROMPT_CHANGED,	 // the text changed
	PROMPT_TURNED,	 // C-t: the line is meant in another way
	PROMPT_ACCEPTED, // Enter
	PROMPT_CANCELLED // Esc, C-c, or Backspace in an empty line
};

void prompt_done(struct prompt *p);

// Begins an empty line; the history stays.
void prompt_begin(struct prompt *p);

enum prompt_result prompt_key(struct prompt *p, uint32_t key);

// Puts N bytes at the cursor, as edited_clean makes one line of them, as far as there is room.
enum prompt_result prompt_paste(struct prompt *p, const char *text, size_t n);

// Adds TEXT to the end of the history, unless it is there last already.
void prompt_remember(struct prompt *p, const char *text);

#endif
