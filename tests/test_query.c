// SPDX-License-Identifier: ISC
// What a query matches: case, blanks, characters that mean something to a
// regular expression, and text that is not UTF-8.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/string.h"
#include "search/query.h"
#include "want.h"

static struct query *compile(const char *text)
{
	struct err e = {0};
	struct query *q = query_new(text, QUERY_FOLDED, NULL, &e);
	want(q, "wanted \"%s\" to compile, got: %s", text, e.text);
	return q;
}

// All matches in TEXT as "begin-end …".
static void find_all(const struct query *q, const char *text, size_t n, struct buf *out)
{
	size_t begin, end;
	buf_clear(out);
	for (size_t from = 0; query_find(q, (const uint8_t *)text, n, from, &begin, &end);
	     from = end) {
		want(begin >= from && end > begin && end <= n,
		     "wanted a match in [%zu, %zu], got [%zu, %zu)", from, n, begin, end);
		buf_printf(out, "%s%zu-%zu", out->len ? " " : "", begin, end);
	}
}

static void want_matches(const char *query, const char *text, size_t n, const char *wanted)
{
	struct query *q = compile(query);
	struct buf got = {0};
	find_all(q, text, n, &got);
	want(string_equal(buf_string(&got), wanted), "\"%s\" in \"%s\": wanted matches %s, got %s",
	     query, text, wanted, buf_string(&got));
	buf_done(&got);
	query_free(q);
}

static void want_matches_in(const char *query, const char *text, const char *wanted)
{
	want_matches(query, text, strlen(text), wanted);
}

static void case_is_ignored_without_a_capital(void **state)
{
	(void)state;
	want_matches_in("hanoi", "Hanoi, hanoi, HANOI", "0-5 7-12 14-19");
	want_matches_in("één", "Één ÉÉN één", "0-5 6-11 12-17");
	want_matches_in("москва", "МОСКВА Москва", "0-12 13-25");
	want_matches_in("20%", "20% 20%", "0-3 4-7");
}

static void case_matters_with_a_capital(void **state)
{
	(void)state;
	want_matches_in("Hanoi", "Hanoi, hanoi, HANOI", "0-5");
	want_matches_in("hanoI", "Hanoi, hanoI, HANOI", "7-12");
	want_matches_in("É", "é É", "3-5");
}

static void a_blank_matches_any_white_space(void **state)
{
	(void)state;
	want_matches_in("de trein", "de trein de  trein de\ntrein de\r\n\ttrein",
			"0-8 9-18 19-27 28-38");
	want_matches_in("de trein", "de\xC2\xA0trein de\xE3\x80\x80trein detrein", "0-9 10-20");
	want_matches_in("de   trein", "de trein", "0-8");
	want_matches_in("de\ttrein", "de trein", "0-8");
	want_matches_in("a\nb", "a b", "0-3");
}

static void a_query_of_blanks_finds_blanks(void **state)
{
	(void)state;
	want_matches_in("  ", "a b \n c", "1-2 3-6");
}

static void every_character_of_ascii_is_itself(void **state)
{
	(void)state;
	for (char c = '!'; c <= '~'; c++) {
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (is_letter)
			continue;
		// Each neighbour in ASCII is a decoy, and so is nothing at all.
		char query[] = {'a', c, 'b', '\0'};
		char text[] = {'a', 'b',	   ' ', 'a', (char)(c + 1), 'b', ' ',
			       'a', (char)(c - 1), 'b', ' ', 'a',	    c,	 'b',
			       ' ', 'a',	   c,	c,   'b',	    '\0'};
		want_matches_in(query, text, "11-14");
		char alone[] = {c, '\0'}, both[] = {c, c, '\0'};
		want_matches_in(alone, text, "12-13 16-17 17-18");
		want_matches_in(both, text, "16-18");
	}
}

static void what_looks_like_a_pattern_is_itself(void **state)
{
	(void)state;
	static const char *const queries[] = {
		"(?i)x", "\\d+", "[a-z]", "a{2}", "^x$", "\\Qx\\E", "(*UTF)", "a|b", "\\", "x\\Ey",
	};
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct buf text = {0}, wanted = {0};
		buf_printf(&text, "12 aa x b: %s", queries[i]);
		buf_printf(&wanted, "10-%zu", 10 + strlen(queries[i]));
		buf_clear(&wanted);
		buf_printf(&wanted, "11-%zu", 11 + strlen(queries[i]));
		want_matches_in(queries[i], buf_string(&text), buf_string(&wanted));
		buf_done(&text);
		buf_done(&wanted);
	}
}

