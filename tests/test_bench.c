// SPDX-License-Identifier: ISC
// What measures is right itself: its statistics, its texts, its chart, and what it takes for an
// answer.  Nothing is timed here.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/digest.h"
#include "base/string.h"
#include "bench_chart.h"
#include "bench_pty.h"
#include "bench_report.h"
#include "bench_texts.h"
#include "folder.h"
#include "want.h"

enum { PATIENCE = 20000 }; // [ms] more than anything here needs

// --- Statistics ---

static struct samples samples_of(const double *all, size_t count)
{
	struct samples s = {0};
	for (size_t i = 0; i < count; i++)
		samples_add(&s, all[i]);
	return s;
}

static void the_median_is_the_one_in_the_middle_or_between_the_two(void **state)
{
	(void)state;
	struct samples odd = samples_of((double[]){5, 1, 4, 2, 3}, 5);
	struct samples even = samples_of((double[]){4, 1, 3, 2}, 4);
	struct samples none = {0};
	want(samples_median(&odd) == 3, "wanted 3, got %f", samples_median(&odd));
	want(samples_median(&even) == 2.5, "wanted 2.5, got %f", samples_median(&even));
	want(isnan(samples_median(&none)), "wanted none, got %f", samples_median(&none));
	samples_done(&odd);
	samples_done(&even);
}

static void what_never_came_is_above_all_that_came(void **state)
{
	(void)state;
	struct samples two = samples_of((double[]){INFINITY, 1, 2}, 3);
	struct samples most = samples_of((double[]){INFINITY, 1, INFINITY}, 3);
	want(samples_median(&two) == 2, "wanted 2, got %f", samples_median(&two));
	want(isinf(samples_median(&most)), "wanted none in time, got %f", samples_median(&most));
	samples_done(&two);
	samples_done(&most);
}

static void a_percentile_is_the_least_that_as_many_are_not_above(void **state)
{
	(void)state;
	struct samples s = {0};
	want(isnan(samples_part(&s, 0.99)), "wanted none, got %f", samples_part(&s, 0.99));
	for (int i = 300; i > 0; i--)
		samples_add(&s, i);
	want(samples_part(&s, 0.99) == 297, "99 %%: wanted 297, got %f", samples_part(&s, 0.99));
	want(samples_part(&s, 0.5) == 150, "50 %%: wanted 150, got %f", samples_part(&s, 0.5));
	want(samples_part(&s, 1) == 300, "all: wanted 300, got %f", samples_part(&s, 1));
	want(samples_part(&s, 0) == 1, "none: wanted 1, got %f", samples_part(&s, 0));
	samples_done(&s);
}

// --- Texts ---

struct made {
	char *text;
	size_t size;
};

static void make_text(struct made *made, enum bench_kind kind, uint64_t size)
{
	FILE *out = open_memstream(&made->text, &made->size);
	bench_write_text(out, kind, size);
	fclose(out);
}

static void make_set(struct made *made, const struct made *text, uint64_t count)
{
	FILE *out = open_memstream(&made->text, &made->size);
	bench_write_set(out, text->text, text->size, count);
	fclose(out);
}

static void want_digest(const char *what, const char *wanted, const char *bytes, size_t n)
{
	char got[DIGEST_TEXT];
	struct digest *d = digest_new();
	digest_add(d, (const uint8_t *)bytes, n);
	digest_text(d, got);
	digest_free(d);
	want(strncmp(got, wanted, strlen(wanted)) == 0, "%s: wanted %s, got %s", what, wanted, got);
}

// Where a text changes on purpose, BENCH_VERSION must be one more, so that kept ones are made anew.
static void texts_and_sets_are_the_same_everywhere(void **state)
{
	static const struct {
		const char *name, *digest;
		enum bench_kind kind;
	} texts[] = {
		{"prose", "87eb20892e48739c", BENCH_PROSE},
		{"line", "64d789420650fb78", BENCH_LINE},
		{"scripts", "2db1d79c4f1e68f7", BENCH_SCRIPTS},
		{"random", "1a008169ad6f1678", BENCH_RANDOM},
	};
	(void)state;
	struct made text, set;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		make_text(&text, texts[i].kind, 100000);
		want(text.size >= 100000 && text.size < 200000, "%s: wanted 100000 bytes, got %zu",
		     texts[i].name, text.size);
		want_digest(texts[i].name, texts[i].digest, text.text, text.size);
		free(text.text);
	}
	make_text(&text, BENCH_PROSE, 100000);
	make_set(&set, &text, 100);
	want_digest("set", "0d95364bc02dfc86", set.text, set.size);
	free(set.text);
	free(text.text);
	want_number("version of the texts", 1, BENCH_VERSION);
}

