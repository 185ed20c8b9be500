// SPDX-License-Identifier: ISC
// The words and glyphs by which people see kinds, assessments, relations and
// dates, in the language of the interface.
#ifndef READER_WORDS_H
#define READER_WORDS_H

#include "base/string.h"
#include "knowledge/annotation.h"
#include "knowledge/web_annotation.h"
#include "page/style.h"

const char *words_kind(const struct annotation *a);
const char *words_assessment(const struct annotation *a); // "" when there is none
const char *words_relation(const struct link *l);

// The I-th word of a list, in English and marked for translation; NULL behind the last.  Kinds are
// listed from KIND_FACT on, and behind them those of what is no claim; assessments from
// ASSESSMENT_CORRECT on.
enum words_list { WORDS_KIND, WORDS_ASSESSMENT, WORDS_RELATION, WORDS_STATE };
const char *words_value(enum words_list list, unsigned i);

const char *words_timing(enum timing t);	 // "" when it is not known
const char *words_confidence(enum confidence c); // "" for high

// One glyph each; every one of them has a word too.
const char *words_assessment_glyph(const struct annotation *a);
const char *words_relation_glyph(const struct link *l);

// The sign and the word of a state that is not plainly anchored; "" for one that is.
const char *words_state_sign(enum anchor_state state);
const char *words_state(enum anchor_state state);

// That of a verdict on what stands here; muted where the verdict may be on something else.
style words_assessment_style(const struct annotation *a);
style words_relation_style(const struct link *l);

// A period as people write it ("23–26 February 2019"), from an ISO 8601 date or
// interval; what is neither is appended as it is.
void words_period(struct buf *out, const char *period);

// The same with months cut short ("23–26 Feb 2019").
void words_period_short(struct buf *out, const char *period);

// A year, as "44 BC" where it is one before the first.
void words_year(struct buf *out, int64_t year);

// How long DAYS are, as roughly as people say it: "5 weeks", "12 years".
void words_duration(struct buf *out, int64_t days);

// "fact · correct", with its state before it where it is not plainly anchored ("∆ text changed ·
// fact · was: correct"), and the number of its places where they are several.
void words_claim(struct buf *out, const struct annotation *a);

// "Kantlijn, 23 November 2026": whose assessment it is; nothing where that is not told.
void words_author(struct buf *out, const struct claim_detail *d);

// A language by its name, or its code where the name is not known.
const char *words_language(const char *code);

// N bytes in quotation marks, as one run of words; all of them, or as many whole characters as MOST
// bytes hold, and "…".
void words_quoted(struct buf *out, const char *s, size_t n, size_t most);

// How many of N bytes are whole characters in the first MOST bytes.
size_t words_cut(const char *s, size_t n, size_t most);

// The quote in quotation marks, as one run of words; nothing where there is none.
void words_quote(struct buf *out, const struct annotation *a);

// "Publisher, ‘Title’, date" of a source.
void words_citation(struct buf *out, const struct citation *c);

// True when a source has an address that a person can open.
bool words_has_address(const struct citation *c);

// The period, timing and confidence of a fact, with points between.
void words_fact(struct buf *out, const struct fact *f);

#endif
