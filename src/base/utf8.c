// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unicase.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <uniwbrk.h>
#include <uniwidth.h>

#include "base/ambiguous.h"
#include "base/memory.h"
#include "base/string.h"

// The lowest and highest second byte that may follow a lead byte, and how many
// bytes the sequence takes (Unicode, table 3-7).
static size_t sequence(uint8_t lead, uint8_t *low, uint8_t *high)
{
	*low = 0x80;
	*high = 0xBF;
	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	if (lead < 0xE0)
		return 2;
	if (lead < 0xF0) {
		if (lead == 0xE0)
			*low = 0xA0;
		if (lead == 0xED)
			*high = 0x9F;
		return 3;
	}
	if (lead == 0xF0)
		*low = 0x90;
	if (lead == 0xF4)
		*high = 0x8F;
	return 4;
}

// How many of the sequence's bytes are there and right; *WHOLE tells its length.
static size_t well_formed(const uint8_t *s, size_t n, size_t *whole)
{
	uint8_t low, high;
	*whole = sequence(s[0], &low, &high);
	if (*whole <= 1)
		return *whole;
	size_t i = 1;
	for (; i < *whole && i < n; i++) {
		if (s[i] < low || s[i] > high)
			break;
		low = 0x80;
		high = 0xBF;
	}
	return i;
}

size_t utf8_decode(const uint8_t *s, size_t n, uint32_t *cp)
{
	size_t whole, right = well_formed(s, n, &whole);
	if (right < whole || whole == 0) {
		*cp = UTF8_REPLACEMENT;
		return right ? right : 1;
	}
	static const uint8_t mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	*cp = s[0] & mask[whole];
	for (size_t i = 1; i < whole; i++)
		*cp = *cp << 6 | (s[i] & 0x3F);
	return whole;
}

bool utf8_is_cut(const uint8_t *s, size_t n)
{
	size_t whole;
	return n > 0 && well_formed(s, n, &whole) == n && n < whole;
}

