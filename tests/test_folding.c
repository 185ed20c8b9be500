// SPDX-License-Identifier: ISC
// What is the same once folded, and where it stood: offsets, normalisation forms (Unicode's own
// NormalizationTest.txt, Debian: unicode-data; KANTLIJN_UNICODE names another folder), and what
// searching holds for the same (tests/search-table).
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/folding.h"
#include "base/string.h"
#include "base/utf8.h"
#include "generate.h"
#include "search/query.h"
#include "table.h"
#include "want.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

// Folds N bytes and writes what came as UTF-8.
static void fold(struct folded *f, const void *s, size_t n, struct buf *out)
{
	f->count = 0;
	folding_add(f, s, n);
	buf_clear(out);
	for (size_t i = 0; i < f->count; i++) {
		uint8_t bytes[4];
		buf_add(out, bytes, utf8_encode(f->all[i].cp, bytes));
	}
}

static void want_folded(const char *text, const char *wanted)
{
	struct folded f = {0};
	struct buf got = {0};
	fold(&f, text, strlen(text), &got);
	want_string(text, wanted, buf_string(&got));
	folding_done(&f);
	buf_done(&got);
}

static void what_differs_by_writing_alone_is_the_same(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"De \u201CMaas\u201D \u2013 \u00E9\u00E9n rivier", "de \"maas\" - een rivier"},
		{"e\u0301e\u0301n", "een"},
		{"o\uFB03ce, \u0133s, Stra\u00DFe, \u01FD", "office, ijs, strasse, ae"},
		{"\u00D8re \u0142 \u0131\u0130", "ore l ii"},
		{"a \t\r\n\u00A0\u3000b", "a b"},
		{"--\u2014", "-"},
		{"week\u00ADend, zero\u200Bwidth", "weekend, zerowidth"},
		{"ge-\n  meente, ge\u2010\r\nmeente, ge\u00AD\nmeente",
		 "gemeente, gemeente, gemeente"},
		{"5 -\n 3", "5 - 3"},
		{"B\bBo\bol\bld", "bold"},
		{"_\bu_\bn", "un"},
		{"u\b_n\b_", "un"},
		{"\uFF21\uFF22\uFF11\uFF0D", "ab1-"},
		{"wait\u2026", "wait..."},
		{"\u03A3\u03BF\u03C6\u03BF\u03C2", "\u03C3\u03BF\u03C6\u03BF\u03C3"},
		{"\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00"},
		{"\u304B\u3099", "\u304B\u3099"},
		{"\u304C", "\u304B\u3099"},
		{"", ""},
	};
	for (size_t i = 0; i < COUNT(pairs); i++)
		want_folded(pairs[i][0], pairs[i][1]);
}

static void what_differs_in_letters_and_figures_stays_different(void **state)
{
	(void)state;
	static const char *const texts[] = {"a", "b", "o",  "0",      "1",	"l",	  "2",
					    "+", "-", "\"", "'",      "\u4E00", "\u4E8C", "\u0663",
					    "%", "=", ".",  "\u0915", "\u05D0", "\u0434", "\u03B1"};
	for (size_t i = 0; i < COUNT(texts); i++)
		want_folded(texts[i], texts[i]);
}

// Everything that is owed to whoever wants to go back from a folded text: N bytes at S, folded as
// F.
static void check_offsets(const struct folded *f, const uint8_t *s, size_t n)
{
	struct folded again = {0};
	size_t covered = 0;
	want(f->count <= n, "wanted at most a character a byte, got %zu of %zu", f->count, n);
	for (size_t i = 0; i < f->count; i++) {
		const struct folded_char *c = &f->all[i];
		want(c->begin < c->end && c->end <= n, "wanted a range in [0, %zu), got [%u, %u)",
		     n, c->begin, c->end);
		want(i == 0 || (c->begin >= f->all[i - 1].begin && c->end >= f->all[i - 1].end),
		     "wanted ranges in order, got [%u, %u) behind [%u, %u)", c->begin, c->end,
		     f->all[i - 1].begin, f->all[i - 1].end);
		want(i == 0 || c->begin >= f->all[i - 1].end || c->begin == f->all[i - 1].begin,
		     "wanted the parts of one character or two ranges, got [%u, %u), [%u, %u)",
		     f->all[i - 1].begin, f->all[i - 1].end, c->begin, c->end);
		// What lies between is nothing by itself, unless a backspace is in it.
		if (c->begin > covered && !memchr(s + covered, '\b', c->begin - covered + 1)) {
			again.count = 0;
			folding_add(&again, s + covered, c->begin - covered);
			for (size_t k = 0; k < again.count; k++)
				want(strchr("- ", (int)again.all[k].cp),
				     "wanted nothing in [%zu, %u), got U+%04X", covered, c->begin,
				     again.all[k].cp);
		}
		if (i == 0 || c->begin != f->all[i - 1].begin) {
			again.count = 0;
			folding_add(&again, s + c->begin, c->end - c->begin);
			want(again.count && again.all[0].cp == c->cp,
			     "wanted U+%04X of [%u, %u) again", c->cp, c->begin, c->end);
		}
		covered = c->end;
	}
	folding_done(&again);
}

