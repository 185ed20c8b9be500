// SPDX-License-Identifier: ISC
// Moving a caret through a text as vi does, and the units around it: characters, words, sentences
// and paragraphs of what is read, whatever its lines are.  A caret always stands at the begin of
// a cluster that is shown; between words that may be a blank, and the end of a joined line is one.
//
// Where lines are joined on the screen or may be (hard-wrapped prose), words, sentences and
// paragraphs go over their ends, also while the reader keeps lines (WRAP_KEEP).  Lines that are
// kept for a reason (verse, code, tables) are sentences of their own, and one paragraph together
// up to the next blank line or heading; not so where one of them has more than 100 bytes, since
// then each line is a paragraph, nor in more than 400 lines or 16 KiB.  A line of more than
// 1 MiB is several paragraphs, cut where pieces are cut (document/format_text.c).
//
// Every call is bounded: it looks at some 1 MiB of text or 4,000 paragraphs, and at no more than 4
// MiB of blanks at a time; what lies further is not found, as if the text ended there.
#ifndef DOCUMENT_MOTION_H
#define DOCUMENT_MOTION_H

#include "base/string.h"
#include "document/document.h"
#include "document/range.h"

enum motion {
	MOTION_LEFT, // by one cluster, over line ends
	MOTION_RIGHT,
	MOTION_WORD,	  // to the begin of the next word; signs alone are none
	MOTION_WORD_BACK, // to the begin of this word, from there to that of the one before
	MOTION_WORD_END,  // to the last cluster of this word, from there to that of the next one
	MOTION_SENTENCE,
	MOTION_SENTENCE_BACK,
	MOTION_PARAGRAPH, // to the begin of the next paragraph with text
	MOTION_PARAGRAPH_BACK,
	MOTION_LINE_BEGIN, // the first and last cluster, but blanks, of the paragraph on the screen
	MOTION_LINE_END,
	MOTION_TOP, // of the text
	MOTION_END,
};

// Where a caret at POS comes by COUNT times M, or by as many as there are.  POS may be any
// position: it is first brought to the cluster that holds it, or else to the next one that is
// shown, or the last; with a COUNT of 0 that is all.  POS itself in a text that shows nothing.  The
// four last motions ignore how often.
uint64_t motion_go(const struct document *d, uint64_t pos, enum motion m, unsigned count);

enum unit { UNIT_CHARACTER, UNIT_WORD, UNIT_SENTENCE, UNIT_PARAGRAPH };

// The unit that holds POS, or the next one where none does, or the last: a word without signs
// around it (where there are no words, a character), a sentence or paragraph without blanks and
// line ends around it.  Units of a kind never overlap.  [POS, POS) in a text that shows nothing.
struct range motion_unit(const struct document *d, uint64_t pos, enum unit u);

// Where the cluster that holds POS ends; behind the last one of a paragraph, the end of that.
uint64_t motion_after(const struct document *d, uint64_t pos);

// Appends what the author wrote in R, as well-formed UTF-8: ill-formed parts become U+FFFD.
// Of more than 1 MiB the begin.
enum { MOTION_TEXT_MOST = 1024 * 1024 }; // [byte] of the source
void motion_text(const struct document *d, struct range r, struct buf *out);

#endif
