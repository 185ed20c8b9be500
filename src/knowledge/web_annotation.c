// SPDX-License-Identifier: ISC
// Reads sets of W3C Web Annotations.  Three layers: a tree of one JSON value, in
// an arena; the shell of a set, which is followed event by event and gathers a
// tree for each item; and what an item means for a struct knowledge.
// yajl was chosen by measurement: on a set of 110 items (317 kB) it took 0.6 ms
// where json-c took 1.6 and jansson 3.0, and on 100,000 items (290 MB)
// 0.5 s against 1.4 and 2.7, with 120 KiB of memory.  It alone hands out events,
// so that not even the shell of a set is parsed by code of ours.
#include "config.h"

#include "knowledge/web_annotation.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yajl/yajl_parse.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/string.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "document/source.h"

#define DEPTH_MAX 64		      // containers in containers
#define VALUE_MAX ((uint64_t)16 << 20) // [byte], an item, or a string outside items
#define TOO_LONG "a value or item longer than 16 MiB"
#define ARENA_MAX ((size_t)64 << 20)  // [byte], the tree of an item
#define BLOCK_SIZE ((size_t)64 << 10) // [byte]
#define CHUNK_MAX ((size_t)64 << 10)  // [byte], the most yajl is given at once
#define LABEL_MAX 80		      // [byte], a longer text is no label

#define URN "urn:kantlijn:"
#define OA "http://www.w3.org/ns/oa#"

// A tree of one JSON value.

enum node_kind { NODE_OBJECT, NODE_ARRAY, NODE_STRING, NODE_NUMBER, NODE_OTHER };

struct node {
	enum node_kind kind;
	const char *key;  // in an object, else NULL
	const char *text; // of a string, or a number as it was written
	struct node *next, *first, *last;
};

struct block {
	struct block *next;
	size_t used, size; // [byte]
	struct node data[]; // for its alignment
};

struct tree {
	struct block *blocks; // the newest first
	size_t total;	      // [byte]
	struct node *root;
	struct node *open[DEPTH_MAX];
	size_t depth;
	const char *key; // of the value that comes next
};

static void *tree_take(struct tree *t, size_t n)
{
	const size_t align = sizeof(void *);
	n = (n + align - 1) / align * align;
	struct block *b = t->blocks;
	if (!b || n > b->size - b->used) {
		size_t size = n > BLOCK_SIZE ? n : BLOCK_SIZE;
		b = mem_new(1, sizeof *b + size);
		b->size = size;
		b->next = t->blocks;
		t->blocks = b;
		t->total += size;
	}
	void *p = (char *)b->data + b->used;
	b->used += n;
	return p;
}

// Forgets the value but keeps one block of the usual size.
static void tree_clear(struct tree *t)
{
	struct block *kept = NULL;
	while (t->blocks) {
		struct block *next = t->blocks->next;
		if (!kept && t->blocks->size == BLOCK_SIZE)
			kept = t->blocks;
		else
			free(t->blocks);
		t->blocks = next;
	}
	if (kept) {
		kept->next = NULL;
		kept->used = 0;
	}
	t->blocks = kept;
	t->total = kept ? kept->size : 0;
	t->root = NULL;
	t->depth = 0;
	t->key = NULL;
}

static void tree_done(struct tree *t)
{
	while (t->blocks) {
		struct block *next = t->blocks->next;
		free(t->blocks);
		t->blocks = next;
	}
	*t = (struct tree){0};
}

// A copy that ends at its NUL: U+0000 in it becomes U+FFFD.
static const char *tree_text(struct tree *t, const char *s, size_t n)
{
	size_t nuls = 0;
	for (const char *p = s; n && (p = memchr(p, '\0', (size_t)(s + n - p))); p++)
		nuls++;
	char *copy = tree_take(t, n + 2 * nuls + 1), *to = copy;
	for (size_t i = 0; i < n; i++) {
		if (s[i]) {
			*to++ = s[i];
			continue;
		}
		memcpy(to, "\xEF\xBF\xBD", 3);
		to += 3;
	}
	*to = '\0';
	return copy;
}

static void tree_add(struct tree *t, enum node_kind kind, const char *text)
{
	struct node *n = tree_take(t, sizeof *n);
	*n = (struct node){.kind = kind, .key = t->key, .text = text};
	t->key = NULL;
	struct node *parent = t->depth ? t->open[t->depth - 1] : NULL;
	if (!parent)
		t->root = n;
	else if (parent->last)
		parent->last->next = n;
	else
		parent->first = n;
	if (parent)
		parent->last = n;
	if (kind == NODE_OBJECT || kind == NODE_ARRAY)
		t->open[t->depth++] = n;
}

// The parser: yajl's events, with limits, into a tree or to the shell of a set.

struct parser {
	yajl_handle handle;
	struct tree tree;
	size_t depth;	    // of open containers
	bool is_gathering;  // into the tree
	const char *reason; // why we stopped it, else NULL
	struct web_annotation *set; // NULL while one item is parsed again
};

// What happens outside of items; defined where the shell is.
static void shell_key(struct web_annotation *w, const char *key, size_t n);
static void shell_scalar(struct web_annotation *w, enum node_kind kind,
			 const char *s, size_t n);
static void shell_open(struct web_annotation *w, enum node_kind kind);
static void shell_close(struct web_annotation *w);
static void shell_gathered(struct web_annotation *w);
static void shell_event(struct web_annotation *w);

static int refuse(struct parser *p, const char *reason)
{
	p->reason = reason;
	return 0;
}

// yajl's own check lets some ill-formed sequences through.
static bool is_utf8(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		if ((uint8_t)s[i] < 0x80) {
			i++;
			continue;
		}
		uint32_t cp;
		size_t m = utf8_decode((const uint8_t *)s + i, n - i, &cp);
		if (cp == UTF8_REPLACEMENT &&
		    (m != 3 || memcmp(s + i, "\xEF\xBF\xBD", 3) != 0))
			return false;
		i += m;
	}
	return true;
}

static int event(struct parser *p)
{
	if (p->set)
		shell_event(p->set);
	if (p->tree.total > ARENA_MAX)
		return refuse(p, N_("an item with too much in it"));
	return 1;
}

