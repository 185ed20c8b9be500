// SPDX-License-Identifier: ISC
// Walks a tree along the properties of the model and nowhere else, with the path of where it is in
// a buffer.  What most properties demand is data: how many values, of which kind, and which code is
// told when it is not so.  The trees are no deeper than JSON_DEPTH_MAX, so that it can recurse.
#include "config.h"

#include "knowledge/producer_rules.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/string.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "knowledge/json.h"
#include "knowledge/period.h"
#include "knowledge/resource.h"

#define CONTEXT "http://www.w3.org/ns/anno.jsonld"
#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define HEXADECIMAL DIGITS "ABCDEFabcdef"

enum { SHOWN_MAX = 80 }; // [byte], of a value in a sentence

struct rules {
	struct breach_listener listener;
	size_t count;	  // of breaches told
	struct buf path;  // of what is looked at
	struct buf value; // the last one that was shown
};

// What is told.

static void tell(struct rules *r, enum rule_level level, const char *code, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

static void tell(struct rules *r, enum rule_level level, const char *code, const char *fmt, ...)
{
	char sentence[1024]; // a value takes six bytes for each of its own at the most
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	struct breach b = {level, code, buf_string(&r->path), sentence};
	r->count++;
	r->listener.tell(r->listener.data, &b);
}

// A value as it stands in a sentence, until the next one: its beginning, with nothing in it that a
// terminal would obey.
static const char *shown(struct rules *r, const struct json_node *n)
{
	if (n->kind == JSON_OBJECT)
		return _("an object");
	if (n->kind == JSON_ARRAY)
		return _("a list");
	if (n->kind == JSON_OTHER)
		return _("null, true or false");
	struct buf text = {0}, quoted = {0};
	size_t size = strlen(n->text), kept = size;
	if (size > SHOWN_MAX)
		for (kept = SHOWN_MAX; ((uint8_t)n->text[kept] & 0xC0) == 0x80; kept--)
			;
	buf_add(&text, n->text, kept);
	buf_add_string(&text, kept < size ? "…" : "");
	if (n->kind == JSON_STRING)
		json_quote(&quoted, buf_string(&text), text.len);
	else
		buf_add(&quoted, buf_string(&text), text.len);
	buf_clear(&r->value);
	utf8_sanitize(&r->value, buf_string(&quoted), quoted.len);
	buf_done(&quoted);
	buf_done(&text);
	return buf_string(&r->value);
}

// Paths.

// Goes to KEY; returns where leave goes back to.
static size_t enter(struct rules *r, const char *key)
{
	size_t before = r->path.len;
	bool is_word = key[strspn(key, LETTERS)] == '\0';
	buf_printf(&r->path, is_word ? ".%s" : "[\"%s\"]", key);
	return before;
}

static void leave(struct rules *r, size_t before)
{
	r->path.len = before;
	r->path.data[before] = '\0';
}

static void tell_at(struct rules *r, const char *key, enum rule_level level, const char *code,
		    const char *sentence)
{
	size_t before = enter(r, key);
	tell(r, level, code, "%s", sentence);
	leave(r, before);
}

// Looks at each value of KEY, with the path of that value.
typedef void looker(struct rules *r, const struct json_node *n, const void *with);

static void each(struct rules *r, const struct json_node *parent, const char *key, looker *look,
		 const void *with)
{
	const struct json_node *list = json_get(parent, key);
	if (!list)
		return;
	size_t before = enter(r, key), i = 0;
	for (const struct json_node *n = json_one(list); n; n = json_more(list, n)) {
		size_t at = r->path.len;
		if (list->kind == JSON_ARRAY)
			buf_printf(&r->path, "[%zu]", i++);
		look(r, n, with);
		leave(r, at);
	}
	leave(r, before);
}

static size_t count_values(const struct json_node *list)
{
	size_t count = 0;
	for (const struct json_node *n = json_one(list); n; n = json_more(list, n))
		count++;
	return count;
}

// Values.

// RFC 3987, roughly: what no part of an IRI may have.
static bool is_of_iri(uint32_t cp)
{
	if (cp < 0x80)
		return cp > ' ' && cp < 0x7F && !strchr("<>\"{}|\\^`", (int)cp);
	bool is_direction = cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
			    (cp >= 0x2066 && cp <= 0x2069);
	return cp >= 0xA0 && !is_direction && !utf8_is_space(cp) && !(cp >= 0xFFF0 && cp <= 0xFFFF);
}

// True for an absolute one: a scheme, a colon and more.
static bool is_iri(const char *s)
{
	size_t scheme = strspn(s, LETTERS DIGITS "+-.");
	if (strspn(s, LETTERS) == 0 || s[scheme] != ':' || !s[scheme + 1])
		return false;
	size_t n = strlen(s), fragments = 0, size;
	for (size_t i = scheme + 1; i < n; i += size) {
		uint32_t cp;
		size = utf8_decode((const uint8_t *)s + i, n - i, &cp);
		fragments += cp == '#';
		if (!is_of_iri(cp) || (cp == '%' && strspn(s + i + 1, HEXADECIMAL) < 2))
			return false;
	}
	return fragments <= 1;
}

static bool is_uuid(const char *s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == 'x' ? strspn(s + i, HEXADECIMAL) == 0 : s[i] != '-')
			return false;
	return s[sizeof shape - 1] == '\0';
}

