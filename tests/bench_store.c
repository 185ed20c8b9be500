// SPDX-License-Identifier: ISC
// What it costs to open a text with a store of 20,000 notes on 500 texts, beside opening it without
// one: until the text can be shown, and until all notes on it have their places.  Prints a table;
// judges nothing.
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "knowledge/selection.h"
#include "reader/session.h"
#include "store/store.h"
#include "tests/folder.h"

enum {
	DOCUMENTS = 500,
	NOTES = 40,	   // on each
	TIMES = 21,	   // of which the median counts
	PARAGRAPHS = 1500, // of a text
	NOW = 1700000000,  // [s] since 1970
};

static const struct budget no_end = {NULL, NULL};

static bool at_once(void *data)
{
	(void)data;
	return true;
}

static double milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

// Text number DOCUMENT, with words before it.
static void make_text(const char *path, unsigned document, unsigned paragraphs, const char *before)
{
	static const char *const words[] = {"harbour", "lantern", "ferry", "keeper", "bridge",
					    "winter",  "letter",  "wall",  "orchard"};
	struct buf text = {0};
	unsigned state = document * 7919 + 1;
	buf_add_string(&text, before);
	for (unsigned i = 0; i < paragraphs; i++) {
		for (unsigned k = 0; k < 30; k++) {
			state = state * 1664525u + 1013904223u;
			buf_printf(&text, "%s%s%u", k ? " " : "", words[(state >> 16) % 9],
				   (state >> 8) % 1000);
		}
		buf_printf(&text, " %u in %u.\n\n", i, document);
	}
	folder_write(path, text.data, text.len);
	buf_done(&text);
}

static void fail(const char *what, const struct err *e)
{
	printf("%s: %s\n", what, e->text);
	exit(1);
}

static void open_session(struct session *s, const char *file, const char *store)
{
	struct err e = {0};
	struct options o = {.file = file, .store = store, .now = NOW};
	if (!session_open(s, &o, &e))
		fail(file, &e);
}

static void add_notes(const char *file, const char *store)
{
	struct session s;
	struct err e = {0};
	struct notebook_change changes[NOTES];
	struct note notes[NOTES];
	open_session(&s, file, store);
	session_finish(&s);
	const struct document *d = &s.document;
	uint64_t size = document_end(d) - document_begin(d);
	for (unsigned i = 0; i < NOTES; i++) {
		struct note *n = &notes[i];
		struct buf json = {0};
		uint64_t begin = document_begin(d) + size * i / NOTES;
		struct note_source on = notebook_source(s.notes, s.title, "en");
		note_init(n, NOTE_COMMENT);
		note_set(&n->text, "A note of a line or so, as one writes it in a margin.");
		n->place = selection_describe(d->source, d->index, begin, begin + 60);
		note_write(n, NULL, &on, "2023-11-14T22:13:20Z", &json);
		changes[i] = (struct notebook_change){n->id, buf_take(&json), {POS_NONE, POS_NONE}};
	}
	if (notebook_do(s.notes, changes, NOTES, "notes", NOW, &e) != NOTEBOOK_DONE)
		fail(file, &e);
	for (unsigned i = 0; i < NOTES; i++) {
		free((char *)(uintptr_t)changes[i].json);
		note_done(&notes[i]);
	}
	session_close(&s);
}

// Until the first step is taken, after which a screen can be shown; until all has its place.
static void open_once(const char *file, const char *store, double *shown, double *all,
		      size_t *notes)
{
	struct session s;
	double begin = milliseconds();
	open_session(&s, file, store);
	session_step(&s, (struct budget){at_once, NULL});
	*shown = milliseconds() - begin;
	while (session_step(&s, no_end) == STEP_MORE)
		;
	*all = milliseconds() - begin;
	*notes = notebook_count(s.notes);
	for (size_t i = 0; i < s.knowledge.note_count; i++)
		if (!annotation_has_place(&s.knowledge.annotations[s.knowledge.notes[i]]))
			*notes = 0;
	session_close(&s);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double median(double times[TIMES])
{
	qsort(times, TIMES, sizeof *times, compare);
	return times[TIMES / 2];
}

// In turns, so that whatever else the machine does falls on both.
static void measure(const char *name, const char *file, const char *store)
{
	double shown[2][TIMES], all[2][TIMES];
	size_t notes = 0, none;
	for (int i = 0; i < TIMES; i++) {
		open_once(file, NULL, &shown[0][i], &all[0][i], &none);
		open_once(file, store, &shown[1][i], &all[1][i], &notes);
	}
	double without = median(all[0]), with = median(all[1]);
	double first_without = median(shown[0]), first = median(shown[1]);
	printf("%-34s %5zu notes  first %7.2f %7.2f %+6.2f ms  all %7.2f %7.2f %+6.2f ms\n", name,
	       notes, first_without, first, first - first_without, without, with, with - without);
}

int main(void)
{
	struct folder texts, store;
	if (!folder_make(&texts) || !folder_make(&store)) {
		printf("there is no folder to be had\n");
		return 1;
	}
	char *file = folder_file(&texts, "a.txt"), *other = folder_file(&texts, "b.txt");
	for (unsigned i = 0; i < DOCUMENTS; i++) {
		make_text(other, i, 60, "");
		if (i == DOCUMENTS / 2)
			make_text(file, i, PARAGRAPHS, "");
		add_notes(i == DOCUMENTS / 2 ? file : other, store.path);
	}
	printf("%d notes on %d texts; medians of %d, without and with the store\n",
	       DOCUMENTS * NOTES, DOCUMENTS, TIMES);
	measure("a text with notes", file, store.path);
	measure("a short text with notes", other, store.path);
	make_text(other, DOCUMENTS / 2, PARAGRAPHS, "Edited.\n\n");
	measure("one that was edited", other, store.path);
	make_text(other, DOCUMENTS + 1, PARAGRAPHS, "");
	measure("one that is not known", other, store.path);
	free(file);
	free(other);
	folder_remove(&texts);
	folder_remove(&store);
	return 0;
}
