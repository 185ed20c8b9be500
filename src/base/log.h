// SPDX-License-Identifier: ISC
// A log for developers, off by default: KANTLIJN_LOG=doc,find:FILE switches
// areas on ("all" for every one) and appends to FILE.  One line an event,
// numbers with units, never the text of a reader's notes.
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"

enum log_area {
	LOG_DOC,
	LOG_INDEX,
	LOG_LAYOUT,
	LOG_VIEW,
	LOG_NOTE,
	LOG_FIND,
	LOG_KEY,
	LOG_TERM,
	LOG_AREAS
};

// Opens the log as SPEC says ("area[,area]…:file"); NULL leaves it off.
// False, with the reason, when SPEC or the file is unusable.
bool log_open(const char *spec, struct err *e);
void log_close(void);

void log_line(enum log_area area, const char *fmt, ...) PRINTF_LIKE(2, 3);

// Writes TEXT straight to standard error: the one way out when memory is gone.
void log_last_words(const char *text);

#endif
