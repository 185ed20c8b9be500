// SPDX-License-Identifier: ISC
// What searching finds, judged by others: a table that people can read, a slow search that folds
// both sides and compares, grep and pcre2grep.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/string.h"
#include "base/utf8.h"
#include "generate.h"
#include "search/query.h"
#include "search/search.h"
#include "want.h"

// All matches as "begin-end …".
static void find_all(const struct query *q, const char *text, size_t n, struct buf *out)
{
	size_t begin, end;
	for (size_t from = 0; query_find(q, (const uint8_t *)text, n, from, &begin, &end);
	     from = end)
		buf_printf(out, "%s%zu-%zu", out->len ? " " : "", begin, end);
}

// The table.

// One field with its escapes resolved; where brackets stand goes to WANTED.
static void read_field(const char *s, size_t n, struct buf *out, struct buf *wanted)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[4];
		if (string_starts(s + i, "\xE2\x9F\xA6") || string_starts(s + i, "\xE2\x9F\xA7")) {
			bool begins = (uint8_t)s[i + 2] == 0xA6;
			buf_printf(wanted, "%s%zu",
				   !begins	 ? "-"
				   : wanted->len ? " "
						 : "",
				   out->len);
			i += 2;
		} else if (s[i] != '\\') {
			buf_add_char(out, s[i]);
		} else if (s[++i] == 'u') {
			char *end;
			uint32_t cp = (uint32_t)strtoul(s + i + 2, &end, 16);
			buf_add(out, bytes, utf8_encode(cp, bytes));
			i = (size_t)(end - s);
		} else {
			static const char from[] = "ntrbp\\", to[] = "\n\t\r\b|\\";
			const char *at = strchr(from, s[i]);
			want(at && *at, "wanted a known escape, got \\%c", s[i]);
			buf_add_char(out, to[at - from]);
		}
	}
}

// Takes the mode from the begin of a query, and the language of its stems.
static enum query_mode take_mode(const char **query, char language[3])
{
	static const char *const names[] = {
		[QUERY_EXACT] = "exact:", [QUERY_REGEX] = "regex:", [QUERY_STEMS] = "stems-"};
	for (int mode = QUERY_EXACT; mode <= QUERY_STEMS; mode++) {
		if (!string_starts(*query, names[mode]))
			continue;
		*query += strlen(names[mode]);
		if (mode == QUERY_STEMS) {
			memcpy(language, *query, 2);
			*query += 3;
		}
		return (enum query_mode)mode;
	}
	return QUERY_FOLDED;
}

static void check_row(const char *line, size_t number)
{
	struct buf query = {0}, text = {0}, wanted = {0}, got = {0}, none = {0};
	struct err e = {0};
	char language[3] = "";
	const char *bar = strstr(line, " | "), *second = bar ? strstr(bar + 3, " | ") : NULL;
	want(second && second[3], "line %zu: wanted QUERY | TEXT | REASON", number);
	const char *typed = line;
	enum query_mode mode = take_mode(&typed, language);
	read_field(typed, (size_t)(bar - typed), &query, &none);
	read_field(bar + 3, (size_t)(second - bar - 3), &text, &wanted);
	struct query *q = query_new(buf_string(&query), mode, language, &e);
	want(q, "line %zu: %s", number, e.text);
	find_all(q, buf_string(&text), text.len, &got);
	want(string_equal(buf_string(&wanted), buf_string(&got)), "line %zu, %s: wanted %s, got %s",
	     number, second + 3, buf_string(&wanted), buf_string(&got));
	query_free(q);
	buf_done(&query);
	buf_done(&text);
	buf_done(&wanted);
	buf_done(&got);
	buf_done(&none);
}

static void queries_find_what_the_table_says(void **state)
{
	(void)state;
	struct buf table = {0};
	want(generate_from_file("SRCDIR", ".", "tests/search-table", 1 << 20, &table),
	     "wanted to read the table");
	size_t number = 0, rows = 0;
	for (char *line = table.data; *line;) {
		size_t n = strcspn(line, "\n");
		line[n] = '\0';
		number++;
		if (*line != '#') {
			check_row(line, number);
			rows++;
		}
		line += n + 1;
	}
	want(rows >= 120, "wanted 120 rows, got %zu", rows);
	buf_done(&table);
}

