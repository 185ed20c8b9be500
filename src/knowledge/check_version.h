// SPDX-License-Identifier: ISC
// Is a set for the text as it is, or for another version of it?  The source of a target may tell
// the digest of the text that was annotated (schema:sha256), and its state of when that was.
#ifndef KNOWLEDGE_CHECK_VERSION_H
#define KNOWLEDGE_CHECK_VERSION_H

#include "base/digest.h"
#include "knowledge/checking.h"

enum { VERSIONS_TOLD = 4 }; // of a set at the most

struct check_version {
	char text[DIGEST_TEXT]; // of the text, computed once a set tells one
	uint32_t set;		// of which were told:
	char told[VERSIONS_TOLD][DIGEST_TEXT];
	size_t told_count;
};

// Looks at each target of ROOT, which is the item to which C was turned; items come set by set.
void check_version(struct checking *c, struct check_version *v, const struct json_node *root);

#endif
