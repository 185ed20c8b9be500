// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/sentence.h"

#include "base/utf8.h"

struct range_of_class {
	uint32_t first, last;
	uint8_t class;
};

// What the properties of libunistring do not tell: Sentence_Terminal, SContinue, Sep, and the
// quotation marks without a side (Line_Break QU) and signs within numbers (Line_Break NU) that are
// punctuation or symbols by their category; and letters that became Lowercase in Unicode 15.
// tests/test_sentence.c holds all of it against Unicode's SentenceBreakProperty.txt.
static const struct range_of_class special[] = {
	{0x0085, 0x0085, SENTENCE_SEP},	      {0x055D, 0x055D, SENTENCE_SCONTINUE},
	{0x0589, 0x0589, SENTENCE_STERM},     {0x05F3, 0x05F3, SENTENCE_OLETTER},
	{0x060C, 0x060D, SENTENCE_SCONTINUE}, {0x061D, 0x061F, SENTENCE_STERM},
	{0x066B, 0x066C, SENTENCE_NUMERIC},   {0x06D4, 0x06D4, SENTENCE_STERM},
	{0x0700, 0x0702, SENTENCE_STERM},     {0x07F8, 0x07F8, SENTENCE_SCONTINUE},
	{0x07F9, 0x07F9, SENTENCE_STERM},     {0x0837, 0x0837, SENTENCE_STERM},
	{0x0839, 0x0839, SENTENCE_STERM},     {0x083D, 0x083E, SENTENCE_STERM},
	{0x0964, 0x0965, SENTENCE_STERM},     {0x104A, 0x104B, SENTENCE_STERM},
	{0x10FC, 0x10FC, SENTENCE_LOWER},     {0x1362, 0x1362, SENTENCE_STERM},
	{0x1367, 0x1368, SENTENCE_STERM},     {0x166E, 0x166E, SENTENCE_STERM},
	{0x1735, 0x1736, SENTENCE_STERM},     {0x1802, 0x1802, SENTENCE_SCONTINUE},
	{0x1803, 0x1803, SENTENCE_STERM},     {0x1808, 0x1808, SENTENCE_SCONTINUE},
	{0x1809, 0x1809, SENTENCE_STERM},     {0x1944, 0x1945, SENTENCE_STERM},
	{0x1AA8, 0x1AAB, SENTENCE_STERM},     {0x1B5A, 0x1B5B, SENTENCE_STERM},
	{0x1B5E, 0x1B5F, SENTENCE_STERM},     {0x1B7D, 0x1B7E, SENTENCE_STERM},
	{0x1C3B, 0x1C3C, SENTENCE_STERM},     {0x1C7E, 0x1C7F, SENTENCE_STERM},
	{0x2013, 0x2014, SENTENCE_SCONTINUE}, {0x2024, 0x2024, SENTENCE_ATERM},
	{0x2028, 0x2029, SENTENCE_SEP},	      {0x203C, 0x203D, SENTENCE_STERM},
	{0x2047, 0x2049, SENTENCE_STERM},     {0x275B, 0x2760, SENTENCE_CLOSE},
	{0x2E00, 0x2E01, SENTENCE_CLOSE},     {0x2E06, 0x2E08, SENTENCE_CLOSE},
	{0x2E0B, 0x2E0B, SENTENCE_CLOSE},     {0x2E2E, 0x2E2E, SENTENCE_STERM},
	{0x2E3C, 0x2E3C, SENTENCE_STERM},     {0x2E53, 0x2E54, SENTENCE_STERM},
	{0x3001, 0x3001, SENTENCE_SCONTINUE}, {0x3002, 0x3002, SENTENCE_STERM},
	{0xA4FF, 0xA4FF, SENTENCE_STERM},     {0xA60E, 0xA60F, SENTENCE_STERM},
	{0xA6F3, 0xA6F3, SENTENCE_STERM},     {0xA6F7, 0xA6F7, SENTENCE_STERM},
	{0xA7F2, 0xA7F4, SENTENCE_LOWER},     {0xA876, 0xA877, SENTENCE_STERM},
	{0xA8CE, 0xA8CF, SENTENCE_STERM},     {0xA92F, 0xA92F, SENTENCE_STERM},
	{0xA9C8, 0xA9C9, SENTENCE_STERM},     {0xAA5D, 0xAA5F, SENTENCE_STERM},
	{0xAAF0, 0xAAF1, SENTENCE_STERM},     {0xAB69, 0xAB69, SENTENCE_LOWER},
	{0xABEB, 0xABEB, SENTENCE_STERM},     {0xFE10, 0xFE11, SENTENCE_SCONTINUE},
	{0xFE13, 0xFE13, SENTENCE_SCONTINUE}, {0xFE31, 0xFE32, SENTENCE_SCONTINUE},
	{0xFE50, 0xFE51, SENTENCE_SCONTINUE}, {0xFE52, 0xFE52, SENTENCE_ATERM},
	{0xFE55, 0xFE55, SENTENCE_SCONTINUE}, {0xFE56, 0xFE57, SENTENCE_STERM},
	{0xFE58, 0xFE58, SENTENCE_SCONTINUE}, {0xFE63, 0xFE63, SENTENCE_SCONTINUE},
	{0xFF01, 0xFF01, SENTENCE_STERM},     {0xFF0C, 0xFF0D, SENTENCE_SCONTINUE},
	{0xFF0E, 0xFF0E, SENTENCE_ATERM},     {0xFF1A, 0xFF1A, SENTENCE_SCONTINUE},
	{0xFF1F, 0xFF1F, SENTENCE_STERM},     {0xFF61, 0xFF61, SENTENCE_STERM},
	{0xFF64, 0xFF64, SENTENCE_SCONTINUE}, {0x10A56, 0x10A57, SENTENCE_STERM},
	{0x10F55, 0x10F59, SENTENCE_STERM},   {0x10F86, 0x10F89, SENTENCE_STERM},
	{0x11047, 0x11048, SENTENCE_STERM},   {0x110BE, 0x110C1, SENTENCE_STERM},
	{0x11141, 0x11143, SENTENCE_STERM},   {0x111C5, 0x111C6, SENTENCE_STERM},
	{0x111CD, 0x111CD, SENTENCE_STERM},   {0x111DE, 0x111DF, SENTENCE_STERM},
	{0x11238, 0x11239, SENTENCE_STERM},   {0x1123B, 0x1123C, SENTENCE_STERM},
	{0x112A9, 0x112A9, SENTENCE_STERM},   {0x1144B, 0x1144C, SENTENCE_STERM},
	{0x115C2, 0x115C3, SENTENCE_STERM},   {0x115C9, 0x115D7, SENTENCE_STERM},
	{0x11641, 0x11642, SENTENCE_STERM},   {0x1173C, 0x1173E, SENTENCE_STERM},
	{0x11944, 0x11944, SENTENCE_STERM},   {0x11946, 0x11946, SENTENCE_STERM},
	{0x11A42, 0x11A43, SENTENCE_STERM},   {0x11A9B, 0x11A9C, SENTENCE_STERM},
	{0x11C41, 0x11C42, SENTENCE_STERM},   {0x11EF7, 0x11EF8, SENTENCE_STERM},
	{0x16A6E, 0x16A6F, SENTENCE_STERM},   {0x16AF5, 0x16AF5, SENTENCE_STERM},
	{0x16B37, 0x16B38, SENTENCE_STERM},   {0x16B44, 0x16B44, SENTENCE_STERM},
	{0x16E98, 0x16E98, SENTENCE_STERM},   {0x1BC9F, 0x1BC9F, SENTENCE_STERM},
	{0x1DA88, 0x1DA88, SENTENCE_STERM},   {0x1F676, 0x1F678, SENTENCE_CLOSE}};

