// SPDX-License-Identifier: ISC
// The state of an annotation was decided by knowledge/anchor; here it is only told.  Of selectors
// within selectors the innermost is the one that has a place.
#include "config.h"

#include "knowledge/check_anchors.h"

#include <stdlib.h>

#include "base/folding.h"
#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "knowledge/meaning.h"

enum { BLOCK = 64 << 10 }; // [byte], of the text between two counts

static unsigned long long number(uint64_t n)
{
	return n;
}

static const uint8_t *text_of(const struct checking *c, size_t *n)
{
	return source_bytes(c->w->source, source_begin(c->w->source), n);
}

// The bytes of the place of A; NULL when it has none in the text as it is.
static const uint8_t *place_of(const struct checking *c, const struct annotation *a, size_t *begin,
			       size_t *end)
{
	size_t n;
	const uint8_t *text = text_of(c, &n);
	uint64_t first = source_begin(c->w->source);
	if (!annotation_has_place(a) || a->begin < first || a->end < a->begin || a->end - first > n)
		return NULL;
	*begin = (size_t)(a->begin - first);
	*end = (size_t)(a->end - first);
	return text;
}

// Positions in UTF-16 code units.

// How many characters in [A, B) of the N bytes take two code units.
static uint64_t count_pairs(const uint8_t *text, size_t n, size_t a, size_t b)
{
	uint64_t count = 0;
	for (size_t i = a; i < b; i++) {
		uint32_t cp;
		if (text[i] >= 0xF0 && utf8_decode(text + i, n - i, &cp) == 4)
			count++;
	}
	return count;
}

static void count_units(const struct checking *c, struct check_units *u)
{
	size_t n;
	const uint8_t *text = text_of(c, &n);
	u->block_count = n / BLOCK + 1;
	u->pairs = mem_new(u->block_count + 1, sizeof *u->pairs);
	for (size_t i = 0; i < u->block_count; i++) {
		size_t end = (i + 1) * BLOCK < n ? (i + 1) * BLOCK : n;
		u->pairs[i + 1] = u->pairs[i] + count_pairs(text, n, i * BLOCK, end);
	}
	u->total = index_characters(c->w->index) + u->pairs[u->block_count];
}

// What lies before POS, in the unit in which the set of A counts.
static uint64_t position_of(const struct checking *c, struct check_units *u,
			    const struct annotation *a, uint64_t pos)
{
	uint64_t characters = index_character_at(c->w->index, pos);
	if (!knowledge_counts_utf16(c->k, a->set))
		return characters;
	if (!u->pairs)
		count_units(c, u);
	size_t n, at = (size_t)(pos - source_begin(c->w->source)), block = at / BLOCK;
	const uint8_t *text = text_of(c, &n);
	return characters + u->pairs[block] + count_pairs(text, n, block * BLOCK, at);
}

static uint64_t text_length(const struct checking *c, struct check_units *u,
			    const struct annotation *a)
{
	if (!knowledge_counts_utf16(c->k, a->set))
		return index_characters(c->w->index);
	if (!u->pairs)
		count_units(c, u);
	return u->total;
}

void check_units_done(struct check_units *u)
{
	free(u->pairs);
	*u = (struct check_units){0};
}

void check_positions(struct checking *c, uint32_t set)
{
	if (knowledge_counts_utf16(c->k, set))
		checking_tell(c, CHECK_WARNING, "positions-in-utf16", "%s",
			      _("its positions are counted in UTF-16 code units, where the "
				"standard counts characters; they were converted"));
}

// Selectors.

static const struct selector *innermost(const struct annotation *a)
{
	const struct selector *s = &a->selector;
	while (s->refinement)
		s = s->refinement;
	return s;
}

static bool has_quote(const struct selector *s)
{
	for (; s; s = s->refinement)
		if (s->exact && *s->exact)
			return true;
	return false;
}

static bool has_position(const struct selector *s)
{
	return s->start != POS_NONE;
}

// What has no end goes to that of the text.
static uint64_t end_of(const struct selector *s, uint64_t length)
{
	return s->end == POS_NONE ? length : s->end;
}

// True when the position can be one in this text; one within another selector counts from there.
static bool check_position(struct checking *c, struct check_units *u, const struct annotation *a)
{
	const struct selector *s = &a->selector;
	if (!has_position(s)) {
		if (s->start_line == POS_NONE)
			checking_tell(c, CHECK_WARNING, "no-position", "%s",
				      _("no position says where its quote stands"));
		return false;
	}
	uint64_t length = text_length(c, u, a);
	uint64_t stop = end_of(s, length);
	if (s->start <= stop && stop <= length)
		return true;
	checking_tell(c, CHECK_ERROR, "position-outside-text",
		      _("its position %llu–%llu is none in this text of %llu characters"),
		      number(s->start), number(stop), number(length));
	return false;
}