static int event_scalar(struct parser *p, enum node_kind kind, const char *s, size_t n)
{
	if (kind == NODE_STRING && !is_utf8(s, n))
		return refuse(p, N_("a text that is not UTF-8"));
	if (p->is_gathering)
		tree_add(&p->tree, kind, tree_text(&p->tree, s, n));
	else
		shell_scalar(p->set, kind, s, n);
	return event(p);
}

static int on_null(void *p)
{
	return event_scalar(p, NODE_OTHER, "", 0);
}

static int on_boolean(void *p, int is_true)
{
	(void)is_true;
	return event_scalar(p, NODE_OTHER, "", 0);
}

static int on_number(void *p, const char *s, size_t n)
{
	return event_scalar(p, NODE_NUMBER, s, n);
}

static int on_string(void *p, const unsigned char *s, size_t n)
{
	return event_scalar(p, NODE_STRING, (const char *)s, n);
}

static int on_key(void *data, const unsigned char *s, size_t n)
{
	struct parser *p = data;
	if (!is_utf8((const char *)s, n))
		return refuse(p, N_("a key that is not UTF-8"));
	if (p->is_gathering)
		p->tree.key = tree_text(&p->tree, (const char *)s, n);
	else
		shell_key(p->set, (const char *)s, n);
	return event(p);
}

static int event_open(struct parser *p, enum node_kind kind)
{
	if (p->depth == DEPTH_MAX)
		return refuse(p, N_("more than 64 brackets within each other"));
	p->depth++;
	if (!p->is_gathering)
		shell_open(p->set, kind);
	if (p->is_gathering)
		tree_add(&p->tree, kind, NULL);
	return event(p);
}

static int on_open_object(void *p)
{
	return event_open(p, NODE_OBJECT);
}

static int on_open_array(void *p)
{
	return event_open(p, NODE_ARRAY);
}

static int on_close(void *data)
{
	struct parser *p = data;
	if (!p->is_gathering) {
		shell_close(p->set);
	} else if (--p->tree.depth == 0) {
		p->is_gathering = false;
		if (p->set)
			shell_gathered(p->set);
	}
	p->depth--;
	return event(p);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_open_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_close,
	.yajl_start_array = on_open_array,
	.yajl_end_array = on_close,
};

static void *yajl_new(void *data, size_t n)
{
	(void)data;
	return mem_new(1, n);
}

static void *yajl_resize(void *data, void *p, size_t n)
{
	(void)data;
	return mem_resize(p, 1, n);
}

static void yajl_release(void *data, void *p)
{
	(void)data;
	free(p);
}

static void parser_init(struct parser *p, struct web_annotation *set)
{
	yajl_alloc_funcs memory = {yajl_new, yajl_resize, yajl_release, NULL};
	*p = (struct parser){.set = set};
	p->handle = yajl_alloc(&callbacks, &memory, p);
	yajl_config(p->handle, yajl_dont_validate_strings, 1);
}

static void parser_done(struct parser *p)
{
	if (p->handle)
		yajl_free(p->handle);
	tree_done(&p->tree);
	*p = (struct parser){0};
}

// Why the parser stopped, in plain words.
static const char *parser_reason(struct parser *p)
{
	static const struct {
		const char *theirs, *ours;
	} words[] = {
		{"premature EOF", N_("it ends too early")},
		{"trailing garbage", N_("something follows after the end")},
		{"unallowed token", N_("a value is missing or out of place")},
		{"invalid object key", N_("a key in quotation marks is missing")},
		{"separated by a colon", N_("a colon after a key is missing")},
		{"after key and value", N_("a comma or } is missing")},
		{"after array element", N_("a comma or ] is missing")},
		{"before a character which", N_("a \\ in a text before a wrong character")},
		{"invalid (non-hex)", N_("a \\u in a text without four hexadecimal digits")},
		{"invalid character inside", N_("a control character in a text")},
		{"malformed number", N_("a number without digits where they belong")},
		{"comment found", N_("a comment, which JSON does not have")},
	};
	if (p->reason)
		return p->reason;
	const char *reason = N_("this is not JSON");
	unsigned char *said = yajl_get_error(p->handle, 0, NULL, 0);
	for (size_t i = 0; said && i < sizeof words / sizeof words[0]; i++)
		if (strstr((const char *)said, words[i].theirs))
			reason = words[i].ours;
	yajl_free_error(p->handle, said);
	return reason;
}

// Parses one value, which is an item; its tree is valid until parser_done.
static const struct node *parse_item(struct parser *p, const uint8_t *s, size_t n)
{
	parser_init(p, NULL);
	p->is_gathering = true;
	if (n == 0 || s[0] != '{' || yajl_parse(p->handle, s, n) != yajl_status_ok ||
	    yajl_complete_parse(p->handle) != yajl_status_ok)
		return NULL;
	return p->tree.root;
}

// Reading a tree.  Everything accepts NULL, and one value where many may be.

static const struct node *one(const struct node *n)
{
	return n && n->kind == NODE_ARRAY ? n->first : n;
}

static const struct node *more(const struct node *list, const struct node *n)
{
	return list && list->kind == NODE_ARRAY ? n->next : NULL;
}

static bool is_object(const struct node *n)
{
	return n && n->kind == NODE_OBJECT;
}

// The value under KEY; of several the last.
static const struct node *get(const struct node *n, const char *key)
{
	const struct node *found = NULL;
	if (is_object(n))
		for (const struct node *c = n->first; c; c = c->next)
			if (strcmp(c->key, key) == 0)
				found = c;
	return found;
}

// What follows any of the ways to write the prefix "schema:", else NULL.
static const char *schema_word(const char *s)
{
	static const char *const ways[] = {
		"schema:", "http://schema.org/", "https://schema.org/"};
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (string_starts(s, ways[i]))
			return s + strlen(ways[i]);
	return NULL;
}

static const struct node *get_schema(const struct node *n, const char *word)
{
	const struct node *found = NULL;
	if (is_object(n))
		for (const struct node *c = n->first; c; c = c->next) {
			const char *w = schema_word(c->key);
			if (w && strcmp(w, word) == 0)
				found = c;
		}
	return found;
}

