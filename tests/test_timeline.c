// SPDX-License-Identifier: ISC
// When periods are, and the axis on which facts stand: its order, its scale, its gaps, the rule of
// the text, and that hostile sets cost no more than others.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/memory.h"
#include "reader/timeline.h"
#include "reader/words.h"
#include "want.h"

enum { WIDTH = 48, MANY = 100000 };

// --- Periods ---

static void days_are_those_of_the_gregorian_calendar(void **state)
{
	(void)state;
	static const struct {
		int64_t year;
		int month, day;
		int64_t wanted;
	} days[] = {{1970, 1, 1, 0},	  {1969, 12, 31, -1},
		    {2000, 3, 1, 11017},  {2019, 2, 28, 17955},
		    {1900, 3, 1, -25508}, {1, 1, 1, -719162},
		    {0, 12, 31, -719163}, {-400, 1, 1, -719528 - 146097}};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		int64_t day = period_day(days[i].year, days[i].month, days[i].day);
		want(day == days[i].wanted, "wanted %lld, got %lld", (long long)days[i].wanted,
		     (long long)day);
		assert_int_equal(period_year(day), days[i].year);
		assert_int_equal(period_month(day), days[i].month);
	}
	for (int64_t day = -1000000; day < 1000000; day += 37) {
		int64_t year = period_year(day);
		int month = period_month(day);
		int64_t first = period_day(year, month, 1);
		want(first <= day && day - first < 31, "wanted %lld in its month", (long long)day);
	}
}

static void periods_are_read_with_what_they_leave_open(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t from[3], to[3];
		const char *flags; // s span, b no begin, e no end, x exact
	} good[] = {
		{"2019-02-28", {2019, 2, 28}, {2019, 2, 28}, "x"},
		{"2019-02-28T14:05:00Z", {2019, 2, 28}, {2019, 2, 28}, "x"},
		{"2018", {2018, 1, 1}, {2018, 12, 31}, ""},
		{"2020-02", {2020, 2, 1}, {2020, 2, 29}, ""},
		{"2018-11/2019-02-03", {2018, 11, 1}, {2019, 2, 3}, "s"},
		{"2018-11-01/2019-02-03", {2018, 11, 1}, {2019, 2, 3}, "sx"},
		{"../2018-05-02", {2018, 5, 2}, {2018, 5, 2}, "sbx"},
		{"2018/..", {2018, 1, 1}, {2018, 12, 31}, "se"},
		{"2018/", {2018, 1, 1}, {2018, 12, 31}, "se"},
		{"1932?", {1932, 1, 1}, {1932, 12, 31}, ""},
		{"1932-05-16~", {1932, 5, 16}, {1932, 5, 16}, ""},
		{"193X", {1930, 1, 1}, {1939, 12, 31}, ""},
		{"19XX", {1900, 1, 1}, {1999, 12, 31}, ""},
		{"1932-XX-XX", {1932, 1, 1}, {1932, 12, 31}, ""},
		{"1932-05-XX", {1932, 5, 1}, {1932, 5, 31}, ""},
		{"2018-24", {2018, 12, 1}, {2019, 2, 28}, ""},
		{"-0043", {-43, 1, 1}, {-43, 12, 31}, ""},
		{"Y999999", {999999, 1, 1}, {999999, 12, 31}, ""},
		{"+12000-03", {12000, 3, 1}, {12000, 3, 31}, ""},
		{"Y-170000002", {-170000002, 1, 1}, {-170000002, 12, 31}, ""},
	};
	static const char *const bad[] = {"",
					  "/",
					  "../..",
					  "..",
					  "999999",
					  "2019-13",
					  "2019-02-30",
					  "2019-00",
					  "spring 1932",
					  "2019-02-03/2018",
					  "2019-02-03x",
					  "X",
					  "XXXX",
					  "19X9",
					  "Y",
					  "Y12345678901",
					  "2018//2019",
					  "2018/2019/2020",
					  "201",
					  "2019-2",
					  "+1",
					  "--2019"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct period p;
		const int64_t *a = good[i].from, *b = good[i].to;
		want(period_read(good[i].text, &p), "wanted \"%s\" to be a period", good[i].text);
		want(p.begin == period_day(a[0], (int)a[1], (int)a[2]) &&
			     p.end == period_day(b[0], (int)b[1], (int)b[2]),
		     "\"%s\": got %lld to %lld", good[i].text, (long long)p.begin,
		     (long long)p.end);
		want(p.is_span == !!strchr(good[i].flags, 's') &&
			     p.has_no_begin == !!strchr(good[i].flags, 'b') &&
			     p.has_no_end == !!strchr(good[i].flags, 'e') &&
			     p.is_exact == !!strchr(good[i].flags, 'x'),
		     "\"%s\": wanted the flags \"%s\"", good[i].text, good[i].flags);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct period p;
		want(!period_read(bad[i], &p), "wanted \"%s\" to be no period", bad[i]);
	}
}

