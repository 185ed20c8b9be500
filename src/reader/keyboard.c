// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/keyboard.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/edited_text.h"

enum { MOST_FAULTS = 5, SHOWN = 40 }; // [line], [byte] of a word that is wrong

static const char blanks[] = " \t";

// Changing.

static bool begins_with(const struct sequence *s, const uint32_t *keys, int count)
{
	return s->count >= count && memcmp(s->keys, keys, (size_t)count * sizeof *keys) == 0;
}

static void take_away(struct keyboard *k, size_t i)
{
	free(k->all[i].line);
	memmove(k->all + i, k->all + i + 1, (--k->count - i) * sizeof *k->all);
}

// Takes away what the new sequence replaces: the same keys, those that it begins with, and those
// that begin with it.
static void make_room(struct keyboard *k, const struct sequence *s)
{
	for (size_t i = k->count; i-- > 0;) {
		const struct sequence *old = &k->all[i];
		if (old->mode == s->mode &&
		    (begins_with(old, s->keys, s->count) || begins_with(s, old->keys, old->count)))
			take_away(k, i);
	}
}

static void add(struct keyboard *k, struct sequence s)
{
	k->all = mem_reserve(k->all, &k->capacity, k->count + 1, sizeof *k->all);
	k->all[k->count++] = s;
}

void keyboard_init(struct keyboard *k)
{
	*k = (struct keyboard){0};
	for (const struct binding *b = keymap_bindings(); b->command; b++)
		for (size_t i = 0; b->keys[i]; i++)
			add(k, (struct sequence){
				       .mode = b->mode,
				       .keys = {b->keys[i]},
				       .count = 1,
				       .command = b->command,
			       });
}

void keyboard_done(struct keyboard *k)
{
	for (size_t i = 0; i < k->count; i++)
		free(k->all[i].line);
	free(k->all);
	*k = (struct keyboard){0};
}

// Reading.

// A key as a file names it: "\#" is "#".
static uint32_t read_key(const char *word)
{
	return keymap_key(word[0] == '\\' && word[1] ? word + 1 : word);
}

static const char *next_word(const char *s, char **word)
{
	s += strspn(s, blanks);
	size_t n = strcspn(s, blanks);
	*word = n ? mem_copy(s, n) : NULL;
	return s + n;
}

static bool name_fault(struct err *e, const char *fmt, const char *word)
{
	int used;
	struct buf safe = {0};
	utf8_sanitize(&safe, word, strlen(word));
	char *cut =
		mem_copy(buf_string(&safe), utf8_fit(buf_string(&safe), safe.len, SHOWN, &used));
	err_set(e, fmt, cut);
	free(cut);
	buf_done(&safe);
	return false;
}

// What the keys of S are for: a command, a line, or nothing any more.
static bool read_meaning(struct sequence *s, bool *is_none, const char *word, struct err *e)
{
	*is_none = strcmp(word, "none") == 0;
	if (word[0] == ':' && word[1]) {
		s->line = mem_string(word + 1);
		return true;
	}
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		if (strcmp(b->name, word) == 0) {
			s->command = b->command;
			s->mode = b->mode;
		}
	}
	if (s->command || *is_none)
		return true;
	return name_fault(e, _("there is no command \"%s\""), word);
}

static bool are_keys_free(const struct sequence *s, struct err *e)
{
	if (s->keys[0] >= '1' && s->keys[0] <= '9')
		return err_set(e, "%s",
			       _("a number before a command says how often; no key can be one"));
	if (s->mode == MODE_WRITING && edited_is_character(s->keys[0]))
		return err_set(e, "%s", _("while one writes, a character is that character"));
	return true;
}

// A line that says something, into S.
static bool read_line(struct sequence *s, bool *is_none, const char *line, struct err *e)
{
	char *word, *last = NULL;
	bool is_well = true;
	const char *rest = line + strspn(line, blanks);
	while (is_well) {
		const char *begin = rest + strspn(rest, blanks);
		rest = next_word(rest, &word);
		// What follows ":" has blanks of its own.
		if (word && last && word[0] == ':' && word[1]) {
			free(word);
			word = mem_string(begin);
			rest = begin + strlen(begin);
		}
		if (!word)
			break;
		uint32_t key = last ? read_key(last) : 0;
		if (last && !key)
			is_well = name_fault(e, _("\"%s\" is no key"), last);
		else if (last && s->count == KEYBOARD_LONGEST)
			is_well = err_set(e, _("no more than %d keys can follow one another"),
					  KEYBOARD_LONGEST);
		else if (last)
			s->keys[s->count++] = key;
		free(last);
		last = word;
	}
	if (is_well && s->count == 0)
		is_well = name_fault(
			e, _("\"%s\" alone says nothing: keys and a command are needed"), last);
	is_well = is_well && read_meaning(s, is_none, last, e) && are_keys_free(s, e);
	free(last);
	return is_well;
}

