// SPDX-License-Identifier: ISC
// Finds the places of annotations, in three rounds.  Each one is first looked for where its
// position says; those that wait for the index stand in a list by the character they need.  The
// quotes that do not stand there are sought together, byte for byte (knowledge/exact).  Those that
// stand nowhere with all of their context are sought by words that stand in a row as they stood
// (knowledge/seeds), and every place that this brings up is weighed (knowledge/judgement).
#include "config.h"

#include "knowledge/anchor.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "knowledge/exact.h"
#include "knowledge/judgement.h"
#include "knowledge/seeds.h"

enum {
	BATCH = 4096,	      // annotations whose positions are looked at in order
	NEAR = 64 * 1024,     // characters that are rather skipped than looked up
	SETTLE_ALWAYS = 4096, // annotations or places; with more, settling is put off
	SOUGHT = 16384,	      // quotes whose seeds are looked for in one pass
	AGREE = 10,	      // characters of context that show that a position is right
	WITHIN_MAX = 1 << 20, // [byte] of a selection that a refinement is sought in
};

struct place {
	uint64_t need; // characters, what the index must reach; POS_NONE: nothing
	uint32_t annotation;
};

struct places {
	struct place *all;
	size_t count, capacity, at; // those before AT are done with
};

struct anchoring {
	struct knowledge *k;
	const struct source *s;
	const struct index *x;

	size_t next;		 // the first annotation that was not looked at
	struct places now;	 // looked at one by one, by position
	struct places later;	 // wait for the index: a heap, of which the first needs the least
	struct places ranges;	 // positions without a quote, whose unit the quotes must tell first
	uint64_t character, pos; // a pair that is known, to skip from

	struct exact *exact;	  // quotes that are not where they should be
	struct exact_quote *hard; // that stand nowhere with all of their context
	size_t hard_count, hard_capacity, hard_at;
	struct seeds *seeds; // of those from BATCH_BEGIN on
	size_t batch_begin, batch_end;
	bool are_seeds_read;

	size_t unsettled; // places changed since the lists were made, or begun
};

static int compare_places(const void *p, const void *q)
{
	const struct place *a = p, *b = q;
	if (a->need != b->need)
		return a->need < b->need ? -1 : 1;
	return (a->annotation > b->annotation) - (a->annotation < b->annotation);
}

static void places_add(struct places *p, uint64_t need, uint32_t annotation)
{
	p->all = mem_reserve(p->all, &p->capacity, p->count + 1, sizeof *p->all);
	p->all[p->count++] = (struct place){need, annotation};
}

static bool places_left(const struct places *p)
{
	return p->at < p->count;
}

// True when all that came is indexed, but for a character that is still arriving.
static bool is_indexed(const struct anchoring *a)
{
	uint64_t late = source_is_complete(a->s) ? 0 : 3;
	return index_end(a->x) + late >= source_size(a->s);
}

// True when no more text will come and all of it is indexed.
static bool is_whole(const struct anchoring *a)
{
	return source_is_complete(a->s) && index_end(a->x) >= source_size(a->s);
}

// Places.

// The first place where a part of a selection stands that fits R best; false when there is none.
static bool narrow_to_quote(const struct anchoring *a, const struct selector *r, uint64_t hint,
			    struct range *in)
{
	size_t n, size = strlen(r->exact);
	const uint8_t *text = source_bytes(a->s, in->begin, &n);
	size_t within = (size_t)(in->end - in->begin) < n ? (size_t)(in->end - in->begin) : n;
	uint64_t best = POS_NONE, most = 0;
	if (within > WITHIN_MAX)
		within = WITHIN_MAX;
	for (size_t i = 0; size > 0 && i + size <= within; i++) {
		const uint8_t *hit = memmem(text + i, within - i, r->exact, size);
		if (!hit)
			break;
		i = (size_t)(hit - text);
		uint64_t fit = 2 * exact_agreement(a->s, r, in->begin + i, in->begin + i + size) +
			       (in->begin + i == hint);
		if (best == POS_NONE || fit > most) {
			best = in->begin + i;
			most = fit;
		}
	}
	if (best == POS_NONE)
		return false;
	*in = (struct range){best, best + size};
	return true;
}

// Where character number COUNT of a selection begins; POS_NONE when it has not so many.
static uint64_t position_within(const struct anchoring *a, struct range in, uint64_t count)
{
	size_t n;
	uint64_t found;
	const uint8_t *text = source_bytes(a->s, in.begin, &n);
	if (n > in.end - in.begin)
		n = (size_t)(in.end - in.begin);
	size_t size = utf8_skip(text, n, count, &found);
	return found == count ? in.begin + size : POS_NONE;
}

