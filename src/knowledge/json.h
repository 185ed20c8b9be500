// SPDX-License-Identifier: ISC
// JSON: a parser that is given bytes in pieces and tells a handler what it meets, or gathers a
// value into a tree.  The only door to a JSON library.  It knows what JSON is and nothing of what a
// value means; texts that are not UTF-8 are refused, and what is too deep or too large.  Half a
// surrogate pair that is escaped ("\uD83C") becomes U+FFFD, and so does an escaped NUL in a tree.
#ifndef KNOWLEDGE_JSON_H
#define KNOWLEDGE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string.h"

#define JSON_DEPTH_MAX 64 // containers in containers

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_OTHER };

struct json_node {
	enum json_kind kind;
	uint32_t line;	  // from 0, counted from where json_read began; 0 for what was gathered
	const char *key;  // in an object, else NULL
	const char *text; // of a string, or a number as it was written; "true" of that, else ""
	bool is_null;
	struct json_node *next, *first, *last;
};

struct json; // a parser and the tree that it gathered last

// What the parser calls, with the data of json_new; none may be NULL.  KEY, SCALAR, OPEN and CLOSE
// are for what is not gathered; their texts have N bytes and no NUL at the end.
struct json_handler {
	void (*key)(void *data, const char *key, size_t n);
	void (*scalar)(void *data, enum json_kind kind, const char *s, size_t n);
	void (*open)(void *data, enum json_kind kind); // json_depth counts it already
	void (*close)(void *data);		       // json_depth counts it still
	void (*gathered)(void *data, const struct json_node *root);
	void (*event)(void *data); // after each of these, and each event within a gathered value
};

// A parser that keeps HANDLER and DATA until json_free.
struct json *json_new(const struct json_handler *handler, void *data);
void json_free(struct json *j);

// Reads one whole object from N bytes.  Never NULL; json_root tells whether it is one.
struct json *json_read(const uint8_t *s, size_t n);

// The tree gathered last, valid until the next json_gather or json_free; NULL when there is none.
const struct json_node *json_root(const struct json *j);

// Parses the next N bytes; json_finish, that no more follow.  NULL, or the reason why it stopped in
// plain words that are still to be translated.
const char *json_parse(struct json *j, const uint8_t *s, size_t n);
const char *json_finish(struct json *j);

// How many of N bytes make a piece that ends with no part of an escaped character ("\uD83C\uDF09"):
// pieces that end otherwise may lose one.
size_t json_cut(const uint8_t *s, size_t n);

// How many bytes of the last piece were parsed: in a handler those up to the end of the event.
size_t json_consumed(const struct json *j);

// How many containers are open.
size_t json_depth(const struct json *j);

// True while a value is gathered, of which the end was not met yet.
bool json_is_gathering(const struct json *j);

// For the handler's open: gathers the container that opens.
void json_gather(struct json *j);

// For a handler: json_parse returns REASON once it has parsed its piece.  Keeps REASON.
void json_stop(struct json *j, const char *reason);

// Everything below accepts NULL, and one value where many may be:
// for (n = json_one(list); n; n = json_more(list, n))
const struct json_node *json_one(const struct json_node *n);
const struct json_node *json_more(const struct json_node *list, const struct json_node *n);

// Appends N bytes as a JSON string, with its quotes; ill-formed parts become U+FFFD.
void json_quote(struct buf *out, const char *s, size_t n);

// Writing: a key behind what is there already, with the comma that parts them; a string under it;
// a gathered value as it was, but for blanks.
void json_put_comma(struct buf *out);
void json_put_key(struct buf *out, const char *key);
void json_put_member(struct buf *out, const char *key, const char *s);
void json_put_value(struct buf *out, const struct json_node *n);

bool json_is_object(const struct json_node *n);

// The value under KEY; of several the last.  NULL when there is none.
const struct json_node *json_get(const struct json_node *n, const char *key);

// The text of a string; NULL for anything else.
const char *json_string(const struct json_node *n);

#endif