static void take_line(struct keyboard *k, struct sequence s, bool is_none)
{
	if (!is_none) {
		make_room(k, &s);
		add(k, s);
		return;
	}
	for (int mode = MODE_READING; mode <= MODE_WRITING; mode++) {
		s.mode = (enum mode)mode;
		make_room(k, &s);
	}
}

void keyboard_read(struct keyboard *k, const char *text, size_t n, const char *name,
		   struct buf *faults)
{
	int faulty = 0, number = 0;
	if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		n -= 3;
	}
	for (size_t i = 0, end; i < n; i = end + 1) {
		const char *feed = memchr(text + i, '\n', n - i);
		end = feed ? (size_t)(feed - text) : n;
		size_t length = end - i;
		while (length > 0 && strchr(" \t\r", text[i + length - 1]))
			length--;
		char *line = mem_copy(text + i, length);
		const char *begin = line + strspn(line, blanks);
		struct sequence s = {.mode = MODE_READING};
		struct err e = {0};
		bool is_none;
		number++;
		if (*begin == '\0' || *begin == '#') {
			;
		} else if (read_line(&s, &is_none, begin, &e)) {
			take_line(k, s, is_none);
		} else {
			free(s.line);
			if (faulty++ < MOST_FAULTS)
				buf_printf(faults, _("cannot use line %d of %s: %s"), number, name,
					   e.text);
			if (faulty <= MOST_FAULTS)
				buf_add_char(faults, '\n');
		}
		free(line);
	}
	if (faulty > MOST_FAULTS) {
		buf_printf(faults, _("cannot use %d more lines of %s"), faulty - MOST_FAULTS, name);
		buf_add_char(faults, '\n');
	}
}

// Looking up.

enum keyboard_answer keyboard_find(const struct keyboard *k, enum mode mode, const uint32_t *keys,
				   int count, const struct sequence **found)
{
	enum keyboard_answer answer = KEYBOARD_NOTHING;
	for (size_t i = 0; i < k->count; i++) {
		const struct sequence *s = &k->all[i];
		if (s->mode != mode || !begins_with(s, keys, count))
			continue;
		answer = s->count == count ? KEYBOARD_FOUND : KEYBOARD_MORE;
		*found = s;
		if (answer == KEYBOARD_FOUND)
			break;
	}
	return answer;
}

void keyboard_sequence(const struct sequence *s, int from, struct buf *out)
{
	for (int i = from; i < s->count; i++) {
		if (i > from)
			buf_add_char(out, ' ');
		keymap_name(s->keys[i], out);
	}
}

static bool is_for_line(const struct sequence *s)
{
	bool fits = true;
	for (int i = 0; i < s->count; i++)
		fits = fits && s->keys[i] != ' ' && edited_is_character(s->keys[i]);
	return fits;
}

static void add_typed(const struct sequence *s, struct buf *out)
{
	uint8_t bytes[4];
	for (int i = 0; i < s->count; i++)
		buf_add(out, bytes, utf8_encode(s->keys[i], bytes));
}

bool keyboard_name(const struct keyboard *k, enum command command, size_t i, struct buf *out)
{
	for (size_t n = 0; n < k->count; n++) {
		const struct sequence *s = &k->all[n];
		if (s->command != command || (k->is_for_lines && !is_for_line(s)) || i-- > 0)
			continue;
		if (k->is_for_lines)
			add_typed(s, out);
		else
			keyboard_sequence(s, 0, out);
		return true;
	}
	return false;
}

void keyboard_names(const struct keyboard *k, enum command command, struct buf *out)
{
	struct buf name = {0};
	for (size_t i = 0; keyboard_name(k, command, i, &name); i++) {
		buf_printf(out, "%s%s", i > 0 ? ", " : "", buf_string(&name));
		buf_clear(&name);
	}
	buf_done(&name);
}

// The command that is called as the N bytes of NAME.
static const struct binding *find_command(const char *name, size_t n)
{
	for (const struct binding *b = keymap_bindings(); b->command; b++)
		if (strlen(b->name) == n && memcmp(b->name, name, n) == 0)
			return b;
	return NULL;
}

void keyboard_say(const struct keyboard *k, const char *text, struct buf *out)
{
	for (size_t n; *text; text += n) {
		const char *end = strchr(text, '}');
		const struct binding *b = *text == '{' && end
						  ? find_command(text + 1, (size_t)(end - text) - 1)
						  : NULL;
		n = b ? (size_t)(end - text) + 1 : 1 + strcspn(text + 1, "{");
		if (!b)
			buf_add(out, text, n);
		else if (!keyboard_name(k, b->command, 0, out))
			buf_printf(out, ":%s", b->name);
	}
}