// Where line number LINE of a selection begins; its end for the number of lines, else POS_NONE.
static uint64_t line_within(const struct anchoring *a, struct range in, uint64_t line)
{
	uint64_t pos = in.begin;
	for (; line > 0 && pos < in.end; line--) {
		size_t n;
		const uint8_t *text = source_bytes(a->s, pos, &n);
		if (n > in.end - pos)
			n = (size_t)(in.end - pos);
		const uint8_t *feed = memchr(text, '\n', n);
		pos += feed ? (size_t)(feed - text) + 1 : n;
	}
	return line == 0 ? pos : POS_NONE;
}

// Selects within a selection (Recommendation, 4.2.9); what has no end goes to the end of that.
static bool narrow(const struct anchoring *a, const struct selector *r, struct range *in)
{
	bool in_lines = r->start == POS_NONE;
	uint64_t start = in_lines ? r->start_line : r->start;
	uint64_t end = in_lines ? r->end_line : r->end;
	uint64_t (*find)(const struct anchoring *, struct range, uint64_t) =
		in_lines ? line_within : position_within;
	struct range to = {POS_NONE, in->end};
	if (start != POS_NONE)
		to.begin = find(a, *in, start);
	if (r->exact)
		return narrow_to_quote(a, r, to.begin, in);
	if (end != POS_NONE && start <= end)
		to.end = find(a, *in, end);
	if (to.begin == POS_NONE || to.end == POS_NONE || start > end)
		return false;
	*in = to;
	return true;
}

// Puts an annotation where its selector, and what refines that, says.  Where the refinement is not
// found, all that it should be within is shown, and doubtful.
static void put(struct anchoring *a, uint32_t i, enum anchor_state state, struct range place,
		bool is_another)
{
	const struct selector *r = a->k->annotations[i].selector.refinement;
	for (; r && place.begin != POS_NONE; r = r->refinement)
		if (!narrow(a, r, &place)) {
			state = ANCHOR_DOUBTFUL;
			break;
		}
	if (is_another)
		knowledge_add_place(a->k, i, place.begin, place.end);
	else
		knowledge_place(a->k, i, state, place.begin, place.end);
	a->unsettled++;
}

static void put_none(struct anchoring *a, uint32_t i, enum anchor_state state)
{
	put(a, i, state, (struct range){POS_NONE, POS_NONE}, false);
}

// Positions.

// Where a character begins, or POS_NONE.  Most positions come in order and
// near each other, so it goes on from the last one that KEEP was true for.
static uint64_t position_of(struct anchoring *a, uint64_t character, bool keep)
{
	uint64_t pos = POS_NONE, end = index_end(a->x);
	if (character > index_characters(a->x))
		return POS_NONE;
	if (a->pos != POS_NONE && a->pos <= end && character >= a->character &&
	    character - a->character <= NEAR) {
		size_t n;
		const uint8_t *s = source_bytes(a->s, a->pos, &n);
		uint64_t count = character - a->character, found;
		if (n > end - a->pos)
			n = (size_t)(end - a->pos);
		size_t bytes = utf8_skip(s, n, count, &found);
		if (found == count)
			pos = a->pos + bytes;
	}
	if (pos == POS_NONE)
		pos = index_position(a->x, character);
	if (keep && pos != POS_NONE) {
		a->character = character;
		a->pos = pos;
	}
	return pos;
}

// Where UTF-16 code unit number UNIT begins; POS_NONE when that is unknown, or the same as counting
// code points gives.
static uint64_t position_of_unit(const struct anchoring *a, uint64_t unit)
{
	return index_is_all_bmp(a->x) ? POS_NONE : index_position_utf16(a->x, unit);
}

// The one that waits for least is at the front; each is before the two at twice its number.
static void add_later(struct anchoring *a, uint64_t need, uint32_t annotation)
{
	struct places *p = &a->later;
	places_add(p, need, annotation);
	for (size_t i = p->count - 1; i > 0; i = (i - 1) / 2) {
		struct place *one = &p->all[i], *up = &p->all[(i - 1) / 2], kept = *up;
		if (compare_places(up, one) <= 0)
			break;
		*up = *one;
		*one = kept;
	}
}

