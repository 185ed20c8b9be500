// SPDX-License-Identifier: ISC
// Holds what is known about a text and keeps four things beside it: a hash of
// the facts by id, hashes of names, the claims in the order of the text, and an
// interval index.  The index is an array sorted by begin that is read as a
// balanced tree: the middle of a range is its root and knows how far the
// range reaches, so that a query costs O(log n + k).
#include "config.h"

#include "knowledge/annotation.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/table.h"
#include "base/string.h"
#include "knowledge/naming.h"

enum { NAMES_STRETCH = 1000 }; // are given names before the budget is asked

struct interval {
	uint64_t begin, end; // [pos]
	uint64_t reach;	     // [pos], greatest end in the range whose middle this is
	uint32_t annotation;
	bool is_first; // its own place, not one of the others
};

struct votes {
	uint32_t points, units; // for code points, for UTF-16 code units
};

struct name_index {
	struct table fact_ids; // always up to date, the others when settled
	struct table annotation_ids, annotation_names, fact_names;
	size_t named_annotations, named_facts;
	bool has_new_places;
	bool must_rename;      // one was taken away
	struct naming *naming; // begun and not done
	size_t kept, indexed;  // of its names
};

static const char *key_fact_id(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->facts[i].id;
}

static const char *key_fact_name(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->facts[i].name;
}

static const char *key_annotation_id(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->annotations[i].id;
}

static const char *key_annotation_name(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->annotations[i].name;
}

static struct name_index *names_of(struct knowledge *k)
{
	if (!k->names)
		k->names = mem_new(1, sizeof *k->names);
	return k->names;
}

static const char *id_of(const void *owner, size_t i)
{
	const struct knowledge *k = owner;
	const char *id = i < k->annotation_count ? k->annotations[i].id
						 : k->facts[i - k->annotation_count].id;
	return id ? id : "";
}

// A name is the end of the id, which is not copied, unless "~2" is added.
static bool is_end_of(const char *name, const char *id)
{
	return name && id && (uintptr_t)name - (uintptr_t)id <= strlen(id);
}

static void name_done(char *name, const char *id)
{
	if (!is_end_of(name, id))
		free(name);
}

static void keep_name(struct naming *n, struct knowledge *k, size_t i)
{
	uint32_t nth;
	size_t begin = naming_begin(n, i, &nth);
	if (i >= k->annotation_count) {
		struct fact *f = &k->facts[i - k->annotation_count];
		f->name = f->id + begin;
		return;
	}
	struct annotation *a = &k->annotations[i];
	if (!a->id)
		a->id = mem_string("");
	name_done(a->name, a->id);
	a->name = a->id + begin;
	if (nth > 1 && a->role != ROLE_GONE) {
		struct buf b = {0};
		buf_printf(&b, "%s~%u", a->name, (unsigned)nth);
		a->name = buf_take(&b);
	}
}

static void begin_indexing(struct knowledge *k)
{
	struct name_index *x = k->names;
	table_done(&x->annotation_ids);
	table_done(&x->annotation_names);
	table_done(&x->fact_names);
	table_reserve(&x->annotation_ids, k->annotation_count);
	table_reserve(&x->annotation_names, k->annotation_count);
	table_reserve(&x->fact_names, k->fact_count);
}

static void index_name(struct knowledge *k, size_t i)
{
	struct name_index *x = k->names;
	if (i >= k->annotation_count) {
		uint32_t fact = (uint32_t)(i - k->annotation_count);
		table_add(&x->fact_names, key_fact_name, k, k->facts[fact].name, fact);
		return;
	}
	const struct annotation *a = &k->annotations[i];
	if (a->role == ROLE_GONE)
		return;
	table_add(&x->annotation_ids, key_annotation_id, k, a->id, (uint32_t)i);
	table_add(&x->annotation_names, key_annotation_name, k, a->name, (uint32_t)i);
}

