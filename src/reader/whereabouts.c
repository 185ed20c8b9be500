// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/whereabouts.h"

#include "base/translate.h"
#include "knowledge/meaning.h"
#include "reader/words.h"

enum {
	COMPARED_MOST = 1024, // [byte] of quote and text
	COMMON_KEPT = 64,     // [byte] of what both begin with, for the words that follow
	SHOWN_MOST = 2000,    // [byte] of what stands there now
	WORDS_MOST = 160,     // [byte] of the words that differ
	CONTEXT_MOST = 120,   // [byte] before and behind a quote
};

// What stands in [BEGIN, END); *N becomes how many bytes there are.
static const char *text_at(const struct document *d, uint64_t begin, uint64_t end, size_t *n)
{
	const char *text = (const char *)source_bytes(d->source, begin, n);
	if (*n > end - begin)
		*n = (size_t)(end - begin);
	return text;
}

bool whereabouts_paragraph(struct buf *out, const struct document *d, uint64_t pos)
{
	const struct index *x = d->index;
	unsigned long long number = index_paragraph_at(x, pos), all = index_paragraphs(x);
	if (document_is_counted(d) || !source_is_complete(d->source)) {
		bool is_whole = document_is_counted(d);
		if (number)
			buf_printf(out,
				   is_whole ? _("paragraph %llu/%llu") : _("paragraph %llu/%llu…"),
				   number, all);
		return number > 0;
	}
	unsigned long long about = index_paragraph_about(x, pos);
	all = index_paragraphs_about(x);
	if (number)
		buf_printf(out, _("paragraph %llu/~%llu"), number, all);
	else if (about)
		buf_printf(out, _("paragraph ~%llu/~%llu"), about, all);
	return about > 0;
}

void whereabouts_text(struct buf *out, const struct document *d, uint64_t begin, uint64_t end)
{
	size_t n;
	const char *text = text_at(d, begin, end, &n);
	words_quoted(out, text, n, SHOWN_MOST);
}

static void add_change(struct buf *out, const char *what, const struct buf *old,
		       const struct buf *now)
{
	struct buf was = {0}, is = {0};
	words_quoted(&was, buf_string(old), old->len, WORDS_MOST);
	words_quoted(&is, buf_string(now), now->len, WORDS_MOST);
	if (old->len && now->len)
		buf_printf(out, _("%s: %s has become %s."), what, buf_string(&was),
			   buf_string(&is));
	else if (old->len)
		buf_printf(out, _("%s: %s was taken out."), what, buf_string(&was));
	else
		buf_printf(out, _("%s: %s was put in."), what, buf_string(&is));
	buf_done(&was);
	buf_done(&is);
}

// Where comparing begins: of long texts not far before the first byte that differs, at a word.
static size_t common_begin(const char *was, size_t n, const char *now, size_t m)
{
	size_t at = 0;
	if (n <= COMPARED_MOST && m <= COMPARED_MOST)
		return 0;
	while (at < n && at < m && was[at] == now[at])
		at++;
	at = at > COMMON_KEPT ? at - COMMON_KEPT : 0;
	while (at > 0 && was[at - 1] != ' ')
		at--;
	return at;
}

void whereabouts_change(struct buf *out, const struct document *d, const struct annotation *a)
{
	static const char *const kinds[] = {
		[MEANING_SAME] = "",
		[MEANING_NUMBER] = N_("Another number"),
		[MEANING_DATE] = N_("Another date"),
		[MEANING_UNIT] = N_("Another unit"),
		[MEANING_NEGATION] = N_("A negation"),
		[MEANING_NAME] = N_("Another name"),
		[MEANING_WORDS] = N_("Other words"),
	};
	const char *was = a->selector.exact ? a->selector.exact : "";
	size_t n = strlen(was), m;
	const char *now = text_at(d, a->begin, a->end, &m);
	size_t from = common_begin(was, n, now, m);
	was += from;
	now += from;
	n = words_cut(was, n - from, COMPARED_MOST);
	m = words_cut(now, m - from, COMPARED_MOST);
	struct buf old = {0}, changed = {0};
	enum meaning meaning = meaning_compare(was, n, (const uint8_t *)now, m, &old, &changed);
	if (meaning == MEANING_SAME && a->state == ANCHOR_DOUBTFUL)
		; // it may say the same, and at another place
	else if (meaning == MEANING_SAME || (old.len == 0 && changed.len == 0))
		buf_add_string(out, _("The wording has changed."));
	else
		add_change(out, _(kinds[meaning]), &old, &changed);
	buf_done(&old);
	buf_done(&changed);
}