static struct place take_first_later(struct anchoring *a)
{
	struct places *p = &a->later;
	struct place first = p->all[0], last = p->all[--p->count];
	size_t i = 0, next;
	while ((next = 2 * i + 1) < p->count) {
		if (next + 1 < p->count && compare_places(&p->all[next + 1], &p->all[next]) < 0)
			next++;
		if (compare_places(&last, &p->all[next]) <= 0)
			break;
		p->all[i] = p->all[next];
		i = next;
	}
	p->all[i] = last;
	return first;
}

// True when a quote stands at POS, and as much of its context around it as shows that this is not
// by chance.
static bool stands_at(const struct anchoring *a, const struct selector *q, uint64_t pos)
{
	size_t n, size = strlen(q->exact);
	if (pos == POS_NONE)
		return false;
	const uint8_t *text = source_bytes(a->s, pos, &n);
	if (size > n || memcmp(text, q->exact, size) != 0)
		return false;
	uint64_t all = exact_context(q);
	return exact_agreement(a->s, q, pos, pos + size) >= (all < AGREE ? all : AGREE);
}

// True when the begin of a quote stands at the end of what is known of a text that still grows.
static bool is_cut_off(const struct anchoring *a, const struct selector *q, uint64_t pos)
{
	size_t n;
	const uint8_t *text = source_bytes(a->s, pos, &n);
	return !is_whole(a) && strlen(q->exact) + AGREE > n &&
	       strncmp((const char *)text, q->exact, n) == 0;
}

// Where a position or line that ends a place lies; the end of the text where none is told.
static uint64_t end_of(struct anchoring *a, uint64_t number,
		       uint64_t (*find)(const struct index *x, uint64_t number))
{
	return number == POS_NONE ? source_size(a->s) : find(a->x, number);
}

// The place of a position without a quote.
static void check_range(struct anchoring *a, uint32_t i)
{
	const struct annotation *one = &a->k->annotations[i];
	const struct selector *s = &one->selector;
	struct range place = {POS_NONE, POS_NONE};
	if (s->start != POS_NONE && s->start <= s->end && knowledge_counts_utf16(a->k, one->set)) {
		place.begin = index_position_utf16(a->x, s->start);
		place.end = end_of(a, s->end, index_position_utf16);
	} else if (s->start != POS_NONE && s->start <= s->end) {
		place.begin = position_of(a, s->start, true);
		place.end = end_of(a, s->end, index_position);
	} else if (s->start_line != POS_NONE && s->start_line <= s->end_line) {
		place.begin = index_line_begin(a->x, s->start_line);
		place.end = end_of(a, s->end_line, index_line_begin);
	}
	if (place.begin != POS_NONE && place.end != POS_NONE)
		put(a, i, ANCHOR_FOUND, place, false);
	else
		put_none(a, i, ANCHOR_ORPHAN);
}

// The place where a position says, if the quote stands there.
static void check_quote(struct anchoring *a, uint32_t i)
{
	const struct annotation *one = &a->k->annotations[i];
	const struct selector *s = &one->selector;
	bool is_range = s->start != POS_NONE && s->start <= s->end;
	uint64_t begin = is_range ? position_of(a, s->start, true) : POS_NONE;
	uint64_t other = is_range ? position_of_unit(a, s->start) : POS_NONE;
	size_t size = strlen(s->exact);
	bool is_here = stands_at(a, s, begin), is_there = stands_at(a, s, other);
	if (other != POS_NONE && other != begin && is_here != is_there)
		knowledge_vote(a->k, one->set, is_there);
	if (is_here || is_there) {
		begin = is_here ? begin : other;
		put(a, i, ANCHOR_FOUND, (struct range){begin, begin + size}, false);
	} else if (is_range && begin == POS_NONE && !is_whole(a)) {
		add_later(a, s->start, i);
	} else if (begin != POS_NONE && is_cut_off(a, s, begin)) {
		add_later(a, index_characters(a->x) + 1, i);
	} else {
		if (other != POS_NONE && knowledge_counts_utf16(a->k, one->set))
			begin = other;
		exact_add(a->exact, i, is_range && begin == POS_NONE ? source_size(a->s) : begin);
	}
}

static bool later_is_ready(const struct anchoring *a)
{
	return places_left(&a->later) &&
	       (is_whole(a) || a->later.all[0].need <= index_characters(a->x));
}

static bool has_unchecked(const struct anchoring *a)
{
	return places_left(&a->now) || a->next < a->k->annotation_count;
}

// A position without a quote is counted as the quotes of its set are: those come first, unless
// there is but one way to count.
static bool ranges_are_ready(const struct anchoring *a)
{
	return places_left(&a->ranges) && !has_unchecked(a) && is_whole(a);
}

static bool can_check(const struct anchoring *a)
{
	return has_unchecked(a) || later_is_ready(a) || ranges_are_ready(a);
}

