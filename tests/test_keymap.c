// SPDX-License-Identifier: ISC
// The table of keys: each key means one thing, has a name that leads back to it, and stands in
// the manual page.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reader/keymap.h"

enum { KEYS = sizeof((struct binding *)NULL)->keys / sizeof(uint32_t) };

static void no_key_is_bound_twice(void **state)
{
	(void)state;
	for (int mode = MODE_READING; mode <= MODE_WRITING; mode++) {
		uint32_t seen[1000];
		size_t count = 0;
		for (const struct binding *b = keymap_bindings(); b->command; b++)
			for (size_t i = 0; (int)b->mode == mode && i < KEYS && b->keys[i]; i++) {
				for (size_t n = 0; n < count; n++)
					if (seen[n] == b->keys[i])
						fail_msg("key %x is bound twice", b->keys[i]);
				assert_true(count < sizeof seen / sizeof *seen);
				seen[count++] = b->keys[i];
			}
		assert_true(count > 0);
	}
}

static void every_command_has_one_row(void **state)
{
	(void)state;
	bool is_bound[COMMAND_COUNT] = {false};
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		assert_false(is_bound[b->command]);
		is_bound[b->command] = true;
		assert_int_equal(b->keys[KEYS - 1], 0);
		assert_non_null(b->help);
		assert_true(!b->hint == !b->hint_where);
		assert_ptr_equal(keymap_binding(b->command), b);
	}
	for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++)
		if (!is_bound[i])
			fail_msg("command %d is in no row", i);
}

static void every_command_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		assert_true(b->name[strspn(b->name, "abcdefghijklmnopqrstuvwxyz-")] == '\0');
		for (const struct binding *other = b + 1; other->command; other++)
			assert_string_not_equal(b->name, other->name);
	}
}

static void name_leads_back_to_its_key(void **state)
{
	(void)state;
	struct buf name = {0};
	for (uint32_t key = 1; key <= KEY_ALT_LAST; key++) {
		if (key > KEY_F6_KEY && key <= KEY_ALT_BASE + ' ')
			continue;
		bool is_character = (key >= 0x21 && key < 0x7F) || (key > 0xA0 && key < 0xD800) ||
				    (key > 0xE000 && key < 0x110000);
		if (key >= 0x20 && !is_character && key < KEY_BASE)
			continue;
		buf_clear(&name);
		keymap_name(key, &name);
		if (keymap_key(buf_string(&name)) != key)
			fail_msg("key %x is called \"%s\", which is key %x", key, buf_string(&name),
				 keymap_key(buf_string(&name)));
	}
	buf_done(&name);
	assert_int_equal(keymap_key(""), 0);
	assert_int_equal(keymap_key("NoSuchKey"), 0);
	assert_int_equal(keymap_key("ab"), 0);
}

static void names_are_what_people_call_the_keys(void **state)
{
	(void)state;
	static const struct {
		uint32_t key;
		const char *name;
	} wanted[] = {{'\t', "Tab"},
		      {' ', "Space"},
		      {'j', "j"},
		      {4, "C-d"},
		      {0x1F, "C-_"},
		      {KEY_CONTROL_LEFT, "C-Left"},
		      {KEY_ALT_B, "M-b"},
		      {KEY_PAGE_DOWN, "PgDn"},
		      {KEY_BACK_TAB, "S-Tab"},
		      {0xE9, "é"},
		      {KEY_ALT_RIGHT, "M-Right"}};
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		struct buf name = {0};
		keymap_name(wanted[i].key, &name);
		assert_string_equal(buf_string(&name), wanted[i].name);
		buf_done(&name);
	}
}

// As roff writes it: a hyphen is "\-", a backslash "\e".
static void add_escaped(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '-')
			buf_add_string(out, "\\-");
		else if (*s == '\\')
			buf_add_string(out, "\\e");
		else
			buf_add_char(out, *s);
	}
}

static void manual_page_has_every_binding(void **state)
{
	(void)state;
	struct buf page = {0}, keys = {0}, entry = {0};
	keymap_roff(&page);
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		buf_clear(&keys);
		keymap_names(b, &keys);
		buf_clear(&entry);
		buf_add_string(&entry, ".TP\n.B \"");
		add_escaped(&entry, buf_string(&keys));
		buf_add_string(&entry, "\"\n");
		add_escaped(&entry, b->help);
		buf_add_string(&entry, "\n.RB ( ");
		add_escaped(&entry, b->name);
		buf_add_string(&entry, " )\n");
		if (!strstr(buf_string(&page), buf_string(&entry)))
			fail_msg("wanted \"%s\" in the manual page", buf_string(&entry));
	}
	buf_done(&page);
	buf_done(&keys);
	buf_done(&entry);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key_is_bound_twice),
		cmocka_unit_test(every_command_has_one_row),
		cmocka_unit_test(every_command_has_a_name_of_its_own),
		cmocka_unit_test(name_leads_back_to_its_key),
		cmocka_unit_test(names_are_what_people_call_the_keys),
		cmocka_unit_test(manual_page_has_every_binding),
	};
	return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}
