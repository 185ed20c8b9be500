// SPDX-License-Identifier: ISC
// The knowledge about a text: names, numbers and what sits between two places,
// the last checked against a plain search through everything.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "knowledge/annotation.h"

static uint32_t add(struct knowledge *k, const char *id, enum role role)
{
	uint32_t i = knowledge_add_annotation(k);
	k->annotations[i].id = mem_string(id);
	k->annotations[i].role = role;
	return i;
}

static uint32_t add_at(struct knowledge *k, const char *id, uint64_t begin, uint64_t end)
{
	uint32_t i = add(k, id, ROLE_CLAIM);
	knowledge_place(k, i, ANCHOR_FOUND, begin, end);
	return i;
}

static const char *name(const struct knowledge *k, uint32_t i)
{
	return k->annotations[i].name;
}

static void nothing_is_known_of_an_empty_text(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	struct placed found[1];

	knowledge_settle(&k);

	assert_int_equal(knowledge_between(&k, 0, UINT64_MAX, found, 1), 0);
	assert_int_equal(knowledge_find_annotation(&k, "a"), INDEX_NONE);
	assert_int_equal(knowledge_find_fact(&k, "a"), INDEX_NONE);
	assert_int_equal(k.claim_count, 0);
	knowledge_done(&k);
}

static void names_are_the_last_part_where_that_is_unique(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	uint32_t urn = add(&k, "urn:kantlijn:hanoi:c-train", ROLE_CLAIM);
	uint32_t uuid = add(&k, "urn:uuid:6a3f2c1e-0003", ROLE_NOTE);
	uint32_t x = add(&k, "https://a.example/x/one", ROLE_NOTE);
	uint32_t y = add(&k, "https://a.example/y/one", ROLE_NOTE);
	uint32_t hash = add(&k, "https://b.example/y#two", ROLE_NOTE);
	uint32_t slash = add(&k, "https://b.example/three/", ROLE_NOTE);
	uint32_t fact = knowledge_fact(&k, "urn:kantlijn:bridge:c-train");

	knowledge_settle(&k);

	assert_string_equal(name(&k, urn), "hanoi:c-train");
	assert_string_equal(k.facts[fact].name, "bridge:c-train");
	assert_string_equal(name(&k, uuid), "6a3f2c1e-0003");
	assert_string_equal(name(&k, x), "x/one");
	assert_string_equal(name(&k, y), "y/one");
	assert_string_equal(name(&k, hash), "two");
	assert_string_equal(name(&k, slash), "three/");
	assert_int_equal(knowledge_find_annotation(&k, "y/one"), y);
	assert_int_equal(knowledge_find_annotation(&k, "https://a.example/y/one"), y);
	assert_int_equal(knowledge_find_fact(&k, "bridge:c-train"), fact);
	assert_int_equal(knowledge_find_annotation(&k, "one"), INDEX_NONE);
	knowledge_done(&k);
}

static void names_of_one_iri_are_counted(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	uint32_t a = add(&k, "urn:x:a", ROLE_CLAIM);
	uint32_t b = add(&k, "urn:x:a", ROLE_CLAIM);

	knowledge_settle(&k);

	assert_string_equal(name(&k, a), "a");
	assert_string_equal(name(&k, b), "a~2");
	assert_int_equal(knowledge_find_annotation(&k, "a~2"), b);
	knowledge_done(&k);
}

static void names_that_differ_only_far_to_the_left_are_whole(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	uint32_t a = add(&k, "p:1/2/3/4/5/6/7/8/9/10/11/12", ROLE_NOTE);
	uint32_t b = add(&k, "q:1/2/3/4/5/6/7/8/9/10/11/12", ROLE_NOTE);
	uint32_t c = add(&k, "", ROLE_NOTE);

	knowledge_settle(&k);

	assert_string_equal(name(&k, a), k.annotations[a].id);
	assert_string_equal(name(&k, b), k.annotations[b].id);
	assert_string_equal(name(&k, c), "");
	knowledge_done(&k);
}

static void names_of_many_are_unique(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	for (int i = 0; i < 3000; i++) {
		char id[64];
		snprintf(id, sizeof id, "urn:%d:%d:%d", i / 100, i % 7, i % 100);
		add(&k, id, ROLE_NOTE);
	}

	knowledge_settle(&k);

	for (uint32_t i = 0; i < k.annotation_count; i++)
		assert_int_equal(knowledge_find_annotation(&k, name(&k, i)), i);
	knowledge_done(&k);
}