// Chooses, keeps or indexes a stretch of names; false when all is done.
static bool name_stretch(struct knowledge *k)
{
	struct name_index *x = k->names;
	size_t count = naming_count(x->naming);
	if (naming_step(x->naming, NAMES_STRETCH))
		return true;
	for (int n = 0; n < NAMES_STRETCH && x->kept < count; n++)
		keep_name(x->naming, k, x->kept++);
	if (x->kept < count)
		return true;
	if (x->indexed == 0)
		begin_indexing(k);
	for (int n = 0; n < NAMES_STRETCH && x->indexed < count; n++)
		index_name(k, x->indexed++);
	return x->indexed < count;
}

// False when the budget was spent before all had names.
static bool settle_names(struct knowledge *k, struct budget budget)
{
	struct name_index *x = k->names;
	size_t count = k->annotation_count + k->fact_count;
	if (x->naming && (naming_count(x->naming) != count || x->must_rename)) {
		naming_free(x->naming);
		x->naming = NULL;
	}
	if (!x->naming) {
		x->naming = naming_new(count, id_of, k);
		x->kept = x->indexed = 0;
		x->must_rename = false;
	}
	while (name_stretch(k))
		if (budget_is_spent(budget))
			return false;
	x->named_annotations = k->annotation_count;
	x->named_facts = k->fact_count;
	naming_free(x->naming);
	x->naming = NULL;
	return true;
}

// By begin, the longer first, then as they were added.
static int compare_intervals(const void *p, const void *q)
{
	const struct interval *a = p, *b = q;
	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (a->annotation > b->annotation) - (a->annotation < b->annotation);
}

// Fills in how far each range reaches; returns that of [FROM, TO).
static uint64_t set_reach(struct interval *all, size_t from, size_t to)
{
	if (from >= to)
		return 0;
	size_t middle = from + (to - from) / 2;
	uint64_t left = set_reach(all, from, middle);
	uint64_t right = set_reach(all, middle + 1, to);
	uint64_t reach = all[middle].end;
	if (left > reach)
		reach = left;
	if (right > reach)
		reach = right;
	all[middle].reach = reach;
	return reach;
}

static void settle_intervals(struct knowledge *k)
{
	size_t n = 0, places = k->annotation_count;
	for (size_t i = 0; i < k->annotation_count; i++)
		places += k->annotations[i].other_count;
	k->intervals = mem_resize(k->intervals, places, sizeof *k->intervals);
	bool is_sorted = true;
	for (uint32_t i = 0; i < k->annotation_count; i++) {
		const struct annotation *a = &k->annotations[i];
		if (!annotation_has_place(a))
			continue;
		k->intervals[n++] = (struct interval){a->begin, a->end, 0, i, true};
		for (uint32_t o = 0; o < a->other_count; o++)
			k->intervals[n++] = (struct interval){a->others[o].begin, a->others[o].end,
							      0, i, false};
	}
	for (size_t i = 1; i < n && is_sorted; i++)
		is_sorted = compare_intervals(&k->intervals[i - 1], &k->intervals[i]) <= 0;
	if (!is_sorted)
		qsort(k->intervals, n, sizeof *k->intervals, compare_intervals);
	set_reach(k->intervals, 0, n);
	k->interval_count = n;
}

static void add_to_list(struct knowledge *k, uint32_t i)
{
	struct annotation *a = &k->annotations[i];
	if (a->role == ROLE_NOTE)
		k->notes[k->note_count++] = i;
	if (a->role == ROLE_MARK && a->letter != MARK_HIDDEN)
		k->marks[k->mark_count++] = i;
	bool can_stop = a->role == ROLE_NOTE || a->role == ROLE_CLAIM;
	if (can_stop && annotation_has_place(a) && !annotation_is_on_whole(a))
		k->stops[k->stop_count++] = i;
	if (a->role != ROLE_CLAIM)
		return;
	k->claims[k->claim_count++] = i;
	a->number = (uint32_t)k->claim_count;
}

// Finds the parent of each reply.
static void find_parents(struct knowledge *k)
{
	for (size_t i = 0; i < k->annotation_count; i++) {
		struct annotation *a = &k->annotations[i];
		if (a->role == ROLE_GONE)
			continue;
		a->first_reply = a->next_reply = a->parent = INDEX_NONE;
		if (a->role == ROLE_REPLY && a->parent_id)
			a->parent = table_find(&k->names->annotation_ids, key_annotation_id, k,
					       a->parent_id);
	}
}