static const char *string_of(const struct node *n)
{
	return n && n->kind == NODE_STRING ? n->text : NULL;
}

// The IRI of a resource: a string, or the id of an object.
static const char *id_of(const struct node *n)
{
	if (is_object(n)) {
		const struct node *id = get(n, "id");
		n = one(id ? id : get(n, "@id"));
	}
	const char *s = string_of(n);
	return s && *s ? s : NULL;
}

// The words of the Recommendation may have a prefix or be whole IRIs.
static const char *word_of(const char *s)
{
	if (string_starts(s, OA))
		return s + strlen(OA);
	return string_starts(s, "oa:") ? s + strlen("oa:") : s;
}

static bool has_word(const struct node *list, const char *word)
{
	for (const struct node *n = one(list); n; n = more(list, n)) {
		const char *s = id_of(n);
		if (s && strcmp(word_of(s), word) == 0)
			return true;
	}
	return false;
}

static const struct node *types_of(const struct node *n)
{
	const struct node *types = get(n, "type");
	return types ? types : get(n, "@type");
}

static bool is_a(const struct node *n, const char *type)
{
	return has_word(types_of(n), type);
}

static bool is_a_schema(const struct node *n, const char *type)
{
	const struct node *types = types_of(n);
	for (const struct node *t = one(types); t; t = more(types, t)) {
		const char *s = string_of(t);
		const char *w = s ? schema_word(s) : NULL;
		if (w && strcmp(w, type) == 0)
			return true;
	}
	return false;
}

// What follows the last separator of an IRI.
static const char *last_part(const char *iri)
{
	const char *part = iri;
	for (const char *s = iri; *s; s++)
		if ((*s == ':' || *s == '/' || *s == '#') && s[1])
			part = s + 1;
	return part;
}

// The text of a string or of a {"@value"}; of several the first.
static const char *text_of(const struct node *n)
{
	n = one(n);
	return string_of(is_object(n) ? get(n, "@value") : n);
}

// Adds all texts of N; LANGUAGE is that of those that tell none themselves.
static void add_texts(struct translations *t, const struct node *n, const char *language)
{
	for (const struct node *c = one(n); c; c = more(n, c)) {
		const char *own = string_of(get(c, "@language"));
		const char *text = string_of(is_object(c) ? get(c, "@value") : c);
		if (text)
			translations_add(t, own ? own : language, text);
	}
}

// What an item is.

static bool is_annotation(const struct node *n)
{
	if (!is_object(n))
		return false;
	return types_of(n) ? is_a(n, "Annotation") : get(n, "target") != NULL;
}

static const struct node *motivation_of(const struct node *item)
{
	return get(item, "motivation");
}

// A body without a purpose of its own serves that of its annotation.
static bool has_purpose(const struct node *item, const struct node *body, const char *word)
{
	const struct node *own = get(body, "purpose");
	return has_word(own ? own : motivation_of(item), word);
}

static bool is_text_body(const struct node *body)
{
	return is_object(body) && get(body, "value");
}

// What a SpecificResource is about, or the resource itself.
static const struct node *resource_of(const struct node *body)
{
	const struct node *source = get(body, "source");
	return source ? one(source) : body;
}

static bool selects_text(const struct node *target)
{
	const struct node *list = get(target, "selector");
	for (const struct node *s = one(list); s; s = more(list, s))
		if (is_a(s, "TextQuoteSelector") || is_a(s, "TextPositionSelector"))
			return true;
	return false;
}

static size_t count_text_targets(const struct node *item)
{
	const struct node *targets = get(item, "target");
	size_t n = 0;
	for (const struct node *t = one(targets); t; t = more(targets, t))
		n += selects_text(t);
	return n;
}

// A target that may be a fact: a resource of its own, no piece of another.
static bool may_be_fact(const struct node *target)
{
	return id_of(target) && !get(target, "source") && !get(target, "selector");
}

static bool is_fact(const struct node *target, const struct knowledge *k)
{
	if (!may_be_fact(target))
		return false;
	if (is_a_schema(target, "Statement") || is_a_schema(target, "DefinedTerm") ||
	    get_schema(target, "citation"))
		return true;
	uint32_t i = k ? knowledge_find_fact(k, id_of(target)) : INDEX_NONE;
	return i != INDEX_NONE && strcmp(k->facts[i].id, id_of(target)) == 0;
}

struct relation_body {
	enum relation relation;
	const char *label; // of RELATION_OTHER
	const char *fact;  // id
};

static bool read_relation(const char *purpose, struct relation_body *r)
{
	static const char *const words[] = {"supports", "contradicts", "context",
					    "aftermath"};
	const char *w = word_of(purpose);
	bool is_ours = string_starts(w, URN "relation:");
	if (strcmp(w, "linking") != 0 && (w != purpose || !strchr(w, ':')))
		return false;
	r->label = last_part(w);
	r->relation = RELATION_OTHER;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(r->label, words[i]) == 0 && (is_ours || r->label[-1] == '#'))
			r->relation = (enum relation)i;
	return true;
}

// True when BODY links to something; then R says to what, and how.
static bool read_link(const struct node *body, struct relation_body *r)
{
	const struct node *purposes = get(body, "purpose");
	r->fact = id_of(one(get(body, "source")));
	if (!r->fact)
		return false;
	for (const struct node *p = one(purposes); p; p = more(purposes, p))
		if (string_of(p) && read_relation(string_of(p), r))
			return true;
	return false;
}

// From an item into the knowledge.

struct reading {
	struct knowledge *k;
	const struct node *item;
	uint32_t set, number; // of the item
	const char *name;     // of the set
};

static void set_once(char **to, const char *text)
{
	if (!*to && text)
		*to = mem_string(text);
}

// A whole number from 0, or POS_NONE.
static uint64_t number_of(const struct node *n)
{
	if (!n || n->kind != NODE_NUMBER)
		return POS_NONE;
	uint64_t v = 0;
	for (const char *s = n->text; *s; s++) {
		if (*s < '0' || *s > '9' || v > (POS_NONE - 10) / 10)
			return POS_NONE;
		v = 10 * v + (uint64_t)(*s - '0');
	}
	return v;
}

