// SPDX-License-Identifier: ISC
#include "config.h"

#include "tests/trials.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "knowledge/anchor.h"

void trials_done(struct trials *t)
{
	for (size_t i = 0; i < t->count; i++)
		selector_done(&t->all[i].selector);
	free(t->all);
	*t = (struct trials){0};
}

static char *cut(const struct edited_text *t, uint32_t begin, uint32_t end)
{
	return mem_copy(t->bytes + t->at[begin], t->at[end] - t->at[begin]);
}

void trials_add(struct trials *t, const struct edits *e, size_t first, size_t count)
{
	const struct edited_text *text = &e->from;
	uint32_t begin = e->words[first].begin, end = e->words[first + count - 1].end;
	struct trial trial = {.first = first, .count = count, .selector = selector_none()};
	trial.selector.exact = cut(text, begin, end);
	trial.selector.prefix =
		cut(text, begin < TRIALS_CONTEXT ? 0 : begin - TRIALS_CONTEXT, begin);
	trial.selector.suffix = cut(
		text, end, end + TRIALS_CONTEXT > text->count ? text->count : end + TRIALS_CONTEXT);
	trial.selector.start = begin;
	trial.selector.end = end;
	trial.is_gone = !edits_range(e, first, count, false, &trial.begin, &trial.end);
	if (!edits_range(e, first, count, true, &trial.copy_begin, &trial.copy_end))
		trial.copy_begin = trial.copy_end = EDITS_NONE;
	t->all = mem_reserve(t->all, &t->capacity, t->count + 1, sizeof *t->all);
	t->all[t->count++] = trial;
}

bool trials_choose(struct generate *g, const struct edits *e, size_t count, size_t *first)
{
	if (count == 0 || e->word_count < count)
		return false;
	for (int attempt = 0; attempt < 100; attempt++) {
		*first = generate_below(g, e->word_count - count + 1);
		if (e->words[*first].line == e->words[*first + count - 1].line)
			break;
	}
	return true;
}

double trials_overlap(uint32_t a_begin, uint32_t a_end, uint32_t b_begin, uint32_t b_end)
{
	uint32_t begin = a_begin > b_begin ? a_begin : b_begin;
	uint32_t end = a_end < b_end ? a_end : b_end;
	if (begin >= end)
		return 0;
	double both = end - begin;
	return both / ((double)(a_end - a_begin) + (double)(b_end - b_begin) - both);
}

static void take_answer(struct trial *t, const struct annotation *a, const struct edited_text *text)
{
	t->state = a->state;
	t->got_begin = t->got_end = EDITS_NONE;
	t->place_count = 0;
	t->overlap = 0;
	if (!annotation_has_place(a))
		return;
	t->got_begin = edited_text_character(text, a->begin);
	t->got_end = edited_text_character(text, a->end);
	t->place_count = a->other_count + 1;
	if (t->begin != EDITS_NONE)
		t->overlap = trials_overlap(t->begin, t->end, t->got_begin, t->got_end);
	if (t->copy_begin == EDITS_NONE)
		return;
	double overlap = trials_overlap(t->copy_begin, t->copy_end, t->got_begin, t->got_end);
	if (overlap > t->overlap) { // the copy is what it sits on
		uint32_t begin = t->begin, end = t->end;
		t->begin = t->copy_begin;
		t->end = t->copy_end;
		t->copy_begin = begin;
		t->copy_end = end;
		t->overlap = overlap;
	}
}

static double milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double trials_anchor(struct trials *t, const struct edits *e)
{
	static const struct budget endless = {0};
	struct source *s = source_open_bytes(e->to.bytes, e->to.size, "text");
	struct index *x = index_new(s);
	struct knowledge k;
	knowledge_init(&k);
	for (size_t i = 0; i < t->count; i++) {
		const struct selector *given = &t->all[i].selector;
		uint32_t added = knowledge_add_annotation(&k);
		struct annotation *a = &k.annotations[added];
		struct buf id = {0};
		buf_printf(&id, "urn:test:%zu", i);
		a->id = buf_take(&id);
		a->role = ROLE_CLAIM;
		a->selector.exact = mem_string(given->exact);
		a->selector.prefix = mem_string(given->prefix);
		a->selector.suffix = mem_string(given->suffix);
		a->selector.start = given->start;
		a->selector.end = given->end;
	}
	double from = milliseconds();
	while (index_step(x, endless) == STEP_MORE)
		continue;
	struct anchoring *anchoring = anchoring_new(&k, s, x);
	while (anchoring_step(anchoring, endless) == STEP_MORE)
		continue;
	double time = milliseconds() - from;
	for (size_t i = 0; i < t->count; i++)
		take_answer(&t->all[i], &k.annotations[i], &e->to);
	anchoring_free(anchoring);
	knowledge_done(&k);
	index_free(x);
	source_close(s);
	return time;
}

