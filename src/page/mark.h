// SPDX-License-Identifier: ISC
// A marked range of the text: what knowledge and search answer just before painting.
#ifndef PAGE_MARK_H
#define PAGE_MARK_H

#include <stddef.h>

#include "page/style.h"

struct mark {
	uint64_t begin, end; // [pos], half-open
	style style;
};

#endif
