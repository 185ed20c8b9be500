// SPDX-License-Identifier: ISC
// Pieces of texts are described, and must be found where they were: in the same text, by their
// position and by their quote alone, and in one with something put in before.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "generate.h"
#include "knowledge/anchor.h"
#include "knowledge/selection.h"
#include "want.h"

static const struct budget endless = {0};

struct text {
	struct source *source;
	struct index *index;
};

static struct text open_text(const char *bytes, size_t n)
{
	struct text t = {.source = source_open_bytes(bytes, n, "text")};
	t.index = index_new(t.source);
	while (index_step(t.index, endless) == STEP_MORE)
		continue;
	return t;
}

static void close_text(struct text *t)
{
	index_free(t->index);
	source_close(t->source);
}

static char *copy_of(const char *s)
{
	return s ? mem_string(s) : NULL;
}

// Adds an annotation with what is in S; without its position for a quote alone.
static void add(struct knowledge *k, const struct selector *s, bool with_position)
{
	uint32_t i = knowledge_add_annotation(k);
	struct selector *to = &k->annotations[i].selector;
	to->exact = copy_of(s->exact);
	to->prefix = copy_of(s->prefix);
	to->suffix = copy_of(s->suffix);
	if (with_position) {
		to->start = s->start;
		to->end = s->end;
	}
}

static void anchor(struct knowledge *k, const struct text *t)
{
	struct anchoring *a = anchoring_new(k, t->source, t->index);
	while (anchoring_step(a, endless) == STEP_MORE)
		continue;
	anchoring_free(a);
}

static void want_place(const struct knowledge *k, uint32_t i, uint64_t begin, uint64_t end,
		       uint64_t seed)
{
	const struct annotation *a = &k->annotations[i];
	want(a->state == ANCHOR_FOUND && a->begin == begin && a->end == end,
	     "seed %" PRIu64 ", %u: wanted [%" PRIu64 ", %" PRIu64 ") found, got [%" PRIu64
	     ", %" PRIu64 ") in state %d; \"%s\" between \"%s\" and \"%s\"",
	     seed, i, begin, end, a->begin, a->end, a->state, a->selector.exact, a->selector.prefix,
	     a->selector.suffix);
}

static size_t count_in(const char *text, size_t n, const char *part)
{
	size_t count = 0, len = strlen(part);
	for (size_t i = 0; i + len <= n; i++)
		count += memcmp(text + i, part, len) == 0;
	return count;
}

static void want_description(const struct text *t, uint64_t begin, uint64_t end, const char *prefix,
			     const char *exact, const char *suffix)
{
	struct selector s = selection_describe(t->source, t->index, begin, end);
	want_string("prefix", prefix, s.prefix);
	want_string("exact", exact, s.exact);
	want_string("suffix", suffix, s.suffix);
	selector_done(&s);
}

static void context_is_whole_words_and_at_least_32_characters(void **state)
{
	(void)state;
	static const char text[] =
		"Het was een lange dag geweest, en iedereen wilde naar huis; behalve Jansen, die "
		"nog lang bleef zitten aan zijn tafel.\n";
	struct text t = open_text(text, sizeof text - 1);
	uint64_t begin = (uint64_t)(strstr(text, "behalve") - text);
	want_description(&t, begin, begin + 7, "geweest, en iedereen wilde naar huis; ", "behalve",
			 " Jansen, die nog lang bleef zitten");
	want_description(&t, 0, 3, "", "Het", " was een lange dag geweest, en iedereen");
	close_text(&t);
}

static void quotes_never_cut_a_cluster(void **state)
{
	(void)state;
	static const char text[] =
		"ae\u0301o\u0308 \U0001F469\u200D\U0001F469\u200D\U0001F467 \xFFx";
	struct text t = open_text(text, sizeof text - 1);
	struct selector s = selection_describe(t.source, t.index, 2, 5);
	want_string("exact", "e\u0301o\u0308", s.exact);
	want_number("start", 1, s.start);
	want_number("end", 5, s.end);
	selector_done(&s);
	s = selection_describe(t.source, t.index, 13, 15);
	want_string("exact", "\U0001F469\u200D\U0001F469\u200D\U0001F467", s.exact);
	want_string("suffix", " \uFFFDx", s.suffix);
	selector_done(&s);
	s = selection_describe(t.source, t.index, 4, 4);
	want(s.exact == NULL && s.start == s.end, "wanted a position alone, got \"%s\"", s.exact);
	selector_done(&s);
	close_text(&t);
}

