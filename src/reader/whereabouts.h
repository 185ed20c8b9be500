// SPDX-License-Identifier: ISC
// What people are told of where they are, and of where an annotation sits when it is not plainly
// anchored: what was quoted, what stands there now and which words differ, where it stood and
// behind which claim. It knows neither screen nor margin.
#ifndef READER_WHEREABOUTS_H
#define READER_WHEREABOUTS_H

#include "base/string.h"
#include "document/document.h"
#include "knowledge/annotation.h"

// "paragraph 3/19"; as long as not all are counted what is not known yet is about so: "paragraph
// ~3000/~19000", and "paragraph 3/19…" of a text of which more comes in.  False, and nothing, when
// nothing tells.
bool whereabouts_paragraph(struct buf *out, const struct document *d, uint64_t pos);

// What stands in [BEGIN, END) of the text now, in quotation marks: its first 2000 bytes at most.
void whereabouts_text(struct buf *out, const struct document *d, uint64_t begin, uint64_t end);

// "Another number: “12” has become “21”.": what differs first between the quote and what stands in
// its place; of long ones 1 KiB around the first difference is compared.
void whereabouts_change(struct buf *out, const struct document *d, const struct annotation *a);

// The quote as it was recorded, with what stood before and behind it; "" where there is none.
void whereabouts_context(struct buf *out, const struct annotation *a);

// "It stood at character 1234."; "" where no position was recorded.
void whereabouts_last(struct buf *out, const struct annotation *a);

// The claim of the same set that has a place and whose recorded position is the nearest one before
// that of an annotation or, where there is none, behind it; INDEX_NONE where there is none either.
uint32_t whereabouts_neighbour(const struct knowledge *k, uint32_t annotation, bool *is_before);

// "after claim 12: “Trump …”": that claim, with its quote; "" where there is none.
void whereabouts_beside(struct buf *out, const struct knowledge *k, uint32_t annotation);

// All of these that a state calls for, a line each; nothing for one that is plainly anchored.
void whereabouts_lines(struct buf *out, const struct document *d, const struct knowledge *k,
		       uint32_t annotation);

// True for a term that somebody replied to: it is in no list of claims or notes.
bool whereabouts_is_term(const struct annotation *a);

// The I-th place of one that has a place: I is below 1 + other_count.
struct range whereabouts_place(const struct annotation *a, uint32_t i);

enum { REPLIES_DEEPEST = 4 }; // that are set in further and further

// The reply below ROOT that comes after reply AT: replies to that first, with *DEPTH one more, then
// those beside it; INDEX_NONE behind the last one.  The first is ROOT's first_reply, at a depth of
// 0.
uint32_t whereabouts_next_reply(const struct knowledge *k, uint32_t root, uint32_t at, int *depth);

#endif
