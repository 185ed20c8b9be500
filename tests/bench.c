// SPDX-License-Identifier: ISC
// How fast Kantlijn is beside the programs that one would use instead, all of them in one run:
// makes the texts, measures, and prints tables and a chart.  Judges by what is required of it, but
// fails only when it cannot measure.
//   bench [OPTION]… [PART]…     without a PART: all of them; --help tells more
#include "config.h"

#include <getopt.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench_chart.h"
#include "bench_parts.h"
#include "bench_texts.h"

enum { MEGABYTE = 1000000, MOST_SIZE = 1000, LINE_SIZE = 100, SCRIPTS_SIZE = 10 }; // [MB]

struct arguments {
	const char *kantlijn, *floor, *editorial, *folder, *chart;
	double size, runs, keys, patience, idle, annotations;
};

static const struct {
	const char *name, *what;
	size_t offset;
	bool is_number;
} options[] = {
	{"kantlijn", "the program", offsetof(struct arguments, kantlijn), false},
	{"floor", "the bare curses program", offsetof(struct arguments, floor), false},
	{"editorial", "a text with its set beside it", offsetof(struct arguments, editorial),
	 false},
	{"folder", "where texts are kept", offsetof(struct arguments, folder), false},
	{"chart", "where the chart goes", offsetof(struct arguments, chart), false},
	{"size", "of the long text [MB], at most 1000", offsetof(struct arguments, size), true},
	{"annotations", "in the set on it", offsetof(struct arguments, annotations), true},
	{"runs", "how often each program is started", offsetof(struct arguments, runs), true},
	{"keys", "how often each key is pressed", offsetof(struct arguments, keys), true},
	{"patience", "for anything at all [s]", offsetof(struct arguments, patience), true},
	{"idle", "how long nothing is done [s]", offsetof(struct arguments, idle), true},
};

enum { OPTIONS = sizeof options / sizeof *options };

static void usage(FILE *out)
{
	fputs("usage: bench [--OPTION=VALUE]... [PART]...\n", out);
	for (size_t i = 0; i < OPTIONS; i++)
		fprintf(out, "  --%-14s %s\n", options[i].name, options[i].what);
	for (size_t i = 0; i < bench_part_count; i++)
		fprintf(out, "  %-16s %s\n", bench_parts[i].name, bench_parts[i].what);
}

static bool read_option(struct arguments *a, size_t which, const char *value)
{
	char *at = (char *)a + options[which].offset, *end;
	if (!options[which].is_number) {
		memcpy(at, &value, sizeof value);
		return true;
	}
	double number = strtod(value, &end);
	memcpy(at, &number, sizeof number);
	return end != value && !*end && number > 0;
}

static bool read_arguments(struct arguments *a, int argc, char **argv)
{
	struct option list[OPTIONS + 1] = {{0}};
	for (size_t i = 0; i < OPTIONS; i++)
		list[i] = (struct option){options[i].name, required_argument, NULL, (int)i};
	for (int c; (c = getopt_long(argc, argv, "", list, NULL)) >= 0;)
		if (c >= OPTIONS || !read_option(a, (size_t)c, optarg))
			return false;
	return a->kantlijn && a->floor && a->editorial && a->size <= MOST_SIZE;
}

static const char *path_in(const char *folder, const char *name)
{
	struct buf path = {0};
	buf_printf(&path, "%s/%s", folder, name);
	return buf_take(&path);
}

static const char *title_of(const char *what, double size)
{
	struct buf title = {0};
	buf_printf(&title, "%.6g MB %s", size, what);
	return buf_take(&title);
}

