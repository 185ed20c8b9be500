// SPDX-License-Identifier: ISC
// Very many annotations: they are put in order in stretches beside the lists that are there, and a
// few that come or go one by one end up where making everything anew puts them.  What is counted
// is work, not time.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "knowledge/annotation.h"
#include "want.h"

enum { MANY = 40000, STRETCH = 250, LENGTH = 1000000 };

static uint64_t random_number(uint64_t *seed, uint64_t limit)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % limit;
}

static uint32_t add(struct knowledge *k, enum role role, uint64_t begin, uint64_t end)
{
	char id[32];
	uint32_t i = knowledge_add_annotation(k);
	snprintf(id, sizeof id, "urn:x:%u", i);
	k->annotations[i].id = mem_string(id);
	k->annotations[i].role = role;
	k->annotations[i].selector.exact = mem_string("x");
	if (begin != POS_NONE)
		knowledge_place(k, i, ANCHOR_FOUND, begin, end);
	return i;
}

static uint32_t add_somewhere(struct knowledge *k, uint64_t *seed)
{
	static const enum role roles[] = {ROLE_CLAIM, ROLE_CLAIM, ROLE_NOTE, ROLE_TERM};
	uint64_t begin = random_number(seed, LENGTH);
	uint64_t size = random_number(seed, random_number(seed, 50) ? 60 : LENGTH / 10);
	enum role role = roles[random_number(seed, 4)];
	if (random_number(seed, 20) == 0)
		begin = POS_NONE;
	return add(k, role, begin, begin + size);
}

static void fill(struct knowledge *k, uint64_t *seed)
{
	knowledge_init(k);
	for (int i = 0; i < MANY; i++)
		add_somewhere(k, seed);
}

static bool has(const struct placed *found, size_t n, uint32_t annotation, uint64_t begin)
{
	for (size_t i = 0; i < n; i++)
		if (found[i].annotation == annotation && found[i].begin == begin)
			return true;
	return false;
}

// What touches a range is what a plain walk finds, in the order of the text.
static void check_between(const struct knowledge *k, uint64_t a, uint64_t b)
{
	struct placed *found = mem_new(MANY, sizeof *found);
	size_t n = knowledge_between(k, a, b, found, MANY), wanted = 0;
	for (size_t i = 1; i < n; i++)
		assert_true(found[i - 1].begin <= found[i].begin);
	for (uint32_t i = 0; i < k->annotation_count; i++) {
		const struct annotation *one = &k->annotations[i];
		if (!annotation_has_place(one) || one->begin >= b || one->end <= a ||
		    one->begin == one->end)
			continue;
		wanted++;
		assert_true(has(found, n, i, one->begin));
	}
	want_number("places", wanted, n);
	free(found);
}

static void check_order(const struct knowledge *k)
{
	for (size_t i = 0; i < k->claim_count; i++)
		want_number("number", i + 1, k->annotations[k->claims[i]].number);
	for (size_t i = 1; i < k->stop_count; i++)
		assert_true(k->annotations[k->stops[i - 1]].begin <=
			    k->annotations[k->stops[i]].begin);
}

// As if nothing were in order yet.
static void make_anew(struct knowledge *k)
{
	k->settling->has_removed = true;
	knowledge_settle(k);
}

static void very_many_are_put_in_order_in_stretches(void **state)
{
	(void)state;
	struct knowledge k;
	uint64_t seed = 7;
	size_t steps = 0, claims = 0;
	fill(&k, &seed);
	for (uint32_t i = 0; i < MANY; i++)
		claims += k.annotations[i].role == ROLE_CLAIM;
	for (enum step step = STEP_MORE; step == STEP_MORE; steps++) {
		size_t none = 0;
		want(k.claim_count == 0 || k.claim_count == claims,
		     "wanted none or all claims in the list, got %zu", k.claim_count);
		step = knowledge_order_step(&k, budget_of(&none));
		assert_true(steps < 40 * MANY / STRETCH);
	}
	want(steps > 6 * MANY / STRETCH, "wanted short stretches, got only %zu", steps);
	check_order(&k);
	for (int i = 0; i < 20; i++) {
		uint64_t a = random_number(&seed, LENGTH);
		check_between(&k, a, a + 1 + random_number(&seed, 200));
	}
	assert_null(k.annotations[0].name);
	knowledge_settle(&k);
	assert_string_equal(k.annotations[0].name, "0");
	knowledge_done(&k);
}

static void what_is_added_meanwhile_comes_next(void **state)
{
	(void)state;
	struct knowledge k;
	uint64_t seed = 8;
	size_t few = 20;
	fill(&k, &seed);
	assert_int_equal(knowledge_order_step(&k, budget_of(&few)), STEP_MORE);
	uint32_t late = add(&k, ROLE_CLAIM, 5, 6);
	while (knowledge_is_ordering(&k))
		knowledge_order_step(&k, (struct budget){0});
	assert_int_equal(k.annotations[late].number, 0);
	knowledge_order_step(&k, (struct budget){0});
	assert_int_not_equal(k.annotations[late].number, 0);
	check_order(&k);
	knowledge_done(&k);
}

