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
};

struct query {
	char *text;
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
};

// The text as a pattern: every character is itself, a run of blanks any white space.
static void write_pattern(struct buf *out, const char *text, bool *has_upper)
{
	const uint8_t *s = (const uint8_t *)text;
	size_t n = strlen(text);
	bool in_blank = false;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);
		bool blank = utf8_is_space(cp);
		if (blank && !in_blank)
			buf_add_string(out, "\\s+");
		if (!blank) {
			if (cp < 0x80 && !utf8_is_word(cp))
				buf_add_char(out, '\\');
			buf_add(out, s + i, len);
		}
		*has_upper |= utf8_is_upper(cp);
		in_blank = blank;
		i += len;
	}
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
	struct buf pattern = {0};
	bool has_upper = false;
	write_pattern(&pattern, text, &has_upper);
	uint32_t flags =
		PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | (has_upper ? 0 : PCRE2_CASELESS);
	int code;
	PCRE2_SIZE at;
	struct query *q = mem_new(1, sizeof *q);
	q->code = pcre2_compile((PCRE2_SPTR)buf_string(&pattern), pattern.len, flags, &code, &at,
				NULL);
	buf_done(&pattern);
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
