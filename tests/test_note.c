// SPDX-License-Identifier: ISC
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "knowledge/json.h"
#include "knowledge/note.h"
#include "knowledge/producer_rules.h"
#include "knowledge/web_annotation.h"
#include "want.h"

#define NOW "2026-11-25T19:00:00Z"
#define LATER "2027-11-25T19:00:00Z"

static const struct note_source on = {
	.id = "urn:kantlijn:text:1", .title = "Bridge", .language = "en", .fingerprint = "12-ab"};

static void place(struct note *n)
{
	n->place.exact = mem_string("The Reed Bridge opened");
	n->place.prefix = mem_string("say: ");
	n->place.suffix = mem_string(" in May");
	n->place.start = 5;
	n->place.end = 27;
}

static char *written(const struct note *n, const char *was, const char *now)
{
	struct buf out = {0};
	struct json *j = was ? json_read((const uint8_t *)was, strlen(was)) : NULL;
	note_write(n, json_root(j), &on, now, &out);
	json_free(j);
	return buf_take(&out);
}

static void read_back(struct note *n, const char *json)
{
	struct json *j = json_read((const uint8_t *)json, strlen(json));
	assert_non_null(json_root(j));
	note_read(n, json_root(j));
	json_free(j);
}

static void tell(void *data, const struct breach *b)
{
	(void)data;
	fail_msg("%s: %s (%s)", b->path, b->sentence, b->code);
}

// What is written breaks none of the rules for producers.
static void want_valid(const char *json)
{
	struct buf whole = {0};
	buf_printf(&whole, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",%s", json + 1);
	struct json *j = json_read((const uint8_t *)buf_string(&whole), whole.len);
	producer_rules_annotation(json_root(j), ITEM_ALONE, "$",
				  (struct breach_listener){tell, NULL});
	json_free(j);
	buf_done(&whole);
}

static void every_type_comes_back_as_it_was_written(void **state)
{
	(void)state;
	for (int type = NOTE_COMMENT; type <= NOTE_FACT; type++) {
		struct note n, back;
		note_init(&n, (enum note_type)type);
		if (type != NOTE_FACT && type != NOTE_REPLY)
			place(&n);
		if (type == NOTE_REPLY)
			note_set(&n.parent, "urn:uuid:parent");
		if (type == NOTE_MARK)
			n.letter = 'k';
		if (type != NOTE_HIGHLIGHT && type != NOTE_MARK)
			note_set(&n.text, "Een \"brug\" 🌉\nvan riet");
		if (type == NOTE_CLAIM) {
			n.kind = KIND_FACT;
			n.assessment = ASSESSMENT_DISPUTED;
			note_set(&n.reason, "The opening was in June.");
			note_add_link(&n, "urn:f:1", RELATION_CONTRADICTS, "a newspaper");
			note_add_link(&n, "urn:f:2", RELATION_CONTEXT, "");
		}
		if (type == NOTE_FACT) {
			note_set(&n.title, "The bridge");
			note_set(&n.period, "1932-05-16");
			note_set(&n.source, "https://example.org/a");
		}
		note_set(&n.tags, "bruggen, riet");
		char *json = written(&n, NULL, NOW);
		want_valid(json);
		read_back(&back, json);
		assert_int_equal(back.type, n.type);
		assert_string_equal(back.id, n.id);
		assert_string_equal(back.text, n.text);
		assert_string_equal(back.tags, n.tags);
		assert_string_equal(back.reason, n.reason);
		assert_string_equal(back.parent, n.parent);
		assert_string_equal(back.title, n.title);
		assert_string_equal(back.period, n.period);
		assert_string_equal(back.source, n.source);
		assert_int_equal(back.kind, n.kind);
		assert_int_equal(back.assessment, n.assessment);
		assert_int_equal(back.letter, n.letter);
		assert_int_equal(back.link_count, n.link_count);
		assert_true(note_is_same_place(&back.place, &n.place));
		for (size_t i = 0; i < n.link_count; i++) {
			assert_string_equal(back.links[i].fact, n.links[i].fact);
			assert_string_equal(back.links[i].reason, n.links[i].reason);
			assert_int_equal(back.links[i].relation, n.links[i].relation);
		}
		char *again = written(&back, json, LATER);
		want_valid(again);
		assert_non_null(strstr(again, "\"created\":\"" NOW "\""));
		assert_non_null(strstr(again, "\"modified\":\"" LATER "\""));
		note_done(&back);
		read_back(&back, again);
		assert_int_equal(back.type, n.type);
		free(again);
		free(json);
		note_done(&back);
		note_done(&n);
	}
}

// What another program wrote beside, in every corner.
static const char foreign[] =
	"{\"id\":\"urn:uuid:1\",\"type\":\"Annotation\",\"motivation\":[\"commenting\",\"tagging\"]"
	","
	"\"creator\":{\"name\":\"A reader\",\"x\":[1,2.50,null,true,false]},"
	"\"created\":\"2020-01-01T00:00:00Z\",\"ext:colour\":\"red\","
	"\"body\":[{\"type\":\"TextualBody\",\"value\":\"old\",\"language\":\"en\",\"ext:y\":{}},"
	"{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":\"one\",\"ext:tag\":1},"
	"{\"id\":\"https://example.org/video\",\"type\":\"Video\"},"
	"{\"type\":\"TextualBody\",\"value\":\"second\",\"language\":\"nl\"}],"
	"\"target\":{\"source\":\"https://example.org/\",\"selector\":["
	"{\"type\":\"TextQuoteSelector\",\"exact\":\"word\",\"ext:z\":7},"
	"{\"type\":\"CssSelector\",\"value\":\"p\"}]}}";

