// SPDX-License-Identifier: ISC
// What is said of a reader, line by line: the text from where one is, what a command changed, the
// views of the margin as numbered lines.  It knows no commands; what is said is let out as much at
// a time as a screen holds.
#ifndef OUTPUT_RECITAL_H
#define OUTPUT_RECITAL_H

#include "reader/state.h"

struct recital {
	struct reader *reader; // borrowed
	int width, height;     // [col], [row] of what is let out at a time
	struct buf pending;    // what was not let out yet
	struct range said;     // the piece of the text that was said last
	uint64_t next;	       // where reading goes on [pos]
	uint64_t told;	       // claims that begin before are announced [pos]; POS_NONE: none are
	unsigned said_count;   // how often a piece was said
	int list_next;	       // the item of the list that is said next, −1: there is no more
	bool is_here;	       // what is numbered is what is in the piece that was said last:
	struct item *here;
	size_t here_count, here_capacity;
};

// Where a reader is, to tell afterwards what a command changed.
struct recital_place {
	struct place_kept place;
	uint64_t current;    // [pos] of the match
	unsigned said_count; // of the recital
};

void recital_init(struct recital *rc, struct reader *r, int width, int height);
void recital_done(struct recital *rc);

// Says words, wrapped; and what the reader has to say (r->notice), which it then has no more.
void recital_words(struct recital *rc, const char *text);
void recital_notice(struct recital *rc);

// The title, how much there is, HOW to go on, and the begin, or what was asked to be gone to.
void recital_begin(struct recital *rc, const char *how);

// The text: what follows, COUNT pieces; the piece that holds POS; the sentences after or before
// (DIRECTION) what was said last; what was said last again.
void recital_on(struct recital *rc, unsigned count);
void recital_from(struct recital *rc, uint64_t pos);
void recital_sentences(struct recital *rc, int direction, unsigned count);
void recital_again(struct recital *rc);

// Where the COUNTth paragraph before what was said last begins [pos].
uint64_t recital_before(const struct recital *rc, unsigned count);

// The view in the margin, from item FIRST on; the next items of its list, as many as a screen
// holds, false when there are none.
void recital_view(struct recital *rc, int first);
bool recital_list(struct recital *rc);

// What was announced in the piece that was said last, numbered.
void recital_here(struct recital *rc);

// The current match with its sentence.
void recital_match(struct recital *rc);

// Where the reader is; and what has changed since: the view, the claim in focus, the match, the
// place in the text, unless that was said already.  True when anything was said.
struct recital_place recital_place(const struct recital *rc);
bool recital_change(struct recital *rc, struct recital_place before);

// Numbered item NUMBER (from 1) of what was numbered last; ITEM_NONE, and *COUNT how many there
// are.
struct item recital_item(const struct recital *rc, unsigned number, int *count);

// True when the margin has a view open.
bool recital_is_in_view(const struct recital *rc);

// Appends a screen of what is pending to OUT; true when there is more (also of a list).
bool recital_let_out(struct recital *rc, struct buf *out);
bool recital_has_more(const struct recital *rc);

// Appends where one is in a few words: "paragraph 3/10, 27 %", "claim 12", "20 of 36".
void recital_where(const struct recital *rc, struct buf *out);

#endif
