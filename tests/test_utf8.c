// SPDX-License-Identifier: ISC
// Code points, clusters and columns, against a table written from the standard
// and against Unicode's own test file (Debian: unicode-data; KANTLIJN_UNICODE names
// another folder).
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
#include "want.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

// Unicode, table 3-7, well-formed UTF-8 byte sequences, row by row.
static const struct row {
	size_t len;
	uint8_t low[4], high[4];
} table[] = {
	{1, {0x00}, {0x7F}},
	{2, {0xC2, 0x80}, {0xDF, 0xBF}},
	{3, {0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}},
	{3, {0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}},
	{3, {0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}},
	{3, {0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}},
	{4, {0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}},
	{4, {0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}},
	{4, {0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}},
};

// What the standard asks: the length of the well-formed sequence or of the maximal
// ill-formed part; *IS_CUT when only more bytes are missing.
static size_t by_the_table(const uint8_t *s, size_t n, uint32_t *cp, bool *is_cut)
{
	*is_cut = false;
	*cp = 0xFFFD;
	for (size_t r = 0; r < COUNT(table); r++) {
		size_t right = 0;
		while (right < table[r].len && right < n && s[right] >= table[r].low[right] &&
		       s[right] <= table[r].high[right])
			right++;
		if (right == 0)
			continue;
		if (right < table[r].len) {
			*is_cut = right == n;
			return right;
		}
		static const uint32_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
		*cp = s[0] - lead[right];
		for (size_t i = 1; i < right; i++)
			*cp = *cp * 64 + (s[i] - 0x80u);
		return right;
	}
	return 1;
}

static void decode_agrees_with_the_table_on_every_class_of_bytes(void **state)
{
	(void)state;
	static const uint8_t bytes[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
					0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
					0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xFF};
	const size_t all = COUNT(bytes) * COUNT(bytes) * COUNT(bytes) * COUNT(bytes);
	for (size_t i = 0; i < all; i++) {
		uint8_t s[4];
		for (size_t rest = i, k = 0; k < 4; k++, rest /= COUNT(bytes))
			s[k] = bytes[rest % COUNT(bytes)];
		for (size_t n = 1; n <= 4; n++) {
			uint32_t wanted_cp, cp;
			bool is_cut;
			size_t wanted = by_the_table(s, n, &wanted_cp, &is_cut);
			size_t len = utf8_decode(s, n, &cp);
			want(len == wanted && cp == wanted_cp,
			     "%zu of %02X %02X %02X %02X: wanted U+%04X of %zu bytes, got U+%04X "
			     "of %zu",
			     n, s[0], s[1], s[2], s[3], wanted_cp, wanted, cp, len);
			want(utf8_is_cut(s, n) == is_cut,
			     "%zu of %02X %02X %02X %02X: wanted cut %d, got %d", n, s[0], s[1],
			     s[2], s[3], is_cut, !is_cut);
		}
	}
}

static void every_code_point_survives_encode_and_decode(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		if (cp == 0xD800)
			cp = 0xE000;
		uint8_t bytes[4];
		uint32_t again;
		size_t n = utf8_encode(cp, bytes);
		size_t wanted = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
		want(n == wanted, "U+%04X: wanted %zu bytes, got %zu", cp, wanted, n);
		want(utf8_decode(bytes, n, &again) == n && again == cp,
		     "U+%04X: wanted it back, got U+%04X", cp, again);
	}
}

