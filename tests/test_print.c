// SPDX-License-Identifier: ISC
// What is written without a terminal: the text with numbered claims, then claims and facts; and
// the lists for scripts.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "drive.h"
#include "output/list.h"
#include "output/print.h"

static void open_session(struct session *s, const char *file, const char *language)
{
	struct options o = {.language = language, .file = file ? drive_path(file) : NULL};
	struct err e = {0};
	if (!session_open(s, &o, &e))
		fail_msg("%s", e.text);
	session_finish(s);
}

static bool gather(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

// What is printed of FILE; the caller frees it.
static char *printed(const char *file, int width, bool is_colored)
{
	struct session s;
	struct buf out = {0};
	open_session(&s, file, "en");
	assert_true(print_document(&s, (struct output){gather, &out}, width, is_colored));
	session_close(&s);
	return buf_take(&out);
}

static char *listed(const char *file, enum list list)
{
	struct session s;
	struct buf out = {0};
	open_session(&s, file, "en");
	assert_true(list_write(&s, (struct output){gather, &out}, list));
	session_close(&s);
	buf_add_string(&out, "");
	return buf_take(&out);
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("wanted \"%s\", got \"%.300s …\"", part, text);
}

// Cuts off what follows the text: the claims begin with this heading.
static void cut_text(char *out)
{
	char *heading = strstr(out, "\nClaims\n");
	assert_non_null(heading);
	*heading = '\0';
}

// The text's characters without blanks and without the numbers of claims.
static char *squeezed(const char *text)
{
	struct buf out = {0};
	for (const char *s = text; *s; s++) {
		if (*s == '[')
			s += strcspn(s, "]");
		else if (*s != ' ' && *s != '\n')
			buf_add_char(&out, *s);
	}
	return buf_take(&out);
}

// Words parted by single blanks, without numbers; a line that ends in a hyphen goes on.
static char *joined(const char *text)
{
	struct buf out = {0};
	bool is_gap = false;
	for (const char *s = text; *s; s++) {
		if (*s == '[') {
			s += strcspn(s, "]");
		} else if (*s == ' ' || *s == '\n') {
			is_gap |= *s == ' ' || out.len == 0 || out.data[out.len - 1] != '-';
		} else {
			if (is_gap && out.len)
				buf_add_char(&out, ' ');
			buf_add_char(&out, *s);
			is_gap = false;
		}
	}
	return buf_take(&out);
}

static char *whole_text(void)
{
	struct session s;
	size_t n;
	open_session(&s, NULL, "en");
	const uint8_t *bytes = source_bytes(s.document.source, 0, &n);
	char *text = mem_copy(bytes, n);
	session_close(&s);
	return text;
}

static void all_words_are_printed_at_every_width(void **state)
{
	(void)state;
	char *text = whole_text(), *all = squeezed(text), *words = joined(text);
	for (int width = 20; width <= 200; width++) {
		char *out = printed(NULL, width, false);
		cut_text(out);
		char *got = squeezed(out), *got_words = joined(out);
		if (strcmp(got, all) != 0)
			fail_msg("width %d: wanted every character of the text in order", width);
		// Narrower than this, the longest word and its number do not fit on a line.
		if (width >= 30 && strcmp(got_words, words) != 0)
			fail_msg("width %d: wanted every word of the text whole and in order",
				 width);
		free(got);
		free(got_words);
		free(out);
	}
	free(text);
	free(all);
	free(words);
}

static void no_line_is_wider_than_asked(void **state)
{
	(void)state;
	for (int width = 20; width <= 200; width += 9) {
		char *out = printed(NULL, width, false);
		for (const char *line = out; *line;) {
			size_t n = strcspn(line, "\n");
			if (utf8_columns(line, n) > width)
				fail_msg("wanted at most %d columns, got \"%.*s\"", width, (int)n,
					 line);
			if (n && line[n - 1] == ' ')
				fail_msg("wanted no blank at the end of \"%.*s\"", (int)n, line);
			line += n + 1;
		}
		free(out);
	}
}

static void every_claim_is_followed_by_its_number(void **state)
{
	(void)state;
	char *out = printed(NULL, 200, false), mark[16];
	has(out, "Het was een flop.[1] Eén");
	has(out, "uit zijn jonge carrière[2].");
	cut_text(out);
	for (int i = 1; i <= 30; i++) {
		snprintf(mark, sizeof mark, "[%d]", i);
		has(out, mark);
	}
	free(out);
}

static void claims_and_facts_follow_in_sections(void **state)
{
	(void)state;
	char *out = printed(NULL, 80, false), heading[16];
	const char *claims = strstr(out, "\nClaims\n"), *facts = strstr(out, "\nFacts and terms\n");
	assert_true(claims && facts && claims < facts);
	for (int i = 1; i <= 30; i++) {
		snprintf(heading, sizeof heading, "\n[%d] ", i);
		const char *at = strstr(claims, heading);
		if (!at || at > facts)
			fail_msg("wanted claim %d in its section", i);
	}
	has(claims, "[2] ✓ fact · correct\n     “Eén leider zat dagen in de trein");
	has(claims, "+ supports: By armoured train across China (about ");
	has(facts, "\nHanoi: two days and no signature\n");
	has(facts, "  27–28");
	has(facts, "· before the text\n");
	has(facts, "https://www.reuters.com/article/us-northkorea-usa-metropole-idUSKCN1QH1WE");
	free(out);
}

static void facts_are_in_the_language_asked_for(void **state)
{
	(void)state;
	struct session s;
	struct buf out = {0};
	open_session(&s, NULL, "nl");
	assert_true(print_document(&s, (struct output){gather, &out}, 80, false));
	has(buf_string(&out), "Hanoi: twee dagen, geen handtekening");
	buf_done(&out);
	session_close(&s);
}

static bool has_controls(const char *s)
{
	for (; *s; s++)
		if (((unsigned char)*s < 0x20 && *s != '\n') || *s == 0x7F)
			return true;
	return false;
}

static void no_escape_sequence_is_printed_without_colour(void **state)
{
	(void)state;
	static const char *const files[] = {NULL, "sets-reader/hostile.txt",
					    "sets-reader/small.txt"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *out = printed(files[i], 80, false);
		if (has_controls(out) || strstr(out, "\xC2\x9B") || strstr(out, "\xE2\x80\xAE"))
			fail_msg("wanted no control character from %s", files[i]);
		free(out);
		for (int list = LIST_CLAIMS; list <= LIST_LINKS; list++) {
			char *lines = listed(files[i], (enum list)list);
			for (char *tab = lines; (tab = strchr(tab, '\t'));)
				*tab = ' ';
			if (has_controls(lines) || strstr(lines, "\xC2\x9B") ||
			    strstr(lines, "\xE2\x80\xAE"))
				fail_msg("wanted no control character in list %d of %s", list,
					 files[i]);
			free(lines);
		}
	}
}

static void colour_adds_escape_sequences_and_nothing_else(void **state)
{
	(void)state;
	char *plain = printed(NULL, 80, false), *colored = printed(NULL, 80, true);
	struct buf stripped = {0};
	for (const char *s = colored; *s; s++) {
		if (*s == '\033')
			s += strcspn(s, "m");
		else
			buf_add_char(&stripped, *s);
	}
	has(colored, "\033[");
	assert_string_equal(buf_string(&stripped), plain);
	buf_done(&stripped);
	free(plain);
	free(colored);
}

static void overlapping_claims_and_orphans_are_printed(void **state)
{
	(void)state;
	char *out = printed("sets-reader/small.txt", 80, false);
	has(out, "The river rises in the hills[2][3] and runs to the sea[1]. Nobody");
	has(out, "[6] ✓ ∅ orphan · fact · correct");
	has(out, "“measured its depth. On its banks”");
	free(out);
}

static void text_without_a_set_is_printed_alone(void **state)
{
	(void)state;
	char *out = printed("sets-reader/plain.txt", 80, false);
	assert_string_equal(out, "A plain text, which has no set.\n\nIt has two paragraphs.\n");
	free(out);
	out = printed("sets-reader/broken.txt", 80, false);
	assert_string_equal(out, "A text beside which a broken set lies.\n");
	free(out);
}

static bool refuse(void *data, const char *s, size_t n)
{
	(void)s;
	(void)n;
	return --*(int *)data > 0;
}

static void output_that_refuses_ends_it(void **state)
{
	(void)state;
	struct session s;
	open_session(&s, NULL, "en");
	int calls = 5;
	assert_false(print_document(&s, (struct output){refuse, &calls}, 80, false));
	assert_int_equal(calls, 0);
	calls = 3;
	assert_false(list_write(&s, (struct output){refuse, &calls}, LIST_CLAIMS));
	assert_int_equal(calls, 0);
	session_close(&s);
}

// --- Lists ---

// Counts lines, each of which must have FIELDS fields.
static int count_lines(const char *text, int fields)
{
	int lines = 0;
	for (const char *s = text; *s; lines++) {
		size_t n = strcspn(s, "\n");
		int got = 1;
		for (size_t i = 0; i < n; i++)
			got += s[i] == '\t';
		if (got != fields)
			fail_msg("wanted %d fields, got %d in \"%.*s\"", fields, got, (int)n, s);
		s += n + (s[n] == '\n');
	}
	return lines;
}

static void lists_have_a_line_for_each(void **state)
{
	(void)state;
	char *claims = listed(NULL, LIST_CLAIMS), *facts = listed(NULL, LIST_FACTS);
	char *links = listed(NULL, LIST_LINKS);
	assert_int_equal(count_lines(claims, 7), 30);
	assert_int_equal(count_lines(facts, 6), 48);
	int count = count_lines(links, 5);
	if (count < 93)
		fail_msg("wanted at least 93 links, got %d", count);
	has(claims, "c-train\tfact\tcorrect\tanchored\t18\t118\tEén leider zat dagen in de trein");
	has(facts,
	    "f-hanoi\tfact\t2019-02-27/2019-02-28\tbefore\thigh\tHanoi: two days and no signature");
	has(facts, "\tterm\t");
	has(links, "l-train.train\tc-train\tsupports\tf-train\tabout ");
	free(claims);
	free(facts);
	free(links);
}

static void orphan_is_listed_without_a_place(void **state)
{
	(void)state;
	char *claims = listed("sets-reader/small.txt", LIST_CLAIMS);
	assert_int_equal(count_lines(claims, 7), 6);
	has(claims, "c-bridge\tfact\tcorrect\torphan\t\t\tThe bridge fell down\n");
	has(claims,
	    "c-across\tfact\tcorrect\tanchored\t66\t99\tmeasured its depth.  On its banks\n");
	free(claims);
}

static void each_state_is_printed_with_what_tells_of_its_place(void **state)
{
	(void)state;
	static const char *const wanted[] = {
		"valley[3∆], more",
		"at six, low water at noon.[4] So",
		"[6‽]",
		"[3] ✓ ∆ text changed · fact · was: correct\n",
		"     “carried 12 percent of all freight in the valley”\n",
		"     Now it reads: “carried 21 percent of all freight in the valley”\n",
		"     Another number: “12” has become “21”.\n",
		"[4] ≈ in 3 places · fact · mostly correct\n",
		"[6] ≠ ‽ doubtful · fact · disputed\n",
		"The text here says: “the first boat",
		"[7] ? ∅ orphan · fact · not verifiable\n",
		"     It stood at character 142.\n",
		"     after claim 3: “carried 12 percent",
		"\nNotes\n",
		"     I live there, and nobody asked me.\n     A reader, 5",
		NULL,
	};
	char *out = printed("sets-reader/edited.txt", 80, false);
	const char *from = out;
	for (const char *const *w = wanted; *w; w++) {
		const char *at = strstr(from, *w);
		if (!at)
			fail_msg("wanted \"%s\" behind what came before it in:\n%s", *w, out);
		from = at;
	}
	free(out);
	char *claims = listed("sets-reader/edited.txt", LIST_CLAIMS);
	has(claims, "c-freight\tfact\tcorrect\ttext-changed\t");
	has(claims, "c-hours\tfact\tdisputed\tdoubtful\t");
	has(claims, "c-mayor\tfact\tnot-verifiable\torphan\t\t\tMayor Ackers");
	size_t lines = 0;
	for (const char *c = claims; *c; c++)
		lines += *c == '\n';
	assert_int_equal(lines, 7); // also of one with several places
	free(claims);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_words_are_printed_at_every_width),
		cmocka_unit_test(no_line_is_wider_than_asked),
		cmocka_unit_test(every_claim_is_followed_by_its_number),
		cmocka_unit_test(claims_and_facts_follow_in_sections),
		cmocka_unit_test(facts_are_in_the_language_asked_for),
		cmocka_unit_test(no_escape_sequence_is_printed_without_colour),
		cmocka_unit_test(colour_adds_escape_sequences_and_nothing_else),
		cmocka_unit_test(overlapping_claims_and_orphans_are_printed),
		cmocka_unit_test(text_without_a_set_is_printed_alone),
		cmocka_unit_test(each_state_is_printed_with_what_tells_of_its_place),
		cmocka_unit_test(output_that_refuses_ends_it),
		cmocka_unit_test(lists_have_a_line_for_each),
		cmocka_unit_test(orphan_is_listed_without_a_place),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
