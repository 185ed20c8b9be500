// SPDX-License-Identifier: ISC
// A hash of strings that stand elsewhere: from a string to the index of what it belongs to.
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define TABLE_NONE UINT32_MAX

// Open addressing; a slot is 0 or a hash (upper half) and an index + 1.
struct table {
	uint64_t *slots;
	size_t capacity, count; // capacity is a power of two
};

// The string that an index stands for, in one of the tables.
typedef const char *table_key_fn(const void *owner, size_t index);

void table_done(struct table *t);

// Forgets all, and keeps the memory.
void table_clear(struct table *t);

// Makes room for N in all: at most half of the slots are ever taken.
void table_reserve(struct table *t, size_t n);

// The index under S, or TABLE_NONE.
uint32_t table_find(const struct table *t, table_key_fn *key, const void *owner, const char *s);

// Puts INDEX under S unless something is there; returns what is there now.
uint32_t table_add(struct table *t, table_key_fn *key, const void *owner, const char *s,
		   uint32_t index);

#endif
