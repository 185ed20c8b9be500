// SPDX-License-Identifier: ISC
// The words of a fact come from the same reading that shows them; what is only checked is looked
// up in the tree of its item, where its line is known too.
#include "config.h"

#include "knowledge/check_facts.h"

#include <strings.h>

#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/period.h"
#include "knowledge/resource.h"

// Dates.

static bool is_ahead(const struct checking *c, const char *date)
{
	return c->w->today && period_is_before(c->w->today, date);
}

void check_item_dates(struct checking *c, const struct json_node *root)
{
	static const char *const keys[] = {"created", "modified", "generated"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct json_node *n = json_one(json_get(root, keys[i]));
		const char *date = json_string(n);
		if (!date || !is_ahead(c, date))
			continue;
		c->at.node = n;
		checking_tell(c, CHECK_WARNING, "future-date",
			      _("its \"%s\" lies in the future: %s"), keys[i],
			      checking_brief(c, date));
	}
	c->at.node = NULL;
}

// Claims.

static void check_kind(struct checking *c, const struct annotation *a)
{
	if (a->kind == KIND_NONE)
		checking_tell(
			c, CHECK_WARNING, "no-kind", "%s",
			_("nothing says whether it is a fact, an interpretation, an opinion …"));
	if (a->kind == KIND_OTHER)
		checking_tell(c, CHECK_WARNING, "unknown-kind", _("its kind \"%s\" is unknown"),
			      checking_brief(c, a->kind_label));
	if (a->assessment == ASSESSMENT_OTHER)
		checking_tell(c, CHECK_WARNING, "unknown-assessment",
			      _("its assessment \"%s\" is unknown"),
			      checking_brief(c, a->assessment_label));
	bool is_assessed = a->assessment != ASSESSMENT_NONE;
	if (a->kind == KIND_OPINION && is_assessed)
		checking_tell(c, CHECK_ERROR, "opinion-assessed", "%s",
			      _("it is an opinion, and yet it is assessed"));
	if (a->kind != KIND_OPINION && a->kind != KIND_OTHER && !is_assessed)
		checking_tell(c, CHECK_WARNING, "no-assessment", "%s",
			      _("it is no opinion, and yet it is not assessed"));
}

// A rating's number, which may be written as a string: digits with a point between, whatever the
// locale.
static bool read_number(const struct json_node *rating, const char *word, double *value)
{
	const struct json_node *n = json_one(resource_schema(rating, word));
	const char *s = n && n->text ? n->text : "";
	bool is_negative = *s == '-';
	double unit = 1;
	s += is_negative;
	if (*s < '0' || *s > '9')
		return false;
	for (*value = 0; *s >= '0' && *s <= '9'; s++)
		*value = 10 * *value + (*s - '0');
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++)
			*value += (*s - '0') * (unit /= 10);
	if (is_negative)
		*value = -*value;
	return *s == '\0';
}

enum verdict { VERDICT_NONE, VERDICT_TRUE, VERDICT_FALSE };

// Only labels that are nothing but such a word: "half true" is none of them.
static enum verdict verdict_of(const char *label)
{
	static const struct {
		const char *word;
		enum verdict verdict;
	} words[] = {
		{"true", VERDICT_TRUE},		  {"correct", VERDICT_TRUE},
		{"accurate", VERDICT_TRUE},	  {"waar", VERDICT_TRUE},
		{"juist", VERDICT_TRUE},	  {"klopt", VERDICT_TRUE},
		{"false", VERDICT_FALSE},	  {"incorrect", VERDICT_FALSE},
		{"inaccurate", VERDICT_FALSE},	  {"untrue", VERDICT_FALSE},
		{"not true", VERDICT_FALSE},	  {"wrong", VERDICT_FALSE},
		{"onwaar", VERDICT_FALSE},	  {"onjuist", VERDICT_FALSE},
		{"niet waar", VERDICT_FALSE},	  {"klopt niet", VERDICT_FALSE},
		{"pants on fire", VERDICT_FALSE},
	};
	for (size_t i = 0; label && i < sizeof words / sizeof *words; i++)
		if (strcasecmp(label, words[i].word) == 0)
			return words[i].verdict;
	return VERDICT_NONE;
}