// --- The axis ---

struct world {
	struct knowledge knowledge;
	struct document document;
	struct timeline timeline;
	struct margin_world world;
};

static uint32_t add_fact(struct world *w, const char *period, const char *title, enum timing timing)
{
	struct knowledge *k = &w->knowledge;
	char id[32];
	snprintf(id, sizeof id, "urn:x:f-%zu", k->fact_count);
	uint32_t f = knowledge_fact(k, id);
	k->facts[f].period = mem_string(period);
	k->facts[f].timing = timing;
	k->facts[f].set = 0; // described, by a set that cannot be read here
	if (title)
		translations_add(&k->facts[f].titles, "en", title);
	return f;
}

static void begin(struct world *w, const char *date)
{
	static const char text[] = "0123456789012345678901234567890123456789";
	*w = (struct world){0};
	knowledge_init(&w->knowledge);
	w->knowledge.date = mem_string(date);
	document_init(&w->document, source_open_bytes(text, strlen(text), "text"));
}

static void make(struct world *w)
{
	int cursor = -1;
	knowledge_settle(&w->knowledge);
	timeline_update(&w->timeline, &w->knowledge, NULL, &cursor);
	w->world = (struct margin_world){.knowledge = &w->knowledge,
					 .language = "en",
					 .document = &w->document,
					 .timeline = &w->timeline};
}

static void end(struct world *w)
{
	timeline_done(&w->timeline);
	document_done(&w->document);
	knowledge_done(&w->knowledge);
}

static char *row_text(struct world *w, uint32_t row, int width)
{
	struct rows r = {.width = width, .item = -1};
	struct buf out = {0};
	timeline_add_row(&r, &w->world, INDEX_NONE, row);
	assert_int_equal(r.count, 1);
	buf_printf(&out, "%*s", r.all[0].indent, "");
	for (int i = 0; i < r.all[0].piece_count; i++)
		buf_add_string(&out, r.all[0].pieces[i].text);
	// Blanks at which lines do not end are blanks here.
	for (char *s; (s = strstr(out.data, "\xC2\xA0"));) {
		*s = ' ';
		memmove(s + 1, s + 2, strlen(s + 2) + 1);
	}
	rows_done(&r);
	return buf_take(&out);
}

// All rows, without those that are only the axis.
static char *axis_text(struct world *w, bool with_gaps)
{
	struct buf out = {0};
	for (uint32_t i = 0; i < w->timeline.rows; i++) {
		char *row = row_text(w, i, WIDTH);
		bool is_gap = strcmp(row, " │") == 0 || strcmp(row, " ┊") == 0;
		if (with_gaps || !is_gap)
			buf_printf(&out, "%s\n", row);
		free(row);
	}
	buf_add_string(&out, "");
	return buf_take(&out);
}

static void wants_axis(struct world *w, const char *wanted)
{
	char *got = axis_text(w, true);
	want(strcmp(got, wanted) == 0, "wanted\n%s\ngot\n%s", wanted, got);
	free(got);
}

