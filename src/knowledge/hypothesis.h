// SPDX-License-Identifier: ISC
// Annotations from hypothes.is: makes a W3C set of the JSON in which its program exports them
// ({"export_date", "annotations": […]}) or its interface answers ({"total", "rows": […]}, an array
// of annotations, or a single one).  It neither opens nor shows anything: bytes in, bytes out, and
// a list of what they could not take along.
//
// Positions stay as they are.  Hypothesis counts them in UTF-16 code units, not in code points as
// the Recommendation (4.2.5) wants; knowledge/anchor finds that out by the quotes.
#ifndef KNOWLEDGE_HYPOTHESIS_H
#define KNOWLEDGE_HYPOTHESIS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/string.h"

#define HYPOTHESIS_MAX ((uint64_t)1 << 30) // [byte], of what is given and of what it becomes

enum hypothesis_result {
	HYPOTHESIS_MADE,  // a set, which may be one of no annotation
	HYPOTHESIS_OTHER, // it is JSON, and no annotations from Hypothesis
	HYPOTHESIS_FAILED,
};

// Puts into the empty SET what the N bytes at S become, and appends to LOSSES a line for each kind
// of thing that could not be carried over, with how often and in which annotations.  NAME is for
// messages.  SET stays empty unless one is MADE.  A sentence only when it FAILED: for what is no
// JSON, or is too large.
enum hypothesis_result hypothesis_convert(const char *name, const uint8_t *s, size_t n,
					  struct buf *set, struct buf *losses, struct err *e);

#endif
