// SPDX-License-Identifier: ISC
// Where annotations land in a text: by position, by quote, by context; at once
// or in slices; in a text that is whole, grows, or changes.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"
#include "knowledge/anchor.h"
#include "knowledge/web_annotation.h"

struct bench {
	struct source *source;
	struct index *index;
	struct knowledge k;
	struct anchoring *anchoring;
};

static const struct budget endless = {0};

static void bench_on(struct bench *b, struct source *s)
{
	b->source = s;
	b->index = index_new(b->source);
	knowledge_init(&b->k);
	b->anchoring = anchoring_new(&b->k, b->source, b->index);
}

static void bench_init(struct bench *b, const char *text, size_t n)
{
	bench_on(b, source_open_bytes(text, n, "text"));
}

static void bench_done(struct bench *b)
{
	anchoring_free(b->anchoring);
	knowledge_done(&b->k);
	index_free(b->index);
	source_close(b->source);
}

static void index_all(struct bench *b)
{
	while (index_step(b->index, endless) == STEP_MORE)
		continue;
}

static uint32_t add(struct bench *b, const char *exact, uint64_t start, uint64_t end)
{
	uint32_t i = knowledge_add_annotation(&b->k);
	struct annotation *a = &b->k.annotations[i];
	a->id = mem_string("urn:test:a");
	a->role = ROLE_CLAIM;
	a->selector.exact = mem_string(exact);
	a->selector.start = start;
	a->selector.end = end;
	return i;
}

static void context(struct bench *b, uint32_t i, const char *prefix, const char *suffix)
{
	b->k.annotations[i].selector.prefix = mem_string(prefix);
	b->k.annotations[i].selector.suffix = mem_string(suffix);
}

static void check_place(const struct bench *b, uint32_t i, uint64_t begin, uint64_t end)
{
	const struct annotation *a = &b->k.annotations[i];
	assert_int_equal(a->state, ANCHOR_FOUND);
	assert_int_equal(a->begin, begin);
	assert_int_equal(a->end, end);
}

static void check_orphan(const struct bench *b, uint32_t i)
{
	assert_int_equal(b->k.annotations[i].state, ANCHOR_ORPHAN);
	assert_int_equal(b->k.annotations[i].begin, POS_NONE);
}

// Indexes all and anchors to the end.
static void run(struct bench *b)
{
	index_all(b);
	assert_int_equal(anchoring_step(b->anchoring, endless), STEP_DONE);
	assert_false(anchoring_is_waiting(b->anchoring));
}

static bool after_some(void *data)
{
	unsigned *left = data;
	return (*left)-- == 0;
}

static void what_is_taken_away_while_it_is_looked_for_gets_no_place(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int i = 0; i < 3000; i++)
		buf_printf(&text, "Line %d says much the same as others do here.\n", i);
	buf_add_string(&text, "The otter was seen twice, by the keeper and by the clerk.\n");
	buf_add_string(&text, "twice twice twice\n");
	for (unsigned steps = 0; steps < 40; steps++) {
		struct bench b;
		unsigned left = steps;
		bench_init(&b, text.data, text.len);
		uint32_t position = add(&b, "The otter was seen", text.len - 76, text.len - 58);
		uint32_t exact = add(&b, "by the keeper and", 3, 20);
		uint32_t several = add(&b, "twice", POS_NONE, POS_NONE);
		uint32_t edited =
			add(&b, "The otters were seen twice by the keepers", POS_NONE, POS_NONE);
		index_step(b.index, (struct budget){after_some, &left});
		anchoring_step(b.anchoring, (struct budget){after_some, &left});
		const uint32_t all[] = {position, exact, several, edited};
		for (size_t i = 0; i < sizeof all / sizeof *all; i++)
			knowledge_remove(&b.k, all[i], INDEX_NONE);
		uint32_t stays = add(&b, "by the clerk", POS_NONE, POS_NONE);
		run(&b);
		knowledge_settle(&b.k);
		for (size_t i = 0; i < sizeof all / sizeof *all; i++)
			assert_false(annotation_has_place(&b.k.annotations[all[i]]));
		assert_int_equal(b.k.annotations[stays].state, ANCHOR_FOUND);
		assert_int_equal(b.k.claim_count, 1);
		bench_done(&b);
	}
	buf_done(&text);
}

