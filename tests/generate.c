// SPDX-License-Identifier: ISC
#include "config.h"

#include "generate.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	uint32_t first, last;
} scripts[] = {
	{'a', 'z'},	  {'A', 'Z'},	    {0x00C0, 0x00FF}, {0x03B1, 0x03C9},	  {0x0430, 0x044F},
	{0x0561, 0x0586}, {0x05D0, 0x05EA}, {0x0621, 0x0652}, {0x0904, 0x094D},	  {0x0B95, 0x0BCD},
	{0x0E01, 0x0E3A}, {0x10D0, 0x10F0}, {0x1100, 0x11F9}, {0x1208, 0x1248},	  {0x3041, 0x3096},
	{0x30A1, 0x30FA}, {0x4E00, 0x9FA5}, {0xAC00, 0xD7A3}, {0x1D400, 0x1D454},
};

static const char *const clusters[] = {
	"e\u0301",
	"a\u0308\u0323\u0300",
	"\U0001F600",
	"\U0001F469\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466",
	"\U0001F1F3\U0001F1F1",
	"\u2764\uFE0F",
	"\U0001F44D\U0001F3FD",
	"1\uFE0F\u20E3",
	"\u1112\u1161\u11AB",
	"\u0915\u094D\u0937\u093F",
	"\uFF76\uFF9E",
	"\u0600\u0661",
};

static const uint32_t ambiguous[] = {0xA1,   0xA7,   0xB1,   0xD7,   0x2014, 0x2026, 0x2190,
				     0x2460, 0x2500, 0x25A0, 0x25CF, 0x2605, 0x2660, 0x0416,
				     0x03A9, 0x201C, 0x20AC, 0x2103, 0x2211, 0x221E};

static const char *const separators[] = {
	" ",	  " ",	    " ",      " ", " ",	 "  ",	   ", ", ". ", "-",  "\u2014",
	"\u00A0", "\u200B", "\u00AD", "/", "\t", "\u3000", "; ", " (", ") ", "\u2060",
};

static const char *const ends[] = {"\n",      "\n",    "\n\n", "\r\n",
				   "\n \t\n", "\n   ", "\n\t", "\n\n\n"};

static const char *const controls[] = {
	"\x01",	    "\x1B[31m", "\x07",	  "\r",	    "\x7F",   "\f",	"\v",	  "\xC2\x85",
	"\xC2\x9B", "\u202E",	"\u2066", "\u2069", "\u200F", "\u061C", "\u2028", "\uFFF9",
};

static const char *const invalid[] = {
	"\xFF",		"\x80\x80\x80\x80\x80", "\xC3",	    "\xE2\x82",	    "\xF0\x9F\x98",
	"\xED\xA0\x80", "\xF4\x90\x80\x80",	"\xC0\xAF", "\xE0\x80\x80", "\xF8",
};

uint64_t generate_below(struct generate *g, uint64_t below)
{
	// Splitmix64, by Sebastiano Vigna (public domain).
	uint64_t z = g->seed += UINT64_C(0x9E3779B97F4A7C15);
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return (z ^ z >> 31) % below;
}

#define ONE_OF(g, array) ((array)[generate_below((g), COUNT(array))])

static void add_word(struct generate *g, size_t length, struct buf *out)
{
	size_t script = generate_below(g, COUNT(scripts));
	for (size_t i = 0; i < length; i++) {
		uint64_t range = scripts[script].last - scripts[script].first + 1;
		uint8_t bytes[4];
		buf_add(out, bytes,
			utf8_encode(scripts[script].first + (uint32_t)generate_below(g, range),
				    bytes));
		if (generate_below(g, 40) == 0)
			buf_add_string(out, "\u0301");
	}
}

void generate_cluster(struct generate *g, struct buf *out)
{
	buf_add_string(out, ONE_OF(g, clusters));
}

static void add_code_point(uint32_t cp, struct buf *out)
{
	uint8_t bytes[4];
	buf_add(out, bytes, utf8_encode(cp, bytes));
}

// A code point of a range.
static void add_from(struct generate *g, uint32_t begin, uint32_t end, struct buf *out)
{
	add_code_point(begin + (uint32_t)generate_below(g, end - begin + 1), out);
}

static void add_emoji(struct generate *g, struct buf *out)
{
	add_from(g, 0x1F400, 0x1F4FC, out);
}

static void add_family(struct generate *g, struct buf *out)
{
	add_from(g, 0x1F466, 0x1F469, out);
	for (uint64_t n = 1 + generate_below(g, 3); n > 0; n--) {
		add_code_point(0x200D, out);
		add_from(g, 0x1F466, 0x1F469, out);
	}
}

static void add_stack(struct generate *g, struct buf *out)
{
	add_from(g, 'a', 'z', out);
	for (uint64_t n = 1 + generate_below(g, 12); n > 0; n--)
		add_from(g, 0x0300, 0x036F, out);
}

