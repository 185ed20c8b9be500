// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/escapes.h"

enum {
	WIDEST = 124,	     // [col] a longer line was not wrapped by hand
	GAP = 3,	     // blanks in a row that look like a column
	WIDE_GAP = 8,	     // blanks that part a line in two
	LEADERS = 6,	     // dots in a row that lead from left to right
	LONGEST_NUMBER = 6,  // [byte] of the number of a page
	LONGEST_ORDINAL = 6, // [byte] of "1990s"
	LEAST_DRAWN = 8,     // [byte] of a line that is drawn with signs
};

static bool is_among(uint8_t c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

// Where the text behind a marker begins ("- ", "* ", "3. ", "b) ", "• "), or 0.
static size_t find_marker(const uint8_t *s, size_t indent, size_t n)
{
	size_t i = indent;
	if (i < n && is_among(s[i], "-*+")) {
		i++;
	} else if (i + 3 <= n && memcmp(s + i, "\xE2\x80\xA2", 3) == 0) {
		i += 3;
	} else {
		size_t from = i;
		while (i < n && line_is_digit(s[i]) && i - from < 3)
			i++;
		if (i == from && i + 1 < n && line_is_letter(s[i]) && s[i + 1] == ')')
			i++;
		if (i == from || i >= n || (s[i] != '.' && s[i] != ')'))
			return 0;
		i++;
	}
	size_t blanks = i;
	while (i < n && s[i] == ' ')
		i++;
	return i > blanks && i < n ? i : 0;
}

struct line line_read(const struct source *s, uint64_t begin, uint64_t end)
{
	size_t n;
	struct line l = {.begin = begin, .end = end, .text = source_bytes(s, begin, &n)};
	l.len = (size_t)(end - begin);
	if (escapes_any(l.text, l.len)) {
		l.stripped = mem_new(l.len, 1);
		l.len = escapes_strip(l.text, l.len, l.stripped);
		l.text = l.stripped;
	}
	while (l.len > 0 && (line_is_space(l.text[l.len - 1]) || l.text[l.len - 1] == '\n'))
		l.len--;
	while (l.indent < l.len && line_is_space(l.text[l.indent]))
		l.indent++;
	l.marker = find_marker(l.text, l.indent, l.len);
	l.cols = (int)utf8_count(l.text, l.len < 4096 ? l.len : 4096);
	size_t word = l.indent;
	while (word < l.len && !line_is_space(l.text[word]))
		word++;
	l.first_word = (int)utf8_count(l.text + l.indent, word - l.indent);
	return l;
}

void line_done(struct line *l)
{
	free(l->stripped);
}

void line_judge(struct line *l)
{
	l->is_kept = line_is_kept(l);
	l->is_rule = line_is_rule(l);
	l->is_field = line_is_field(l);
	l->is_key = !line_begins_with_word(l);
	l->is_capital = line_begins_with_capital(l);
}

bool line_is_field(const struct line *l)
{
	size_t i = l->indent;
	while (i < l->len && (line_is_letter(l->text[i]) || l->text[i] == '-'))
		i++;
	return i > l->indent + 1 && i + 1 < l->len && l->text[i] == ':' &&
	       line_is_space(l->text[i + 1]);
}

// From P[I] on the same byte stands at least so many times.
static bool has_row(const uint8_t *p, size_t i, size_t n, size_t least)
{
	size_t row = 0;
	while (i + row < n && p[i + row] == p[i] && row < least)
		row++;
	return row == least;
}

// "......... 12": dots lead from P[I] to a number at the end.
static bool leads_to_number(const uint8_t *p, size_t i, size_t n)
{
	if (p[i] != '.' || !has_row(p, i, n, LEADERS))
		return false;
	while (i < n && (p[i] == '.' || p[i] == ' '))
		i++;
	size_t digits = n - i;
	while (i < n && (line_is_digit(p[i]) || is_among(p[i], "ivxlcIVXLC")))
		i++;
	return i == n && digits > 0 && digits <= LONGEST_NUMBER;
}

bool line_is_drawn(const uint8_t *text, size_t len)
{
	size_t i = 0, words = 0, signs = 0, others = 0;
	while (len > 0 && line_is_space(text[len - 1]))
		len--;
	while (i < len && line_is_space(text[i]))
		i++;
	uint8_t first = i < len ? text[i] : 0;
	// What is wider than anybody sets a table is a paragraph on a line of its own.
	bool is_wide = len > 4 * WIDEST || utf8_count(text, len) > WIDEST;
	for (; i < len; i++) {
		// U+2500 to U+257F, box drawing.
		if (text[i] == 0xE2 && i + 1 < len && (text[i + 1] & 0xFE) == 0x94)
			return true;
		if (!is_wide && (leads_to_number(text, i, len) ||
				 (text[i] == ' ' && has_row(text, i, len, WIDE_GAP))))
			return true;
		bool is_word = line_is_letter(text[i]) || line_is_digit(text[i]) || text[i] >= 0x80;
		words += is_word;
		signs += !is_word && !line_is_space(text[i]);
		others += text[i] != first; // in a rule there are none
	}
	return !is_wide && others > 0 && words + signs >= LEAST_DRAWN && signs > 2 * words;
}

bool line_is_table(const struct line *l)
{
	int gaps = 0, blanks = 0;
	for (size_t i = l->indent; i < l->len; i++) {
		blanks = l->text[i] == ' ' ? blanks + 1 : 0;
		gaps += blanks == GAP || l->text[i] == '\t' || l->text[i] == '|';
	}
	return gaps > 1 || line_is_drawn(l->text, l->len);
}

static bool is_code(const struct line *l)
{
	return l->len > 0 && is_among(l->text[l->len - 1], ";{}\\");
}

// "# words" and "// words", whose signs stand at the begin of each line.
static bool is_comment(const struct line *l)
{
	const uint8_t *s = l->text + l->indent;
	size_t n = l->len - l->indent;
	return n > 1 && ((s[0] == '#' && (s[1] == ' ' || s[1] == '#')) ||
			 (s[0] == '/' && (s[1] == '/' || s[1] == '*')));
}

bool line_is_kept(const struct line *l)
{
	return l->text[l->indent] == '>' || l->cols > WIDEST || line_is_table(l) || is_code(l) ||
	       is_comment(l);
}

bool line_has_code(const struct line *l)
{
	static const char signs[][3] = {"==", "!=", "->", "=>", "::", "&&", "||", "+=", "$("};
	if (is_code(l) || is_comment(l) ||
	    (l->len > 1 && memcmp(l->text + l->len - 2, "):", 2) == 0))
		return true;
	for (size_t i = l->indent; i + 1 < l->len; i++) {
		if (!is_among(l->text[i], "=!-:&|+$"))
			continue; // by far the most bytes
		for (size_t sign = 0; sign < sizeof signs / sizeof *signs; sign++)
			if (memcmp(l->text + i, signs[sign], 2) == 0)
				return true;
	}
	return false;
}

bool line_is_rule(const struct line *l)
{
	size_t n = l->len - l->indent;
	const uint8_t *s = l->text + l->indent;
	if (n < 3 || !is_among(*s, "=-~*_"))
		return false;
	for (size_t i = 1; i < n; i++)
		if (s[i] != s[0])
			return false;
	return true;
}

bool line_begins_with_word(const struct line *l)
{
	size_t i = l->indent, digits = 0, letters = 0;
	while (i < l->len && is_among(l->text[i], "\"'([*_`$"))
		i++;
	bool is_name = i < l->len && l->text[i] >= 'A' && l->text[i] <= 'Z'; // "IPv6"
	for (; i < l->len && !line_is_space(l->text[i]); i++) {
		uint8_t c = l->text[i];
		bool is_last = i + 1 == l->len || line_is_space(l->text[i + 1]);
		// "mid-1990s", but not "d57f586".
		if (line_is_digit(c) && letters > 0 && !is_name && l->text[i - 1] != '-')
			return false;
		if (line_is_digit(c))
			digits++;
		else if (line_is_letter(c) || c >= 0x80)
			letters++;
		else if (!is_last && !is_among(c, "'-.,)\"*_`;:!?]+"))
			return false;
		if (c == '-')
			digits = 0; // a figure behind it is one of its own
	}
	return letters + digits > 0 &&
	       (is_name || digits == 0 || letters == 0 || digits + letters <= LONGEST_ORDINAL);
}

bool line_begins_with_capital(const struct line *l)
{
	size_t i = l->indent;
	if (i >= l->len || l->text[i] < 'A' || l->text[i] > 'Z')
		return false;
	return i + 1 == l->len || !(l->text[i + 1] >= 'A' && l->text[i + 1] <= 'Z');
}

bool line_ends_sentence(const struct line *l)
{
	return l->len > 0 && is_among(l->text[l->len - 1], ".!?:");
}

bool line_is_upper_case(const struct line *l)
{
	bool has_letter = false;
	for (size_t i = l->indent; i < l->len; i++) {
		if (l->text[i] >= 'a' && l->text[i] <= 'z')
			return false;
		has_letter |= line_is_letter(l->text[i]);
	}
	return has_letter;
}

bool line_names_a_part(const struct line *l)
{
	static const char *const words[] = {"CHAPTER ", "Chapter ", "HOOFDSTUK ", "Hoofdstuk ",
					    "BOOK ",	"Book ",    "PART ",	  "Part ",
					    "DEEL ",	"Deel "};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		if (l->len > n && memcmp(l->text, words[i], n) == 0 &&
		    (line_is_digit(l->text[n]) || is_among(l->text[n], "IVXLC")))
			return true;
	}
	size_t roman = 0;
	while (roman < l->len && is_among(l->text[roman], "IVXLC"))
		roman++;
	return roman > 0 && roman < l->len && l->text[roman] == '.' &&
	       (roman + 1 == l->len || l->text[roman + 1] == ' ');
}

int line_numbered_depth(const struct line *l)
{
	int depth = 0;
	size_t i = 0;
	while (i < l->len && line_is_digit(l->text[i]) && depth < 6) {
		while (i < l->len && line_is_digit(l->text[i]))
			i++;
		depth++;
		if (i < l->len && l->text[i] == '.')
			i++;
	}
	size_t title = i;
	while (title < l->len && l->text[title] == ' ')
		title++;
	return i > 1 && title > i && title < l->len && !line_is_digit(l->text[title]) ? depth : 0;
}