static void what_others_wrote_beside_is_kept_when_the_text_is_edited(void **state)
{
	(void)state;
	struct note n;
	read_back(&n, foreign);
	assert_string_equal(n.text, "old");
	assert_string_equal(n.tags, "one");
	note_set(&n.text, "new");
	char *json = written(&n, foreign, LATER);
	const char *const kept[] = {
		"\"x\":[1,2.50,null,true,false]",
		"\"ext:colour\":\"red\"",
		"\"language\":\"en\",\"ext:y\":{},\"value\":\"new\"",
		("{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":\"one\",\"ext:tag\":"
		 "1}"),
		"{\"id\":\"https://example.org/video\",\"type\":\"Video\"}",
		"{\"type\":\"TextualBody\",\"value\":\"second\",\"language\":\"nl\"}",
		"\"exact\":\"word\",\"ext:z\":7",
		"{\"type\":\"CssSelector\",\"value\":\"p\"}",
		"\"motivation\":[\"commenting\",\"tagging\"]",
		"\"source\":\"https://example.org/\"",
	};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (!strstr(json, kept[i]))
			fail_msg("%s is not in %s", kept[i], json);
	assert_null(strstr(json, "old"));
	free(json);
	note_done(&n);
}

static void a_new_place_replaces_the_target_and_nothing_else(void **state)
{
	(void)state;
	struct note n;
	read_back(&n, foreign);
	selector_done(&n.place);
	place(&n);
	char *json = written(&n, foreign, LATER);
	assert_null(strstr(json, "CssSelector"));
	assert_non_null(strstr(json, "\"exact\":\"The Reed Bridge opened\""));
	assert_non_null(strstr(json, "\"value\":\"old\",\"language\":\"en\",\"ext:y\":{}"));
	free(json);
	note_done(&n);
}

static void tags_are_parted_by_commas_and_need_no_sign(void **state)
{
	(void)state;
	struct note n, back;
	note_init(&n, NOTE_HIGHLIGHT);
	place(&n);
	note_set(&n.tags, " #één,,  twee drie ,#");
	char *json = written(&n, NULL, NOW);
	read_back(&back, json);
	assert_string_equal(back.tags, "één, twee drie");
	free(json);
	note_done(&back);
	note_done(&n);
}

static void an_added_annotation_is_read_opened_replaced_and_taken_away(void **state)
{
	(void)state;
	struct knowledge k = {0};
	struct note n;
	struct web_annotation *w = web_annotation_new("notes");
	note_init(&n, NOTE_CLAIM);
	place(&n);
	n.kind = KIND_OPINION;
	note_set(&n.text, "first");
	note_add_link(&n, "urn:f:1", RELATION_SUPPORTS, "why");
	char *json = written(&n, NULL, NOW);
	uint32_t item = web_annotation_add(w, &k, 3, json, strlen(json));
	knowledge_settle(&k);
	assert_int_equal(item, 0);
	assert_int_equal(k.claim_count, 1);
	assert_int_equal(k.listed_fact_count, 1);
	struct claim_detail d;
	assert_true(web_annotation_claim(w, item, &d, NULL));
	assert_string_equal(d.body.all[0].text, "first");
	claim_detail_done(&d);

	note_set(&n.text, "second");
	char *later = written(&n, json, LATER);
	uint32_t edited = web_annotation_add(w, &k, 3, later, strlen(later));
	knowledge_remove(&k, 0, 1);
	web_annotation_drop(w, item);
	knowledge_settle(&k);
	assert_int_equal(k.claim_count, 1);
	assert_int_equal(k.claims[0], 1);
	assert_string_equal(k.annotations[1].name, strrchr(n.id, ':') + 1);
	assert_int_equal(knowledge_find_annotation(&k, n.id), 1);
	assert_int_equal(knowledge_current(&k, 0), 1);
	assert_int_equal(k.facts[0].link_count, 1);
	assert_true(web_annotation_claim(w, edited, &d, NULL));
	assert_string_equal(d.body.all[0].text, "second");
	claim_detail_done(&d);
	assert_false(web_annotation_claim(w, item, &d, NULL));

	knowledge_remove(&k, 1, INDEX_NONE);
	knowledge_settle(&k);
	assert_int_equal(k.claim_count, 0);
	assert_int_equal(k.listed_fact_count, 0);
	assert_int_equal(knowledge_find_annotation(&k, n.id), INDEX_NONE);
	assert_int_equal(knowledge_current(&k, 0), INDEX_NONE);
	assert_int_equal(web_annotation_add(w, &k, 3, "[]", 2), INDEX_NONE);
	free(later);
	free(json);
	note_done(&n);
	web_annotation_close(w);
	knowledge_done(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_comes_back_as_it_was_written),
		cmocka_unit_test(what_others_wrote_beside_is_kept_when_the_text_is_edited),
		cmocka_unit_test(a_new_place_replaces_the_target_and_nothing_else),
		cmocka_unit_test(tags_are_parted_by_commas_and_need_no_sign),
		cmocka_unit_test(an_added_annotation_is_read_opened_replaced_and_taken_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
