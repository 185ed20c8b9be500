// SPDX-License-Identifier: ISC
// The characters whose width depends on the fonts of a region: East Asian Width "A" (UAX #11).
#ifndef BASE_AMBIGUOUS_H
#define BASE_AMBIGUOUS_H

#include <stdbool.h>
#include <stdint.h>

bool ambiguous_has(uint32_t cp);

#endif
