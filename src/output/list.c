// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/list.h"

#include "base/utf8.h"

static const char *const kinds[] = {
	[KIND_NONE] = "",
	[KIND_FACT] = "fact",
	[KIND_INTERPRETATION] = "interpretation",
	[KIND_OPINION] = "opinion",
	[KIND_PREDICTION] = "prediction",
	[KIND_ATTRIBUTED] = "attributed",
};
static const char *const assessments[] = {
	[ASSESSMENT_NONE] = "",
	[ASSESSMENT_CORRECT] = "correct",
	[ASSESSMENT_MOSTLY_CORRECT] = "mostly-correct",
	[ASSESSMENT_NEEDS_CONTEXT] = "needs-context",
	[ASSESSMENT_DISPUTED] = "disputed",
	[ASSESSMENT_NOT_VERIFIABLE] = "not-verifiable",
};
static const char *const states[] = {
	[ANCHOR_PENDING] = "pending",	   [ANCHOR_FOUND] = "anchored",
	[ANCHOR_CHANGED] = "text-changed", [ANCHOR_DOUBTFUL] = "doubtful",
	[ANCHOR_ORPHAN] = "orphan",
};
static const char *const relations[] = {
	[RELATION_SUPPORTS] = "supports", [RELATION_CONTRADICTS] = "contradicts",
	[RELATION_CONTEXT] = "context",	  [RELATION_AFTERMATH] = "aftermath",
	[RELATION_DEFINES] = "defines",
};
static const char *const timings[] = {[TIMING_UNKNOWN] = "",
				      [TIMING_BEFORE] = "before",
				      [TIMING_AFTER] = "after",
				      [TIMING_BOTH] = "both"};
static const char *const confidences[] = {
	[CONFIDENCE_HIGH] = "high", [CONFIDENCE_MEDIUM] = "medium", [CONFIDENCE_LOW] = "low"};

// A field: one line, safe, without a tab.
static void add_field(struct buf *line, const char *text)
{
	struct buf safe = {0};
	if (line->len)
		buf_add_char(line, '\t');
	if (text)
		utf8_sanitize(&safe, text, strlen(text));
	for (size_t i = 0; i < safe.len; i++)
		buf_add_char(line,
			     safe.data[i] == '\n' || safe.data[i] == '\t' ? ' ' : safe.data[i]);
	buf_done(&safe);
}

static void add_number(struct buf *line, uint64_t n)
{
	char text[32] = "";
	if (n != UINT64_MAX)
		snprintf(text, sizeof text, "%llu", (unsigned long long)n);
	add_field(line, text);
}

static void claim_line(struct buf *line, const struct session *s, size_t i)
{
	const struct knowledge *k = &s->knowledge;
	const struct annotation *a = &k->annotations[k->claims[i]];
	const struct index *x = s->document.index;
	bool found = annotation_has_place(a);
	add_field(line, a->name);
	add_field(line, a->kind == KIND_OTHER ? a->kind_label : kinds[a->kind]);
	add_field(line, a->assessment == ASSESSMENT_OTHER ? a->assessment_label
							  : assessments[a->assessment]);
	add_field(line, states[a->state]);
	add_number(line, found ? index_character_at(x, a->begin) : UINT64_MAX);
	add_number(line, found ? index_character_at(x, a->end) : UINT64_MAX);
	add_field(line, a->selector.exact);
}

static void fact_line(struct buf *line, const struct session *s, size_t i)
{
	const struct fact *f = &s->knowledge.facts[i];
	add_field(line, f->name);
	add_field(line, f->is_term ? "term" : "fact");
	add_field(line, f->period);
	add_field(line, timings[f->timing]);
	add_field(line, f->is_term ? "" : confidences[f->confidence]);
	add_field(line, translations_choose(&f->titles, s->language));
}

static void link_line(struct buf *line, const struct session *s, size_t i)
{
	const struct knowledge *k = &s->knowledge;
	const struct link *l = &k->links[i];
	const struct annotation *a = &k->annotations[l->annotation];
	struct claim_detail d = {0};
	size_t at = i - a->first_link;
	if (session_set(s, a->set))
		web_annotation_claim(s->sets[a->set], a->item, &d, NULL);
	add_field(line, l->id ? annotation_last_part(l->id) : "-");
	add_field(line, a->name);
	add_field(line, l->relation == RELATION_OTHER ? l->relation_label : relations[l->relation]);
	add_field(line, k->facts[l->fact].name);
	add_field(line,
		  at < d.link_count ? translations_choose(&d.link_reasons[at], s->language) : "");
	claim_detail_done(&d);
}

bool list_write(const struct session *s, struct output out, enum list list)
{
	const struct knowledge *k = &s->knowledge;
	static void (*const writers[])(struct buf *, const struct session *, size_t) = {
		[LIST_CLAIMS] = claim_line, [LIST_FACTS] = fact_line, [LIST_LINKS] = link_line};
	size_t count = list == LIST_CLAIMS  ? k->claim_count
		       : list == LIST_FACTS ? k->fact_count
					    : k->link_count;
	struct buf line = {0};
	bool goes = true;
	for (size_t i = 0; goes && i < count; i++) {
		buf_clear(&line);
		writers[list](&line, s, i);
		buf_add_char(&line, '\n');
		goes = out.write(out.data, buf_string(&line), line.len);
	}
	buf_done(&line);
	return goes;
}

const char *list_state(enum anchor_state state)
{
	return states[state];
}