static void control_characters_are_themselves(void **state)
{
	(void)state;
	want_matches_in("\x1B[31m", "x\x1B[31mred", "1-6");
	want_matches_in("\x01", "\x02\x01", "1-2");
}

static void ill_formed_text_matches_nothing_and_stops_nothing(void **state)
{
	(void)state;
	want_matches_in("abc",
			"abc\xFF"
			"abc \xE2\x82 abc\xF0\x9F",
			"0-3 4-7 11-14");
	want_matches_in("abc",
			"ab\xFF"
			"c \x80"
			"abc",
			"6-9");
	want_matches_in("a b",
			"a\xFF"
			"b a b",
			"4-7");
	want_matches_in("é", "\xC3 \xA9 é", "4-6");
	want_matches_in("x", "\xC3", "");
}

static void a_nul_in_the_text_is_a_character(void **state)
{
	(void)state;
	want_matches("b", "a\0b\0b", 5, "2-3 4-5");
}

static void a_match_is_found_from_where_one_asks(void **state)
{
	(void)state;
	struct query *q = compile("aa");
	const uint8_t *s = (const uint8_t *)"aaaa";
	size_t begin, end;
	want(query_find(q, s, 4, 1, &begin, &end) && begin == 1 && end == 3,
	     "wanted a match at 1 to 3, got another or none");
	want(!query_find(q, s, 4, 3, &begin, &end), "wanted no match from 3, got one");
	want(!query_find(q, s, 4, 4, &begin, &end), "wanted no match from the end, got one");
	want(!query_find(q, s, 4, 9, &begin, &end), "wanted no match behind the end, got one");
	want(!query_find(q, s, 0, 0, &begin, &end), "wanted no match in nothing, got one");
	query_free(q);
}

static void want_refusal(const char *text, const char *what)
{
	struct err e = {0};
	struct query *q = query_new(text, QUERY_FOLDED, NULL, &e);
	want(!q, "%s: wanted a refusal, got a query", what);
	want(e.is_set && string_starts(e.text, "cannot search"),
	     "%s: wanted a sentence, got \"%s\"", what, e.text);
	want(!query_new(text, QUERY_FOLDED, NULL, NULL),
	     "%s: wanted a refusal without a sentence too", what);
}

static void a_query_that_cannot_be_is_refused_with_a_sentence(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int i = 0; i < 16 * 1024 + 1; i++)
		buf_add_char(&text, 'x');
	want_refusal("", "nothing");
	want_refusal(buf_string(&text), "16 KiB and a byte");
	want_refusal("a\xFF", "ill-formed");
	want_refusal("\xE2\x82", "cut");
	buf_done(&text);
}

static void the_longest_query_is_found(void **state)
{
	(void)state;
	static const char *const units[] = {"x", ".", "é "};
	for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
		struct buf text = {0};
		while (text.len + strlen(units[unit]) <= 1024)
			buf_add_string(&text, units[unit]);
		struct query *q = compile(buf_string(&text));
		size_t begin, end;
		want(query_find(q, (const uint8_t *)text.data, text.len, 0, &begin, &end) &&
			     begin == 0 && end == text.len,
		     "unit \"%s\": wanted the whole text, got another match or none", units[unit]);
		query_free(q);
		buf_done(&text);
	}
}

static void a_query_keeps_what_was_typed(void **state)
{
	(void)state;
	char typed[] = "a  B";
	struct query *q = compile(typed);
	typed[0] = 'z';
	want_string("text", "a  B", query_text(q));
	query_free(q);
	query_free(NULL);
}

