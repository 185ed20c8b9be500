// SPDX-License-Identifier: ISC
// Words and where they may be broken, by the dictionaries that are installed.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "generate.h"
#include "page/hyphenation.h"
#include "page/patterns.h"
#include "want.h"

// TEXT with "-" where a hyphen may be put, and "~" where a letter loses its trema too.
static void hyphenate(struct hyphenation *h, const char *text, struct buf *out)
{
	size_t n = strlen(text);
	uint8_t *flags = calloc(n + 1, 1);
	utf8_mark((const uint8_t *)text, n, flags);
	hyphenation_mark(h, (const uint8_t *)text, n, flags);
	for (size_t i = 0; i < n; i++) {
		if (flags[i] & HYPHENATION_BREAK)
			buf_add_char(out, flags[i] & HYPHENATION_PLAIN ? '~' : '-');
		buf_add_char(out, text[i]);
	}
	free(flags);
}

static struct hyphenation *open_or_skip(const char *language)
{
	struct hyphenation *h = hyphenation_open(language);
	if (!h) {
		printf("# skip: no hyphenation dictionary for \"%s\" is installed\n", language);
		skip();
	}
	return h;
}

// Words as they should be broken, one a line.
static void want_words(const char *language, const char *path)
{
	struct buf list = {0};
	int wrong = 0, count = 0;
	want(generate_from_file("SRCDIR", ".", path, SIZE_MAX, &list), "wanted %s", path);
	struct hyphenation *h = open_or_skip(language);
	for (const char *s = buf_string(&list); *s;) {
		size_t n = strcspn(s, "\n");
		struct buf word = {0}, wanted = {0}, got = {0};
		for (size_t i = 0; i < n; i++)
			if (s[i] != '-' && s[i] != '~')
				buf_add_char(&word, s[i]);
		buf_add(&wanted, s, n);
		hyphenate(h, buf_string(&word), &got);
		if (!string_equal(buf_string(&got), buf_string(&wanted))) {
			printf("# wanted %s, got %s\n", buf_string(&wanted), buf_string(&got));
			wrong++;
		}
		count++;
		buf_done(&word);
		buf_done(&wanted);
		buf_done(&got);
		s += n + (s[n] == '\n');
	}
	printf("# %d words\n", count);
	want_number("words broken otherwise", 0, wrong);
	buf_done(&list);
	hyphenation_close(h);
}

static void dutch_words_are_broken_where_dutch_does(void **state)
{
	(void)state;
	want_words("nl", "tests/hyphens/nl");
}

static void english_words_are_broken_where_english_does(void **state)
{
	(void)state;
	want_words("en-US", "tests/hyphens/en");
}

static void want_whole(struct hyphenation *h, const char *text)
{
	struct buf got = {0};
	hyphenate(h, text, &got);
	want(string_equal(buf_string(&got), text), "wanted \"%s\" whole, got \"%s\"", text,
	     buf_string(&got));
	buf_done(&got);
}

static void what_is_no_prose_is_left_whole(void **state)
{
	(void)state;
	struct hyphenation *h = open_or_skip("nl");
	want_whole(h, "denucleariseringsakkoord2019");
	want_whole(h, "https://www.voorbeeld.nl/onderhandelingen/vergadering");
	want_whole(h, "onderhandelaar@vergadering.nl");
	want_whole(h, "www.onderhandelingen.nl");
	want_whole(h, "ONDERHANDELINGEN");
	want_whole(h, "onderhandelingsTafel");
	want_whole(h, "onderhandelings\u00ADtafel");
	want_whole(h, "onderhandelings_tafel");
	hyphenation_close(h);
}

static void decomposed_letters_are_broken_alike(void **state)
{
	(void)state;
	struct hyphenation *h = open_or_skip("nl");
	struct buf got = {0};
	hyphenate(h, "ree\u0308el zee\u0308n", &got);
	want(string_equal(buf_string(&got), "re~e\u0308el zee\u0308n") ||
		     string_equal(buf_string(&got), "re~e\u0308el ze~e\u0308n"),
	     "wanted a break before e\u0308, got \"%s\"", buf_string(&got));
	buf_done(&got);
	hyphenation_close(h);
}

static void a_letter_loses_its_trema(void **state)
{
	(void)state;
	uint8_t out[4];
	want_number("bytes for ë", 1, hyphenation_plain((const uint8_t *)"ë", 2, out));
	want_number("letter", 'e', out[0]);
	want_number("bytes for i with a mark", 1,
		    hyphenation_plain((const uint8_t *)"i\u0308", 3, out));
	want_number("letter", 'i', out[0]);
	want_number("bytes for é", 0, hyphenation_plain((const uint8_t *)"é", 2, out));
}

static void no_dictionary_is_no_fault(void **state)
{
	(void)state;
	static const char *const tags[] = {
		"", "und", "x", "../nl", "nl/../nl", "q", "zzz", "nl-../../etc", "en_US.UTF-8@x"};
	hyphenation_close(NULL);
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		struct hyphenation *h = hyphenation_open(tags[i]);
		want(!h || tags[i][0] == 'e' || tags[i][0] == 'n', "wanted none for \"%s\"",
		     tags[i]);
		hyphenation_close(h);
	}
	want(hyphenation_open(NULL) == NULL, "wanted none for no language");
}