static void ill_formed_parts_become_what_the_standard_shows(void **state)
{
	(void)state;
	// Unicode, tables 3-8 to 3-11; 0 is U+FFFD.
	static const struct {
		const char *bytes;
		const char *wanted;
	} examples[] = {
		{"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "????????A"},
		{"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "????????A"},
		{"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "?????A??B"},
		{"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "????A"},
		{"\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", "a???b?c??d"},
	};
	for (size_t i = 0; i < COUNT(examples); i++) {
		const uint8_t *s = (const uint8_t *)examples[i].bytes;
		size_t n = strlen(examples[i].bytes);
		struct buf got = {0};
		for (size_t at = 0; at < n;) {
			uint32_t cp;
			at += utf8_decode(s + at, n - at, &cp);
			buf_add_char(&got, cp == UTF8_REPLACEMENT ? '?' : (char)cp);
		}
		want_string("characters", examples[i].wanted, buf_string(&got));
		want_number("count", strlen(examples[i].wanted), utf8_count(s, n));
		buf_done(&got);
	}
}

static void count_and_skip_agree_with_decoding_one_by_one(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		generate_text(&g, 2000, GENERATE_INVALID | GENERATE_CONTROL, &text);
		const uint8_t *s = (const uint8_t *)text.data;
		uint64_t count = 0;
		for (size_t at = 0; at < text.len; count++) {
			uint64_t found;
			size_t skipped = utf8_skip(s, text.len, count, &found);
			want(skipped == at && found == count,
			     "seed %" PRIu64 ": %" PRIu64 " characters: wanted %zu bytes, got %zu",
			     seed, count, at, skipped);
			uint32_t cp;
			at += utf8_decode(s + at, text.len - at, &cp);
		}
		want_number("count", count, utf8_count(s, text.len));
		uint64_t found;
		want_number("bytes of more than there is", text.len,
			    utf8_skip(s, text.len, count + 10, &found));
		want_number("characters of more than there is", count, found);
		buf_done(&text);
	}
}

// Reads a line of the test file into TEXT and STARTS, a byte for each of the text; a line feed
// or carriage return in it is told by *HAS_END.  False for a line without a case.
static bool read_case(char *line, struct buf *text, struct buf *starts, bool *has_end)
{
	buf_clear(text);
	buf_clear(starts);
	*has_end = false;
	line[strcspn(line, "#\n")] = '\0';
	bool begins = true;
	for (char *at = line; *at;) {
		if (string_starts(at, "÷") || string_starts(at, "×")) {
			begins = string_starts(at, "÷");
			at += strlen("÷");
		} else if ((*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'F')) {
			uint32_t cp = (uint32_t)strtoul(at, &at, 16);
			uint8_t bytes[4];
			size_t n = utf8_encode(cp, bytes);
			*has_end |= cp == '\n' || cp == '\r';
			buf_add(text, bytes, n);
			for (size_t i = 0; i < n; i++)
				buf_add_char(starts, begins && i == 0 ? '|' : '.');
		} else {
			at++;
		}
	}
	return text->len > 0;
}

static void clusters_begin_where_unicode_says(void **state)
{
	(void)state;
	const char *folder = getenv("KANTLIJN_UNICODE");
	struct buf path = {0}, text = {0}, starts = {0}, got = {0};
	buf_printf(&path, "%s/auxiliary/GraphemeBreakTest.txt",
		   folder && *folder ? folder : "/usr/share/unicode");
	FILE *f = fopen(buf_string(&path), "r");
	if (!f) {
		printf("# skip: %s is not there (Debian: unicode-data)\n", buf_string(&path));
		buf_done(&path);
		skip();
	}
	char line[4096];
	int cases = 0, wrong = 0, cases_with_ends = 0;
	for (int number = 1; fgets(line, sizeof line, f); number++) {
		bool has_end;
		if (!read_case(line, &text, &starts, &has_end))
			continue;
		cases++;
		cases_with_ends += has_end;
		uint8_t *flags = mem_new(text.len, 1);
		utf8_mark((const uint8_t *)text.data, text.len, flags);
		buf_clear(&got);
		for (size_t i = 0; i < text.len; i++)
			buf_add_char(&got, flags[i] & UTF8_CLUSTER ? '|' : '.');
		free(flags);
		if (string_equal(buf_string(&got), buf_string(&starts)))
			continue;
		wrong++;
		print_error("line %d, %s: wanted %s, got %s\n", number, line, buf_string(&starts),
			    buf_string(&got));
	}
	fclose(f);
	print_message("# %d cases, %d of them with line ends\n", cases, cases_with_ends);
	buf_done(&path);
	buf_done(&text);
	buf_done(&starts);
	buf_done(&got);
	want(cases > 500, "wanted more than 500 cases, got %d", cases);
	want(wrong == 0, "wanted all %d cases right, got %d wrong", cases, wrong);
}

static void lines_begin_only_where_clusters_do(void **state)
{
	(void)state;
	struct generate g = {7};
	struct buf text = {0};
	generate_text(&g, 50000, GENERATE_CONTROL, &text);
	uint8_t *flags = mem_new(text.len, 1);
	utf8_mark((const uint8_t *)text.data, text.len, flags);
	want(flags[0] & UTF8_CLUSTER, "wanted a cluster at the begin, got none");
	for (size_t i = 0; i < text.len; i++)
		want(!(flags[i] & UTF8_BREAK) || flags[i] & UTF8_CLUSTER,
		     "byte %zu: wanted a line to begin with a cluster, got one inside", i);
	free(flags);
	buf_done(&text);
}

static void hard_clusters_take_the_columns_of_a_terminal(void **state)
{
	(void)state;
	static const struct {
		const char *cluster;
		int cols;
	} clusters[] = {
		{"a", 1},
		{"~", 1},
		{"é", 1},
		{"e\u0301", 1},
		{"a\u0308\u0323\u0300\u0301\u0302\u0303\u0304", 1},
		{"\u00A0", 1},
		{"…", 1},
		{"漢", 2},
		{"\u3000", 2},
		{"Ａ", 2},
		{"ｶ", 1},
		{"가", 2},
		{"\u1112\u1161\u11AB", 2},
		{"\U0001F600", 2},
		{"\U0001F469\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466", 2},
		{"\U0001F3F4\u200D\u2620\uFE0F", 2},
		{"\U0001F1F3\U0001F1F1", 2},
		{"\U0001F44D\U0001F3FD", 2},
		{"\u2764\uFE0F", 2},
		{"1\uFE0F\u20E3", 2},
		{"\u0E01\u0E34", 1},
		{"\u05E9\u05C1", 1},
		{"\u200B", 0},
		{"\u2060", 0},
		{"\u00AD", 0},
		{"\t", 0},
		{"\x1B", 2},
		{"\x7F", 2},
		{"\xC2\x9B", 8},
		{"\u202E", 8},
		{"\uFFFD", 1},
	};
	for (size_t i = 0; i < COUNT(clusters); i++) {
		const char *s = clusters[i].cluster;
		int cols = utf8_show((const uint8_t *)s, strlen(s)).cols;
		want(cols == clusters[i].cols, "cluster %zu, \"%s\": wanted %d columns, got %d", i,
		     s, clusters[i].cols, cols);
	}
}

// What a terminal or the direction of text would obey, listed from the standards: C0,
// DEL, C1 (ECMA-48), Bidi_Control (UAX #9), line and paragraph separator.
static bool is_forbidden(uint32_t cp)
{
	static const uint32_t bidi[] = {0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D,
					0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x2028, 0x2029};
	for (size_t i = 0; i < COUNT(bidi); i++)
		if (cp == bidi[i])
			return true;
	return cp <= 0x1F || (cp >= 0x7F && cp <= 0x9F);
}

static void what_steers_a_terminal_is_never_shown_as_itself(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp < 0x3000; cp++) {
		if (!is_forbidden(cp) || cp == '\t')
			continue;
		uint8_t bytes[4];
		size_t n = utf8_encode(cp, bytes);
		struct utf8_shown shown = utf8_show(bytes, n);
		want(shown.is_replaced, "U+%04X: wanted it replaced, got itself", cp);
		want(shown.cols == (int)strlen(shown.text) && shown.cols > 0,
		     "U+%04X: wanted as many columns as \"%s\" has, got %d", cp, shown.text,
		     shown.cols);
		for (const char *at = shown.text; *at; at++)
			want(*at >= 0x20 && *at < 0x7F,
			     "U+%04X: wanted printable ASCII, got \"%s\"", cp, shown.text);
	}
}

static void sanitized_text_holds_nothing_that_steers_a_terminal(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct generate g = {seed};
		struct buf text = {0}, out = {0};
		generate_text(&g, 5000, GENERATE_EVERYTHING, &text);
		utf8_sanitize(&out, text.data, text.len);
		const uint8_t *s = (const uint8_t *)out.data;
		for (size_t i = 0; i < out.len;) {
			uint32_t cp;
			bool is_cut;
			size_t n = by_the_table(s + i, out.len - i, &cp, &is_cut);
			want(cp != 0xFFFD || n == 3, "seed %" PRIu64 ": wanted well-formed text",
			     seed);
			want(cp == '\n' || cp == '\t' || !is_forbidden(cp),
			     "seed %" PRIu64 ": wanted nothing that steers, got U+%04X", seed, cp);
			i += n;
		}
		buf_done(&text);
		buf_done(&out);
	}
}

static void sanitizing_shows_each_control_and_keeps_the_rest(void **state)
{
	(void)state;
	struct buf out = {0};
	const char *text = "één\x1B[1m\tx\xC2\x9B\n\xFF\u202Ey\x7F";
	utf8_sanitize(&out, text, strlen(text));
	want_string("sanitized", "één^[[1m\tx<U+009B>\n\uFFFD<U+202E>y^?", buf_string(&out));
	buf_clear(&out);
	utf8_sanitize(&out, "a\0b", 3);
	want_string("sanitized NUL", "a^@b", buf_string(&out));
	buf_done(&out);
}

// The end of the cluster at byte I.
static size_t cluster_end(const uint8_t *flags, size_t n, size_t i)
{
	for (i++; i < n && !(flags[i] & UTF8_CLUSTER); i++)
		;
	return i;
}

static void fit_takes_whole_clusters_and_as_many_as_fit(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		generate_text(&g, 200, GENERATE_CONTROL, &text);
		const uint8_t *s = (const uint8_t *)text.data;
		uint8_t *flags = mem_new(text.len, 1);
		utf8_mark(s, text.len, flags);
		for (int cols = 0; cols < 300; cols++) {
			int used, wanted_used = 0;
			size_t wanted = 0;
			while (wanted < text.len) {
				size_t end = cluster_end(flags, text.len, wanted);
				int wide = utf8_show(s + wanted, end - wanted).cols;
				if (wanted_used + wide > cols)
					break;
				wanted_used += wide;
				wanted = end;
			}
			size_t fits = utf8_fit(text.data, text.len, cols, &used);
			want(fits == wanted && used == wanted_used,
			     "seed %" PRIu64
			     ", %d columns: wanted %zu bytes of %d columns, got %zu of %d",
			     seed, cols, wanted, wanted_used, fits, used);
		}
		free(flags);
		buf_done(&text);
	}
}