// True for an xsd:dateTime in UTC, as "2019-02-28T14:05:00.5Z"; its year has four digits, as no
// other has been seen.
static bool is_time(const char *s)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";
	const char *begin = s + (*s == '-');
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == 'd' ? strspn(begin + i, DIGITS) == 0 : begin[i] != shape[i])
			return false;
	const char *clock = begin + strlen("dddd-dd-ddT"), *end = begin + sizeof shape - 1;
	bool is_midnight = string_starts(clock, "24:00:00"); // of the day that ends with it
	if (*end == '.') {
		size_t digits = strspn(end + 1, DIGITS);
		is_midnight = is_midnight && strspn(end + 1, "0") == digits;
		if (digits == 0)
			return false;
		end += 1 + digits;
	}
	bool is_clock = strncmp(clock, "24", 2) < 0 && clock[3] < '6' && clock[6] < '6';
	return strcmp(end, "Z") == 0 && (is_clock || is_midnight) && period_is_date(s);
}

static bool is_whole(const struct json_node *n)
{
	return n->kind == JSON_NUMBER && n->text[strspn(n->text, DIGITS)] == '\0';
}

// Of whole numbers of any length, which JSON writes without leading zeros.
static bool is_less(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	return n != m ? n < m : strcmp(a, b) < 0;
}

static const struct json_node *id_of(const struct json_node *n)
{
	const struct json_node *id = json_get(n, "id");
	return id ? id : json_get(n, "@id");
}

static bool is_link(const struct json_node *n)
{
	const char *s = json_string(n->kind == JSON_OBJECT ? id_of(n) : n);
	return s && is_iri(s);
}

// Properties with at most one value.

enum want { WANT_TEXT, WANT_WHOLE, WANT_TIME, WANT_IRI, WANT_DIRECTION };

struct single {
	const char *key;
	enum want want;
	const char *none; // the code if it is missing, NULL if it may be
	const char *several, *bad;
};

static bool is_wanted(enum want want, const struct json_node *n)
{
	const char *s = json_string(n);
	switch (want) {
	case WANT_WHOLE:
		return is_whole(n);
	case WANT_TIME:
		return s && is_time(s);
	case WANT_IRI:
		return is_link(n);
	case WANT_DIRECTION:
		return s &&
		       (strcmp(s, "ltr") == 0 || strcmp(s, "rtl") == 0 || strcmp(s, "auto") == 0);
	case WANT_TEXT:
		break;
	}
	return s;
}