static void claims_are_numbered_in_the_order_of_the_text(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	uint32_t pending = add(&k, "u:pending", ROLE_CLAIM);
	uint32_t second = add_at(&k, "u:second", 10, 20);
	uint32_t first = add_at(&k, "u:first", 5, 6);
	uint32_t inside = add_at(&k, "u:inside", 10, 12);
	uint32_t note = add(&k, "u:note", ROLE_NOTE);

	knowledge_settle(&k);

	const uint32_t wanted[] = {first, second, inside, pending};
	assert_int_equal(k.claim_count, 4);
	assert_memory_equal(k.claims, wanted, sizeof wanted);
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(k.annotations[wanted[i]].number, i + 1);
	assert_int_equal(k.annotations[note].number, 0);
	assert_int_equal(knowledge_count_state(&k, ANCHOR_FOUND), 3);

	knowledge_place(&k, pending, ANCHOR_FOUND, 0, 1);
	knowledge_settle(&k);
	assert_int_equal(k.annotations[pending].number, 1);
	knowledge_done(&k);
}

static void links_are_known_from_both_ends(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	uint32_t a = add(&k, "u:a", ROLE_CLAIM), b = add(&k, "u:b", ROLE_CLAIM);
	uint32_t f = knowledge_fact(&k, "u:f"), g = knowledge_fact(&k, "u:g");

	knowledge_add_link(&k, a, f, RELATION_SUPPORTS);
	knowledge_add_link(&k, a, g, RELATION_CONTEXT);
	uint32_t last = knowledge_add_link(&k, b, f, RELATION_CONTRADICTS);

	assert_int_equal(knowledge_fact(&k, "u:f"), f);
	assert_int_equal(k.annotations[a].link_count, 2);
	assert_int_equal(k.annotations[b].first_link, last);
	assert_int_equal(k.facts[f].link_count, 2);
	assert_int_equal(k.facts[f].links[1], last);
	assert_int_equal(k.facts[f].set, INDEX_NONE);
	knowledge_done(&k);
}

static void between_leaves_out_empty_and_touching_places(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	add_at(&k, "u:before", 0, 10);
	uint32_t in = add_at(&k, "u:in", 19, 30);
	add_at(&k, "u:behind", 20, 30);
	add_at(&k, "u:empty", 15, 15);
	knowledge_settle(&k);

	struct placed found[4];
	assert_int_equal(knowledge_between(&k, 10, 20, found, 4), 1);
	assert_int_equal(found[0].annotation, in);
	assert_int_equal(knowledge_between(&k, 15, 15, found, 4), 0);
	knowledge_done(&k);
}

static uint64_t random_number(uint64_t *seed, uint64_t below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % below;
}

// Counts plainly, and checks that what was found is right and in order.
static void check_between(const struct knowledge *k, uint64_t a, uint64_t b)
{
	struct placed found[400];
	size_t n = knowledge_between(k, a, b, found, 400), wanted = 0;
	for (size_t i = 0; i < k->annotation_count; i++) {
		const struct annotation *one = &k->annotations[i];
		wanted += one->state == ANCHOR_FOUND && one->begin < one->end && one->begin < b &&
			  one->end > a;
	}
	assert_int_equal(n, wanted);
	for (size_t i = 0; i < n; i++) {
		const struct annotation *one = &k->annotations[found[i].annotation];
		assert_true(found[i].begin == one->begin && found[i].end == one->end);
		assert_true(one->begin < b && one->end > a);
		if (i)
			assert_true(found[i - 1].begin <= one->begin);
	}
}

static void between_agrees_with_a_plain_search(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (int round = 0; round < 60; round++) {
		struct knowledge k;
		knowledge_init(&k);
		size_t count = random_number(&seed, 300);
		for (size_t i = 0; i < count; i++) {
			uint64_t begin = random_number(&seed, 500);
			uint64_t most = random_number(&seed, 5) ? 20 : 500;
			uint64_t end = begin + random_number(&seed, most);
			uint32_t one = add(&k, "u:x", ROLE_CLAIM);
			if (random_number(&seed, 10))
				knowledge_place(&k, one, ANCHOR_FOUND, begin, end);
		}
		knowledge_settle(&k);
		for (int i = 0; i < 200; i++) {
			uint64_t a = random_number(&seed, 1100);
			check_between(&k, a, a + 1 + random_number(&seed, 100));
		}
		knowledge_done(&k);
	}
}

static void an_annotation_may_stand_in_several_places(void **state)
{
	(void)state;
	struct knowledge k;
	struct placed found[4];
	knowledge_init(&k);
	uint32_t a = add_at(&k, "u:a", 30, 35), b = add_at(&k, "u:b", 10, 20);
	assert_true(knowledge_add_place(&k, a, 12, 17));
	assert_true(knowledge_add_place(&k, a, 50, 55));

	knowledge_settle(&k);

	assert_int_equal(k.claim_count, 2);
	assert_int_equal(k.annotations[a].number, 2);
	assert_int_equal(knowledge_between(&k, 0, 40, found, 4), 3);
	assert_int_equal(found[0].annotation, b);
	assert_int_equal(found[1].annotation, a);
	assert_int_equal(found[1].begin, 12);
	assert_int_equal(found[2].begin, 30);
	assert_int_equal(knowledge_between(&k, 54, 60, found, 4), 1);

	knowledge_place(&k, a, ANCHOR_ORPHAN, POS_NONE, POS_NONE);
	knowledge_settle(&k);
	assert_int_equal(knowledge_between(&k, 0, 60, found, 4), 1);
	knowledge_done(&k);
}

