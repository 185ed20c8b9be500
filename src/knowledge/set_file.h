// SPDX-License-Identifier: ISC
// A file of an annotation set: its bytes, in which line one of them stands, and which files lie
// beside it.  It knows nothing of what is in the bytes.
#ifndef KNOWLEDGE_SET_FILE_H
#define KNOWLEDGE_SET_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct set_file;

// The file PATH, or N bytes that the caller keeps, NAME being used in messages.  NULL and a
// sentence on failure.
struct set_file *set_file_open(const char *path, struct err *e);
struct set_file *set_file_open_bytes(const char *name, const void *bytes, size_t n);
void set_file_close(struct set_file *f);

const char *set_file_name(const struct set_file *f);

// True when all of it is there; asks for more of a pipe without waiting.
bool set_file_is_whole(struct set_file *f);

// Where the bytes behind a byte-order mark begin, and where all end.
uint64_t set_file_begin(const struct set_file *f);
uint64_t set_file_size(const struct set_file *f);

// The bytes from POS on, of which *N follow.
const uint8_t *set_file_bytes(const struct set_file *f, uint64_t pos, size_t *n);

// The line of a position, and its column in code points, both from 1.  Asking for many lines in
// any order costs little more than one pass over the bytes.
size_t set_file_line(const struct set_file *f, uint64_t pos);
size_t set_file_column(const struct set_file *f, uint64_t pos);

// The name of the file that IRI would have if it lay in the folder of F: its last part, without
// what follows a "#", and with what is escaped in it unescaped.  NULL when it names none: there is
// ".." in it, it begins with a full stop, or F lies in no folder.  The caller frees it.
char *set_file_beside(const struct set_file *f, const char *iri);

// Opens the file called NAME in the folder of F.  NULL when there is none; also when it is no
// regular file, so that a symbolic link leads nowhere.
struct set_file *set_file_open_beside(const struct set_file *f, const char *name);

#endif