// Replies that answer each other in a ring would hang below nothing: one of each ring loses its
// parent.  Each is walked through once, by the number of the walk that came to it.
static void open_rings(struct knowledge *k)
{
	uint32_t *walks = mem_new(k->annotation_count, sizeof *walks);
	for (uint32_t i = 0; i < k->annotation_count; i++) {
		uint32_t at = i;
		while (walks[at] == 0 && k->annotations[at].role == ROLE_REPLY &&
		       k->annotations[at].parent != INDEX_NONE) {
			walks[at] = i + 1;
			at = k->annotations[at].parent;
		}
		if (walks[at] == i + 1 && k->annotations[at].role == ROLE_REPLY)
			k->annotations[at].parent = INDEX_NONE;
	}
	free(walks);
}

// Appends each reply to those of its parent.
static void settle_replies(struct knowledge *k)
{
	uint32_t *last = mem_new(k->annotation_count, sizeof *last);
	k->replies = mem_resize(k->replies, k->annotation_count, sizeof *k->replies);
	k->reply_count = 0;
	k->threaded = mem_resize(k->threaded, k->annotation_count, sizeof *k->threaded);
	k->threaded_count = 0;
	find_parents(k);
	open_rings(k);
	for (uint32_t i = 0; i < k->annotation_count; i++) {
		struct annotation *a = &k->annotations[i];
		if (a->role != ROLE_REPLY)
			continue;
		if (a->parent == INDEX_NONE) {
			k->replies[k->reply_count++] = i;
			continue;
		}
		k->threaded[k->threaded_count++] = i;
		struct annotation *parent = &k->annotations[a->parent];
		if (parent->first_reply == INDEX_NONE)
			parent->first_reply = i;
		else
			k->annotations[last[a->parent]].next_reply = i;
		last[a->parent] = i;
	}
	free(last);
}

static void settle_facts(struct knowledge *k)
{
	k->listed_facts = mem_resize(k->listed_facts, k->fact_count, sizeof *k->listed_facts);
	k->listed_fact_count = 0;
	for (uint32_t i = 0; i < k->fact_count; i++)
		if (k->facts[i].set != INDEX_NONE || k->facts[i].link_count)
			k->listed_facts[k->listed_fact_count++] = i;
}

static void settle_claims(struct knowledge *k)
{
	k->claims = mem_resize(k->claims, k->annotation_count, sizeof *k->claims);
	k->notes = mem_resize(k->notes, k->annotation_count, sizeof *k->notes);
	k->marks = mem_resize(k->marks, k->annotation_count, sizeof *k->marks);
	k->stops = mem_resize(k->stops, k->annotation_count, sizeof *k->stops);
	k->claim_count = k->note_count = k->mark_count = k->stop_count = 0;
	for (size_t i = 0; i < k->interval_count; i++)
		if (k->intervals[i].is_first)
			add_to_list(k, k->intervals[i].annotation);
	for (uint32_t i = 0; i < k->annotation_count; i++)
		if (!annotation_has_place(&k->annotations[i]))
			add_to_list(k, i);
}

struct query {
	const struct interval *all;
	uint64_t a, b; // [pos]
	struct placed *found;
	size_t max, count;
};

// Looks in the range [FROM, TO), whose depth is the logarithm of its size.
static void query_range(struct query *q, size_t from, size_t to)
{
	if (from >= to)
		return;
	size_t middle = from + (to - from) / 2;
	const struct interval *i = &q->all[middle];
	if (i->reach <= q->a || q->count >= q->max)
		return;
	query_range(q, from, middle);
	if (i->begin >= q->b)
		return;
	if (i->end > q->a && i->begin < i->end && q->count < q->max)
		q->found[q->count++] = (struct placed){i->begin, i->end, i->annotation};
	query_range(q, middle + 1, to);
}

struct selector selector_none(void)
{
	return (struct selector){
		.start = POS_NONE, .end = POS_NONE, .start_line = POS_NONE, .end_line = POS_NONE};
}