static void take_later(struct anchoring *a)
{
	while (later_is_ready(a) && a->now.count < BATCH) {
		struct place first = take_first_later(a);
		places_add(&a->now, first.need, first.annotation);
	}
}

// Fills the empty list of what is looked at now, by position.
static void take_batch(struct anchoring *a)
{
	const struct knowledge *k = a->k;
	a->now.count = a->now.at = 0;
	if (later_is_ready(a))
		take_later(a);
	for (size_t n = 0; n < BATCH && a->next < k->annotation_count; n++, a->next++) {
		const struct annotation *one = &k->annotations[a->next];
		if (one->state != ANCHOR_PENDING)
			continue;
		if (one->selector.exact)
			places_add(&a->now, one->selector.start, (uint32_t)a->next);
		else
			places_add(&a->ranges, 0, (uint32_t)a->next);
	}
	if (a->now.count > 0)
		qsort(a->now.all, a->now.count, sizeof *a->now.all, compare_places);
}

static void check_next(struct anchoring *a)
{
	if (!places_left(&a->now) && ranges_are_ready(a)) {
		check_range(a, a->ranges.all[a->ranges.at++].annotation);
		return;
	}
	if (!places_left(&a->now))
		take_batch(a);
	if (places_left(&a->now))
		check_quote(a, a->now.all[a->now.at++].annotation);
}

// Quotes byte for byte.

static void found_whole(void *data, struct exact_quote *q, uint64_t pos, uint64_t end)
{
	put(data, q->annotation, ANCHOR_FOUND, (struct range){pos, end}, q->found > 0);
}

// One pass for all is best begun when all positions were looked at, unless more text may come at
// any time.
static bool can_scan(const struct anchoring *a)
{
	bool may_begin = !places_left(&a->later) || !source_is_complete(a->s);
	bool has_new = may_begin && exact_waiting(a->exact) > 0;
	bool is_busy = exact_count(a->exact) > 0;
	bool is_there = exact_has_caught_up(a->exact);
	if (has_new && (!is_busy || is_there))
		return true;
	return is_busy && (source_is_complete(a->s) || !is_there);
}

// What stands nowhere with all of its context is left for a closer look.
static void finish_pass(struct anchoring *a)
{
	size_t count = exact_count(a->exact), hard = a->hard_count;
	for (size_t i = 0; i < count; i++) {
		const struct exact_quote *q = exact_at(a->exact, i);
		if (q->found) {
			knowledge_prefer_place(a->k, q->annotation, q->expected);
			continue;
		}
		a->hard =
			mem_reserve(a->hard, &a->hard_capacity, a->hard_count + 1, sizeof *a->hard);
		a->hard[a->hard_count++] = *q;
	}
	log_line(LOG_FIND, "%zu of %zu quotes do not stand as they stood", a->hard_count - hard,
		 count);
	exact_end(a->exact);
}

static void scan_slice(struct anchoring *a)
{
	bool is_there = exact_has_caught_up(a->exact);
	// Those under way need no new pass once the whole text was seen.
	if (exact_count(a->exact) && source_is_complete(a->s) && is_there) {
		finish_pass(a);
		return;
	}
	if (exact_waiting(a->exact) && (exact_count(a->exact) == 0 || is_there)) {
		exact_begin(a->exact);
		log_line(LOG_FIND, "%zu quotes are not where they should be, searching",
			 exact_count(a->exact));
	}
	exact_slice(a->exact);
}

// Quotes in a text that was edited.

static bool has_hard(const struct anchoring *a)
{
	return a->hard_at < a->hard_count;
}

static void begin_seeds(struct anchoring *a)
{
	a->seeds = seeds_new(a->s);
	a->are_seeds_read = false;
	a->batch_begin = a->batch_end = a->hard_at;
	for (size_t n = 0; n < SOUGHT && a->batch_end < a->hard_count; n++, a->batch_end++)
		seeds_add(a->seeds, &a->k->annotations[a->hard[a->batch_end].annotation].selector);
}

static void end_seeds(struct anchoring *a)
{
	seeds_free(a->seeds);
	a->seeds = NULL;
	if (!has_hard(a))
		a->hard_at = a->hard_count = 0;
}