static size_t times(const char *text, const char *word)
{
	size_t count = 0;
	for (const char *at = text; (at = strstr(at, word)); at++)
		count++;
	return count;
}

static void prose_says_where_it_begins_ends_and_has_its_middle(void **state)
{
	(void)state;
	struct made made;
	make_text(&made, BENCH_PROSE, 1000000);
	const char *text = made.text, *middle = strstr(text, "@0500");
	size_t half = made.size / 2;
	want(strncmp(text, BENCH_FIRST, strlen(BENCH_FIRST)) == 0, "wanted the first word first");
	want_number("first words", 1, times(text, BENCH_FIRST));
	want_number("third words", 1, times(text, BENCH_THIRD));
	want_number("needles", 1, times(text, BENCH_NEEDLE));
	want_number("last words", 1, times(text, BENCH_LAST));
	want_number("absent words", 0, times(text, BENCH_ABSENT));
	want(times(text, BENCH_COMMON) > 500, "wanted more of the common word");
	want(strstr(text, BENCH_LAST) > text + made.size - 60, "wanted the last word at the end");
	want(middle && middle > text + half - 2000 && middle < text + half + 2000,
	     "wanted @0500 in the middle");
	free(made.text);
	make_text(&made, BENCH_LINE, 1000000);
	want(strchr(made.text, '\n') == made.text + made.size - 1, "wanted one line");
	free(made.text);
}

