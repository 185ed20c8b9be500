// SPDX-License-Identifier: ISC
#include "config.h"

#include "bench_chart.h"

#include <math.h>
#include <string.h>

enum {
	WIDTH = 760, // [px] of the whole
	LEFT = 140,  // [px] where bars begin
	RIGHT = 80,  // [px] for the figures behind the longest bar
	BAR = 11,    // [px] of a bar
	STEP = 16,   // [px] from one bar to the next
	HEAD = 22,   // [px] of a group's title
	GAP = 10,    // [px] between groups
	TOP = 58,    // [px] above the first group
	BOTTOM = 30, // [px] below the last
};

static const double LEAST = 0.1, MOST = 100000; // [ms] of the axis

// What the chart shows.
static const struct {
	const char *id, *title; // NULL: as in the tables
} groups[] = {
	{"start-editorial", "First screen: a page, with its claims in the margin"},
	{"start-prose", NULL},
	{"start-line", NULL},
	{"start-set", NULL},
	{"key-line", NULL},
	{"end-prose", NULL},
	{"after-end-prose", "… and the first key there, a line up"},
	{"end-line", NULL},
	{"search", NULL},
};

enum { GROUPS = sizeof groups / sizeof *groups };

static void add_escaped(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '&')
			buf_add_string(out, "&amp;");
		else if (*s == '<')
			buf_add_string(out, "&lt;");
		else if (*s == '>')
			buf_add_string(out, "&gt;");
		else
			buf_add_char(out, *s);
	}
}

static void add_figure(struct buf *out, const struct report *r, double value)
{
	bool is_late = isinf(value);
	value = is_late ? r->patience : value;
	buf_add_string(out, is_late ? "&gt; " : "");
	if (value >= 1000)
		buf_printf(out, "%.3g s", value / 1e3);
	else
		buf_printf(out, "%.*f ms", value >= 100 ? 0 : value >= 10 ? 1 : 2, value);
}

// The chart leaves out what only the tables need: states of the program, and what is no reader.
static bool is_shown(const struct report_row *row)
{
	return row->values.count > 0 && strncmp(row->name, "Kantlijn,", 9) != 0 &&
	       strcmp(row->name, "cat") != 0;
}

static int shown_rows(const struct measure *m)
{
	int count = 0;
	for (size_t i = 0; i < m->count; i++)
		count += is_shown(&m->rows[i]);
	return count;
}

static double bar_length(double value)
{
	double most = log10(MOST / LEAST), length = isinf(value) ? most : log10(value / LEAST);
	length = length < 0.02 ? 0.02 : length > most ? most : length;
	return length / most * (WIDTH - LEFT - RIGHT);
}

static void add_axis(struct buf *out, int height)
{
	static const char *const names[] = {"0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s"};
	for (int i = 0; i < 6; i++) {
		double x = LEFT + bar_length(LEAST * pow(10, i)) * (i > 0);
		buf_printf(out,
			   "<line class=\"axis\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n"
			   "<text class=\"small\" x=\"%.1f\" y=\"%d\" "
			   "text-anchor=\"middle\">%s</text>\n",
			   x, TOP - 8, x, height - BOTTOM + 6, x, height - 8, names[i]);
	}
}

static bool is_ours(const struct report_row *row)
{
	return strncmp(row->name, "Kantlijn", 8) == 0;
}

static void add_row(struct buf *out, const struct report *r, const struct report_row *row, int y)
{
	double value = samples_median(&row->values), length = bar_length(value);
	buf_printf(out, "<text class=\"name%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">",
		   is_ours(row) ? " ours" : "", LEFT - 8, y + BAR - 2);
	add_escaped(out, row->name);
	buf_printf(out,
		   "</text>\n<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n"
		   "<text class=\"figure%s\" x=\"%.1f\" y=\"%d\">",
		   is_ours(row)	  ? "ours"
		   : isinf(value) ? "late"
				  : "peer",
		   LEFT, y, length, BAR, is_ours(row) ? " ours" : "", LEFT + length + 6,
		   y + BAR - 2);
	add_figure(out, r, value);
	buf_add_string(out, "</text>\n");
}