static void take_selectors(struct selector *to, const struct node *target)
{
	const struct node *list = get(target, "selector");
	for (const struct node *s = one(list); s; s = more(list, s)) {
		if (is_a(s, "TextQuoteSelector") && !to->exact) {
			set_once(&to->exact, string_of(get(s, "exact")));
			set_once(&to->prefix, string_of(get(s, "prefix")));
			set_once(&to->suffix, string_of(get(s, "suffix")));
		} else if (is_a(s, "TextPositionSelector") && to->start == POS_NONE) {
			to->start = number_of(get(s, "start"));
			to->end = number_of(get(s, "end"));
		}
	}
}

static void take_kind(struct annotation *a, const struct node *body)
{
	static const char *const words[] = {"fact", "interpretation", "opinion",
					    "prediction", "attributed"};
	const char *iri = id_of(resource_of(body));
	const char *text = string_of(get(body, "value"));
	if (!iri && text && strlen(text) <= LABEL_MAX)
		iri = text;
	if (!iri || (a->kind != KIND_NONE && a->kind != KIND_OTHER))
		return;
	const char *label = iri == text ? text : last_part(iri);
	if (string_starts(iri, URN "kind:"))
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (strcmp(label, words[i]) == 0) {
				a->kind = (enum kind)(KIND_FACT + i);
				free(a->kind_label);
				a->kind_label = NULL;
				return;
			}
	a->kind = KIND_OTHER;
	set_once(&a->kind_label, label);
}

// "3/5", or "3" where the best is not told; NULL without a value.
static char *rating_in_numbers(const struct node *rating)
{
	const struct node *value = get_schema(rating, "ratingValue");
	const struct node *best = get_schema(rating, "bestRating");
	if (!value || !value->text || !*value->text)
		return NULL;
	struct buf b = {.ceiling = LABEL_MAX};
	buf_add_string(&b, value->text);
	if (best && best->text && *best->text) {
		buf_add_char(&b, '/');
		buf_add_string(&b, best->text);
	}
	return buf_take(&b);
}

static void take_assessment(struct annotation *a, const struct node *body)
{
	static const char *const words[] = {"correct", "mostly-correct", "needs-context",
					    "disputed", "not-verifiable"};
	const struct node *review = resource_of(body);
	const struct node *rating = one(get_schema(review, "reviewRating"));
	const char *id = id_of(rating ? rating : review);
	bool is_ours = id && string_starts(id, URN "assessment:");
	if (a->assessment != ASSESSMENT_NONE || (!rating && !is_ours))
		return;
	if (is_ours)
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (strcmp(last_part(id), words[i]) == 0) {
				a->assessment = (enum assessment)(ASSESSMENT_CORRECT + i);
				return;
			}
	a->assessment_label = mem_string(text_of(get_schema(rating, "alternateName")));
	if (!a->assessment_label)
		a->assessment_label = rating_in_numbers(rating);
	if (!a->assessment_label && id)
		a->assessment_label = mem_string(last_part(id));
	if (a->assessment_label)
		a->assessment = ASSESSMENT_OTHER;
}

static void take_link(struct reading *r, uint32_t annotation,
		      const struct relation_body *body, const char *id)
{
	uint32_t fact = knowledge_fact(r->k, body->fact);
	uint32_t i = knowledge_add_link(r->k, annotation, fact, body->relation);
	struct link *l = &r->k->links[i];
	l->id = mem_string(id);
	if (body->relation == RELATION_OTHER)
		l->relation_label = mem_string(body->label);
	if (body->relation == RELATION_DEFINES)
		r->k->facts[fact].is_term = true;
}

// Takes one body and returns what role it speaks for.
static enum role take_body(struct reading *r, uint32_t i, const struct node *body)
{
	struct annotation *a = &r->k->annotations[i];
	struct relation_body link;
	if (read_link(body, &link)) {
		take_link(r, i, &link, id_of(get(body, "id")));
		return ROLE_CLAIM;
	}
	if (has_purpose(r->item, body, "assessing")) {
		take_assessment(a, body);
		return ROLE_CLAIM;
	}
	if (has_purpose(r->item, body, "classifying")) {
		take_kind(a, body);
		return a->kind == KIND_NONE ? ROLE_NOTE : ROLE_CLAIM;
	}
	if (has_purpose(r->item, body, "identifying") && !is_text_body(body) &&
	    id_of(resource_of(body))) {
		link = (struct relation_body){.relation = RELATION_DEFINES,
					      .fact = id_of(resource_of(body))};
		take_link(r, i, &link, get(body, "source") ? id_of(get(body, "id")) : NULL);
		return ROLE_TERM;
	}
	return ROLE_NOTE;
}

static enum role take_bodies(struct reading *r, uint32_t i)
{
	const struct node *bodies = get(r->item, "body");
	bool is_claim = false, is_term = false;
	for (const struct node *b = one(bodies); b; b = more(bodies, b)) {
		enum role role = take_body(r, i, b);
		is_claim |= role == ROLE_CLAIM;
		is_term |= role == ROLE_TERM;
	}
	if (has_word(motivation_of(r->item), "replying"))
		return ROLE_NOTE;
	return is_claim ? ROLE_CLAIM : is_term ? ROLE_TERM : ROLE_NOTE;
}

// What the source of a target says about the document.
static void take_document(struct knowledge *k, const struct node *target)
{
	const struct node *source = one(get(target, "source"));
	if (!is_object(source))
		return;
	set_once(&k->title, text_of(get_schema(source, "name")));
	set_once(&k->language, text_of(get(source, "language")));
	set_once(&k->date, text_of(get_schema(source, "datePublished")));
}

// One without an id is called after its place in the set.
static char *own_id(const struct reading *r)
{
	const char *id = id_of(r->item);
	if (id)
		return mem_string(id);
	struct buf b = {0};
	buf_printf(&b, "%s#%u", r->name, (unsigned)r->number + 1);
	return buf_take(&b);
}

