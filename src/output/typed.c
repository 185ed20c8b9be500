// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/typed.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "reader/completion.h"

enum { MOST_COUNT = 100000 }; // what a typed number is cut to

static enum command named(const char *name, size_t n)
{
	for (const struct binding *b = keymap_bindings(); b->command; b++)
		if (b->mode == MODE_READING && strlen(b->name) == n &&
		    memcmp(b->name, name, n) == 0)
			return b->command;
	return COMMAND_NONE;
}

// What the word of N bytes means as keys, or as the name of a key.
static bool keyed(const struct keyboard *k, const char *word, size_t n, struct typed *c)
{
	const struct sequence *found;
	uint32_t keys[KEYBOARD_LONGEST];
	int count = 0;
	size_t i = 0;
	while (i < n && count < KEYBOARD_LONGEST)
		i += utf8_decode((const uint8_t *)word + i, n - i, &keys[count++]);
	bool is_found =
		i == n && keyboard_find(k, MODE_READING, keys, count, &found) == KEYBOARD_FOUND;
	if (!is_found) {
		char *name = mem_copy(word, n);
		keys[0] = keymap_key(name);
		free(name);
		is_found = keys[0] &&
			   keyboard_find(k, MODE_READING, keys, 1, &found) == KEYBOARD_FOUND;
	}
	if (!is_found)
		return false;
	c->command = found->command;
	c->line = found->line;
	return true;
}

// What asks for more has it right behind it: /word, &word, #12, ma, 'a.
static bool keyed_with_more(const struct keyboard *k, const char *word, size_t n, size_t *used,
			    struct typed *c)
{
	uint32_t cp;
	*used = n ? utf8_decode((const uint8_t *)word, n, &cp) : 0;
	if (!keyed(k, word, *used, c))
		return false;
	bool is_letter =
		n == *used + 1 && (c->command == COMMAND_MARK || c->command == COMMAND_GO_TO_MARK);
	bool is_more = is_letter || c->command == COMMAND_SEARCH || c->command == COMMAND_FILTER ||
		       c->command == COMMAND_CLAIM_NUMBER;
	if (!is_more)
		*c = (struct typed){.count = c->count};
	return is_more;
}

// What is typed behind ":" may be shorter than a name, or no command of a key.
static void find_worded(const char *line, size_t n, struct typed *c)
{
	struct named_command worded;
	struct err e = {0};
	char *word = mem_copy(line, n);
	if (completion_command(word, &worded, &e) && worded.command)
		c->command = worded.command;
	else
		c->line = line;
	free(word);
}

struct typed typed_parse(const struct keyboard *k, const char *line)
{
	struct typed c = {0};
	const char *all = line;
	for (; *line >= '0' && *line <= '9'; line++) {
		c.count = c.count * 10 + (unsigned)(*line - '0');
		c.count = c.count > MOST_COUNT ? MOST_COUNT : c.count;
	}
	line += strspn(line, " ");
	bool is_worded = *line == ':' && line == all;
	line += is_worded;
	size_t n = strcspn(line, " "), used = n;
	c.command = named(line, n);
	if (is_worded && n && !c.command)
		find_worded(line, n, &c);
	else if (!is_worded && !c.command && !keyed(k, line, n, &c) &&
		 keyed_with_more(k, line, n, &used, &c))
		n = used;
	c.rest = line + n + strspn(line + n, " ");
	return c;
}
