// SPDX-License-Identifier: ISC
// Takes an item apart twice: for the few fields that marks and lists need, and for the long texts
// when it is opened.  Both follow the bodies in the same order, so that the reason of each link
// stands where its link does.
#include "config.h"

#include "knowledge/web_annotation_item.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"
#include "knowledge/target.h"

#define LABEL_MAX 80		     // [byte], a longer text is no label
#define JOINED_MAX ((size_t)1 << 16) // [byte], texts of several bodies that are one
#define TAGGED_MAX 16		     // languages of a text that tags are added to

// Of an item: each of its bodies is about each of its targets.
enum { TARGETS_MAX = 1000, RELATIONS_MAX = 20000, COPIES_MAX = 8 << 20 }; // [byte]

// What the targets of an item are.

// A target that may be a fact: a resource of its own, no piece of another.
static bool may_be_fact(const struct json_node *target)
{
	return resource_id(target) && !resource_get(target, "source") &&
	       !resource_get(target, "selector");
}

static bool is_fact(const struct json_node *target, const struct knowledge *k)
{
	if (!may_be_fact(target))
		return false;
	if (resource_is_schema(target, "Statement") || resource_is_schema(target, "DefinedTerm") ||
	    resource_schema(target, "citation"))
		return true;
	uint32_t i = k ? knowledge_find_fact(k, resource_id(target)) : INDEX_NONE;
	return i != INDEX_NONE && strcmp(k->facts[i].id, resource_id(target)) == 0;
}

// From an item into the knowledge.

static void set_once(char **to, const char *text)
{
	if (!*to && text)
		*to = mem_string(text);
}

// The bodies of an item one by one, of which the last is the TextualBody that a "bodyValue" stands
// for: a text in no language that is told, and nothing else (3.2.5).
struct bodies {
	const struct json_node *list, *at;
	struct json_node body, value;
};

static const struct json_node *bodies_next(struct bodies *b)
{
	const struct json_node *now = b->at;
	if (now == &b->body)
		b->at = NULL;
	else if (now && json_more(b->list, now))
		b->at = json_more(b->list, now);
	else if (now)
		b->at = b->value.text ? &b->body : NULL;
	return now;
}

static const struct json_node *bodies_first(struct bodies *b, const struct json_node *item)
{
	*b = (struct bodies){.list = resource_get(item, "body")};
	b->value.kind = JSON_STRING;
	b->value.key = "value";
	b->value.text = resource_text(resource_get(item, "bodyValue"));
	b->body.kind = JSON_OBJECT;
	b->body.first = b->body.last = &b->value;
	b->at = json_one(b->list);
	if (!b->at && b->value.text)
		b->at = &b->body;
	return bodies_next(b);
}