static const char *const wants[] = {
	[WANT_TEXT] = N_("\"%s\" must be a string, not %s"),
	[WANT_WHOLE] = N_("\"%s\" must be a whole number, 0 or more, not %s"),
	[WANT_TIME] = N_("\"%s\" must be a date and time in UTC such as "
			 "\"2019-02-28T14:05:00Z\", not %s"),
	[WANT_IRI] = N_("\"%s\" must be an absolute IRI such as \"https://example.org/1\", not %s"),
	[WANT_DIRECTION] = N_("\"%s\" must be \"ltr\", \"rtl\" or \"auto\", not %s"),
};

// The value of KEY, of several the first; NULL if there is none.
static const struct json_node *only(struct rules *r, const struct json_node *parent,
				    const char *key, const char *several)
{
	const struct json_node *list = json_get(parent, key);
	if (!list)
		return NULL;
	size_t count = count_values(list), before = enter(r, key);
	if (count > 1)
		tell(r, RULE_ERROR, several,
		     _("there are %zu values of \"%s\", where no more than one is allowed"), count,
		     key);
	else if (count == 1 && list->kind == JSON_ARRAY)
		tell(r, RULE_WARNING, "needless-list",
		     _("\"%s\" is a list of one; where only one is allowed it is written without "
		       "[ and ]"),
		     key);
	leave(r, before);
	return json_one(list);
}

// True when there is one value at least and it is as it must be.
static bool check_single(struct rules *r, const struct json_node *parent, const struct single *s)
{
	const struct json_node *n = only(r, parent, s->key, s->several);
	if (!n) {
		if (s->none)
			tell(r, RULE_ERROR, s->none,
			     _("it has no \"%s\", and must have exactly one"), s->key);
		return false;
	}
	if (is_wanted(s->want, n))
		return true;
	size_t before = enter(r, s->key);
	tell(r, RULE_ERROR, s->bad, _(wants[s->want]), s->key, shown(r, n));
	leave(r, before);
	return false;
}

static void check_singles(struct rules *r, const struct json_node *parent, const struct single *s,
			  size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_single(r, parent, &s[i]);
}

static const struct single one_value = {"value", WANT_TEXT, "no-value", "several-values",
					"bad-value"};

// Properties that link to other resources, of which there may be several.

struct linked {
	const char *key, *code;
	bool needs_iri; // a description without an id is not enough
};

static void check_link(struct rules *r, const struct json_node *n, const void *with)
{
	const struct linked *l = with;
	if (is_link(n) || (!l->needs_iri && json_is_object(n)))
		return;
	tell(r, RULE_ERROR, l->code, _(wants[WANT_IRI]), l->key, shown(r, n));
}

static void check_links(struct rules *r, const struct json_node *parent, const struct linked *l,
			size_t count)
{
	for (size_t i = 0; i < count; i++)
		each(r, parent, l[i].key, check_link, &l[i]);
}

// Ids and types.

static bool has_id(const struct json_node *n)
{
	return count_values(id_of(n)) > 0;
}

static void check_id(struct rules *r, const struct json_node *n)
{
	const struct json_node *id = id_of(n);
	const char *s = json_string(id);
	if (count_values(id) == 0 || (s && is_iri(s)))
		return;
	size_t before = enter(r, json_get(n, "id") ? "id" : "@id");
	if (count_values(id) > 1)
		tell(r, RULE_ERROR, "several-ids",
		     _("it has %zu ids, where exactly one must identify it"), count_values(id));
	else if (id->kind == JSON_ARRAY)
		tell(r, RULE_ERROR, "bad-id", "%s",
		     _("its id is a list of one, where it must be a string by itself"));
	else if (s && is_uuid(s))
		tell(r, RULE_ERROR, "bad-id",
		     _("the id %s is a bare UUID; to be an IRI it must begin with \"urn:uuid:\""),
		     shown(r, id));
	else
		tell(r, RULE_ERROR, "bad-id",
		     _("the id must be an absolute IRI such as \"https://example.org/1\" or "
		       "\"urn:example:1\", not %s"),
		     shown(r, id));
	leave(r, before);
}

