// SPDX-License-Identifier: ISC
// A sparse index of a source: for each 64 KiB how many characters (code points), lines
// and paragraphs begin before it.  It grows in slices, from the front; what
// lies behind its end is not known yet.
#ifndef DOCUMENT_INDEX_H
#define DOCUMENT_INDEX_H

#include "base/step.h"
#include "document/source.h"

struct index;

struct index *index_new(const struct source *s); // keeps S
void index_free(struct index *x);

// Reads on until the budget is spent (asked every 64 KiB).  STEP_DONE means that all bytes known
// so far have been read; after the source grew there may be more.
enum step index_step(struct index *x, struct budget budget);

// Forgets everything from POS on: the source shrank or its last line grew.
void index_truncate(struct index *x, uint64_t pos);

// How far the index reaches [pos], and how many characters and paragraphs lie before.
uint64_t index_end(const struct index *x);
uint64_t index_characters(const struct index *x);
uint64_t index_paragraphs(const struct index *x);

// The number (from 1) of the paragraph that holds POS, or of the last one before it; 0 when there
// is none or the index does not reach so far.
uint64_t index_paragraph_at(const struct index *x, uint64_t pos);

// Where paragraph NUMBER begins; POS_NONE when it is not known (yet).
uint64_t index_paragraph_begin(const struct index *x, uint64_t number);

// What these will be about when the index gets there, as if paragraphs were as long everywhere as
// they are as far as it reaches: how many there are, the number of the one that holds POS, and
// where number NUMBER begins (at most the end of the text).  The same as above for what is known;
// 0 and POS_NONE where nothing tells.
uint64_t index_paragraphs_about(const struct index *x);
uint64_t index_paragraph_about(const struct index *x, uint64_t pos);
uint64_t index_paragraph_begin_about(const struct index *x, uint64_t number);

// Where character number CHARACTER (from 0; each maximal ill-formed part of the text counts as one,
// a byte-order mark not) begins; the end of the text for the number of characters; POS_NONE when it
// is not known (yet).
uint64_t index_position(const struct index *x, uint64_t character);

// The same for UTF-16 code units; of a unit within a character, where that character begins.
uint64_t index_position_utf16(const struct index *x, uint64_t unit);

// True when all characters known so far are one UTF-16 code unit each.
bool index_is_all_bmp(const struct index *x);

// Where line number LINE (from 0, each begins behind a line feed) begins; the end of the text for
// the number of lines; POS_NONE when it is not known (yet).
uint64_t index_line_begin(const struct index *x, uint64_t line);

// How many characters lie before POS; UINT64_MAX when it is not known (yet).
uint64_t index_character_at(const struct index *x, uint64_t pos);

#endif