size_t utf8_encode(uint32_t cp, uint8_t *out)
{
	if (cp < 0x80) {
		out[0] = (uint8_t)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (uint8_t)(0xC0 | cp >> 6);
		out[1] = (uint8_t)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (uint8_t)(0xE0 | cp >> 12);
		out[1] = (uint8_t)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (uint8_t)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (uint8_t)(0xF0 | cp >> 18);
	out[1] = (uint8_t)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (uint8_t)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (uint8_t)(0x80 | (cp & 0x3F));
	return 4;
}

// How many of the first bytes are ASCII, eight at a time.
static size_t ascii_run(const uint8_t *s, size_t n)
{
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		uint64_t w;
		memcpy(&w, s + i, 8);
		if (w & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < n && s[i] < 0x80)
		i++;
	return i;
}

size_t utf8_skip(const uint8_t *s, size_t n, uint64_t count, uint64_t *found)
{
	uint64_t seen = 0;
	size_t i = 0;
	while (i < n && seen < count) {
		size_t most = n - i;
		if (most > count - seen)
			most = (size_t)(count - seen);
		size_t run = ascii_run(s + i, most);
		i += run;
		seen += run;
		if (i < n && seen < count) {
			uint32_t cp;
			i += utf8_decode(s + i, n - i, &cp);
			seen++;
		}
	}
	*found = seen;
	return i;
}

uint64_t utf8_count(const uint8_t *s, size_t n)
{
	uint64_t found;
	utf8_skip(s, n, UINT64_MAX, &found);
	return found;
}

// Only a byte from F0 on begins such a one, and it begins nothing else that is well-formed.
uint64_t utf8_count_astral(const uint8_t *s, size_t n)
{
	uint64_t count = 0;
	for (size_t i = 0; i < n;) {
		uint64_t w = 0;
		uint32_t cp;
		if (i + 8 <= n)
			memcpy(&w, s + i, 8);
		if (i + 8 <= n && !(w & w << 1 & w << 2 & w << 3 & UINT64_C(0x8080808080808080))) {
			i += 8;
			continue;
		}
		for (size_t end = i + 8; i < n && i < end; i++)
			count += s[i] >= 0xF0 && utf8_decode(s + i, n - i, &cp) == 4;
	}
	return count;
}

// The same of the bytes [BEGIN, END) that are not ASCII, with the one before and behind them.
static void mark_others(const uint8_t *s, size_t n, size_t begin, size_t end, uint8_t *flags,
			char *marks)
{
	size_t from = begin > 0 ? begin - 1 : 0, to = end < n ? end + 1 : n;
	u8_grapheme_breaks(s + from, to - from, marks);
	for (size_t i = begin; i < to; i++)
		flags[i] = i == from || marks[i - from] ? UTF8_CLUSTER : 0;
}

// A cluster begins with each ASCII character but a line feed behind a carriage return, and none of
// the rules looks back over one (UAX #29, GB3 to GB13): only what lies between is looked up.
void utf8_mark_clusters(const uint8_t *s, size_t n, uint8_t *flags)
{
	char *marks = NULL;
	if (n == 0)
		return;
	memset(flags, UTF8_CLUSTER, n);
	for (size_t i = 0; i < n;) {
		size_t run = ascii_run(s + i, n - i), end = i + run;
		for (const uint8_t *cr = s + i; run > 1 && (cr = memchr(cr, '\r', run - 1)); cr++) {
			size_t at = (size_t)(cr - s);
			if (s[at + 1] == '\n')
				flags[at + 1] = 0;
			run = end - at - 1;
		}
		for (i = end; end < n && s[end] >= 0x80;)
			end++;
		if (end == i)
			break;
		if (!marks)
			marks = mem_new(n, 1);
		mark_others(s, n, i, end, flags, marks);
		i = end;
	}
	free(marks);
}

void utf8_mark(const uint8_t *s, size_t n, uint8_t *flags)
{
	utf8_mark_clusters(s, n, flags);
	// Where one cluster is all, as of nothing but marks, no line can begin in it.
	if (n < 2 || !memchr(flags + 1, UTF8_CLUSTER, n - 1))
		return;
	char *marks = mem_new(n, 1);
	u8_possible_linebreaks(s, n, "UTF-8", marks);
	for (size_t i = 0; i < n; i++)
		if (marks[i] == UC_BREAK_POSSIBLE && flags[i] & UTF8_CLUSTER)
			flags[i] |= UTF8_BREAK;
	free(marks);
}

void utf8_mark_words(const uint8_t *s, size_t n, uint8_t *flags)
{
	if (n == 0)
		return;
	char *marks = mem_new(n, 1);
	u8_wordbreaks(s, n, marks);
	for (size_t i = 0; i < n; i++)
		if (marks[i])
			flags[i] |= UTF8_WORD;
	free(marks);
}

// Characters that steer a terminal or the direction of text: shown, never sent.
static bool is_unsafe(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x061C || cp == 0x200E ||
	       cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
	       cp == 0x2028 || cp == 0x2029 || (cp >= 0xFFF9 && cp <= 0xFFFB);
}

static struct utf8_shown show_unsafe(uint32_t cp)
{
	struct utf8_shown shown = {.is_replaced = true};
	if (cp < 0x20 || cp == 0x7F) {
		shown.text[0] = '^';
		shown.text[1] = (char)(cp ^ 0x40);
	} else {
		snprintf(shown.text, sizeof shown.text, "<U+%04X>", cp);
	}
	shown.cols = (int)strlen(shown.text);
	return shown;
}

static bool ambiguous_are_wide;

void utf8_set_ambiguous(bool are_wide)
{
	ambiguous_are_wide = are_wide;
}

static bool is_flag_letter(uint32_t cp)
{
	return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

static bool is_skin_tone(uint32_t cp)
{
	return cp >= 0x1F3FB && cp <= 0x1F3FF;
}

// Characters that tell how others are shown, and on which terminals disagree.
static bool is_selector(uint32_t cp)
{
	return (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0x200D || is_skin_tone(cp) ||
	       (cp >= 0xE0000 && cp <= 0xE0FFF);
}

int utf8_width(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7F)
		return 1;
	if (is_flag_letter(cp))
		return 1;
	int width = uc_width(cp, "UTF-8");
	if (width == 1 && ambiguous_are_wide && ambiguous_has(cp))
		return 2;
	return width > 0 ? width : 0;
}

// What is shown for a code point in a terminal.
static uint32_t trusted(uint32_t cp)
{
	return is_flag_letter(cp) ? cp - 0x1F1E6 + 'A' : cp;
}

int utf8_pieces(const uint8_t *s, size_t n, struct utf8_piece pieces[UTF8_PIECES])
{
	enum { MOST_MARKS = 4 };
	int count = 0, marks = 0, figures = 0, cols = 0;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		bool is_first = i == 0;
		i += utf8_decode(s + i, n - i, &cp);
		if (is_selector(cp) && !(is_first && is_skin_tone(cp)))
			continue;
		int width = utf8_width(cp);
		bool is_figure = cp >= 0x1F000 || (cp >= 0x2600 && cp < 0x2800);
		figures += is_figure && !is_flag_letter(cp);
		if (figures > 1)
			break; // a joined figure
		if (width > 0) {
			cols += width;
			if (cols > UTF8_PIECES)
				break;
			pieces[count++] = (struct utf8_piece){.cols = width};
			marks = 0;
		} else if (count == 0 || marks == MOST_MARKS) {
			continue; // a mark on nothing, or one too many
		} else {
			marks++;
		}
		struct utf8_piece *piece = &pieces[count - 1];
		piece->len += utf8_encode(trusted(cp), (uint8_t *)piece->text + piece->len);
	}
	return count;
}

// The columns of a cluster of several code points: those of its pieces; an emoji that was asked
// for has two.
static int cluster_columns(const uint8_t *s, size_t n)
{
	struct utf8_piece pieces[UTF8_PIECES];
	int count = utf8_pieces(s, n, pieces), cols = 0;
	for (int i = 0; i < count; i++)
		cols += pieces[i].cols;
	if (cols == 1 && n > 3 && memcmp(s + n - 3, "\xEF\xB8\x8F", 3) == 0)
		return 2; // VARIATION SELECTOR-16
	if (cols == 1 && n > 6 && memcmp(s + n - 6, "\xEF\xB8\x8F\xE2\x83\xA3", 6) == 0)
		return 2; // a keycap
	return cols;
}

struct utf8_shown utf8_show(const uint8_t *s, size_t n)
{
	struct utf8_shown shown = {.cols = 1};
	if (n == 1 && s[0] >= 0x20 && s[0] < 0x7F)
		return shown;
	uint32_t cp;
	size_t len = utf8_decode(s, n, &cp);
	if (cp == '\t') {
		shown.cols = 0;
		return shown;
	}
	if (is_unsafe(cp))
		return show_unsafe(cp);
	shown.cols = len < n ? cluster_columns(s, n) : utf8_width(cp);
	// What takes no column of its own (a soft hyphen, a zero-width space, a
	// mark without a base) is left to the line that holds it.
	if (shown.cols == 0 || cp == 0xAD) {
		shown.cols = 0;
		shown.is_replaced = true;
		if (uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M)) {
			shown.cols = 1;
			memcpy(shown.text, "\xEF\xBF\xBD", 4);
		}
	}
	return shown;
}

