// SPDX-License-Identifier: ISC
// Values and properties as the rules for producers see them: what is an absolute IRI, a time, a
// whole number; how many values a property may have; and who is told when it is not so.  Which
// properties there are is for knowledge/producer_rules.
#ifndef KNOWLEDGE_RULES_H
#define KNOWLEDGE_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string.h"

struct json_node;

enum rule_level {
	RULE_ERROR,   // a MUST is broken
	RULE_WARNING, // a SHOULD is, or a term is used that was dropped
};

// Valid during the call that hands it over.
struct breach {
	enum rule_level level;
	const char *code;	    // a word for scripts, as in "no-target"
	const char *path;	    // a JSON path, as in "$.target.selector[1].start"
	const struct json_node *at; // what stands there
	const char *sentence;	    // for people, in their language, without a full stop
};

// Who hears of the breaches.
struct breach_listener {
	void (*tell)(void *data, const struct breach *b);
	void *data;
};

// A walk over a tree.
struct rules {
	struct breach_listener listener;
	size_t count;		    // of breaches told
	struct buf path;	    // of what is looked at
	const struct json_node *at; // that itself
	struct buf value;	    // the last one that was shown
};

// Tells a breach of what is looked at.
void rules_tell(struct rules *r, enum rule_level level, const char *code, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

// … of the value of its KEY.
void rules_tell_at(struct rules *r, const char *key, enum rule_level level, const char *code,
		   const char *sentence);

// A value as it stands in a sentence, until the next one: its beginning, with nothing in it that a
// terminal would obey.
const char *rules_shown(struct rules *r, const struct json_node *n);

// Goes to the value of KEY; rules_leave goes back to where that was called.
struct rules_place {
	size_t length; // [byte], of the path
	const struct json_node *at;
};
struct rules_place rules_enter(struct rules *r, const char *key);
void rules_leave(struct rules *r, struct rules_place before);

// Looks at each value of KEY, with the path of that value.
typedef void rules_looker(struct rules *r, const struct json_node *n, const void *with);
void rules_each(struct rules *r, const struct json_node *parent, const char *key,
		rules_looker *look, const void *with);

// How many values there are in what may be one, or a list of them, or NULL.
size_t rules_count(const struct json_node *list);

// True for an absolute IRI (RFC 3987, roughly): a scheme, a colon and more.
bool rules_is_iri(const char *s);

// True for an xsd:dateTime in UTC, as "2019-02-28T14:05:00.5Z", whose year has four digits.
bool rules_is_time(const char *s);

// True for an absolute IRI and for an object whose id is one.
bool rules_is_link(const struct json_node *n);

// Of whole numbers of any length, which JSON writes without leading zeros.
bool rules_is_less(const char *a, const char *b);

// What identifies N; NULL when there is nothing.
const struct json_node *rules_id(const struct json_node *n);
bool rules_has_id(const struct json_node *n);

// Properties with at most one value.

enum rules_want { WANT_TEXT, WANT_WHOLE, WANT_TIME, WANT_IRI, WANT_DIRECTION };

// What is wanted, in words: for the key and what stands there instead.
extern const char *const rules_wants[];

struct rules_single {
	const char *key;
	enum rules_want want;
	const char *none; // the code if it is missing, NULL if it may be
	const char *several, *bad;
};

extern const struct rules_single rules_one_value;

bool rules_is_wanted(enum rules_want want, const struct json_node *n);

// The value of KEY, of several the first, which is told; NULL if there is none.
const struct json_node *rules_only(struct rules *r, const struct json_node *parent, const char *key,
				   const char *several);

// True when there is one value at least and it is as it must be.
bool rules_check_single(struct rules *r, const struct json_node *parent,
			const struct rules_single *s);
void rules_check_singles(struct rules *r, const struct json_node *parent,
			 const struct rules_single *s, size_t count);

// Properties that link to other resources, of which there may be several.

struct rules_linked {
	const char *key, *code;
	bool needs_iri; // a description without an id is not enough
};

rules_looker rules_check_link;
void rules_check_links(struct rules *r, const struct json_node *parent,
		       const struct rules_linked *l, size_t count);

// Ids and types, and the keys that they have.
void rules_check_id(struct rules *r, const struct json_node *n);
void rules_check_keys(struct rules *r, const struct json_node *n);

#endif
