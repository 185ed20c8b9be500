// SPDX-License-Identifier: ISC
// Ids are sorted once, so that each is compared with its neighbours only; so are links.
#include "config.h"

#include "knowledge/check_links.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"

enum id_kind { ID_ANNOTATION, ID_FACT, ID_DESCRIPTION, ID_LINK };

struct known_id {
	const char *iri;
	char *own; // of a description, which only its item has
	enum id_kind kind;
	uint32_t index; // of the annotation, the fact, the fact described, or the link
	uint32_t order; // as they were added
};

struct known_link {
	uint32_t annotation, fact;
	uint32_t relation, link;
};

// Ids.

static void add_id(struct check_links *x, const char *iri, char *own, enum id_kind kind,
		   uint32_t index)
{
	if (!iri || !*iri)
		return;
	x->ids = mem_reserve(x->ids, &x->id_capacity, x->id_count + 1, sizeof *x->ids);
	x->ids[x->id_count] = (struct known_id){iri, own, kind, index, (uint32_t)x->id_count};
	x->id_count++;
}

void check_links_add_annotation(struct check_links *x, const struct knowledge *k, uint32_t i)
{
	if (check_links_is_first(k, i))
		add_id(x, k->annotations[i].id, NULL, ID_ANNOTATION, i);
}

void check_links_add_fact(struct check_links *x, const struct knowledge *k, uint32_t i)
{
	add_id(x, k->facts[i].id, NULL, ID_FACT, i);
}

void check_links_add_description(struct check_links *x, const char *id, uint32_t fact)
{
	char *own = mem_string(id);
	add_id(x, own, own, ID_DESCRIPTION, fact);
}

void check_links_add_link(struct check_links *x, const struct knowledge *k, uint32_t i)
{
	if (check_links_is_first(k, k->links[i].annotation))
		add_id(x, k->links[i].id, NULL, ID_LINK, i);
}

static int compare_iris(const void *p, const void *q)
{
	return strcmp(((const struct known_id *)p)->iri, ((const struct known_id *)q)->iri);
}

static int compare_ids(const void *p, const void *q)
{
	const struct known_id *a = p, *b = q;
	int order = compare_iris(a, b);
	return order ? order : (a->order > b->order) - (a->order < b->order);
}

void check_links_sort(struct check_links *x)
{
	bool *doubles[] = {
		[ID_ANNOTATION] = x->annotation_doubles,
		[ID_FACT] = x->fact_doubles,
		[ID_DESCRIPTION] = x->description_doubles,
		[ID_LINK] = x->link_doubles,
	};
	if (x->id_count)
		qsort(x->ids, x->id_count, sizeof *x->ids, compare_ids);
	for (size_t i = 1; i < x->id_count; i++)
		if (strcmp(x->ids[i - 1].iri, x->ids[i].iri) == 0)
			doubles[x->ids[i].kind][x->ids[i].index] = true;
}

// What is called IRI and is no fact; NULL when nothing is.
static const struct known_id *find_id(const struct check_links *x, const char *iri)
{
	struct known_id wanted = {.iri = iri};
	if (!x->id_count)
		return NULL;
	const struct known_id *found =
		bsearch(&wanted, x->ids, x->id_count, sizeof *x->ids, compare_iris);
	return found && found->kind != ID_FACT ? found : NULL;
}

bool check_links_is_first(const struct knowledge *k, uint32_t i)
{
	const struct annotation *a = &k->annotations[i];
	return i == 0 || a[-1].set != a->set || a[-1].item != a->item;
}

// Links, and replies.

static int compare_links(const void *p, const void *q)
{
	const struct known_link *a = p, *b = q;
	if (a->annotation != b->annotation)
		return a->annotation < b->annotation ? -1 : 1;
	if (a->fact != b->fact)
		return a->fact < b->fact ? -1 : 1;
	if (a->relation != b->relation)
		return a->relation < b->relation ? -1 : 1;
	return (a->link > b->link) - (a->link < b->link);
}

// A relation of the set's own is the same as another only by its label.
static bool is_same_relation(const struct knowledge *k, const struct known_link *a,
			     const struct known_link *b)
{
	return a->relation == b->relation &&
	       string_equal(k->links[a->link].relation_label, k->links[b->link].relation_label);
}

static void sort_links(struct check_links *x, const struct knowledge *k)
{
	x->links = mem_new(k->link_count + 1, sizeof *x->links);
	for (uint32_t i = 0; i < k->link_count; i++) {
		const struct link *l = &k->links[i];
		x->links[i] = (struct known_link){l->annotation, l->fact, l->relation, i};
	}
	qsort(x->links, k->link_count, sizeof *x->links, compare_links);
	for (size_t i = 1; i < k->link_count; i++) {
		const struct known_link *a = &x->links[i - 1], *b = &x->links[i];
		x->is_repeated[b->link] = a->annotation == b->annotation && a->fact == b->fact &&
					  is_same_relation(k, a, b);
	}
}