static void offsets_lead_back_to_the_bytes(void **state)
{
	(void)state;
	struct generate g = {11};
	struct folded f = {0};
	for (int round = 0; round < 300; round++) {
		struct buf text = {0};
		unsigned flags = (unsigned)generate_below(&g, 4);
		generate_text(&g, 1 + generate_below(&g, 3000), flags, &text);
		for (int k = 0; k < 20; k++)
			generate_cluster(&g, &text);
		f.count = 0;
		folding_add(&f, (const uint8_t *)text.data, text.len);
		check_offsets(&f, (const uint8_t *)text.data, text.len);
		buf_done(&text);
	}
	folding_done(&f);
}

static void a_range_is_what_a_reader_would_mark(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t at;
		uint32_t begin, end;
	} rows[] = {
		{"caf\u00E9!", 3, 3, 5},       {"cafe\u0301!", 3, 3, 6},	// with its mark
		{"o\uFB03ce", 1, 1, 4},	       {"o\uFB03ce", 3, 1, 4},		// all of a ligature
		{"a  \n b", 1, 1, 5},	       {"\u1112\u1161\u11AB", 0, 0, 9}, // a whole syllable
		{"ge-\n  meente", 2, 6, 7},    {"a\u00ADb", 1, 3, 4},
		{"x \u2014\u2014 y", 2, 2, 8}, {"a\baa", 0, 2, 3},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct folded f = {0};
		folding_add(&f, (const uint8_t *)rows[i].text, strlen(rows[i].text));
		want(rows[i].at < f.count && f.all[rows[i].at].begin == rows[i].begin &&
			     f.all[rows[i].at].end == rows[i].end,
		     "character %zu of \"%s\": wanted [%u, %u), got [%u, %u)", rows[i].at,
		     rows[i].text, rows[i].begin, rows[i].end, f.all[rows[i].at].begin,
		     f.all[rows[i].at].end);
		folding_done(&f);
	}
}

static void folding_twice_is_folding_once(void **state)
{
	(void)state;
	struct generate g = {12};
	struct folded f = {0};
	struct buf text = {0}, once = {0}, twice = {0};
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		uint8_t bytes[4];
		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		fold(&f, bytes, utf8_encode(cp, bytes), &once);
		fold(&f, once.data, once.len, &twice);
		want(string_equal(buf_string(&once), buf_string(&twice)),
		     "U+%04X: wanted %s, got %s", cp, buf_string(&once), buf_string(&twice));
		want(cp < 0x80 || folding_one(cp) == 0 || f.all[0].cp == folding_one(cp),
		     "U+%04X: wanted the first of them from folding_one", cp);
	}
	for (int round = 0; round < 300; round++) {
		buf_clear(&text);
		generate_text(&g, 1 + generate_below(&g, 3000), GENERATE_INVALID, &text);
		fold(&f, text.data, text.len, &once);
		fold(&f, once.data, once.len, &twice);
		want(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0,
		     "round %d: wanted the same again", round);
	}
	folding_done(&f);
	buf_done(&text);
	buf_done(&once);
	buf_done(&twice);
}

