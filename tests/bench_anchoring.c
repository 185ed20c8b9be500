// SPDX-License-Identifier: ISC
// How well quotes are found again in a text that was edited: in an edition that people made, where
// what was quoted was taken away, and in copies with errors of every kind.  Prints tables; judges
// nothing.
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"
#include "tests/edits.h"
#include "tests/mutations.h"
#include "tests/trials.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
	QUOTES = 1000, // of each length
	MUTATED_QUOTES = 300,
	DELETED_QUOTES = 120,
};

struct options {
	bool dumps; // a line for each trial that is not right
	bool shows_lengths;
	FILE *cases;	  // where trials are written for other programs, or NULL
	const char *kind; // part of the names of the mutations to measure; NULL: all
};

static bool read_file(const char *path, struct buf *out)
{
	FILE *in = fopen(path, "rb");
	char piece[65536];
	size_t n;
	if (!in) {
		printf("# skip: cannot read %s\n", path);
		return false;
	}
	while ((n = fread(piece, 1, sizeof piece, in)) > 0)
		buf_add(out, piece, n);
	fclose(in);
	return true;
}

static const char *state_name(enum anchor_state state)
{
	static const char *const names[ANCHOR_STATES] = {"pending", "found", "changed", "doubtful",
							 "orphan"};
	return names[state];
}

static void print_piece(const char *name, const struct edited_text *t, uint32_t begin, uint32_t end)
{
	printf("\t%s=\"", name);
	for (uint32_t i = t->at[begin]; i < t->at[end]; i++)
		putchar(t->bytes[i] == '\n' ? ' ' : t->bytes[i]);
	putchar('"');
}

// A line for a trial that is not right: words, right answer, what came, and the quote.
static void dump(const char *kind, const struct trial *t, const struct edits *e)
{
	bool is_attached = t->state == ANCHOR_FOUND || t->state == ANCHOR_CHANGED;
	if (t->is_gone ? t->state == ANCHOR_ORPHAN
		       : is_attached && t->place_count == 1 && t->overlap >= 0.8)
		return;
	printf("dump\t%s\t%zu\tat %u-%u\t", kind, t->count, (unsigned)t->selector.start,
	       (unsigned)t->selector.end);
	if (t->is_gone)
		printf("gone");
	else
		printf("%u-%u", t->begin, t->end);
	printf("\t%s", state_name(t->state));
	if (t->got_begin != EDITS_NONE)
		printf(" %u-%u\tplaces=%u\toverlap=%.2f", t->got_begin, t->got_end, t->place_count,
		       t->overlap);
	print_piece("quote", &e->from, (uint32_t)t->selector.start, (uint32_t)t->selector.end);
	if (!t->is_gone)
		print_piece("truth", &e->to, t->begin, t->end);
	if (t->got_begin != EDITS_NONE)
		print_piece("got", &e->to, t->got_begin, t->got_end);
	putchar('\n');
}

// Anchors trials and adds them to TALLY, and writes them where they are wanted.
static void run(const struct options *o, const char *kind, struct trials *t, const struct edits *e,
		struct tally *tally)
{
	tally_add(tally, t, trials_anchor(t, e));
	for (size_t i = 0; o->dumps && i < t->count; i++)
		dump(kind, &t->all[i], e);
	if (o->cases) {
		trials_write_texts(o->cases, e);
		trials_write(o->cases, kind, t);
	}
}

static double percent(size_t part, size_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

static double time_each(const struct tally *t)
{
	size_t n = t->surviving + t->gone;
	return n ? t->time / (double)n : 0;
}

static void print_heading(const char *what)
{
	printf("%-14s  alive   right  changed  wrong (partly)  doubtful (right)  orphan  ambig"
	       "  edge | gone  attached (replaced)  doubtful  orphan | ms per 1,000\n",
	       what);
}

static void print_tally(const char *name, const struct tally *t)
{
	printf("%-14s %6zu %6.2f%% %7.2f%% %5.2f%% (%5.2f%%) %7.2f%% (%5.2f%%) %6.2f%% %5.2f%% "
	       "%5.2f | %4zu %6zu (%8zu) %9zu %7zu | %6.0f\n",
	       name, t->surviving, percent(t->right, t->surviving),
	       percent(t->changed, t->surviving), percent(t->wrong, t->surviving),
	       percent(t->partly, t->surviving), percent(t->doubtful, t->surviving),
	       percent(t->doubtful_right, t->surviving), percent(t->orphaned, t->surviving),
	       percent(t->ambiguous, t->surviving), t->right ? t->boundary / (double)t->right : 0.0,
	       t->gone, t->gone_attached, t->gone_at_replaced, t->gone_doubtful, t->gone_orphaned,
	       t->time);
	fflush(stdout);
}

// A line for each run of words that was changed into another.
static void dump_gaps(const struct edits *e)
{
	for (size_t i = 0; i < e->gap_count; i++) {
		const struct edited_gap *g = &e->gaps[i];
		printf("gap");
		print_piece("from", &e->from, e->words[g->first].begin,
			    e->words[g->first + g->count - 1].end);
		print_piece("to", &e->to, g->to_begin, g->to_end);
		putchar('\n');
	}
}

// Quotes of an edition, sought in a later one.
static void bench_editions(const struct options *o, const struct buf *from, const struct buf *to)
{
	static const size_t lengths[] = {1, 3, 8, 20, 60};
	struct edits e;
	struct generate g = {.seed = 2018};
	edits_compare(&e, from->data, from->len, to->data, to->len);
	size_t fates[3] = {0};
	for (size_t i = 0; i < e.word_count; i++)
		fates[e.words[i].fate]++;
	printf("%zu words, of which %.3f %% kept, %zu replaced, %zu gone\n", e.word_count,
	       percent(fates[FATE_KEPT], e.word_count), fates[FATE_REPLACED], fates[FATE_GONE]);
	if (o->dumps)
		dump_gaps(&e);
	print_heading("words");
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct trials t = {0};
		struct tally tally = {0};
		char name[16];
		size_t first;
		while (t.count < QUOTES && trials_choose(&g, &e, lengths[i], &first))
			trials_add(&t, &e, first, lengths[i]);
		run(o, "editions", &t, &e, &tally);
		snprintf(name, sizeof name, "%zu", lengths[i]);
		print_tally(name, &tally);
		trials_done(&t);
	}
	edits_done(&e);
}

