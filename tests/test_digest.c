// SPDX-License-Identifier: ISC
// SHA-256, against the examples that NIST publishes for FIPS 180-4.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/digest.h"
#include "want.h"

enum { MILLION = 1000000 };

static const struct example {
	const char *text, *digest;
} examples[] = {
	{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	{"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
	 "lmnopqrsmnopqrstnopqrstu",
	 "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
};
enum { EXAMPLES = sizeof examples / sizeof *examples };

static void digests_are_those_of_the_standard(void **state)
{
	(void)state;
	struct digest *d = digest_new();
	char text[DIGEST_TEXT];
	for (size_t i = 0; i < EXAMPLES; i++) {
		digest_add(d, (const uint8_t *)examples[i].text, strlen(examples[i].text));
		digest_text(d, text);
		want_string(examples[i].text, examples[i].digest, text);
	}
	digest_free(d);
}

static void a_text_may_come_in_any_two_pieces(void **state)
{
	(void)state;
	struct digest *d = digest_new();
	char text[DIGEST_TEXT];
	for (size_t i = 0; i < EXAMPLES; i++) {
		const uint8_t *s = (const uint8_t *)examples[i].text;
		size_t n = strlen(examples[i].text);
		for (size_t split = 0; split <= n; split++) {
			digest_add(d, s, split);
			digest_add(d, s + split, n - split);
			digest_text(d, text);
			want(strcmp(examples[i].digest, text) == 0,
			     "\"%s\" cut at %zu: wanted %s, got %s", examples[i].text, split,
			     examples[i].digest, text);
		}
	}
	digest_free(d);
}

static void a_million_letters_are_digested_in_pieces_of_any_size(void **state)
{
	(void)state;
	static const char wanted[] =
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
	static const size_t sizes[] = {1, 63, 64, 65, 4096, MILLION};
	uint8_t *letters = malloc(MILLION);
	want(letters, "wanted memory");
	memset(letters, 'a', MILLION);
	struct digest *d = digest_new();
	char text[DIGEST_TEXT];
	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		for (size_t left = MILLION; left > 0;) {
			size_t n = sizes[k] < left ? sizes[k] : left;
			digest_add(d, letters, n);
			left -= n;
		}
		digest_text(d, text);
		want(strcmp(wanted, text) == 0, "pieces of %zu: wanted %s, got %s", sizes[k],
		     wanted, text);
	}
	digest_free(d);
	free(letters);
}

static void no_digest_can_be_freed(void **state)
{
	(void)state;
	digest_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_are_those_of_the_standard),
		cmocka_unit_test(a_text_may_come_in_any_two_pieces),
		cmocka_unit_test(a_million_letters_are_digested_in_pieces_of_any_size),
		cmocka_unit_test(no_digest_can_be_freed),
	};
	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
