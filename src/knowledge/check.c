// SPDX-License-Identifier: ISC
// Two passes over all items: the first gathers the languages of each set and the ids that are used
// twice, the second tells the findings.  The long texts are parsed anew in each pass, an item at a
// time, so that no more than one is ever held.
#include "config.h"

#include "knowledge/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/translate.h"
#include "knowledge/period.h"

enum { LANGUAGES = 16 };			// of a set; more are not demanded
static const uint64_t WORK = (uint64_t)1 << 36; // [byte], compared in search of ambiguous quotes

// The languages that a set uses anywhere, without what follows a "-".
struct languages {
	char *all[LANGUAGES];
	size_t count;
};

struct id {
	char *iri;
	uint32_t order;
	bool *is_double; // set for the second and further ones
};

struct check {
	const struct check_world *w;
	const struct knowledge *k;
	struct check_listener listener;
	size_t count; // of findings told
	bool is_over; // nobody listens any more
	uint64_t work;

	struct languages *languages; // of each set
	struct id *ids;
	size_t id_count, id_capacity;
	bool *annotation_doubles, *fact_doubles, *link_doubles;
	uint32_t *order; // annotations by their place
};

static void tell(struct check *c, enum check_level level, const char *code, const char *place,
		 const char *fmt, ...) PRINTF_LIKE(5, 6);

static void tell(struct check *c, enum check_level level, const char *code, const char *place,
		 const char *fmt, ...)
{
	if (c->is_over)
		return;
	char sentence[512];
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	struct finding f = {level, code, place ? place : "", sentence};
	c->count++;
	c->is_over = !c->listener.tell(c->listener.data, &f);
}

static unsigned long long number(uint64_t n)
{
	return n;
}

// Languages and ids.

static size_t language_length(const char *language)
{
	return strcspn(language, "-_");
}

static bool has_language(const char *text, const char *language)
{
	size_t n = language_length(language);
	return language_length(text) == n && strncasecmp(text, language, n) == 0;
}

static void add_languages(struct languages *to, const struct translations *t)
{
	for (size_t i = 0; i < t->count && to->count < LANGUAGES; i++) {
		const char *language = t->all[i].language;
		bool is_known = !*language;
		for (size_t j = 0; j < to->count && !is_known; j++)
			is_known = has_language(language, to->all[j]);
		if (!is_known)
			to->all[to->count++] = mem_copy(language, language_length(language));
	}
}

// Appends the languages of SET that T has no text in, with commas between.
static void list_missing(const struct check *c, uint32_t set, const struct translations *t,
			 struct buf *out)
{
	const struct languages *l = &c->languages[set];
	for (size_t i = 0; i < l->count; i++) {
		bool is_there = false;
		for (size_t j = 0; j < t->count && !is_there; j++)
			is_there = has_language(t->all[j].language, l->all[i]);
		if (!is_there)
			buf_printf(out, "%s%s", out->len ? ", " : "", l->all[i]);
	}
}

static void add_id(struct check *c, const char *iri, bool *is_double)
{
	if (!iri)
		return;
	c->ids = mem_reserve(c->ids, &c->id_capacity, c->id_count + 1, sizeof *c->ids);
	c->ids[c->id_count] = (struct id){mem_string(iri), (uint32_t)c->id_count, is_double};
	c->id_count++;
}

static int compare_ids(const void *p, const void *q)
{
	const struct id *a = p, *b = q;
	int order = strcmp(a->iri, b->iri);
	return order ? order : (a->order > b->order) - (a->order < b->order);
}

static void mark_doubles(struct check *c)
{
	if (c->id_count)
		qsort(c->ids, c->id_count, sizeof *c->ids, compare_ids);
	for (size_t i = 1; i < c->id_count; i++)
		if (strcmp(c->ids[i - 1].iri, c->ids[i].iri) == 0)
			*c->ids[i].is_double = true;
}

// The first pass.

// The long texts of an annotation; all empty when its set has them no more.
static void read_claim(const struct check *c, const struct annotation *a, struct claim_detail *d)
{
	*d = (struct claim_detail){0};
	if (a->set < c->w->set_count)
		web_annotation_claim(c->w->sets[a->set], a->item, d, NULL);
}

static bool is_described(const struct check *c, const struct fact *f)
{
	return f->set < c->w->set_count;
}

