// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/naming.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/table.h"

#define PARTS_MAX 8 // an IRI that is not unique by so many parts is shown whole

// Every stage goes over all of them.  Whenever names became longer, they are grouped anew.
enum stage { STAGE_INIT, STAGE_GROUP, STAGE_LENGTHEN, STAGE_DONE };

struct naming {
	enum stage stage;
	size_t at; // of the stage
	size_t count;
	const char *(*id)(const void *owner, size_t i);
	const void *owner;
	const char **ids, **names; // a name is the end of its id
	uint32_t *groups;	   // the first with the same name
	uint32_t *seen;		   // of a group: how many names of it were asked for
	bool *clashes;		   // of a group: its ids differ
	bool is_changed;	   // a name became longer
	uint8_t *parts;
	struct table table; // of the groups
};

static const char *key_of(const void *n, size_t i)
{
	return ((const struct naming *)n)->names[i];
}

// A separator at the very end is no border.
const char *naming_tail(const char *id, int parts)
{
	size_t n = strlen(id);
	if (n == 0)
		return id;
	for (size_t i = n - 1; i > 0; i--) {
		char c = id[i - 1];
		if ((c == ':' || c == '/' || c == '#') && --parts == 0)
			return id + i;
	}
	return id;
}

struct naming *naming_new(size_t count, const char *(*id)(const void *owner, size_t i),
			  const void *owner)
{
	struct naming *n = mem_new(1, sizeof *n);
	n->count = count;
	n->id = id;
	n->owner = owner;
	n->ids = mem_new(count, sizeof *n->ids);
	n->names = mem_new(count, sizeof *n->names);
	n->groups = mem_new(count, sizeof *n->groups);
	n->seen = mem_new(count, sizeof *n->seen);
	n->clashes = mem_new(count, sizeof *n->clashes);
	n->parts = mem_new(count, sizeof *n->parts);
	table_reserve(&n->table, count);
	return n;
}

void naming_free(struct naming *n)
{
	if (!n)
		return;
	free(n->ids);
	free(n->names);
	free(n->groups);
	free(n->seen);
	free(n->clashes);
	free(n->parts);
	table_done(&n->table);
	free(n);
}

bool naming_free_part(struct naming *n)
{
	void *parts[] = {n->ids, n->names, n->groups, n->seen, n->clashes, n->parts};
	size_t i = 0, count = sizeof parts / sizeof *parts;
	n->stage = STAGE_DONE;
	while (i < count && !parts[i])
		i++;
	free(i < count ? parts[i] : NULL);
	n->ids = i == 0 ? NULL : n->ids;
	n->names = i == 1 ? NULL : n->names;
	n->groups = i == 2 ? NULL : n->groups;
	n->seen = i == 3 ? NULL : n->seen;
	n->clashes = i == 4 ? NULL : n->clashes;
	n->parts = i == 5 ? NULL : n->parts;
	return i < count;
}

size_t naming_count(const struct naming *n)
{
	return n->count;
}

static void take_id(struct naming *n, size_t i)
{
	n->ids[i] = n->id(n->owner, i);
	n->names[i] = naming_tail(n->ids[i], 1);
	n->parts[i] = 1;
}

static void group_by_name(struct naming *n, size_t i)
{
	uint32_t first = table_add(&n->table, key_of, n, n->names[i], (uint32_t)i);
	n->groups[i] = first;
	if (strcmp(n->ids[first], n->ids[i]) != 0)
		n->clashes[first] = true;
}

// Gives a name that is shared by several ids one part more.
static void lengthen(struct naming *n, size_t i)
{
	if (!n->clashes[n->groups[i]] || n->names[i] == n->ids[i])
		return;
	n->parts[i]++;
	n->names[i] = n->parts[i] > PARTS_MAX ? n->ids[i] : naming_tail(n->ids[i], n->parts[i]);
	n->is_changed = true;
}

static void next_stage(struct naming *n)
{
	bool must_group_again = n->stage == STAGE_LENGTHEN && n->is_changed;
	n->stage = must_group_again ? STAGE_GROUP : n->stage + 1;
	n->at = 0;
	n->is_changed = false;
	if (must_group_again) {
		memset(n->clashes, 0, n->count * sizeof *n->clashes);
		table_clear(&n->table);
	}
}

bool naming_step(struct naming *n, size_t stretch)
{
	for (; stretch > 0 && n->at < n->count && n->stage != STAGE_DONE; stretch--) {
		size_t i = n->at++;
		if (n->stage == STAGE_INIT)
			take_id(n, i);
		else if (n->stage == STAGE_GROUP)
			group_by_name(n, i);
		else
			lengthen(n, i);
	}
	if (n->stage != STAGE_DONE && n->at >= n->count)
		next_stage(n);
	return n->stage != STAGE_DONE;
}

size_t naming_begin(struct naming *n, size_t i, uint32_t *nth)
{
	*nth = ++n->seen[n->groups[i]];
	return (size_t)(n->names[i] - n->ids[i]);
}
