// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/folding.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { MOST_ONES = 12 }; // code points that one is folded to

// Those of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels, variation selectors.  Vowel
// signs of the scripts of India are letters.
const uint32_t folding_marks[FOLDING_MARKS][2] = {
	{0x300, 0x36F},	  {0x483, 0x489},   {0x591, 0x5BD},   {0x5BF, 0x5BF},	{0x5C1, 0x5C2},
	{0x5C4, 0x5C5},	  {0x5C7, 0x5C7},   {0x610, 0x61A},   {0x64B, 0x65F},	{0x670, 0x670},
	{0x6D6, 0x6DC},	  {0x6DF, 0x6E4},   {0x6E7, 0x6E8},   {0x6EA, 0x6ED},	{0x1AB0, 0x1AFF},
	{0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

const char *const folding_kinds[FOLDING_KINDS] = {
	"'\xE2\x80\x98\xE2\x80\x99\xE2\x80\x9A\xE2\x80\x9B\xCA\xBC\xE2\x80\xB2`\xC2\xB4",
	"\"\xE2\x80\x9C\xE2\x80\x9D\xE2\x80\x9E\xE2\x80\x9F\xC2\xAB\xC2\xBB\xE2\x80\xB3",
	"-\xE2\x80\x90\xE2\x80\x91\xE2\x80\x92\xE2\x80\x93\xE2\x80\x94\xE2\x88\x92",
};

const struct folding_ligature folding_ligatures[FOLDING_LIGATURES] = {
	{"ffi", 0xFB03}, {"ffl", 0xFB04}, {"ff", 0xFB00}, {"fi", 0xFB01}, {"fl", 0xFB02},
	{"ij", 0x133},	 {"IJ", 0x132},	  {"ss", 0xDF},	  {"SS", 0x1E9E}, {"oe", 0x153},
	{"OE", 0x152},	 {"ae", 0xE6},	  {"AE", 0xC6},
};

const uint32_t folding_strokes[FOLDING_STROKES][2] = {
	{'o', 0xF8},  {'O', 0xD8},  {'l', 0x142}, {'L', 0x141}, {'d', 0x111}, {'D', 0x110},
	{'h', 0x127}, {'H', 0x126}, {'t', 0x167}, {'T', 0x166}, {'i', 0x131}, {'i', 0x130},
};

bool folding_is_mark(uint32_t cp)
{
	for (size_t i = 0; i < FOLDING_MARKS; i++)
		if (cp >= folding_marks[i][0] && cp <= folding_marks[i][1])
			return true;
	return false;
}

bool folding_is_unseen(uint32_t cp)
{
	return cp == 0xAD || cp == 0x200B || cp == 0x200C || cp == 0x2060 || cp == 0xFEFF;
}

// The first of its kind, or CP itself.
static uint32_t first_of_kind(uint32_t cp)
{
	for (size_t k = 0; k < FOLDING_KINDS; k++) {
		const uint8_t *s = (const uint8_t *)folding_kinds[k];
		size_t n = strlen(folding_kinds[k]);
		for (size_t i = 0; i < n;) {
			uint32_t one;
			i += utf8_decode(s + i, n - i, &one);
			if (one == cp)
				return s[0];
		}
	}
	return cp;
}

static uint32_t without_stroke(uint32_t cp)
{
	for (size_t i = 0; i < FOLDING_STROKES; i++)
		if (folding_strokes[i][1] == cp)
			return folding_strokes[i][0];
	return cp;
}

// What CP may be written as: the letters of a ligature, the dots of an ellipsis.
static const char *written_out(uint32_t cp)
{
	for (size_t i = 0; i < FOLDING_LIGATURES; i++)
		if (folding_ligatures[i].one == cp)
			return folding_ligatures[i].letters;
	return cp == 0x2026 ? "..." : NULL;
}

static bool is_ideograph(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7A3);
}

// The code points that CP becomes; white space and dashes are left to the caller.
static size_t fold(uint32_t cp, uint32_t ones[MOST_ONES])
{
	uint32_t parts[UTF8_PARTS];
	size_t n = 0;
	ones[0] = cp;
	if (is_ideograph(cp))
		return 1;
	if (cp < 0x80) {
		ones[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp == '`' ? '\'' : cp;
		return 1;
	}
	if (folding_is_unseen(cp))
		return 0;
	const char *letters = written_out(cp);
	if (letters) {
		for (; *letters; letters++)
			ones[n++] = utf8_lower((uint8_t)*letters);
		return n;
	}
	if (cp >= 0xFF01 && cp <= 0xFF5E) // full-width ASCII
		return fold(cp - 0xFEE0, ones);
	size_t count = utf8_decompose(first_of_kind(cp), parts);
	for (size_t i = 0; i < count; i++)
		if (!folding_is_mark(parts[i]))
			ones[n++] = utf8_lower(without_stroke(parts[i]));
	for (size_t i = 0; i < n; i++)
		if (ones[i] == 0x3C2) // a final sigma
			ones[i] = 0x3C3;
	return n;
}

uint32_t folding_one(uint32_t cp)
{
	uint32_t ones[MOST_ONES];
	return fold(cp, ones) ? ones[0] : 0;
}

static void put(struct folded *f, uint32_t cp, size_t begin, size_t end)
{
	if (f->count == f->capacity)
		f->all = mem_reserve(f->all, &f->capacity, f->count + 1, sizeof *f->all);
	f->all[f->count++] = (struct folded_char){cp, (uint32_t)begin, (uint32_t)end};
}

static struct folded_char *last(struct folded *f, uint32_t cp)
{
	return f->count && f->all[f->count - 1].cp == cp ? &f->all[f->count - 1] : NULL;
}

// How many bytes a line end takes with the blanks behind it; 0 when there is none.
static size_t line_end(const uint8_t *s, size_t n)
{
	size_t i = n > 0 && s[0] == '\r';
	if (i >= n || s[i] != '\n')
		return 0;
	for (i++; i < n && (s[i] == ' ' || s[i] == '\t');)
		i++;
	return i;
}

// A hyphen behind a letter with a line end behind it: how many bytes follow that go with it.
static size_t parted_word(const struct folded *f, const uint8_t *s, size_t n)
{
	if (f->count == 0 || !utf8_is_word(f->all[f->count - 1].cp))
		return 0;
	return line_end(s, n);
}

static void fold_one(struct folded *f, uint32_t cp, size_t begin, size_t end)
{
	uint32_t ones[MOST_ONES];
	struct folded_char *before;
	size_t n = fold(cp, ones);
	if (n == 1 && utf8_is_space(ones[0]))
		ones[0] = ' ';
	if (n == 1 && (ones[0] == ' ' || ones[0] == '-') && (before = last(f, ones[0]))) {
		before->end = (uint32_t)end;
		return;
	}
	for (size_t i = 0; i < n; i++)
		put(f, ones[i], begin, end);
}

void folding_add(struct folded *f, const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t begin = i;
		uint32_t cp = s[i];
		if (cp - 'a' < 26) {
			put(f, cp, i, i + 1);
			i++;
			continue;
		}
		i += utf8_decode(s + i, n - i, &cp);
		size_t more =
			cp == '-' || cp == 0x2010 || cp == 0xAD ? parted_word(f, s + i, n - i) : 0;
		if (more)
			i += more;
		else if (cp == '\b' && f->count)
			f->count--;
		else
			fold_one(f, cp, begin, i);
	}
}

void folding_done(struct folded *f)
{
	free(f->all);
	*f = (struct folded){0};
}
