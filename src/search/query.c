// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/query.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/folding.h"
#include "base/memory.h"
#include "base/string.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "search/pattern.h"
#include "search/prefilter.h"
#include "search/stem.h"

enum {
	LONGEST = 16 * 1024, // [byte] of a query
	STACK = 32 * 1024,   // [byte] of compiled matching, at first and at most
	MOST_STACK = 1024 * 1024,
	QUICK = 100,	    // steps that one place may cost at first
	MOST_ITEMS = 30000, // items of the pattern that are tried at a place that cost more
	CAREFUL = 4096,	    // [byte] that are then looked at
	ASK = 32,	    // places between two looks at the budget
	SLICE = 128 * 1024, // [byte] that are given at a time
	REGEX_SLICE = 8 * 1024,
	DENSE = 64,	      // candidates after which it is judged whether they help
	DENSE_GAP = 16,	      // [byte] between them, below which they do not
	DENSE_STRETCH = 4096, // [byte] that are then searched without
	FIRST_CALLOUT = 1,    // number of the callout where a place is begun
};

// What happens while PCRE2 matches.
struct trial {
	struct budget budget;
	size_t place;	 // where it was begun last
	unsigned places; // how many were
	unsigned items;	 // tried at this place
	bool is_paused, is_costly;
};

struct query {
	char *text;
	enum query_mode mode;
	bool is_marked; // marks are meant
	pcre2_code *code;
	pcre2_code
		*careful; // the same with a callout before each item; only of regular expressions
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack; // a long query needs more than there is by itself
	struct prefilter prefilter;
	struct stemmer *stemmer;
	char *stems[PATTERN_WORDS];
	size_t stem_count;
};

static int at_callout(pcre2_callout_block *block, void *data)
{
	struct trial *t = data;
	if (block->callout_number != FIRST_CALLOUT) {
		t->is_costly = ++t->items > MOST_ITEMS;
		return t->is_costly ? PCRE2_ERROR_CALLOUT : 0;
	}
	t->place = block->start_match;
	t->is_paused = ++t->places % ASK == 0 && budget_is_spent(t->budget);
	return t->is_paused ? PCRE2_ERROR_CALLOUT : 0;
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

// Stems.

// A word as the stemmer wants it: lower case, composed, without what is not seen.
static void normal_word(struct buf *out, const uint8_t *s, size_t n)
{
	uint32_t last = 0;
	for (size_t i = 0; i <= n;) {
		uint32_t cp = 0, composed;
		i += i < n ? utf8_decode(s + i, n - i, &cp) : 1;
		bool is_struck = cp == '\b';
		if (is_struck && i < n)
			i += utf8_decode(s + i, n - i, &composed);
		if (is_struck || cp == '_' || (cp && folding_is_unseen(cp)) ||
		    (cp && !utf8_is_word(cp) && cp != '\'' && cp != 0x2019))
			continue;
		cp = cp == 0x2019 ? '\'' : utf8_lower(cp);
		if (last && utf8_is_mark(cp) && (composed = utf8_compose(last, cp)) != 0) {
			last = composed;
			continue;
		}
		uint8_t bytes[4];
		if (last)
			buf_add(out, bytes, utf8_encode(last, bytes));
		last = cp;
	}
}

// The stem of a word, without its marks unless they are meant.
static void stem_of(const struct query *q, const uint8_t *s, size_t n, struct buf *out)
{
	struct buf word = {0}, stem = {0};
	normal_word(&word, s, n);
	stemmer_stem(q->stemmer, buf_string(&word), word.len, &stem);
	for (size_t i = 0; i < stem.len;) {
		uint32_t cp;
		uint8_t bytes[4];
		i += utf8_decode((const uint8_t *)stem.data + i, stem.len - i, &cp);
		if (!q->is_marked)
			cp = utf8_base(cp);
		if (q->is_marked || !folding_is_mark(cp))
			buf_add(out, bytes, utf8_encode(cp, bytes));
	}
	buf_done(&word);
	buf_done(&stem);
}

// How many bytes word and stem begin alike with; a stem's last two characters are not relied upon,
// since stemmers double, undouble and change what stands there.
static size_t common_begin(const char *word, const char *stem)
{
	enum { CHANGEABLE = 2 };
	size_t n = 0, most = strlen(stem);
	for (int i = 0; i < CHANGEABLE && most > 1; i++)
		do
			most--;
		while (most > 1 && (stem[most] & 0xC0) == 0x80);
	while (n < most && word[n] == stem[n])
		n++;
	while (n > 0 && (stem[n] & 0xC0) == 0x80)
		n--;
	return n;
}

// Finds the words of the query, their stems and how both begin.
static bool write_stems(struct query *q, struct buf *pattern, struct err *e)
{
	char *begins[PATTERN_WORDS];
	const uint8_t *s = (const uint8_t *)q->text;
	size_t n = strlen(q->text), end;
	for (size_t i = 0; i < n && q->stem_count < PATTERN_WORDS; i = end) {
		uint32_t cp;
		end = i + utf8_decode(s + i, n - i, &cp);
		if (!utf8_is_word(cp))
			continue;
		for (size_t len; end < n; end += len) {
			len = utf8_decode(s + end, n - end, &cp);
			if (!utf8_is_word(cp) && cp != '\'' && cp != 0x2019)
				break;
		}
		struct buf word = {0}, stem = {0};
		normal_word(&word, s + i, end - i);
		stem_of(q, s + i, end - i, &stem);
		begins[q->stem_count] = mem_copy(
			buf_string(&stem), common_begin(buf_string(&word), buf_string(&stem)));
		q->stems[q->stem_count++] = buf_take(&stem);
		buf_done(&word);
	}
	pattern_write_words(pattern, (const char *const *)begins, q->stem_count);
	for (size_t i = 0; i < q->stem_count; i++)
		free(begins[i]);
	return q->stem_count > 0 || err_set(e, _("cannot search for stems: no word was typed"));
}

static bool has_stems(const struct query *q, const uint8_t *s)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(q->data);
	bool is_same = true;
	for (size_t i = 0; i < q->stem_count && is_same; i++) {
		struct buf stem = {0};
		size_t begin = at[2 * i + 2], end = at[2 * i + 3];
		stem_of(q, s + begin, end - begin, &stem);
		is_same = strcmp(buf_string(&stem), q->stems[i]) == 0;
		buf_done(&stem);
	}
	return is_same;
}

