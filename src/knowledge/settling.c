// SPDX-License-Identifier: ISC
// Brings what is in order up to date: names, replies below what they answer, the facts that are
// listed, the interval index and the lists that follow from it.  All goes in stretches; the new
// lists are made beside the old ones, which are there until then.  A few annotations that came or
// went one by one are put into the lists that are there.
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "knowledge/annotation.h"
#include "knowledge/naming.h"

enum {
	STRETCH = 250,	    // annotations or facts before the budget is asked
	NAMES_STRETCH = 50, // names, each of which touches memory for the first time in many places
	SPARE = 256,	    // annotations that may come one by one until all is made anew
	ONE_BY_ONE = 16384, // annotations among which a few are not worth all that
};

enum stage { STAGE_NONE, STAGE_GATHER, STAGE_SORT, STAGE_LISTS, STAGE_REST };

static size_t lower(size_t a, size_t b)
{
	return a < b ? a : b;
}

// Names.

static const char *id_of(const void *owner, size_t i)
{
	const struct knowledge *k = owner;
	const char *id = i < k->annotation_count ? k->annotations[i].id
						 : k->facts[i - k->annotation_count].id;
	return id ? id : "";
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
	annotation_take_name(a, begin, nth);
}

static void begin_indexing(struct knowledge *k)
{
	struct settling *x = k->settling;
	table_done(&x->annotation_ids);
	table_done(&x->annotation_names);
	table_done(&x->fact_names);
	table_reserve(&x->annotation_ids, k->annotation_count);
	table_reserve(&x->annotation_names, k->annotation_count);
	table_reserve(&x->fact_names, k->fact_count);
}

static void index_name(struct knowledge *k, size_t i)
{
	struct settling *x = k->settling;
	if (i >= k->annotation_count) {
		uint32_t fact = (uint32_t)(i - k->annotation_count);
		table_add(&x->fact_names, knowledge_key_fact_name, k, k->facts[fact].name, fact);
		return;
	}
	const struct annotation *a = &k->annotations[i];
	if (a->role == ROLE_GONE)
		return;
	table_add(&x->annotation_ids, knowledge_key_annotation_id, k, a->id, (uint32_t)i);
	table_add(&x->annotation_names, knowledge_key_annotation_name, k, a->name, (uint32_t)i);
}

// Chooses, keeps or indexes a stretch of names; false when all is done.
static bool name_stretch(struct knowledge *k)
{
	struct settling *x = k->settling;
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
	struct settling *x = k->settling;
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
	while (naming_free_part(x->naming))
		if (budget_is_spent(budget))
			return false;
	x->named_annotations = k->annotation_count;
	x->named_facts = k->fact_count;
	x->must_hang = true;
	naming_free(x->naming);
	x->naming = NULL;
	return true;
}

// Replies.

// Finds the parent of each reply.
static void find_parents(struct knowledge *k)
{
	struct settling *x = k->settling;
	size_t kept = 0;
	for (size_t i = 0; i < x->parents.count; i++)
		k->annotations[x->parents.all[i]].first_reply = INDEX_NONE;
	x->parents.count = 0;
	for (size_t i = 0; i < x->replying.count; i++) {
		struct annotation *a = &k->annotations[x->replying.all[i]];
		if (a->role != ROLE_REPLY)
			continue;
		x->replying.all[kept++] = x->replying.all[i];
		a->next_reply = a->parent = INDEX_NONE;
		if (a->parent_id)
			a->parent = table_find(&x->annotation_ids, knowledge_key_annotation_id, k,
					       a->parent_id);
	}
	x->replying.count = kept;
}

