// SPDX-License-Identifier: ISC
// Walks a tree along the properties of the model and nowhere else.  The trees are no deeper than
// JSON_DEPTH_MAX, so that it can recurse.
#include "config.h"

#include "knowledge/producer_rules.h"

#include <stdbool.h>
#include <string.h>

#include "base/string.h"
#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"

#define CONTEXT "http://www.w3.org/ns/anno.jsonld"

// Who, when, why and under which licence: what resources of every kind may have.

static void check_agent(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	bool is_described = json_is_object(n);
	const struct json_node *id = is_described ? rules_id(n) : n;
	if (is_described)
		rules_check_keys(r, n);
	if (is_described && !rules_has_id(n))
		return;
	struct rules_place before = {r->path.len, r->at};
	if (is_described)
		rules_enter(r, json_get(n, "id") ? "id" : "@id");
	if (is_described && rules_count(id) > 1)
		rules_tell(r, RULE_ERROR, "several-ids",
			   _("it has %zu ids, where exactly one must identify it"),
			   rules_count(id));
	else if (!json_string(id))
		rules_tell(r, RULE_ERROR, "bad-agent",
			   _("who made it is told by an absolute IRI or an object, not by %s"),
			   rules_shown(r, id));
	else if (!rules_is_iri(id->text))
		rules_tell(r, RULE_WARNING, "bad-agent",
			   _("who made it is told by an absolute IRI such as "
			     "\"https://example.org/ada\" "
			     "or \"mailto:ada@example.org\", and %s is none"),
			   rules_shown(r, id));
	rules_leave(r, before);
}