static void check_type(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!json_string(n) || !*n->text)
		tell(r, RULE_ERROR, "bad-type", _("a type must be a word or an IRI, not %s"),
		     shown(r, n));
}

// The model has "id" and "type"; what JSON-LD calls them is the same to those who read JSON-LD
// only.
static void check_keys(struct rules *r, const struct json_node *n)
{
	static const char *const keys[] = {"@id", "@type"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (!json_get(n, keys[i]))
			continue;
		size_t before = enter(r, keys[i]);
		tell(r, RULE_WARNING, "json-ld-key",
		     _("the key is \"%s\", where the model has \"%s\""), keys[i], keys[i] + 1);
		leave(r, before);
	}
	each(r, n, json_get(n, "type") ? "type" : "@type", check_type, NULL);
}

// Who, when, why and under which licence: what resources of every kind may have.

static void check_agent(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	bool is_described = json_is_object(n);
	const struct json_node *id = is_described ? id_of(n) : n;
	if (is_described)
		check_keys(r, n);
	if (is_described && !has_id(n))
		return;
	size_t before = r->path.len;
	if (is_described)
		enter(r, json_get(n, "id") ? "id" : "@id");
	if (is_described && count_values(id) > 1)
		tell(r, RULE_ERROR, "several-ids",
		     _("it has %zu ids, where exactly one must identify it"), count_values(id));
	else if (!json_string(id))
		tell(r, RULE_ERROR, "bad-agent",
		     _("who made it is told by an absolute IRI or an object, not by %s"),
		     shown(r, id));
	else if (!is_iri(id->text))
		tell(r, RULE_WARNING, "bad-agent",
		     _("who made it is told by an absolute IRI such as \"https://example.org/ada\" "
		       "or \"mailto:ada@example.org\", and %s is none"),
		     shown(r, id));
	leave(r, before);
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
	const char *s = json_string(json_is_object(n) ? id_of(n) : n);
	const char *word = s ? resource_word(s) : NULL;
	if (!s)
		tell(r, RULE_ERROR, "bad-motivation",
		     _("a motivation or purpose must be a word or an IRI, not %s"), shown(r, n));
	else if (!is_motivation(word) && (word != s || !is_iri(s)))
		tell(r, RULE_WARNING, "unknown-motivation",
		     _("the model has no motivation or purpose %s; one of your own is written as "
		       "an IRI"),
		     shown(r, json_is_object(n) ? id_of(n) : n));
}

static void check_common(struct rules *r, const struct json_node *n)
{
	static const struct single singles[] = {
		{"created", WANT_TIME, NULL, "several-times", "bad-time"},
		{"modified", WANT_TIME, NULL, "several-times", "bad-time"},
		{"generated", WANT_TIME, NULL, "several-times", "bad-time"},
		{"canonical", WANT_IRI, NULL, "several-canonicals", "bad-canonical"},
	};
	static const struct linked links[] = {
		{"rights", "bad-rights", true},
		{"via", "bad-via", true},
		{"audience", "bad-link", false},
	};
	check_keys(r, n);
	check_id(r, n);
	check_singles(r, n, singles, sizeof singles / sizeof *singles);
	check_links(r, n, links, sizeof links / sizeof *links);
	each(r, n, "creator", check_agent, NULL);
	each(r, n, "generator", check_agent, NULL);
}

// Selectors and states, which the Vocabulary calls specifiers.

enum { SELECTOR = 1, STATE = 2 };
static const int selectors = SELECTOR, states = STATE, both = SELECTOR | STATE;

static looker check_specifier;

static void check_value(struct rules *r, const struct json_node *n)
{
	check_single(r, n, &one_value);
}

static void check_fragment(struct rules *r, const struct json_node *n)
{
	static const struct single standard = {"conformsTo", WANT_IRI, NULL, "several-values",
					       "bad-link"};
	check_single(r, n, &one_value);
	if (count_values(json_get(n, "conformsTo")) == 0)
		tell(r, RULE_WARNING, "no-standard", "%s",
		     _("a FragmentSelector should say by \"conformsTo\" which standard its value "
		       "follows"));
	check_single(r, n, &standard);
}