enum {
	DELETED_AROUND = 60,  // [code point] on either side of the sentence
	DELETED_APART = 2000, // [code point] between two deletions
	MOST_DELETED = 200,   // in one copy of the text
};

// A piece of a text that is taken away, with the quote in it.
struct deletion {
	uint32_t begin, end; // [code point]
	size_t first, count; // words
	bool is_done;	     // in this copy of the text or in one before
	bool is_now;
};

static uint32_t code_point(const struct edited_text *t, uint32_t i)
{
	uint32_t cp;
	utf8_decode((const uint8_t *)t->bytes + t->at[i], t->size - t->at[i], &cp);
	return cp;
}

// True when a sentence ends before I: behind a stop, whatever closes with it, and a blank.
static bool ends_sentence(const struct edited_text *t, uint32_t i)
{
	if (i == 0 || i >= t->count || code_point(t, i - 1) == '\n')
		return true;
	if (code_point(t, i - 1) != ' ')
		return false;
	for (i--; i > 0; i--) {
		uint32_t cp = code_point(t, i - 1);
		if (cp == '.' || cp == '!' || cp == '?' || cp == 0x2026)
			return true;
		if (cp != 0x2019 && cp != 0x201D && cp != ')' && cp != '"')
			break;
	}
	return false;
}

static struct deletion delete_sentence(const struct edits *e, size_t first, size_t count)
{
	const struct edited_text *t = &e->from;
	struct deletion d = {.begin = e->words[first].begin,
			     .end = e->words[first + count - 1].end,
			     .first = first,
			     .count = count};
	while (!ends_sentence(t, d.begin))
		d.begin--;
	while (!ends_sentence(t, d.end))
		d.end++;
	d.begin = d.begin < DELETED_AROUND ? 0 : d.begin - DELETED_AROUND;
	d.end = d.end + DELETED_AROUND > t->count ? t->count : d.end + DELETED_AROUND;
	return d;
}

static int compare_deletions(const void *a, const void *b)
{
	const struct deletion *x = a, *y = b;
	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

// Takes some of the deletions that are not done yet out of C, and returns how many.
static size_t delete_some(const struct edits *e, struct deletion *all, size_t n, struct cells *c)
{
	size_t done = 0;
	struct cells kept = {.all = mem_new(c->count + 1, sizeof *c->all)};
	uint32_t last = 0;
	for (size_t i = 0; i < n; i++) {
		struct deletion *d = &all[i];
		d->is_now = done < MOST_DELETED && !d->is_done &&
			    (done == 0 || d->begin >= last + DELETED_APART);
		if (!d->is_now)
			continue;
		for (uint32_t k = last; k < d->begin; k++)
			kept.all[kept.count++] = c->all[k];
		last = d->end;
		d->is_done = true;
		done++;
	}
	for (uint32_t k = last; k < e->from.count; k++)
		kept.all[kept.count++] = c->all[k];
	kept.capacity = c->count + 1;
	cells_done(c);
	*c = kept;
	return done;
}

// Seeks QUOTES quotes of LENGTH words of which the sentence was taken away, after which the text
// went through a mutation (NULL: none): there is nothing to find.
static void bench_deleted(const struct options *o, const struct edits *e, size_t length,
			  size_t quotes, const struct mutation *m, struct generate *g,
			  struct tally *tally)
{
	struct deletion *all = mem_new(quotes, sizeof *all);
	size_t n = 0, first;
	while (n < quotes && trials_choose(g, e, length, &first))
		all[n++] = delete_sentence(e, first, length);
	qsort(all, n, sizeof *all, compare_deletions);
	for (size_t done = 0; done < n;) {
		struct cells c;
		struct edits edited;
		struct trials t = {0};
		cells_init(&c, &e->from);
		done += delete_some(e, all, n, &c);
		if (m)
			m->mutate(&c, g, m->rate);
		mutations_tell(&edited, e->from.bytes, e->from.size, &c);
		for (size_t i = 0; i < n; i++)
			if (all[i].is_now)
				trials_add(&t, &edited, all[i].first, all[i].count);
		run(o, m ? m->name : "deletions", &t, &edited, tally);
		trials_done(&t);
		edits_done(&edited);
		cells_done(&c);
	}
	free(all);
}

static void bench_deletions(const struct options *o, const struct buf *from)
{
	static const size_t lengths[] = {1, 2, 3, 5, 8, 12, 20, 40};
	struct edits e;
	struct generate g = {.seed = 12};
	edits_begin(&e, from->data, from->len);
	printf("sentences taken away, with %d characters on either side\n"
	       "words    quotes  attached  doubtful   orphan  ms per 1,000\n",
	       DELETED_AROUND);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct tally t = {0};
		bench_deleted(o, &e, lengths[i], QUOTES, NULL, &g, &t);
		printf("%-8zu %6zu  %7.2f%%  %7.2f%% %7.2f%% %6.0f\n", lengths[i], t.gone,
		       percent(t.gone_attached, t.gone), percent(t.gone_doubtful, t.gone),
		       percent(t.gone_orphaned, t.gone), time_each(&t) * 1000);
		fflush(stdout);
	}
	edits_done(&e);
}