static bool is_motivation(const char *word)
{
	static const char *const words[] = {
		"assessing",   "bookmarking",  "classifying", "commenting", "describing",
		"editing",     "highlighting", "identifying", "linking",    "moderating",
		"questioning", "replying",     "tagging"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static void check_motivation(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	const char *s = json_string(json_is_object(n) ? rules_id(n) : n);
	const char *word = s ? resource_word(s) : NULL;
	if (!s)
		rules_tell(r, RULE_ERROR, "bad-motivation",
			   _("a motivation or purpose must be a word or an IRI, not %s"),
			   rules_shown(r, n));
	else if (!is_motivation(word) && (word != s || !rules_is_iri(s)))
		rules_tell(r, RULE_WARNING, "unknown-motivation",
			   _("the model has no motivation or purpose %s; one of your own is "
			     "written as "
			     "an IRI"),
			   rules_shown(r, json_is_object(n) ? rules_id(n) : n));
}

static void check_common(struct rules *r, const struct json_node *n)
{
	static const struct rules_single singles[] = {
		{"created", WANT_TIME, NULL, "several-times", "bad-time"},
		{"modified", WANT_TIME, NULL, "several-times", "bad-time"},
		{"generated", WANT_TIME, NULL, "several-times", "bad-time"},
		{"canonical", WANT_IRI, NULL, "several-canonicals", "bad-canonical"},
	};
	static const struct rules_linked links[] = {
		{"rights", "bad-rights", true},
		{"via", "bad-via", true},
		{"audience", "bad-link", false},
	};
	rules_check_keys(r, n);
	rules_check_id(r, n);
	rules_check_singles(r, n, singles, sizeof singles / sizeof *singles);
	rules_check_links(r, n, links, sizeof links / sizeof *links);
	rules_each(r, n, "creator", check_agent, NULL);
	rules_each(r, n, "generator", check_agent, NULL);
}

// Selectors and states, which the Vocabulary calls specifiers.

enum { SELECTOR = 1, STATE = 2 };
static const int selectors = SELECTOR, states = STATE, both = SELECTOR | STATE;

static rules_looker check_specifier;

static void check_value(struct rules *r, const struct json_node *n)
{
	rules_check_single(r, n, &rules_one_value);
}

static void check_fragment(struct rules *r, const struct json_node *n)
{
	static const struct rules_single standard = {"conformsTo", WANT_IRI, NULL, "several-values",
						     "bad-link"};
	rules_check_single(r, n, &rules_one_value);
	if (rules_count(json_get(n, "conformsTo")) == 0)
		rules_tell(r, RULE_WARNING, "no-standard", "%s",
			   _("a FragmentSelector should say by \"conformsTo\" which standard its "
			     "value "
			     "follows"));
	rules_check_single(r, n, &standard);
}

static void check_quote(struct rules *r, const struct json_node *n)
{
	static const struct rules_single parts[] = {
		{"exact", WANT_TEXT, "bad-quote", "bad-quote", "bad-quote"},
		{"prefix", WANT_TEXT, NULL, "bad-quote", "bad-quote"},
		{"suffix", WANT_TEXT, NULL, "bad-quote", "bad-quote"},
	};
	rules_check_singles(r, n, parts, sizeof parts / sizeof *parts);
}

static void check_position(struct rules *r, const struct json_node *n)
{
	static const struct rules_single start = {"start", WANT_WHOLE, "bad-position",
						  "bad-position", "bad-position"};
	static const struct rules_single end = {"end", WANT_WHOLE, "bad-position", "bad-position",
						"bad-position"};
	bool has_start = rules_check_single(r, n, &start);
	if (!rules_check_single(r, n, &end) || !has_start)
		return;
	const char *s = json_one(json_get(n, "start"))->text;
	const char *e = json_one(json_get(n, "end"))->text;
	if (rules_is_less(e, s))
		rules_tell(r, RULE_ERROR, "bad-position",
			   _("it ends at %.20s, before its start at %.20s"), e, s);
}

// The drawing is given here, or as a resource elsewhere.  It must be well-formed SVG; whether it
// looks like XML at all is what can be told without a parser.
static void check_svg(struct rules *r, const struct json_node *n)
{
	static const struct rules_single drawing = {"value", WANT_TEXT, NULL, "several-values",
						    "bad-value"};
	if (!rules_has_id(n) && rules_count(json_get(n, "value")) == 0)
		rules_tell(r, RULE_ERROR, "no-value", "%s",
			   _("an SvgSelector must have a \"value\" with its drawing, or the IRI of "
			     "one "
			     "as its \"id\""));
	if (!rules_check_single(r, n, &drawing))
		return;
	const char *svg = json_one(json_get(n, "value"))->text;
	if (svg[strspn(svg, " \t\r\n\xEF\xBB\xBF")] != '<')
		rules_tell_at(
			r, "value", RULE_ERROR, "bad-value",
			_("the value of an SvgSelector must be a drawing in SVG, which begins "
			  "with \"<\""));
}

static void check_range(struct rules *r, const struct json_node *n)
{
	static const char *const ends[] = {"startSelector", "endSelector"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (!rules_only(r, n, ends[i], "bad-selector"))
			rules_tell(r, RULE_ERROR, "bad-selector",
				   _("it has no \"%s\", and must have exactly one"), ends[i]);
		rules_each(r, n, ends[i], check_specifier, &selectors);
	}
}

static void check_source_date(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!rules_is_wanted(WANT_TIME, n))
		rules_tell(r, RULE_ERROR, "bad-time", _(rules_wants[WANT_TIME]), "sourceDate",
			   rules_shown(r, n));
}

static void check_time_state(struct rules *r, const struct json_node *n)
{
	static const struct rules_single ends[] = {
		{"sourceDateStart", WANT_TIME, NULL, "several-times", "bad-time"},
		{"sourceDateEnd", WANT_TIME, NULL, "several-times", "bad-time"},
	};
	static const struct rules_linked cached = {"cached", "bad-link", false};
	bool has_start = rules_count(json_get(n, ends[0].key)) > 0;
	bool has_end = rules_count(json_get(n, ends[1].key)) > 0;
	rules_each(r, n, "sourceDate", check_source_date, NULL);
	rules_check_singles(r, n, ends, sizeof ends / sizeof *ends);
	rules_check_links(r, n, &cached, 1);
	if (has_start != has_end)
		rules_tell(r, RULE_ERROR, "bad-state",
			   _("it has \"%s\" and must have \"%s\" with it"), ends[has_end].key,
			   ends[has_start].key);
	if (rules_count(json_get(n, "sourceDate")) > 0 && (has_start || has_end))
		rules_tell(r, RULE_ERROR, "bad-state", "%s",
			   _("it has a \"sourceDate\", with which there must be no "
			     "\"sourceDateStart\" "
			     "and \"sourceDateEnd\""));
}

static const struct specifier {
	const char *type;
	int is; // a selector or a state
	void (*check)(struct rules *r, const struct json_node *n);
} kinds[] = {
	{"FragmentSelector", SELECTOR, check_fragment},
	{"CssSelector", SELECTOR, check_value},
	{"XPathSelector", SELECTOR, check_value},
	{"TextQuoteSelector", SELECTOR, check_quote},
	{"TextPositionSelector", SELECTOR, check_position},
	{"DataPositionSelector", SELECTOR, check_position},
	{"SvgSelector", SELECTOR, check_svg},
	{"RangeSelector", SELECTOR, check_range},
	{"TimeState", STATE, check_time_state},
	{"HttpRequestState", STATE, check_value},
};

// NULL for one that the Recommendation does not have.
static const struct specifier *kind_of(const struct json_node *n)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (resource_is_a(n, kinds[i].type))
			return &kinds[i];
	return NULL;
}