void selector_done(struct selector *s)
{
	if (!s)
		return;
	selector_done(s->refinement);
	free(s->refinement);
	free(s->exact);
	free(s->prefix);
	free(s->suffix);
	*s = selector_none();
}

bool selector_is_set(const struct selector *s)
{
	return s->exact || s->start != POS_NONE || s->start_line != POS_NONE;
}

bool annotation_is_on_whole(const struct annotation *a)
{
	return a->state == ANCHOR_FOUND && !selector_is_set(&a->selector);
}

static void annotation_done(struct annotation *a)
{
	name_done(a->name, a->id);
	free(a->id);
	free(a->kind_label);
	free(a->assessment_label);
	free(a->others);
	free(a->parent_id);
	selector_done(&a->selector);
}

static void fact_done(struct fact *f)
{
	free(f->id);
	free(f->period);
	free(f->links);
	translations_done(&f->titles);
}

void knowledge_init(struct knowledge *k)
{
	*k = (struct knowledge){0};
}

void knowledge_done(struct knowledge *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->annotation_count; i++)
		annotation_done(&k->annotations[i]);
	for (size_t i = 0; i < k->fact_count; i++)
		fact_done(&k->facts[i]);
	for (size_t i = 0; i < k->link_count; i++) {
		free(k->links[i].id);
		free(k->links[i].relation_label);
	}
	free(k->annotations);
	free(k->facts);
	free(k->links);
	free(k->claims);
	free(k->notes);
	free(k->listed_facts);
	free(k->marks);
	free(k->stops);
	free(k->replies);
	free(k->threaded);
	free(k->title);
	free(k->language);
	free(k->date);
	free(k->label);
	free(k->votes);
	free(k->intervals);
	if (k->names) {
		table_done(&k->names->fact_ids);
		table_done(&k->names->annotation_ids);
		table_done(&k->names->annotation_names);
		table_done(&k->names->fact_names);
		naming_free(k->names->naming);
		free(k->names);
	}
	*k = (struct knowledge){0};
}

uint32_t knowledge_add_annotation(struct knowledge *k)
{
	assert(k->annotation_count < INDEX_NONE);
	size_t i = k->annotation_count++;
	k->annotations = mem_reserve(k->annotations, &k->annotation_capacity, k->annotation_count,
				     sizeof *k->annotations);
	k->annotations[i] = (struct annotation){
		.role = ROLE_NOTE,
		.selector = selector_none(),
		.begin = POS_NONE,
		.end = POS_NONE,
		.parent = INDEX_NONE,
		.first_reply = INDEX_NONE,
		.next_reply = INDEX_NONE,
	};
	return (uint32_t)i;
}

uint32_t knowledge_add_link(struct knowledge *k, uint32_t annotation, uint32_t fact,
			    enum relation relation)
{
	assert(annotation < k->annotation_count && fact < k->fact_count);
	assert(k->link_count < INDEX_NONE);
	struct annotation *a = &k->annotations[annotation];
	if (a->link_count == 0)
		a->first_link = (uint32_t)k->link_count;
	assert((size_t)a->first_link + a->link_count == k->link_count);
	a->link_count++;

	uint32_t i = (uint32_t)k->link_count++;
	k->links = mem_reserve(k->links, &k->link_capacity, k->link_count, sizeof *k->links);
	k->links[i] = (struct link){.relation = relation, .annotation = annotation, .fact = fact};

	struct fact *f = &k->facts[fact];
	size_t capacity = f->link_capacity;
	f->links = mem_reserve(f->links, &capacity, (size_t)f->link_count + 1, sizeof *f->links);
	f->link_capacity = (uint32_t)capacity;
	f->links[f->link_count++] = i;
	return i;
}

uint32_t knowledge_fact(struct knowledge *k, const char *id)
{
	struct table *t = &names_of(k)->fact_ids;
	uint32_t there = table_find(t, key_fact_id, k, id);
	if (there != INDEX_NONE)
		return there;
	assert(k->fact_count < INDEX_NONE);
	uint32_t i = (uint32_t)k->fact_count++;
	k->facts = mem_reserve(k->facts, &k->fact_capacity, k->fact_count, sizeof *k->facts);
	k->facts[i] = (struct fact){.id = mem_string(id), .set = INDEX_NONE, .item = INDEX_NONE};
	return table_add(t, key_fact_id, k, k->facts[i].id, i);
}

