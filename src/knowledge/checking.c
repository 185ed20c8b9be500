// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/checking.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "knowledge/json.h"

enum { SENTENCE_MAX = 1024 }; // [byte]

const char *const finding_codes[] = {
	"bad-agent",
	"bad-body",
	"bad-canonical",
	"bad-date",
	"bad-digest",
	"bad-direction",
	"bad-id",
	"bad-item",
	"bad-items",
	"bad-label",
	"bad-link",
	"bad-motivation",
	"bad-number",
	"bad-position",
	"bad-quote",
	"bad-rights",
	"bad-selector",
	"bad-source",
	"bad-state",
	"bad-target",
	"bad-time",
	"bad-type",
	"bad-value",
	"bad-via",
	"body-and-body-value",
	"choice-types",
	"claim-without-facts",
	"context-differs",
	"contradictory-links",
	"dangling-link",
	"dangling-reply",
	"dropped-term",
	"duplicate-id",
	"duplicate-link",
	"empty-body",
	"empty-text",
	"fact-expired",
	"fact-not-linked",
	"foreign-selector",
	"future-date",
	"json-ld-key",
	"missing-language",
	"needless-context",
	"needless-list",
	"no-assessment",
	"no-context",
	"no-first",
	"no-id",
	"no-items",
	"no-kind",
	"no-label",
	"no-period",
	"no-place",
	"no-position",
	"no-quote",
	"no-reason",
	"no-source",
	"no-standard",
	"no-target",
	"no-type",
	"no-value",
	"not-an-annotation",
	"not-read",
	"one-way-link",
	"opinion-assessed",
	"other-version",
	"part-without-source",
	"place-doubtful",
	"position-outside-text",
	"positions-in-utf16",
	"quote-ambiguous",
	"quote-not-at-position",
	"quote-not-found",
	"rating-disagrees",
	"rating-outside-scale",
	"reply-loop",
	"several-canonicals",
	"several-ids",
	"several-motivations",
	"several-sources",
	"several-times",
	"several-types",
	"several-values",
	"splits-character",
	"text-changed",
	"undated-fact",
	"undated-source",
	"unknown-assessment",
	"unknown-kind",
	"unknown-motivation",
	"unknown-relation",
	"unknown-type",
	"unnamed-source",
	"unreadable-set",
	"wrong-context",
	"wrong-type",
	NULL,
};

static int compare_codes(const void *p, const void *q)
{
	return strcmp(p, *(const char *const *)q);
}

static bool is_code(const char *code)
{
	size_t count = sizeof finding_codes / sizeof *finding_codes - 1;
	return bsearch(code, finding_codes, count, sizeof *finding_codes, compare_codes);
}

void checking_init(struct checking *c, const struct check_world *w, struct check_listener l)
{
	*c = (struct checking){.w = w,
			       .k = w->knowledge,
			       .listener = l,
			       .path_set = INDEX_NONE,
			       .path_item = INDEX_NONE};
}

void checking_done(struct checking *c)
{
	buf_done(&c->path);
}

void checking_turn_to_set(struct checking *c, uint32_t set)
{
	c->at = (struct check_place){.subject = CHECK_SET,
				     .name = web_annotation_name(c->w->sets[set]),
				     .set = set,
				     .item = INDEX_NONE,
				     .path = ""};
}

void checking_turn_to_annotation(struct checking *c, const struct annotation *a)
{
	c->at = (struct check_place){.subject = CHECK_ANNOTATION,
				     .name = a->name,
				     .id = a->id,
				     .set = a->set,
				     .item = a->item,
				     .annotation = a,
				     .path = ""};
}

void checking_turn_to_fact(struct checking *c, const struct fact *f)
{
	c->at = (struct check_place){.subject = CHECK_FACT,
				     .name = f->name,
				     .id = f->id,
				     .set = f->set,
				     .item = f->item,
				     .path = ""};
}

void checking_tell_finding(struct checking *c, const struct finding *f)
{
	assert(is_code(f->code));
	if (c->is_over)
		return;
	c->count++;
	c->is_over = !c->listener.tell(c->listener.data, f);
}

// Looks up where the item is that is told of.
static void find_item(struct checking *c, const struct web_annotation *set)
{
	if (c->path_set == c->at.set && c->path_item == c->at.item)
		return;
	buf_clear(&c->path);
	web_annotation_path(set, c->at.item, &c->path);
	c->line = web_annotation_line(set, c->at.item);
	c->path_set = c->at.set;
	c->path_item = c->at.item;
}

static void fill_place(struct checking *c, struct finding *f, struct buf *path)
{
	if (c->at.set >= c->w->set_count)
		return;
	const struct web_annotation *set = c->w->sets[c->at.set];
	size_t within = c->at.node ? c->at.node->line : 0;
	f->file = c->at.file ? c->at.file : web_annotation_name(set);
	f->line = c->at.line ? c->at.line + within : 0;
	if (c->at.item != INDEX_NONE) {
		find_item(c, set);
		f->file = web_annotation_file_name(set, web_annotation_file(set, c->at.item));
		f->line = c->line ? c->line + within : 0;
		buf_add(path, buf_string(&c->path), c->path.len);
	}
	if (c->at.whole_path)
		buf_clear(path);
	buf_add_string(path, c->at.whole_path ? c->at.whole_path : c->at.path);
	f->path = buf_string(path);
	f->is_inside = c->at.item == INDEX_NONE ? *f->path : path->len > c->path.len;
}

// A part of a character may have been cut off at the end.
static void mend_end(char *s)
{
	size_t n = strlen(s), back = 0;
	while (back < n && back < 3 && ((uint8_t)s[n - 1 - back] & 0xC0) == 0x80)
		back++;
	if (back < n && (uint8_t)s[n - 1 - back] >= 0xC0)
		s[n - 1 - back] = '\0';
}

void checking_tell(struct checking *c, enum check_level level, const char *code, const char *fmt,
		   ...)
{
	if (c->is_over)
		return;
	char sentence[SENTENCE_MAX];
	struct finding f = {.level = level,
			    .code = code,
			    .subject = c->at.subject,
			    .place = c->at.name ? c->at.name : "",
			    .id = c->at.id,
			    .path = "",
			    .annotation = c->at.annotation,
			    .change = c->change,
			    .sentence = sentence};
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	if (n >= (int)sizeof sentence)
		mend_end(sentence);
	struct buf path = {0};
	fill_place(c, &f, &path);
	checking_tell_finding(c, &f);
	buf_done(&path);
}

const char *checking_brief(struct checking *c, const char *s)
{
	char *brief = c->briefs[c->brief_count++ % CHECKING_BRIEFS];
	size_t n = strnlen(s, CHECKING_BRIEF + 1);
	bool is_long = n > CHECKING_BRIEF;
	memcpy(brief, s, is_long ? CHECKING_BRIEF : n);
	brief[is_long ? CHECKING_BRIEF : n] = '\0';
	if (is_long) {
		mend_end(brief);
		memcpy(brief + strlen(brief), "…", sizeof "…");
	}
	return brief;
}

bool checking_is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

bool checking_same_language(const char *a, const char *b)
{
	size_t n = strcspn(a, "-_");
	return strcspn(b, "-_") == n && strncasecmp(a, b, n) == 0;
}