// A slow search: both sides are folded to letters with the bytes they come from, and compared at
// each place.

enum { MOST_FOLDED = 1024 };

struct folded {
	uint32_t letters[MOST_FOLDED]; // 0x20 for a run of blanks
	size_t begin[MOST_FOLDED], end[MOST_FOLDED];
	size_t count;
};

static bool is_left_out(uint32_t cp)
{
	return (cp >= 0x300 && cp < 0x370) || (cp >= 0x591 && cp <= 0x5C7 && cp != 0x5BE) ||
	       cp == 0xFE0F;
}

static void add_folded(struct folded *f, uint32_t cp, size_t begin, size_t end)
{
	want(f->count < MOST_FOLDED, "wanted room for letters");
	f->letters[f->count] = cp;
	f->begin[f->count] = begin;
	f->end[f->count++] = end;
}

// What a character is, once quotes, dashes, strokes and case are the same.
static uint32_t plain(uint32_t cp, bool is_cased)
{
	static const uint32_t same[][2] = {
		{0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0xAB, '"'},
		{0xBB, '"'},	{0x2013, '-'},	{0x2014, '-'}, {0x2011, '-'}, {0x3C2, 0x3C3}};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (cp == same[i][0])
			return same[i][1];
	return is_cased ? cp : utf8_lower(cp) == 0x3C2 ? 0x3C3 : utf8_lower(cp);
}

static const char *ligature(uint32_t cp)
{
	return cp == 0xFB01   ? "fi"
	       : cp == 0xFB03 ? "ffi"
	       : cp == 0xDF   ? "ss"
	       : cp == 0x133  ? "ij"
			      : NULL;
}

// Folds N bytes; IS_TEXT: what a query never has is passed over.
static void fold(struct folded *f, const uint8_t *s, size_t n, bool is_cased, bool is_marked,
		 bool is_text)
{
	f->count = 0;
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t cp, parts[UTF8_PARTS];
		len = utf8_decode(s + i, n - i, &cp);
		bool is_after_letter = f->count > 0 && f->letters[f->count - 1] != ' ';
		if (utf8_is_space(cp)) {
			if (is_after_letter || f->count == 0)
				add_folded(f, ' ', i, i);
			f->end[f->count - 1] = i + len;
			continue;
		}
		if (is_text && cp == 0xAD)
			continue;
		if (is_text && cp == '-' && i + 1 < n && s[i + 1] == '\n' && is_after_letter) {
			len = 2;
			while (i + len < n && s[i + len] == ' ')
				len++;
			continue;
		}
		const char *letters = ligature(cp);
		for (size_t k = 0; letters && letters[k]; k++)
			add_folded(f, (uint8_t)letters[k], i, i + len);
		size_t count = letters ? 0 : utf8_decompose(cp, parts);
		for (size_t k = 0; k < count; k++) {
			if (!is_left_out(parts[k]) || is_marked)
				add_folded(f, plain(parts[k], is_cased), i, i + len);
			else if (f->count > 0 && f->letters[f->count - 1] != ' ' &&
				 f->end[f->count - 1] >= i)
				f->end[f->count - 1] = i + len;
			else // it stands on nothing
				add_folded(f, parts[k], i, i + len);
		}
	}
}

// A letter that was typed finds itself, and the one with a stroke unless marks are meant.
static bool is_same(uint32_t typed, uint32_t there, bool is_marked)
{
	return typed == there || (!is_marked && typed == 'o' && there == 0xF8);
}