static void queries_find_what_is_meant(void **state)
{
	(void)state;
	static const struct {
		const char *why, *query, *text;
		int begin, end; // [byte] of the match, −1: none
	} rows[] = {
		{"an accent in the text", "een", "x \u00E9\u00E9n", 2, 7},
		{"the same, decomposed", "een", "x e\u0301e\u0301n", 2, 9},
		{"an accent in the query is meant", "\u00E9\u00E9n", "een", -1, -1},
		{"composed finds decomposed", "\u00E9n", "e\u0301n", 0, 4},
		{"decomposed finds composed", "e\u0301n", "\u00E9n", 0, 3},
		{"curly for straight quotes", "'persoonlijke", "\u2018persoonlijke", 0, 15},
		{"straight for curly ones", "\u201Cja\u201D", "\"ja\"", 0, 4},
		{"an apostrophe", "foto's", "foto\u2019s", 0, 8},
		{"a dash", "a - b", "a \u2013 b", 0, 7},
		{"a hyphen for one that does not break", "x-y", "x\u2011y", 0, 5},
		{"a blank over a line break", "a b", "a\n  b", 0, 5},
		{"a blank for one that does not break", "10 km", "10\u00A0km", 0, 6},
		{"a soft hyphen", "schiffahrt", "schiff\u00ADahrt", 0, 12},
		{"a hyphen at a line's end", "onderhandelen", "onder-\nhandelen", 0, 15},
		{"one before an indent", "onderhandelen", "onder-\n   handelen", 0, 18},
		{"a hyphen elsewhere is meant", "ab", "a-b", -1, -1},
		{"a ligature", "fiets", "\uFB01ets", 0, 6},
		{"its letters", "office", "o\uFB03ce", 0, 6},
		{"the Dutch ij", "ijs", "\u0133s", 0, 3},
		{"sharp s", "strasse", "stra\u00DFe", 0, 7},
		{"case", "hanoi", "HANOI", 0, 5},
		{"a capital is meant", "Hanoi", "hanoi", -1, -1},
		{"Greek final sigma", "\u03C3", "\u03C2", 0, 2},
		{"Greek accents", "\u03B1", "\u03AC", 0, 2},
		{"Cyrillic", "\u0438", "\u0439", 0, 2},
		{"Vietnamese, two marks", "viet", "vi\u1EC7t", 0, 6},
		{"Hebrew points", "\u05E9\u05DC", "\u05E9\u05C1\u05DC", 0, 6},
		{"not half a family", "\U0001F469", "\U0001F469\u200D\U0001F467", -1, -1},
		{"not without its tone", "\U0001F44D", "\U0001F44D\U0001F3FD", -1, -1},
		{"bold as typed over", "name", "n\bna\bam\bme\be", 0, 12},
		{"underlined as typed over", "name", "_\bn_\ba_\bm_\be", 2, 12},
		{"signs are themselves", "a.b*(c", "a.b*(c", 0, 6},
		{"and no others", "a.b", "axb", -1, -1},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err e = {0};
		struct query *q = query_new(rows[i].query, QUERY_FOLDED, NULL, &e);
		want(q, "%s: %s", rows[i].why, e.text);
		size_t begin = 0, end = 0;
		bool found = query_find(q, (const uint8_t *)rows[i].text, strlen(rows[i].text), 0,
					&begin, &end);
		want(found == (rows[i].begin >= 0), "%s: wanted %s", rows[i].why,
		     found ? "no match" : "a match");
		if (found) {
			want_number(rows[i].why, rows[i].begin, (long)begin);
			want_number(rows[i].why, rows[i].end, (long)end);
		}
		query_free(q);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_find_what_is_meant),
		cmocka_unit_test(case_is_ignored_without_a_capital),
		cmocka_unit_test(case_matters_with_a_capital),
		cmocka_unit_test(a_blank_matches_any_white_space),
		cmocka_unit_test(a_query_of_blanks_finds_blanks),
		cmocka_unit_test(every_character_of_ascii_is_itself),
		cmocka_unit_test(what_looks_like_a_pattern_is_itself),
		cmocka_unit_test(control_characters_are_themselves),
		cmocka_unit_test(ill_formed_text_matches_nothing_and_stops_nothing),
		cmocka_unit_test(a_nul_in_the_text_is_a_character),
		cmocka_unit_test(a_match_is_found_from_where_one_asks),
		cmocka_unit_test(a_query_that_cannot_be_is_refused_with_a_sentence),
		cmocka_unit_test(the_longest_query_is_found),
		cmocka_unit_test(a_query_keeps_what_was_typed),
	};
	return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