void check_links_init(struct check_links *x, const struct knowledge *k)
{
	*x = (struct check_links){0};
	x->annotation_doubles = mem_new(k->annotation_count + 1, sizeof(bool));
	x->fact_doubles = mem_new(k->fact_count + 1, sizeof(bool));
	x->description_doubles = mem_new(k->fact_count + 1, sizeof(bool));
	x->link_doubles = mem_new(k->link_count + 1, sizeof(bool));
	x->is_repeated = mem_new(k->link_count + 1, sizeof(bool));
	sort_links(x, k);
}

void check_links_done(struct check_links *x)
{
	for (size_t i = 0; i < x->id_count; i++)
		free(x->ids[i].own);
	free(x->ids);
	free(x->links);
	free(x->annotation_doubles);
	free(x->fact_doubles);
	free(x->description_doubles);
	free(x->link_doubles);
	free(x->is_repeated);
	*x = (struct check_links){0};
}

void check_annotation_id(struct checking *c, const struct check_links *x, uint32_t i)
{
	if (x->annotation_doubles[i])
		checking_tell(c, CHECK_ERROR, "duplicate-id", _("its id %s is used before"),
			      checking_brief(c, c->k->annotations[i].id));
}

void check_fact_id(struct checking *c, const struct check_links *x, uint32_t i)
{
	const struct fact *f = &c->k->facts[i];
	if (f->descriptions > 1)
		checking_tell(c, CHECK_ERROR, "duplicate-id",
			      _("it is described %u times; only the first description is shown"),
			      (unsigned)f->descriptions);
	else if (x->fact_doubles[i])
		checking_tell(c, CHECK_ERROR, "duplicate-id", _("its id %s is used before"),
			      checking_brief(c, f->id));
	else if (x->description_doubles[i])
		checking_tell(c, CHECK_ERROR, "duplicate-id", "%s",
			      _("the id of its description is used before"));
}

void check_reply(struct checking *c, uint32_t i)
{
	const struct annotation *a = &c->k->annotations[i];
	if (a->role != ROLE_REPLY)
		return;
	// One of each ring has no parent, although that is there.
	if (a->parent == INDEX_NONE && a->parent_id &&
	    knowledge_find_annotation(c->k, a->parent_id) != INDEX_NONE)
		checking_tell(c, CHECK_ERROR, "reply-loop", "%s",
			      _("it replies to itself, or to a reply to it"));
	else if (a->parent == INDEX_NONE && a->parent_id)
		checking_tell(c, CHECK_ERROR, "dangling-reply",
			      _("it replies to %s, which is in no set"),
			      checking_brief(c, a->parent_id));
	else if (a->parent == INDEX_NONE)
		checking_tell(c, CHECK_ERROR, "dangling-reply", "%s",
			      _("it is a reply, and does not say to what"));
}

