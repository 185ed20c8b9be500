// SPDX-License-Identifier: ISC
// Numbers that are written as words: "seven", "twaalfde", "driehonderdduizend".
#ifndef KNOWLEDGE_NUMERAL_H
#define KNOWLEDGE_NUMERAL_H

#include <stdbool.h>
#include <stddef.h>

// The value of a folded word in whichever language, and whether it is an ordinal; −1 when it is no
// number.
double numeral_value(const char *word, bool *is_ordinal);

#endif
