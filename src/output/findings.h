// SPDX-License-Identifier: ISC
// What a check of the annotation sets has found, one finding a line, as compilers tell theirs.
#ifndef OUTPUT_FINDINGS_H
#define OUTPUT_FINDINGS_H

#include "output/print.h"

// Checks a finished session and writes "LEVEL: CODE: PLACE: SENTENCE" for each finding, the first
// two in words for scripts.  *COUNT becomes how many there are.  False when WRITE refused.
bool findings_write(const struct session *s, struct output out, size_t *count);

#endif