// What Unicode 15 has and a libunistring of Unicode 14 does not know at all.
static const struct range_of_class young[] = {
	{0x0CF3, 0x0CF3, SENTENCE_EXTEND},    {0x0ECE, 0x0ECE, SENTENCE_EXTEND},
	{0x10EFD, 0x10EFF, SENTENCE_EXTEND},  {0x1123F, 0x11240, SENTENCE_OLETTER},
	{0x11241, 0x11241, SENTENCE_EXTEND},  {0x11F00, 0x11F01, SENTENCE_EXTEND},
	{0x11F02, 0x11F02, SENTENCE_OLETTER}, {0x11F03, 0x11F03, SENTENCE_EXTEND},
	{0x11F04, 0x11F10, SENTENCE_OLETTER}, {0x11F12, 0x11F33, SENTENCE_OLETTER},
	{0x11F34, 0x11F3A, SENTENCE_EXTEND},  {0x11F3E, 0x11F42, SENTENCE_EXTEND},
	{0x11F43, 0x11F44, SENTENCE_STERM},   {0x11F50, 0x11F59, SENTENCE_NUMERIC},
	{0x1342F, 0x1342F, SENTENCE_OLETTER}, {0x13439, 0x1343F, SENTENCE_FORMAT},
	{0x13440, 0x13440, SENTENCE_EXTEND},  {0x13441, 0x13446, SENTENCE_OLETTER},
	{0x13447, 0x13455, SENTENCE_EXTEND},  {0x1B132, 0x1B132, SENTENCE_OLETTER},
	{0x1B155, 0x1B155, SENTENCE_OLETTER}, {0x1DF25, 0x1DF2A, SENTENCE_LOWER},
	{0x1E030, 0x1E06D, SENTENCE_LOWER},   {0x1E08F, 0x1E08F, SENTENCE_EXTEND},
	{0x1E4D0, 0x1E4EB, SENTENCE_OLETTER}, {0x1E4EC, 0x1E4EF, SENTENCE_EXTEND},
	{0x1E4F0, 0x1E4F9, SENTENCE_NUMERIC}, {0x2B739, 0x2B739, SENTENCE_OLETTER},
	{0x31350, 0x323AF, SENTENCE_OLETTER}};