static void read_fact(const struct check *c, const struct fact *f, struct fact_detail *d)
{
	*d = (struct fact_detail){0};
	web_annotation_fact(c->w->sets[f->set], f->item, d, NULL);
}

static void gather_annotation(struct check *c, uint32_t i)
{
	const struct annotation *a = &c->k->annotations[i];
	add_id(c, a->id, &c->annotation_doubles[i]);
	if (a->set >= c->w->set_count)
		return;
	struct claim_detail d;
	read_claim(c, a, &d);
	add_languages(&c->languages[a->set], &d.reason);
	for (size_t n = 0; n < d.link_count; n++)
		add_languages(&c->languages[a->set], &d.link_reasons[n]);
	claim_detail_done(&d);
}

static void gather_fact(struct check *c, uint32_t i)
{
	const struct fact *f = &c->k->facts[i];
	if (!is_described(c, f))
		return;
	struct fact_detail d;
	read_fact(c, f, &d);
	add_id(c, d.id, &c->fact_doubles[i]);
	add_languages(&c->languages[f->set], &f->titles);
	add_languages(&c->languages[f->set], &d.text);
	fact_detail_done(&d);
}

static void gather(struct check *c)
{
	for (size_t i = 0; i < c->k->annotation_count; i++)
		gather_annotation(c, c->order[i]);
	for (uint32_t i = 0; i < c->k->fact_count; i++)
		gather_fact(c, i);
	for (size_t i = 0; i < c->k->link_count; i++)
		add_id(c, c->k->links[i].id, &c->link_doubles[i]);
	mark_doubles(c);
}

// Texts that are there in every language.

enum text { TEXT_TITLE, TEXT_FACT, TEXT_REASON, TEXT_LINK };

static const struct {
	const char *code, *absent, *missing, *empty;
} texts[] = {
	[TEXT_TITLE] = {"empty-text", N_("it has no title"), N_("its title is missing in: %s"),
			N_("its title is empty (language \"%s\")")},
	[TEXT_FACT] = {"empty-text", N_("it has no text"), N_("its text is missing in: %s"),
		       N_("its text is empty (language \"%s\")")},
	[TEXT_REASON] = {"no-reason", N_("its assessment has no reason"),
			 N_("the reason of its assessment is missing in: %s"),
			 N_("the reason of its assessment is empty (language \"%s\")")},
	[TEXT_LINK] = {"no-reason", N_("the link has no reason"),
		       N_("the reason of the link is missing in: %s"),
		       N_("the reason of the link is empty (language \"%s\")")},
};

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

static void check_texts(struct check *c, enum text what, const char *place, uint32_t set,
			const struct translations *t)
{
	bool is_reason = what == TEXT_REASON || what == TEXT_LINK;
	if (t->count == 0) {
		tell(c, is_reason ? CHECK_WARNING : CHECK_ERROR, texts[what].code, place, "%s",
		     _(texts[what].absent));
		return;
	}
	for (size_t i = 0; i < t->count; i++)
		if (is_blank(t->all[i].text))
			tell(c, CHECK_ERROR, "empty-text", place, _(texts[what].empty),
			     t->all[i].language);
	struct buf missing = {0};
	list_missing(c, set, t, &missing);
	if (missing.len)
		tell(c, CHECK_WARNING, "missing-language", place, _(texts[what].missing),
		     buf_string(&missing));
	buf_done(&missing);
}

// Places in the text.

// How many bytes of the context agree with what stands around [AT, AT + SIZE) of the text.
static size_t agreement(const struct selector *s, const uint8_t *text, size_t n, size_t at,
			size_t size)
{
	size_t before = 0, behind = 0, end = at + size;
	size_t prefix = s->prefix ? strlen(s->prefix) : 0;
	const char *suffix = s->suffix ? s->suffix : "";
	while (before < prefix && before < at &&
	       text[at - before - 1] == (uint8_t)s->prefix[prefix - before - 1])
		before++;
	while (suffix[behind] && end + behind < n && text[end + behind] == (uint8_t)suffix[behind])
		behind++;
	return before + behind;
}