static void add_syllable(struct generate *g, struct buf *out)
{
	add_from(g, 0x0915, 0x0939, out);
	for (uint64_t n = generate_below(g, 3); n > 0; n--) {
		add_code_point(0x094D, out);
		add_from(g, 0x0915, 0x0939, out);
	}
	add_from(g, 0x093E, 0x0944, out);
}

void generate_hard_cluster(struct generate *g, int number, struct buf *out)
{
	switch (number % 15) {
	case 0:
		add_emoji(g, out);
		break;
	case 1: // a skin tone
		add_from(g, 0x1F442, 0x1F450, out);
		add_from(g, 0x1F3FB, 0x1F3FF, out);
		break;
	case 2: // a flag
		add_from(g, 0x1F1E6, 0x1F1FF, out);
		add_from(g, 0x1F1E6, 0x1F1FF, out);
		break;
	case 3:
		add_family(g, out);
		break;
	case 4: // text that is to be an emoji
		add_from(g, 0x2600, 0x2604, out);
		add_code_point(0xFE0F, out);
		break;
	case 5: // a keycap
		add_from(g, '0', '9', out);
		buf_add_string(out, "\uFE0F\u20E3");
		break;
	case 6:
		add_stack(g, out);
		break;
	case 7: // Hangul, composed of jamo
		add_from(g, 0x1100, 0x1112, out);
		add_from(g, 0x1161, 0x1175, out);
		add_from(g, 0x11A8, 0x11C2, out);
		break;
	case 8:
		add_syllable(g, out);
		break;
	case 9: // Thai, with vowel and tone
		add_from(g, 0x0E01, 0x0E2E, out);
		add_from(g, 0x0E34, 0x0E37, out);
		add_from(g, 0x0E48, 0x0E4B, out);
		break;
	case 10: // Hebrew, pointed
		add_from(g, 0x05D0, 0x05EA, out);
		add_from(g, 0x05B0, 0x05B9, out);
		break;
	case 11: // Tamil
		add_from(g, 0x0BAE, 0x0BB9, out);
		add_from(g, 0x0BC6, 0x0BC8, out);
		break;
	case 12: // fullwidth and CJK
		if (generate_below(g, 2))
			add_from(g, 0xFF01, 0xFF5E, out);
		else
			add_from(g, 0x4E00, 0x9FA5, out);
		break;
	case 13: // of ambiguous width
		add_code_point(ONE_OF(g, ambiguous), out);
		break;
	default: // Arabic, with marks
		add_from(g, 0x0628, 0x063A, out);
		add_from(g, 0x064B, 0x0652, out);
		break;
	}
}

static void add_unit(struct generate *g, unsigned flags, struct buf *out)
{
	uint64_t die = generate_below(g, 100);
	if (die < 4)
		generate_cluster(g, out);
	else if (die < 7 && flags & GENERATE_INVALID)
		buf_add_string(out, ONE_OF(g, invalid));
	else if (die < 10 && flags & GENERATE_CONTROL)
		buf_add_string(out, ONE_OF(g, controls));
	else if (die == 10 && flags & GENERATE_CONTROL)
		buf_add_char(out, '\0');
	else if (die == 11)
		add_word(g, 30 + generate_below(g, 200), out);
	else
		add_word(g, 1 + generate_below(g, 10), out);
	buf_add_string(out, ONE_OF(g, separators));
}

static void add_long_line(struct generate *g, unsigned flags, struct buf *out)
{
	size_t end = out->len + 60 * 1024 + generate_below(g, 140 * 1024);
	uint64_t kind = generate_below(g, 4);
	while (out->len < end) {
		if (kind == 0)
			add_word(g, 100, out);
		else if (kind == 1)
			generate_cluster(g, out);
		else
			add_unit(g, flags, out);
	}
}

void generate_text(struct generate *g, size_t size, unsigned flags, struct buf *out)
{
	size_t end = out->len + size;
	while (out->len < end) {
		add_unit(g, flags, out);
		if (generate_below(g, 20) == 0)
			buf_add_string(out, ONE_OF(g, ends));
		if (flags & GENERATE_LONG_LINE && generate_below(g, 2000) == 0)
			add_long_line(g, flags, out);
	}
}

bool generate_from_file(const char *folder, const char *instead, const char *path, size_t most,
			struct buf *out)
{
	struct buf full = {0};
	const char *value = getenv(folder);
	buf_printf(&full, "%s/%s", value && *value ? value : instead, path);
	FILE *f = fopen(buf_string(&full), "rb");
	buf_done(&full);
	if (!f)
		return false;
	char in[4096];
	size_t n;
	while (most > 0 && (n = fread(in, 1, most < sizeof in ? most : sizeof in, f)) > 0) {
		buf_add(out, in, n);
		most -= n;
	}
	bool is_read = !ferror(f);
	fclose(f);
	return is_read;
}
