// SPDX-License-Identifier: ISC
#include "config.h"

#include "bench_report.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

// --- Statistics ---

void samples_add(struct samples *s, double sample)
{
	s->all = mem_reserve(s->all, &s->capacity, s->count + 1, sizeof *s->all);
	size_t i = s->count++;
	for (; i > 0 && s->all[i - 1] > sample; i--) // they are kept in their order
		s->all[i] = s->all[i - 1];
	s->all[i] = sample;
}

void samples_done(struct samples *s)
{
	free(s->all);
	*s = (struct samples){0};
}

double samples_median(const struct samples *s)
{
	if (s->count == 0)
		return NAN;
	double upper = s->all[s->count / 2];
	return s->count % 2 ? upper : (s->all[s->count / 2 - 1] + upper) / 2;
}

double samples_part(const struct samples *s, double fraction)
{
	if (s->count == 0)
		return NAN;
	size_t rank = (size_t)ceil(fraction * (double)s->count - 1e-9);
	return s->all[rank > 0 ? rank - 1 : 0];
}

// --- What is required ---

enum statistic { MEDIAN, PART_99, BYTES };

static const char *const statistic_names[] = {"median", "99th percentile", "bytes a key"};

struct requirement {
	const char *id, *row; // what it is about
	enum statistic statistic;
	double factor;			// of the median of the other, or a number by itself
	const char *base_id, *base_row; // NULL: by itself
};

#define MARGIN_OPEN "Kantlijn, margin open"
#define SEARCHING "Kantlijn, searching"
#define MIB (1024.0 * 1024)

static const struct requirement requirements[] = {
	{"start-editorial", "Kantlijn", MEDIAN, 2, "start-editorial", "less"},
	{"start-prose", "Kantlijn", MEDIAN, 1.2, "start-editorial", "Kantlijn"},
	{"start-line", "Kantlijn", MEDIAN, 1.5, "start-editorial", "Kantlijn"},
	{"start-set", "Kantlijn", MEDIAN, 300, NULL, NULL},
	{"key-line", "Kantlijn", MEDIAN, 1.2, "key-line", "less"},
	{"key-line", "Kantlijn", PART_99, 8, NULL, NULL},
	{"key-line", "Kantlijn", BYTES, 200, NULL, NULL},
	{"key-line", MARGIN_OPEN, MEDIAN, 1.2, "key-line", "less"},
	{"key-line", MARGIN_OPEN, PART_99, 8, NULL, NULL},
	{"key-line", SEARCHING, MEDIAN, 1.2, "key-line", "less"},
	{"key-line", SEARCHING, PART_99, 8, NULL, NULL},
	{"key-screen", "Kantlijn", MEDIAN, 1.2, "key-screen", "less"},
	{"key-screen", "Kantlijn", PART_99, 8, NULL, NULL},
	{"key-screen", MARGIN_OPEN, MEDIAN, 1.2, "key-screen", "less"},
	{"key-screen", MARGIN_OPEN, PART_99, 8, NULL, NULL},
	{"key-claim", "Kantlijn", MEDIAN, 1.2, "key-screen", "less"},
	{"key-claim", "Kantlijn", PART_99, 8, NULL, NULL},
	{"end-prose", "Kantlijn", MEDIAN, 1, "end-prose", "less"},
	{"half-prose", "Kantlijn", MEDIAN, 1, "end-prose", "less"},
	{"after-end-prose", "Kantlijn", PART_99, 8, NULL, NULL},
	{"after-half-prose", "Kantlijn", PART_99, 8, NULL, NULL},
	{"end-line", "Kantlijn", MEDIAN, 20, NULL, NULL},
	{"half-line", "Kantlijn", MEDIAN, 20, NULL, NULL},
	{"screen-line", "Kantlijn", MEDIAN, 5, NULL, NULL},
	{"own-editorial", "Kantlijn", MEDIAN, 24 * MIB, NULL, NULL},
	{"own-prose", "Kantlijn", MEDIAN, 24 * MIB, NULL, NULL},
	{"own-set", "Kantlijn", MEDIAN, 1024 * MIB, NULL, NULL},
	{"idle", "Kantlijn", MEDIAN, 0, NULL, NULL},
	{"wake-ups", "Kantlijn", MEDIAN, 0, NULL, NULL},
};

static double statistic_of(const struct report_row *row, enum statistic statistic)
{
	if (!row)
		return NAN;
	if (statistic == BYTES)
		return samples_median(&row->bytes);
	return statistic == MEDIAN ? samples_median(&row->values)
				   : samples_part(&row->values, 0.99);
}

static const struct report_row *find_row(const struct report *r, const char *id, const char *name)
{
	const struct measure *m = report_find(r, id);
	return m ? measure_find(m, name) : NULL;
}

static void print_requirement(struct report *r, const struct measure *m,
			      const struct requirement *q)
{
	const char *unit = q->statistic == BYTES ? "byte" : m->unit;
	double value = statistic_of(measure_find(m, q->row), q->statistic);
	double limit = q->factor;
	struct buf words = {0}, is = {0};
	if (q->base_id) {
		limit *= statistic_of(find_row(r, q->base_id, q->base_row), MEDIAN);
		buf_printf(&words, "at most %.3g × %s", q->factor, q->base_row);
		if (strcmp(q->base_id, m->id) != 0)
			buf_printf(&words, " of \"%s\"",
				   report_find(r, q->base_id) ? report_find(r, q->base_id)->title
							      : q->base_id);
	} else {
		buf_add_string(&words, "at most ");
		report_number(r, unit, q->factor, &words);
		buf_printf(&words, " %s", unit);
	}
	report_number(r, unit, value, &is);
	bool is_known = !isnan(value) && !isnan(limit);
	printf("  required of %s: %s %s; %s: %s\n", q->row, statistic_names[q->statistic],
	       buf_string(&words), buf_string(&is),
	       !is_known	? "not known in this run"
	       : value <= limit ? "holds"
				: "DOES NOT HOLD");
	r->required++;
	r->failed += is_known && value > limit;
	r->unknown += !is_known;
	buf_done(&words);
	buf_done(&is);
}