static void unlink_fact(struct fact *f, uint32_t link)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < f->link_count; i++)
		if (f->links[i] != link)
			f->links[kept++] = f->links[i];
	f->link_count = kept;
}

void knowledge_remove(struct knowledge *k, uint32_t annotation, uint32_t replacement)
{
	struct annotation *a = &k->annotations[annotation];
	for (uint32_t i = 0; i < a->link_count; i++) {
		uint32_t link = a->first_link + i;
		unlink_fact(&k->facts[k->links[link].fact], link);
	}
	uint32_t first = a->first_link, count = a->link_count;
	// Whoever is looking for its place goes on with what it selects.
	struct selector selector = a->selector;
	a->selector = selector_none();
	annotation_done(a);
	*a = (struct annotation){
		.role = ROLE_GONE,
		.id = mem_string(""),
		.state = ANCHOR_ORPHAN,
		.selector = selector,
		.begin = POS_NONE,
		.end = POS_NONE,
		.first_link = first,
		.link_count = count,
		.set = INDEX_NONE,
		.parent = replacement,
		.first_reply = INDEX_NONE,
		.next_reply = INDEX_NONE,
	};
	a->name = a->id;
	names_of(k)->must_rename = true;
}

uint32_t knowledge_current(const struct knowledge *k, uint32_t annotation)
{
	while (annotation != INDEX_NONE && k->annotations[annotation].role == ROLE_GONE)
		annotation = k->annotations[annotation].parent;
	return annotation;
}

void knowledge_forget_fact(struct knowledge *k, uint32_t fact)
{
	struct fact *f = &k->facts[fact];
	free(f->period);
	translations_done(&f->titles);
	f->period = NULL;
	f->timing = TIMING_UNKNOWN;
	f->confidence = CONFIDENCE_HIGH;
	f->set = f->item = INDEX_NONE;
	f->descriptions = 0;
	names_of(k)->must_rename = true;
}

void knowledge_facts_changed(struct knowledge *k)
{
	names_of(k)->must_rename = true;
}

void knowledge_place(struct knowledge *k, uint32_t annotation, enum anchor_state state,
		     uint64_t begin, uint64_t end)
{
	assert(annotation < k->annotation_count && begin <= end);
	struct annotation *a = &k->annotations[annotation];
	if (a->role == ROLE_GONE ||
	    (a->state == state && a->begin == begin && a->end == end && a->other_count == 0))
		return;
	a->state = state;
	a->begin = begin;
	a->end = end;
	a->other_count = 0;
	names_of(k)->has_new_places = true;
}