static void find_slowly(const struct folded *query, const struct folded *text, const uint8_t *s,
			size_t n, bool is_marked, struct buf *out)
{
	for (size_t i = 0; i + query->count <= text->count; i++) {
		size_t k = 0;
		while (k < query->count &&
		       is_same(query->letters[k], text->letters[i + k], is_marked))
			k++;
		size_t begin = text->begin[i], end = text->end[i + query->count - 1];
		if (k < query->count || (i > 0 && text->begin[i - 1] == begin) ||
		    !utf8_is_boundary(s, n, begin) || !utf8_is_boundary(s, n, end) ||
		    (i + k < text->count && text->begin[i + k] < end))
			continue;
		buf_printf(out, "%s%zu-%zu", out->len ? " " : "", begin, end);
		i += query->count - 1;
	}
}

static void folded_queries_find_what_a_slow_search_does(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"a",	  "e",	    "e",      "n",	 "A",
		"E",	  "\u00E9", "\u00EB", "e\u0301", "\u00E1",
		"\u00F1", "f",	    "i",      "\uFB01",	 "\uFB03",
		"s",	  "\u00DF", "j",      "\u0133",	 " ",
		" ",	  "\n",	    "\u00A0", "\u00AD",	 "-\n  ",
		"-",	  "\u2013", "'",      "\u2019",	 "\"",
		"\u201C", "o",	    "\u00F8", "\u03C3",	 "\u03C2",
		"\u0438", "\u0439", "\u0301", "\u05D0",	 "\u05D0\u05B7",
		"1",	  ".",	    "("};
	enum { PIECES = sizeof pieces / sizeof *pieces };
	struct generate g = {77};
	for (int round = 0; round < 10000; round++) {
		struct buf text = {0}, query = {0}, wanted = {0}, got = {0};
		struct err e = {0};
		// An alphabet of a few pieces, so that there is something to be found.
		size_t few[4], count = 1 + generate_below(&g, 4);
		for (size_t i = 0; i < count; i++)
			few[i] = generate_below(&g, PIECES);
		for (size_t i = generate_below(&g, 40); i > 0; i--)
			buf_add_string(&text, pieces[few[generate_below(&g, count)]]);
		for (size_t i = 1 + generate_below(&g, 4); i > 0; i--) {
			const char *piece = pieces[few[generate_below(&g, count)]];
			// Nobody types these.
			if (!strchr(piece, '\n') && strcmp(piece, "\u00AD") != 0 &&
			    strcmp(piece, "\u0301") != 0)
				buf_add_string(&query, piece);
		}
		if (query.len == 0 ||
		    strspn(query.data, " '\"-\u2013\u2019\u201C\u00A0") == query.len)
			buf_add_string(&query, "n");
		// Whether a hyphen at a line's end is passed over or meant, the table says.
		if (strpbrk(query.data, "- \xE2\xC2") && strstr(buf_string(&text), "-\n"))
			buf_clear(&text);
		bool is_cased = strpbrk(query.data, "AE") != NULL;
		bool is_marked = false;
		for (size_t i = 0; i < query.len;) {
			uint32_t cp, parts[UTF8_PARTS];
			i += utf8_decode((uint8_t *)query.data + i, query.len - i, &cp);
			for (size_t k = utf8_decompose(cp, parts); k > 0; k--)
				is_marked |= is_left_out(parts[k - 1]);
		}
		static struct folded a, b;
		fold(&a, (uint8_t *)query.data, query.len, is_cased, is_marked, false);
		fold(&b, (const uint8_t *)buf_string(&text), text.len, is_cased, is_marked, true);
		find_slowly(&a, &b, (const uint8_t *)buf_string(&text), text.len, is_marked,
			    &wanted);
		struct query *q = query_new(query.data, QUERY_FOLDED, NULL, &e);
		want(q, "%s", e.text);
		find_all(q, buf_string(&text), text.len, &got);
		want(string_equal(buf_string(&wanted), buf_string(&got)),
		     "round %d, \"%s\" in \"%s\": wanted %s, got %s", round, query.data,
		     buf_string(&text), buf_string(&wanted), buf_string(&got));
		query_free(q);
		buf_done(&text);
		buf_done(&query);
		buf_done(&wanted);
		buf_done(&got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_find_what_the_table_says),
		cmocka_unit_test(folded_queries_find_what_a_slow_search_does),
	};
	return cmocka_run_group_tests_name("finding", tests, NULL, NULL);
}