static void bench_mutated(const struct options *o, const struct edits *e, size_t length,
			  const struct mutation *m, struct generate *g, struct tally *tally)
{
	struct cells c;
	struct edits edited;
	struct trials t = {0};
	size_t first;
	cells_init(&c, &e->from);
	m->mutate(&c, g, m->rate);
	mutations_tell(&edited, e->from.bytes, e->from.size, &c);
	while (t.count < MUTATED_QUOTES && trials_choose(g, e, length, &first))
		trials_add(&t, &edited, first, length);
	run(o, m->name, &t, &edited, tally);
	trials_done(&t);
	edits_done(&edited);
	cells_done(&c);
	bench_deleted(o, e, length, DELETED_QUOTES, m, g, tally);
}

// Quotes sought in copies with errors; and in such copies without what was quoted.
static void bench_mutations(const struct options *o, const struct buf *from)
{
	static const size_t lengths[] = {1, 3, 8, 20, 60};
	struct edits e;
	struct tally total = {0};
	edits_begin(&e, from->data, from->len);
	print_heading("mutation");
	for (const struct mutation *m = mutations; m->name; m++) {
		struct generate g = {.seed = 2026};
		struct tally pooled = {0};
		if (o->kind && !strstr(m->name, o->kind))
			continue;
		for (size_t i = 0; i < COUNT(lengths); i++) {
			struct tally t = {0};
			char name[40];
			bench_mutated(o, &e, lengths[i], m, &g, &t);
			snprintf(name, sizeof name, " %zu", lengths[i]);
			if (o->shows_lengths)
				print_tally(name, &t);
			tally_join(&pooled, &t);
		}
		print_tally(m->name, &pooled);
		tally_join(&total, &pooled);
	}
	print_tally("all", &total);
	edits_done(&e);
}

static int usage(void)
{
	fputs("usage: bench_anchoring [--dump] [--lengths] [--kind=PART-OF-NAME] [--cases=FILE]\n"
	      "                       [editions|deletions|mutations]... FROM TO\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct options o = {0};
	bool editions = false, deletions = false, mutated = false;
	int i = 1;
	for (; i < argc - 2; i++) {
		if (strcmp(argv[i], "--dump") == 0)
			o.dumps = true;
		else if (strcmp(argv[i], "--lengths") == 0)
			o.shows_lengths = true;
		else if (string_starts(argv[i], "--kind="))
			o.kind = argv[i] + strlen("--kind=");
		else if (string_starts(argv[i], "--cases="))
			o.cases = fopen(argv[i] + strlen("--cases="), "wb");
		else if (strcmp(argv[i], "editions") == 0)
			editions = true;
		else if (strcmp(argv[i], "deletions") == 0)
			deletions = true;
		else if (strcmp(argv[i], "mutations") == 0)
			mutated = true;
		else
			return usage();
	}
	if (i + 2 != argc)
		return usage();
	bool all = !editions && !deletions && !mutated;
	struct buf from = {0}, to = {0};
	if (read_file(argv[i], &from) && read_file(argv[i + 1], &to)) {
		if (all || editions)
			bench_editions(&o, &from, &to);
		if (all || deletions)
			bench_deletions(&o, &from);
		if (all || mutated)
			bench_mutations(&o, &from);
	}
	buf_done(&from);
	buf_done(&to);
	if (o.cases && fclose(o.cases) != 0)
		perror("bench_anchoring");
	return 0;
}