// The places.

static void check_found(struct checking *c, struct check_units *u, const struct annotation *a,
			bool has_valid_position)
{
	if (a->selector.refinement || !has_valid_position || !has_quote(&a->selector))
		return;
	const struct selector *s = &a->selector;
	uint64_t begin = position_of(c, u, a, a->begin), end = position_of(c, u, a, a->end);
	uint64_t stop = end_of(s, text_length(c, u, a));
	if (begin != s->start || end != stop)
		checking_tell(c, CHECK_WARNING, "quote-not-at-position",
			      _("its quote stands at %llu–%llu, its position is %llu–%llu; the "
				"quote was followed"),
			      number(begin), number(end), number(s->start), number(stop));
}

static void check_others(struct checking *c, const struct annotation *a)
{
	unsigned long places = (unsigned long)a->other_count + 1;
	if (places >= KNOWLEDGE_PLACES)
		checking_tell(c, CHECK_WARNING, "quote-ambiguous",
			      _("its quote stands in %lu places or more, and the context fits each "
				"as well; %lu are shown"),
			      places, places);
	else if (places > 1)
		checking_tell(c, CHECK_WARNING, "quote-ambiguous",
			      _("its quote stands in %lu places, and the context fits each as "
				"well; all are shown"),
			      places);
}

static const struct {
	const char *code, *words;
} meanings[] = {
	[MEANING_SAME] = {"spelling", N_("spelling")},
	[MEANING_NUMBER] = {"number", N_("a number")},
	[MEANING_DATE] = {"date", N_("a date")},
	[MEANING_UNIT] = {"unit", N_("a unit")},
	[MEANING_NEGATION] = {"negation", N_("a negation")},
	[MEANING_NAME] = {"name", N_("a name")},
	[MEANING_WORDS] = {"words", N_("other words")},
};

// What differs: the kind and the words, which stay in the buffers.
static enum meaning compare(const struct checking *c, const struct annotation *a, struct buf *was,
			    struct buf *now)
{
	size_t begin, end;
	const char *exact = innermost(a)->exact;
	const uint8_t *text = place_of(c, a, &begin, &end);
	if (!text || !exact)
		return MEANING_SAME;
	return meaning_compare(exact, strlen(exact), text + begin, end - begin, was, now);
}

static void tell_change(struct checking *c, const char *kind)
{
	const char *was = checking_brief(c, c->change.was);
	const char *now = checking_brief(c, c->change.now);
	if (*was && *now)
		checking_tell(c, CHECK_WARNING, "text-changed",
			      _("its quote says \"%s\", the text now says \"%s\" (%s)"), was, now,
			      kind);
	else if (*now)
		checking_tell(c, CHECK_WARNING, "text-changed",
			      _("the text now says \"%s\", which its quote does not (%s)"), now,
			      kind);
	else if (*was)
		checking_tell(c, CHECK_WARNING, "text-changed",
			      _("its quote says \"%s\", which the text no longer does (%s)"), was,
			      kind);
	else
		checking_tell(c, CHECK_WARNING, "text-changed", "%s",
			      _("the text no longer says what its quote says"));
}

static void check_changed(struct checking *c, const struct annotation *a)
{
	struct buf was = {0}, now = {0};
	enum meaning m = compare(c, a, &was, &now);
	c->change = (struct finding_change){meanings[m].code, buf_string(&was), buf_string(&now)};
	tell_change(c, _(meanings[m].words));
	c->change = (struct finding_change){0};
	buf_done(&was);
	buf_done(&now);
}

static void check_doubtful(struct checking *c, struct check_units *u, const struct annotation *a)
{
	size_t begin, end;
	const uint8_t *text = place_of(c, a, &begin, &end);
	if (!text)
		return;
	struct buf words = {0};
	size_t n = end - begin < CHECKING_BRIEF ? end - begin : CHECKING_BRIEF + 1;
	utf8_repair(&words, (const char *)text + begin, n);
	checking_tell(c, CHECK_WARNING, "place-doubtful",
		      _("its place may be a wrong one: at %llu–%llu stands \"%s\""),
		      number(position_of(c, u, a, a->begin)), number(position_of(c, u, a, a->end)),
		      checking_brief(c, buf_string(&words)));
	buf_done(&words);
}