static void facts_stand_in_the_order_of_time_around_the_rule(void **state)
{
	(void)state;
	struct world w;
	begin(&w, "2019-03-01");
	add_fact(&w, "2019-03-04", "after", TIMING_UNKNOWN);
	add_fact(&w, "2019-02-26/2019-02-28", "span", TIMING_UNKNOWN);
	add_fact(&w, NULL, "undated", TIMING_UNKNOWN);
	add_fact(&w, "2019-02-26", "day", TIMING_UNKNOWN);
	add_fact(&w, "2019-02", "month", TIMING_UNKNOWN);
	add_fact(&w, "long ago", "strange", TIMING_UNKNOWN);
	add_fact(&w, "../2019-02-10", "until", TIMING_UNKNOWN);
	make(&w);
	wants_axis(&w, " February 2019\n"
		       " ○ February 2019                    ············\n"
		       " │ month\n"
		       " │\n"
		       " ▲ until 10 February 2019           ············\n"
		       " │ until\n"
		       " │\n"
		       " │\n"
		       " ▼ 26–28 February 2019              ············\n"
		       " │ span\n"
		       " ● 26 February 2019                 ············\n"
		       " │ day\n"
		       "── the text: 1 March 2019 ──────────────────────\n"
		       " March 2019\n"
		       " ● 4 March 2019                     ············\n"
		       " ┊ after\n"
		       " 2 facts without a date\n"
		       " · no date                          ············\n"
		       "   undated\n"
		       " · long ago                         ············\n"
		       "   strange\n");
	end(&w);
}

static void distance_that_is_too_long_to_be_drawn_is_told_in_words(void **state)
{
	(void)state;
	struct world w;
	begin(&w, NULL);
	add_fact(&w, "1848", "a", TIMING_UNKNOWN);
	for (int day = 1; day < 9; day++) {
		char date[16];
		snprintf(date, sizeof date, "2019-03-%02d", day);
		add_fact(&w, date, "b", TIMING_UNKNOWN);
	}
	add_fact(&w, "Y999999", "z", TIMING_UNKNOWN);
	make(&w);
	char *text = axis_text(&w, true);
	want(strstr(text, " ≈ 171 years\n"), "wanted the gap in words, got\n%s", text);
	want(strstr(text, " ≈ 997979 years\n"), "wanted the greatest gap in words, got\n%s", text);
	want(!strstr(text, "the text"), "wanted no rule, got\n%s", text);
	want(w.timeline.rows < 40, "wanted few rows, got %u", w.timeline.rows);
	free(text);
	end(&w);
}

static void rule_of_a_text_told_to_the_month_stands_behind_what_was_before(void **state)
{
	(void)state;
	struct world w;
	begin(&w, "2019-03");
	add_fact(&w, "2019-02-20", "one", TIMING_BEFORE);
	add_fact(&w, "2019-03-02", "two", TIMING_BEFORE);
	add_fact(&w, "2019-03-12", "three", TIMING_AFTER);
	add_fact(&w, "2019-04-02", "four", TIMING_AFTER);
	make(&w);
	char *text = axis_text(&w, false);
	const char *rule = strstr(text, "the text: March 2019");
	want(rule && strstr(text, "two") < rule && strstr(rule, "three") && strstr(rule, "┊ four"),
	     "wanted the rule between two and three, got\n%s", text);
	free(text);
	end(&w);
}

static void rule_stands_first_or_last_where_all_is_after_or_before(void **state)
{
	(void)state;
	static const char *const dates[] = {"1990-01-01", "2030-01-01"};
	for (int i = 0; i < 2; i++) {
		struct world w;
		begin(&w, dates[i]);
		add_fact(&w, "2019-02-20", "one", TIMING_UNKNOWN);
		add_fact(&w, "2019-02-25", "two", TIMING_UNKNOWN);
		make(&w);
		char *row = row_text(&w, i ? w.timeline.rows - 1 : 0, WIDTH);
		want(strstr(row, "the text: 1 January"), "wanted the rule, got \"%s\"", row);
		free(row);
		end(&w);
	}
}

static void strip_shows_where_in_the_text_a_fact_bears(void **state)
{
	(void)state;
	struct world w;
	begin(&w, NULL);
	uint32_t f = add_fact(&w, "2019-02-20", NULL, TIMING_UNKNOWN);
	for (uint32_t i = 0; i < 2; i++) {
		uint32_t a = knowledge_add_annotation(&w.knowledge);
		w.knowledge.annotations[a].role = ROLE_CLAIM;
		w.knowledge.annotations[a].set = INDEX_NONE;
		w.knowledge.annotations[a].selector.exact = mem_string("0");
		knowledge_add_link(&w.knowledge, a, f, RELATION_SUPPORTS);
		knowledge_place(&w.knowledge, a, ANCHOR_FOUND, i ? 39 : 10, i ? 40 : 12);
	}
	make(&w);
	char *text = axis_text(&w, true);
	want(strstr(text, " ···■·······■\n"), "wanted two places, got\n%s", text);
	// One without a title is called by its name.
	want(strstr(text, "f-0\n"), "wanted the name, got\n%s", text);
	free(text);
	end(&w);
}