static void a_right_position_is_the_place(void **state)
{
	(void)state;
	static const char text[] = "\xEF\xBB\xBF"
				   "caf\xC3\xA9 ja, caf\xC3\xA9 nee";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t i = add(&b, "caf\xC3\xA9", 9, 13);

	run(&b);

	check_place(&b, i, 13, 18);
	assert_int_equal(b.k.annotations[i].number, 1);
	bench_done(&b);
}

static void a_wrong_position_gives_way_to_the_quote(void **state)
{
	(void)state;
	static const char text[] = "one two three";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t near = add(&b, "two", 5, 8);
	uint32_t behind = add(&b, "three", 4000, 4005);
	uint32_t mad = add(&b, "one", (uint64_t)1 << 63, UINT64_MAX - 1);
	uint32_t reversed = add(&b, "one two", 9, 2);

	run(&b);

	check_place(&b, near, 4, 7);
	check_place(&b, behind, 8, 13);
	check_place(&b, mad, 0, 3);
	check_place(&b, reversed, 0, 7);
	bench_done(&b);
}

static void context_chooses_between_two_places(void **state)
{
	(void)state;
	static const char text[] = "a red door, a blue door, a red gate";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t blue = add(&b, "door", POS_NONE, POS_NONE);
	uint32_t gate = add(&b, "red", POS_NONE, POS_NONE);
	context(&b, blue, "a blue ", NULL);
	context(&b, gate, "a ", " gate");

	run(&b);

	check_place(&b, blue, 19, 23);
	check_place(&b, gate, 27, 30);
	bench_done(&b);
}

static void without_context_the_nearest_place_wins_then_the_first(void **state)
{
	(void)state;
	static const char text[] = "door .......... door .......... door";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t near = add(&b, "door", 18, 22);
	uint32_t end = add(&b, "door", 999, 1003);
	uint32_t first = add(&b, "door", POS_NONE, POS_NONE);
	uint32_t between = add(&b, "door", 8, 12);

	run(&b);

	check_place(&b, near, 16, 20);
	check_place(&b, end, 32, 36);
	check_place(&b, first, 0, 4);
	check_place(&b, between, 0, 4);
	bench_done(&b);
}

static void a_quote_that_is_nowhere_is_an_orphan(void **state)
{
	(void)state;
	static const char text[] = "one two three";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t absent = add(&b, "four", 4, 8);
	uint32_t too_long = add(&b, "three and more", 8, 22);
	uint32_t nothing = add(&b, NULL, POS_NONE, POS_NONE);
	uint32_t empty = add(&b, "", POS_NONE, POS_NONE);

	run(&b);

	check_orphan(&b, absent);
	check_orphan(&b, too_long);
	check_orphan(&b, nothing);
	check_orphan(&b, empty);
	bench_done(&b);
}

static void a_position_alone_is_believed_inside_the_text(void **state)
{
	(void)state;
	static const char text[] = "caf\xC3\xA9!";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t inside = add(&b, NULL, 3, 5);
	uint32_t empty = add(&b, NULL, 4, 4);
	uint32_t quoted_empty = add(&b, "", 4, 4);
	uint32_t over = add(&b, NULL, 4, 6);
	uint32_t mad = add(&b, NULL, 0, UINT64_MAX - 1);
	uint32_t reversed = add(&b, NULL, 4, 2);
	uint32_t half = add(&b, NULL, 4, POS_NONE);

	run(&b);

	check_place(&b, inside, 3, 6);
	check_place(&b, empty, 5, 5);
	check_place(&b, quoted_empty, 5, 5);
	check_orphan(&b, over);
	check_orphan(&b, mad);
	check_orphan(&b, reversed);
	check_place(&b, half, 5, 6); // to the end
	bench_done(&b);
}

static void an_empty_text_makes_orphans(void **state)
{
	(void)state;
	struct bench b;
	bench_init(&b, "", 0);
	uint32_t quote = add(&b, "a", 0, 1);
	uint32_t range = add(&b, NULL, 0, 0);

	run(&b);

	check_orphan(&b, quote);
	check_place(&b, range, 0, 0);
	bench_done(&b);
}

static void what_is_not_indexed_yet_is_pending(void **state)
{
	(void)state;
	static const char text[] = "one two three";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t i = add(&b, "two", 4, 7);

	assert_int_equal(anchoring_step(b.anchoring, endless), STEP_MORE);
	assert_true(anchoring_is_waiting(b.anchoring));
	assert_int_equal(b.k.annotations[i].state, ANCHOR_PENDING);

	run(&b);
	check_place(&b, i, 4, 7);
	bench_done(&b);
}

