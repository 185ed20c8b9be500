// SPDX-License-Identifier: ISC
// One's own notes for others, and for oneself elsewhere: those on one text, or all that are in the
// store.
#ifndef OUTPUT_EXPORT_NOTES_H
#define OUTPUT_EXPORT_NOTES_H

#include "output/print.h"
#include "reader/session.h"

// The notes of a session for people, as Markdown or plain text.  False when the output refused.
bool export_notes_for_people(const struct session *s, struct output out, bool is_markdown);

// All notes in the store in FOLDER, by text.  False when the output refused or, with a sentence,
// when it cannot be read.
bool export_all_notes(const char *folder, enum export how, struct output out, struct err *e);

// The notes of a session into a file, which appears whole or not at all: as Markdown or plain text
// when PATH ends so (.md, .txt), else as Web Annotations.  False and a sentence when it cannot be
// written.
bool export_notes_to(struct session *s, const char *path, struct err *e);

#endif