// In how many places the quote stands with the context that fits best.
static size_t count_places(struct check *c, const struct selector *s)
{
	size_t n, size = strlen(s->exact), best = 0, count = 0;
	const uint8_t *text = source_bytes(c->w->source, source_begin(c->w->source), &n);
	const uint8_t *at = text;
	while (c->work < WORK && size <= (size_t)(text + n - at)) {
		size_t room = (size_t)(text + n - at) - size + 1;
		const uint8_t *hit = memchr(at, s->exact[0], room);
		c->work += hit ? (size_t)(hit - at) + size : room;
		if (!hit)
			break;
		at = hit + 1;
		if (memcmp(hit, s->exact, size) != 0)
			continue;
		size_t fit = agreement(s, text, n, (size_t)(hit - text), size);
		c->work += fit;
		if (fit > best)
			count = 0;
		if (fit >= best)
			count++;
		best = fit > best ? fit : best;
	}
	return count;
}

static bool has_quote(const struct annotation *a)
{
	return a->selector.exact && *a->selector.exact;
}

static bool has_position(const struct annotation *a)
{
	return a->selector.start != POS_NONE && a->selector.end != POS_NONE;
}

// True when the position can be one in this text.
static bool check_position(struct check *c, const struct annotation *a)
{
	uint64_t characters = index_characters(c->w->index);
	const struct selector *s = &a->selector;
	if (!has_position(a)) {
		tell(c, CHECK_WARNING, "no-position", a->name, "%s",
		     _("no position says where its quote stands"));
		return false;
	}
	if (s->start <= s->end && s->end <= characters)
		return true;
	tell(c, CHECK_ERROR, "position-outside-text", a->name,
	     _("its position %llu–%llu is none in this text of %llu characters"), number(s->start),
	     number(s->end), number(characters));
	return false;
}

static void check_quote(struct check *c, const struct annotation *a, bool has_place)
{
	const struct selector *s = &a->selector;
	if (a->state != ANCHOR_FOUND) {
		tell(c, CHECK_ERROR, "quote-not-found", a->name, "%s",
		     _("its quote stands nowhere in this text"));
		return;
	}
	uint64_t begin = index_character_at(c->w->index, a->begin);
	uint64_t end = index_character_at(c->w->index, a->end);
	if (has_place && (begin != s->start || end != s->end))
		tell(c, CHECK_WARNING, "quote-not-at-position", a->name,
		     _("its quote stands at %llu–%llu, its position is %llu–%llu"), number(begin),
		     number(end), number(s->start), number(s->end));
	size_t places = count_places(c, s);
	if (places > 1)
		tell(c, CHECK_WARNING, "quote-ambiguous", a->name,
		     _("its quote stands in %zu places, and the context fits each as well"),
		     places);
}

static void check_context(struct check *c, const struct annotation *a)
{
	size_t n;
	uint64_t first = source_begin(c->w->source);
	const uint8_t *text = source_bytes(c->w->source, first, &n);
	const char *prefix = a->selector.prefix, *suffix = a->selector.suffix;
	if (a->state != ANCHOR_FOUND || a->begin < first || a->end > first + n)
		return;
	size_t begin = (size_t)(a->begin - first), end = (size_t)(a->end - first);
	size_t before = prefix ? strlen(prefix) : 0, behind = suffix ? strlen(suffix) : 0;
	if (before > begin || (before && memcmp(text + begin - before, prefix, before) != 0))
		tell(c, CHECK_WARNING, "context-differs", a->name, "%s",
		     _("its prefix is not what stands before the quote"));
	if (behind > n - end || (behind && memcmp(text + end, suffix, behind) != 0))
		tell(c, CHECK_WARNING, "context-differs", a->name, "%s",
		     _("its suffix is not what stands behind the quote"));
}

static void check_place(struct check *c, const struct annotation *a)
{
	if (annotation_is_on_whole(a) || a->has_foreign_selector) {
		if (a->link_count || a->kind != KIND_NONE || a->assessment != ASSESSMENT_NONE)
			tell(c, CHECK_ERROR, "no-place", a->name, "%s",
			     _("it says what claims say, but selects no piece of the text"));
		return;
	}
	bool has_place = check_position(c, a);
	if (has_quote(a))
		check_quote(c, a, has_place);
	else
		tell(c, CHECK_ERROR, "no-quote", a->name, "%s",
		     _("no quote says what stood at its place"));
	check_context(c, a);
}

