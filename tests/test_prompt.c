// SPDX-License-Identifier: ISC
// The line a person types: edited by grapheme clusters, with a history.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "reader/event.h"
#include "reader/prompt.h"

#define CONTROL(letter) ((letter)&0x1Fu)
#define FAMILY "👨‍👩‍👧" // one cluster of five code points
#define ACCENTED "e\xCC\x81"	    // e and a combining acute

static void type(struct prompt *p, const char *text)
{
	size_t n = strlen(text);
	uint32_t cp;
	for (size_t i = 0; i < n;) {
		i += utf8_decode((const uint8_t *)text + i, n - i, &cp);
		assert_int_equal(prompt_key(p, cp), PROMPT_CHANGED);
	}
}

static void has(const struct prompt *p, const char *text, size_t cursor)
{
	if (strcmp(buf_string(&p->text), text) != 0 || p->cursor != cursor)
		fail_msg("wanted \"%s\" with the cursor at %zu, got \"%s\" with %zu", text, cursor,
			 buf_string(&p->text), p->cursor);
}

static void typed_text_is_inserted_at_the_cursor(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	type(&p, "top");
	assert_int_equal(prompt_key(&p, KEY_HOME_KEY), PROMPT_MOVED);
	type(&p, "s");
	has(&p, "stop", 1);
	assert_int_equal(prompt_key(&p, KEY_END_KEY), PROMPT_MOVED);
	type(&p, "é");
	has(&p, "stopé", 6);
	prompt_done(&p);
}

static void clusters_are_moved_over_and_deleted_whole(void **state)
{
	(void)state;
	static const char *const clusters[] = {FAMILY, ACCENTED, "🇳🇱", "é", "中"};
	for (size_t i = 0; i < sizeof clusters / sizeof *clusters; i++) {
		struct prompt p = {0};
		char text[64];
		size_t n = strlen(clusters[i]);
		snprintf(text, sizeof text, "a%sb", clusters[i]);
		prompt_begin(&p);
		type(&p, text);
		prompt_key(&p, KEY_LEFT_ARROW);
		has(&p, text, n + 1);
		prompt_key(&p, KEY_LEFT_ARROW);
		has(&p, text, 1);
		prompt_key(&p, KEY_RIGHT_ARROW);
		has(&p, text, n + 1);
		assert_int_equal(prompt_key(&p, KEY_BACKSPACE_KEY), PROMPT_CHANGED);
		has(&p, "ab", 1);
		prompt_key(&p, KEY_BACKSPACE_KEY);
		type(&p, clusters[i]);
		prompt_key(&p, KEY_HOME_KEY);
		assert_int_equal(prompt_key(&p, KEY_DELETE_KEY), PROMPT_CHANGED);
		has(&p, "b", 0);
		prompt_done(&p);
	}
}

static void control_keys_delete_words_and_ends(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	type(&p, "one two  ");
	prompt_key(&p, CONTROL('w'));
	has(&p, "one ", 4);
	prompt_key(&p, CONTROL('w'));
	has(&p, "", 0);
	assert_int_equal(prompt_key(&p, CONTROL('w')), PROMPT_IGNORED);
	type(&p, "left right");
	for (int i = 0; i < 5; i++)
		prompt_key(&p, CONTROL('b'));
	prompt_key(&p, CONTROL('k'));
	has(&p, "left ", 5);
	prompt_key(&p, CONTROL('a'));
	prompt_key(&p, CONTROL('f'));
	prompt_key(&p, CONTROL('u'));
	has(&p, "eft ", 0);
	prompt_key(&p, CONTROL('d'));
	has(&p, "ft ", 0);
	prompt_key(&p, CONTROL('e'));
	has(&p, "ft ", 3);
	prompt_done(&p);
}

static void ends_of_the_line_are_no_place_to_go_beyond(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	prompt_key(&p, KEY_LEFT_ARROW);
	prompt_key(&p, KEY_RIGHT_ARROW);
	assert_int_equal(prompt_key(&p, KEY_DELETE_KEY), PROMPT_IGNORED);
	has(&p, "", 0);
	type(&p, "x");
	prompt_key(&p, KEY_HOME_KEY);
	assert_int_equal(prompt_key(&p, KEY_BACKSPACE_KEY), PROMPT_IGNORED);
	has(&p, "x", 0);
	prompt_done(&p);
}

static void line_is_accepted_or_cancelled(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	assert_int_equal(prompt_key(&p, KEY_BACKSPACE_KEY), PROMPT_CANCELLED);
	type(&p, "x");
	assert_int_equal(prompt_key(&p, KEY_ENTER_KEY), PROMPT_ACCEPTED);
	assert_int_equal(prompt_key(&p, KEY_ESCAPE), PROMPT_CANCELLED);
	assert_int_equal(prompt_key(&p, CONTROL('c')), PROMPT_CANCELLED);
	has(&p, "x", 1);
	prompt_done(&p);
}