static void context_grows_until_it_is_the_only_one(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int i = 0; i < 300; i++) {
		buf_add_string(&text,
			       "Dit is een zin die steeds wordt herhaald, en toch niet klaar. ");
		if (i % 2)
			buf_printf(&text, "Keer %d. ", i);
	}
	struct text t = open_text(text.data, text.len);
	struct generate g = {5};
	for (int i = 0; i < 60; i++) {
		uint64_t begin = generate_below(&g, text.len - 10);
		struct selector s = selection_describe(t.source, t.index, begin, begin + 5);
		struct buf all = {0};
		buf_printf(&all, "%s%s%s", s.prefix, s.exact, s.suffix);
		want_number("places", 1, count_in(text.data, text.len, buf_string(&all)));
		want(utf8_count((const uint8_t *)s.prefix, strlen(s.prefix)) <= SELECTION_CONTEXT &&
			     utf8_count((const uint8_t *)s.suffix, strlen(s.suffix)) <=
				     SELECTION_CONTEXT,
		     "wanted no more than %d characters, got \"%s\"", SELECTION_CONTEXT,
		     buf_string(&all));
		buf_done(&all);
		selector_done(&s);
	}
	close_text(&t);
	buf_done(&text);
}

static void what_is_described_is_found_where_it_was(void **state)
{
	(void)state;
	enum { RANGES = 40 };
	static const char inserted[] = "Wat hier staat is later voor de tekst gezet.\n\n";
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct generate g = {seed};
		struct buf text = {0}, edited = {0};
		generate_text(&g, 20000, 0, &text);
		buf_add_string(&edited, inserted);
		buf_add(&edited, text.data, text.len);
		struct text t = open_text(text.data, text.len);
		struct text e = open_text(edited.data, edited.len);
		struct knowledge here = {0}, by_quote = {0}, there = {0};
		uint64_t begins[RANGES], ends[RANGES];
		for (uint32_t i = 0; i < RANGES; i++) {
			uint64_t begin = generate_below(&g, text.len - 200);
			struct selector s = selection_describe(
				t.source, t.index, begin, begin + 20 + generate_below(&g, 180));
			begins[i] = index_position(t.index, s.start);
			ends[i] = begins[i] + strlen(s.exact);
			want_number("end", index_position(t.index, s.end), ends[i]);
			want(memcmp(text.data + begins[i], s.exact, strlen(s.exact)) == 0 &&
				     begins[i] <= begin,
			     "seed %" PRIu64 ": wanted what stands there, got \"%s\"", seed,
			     s.exact);
			add(&here, &s, true);
			add(&by_quote, &s, false);
			add(&there, &s, true);
			selector_done(&s);
		}
		anchor(&here, &t);
		anchor(&by_quote, &t);
		anchor(&there, &e);
		size_t shift = sizeof inserted - 1;
		for (uint32_t i = 0; i < RANGES; i++) {
			want_place(&here, i, begins[i], ends[i], seed);
			want_place(&by_quote, i, begins[i], ends[i], seed);
			want_place(&there, i, begins[i] + shift, ends[i] + shift, seed);
		}
		knowledge_done(&here);
		knowledge_done(&by_quote);
		knowledge_done(&there);
		close_text(&t);
		close_text(&e);
		buf_done(&text);
		buf_done(&edited);
	}
}

// Every place looks like every other one: what is compared is bounded.
static void texts_of_one_word_take_no_longer_than_others(void **state)
{
	(void)state;
	static const char *const parts[] = {"a", "ab ", "\x80", "漢", "e\u0301", "\n"};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct buf text = {0};
		while (text.len < 12 * 1000 * 1000)
			buf_add_string(&text, parts[i]);
		struct text t = open_text(text.data, text.len);
		static const size_t sizes[] = {1, 100, 100 * 1000, 3 * 1000 * 1000};
		for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
			uint64_t begin = text.len / 2;
			struct selector s =
				selection_describe(t.source, t.index, begin, begin + sizes[k]);
			want(s.start != POS_NONE &&
				     (s.exact == NULL) == (sizes[k] > SELECTION_QUOTE_MOST),
			     "wanted a quote of %zu bytes if that is not too long", sizes[k]);
			selector_done(&s);
		}
		close_text(&t);
		buf_done(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(context_is_whole_words_and_at_least_32_characters),
		cmocka_unit_test(quotes_never_cut_a_cluster),
		cmocka_unit_test(context_grows_until_it_is_the_only_one),
		cmocka_unit_test(what_is_described_is_found_where_it_was),
		cmocka_unit_test(texts_of_one_word_take_no_longer_than_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
