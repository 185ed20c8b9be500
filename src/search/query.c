// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/query.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/translate.h"
#include "base/utf8.h"

enum {
	LONGEST = 1024,	       // [byte] of a query
	MATCH_LIMIT = 1000000, // steps that one match may cost
	STACK = 32 * 1024,     // [byte] of compiled matching, at first and at most
	MOST_STACK = 1024 * 1024,
};

struct query {
	char *text;
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack; // a long query needs more than there is by itself
};

enum { MOST_LETTERS = 128 }; // that are written as references; others are written in full

// A query as a pattern.  PCRE2 has room for 64 KiB of code, so what comes again and again is
// written once, behind the pattern, and referred to; its first character is written in full,
// since that is what PCRE2 finds candidates by.
struct pattern {
	struct buf text;
	uint32_t letters[MOST_LETTERS];
	size_t letter_count;
};

// Between two characters of a query the text may have what is not seen: a soft hyphen, a hyphen
// that parts a word at a line's end, overstriking.
static const char joint[] = "(?&j)";
static const char joint_text[] =
	"(?<j>(?:\\x{AD}|[-\\x{2010}]\\r?\\n[ \\t]*+|\\x08[^\\n]|_\\x08)*+)";

// A word's last character may be struck over too.
static const char tail[] = "(?:\\x08[^\\n])*+";

// Characters of which each finds all of its kind.
static const char *const kinds[] = {
	"'\xE2\x80\x98\xE2\x80\x99\xE2\x80\x9A\xE2\x80\x9B\xCA\xBC\xE2\x80\xB2`\xC2\xB4",
	"\"\xE2\x80\x9C\xE2\x80\x9D\xE2\x80\x9E\xE2\x80\x9F\xC2\xAB\xC2\xBB\xE2\x80\xB3",
	"-\xE2\x80\x90\xE2\x80\x91\xE2\x80\x92\xE2\x80\x93\xE2\x80\x94\xE2\x88\x92",
};

// Letters that may be written as one, longest first.
static const struct {
	const char *letters, *one;
} ligatures[] = {
	{"ffi", "\\x{FB03}"}, {"ffl", "\\x{FB04}"}, {"ff", "\\x{FB00}"},
	{"fi", "\\x{FB01}"},  {"fl", "\\x{FB02}"},  {"ij", "\\x{133}"},
	{"ss", "\\x{DF}"},    {"oe", "\\x{153}"},   {"ae", "\\x{E6}"},
};

static void add_literal(struct buf *out, uint32_t cp)
{
	buf_printf(out, "\\x{%X}", cp);
}

// A kind of quote or dash, as a class; false when CP is of none.
static bool add_kind(struct buf *out, uint32_t cp)
{
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		const uint8_t *s = (const uint8_t *)kinds[k];
		size_t n = strlen(kinds[k]);
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
static void add_class(struct buf *out, uint32_t cp)
{
	// Where Unicode has letters composed with marks.
	static const uint32_t blocks[][2] = {
		{0xC0, 0x24F}, {0x386, 0x3CE}, {0x400, 0x4FF}, {0x1E00, 0x1FFF}};
	buf_add_char(out, '[');
	add_literal(out, cp);
	for (size_t b = 0; b < sizeof blocks / sizeof *blocks && utf8_is_letter(cp); b++)
		for (uint32_t c = blocks[b][0]; c <= blocks[b][1]; c++)
			if (c != cp && utf8_base(c) == cp)
				add_literal(out, c);
	buf_add_string(out, "]\\p{M}*+");
}

static void add_letter(struct pattern *p, uint32_t cp)
{
	size_t i = 0;
	while (i < p->letter_count && p->letters[i] != cp)
		i++;
	if (p->text.len == 0 || i == MOST_LETTERS) {
		add_class(&p->text, cp);
		return;
	}
	if (i == p->letter_count)
		p->letters[p->letter_count++] = cp;
	buf_printf(&p->text, "(?&l%X)", cp);
}

static void add_definitions(struct pattern *p)
{
	buf_printf(&p->text, "(?(DEFINE)%s", joint_text);
	for (size_t i = 0; i < p->letter_count; i++) {
		buf_printf(&p->text, "(?<l%X>", p->letters[i]);
		add_class(&p->text, p->letters[i]);
		buf_add_char(&p->text, ')');
	}
	buf_add_char(&p->text, ')');
}

// A letter with marks as it was typed: composed, or the letter and its mark.  TEXT holds N bytes
// from the letter on; returns how many it took.
static size_t add_marked(struct buf *out, const uint8_t *s, size_t n)
{
	uint32_t cp, mark;
	size_t len = utf8_decode(s, n, &cp);
	size_t more = len < n ? utf8_decode(s + len, n - len, &mark) : 0;
	if (more && utf8_is_mark(mark) && utf8_compose(cp, mark)) {
		cp = utf8_compose(cp, mark);
		len += more;
	}
	buf_add_string(out, "(?:");
	add_literal(out, cp);
	for (mark = 0x300; mark < 0x370; mark++) {
		if (utf8_compose(utf8_base(cp), mark) == cp) {
			buf_add_char(out, '|');
			add_literal(out, utf8_base(cp));
			add_literal(out, mark);
		}
	}
	buf_add_char(out, ')');
	return len;
}

// A ligature's letters, apart or together; returns how many bytes of S they are, or 0.
static size_t add_ligature(struct pattern *p, const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < sizeof ligatures / sizeof *ligatures; i++) {
		const char *letters = ligatures[i].letters;
		size_t len = strlen(letters);
		if (n < len || memcmp(s, letters, len) != 0)
			continue;
		buf_printf(&p->text, "(?:%s|", ligatures[i].one);
		for (size_t k = 0; k < len; k++) {
			add_letter(p, (uint8_t)letters[k]);
			buf_add_string(&p->text, k + 1 < len ? joint : ")");
		}
		return len;
	}
	return 0;
}