static bool make_texts(struct bench *b, const struct arguments *a, struct err *e)
{
	static const char *const names[TEXTS] = {NULL, "prose.txt", "line.txt", "scripts.txt",
						 "random.txt"};
	static const char *const titles[TEXTS] = {NULL, "of prose", "in one line",
						  "of twelve scripts and emoji", "of random bytes"};
	static const enum bench_kind kinds[TEXTS] = {0, BENCH_PROSE, BENCH_LINE, BENCH_SCRIPTS,
						     BENCH_RANDOM};
	double sizes[TEXTS] = {0, a->size, LINE_SIZE, SCRIPTS_SIZE, SCRIPTS_SIZE};
	if (mkdir(a->folder, 0777) < 0 && access(a->folder, W_OK) < 0)
		return err_set(e, "cannot make the folder %s", a->folder);
	b->texts[TEXT_EDITORIAL] = a->editorial;
	b->titles[TEXT_EDITORIAL] = "a page with its claims";
	for (enum bench_text i = TEXT_PROSE; i < TEXTS; i++) {
		double size = sizes[i] < a->size ? sizes[i] : a->size;
		b->texts[i] = path_in(a->folder, names[i]);
		b->titles[i] = title_of(titles[i], size);
		if (!bench_keep_text(b->texts[i], kinds[i], (uint64_t)(size * MEGABYTE), e))
			return false;
	}
	b->moved = path_in(a->folder, "moved.txt");
	b->set = path_in(a->folder, "prose.set");
	return bench_keep_set(b->set, b->texts[TEXT_PROSE], b->annotations, e);
}

// Ratios of short times to shorter ones grow on a machine that does other things: so it is told.
static void print_load(const char *when)
{
	double load;
	if (getloadavg(&load, 1) == 1)
		printf("\nat the %s: %.1f programs waited for %ld processors%s\n", when, load,
		       sysconf(_SC_NPROCESSORS_ONLN),
		       load > 1.5 ? ", so take only \"work\" for sound" : "");
}

static void run_part(struct bench *b, const struct bench_part *part)
{
	double from = bench_now();
	part->run(b);
	printf("\n(the part \"%s\" took %.0f s)\n", part->name, (bench_now() - from) / 1e3);
	fflush(stdout);
}

static bool run_parts(struct bench *b, int count, char **names)
{
	for (int i = 0; i < count; i++) {
		size_t k = 0;
		while (k < bench_part_count && strcmp(names[i], bench_parts[k].name) != 0)
			k++;
		if (k == bench_part_count) {
			fprintf(stderr, "bench: there is no part \"%s\"\n", names[i]);
			return false;
		}
		run_part(b, &bench_parts[k]);
	}
	for (size_t k = 0; count == 0 && k < bench_part_count; k++)
		if (!bench_parts[k].is_extra)
			run_part(b, &bench_parts[k]);
	return true;
}

static bool write_chart(const struct report *r, const char *path)
{
	struct buf chart = {0};
	chart_write(r, &chart);
	FILE *out = fopen(path, "w");
	bool is_written = out && fwrite(chart.data, 1, chart.len, out) == chart.len;
	is_written = out && fclose(out) == 0 && is_written;
	buf_done(&chart);
	if (!is_written)
		fprintf(stderr, "bench: cannot write the chart %s\n", path);
	else
		printf("chart: %s\n", path);
	return is_written;
}

int main(int argc, char **argv)
{
	static struct bench b;
	struct arguments a = {.folder = "bench",
			      .size = MOST_SIZE,
			      .runs = 9,
			      .keys = 300,
			      .patience = 20,
			      .idle = 5,
			      .annotations = 1e6};
	struct err e = {0};
	if (!read_arguments(&a, argc, argv)) {
		usage(stderr);
		return 2;
	}
	b.places = (struct bench_places){a.kantlijn, a.floor, path_in(a.folder, "home")};
	b.annotations = (uint64_t)a.annotations;
	b.runs = (size_t)a.runs;
	b.keys = (size_t)a.keys;
	b.patience = a.patience * 1e3;
	b.idle = a.idle * 1e3;
	b.report.patience = b.patience;
	if (!make_texts(&b, &a, &e)) {
		fprintf(stderr, "bench: %s\n", e.text);
		return 1;
	}
	bench_forget_homes(&b.places);
	print_load("begin");
	if (!run_parts(&b, argc - optind, argv + optind))
		return 2;
	print_load("end");
	report_sum(&b.report);
	bool is_done = !a.chart || write_chart(&b.report, a.chart);
	report_done(&b.report);
	return is_done ? 0 : 1;
}