static void any_text_is_marked_in_its_bounds(void **state)
{
	(void)state;
	struct hyphenation *h = open_or_skip("nl");
	for (uint64_t seed = 1; seed < 40; seed++) {
		struct generate g = {seed};
		struct buf raw = {0}, text = {0}, got = {0};
		generate_text(&g, 4000, GENERATE_EVERYTHING & ~GENERATE_LONG_LINE, &raw);
		utf8_repair(&text, buf_string(&raw), strlen(buf_string(&raw)));
		for (int i = 0; i < 10000; i++)
			buf_add_char(&text, (char)('a' + i % 26));
		hyphenate(h, buf_string(&text), &got);
		buf_done(&raw);
		buf_done(&text);
		buf_done(&got);
	}
	hyphenation_close(h);
}

static void the_language_of_a_text_is_guessed(void **state)
{
	(void)state;
	struct buf text = {0};
	generate_from_file("SRCDIR", ".", "assets/hanoi.txt", 2048, &text);
	hyphenation_close(open_or_skip("nl"));
	hyphenation_close(open_or_skip("en"));
	const char *got = hyphenation_guess((const uint8_t *)text.data, text.len);
	want(string_equal(got, "nl"), "wanted nl, got \"%s\"", got);
	buf_clear(&text);
	generate_from_file("SRCDIR", ".", "README.md", 2048, &text);
	got = hyphenation_guess((const uint8_t *)text.data, text.len);
	want(string_equal(got, "en"), "wanted en, got \"%s\"", got);
	got = hyphenation_guess((const uint8_t *)"12 13 14", 8);
	want(string_equal(got, ""), "wanted no language of numbers, got \"%s\"", got);
	buf_done(&text);
}

// A part of the dictionary, read for some words, breaks those as all of it does; any other word has
// the rest read.
static void words_that_are_expected_are_broken_as_all_are(void **state)
{
	(void)state;
	int count = 0;
	struct buf text = {0}, wanted = {0}, got = {0};
	want(generate_from_file("SRCDIR", ".", "assets/hanoi.txt", SIZE_MAX, &text),
	     "wanted the editorial");
	struct hyphenation *all = open_or_skip("nl"), *part = open_or_skip("nl");
	hyphenation_complete(all);
	hyphenation_expect(part, (const uint8_t *)buf_string(&text), text.len / 2);
	for (const char *s = buf_string(&text); *s;) {
		size_t n = strcspn(s, "\n");
		char *line = mem_copy(s, n);
		buf_clear(&wanted);
		buf_clear(&got);
		hyphenate(all, line, &wanted);
		hyphenate(part, line, &got);
		want_string(line, buf_string(&wanted), buf_string(&got));
		count += strcmp(buf_string(&wanted), line) != 0;
		free(line);
		s += n + (s[n] == '\n');
	}
	want(count > 0, "wanted lines with hyphens, got none");
	hyphenation_close(all);
	hyphenation_close(part);
	buf_done(&text);
	buf_done(&wanted);
	buf_done(&got);
}

static void chooses(const char *dictionary, const char *wanted)
{
	struct buf got = {0};
	struct patterns *p = patterns_new();
	patterns_add(p, "lezen", 5);
	patterns_add(p, "toneelspeelster", 15);
	want(patterns_choose(p, dictionary, strlen(dictionary), &got), "wanted a choice, got none");
	want_string(dictionary, wanted, buf_string(&got));
	patterns_free(p);
	buf_done(&got);
}

static void patterns_that_matter_for_no_word_are_left_out(void **state)
{
	(void)state;
	chooses("UTF-8\nLEFTHYPHENMIN 2\n% why\n1ze\n1zi\n.le2\nze.\nn4.\n.ze\ne1z",
		"UTF-8\nLEFTHYPHENMIN 2\n% why\n1ze\n.le2\nn4.\ne1z\n");
	chooses("lezen\nlez1en/e=,1,2\nz5\r\n\n", "lezen\nlez1en/e=,1,2\nz5\r\n\n");
	chooses("UTF-8\ntoneelspeel1s\n.to3neelspeels2ter.\ntoneelhuis5\nabcdefghijk1l",
		"UTF-8\ntoneelspeel1s\n.to3neelspeels2ter.\n");
	chooses("", "");
	struct buf got = {0};
	struct patterns *p = patterns_new();
	want(!patterns_choose(p, "UTF-8\n1a\nNEXTLEVEL\n1b\n", 23, &got),
	     "wanted no choice where there are levels, got one");
	patterns_add(p, "aan", 3);
	want(patterns_has(p, "aan", 3) && !patterns_has(p, "aa", 2), "wanted whole words only");
	patterns_free(p);
	buf_done(&got);
}

int main(void)
{
	unsetenv("KANTLIJN_HYPHENS"); // the dictionaries that are installed
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dutch_words_are_broken_where_dutch_does),
		cmocka_unit_test(english_words_are_broken_where_english_does),
		cmocka_unit_test(what_is_no_prose_is_left_whole),
		cmocka_unit_test(decomposed_letters_are_broken_alike),
		cmocka_unit_test(a_letter_loses_its_trema),
		cmocka_unit_test(no_dictionary_is_no_fault),
		cmocka_unit_test(any_text_is_marked_in_its_bounds),
		cmocka_unit_test(the_language_of_a_text_is_guessed),
		cmocka_unit_test(words_that_are_expected_are_broken_as_all_are),
		cmocka_unit_test(patterns_that_matter_for_no_word_are_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
