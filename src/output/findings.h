// SPDX-License-Identifier: ISC
// What a check of the annotation sets has found: one finding a line, as compilers tell theirs, or
// one JSON document for programs.
#ifndef OUTPUT_FINDINGS_H
#define OUTPUT_FINDINGS_H

#include "output/print.h"

// Checks a finished session and writes each finding as it is found.  TODAY is an ISO date, or NULL
// where it is not known.  *COUNT becomes how many findings there are.  False when WRITE refused.
//
// FORMAT_TEXT: "FILE:LINE: LEVEL: CODE: PLACE: SENTENCE", with " (PATH)" behind it where that leads
// on from the item; FILE and LINE are left out where the line is not known.
//
// FORMAT_JSON: an object with the list "findings" and the numbers of "errors" and "warnings".  Each
// finding has all members, null where there is nothing: level, code, file, line, path, subject
// ("set", "annotation", "fact" or "link"), name, id, state and places (a list of pairs, begin and
// end in characters) of an annotation, change (kind, was, now) of a text that changed, sentence.
// Texts longer than 4096 bytes are cut.
bool findings_write(const struct session *s, struct output out, enum output_format format,
		    const char *today, size_t *count);

#endif