// TARGET is a piece of the text, or NULL for the document as a whole.
static void take_annotation(struct reading *r, const struct node *target)
{
	uint32_t i = knowledge_add_annotation(r->k);
	struct annotation *a = &r->k->annotations[i];
	a->id = own_id(r);
	a->set = r->set;
	a->item = r->number;
	enum role role = take_bodies(r, i);
	if (!target) {
		knowledge_place(r->k, i, ANCHOR_FOUND, 0, 0);
		return;
	}
	a->role = role;
	take_selectors(&a->selector, target);
}

// The last part of an IRI, or the word itself, looked up.
static unsigned choose_word(const struct node *n, const char *const *words, unsigned count)
{
	const char *s = id_of(one(n));
	for (unsigned i = 0; s && i < count; i++)
		if (strcmp(last_part(s), words[i]) == 0)
			return i;
	return 0;
}

// Calls TAKE for each text of a body that is one or that is a Choice of them.
static void each_text(const struct node *bodies, struct translations *to,
		      void (*take)(struct translations *to, const struct node *body))
{
	for (const struct node *b = one(bodies); b; b = more(bodies, b)) {
		const struct node *items = get(b, "items");
		take(to, b);
		for (const struct node *c = one(items); c; c = more(items, c))
			take(to, c);
	}
}

static void take_title(struct translations *to, const struct node *body)
{
	add_texts(to, get_schema(body, "name"), text_of(get(body, "language")));
}

static void take_value(struct translations *to, const struct node *body)
{
	add_texts(to, get(body, "value"), text_of(get(body, "language")));
}

// False when the fact was described before.
static bool take_fact(struct reading *r, const struct node *target)
{
	static const char *const timings[] = {"", "before", "after", "both"};
	static const char *const confidences[] = {"high", "medium", "low"};
	uint32_t i = knowledge_fact(r->k, id_of(target)); // may move the facts
	struct fact *f = &r->k->facts[i];
	f->descriptions++;
	if (f->set != INDEX_NONE)
		return false;
	f->set = r->set;
	f->item = r->number;
	f->is_term |= is_a_schema(target, "DefinedTerm");
	f->period = mem_string(text_of(get_schema(target, "temporalCoverage")));
	f->timing = (enum timing)choose_word(get(target, URN "timing"), timings, 4);
	f->confidence = (enum confidence)choose_word(get(target, URN "confidence"),
						     confidences, 3);
	each_text(get(r->item, "body"), &f->titles, take_title);
	return true;
}

enum taken { TAKEN, TAKE_LATER };

// Takes a whole item.  A description of something that may be a fact, if only
// a claim links to it, waits until all links are known (IS_LAST).
static enum taken take_item(struct reading *r, bool is_last)
{
	const struct node *targets = get(r->item, "target");
	bool is_taken = false, may_wait = false;
	bool describes = has_word(motivation_of(r->item), "describing");
	bool has_place = count_text_targets(r->item) > 0;
	for (const struct node *t = one(targets); t; t = more(targets, t)) {
		take_document(r->k, t);
		if (selects_text(t)) {
			take_annotation(r, t);
			is_taken = true;
		} else if (describes && !has_place && is_fact(t, r->k)) {
			is_taken |= take_fact(r, t);
		} else if (describes && !has_place && may_be_fact(t)) {
			may_wait = true;
		}
	}
	if (!is_taken && may_wait && !is_last)
		return TAKE_LATER;
	if (!is_taken)
		take_annotation(r, NULL);
	return TAKEN;
}

// The shell of a set.

enum place {
	PLACE_SHELL, // a collection or page, or perhaps a single annotation
	PLACE_ITEMS, // its members are items
	PLACE_SKIPPED,
};

enum shell_key { KEY_OTHER, KEY_ITEMS, KEY_PAGE, KEY_LABEL, KEY_TYPE, KEY_TARGET };

enum phase { PHASE_BYTES, PHASE_LATE, PHASE_DONE, PHASE_FAILED };

struct span {
	uint64_t begin; // [byte] in the file
	uint32_t size;	// [byte]
};

struct web_annotation {
	char *name;
	struct source *source;
	struct span *items;
	size_t item_count, item_capacity;
	uint32_t *late; // items that wait until all links are known
	size_t late_count, late_capacity, late_at;

	enum phase phase;
	struct err fault; // of PHASE_FAILED
	struct parser parser;
	uint64_t at;	     // [byte], how much the parser has been given
	uint64_t last_event; // [byte]
	size_t least;	     // [byte], of the next chunk
	enum place places[DEPTH_MAX];
	enum shell_key key;	   // of the value that comes next
	enum shell_key gathered;   // what is gathered: an item, the label, the type
	uint64_t begin;		   // [byte], where that begins
	uint64_t top_begin, top_end; // [byte], the outermost object
	bool is_set, is_single, has_type, has_target;
	bool has_stranger;     // something that is no annotation stood among the items
	uint64_t stranger;     // [byte], the first of them
	char type[LABEL_MAX];  // the first type of the outermost object
	char *label;
	size_t annotation_count;
	bool has_list; // items were there, or a reference to them

	struct knowledge *k; // during web_annotation_read only
	uint32_t set;
};

static uint64_t here(const struct web_annotation *w)
{
	return w->at + yajl_get_bytes_consumed(w->parser.handle);
}

static void shell_event(struct web_annotation *w)
{
	w->last_event = here(w);
}

static void note_stranger(struct web_annotation *w, uint64_t pos)
{
	if (!w->has_stranger)
		w->stranger = pos;
	w->has_stranger = true;
}

static void shell_key(struct web_annotation *w, const char *key, size_t n)
{
	static const struct {
		const char *word;
		enum shell_key key;
	} words[] = {
		{"items", KEY_ITEMS},  {"@graph", KEY_ITEMS}, {"first", KEY_PAGE},
		{"next", KEY_PAGE},    {"label", KEY_LABEL},  {"type", KEY_TYPE},
		{"@type", KEY_TYPE},   {"target", KEY_TARGET},
	};
	w->key = KEY_OTHER;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strlen(words[i].word) == n && memcmp(words[i].word, key, n) == 0)
			w->key = words[i].key;
	if (w->parser.depth == 1 && w->key == KEY_TARGET)
		w->has_target = true;
}