static bool find(const struct range_of_class *all, size_t count, uint32_t cp,
		 enum sentence_class *class)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (cp > all[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || cp < all[low].first)
		return false;
	*class = all[low].class;
	return true;
}

static enum sentence_class ascii_class(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return SENTENCE_LOWER;
	if (cp >= 'A' && cp <= 'Z')
		return SENTENCE_UPPER;
	if (cp >= '0' && cp <= '9')
		return SENTENCE_NUMERIC;
	switch (cp) {
	case ' ':
	case '\t':
	case '\v':
	case '\f':
		return SENTENCE_SP;
	case '\r':
		return SENTENCE_CR;
	case '\n':
		return SENTENCE_LF;
	case '.':
		return SENTENCE_ATERM;
	case '!':
	case '?':
		return SENTENCE_STERM;
	case ',':
	case '-':
	case ':':
		return SENTENCE_SCONTINUE;
	case '"':
	case '\'':
	case '(':
	case ')':
	case '[':
	case ']':
	case '{':
	case '}':
		return SENTENCE_CLOSE;
	default:
		return SENTENCE_OTHER;
	}
}

// Georgian letters have cases in the database, and no sentence begins with another one.
static bool is_georgian(uint32_t cp)
{
	return (cp >= 0x10D0 && cp <= 0x10FF && cp != 0x10FC) || (cp >= 0x1C90 && cp <= 0x1CBF);
}

enum sentence_class sentence_class(uint32_t cp)
{
	enum sentence_class class;
	if (cp < 0x80)
		return ascii_class(cp);
	if (find(special, sizeof special / sizeof *special, cp, &class))
		return class;
	if (!utf8_has(cp, UTF8_ASSIGNED))
		return find(young, sizeof young / sizeof *young, cp, &class) ? class
									     : SENTENCE_OTHER;
	if (utf8_has(cp, UTF8_EXTENDING) || cp == 0x200D)
		return SENTENCE_EXTEND;
	if (utf8_has(cp, UTF8_FORMATTING))
		return SENTENCE_FORMAT;
	if (utf8_is_space(cp))
		return SENTENCE_SP;
	if (utf8_has(cp, UTF8_LOWERCASE) && !is_georgian(cp))
		return SENTENCE_LOWER;
	if (utf8_has(cp, UTF8_UPPERCASE) && !is_georgian(cp))
		return SENTENCE_UPPER;
	if (utf8_has(cp, UTF8_ALPHABETIC))
		return SENTENCE_OLETTER;
	if (utf8_has(cp, UTF8_DIGIT))
		return SENTENCE_NUMERIC;
	return utf8_has(cp, UTF8_ENCLOSING) ? SENTENCE_CLOSE : SENTENCE_OTHER;
}