static void cursor_stays_on_its_fact_when_facts_are_added(void **state)
{
	(void)state;
	struct world w;
	begin(&w, NULL);
	add_fact(&w, "2019-02-20", "one", TIMING_UNKNOWN);
	uint32_t two = add_fact(&w, "2019-02-25", "two", TIMING_UNKNOWN);
	make(&w);
	int cursor = 1;
	add_fact(&w, "2018", "zero", TIMING_UNKNOWN);
	knowledge_settle(&w.knowledge);
	timeline_update(&w.timeline, &w.knowledge, NULL, &cursor);
	assert_int_equal(cursor, 2);
	assert_int_equal(w.timeline.all[cursor].fact, two);
	assert_int_equal(timeline_find(&w.timeline, &w.knowledge, INDEX_NONE, two), 2);
	end(&w);
}

// Facts of one day, of no day, and of days that are as far apart as can be told.
static void hundred_thousand_facts_make_bounded_rows(void **state)
{
	(void)state;
	static const char *const periods[] = {"2019-02-28", "Y999999999", "-9999", "", "0000"};
	struct world w;
	begin(&w, "2019-03");
	for (int i = 0; i < MANY; i++)
		add_fact(&w, i % 10 < 5 ? periods[0] : periods[i % 5], NULL, TIMING_UNKNOWN);
	make(&w);
	// Each stretch is short, and the old one is there until the new one is whole.
	size_t steps = 0;
	enum step step = STEP_MORE;
	for (int cursor = 0; step == STEP_MORE; steps++) {
		size_t one = 0;
		assert_int_equal(w.timeline.count, 0);
		step = timeline_step(&w.timeline, &w.knowledge, NULL, &cursor, budget_of(&one));
	}
	want(steps >= MANY / 1000 * 4, "wanted it to be made in stretches, got %zu steps", steps);
	assert_int_equal(w.timeline.count, MANY);
	want(w.timeline.rows <= 2 * MANY + 30, "wanted two rows a fact, got %u", w.timeline.rows);
	for (uint32_t row = 0; row < w.timeline.rows; row += 997) {
		int width = 1 + (int)(row % 60);
		free(row_text(&w, row, width));
		int i = timeline_entry_at(&w.timeline, row);
		assert_true(w.timeline.all[i].row + 2 > row);
		assert_true(i == 0 || w.timeline.all[i - 1].row + 2 <= row);
	}
	end(&w);
}

static void words_of_periods_say_what_is_open(void **state)
{
	(void)state;
	static const char *const words[][3] = {
		{"2018-03/..", "since March 2018", "since Mar 2018"},
		{"../2018-03-25", "until 25\xC2\xA0March 2018", "until 25\xC2\xA0Mar 2018"},
		{"1932?", "about 1932", "about 1932"},
		{"2019-02-28/2019-03-01",
		 "28\xC2\xA0"
		 "February – 1\xC2\xA0March 2019",
		 "28\xC2\xA0"
		 "Feb – 1\xC2\xA0Mar 2019"},
		{"../..", "../..", "../.."},
		{"?", "?", "?"},
		{"spring/..", "spring/..", "spring/.."},
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct buf full = {0}, brief = {0};
		words_period(&full, words[i][0]);
		words_period_short(&brief, words[i][0]);
		assert_string_equal(buf_string(&full), words[i][1]);
		assert_string_equal(buf_string(&brief), words[i][2]);
		buf_done(&full);
		buf_done(&brief);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_those_of_the_gregorian_calendar),
		cmocka_unit_test(periods_are_read_with_what_they_leave_open),
		cmocka_unit_test(words_of_periods_say_what_is_open),
		cmocka_unit_test(facts_stand_in_the_order_of_time_around_the_rule),
		cmocka_unit_test(distance_that_is_too_long_to_be_drawn_is_told_in_words),
		cmocka_unit_test(rule_of_a_text_told_to_the_month_stands_behind_what_was_before),
		cmocka_unit_test(rule_stands_first_or_last_where_all_is_after_or_before),
		cmocka_unit_test(strip_shows_where_in_the_text_a_fact_bears),
		cmocka_unit_test(cursor_stays_on_its_fact_when_facts_are_added),
		cmocka_unit_test(hundred_thousand_facts_make_bounded_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