static void annotations_added_later_are_looked_for(void **state)
{
	(void)state;
	static const char text[] = "one two three";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	run(&b);

	uint32_t i = add(&b, "two", 0, 3);
	run(&b);

	check_place(&b, i, 4, 7);
	assert_string_equal(b.k.annotations[i].name, "a");
	bench_done(&b);
}

static bool stop_at_once(void *data)
{
	++*(size_t *)data;
	return true;
}

// A text of SIZE bytes without the quotes that tests put into it.
static char *long_text(size_t size)
{
	char *text = mem_new(size + 1, 1);
	for (size_t i = 0; i < size; i++)
		text[i] = "lorem ipsum dolor "[i % 18];
	return text;
}

static void a_quote_over_the_border_of_a_slice_is_found(void **state)
{
	(void)state;
	const size_t size = (size_t)5 << 19, border = (size_t)1 << 20;
	for (size_t shift = 0; shift <= 20; shift += 4) {
		char *text = long_text(size);
		memcpy(text + border - shift, "The quick brown fox!", 20);
		memcpy(text + 2 * border - 3, "jumped", 6);
		memcpy(text + size - 3, "dog", 3);
		struct bench b;
		bench_init(&b, text, size);
		uint32_t fox = add(&b, "The quick brown fox!", 7, 27);
		uint32_t jumped = add(&b, "jumped", POS_NONE, POS_NONE);
		uint32_t dog = add(&b, "dog", POS_NONE, POS_NONE);
		uint32_t cat = add(&b, "dog and cat", POS_NONE, POS_NONE);
		index_all(&b);

		size_t asked = 0;
		struct budget none = {stop_at_once, &asked};
		while (anchoring_step(b.anchoring, none) == STEP_MORE)
			assert_true(asked < 1000);

		assert_true(asked > 3);
		check_place(&b, fox, border - shift, border - shift + 20);
		check_place(&b, jumped, 2 * border - 3, 2 * border + 3);
		check_place(&b, dog, size - 3, size);
		check_orphan(&b, cat);
		bench_done(&b);
		free(text);
	}
}

