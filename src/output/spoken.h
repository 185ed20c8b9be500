// SPDX-License-Identifier: ISC
// What is said line by line, for speech, braille and paper: pieces of the text with each claim
// announced where it begins, and the rows of the margin in words.  Nothing but text and line feeds
// comes out; what is a sign on a screen is a word here, or nothing where a word is beside it.
#ifndef OUTPUT_SPOKEN_H
#define OUTPUT_SPOKEN_H

#include "document/document.h"
#include "document/range.h"
#include "knowledge/annotation.h"
#include "reader/rows.h"

// What is said at once from POS on: a paragraph, or its sentences as far as MOST bytes reach; lines
// that are kept as they are, up to a blank one; a heading with what follows it.  Blank lines before
// it are passed over.  Empty, at the end of the text, when nothing follows.
struct range spoken_piece(const struct document *d, uint64_t pos, size_t most);

// The sentences that hold PLACE, whole; of more than MOST bytes what is around its begin.
struct range spoken_around(const struct document *d, struct range place, size_t most);

// Appends the text of PIECE in lines of WIDTH columns.  With K, claims, terms and notes are
// announced once each, before the word in which they begin; what began before TOLD was announced
// when that was said, what did not is announced at the begin.  TOLD is POS_NONE where another piece
// of the text was said before.
void spoken_text(struct buf *out, const struct document *d, const struct knowledge *k,
		 struct range piece, uint64_t told, int width);

// Appends "claim 2: fact, correct", with its state where it is not plainly anchored.
void spoken_annotation(struct buf *out, const struct annotation *a);

// Appends words of ours, with commas where a screen has points between them.
void spoken_words(struct buf *out, const char *text);

// Appends rows in words, a line each: those of items begin with the number of the item, from 1 on.
void spoken_rows(struct buf *out, const struct rows *rows);

// Appends TEXT, safe and wrapped at WIDTH, in lines.
void spoken_lines(struct buf *out, const char *text, int width);

#endif