static void check_specifier_type(struct rules *r, const struct json_node *n, const char *code)
{
	const struct json_node *types = resource_types(n);
	const struct json_node *type = json_one(types);
	const struct specifier *kind = kind_of(n);
	size_t count = rules_count(types);
	if (count > 1 && kind)
		rules_tell(r, RULE_ERROR, "several-types",
			   _("it has %zu types, where a %s must have exactly one"), count,
			   kind->type);
	else if (count == 0 && !rules_has_id(n))
		rules_tell(r, RULE_ERROR, code, "%s",
			   _("it has no \"type\", which must say how it is to be understood"));
	else if (count == 1 && !kind && json_string(type) && !strchr(type->text, ':'))
		rules_tell(r, RULE_WARNING, "unknown-type",
			   _("the model has no selector or state of the type %s"),
			   rules_shown(r, type));
}

static void check_specifier(struct rules *r, const struct json_node *n, const void *with)
{
	int allowed = *(const int *)with;
	const char *code = allowed == STATE ? "bad-state" : "bad-selector";
	if (!json_is_object(n)) {
		if (!rules_is_link(n))
			rules_tell(r, RULE_ERROR, code,
				   _("a selector or state must be an object, or the IRI of one, "
				     "not %s"),
				   rules_shown(r, n));
		return;
	}
	const struct specifier *kind = kind_of(n);
	rules_check_keys(r, n);
	rules_check_id(r, n);
	check_specifier_type(r, n, code);
	if (kind && !(kind->is & allowed))
		rules_tell(r, RULE_ERROR, code,
			   kind->is == STATE ? _("a %s is a state, and a selector must stand here")
					     : _("a %s is a selector, and a state must stand here"),
			   kind->type);
	if (kind)
		kind->check(r, n);
	// A selector is refined by selectors, a state by either.
	rules_each(r, n, "refinedBy", check_specifier,
		   kind && kind->is == SELECTOR ? &selectors : &both);
}

// Bodies and targets.

struct part {
	const char *code;
	const char *no_iri, *no_resource; // a string that is no IRI; anything else but an object
};

static const struct part body = {
	"bad-body",
	N_("a body must be an absolute IRI or an object, and %s is no IRI; a text of its own "
	   "belongs in \"bodyValue\", or in the \"value\" of a TextualBody"),
	N_("a body must be an absolute IRI or an object, not %s"),
};
static const struct part target = {
	"bad-target",
	N_("a target must be an absolute IRI such as \"https://example.org/page\" or an object, "
	   "and %s is no IRI"),
	N_("a target must be an absolute IRI or an object, not %s"),
};
static const struct part source = {
	"bad-source",
	N_("a source must be an absolute IRI such as \"https://example.org/page\" or an object, "
	   "and %s is no IRI"),
	N_("a source must be an absolute IRI or an object, not %s"),
};
static const struct part choice_item = {
	"bad-item",
	N_("an item must be an absolute IRI or an object, and %s is no IRI"),
	N_("an item must be an absolute IRI or an object, not %s"),
};