int utf8_columns(const char *s, size_t n)
{
	int used;
	utf8_fit(s, n, INT32_MAX, &used);
	return used;
}

static bool is_printable_ascii(const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < 0x20 || s[i] > 0x7E)
			return false;
	return true;
}

size_t utf8_fit(const char *s, size_t n, int cols, int *used)
{
	const uint8_t *u = (const uint8_t *)s;
	if (is_printable_ascii(u, n)) {
		size_t fits = cols < 0 ? 0 : (size_t)cols;
		*used = (int)(n < fits ? n : fits);
		return n < fits ? n : fits;
	}
	uint8_t *flags = mem_new(n, 1);
	utf8_mark_clusters(u, n, flags);
	*used = 0;
	size_t i = 0;
	while (i < n) {
		size_t end = i + 1;
		while (end < n && !(flags[end] & UTF8_CLUSTER))
			end++;
		int wide = utf8_show(u + i, end - i).cols;
		if (*used + wide > cols)
			break;
		*used += wide;
		i = end;
	}
	free(flags);
	return i;
}

bool utf8_is_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
		       (cp >= 'a' && cp <= 'z') || cp == '_';
	return uc_is_general_category_withtable(
		cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N);
}

bool utf8_is_space(uint32_t cp)
{
	return cp < 0x80 ? cp == ' ' || (cp >= '\t' && cp <= '\r') : uc_is_property_white_space(cp);
}

