// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/pattern.h"

#include "base/folding.h"
#include "base/utf8.h"

enum {
	MOST_LETTERS = 128, // that are written as references; others are written in full
	MOST_PARTS = 12,    // code points of a letter with its marks that are put in every order
	MOST_CHAIN = 8,	    // letters that may be written together in several ways
	MOST_FORMS = 64,    // of such a letter
};

// PCRE2 has room for 64 KiB of code, so what comes again and again is written once, behind the
// pattern, and referred to; its first character is written in full, since that is what PCRE2 finds
// candidates by.
struct pattern {
	struct buf *out;
	size_t begin; // of the pattern in out
	bool is_marked, is_cased;
	uint32_t letters[MOST_LETTERS];
	size_t letter_count;
};

#define UNSEEN "[\\x{AD}\\x{200B}\\x{200C}\\x{2060}\\x{FEFF}]"

// Between two characters of a query the text may have what is not seen: a soft hyphen, a hyphen
// that parts a word at a line's end (in quoted mail too), overstriking.
static const char joint[] = "(?&j)", marks[] = "(?&m)";
static const char joint_text[] =
	"(?<j>(?:" UNSEEN "|[-\\x{2010}]\\r?\\n[ \\t>]*+|\\x08[^\\n]|_\\x08)*+)";

// Behind a dash that was typed, a line may end.
static const char line_end[] = "(?:\\r?\\n[ \\t>]*+)?+";

// Before a dash or a blank that was typed.
static const char before_sign[] = "(?:\\x08[^\\n])*+" UNSEEN "*+";

// A word's last character may be struck over too.
static const char tail[] = "(?:\\x08[^\\n])*+";

// White space, in quoted mail with the signs at the begin of a line.
static const char blank[] = "\\s++(?:(?<=\\n)(?:>\\h*+)++)?+(?:" UNSEEN "++\\s++)*+";

bool pattern_is_plain(char c)
{
	return c > ' ' && c < 0x7F && !strchr("'`\"-_>", c);
}

bool pattern_has_upper(const char *s, size_t n)
{
	uint32_t cp;
	for (size_t i = 0; i < n;) {
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		if (utf8_is_upper(cp))
			return true;
	}
	return false;
}

bool pattern_has_marks(const char *s, size_t n)
{
	uint32_t cp, parts[UTF8_PARTS];
	for (size_t i = 0; i < n;) {
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		size_t count = utf8_decompose(cp, parts);
		for (size_t k = 0; k < count; k++)
			if (folding_is_mark(parts[k]) && (parts[k] < 0xFE00 || parts[k] > 0xFE0F))
				return true;
	}
	return false;
}

static void add_literal(struct buf *out, uint32_t cp)
{
	buf_printf(out, "\\x{%X}", cp);
}

static bool is_dash(uint32_t cp)
{
	return cp == '-' || (cp >= 0x2010 && cp <= 0x2014) || cp == 0x2212;
}

// A kind of quote or dash, as a class; false when CP is of none.
static bool add_kind(struct buf *out, uint32_t cp)
{
	for (size_t k = 0; k < FOLDING_KINDS; k++) {
		const uint8_t *s = (const uint8_t *)folding_kinds[k];
		size_t n = strlen(folding_kinds[k]);
		uint32_t member = 0;
		for (size_t i = 0; i < n && member != cp;)
			i += utf8_decode(s + i, n - i, &member);
		if (member != cp)
			continue;
		buf_add_char(out, '[');
		for (size_t i = 0; i < n;) {
			i += utf8_decode(s + i, n - i, &member);
			add_literal(out, member);
		}
		buf_add_char(out, ']');
		return true;
	}
	return false;
}

// A letter without marks in full: with any mark, composed or not.
static void add_class(struct buf *out, uint32_t cp, bool is_cased)
{
	// Where Unicode has letters composed with marks.
	static const uint32_t blocks[][2] = {
		{0xC0, 0x24F}, {0x386, 0x3CE}, {0x400, 0x4FF}, {0x1E00, 0x1FFF}};
	if (cp == 0x131 && !is_cased) {
		buf_add_string(out, "(?:\\x{131}|(?-i:I))(?&m)");
		return;
	}
	buf_add_char(out, '[');
	add_literal(out, cp);
	for (size_t b = 0; b < sizeof blocks / sizeof *blocks && utf8_is_letter(cp); b++)
		for (uint32_t c = blocks[b][0]; c <= blocks[b][1]; c++)
			if (c != cp && utf8_base(c) == cp)
				add_literal(out, c);
	for (size_t i = 0; i < FOLDING_STROKES; i++)
		if (folding_strokes[i][0] == cp && (folding_strokes[i][1] != 0x130 || !is_cased))
			add_literal(out, folding_strokes[i][1]);
	buf_add_char(out, ']');
	buf_add_string(out, marks);
}