static void ascii_is_measured_as_it_is_shown(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int cols;
	} texts[] = {
		{"", 0}, {"plain", 5}, {"a\x1B[1mb", 7}, {"\x07", 2}, {"x\x7Fy", 4}, {"é\x1B", 3},
	};
	for (size_t i = 0; i < COUNT(texts); i++) {
		int cols = utf8_columns(texts[i].text, strlen(texts[i].text));
		want(cols == texts[i].cols, "text %zu: wanted %d columns as it is shown, got %d", i,
		     texts[i].cols, cols);
	}
}

static void fit_does_not_let_half_a_control_character_in(void **state)
{
	(void)state;
	int used;
	want_number("bytes of a, ESC, b in 2 columns", 1,
		    utf8_fit("a\x1B"
			     "b",
			     3, 2, &used));
	want_number("columns", 1, used);
}

static void letters_digits_and_marks_are_words_and_blanks_are_not(void **state)
{
	(void)state;
	static const uint32_t words[] = {'a', 'Z', '0', '_', 0xE9, 0x0301, 0x4E00, 0x0661};
	static const uint32_t spaces[] = {' ', '\t', '\n', '\r', 0xA0, 0x2003, 0x3000, 0x2028};
	for (size_t i = 0; i < COUNT(words); i++)
		want(utf8_is_word(words[i]) && !utf8_is_space(words[i]),
		     "U+%04X: wanted part of a word, got none", words[i]);
	for (size_t i = 0; i < COUNT(spaces); i++)
		want(utf8_is_space(spaces[i]) && !utf8_is_word(spaces[i]),
		     "U+%04X: wanted white space, got none", spaces[i]);
	want(!utf8_is_word('-') && !utf8_is_word(0x201C), "wanted punctuation to be no word");
	want(utf8_is_upper('A') && utf8_is_upper(0xC9) && utf8_is_upper(0x0416),
	     "wanted A, É and Ж to be capitals");
	want(!utf8_is_upper('a') && !utf8_is_upper(0xE9) && !utf8_is_upper('1'),
	     "wanted a, é and 1 not to be capitals");
}