bool knowledge_add_place(struct knowledge *k, uint32_t annotation, uint64_t begin, uint64_t end)
{
	struct annotation *a = &k->annotations[annotation];
	if (a->role == ROLE_GONE)
		return false;
	assert(annotation_has_place(a) && begin <= end);
	if (a->other_count + 1 >= KNOWLEDGE_PLACES)
		return false;
	size_t capacity = a->other_capacity;
	a->others =
		mem_reserve(a->others, &capacity, (size_t)a->other_count + 1, sizeof *a->others);
	a->other_capacity = (uint32_t)capacity;
	a->others[a->other_count++] = (struct range){begin, end};
	names_of(k)->has_new_places = true;
	return true;
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

void knowledge_prefer_place(struct knowledge *k, uint32_t annotation, uint64_t pos)
{
	struct annotation *a = &k->annotations[annotation];
	for (uint32_t i = 0; i < a->other_count && pos != POS_NONE; i++) {
		struct range other = a->others[i];
		if (distance(other.begin, pos) >= distance(a->begin, pos))
			continue;
		a->others[i] = (struct range){a->begin, a->end};
		a->begin = other.begin;
		a->end = other.end;
		names_of(k)->has_new_places = true;
	}
}

void knowledge_vote(struct knowledge *k, uint32_t set, bool is_utf16)
{
	if (set >= INDEX_NONE - 1) // of no set, of which positions are counted as they should
		return;
	if (set >= k->vote_count) {
		k->votes = mem_resize(k->votes, set + 1, sizeof *k->votes);
		memset(k->votes + k->vote_count, 0, (set + 1 - k->vote_count) * sizeof *k->votes);
		k->vote_count = set + 1;
	}
	if (is_utf16)
		k->votes[set].units++;
	else
		k->votes[set].points++;
}

bool knowledge_counts_utf16(const struct knowledge *k, uint32_t set)
{
	return set < k->vote_count && k->votes[set].units > k->votes[set].points;
}

enum step knowledge_settle_step(struct knowledge *k, struct budget budget)
{
	struct name_index *x = names_of(k);
	bool has_new_annotations = x->named_annotations != k->annotation_count || x->must_rename;
	bool has_new_facts = x->named_facts != k->fact_count;
	if ((has_new_annotations || has_new_facts) && !settle_names(k, budget))
		return STEP_MORE;
	if (has_new_annotations)
		settle_replies(k);
	if (has_new_annotations || has_new_facts)
		settle_facts(k);
	if (has_new_annotations || has_new_facts || x->has_new_places) {
		settle_intervals(k);
		settle_claims(k);
		x->has_new_places = false;
		k->version++;
	}
	return STEP_DONE;
}

void knowledge_settle(struct knowledge *k)
{
	knowledge_settle_step(k, (struct budget){0});
}

size_t knowledge_between(const struct knowledge *k, uint64_t a, uint64_t b, struct placed *found,
			 size_t max)
{
	struct query q = {.all = k->intervals, .a = a, .b = b, .found = found, .max = max};
	if (a < b)
		query_range(&q, 0, k->interval_count);
	return q.count;
}

uint32_t knowledge_find_annotation(const struct knowledge *k, const char *name)
{
	const struct name_index *x = k->names;
	if (!x)
		return INDEX_NONE;
	uint32_t i = table_find(&x->annotation_names, key_annotation_name, k, name);
	if (i == INDEX_NONE)
		i = table_find(&x->annotation_ids, key_annotation_id, k, name);
	return i;
}

uint32_t knowledge_find_fact(const struct knowledge *k, const char *name)
{
	const struct name_index *x = k->names;
	if (!x)
		return INDEX_NONE;
	uint32_t i = table_find(&x->fact_ids, key_fact_id, k, name);
	if (i == INDEX_NONE)
		i = table_find(&x->fact_names, key_fact_name, k, name);
	return i;
}

size_t knowledge_count_state(const struct knowledge *k, enum anchor_state state)
{
	size_t n = 0;
	for (size_t i = 0; i < k->annotation_count; i++)
		n += k->annotations[i].state == state;
	return n;
}

const char *annotation_last_part(const char *iri)
{
	const char *last = iri;
	for (const char *s = iri; *s; s++)
		if (strchr(":/#", *s) && s[1])
			last = s + 1;
	return last;
}

const char *translations_choose(const struct translations *t, const char *language)
{
	size_t best = 0;
	int score = 0;
	size_t n = language ? strcspn(language, "-") : 0;
	for (size_t i = 0; i < t->count; i++) {
		const char *have = t->all[i].language;
		int s = 0;
		if (n && strcasecmp(have, language) == 0)
			s = 2;
		else if (n && strncasecmp(have, language, n) == 0 &&
			 (have[n] == '\0' || have[n] == '-'))
			s = 1;
		if (s > score) {
			score = s;
			best = i;
		}
	}
	return t->count ? t->all[best].text : NULL;
}

void translations_add(struct translations *t, const char *language, const char *text)
{
	t->all = mem_resize(t->all, t->count + 1, sizeof *t->all);
	t->all[t->count++] =
		(struct translation){mem_string(language ? language : ""), mem_string(text)};
}

void translations_done(struct translations *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->count; i++) {
		free(t->all[i].language);
		free(t->all[i].text);
	}
	free(t->all);
	*t = (struct translations){0};
}