// Runs COMMAND without a terminal and with what sanitizers read; its exit status, or -1 when it did
// not come to its end.
static int run(char *const argv[])
{
	static const char *const names[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"};
	struct child c;
	struct err e = {0};
	int status = -1;
	char path[] = "PATH=/usr/bin:/bin", lang[] = "LANG=C.UTF-8", *env[6] = {path, lang};
	struct buf options[3] = {{0}, {0}, {0}};
	for (size_t i = 0; i < 3; i++) {
		buf_printf(&options[i], "%s=%s", names[i],
			   getenv(names[i]) ? getenv(names[i]) : "");
		env[i + 2] = options[i].data;
	}
	want(child_start_silent(&c, argv, env, &e), "%s", e.text);
	bool has_ended = child_end(&c, PATIENCE, &status) >= 0;
	child_finish(&c);
	for (size_t i = 0; i < 3; i++)
		buf_done(&options[i]);
	return has_ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_set_is_without_fault_and_its_quotes_stand_where_it_says(void **state)
{
	(void)state;
	struct folder folder;
	struct err e = {0};
	char *program = getenv("KANTLIJN_PROGRAM");
	want(program && folder_make(&folder), "wanted a program and a folder");
	char *text = folder_file(&folder, "prose.txt"), *set = folder_file(&folder, "prose.set");
	want(bench_keep_text(text, BENCH_PROSE, 300000, &e), "%s", e.text);
	want(bench_keep_set(set, text, 1000, &e), "%s", e.text);
	char check[] = "--check", with[] = "-a", no_store[] = "--no-store";
	int status = run((char *[]){program, no_store, check, with, set, text, NULL});
	want(status == 0, "--check: wanted status 0, got %d", status);
	free(text);
	free(set);
	folder_remove(&folder);
}

static void what_was_made_is_kept_until_the_size_changes(void **state)
{
	(void)state;
	struct folder folder;
	struct err e = {0};
	struct stat first, again, other;
	want(folder_make(&folder), "wanted a folder");
	char *text = folder_file(&folder, "prose.txt");
	want(bench_keep_text(text, BENCH_PROSE, 5000, &e), "%s", e.text);
	want(stat(text, &first) == 0, "wanted a text");
	want(bench_keep_text(text, BENCH_PROSE, 5000, &e), "%s", e.text);
	want(stat(text, &again) == 0, "wanted a text again");
	want(memcmp(&first.st_mtim, &again.st_mtim, sizeof first.st_mtim) == 0,
	     "wanted the text as it was made, got one made again");
	want(bench_keep_text(text, BENCH_PROSE, 9000, &e), "%s", e.text);
	want(stat(text, &other) == 0 && other.st_size > first.st_size, "wanted a longer text");
	free(text);
	char *nowhere = folder_file(&folder, "absent/prose.txt");
	want(!bench_keep_text(nowhere, BENCH_PROSE, 5000, &e), "wanted a fault");
	want(strstr(e.text, "cannot write"), "wanted a reason, got \"%s\"", e.text);
	free(nowhere);
	folder_remove(&folder);
}

// --- The chart ---

// One tag from S behind its "<"; its end, or NULL when it is none.
static const char *read_tag(const char *s, char *name, size_t size, bool *opens, bool *closes)
{
	size_t n = 0;
	*closes = *s == '/';
	*opens = !*closes;
	s += *closes;
	while (isalnum((unsigned char)*s) && n + 1 < size)
		name[n++] = *s++;
	name[n] = '\0';
	while (n > 0 && isspace((unsigned char)*s)) {
		s += strspn(s, " \n");
		s += strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
		if (s[0] != '=' || s[1] != '"')
			return NULL;
		s += 2 + strcspn(s + 2, "\"<&");
		if (*s++ != '"')
			return NULL;
	}
	if (*s == '/') {
		*closes = true;
		s++;
	}
	return n > 0 && *s == '>' ? s + 1 : NULL;
}

static bool is_entity(const char *s)
{
	return string_starts(s, "&amp;") || string_starts(s, "&lt;") || string_starts(s, "&gt;");
}

// Fails unless S is one element with all that is in it (XML 1.0, 2.1).
static void want_well_formed(const char *s)
{
	char open[16][16], name[16];
	size_t depth = 0;
	bool opens, closes, has_root = false;
	while (*s) {
		if (*s == '&')
			want(is_entity(s), "wanted an entity, got \"%.20s\"", s);
		if (*s != '<') {
			want(depth > 0 || isspace((unsigned char)*s), "text outside: \"%.20s\"", s);
			s++;
			continue;
		}
		const char *end = read_tag(s + 1, name, sizeof name, &opens, &closes);
		want(end != NULL, "wanted a tag, got \"%.40s\"", s);
		want(depth > 0 || (opens && !has_root), "a second root: \"%.40s\"", s);
		has_root = true;
		if (opens && !closes) {
			want(depth < 16, "wanted fewer levels");
			memcpy(open[depth++], name, sizeof name);
		} else if (!opens) {
			want(depth > 0 && strcmp(open[depth - 1], name) == 0,
			     "</%s> closes nothing", name);
			depth--;
		}
		s = end;
	}
	want_number("elements left open", 0, depth);
	want(has_root, "wanted an element, got nothing");
}

static void the_chart_is_well_formed_and_has_each_figure_as_text(void **state)
{
	(void)state;
	static struct report r = {.patience = 20000};
	struct buf chart = {0};
	chart_write(&r, &chart);
	want_well_formed(buf_string(&chart));
	buf_clear(&chart);
	struct measure *m =
		report_begin(&r, "start-prose", "First screen: <1 GB> & \"more\"", "ms");
	samples_add(&measure_add(m, "Kantlijn")->values, 3.25);
	samples_add(&measure_add(m, "a & b")->values, INFINITY);
	measure_add(m, "nothing");
	chart_write(&r, &chart);
	want_well_formed(buf_string(&chart));
	want(strstr(buf_string(&chart), "Kantlijn 3.25 ms, a &amp; b &gt; 20 s."),
	     "wanted the figures in the description, got %s", buf_string(&chart));
	want(strstr(buf_string(&chart), "First screen: &lt;1 GB&gt; &amp;"), "wanted the title");
	buf_done(&chart);
	report_done(&r);
}

// --- What an answer is ---

// A shell that runs SCRIPT without an echo of what is typed.
static void start_shell(struct child *c, const char *script)
{
	struct err e = {0};
	struct buf all = {0};
	buf_printf(&all, "stty -echo -onlcr; %s; read -r end", script);
	char shell[] = "/bin/sh", command[] = "-c", path[] = "PATH=/usr/bin:/bin";
	char *argv[] = {shell, command, all.data, NULL}, *env[] = {path, NULL};
	want(child_start(c, argv, env, BENCH_ROWS, BENCH_COLS, &e), "%s", e.text);
	buf_done(&all);
}

static void an_answer_in_two_steps_counts_to_the_last_of_them(void **state)
{
	(void)state;
	struct child c;
	struct wanted one = {.words = {"first"}, .quiet = 1, .patience = PATIENCE};
	struct wanted both = {.words = {"first", "other|second"}, .quiet = 1, .patience = PATIENCE};
	start_shell(&c, "printf first; read -r key; printf second");
	want(child_wait(&c, &one), "wanted the first step");
	want_number("bytes of the first step", 5, c.bytes);
	double last = c.last;
	child_send(&c, "x\n");
	want(child_wait(&c, &both), "wanted the second step");
	want(c.last > last && c.first >= last, "wanted it behind the first one");
	want_number("bytes of the second step", 6, c.bytes);
	child_forget(&c);
	both.patience = 20;
	want(!child_wait(&c, &both), "wanted nothing more");
	child_finish(&c);
	child_finish(&c);
}

static void what_changes_outer_rows_alone_is_no_answer(void **state)
{
	(void)state;
	struct child c;
	struct wanted w = {.words = {"count"}, .quiet = 30, .patience = 100, .needs_text = true};
	start_shell(&c, "printf '\\033[1;7Hcount'; read -r key; printf '\\033[20;1Htext'; "
			"read -r key; printf '\\033[40dcount'; read -r key; printf 'more\\n'");
	want(!child_wait(&c, &w), "wanted a count alone to be no answer");
	// However long the shell takes, it is there before the first key.
	double last = bench_now() + PATIENCE;
	while (!strstr(buf_string(&c.seen), "count") && bench_now() < last)
		child_take_until(&c, bench_now() + 20);
	w.patience = PATIENCE;
	child_send(&c, "x\n");
	want(child_wait(&c, &w), "wanted the text to be one");
	want_number("bytes", 11, c.bytes);
	w.needs_text = false;
	child_send(&c, "x\n");
	want(child_wait(&c, &w), "wanted the count, where it is all that is asked for");
	w.needs_text = true;
	child_send(&c, "x\n");
	want(child_wait(&c, &w), "wanted what scrolls to be text");
	child_finish(&c);
}

static void a_program_that_ends_or_is_not_there_is_told(void **state)
{
	(void)state;
	struct child c;
	struct err e = {0};
	struct wanted w = {.words = {"never"}, .quiet = 1, .patience = PATIENCE};
	char absent[] = "/nonexistent/program", *argv[] = {absent, NULL};
	want(!child_start(&c, argv, (char *[]){NULL}, 24, 80, &e), "wanted a fault");
	want(strstr(e.text, "cannot start /nonexistent/program"), "got \"%s\"", e.text);
	child_finish(&c);
	start_shell(&c, "printf once; exit 3");
	want(!child_wait(&c, &w), "wanted no word of it");
	int status = 0;
	want(child_end(&c, PATIENCE, &status) >= 0, "wanted its end");
	want_number("status", 3, WEXITSTATUS(status));
	child_finish(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_median_is_the_one_in_the_middle_or_between_the_two),
		cmocka_unit_test(what_never_came_is_above_all_that_came),
		cmocka_unit_test(a_percentile_is_the_least_that_as_many_are_not_above),
		cmocka_unit_test(texts_and_sets_are_the_same_everywhere),
		cmocka_unit_test(prose_says_where_it_begins_ends_and_has_its_middle),
		cmocka_unit_test(a_set_is_without_fault_and_its_quotes_stand_where_it_says),
		cmocka_unit_test(what_was_made_is_kept_until_the_size_changes),
		cmocka_unit_test(the_chart_is_well_formed_and_has_each_figure_as_text),
		cmocka_unit_test(an_answer_in_two_steps_counts_to_the_last_of_them),
		cmocka_unit_test(what_changes_outer_rows_alone_is_no_answer),
		cmocka_unit_test(a_program_that_ends_or_is_not_there_is_told),
	};
	return cmocka_run_group_tests_name("bench", tests, NULL, NULL);
}