static void write_string(FILE *out, const char *name, const char *s, size_t n)
{
	struct buf whole = {0};
	utf8_repair(&whole, s, n);
	fprintf(out, "\"%s\":\"", name);
	for (size_t i = 0; i < whole.len; i++) {
		unsigned char c = (unsigned char)whole.data[i];
		if (c < ' ' || c == '"' || c == '\\')
			fprintf(out, "\\u%04x", c);
		else
			putc(c, out);
	}
	putc('"', out);
	buf_done(&whole);
}

static void write_text(FILE *out, const char *name, const struct edited_text *t)
{
	putc('{', out);
	write_string(out, name, t->bytes, t->size);
	fputs("}\n", out);
}

void trials_write_texts(FILE *out, const struct edits *e)
{
	write_text(out, "from", &e->from);
	write_text(out, "to", &e->to);
}

void trials_write(FILE *out, const char *kind, const struct trials *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct trial *one = &t->all[i];
		const struct selector *s = &one->selector;
		putc('{', out);
		write_string(out, "kind", kind, strlen(kind));
		fprintf(out, ",\"words\":%zu,\"start\":%llu,\"end\":%llu,", one->count,
			(unsigned long long)s->start, (unsigned long long)s->end);
		write_string(out, "exact", s->exact, strlen(s->exact));
		putc(',', out);
		write_string(out, "prefix", s->prefix, strlen(s->prefix));
		putc(',', out);
		write_string(out, "suffix", s->suffix, strlen(s->suffix));
		fputs(",\"truths\":[", out);
		if (!one->is_gone)
			fprintf(out, "[%u,%u]", one->begin, one->end);
		if (!one->is_gone && one->copy_begin != EDITS_NONE)
			fprintf(out, ",[%u,%u]", one->copy_begin, one->copy_end);
		fputs("]}\n", out);
	}
}

enum { RIGHT_PERCENT = 80 }; // of overlap, at least

static bool is_right(const struct trial *t)
{
	return t->overlap * 100 >= RIGHT_PERCENT;
}

static bool is_attached(const struct trial *t)
{
	return t->state == ANCHOR_FOUND || t->state == ANCHOR_CHANGED;
}

static void add_gone(struct tally *total, const struct trial *t)
{
	total->gone++;
	total->gone_attached += is_attached(t);
	total->gone_at_replaced += is_attached(t) && is_right(t);
	total->gone_doubtful += t->state == ANCHOR_DOUBTFUL;
	total->gone_orphaned += t->state == ANCHOR_ORPHAN;
}

static uint32_t apart(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

static void add_surviving(struct tally *total, const struct trial *t)
{
	total->surviving++;
	if (t->state == ANCHOR_DOUBTFUL) {
		total->doubtful++;
		total->doubtful_right += is_right(t);
	} else if (!is_attached(t)) {
		total->orphaned++;
	} else if (t->place_count > (t->copy_begin == EDITS_NONE ? 1u : 2u)) {
		total->ambiguous++;
	} else if (is_right(t)) {
		total->right++;
		total->changed += t->state == ANCHOR_CHANGED;
		total->boundary += apart(t->begin, t->got_begin) + apart(t->end, t->got_end);
	} else {
		total->wrong++;
		total->partly += t->overlap > 0;
	}
}

void tally_add(struct tally *total, const struct trials *t, double time)
{
	for (size_t i = 0; i < t->count; i++) {
		if (t->all[i].is_gone)
			add_gone(total, &t->all[i]);
		else
			add_surviving(total, &t->all[i]);
	}
	total->time += time;
}

void tally_join(struct tally *total, const struct tally *t)
{
	total->surviving += t->surviving;
	total->right += t->right;
	total->wrong += t->wrong;
	total->partly += t->partly;
	total->doubtful += t->doubtful;
	total->doubtful_right += t->doubtful_right;
	total->orphaned += t->orphaned;
	total->ambiguous += t->ambiguous;
	total->changed += t->changed;
	total->boundary += t->boundary;
	total->gone += t->gone;
	total->gone_attached += t->gone_attached;
	total->gone_at_replaced += t->gone_at_replaced;
	total->gone_doubtful += t->gone_doubtful;
	total->gone_orphaned += t->gone_orphaned;
	total->time += t->time;
}