static void add_letter(struct pattern *p, uint32_t cp)
{
	size_t i = 0;
	while (i < p->letter_count && p->letters[i] != cp)
		i++;
	if (p->out->len == p->begin || i == MOST_LETTERS) {
		add_class(p->out, cp, p->is_cased);
		return;
	}
	if (i == p->letter_count)
		p->letters[p->letter_count++] = cp;
	buf_printf(p->out, "(?&l%X)", cp);
}

static void add_definitions(struct pattern *p)
{
	buf_printf(p->out, "(?(DEFINE)%s(?<b>%s)(?<m>[", joint_text, blank);
	for (size_t i = 0; i < FOLDING_MARKS; i++)
		buf_printf(p->out, "\\x{%X}-\\x{%X}", folding_marks[i][0], folding_marks[i][1]);
	buf_add_string(p->out, "]*+)");
	for (size_t i = 0; i < p->letter_count; i++) {
		buf_printf(p->out, "(?<l%X>", p->letters[i]);
		add_class(p->out, p->letters[i], p->is_cased);
		buf_add_char(p->out, ')');
	}
	buf_add_char(p->out, ')');
}

// The forms of a letter whose parts stand in this order: composed as far as each of them, the
// rest apart.
static void add_forms_in_order(struct buf *out, const uint32_t *parts, size_t count)
{
	uint32_t composed = parts[0];
	for (size_t k = 1; composed && k <= count; k++) {
		buf_add_string(out, k > 1 ? "|" : "");
		add_literal(out, composed);
		for (size_t i = k; i < count; i++)
			add_literal(out, parts[i]);
		composed = k < count ? utf8_compose(composed, parts[k]) : 0;
	}
}

// … and in every other order that means the same.  FROM parts are settled.
static void add_forms(struct buf *out, uint32_t *parts, size_t count, size_t from, int *left)
{
	if (from + 1 >= count) {
		if ((*left)-- > 0) {
			add_forms_in_order(out, parts, count);
			buf_add_char(out, '|');
		}
		return;
	}
	add_forms(out, parts, count, from + 1, left);
	for (size_t i = from + 1; i<count && * left> 0; i++) {
		int first = utf8_combining_class(parts[from]),
		    other = utf8_combining_class(parts[i]);
		if (first == 0 || other == 0 || first == other)
			break;
		uint32_t part = parts[from];
		parts[from] = parts[i];
		parts[i] = part;
		add_forms(out, parts, count, from + 1, left);
		parts[i] = parts[from];
		parts[from] = part;
	}
}

// A letter with its marks as it was typed, in all forms that are canonically equivalent (UAX #15).
// Returns how many bytes of S it took.
static size_t add_equivalents(struct pattern *p, const uint8_t *s, size_t n)
{
	uint32_t cp, parts[MOST_PARTS + UTF8_PARTS];
	size_t len = utf8_decode(s, n, &cp), count = utf8_decompose(cp, parts);
	while (len < n && count < MOST_PARTS) {
		size_t more = utf8_decode(s + len, n - len, &cp);
		if (!utf8_is_mark(cp))
			break;
		len += more;
		count += utf8_decompose(cp, parts + count);
	}
	if (count == 1 && parts[0] == 0x131) {
		add_class(p->out, parts[0], p->is_cased);
		return len;
	}
	int left = MOST_FORMS;
	buf_add_string(p->out, "(?:");
	add_forms(p->out, parts, count, 1, &left);
	p->out->data[p->out->len - 1] = ')';
	return len;
}

static const struct folding_ligature *find_ligature(const char *s, size_t n, size_t i)
{
	for (; i < FOLDING_LIGATURES; i++) {
		size_t len = strlen(folding_ligatures[i].letters);
		if (len <= n && memcmp(s, folding_ligatures[i].letters, len) == 0)
			return &folding_ligatures[i];
	}
	return NULL;
}

// How many letters from S on may be written together in ligatures that overlap: "ffij".
static size_t chain_length(const char *s, size_t n)
{
	size_t end = strlen(find_ligature(s, n, 0)->letters);
	for (size_t i = 1; i < end && end < MOST_CHAIN; i++) {
		const struct folding_ligature *l = find_ligature(s + i, n - i, 0);
		if (l && i + strlen(l->letters) > end)
			end = i + strlen(l->letters);
	}
	return end;
}

