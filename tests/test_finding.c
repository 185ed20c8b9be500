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
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/string.h"
#include "base/utf8.h"
#include "generate.h"
#include "search/query.h"
#include "search/search.h"
#include "table.h"
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

static void check_row(const char *line, size_t number)
{
	struct buf query = {0}, text = {0}, wanted = {0}, got = {0}, none = {0};
	struct err e = {0};
	char language[3] = "";
	const char *bar = strstr(line, " | "), *second = bar ? strstr(bar + 3, " | ") : NULL;
	want(second && second[3], "line %zu: wanted QUERY | TEXT | REASON", number);
	const char *typed = line;
	enum query_mode mode = table_take_mode(&typed, language);
	table_read_field(typed, (size_t)(bar - typed), &query, &none);
	table_read_field(bar + 3, (size_t)(second - bar - 3), &text, &wanted);
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

// Programs as judges.

enum { MOST_OUTPUT = 1 << 20 };

// Runs a program and gathers what it writes; false when it is not here.
static bool run(const char *const *argv, struct buf *out)
{
	int ends[2], status;
	char part[4096];
	want_number("pipe", 0, pipe(ends));
	pid_t child = fork();
	want(child >= 0, "wanted a child");
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(ends[1]);
	for (ssize_t n; (n = read(ends[0], part, sizeof part)) > 0;)
		buf_add(out, part, (size_t)n);
	close(ends[0]);
	want(waitpid(child, &status, 0) == child, "wanted its end");
	return !WIFEXITED(status) || WEXITSTATUS(status) != 127;
}

// The text that other people's searches are compared over, and a copy of it in a file.
static bool open_book(struct buf *text, char path[])
{
	const char *file = "anchoring/holmes-2018.txt";
	if (!generate_from_file("KANTLIJN_SHARED", "../shared", file, MOST_OUTPUT, text)) {
		print_message("# skipped: %s is not here\n", file);
		return false;
	}
	int fd = mkstemp(path);
	want(fd >= 0 && write(fd, text->data, text->len) == (ssize_t)text->len,
	     "wanted to write a copy");
	close(fd);
	return true;
}

// All matches in the whole text as "OFFSET SEPARATOR LENGTH" lines.
static void search_whole(const struct buf *text, const char *typed, enum query_mode mode,
			 struct buf *out)
{
	struct err e = {0};
	struct search s;
	struct source *source = source_open_bytes(text->data, text->len, "book");
	struct query *q = query_new(typed, mode, NULL, &e);
	want(q, "%s: %s", typed, e.text);
	search_init(&s, source, q, text->len / 3);
	want_number("step", STEP_DONE, search_step(&s, (struct budget){0}));
	for (size_t i = 0; i < search_count(&s); i++)
		buf_printf(
			out, "%llu,%llu\n", (unsigned long long)search_match(&s, i).begin,
			(unsigned long long)(search_match(&s, i).end - search_match(&s, i).begin));
	search_done(&s);
	source_close(source);
}

// A stretch of a line of the text, whole characters, at most MOST bytes.
static void pick(struct generate *g, const struct buf *text, size_t most, struct buf *out)
{
	while (out->len == 0) {
		size_t at = generate_below(g, text->len), n = 1 + generate_below(g, most);
		while (at > 0 && ((uint8_t)text->data[at] & 0xC0) == 0x80)
			at--;
		for (size_t i = at; i < text->len && i < at + n; i++)
			if (text->data[i] == '\n' || text->data[i] == '\r')
				n = i - at;
		while (at + n < text->len && ((uint8_t)text->data[at + n] & 0xC0) == 0x80)
			n++;
		if (at + n <= text->len && text->data[at] != '\n')
			buf_add(out, text->data + at, n);
	}
}

static void exact_queries_find_what_grep_does(void **state)
{
	(void)state;
	struct buf text = {0};
	char path[] = "/tmp/kantlijn-test-XXXXXX";
	if (!open_book(&text, path))
		return;
	struct generate g = {5};
	for (int round = 0; round < 1000; round++) {
		struct buf typed = {0}, wanted = {0}, got = {0}, lines = {0};
		pick(&g, &text, 12, &typed);
		const char *argv[] = {"grep", "-F", "-o", "-b", "-e", typed.data, path, NULL};
		want(run(argv, &lines), "wanted grep");
		for (char *line = lines.data; line && *line; line = strchr(line, '\n') + 1)
			buf_printf(&wanted, "%lu,%zu\n", strtoul(line, NULL, 10), typed.len);
		search_whole(&text, typed.data, QUERY_EXACT, &got);
		want(string_equal(buf_string(&wanted), buf_string(&got)),
		     "\"%s\": wanted %.200s, got %.200s", typed.data, buf_string(&wanted),
		     buf_string(&got));
		buf_done(&typed);
		buf_done(&wanted);
		buf_done(&got);
		buf_done(&lines);
	}
	unlink(path);
	buf_done(&text);
}

// A regular expression made of a word of the text and things that match within a line only.
static void make_pattern(struct generate *g, const struct buf *text, struct buf *out)
{
	static const char *const parts[] = {"\\w+", "[a-f]", ".",	 "(?:the|an?)", "\\d+",
					    "\\b",  "\\w?",  "[A-Z]",	 ".{2,5}",	"(?i)",
					    "e*",   "x|",    "(o|e)\\1", "^",		"$"};
	struct buf word = {0};
	while (word.len < 2) {
		buf_clear(&word);
		pick(g, text, 6, &word);
		for (size_t i = 0; i < word.len; i++)
			if ((word.data[i] | 0x20) < 'a' || (word.data[i] | 0x20) > 'z')
				word.len = 0;
	}
	size_t at = 1 + generate_below(g, word.len - 1);
	const char *part = parts[generate_below(g, sizeof parts / sizeof *parts)];
	buf_add(out, word.data, at);
	buf_add_string(out, part);
	buf_add(out, word.data + at, word.len - at);
	if (generate_below(g, 2))
		buf_add_string(out, parts[generate_below(g, 5)]);
	buf_done(&word);
}

static void regular_expressions_find_what_pcre2grep_does(void **state)
{
	(void)state;
	struct buf text = {0};
	char path[] = "/tmp/kantlijn-test-XXXXXX";
	if (!open_book(&text, path))
		return;
	struct generate g = {6};
	for (int round = 0; round < 1000; round++) {
		struct buf typed = {0}, pattern = {0}, wanted = {0}, got = {0};
		make_pattern(&g, &text, &typed);
		buf_printf(&pattern, "(*UCP)%s", typed.data);
		const char *argv[] = {"pcre2grep", "-u", "--file-offsets", "-e", pattern.data,
				      path,	   NULL};
		if (!run(argv, &wanted)) {
			print_message("# skipped: pcre2grep is not here\n");
			round = 1000;
		} else {
			search_whole(&text, typed.data, QUERY_REGEX, &got);
			want(string_equal(buf_string(&wanted), buf_string(&got)),
			     "%s: wanted %.200s, got %.200s", typed.data, buf_string(&wanted),
			     buf_string(&got));
		}
		buf_done(&typed);
		buf_done(&pattern);
		buf_done(&wanted);
		buf_done(&got);
	}
	unlink(path);
	buf_done(&text);
}

// Hostile patterns.

static void a_pattern_that_never_ends_is_given_up(void **state)
{
	(void)state;
	struct buf text = {0};
	struct err e = {0};
	for (int i = 0; i < 300000; i++)
		buf_add_char(&text, 'a');
	buf_add_string(&text, "\nb");
	struct source *source = source_open_bytes(text.data, text.len, "a");
	static const char *const patterns[] = {"(a+)+\\n?$(?!\\n)c|b$", "(a|aa)+$(?<=b)|b$",
					       "(?:a*)*c|b"};
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct search s;
		struct query *q = query_new(patterns[i], QUERY_REGEX, NULL, &e);
		want(q, "%s: %s", patterns[i], e.text);
		search_init(&s, source, q, 0);
		want_number("step", STEP_DONE, search_step(&s, (struct budget){0}));
		want(s.is_too_costly || search_count(&s) > 0,
		     "%s: wanted it to be given up, or a match", patterns[i]);
		search_done(&s);
	}
	source_close(source);
	buf_done(&text);
}