// What one call folds is what two do, apart from runs and words that the border cuts.
static void a_text_may_be_added_in_pieces(void **state)
{
	(void)state;
	static const char text[] = "De \u00E9\u00E9n, twee \uFB01jne  zaken\u2026 \uD55C\uAE00";
	struct folded whole = {0}, pieces = {0};
	folding_add(&whole, (const uint8_t *)text, strlen(text));
	for (size_t cut = 0; cut <= strlen(text); cut++) {
		if (((uint8_t)text[cut] & 0xC0) == 0x80)
			continue;
		pieces.count = 0;
		folding_add(&pieces, (const uint8_t *)text, cut);
		folding_add(&pieces, (const uint8_t *)text + cut, strlen(text + cut));
		want_number("characters", whole.count, pieces.count);
		for (size_t i = 0; i < whole.count; i++)
			want_number("character", whole.all[i].cp, pieces.all[i].cp);
	}
	folding_done(&whole);
	folding_done(&pieces);
}

// Normalisation.

// A field of Unicode's file: code points in hexadecimal.  Returns where it ends.
static char *read_code_points(char *s, struct buf *out)
{
	buf_clear(out);
	while (*s && *s != ';') {
		uint8_t bytes[4];
		buf_add(out, bytes, utf8_encode((uint32_t)strtoul(s, &s, 16), bytes));
	}
	return *s ? s + 1 : s;
}

static FILE *open_normalisation(void)
{
	const char *folder = getenv("KANTLIJN_UNICODE");
	struct buf command = {0};
	folder = folder && *folder ? folder : "/usr/share/unicode";
	buf_printf(&command,
		   "if test -r '%s/NormalizationTest.txt'; then cat '%s/NormalizationTest.txt'; "
		   "elif test -r '%s/NormalizationTest.txt.bz2'; then "
		   "bzip2 -dc '%s/NormalizationTest.txt.bz2'; fi",
		   folder, folder, folder, folder);
	FILE *f = popen(buf_string(&command), "r");
	buf_done(&command);
	return f;
}

static void canonically_equivalent_texts_fold_alike(void **state)
{
	(void)state;
	char line[4096];
	size_t rows = 0, unlike = 0;
	struct folded f = {0};
	struct buf forms[3] = {0}, folds[3] = {0};
	FILE *file = open_normalisation();
	while (file && fgets(line, sizeof line, file)) {
		if (*line == '#' || *line == '@')
			continue;
		rows++;
		char *s = line; // source; NFC; NFD
		for (size_t i = 0; i < 3; i++) {
			s = read_code_points(s, &forms[i]);
			fold(&f, forms[i].data, forms[i].len, &folds[i]);
			check_offsets(&f, (const uint8_t *)forms[i].data, forms[i].len);
		}
		want(string_equal(buf_string(&folds[1]), buf_string(&folds[2])),
		     "wanted NFC and NFD to fold alike, got \"%s\" and \"%s\" in %s",
		     buf_string(&folds[1]), buf_string(&folds[2]), line);
		unlike += !string_equal(buf_string(&folds[0]), buf_string(&folds[1]));
	}
	if (file)
		pclose(file);
	for (size_t i = 0; i < 3; i++) {
		buf_done(&forms[i]);
		buf_done(&folds[i]);
	}
	folding_done(&f);
	if (rows == 0) {
		printf("# skip: NormalizationTest.txt is not there (Debian: unicode-data)\n");
		skip();
	}
	want(rows > 18000, "wanted 18,000 rows, got %zu", rows);
	// Marks that are kept, in an order that is neither form's: folding puts none in order.
	want(unlike * 50 < rows, "wanted 98 in 100 of them to fold alike before, got %zu of %zu",
	     rows - unlike, rows);
	print_message("# %zu of %zu texts fold otherwise before they are normalised\n", unlike,
		      rows);
}

// Searching.