// N letters, apart or together.
static void add_letters(struct pattern *p, const char *s, size_t n)
{
	const struct folding_ligature *l = find_ligature(s, n, 0);
	buf_add_string(p->out, l ? "(?:" : "");
	for (; l; l = find_ligature(s, n, (size_t)(l - folding_ligatures) + 1)) {
		size_t len = strlen(l->letters);
		add_literal(p->out, l->one);
		buf_add_string(p->out, p->is_marked ? "" : marks);
		if (len < n) {
			buf_add_string(p->out, joint);
			add_letters(p, s + len, n - len);
		}
		buf_add_char(p->out, '|');
	}
	if (p->is_marked)
		add_literal(p->out, (uint8_t)*s);
	else
		add_letter(p, (uint8_t)*s);
	if (n > 1) {
		buf_add_string(p->out, joint);
		add_letters(p, s + 1, n - 1);
	}
	buf_add_string(p->out, find_ligature(s, n, 0) ? ")" : "");
}

// One character that is no blank; returns how many bytes of S it took.
static size_t add_character(struct pattern *p, const uint8_t *s, size_t n)
{
	uint32_t cp, parts[UTF8_PARTS];
	size_t len = utf8_decode(s, n, &cp);
	const struct folding_ligature *l = find_ligature((const char *)s, n, 0);
	bool is_kind = add_kind(p->out, cp);
	if (is_kind && !p->is_marked)
		buf_add_string(p->out, marks);
	if (is_kind)
		return len;
	if (l) {
		size_t chain = chain_length((const char *)s, n);
		add_letters(p, (const char *)s, chain);
		return chain;
	}
	if (p->is_marked || utf8_decompose(cp, parts) > 1)
		return add_equivalents(p, s, n);
	add_letter(p, cp);
	return len;
}

static void add_composed(struct buf *out, uint32_t cp)
{
	uint8_t bytes[4];
	size_t k = 0;
	while (k < FOLDING_LIGATURES && folding_ligatures[k].one != cp)
		k++;
	if (k < FOLDING_LIGATURES)
		buf_add_string(out, folding_ligatures[k].letters);
	else if (cp)
		buf_add(out, bytes, utf8_encode(cp, bytes));
}

// What was typed as it is matched from: composed, and ligatures as their letters.
static void compose(struct buf *out, const char *s, size_t n)
{
	uint32_t last = 0, cp, both;
	for (size_t i = 0; i < n;) {
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		both = last ? utf8_compose(last, cp) : 0;
		if (!both)
			add_composed(out, last);
		last = both ? both : cp;
	}
	add_composed(out, last);
}

// What may stand in the text before a character that was typed.
static void add_gap(struct pattern *p, uint32_t before, uint32_t cp)
{
	if (before == 0)
		return;
	if (utf8_is_space(before))
		buf_add_string(p->out, UNSEEN "*+");
	else
		// A dash that was typed is no hyphen to be passed over.
		buf_printf(p->out, "%s%s", is_dash(before) ? line_end : "",
			   is_dash(cp) ? before_sign : joint);
}

static void add_text(struct pattern *p, const uint8_t *s, size_t n)
{
	uint32_t before = 0, cp = 0;
	for (size_t i = 0; i < n; before = cp) {
		size_t len = utf8_decode(s + i, n - i, &cp);
		if (!utf8_is_space(cp)) {
			add_gap(p, before, cp);
			i += add_character(p, s + i, n - i);
			continue;
		}
		// At the begin, a run of blanks is tried once, not from each of them.
		if (before == 0)
			buf_printf(p->out, "(?<!\\s)%s", blank);
		else if (!utf8_is_space(before))
			buf_printf(p->out, "%s(?&b)", before_sign);
		i += len;
	}
	buf_add_string(p->out, n > 0 && !utf8_is_space(cp) ? tail : "");
}

void pattern_write(struct buf *out, const char *s, size_t n)
{
	struct buf text = {0};
	compose(&text, s, n);
	struct pattern p = {.out = out,
			    .begin = out->len,
			    .is_marked = pattern_has_marks(s, n),
			    .is_cased = pattern_has_upper(s, n)};
	add_text(&p, (const uint8_t *)buf_string(&text), text.len);
	add_definitions(&p);
	buf_done(&text);
}

void pattern_write_words(struct buf *out, const char *const *beginnings, size_t count)
{
	struct pattern p = {.out = out, .begin = out->len};
	for (size_t i = 0; i < count; i++) {
		buf_add_string(out, i ? "(?&b)" : "");
		buf_add_string(out, "(?<![\\p{L}\\p{N}])(");
		add_text(&p, (const uint8_t *)beginnings[i], strlen(beginnings[i]));
		buf_printf(out, "(?:%s[\\p{L}\\p{N}](?&m)|['\\x{2019}](?=\\p{L}))*+)", joint);
	}
	add_definitions(&p);
}