// Replies that answer each other in a ring would hang below nothing: one of each ring loses its
// parent.  Each is walked through once, by the number of the walk that came to it.
static void open_rings(struct knowledge *k)
{
	const struct index_list *replying = &k->settling->replying;
	uint32_t *walks = mem_new(k->annotation_count, sizeof *walks);
	for (size_t n = 0; n < replying->count; n++) {
		uint32_t i = replying->all[n], at = i;
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
static void hang_replies(struct knowledge *k)
{
	struct settling *x = k->settling;
	size_t count = x->replying.count;
	uint32_t *last = mem_new(k->annotation_count, sizeof *last);
	k->replies = mem_resize(k->replies, count, sizeof *k->replies);
	k->threaded = mem_resize(k->threaded, count, sizeof *k->threaded);
	k->reply_count = k->threaded_count = 0;
	for (size_t n = 0; n < count; n++) {
		uint32_t i = x->replying.all[n];
		const struct annotation *a = &k->annotations[i];
		if (a->parent == INDEX_NONE) {
			k->replies[k->reply_count++] = i;
			continue;
		}
		k->threaded[k->threaded_count++] = i;
		struct annotation *parent = &k->annotations[a->parent];
		if (parent->first_reply == INDEX_NONE) {
			parent->first_reply = i;
			index_list_add(&x->parents, a->parent);
		} else {
			k->annotations[last[a->parent]].next_reply = i;
		}
		last[a->parent] = i;
	}
	free(last);
}

static void hang_all_replies(struct knowledge *k)
{
	if (k->settling->replying.count == 0 && k->reply_count + k->threaded_count == 0)
		return;
	find_parents(k);
	open_rings(k);
	hang_replies(k);
}

// Looks for replies among what was added; false when the budget was spent before all was seen.
static bool settle_replies(struct knowledge *k, struct budget budget)
{
	struct settling *x = k->settling;
	while (x->seen < k->annotation_count) {
		for (size_t n = 0; n < STRETCH && x->seen < k->annotation_count; n++, x->seen++)
			if (k->annotations[x->seen].role == ROLE_REPLY)
				index_list_add(&x->replying, (uint32_t)x->seen);
		if (budget_is_spent(budget))
			return false;
	}
	if (x->must_hang)
		hang_all_replies(k);
	x->must_hang = false;
	return true;
}

// Facts.

static bool has_new_facts(const struct knowledge *k)
{
	const struct settling *x = k->settling;
	return x->has_changed_facts || x->listed_of != k->fact_count ||
	       x->listed_links != k->link_count;
}

// False when the budget was spent before all were looked at.
static bool settle_facts(struct knowledge *k, struct budget budget)
{
	struct settling *x = k->settling;
	bool is_going_on = x->facts_at > 0 && !x->has_changed_facts;
	if (!is_going_on && !has_new_facts(k))
		return true;
	if (!is_going_on)
		x->facts_at = x->facts.count = 0;
	x->has_changed_facts = false;
	do {
		size_t end = lower(x->facts_at + STRETCH, k->fact_count);
		for (; x->facts_at < end; x->facts_at++) {
			const struct fact *f = &k->facts[x->facts_at];
			if (f->set != INDEX_NONE || f->link_count)
				index_list_add(&x->facts, (uint32_t)x->facts_at);
		}
		if (x->facts_at < k->fact_count && budget_is_spent(budget))
			return false;
	} while (x->facts_at < k->fact_count);
	free(k->listed_facts);
	k->listed_facts = x->facts.all;
	k->listed_fact_count = x->facts.count;
	x->facts = (struct index_list){0};
	x->facts_at = 0;
	x->listed_of = k->fact_count;
	x->listed_links = k->link_count;
	k->facts_version++;
	x->has_news = true;
	return true;
}

// Places and lists.

static bool is_stop(const struct annotation *a)
{
	bool can_stop = a->role == ROLE_NOTE || a->role == ROLE_CLAIM;
	return can_stop && annotation_has_place(a) && !annotation_is_on_whole(a);
}

static bool is_shown_mark(const struct annotation *a)
{
	return a->role == ROLE_MARK && a->letter != MARK_HIDDEN;
}

static void add_to_lists(struct knowledge *k, struct ordering *o, uint32_t i)
{
	struct annotation *a = &k->annotations[i];
	if (a->role == ROLE_NOTE) {
		index_list_add(&o->notes, i);
		o->note_states[a->state]++;
	}
	if (is_shown_mark(a))
		index_list_add(&o->marks, i);
	if (is_stop(a))
		index_list_add(&o->stops, i);
	if (a->role != ROLE_CLAIM)
		return;
	index_list_add(&o->claims, i);
	o->claim_states[a->state]++;
	a->number = (uint32_t)o->claims.count;
}

static void add_places(struct knowledge *k, struct ordering *o, uint32_t i)
{
	const struct annotation *a = &k->annotations[i];
	if (!annotation_has_place(a))
		return;
	o->placed[i / 8] |= (uint8_t)(1u << i % 8);
	intervals_add(&o->intervals, (struct interval){a->begin, a->end, i, true});
	for (uint32_t n = 0; n < a->other_count; n++)
		intervals_add(&o->intervals,
			      (struct interval){a->others[n].begin, a->others[n].end, i, false});
}

// What is not used of it is never touched.
static void reserve(struct index_list *l, size_t n)
{
	l->all = mem_reserve(l->all, &l->capacity, n, sizeof *l->all);
}

static void begin_ordering(struct knowledge *k)
{
	struct ordering *o = &k->settling->ordering;
	o->count = k->annotation_count;
	o->moves = k->settling->moves;
	o->placed = mem_new(o->count / 8 + 1, 1);
	o->stage = STAGE_GATHER;
	o->at = 0;
	intervals_reserve(&o->intervals, o->count + SPARE);
	reserve(&o->claims, o->count + SPARE);
	reserve(&o->stops, o->count + SPARE);
}

// Large arrays take milliseconds to be freed: one in a stretch is.
static void free_later(struct settling *x, void *old)
{
	if (x->old_count == OLD_MAX)
		free(x->old[--x->old_count]);
	x->old[x->old_count++] = old;
}

static bool free_old(struct settling *x)
{
	if (x->old_count == 0)
		return false;
	free(x->old[--x->old_count]);
	return true;
}

static void take_list(struct settling *x, uint32_t **to, size_t *count, size_t *room,
		      struct index_list *from)
{
	free_later(x, *to);
	*to = from->all;
	*count = from->count;
	*room = from->capacity;
	*from = (struct index_list){0};
}

static void take_ordering(struct knowledge *k)
{
	struct settling *x = k->settling;
	struct ordering *o = &x->ordering;
	take_list(x, &k->claims, &k->claim_count, &x->claim_room, &o->claims);
	take_list(x, &k->notes, &k->note_count, &x->note_room, &o->notes);
	take_list(x, &k->stops, &k->stop_count, &x->stop_room, &o->stops);
	take_list(x, &k->marks, &k->mark_count, &x->mark_room, &o->marks);
	free_later(x, k->intervals.all);
	k->intervals.all = NULL;
	intervals_done(&k->intervals);
	k->intervals = o->intervals;
	o->intervals = (struct intervals){0};
	memcpy(k->claim_states, o->claim_states, sizeof k->claim_states);
	memcpy(k->note_states, o->note_states, sizeof k->note_states);
	x->ordered = o->count;
	x->ordered_moves = o->moves;
	x->has_removed = false;
	x->fresh_count = 0;
	x->has_news = true;
	ordering_done(o);
}

static void next_stage(struct ordering *o)
{
	o->stage++;
	o->at = 0;
}

// Works on a stretch; false when the new lists are there.
static bool order_stretch(struct knowledge *k)
{
	struct ordering *o = &k->settling->ordering;
	const struct intervals *x = &o->intervals;
	size_t end = o->at + STRETCH;
	switch ((enum stage)o->stage) {
	case STAGE_NONE:
		begin_ordering(k);
		break;
	case STAGE_GATHER:
		for (; o->at < end && o->at < o->count; o->at++)
			add_places(k, o, (uint32_t)o->at);
		if (o->at >= o->count)
			next_stage(o);
		break;
	case STAGE_SORT:
		if (!intervals_sort(&o->intervals, STRETCH))
			next_stage(o);
		break;
	case STAGE_LISTS:
		for (; o->at < end && o->at < x->count; o->at++)
			if (x->all[o->at].is_first)
				add_to_lists(k, o, x->all[o->at].annotation);
		if (o->at >= x->count)
			next_stage(o);
		break;
	case STAGE_REST:
		for (; o->at < end && o->at < o->count; o->at++)
			if (!(o->placed[o->at / 8] >> o->at % 8 & 1))
				add_to_lists(k, o, (uint32_t)o->at);
		if (o->at >= o->count) {
			take_ordering(k);
			return false;
		}
		break;
	}
	return true;
}

static bool is_ordered(const struct knowledge *k)
{
	const struct settling *x = k->settling;
	return x->ordering.stage == STAGE_NONE && x->ordered == k->annotation_count &&
	       x->ordered_moves == x->moves && !x->has_removed;
}

static void tell_news(struct knowledge *k)
{
	k->version += k->settling->has_news;
	k->settling->has_news = false;
}

bool knowledge_is_ordering(const struct knowledge *k)
{
	const struct settling *x = k->settling;
	return x && (x->ordering.stage != STAGE_NONE || x->old_count);
}

enum step knowledge_order_step(struct knowledge *k, struct budget budget)
{
	struct settling *x = knowledge_settling(k);
	// What was put in order is done with when the old lists are freed, whatever moved since.
	bool was_ordered = x->ordering.stage == STAGE_NONE && x->old_count && budget.should_stop;
	if (!was_ordered && !is_ordered(k)) {
		while (order_stretch(k))
			if (budget_is_spent(budget))
				return STEP_MORE;
		tell_news(k);
	}
	while (free_old(x))
		if (x->old_count && budget_is_spent(budget))
			return STEP_MORE;
	return STEP_DONE;
}

enum step knowledge_settle_step(struct knowledge *k, struct budget budget)
{
	struct settling *x = knowledge_settling(k);
	bool needs_names = x->named_annotations != k->annotation_count ||
			   x->named_facts != k->fact_count || x->must_rename;
	if (needs_names && !settle_names(k, budget))
		return STEP_MORE;
	if (!settle_replies(k, budget) || !settle_facts(k, budget))
		return STEP_MORE;
	// Places that changed meanwhile are left to whoever changed them.
	do {
		if (knowledge_order_step(k, budget) == STEP_MORE)
			return STEP_MORE;
	} while (x->ordered != k->annotation_count || x->has_removed);
	tell_news(k);
	return STEP_DONE;
}

void knowledge_settle(struct knowledge *k)
{
	knowledge_settle_step(k, (struct budget){0});
}

// A few that came or went.

static bool is_fresh(const struct settling *x, uint32_t annotation)
{
	for (size_t i = 0; i < x->fresh_count; i++)
		if (x->fresh[i] == annotation)
			return true;
	return false;
}

// Gives a name that nothing else has; false when there is none but a longer one.
static bool name_fresh(struct knowledge *k, uint32_t i)
{
	struct settling *x = k->settling;
	struct annotation *a = &k->annotations[i];
	if (a->role == ROLE_GONE || a->name)
		return true;
	const char *id = a->id ? a->id : "", *name = naming_tail(id, 1);
	if (knowledge_find_annotation(k, name) != INDEX_NONE ||
	    knowledge_find_fact(k, name) != INDEX_NONE)
		return false;
	annotation_take_name(a, (size_t)(name - id), 1);
	table_add(&x->annotation_ids, knowledge_key_annotation_id, k, a->id, i);
	table_add(&x->annotation_names, knowledge_key_annotation_name, k, a->name, i);
	return true;
}

static bool name_fresh_fact(struct knowledge *k, uint32_t i)
{
	struct settling *x = k->settling;
	struct fact *f = &k->facts[i];
	const char *name = naming_tail(f->id, 1);
	if (table_find(&x->fact_names, knowledge_key_fact_name, k, name) != TABLE_NONE ||
	    knowledge_find_annotation(k, name) != INDEX_NONE)
		return false;
	f->name = f->id + (name - f->id);
	table_add(&x->fact_names, knowledge_key_fact_name, k, f->name, i);
	return true;
}

static bool name_all_fresh(struct knowledge *k)
{
	struct settling *x = k->settling;
	bool is_done = true;
	for (size_t i = 0; i < x->fresh_count && is_done; i++)
		is_done = name_fresh(k, x->fresh[i]);
	while (x->named_annotations < k->annotation_count &&
	       is_fresh(x, (uint32_t)x->named_annotations))
		x->named_annotations++;
	for (; k->fact_count - x->named_facts <= FRESH_MAX && is_done &&
	       x->named_facts < k->fact_count;
	     x->named_facts++)
		is_done = name_fresh_fact(k, (uint32_t)x->named_facts);
	return is_done;
}

// Where an annotation comes in a list: those with a place first.
static bool comes_before(const struct knowledge *k, uint32_t a, uint32_t b)
{
	const struct annotation *x = &k->annotations[a], *y = &k->annotations[b];
	bool has = annotation_has_place(x);
	if (has != annotation_has_place(y))
		return has;
	if (!has)
		return a < b;
	return intervals_compare(&(struct interval){x->begin, x->end, a, true},
				 &(struct interval){y->begin, y->end, b, true}) < 0;
}

static size_t place_in(const struct knowledge *k, const uint32_t *list, size_t count, uint32_t i)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (comes_before(k, list[middle], i))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

// Takes all fresh ones out of a list, and puts in those that WANTED is true for.  The first that
// has another number in the list than before.
static size_t relist(struct knowledge *k, uint32_t **list, size_t *count, size_t *room,
		     bool (*wanted)(const struct annotation *a))
{
	const struct settling *x = k->settling;
	size_t kept = 0, first = *count;
	for (size_t i = 0; i < *count; i++) {
		if (!is_fresh(x, (*list)[i]))
			(*list)[kept++] = (*list)[i];
		else if (i < first)
			first = i;
	}
	*list = mem_reserve(*list, room, kept + x->fresh_count, sizeof **list);
	for (size_t i = 0; i < x->fresh_count; i++) {
		uint32_t one = x->fresh[i];
		if (!wanted(&k->annotations[one]))
			continue;
		size_t at = place_in(k, *list, kept, one);
		memmove(*list + at + 1, *list + at, (kept++ - at) * sizeof **list);
		(*list)[at] = one;
		first = lower(first, at);
	}
	*count = kept;
	return first;
}

static bool is_claim(const struct annotation *a)
{
	return a->role == ROLE_CLAIM;
}

static bool is_note(const struct annotation *a)
{
	return a->role == ROLE_NOTE;
}

static void relist_all(struct knowledge *k)
{
	struct settling *x = k->settling;
	size_t first = relist(k, &k->claims, &k->claim_count, &x->claim_room, is_claim);
	for (size_t i = first; i < k->claim_count; i++)
		k->annotations[k->claims[i]].number = (uint32_t)i + 1;
	relist(k, &k->notes, &k->note_count, &x->note_room, is_note);
	relist(k, &k->stops, &k->stop_count, &x->stop_room, is_stop);
	relist(k, &k->marks, &k->mark_count, &x->mark_room, is_shown_mark);
	for (size_t i = 0; i < x->fresh_count; i++) {
		const struct annotation *a = &k->annotations[x->fresh[i]];
		k->claim_states[a->state] += is_claim(a);
		k->note_states[a->state] += is_note(a);
	}
}

static void place_fresh(struct knowledge *k)
{
	struct settling *x = k->settling;
	intervals_drop(&k->intervals, x->fresh, x->fresh_count);
	for (size_t i = 0; i < x->fresh_count; i++) {
		const struct annotation *a = &k->annotations[x->fresh[i]];
		if (!annotation_has_place(a))
			continue;
		intervals_insert(&k->intervals,
				 (struct interval){a->begin, a->end, x->fresh[i], true});
		for (uint32_t n = 0; n < a->other_count; n++)
			intervals_insert(&k->intervals,
					 (struct interval){a->others[n].begin, a->others[n].end,
							   x->fresh[i], false});
	}
	while (intervals_sort(&k->intervals, SIZE_MAX))
		;
}

void knowledge_settle_fresh(struct knowledge *k)
{
	struct settling *x = knowledge_settling(k);
	bool is_large = k->annotation_count >= ONE_BY_ONE;
	if (is_large && x->fresh_count == 0 && !x->has_changed_facts && !x->must_rename)
		return;
	if (!is_large || x->fresh_count > FRESH_MAX || x->must_rename || x->ordered == 0 ||
	    !name_all_fresh(k)) {
		knowledge_settle(k);
		return;
	}
	ordering_done(&x->ordering);
	for (size_t i = 0; i < x->fresh_count; i++)
		if (x->fresh[i] >= x->seen && k->annotations[x->fresh[i]].role == ROLE_REPLY)
			index_list_add(&x->replying, x->fresh[i]);
	while (x->seen < k->annotation_count && is_fresh(x, (uint32_t)x->seen))
		x->seen++;
	hang_all_replies(k);
	settle_facts(k, (struct budget){0});
	place_fresh(k);
	relist_all(k);
	while (x->ordered < k->annotation_count && is_fresh(x, (uint32_t)x->ordered))
		x->ordered++;
	x->has_removed = false;
	x->fresh_count = 0;
	x->has_news = true;
	tell_news(k);
}

// Asking.

size_t knowledge_between(const struct knowledge *k, uint64_t a, uint64_t b, struct placed *found,
			 size_t max)
{
	const struct intervals *x = &k->intervals;
	size_t count = 0;
	for (size_t i = a < b ? intervals_next(x, 0, a, b) : x->count; i < x->count && count < max;
	     i = intervals_next(x, i + 1, a, b))
		found[count++] =
			(struct placed){x->all[i].begin, x->all[i].end, x->all[i].annotation};
	return count;
}

size_t knowledge_stop_from(const struct knowledge *k, uint64_t pos)
{
	size_t low = 0, high = k->stop_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (k->annotations[k->stops[middle]].begin < pos)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t knowledge_stop_of(const struct knowledge *k, uint32_t annotation)
{
	uint64_t begin = k->annotations[annotation].begin;
	for (size_t i = knowledge_stop_from(k, begin); i < k->stop_count; i++) {
		if (k->stops[i] == annotation)
			return i;
		if (k->annotations[k->stops[i]].begin != begin)
			break;
	}
	// Its place changed since the lists were made.
	size_t i = 0;
	while (i < k->stop_count && k->stops[i] != annotation)
		i++;
	return i;
}
