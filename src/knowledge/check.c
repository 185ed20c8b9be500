// SPDX-License-Identifier: ISC
// Passes over all items: the first, in the order of the files, tells what breaks the rules and
// gathers the languages of each set and the ids of descriptions; those behind it tell what is wrong
// with annotations, facts and links, in an order for people.  Items are parsed anew in each pass,
// and no more than one is ever held.
#include "config.h"

#include "knowledge/check.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/check_anchors.h"
#include "knowledge/check_facts.h"
#include "knowledge/check_links.h"
#include "knowledge/check_texts.h"
#include "knowledge/check_version.h"
#include "knowledge/json.h"
#include "knowledge/producer_rules.h"

// What was made of an item first; INDEX_NONE where there is none.
struct made {
	uint32_t annotation, fact;
};

struct check {
	struct checking c;
	struct check_languages *languages; // of each set
	struct check_links links;
	struct check_units units;
	struct check_version version;
	struct made *made; // of the items of the set that is looked at
	uint32_t *facts;   // those that are described, by set and item
	size_t fact_count;
	uint32_t *order; // annotations by their place
};

// The order of things.

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

static void sort_annotations(struct check *x)
{
	const struct knowledge *k = x->c.k;
	size_t n = k->annotation_count;
	struct placed *all = mem_new(n + 1, sizeof *all);
	for (uint32_t i = 0; i < n; i++) {
		const struct annotation *a = &k->annotations[i];
		all[i] = (struct placed){a->begin, a->end, i};
	}
	qsort(all, n, sizeof *all, compare_placed);
	x->order = mem_new(n + 1, sizeof *x->order);
	for (size_t i = 0; i < n; i++)
		x->order[i] = all[i].annotation;
	free(all);
}

struct described {
	uint32_t set, item, fact;
};

static int compare_described(const void *p, const void *q)
{
	const struct described *a = p, *b = q;
	if (a->set != b->set)
		return a->set < b->set ? -1 : 1;
	if (a->item != b->item)
		return a->item < b->item ? -1 : 1;
	return (a->fact > b->fact) - (a->fact < b->fact);
}

static void sort_facts(struct check *x)
{
	const struct knowledge *k = x->c.k;
	struct described *all = mem_new(k->fact_count + 1, sizeof *all);
	for (uint32_t i = 0; i < k->fact_count; i++)
		if (k->facts[i].set < x->c.w->set_count)
			all[x->fact_count++] =
				(struct described){k->facts[i].set, k->facts[i].item, i};
	qsort(all, x->fact_count, sizeof *all, compare_described);
	x->facts = mem_new(x->fact_count + 1, sizeof *x->facts);
	for (size_t i = 0; i < x->fact_count; i++)
		x->facts[i] = all[i].fact;
	free(all);
}

static bool is_first_fact(const struct check *x, size_t i)
{
	const struct fact *f = &x->c.k->facts[x->facts[i]];
	const struct fact *before = i ? &x->c.k->facts[x->facts[i - 1]] : NULL;
	return !before || before->set != f->set || before->item != f->item;
}

static void note_made(struct check *x, uint32_t set)
{
	const struct knowledge *k = x->c.k;
	size_t count = web_annotation_item_count(x->c.w->sets[set]);
	x->made = mem_resize(x->made, count + 1, sizeof *x->made);
	for (size_t i = 0; i < count; i++)
		x->made[i] = (struct made){INDEX_NONE, INDEX_NONE};
	for (size_t i = k->annotation_count; i-- > 0;)
		if (k->annotations[i].set == set && k->annotations[i].item < count)
			x->made[k->annotations[i].item].annotation = (uint32_t)i;
	for (size_t i = x->fact_count; i-- > 0;) {
		const struct fact *f = &k->facts[x->facts[i]];
		if (f->set == set && f->item < count)
			x->made[f->item].fact = x->facts[i];
	}
}

// The first pass: sets and their items.

static void hear_breach(void *data, const struct breach *b)
{
	struct checking *c = data;
	struct check_place before = c->at;
	c->at.node = b->at;
	enum check_level level = b->level == RULE_ERROR ? CHECK_ERROR : CHECK_WARNING;
	c->at.whole_path = b->path;
	checking_tell(c, level, b->code, "%s", b->sentence);
	c->at = before;
}