void whereabouts_context(struct buf *out, const struct annotation *a)
{
	const struct selector *s = &a->selector;
	const char *prefix = s->prefix ? s->prefix : "", *suffix = s->suffix ? s->suffix : "";
	size_t n = strlen(prefix), from = n > CONTEXT_MOST ? n - CONTEXT_MOST : 0;
	while (from < n && ((uint8_t)prefix[from] & 0xC0) == 0x80)
		from++;
	if (!s->exact || !*s->exact)
		return;
	struct buf all = {0};
	if (from < n)
		buf_printf(&all, "…%s", prefix + from);
	words_quote(&all, a);
	buf_add(&all, suffix, words_cut(suffix, strlen(suffix), CONTEXT_MOST));
	if (*suffix)
		buf_add_string(&all, "…");
	// One run of words, with single blanks.
	for (size_t i = 0; i < all.len; i++) {
		bool is_blank = strchr(" \t\r\n", all.data[i]) != NULL;
		if (!is_blank || out->len == 0 || out->data[out->len - 1] != ' ')
			buf_add_char(out, is_blank ? ' ' : all.data[i]);
	}
	buf_done(&all);
}

void whereabouts_last(struct buf *out, const struct annotation *a)
{
	const struct selector *s = &a->selector;
	if (s->start != POS_NONE)
		buf_printf(out, _("It stood at character %llu."), (unsigned long long)s->start);
	else if (s->start_line != POS_NONE)
		buf_printf(out, _("It stood in line %llu."), (unsigned long long)s->start_line + 1);
}

// Where it stood, by what the set counts in: only to be compared within that.
static uint64_t recorded(const struct annotation *a, bool in_lines)
{
	return in_lines ? a->selector.start_line : a->selector.start;
}

uint32_t whereabouts_neighbour(const struct knowledge *k, uint32_t annotation, bool *is_before)
{
	const struct annotation *a = &k->annotations[annotation];
	bool in_lines = a->selector.start == POS_NONE;
	uint64_t from = recorded(a, in_lines), best = 0;
	uint32_t found = INDEX_NONE;
	*is_before = false;
	for (size_t i = 0; from != POS_NONE && i < k->claim_count; i++) {
		const struct annotation *other = &k->annotations[k->claims[i]];
		uint64_t at = recorded(other, in_lines);
		if (!annotation_has_place(other))
			break; // so have all that follow
		if (k->claims[i] == annotation || other->set != a->set || at == POS_NONE)
			continue;
		bool precedes = at <= from;
		bool is_nearer = found == INDEX_NONE || (precedes && !*is_before) ||
				 (precedes == *is_before && (precedes ? at >= best : at < best));
		if (!is_nearer)
			continue;
		*is_before = precedes;
		best = at;
		found = k->claims[i];
	}
	return found;
}

void whereabouts_beside(struct buf *out, const struct knowledge *k, uint32_t annotation)
{
	bool is_before;
	uint32_t near = whereabouts_neighbour(k, annotation, &is_before);
	if (near == INDEX_NONE)
		return;
	const struct annotation *a = &k->annotations[near];
	buf_printf(out, is_before ? _("after claim %u") : _("before claim %u"), a->number);
	if (a->selector.exact && *a->selector.exact)
		buf_add_string(out, ": ");
	words_quote(out, a);
}

static void add_line(struct buf *out, const char *label, struct buf *text)
{
	if (text->len)
		buf_printf(out, "%s%s%s%s", out->len ? "\n" : "", label, *label ? " " : "",
			   buf_string(text));
	buf_clear(text);
}

void whereabouts_lines(struct buf *out, const struct document *d, const struct knowledge *k,
		       uint32_t annotation)
{
	const struct annotation *a = &k->annotations[annotation];
	bool is_changed = a->state == ANCHOR_CHANGED;
	struct buf line = {0};
	if (is_changed || a->state == ANCHOR_DOUBTFUL) {
		whereabouts_text(&line, d, a->begin, a->end);
		add_line(out, is_changed ? _("Now it reads:") : _("The text here says:"), &line);
	}
	if (is_changed || a->state == ANCHOR_DOUBTFUL)
		whereabouts_change(&line, d, a);
	if (a->state == ANCHOR_ORPHAN)
		whereabouts_last(&line, a);
	add_line(out, "", &line);
	if (a->state == ANCHOR_ORPHAN)
		whereabouts_beside(&line, k, annotation);
	add_line(out, "", &line);
	buf_done(&line);
}

bool whereabouts_is_term(const struct annotation *a)
{
	return a->role == ROLE_TERM && a->first_reply != INDEX_NONE;
}

struct range whereabouts_place(const struct annotation *a, uint32_t i)
{
	return i == 0 ? (struct range){a->begin, a->end} : a->others[i - 1];
}

uint32_t whereabouts_next_reply(const struct knowledge *k, uint32_t root, uint32_t at, int *depth)
{
	const struct annotation *all = k->annotations;
	if (all[at].first_reply != INDEX_NONE) {
		++*depth;
		return all[at].first_reply;
	}
	while (at != root && all[at].next_reply == INDEX_NONE) {
		at = all[at].parent;
		--*depth;
	}
	return at == root ? INDEX_NONE : all[at].next_reply;
}
