// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/escapes.h"

#include <string.h>

#include "base/utf8.h"

enum {
	BACKSPACE = 0x08,
	BELL = 0x07,
	ESCAPE = 0x1B,
	MOST_NUMBERS = 32,     // of one SGR sequence
	LONGEST = 4096,	       // [byte] of a sequence
	LONGEST_CHARACTER = 4, // [byte]
	CUBE = 16,	       // the first of the 6 × 6 × 6 colours
	GRAYS = 232,	       // the first of the 24 grays
	WIDE = 0x1100,	       // from here on characters may take two columns, and two backspaces
};

bool escapes_any(const uint8_t *s, size_t n)
{
	return n > 0 && (memchr(s, ESCAPE, n) || memchr(s, BACKSPACE, n));
}

// Overstriking.

// The length of the printed character at S, or 0.
static size_t printed(const uint8_t *s, size_t n, uint32_t *cp)
{
	if (n == 0)
		return 0;
	size_t len = utf8_decode(s, n, cp);
	bool is_bad = *cp == UTF8_REPLACEMENT && len < 3;
	return *cp < 0x20 || (*cp >= 0x7F && *cp < 0xA0) || is_bad ? 0 : len;
}

// How many backspaces at S take CP back, or 0.
static size_t steps_back(const uint8_t *s, size_t n, uint32_t cp)
{
	if (n == 0 || s[0] != BACKSPACE)
		return 0;
	return cp >= WIDE && n > 1 && s[1] == BACKSPACE ? 2 : 1;
}

static bool read_overstrike(const uint8_t *s, size_t n, struct escapes_piece *piece)
{
	uint32_t shown, next;
	size_t len = printed(s, n, &shown);
	*piece = (struct escapes_piece){.len = len, .text = s, .text_len = len};
	while (len > 0) {
		size_t back = steps_back(s + piece->len, n - piece->len, shown);
		if (!back)
			break;
		const uint8_t *over = s + piece->len + back;
		len = printed(over, n - piece->len - back, &next);
		if (!len)
			break;
		bool is_line = next != shown && (shown == '_' || next == '_');
		piece->attributes |= is_line ? PARAGRAPH_UNDERLINE : PARAGRAPH_BOLD;
		piece->len += back + len;
		if (is_line && next == '_')
			continue;
		piece->text = over; // the last one is what paper would show best
		piece->text_len = len;
		shown = next;
	}
	return piece->attributes != 0;
}

// SGR.

static unsigned level_of(unsigned part)
{
	return part < 48 ? 0 : part < 115 ? 1 : (part - 35) / 40;
}

// The nearest of the 256 colours.
static unsigned nearest(unsigned red, unsigned green, unsigned blue)
{
	if (red == green && green == blue && red >= 8 && red < 243)
		return GRAYS + (red - 8 + 5) / 10;
	return CUBE + 36 * level_of(red) + 6 * level_of(green) + level_of(blue);
}

// Reads what follows 38 or 48 from NUMBERS on: *COLOR is 1 + the colour.  Returns how many it took.
static size_t read_color(const unsigned *numbers, size_t count, uint16_t *color)
{
	if (count >= 2 && numbers[0] == 5) {
		*color = (uint16_t)(numbers[1] <= 255 ? 1 + numbers[1] : 0);
		return 2;
	}
	if (count >= 4 && numbers[0] == 2) {
		if (numbers[1] <= 255 && numbers[2] <= 255 && numbers[3] <= 255)
			*color = (uint16_t)(1 + nearest(numbers[1], numbers[2], numbers[3]));
		return 4;
	}
	return count;
}

// Applies NUMBERS[0], and those behind it that belong to it; returns how many those are.
static size_t apply(const unsigned *numbers, size_t count, struct paragraph_look *look)
{
	static const struct {
		uint8_t add, remove;
	} switches[30] = {
		[1] = {PARAGRAPH_BOLD, 0},	 [2] = {PARAGRAPH_DIM, 0},
		[3] = {PARAGRAPH_ITALIC, 0},	 [4] = {PARAGRAPH_UNDERLINE, 0},
		[7] = {PARAGRAPH_REVERSE, 0},	 [9] = {PARAGRAPH_STRUCK, 0},
		[21] = {PARAGRAPH_UNDERLINE, 0}, [22] = {0, PARAGRAPH_BOLD | PARAGRAPH_DIM},
		[23] = {0, PARAGRAPH_ITALIC},	 [24] = {0, PARAGRAPH_UNDERLINE},
		[27] = {0, PARAGRAPH_REVERSE},	 [29] = {0, PARAGRAPH_STRUCK},
	};
	unsigned number = numbers[0];
	if (number == 0)
		*look = (struct paragraph_look){0};
	else if (number < 30)
		look->attributes = (uint8_t)((look->attributes & ~switches[number].remove) |
					     switches[number].add);
	else if (number == 38)
		return read_color(numbers + 1, count - 1, &look->foreground);
	else if (number == 48)
		return read_color(numbers + 1, count - 1, &look->background);
	else if (number <= 39)
		look->foreground = (uint16_t)(number == 39 ? 0 : 1 + number - 30);
	else if (number <= 49)
		look->background = (uint16_t)(number == 49 ? 0 : 1 + number - 40);
	else if (number >= 90 && number <= 97)
		look->foreground = (uint16_t)(1 + 8 + number - 90);
	else if (number >= 100 && number <= 107)
		look->background = (uint16_t)(1 + 8 + number - 100);
	return 0;
}