static void places_of_an_annotation_are_bounded(void **state)
{
	(void)state;
	struct knowledge k;
	uint64_t places = 1;
	knowledge_init(&k);
	uint32_t a = add_at(&k, "u:a", 0, 1);
	while (knowledge_add_place(&k, a, places, places + 1))
		places++;
	assert_int_equal(places, KNOWLEDGE_PLACES);
	knowledge_done(&k);
}

static void replies_follow_what_they_reply_to(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	uint32_t early = add(&k, "u:early", ROLE_REPLY), claim = add_at(&k, "u:claim", 0, 5);
	uint32_t late = add(&k, "u:late", ROLE_REPLY), lost = add(&k, "u:lost", ROLE_REPLY);
	uint32_t own = add(&k, "u:own", ROLE_REPLY);
	k.annotations[early].parent_id = mem_string("u:claim");
	k.annotations[late].parent_id = mem_string("u:claim");
	k.annotations[lost].parent_id = mem_string("u:nobody");
	k.annotations[own].parent_id = mem_string("u:own");

	knowledge_settle(&k);

	assert_int_equal(k.annotations[claim].first_reply, early);
	assert_int_equal(k.annotations[early].next_reply, late);
	assert_int_equal(k.annotations[late].next_reply, INDEX_NONE);
	assert_int_equal(k.annotations[late].parent, claim);
	assert_int_equal(k.reply_count, 2);
	assert_int_equal(k.replies[0], lost);
	assert_int_equal(k.replies[1], own);
	knowledge_done(&k);
}

static void replies_in_a_ring_are_not_lost(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	uint32_t a = add(&k, "u:a", ROLE_REPLY), b = add(&k, "u:b", ROLE_REPLY);
	uint32_t c = add(&k, "u:c", ROLE_REPLY), outside = add(&k, "u:outside", ROLE_REPLY);
	k.annotations[a].parent_id = mem_string("u:b");
	k.annotations[b].parent_id = mem_string("u:c");
	k.annotations[c].parent_id = mem_string("u:a");
	k.annotations[outside].parent_id = mem_string("u:b");

	knowledge_settle(&k);

	assert_int_equal(k.reply_count, 1);
	uint32_t seen = 0;
	for (uint32_t i = 0; i < 4; i++)
		seen += k.annotations[i].parent == INDEX_NONE ||
			k.annotations[k.annotations[i].parent].first_reply != INDEX_NONE;
	assert_int_equal(seen, 4);
	assert_int_equal(k.annotations[k.replies[0]].parent, INDEX_NONE);
	knowledge_done(&k);
}

static void the_unit_of_positions_is_what_most_quotes_say(void **state)
{
	(void)state;
	struct knowledge k;
	knowledge_init(&k);
	assert_false(knowledge_counts_utf16(&k, 3));
	knowledge_vote(&k, 3, true);
	assert_true(knowledge_counts_utf16(&k, 3));
	assert_false(knowledge_counts_utf16(&k, 0));
	knowledge_vote(&k, 3, false);
	assert_false(knowledge_counts_utf16(&k, 3));
	knowledge_done(&k);
}

static void translations_prefer_the_language_asked_for(void **state)
{
	(void)state;
	struct translations t = {0};
	assert_null(translations_choose(&t, "nl"));

	translations_add(&t, "en", "yes");
	translations_add(&t, "nl-BE", "ja");
	translations_add(&t, "", "?");

	assert_string_equal(translations_choose(&t, "nl"), "ja");
	assert_string_equal(translations_choose(&t, "EN-gb"), "yes");
	assert_string_equal(translations_choose(&t, "vi"), "yes");
	assert_string_equal(translations_choose(&t, NULL), "yes");
	translations_done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_known_of_an_empty_text),
		cmocka_unit_test(names_are_the_last_part_where_that_is_unique),
		cmocka_unit_test(names_of_one_iri_are_counted),
		cmocka_unit_test(names_that_differ_only_far_to_the_left_are_whole),
		cmocka_unit_test(names_of_many_are_unique),
		cmocka_unit_test(claims_are_numbered_in_the_order_of_the_text),
		cmocka_unit_test(links_are_known_from_both_ends),
		cmocka_unit_test(between_leaves_out_empty_and_touching_places),
		cmocka_unit_test(between_agrees_with_a_plain_search),
		cmocka_unit_test(an_annotation_may_stand_in_several_places),
		cmocka_unit_test(places_of_an_annotation_are_bounded),
		cmocka_unit_test(replies_follow_what_they_reply_to),
		cmocka_unit_test(replies_in_a_ring_are_not_lost),
		cmocka_unit_test(the_unit_of_positions_is_what_most_quotes_say),
		cmocka_unit_test(translations_prefer_the_language_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