// Claims.

static void check_kind(struct check *c, const struct annotation *a)
{
	if (a->kind == KIND_NONE)
		tell(c, CHECK_WARNING, "no-kind", a->name, "%s",
		     _("nothing says whether it is a fact, an interpretation, an opinion …"));
	if (a->kind == KIND_OTHER)
		tell(c, CHECK_WARNING, "unknown-kind", a->name, _("its kind \"%s\" is unknown"),
		     a->kind_label);
	if (a->assessment == ASSESSMENT_OTHER)
		tell(c, CHECK_WARNING, "unknown-assessment", a->name,
		     _("its assessment \"%s\" is unknown"), a->assessment_label);
	bool is_assessed = a->assessment != ASSESSMENT_NONE;
	if (a->kind == KIND_OPINION && is_assessed)
		tell(c, CHECK_ERROR, "opinion-assessed", a->name, "%s",
		     _("it is an opinion, and yet it is assessed"));
	if (a->kind != KIND_OPINION && a->kind != KIND_OTHER && !is_assessed)
		tell(c, CHECK_WARNING, "no-assessment", a->name, "%s",
		     _("it is no opinion, and yet it is not assessed"));
}

static void check_claim(struct check *c, const struct annotation *a)
{
	struct claim_detail d;
	check_kind(c, a);
	read_claim(c, a, &d);
	if (a->assessment != ASSESSMENT_NONE || d.reason.count)
		check_texts(c, TEXT_REASON, a->name, a->set, &d.reason);
	claim_detail_done(&d);
	if (a->link_count == 0)
		tell(c, CHECK_WARNING, "claim-without-facts", a->name, "%s",
		     _("it is linked to no fact"));
}

static void check_annotation(struct check *c, uint32_t i)
{
	const struct annotation *a = &c->k->annotations[i];
	if (c->annotation_doubles[i])
		tell(c, CHECK_ERROR, "duplicate-id", a->name, _("its id %s is used before"), a->id);
	check_place(c, a);
	if (a->role == ROLE_CLAIM && a->set < c->w->set_count)
		check_claim(c, a);
}

// Facts.

static void check_citation(struct check *c, const struct fact *f, const struct citation *source,
			   size_t i)
{
	const char *who = source->publisher ? source->publisher : source->title;
	if (!who)
		tell(c, CHECK_ERROR, "unnamed-source", f->name,
		     _("source %zu has neither publisher nor title"), i + 1);
	if (!who)
		who = source->address ? source->address : "?";
	if (!source->date)
		tell(c, CHECK_WARNING, "undated-source", f->name, _("source %zu (%s) has no date"),
		     i + 1, who);
	else if (!period_is_date(source->date))
		tell(c, CHECK_ERROR, "bad-date", f->name,
		     _("the date \"%s\" of source %zu (%s) is none"), source->date, i + 1, who);
}

static void check_period(struct check *c, const struct fact *f)
{
	if (f->period && !period_is_valid(f->period))
		tell(c, CHECK_ERROR, "bad-date", f->name,
		     _("its period \"%s\" is no date, nor two in order"), f->period);
	if (!f->period && !f->is_term)
		tell(c, CHECK_WARNING, "no-period", f->name, "%s",
		     _("nothing says what period it is about"));
}

static void check_fact(struct check *c, uint32_t i)
{
	const struct fact *f = &c->k->facts[i];
	if (!is_described(c, f))
		return;
	struct fact_detail d;
	read_fact(c, f, &d);
	if (f->descriptions > 1)
		tell(c, CHECK_ERROR, "duplicate-id", f->name,
		     _("it is described %u times; only the first description is shown"),
		     (unsigned)f->descriptions);
	else if (c->fact_doubles[i])
		tell(c, CHECK_ERROR, "duplicate-id", f->name,
		     _("the id %s of its description is used before"), d.id);
	check_texts(c, TEXT_TITLE, f->name, f->set, &f->titles);
	check_texts(c, TEXT_FACT, f->name, f->set, &d.text);
	check_period(c, f);
	if (d.citation_count == 0 && !f->is_term)
		tell(c, CHECK_ERROR, "no-source", f->name, "%s", _("it has no source"));
	for (size_t n = 0; n < d.citation_count; n++)
		check_citation(c, f, &d.citations[n], n);
	if (f->link_count == 0)
		tell(c, CHECK_WARNING, "fact-not-linked", f->name, "%s",
		     f->is_term ? _("it is marked nowhere in the text")
				: _("no claim is linked to it"));
	fact_detail_done(&d);
}