// Both ends of the scale must be told, since not everybody means 1 to 5 by silence.
static void check_scale(struct checking *c, const struct json_node *rating)
{
	double value, best, worst;
	const char *label = resource_text(resource_schema(rating, "alternateName"));
	const char *written = "";
	if (!read_number(rating, "ratingValue", &value) ||
	    !read_number(rating, "bestRating", &best) ||
	    !read_number(rating, "worstRating", &worst) || best <= worst)
		return;
	written = checking_brief(c, json_one(resource_schema(rating, "ratingValue"))->text);
	enum verdict verdict = verdict_of(label);
	if (value < worst || value > best)
		checking_tell(c, CHECK_WARNING, "rating-outside-scale",
			      _("its rating %s is not on its own scale, from %g to %g"), written,
			      worst, best);
	else if ((verdict == VERDICT_TRUE && value <= worst) ||
		 (verdict == VERDICT_FALSE && value >= best))
		checking_tell(c, CHECK_WARNING, "rating-disagrees",
			      _("its rating says \"%s\" and %s, on a scale from %g to %g"),
			      checking_brief(c, label), written, worst, best);
}

// An assessment of ours says by its IRI what its words must not deny.
static void check_words(struct checking *c, const struct json_node *rating)
{
	const char *id = resource_id(rating);
	const char *label = resource_text(resource_schema(rating, "alternateName"));
	if (string_equal(id, RESOURCE_URN "assessment:correct") &&
	    verdict_of(label) == VERDICT_FALSE)
		checking_tell(c, CHECK_WARNING, "rating-disagrees",
			      _("its assessment is \"%s\", and its words are \"%s\""),
			      annotation_last_part(id), checking_brief(c, label));
}

static void check_review(struct checking *c, const struct json_node *review)
{
	const struct json_node *date = json_one(resource_schema(review, "datePublished"));
	const char *s = resource_text(date);
	const struct json_node *ratings = resource_schema(review, "reviewRating");
	c->at.node = date;
	if (s && !period_is_date(s))
		checking_tell(c, CHECK_ERROR, "bad-date",
			      _("the date \"%s\" of its review is none"), checking_brief(c, s));
	else if (s && is_ahead(c, s))
		checking_tell(c, CHECK_WARNING, "future-date",
			      _("the date of its review lies in the future: %s"),
			      checking_brief(c, s));
	for (const struct json_node *r = json_one(ratings); r; r = json_more(ratings, r)) {
		c->at.node = r;
		check_scale(c, r);
		check_words(c, r);
	}
	c->at.node = NULL;
}

void check_claim(struct checking *c, const struct check_languages *l, const struct annotation *a,
		 const struct json_node *root)
{
	const struct json_node *bodies = json_get(root, "body");
	struct claim_detail d = {0};
	check_kind(c, a);
	web_annotation_item_read_claim(root, &d);
	if (a->assessment != ASSESSMENT_NONE || d.reason.count)
		check_texts(c, l, TEXT_REASON, &d.reason);
	claim_detail_done(&d);
	for (const struct json_node *b = json_one(bodies); b; b = json_more(bodies, b))
		if (resource_has_purpose(root, b, "assessing"))
			check_review(c, resource_source(b));
	if (a->link_count == 0)
		checking_tell(c, CHECK_WARNING, "claim-without-facts", "%s",
			      _("it is linked to no fact"));
}

// Facts.

