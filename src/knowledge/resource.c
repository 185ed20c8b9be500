// SPDX-License-Identifier: ISC
// Finds its way in a tree by the words of three vocabularies, each of which may be written with a
// prefix or as whole IRIs.  Nothing is stored: what it returns belongs to the tree.
#include "config.h"

#include "knowledge/resource.h"

#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "knowledge/json.h"

#define OA "http://www.w3.org/ns/oa#"

// The terms of the context that are not called as their IRIs end, and the vocabularies of all.
static const struct {
	const char *term, *vocabulary, *property;
} terms[] = {
	{"body", "oa", "hasBody"},
	{"bodyValue", "oa", "bodyValue"},
	{"target", "oa", "hasTarget"},
	{"motivation", "oa", "motivatedBy"},
	{"purpose", "oa", "hasPurpose"},
	{"source", "oa", "hasSource"},
	{"selector", "oa", "hasSelector"},
	{"state", "oa", "hasState"},
	{"startSelector", "oa", "hasStartSelector"},
	{"endSelector", "oa", "hasEndSelector"},
	{"refinedBy", "oa", "refinedBy"},
	{"exact", "oa", "exact"},
	{"prefix", "oa", "prefix"},
	{"suffix", "oa", "suffix"},
	{"start", "oa", "start"},
	{"end", "oa", "end"},
	{"value", "rdf", "value"},
	{"conformsTo", "dcterms", "conformsTo"},
	{"language", "dc", "language"},
	{"creator", "dcterms", "creator"},
	{"created", "dcterms", "created"},
	{"name", "foaf", "name"},
	{"items", "as", "items"},
};

static const struct {
	const char *prefix, *iri;
} vocabularies[] = {
	{"oa", OA},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"dc", "http://purl.org/dc/elements/1.1/"},
	{"foaf", "http://xmlns.com/foaf/0.1/"},
	{"as", "https://www.w3.org/ns/activitystreams#"},
};

// What follows the prefix or the IRI of VOCABULARY in KEY, else NULL.
static const char *word_of(const char *key, const char *vocabulary)
{
	size_t n = strlen(vocabulary);
	if (strncmp(key, vocabulary, n) == 0 && key[n] == ':')
		return key + n + 1;
	for (size_t i = 0; i < sizeof vocabularies / sizeof vocabularies[0]; i++)
		if (strcmp(vocabularies[i].prefix, vocabulary) == 0 &&
		    string_starts(key, vocabularies[i].iri))
			return key + strlen(vocabularies[i].iri);
	return NULL;
}

// Is KEY, which has a colon, another spelling of TERM?
static bool stands_for(const char *key, const char *term)
{
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		if (strcmp(terms[i].term, term) != 0)
			continue;
		const char *word = word_of(key, terms[i].vocabulary);
		return word && strcmp(word, terms[i].property) == 0;
	}
	return false;
}

static bool is_same(const char *key, const char *word)
{
	return *key == *word && strcmp(key, word) == 0;
}

// Begins it like the prefix or the IRI of a vocabulary, and has a colon?
static bool may_have_prefix(const char *key)
{
	return (*key == 'h' || *key == 'o' || *key == 'd' || *key == 'r' || *key == 'f' ||
		*key == 'a') &&
	       strchr(key, ':');
}

const struct json_node *resource_get(const struct json_node *n, const char *word)
{
	const struct json_node *found = NULL;
	if (json_is_object(n))
		for (const struct json_node *c = n->first; c; c = c->next)
			if (is_same(c->key, word) ||
			    (may_have_prefix(c->key) && stands_for(c->key, word)))
				found = c;
	return found;
}

// The digits of a decimal number as they stand around its point, which MOVE shifts to the right.
static uint64_t whole_number(const char *digits, size_t count, long point)
{
	uint64_t v = 0;
	for (long i = 0; i < (long)count || (v > 0 && i < point); i++) {
		unsigned digit = i < (long)count ? (unsigned)(digits[i] - '0') : 0;
		if (i >= point && digit > 0)
			return POS_NONE;
		if (i >= point)
			continue;
		if (v > (POS_NONE - 10) / 10)
			return POS_NONE;
		v = 10 * v + digit;
	}
	return v;
}

uint64_t resource_number(const struct json_node *n)
{
	char digits[64];
	size_t count = 0;
	long point = -1, exponent = 0;
	n = json_one(n);
	if (json_is_object(n))
		n = json_get(n, "@value");
	if (!n || (n->kind != JSON_NUMBER && n->kind != JSON_STRING) || !*n->text)
		return POS_NONE;
	bool is_negative = *n->text == '-';
	const char *s = n->text + is_negative;
	for (; (*s >= '0' && *s <= '9') || (*s == '.' && point < 0); s++) {
		if (*s == '.')
			point = (long)count;
		else if (count == sizeof digits)
			return POS_NONE;
		else
			digits[count++] = *s;
	}
	if (count > 0 && (*s == 'e' || *s == 'E')) {
		char *end;
		exponent = strtol(s + 1, &end, 10);
		s = end;
	}
	if (*s || count == 0 || exponent > 1000 || exponent < -1000)
		return POS_NONE;
	uint64_t v = whole_number(digits, count, (point < 0 ? (long)count : point) + exponent);
	return is_negative && v > 0 ? POS_NONE : v;
}

