// SPDX-License-Identifier: ISC
// The claims, notes and facts of a text as a Markdown document, to be pasted among notes.
#ifndef OUTPUT_EXPORT_MARKDOWN_H
#define OUTPUT_EXPORT_MARKDOWN_H

#include "output/print.h"

// Writes everything of a finished session, in its language.  Links lead to places in the document,
// and to addresses of http and https.  False when WRITE refused.
bool export_markdown(const struct session *s, struct output out);

#endif