static void check_lost(struct checking *c, const struct annotation *a)
{
	if (has_quote(&a->selector))
		checking_tell(c, CHECK_ERROR, "quote-not-found", "%s",
			      _("its quote stands nowhere in this text"));
	else if (a->selector.start_line != POS_NONE)
		checking_tell(c, CHECK_ERROR, "quote-not-found", "%s",
			      _("its lines are nowhere in this text"));
}

// Contexts are compared as quotes are: typography and line ends do not count.  Blanks at the outer
// end of a context are not, since it may have been cut within them.

static bool is_blank(const struct folded_char *c)
{
	return c->cp == ' ';
}

static bool stands_before(const char *prefix, const uint8_t *text, size_t begin)
{
	struct folded want = {0}, have = {0};
	size_t n = prefix ? strlen(prefix) : 0, room = begin < 4 * n + 64 ? begin : 4 * n + 64;
	folding_add(&want, (const uint8_t *)prefix, n);
	folding_add(&have, text + begin - room, room);
	size_t i = want.count, j = have.count;
	while (i > 0 && j > 0 && want.all[i - 1].cp == have.all[j - 1].cp)
		i--, j--;
	while (i > 0 && is_blank(&want.all[i - 1]))
		i--;
	folding_done(&want);
	folding_done(&have);
	return i == 0;
}

static bool stands_behind(const char *suffix, const uint8_t *text, size_t n)
{
	struct folded want = {0}, have = {0};
	size_t m = suffix ? strlen(suffix) : 0, i = 0;
	folding_add(&want, (const uint8_t *)suffix, m);
	folding_add(&have, text, n < 4 * m + 64 ? n : 4 * m + 64);
	while (i < want.count && i < have.count && want.all[i].cp == have.all[i].cp)
		i++;
	while (i < want.count && is_blank(&want.all[i]))
		i++;
	bool is_there = i == want.count;
	folding_done(&want);
	folding_done(&have);
	return is_there;
}

static void check_context(struct checking *c, const struct annotation *a)
{
	size_t n, begin, end;
	const struct selector *s = innermost(a);
	const uint8_t *text = place_of(c, a, &begin, &end);
	if (!text)
		return;
	text_of(c, &n);
	if (!stands_before(s->prefix, text, begin))
		checking_tell(c, CHECK_WARNING, "context-differs", "%s",
			      _("its prefix is not what stands before the quote"));
	if (!stands_behind(s->suffix, text + end, n - end))
		checking_tell(c, CHECK_WARNING, "context-differs", "%s",
			      _("its suffix is not what stands behind the quote"));
}

static void check_characters(struct checking *c, const struct annotation *a)
{
	size_t n, begin, end;
	const uint8_t *text = place_of(c, a, &begin, &end);
	if (!text)
		return;
	text_of(c, &n);
	if (!utf8_is_boundary(text, n, begin))
		checking_tell(c, CHECK_WARNING, "splits-character", "%s",
			      _("it begins within what a person sees as one character"));
	if (!utf8_is_boundary(text, n, end))
		checking_tell(c, CHECK_WARNING, "splits-character", "%s",
			      _("it ends within what a person sees as one character"));
}

// One on the document as a whole should not say what needs a place.
static void check_whole(struct checking *c, const struct annotation *a)
{
	if (a->link_count || a->kind != KIND_NONE || a->assessment != ASSESSMENT_NONE)
		checking_tell(c, CHECK_ERROR, "no-place", "%s",
			      _("it says what claims say, but selects no piece of the text"));
}

void check_anchor(struct checking *c, struct check_units *u, const struct annotation *a)
{
	if (annotation_is_on_whole(a)) {
		check_whole(c, a);
		return;
	}
	if (a->has_foreign_selector) {
		checking_tell(c, CHECK_WARNING, "foreign-selector", "%s",
			      _("its place is told in a way that is not for plain text, so that it "
				"has none here"));
		return;
	}
	bool has_valid_position = check_position(c, u, a);
	if (!has_quote(&a->selector))
		checking_tell(c, CHECK_ERROR, "no-quote", "%s",
			      _("no quote says what stood at its place"));
	switch (a->state) {
	case ANCHOR_FOUND:
		check_found(c, u, a, has_valid_position);
		break;
	case ANCHOR_CHANGED:
		check_changed(c, a);
		break;
	case ANCHOR_DOUBTFUL:
		check_doubtful(c, u, a);
		break;
	case ANCHOR_PENDING:
	case ANCHOR_ORPHAN:
		check_lost(c, a);
		break;
	}
	check_others(c, a);
	if (a->state == ANCHOR_FOUND || a->state == ANCHOR_CHANGED)
		check_context(c, a);
	check_characters(c, a);
}