// The types of the outermost object.
static void note_type(struct web_annotation *w, const char *type)
{
	const char *word = word_of(type);
	if (!w->has_type)
		snprintf(w->type, sizeof w->type, "%s", type);
	w->has_type = true;
	w->is_set |= strcmp(word, "AnnotationCollection") == 0 ||
		     strcmp(word, "AnnotationPage") == 0;
	w->is_single |= strcmp(word, "Annotation") == 0;
}

static void note_label(struct web_annotation *w, const char *label)
{
	free(w->label);
	w->label = mem_string(label);
}

static void shell_scalar(struct web_annotation *w, enum node_kind kind,
			 const char *s, size_t n)
{
	size_t depth = w->parser.depth;
	enum place place = depth ? w->places[depth - 1] : PLACE_ITEMS;
	bool is_text = kind == NODE_STRING;
	if (place == PLACE_ITEMS && is_text && depth)
		w->has_list = true; // the IRI of an annotation, which is not fetched
	else if (place == PLACE_ITEMS)
		note_stranger(w, here(w) - n);
	if (place != PLACE_SHELL || !is_text)
		return;
	if (w->key == KEY_PAGE)
		w->has_list = true;
	if (depth != 1 || (w->key != KEY_LABEL && w->key != KEY_TYPE))
		return;
	char *copy = mem_copy(s, n);
	if (w->key == KEY_LABEL)
		note_label(w, copy);
	else
		note_type(w, copy);
	free(copy);
}

static void gather(struct web_annotation *w, enum shell_key what)
{
	tree_clear(&w->parser.tree);
	w->parser.is_gathering = true;
	w->gathered = what;
	w->begin = here(w) - 1;
}

// A container opened; parser.depth counts it already.
static void shell_open(struct web_annotation *w, enum node_kind kind)
{
	size_t depth = w->parser.depth;
	enum place *place = &w->places[depth - 1];
	bool is_list = kind == NODE_ARRAY;
	*place = PLACE_SKIPPED;
	if (depth == 1) {
		*place = is_list ? PLACE_ITEMS : PLACE_SHELL;
		w->has_list |= is_list;
		w->top_begin = here(w) - 1;
		return;
	}
	enum place parent = w->places[depth - 2];
	enum shell_key key = parent == PLACE_SHELL ? w->key : KEY_OTHER;
	if (parent == PLACE_ITEMS && is_list)
		note_stranger(w, here(w) - 1);
	else if (parent == PLACE_ITEMS || (key == KEY_ITEMS && !is_list))
		gather(w, KEY_ITEMS);
	else if (key == KEY_ITEMS)
		*place = PLACE_ITEMS;
	else if (key == KEY_PAGE && !is_list)
		*place = PLACE_SHELL;
	else if (depth == 2 && (key == KEY_LABEL || key == KEY_TYPE))
		gather(w, key);
	w->has_list |= *place == PLACE_ITEMS;
}

static void shell_close(struct web_annotation *w)
{
	if (w->parser.depth == 1)
		w->top_end = here(w);
}

static uint32_t add_item(struct web_annotation *w, uint64_t begin, uint64_t end)
{
	w->items = mem_reserve(w->items, &w->item_capacity, w->item_count + 1,
			       sizeof *w->items);
	w->items[w->item_count] = (struct span){begin, (uint32_t)(end - begin)};
	return (uint32_t)w->item_count++;
}

static void read_item(struct web_annotation *w, const struct node *root,
		      uint32_t item, bool is_last)
{
	struct reading r = {w->k, root, w->set, item, w->name};
	if (take_item(&r, is_last) == TAKE_LATER) {
		w->late = mem_reserve(w->late, &w->late_capacity, w->late_count + 1,
				      sizeof *w->late);
		w->late[w->late_count++] = item;
	}
	w->annotation_count++;
}

static void shell_gathered(struct web_annotation *w)
{
	const struct node *root = w->parser.tree.root;
	if (w->gathered == KEY_LABEL) {
		note_label(w, text_of(root));
	} else if (w->gathered == KEY_TYPE) {
		for (const struct node *n = one(root); n; n = more(root, n))
			if (string_of(n))
				note_type(w, string_of(n));
	} else if (!is_annotation(root)) {
		note_stranger(w, w->begin);
	} else if (here(w) - w->begin <= VALUE_MAX && w->item_count < INDEX_NONE) {
		read_item(w, root, add_item(w, w->begin, here(w)), false);
	} else {
		w->parser.reason = TOO_LONG;
	}
}

// Reading a set in slices.

static const uint8_t *bytes_of(const struct web_annotation *w, uint64_t pos, size_t *n)
{
	return source_bytes(w->source, pos, n);
}

static enum step fail(struct web_annotation *w, uint64_t pos, const char *reason,
		      struct err *e)
{
	size_t n;
	const uint8_t *s = bytes_of(w, 0, &n);
	size_t line = 1;
	for (uint64_t i = 0; i < pos && i < n; i++)
		line += s[i] == '\n';
	err_set(&w->fault, _("cannot read the annotation set %s: line %zu: %s"), w->name,
		line, _(reason));
	if (e)
		*e = w->fault;
	parser_done(&w->parser);
	w->phase = PHASE_FAILED;
	return STEP_FAILED;
}

// yajl takes these two for white space; JSON has them nowhere.
static size_t before_odd_space(const uint8_t *s, size_t n)
{
	const uint8_t *odd = memchr(s, '\v', n);
	n = odd ? (size_t)(odd - s) : n;
	odd = memchr(s, '\f', n);
	return odd ? (size_t)(odd - s) : n;
}