static rules_looker check_resource;

// One of several resources, or all of them together.  NULL if it is no such thing.
static const char *group_of(const struct json_node *n)
{
	static const char *const groups[] = {"Composite", "List", "Independents", "Choice"};
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (resource_is_a(n, groups[i]))
			return groups[i];
	return NULL;
}

static void check_group(struct rules *r, const struct json_node *n, const char *type)
{
	size_t types = rules_count(resource_types(n));
	if (types > 1)
		rules_tell(r, RULE_ERROR, "choice-types",
			   _("it has %zu types, where a choice or a list must have exactly one"),
			   types);
	if (strcmp(type, "Choice") != 0)
		rules_tell(r, RULE_WARNING, "dropped-term",
			   _("the type %s was dropped from the Recommendation, so that few will "
			     "understand it"),
			   type);
	if (rules_count(json_get(n, "items")) == 0)
		rules_tell(r, RULE_WARNING, "no-items",
			   _("a %s should have \"items\", one at least"), type);
	rules_each(r, n, "items", check_resource, &choice_item);
}

static void check_style_class(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!json_string(n))
		rules_tell(r, RULE_ERROR, "bad-value", _(rules_wants[WANT_TEXT]), "styleClass",
			   rules_shown(r, n));
}

static void check_specific(struct rules *r, const struct json_node *n)
{
	static const struct rules_linked links[] = {
		{"scope", "bad-link", false},
		{"renderedVia", "bad-link", false},
	};
	if (!rules_only(r, n, "source", "several-sources"))
		rules_tell(r, RULE_ERROR, "part-without-source", "%s",
			   _("it has no \"source\", which must name the resource that it is a "
			     "part of or a view on"));
	rules_each(r, n, "source", check_resource, &source);
	rules_each(r, n, "selector", check_specifier, &selectors);
	rules_each(r, n, "state", check_specifier, &states);
	rules_each(r, n, "styleClass", check_style_class, NULL);
	rules_check_links(r, n, links, sizeof links / sizeof *links);
}

// Only a specific resource has a selector or a state, and its type may be left out.
static bool is_specific(const struct json_node *n)
{
	return resource_is_a(n, "SpecificResource") || json_get(n, "source") ||
	       json_get(n, "selector") || json_get(n, "state");
}

static void check_resource(struct rules *r, const struct json_node *n, const void *with)
{
	static const struct rules_single singles[] = {
		{"textDirection", WANT_DIRECTION, NULL, "several-values", "bad-direction"},
		{"processingLanguage", WANT_TEXT, NULL, "several-values", "bad-value"},
	};
	const struct part *part = with;
	if (!json_is_object(n)) {
		if (!rules_is_link(n))
			rules_tell(r, RULE_ERROR, part->code,
				   json_string(n) ? _(part->no_iri) : _(part->no_resource),
				   rules_shown(r, n));
		return;
	}
	const char *group = group_of(n);
	check_common(r, n);
	rules_check_singles(r, n, singles, sizeof singles / sizeof *singles);
	rules_each(r, n, "purpose", check_motivation, NULL);
	if (group)
		check_group(r, n, group);
	else if (is_specific(n))
		check_specific(r, n);
	else if (resource_is_text(n) || resource_is_a(n, "TextualBody"))
		rules_check_single(r, n, &rules_one_value);
	else if (!rules_has_id(n))
		rules_tell(r, RULE_ERROR, "no-id", "%s",
			   _("it has neither an \"id\" (the IRI of a resource), nor a \"value\" (a "
			     "text "
			     "of its own), nor a \"source\" (what it is a part of)"));
}

// Annotations.

static bool has_context(const struct json_node *list)
{
	for (const struct json_node *n = json_one(list); n; n = json_more(list, n))
		if (string_equal(json_string(n), CONTEXT))
			return true;
	return false;
}

