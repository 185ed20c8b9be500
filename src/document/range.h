// SPDX-License-Identifier: ISC
// A piece of a text.
#ifndef DOCUMENT_RANGE_H
#define DOCUMENT_RANGE_H

#include <stdint.h>

struct range {
	uint64_t begin, end; // [pos], half-open
};

#endif
