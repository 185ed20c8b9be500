// SPDX-License-Identifier: ISC
// Finds its way in a tree by the words of three vocabularies, each of which may be written with a
// prefix or as whole IRIs.  Nothing is stored: what it returns belongs to the tree.
#include "config.h"

#include "knowledge/resource.h"

#include <string.h>

#include "base/string.h"
#include "knowledge/json.h"

#define OA "http://www.w3.org/ns/oa#"

// What follows any of the ways to write the prefix "schema:", else NULL.
static const char *schema_word(const char *s)
{
	static const char *const ways[] = {"schema:", "http://schema.org/", "https://schema.org/"};
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (string_starts(s, ways[i]))
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
	return json_get(n, "target") && !resource_is_hypothesis(n);
}

bool resource_is_hypothesis(const struct json_node *n)
{
	return !resource_types(n) && json_string(json_get(n, "uri")) &&
	       (json_get(n, "permissions") || json_get(n, "user"));
}

bool resource_has_motivation(const struct json_node *item, const char *word)
{
	return resource_has_word(json_get(item, "motivation"), word);
}

bool resource_has_purpose(const struct json_node *item, const struct json_node *body,
			  const char *word)
{
	const struct json_node *own = json_get(body, "purpose");
	return resource_has_word(own ? own : json_get(item, "motivation"), word);
}

bool resource_is_text(const struct json_node *body)
{
	return json_is_object(body) && json_get(body, "value");
}

const struct json_node *resource_source(const struct json_node *body)
{
	const struct json_node *source = json_get(body, "source");
	return source ? json_one(source) : body;
}

bool resource_selects_text(const struct json_node *target)
{
	const struct json_node *list = json_get(target, "selector");
	for (const struct json_node *s = json_one(list); s; s = json_more(list, s))
		if (resource_is_a(s, "TextQuoteSelector") ||
		    resource_is_a(s, "TextPositionSelector"))
			return true;
	return false;
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
	const struct json_node *purposes = json_get(body, "purpose");
	r->fact = resource_id(json_one(json_get(body, "source")));
	if (!r->fact)
		return false;
	for (const struct json_node *p = json_one(purposes); p; p = json_more(purposes, p))
		if (json_string(p) && read_relation(json_string(p), r))
			return true;
	return false;
}