// The first of the links between two, with this relation or one behind it in their order; NULL when
// there is none.
static const struct known_link *find_link(const struct checking *c, const struct check_links *x,
					  uint32_t annotation, uint32_t fact,
					  enum relation relation)
{
	size_t from = 0, to = c->k->link_count;
	struct known_link wanted = {annotation, fact, relation, 0};
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (compare_links(&x->links[middle], &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	const struct known_link *l = &x->links[from];
	bool is_one = from < c->k->link_count && l->annotation == annotation && l->fact == fact;
	return is_one ? l : NULL;
}

static bool has_relation(const struct checking *c, const struct check_links *x, uint32_t annotation,
			 uint32_t fact, enum relation relation)
{
	const struct known_link *l = find_link(c, x, annotation, fact, relation);
	return l && l->relation == relation;
}

static void check_back_link(struct checking *c, const struct check_links *x, uint32_t fact,
			    const struct resource_link *link)
{
	const struct known_id *id = find_id(x, link->fact);
	uint32_t other = knowledge_find_fact(c->k, link->fact);
	if (!id && other != INDEX_NONE && c->k->facts[other].set < c->w->set_count)
		return; // from fact to fact
	if (!id)
		checking_tell(c, CHECK_ERROR, "dangling-link",
			      _("it says that it bears on %s, which is in no set"),
			      checking_brief(c, link->fact));
	else if (id->kind == ID_ANNOTATION && !find_link(c, x, id->index, fact, 0))
		checking_tell(c, CHECK_WARNING, "one-way-link",
			      _("it says that it bears on %s, which is not linked to it"),
			      checking_brief(c, c->k->annotations[id->index].name));
	else if (id->kind == ID_ANNOTATION && !has_relation(c, x, id->index, fact, link->relation))
		checking_tell(c, CHECK_WARNING, "one-way-link",
			      _("it says how it bears on %s, which says otherwise"),
			      checking_brief(c, c->k->annotations[id->index].name));
}

void check_back_links(struct checking *c, const struct check_links *x, uint32_t fact,
		      const struct json_node *root)
{
	const struct json_node *bodies = json_get(root, "body");
	struct resource_link link;
	for (const struct json_node *b = json_one(bodies); b; b = json_more(bodies, b)) {
		c->at.node = b;
		if (resource_read_link(b, &link))
			check_back_link(c, x, fact, &link);
	}
	c->at.node = NULL;
}

// The links of an annotation.

// True when web_annotation_item makes a link of BODY.
static bool is_link(const struct json_node *root, const struct json_node *body)
{
	struct resource_link link;
	if (resource_read_link(body, &link))
		return true;
	return !resource_has_purpose(root, body, "assessing") &&
	       resource_has_purpose(root, body, "identifying") && !resource_is_text(body) &&
	       resource_id(resource_source(body));
}

static void check_end(struct checking *c, const struct check_links *x, const struct fact *f)
{
	if (f->set < c->w->set_count)
		return;
	const struct known_id *id = find_id(x, f->id);
	if (id && id->kind == ID_DESCRIPTION)
		checking_tell(c, CHECK_ERROR, "dangling-link",
			      _("it leads to %s, which describes the fact %s and is not the fact"),
			      checking_brief(c, f->id),
			      checking_brief(c, c->k->facts[id->index].id));
	else if (id)
		checking_tell(c, CHECK_ERROR, "dangling-link",
			      _("it leads to %s, which is no fact"), checking_brief(c, f->id));
	else
		checking_tell(c, CHECK_ERROR, "dangling-link",
			      _("it leads to %s, which no set describes"),
			      checking_brief(c, f->id));
}

static void check_relation(struct checking *c, const struct check_links *x, uint32_t i)
{
	const struct link *l = &c->k->links[i];
	if (l->relation == RELATION_OTHER)
		checking_tell(c, CHECK_WARNING, "unknown-relation",
			      _("its relation \"%s\" is unknown"),
			      checking_brief(c, l->relation_label));
	if (x->is_repeated[i])
		checking_tell(c, CHECK_WARNING, "duplicate-link", "%s",
			      _("the claim has another link with this relation to the same fact"));
	if (l->relation == RELATION_CONTRADICTS &&
	    has_relation(c, x, l->annotation, l->fact, RELATION_SUPPORTS))
		checking_tell(c, CHECK_WARNING, "contradictory-links", "%s",
			      _("the same fact is said to support the claim and to contradict it"));
}

static void turn_to_link(struct checking *c, const struct annotation *a, const struct link *l,
			 const struct json_node *body, const char *path)
{
	checking_turn_to_annotation(c, a);
	c->at.subject = CHECK_LINK;
	c->at.id = l->id;
	c->at.annotation = NULL;
	c->at.node = body;
	c->at.path = path;
	if (l->id)
		c->at.name = annotation_last_part(l->id);
}

void check_links(struct checking *c, const struct check_links *x, const struct check_languages *l,
		 uint32_t i, const struct json_node *root)
{
	const struct annotation *a = &c->k->annotations[i];
	const struct json_node *bodies = json_get(root, "body"), *body = json_one(bodies);
	struct claim_detail d = {0};
	size_t number = 0;
	if (root)
		web_annotation_item_read_claim(root, &d);
	for (uint32_t n = 0; n < a->link_count && !c->is_over; n++) {
		uint32_t at = a->first_link + n;
		const struct link *link = &c->k->links[at];
		char path[64] = ".body";
		for (; body && !is_link(root, body); body = json_more(bodies, body))
			number++;
		if (!body)
			*path = '\0';
		else if (bodies != body)
			snprintf(path, sizeof path, ".body[%zu]", number);
		turn_to_link(c, a, link, body, path);
		if (x->link_doubles[at])
			checking_tell(c, CHECK_ERROR, "duplicate-id", _("its id %s is used before"),
				      checking_brief(c, link->id));
		check_end(c, x, &c->k->facts[link->fact]);
		check_relation(c, x, at);
		if (link->relation != RELATION_DEFINES && n < d.link_count)
			check_texts(c, l, TEXT_LINK, &d.link_reasons[n]);
		body = body ? json_more(bodies, body) : NULL;
		number++;
	}
	claim_detail_done(&d);
}