bool utf8_is_upper(uint32_t cp)
{
	return cp < 0x80 ? cp >= 'A' && cp <= 'Z'
			 : uc_is_general_category_withtable(
				   cp, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool utf8_is_letter(uint32_t cp)
{
	return cp < 0x80 ? (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z')
			 : uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_L);
}

int utf8_digit(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= '0' && cp <= '9' ? (int)(cp - '0') : -1;
	return uc_decimal_value(cp);
}

uint32_t utf8_lower(uint32_t cp)
{
	return cp < 0x80 ? (cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp) : uc_tolower(cp);
}

uint32_t utf8_base(uint32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	if (cp < 0xC0)
		return cp;
	while (uc_canonical_decomposition(cp, parts) > 0 && parts[0] != cp)
		cp = parts[0];
	return cp;
}

size_t utf8_decompose(uint32_t cp, uint32_t parts[UTF8_PARTS])
{
	ucs4_t pair[UC_DECOMPOSITION_MAX_LENGTH];
	int n = cp < 0xC0 ? -1 : uc_canonical_decomposition(cp, pair);
	if (n <= 0) {
		parts[0] = cp;
		return 1;
	}
	// Only the first part of a decomposition decomposes further.
	size_t count = utf8_decompose(pair[0], parts);
	for (int i = 1; i < n && count < UTF8_PARTS; i++)
		parts[count++] = pair[i];
	return count;
}

int utf8_combining_class(uint32_t cp)
{
	return uc_combining_class(cp);
}

bool utf8_is_boundary(const uint8_t *s, size_t n, size_t at)
{
	enum { BEHIND = 256, AHEAD = 4 }; // [byte] that are looked at
	if (at == 0 || at >= n || (s[at - 1] < 0x80 && s[at] < 0x80))
		return true;
	size_t begin = at > BEHIND ? at - BEHIND : 0, end = n - at > AHEAD ? at + AHEAD : n;
	while (begin > 0 && begin < at && (s[begin] & 0xC0) == 0x80)
		begin++;
	// What breaks are asked for must be well-formed: other bytes are told apart as a
	// replacement.
	uint8_t text[3 * (BEHIND + AHEAD)];
	char breaks[sizeof text] = {0};
	size_t len = 0, place = 0;
	for (size_t i = begin; i < end;) {
		uint32_t cp;
		if (i >= at && place == 0)
			place = len;
		i += utf8_decode(s + i, n - i, &cp);
		if (len + 4 > sizeof text)
			break;
		len += utf8_encode(cp, text + len);
	}
	if (place == 0 || place >= len)
		return true;
	u8_grapheme_breaks(text, len, breaks);
	return breaks[place] != 0;
}

bool utf8_is_mark(uint32_t cp)
{
	return cp >= 0x300 && uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M);
}

bool utf8_has(uint32_t cp, enum utf8_property property)
{
	uint32_t mask = UC_CATEGORY_MASK_N;
	switch (property) {
	case UTF8_ASSIGNED:
		return !uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cn);
	case UTF8_EXTENDING:
		return uc_is_property_grapheme_extend(cp) ||
		       uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Mc);
	case UTF8_LOWERCASE:
		return uc_is_property_lowercase(cp);
	case UTF8_UPPERCASE:
		return uc_is_property_uppercase(cp) ||
		       uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Lt);
	case UTF8_ALPHABETIC:
		return uc_is_property_alphabetic(cp);
	case UTF8_FORMATTING:
		mask = UC_CATEGORY_MASK_Cf;
		break;
	case UTF8_DIGIT:
		mask = UC_CATEGORY_MASK_Nd;
		break;
	case UTF8_ENCLOSING:
		mask = UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pi |
		       UC_CATEGORY_MASK_Pf;
		break;
	case UTF8_CLOSING:
		mask = UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pf;
		break;
	case UTF8_NUMBER:
		break;
	}
	return uc_is_general_category_withtable(cp, mask);
}

uint32_t utf8_compose(uint32_t cp, uint32_t mark)
{
	return uc_composition(cp, mark);
}

void utf8_repair(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		uint8_t bytes[4];
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		buf_add(out, bytes, utf8_encode(cp, bytes));
	}
}

void utf8_sanitize(struct buf *out, const char *s, size_t n)
{
	const uint8_t *u = (const uint8_t *)s;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(u + i, n - i, &cp);
		uint8_t bytes[4];
		if (cp == '\n' || cp == '\t' || !is_unsafe(cp))
			buf_add(out, bytes, utf8_encode(cp, bytes));
		else
			buf_add_string(out, show_unsafe(cp).text);
		i += len;
	}
}