// What follows any of the ways to write the prefix "schema:", else NULL.
static const char *schema_word(const char *s)
{
	static const char *const ways[] = {"schema:", "http://schema.org/", "https://schema.org/"};
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (*s == *ways[i] && string_starts(s, ways[i]))
			return s + strlen(ways[i]);
	return NULL;
}

const struct json_node *resource_schema(const struct json_node *n, const char *word)
{
	const struct json_node *found = NULL;
	if (json_is_object(n))
		for (const struct json_node *c = n->first; c; c = c->next) {
			const char *w = schema_word(c->key);
			if (w && strcmp(w, word) == 0)
				found = c;
		}
	return found;
}

const char *resource_id(const struct json_node *n)
{
	if (json_is_object(n)) {
		const struct json_node *id = json_get(n, "id");
		n = json_one(id ? id : json_get(n, "@id"));
	}
	const char *s = json_string(n);
	return s && *s ? s : NULL;
}

const char *resource_word(const char *s)
{
	if (string_starts(s, OA))
		return s + strlen(OA);
	return string_starts(s, "oa:") ? s + strlen("oa:") : s;
}

bool resource_has_word(const struct json_node *list, const char *word)
{
	for (const struct json_node *n = json_one(list); n; n = json_more(list, n)) {
		const char *s = resource_id(n);
		if (s && strcmp(resource_word(s), word) == 0)
			return true;
	}
	return false;
}

const struct json_node *resource_types(const struct json_node *n)
{
	const struct json_node *types = json_get(n, "type");
	return types ? types : json_get(n, "@type");
}

bool resource_is_a(const struct json_node *n, const char *type)
{
	return resource_has_word(resource_types(n), type);
}

bool resource_is_schema(const struct json_node *n, const char *type)
{
	const struct json_node *types = resource_types(n);
	for (const struct json_node *t = json_one(types); t; t = json_more(types, t)) {
		const char *s = json_string(t);
		const char *w = s ? schema_word(s) : NULL;
		if (w && strcmp(w, type) == 0)
			return true;
	}
	return false;
}

const char *resource_text(const struct json_node *n)
{
	n = json_one(n);
	return json_string(json_is_object(n) ? json_get(n, "@value") : n);
}

void resource_add_texts(struct translations *t, const struct json_node *n, const char *language)
{
	for (const struct json_node *c = json_one(n); c; c = json_more(n, c)) {
		const char *own = json_string(json_get(c, "@language"));
		const char *text = json_string(json_is_object(c) ? json_get(c, "@value") : c);
		if (text)
			translations_add(t, own ? own : language, text);
	}
}

bool resource_is_annotation(const struct json_node *n)
{
	if (!json_is_object(n))
		return false;
	if (resource_types(n))
		return resource_is_a(n, "Annotation");
	return resource_get(n, "target") && !resource_is_hypothesis(n);
}

bool resource_is_hypothesis(const struct json_node *n)
{
	return !resource_types(n) && json_string(json_get(n, "uri")) &&
	       (json_get(n, "permissions") || json_get(n, "user"));
}

bool resource_has_motivation(const struct json_node *item, const char *word)
{
	return resource_has_word(resource_get(item, "motivation"), word);
}

bool resource_has_purpose(const struct json_node *item, const struct json_node *body,
			  const char *word)
{
	const struct json_node *own = resource_get(body, "purpose");
	return resource_has_word(own ? own : resource_get(item, "motivation"), word);
}

bool resource_is_text(const struct json_node *body)
{
	return json_is_object(body) && resource_get(body, "value");
}

const struct json_node *resource_source(const struct json_node *body)
{
	const struct json_node *source = resource_get(body, "source");
	return source ? json_one(source) : body;
}

static bool read_relation(const char *purpose, struct resource_link *r)
{
	static const char *const words[] = {"supports", "contradicts", "context", "aftermath"};
	const char *w = resource_word(purpose);
	bool is_ours = string_starts(w, RESOURCE_URN "relation:");
	if (strcmp(w, "linking") != 0 && (w != purpose || !strchr(w, ':')))
		return false;
	r->label = annotation_last_part(w);
	r->relation = RELATION_OTHER;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(r->label, words[i]) == 0 && (is_ours || r->label[-1] == '#'))
			r->relation = (enum relation)i;
	return true;
}

bool resource_read_link(const struct json_node *body, struct resource_link *r)
{
	const struct json_node *purposes = resource_get(body, "purpose");
	r->fact = resource_id(json_one(resource_get(body, "source")));
	if (!r->fact)
		return false;
	for (const struct json_node *p = json_one(purposes); p; p = json_more(purposes, p))
		if (resource_id(p) && read_relation(resource_id(p), r))
			return true;
	return false;
}
