// SPDX-License-Identifier: ISC
// A backslash before a sign of ASCII that is punctuation takes its meaning away (CommonMark, 2.4).
// The signs that mean something anywhere always get one, the others only where they mean something,
// so that prose can still be read as it is.
#include "config.h"

#include "output/markdown.h"

#include <string.h>

#include "base/utf8.h"

enum { LIST_DIGITS = 9 }; // of the number of a list at the most (CommonMark, 5.2)

// TEXT in one line, without blanks at its ends.
static void add_line(struct buf *out, const char *text)
{
	struct buf safe = {0};
	utf8_sanitize(&safe, text, strlen(text));
	bool has_blank = false;
	for (const char *s = buf_string(&safe); *s; s++) {
		if (strchr(" \t\r\n", *s)) {
			has_blank = out->len > 0;
			continue;
		}
		if (has_blank)
			buf_add_char(out, ' ');
		has_blank = false;
		buf_add_char(out, *s);
	}
	buf_done(&safe);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// Does the text before S, which begins at BEGIN, end with WORD?
static bool follows(const char *s, const char *begin, const char *word)
{
	size_t n = strlen(word);
	if ((size_t)(s - begin) < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((s[(ptrdiff_t)i - (ptrdiff_t)n] | 0x20) != word[i])
			return false;
	return true;
}

// Would a bare address begin here, which some make a link by itself?
static bool is_of_address(const char *s, const char *begin)
{
	if (*s == ':')
		return string_starts(s, "://") || follows(s, begin, "mailto") ||
		       follows(s, begin, "xmpp");
	if (*s == '@')
		return s > begin && s[-1] != ' ' && s[1] && s[1] != ' ';
	return *s == '.' && follows(s, begin, "www");
}

// How many bytes of a line's begin, up to a sign that makes it a list, heading or rule, go before
// the backslash; the length of the line when there is none.
static size_t before_mark(const char *line)
{
	size_t digits = 0;
	while (is_digit(line[digits]) && digits <= LIST_DIGITS)
		digits++;
	if (digits)
		return line[digits] == '.' || line[digits] == ')' ? digits : strlen(line);
	return *line && strchr("#+-=:", *line) ? 0 : strlen(line);
}

void markdown_add(struct buf *out, const char *text, bool at_start)
{
	struct buf line = {0};
	add_line(&line, text);
	const char *begin = buf_string(&line);
	size_t mark = at_start ? before_mark(begin) : line.len;
	for (const char *s = begin; *s; s++) {
		bool is_mark = strchr("\\`*_[]{}<>&|~^$", *s) || (size_t)(s - begin) == mark;
		// Signs at the end of a heading would close it.
		is_mark |= *s == '#' && s > begin && (s[-1] == ' ' || s[-1] == '#');
		if (is_mark || is_of_address(s, begin))
			buf_add_char(out, '\\');
		buf_add_char(out, *s);
	}
	buf_done(&line);
}

// Signs that stand in addresses (RFC 3986), and mean nothing within those brackets.
static bool is_plain(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
		       (cp >= 'a' && cp <= 'z') || (cp && strchr("-._~:/?#@!$+,;=%'", (int)cp));
	return utf8_is_letter(cp);
}

void markdown_add_address(struct buf *out, const char *address)
{
	size_t n = strlen(address);
	for (size_t i = 0, size; i < n; i += size) {
		uint32_t cp;
		size = utf8_decode((const uint8_t *)address + i, n - i, &cp);
		if (is_plain(cp))
			buf_add(out, address + i, size);
		else if (cp == '&')
			buf_add_string(out, "\\&"); // no entity
		else
			for (size_t b = 0; b < size; b++)
				buf_printf(out, "%%%02X", (unsigned char)address[i + b]);
	}
}