// Compiling.

static pcre2_code *compile(const char *pattern, size_t n, uint32_t flags, const char *text,
			   bool is_typed, struct err *e)
{
	int number;
	PCRE2_SIZE at;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, n, flags, &number, &at, NULL);
	if (code) {
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); // without it, it is only slower
		return code;
	}
	char why[128];
	pcre2_get_error_message(number, (PCRE2_UCHAR *)why, sizeof why);
	if (is_typed)
		err_set(e, _("wrong at character %llu: %s"),
			(unsigned long long)utf8_count((const uint8_t *)pattern, at), why);
	else
		err_set(e, _("cannot search for \"%.200s\": %s"), text, why);
	return NULL;
}

// What begins a pattern and must stay first: (*UCP) and the like.
static size_t verbs_length(const char *s)
{
	size_t n = 0;
	while (string_starts(s + n, "(*")) {
		size_t more = strspn(s + n + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789=");
		if (s[n + 2 + more] != ')')
			break;
		n += more + 3;
	}
	return n;
}

static bool compile_regex(struct query *q, struct err *e)
{
	uint32_t flags = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_MULTILINE |
			 PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
	size_t n = strlen(q->text), verbs = verbs_length(q->text);
	// What was typed is judged alone, so that a place in it is one that was typed.
	pcre2_code *alone =
		pcre2_compile((PCRE2_SPTR)q->text, n, flags, &(int){0}, &(PCRE2_SIZE){0}, NULL);
	if (!alone)
		return compile(q->text, n, flags, q->text, true, e) != NULL;
	pcre2_code_free(alone);
	struct buf pattern = {0};
	buf_add(&pattern, q->text, verbs);
	buf_printf(&pattern, "(?C%d)%s", FIRST_CALLOUT, q->text + verbs);
	q->code = compile(buf_string(&pattern), pattern.len, flags, q->text, false, e);
	q->careful =
		q->code ? compile(q->text, n, flags | PCRE2_AUTO_CALLOUT, q->text, true, e) : NULL;
	buf_done(&pattern);
	return q->careful != NULL;
}

static bool compile_text(struct query *q, struct err *e)
{
	struct buf pattern = {0};
	size_t n = strlen(q->text);
	bool is_good = true, is_exact = q->mode == QUERY_EXACT;
	bool is_cased = is_exact || (q->mode == QUERY_FOLDED && pattern_has_upper(q->text, n));
	buf_printf(&pattern, "(?C%d)", FIRST_CALLOUT);
	if (is_exact) {
		for (size_t i = 0; i < n;) {
			uint32_t cp;
			i += utf8_decode((const uint8_t *)q->text + i, n - i, &cp);
			buf_printf(&pattern, "\\x{%X}", cp);
		}
	} else if (q->mode == QUERY_STEMS) {
		is_good = write_stems(q, &pattern, e);
	} else {
		pattern_write(&pattern, q->text, n);
		q->prefilter = prefilter_new(q->text, n, is_cased);
	}
	uint32_t flags = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_USE_OFFSET_LIMIT |
			 (is_cased ? 0 : PCRE2_CASELESS);
	if (is_good)
		q->code = compile(buf_string(&pattern), pattern.len, flags, q->text, false, e);
	buf_done(&pattern);
	return q->code != NULL;
}

static bool check_text(const char *text, struct err *e)
{
	if (!*text)
		return err_set(e, _("cannot search: nothing was typed"));
	if (strlen(text) > LONGEST)
		return err_set(e, _("cannot search: the query is longer than %d bytes"), LONGEST);
	if (!is_well_formed((const uint8_t *)text, strlen(text)))
		return err_set(e, _("cannot search: the query is not well-formed UTF-8"));
	return true;
}

struct query *query_new(const char *text, enum query_mode mode, const char *language, struct err *e)
{
	if (!check_text(text, e))
		return NULL;
	struct query *q = mem_new(1, sizeof *q);
	q->text = mem_string(text);
	q->mode = mode;
	q->is_marked = pattern_has_marks(text, strlen(text));
	q->stemmer = mode == QUERY_STEMS && language ? stemmer_open(language) : NULL;
	if (mode == QUERY_STEMS && !q->stemmer)
		err_set(e, _("cannot search for stems: there are none for language \"%s\""),
			language ? language : "");
	else if (mode == QUERY_REGEX ? compile_regex(q, e) : compile_text(q, e))
		q->data = pcre2_match_data_create(PATTERN_WORDS + 1, NULL);
	if (!q->data) {
		query_free(q);
		return NULL;
	}
	q->context = pcre2_match_context_create(NULL);
	q->stack = pcre2_jit_stack_create(STACK, MOST_STACK, NULL);
	if (q->context && q->stack)
		pcre2_jit_stack_assign(q->context, NULL, q->stack);
	return q;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	pcre2_code_free(q->code);
	pcre2_code_free(q->careful);
	pcre2_match_data_free(q->data);
	pcre2_match_context_free(q->context);
	pcre2_jit_stack_free(q->stack);
	if (q->stemmer)
		stemmer_close(q->stemmer);
	for (size_t i = 0; i < q->stem_count; i++)
		free(q->stems[i]);
	free(q->text);
	free(q);
}

const char *query_text(const struct query *q)
{
	return q->text;
}

enum query_mode query_mode(const struct query *q)
{
	return q->mode;
}

size_t query_slice(const struct query *q)
{
	return q->mode == QUERY_REGEX ? REGEX_SLICE : SLICE;
}

// Searching.

// One call of PCRE2: the first match that begins in [FROM, LIMIT].
static int call(const struct query *q, const pcre2_code *code, const struct query_range *r,
		size_t from, size_t limit, struct trial *t)
{
	size_t n = r->n;
	bool is_careful = code == q->careful;
	if (is_careful && n - from > CAREFUL)
		n = from + CAREFUL;
	t->items = 0;
	t->place = from;
	pcre2_set_callout(q->context, at_callout, t);
	pcre2_set_offset_limit(q->context, limit < n ? limit : n);
	pcre2_set_match_limit(q->context, q->careful && !is_careful ? QUICK : 10 * MOST_ITEMS);
	uint32_t how = PCRE2_NOTEMPTY | (r->ends && n == r->n ? 0 : PCRE2_NOTEOL);
	return pcre2_match(code, r->s, n, from, how, q->data, q->context);
}

// A place that cost much is looked at again, with every item counted.
static enum query_result look_again(const struct query *q, const struct query_range *r,
				    struct trial *t)
{
	size_t place = t->place;
	int found = q->careful ? call(q, q->careful, r, place, place, t) : PCRE2_ERROR_MATCHLIMIT;
	t->place = place;
	return found > 0 || found == PCRE2_ERROR_NOMATCH ? found > 0 ? QUERY_FOUND : QUERY_NONE
							 : QUERY_COSTLY;
}

// The first match in [FROM, LIMIT] by PCRE2 alone.
static enum query_result match(const struct query *q, const struct query_range *r, size_t from,
			       size_t limit, struct trial *t, size_t *begin, size_t *end)
{
	while (from <= limit && from < r->n) {
		int found = call(q, q->code, r, from, limit, t);
		enum query_result result = found > 0 ? QUERY_FOUND : QUERY_NONE;
		if (found == PCRE2_ERROR_NOMATCH)
			return QUERY_NONE;
		*begin = t->place;
		if (t->is_paused)
			return QUERY_PAUSED;
		if (found < 0)
			result = look_again(q, r, t);
		if (result == QUERY_COSTLY)
			return result;
		from = t->place + 1;
		if (result == QUERY_FOUND) {
			const PCRE2_SIZE *at = pcre2_get_ovector_pointer(q->data);
			*begin = at[0];
			*end = at[1];
			if (*end > *begin && *begin >= t->place &&
			    utf8_is_boundary(r->s, r->n, *begin) &&
			    utf8_is_boundary(r->s, r->n, *end) &&
			    (q->stem_count == 0 || has_stems(q, r->s)))
				return QUERY_FOUND;
		}
		*begin = from;
		if (found != PCRE2_ERROR_NOMATCH && budget_is_spent(t->budget) && !q->stemmer)
			return QUERY_PAUSED;
	}
	return QUERY_NONE;
}

enum query_result query_search(const struct query *q, const struct query_range *r,
			       struct budget budget, size_t *begin, size_t *end)
{
	struct trial t = {.budget = budget};
	size_t from = r->from, batch = r->from;
	if (q->prefilter.count == 0)
		return match(q, r, from, r->limit, &t, begin, end);
	for (unsigned tries = 1;; tries++) {
		size_t at = prefilter_next(&q->prefilter, r->s, r->n, from);
		if (at >= r->n)
			return QUERY_NONE;
		from = prefilter_begin(&q->prefilter, r->s, at, from);
		if (from > r->limit)
			return QUERY_NONE;
		size_t limit = at < r->limit ? at : r->limit;
		// Candidates everywhere only cost time.
		if (tries % DENSE == 0 && at - batch < DENSE * DENSE_GAP)
			limit = r->limit - limit > DENSE_STRETCH ? limit + DENSE_STRETCH : r->limit;
		batch = tries % DENSE == 0 ? at : batch;
		enum query_result result = match(q, r, from, limit, &t, begin, end);
		if (result != QUERY_NONE)
			return result;
		from = limit + 1;
	}
}

bool query_find(const struct query *q, const uint8_t *s, size_t n, size_t from, size_t *begin,
		size_t *end)
{
	struct query_range r = {s, n, from, n, true};
	enum query_result result;
	if (from >= n)
		return false;
	while ((result = query_search(q, &r, (struct budget){NULL, NULL}, begin, end)) ==
	       QUERY_COSTLY)
		r.from = *begin + 1;
	return result == QUERY_FOUND;
}