struct walk {
	const uint8_t *s;
	size_t n;
	const struct sentence_tailoring *tailoring;
	struct sentence_stop stop;
	enum sentence_class before_term, last; // classes
};

static enum sentence_class class_at(const struct walk *w, size_t at, enum sentence_stage stage,
				    size_t *len)
{
	uint32_t cp;
	*len = utf8_decode(w->s + at, w->n - at, &cp);
	if (w->tailoring)
		return w->tailoring->class_at(w->s, w->n, at, cp, stage);
	return sentence_class(cp);
}

static bool is_separator(enum sentence_class c)
{
	return c == SENTENCE_SEP || c == SENTENCE_CR || c == SENTENCE_LF;
}

// SB8: what follows goes on in lower case.  All that is passed holds no terminator, so that each
// byte is passed once at the most.
static bool goes_on_lower(const struct walk *w, size_t at)
{
	while (at < w->n) {
		size_t len;
		enum sentence_class c = class_at(w, at, SENTENCE_WITHIN, &len);
		if (c == SENTENCE_LOWER)
			return true;
		if (c == SENTENCE_OLETTER || c == SENTENCE_UPPER || is_separator(c) ||
		    c == SENTENCE_ATERM || c == SENTENCE_STERM)
			return false;
		at += len;
	}
	return false;
}

// Whether a sentence begins at AT, where C is, behind a terminator: SB6 to SB11.
static bool ends_before(struct walk *w, size_t at, enum sentence_class c)
{
	struct sentence_stop *stop = &w->stop;
	bool is_behind_term = stop->stage == SENTENCE_BEHIND_TERM;
	if (stop->is_aterm && is_behind_term && c == SENTENCE_NUMERIC)
		return false; // SB6
	if (stop->is_aterm && is_behind_term && c == SENTENCE_UPPER &&
	    (w->before_term == SENTENCE_UPPER || w->before_term == SENTENCE_LOWER))
		return false; // SB7
	if (c == SENTENCE_SCONTINUE || c == SENTENCE_STERM || c == SENTENCE_ATERM)
		return false; // SB8a
	if (c == SENTENCE_CLOSE && stop->stage != SENTENCE_BEHIND_SP)
		return false; // SB9
	if (c == SENTENCE_SP || is_separator(c))
		return false; // SB9, SB10
	stop->ends = !(stop->is_aterm && goes_on_lower(w, at));
	stop->next = at;
	return w->tailoring ? w->tailoring->ends(w->s, w->n, stop) : stop->ends;
}

static void pass(struct walk *w, size_t at, enum sentence_class c)
{
	struct sentence_stop *stop = &w->stop;
	if (c == SENTENCE_ATERM || c == SENTENCE_STERM) {
		stop->stage = SENTENCE_BEHIND_TERM;
		stop->is_aterm = c == SENTENCE_ATERM;
		stop->term = at;
		w->before_term = w->last;
	} else if (stop->stage != SENTENCE_WITHIN && c == SENTENCE_SP) {
		stop->stage = SENTENCE_BEHIND_SP;
	} else if (c == SENTENCE_CLOSE &&
		   (stop->stage == SENTENCE_BEHIND_TERM || stop->stage == SENTENCE_BEHIND_CLOSE)) {
		stop->stage = SENTENCE_BEHIND_CLOSE;
	} else {
		stop->stage = SENTENCE_WITHIN;
	}
	w->last = c;
}

void sentence_mark(const uint8_t *s, size_t n, const struct sentence_tailoring *t, uint8_t *flags)
{
	struct walk w = {.s = s, .n = n, .tailoring = t};
	for (size_t at = 0, len; at < n; at += len) {
		enum sentence_class c = class_at(&w, at, w.stop.stage, &len);
		bool begins = at == 0; // SB1
		if (is_separator(w.last))
			begins = w.last != SENTENCE_CR || c != SENTENCE_LF; // SB3, SB4
		else if (at > 0 && (c == SENTENCE_EXTEND || c == SENTENCE_FORMAT))
			continue; // SB5
		else if (w.stop.stage != SENTENCE_WITHIN)
			begins = ends_before(&w, at, c);
		if (begins) {
			flags[at] |= UTF8_SENTENCE;
			w.stop.begin = at;
			w.stop.stage = SENTENCE_WITHIN;
		}
		pass(&w, at, c);
	}
}