// Pieces as text, each followed by its columns.
static void want_pieces(const char *cluster, int cols, const char *wanted)
{
	struct utf8_piece pieces[UTF8_PIECES];
	struct buf out = {0};
	size_t n = strlen(cluster);
	int count = utf8_pieces((const uint8_t *)cluster, n, pieces);
	for (int i = 0; i < count; i++)
		buf_printf(&out, "%s%d", pieces[i].text, pieces[i].cols);
	want(strcmp(buf_string(&out), wanted) == 0, "%s: wanted %s, got %s", cluster, wanted,
	     buf_string(&out));
	want_number(cluster, cols, utf8_show((const uint8_t *)cluster, n).cols);
	buf_done(&out);
}

static void clusters_are_shown_in_pieces_that_terminals_agree_on(void **state)
{
	(void)state;
	want_pieces("a", 1, "a1");
	want_pieces("\u5B57", 2,
		    "\u5B57"
		    "2");
	want_pieces("e\u0301", 1,
		    "e\u0301"
		    "1");
	want_pieces("a\u0301\u0302\u0303\u0304\u0305\u0306", 1,
		    "a\u0301\u0302\u0303\u0304"
		    "1");
	want_pieces("\U0001F1F3\U0001F1F1", 2, "N1L1");
	want_pieces("\U0001F1F3", 1, "N1");
	want_pieces("\U0001F44D\U0001F3FD", 2,
		    "\U0001F44D"
		    "2");
	want_pieces("\U0001F3FD", 2,
		    "\U0001F3FD"
		    "2");
	want_pieces("\U0001F469\u200D\U0001F469\u200D\U0001F467", 2,
		    "\U0001F469"
		    "2");
	want_pieces("\U0001F469\U0001F3FD\u200D\u2764\uFE0F\u200D\U0001F468", 2,
		    "\U0001F469"
		    "2");
	want_pieces("\u2764\uFE0F", 2,
		    "\u2764"
		    "1");
	want_pieces("1\uFE0F\u20E3", 2,
		    "1\u20E3"
		    "1");
	want_pieces("\u1112\u1161\u11AB", 2,
		    "\u1112\u1161\u11AB"
		    "2");
	want_pieces("\U0001F3F4\U000E0067\U000E0062\U000E007F", 2,
		    "\U0001F3F4"
		    "2");
}