static void check_quote(struct rules *r, const struct json_node *n)
{
	static const struct single parts[] = {
		{"exact", WANT_TEXT, "bad-quote", "bad-quote", "bad-quote"},
		{"prefix", WANT_TEXT, NULL, "bad-quote", "bad-quote"},
		{"suffix", WANT_TEXT, NULL, "bad-quote", "bad-quote"},
	};
	check_singles(r, n, parts, sizeof parts / sizeof *parts);
}

static void check_position(struct rules *r, const struct json_node *n)
{
	static const struct single start = {"start", WANT_WHOLE, "bad-position", "bad-position",
					    "bad-position"};
	static const struct single end = {"end", WANT_WHOLE, "bad-position", "bad-position",
					  "bad-position"};
	bool has_start = check_single(r, n, &start);
	if (!check_single(r, n, &end) || !has_start)
		return;
	const char *s = json_one(json_get(n, "start"))->text;
	const char *e = json_one(json_get(n, "end"))->text;
	if (is_less(e, s))
		tell(r, RULE_ERROR, "bad-position",
		     _("it ends at %.20s, before its start at %.20s"), e, s);
}

// The drawing is given here, or as a resource elsewhere.  It must be well-formed SVG; whether it
// looks like XML at all is what can be told without a parser.
static void check_svg(struct rules *r, const struct json_node *n)
{
	static const struct single drawing = {"value", WANT_TEXT, NULL, "several-values",
					      "bad-value"};
	if (!has_id(n) && count_values(json_get(n, "value")) == 0)
		tell(r, RULE_ERROR, "no-value", "%s",
		     _("an SvgSelector must have a \"value\" with its drawing, or the IRI of one "
		       "as its \"id\""));
	if (!check_single(r, n, &drawing))
		return;
	const char *svg = json_one(json_get(n, "value"))->text;
	if (svg[strspn(svg, " \t\r\n\xEF\xBB\xBF")] != '<')
		tell_at(r, "value", RULE_ERROR, "bad-value",
			_("the value of an SvgSelector must be a drawing in SVG, which begins "
			  "with \"<\""));
}

static void check_range(struct rules *r, const struct json_node *n)
{
	static const char *const ends[] = {"startSelector", "endSelector"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (!only(r, n, ends[i], "bad-selector"))
			tell(r, RULE_ERROR, "bad-selector",
			     _("it has no \"%s\", and must have exactly one"), ends[i]);
		each(r, n, ends[i], check_specifier, &selectors);
	}
}

static void check_source_date(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!is_wanted(WANT_TIME, n))
		tell(r, RULE_ERROR, "bad-time", _(wants[WANT_TIME]), "sourceDate", shown(r, n));
}