static void keys_without_a_character_are_ignored(void **state)
{
	(void)state;
	static const uint32_t keys[] = {1 + CONTROL('w'), 0x7F,	       0x80,   0x9B,
					KEY_F1_KEY,	  KEY_PAGE_UP, KEY_TAB};
	struct prompt p = {0};
	prompt_begin(&p);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		assert_int_equal(prompt_key(&p, keys[i]), PROMPT_IGNORED);
	has(&p, "", 0);
	prompt_done(&p);
}

static void history_is_walked_and_the_draft_kept(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	assert_int_equal(prompt_key(&p, KEY_UP_ARROW), PROMPT_IGNORED);
	assert_int_equal(prompt_key(&p, KEY_DOWN_ARROW), PROMPT_IGNORED);
	prompt_remember(&p, "first");
	prompt_remember(&p, "second");
	prompt_remember(&p, "second");
	prompt_remember(&p, "");
	assert_int_equal(p.history_count, 2);
	prompt_begin(&p);
	type(&p, "draft");
	assert_int_equal(prompt_key(&p, KEY_UP_ARROW), PROMPT_CHANGED);
	has(&p, "second", 6);
	prompt_key(&p, CONTROL('p'));
	has(&p, "first", 5);
	assert_int_equal(prompt_key(&p, KEY_UP_ARROW), PROMPT_IGNORED);
	prompt_key(&p, KEY_DOWN_ARROW);
	prompt_key(&p, CONTROL('n'));
	has(&p, "draft", 5);
	assert_int_equal(prompt_key(&p, KEY_DOWN_ARROW), PROMPT_IGNORED);
	prompt_done(&p);
}

static void history_forgets_the_oldest(void **state)
{
	(void)state;
	struct prompt p = {0};
	char line[16];
	for (int i = 0; i < 1000; i++) {
		snprintf(line, sizeof line, "%d", i);
		prompt_remember(&p, line);
	}
	assert_true(p.history_count < 1000);
	assert_string_equal(p.history[p.history_count - 1], "999");
	prompt_done(&p);
	prompt_done(&p);
	prompt_done(NULL);
}

static void words_are_gone_over(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	type(&p, "one two");
	assert_int_equal(prompt_key(&p, KEY_CONTROL_LEFT), PROMPT_MOVED);
	has(&p, "one two", 4);
	prompt_key(&p, KEY_ALT_B);
	has(&p, "one two", 0);
	prompt_key(&p, KEY_ALT_F);
	has(&p, "one two", 3);
	prompt_key(&p, KEY_CONTROL_RIGHT);
	has(&p, "one two", 7);
	prompt_done(&p);
}

static void pasted_text_becomes_one_line(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	type(&p, "<>");
	prompt_key(&p, KEY_LEFT_ARROW);
	assert_int_equal(prompt_paste(&p, "a\r\nb\nc\x1B[31m\0d", 13), PROMPT_CHANGED);
	has(&p, "<a b c[31md>", 11);
	assert_int_equal(prompt_paste(&p, "\x1B", 1), PROMPT_IGNORED);
	prompt_begin(&p);
	struct buf many = {0};
	for (int i = 0; i < 20 * 1024; i++)
		buf_add_string(&many, "中");
	assert_int_equal(prompt_paste(&p, many.data, many.len), PROMPT_CHANGED);
	assert_true(p.text.len <= 16 * 1024 && p.text.len > 16 * 1024 - 3);
	assert_int_equal(p.text.len % 3, 0);
	buf_done(&many);
	prompt_done(&p);
}

static void line_does_not_grow_without_end(void **state)
{
	(void)state;
	struct prompt p = {0};
	prompt_begin(&p);
	for (int i = 0; i < 5000; i++)
		prompt_key(&p, i % 2 ? 0x4E2D : 'x');
	assert_true(p.text.len <= 16 * 1024);
	assert_int_equal(p.cursor, p.text.len);
	struct buf clean = {0};
	utf8_sanitize(&clean, buf_string(&p.text), p.text.len);
	assert_string_equal(buf_string(&clean), buf_string(&p.text));
	buf_done(&clean);
	prompt_done(&p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(typed_text_is_inserted_at_the_cursor),
		cmocka_unit_test(clusters_are_moved_over_and_deleted_whole),
		cmocka_unit_test(control_keys_delete_words_and_ends),
		cmocka_unit_test(ends_of_the_line_are_no_place_to_go_beyond),
		cmocka_unit_test(line_is_accepted_or_cancelled),
		cmocka_unit_test(keys_without_a_character_are_ignored),
		cmocka_unit_test(history_is_walked_and_the_draft_kept),
		cmocka_unit_test(history_forgets_the_oldest),
		cmocka_unit_test(words_are_gone_over),
		cmocka_unit_test(pasted_text_becomes_one_line),
		cmocka_unit_test(line_does_not_grow_without_end),
	};
	return cmocka_run_group_tests_name("prompt", tests, NULL, NULL);
}