static bool has_marks(const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(s + i, n - i, &cp);
		if (utf8_base(cp) != cp || utf8_is_mark(cp))
			return true;
	}
	return false;
}

// The text as a pattern: a letter without marks finds those with marks, unless the query has any;
// a quote or dash finds its kind, and blanks any white space.
static void write_pattern(struct pattern *p, const uint8_t *s, size_t n, bool *has_upper)
{
	bool is_marked = has_marks(s, n), in_word = false;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp), ligature = 0;
		*has_upper |= utf8_is_upper(cp);
		if (utf8_is_space(cp)) {
			buf_add_string(&p->text, in_word ? tail : "");
			buf_add_string(&p->text, in_word || i == 0 ? "\\s++" : "");
			in_word = false;
			i += len;
			continue;
		}
		buf_add_string(&p->text, in_word ? joint : "");
		in_word = true;
		if (add_kind(&p->text, cp)) {
			i += len;
		} else if (is_marked) {
			i += add_marked(&p->text, s + i, n - i);
		} else if ((ligature = add_ligature(p, s + i, n - i)) > 0) {
			i += ligature;
		} else {
			add_letter(p, cp);
			i += len;
		}
	}
	// No match ends inside a grapheme cluster.
	buf_add_string(&p->text, in_word ? tail : "");
	buf_add_string(&p->text, "(?![\\p{M}\\x{200D}\\x{1F3FB}-\\x{1F3FF}])");
	add_definitions(p);
}

static bool is_well_formed(const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);
		if (cp == UTF8_REPLACEMENT && (len < 3 || s[i] != 0xEF))
			return false;
		i += len;
	}
	return true;
}

struct query *query_new(const char *text, struct err *e)
{
	if (!*text || strlen(text) > LONGEST) {
		if (*text)
			err_set(e, _("cannot search: the query is longer than %d bytes"), LONGEST);
		else
			err_set(e, _("cannot search: nothing was typed"));
		return NULL;
	}
	if (!is_well_formed((const uint8_t *)text, strlen(text))) {
		err_set(e, _("cannot search: the query is not well-formed UTF-8"));
		return NULL;
	}
	struct pattern pattern = {0};
	bool has_upper = false;
	write_pattern(&pattern, (const uint8_t *)text, strlen(text), &has_upper);
	uint32_t flags =
		PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | (has_upper ? 0 : PCRE2_CASELESS);
	int code;
	PCRE2_SIZE at;
	struct query *q = mem_new(1, sizeof *q);
	q->code = pcre2_compile((PCRE2_SPTR)buf_string(&pattern.text), pattern.text.len, flags,
				&code, &at, NULL);
	buf_done(&pattern.text);
	if (!q->code) {
		char why[128];
		pcre2_get_error_message(code, (PCRE2_UCHAR *)why, sizeof why);
		err_set(e, _("cannot search for \"%s\": %s"), text, why);
		query_free(q);
		return NULL;
	}
	pcre2_jit_compile(q->code, PCRE2_JIT_COMPLETE); // without it, it is only slower
	q->data = pcre2_match_data_create_from_pattern(q->code, NULL);
	q->context = pcre2_match_context_create(NULL);
	if (q->context)
		pcre2_set_match_limit(q->context, MATCH_LIMIT);
	q->stack = pcre2_jit_stack_create(STACK, MOST_STACK, NULL);
	if (q->context && q->stack)
		pcre2_jit_stack_assign(q->context, NULL, q->stack);
	q->text = mem_string(text);
	return q;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	pcre2_code_free(q->code);
	pcre2_match_data_free(q->data);
	pcre2_match_context_free(q->context);
	pcre2_jit_stack_free(q->stack);
	free(q->text);
	free(q);
}

const char *query_text(const struct query *q)
{
	return q->text;
}

bool query_find(const struct query *q, const uint8_t *s, size_t n, size_t from, size_t *begin,
		size_t *end)
{
	while (from <= n && q->data) {
		int found = pcre2_match(q->code, s, n, from, 0, q->data, q->context);
		if (found <= 0)
			return false;
		const PCRE2_SIZE *at = pcre2_get_ovector_pointer(q->data);
		if (at[1] > at[0]) {
			*begin = at[0];
			*end = at[1];
			return true;
		}
		from = at[1] + 1;
	}
	return false;
}
