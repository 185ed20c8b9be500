// SPDX-License-Identifier: ISC
// Every match of a query with its place, for scripts: as lines, or as JSON.
#ifndef OUTPUT_MATCHES_H
#define OUTPUT_MATCHES_H

#include "output/print.h"

// Writes the matches that O asks for, or with O->count only how many there are; *COUNT becomes
// that.  A line is POSITION:LINE:TEXT, the byte offset, the number of the line (from 1) and the
// line itself around the match; JSON is an array of objects.  The whole text must be there.  False
// and a sentence when there is no such query; false without one when WRITE refused.
bool matches_write(const struct session *s, struct output out, const struct options *o,
		   size_t *count, struct err *e);

#endif
