// SPDX-License-Identifier: ISC
// Holds what is known about a text, with a hash of the facts by their ids.  What is in order
// (lists, the interval index, names) is brought up to date by knowledge/settling.c: here is noted
// what that has to look at.
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

struct votes {
	uint32_t points, units; // for code points, for UTF-16 code units
};

const char *knowledge_key_fact_id(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->facts[i].id;
}

const char *knowledge_key_fact_name(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->facts[i].name;
}

const char *knowledge_key_annotation_id(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->annotations[i].id;
}

const char *knowledge_key_annotation_name(const void *k, size_t i)
{
	return ((const struct knowledge *)k)->annotations[i].name;
}

struct settling *knowledge_settling(struct knowledge *k)
{
	if (!k->settling)
		k->settling = mem_new(1, sizeof *k->settling);
	return k->settling;
}

void index_list_add(struct index_list *l, uint32_t i)
{
	l->all = mem_reserve(l->all, &l->capacity, l->count + 1, sizeof *l->all);
	l->all[l->count++] = i;
}

void ordering_done(struct ordering *o)
{
	free(o->placed);
	intervals_done(&o->intervals);
	free(o->claims.all);
	free(o->notes.all);
	free(o->stops.all);
	free(o->marks.all);
	*o = (struct ordering){0};
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

void annotation_take_name(struct annotation *a, size_t begin, uint32_t nth)
{
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
	intervals_done(&k->intervals);
	if (k->settling) {
		table_done(&k->settling->fact_ids);
		table_done(&k->settling->annotation_ids);
		table_done(&k->settling->annotation_names);
		table_done(&k->settling->fact_names);
		naming_free(k->settling->naming);
		free(k->settling->replying.all);
		free(k->settling->parents.all);
		free(k->settling->facts.all);
		for (size_t i = 0; i < k->settling->old_count; i++)
			free(k->settling->old[i]);
		ordering_done(&k->settling->ordering);
		free(k->settling);
	}
	*k = (struct knowledge){0};
}

void knowledge_reserve(struct knowledge *k, size_t count)
{
	k->annotations =
		mem_reserve(k->annotations, &k->annotation_capacity, count, sizeof *k->annotations);
}

// What the lists do not know yet is no news to them.
static void note_move(struct knowledge *k, uint32_t annotation)
{
	struct settling *x = knowledge_settling(k);
	x->moves += annotation < x->ordered || annotation < x->ordering.count;
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
	struct table *t = &knowledge_settling(k)->fact_ids;
	uint32_t there = table_find(t, knowledge_key_fact_id, k, id);
	if (there != INDEX_NONE)
		return there;
	assert(k->fact_count < INDEX_NONE);
	uint32_t i = (uint32_t)k->fact_count++;
	k->facts = mem_reserve(k->facts, &k->fact_capacity, k->fact_count, sizeof *k->facts);
	k->facts[i] = (struct fact){.id = mem_string(id), .set = INDEX_NONE, .item = INDEX_NONE};
	return table_add(t, knowledge_key_fact_id, k, k->facts[i].id, i);
}

static void unlink_fact(struct fact *f, uint32_t link)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < f->link_count; i++)
		if (f->links[i] != link)
			f->links[kept++] = f->links[i];
	f->link_count = kept;
}

// What no other was told apart from has a name on which no other one depends.
static bool shares_name(struct knowledge *k, const struct annotation *a)
{
	struct buf second = {0};
	if (!a->name)
		return false;
	bool is_short = is_end_of(a->name, a->id) && a->name == naming_tail(a->id, 1);
	buf_printf(&second, "%s~2", a->name);
	bool shares = !is_short || knowledge_find_annotation(k, buf_string(&second)) != INDEX_NONE;
	buf_done(&second);
	return shares;
}

// It is in the lists no more: one by one as long as they are few.
static void forget(struct knowledge *k, uint32_t annotation)
{
	const struct annotation *a = &k->annotations[annotation];
	struct settling *x = knowledge_settling(k);
	bool is_listed = annotation < x->ordered;
	x->must_rename |= shares_name(k, a);
	x->has_changed_facts |= a->link_count > 0;
	x->has_removed = x->must_hang = true;
	ordering_done(&x->ordering);
	naming_free(x->naming); // it may be at the id that goes
	x->naming = NULL;
	if (is_listed && a->role == ROLE_CLAIM && k->claim_states[a->state])
		k->claim_states[a->state]--;
	if (is_listed && a->role == ROLE_NOTE && k->note_states[a->state])
		k->note_states[a->state]--;
	knowledge_is_fresh(k, annotation);
}

void knowledge_is_fresh(struct knowledge *k, uint32_t annotation)
{
	struct settling *x = knowledge_settling(k);
	if (x->fresh_count < FRESH_MAX)
		x->fresh[x->fresh_count] = annotation;
	x->fresh_count++;
}

void knowledge_remove(struct knowledge *k, uint32_t annotation, uint32_t replacement)
{
	struct annotation *a = &k->annotations[annotation];
	if (a->role == ROLE_GONE)
		return;
	forget(k, annotation);
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
	knowledge_settling(k)->has_changed_facts = true;
}

void knowledge_facts_changed(struct knowledge *k)
{
	knowledge_settling(k)->has_changed_facts = true;
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
	note_move(k, annotation);
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
	note_move(k, annotation);
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
		note_move(k, annotation);
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

uint32_t knowledge_find_annotation(const struct knowledge *k, const char *name)
{
	const struct settling *x = k->settling;
	if (!x)
		return INDEX_NONE;
	uint32_t i = table_find(&x->annotation_names, knowledge_key_annotation_name, k, name);
	if (i == INDEX_NONE)
		i = table_find(&x->annotation_ids, knowledge_key_annotation_id, k, name);
	return i;
}

uint32_t knowledge_find_fact(const struct knowledge *k, const char *name)
{
	const struct settling *x = k->settling;
	if (!x)
		return INDEX_NONE;
	uint32_t i = table_find(&x->fact_ids, knowledge_key_fact_id, k, name);
	if (i == INDEX_NONE)
		i = table_find(&x->fact_names, knowledge_key_fact_name, k, name);
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