// Links.

static void check_link(struct check *c, size_t i, const struct claim_detail *d)
{
	const struct link *l = &c->k->links[i];
	const struct annotation *a = &c->k->annotations[l->annotation];
	const struct fact *f = &c->k->facts[l->fact];
	const char *place = l->id ? annotation_last_part(l->id) : a->name;
	size_t at = i - a->first_link;
	if (c->link_doubles[i])
		tell(c, CHECK_ERROR, "duplicate-id", place, _("its id %s is used before"), l->id);
	if (!is_described(c, f))
		tell(c, CHECK_ERROR, "dangling-link", place,
		     _("it leads to %s, which no set describes"), f->id);
	if (l->relation == RELATION_OTHER)
		tell(c, CHECK_WARNING, "unknown-relation", place,
		     _("its relation \"%s\" is unknown"), l->relation_label);
	if (l->relation != RELATION_DEFINES && at < d->link_count)
		check_texts(c, TEXT_LINK, place, a->set, &d->link_reasons[at]);
}

static void check_links(struct check *c)
{
	struct claim_detail d = {0};
	for (size_t i = 0; i < c->k->link_count && !c->is_over; i++) {
		const struct link *l = &c->k->links[i];
		const struct annotation *a = &c->k->annotations[l->annotation];
		if (i == a->first_link) {
			claim_detail_done(&d);
			read_claim(c, a, &d);
		}
		check_link(c, i, &d);
	}
	claim_detail_done(&d);
}

// All of it.

static void check_sets(struct check *c)
{
	for (size_t i = 0; i < c->w->set_count; i++) {
		const char *fault = web_annotation_fault(c->w->sets[i]);
		if (fault)
			tell(c, CHECK_ERROR, "unreadable-set", web_annotation_name(c->w->sets[i]),
			     "%s", fault);
	}
}

// In the order of the text, longer ones before shorter ones, those without a place last.
static int compare_placed(const void *p, const void *q)
{
	const struct placed *a = p, *b = q;
	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (a->annotation > b->annotation) - (a->annotation < b->annotation);
}

static void put_in_order(struct check *c)
{
	size_t n = c->k->annotation_count;
	struct placed *all = mem_new(n + 1, sizeof *all);
	for (uint32_t i = 0; i < n; i++) {
		const struct annotation *a = &c->k->annotations[i];
		all[i] = (struct placed){a->begin, a->end, i};
	}
	qsort(all, n, sizeof *all, compare_placed);
	c->order = mem_new(n + 1, sizeof *c->order);
	for (size_t i = 0; i < n; i++)
		c->order[i] = all[i].annotation;
	free(all);
}

static void check_done(struct check *c)
{
	for (size_t i = 0; i < c->w->set_count; i++)
		for (size_t j = 0; j < c->languages[i].count; j++)
			free(c->languages[i].all[j]);
	for (size_t i = 0; i < c->id_count; i++)
		free(c->ids[i].iri);
	free(c->languages);
	free(c->ids);
	free(c->annotation_doubles);
	free(c->fact_doubles);
	free(c->link_doubles);
	free(c->order);
}

size_t check_run(const struct check_world *w, struct check_listener listener)
{
	const struct knowledge *k = w->knowledge;
	struct check c = {.w = w, .k = k, .listener = listener};
	c.languages = mem_new(w->set_count + 1, sizeof *c.languages);
	c.annotation_doubles = mem_new(k->annotation_count + 1, sizeof(bool));
	c.fact_doubles = mem_new(k->fact_count + 1, sizeof(bool));
	c.link_doubles = mem_new(k->link_count + 1, sizeof(bool));
	put_in_order(&c);
	gather(&c);

	check_sets(&c);
	for (size_t i = 0; i < k->annotation_count && !c.is_over; i++)
		check_annotation(&c, c.order[i]);
	for (uint32_t i = 0; i < k->fact_count && !c.is_over; i++)
		check_fact(&c, i);
	check_links(&c);
	check_done(&c);
	return c.count;
}