static void a_stack_of_any_height_has_the_columns_of_its_letter(void **state)
{
	(void)state;
	struct buf stack = {0};
	buf_add_string(&stack, "a");
	for (int i = 0; i < 10000; i++)
		buf_add_string(&stack, "\u0301");
	want_number("columns", 1, utf8_columns(buf_string(&stack), stack.len));
	buf_done(&stack);
}

static void ambiguous_characters_are_those_of_unicode(void **state)
{
	(void)state;
	static const char path[] = "/usr/share/unicode/EastAsianWidth.txt";
	FILE *f = fopen(path, "r");
	if (!f) {
		printf("# skip: no %s\n", path);
		skip();
	}
	static bool are[0x110000];
	char line[256];
	while (fgets(line, sizeof line, f)) {
		unsigned begin, end;
		char *width = strchr(line, ';');
		if (*line == '#' || !width || sscanf(line, "%x", &begin) != 1)
			continue;
		if (sscanf(line, "%x..%x", &begin, &end) != 2)
			end = begin;
		if (width[1 + strspn(width + 1, " ")] == 'A')
			for (; begin <= end; begin++)
				are[begin] = true;
	}
	fclose(f);
	for (uint32_t cp = 0xA0; cp < 0x110000; cp++) {
		int narrow = utf8_width(cp);
		utf8_set_ambiguous(true);
		int wide = utf8_width(cp);
		utf8_set_ambiguous(false);
		want(wide == (are[cp] && narrow == 1 ? 2 : narrow),
		     "U+%04X: wanted ambiguous %d, got %d columns and %d", cp, are[cp], narrow,
		     wide);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clusters_are_shown_in_pieces_that_terminals_agree_on),
		cmocka_unit_test(a_stack_of_any_height_has_the_columns_of_its_letter),
		cmocka_unit_test(ambiguous_characters_are_those_of_unicode),
		cmocka_unit_test(decode_agrees_with_the_table_on_every_class_of_bytes),
		cmocka_unit_test(every_code_point_survives_encode_and_decode),
		cmocka_unit_test(ill_formed_parts_become_what_the_standard_shows),
		cmocka_unit_test(count_and_skip_agree_with_decoding_one_by_one),
		cmocka_unit_test(clusters_begin_where_unicode_says),
		cmocka_unit_test(lines_begin_only_where_clusters_do),
		cmocka_unit_test(hard_clusters_take_the_columns_of_a_terminal),
		cmocka_unit_test(what_steers_a_terminal_is_never_shown_as_itself),
		cmocka_unit_test(sanitized_text_holds_nothing_that_steers_a_terminal),
		cmocka_unit_test(sanitizing_shows_each_control_and_keeps_the_rest),
		cmocka_unit_test(fit_takes_whole_clusters_and_as_many_as_fit),
		cmocka_unit_test(ascii_is_measured_as_it_is_shown),
		cmocka_unit_test(fit_does_not_let_half_a_control_character_in),
		cmocka_unit_test(letters_digits_and_marks_are_words_and_blanks_are_not),
	};
	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
