// SPDX-License-Identifier: ISC
// The view of all keys, as they are now, and of the signs; all of it or what a query finds in it.
#ifndef READER_HELP_H
#define READER_HELP_H

#include "reader/rows.h"

void help_add_rows(struct rows *r, const struct margin_world *w, uint32_t none);

#endif