static void check_context(struct rules *r, const struct json_node *n)
{
	const struct json_node *context = json_get(n, "@context");
	if (!context) {
		rules_tell(r, RULE_ERROR, "no-context",
			   _("it has no \"@context\"; \"%s\" must stand there for it to mean "
			     "anything"),
			   CONTEXT);
		return;
	}
	struct rules_place before = rules_enter(r, "@context");
	if (!has_context(context))
		rules_tell(
			r, RULE_ERROR, "wrong-context",
			_("\"@context\" must be \"%s\", or a list with that in it, not %s"),
			CONTEXT,
			context->kind == JSON_ARRAY ? _("another list") : rules_shown(r, context));
	rules_leave(r, before);
}

// WORD must be among the types, and there must be an id.
static void check_identity(struct rules *r, const struct json_node *n, const char *word)
{
	const struct json_node *types = resource_types(n);
	if (!rules_has_id(n))
		rules_tell(r, RULE_ERROR, "no-id", "%s",
			   _("it has no \"id\", and must have exactly one: an absolute IRI such as "
			     "\"https://example.org/1\" or \"urn:example:1\""));
	if (rules_count(types) == 0) {
		rules_tell(r, RULE_ERROR, "no-type", _("it has no \"type\", which must be \"%s\""),
			   word);
	} else if (!resource_is_a(n, word)) {
		struct rules_place before = rules_enter(r, json_get(n, "type") ? "type" : "@type");
		rules_tell(r, RULE_ERROR, "wrong-type",
			   _("\"type\" must be \"%s\", or a list with that in it, not %s"), word,
			   types->kind == JSON_ARRAY ? _("another list") : rules_shown(r, types));
		rules_leave(r, before);
	}
}

static void check_targets(struct rules *r, const struct json_node *n)
{
	const struct json_node *list = json_get(n, "target");
	if (!list)
		rules_tell(r, RULE_ERROR, "no-target", "%s",
			   _("it has no \"target\", and must have one at least: what it is about"));
	else if (rules_count(list) == 0)
		rules_tell_at(r, "target", RULE_ERROR, "no-target",
			      _("\"target\" is an empty list, and must have one at least"));
	rules_each(r, n, "target", check_resource, &target);
}

static void check_bodies(struct rules *r, const struct json_node *n)
{
	static const struct rules_single value = {"bodyValue", WANT_TEXT, NULL, "several-values",
						  "bad-value"};
	const struct json_node *list = json_get(n, "body");
	if (list && json_get(n, "bodyValue"))
		rules_tell(r, RULE_ERROR, "body-and-body-value", "%s",
			   _("it has both \"body\" and \"bodyValue\", where it must not have more "
			     "than "
			     "one of them"));
	if (list && rules_count(list) == 0)
		rules_tell_at(r, "body", RULE_WARNING, "empty-body",
			      _("\"body\" is an empty list; without a body it is to be left out"));
	rules_each(r, n, "body", check_resource, &body);
	rules_check_single(r, n, &value);
}

static void check_stylesheet(struct rules *r, const struct json_node *n)
{
	static const struct rules_linked link = {"stylesheet", "bad-link", false};
	const struct json_node *sheet = rules_only(r, n, link.key, "several-values");
	rules_check_links(r, n, &link, 1);
	if (rules_count(resource_types(sheet)) > 0 && !resource_is_a(sheet, "CssStylesheet"))
		rules_tell_at(
			r, link.key, RULE_ERROR, "wrong-type",
			_("the type of a stylesheet must be \"CssStylesheet\", or be left out"));
}

static void check_annotation(struct rules *r, const struct json_node *n, enum item_place place)
{
	if (place == ITEM_ALONE) {
		const struct json_node *context = json_get(n, "@context");
		check_context(r, n);
		if (context && context->kind == JSON_ARRAY && context->first == context->last &&
		    has_context(context))
			rules_tell_at(
				r, "@context", RULE_ERROR, "wrong-context",
				_("\"@context\" is a list of one; the only one must be a string by "
				  "itself"));
	}
	check_identity(r, n, "Annotation");
	check_common(r, n);
	if (rules_count(json_get(n, "motivation")) > 1)
		rules_tell_at(r, "motivation", RULE_WARNING, "several-motivations",
			      _("it has several motivations, and should have one"));
	rules_each(r, n, "motivation", check_motivation, NULL);
	check_bodies(r, n);
	check_targets(r, n);
	check_stylesheet(r, n);
}

