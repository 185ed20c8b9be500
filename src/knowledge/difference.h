// SPDX-License-Identifier: ISC
// What two texts have in common, in order: a longest common subsequence of their words (Myers, "An
// O(ND) difference algorithm and its variations", Algorithmica 1, 1986).
#ifndef KNOWLEDGE_DIFFERENCE_H
#define KNOWLEDGE_DIFFERENCE_H

#include "knowledge/token.h"

#define DIFFERENCE_NONE UINT32_MAX

// For each token of A the index of its like in B, or DIFFERENCE_NONE.  Those in common at begin
// and end are always told; what differs in too many words between them has nothing in common.  To
// be freed with free.
uint32_t *difference(const struct tokens *a, const struct tokens *b);

#endif
