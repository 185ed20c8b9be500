// SPDX-License-Identifier: ISC
// A growing run of bytes: what is added stays, up to the ceiling, and a NUL
// follows it.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/string.h"
#include "want.h"

static void a_new_buf_is_the_empty_string(void **state)
{
	(void)state;
	struct buf b = {0};
	want_string("string of a new buf", "", buf_string(&b));
	want_number("length", 0, b.len);
	buf_done(&b);
}

static void done_accepts_nothing(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_done(NULL);
	buf_done(&b);
	buf_done(&b);
}

static void what_is_added_follows_what_was_there(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_add(&b, "one, ", 5);
	buf_add_string(&b, "two");
	buf_add_char(&b, ',');
	buf_printf(&b, " %d", 3);
	want_string("text", "one, two, 3", buf_string(&b));
	want_number("length", 11, b.len);
	buf_done(&b);
}

static void bytes_of_zero_are_kept(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_add(&b, "a\0b", 3);
	want_number("length", 3, b.len);
	want(memcmp(b.data, "a\0b", 4) == 0, "wanted a, NUL, b and a NUL behind them, got others");
	buf_done(&b);
}

static void a_nul_follows_after_every_addition(void **state)
{
	(void)state;
	struct buf b = {0};
	for (size_t i = 0; i < 3000; i++) {
		buf_add_char(&b, (char)('a' + i % 26));
		want_number("length", i + 1, b.len);
		want_number("byte behind the end", 0, b.data[b.len]);
		want_number("byte before it", 'a' + i % 26, b.data[i]);
	}
	buf_done(&b);
}

static void printf_writes_what_is_longer_than_its_own_room(void **state)
{
	(void)state;
	struct buf b = {0};
	for (int width = 250; width < 262; width++) {
		buf_clear(&b);
		buf_printf(&b, "%*d!", width, 7);
		want_number("length", width + 1, b.len);
		want_string("end", "7!", b.data + width - 1);
	}
	buf_printf(&b, "%*d", 5000, 1);
	want_number("length", 262 + 5000, b.len);
	buf_done(&b);
}

static void the_ceiling_refuses_what_is_too_much_and_says_so(void **state)
{
	(void)state;
	struct buf b = {.ceiling = 8};
	buf_add_string(&b, "12345678");
	want(!b.is_full, "wanted a buf that took all it was given not to be full, got full");
	buf_add_string(&b, "9");
	want(b.is_full, "wanted a buf that refused something to be full, got not full");
	buf_add_char(&b, 'x');
	buf_printf(&b, "%d", 10);
	want_string("text", "12345678", buf_string(&b));
	buf_done(&b);
}

static void clear_empties_and_takes_again(void **state)
{
	(void)state;
	struct buf b = {.ceiling = 4};
	buf_add_string(&b, "too long");
	buf_clear(&b);
	want_string("text", "", buf_string(&b));
	want(!b.is_full, "wanted a cleared buf not to be full, got full");
	buf_add_string(&b, "new");
	want_string("text", "new", buf_string(&b));
	buf_done(&b);
}

static void take_hands_the_string_over(void **state)
{
	(void)state;
	struct buf b = {.ceiling = 100};
	buf_add_string(&b, "mine");
	char *s = buf_take(&b);
	want_string("taken", "mine", s);
	want_number("length left", 0, b.len);
	want_number("ceiling left", 100, b.ceiling);
	free(s);
	s = buf_take(&b);
	want_string("taken from an empty buf", "", s);
	free(s);
	buf_done(&b);
}

static void starts_compares_the_whole_prefix(void **state)
{
	(void)state;
	want(string_starts("claim-1", "claim"), "wanted \"claim-1\" to start with \"claim\"");
	want(string_starts("claim", "claim"), "wanted \"claim\" to start with itself");
	want(string_starts("claim", ""), "wanted every string to start with the empty one");
	want(!string_starts("clai", "claim"), "wanted \"clai\" not to start with \"claim\"");
	want(!string_starts("", "c"), "wanted the empty string not to start with \"c\"");
}

static void nothing_equals_only_nothing(void **state)
{
	(void)state;
	want(string_equal("a", "a"), "wanted \"a\" to equal \"a\"");
	want(!string_equal("a", "b"), "wanted \"a\" not to equal \"b\"");
	want(string_equal(NULL, NULL), "wanted NULL to equal NULL");
	want(!string_equal(NULL, ""), "wanted NULL not to equal \"\"");
	want(!string_equal("", NULL), "wanted \"\" not to equal NULL");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_buf_is_the_empty_string),
		cmocka_unit_test(done_accepts_nothing),
		cmocka_unit_test(what_is_added_follows_what_was_there),
		cmocka_unit_test(bytes_of_zero_are_kept),
		cmocka_unit_test(a_nul_follows_after_every_addition),
		cmocka_unit_test(printf_writes_what_is_longer_than_its_own_room),
		cmocka_unit_test(the_ceiling_refuses_what_is_too_much_and_says_so),
		cmocka_unit_test(clear_empties_and_takes_again),
		cmocka_unit_test(take_hands_the_string_over),
		cmocka_unit_test(starts_compares_the_whole_prefix),
		cmocka_unit_test(nothing_equals_only_nothing),
	};
	return cmocka_run_group_tests_name("string", tests, NULL, NULL);
}