static void take_kind(struct annotation *a, const struct json_node *body)
{
	static const char *const words[] = {"fact", "interpretation", "opinion", "prediction",
					    "attributed"};
	const char *iri = resource_id(resource_source(body));
	const char *text = resource_text(resource_get(body, "value"));
	if (!iri && text && strlen(text) <= LABEL_MAX)
		iri = text;
	if (!iri || (a->kind != KIND_NONE && a->kind != KIND_OTHER))
		return;
	const char *label = iri == text ? text : annotation_last_part(iri);
	if (string_starts(iri, RESOURCE_URN "kind:"))
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
static char *rating_in_numbers(const struct json_node *rating)
{
	const struct json_node *value = resource_schema(rating, "ratingValue");
	const struct json_node *best = resource_schema(rating, "bestRating");
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

static void take_assessment(struct annotation *a, const struct json_node *body)
{
	static const char *const words[] = {"correct", "mostly-correct", "needs-context",
					    "disputed", "not-verifiable"};
	const struct json_node *review = resource_source(body);
	const struct json_node *rating = json_one(resource_schema(review, "reviewRating"));
	const char *id = resource_id(rating ? rating : review);
	bool is_ours = id && string_starts(id, RESOURCE_URN "assessment:");
	if (a->assessment != ASSESSMENT_NONE || (!rating && !is_ours))
		return;
	if (is_ours)
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (strcmp(annotation_last_part(id), words[i]) == 0) {
				a->assessment = (enum assessment)(ASSESSMENT_CORRECT + i);
				return;
			}
	a->assessment_label = mem_string(resource_text(resource_schema(rating, "alternateName")));
	if (!a->assessment_label)
		a->assessment_label = rating_in_numbers(rating);
	if (!a->assessment_label && id)
		a->assessment_label = mem_string(annotation_last_part(id));
	if (a->assessment_label)
		a->assessment = ASSESSMENT_OTHER;
}

static void take_link(struct web_annotation_item *it, uint32_t annotation,
		      const struct resource_link *body, const char *id)
{
	uint32_t fact = knowledge_fact(it->k, body->fact);
	uint32_t i = knowledge_add_link(it->k, annotation, fact, body->relation);
	struct link *l = &it->k->links[i];
	l->id = mem_string(id);
	if (body->relation == RELATION_OTHER)
		l->relation_label = mem_string(body->label);
	if (body->relation == RELATION_DEFINES)
		it->k->facts[fact].is_term = true;
}

// Takes one body and returns what role it speaks for.
static enum role take_body(struct web_annotation_item *it, uint32_t i, const struct json_node *body)
{
	struct annotation *a = &it->k->annotations[i];
	struct resource_link link;
	if (resource_read_link(body, &link)) {
		take_link(it, i, &link, resource_id(body));
		return ROLE_CLAIM;
	}
	if (resource_has_purpose(it->root, body, "assessing")) {
		take_assessment(a, body);
		return ROLE_CLAIM;
	}
	if (resource_has_purpose(it->root, body, "classifying")) {
		take_kind(a, body);
		return a->kind == KIND_NONE ? ROLE_NOTE : ROLE_CLAIM;
	}
	if (resource_has_purpose(it->root, body, "identifying") && !resource_is_text(body) &&
	    resource_id(resource_source(body))) {
		link = (struct resource_link){.relation = RELATION_DEFINES,
					      .fact = resource_id(resource_source(body))};
		const char *id = resource_get(body, "source") ? resource_id(body) : NULL;
		take_link(it, i, &link, id);
		return ROLE_TERM;
	}
	return ROLE_NOTE;
}

static enum role take_bodies(struct web_annotation_item *it, uint32_t i)
{
	struct bodies bodies;
	bool is_claim = false, is_term = false;
	for (const struct json_node *b = bodies_first(&bodies, it->root); b;
	     b = bodies_next(&bodies)) {
		enum role role = take_body(it, i, b);
		is_claim |= role == ROLE_CLAIM;
		is_term |= role == ROLE_TERM;
	}
	if (resource_has_motivation(it->root, "replying"))
		return ROLE_NOTE;
	return is_claim ? ROLE_CLAIM : is_term ? ROLE_TERM : ROLE_NOTE;
}

// What the source of a target says about the document.
static void take_document(struct knowledge *k, const struct json_node *target)
{
	const struct json_node *source = json_one(resource_get(target, "source"));
	if (!json_is_object(source))
		return;
	set_once(&k->title, resource_text(resource_schema(source, "name")));
	set_once(&k->language, resource_text(resource_get(source, "language")));
	set_once(&k->date, resource_text(resource_schema(source, "datePublished")));
}

// One without an id is called after its place in the set.
static char *own_id(const struct web_annotation_item *it)
{
	const char *id = resource_id(it->root);
	if (id)
		return mem_string(id);
	struct buf b = {0};
	buf_printf(&b, "%s#%u", it->set_name, (unsigned)it->number + 1);
	return buf_take(&b);
}

// Takes the item as an annotation on one of its targets, whose selector moves.
static void take_annotation(struct web_annotation_item *it, struct target *t)
{
	uint32_t i = knowledge_add_annotation(it->k);
	struct annotation *a = &it->k->annotations[i];
	a->id = own_id(it);
	a->set = it->set;
	a->item = it->number;
	a->has_foreign_selector = t->selected == SELECTED_OTHER;
	enum role role = take_bodies(it, i);
	const char *letter = resource_text(json_get(it->root, RESOURCE_MARK));
	if (t->selected != SELECTED_WHOLE)
		a->role = role;
	if (letter && *letter && !letter[1] && resource_has_motivation(it->root, "bookmarking")) {
		a->role = ROLE_MARK;
		a->letter = *letter;
	}
	a->is_highlight = resource_has_motivation(it->root, "highlighting");
	if (t->selected == SELECTED_WHOLE) {
		const char *id = resource_id(resource_source(t->node));
		if (id && resource_has_motivation(it->root, "replying")) {
			a->role = ROLE_REPLY;
			a->parent_id = mem_string(id);
		}
		knowledge_place(it->k, i, ANCHOR_FOUND, 0, 0);
	} else if (t->selected == SELECTED_TEXT) {
		selector_done(&a->selector);
		a->selector = t->selector;
		t->selector = selector_none();
	} else {
		knowledge_place(it->k, i, ANCHOR_ORPHAN, POS_NONE, POS_NONE);
	}
}

// The last part of an IRI, or the word itself, looked up.
static unsigned choose_word(const struct json_node *n, const char *const *words, unsigned count)
{
	const char *s = resource_id(json_one(n));
	for (unsigned i = 0; s && i < count; i++)
		if (strcmp(annotation_last_part(s), words[i]) == 0)
			return i;
	return 0;
}

// Calls TAKE for each text of a body that is one or that is a Choice of them.
static void each_text(const struct json_node *bodies, struct translations *to,
		      void (*take)(struct translations *to, const struct json_node *body))
{
	for (const struct json_node *b = json_one(bodies); b; b = json_more(bodies, b)) {
		const struct json_node *items = resource_get(b, "items");
		take(to, b);
		for (const struct json_node *c = json_one(items); c; c = json_more(items, c))
			take(to, c);
	}
}

static void take_title(struct translations *to, const struct json_node *body)
{
	resource_add_texts(to, resource_schema(body, "name"),
			   resource_text(resource_get(body, "language")));
}

static void take_value(struct translations *to, const struct json_node *body)
{
	resource_add_texts(to, resource_get(body, "value"),
			   resource_text(resource_get(body, "language")));
}

// False when the fact was described before.
static bool take_fact(struct web_annotation_item *it, const struct json_node *target)
{
	static const char *const timings[] = {"", "before", "after", "both"};
	static const char *const confidences[] = {"high", "medium", "low"};
	uint32_t i = knowledge_fact(it->k, resource_id(target)); // may move the facts
	struct fact *f = &it->k->facts[i];
	f->descriptions++;
	if (f->set != INDEX_NONE)
		return false;
	knowledge_facts_changed(it->k);
	f->set = it->set;
	f->item = it->number;
	f->is_term |= resource_is_schema(target, "DefinedTerm");
	f->period = mem_string(resource_text(resource_schema(target, "temporalCoverage")));
	f->timing = (enum timing)choose_word(json_get(target, RESOURCE_URN "timing"), timings, 4);
	f->confidence = (enum confidence)choose_word(json_get(target, RESOURCE_URN "confidence"),
						     confidences, 3);
	each_text(resource_get(it->root, "body"), &f->titles, take_title);
	return true;
}

static size_t count_selected(const struct targets *list, enum selected selected)
{
	size_t n = 0;
	for (size_t i = 0; i < list->count; i++)
		n += list->all[i].selected == selected;
	return n;
}

// [byte], the texts in N; as deep as JSON may be.
static size_t text_size(const struct json_node *n)
{
	size_t size = n && n->text ? strlen(n->text) : 0;
	for (const struct json_node *c = n ? n->first : NULL; c; c = c->next)
		size += text_size(c);
	return size;
}

static size_t lower(size_t a, size_t b)
{
	return a < b ? a : b;
}

// How many targets are taken: what an item says is copied for each of them.
static size_t target_ceiling(const struct json_node *item)
{
	struct bodies bodies;
	const char *id = resource_id(item);
	size_t count = 1, size = 1 + (id ? strlen(id) : 0);
	for (const struct json_node *b = bodies_first(&bodies, item); b; b = bodies_next(&bodies)) {
		count++;
		size += text_size(b);
	}
	size_t n = lower(TARGETS_MAX, lower(RELATIONS_MAX / count, COPIES_MAX / size));
	return n ? n : 1;
}

static void read_targets(struct web_annotation_item *it, struct targets *list)
{
	const struct json_node *targets = resource_get(it->root, "target");
	bool is_one = json_string(targets) || resource_get(targets, "source");
	list->ceiling = is_one ? 1 : target_ceiling(it->root);
	targets_read(list, it->root);
	it->is_cut = list->is_cut;
}

// What is about no piece of a text is about each of its targets as a whole; what has no target at
// all is kept, and stands nowhere.
static void take_wholes(struct web_annotation_item *it, struct targets *list)
{
	bool is_taken = false;
	for (size_t i = 0; i < list->count; i++) {
		if (list->all[i].selected != SELECTED_WHOLE)
			continue;
		take_annotation(it, &list->all[i]);
		is_taken = true;
	}
	if (!is_taken)
		take_annotation(it, &(struct target){.selected = SELECTED_NONE});
}

bool web_annotation_item_take(struct web_annotation_item *it, bool is_last)
{
	struct targets list = {0};
	read_targets(it, &list);
	bool is_taken = false, may_wait = false;
	bool describes = resource_has_motivation(it->root, "describing");
	bool has_place =
		count_selected(&list, SELECTED_TEXT) + count_selected(&list, SELECTED_OTHER);
	for (size_t i = 0; i < list.count; i++) {
		struct target *t = &list.all[i];
		if (!it->is_own)
			take_document(it->k, t->node);
		if (t->selected == SELECTED_TEXT || t->selected == SELECTED_OTHER) {
			take_annotation(it, t);
			is_taken = true;
		} else if (describes && !has_place && is_fact(t->node, it->k)) {
			is_taken |= take_fact(it, t->node);
		} else if (describes && !has_place && may_be_fact(t->node)) {
			may_wait = true;
		}
	}
	bool waits = !is_taken && may_wait && !is_last;
	if (!is_taken && !waits)
		take_wholes(it, &list);
	targets_done(&list);
	return !waits;
}

// The long texts.

static char *name_of(const struct json_node *n)
{
	n = json_one(n);
	if (!json_is_object(n) || json_get(n, "@value"))
		return mem_string(resource_text(n));
	const char *name = resource_text(resource_schema(n, "name"));
	if (!name)
		name = resource_text(resource_get(n, "name"));
	return mem_string(name ? name : resource_id(n));
}

static void take_reason(struct claim_detail *d, const struct json_node *body)
{
	const struct json_node *review = resource_source(body);
	const struct json_node *text = resource_schema(review, "reviewBody");
	if (!d->author)
		d->author = name_of(resource_schema(review, "author"));
	if (!d->address)
		d->address = mem_string(resource_id(json_one(resource_schema(review, "url"))));
	if (!d->date)
		d->date = mem_string(resource_text(resource_schema(review, "datePublished")));
	if (d->reason.count)
		return;
	if (text)
		resource_add_texts(&d->reason, text, "");
	else
		take_value(&d->reason, body);
}

static void take_link_reason(struct claim_detail *d, const struct json_node *body)
{
	d->link_reasons = mem_resize(d->link_reasons, d->link_count + 1, sizeof *d->link_reasons);
	struct translations *t = &d->link_reasons[d->link_count++];
	*t = (struct translations){0};
	resource_add_texts(t, resource_schema(body, "description"), "");
}

// The address of what lies elsewhere, with the fragment that a FragmentSelector stands for (4.2.1).
static void take_address(struct translations *to, const struct json_node *body, const char *iri)
{
	const struct json_node *list = resource_get(body, "selector");
	struct buf address = {0};
	buf_add_string(&address, iri);
	for (const struct json_node *s = json_one(list); s && !strchr(buf_string(&address), '#');
	     s = json_more(list, s)) {
		const char *value = resource_text(resource_get(s, "value"));
		if (value && resource_is_a(s, "FragmentSelector"))
			buf_printf(&address, "#%s", value);
	}
	translations_add(to, resource_text(resource_get(body, "language")), buf_string(&address));
	buf_done(&address);
}

static void take_text_or_address(struct translations *to, const struct json_node *body)
{
	const struct json_node *source = resource_source(body);
	if (resource_is_text(body))
		take_value(to, body);
	else if (source != body && resource_is_text(source))
		take_value(to, source);
	else if (resource_id(source))
		take_address(to, body, resource_id(source));
}

// Adds a text below what there is in its language, as long as that is not very long.
static void append_text(struct translations *to, const char *language, const char *text)
{
	for (size_t i = 0; i < to->count; i++) {
		struct translation *t = &to->all[i];
		if (strcmp(t->language, language) != 0)
			continue;
		if (strnlen(t->text, JOINED_MAX) == JOINED_MAX)
			break;
		struct buf both = {0};
		buf_printf(&both, "%s\n%s", t->text, text);
		free(t->text);
		t->text = buf_take(&both);
		return;
	}
	translations_add(to, language, text);
}

// What a note says.  The parts of a Choice stand for each other, those of a Composite or List
// belong together: all are kept, in their order.
static void take_note(struct claim_detail *d, const struct json_node *body)
{
	const struct json_node *items = resource_get(body, "items");
	struct translations one = {0};
	if (!json_one(items))
		take_text_or_address(&one, body);
	for (size_t i = 0; i < one.count; i++)
		append_text(&d->body, one.all[i].language, one.all[i].text);
	translations_done(&one);
	for (const struct json_node *c = json_one(items); c; c = json_more(items, c))
		take_text_or_address(&d->body, c);
}

// Follows take_body, so that link_reasons has the order of the links.
static void take_claim_body(struct claim_detail *d, const struct json_node *item,
			    const struct json_node *body)
{
	struct resource_link link;
	if (resource_read_link(body, &link))
		take_link_reason(d, body);
	else if (resource_has_purpose(item, body, "assessing"))
		take_reason(d, body);
	else if (resource_has_purpose(item, body, "identifying") && !resource_is_text(body) &&
		 resource_id(resource_source(body)))
		take_link_reason(d, body);
	else if (!resource_has_purpose(item, body, "classifying") &&
		 !resource_has_word(resource_get(body, "purpose"), "tagging"))
		take_note(d, body);
}

// Tags stand below the text, in each of its languages, as "#one, #two".
static void take_tags(struct claim_detail *d, const struct json_node *item)
{
	struct bodies bodies;
	struct buf line = {0};
	for (const struct json_node *b = bodies_first(&bodies, item); b; b = bodies_next(&bodies)) {
		struct translations tag = {0};
		bool is_word = resource_is_text(b) || resource_is_text(resource_source(b));
		if (resource_has_word(resource_get(b, "purpose"), "tagging"))
			take_text_or_address(&tag, b);
		for (size_t i = 0; i < tag.count; i++)
			buf_printf(&line, "%s%s%s", line.len ? ", " : "", is_word ? "#" : "",
				   tag.all[i].text);
		translations_done(&tag);
	}
	if (line.len && d->body.count == 0)
		translations_add(&d->body, "", buf_string(&line));
	else if (line.len)
		for (size_t i = 0, n = d->body.count; i < n && i < TAGGED_MAX; i++)
			if (i == 0 || strcmp(d->body.all[i].language, d->body.all[i - 1].language))
				append_text(&d->body, d->body.all[i].language, buf_string(&line));
	buf_done(&line);
}

void web_annotation_item_read_claim(const struct json_node *root, struct claim_detail *detail)
{
	struct bodies bodies;
	for (const struct json_node *b = bodies_first(&bodies, root); b; b = bodies_next(&bodies))
		take_claim_body(detail, root, b);
	take_tags(detail, root);
	if (!detail->author)
		detail->author = name_of(resource_get(root, "creator"));
	if (!detail->date)
		detail->date = mem_string(resource_text(resource_get(root, "created")));
}

static void take_citation(struct fact_detail *d, const struct json_node *n)
{
	d->citations = mem_resize(d->citations, d->citation_count + 1, sizeof *d->citations);
	const char *type = json_string(json_one(resource_types(n)));
	const char *archived = resource_id(json_one(resource_schema(n, "archivedAt")));
	const char *address = resource_id(n);
	if (!address)
		address = resource_id(json_one(resource_schema(n, "url")));
	d->citations[d->citation_count++] = (struct citation){
		.type = mem_string(type ? annotation_last_part(type) : NULL),
		.title = mem_string(resource_text(resource_schema(n, "name"))),
		.publisher = name_of(resource_schema(n, "publisher")),
		.date = mem_string(resource_text(resource_schema(n, "datePublished"))),
		.address = mem_string(address),
		.archived = mem_string(archived),
	};
}

void web_annotation_item_read_fact(const struct json_node *root, struct fact_detail *detail)
{
	const struct json_node *targets = resource_get(root, "target");
	for (const struct json_node *t = json_one(targets); t; t = json_more(targets, t)) {
		const struct json_node *list = resource_schema(t, "citation");
		for (const struct json_node *c = json_one(list); c; c = json_more(list, c))
			take_citation(detail, c);
	}
	detail->id = mem_string(resource_id(root));
	each_text(resource_get(root, "body"), &detail->text, take_value);
	resource_add_texts(&detail->text, resource_get(root, "bodyValue"), "");
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
	free(d->address);
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