static void place_that_changes_meanwhile_is_in_one_list_once(void **state)
{
	(void)state;
	struct knowledge k;
	uint64_t seed = 9;
	fill(&k, &seed);
	for (enum step step = STEP_MORE; step == STEP_MORE;) {
		size_t few = 2;
		uint32_t one = (uint32_t)random_number(&seed, MANY);
		step = knowledge_order_step(&k, budget_of(&few));
		bool goes = random_number(&seed, 2);
		knowledge_place(&k, one, goes ? ANCHOR_ORPHAN : ANCHOR_FOUND, goes ? POS_NONE : 3,
				goes ? POS_NONE : 9);
	}
	uint8_t *seen = mem_new(MANY, 1);
	for (size_t i = 0; i < k.claim_count; i++)
		assert_int_equal(seen[k.claims[i]]++, 0);
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(seen[i], k.annotations[i].role == ROLE_CLAIM);
	free(seen);
	knowledge_settle(&k);
	check_order(&k);
	knowledge_done(&k);
}

static uint32_t *copy(const uint32_t *list, size_t count)
{
	return mem_copy(list, count * sizeof *list);
}

static void few_among_very_many_end_where_making_all_anew_puts_them(void **state)
{
	(void)state;
	struct knowledge k;
	uint64_t seed = 10;
	fill(&k, &seed);
	knowledge_settle(&k);
	for (int round = 0; round < 40; round++) {
		uint64_t version = k.version;
		for (uint64_t n = random_number(&seed, 5); n < 5; n++) {
			uint32_t one = (uint32_t)random_number(&seed, k.annotation_count);
			uint32_t fresh = add_somewhere(&k, &seed);
			knowledge_is_fresh(&k, fresh);
			if (random_number(&seed, 2))
				knowledge_remove(&k, one,
						 random_number(&seed, 2) ? fresh : INDEX_NONE);
		}
		knowledge_settle_fresh(&k);
		assert_true(k.version > version);
		size_t claims = k.claim_count, notes = k.note_count, stops = k.stop_count;
		size_t claim_states[ANCHOR_STATES];
		uint32_t *listed = copy(k.claims, claims), *noted = copy(k.notes, notes);
		uint32_t *stopped = copy(k.stops, stops);
		memcpy(claim_states, k.claim_states, sizeof claim_states);
		check_order(&k);
		check_between(&k, 1000, 1200);
		assert_non_null(k.annotations[k.annotation_count - 1].name);

		make_anew(&k);

		want_number("claims", k.claim_count, claims);
		want_number("notes", k.note_count, notes);
		want_number("stops", k.stop_count, stops);
		assert_memory_equal(k.claims, listed, claims * sizeof *listed);
		assert_memory_equal(k.notes, noted, notes * sizeof *noted);
		assert_memory_equal(k.stops, stopped, stops * sizeof *stopped);
		assert_memory_equal(k.claim_states, claim_states, sizeof claim_states);
		free(listed);
		free(noted);
		free(stopped);
	}
	knowledge_done(&k);
}

static void one_that_comes_needs_no_new_order_of_all(void **state)
{
	(void)state;
	struct knowledge k;
	uint64_t seed = 11;
	fill(&k, &seed);
	knowledge_settle(&k);
	uint32_t one = add(&k, ROLE_NOTE, 500, 510);
	knowledge_is_fresh(&k, one);
	knowledge_settle_fresh(&k);
	size_t none = 0;
	// Nothing is left to do, for which a step would ask.
	assert_int_equal(knowledge_settle_step(&k, budget_of(&none)), STEP_DONE);
	want_number("found by its name", one,
		    knowledge_find_annotation(&k, k.annotations[one].name));
	size_t stop = knowledge_stop_of(&k, one);
	want_number("stop", one, k.stops[stop]);
	assert_true(knowledge_stop_from(&k, 500) <= stop && knowledge_stop_from(&k, 501) > stop);
	want_number("behind all", k.stop_count, knowledge_stop_from(&k, POS_NONE));
	knowledge_done(&k);
}

static void reply_to_one_that_came_hangs_below_it(void **state)
{
	(void)state;
	struct knowledge k;
	uint64_t seed = 12;
	fill(&k, &seed);
	uint32_t reply = add(&k, ROLE_REPLY, 0, 0);
	char parent[32];
	snprintf(parent, sizeof parent, "urn:x:%u", reply + 1);
	k.annotations[reply].parent_id = mem_string(parent);
	knowledge_settle(&k);
	want_number("replies to what is not here", 1, k.reply_count);
	uint32_t late = add(&k, ROLE_NOTE, 7, 9);
	knowledge_is_fresh(&k, late);
	knowledge_settle_fresh(&k);
	want_number("parent", late, k.annotations[reply].parent);
	want_number("first reply", reply, k.annotations[late].first_reply);
	knowledge_remove(&k, late, INDEX_NONE);
	knowledge_settle_fresh(&k);
	want_number("no parent", INDEX_NONE, k.annotations[reply].parent);
	want_number("replies to what is gone", 1, k.reply_count);
	knowledge_done(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(very_many_are_put_in_order_in_stretches),
		cmocka_unit_test(what_is_added_meanwhile_comes_next),
		cmocka_unit_test(place_that_changes_meanwhile_is_in_one_list_once),
		cmocka_unit_test(few_among_very_many_end_where_making_all_anew_puts_them),
		cmocka_unit_test(one_that_comes_needs_no_new_order_of_all),
		cmocka_unit_test(reply_to_one_that_came_hangs_below_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
