// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

// FNV-1a; the address of the slots' owner makes it differ from run to run, so
// that nobody can write a set whose names all collide.
static uint32_t hash(const struct table *t, const char *s)
{
	uint64_t h = 14695981039346656037u ^ (uint64_t)(uintptr_t)t;
	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 1099511628211u;
	return (uint32_t)(h ^ h >> 32);
}

void table_done(struct table *t)
{
	free(t->slots);
	*t = (struct table){0};
}

void table_clear(struct table *t)
{
	if (t->capacity)
		memset(t->slots, 0, t->capacity * sizeof *t->slots);
	t->count = 0;
}

static void table_put(struct table *t, uint64_t slot)
{
	size_t i = (size_t)(slot >> 32) & (t->capacity - 1);
	while (t->slots[i])
		i = (i + 1) & (t->capacity - 1);
	t->slots[i] = slot;
}

void table_reserve(struct table *t, size_t n)
{
	if (n < t->capacity / 2)
		return;
	struct table old = *t;
	t->capacity = old.capacity ? old.capacity : 16;
	while (t->capacity / 2 <= n)
		t->capacity *= 2;
	t->slots = mem_new(t->capacity, sizeof *t->slots);
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i])
			table_put(t, old.slots[i]);
	free(old.slots);
}

uint32_t table_find(const struct table *t, table_key_fn *key, const void *owner, const char *s)
{
	if (!t->capacity)
		return TABLE_NONE;
	uint32_t h = hash(t, s);
	for (size_t i = h & (t->capacity - 1); t->slots[i]; i = (i + 1) & (t->capacity - 1)) {
		uint32_t index = (uint32_t)t->slots[i] - 1;
		if (t->slots[i] >> 32 == h && strcmp(key(owner, index), s) == 0)
			return index;
	}
	return TABLE_NONE;
}

uint32_t table_add(struct table *t, table_key_fn *key, const void *owner, const char *s,
		   uint32_t index)
{
	uint32_t there = table_find(t, key, owner, s);
	if (there != TABLE_NONE)
		return there;
	table_reserve(t, t->count + 1);
	table_put(t, (uint64_t)hash(t, s) << 32 | ((uint64_t)index + 1));
	t->count++;
	return index;
}