// Gives the parser the bytes up to the next }, with which an item may end, so
// that it reads no more than one of them.  In a long text, which yajl reads
// anew with every piece, the pieces double.  NULL, or the reason why it stopped.
static const char *read_chunk(struct web_annotation *w, uint64_t size)
{
	size_t n;
	const uint8_t *s = bytes_of(w, w->at, &n);
	if (n > size - w->at)
		n = (size_t)(size - w->at);
	size_t least = w->least < n ? w->least : n;
	if (n > CHUNK_MAX && n > least)
		n = least > CHUNK_MAX ? least : CHUNK_MAX;
	const uint8_t *brace = memchr(s + least, '}', n - least);
	if (brace)
		n = (size_t)(brace - s) + 1;
	uint64_t event_before = w->last_event;
	size_t odd = before_odd_space(s, n);
	struct parser *p = &w->parser;
	if (yajl_parse(p->handle, s, odd) != yajl_status_ok)
		return parser_reason(p);
	if (p->reason)
		return p->reason;
	if (odd < n)
		return N_("a control character");
	if (w->at + n - w->last_event > VALUE_MAX ||
	    (p->is_gathering && w->at + n - w->begin > VALUE_MAX))
		return TOO_LONG;
	w->at += n;
	w->least = w->last_event == event_before ? 2 * n : 0;
	return NULL;
}

// The outermost object as an annotation, when it is one.
static bool read_single(struct web_annotation *w)
{
	if (w->top_end - w->top_begin > VALUE_MAX)
		return false;
	size_t n;
	const uint8_t *s = bytes_of(w, w->top_begin, &n);
	if (n > w->top_end - w->top_begin)
		n = (size_t)(w->top_end - w->top_begin);
	struct parser p;
	const struct node *root = parse_item(&p, s, n);
	bool is_one = is_annotation(root);
	if (is_one)
		read_item(w, root, add_item(w, w->top_begin, w->top_end), true);
	parser_done(&p);
	return is_one;
}

// All is JSON; was there an annotation, or at least a set of none?
static enum step finish_bytes(struct web_annotation *w, struct err *e)
{
	if (w->label)
		set_once(&w->k->label, w->label);
	bool may_be_single = w->is_single || (!w->has_type && w->has_target);
	bool is_known = w->annotation_count > 0;
	if (!is_known && may_be_single && !w->is_set)
		is_known = read_single(w);
	if (!is_known && !w->has_stranger)
		is_known = w->is_set || w->has_list;
	if (!is_known) {
		char reason[LABEL_MAX + 128];
		snprintf(reason, sizeof reason, "%s",
			 _("here is no annotation, nor a set of them"));
		if (w->has_type && !w->has_stranger)
			snprintf(reason, sizeof reason,
				 _("\"%s\" is no annotation, nor a set of them"), w->type);
		return fail(w, w->has_stranger ? w->stranger : w->top_begin, reason, e);
	}
	if (w->has_stranger)
		log_line(LOG_NOTE, "%s: byte %llu: not an annotation, passed over",
			 w->name, (unsigned long long)w->stranger);
	parser_done(&w->parser);
	w->phase = PHASE_LATE;
	return STEP_MORE;
}

