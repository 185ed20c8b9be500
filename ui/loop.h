// SPDX-License-Identifier: ISC
// Reads an event, hands it to the reader, shows the grid; between keys the reader goes on
// with its work a few milliseconds at a time.
#ifndef UI_LOOP_H
#define UI_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "reader/reader.h"
#include "terminal.h"

// Runs until the person quits (0) or a signal ends the program (its number).  ADJUST is told when
// settings were changed that are not for the reader alone.
int loop_run(struct reader *r, bool (*adjust)(const struct options *o, struct err *e));

// How long to wait when there is nothing to do: for ever [−1], unless something has to be looked
// for now and then.
struct patience {
	int64_t begin, restless; // [ms] when the wait began; until when more may follow
	int wait;		 // [ms]
};

// The wait that begins now [ms], of MOST unless that is −1; IS_TOLD: descriptors tell of all news
// (reader_descriptors).
int loop_patience(struct patience *p, bool is_told, int most);

// It ended: unless its time was up, more may follow.
void loop_woken(struct patience *p);

// The date that notes get, in [s] since 1970: now or, where it is told so, $SOURCE_DATE_EPOCH.
int64_t loop_date(void);

// Writes the notes to the file that R asks for, if it does, and tells it what came of that.
void loop_export_if_asked(struct reader *r);

// The same for what is to be copied, and for an address that is to be opened.
void loop_copy_if_asked(struct reader *r);
void loop_open_if_asked(struct reader *r);

#endif
