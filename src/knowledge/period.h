// SPDX-License-Identifier: ISC
// Dates and periods as sets write them, ISO 8601: are they any, and when is that?
#ifndef KNOWLEDGE_PERIOD_H
#define KNOWLEDGE_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

// True for 2019, 2019-02 and 2019-02-27, the latter also with a time.
bool period_is_date(const char *s);

// True for a date, and for two with "/" between that do not end before they begin, as exactly as
// both are told; ".." leaves an end open.
bool period_is_valid(const char *s);

// True when date A, as exactly as both are told, ends before date B begins.  False for what is no
// date.
bool period_is_before(const char *a, const char *b);

// When a period is, in days of the proleptic Gregorian calendar.  What is told less exactly than to
// the day has the first and the last day that it may be.
struct period {
	int64_t begin, end; // [day] since 1970-01-01, both included
	bool is_span;	    // from a date to another one
	bool has_no_begin,
		has_no_end; // that side is open or not known: it has the day of the other
	bool is_exact;	    // told to the day
};

// Reads a period, more forgivingly than period_is_valid: also, of the Extended Date/Time Format
// (ISO 8601-2, levels 0 and 1), what is uncertain ("1932?"), unspecified ("193X", "1932-XX"), a
// season
// ("2018-21"), a year of more digits ("Y12000", "+12000") and an unknown end ("1932/").  False
// for anything else, for a year beyond a thousand million, and when it ends before it begins.
bool period_read(const char *s, struct period *p);

// The day of a date, and the year and month (from 1) of a day.
int64_t period_day(int64_t year, int month, int day);
int64_t period_year(int64_t day);
int period_month(int64_t day);

#endif
