// SPDX-License-Identifier: ISC
// One's own annotations as one writes them: a note, a highlight, a claim, a reply, a mark, or a
// fact, which become a Web Annotation each, in JSON, and are read from it again to be edited.  What
// it has besides, from whichever program, is kept when it is edited.
#ifndef KNOWLEDGE_NOTE_H
#define KNOWLEDGE_NOTE_H

#include "base/string.h"
#include "knowledge/annotation.h"

struct json_node;

enum note_type {
	NOTE_COMMENT,	// on a piece of the text, or on the whole of it
	NOTE_HIGHLIGHT, // nothing but a piece of the text
	NOTE_CLAIM,
	NOTE_REPLY,
	NOTE_MARK, // a place with a letter
	NOTE_FACT, // has an identity of its own, and no place
};

struct note_link {
	char *fact; // IRI
	enum relation relation;
	char *reason; // "" for none
};

// Strings are owned, and never NULL but where it is said.
struct note {
	enum note_type type;
	char *id;	// IRI of the annotation
	char *text;	// of a claim: what is to be said besides the reason
	char *tags;	// parted by commas
	enum kind kind; // of NOTE_CLAIM
	enum assessment assessment;
	char *reason;	       // of the assessment
	char *parent;	       // of NOTE_REPLY: the IRI of what it replies to
	char letter;	       // of NOTE_MARK
	struct selector place; // nothing set: the whole text
	struct note_link *links;
	size_t link_count;
	char *fact, *title, *period, *source; // of NOTE_FACT: IRI, title, date or interval (ISO
					      // 8601), address
};

// The text that notes are on, as they name it; NULL for what is not known.
struct note_source {
	const char *id; // IRI
	const char *title, *language, *sha256, *fingerprint;
};

// Begins a note of TYPE with new IRIs; ends it.
void note_init(struct note *n, enum note_type type);
void note_done(struct note *n);

// A new "urn:uuid:…" (RFC 9562, version 4), which the caller frees.
char *note_new_iri(void);

void note_set(char **to, const char *text); // replaces one of the strings
void note_add_link(struct note *n, const char *fact, enum relation relation, const char *reason);

// Reads an annotation into N, which note_done ends; what it does not know is not in N.
void note_read(struct note *n, const struct json_node *root);

// Writes N as JSON.  WAS is the annotation that it was read from, of which everything stays that N
// does not say otherwise, or NULL for a new one.  NOW is the time, as in "2026-11-25T19:00:00Z".
void note_write(const struct note *n, const struct json_node *was, const struct note_source *on,
		const char *now, struct buf *out);

// Writes an annotation as it is, but for its IRI, which becomes ID.
void note_rename(const struct json_node *root, const char *id, struct buf *out);

// The fingerprint of the text that an annotation names, or was kept with when it was exported; NULL
// for none.
const char *note_fingerprint(const struct json_node *root);

// Writes an annotation that was exported as it was kept.
void note_take_in(const struct json_node *root, struct buf *out);

// True when both select the same.
bool note_is_same_place(const struct selector *a, const struct selector *b);

#endif
