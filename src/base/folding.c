// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/folding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum {
	MOST_ONES = 3 * UTF8_PARTS, // code points that one is folded to
	MOST_KNOWN = 2,		    // … that are kept,
	KNOWN = 1024,		    // for so many
};

// Korean letters and syllables (Unicode, section 3.12).
enum {
	INITIAL = 0x1100,
	VOWEL = 0x1161,
	FINAL = 0x11A7, // that of none
	SYLLABLE = 0xAC00,
	INITIALS = 19,
	VOWELS = 21,
	FINALS = 28,
	SYLLABLES = INITIALS * VOWELS * FINALS,
};

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

// Ideographs, and syllables of Korean: themselves.
static bool is_ideograph(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= SYLLABLE && cp < SYLLABLE + SYLLABLES);
}

static size_t fold_part(uint32_t cp, uint32_t *ones)
{
	const char *letters = written_out(cp);
	size_t n = 0;
	if (folding_is_mark(cp))
		return 0;
	if (!letters) {
		ones[0] = utf8_lower(without_stroke(first_of_kind(cp)));
		if (ones[0] == 0x3C2) // a final sigma
			ones[0] = 0x3C3;
		return 1;
	}
	for (; letters[n]; n++)
		ones[n] = utf8_lower((uint8_t)letters[n]);
	return n;
}

// Characters of ASCII that need no look at what is around them.
static inline bool is_plain(uint8_t c)
{
	return c > ' ' && c < 0x7F && c != '-';
}

static inline uint32_t fold_ascii(uint32_t c)
{
	return c - 'A' < 26u ? c + 32u : c == '`' ? '\'' : c;
}

// The code points that CP becomes; runs of white space and of dashes are left to the caller.
static size_t fold(uint32_t cp, uint32_t ones[MOST_ONES])
{
	uint32_t parts[UTF8_PARTS];
	size_t n = 0;
	if (cp >= 0xFF01 && cp <= 0xFF5E) // full-width ASCII
		cp -= 0xFEE0;
	ones[0] = cp;
	if (is_ideograph(cp))
		return 1;
	if (utf8_is_space(cp)) {
		ones[0] = ' ';
		return 1;
	}
	if (cp < 0x80) {
		ones[0] = fold_ascii(cp);
		return 1;
	}
	if (folding_is_unseen(cp))
		return 0;
	size_t count = utf8_decompose(cp, parts);
	for (size_t i = 0; i < count; i++)
		n += fold_part(parts[i], ones + n);
	return n;
}

uint32_t folding_one(uint32_t cp)
{
	uint32_t ones[MOST_ONES];
	return fold(cp, ones) ? ones[0] : 0;
}

bool folding_is_own_word(uint32_t cp)
{
	return (cp >= 0xE00 && cp <= 0xEFF) || (cp >= 0x1000 && cp <= 0x109F) ||
	       (cp >= 0x1780 && cp <= 0x17FF) || (cp >= 0x2E80 && cp < 0xAC00) ||
	       (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x3FFFF);
}

// What was folded lately, by code point: looking a letter up in Unicode's tables takes a hundred
// times as long as a letter of ASCII does, and texts have few different ones.
struct folded_known {
	uint32_t cp; // 0: not in use
	uint32_t count;
	uint32_t ones[MOST_KNOWN];
};

static size_t fold_known(struct folded *f, uint32_t cp, uint32_t ones[MOST_ONES])
{
	if (!f->known)
		f->known = mem_new(KNOWN, sizeof *f->known);
	struct folded_known *k = &f->known[cp % KNOWN];
	if (k->cp == cp && cp) {
		for (size_t i = 0; i < MOST_KNOWN; i++)
			ones[i] = k->ones[i];
		return k->count;
	}
	size_t n = fold(cp, ones);
	if (n > MOST_KNOWN)
		return n;
	*k = (struct folded_known){.cp = cp, .count = (uint32_t)n};
	memcpy(k->ones, ones, n * sizeof *ones);
	return n;
}