static void judge(struct anchoring *a, const struct exact_quote *q, size_t number)
{
	uint64_t places[SEEDS_PLACES + EXACT_PLACES];
	size_t count = seeds_places(a->seeds, number, places);
	for (size_t i = 0; i < q->place_count; i++)
		places[count++] = q->places[i].pos;
	struct judgement to = judgement_of(a->s, &a->k->annotations[q->annotation].selector,
					   q->expected, places, count);
	put(a, q->annotation, to.state, to.place, false);
	for (size_t i = 0; i < to.other_count; i++)
		put(a, q->annotation, to.state, to.others[i], true);
}

// Reads a slice of the text for seeds, or judges a quote.
static void judge_slice(struct anchoring *a)
{
	if (!a->seeds) {
		begin_seeds(a);
		return;
	}
	if (!a->are_seeds_read) {
		a->are_seeds_read = !seeds_slice(a->seeds);
		return;
	}
	judge(a, &a->hard[a->hard_at], a->hard_at - a->batch_begin);
	if (++a->hard_at == a->batch_end)
		end_seeds(a);
}

static bool is_done(const struct anchoring *a)
{
	return !has_unchecked(a) && !places_left(&a->later) && !places_left(&a->ranges) &&
	       !exact_waiting(a->exact) && !exact_count(a->exact) && !has_hard(a);
}

static bool is_idle(const struct anchoring *a)
{
	return !can_check(a) && !can_scan(a) && !has_hard(a);
}

// Putting a million places in order takes a while: then not after every step, and in slices.
static void settle(struct anchoring *a, bool may_be_last, struct budget budget)
{
	size_t places = a->k->intervals.count, count = a->k->annotation_count;
	count = places > count ? places : count;
	bool is_few = count <= SETTLE_ALWAYS;
	bool is_last = may_be_last && is_idle(a) && is_indexed(a);
	if (a->unsettled > 0 && is_few) {
		knowledge_settle(a->k);
		a->unsettled = 0;
	}
	if (!knowledge_is_ordering(a->k)) {
		if (a->unsettled == 0 || (!is_last && a->unsettled < count / 4))
			return;
		a->unsettled = 0;
	}
	knowledge_order_step(a->k, budget);
}

static bool is_settled(const struct anchoring *a)
{
	return a->unsettled == 0 && !knowledge_is_ordering(a->k);
}

struct anchoring *anchoring_new(struct knowledge *k, const struct source *s, const struct index *x)
{
	struct anchoring *a = mem_new(1, sizeof *a);
	a->k = k;
	a->s = s;
	a->x = x;
	a->pos = POS_NONE;
	a->exact = exact_new(k, s, (struct exact_listener){found_whole, a});
	return a;
}

void anchoring_free(struct anchoring *a)
{
	if (!a)
		return;
	free(a->now.all);
	free(a->later.all);
	free(a->ranges.all);
	exact_free(a->exact);
	seeds_free(a->seeds);
	free(a->hard);
	free(a);
}

enum step anchoring_step(struct anchoring *a, struct budget budget)
{
	for (;;) {
		if (can_check(a))
			check_next(a);
		else if (can_scan(a))
			scan_slice(a);
		else if (has_hard(a))
			judge_slice(a);
		else
			break;
		if (budget_is_spent(budget))
			break;
	}
	settle(a, true, budget);
	return is_done(a) && is_settled(a) ? STEP_DONE : STEP_MORE;
}

void anchoring_check(struct anchoring *a, struct budget budget)
{
	while (can_check(a)) {
		check_next(a);
		if (budget_is_spent(budget))
			break;
	}
	settle(a, false, budget);
}

bool anchoring_is_checked(const struct anchoring *a)
{
	return !can_check(a) && !knowledge_is_ordering(a->k);
}

bool anchoring_is_waiting(const struct anchoring *a)
{
	bool is_late = a->unsettled > 0 && is_indexed(a);
	return !is_done(a) && is_idle(a) && !is_late && !knowledge_is_ordering(a->k);
}

void anchoring_text_changed(struct anchoring *a, uint64_t pos)
{
	for (size_t i = 0; i < a->k->annotation_count; i++) {
		const struct annotation *one = &a->k->annotations[i];
		bool is_before =
			one->state == ANCHOR_FOUND && one->end <= pos && one->other_count == 0;
		if (!is_before && !annotation_is_on_whole(one))
			put_none(a, (uint32_t)i, ANCHOR_PENDING);
	}
	exact_clear(a->exact);
	seeds_free(a->seeds);
	a->seeds = NULL;
	a->next = a->hard_count = a->hard_at = 0;
	a->now.count = a->now.at = 0;
	a->later.count = a->later.at = 0;
	a->ranges.count = a->ranges.at = 0;
	a->pos = POS_NONE;
	knowledge_settle(a->k);
	a->unsettled = 0;
}
