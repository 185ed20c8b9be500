// SPDX-License-Identifier: ISC
// Reads sets of W3C Web Annotations: one annotation, a page, a collection with
// its first page embedded, or an array of them.  A set is read item by item, in
// slices: never is there a tree of a whole set.  What marks and lists need goes
// into a struct knowledge; the long texts of an item are parsed again when it is
// opened.
#ifndef KNOWLEDGE_WEB_ANNOTATION_H
#define KNOWLEDGE_WEB_ANNOTATION_H

#include "base/error.h"
#include "base/step.h"
#include "base/string.h"
#include "knowledge/annotation.h"
#include "knowledge/web_annotation_item.h"

struct json;
struct web_annotation; // a set: its bytes, and where its items are

// Opens the set in the file PATH (mapped), or the one in N bytes that the
// caller keeps until web_annotation_close, NAME being used in messages.  NULL
// and a sentence on failure.
struct web_annotation *web_annotation_open(const char *path, struct err *e);
struct web_annotation *web_annotation_open_bytes(const char *name, const void *bytes, size_t n,
						 struct err *e);
void web_annotation_close(struct web_annotation *set);

// A set of no file, to which annotations are added one by one, as one's own notes are: there is
// nothing to read in it.
struct web_annotation *web_annotation_new(const char *name);

// Adds the annotation in N bytes of JSON, which are copied, to the set and, as of set number SET,
// to K.  Returns its item, or INDEX_NONE when they are no annotation.
uint32_t web_annotation_add(struct web_annotation *w, struct knowledge *k, uint32_t set,
			    const char *json, size_t n);

// The bytes of an item that was added.
const char *web_annotation_added(const struct web_annotation *w, uint32_t item, size_t *n);

// Forgets an item that was added; its number stays taken.
void web_annotation_drop(struct web_annotation *w, uint32_t item);

// What the set is called in messages.
const char *web_annotation_name(const struct web_annotation *w);

// Why reading it failed, with the line; NULL when it did not.
const char *web_annotation_fault(const struct web_annotation *w);

// How much of the file that is read now was read [%].
int web_annotation_percent(const struct web_annotation *w);

// Reads on into K, as set number SET, until the budget is spent (asked
// after each item).  STEP_FAILED with a sentence that has the
// line and the reason when the file is not JSON or holds no annotation; what was
// added to K until then stays.
enum step web_annotation_read(struct web_annotation *w, struct knowledge *k, uint32_t set,
			      struct budget budget, struct err *e);

// Parses ITEM of the set again for its long texts.  The caller frees what comes back with
// …_detail_done.  False and a sentence when the file no longer holds what it held.
bool web_annotation_claim(const struct web_annotation *w, uint32_t item,
			  struct claim_detail *detail, struct err *e);
bool web_annotation_fact(const struct web_annotation *w, uint32_t item, struct fact_detail *detail,
			 struct err *e);

// For whoever tells what is wrong with a set.  A file number is 0 for the set itself.
size_t web_annotation_file_count(const struct web_annotation *w);
const char *web_annotation_file_name(const struct web_annotation *w, size_t file);

// How many items there are, whatever became of them.
size_t web_annotation_item_count(const struct web_annotation *w);

// How many annotations and pages the set names by their IRIs alone, and were not read: nothing is
// ever fetched.
size_t web_annotation_absent_count(const struct web_annotation *w);

// Where ITEM lies: the file, the line from 1, and the JSON path in that file, as in
// "$.first.items[3]", which is appended.  0 and false for an item that is not there.
size_t web_annotation_file(const struct web_annotation *w, uint32_t item);
size_t web_annotation_line(const struct web_annotation *w, uint32_t item);
bool web_annotation_path(const struct web_annotation *w, uint32_t item, struct buf *out);

// ITEM parsed again; the caller frees it.  NULL when the file no longer holds what it held.
struct json *web_annotation_item_json(const struct web_annotation *w, uint32_t item);

// The outermost object of FILE with all that is not in its lists of items, each of which has but
// one member left in it, a number.  The caller frees it.  NULL when the file is an annotation
// itself, or an array, or is larger than 16 MiB without its items.
struct json *web_annotation_shell_json(const struct web_annotation *w, size_t file);

// The line, from 1, in which that object begins.
size_t web_annotation_shell_line(const struct web_annotation *w, size_t file);

// What stood where an annotation belongs, and was passed over as it is none.
struct stranger {
	size_t file;
	size_t line; // from 1
	char path[512];
	char sentence[256]; // for people, without a full stop
};

// How many there are, of which the first STRANGERS_KEPT are known; false for those that are not.
enum { STRANGERS_KEPT = 1000 };
size_t web_annotation_stranger_count(const struct web_annotation *w);
bool web_annotation_stranger(const struct web_annotation *w, size_t i, struct stranger *out);

// All bytes of FILE behind a byte-order mark, of which there are *N.  They are valid until the next
// web_annotation_read.
const uint8_t *web_annotation_file_bytes(const struct web_annotation *w, size_t file, size_t *n);

#endif