static void add_description(struct buf *out, const struct report *r)
{
	for (size_t i = 0; i < GROUPS; i++) {
		const struct measure *m = report_find(r, groups[i].id);
		if (!m)
			continue;
		add_escaped(out, groups[i].title ? groups[i].title : m->title);
		const char *before = ": ";
		for (size_t k = 0; k < m->count; k++) {
			if (!is_shown(&m->rows[k]))
				continue;
			buf_add_string(out, before);
			before = ", ";
			add_escaped(out, m->rows[k].name);
			buf_add_char(out, ' ');
			add_figure(out, r, samples_median(&m->rows[k].values));
		}
		buf_add_string(out, ". ");
	}
}

static int height_of(const struct report *r)
{
	int height = TOP + BOTTOM;
	for (size_t i = 0; i < GROUPS; i++) {
		const struct measure *m = report_find(r, groups[i].id);
		height += m ? HEAD + GAP + STEP * shown_rows(m) : 0;
	}
	return height;
}

static void add_head(struct buf *out, const struct report *r, int height)
{
	buf_printf(out,
		   "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" role=\"img\" "
		   "aria-labelledby=\"title desc\" viewBox=\"0 0 %d %d\" width=\"%d\" "
		   "height=\"%d\">\n"
		   "<title id=\"title\">How long programs take, in one run</title>\n"
		   "<desc id=\"desc\">",
		   WIDTH, height, WIDTH, height);
	add_description(out, r);
	buf_add_string(out, "</desc>\n<style>\n"
			    "text { font: 11.5px sans-serif; fill: #333 }\n"
			    ".title { font-size: 15px; font-weight: bold }\n"
			    ".group { font-weight: bold }\n"
			    ".small { font-size: 11px; fill: #666 }\n"
			    "text.ours { font-weight: bold; fill: #00566b }\n"
			    "rect.ours { fill: #00829b }\n"
			    "rect.peer { fill: #a9a9a9 }\n"
			    "rect.late { fill: none; stroke: #8a8a8a; stroke-dasharray: 4 3 }\n"
			    ".axis { stroke: #ccc; stroke-width: 1 }\n"
			    "@media (prefers-color-scheme: dark) {\n"
			    "text { fill: #ddd }\n"
			    ".small { fill: #aaa }\n"
			    "text.ours { fill: #7fdcf0 }\n"
			    "rect.ours { fill: #35b5cf }\n"
			    "rect.peer { fill: #787878 }\n"
			    "rect.late { stroke: #999 }\n"
			    ".axis { stroke: #444 }\n"
			    "}\n</style>\n");
}

void chart_write(const struct report *r, struct buf *out)
{
	int height = height_of(r), y = TOP;
	add_head(out, r, height);
	buf_printf(out,
		   "<text class=\"title\" x=\"10\" y=\"22\">How long programs take</text>\n"
		   "<text class=\"small\" x=\"10\" y=\"40\">medians of one run, in a terminal of "
		   "%d × %d, on an axis in powers of ten; dashed: not in time</text>\n",
		   120, 40);
	add_axis(out, height);
	for (size_t i = 0; i < GROUPS; i++) {
		const struct measure *m = report_find(r, groups[i].id);
		if (!m)
			continue;
		buf_printf(out, "<text class=\"group\" x=\"10\" y=\"%d\">", y + 14);
		add_escaped(out, groups[i].title ? groups[i].title : m->title);
		buf_add_string(out, "</text>\n");
		y += HEAD;
		for (size_t k = 0; k < m->count; k++) {
			if (is_shown(&m->rows[k])) {
				add_row(out, r, &m->rows[k], y);
				y += STEP;
			}
		}
		y += GAP;
	}
	buf_add_string(out, "</svg>\n");
}