static void check_rules(struct checking *c, const struct json_node *root)
{
	struct buf path = {0};
	const struct web_annotation *set = c->w->sets[c->at.set];
	web_annotation_path(set, c->at.item, &path);
	bool is_alone = strcmp(buf_string(&path), "$") == 0;
	producer_rules_annotation(root, is_alone ? ITEM_ALONE : ITEM_IN_PAGE, buf_string(&path),
				  (struct breach_listener){hear_breach, c});
	buf_done(&path);
}

static void gather_languages(struct check *x, uint32_t set, const struct made *made,
			     const struct json_node *root)
{
	struct check_languages *l = &x->languages[set];
	if (made->annotation != INDEX_NONE) {
		struct claim_detail d = {0};
		web_annotation_item_read_claim(root, &d);
		check_languages_add(l, &d.reason);
		for (size_t i = 0; i < d.link_count; i++)
			check_languages_add(l, &d.link_reasons[i]);
		claim_detail_done(&d);
	}
	if (made->fact != INDEX_NONE) {
		struct fact_detail d = {0};
		web_annotation_item_read_fact(root, &d);
		check_languages_add(l, &x->c.k->facts[made->fact].titles);
		check_languages_add(l, &d.text);
		if (d.id)
			check_links_add_description(&x->links, d.id, made->fact);
		fact_detail_done(&d);
	}
}

static void turn_to_item(struct checking *c, uint32_t set, uint32_t item, const struct made *made)
{
	if (made->annotation != INDEX_NONE)
		checking_turn_to_annotation(c, &c->k->annotations[made->annotation]);
	else if (made->fact != INDEX_NONE)
		checking_turn_to_fact(c, &c->k->facts[made->fact]);
	else
		checking_turn_to_set(c, set);
	c->at.item = item;
}

static void check_items(struct check *x, uint32_t set)
{
	struct checking *c = &x->c;
	const struct web_annotation *w = c->w->sets[set];
	size_t count = web_annotation_item_count(w);
	note_made(x, set);
	for (uint32_t i = 0; i < count && !c->is_over; i++) {
		struct json *j = web_annotation_item_json(w, i);
		const struct json_node *root = json_root(j);
		turn_to_item(c, set, i, &x->made[i]);
		if (root) {
			check_rules(c, root);
			check_item_dates(c, root);
			check_version(c, &x->version, root);
			gather_languages(x, set, &x->made[i], root);
		}
		json_free(j);
	}
}

static void check_shells(struct checking *c, uint32_t set)
{
	const struct web_annotation *w = c->w->sets[set];
	for (size_t file = 0; file < web_annotation_file_count(w); file++) {
		struct json *j = web_annotation_shell_json(w, file);
		checking_turn_to_set(c, set);
		c->at.file = web_annotation_file_name(w, file);
		c->at.line = web_annotation_shell_line(w, file);
		if (j)
			producer_rules_shell(json_root(j),
					     (struct breach_listener){hear_breach, c});
		json_free(j);
	}
}

static void check_strangers(struct checking *c, uint32_t set)
{
	const struct web_annotation *w = c->w->sets[set];
	size_t count = web_annotation_stranger_count(w), i = 0;
	struct stranger s;
	for (; i < count && web_annotation_stranger(w, i, &s); i++) {
		checking_turn_to_set(c, set);
		c->at.file = web_annotation_file_name(w, s.file);
		c->at.line = s.line;
		c->at.whole_path = s.path;
		checking_tell(c, CHECK_WARNING, "not-an-annotation", "%s", s.sentence);
	}
	checking_turn_to_set(c, set);
	if (i < count)
		checking_tell(c, CHECK_WARNING, "not-an-annotation",
			      PLURAL("%zu more thing is no annotation",
				     "%zu more things are no annotations", count - i),
			      count - i);
}

static void check_absent(struct checking *c, uint32_t set)
{
	size_t count = web_annotation_absent_count(c->w->sets[set]);
	checking_turn_to_set(c, set);
	if (count)
		checking_tell(c, CHECK_WARNING, "not-read",
			      PLURAL("%zu annotation or page is only named, and not beside it: it "
				     "was not read",
				     "%zu annotations or pages are only named, and not beside it: "
				     "they were not read",
				     count),
			      count);
}