static void quotes_of_every_length_are_found(void **state)
{
	(void)state;
	static const char text[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	for (size_t length = 1; length < 40; length++)
		for (size_t at = 0; at + length < sizeof text; at++) {
			char quote[40] = "";
			memcpy(quote, text + at, length);
			add(&b, quote, POS_NONE, POS_NONE);
		}

	run(&b);

	for (uint32_t i = 0; i < b.k.annotation_count; i++) {
		const struct annotation *a = &b.k.annotations[i];
		assert_int_equal(a->state, ANCHOR_FOUND);
		size_t size = strlen(a->selector.exact);
		assert_int_equal(a->end - a->begin, size);
		assert_memory_equal(text + a->begin, a->selector.exact, size);
	}
	bench_done(&b);
}

static void a_changed_text_is_searched_again(void **state)
{
	(void)state;
	char text[] = "one two three four";
	struct bench b;
	bench_init(&b, text, sizeof text - 1);
	uint32_t one = add(&b, "one", 0, 3);
	uint32_t three = add(&b, "three", 8, 13);
	uint32_t five = add(&b, "five", 20, 24);
	run(&b);
	check_orphan(&b, five);

	memcpy(text + 8, "five three", 10);
	index_truncate(b.index, 8);
	anchoring_text_changed(b.anchoring, 8);
	assert_int_equal(b.k.annotations[three].state, ANCHOR_PENDING);
	check_place(&b, one, 0, 3);
	run(&b);

	check_place(&b, five, 8, 12);
	check_place(&b, three, 13, 18);
	bench_done(&b);
}

static void send(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void look_again(struct bench *b)
{
	source_poll(b->source);
	index_all(b);
	anchoring_step(b->anchoring, endless);
}

static void a_growing_text_has_no_orphans_before_its_end(void **state)
{
	(void)state;
	int fd[2];
	struct err e = {0};
	assert_int_equal(pipe(fd), 0);
	struct bench b;
	bench_on(&b, source_open_descriptor(fd[0], "pipe", &e));
	uint32_t first = add(&b, "two", 9, 12);
	uint32_t later = add(&b, "three", 8, 13);
	uint32_t never = add(&b, "nine", 0, 4);

	send(fd[1], "one two thr");
	look_again(&b);
	assert_int_equal(b.k.annotations[later].state, ANCHOR_PENDING);
	assert_int_equal(b.k.annotations[never].state, ANCHOR_PENDING);
	assert_true(anchoring_is_waiting(b.anchoring));

	send(fd[1], "ee four five six");
	look_again(&b);
	check_place(&b, later, 8, 13);
	check_place(&b, first, 4, 7);
	assert_int_equal(b.k.annotations[never].state, ANCHOR_PENDING);

	close(fd[1]);
	while (!source_is_complete(b.source))
		source_poll(b.source);
	run(&b);
	check_orphan(&b, never);
	check_place(&b, first, 4, 7);
	bench_done(&b);
}

static void what_is_lost_while_a_pass_is_under_way_is_sought_in_the_next(void **state)
{
	(void)state;
	int fd[2];
	struct err e = {0};
	assert_int_equal(pipe(fd), 0);
	struct bench b;
	bench_on(&b, source_open_descriptor(fd[0], "pipe", &e));
	uint32_t early = add(&b, "nowhere", 0, 7), late = add(&b, "five", 100, 104);

	send(fd[1], "one two three ");
	look_again(&b);
	send(fd[1], "four five six");
	close(fd[1]);
	while (!source_is_complete(b.source))
		source_poll(b.source);
	run(&b);

	check_orphan(&b, early);
	check_place(&b, late, 19, 23);
	bench_done(&b);
}

static char *path_of(const char *name)
{
	const char *source = getenv("SRCDIR");
	struct buf b = {0};
	buf_printf(&b, "%s/tests/sets/%s", source ? source : ".", name);
	return buf_take(&b);
}

static void what_has_its_place_is_not_looked_for(void **state)
{
	(void)state;
	struct bench b;
	bench_init(&b, "a text", 6);
	uint32_t i = add(&b, NULL, POS_NONE, POS_NONE);
	knowledge_place(&b.k, i, ANCHOR_FOUND, 0, 0); // it is on the whole text

	run(&b);

	check_place(&b, i, 0, 0);
	bench_done(&b);
}

static void positions_of_a_set_count_code_points(void **state)
{
	(void)state;
	char *text = path_of("bridge.txt"), *path = path_of("bridge.jsonld");
	struct err e = {0};
	struct source *s = source_open(text, &e);
	struct web_annotation *set = web_annotation_open(path, &e);
	if (!s || !set)
		fail_msg("%s; SRCDIR must name the project", e.text);
	struct bench b;
	bench_on(&b, s);
	while (web_annotation_read(set, &b.k, 0, endless, &e) == STEP_MORE)
		continue;

	run(&b);

	assert_int_equal(b.k.annotation_count, 2);
	check_place(&b, 0, 5, 39);
	check_place(&b, 1, 61, 106);
	assert_int_equal(b.k.claims[1], 1);
	web_annotation_close(set);
	bench_done(&b);
	free(text);
	free(path);
}

// Texts that were edited.

static const char bridge[] =
	"The Reed Bridge was opened in May 1932 and has carried trams since its very first day. "
	"Nobody on the boat objected, since the coffee was good and the weather held. The guide "
	"went on to the harbour, where 12 percent of the ships were waiting for a pilot. Later "
	"that day we saw the old lighthouse, which is not open to visitors in the winter months.";

// Puts the quote that stands in FROM with 32 characters of its context on either side.
static uint32_t add_quoted(struct bench *b, const char *from, const char *quote)
{
	const char *at = strstr(from, quote);
	assert_non_null(at);
	size_t before = (size_t)(at - from), size = strlen(quote);
	size_t back = before < 32 ? before : 32, behind = strlen(at + size);
	uint32_t i = add(b, quote, utf8_count((const uint8_t *)from, before),
			 utf8_count((const uint8_t *)from, before + size));
	struct selector *s = &b->k.annotations[i].selector;
	s->prefix = mem_copy(at - back, back);
	s->suffix = mem_copy(at + size, behind < 32 ? behind : 32);
	return i;
}

// FROM with the first OLD replaced by NEW; the caller frees it.
static char *replaced(const char *from, const char *old, const char *new)
{
	const char *at = strstr(from, old);
	struct buf out = {0};
	assert_non_null(at);
	buf_add(&out, from, (size_t)(at - from));
	buf_add_string(&out, new);
	buf_add_string(&out, at + strlen(old));
	return buf_take(&out);
}

// Anchors QUOTE of the text about the bridge in NOW; what stands at its place comes back, which
// the caller frees, NULL without a place.
static char *anchored(const char *quote, const char *now, enum anchor_state *state)
{
	struct bench b;
	bench_init(&b, now, strlen(now));
	uint32_t i = add_quoted(&b, bridge, quote);
	run(&b);
	const struct annotation *a = &b.k.annotations[i];
	char *at = annotation_has_place(a) ? mem_copy(now + a->begin, a->end - a->begin) : NULL;
	*state = a->state;
	bench_done(&b);
	return at;
}

static void an_edited_text_keeps_its_quotes(void **state)
{
	static const struct {
		const char *quote, *old, *new, *at;
		enum anchor_state state;
	} cases[] = {
		// Words before it, which move it.
		{"carried trams", "The Reed", "It is said that the old Reed", "carried trams",
		 ANCHOR_FOUND},
		// Its context.
		{"the boat", "Nobody on the boat objected, since", "No one on the boat minded, for",
		 "the boat", ANCHOR_FOUND},
		// Itself, in spelling and typography.
		{"the weather held. The guide", "weather held. The", "weather\nheld.  The",
		 "the weather\nheld.  The guide", ANCHOR_FOUND},
		{"went on to the harbour", "harbour", "harbor", "went on to the harbor",
		 ANCHOR_FOUND},
		// Itself, in what it says.
		{"12 percent of the ships", "12 percent", "21 percent", "21 percent of the ships",
		 ANCHOR_CHANGED},
		{"opened in May 1932", "May 1932", "June 1932", "opened in June 1932",
		 ANCHOR_CHANGED},
		{"which is not open to visitors", "is not open", "is open",
		 "which is open to visitors", ANCHOR_CHANGED},
		{"The Reed Bridge was opened", "Reed Bridge", "Mill Bridge",
		 "The Mill Bridge was opened", ANCHOR_CHANGED},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum anchor_state got;
		char *now = replaced(bridge, cases[i].old, cases[i].new);
		char *at = anchored(cases[i].quote, now, &got);
		if (!at || strcmp(at, cases[i].at) != 0 || got != cases[i].state)
			fail_msg("\"%s\": wanted state %d at \"%s\", got %d at \"%s\"",
				 cases[i].quote, cases[i].state, cases[i].at, got, at ? at : "");
		free(at);
		free(now);
	}
}

static void what_was_taken_out_is_not_attached_elsewhere(void **state)
{
	static const char sentence[] =
		"Nobody on the boat objected, since the coffee was good and the weather held. ";
	static const char *const quotes[] = {"the", "boat", "the coffee",
					     "good and the weather held",
					     "Nobody on the boat objected"};
	(void)state;
	char *now = replaced(bridge, sentence, "");
	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
		// Far from where its sentence was, so that no context is left.
		enum anchor_state got;
		char *shorter =
			replaced(now, "since its very first day. The guide went on to ", "");
		char *at = anchored(quotes[i], shorter, &got);
		if (got != ANCHOR_ORPHAN && got != ANCHOR_DOUBTFUL)
			fail_msg("\"%s\": wanted doubt, got state %d at \"%s\"", quotes[i], got,
				 at ? at : "");
		free(at);
		free(shorter);
	}
	free(now);
}

static void an_edited_original_is_preferred_to_a_copy_elsewhere(void **state)
{
	static const char copy[] = " In another book it says: the guide went on to the harbour.";
	enum anchor_state got;
	(void)state;
	char *edited =
		replaced(bridge, "guide went on to the harbour", "guides went on to the harbor");
	struct buf now = {0};
	buf_add_string(&now, edited);
	buf_add_string(&now, copy);
	char *at = anchored("guide went on to the harbour", buf_string(&now), &got);
	assert_string_equal(at, "guides went on to the harbor");
	free(at);
	free(edited);
	buf_done(&now);
}

static void a_look_alike_with_another_number_is_no_silent_match(void **state)
{
	static const char was[] =
		"In the north 14 people lost their homes in the storm of that year.\n\n"
		"In the south 41 people lost their homes in the storm of that year.\n";
	static const char now[] =
		"In the south 41 people lost their homes in the storm of that year.\n";
	struct bench b;
	(void)state;
	bench_init(&b, now, sizeof now - 1);
	uint32_t i = add_quoted(&b, was, "14 people lost their homes");
	run(&b);
	assert_int_not_equal(b.k.annotations[i].state, ANCHOR_FOUND);
	bench_done(&b);
}

static void places_that_are_alike_are_all_kept(void **state)
{
	static const char text[] = "row the boat, row the boat, row the boat ashore";
	struct bench b;
	(void)state;
	bench_init(&b, text, sizeof text - 1);
	uint32_t all = add(&b, "the boat", POS_NONE, POS_NONE);
	uint32_t two = add(&b, "boat", 30, 34);
	context(&b, two, "the ", ", row");

	run(&b);

	check_place(&b, all, 4, 12);
	assert_int_equal(b.k.annotations[all].other_count, 2);
	assert_int_equal(b.k.annotations[all].others[1].begin, 32);
	check_place(&b, two, 22, 26); // the one nearer to its position
	assert_int_equal(b.k.annotations[two].other_count, 1);
	assert_int_equal(b.k.annotations[two].others[0].begin, 8);
	bench_done(&b);
}

static void a_quote_at_its_position_by_chance_is_looked_for(void **state)
{
	static const char text[] = "she said no, and then he said yes to all of it";
	struct bench b;
	(void)state;
	bench_init(&b, text, sizeof text - 1);
	uint32_t i = add(&b, "said", 4, 8);
	context(&b, i, "and then he ", " yes to all");
	run(&b);
	check_place(&b, i, 25, 29);
	bench_done(&b);
}

static void positions_in_utf16_units_are_recognised(void **state)
{
	// One code unit more for each of the two bridges before a word.
	static const char text[] = "\xF0\x9F\x8C\x89\xF0\x9F\x8C\x89 one two three four";
	struct bench b;
	(void)state;
	bench_init(&b, text, sizeof text - 1);
	uint32_t two = add(&b, "two", 9, 12), three = add(&b, "three", 13, 18);
	uint32_t range = add(&b, NULL, 19, 23);

	run(&b);

	check_place(&b, two, 13, 16);
	check_place(&b, three, 17, 22);
	check_place(&b, range, 23, 27);
	assert_true(knowledge_counts_utf16(&b.k, 0));
	bench_done(&b);
}

static void a_refinement_selects_within(void **state)
{
	static const char text[] = "one two. one two three. two\nlast";
	struct bench b;
	(void)state;
	bench_init(&b, text, sizeof text - 1);
	uint32_t quote = add(&b, "one two three", POS_NONE, POS_NONE);
	uint32_t range = add(&b, "one two three", POS_NONE, POS_NONE);
	uint32_t rest = add(&b, "one two three", POS_NONE, POS_NONE);
	uint32_t line = add(&b, NULL, 0, POS_NONE);
	uint32_t none = add(&b, "one two three", POS_NONE, POS_NONE);
	for (uint32_t i = quote; i <= none; i++) {
		struct selector *r = mem_new(1, sizeof *r);
		*r = selector_none();
		b.k.annotations[i].selector.refinement = r;
	}
	b.k.annotations[quote].selector.refinement->exact = mem_string("two");
	b.k.annotations[range].selector.refinement->start = 8;
	b.k.annotations[range].selector.refinement->end = 13;
	b.k.annotations[rest].selector.refinement->start = 8;
	b.k.annotations[line].selector.refinement->start_line = 1;
	b.k.annotations[line].selector.refinement->end_line = 2;
	b.k.annotations[none].selector.refinement->exact = mem_string("four");

	run(&b);

	check_place(&b, quote, 13, 16);
	check_place(&b, range, 17, 22);
	check_place(&b, rest, 17, 22);
	check_place(&b, line, 28, 32);
	assert_int_equal(b.k.annotations[none].state, ANCHOR_DOUBTFUL);
	assert_int_equal(b.k.annotations[none].begin, 9);
	bench_done(&b);
}

static void lines_are_places(void **state)
{
	static const char text[] = "one\ntwo\nthree";
	static const uint64_t lines[][2] = {{1, 2}, {2, 3}, {3, 4}, {1, POS_NONE}};
	struct bench b;
	(void)state;
	bench_init(&b, text, sizeof text - 1);
	for (size_t n = 0; n < sizeof lines / sizeof *lines; n++) {
		uint32_t i = add(&b, NULL, POS_NONE, POS_NONE);
		b.k.annotations[i].selector.start_line = lines[n][0];
		b.k.annotations[i].selector.end_line = lines[n][1];
	}

	run(&b);

	check_place(&b, 0, 4, 8);
	check_place(&b, 1, 8, 13);
	check_orphan(&b, 2);
	check_place(&b, 3, 4, 13);
	bench_done(&b);
}

// One letter, and long quotes of it with something else at their end.
static void a_hostile_text_and_set_come_to_an_end(void **state)
{
	enum { SIZE = 1 << 18, QUOTE = 1 << 14, COUNT = 64 };
	(void)state;
	char *text = mem_new(SIZE + 1, 1), *quote = mem_new(QUOTE + 1, 1);
	memset(text, 'a', SIZE);
	memset(quote, 'a', QUOTE);
	struct bench b;
	bench_init(&b, text, SIZE);
	uint32_t everywhere = add(&b, "a", POS_NONE, POS_NONE);
	for (int i = 0; i < COUNT; i++) {
		quote[QUOTE - 1] = (char)('b' + i % 25);
		add(&b, quote, 9, 9 + QUOTE);
	}

	run(&b);

	assert_int_equal(b.k.annotations[everywhere].state, ANCHOR_FOUND);
	assert_int_equal(b.k.annotations[everywhere].other_count, KNOWLEDGE_PLACES - 1);
	for (uint32_t i = everywhere + 1; i < b.k.annotation_count; i++)
		assert_int_not_equal(b.k.annotations[i].state, ANCHOR_PENDING);
	bench_done(&b);
	free(quote);
	free(text);
}

static void slices_end_as_one_go_does(void **state)
{
	(void)state;
	char *now = replaced(bridge, "12 percent", "21 percent");
	size_t asked = 0;
	struct budget none = {stop_at_once, &asked};
	struct bench b;
	bench_init(&b, now, strlen(now));
	uint32_t changed = add_quoted(&b, bridge, "12 percent of the ships");
	index_all(&b);
	while (anchoring_step(b.anchoring, none) == STEP_MORE)
		assert_true(asked < 1000);
	assert_int_equal(b.k.annotations[changed].state, ANCHOR_CHANGED);
	bench_done(&b);
	free(now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken_away_while_it_is_looked_for_gets_no_place),
		cmocka_unit_test(a_right_position_is_the_place),
		cmocka_unit_test(a_wrong_position_gives_way_to_the_quote),
		cmocka_unit_test(context_chooses_between_two_places),
		cmocka_unit_test(without_context_the_nearest_place_wins_then_the_first),
		cmocka_unit_test(a_quote_that_is_nowhere_is_an_orphan),
		cmocka_unit_test(a_position_alone_is_believed_inside_the_text),
		cmocka_unit_test(an_empty_text_makes_orphans),
		cmocka_unit_test(what_is_not_indexed_yet_is_pending),
		cmocka_unit_test(annotations_added_later_are_looked_for),
		cmocka_unit_test(a_quote_over_the_border_of_a_slice_is_found),
		cmocka_unit_test(quotes_of_every_length_are_found),
		cmocka_unit_test(a_changed_text_is_searched_again),
		cmocka_unit_test(a_growing_text_has_no_orphans_before_its_end),
		cmocka_unit_test(what_is_lost_while_a_pass_is_under_way_is_sought_in_the_next),
		cmocka_unit_test(what_has_its_place_is_not_looked_for),
		cmocka_unit_test(positions_of_a_set_count_code_points),
		cmocka_unit_test(an_edited_text_keeps_its_quotes),
		cmocka_unit_test(what_was_taken_out_is_not_attached_elsewhere),
		cmocka_unit_test(an_edited_original_is_preferred_to_a_copy_elsewhere),
		cmocka_unit_test(a_look_alike_with_another_number_is_no_silent_match),
		cmocka_unit_test(places_that_are_alike_are_all_kept),
		cmocka_unit_test(a_quote_at_its_position_by_chance_is_looked_for),
		cmocka_unit_test(positions_in_utf16_units_are_recognised),
		cmocka_unit_test(a_refinement_selects_within),
		cmocka_unit_test(lines_are_places),
		cmocka_unit_test(a_hostile_text_and_set_come_to_an_end),
		cmocka_unit_test(slices_end_as_one_go_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
