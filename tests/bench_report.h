// SPDX-License-Identifier: ISC
// What was measured: rows of samples in measures, as tables for people, each with what is
// required of it.
#ifndef TESTS_BENCH_REPORT_H
#define TESTS_BENCH_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string.h"

struct samples {
	double *all; // INFINITY: it did not come in time
	size_t count, capacity;
};

void samples_add(struct samples *s, double sample);
void samples_done(struct samples *s);

// The middle one of the samples in their order, or the mean of the two in the middle; NAN of none.
double samples_median(const struct samples *s);

// The smallest sample that FRACTION of them are not above (nearest rank); NAN of none.
double samples_part(const struct samples *s, double fraction);

enum { REPORT_ROWS = 24 };

struct report_row {
	const char *name;	      // of a program, or of a program in a certain state
	struct samples values, bytes; // bytes: that were sent for each value [byte]
	struct samples work; // a processor's time for it [ms], which says most on a busy machine
};

// All measures of a kind, such as the first screens on one text.
struct measure {
	const char *id, *title, *unit;
	bool has_part; // the 99th percentile is told
	struct report_row rows[REPORT_ROWS];
	size_t count;
};

enum { REPORT_MEASURES = 64 };

struct report {
	double patience; // [ms] after which a value is INFINITY
	struct measure measures[REPORT_MEASURES];
	size_t count;
	size_t required, failed, unknown;
};

// Begins a measure, to be filled; the strings are kept, not copied.
struct measure *report_begin(struct report *r, const char *id, const char *title, const char *unit);

// A new row of a measure.
struct report_row *measure_add(struct measure *m, const char *name);

// Finds a measure of this run, or a row of it; NULL when there is none.
const struct measure *report_find(const struct report *r, const char *id);
const struct report_row *measure_find(const struct measure *m, const char *name);

// Prints a measure as a table, with the ratio of each row to that of BASE (unless NULL), and under
// it what is required of it, with "holds" or "does not hold".
void report_print(struct report *r, const struct measure *m, const char *base);

// Prints how many requirements hold.
void report_sum(const struct report *r);

// Writes a duration or a size for people into OUT: three figures, "> 20 s", "12.3".
void report_number(const struct report *r, const char *unit, double value, struct buf *out);

void report_done(struct report *r);

#endif