static void patterns_that_cannot_be_are_refused_with_a_sentence(void **state)
{
	(void)state;
	struct buf deep = {0}, many = {0};
	for (int i = 0; i < 300; i++)
		buf_add_char(&deep, '(');
	for (int i = 0; many.len < 12000; i++)
		buf_printf(&many, "%sword%d", i ? "|" : "", i);
	const char *const patterns[] = {"a(",
					"[b-a]",
					"*x",
					buf_string(&deep),
					"\\",
					"(?<n>",
					"((((a{1,99}){1,99}){1,99}){1,99})",
					buf_string(&many),
					"x\\C"};
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct err e = {0};
		struct query *q = query_new(patterns[i], QUERY_REGEX, NULL, &e);
		want(!q && string_starts(e.text, "wrong at character"),
		     "%.40s: wanted a sentence, got \"%s\"", patterns[i], e.text);
	}
	buf_done(&deep);
	buf_done(&many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_find_what_the_table_says),
		cmocka_unit_test(folded_queries_find_what_a_slow_search_does),
		cmocka_unit_test(exact_queries_find_what_grep_does),
		cmocka_unit_test(regular_expressions_find_what_pcre2grep_does),
		cmocka_unit_test(a_pattern_that_never_ends_is_given_up),
		cmocka_unit_test(patterns_that_cannot_be_are_refused_with_a_sentence),
	};
	return cmocka_run_group_tests_name("finding", tests, NULL, NULL);
}