static void check_set(struct check *x, uint32_t set)
{
	struct checking *c = &x->c;
	const char *fault = web_annotation_fault(c->w->sets[set]);
	checking_turn_to_set(c, set);
	if (fault)
		checking_tell(c, CHECK_ERROR, "unreadable-set", "%s", fault);
	else
		check_shells(c, set);
	check_positions(c, set);
	if (!fault || web_annotation_item_count(c->w->sets[set]) > 0)
		check_strangers(c, set);
	check_absent(c, set);
	check_items(x, set);
}

// The others: annotations, facts, links.

static void check_annotation(struct check *x, uint32_t i)
{
	struct checking *c = &x->c;
	const struct annotation *a = &c->k->annotations[i];
	checking_turn_to_annotation(c, a);
	check_annotation_id(c, &x->links, i);
	check_reply(c, i);
	if (a->role != ROLE_REPLY || selector_is_set(&a->selector))
		check_anchor(c, &x->units, a);
	if (a->role != ROLE_CLAIM || a->set >= c->w->set_count || !check_links_is_first(c->k, i))
		return;
	struct json *j = web_annotation_item_json(c->w->sets[a->set], a->item);
	check_claim(c, &x->languages[a->set], a, json_root(j));
	json_free(j);
}

static void check_described(struct check *x, size_t i)
{
	struct checking *c = &x->c;
	const struct fact *f = &c->k->facts[x->facts[i]];
	checking_turn_to_fact(c, f);
	check_fact_id(c, &x->links, x->facts[i]);
	check_fact(c, f);
	if (!is_first_fact(x, i))
		return;
	struct json *j = web_annotation_item_json(c->w->sets[f->set], f->item);
	check_description(c, &x->languages[f->set], f, json_root(j));
	if (i + 1 == x->fact_count || is_first_fact(x, i + 1))
		check_back_links(c, &x->links, x->facts[i], json_root(j));
	json_free(j);
}

static void check_ends(struct check *x, uint32_t i)
{
	struct checking *c = &x->c;
	const struct annotation *a = &c->k->annotations[i];
	if (a->link_count == 0 || a->set >= c->w->set_count || !check_links_is_first(c->k, i))
		return;
	struct json *j = web_annotation_item_json(c->w->sets[a->set], a->item);
	check_links(c, &x->links, &x->languages[a->set], i, json_root(j));
	json_free(j);
}

// The first to have an id is the one that may: in the order of the text, then as they were read.
static void gather_ids(struct check *x)
{
	const struct knowledge *k = x->c.k;
	for (size_t i = 0; i < k->annotation_count; i++)
		check_links_add_annotation(&x->links, k, x->order[i]);
	for (uint32_t i = 0; i < k->fact_count; i++)
		if (k->facts[i].set < x->c.w->set_count)
			check_links_add_fact(&x->links, k, i);
	for (uint32_t i = 0; i < k->link_count; i++)
		check_links_add_link(&x->links, k, i);
}

static void check_init(struct check *x, const struct check_world *w, struct check_listener l)
{
	*x = (struct check){.version = {.set = INDEX_NONE}};
	checking_init(&x->c, w, l);
	check_links_init(&x->links, w->knowledge);
	x->languages = mem_new(w->set_count + 1, sizeof *x->languages);
	sort_annotations(x);
	sort_facts(x);
}

static void check_done(struct check *x)
{
	for (size_t i = 0; i < x->c.w->set_count; i++)
		check_languages_done(&x->languages[i]);
	check_links_done(&x->links);
	check_units_done(&x->units);
	checking_done(&x->c);
	free(x->languages);
	free(x->made);
	free(x->facts);
	free(x->order);
}

size_t check_run(const struct check_world *w, struct check_listener listener)
{
	const struct knowledge *k = w->knowledge;
	struct check x;
	check_init(&x, w, listener);
	gather_ids(&x);
	for (uint32_t i = 0; i < w->set_count && !x.c.is_over; i++)
		check_set(&x, i);
	check_links_sort(&x.links);
	for (size_t i = 0; i < k->annotation_count && !x.c.is_over; i++)
		check_annotation(&x, x.order[i]);
	for (size_t i = 0; i < x.fact_count && !x.c.is_over; i++)
		check_described(&x, i);
	for (uint32_t i = 0; i < k->annotation_count && !x.c.is_over; i++)
		check_ends(&x, i);
	check_done(&x);
	return x.c.count;
}