// The numbers of a control sequence; what a colon parts counts as if it was a semicolon, but 4:0
// and its kin (no or another underline) and the empty colour space of 38:2::R:G:B.
static size_t read_numbers(const uint8_t *s, size_t n, unsigned numbers[MOST_NUMBERS])
{
	size_t count = 0;
	unsigned number = 0;
	for (size_t i = 0; i <= n && count < MOST_NUMBERS; i++) {
		if (i < n && s[i] >= '0' && s[i] <= '9') {
			number = number < 1000 ? number * 10 + (unsigned)(s[i] - '0') : number;
			continue;
		}
		bool is_style = i > 1 && s[i - 2] == ':' && count > 0 && numbers[count - 1] == 4;
		bool is_space = i > 0 && i < n && s[i] == ':' && s[i - 1] == ':';
		if (is_style)
			numbers[count - 1] = number == 0 ? 24 : 4;
		else if (!is_space)
			numbers[count++] = number;
		number = 0;
	}
	return count;
}

// CSI: parameters, then a final byte (ECMA-48, section 5.4).  Only SGR and "erase in line" are
// taken.
static bool read_control(const uint8_t *s, size_t n, struct paragraph_look *look, size_t *len)
{
	size_t i = 2;
	while (i < n && i < LONGEST && ((s[i] >= '0' && s[i] <= '9') || s[i] == ';' || s[i] == ':'))
		i++;
	if (i >= n || (s[i] != 'm' && s[i] != 'K'))
		return false;
	*len = i + 1;
	if (s[i] == 'K')
		return true;
	unsigned numbers[MOST_NUMBERS];
	size_t count = read_numbers(s + 2, i - 2, numbers);
	for (size_t at = 0; at < count; at++)
		at += apply(numbers + at, count - at, look);
	return true;
}

// OSC 8, up to its string terminator or a bell.
static bool read_link(const uint8_t *s, size_t n, size_t *len)
{
	if (n < 4 || memcmp(s, "\033]8;", 4) != 0)
		return false;
	for (size_t i = 4; i < n && i < LONGEST; i++) {
		if (s[i] == BELL || (s[i] == ESCAPE && i + 1 < n && s[i + 1] == '\\')) {
			*len = s[i] == BELL ? i + 1 : i + 2;
			return true;
		}
		if (s[i] < 0x20)
			return false;
	}
	return false;
}

bool escapes_read(const uint8_t *s, size_t n, struct paragraph_look *look,
		  struct escapes_piece *piece)
{
	if (n < 3)
		return false;
	if (s[0] != ESCAPE)
		return read_overstrike(s, n, piece);
	*piece = (struct escapes_piece){0};
	return s[1] == '[' ? read_control(s, n, look, &piece->len) : read_link(s, n, &piece->len);
}

// How many bytes at S surely begin nothing that is read here: up to an escape, or to the character
// before a backspace.
static size_t plain(const uint8_t *s, size_t n)
{
	size_t i = 0;
	while (i < n && s[i] != ESCAPE && s[i] != BACKSPACE)
		i++;
	if (i < n && s[i] == BACKSPACE)
		return i > LONGEST_CHARACTER ? i - LONGEST_CHARACTER : 0;
	return i;
}

size_t escapes_strip(const uint8_t *s, size_t n, uint8_t *out)
{
	struct paragraph_look look = {0};
	size_t len = 0;
	for (size_t i = 0; i < n;) {
		struct escapes_piece piece;
		size_t copied = plain(s + i, n - i);
		memcpy(out + len, s + i, copied);
		len += copied;
		i += copied;
		if (i == n)
			break;
		if (escapes_read(s + i, n - i, &look, &piece)) {
			if (piece.text)
				memcpy(out + len, piece.text, piece.text_len);
			len += piece.text_len;
			i += piece.len;
		} else {
			out[len++] = s[i++];
		}
	}
	return len;
}