static enum step read_bytes(struct web_annotation *w, struct budget budget, struct err *e)
{
	uint64_t size = source_size(w->source);
	uint64_t asked = w->at;
	while (w->at < size) {
		size_t items = w->item_count;
		const char *reason = read_chunk(w, size);
		if (reason)
			return fail(w, here(w), reason, e);
		if (items == w->item_count && w->at - asked < CHUNK_MAX)
			continue;
		asked = w->at;
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	if (w->last_event == 0)
		return fail(w, size, N_("it is empty"), e);
	if (yajl_complete_parse(w->parser.handle) != yajl_status_ok)
		return fail(w, size, parser_reason(&w->parser), e);
	return finish_bytes(w, e);
}

static const struct node *parse_again(const struct web_annotation *w, uint32_t item,
				      struct parser *p)
{
	*p = (struct parser){0};
	if (item >= w->item_count)
		return NULL;
	struct span span = w->items[item];
	size_t n;
	const uint8_t *s = bytes_of(w, span.begin, &n);
	if (n < span.size)
		return NULL;
	const struct node *root = parse_item(p, s, span.size);
	return is_annotation(root) ? root : NULL;
}

static enum step read_late(struct web_annotation *w, struct budget budget)
{
	while (w->late_at < w->late_count) {
		uint32_t item = w->late[w->late_at++];
		struct parser p;
		const struct node *root = parse_again(w, item, &p);
		if (root)
			read_item(w, root, item, true);
		parser_done(&p);
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	w->phase = PHASE_DONE;
	knowledge_settle(w->k);
	log_line(LOG_NOTE, "%s: %zu items read", w->name, w->item_count);
	return STEP_DONE;
}

static struct web_annotation *set_new(struct source *s, const char *name)
{
	struct web_annotation *w = mem_new(1, sizeof *w);
	w->source = s;
	w->name = mem_string(name);
	parser_init(&w->parser, w);
	w->at = source_begin(s);
	return w;
}

struct web_annotation *web_annotation_open(const char *path, struct err *e)
{
	struct source *s = source_open(path, e);
	if (!s) {
		err_wrap(e, "%s", _("cannot read the annotation set"));
		return NULL;
	}
	return set_new(s, path);
}

struct web_annotation *web_annotation_open_bytes(const char *name, const void *bytes,
						 size_t n, struct err *e)
{
	(void)e;
	return set_new(source_open_bytes(bytes, n, name), name);
}

void web_annotation_close(struct web_annotation *w)
{
	if (!w)
		return;
	parser_done(&w->parser);
	source_close(w->source);
	free(w->name);
	free(w->items);
	free(w->late);
	free(w->label);
	free(w);
}

const char *web_annotation_name(const struct web_annotation *w)
{
	return w->name;
}

const char *web_annotation_fault(const struct web_annotation *w)
{
	if (w->phase != PHASE_FAILED)
		return NULL;
	const char *name = strstr(w->fault.text, w->name);
	const char *line = name ? strstr(name + strlen(w->name), ": ") : NULL;
	return line ? line + 2 : w->fault.text;
}

enum step web_annotation_read(struct web_annotation *w, struct knowledge *k,
			      uint32_t set, struct budget budget, struct err *e)
{
	w->k = k;
	w->set = set;
	if (!source_is_complete(w->source)) {
		source_poll(w->source);
		if (!source_is_complete(w->source))
			return STEP_MORE;
		w->at = source_begin(w->source);
	}
	enum step step = STEP_MORE;
	if (w->phase == PHASE_BYTES)
		step = read_bytes(w, budget, e);
	else if (w->phase == PHASE_LATE)
		step = read_late(w, budget);
	else if (w->phase == PHASE_DONE)
		step = STEP_DONE;
	else if (e)
		*e = w->fault;
	if (w->phase == PHASE_FAILED)
		step = STEP_FAILED;
	w->k = NULL;
	return step;
}

// The long texts.

static char *name_of(const struct node *n)
{
	n = one(n);
	if (!is_object(n) || get(n, "@value"))
		return mem_string(text_of(n));
	const char *name = text_of(get_schema(n, "name"));
	if (!name)
		name = text_of(get(n, "name"));
	return mem_string(name ? name : id_of(n));
}

static void take_reason(struct claim_detail *d, const struct node *body)
{
	const struct node *review = get_schema(resource_of(body), "reviewBody");
	if (!d->author)
		d->author = name_of(get_schema(resource_of(body), "author"));
	if (!d->date)
		d->date = mem_string(text_of(get_schema(resource_of(body), "datePublished")));
	if (d->reason.count)
		return;
	if (review)
		add_texts(&d->reason, review, "");
	else
		take_value(&d->reason, body);
}

static void take_link_reason(struct claim_detail *d, const struct node *body)
{
	d->link_reasons = mem_resize(d->link_reasons, d->link_count + 1,
				     sizeof *d->link_reasons);
	struct translations *t = &d->link_reasons[d->link_count++];
	*t = (struct translations){0};
	add_texts(t, get_schema(body, "description"), "");
}

// What a note says: texts, and the addresses of what lies elsewhere.
static void take_note(struct claim_detail *d, const struct node *body)
{
	if (string_of(body))
		translations_add(&d->body, "", string_of(body));
	else if (is_text_body(body) || get(body, "items"))
		each_text(body, &d->body, take_value);
	else if (id_of(resource_of(body)))
		translations_add(&d->body, "", id_of(resource_of(body)));
}

// Follows take_body, so that link_reasons has the order of the links.
static void take_claim_body(struct claim_detail *d, const struct node *item,
			    const struct node *body)
{
	struct relation_body link;
	if (read_link(body, &link))
		take_link_reason(d, body);
	else if (has_purpose(item, body, "assessing"))
		take_reason(d, body);
	else if (has_purpose(item, body, "identifying") && !is_text_body(body) &&
		 id_of(resource_of(body)))
		take_link_reason(d, body);
	else if (!has_purpose(item, body, "classifying") &&
		 !has_word(get(body, "purpose"), "tagging"))
		take_note(d, body);
}

static bool gone(const struct web_annotation *w, uint32_t item, struct err *e)
{
	return err_set(e, _("cannot read item %lu of the annotation set %s: the file has changed"),
		       (unsigned long)item + 1, w->name);
}

bool web_annotation_claim(const struct web_annotation *w, uint32_t item,
			  struct claim_detail *detail, struct err *e)
{
	*detail = (struct claim_detail){0};
	struct parser p;
	const struct node *root = parse_again(w, item, &p);
	if (root) {
		const struct node *bodies = get(root, "body");
		for (const struct node *b = one(bodies); b; b = more(bodies, b))
			take_claim_body(detail, root, b);
		add_texts(&detail->body, get(root, "bodyValue"), "");
		if (!detail->author)
			detail->author = name_of(get(root, "creator"));
		if (!detail->date)
			detail->date = mem_string(text_of(get(root, "created")));
	}
	parser_done(&p);
	return root ? true : gone(w, item, e);
}

static void take_citation(struct fact_detail *d, const struct node *n)
{
	d->citations = mem_resize(d->citations, d->citation_count + 1,
				  sizeof *d->citations);
	const char *type = string_of(one(types_of(n)));
	const char *archived = id_of(one(get_schema(n, "archivedAt")));
	const char *address = id_of(n);
	if (!address)
		address = id_of(one(get_schema(n, "url")));
	d->citations[d->citation_count++] = (struct citation){
		.type = mem_string(type ? last_part(type) : NULL),
		.title = mem_string(text_of(get_schema(n, "name"))),
		.publisher = name_of(get_schema(n, "publisher")),
		.date = mem_string(text_of(get_schema(n, "datePublished"))),
		.address = mem_string(address),
		.archived = mem_string(archived),
	};
}

bool web_annotation_fact(const struct web_annotation *w, uint32_t item,
			 struct fact_detail *detail, struct err *e)
{
	*detail = (struct fact_detail){0};
	struct parser p;
	const struct node *root = parse_again(w, item, &p);
	const struct node *targets = get(root, "target");
	for (const struct node *t = one(targets); t; t = more(targets, t)) {
		const struct node *list = get_schema(t, "citation");
		for (const struct node *c = one(list); c; c = more(list, c))
			take_citation(detail, c);
	}
	if (root) {
		detail->id = mem_string(id_of(root));
		each_text(get(root, "body"), &detail->text, take_value);
		add_texts(&detail->text, get(root, "bodyValue"), "");
	}
	parser_done(&p);
	return root ? true : gone(w, item, e);
}

void claim_detail_done(struct claim_detail *d)
{
	if (!d)
		return;
	translations_done(&d->reason);
	translations_done(&d->body);
	for (size_t i = 0; i < d->link_count; i++)
		translations_done(&d->link_reasons[i]);
	free(d->link_reasons);
	free(d->author);
	free(d->date);
	*d = (struct claim_detail){0};
}

void fact_detail_done(struct fact_detail *d)
{
	if (!d)
		return;
	free(d->id);
	translations_done(&d->text);
	for (size_t i = 0; i < d->citation_count; i++) {
		struct citation *c = &d->citations[i];
		free(c->type);
		free(c->title);
		free(c->publisher);
		free(c->date);
		free(c->address);
		free(c->archived);
	}
	free(d->citations);
	*d = (struct fact_detail){0};
}