static void check_citation(struct checking *c, const struct citation *source, size_t number)
{
	const char *who = source->publisher ? source->publisher : source->title;
	if (!who)
		checking_tell(c, CHECK_ERROR, "unnamed-source",
			      _("source %zu has neither publisher nor title"), number);
	if (!who)
		who = source->address ? source->address : "?";
	who = checking_brief(c, who);
	if (!source->date)
		checking_tell(c, CHECK_WARNING, "undated-source", _("source %zu (%s) has no date"),
			      number, who);
	else if (!period_is_date(source->date))
		checking_tell(c, CHECK_ERROR, "bad-date",
			      _("the date \"%s\" of source %zu (%s) is none"),
			      checking_brief(c, source->date), number, who);
	else if (is_ahead(c, source->date))
		checking_tell(c, CHECK_WARNING, "future-date",
			      _("the date of source %zu (%s) lies in the future: %s"), number, who,
			      checking_brief(c, source->date));
}

// A fact is good to the end of the day, month or year that is told.
static void check_expiry(struct checking *c, const struct json_node *expires)
{
	const char *date = resource_text(expires);
	c->at.node = expires;
	if (!date || !period_is_date(date))
		checking_tell(c, CHECK_ERROR, "bad-date",
			      _("the date until which it may be shown is none: \"%s\""),
			      checking_brief(c, date ? date : "?"));
	else if (c->w->today && period_is_before(date, c->w->today))
		checking_tell(c, CHECK_ERROR, "fact-expired", _("it is not to be shown after %s"),
			      checking_brief(c, date));
}

// An item may describe several facts, each with a date of its own.
static void check_expiries(struct checking *c, const struct json_node *root)
{
	const struct json_node *targets = json_get(root, "target");
	struct check_place before = c->at;
	for (const struct json_node *t = json_one(targets); t; t = json_more(targets, t)) {
		const struct json_node *expires = json_one(resource_schema(t, "expires"));
		const char *id = resource_id(t);
		uint32_t i = expires && id ? knowledge_find_fact(c->k, id) : INDEX_NONE;
		if (i == INDEX_NONE)
			continue;
		checking_turn_to_fact(c, &c->k->facts[i]);
		c->at.set = before.set;
		c->at.item = before.item;
		check_expiry(c, expires);
	}
	c->at = before;
}

static void check_citations(struct checking *c, const struct fact *f, const struct json_node *root,
			    const struct fact_detail *d)
{
	const struct json_node *targets = json_get(root, "target");
	size_t i = 0;
	if (d->citation_count == 0 && !f->is_term)
		checking_tell(c, CHECK_ERROR, "no-source", "%s", _("it has no source"));
	for (const struct json_node *t = json_one(targets); t; t = json_more(targets, t)) {
		const struct json_node *list = resource_schema(t, "citation");
		for (const struct json_node *n = json_one(list); n && i < d->citation_count;
		     n = json_more(list, n), i++) {
			c->at.node = n;
			check_citation(c, &d->citations[i], i + 1);
		}
	}
	c->at.node = NULL;
}

void check_description(struct checking *c, const struct check_languages *l, const struct fact *f,
		       const struct json_node *root)
{
	struct fact_detail d = {0};
	web_annotation_item_read_fact(root, &d);
	check_texts(c, l, TEXT_TITLE, &f->titles);
	check_texts(c, l, TEXT_FACT, &d.text);
	if (!json_get(root, "created") && !json_get(root, "modified") && !f->is_term)
		checking_tell(c, CHECK_WARNING, "undated-fact", "%s",
			      _("nothing says when it was written"));
	check_expiries(c, root);
	check_citations(c, f, root, &d);
	fact_detail_done(&d);
}

void check_fact(struct checking *c, const struct fact *f)
{
	if (f->period && !period_is_valid(f->period))
		checking_tell(c, CHECK_ERROR, "bad-date",
			      _("its period \"%s\" is no date, nor two in order"),
			      checking_brief(c, f->period));
	if (!f->period && !f->is_term)
		checking_tell(c, CHECK_WARNING, "no-period", "%s",
			      _("nothing says what period it is about"));
	if (f->link_count == 0)
		checking_tell(c, CHECK_WARNING, "fact-not-linked", "%s",
			      f->is_term ? _("it is marked nowhere in the text")
					 : _("no claim is linked to it"));
}
