// SPDX-License-Identifier: ISC
// The resources in an item: what a node of a JSON tree says in the words of the Web Annotation Data
// Model, of schema.org and of ours.  It knows how each thing may be written, and not what becomes
// of it.  Every function accepts NULL for a node; what comes back is valid as long as the tree.
#ifndef KNOWLEDGE_RESOURCE_H
#define KNOWLEDGE_RESOURCE_H

#include "knowledge/annotation.h"

#define RESOURCE_URN "urn:kantlijn:"
#define RESOURCE_MARK RESOURCE_URN "mark" // the letter of a bookmark
#define RESOURCE_KEPT_WITH \
	RESOURCE_URN "kept-with" // in exports: the text that a note was kept with
#define RESOURCE_FINGERPRINT RESOURCE_URN "fingerprint" // of a text that notes are on

struct json_node;

// The value of a property of the Recommendation, which may also be written as the context
// abbreviates its IRI ("oa:hasTarget" for "target"), or whole; of several the last.  NULL when
// there is none.
const struct json_node *resource_get(const struct json_node *n, const char *word);

// A whole number from 0 as JSON may write it ("20", "2e1", "20.0"), POS_NONE for anything else.
uint64_t resource_number(const struct json_node *n);

// The value of a property of schema.org, of several the last; NULL when there is none.
const struct json_node *resource_schema(const struct json_node *n, const char *word);

// The IRI of a resource: a string, or the id of an object.  NULL when there is none or it is empty.
const char *resource_id(const struct json_node *n);

// What follows the prefix of a word of the Recommendation, which may be missing or a whole IRI.
const char *resource_word(const char *s);

// Is WORD of the Recommendation among those in LIST?
bool resource_has_word(const struct json_node *list, const char *word);

// The type or types; is TYPE among them, as a word of the Recommendation or of schema.org?
const struct json_node *resource_types(const struct json_node *n);
bool resource_is_a(const struct json_node *n, const char *type);
bool resource_is_schema(const struct json_node *n, const char *type);

// The text of a string or of a {"@value"}; of several the first.
const char *resource_text(const struct json_node *n);

// Adds all texts of N; LANGUAGE is that of those that tell none themselves.
void resource_add_texts(struct translations *t, const struct json_node *n, const char *language);

// Is it an annotation?  One that tells no type is one when it has a target.
bool resource_is_annotation(const struct json_node *n);

// Is it an annotation in the words of the Hypothesis service, which has targets too?
bool resource_is_hypothesis(const struct json_node *n);

// What an annotation is for, and one of its bodies: a body without a purpose of its own serves the
// motivation of ITEM.
bool resource_has_motivation(const struct json_node *item, const char *word);
bool resource_has_purpose(const struct json_node *item, const struct json_node *body,
			  const char *word);

// Is it a body with a text in it?
bool resource_is_text(const struct json_node *body);

// What a SpecificResource is about, or the resource itself.
const struct json_node *resource_source(const struct json_node *body);

struct resource_link {
	enum relation relation;
	const char *label; // of RELATION_OTHER
	const char *fact;  // id
};

// True when BODY links to something; then LINK says to what, and how.
bool resource_read_link(const struct json_node *body, struct resource_link *link);

#endif
