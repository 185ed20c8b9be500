// SPDX-License-Identifier: ISC
// Dates and periods as sets write them, ISO 8601: are they any?
#ifndef KNOWLEDGE_PERIOD_H
#define KNOWLEDGE_PERIOD_H

#include <stdbool.h>

// True for 2019, 2019-02 and 2019-02-27, the latter also with a time.
bool period_is_date(const char *s);

// True for a date, and for two with "/" between that do not end before they begin, as exactly as
// both are told; ".." leaves an end open.
bool period_is_valid(const char *s);

// True when date A, as exactly as both are told, ends before date B begins.  False for what is no
// date.
bool period_is_before(const char *a, const char *b);

#endif
