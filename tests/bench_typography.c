// SPDX-License-Identifier: ISC
// How even the lines are: the mean squared slack of all lines but the last of
// each paragraph, and the share of lines that end in a hyphen, beside first fit, fmt and w3m
// over the same paragraphs.  And what laying out takes.  Prints tables; judges nothing.
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"
#include "document/document.h"
#include "page/hyphenation.h"
#include "page/layout.h"

enum { LONG_PROSE = 200 }; // [byte] of a paragraph that is prose, and not a heading

struct score {
	double squares;
	size_t lines, hyphens;
};

static void add_line(struct score *s, int width, int cols, bool has_hyphen)
{
	s->squares += (double)(width - cols) * (width - cols);
	s->lines++;
	s->hyphens += has_hyphen;
}

static void print_score(const char *name, const struct score *s, const struct score *base)
{
	double mean = s->lines ? s->squares / (double)s->lines : 0;
	double first = base->lines ? base->squares / (double)base->lines : 0;
	printf("  %-22s %7.2f  %5.0f %%  %5.1f %%\n", name, mean,
	       first > 0 ? 100.0 * (mean / first - 1) : 0.0,
	       s->lines ? 100.0 * (double)s->hyphens / (double)s->lines : 0.0);
}

// The prose of a document, a paragraph each.
struct prose {
	struct paragraph *all;
	size_t count, capacity;
};

static void read_prose(struct prose *prose, const struct document *d)
{
	for (uint64_t pos = document_begin(d); pos < document_end(d);) {
		struct paragraph p;
		if (!document_paragraph(d, pos, &p))
			return;
		pos = p.end;
		if (p.kind != PARAGRAPH_TEXT || p.len < LONG_PROSE) {
			paragraph_done(&p);
			continue;
		}
		prose->all = mem_reserve(prose->all, &prose->capacity, prose->count + 1,
					 sizeof *prose->all);
		prose->all[prose->count++] = p;
	}
}

static struct score set_ourselves(const struct prose *prose, const struct setting *s)
{
	struct score score = {0};
	for (size_t i = 0; i < prose->count; i++) {
		struct layout l;
		layout_init(&l, &prose->all[i], s);
		for (size_t k = 0; k + 1 < l.line_count; k++)
			add_line(&score, s->width, l.lines[k].cols, l.lines[k].has_hyphen);
		layout_done(&l);
	}
	return score;
}

// Feeds the prose to a command through a file, a blank line (or what MARKUP begins a paragraph
// with) between two, and measures what it prints.
static struct score set_by(const struct prose *prose, const char *command, int width,
			   const char *markup)
{
	struct score score = {0};
	char path[] = "/tmp/kantlijn-bench-XXXXXX", line[65536], shell[512];
	int fd = mkstemp(path);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out)
		return score;
	for (size_t i = 0; i < prose->count; i++)
		fprintf(out, "%s%s\n\n", markup, prose->all[i].text);
	fclose(out);
	snprintf(shell, sizeof shell, command, width, path);
	FILE *in = popen(shell, "r");
	int last = -1;
	while (in && fgets(line, sizeof line, in)) {
		size_t n = strcspn(line, "\n");
		while (n > 0 && line[n - 1] == ' ')
			n--;
		int cols = utf8_columns(line, n);
		if (cols > 0 && last > 0)
			add_line(&score, width, last, false);
		last = cols;
	}
	if (in)
		pclose(in);
	unlink(path);
	return score;
}

static bool has(const char *program)
{
	char shell[128];
	snprintf(shell, sizeof shell, "command -v %s >/dev/null", program);
	return system(shell) == 0;
}

static void compare(const struct prose *prose, struct hyphenation *h, int width)
{
	struct setting first = {.width = width, .is_tight = true}, total = {.width = width};
	struct setting hyphens = {.width = width, .hyphenation = h};
	struct score base = set_ourselves(prose, &first), score;
	printf("%d columns            mean squared slack  change  hyphens\n", width);
	print_score("first fit", &base, &base);
	score = set_ourselves(prose, &total);
	print_score("total fit", &score, &base);
	score = set_ourselves(prose, &hyphens);
	print_score("Kantlijn", &score, &base);
	if (has("fmt")) {
		score = set_by(prose, "fmt -w %1$d -g %1$d %2$s", width, "");
		print_score("fmt", &score, &base);
	}
	if (has("w3m")) {
		score = set_by(prose, "w3m -dump -I UTF-8 -O UTF-8 -T text/html -cols %1$d %2$s",
			       width, "<p>");
		print_score("w3m -dump", &score, &base);
	}
}

static double milliseconds(const struct timespec *from)
{
	struct timespec to;
	clock_gettime(CLOCK_MONOTONIC, &to);
	return (double)(to.tv_sec - from->tv_sec) * 1e3 +
	       (double)(to.tv_nsec - from->tv_nsec) / 1e6;
}

static void time_layout(const char *what, const struct prose *prose, const struct setting *s)
{
	struct timespec from;
	clock_gettime(CLOCK_MONOTONIC, &from);
	set_ourselves(prose, s);
	printf("  %-48s %8.2f ms\n", what, milliseconds(&from));
}

// One paragraph of SIZE bytes, made of the prose.
static struct paragraph long_paragraph(const struct prose *prose, size_t size)
{
	struct buf text = {0};
	for (size_t i = 0; text.len < size && prose->count; i = (i + 1) % prose->count) {
		buf_add(&text, prose->all[i].text, prose->all[i].len);
		buf_add_char(&text, ' ');
	}
	while (text.len > size || (text.len && (text.data[text.len - 1] & 0x80)))
		text.len--;
	text.data[text.len] = '\0';
	struct paragraph p = {.len = (uint32_t)text.len};
	p.text = buf_take(&text);
	return p;
}

static void bench(const char *path, const char *language)
{
	struct err e = {0};
	struct source *source = source_open(path, &e);
	if (!source) {
		printf("# skip: %s\n", e.text);
		return;
	}
	struct document d;
	struct prose prose = {0};
	struct timespec from;
	document_init(&d, source);
	clock_gettime(CLOCK_MONOTONIC, &from);
	struct hyphenation *h = hyphenation_open(language);
	hyphenation_complete(h);
	double loading = milliseconds(&from);
	read_prose(&prose, &d);
	printf("%s: %zu paragraphs, hyphens of \"%s\"%s\n", path, prose.count, language,
	       h ? "" : " are not installed");
	static const int widths[] = {40, 50, 66, 72};
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
		compare(&prose, h, widths[i]);
	printf("times\n  %-48s %8.2f ms\n", "hyphenation_open", loading);
	struct setting s = {.width = 66, .hyphenation = h};
	time_layout("all of it, 66 columns", &prose, &s);
	struct paragraph one = long_paragraph(&prose, 60 * 1024);
	struct prose single = {.all = &one, .count = 1};
	time_layout("a paragraph of 60 KiB, 66 columns", &single, &s);
	s.width = 40;
	time_layout("a paragraph of 60 KiB, 40 columns", &single, &s);
	paragraph_done(&one);
	one = long_paragraph(&prose, 3000);
	time_layout("3000 bytes (a screen), 40 columns", &single, &s);
	paragraph_done(&one);
	for (size_t i = 0; i < prose.count; i++)
		paragraph_done(&prose.all[i]);
	free(prose.all);
	hyphenation_close(h);
	document_done(&d);
}

// Pairs of arguments: a text and its language.
int main(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2)
		bench(argv[i], argv[i + 1]);
	return 0;
}
