// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/completion.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"

// Commands that no key has.
static const struct {
	enum worded worded;
	const char *name, *help;
} worded[] = {
	{WORDED_GO, "goto", N_("to a place: ¶7, c-train, /word or 50%")},
	{WORDED_SET, "set", N_("show or change a setting: set width=60")},
};

enum { WORDED = sizeof worded / sizeof *worded };

// What fingers know from vi and less.
static const struct {
	const char *word, *name;
} short_forms[] = {
	{"q", "quit-now"}, {"q!", "quit-now"}, {"qa", "quit-now"},	{"quit", "quit-now"},
	{"x", "quit-now"}, {"wq", "quit-now"}, {"f", "where"},		{"h", "help"},
	{"se", "set"},	   {"noh", "close"},   {"nohlsearch", "close"}, {"marks", "marks"},
};

static bool is_reading(const struct binding *b)
{
	return b->mode == MODE_READING;
}

static bool find_exact(const char *word, struct named_command *found)
{
	for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++)
		if (strcmp(short_forms[i].word, word) == 0)
			word = short_forms[i].name;
	for (size_t i = 0; i < WORDED; i++)
		if (strcmp(worded[i].name, word) == 0)
			*found = (struct named_command){COMMAND_NONE, worded[i].worded, word};
	for (const struct binding *b = keymap_bindings(); b->command; b++)
		if (is_reading(b) && strcmp(b->name, word) == 0)
			*found = (struct named_command){b->command, WORDED_NONE, b->name};
	return found->name != NULL;
}

bool completion_command(const char *word, struct named_command *found, struct err *e)
{
	*found = (struct named_command){0};
	if (find_exact(word, found))
		return true;
	struct buf several = {0};
	int count = 0;
	for (size_t i = 0; i < WORDED; i++) {
		if (!string_starts(worded[i].name, word))
			continue;
		buf_printf(&several, "%s%s", count++ ? ", " : "", worded[i].name);
		*found = (struct named_command){COMMAND_NONE, worded[i].worded, worded[i].name};
	}
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		if (!is_reading(b) || !string_starts(b->name, word))
			continue;
		buf_printf(&several, "%s%s", count++ ? ", " : "", b->name);
		*found = (struct named_command){b->command, WORDED_NONE, b->name};
	}
	if (count > 1)
		err_set(e, _("\"%s\" may be %s"), word, buf_string(&several));
	else if (count == 0)
		err_set(e, _("there is no command \"%s\"; Tab shows them all"), word);
	buf_done(&several);
	return count == 1;
}

static void list_commands(const struct keyboard *k, const char *word, struct menu *out)
{
	struct buf right = {0};
	for (size_t i = 0; i < WORDED; i++)
		if (string_starts(worded[i].name, word))
			menu_add(out, worded[i].name, _(worded[i].help));
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		if (!is_reading(b) || !string_starts(b->name, word))
			continue;
		buf_clear(&right);
		buf_add_string(&right, _(b->help));
		struct buf keys = {0};
		keyboard_names(k, b->command, &keys);
		if (keys.len)
			buf_printf(&right, " (%s)", buf_string(&keys));
		buf_done(&keys);
		menu_add(out, b->name, buf_string(&right));
	}
	buf_done(&right);
}

// "width=66" and what it is for, or the values that it can have.
static void list_settings(const struct reader *r, const char *line, size_t *from, struct menu *out)
{
	const char *word = line + strlen("set ");
	word += strspn(word, " \t");
	size_t n = strcspn(word, "=");
	const struct option_row *row;
	*from += (size_t)(word - line) + (word[n] == '=' ? n + 1 : 0);
	for (size_t i = 0; (row = options_row(i)); i++) {
		const char *name = options_positive(row);
		struct buf now = {0};
		if (row->use != OPTION_LIVE)
			continue;
		options_show(&r->options, name, &now);
		if (word[n] != '=' && string_starts(name, word)) {
			struct buf right = {0}, left = {0};
			buf_printf(&left, "%s%s", name, row->argument ? "=" : "");
			buf_add_string(&right, _(row->help));
			if (now.len > 0 && now.data[now.len - 1] != '=')
				buf_printf(&right, " (%s)", buf_string(&now));
			menu_add(out, buf_string(&left), buf_string(&right));
			buf_done(&left);
			buf_done(&right);
		} else if (word[n] == '=' && strlen(name) == n && memcmp(name, word, n) == 0) {
			for (size_t w = 0; row->words && row->words[w]; w++)
				if (string_starts(row->words[w], word + n + 1))
					menu_add(out, row->words[w], "");
		}
		buf_done(&now);
	}
}

void completion_list(const struct reader *r, const char *line, size_t n, struct menu *out,
		     size_t *from)
{
	size_t begin = strspn(line, " \t:");
	if (begin > n)
		begin = n;
	char *word = mem_copy(line + begin, n - begin);
	*from = begin;
	if (strcspn(word, " \t") == strlen(word))
		list_commands(&r->keyboard, word, out);
	else if (string_starts(word, "set "))
		list_settings(r, word, from, out);
	free(word);
}