static void put(struct folded *f, uint32_t cp, size_t begin, size_t end)
{
	assert(f->count < f->capacity);
	f->all[f->count++] = (struct folded_char){cp, (uint32_t)begin, (uint32_t)end};
}

static struct folded_char *last(struct folded *f)
{
	return f->count ? &f->all[f->count - 1] : NULL;
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
static size_t parted_word(struct folded *f, const uint8_t *s, size_t n)
{
	if (f->count == 0 || !utf8_is_word(last(f)->cp))
		return 0;
	return line_end(s, n);
}

// Letters of Korean that were written apart: the syllable of which CP is the vowel or the final
// (Unicode, section 3.12), 0 when it is none.
static uint32_t syllable(uint32_t before, uint32_t cp)
{
	if (before - INITIAL < INITIALS && cp - VOWEL < VOWELS)
		return SYLLABLE + ((before - INITIAL) * VOWELS + cp - VOWEL) * FINALS;
	if (before - SYLLABLE < SYLLABLES && (before - SYLLABLE) % FINALS == 0 && cp > FINAL &&
	    cp < FINAL + FINALS)
		return before + cp - FINAL;
	return 0;
}

static void fold_one(struct folded *f, uint32_t cp, size_t begin, size_t end)
{
	uint32_t ones[MOST_ONES];
	struct folded_char *before = last(f);
	size_t n = fold_known(f, cp, ones);
	if (n == 1 && before && before->cp == ones[0] && (ones[0] == ' ' || ones[0] == '-')) {
		before->end = (uint32_t)end;
		return;
	}
	if (n == 0 && before && before->end == begin && folding_is_mark(cp))
		before->end = (uint32_t)end; // so that nothing is cut off its mark
	uint32_t both = n == 1 && before ? syllable(before->cp, ones[0]) : 0;
	if (both) {
		before->cp = both;
		before->end = (uint32_t)end;
		return;
	}
	for (size_t i = 0; i < n; i++)
		put(f, ones[i], begin, end);
}

// Behind a backspace: what was struck over goes, but not for the line of underlining.  Returns how
// many bytes that are behind it go too.
static size_t strike(struct folded *f, const uint8_t *s, size_t n)
{
	if (n > 0 && s[0] == '_' && last(f)->cp != '_')
		return 1;
	f->count--;
	return 0;
}

// Folds as many plain characters as follow, with single blanks between them; returns where others
// begin.
static size_t fold_plain(struct folded *f, const uint8_t *s, size_t i, size_t n)
{
	struct folded_char *out = f->all + f->count;
	bool is_blank = f->count && out[-1].cp == ' ';
	for (; i < n && (is_plain(s[i]) || (s[i] == ' ' && !is_blank)); i++) {
		is_blank = s[i] == ' ';
		*out++ = (struct folded_char){fold_ascii(s[i]), (uint32_t)i, (uint32_t)i + 1};
	}
	f->count = (size_t)(out - f->all);
	return i;
}

void folding_add(struct folded *f, const uint8_t *s, size_t n)
{
	if (n == 0)
		return;
	// No character folds to more than it has bytes.
	f->all = mem_reserve(f->all, &f->capacity, f->count + n, sizeof *f->all);
	for (size_t i = 0; (i = fold_plain(f, s, i, n)) < n;) {
		size_t begin = i, more = 0;
		uint32_t cp;
		i += utf8_decode(s + i, n - i, &cp);
		if (is_ideograph(cp)) {
			put(f, cp, begin, i);
			continue;
		}
		if (cp == '-' || cp == 0x2010 || cp == 0xAD)
			more = parted_word(f, s + i, n - i);
		if (more)
			i += more;
		else if (cp == '\b' && f->count)
			i += strike(f, s + i, n - i);
		else
			fold_one(f, cp, begin, i);
	}
}

void folding_done(struct folded *f)
{
	free(f->all);
	free(f->known);
	*f = (struct folded){0};
}