static void check_time_state(struct rules *r, const struct json_node *n)
{
	static const struct single ends[] = {
		{"sourceDateStart", WANT_TIME, NULL, "several-times", "bad-time"},
		{"sourceDateEnd", WANT_TIME, NULL, "several-times", "bad-time"},
	};
	static const struct linked cached = {"cached", "bad-link", false};
	bool has_start = count_values(json_get(n, ends[0].key)) > 0;
	bool has_end = count_values(json_get(n, ends[1].key)) > 0;
	each(r, n, "sourceDate", check_source_date, NULL);
	check_singles(r, n, ends, sizeof ends / sizeof *ends);
	check_links(r, n, &cached, 1);
	if (has_start != has_end)
		tell(r, RULE_ERROR, "bad-state", _("it has \"%s\" and must have \"%s\" with it"),
		     ends[has_end].key, ends[has_start].key);
	if (count_values(json_get(n, "sourceDate")) > 0 && (has_start || has_end))
		tell(r, RULE_ERROR, "bad-state", "%s",
		     _("it has a \"sourceDate\", with which there must be no \"sourceDateStart\" "
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
	size_t count = count_values(types);
	if (count > 1 && kind)
		tell(r, RULE_ERROR, "several-types",
		     _("it has %zu types, where a %s must have exactly one"), count, kind->type);
	else if (count == 0 && !has_id(n))
		tell(r, RULE_ERROR, code, "%s",
		     _("it has no \"type\", which must say how it is to be understood"));
	else if (count == 1 && !kind && json_string(type) && !strchr(type->text, ':'))
		tell(r, RULE_WARNING, "unknown-type",
		     _("the model has no selector or state of the type %s"), shown(r, type));
}

static void check_specifier(struct rules *r, const struct json_node *n, const void *with)
{
	int allowed = *(const int *)with;
	const char *code = allowed == STATE ? "bad-state" : "bad-selector";
	if (!json_is_object(n)) {
		if (!is_link(n))
			tell(r, RULE_ERROR, code,
			     _("a selector or state must be an object, or the IRI of one, not %s"),
			     shown(r, n));
		return;
	}
	const struct specifier *kind = kind_of(n);
	check_keys(r, n);
	check_id(r, n);
	check_specifier_type(r, n, code);
	if (kind && !(kind->is & allowed))
		tell(r, RULE_ERROR, code,
		     kind->is == STATE ? _("a %s is a state, and a selector must stand here")
				       : _("a %s is a selector, and a state must stand here"),
		     kind->type);
	if (kind)
		kind->check(r, n);
	// A selector is refined by selectors, a state by either.
	each(r, n, "refinedBy", check_specifier, kind && kind->is == SELECTOR ? &selectors : &both);
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

static looker check_resource;

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
	size_t types = count_values(resource_types(n));
	if (types > 1)
		tell(r, RULE_ERROR, "choice-types",
		     _("it has %zu types, where a choice or a list must have exactly one"), types);
	if (strcmp(type, "Choice") != 0)
		tell(r, RULE_WARNING, "dropped-term",
		     _("the type %s was dropped from the Recommendation, so that few will "
		       "understand it"),
		     type);
	if (count_values(json_get(n, "items")) == 0)
		tell(r, RULE_WARNING, "no-items", _("a %s should have \"items\", one at least"),
		     type);
	each(r, n, "items", check_resource, &choice_item);
}

static void check_style_class(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!json_string(n))
		tell(r, RULE_ERROR, "bad-value", _(wants[WANT_TEXT]), "styleClass", shown(r, n));
}

static void check_specific(struct rules *r, const struct json_node *n)
{
	static const struct linked links[] = {
		{"scope", "bad-link", false},
		{"renderedVia", "bad-link", false},
	};
	if (!only(r, n, "source", "several-sources"))
		tell(r, RULE_ERROR, "no-source", "%s",
		     _("it has no \"source\", which must name the resource that it is a part of or "
		       "a view on"));
	each(r, n, "source", check_resource, &source);
	each(r, n, "selector", check_specifier, &selectors);
	each(r, n, "state", check_specifier, &states);
	each(r, n, "styleClass", check_style_class, NULL);
	check_links(r, n, links, sizeof links / sizeof *links);
}

// Only a specific resource has a selector or a state, and its type may be left out.
static bool is_specific(const struct json_node *n)
{
	return resource_is_a(n, "SpecificResource") || json_get(n, "source") ||
	       json_get(n, "selector") || json_get(n, "state");
}

static void check_resource(struct rules *r, const struct json_node *n, const void *with)
{
	static const struct single singles[] = {
		{"textDirection", WANT_DIRECTION, NULL, "several-values", "bad-direction"},
		{"processingLanguage", WANT_TEXT, NULL, "several-values", "bad-value"},
	};
	const struct part *part = with;
	if (!json_is_object(n)) {
		if (!is_link(n))
			tell(r, RULE_ERROR, part->code,
			     json_string(n) ? _(part->no_iri) : _(part->no_resource), shown(r, n));
		return;
	}
	const char *group = group_of(n);
	check_common(r, n);
	check_singles(r, n, singles, sizeof singles / sizeof *singles);
	each(r, n, "purpose", check_motivation, NULL);
	if (group)
		check_group(r, n, group);
	else if (is_specific(n))
		check_specific(r, n);
	else if (resource_is_text(n) || resource_is_a(n, "TextualBody"))
		check_single(r, n, &one_value);
	else if (!has_id(n))
		tell(r, RULE_ERROR, "no-id", "%s",
		     _("it has neither an \"id\" (the IRI of a resource), nor a \"value\" (a text "
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
		tell(r, RULE_ERROR, "no-context",
		     _("it has no \"@context\"; \"%s\" must stand there for it to mean anything"),
		     CONTEXT);
		return;
	}
	size_t before = enter(r, "@context");
	if (!has_context(context))
		tell(r, RULE_ERROR, "wrong-context",
		     _("\"@context\" must be \"%s\", or a list with that in it, not %s"), CONTEXT,
		     context->kind == JSON_ARRAY ? _("another list") : shown(r, context));
	leave(r, before);
}

// WORD must be among the types, and there must be an id.
static void check_identity(struct rules *r, const struct json_node *n, const char *word)
{
	const struct json_node *types = resource_types(n);
	if (!has_id(n))
		tell(r, RULE_ERROR, "no-id", "%s",
		     _("it has no \"id\", and must have exactly one: an absolute IRI such as "
		       "\"https://example.org/1\" or \"urn:example:1\""));
	if (count_values(types) == 0) {
		tell(r, RULE_ERROR, "no-type", _("it has no \"type\", which must be \"%s\""), word);
	} else if (!resource_is_a(n, word)) {
		size_t before = enter(r, json_get(n, "type") ? "type" : "@type");
		tell(r, RULE_ERROR, "wrong-type",
		     _("\"type\" must be \"%s\", or a list with that in it, not %s"), word,
		     types->kind == JSON_ARRAY ? _("another list") : shown(r, types));
		leave(r, before);
	}
}

static void check_targets(struct rules *r, const struct json_node *n)
{
	const struct json_node *list = json_get(n, "target");
	if (!list)
		tell(r, RULE_ERROR, "no-target", "%s",
		     _("it has no \"target\", and must have one at least: what it is about"));
	else if (count_values(list) == 0)
		tell_at(r, "target", RULE_ERROR, "no-target",
			_("\"target\" is an empty list, and must have one at least"));
	each(r, n, "target", check_resource, &target);
}

static void check_bodies(struct rules *r, const struct json_node *n)
{
	static const struct single value = {"bodyValue", WANT_TEXT, NULL, "several-values",
					    "bad-value"};
	const struct json_node *list = json_get(n, "body");
	if (list && json_get(n, "bodyValue"))
		tell(r, RULE_ERROR, "body-and-body-value", "%s",
		     _("it has both \"body\" and \"bodyValue\", where it must not have more than "
		       "one of them"));
	if (list && count_values(list) == 0)
		tell_at(r, "body", RULE_WARNING, "empty-body",
			_("\"body\" is an empty list; without a body it is to be left out"));
	each(r, n, "body", check_resource, &body);
	check_single(r, n, &value);
}

static void check_stylesheet(struct rules *r, const struct json_node *n)
{
	static const struct linked link = {"stylesheet", "bad-link", false};
	const struct json_node *sheet = only(r, n, link.key, "several-values");
	check_links(r, n, &link, 1);
	if (count_values(resource_types(sheet)) > 0 && !resource_is_a(sheet, "CssStylesheet"))
		tell_at(r, link.key, RULE_ERROR, "wrong-type",
			_("the type of a stylesheet must be \"CssStylesheet\", or be left out"));
}

static void check_annotation(struct rules *r, const struct json_node *n, enum item_place place)
{
	if (place == ITEM_ALONE) {
		const struct json_node *context = json_get(n, "@context");
		check_context(r, n);
		if (context && context->kind == JSON_ARRAY && context->first == context->last &&
		    has_context(context))
			tell_at(r, "@context", RULE_ERROR, "wrong-context",
				_("\"@context\" is a list of one; the only one must be a string by "
				  "itself"));
	}
	check_identity(r, n, "Annotation");
	check_common(r, n);
	if (count_values(json_get(n, "motivation")) > 1)
		tell_at(r, "motivation", RULE_WARNING, "several-motivations",
			_("it has several motivations, and should have one"));
	each(r, n, "motivation", check_motivation, NULL);
	check_bodies(r, n);
	check_targets(r, n);
	check_stylesheet(r, n);
}

size_t producer_rules_annotation(const struct json_node *item, enum item_place place,
				 const char *path, struct breach_listener l)
{
	struct rules r = {.listener = l};
	if (!item)
		return 0;
	buf_add_string(&r.path, path);
	if (json_is_object(item))
		check_annotation(&r, item, place);
	else if (place == ITEM_ALONE || !is_link(item))
		tell(&r, RULE_ERROR, "bad-item", _("an annotation must be an object, not %s"),
		     shown(&r, item));
	buf_done(&r.path);
	buf_done(&r.value);
	return r.count;
}

// Collections and pages.

static looker check_page_link;

static void check_page(struct rules *r, const struct json_node *n)
{
	static const struct single start = {"startIndex", WANT_WHOLE, NULL, "several-values",
					    "bad-number"};
	static const struct linked part_of = {"partOf", "bad-link", true};
	const struct json_node *items = json_get(n, "items");
	check_links(r, n, &part_of, 1);
	check_single(r, n, &start);
	if (items && items->kind != JSON_ARRAY)
		tell_at(r, "items", RULE_ERROR, "bad-items",
			_("the \"items\" of a page must be a list of annotations"));
	else if (items && !items->first)
		tell_at(r, "items", RULE_ERROR, "no-items",
			_("a page must have one item at least, and its \"items\" is an empty "
			  "list"));
	each(r, n, "next", check_page_link, "next");
	each(r, n, "prev", check_page_link, "prev");
}

// A page is named by its IRI, or stands in the place of its name.
static void check_page_link(struct rules *r, const struct json_node *n, const void *with)
{
	struct linked link = {with, "bad-link", true};
	if (!json_is_object(n) || (!resource_types(n) && !json_get(n, "items"))) {
		check_link(r, n, &link);
		return;
	}
	if (json_get(n, "@context"))
		tell_at(r, "@context", RULE_WARNING, "needless-context",
			_("a page within a collection should have no \"@context\" of its own"));
	check_identity(r, n, "AnnotationPage");
	check_common(r, n);
	check_page(r, n);
}

static void check_label(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!json_string(n))
		tell(r, RULE_ERROR, "bad-label", _(wants[WANT_TEXT]), "label", shown(r, n));
}

static void check_collection(struct rules *r, const struct json_node *n)
{
	static const struct single total = {"total", WANT_WHOLE, NULL, "several-values",
					    "bad-number"};
	if (count_values(json_get(n, "label")) == 0)
		tell(r, RULE_WARNING, "no-label", "%s",
		     _("a collection should have a \"label\", its name for people"));
	each(r, n, "label", check_label, NULL);
	bool has_total = check_single(r, n, &total);
	if (!only(r, n, "first", "several-values") && has_total &&
	    strcmp(json_one(json_get(n, "total"))->text, "0") != 0)
		tell(r, RULE_ERROR, "no-first", "%s",
		     _("a collection whose \"total\" is more than 0 must have a \"first\" page"));
	each(r, n, "first", check_page_link, "first");
	each(r, n, "last", check_page_link, "last");
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
	struct rules r = {.listener = l};
	if (!json_is_object(root))
		return 0;
	buf_add_string(&r.path, "$");
	check_shell(&r, root);
	buf_done(&r.path);
	buf_done(&r.value);
	return r.count;
}

bool producer_rules_is_iri(const char *s)
{
	return is_iri(s);
}

bool producer_rules_is_time(const char *s)
{
	return is_time(s);
}
