// SPDX-License-Identifier: ISC
// The shell of a file of annotations: what is around the items (collections, pages, arrays).  It is
// followed event by event, while each item is gathered as a tree and handed over; of the rest only
// is kept what says where things stood.  It knows no annotations.
#ifndef KNOWLEDGE_SET_SHELL_H
#define KNOWLEDGE_SET_SHELL_H

#include "base/string.h"
#include "knowledge/json.h"
#include "knowledge/set_file.h"

// Where something stands in a file.
struct set_spot {
	uint64_t begin, end;  // [byte], half-open
	uint32_t node, index; // for set_shell_path
};

enum { SHELL_TYPE = 80 }; // [byte]

// What the outermost value is, as far as it was read.
struct shell_facts {
	bool is_set, is_single; // it says so by its type
	bool has_type, has_target;
	bool has_list;		   // items were there, or a reference to them
	bool is_hypothesis;	   // an answer or an export of the Hypothesis service
	char type[SHELL_TYPE];	   // the first type of it
	char *label;		   // NULL when it has none
	struct set_spot outermost; // the value itself
};

// What the shell tells, with the data of set_shell_new.
struct set_shell_handler {
	// An object that stands where an annotation belongs.  A reason stops the reading.
	const char *(*item)(void *data, const struct json_node *root, const struct set_spot *spot);
	// Something else that stands there, but no string.
	void (*stranger)(void *data, enum json_kind kind, const struct set_spot *spot);
	// The IRI of an annotation that is not in the file.
	void (*absent)(void *data);
	// The IRI of a page that is not in the file, or has no items there; IS_LAST when only
	// the last of all pages is told.
	void (*page)(void *data, const char *iri, bool is_last);
};

struct set_shell;

// Keeps F, HANDLER and DATA.
struct set_shell *set_shell_new(const struct set_file *f, const struct set_shell_handler *handler,
				void *data);
void set_shell_free(struct set_shell *s);

// Parses on, at most to the end of one item or some 64 KiB; *N becomes how many bytes.  NULL, or
// the reason why it cannot go on, still to be translated: then set_shell_fault says behind which
// byte it stopped, which is beyond the size of a file that ends too early.
const char *set_shell_read(struct set_shell *s, size_t *n);
uint64_t set_shell_fault(const struct set_shell *s);

// How far it was parsed [byte].
uint64_t set_shell_end(const struct set_shell *s);

// True when all was parsed.
bool set_shell_is_done(const struct set_shell *s);

const struct shell_facts *set_shell_facts(const struct set_shell *s);

// Appends the JSON path of a spot.
void set_shell_path(const struct set_shell *s, uint32_t node, uint32_t index, struct buf *out);

// The outermost object again, without the members of its lists of items: in each that is not empty
// a number stands for all of them, and their line ends are there.  The caller frees it.  NULL when
// it is no object, or too large.
struct json *set_shell_json(const struct set_shell *s);

// The bytes of a spot; NULL when the file does not hold so many any more.
const uint8_t *set_shell_bytes(const struct set_shell *s, uint64_t begin, uint64_t size);

#endif