size_t producer_rules_annotation(const struct json_node *item, enum item_place place,
				 const char *path, struct breach_listener l)
{
	struct rules r = {.listener = l, .at = item};
	if (!item)
		return 0;
	buf_add_string(&r.path, path);
	if (json_is_object(item))
		check_annotation(&r, item, place);
	else if (place == ITEM_ALONE || !rules_is_link(item))
		rules_tell(&r, RULE_ERROR, "bad-item", _("an annotation must be an object, not %s"),
			   rules_shown(&r, item));
	buf_done(&r.path);
	buf_done(&r.value);
	return r.count;
}

// Collections and pages.

static rules_looker check_page_link;

static void check_page(struct rules *r, const struct json_node *n)
{
	static const struct rules_single start = {"startIndex", WANT_WHOLE, NULL, "several-values",
						  "bad-number"};
	static const struct rules_linked part_of = {"partOf", "bad-link", true};
	const struct json_node *items = json_get(n, "items");
	rules_check_links(r, n, &part_of, 1);
	rules_check_single(r, n, &start);
	if (items && items->kind != JSON_ARRAY)
		rules_tell_at(r, "items", RULE_ERROR, "bad-items",
			      _("the \"items\" of a page must be a list of annotations"));
	else if (items && !items->first)
		rules_tell_at(r, "items", RULE_ERROR, "no-items",
			      _("a page must have one item at least, and its \"items\" is an empty "
				"list"));
	rules_each(r, n, "next", check_page_link, "next");
	rules_each(r, n, "prev", check_page_link, "prev");
}

// A page is named by its IRI, or stands in the place of its name.
static void check_page_link(struct rules *r, const struct json_node *n, const void *with)
{
	struct rules_linked link = {with, "bad-link", true};
	if (!json_is_object(n) || (!resource_types(n) && !json_get(n, "items"))) {
		rules_check_link(r, n, &link);
		return;
	}
	if (json_get(n, "@context"))
		rules_tell_at(
			r, "@context", RULE_WARNING, "needless-context",
			_("a page within a collection should have no \"@context\" of its own"));
	check_identity(r, n, "AnnotationPage");
	check_common(r, n);
	check_page(r, n);
}

static void check_label(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!json_string(n))
		rules_tell(r, RULE_ERROR, "bad-label", _(rules_wants[WANT_TEXT]), "label",
			   rules_shown(r, n));
}

static void check_collection(struct rules *r, const struct json_node *n)
{
	static const struct rules_single total = {"total", WANT_WHOLE, NULL, "several-values",
						  "bad-number"};
	if (rules_count(json_get(n, "label")) == 0)
		rules_tell(r, RULE_WARNING, "no-label", "%s",
			   _("a collection should have a \"label\", its name for people"));
	rules_each(r, n, "label", check_label, NULL);
	bool has_total = rules_check_single(r, n, &total);
	if (!rules_only(r, n, "first", "several-values") && has_total &&
	    strcmp(json_one(json_get(n, "total"))->text, "0") != 0)
		rules_tell(r, RULE_ERROR, "no-first", "%s",
			   _("a collection whose \"total\" is more than 0 must have a \"first\" "
			     "page"));
	rules_each(r, n, "first", check_page_link, "first");
	rules_each(r, n, "last", check_page_link, "last");
}

static void check_shell(struct rules *r, const struct json_node *n)
{
	check_context(r, n);
	// The items of a graph are on their own; nothing is said of what holds them.
	if (json_get(n, "@graph"))
		return;
	bool is_page = resource_is_a(n, "AnnotationPage");
	bool is_collection = resource_is_a(n, "AnnotationCollection");
	check_identity(r, n, is_page ? "AnnotationPage" : "AnnotationCollection");
	check_common(r, n);
	if (is_page)
		check_page(r, n);
	if (is_collection)
		check_collection(r, n);
}

size_t producer_rules_shell(const struct json_node *root, struct breach_listener l)
{
	struct rules r = {.listener = l, .at = root};
	if (!json_is_object(root))
		return 0;
	buf_add_string(&r.path, "$");
	check_shell(&r, root);
	buf_done(&r.path);
	buf_done(&r.value);
	return r.count;
}