// Rows over which searching and folding differ, and why.
static bool is_known_to_differ(const char *query, const char *text)
{
	static const char *const rows[][2] = {
		// Searching keeps grapheme clusters whole, folding knows characters only.
		{"\u0939", "\u0939\u093F\u0902\u0926\u0940"},
		{"\U0001F1F1", "\U0001F1F3\U0001F1F1"},
		// Folding knows no quoted mail.
		{"the end", "> the\n> end"},
		{"the end", ">> the\n>> end"},
		// Folding cannot tell whether a hyphen at a line's end is the word's own.
		{"noord-zuid", "noord-\nzuid"},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		if (string_equal(rows[i][0], query) && string_equal(rows[i][1], text))
			return true;
	return false;
}

static bool has_capital_or_mark(const char *s)
{
	uint32_t cp, parts[UTF8_PARTS];
	for (size_t i = 0, n = strlen(s); i < n;) {
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		for (size_t k = utf8_decompose(cp, parts); k > 0; k--)
			if (folding_is_mark(parts[k - 1]) || utf8_is_upper(parts[k - 1]))
				return true;
	}
	return false;
}

// What searching finds is found once both are folded; and the other way round where the query
// means no case and no marks.
static void check_row(const char *line, size_t number)
{
	struct buf query = {0}, text = {0}, wanted = {0}, none = {0}, a = {0}, b = {0};
	struct folded f = {0};
	char language[3] = "";
	const char *typed = line, *bar = strstr(line, " | ");
	const char *second = bar ? strstr(bar + 3, " | ") : NULL;
	want(second, "line %zu: wanted QUERY | TEXT | REASON", number);
	if (table_take_mode(&typed, language) == QUERY_FOLDED) {
		table_read_field(typed, (size_t)(bar - typed), &query, &none);
		table_read_field(bar + 3, (size_t)(second - bar - 3), &text, &wanted);
		fold(&f, query.data, query.len, &a);
		fold(&f, text.data, text.len, &b);
		bool is_found = wanted.len > 0;
		bool is_there = strstr(buf_string(&b), buf_string(&a)) != NULL;
		bool may_differ = is_there && has_capital_or_mark(buf_string(&query));
		want(is_found == is_there || may_differ ||
			     is_known_to_differ(buf_string(&query), buf_string(&text)),
		     "line %zu, %s: searching %s, folding %s", number, second + 3,
		     is_found ? "finds" : "does not find", is_there ? "does" : "does not");
	}
	folding_done(&f);
	buf_done(&query);
	buf_done(&text);
	buf_done(&wanted);
	buf_done(&none);
	buf_done(&a);
	buf_done(&b);
}

static void folding_holds_for_the_same_what_searching_does(void **state)
{
	(void)state;
	struct buf table = {0};
	want(generate_from_file("SRCDIR", ".", "tests/search-table", 1 << 20, &table),
	     "wanted to read the table");
	size_t number = 0;
	for (char *line = table.data; *line;) {
		size_t n = strcspn(line, "\n");
		line[n] = '\0';
		number++;
		if (*line != '#')
			check_row(line, number);
		line += n + 1;
	}
	buf_done(&table);
}

// Memory follows the bytes, whatever they are.
static void hostile_texts_are_folded_in_bounds(void **state)
{
	(void)state;
	static const char *const parts[] = {
		"\xFF", "\xF0\x9F", "\xED\xA0\x80", "\b",     "-\n",	"\u0301", "\uFB03",
		" ",	"-",	    "\r",	    "\u00AD", "\u0344", "\u1100", "\u1161"};
	enum { SIZE = 300000 };
	struct folded f = {0};
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct buf text = {0};
		while (text.len < SIZE)
			buf_add_string(&text, parts[i]);
		f.count = 0;
		folding_add(&f, (const uint8_t *)text.data, text.len);
		check_offsets(&f, (const uint8_t *)text.data, text.len);
		buf_done(&text);
	}
	want(f.capacity <= 2 * SIZE, "wanted room for %d characters, got %zu", SIZE, f.capacity);
	folding_done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_differs_by_writing_alone_is_the_same),
		cmocka_unit_test(what_differs_in_letters_and_figures_stays_different),
		cmocka_unit_test(offsets_lead_back_to_the_bytes),
		cmocka_unit_test(a_range_is_what_a_reader_would_mark),
		cmocka_unit_test(folding_twice_is_folding_once),
		cmocka_unit_test(a_text_may_be_added_in_pieces),
		cmocka_unit_test(canonically_equivalent_texts_fold_alike),
		cmocka_unit_test(folding_holds_for_the_same_what_searching_does),
		cmocka_unit_test(hostile_texts_are_folded_in_bounds),
	};
	return cmocka_run_group_tests_name("folding", tests, NULL, NULL);
}