// --- Tables ---

struct measure *report_begin(struct report *r, const char *id, const char *title, const char *unit)
{
	assert(r->count < REPORT_MEASURES);
	struct measure *m = &r->measures[r->count++];
	*m = (struct measure){.id = id, .title = title, .unit = unit};
	return m;
}

struct report_row *measure_add(struct measure *m, const char *name)
{
	assert(m->count < REPORT_ROWS);
	struct report_row *row = &m->rows[m->count++];
	*row = (struct report_row){.name = name};
	return row;
}

const struct measure *report_find(const struct report *r, const char *id)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->measures[i].id, id) == 0)
			return &r->measures[i];
	return NULL;
}

const struct report_row *measure_find(const struct measure *m, const char *name)
{
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->rows[i].name, name) == 0)
			return &m->rows[i];
	return NULL;
}

void report_number(const struct report *r, const char *unit, double value, struct buf *out)
{
	bool is_size = strcmp(unit, "byte") == 0;
	if (isnan(value))
		buf_add_string(out, "–");
	else if (isinf(value))
		buf_printf(out, "> %.0f", r->patience);
	else if (is_size && value >= MIB)
		buf_printf(out, "%.1f Mi", value / MIB);
	else if (is_size && value >= 10000)
		buf_printf(out, "%.0f Ki", value / 1024);
	else
		buf_printf(out, "%.*f", is_size || value >= 100 ? 0 : value >= 10 ? 1 : 2, value);
}

static void print_cell(const struct report *r, const char *unit, double value)
{
	struct buf text = {0};
	report_number(r, unit, value, &text);
	// The dash has three bytes in one column.
	printf(" %*s", isnan(value) ? 12 : 10, buf_string(&text));
	buf_done(&text);
}

static void print_ratio(const struct report *r, double value, double base)
{
	struct buf text = {0};
	if (isnan(value) || isnan(base) || base <= 0 || isinf(base))
		buf_add_string(&text, "–");
	else if (isinf(value))
		buf_printf(&text, "> %.0f", r->patience / base);
	else
		buf_printf(&text, value / base < 10 ? "%.2f" : "%.0f", value / base);
	printf(" %*s", strcmp(buf_string(&text), "–") == 0 ? 12 : 10, buf_string(&text));
	buf_done(&text);
}

// The columns that a table has besides the median.
struct columns {
	bool has_part, has_bytes, has_work;
	double value, work; // of the row with which others are compared; NAN: none
};

static void print_heads(const struct measure *m, const struct columns *c, const char *base)
{
	printf("\n%s [%s]\n  %-26s %4s %10s", m->title, m->unit, "", "n", "median");
	if (c->has_part)
		printf(" %10s", "99 %");
	if (base)
		printf(" %10s", "ratio");
	if (c->has_work)
		printf(" %10s %10s", "work", "ratio");
	if (c->has_bytes)
		printf(" %10s", "[byte]");
	if (base)
		printf("   ratios to %s", base);
	putchar('\n');
}

static void print_row(const struct report *r, const struct measure *m, const struct columns *c,
		      const struct report_row *row, const char *base)
{
	printf("  %-26s %4zu", row->name, row->values.count);
	print_cell(r, m->unit, statistic_of(row, MEDIAN));
	if (c->has_part)
		print_cell(r, m->unit, statistic_of(row, PART_99));
	if (base)
		print_ratio(r, statistic_of(row, MEDIAN), c->value);
	if (c->has_work) {
		print_cell(r, "ms", samples_median(&row->work));
		print_ratio(r, samples_median(&row->work), c->work);
	}
	if (c->has_bytes)
		print_cell(r, "byte", statistic_of(row, BYTES));
	putchar('\n');
}

void report_print(struct report *r, const struct measure *m, const char *base)
{
	const struct report_row *row = base ? measure_find(m, base) : NULL;
	struct columns c = {.has_part = m->has_part, .value = NAN, .work = NAN};
	if (row) {
		c.value = samples_median(&row->values);
		c.work = samples_median(&row->work);
	}
	for (size_t i = 0; i < m->count; i++) {
		c.has_bytes |= m->rows[i].bytes.count > 0;
		c.has_work |= m->rows[i].work.count > 0;
	}
	print_heads(m, &c, base);
	for (size_t i = 0; i < m->count; i++)
		if (m->rows[i].values.count > 0)
			print_row(r, m, &c, &m->rows[i], base);
	for (size_t i = 0; i < sizeof requirements / sizeof *requirements; i++)
		if (strcmp(requirements[i].id, m->id) == 0)
			print_requirement(r, m, &requirements[i]);
	fflush(stdout);
}

void report_sum(const struct report *r)
{
	printf("\n%zu of %zu requirements hold, %zu do not", r->required - r->failed - r->unknown,
	       r->required, r->failed);
	printf(r->unknown ? ", %zu are not known in this run\n" : "\n", r->unknown);
}

void report_done(struct report *r)
{
	for (size_t i = 0; i < r->count; i++) {
		for (size_t k = 0; k < r->measures[i].count; k++) {
			samples_done(&r->measures[i].rows[k].values);
			samples_done(&r->measures[i].rows[k].bytes);
			samples_done(&r->measures[i].rows[k].work);
		}
	}
	r->count = 0;
}
