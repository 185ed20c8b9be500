// SPDX-License-Identifier: ISC
// Moving: through the text, from claim to claim, in the margin, and back the way one
// came.  After each of these frame_update is due.
#ifndef READER_MOVE_H
#define READER_MOVE_H

#include "reader/state.h"

// Goes to the last place of FROM and keeps the present one in TO; says NOWHERE when there is none.
void move_through_places(struct reader *r, struct place_list *from, struct place_list *to,
			 const char *nowhere);

void move_text(struct reader *r, long lines);
void move_to_pos(struct reader *r, uint64_t pos, int row); // puts POS on ROW
void move_paragraph(struct reader *r, int direction);
void move_to_percent(struct reader *r);

// Goes to paragraph NUMBER; to about where it will be, and says so, when it was not counted yet:
// move_settle then goes to where it is, if nobody moved before.  False when there are fewer.
bool move_to_paragraph(struct reader *r, unsigned long long number);

// The rest of that, once it is known; true when something changed.
bool move_settle(struct reader *r); // r->count
void move_sideways(struct reader *r, int cols);

// Moves lines that are not wrapped sideways until POS is seen.
void move_sideways_to(struct reader *r, uint64_t pos);

// Lets go of a focus that the page has left.
void move_drop_hidden_focus(struct reader *r);

// Gives a claim or note the focus and brings its place at AT, or, for POS_NONE, its first one, on
// screen.
void move_focus(struct reader *r, uint32_t claim, uint64_t at);

// Makes a match the current one and brings it on screen.
void move_to_match(struct reader *r, struct match m);

// To the next (+1) or previous (−1) claim from where the screen is.
void move_claim(struct reader *r, int direction);

// Brings the text to a claim (AT as for move_focus) or, if that has no place, the margin; the place
// before is kept.
void move_to_claim(struct reader *r, uint32_t claim, uint64_t at);
void move_to_mark(struct reader *r, uint32_t mark); // one that has a place; its line on top
void move_to_claim_number(struct reader *r, unsigned long number);

void move_open_view(struct reader *r, enum view view, uint32_t subject);
void move_close_view(struct reader *r); // back to the text
// What the margin's cursor is on; of kind ITEM_NONE while one reads the text.
struct item move_item_here(const struct reader *r);

void move_open_item(struct reader *r); // what the margin's cursor is on
void move_open(struct reader *r);      // what is in focus, wherever that is
void move_other_pane(struct reader *r);

// Moves in the margin by LINES, or, when END is −1 or +1, to its first or last row.
void move_margin(struct reader *r, long lines, int end);

#endif
