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
const char *words_timing(enum timing t);	 // "" when it is not known
const char *words_confidence(enum confidence c); // "" for high

// One glyph each; every one of them has a word too.
const char *words_assessment_glyph(const struct annotation *a);
const char *words_relation_glyph(const struct link *l);

style words_assessment_style(const struct annotation *a);
style words_relation_style(const struct link *l);

// A period as people write it ("23–26 February 2019"), from an ISO 8601 date or
// interval; what is neither is appended as it is.
void words_period(struct buf *out, const char *period);

// "fact · correct", with "orphan" or "pending" before it where the claim has no place.
void words_claim(struct buf *out, const struct annotation *a);

// "Kantlijn, 23 November 2026": whose assessment it is; nothing where that is not told.
void words_author(struct buf *out, const struct claim_detail *d);

// A language by its name, or its code where the name is not known.
const char *words_language(const char *code);

// The quote in quotation marks, as one run of words; nothing where there is none.
void words_quote(struct buf *out, const struct annotation *a);

// "Publisher, ‘Title’, date" of a source.
void words_citation(struct buf *out, const struct citation *c);

// True when a source has an address that a person can open.
bool words_has_address(const struct citation *c);

// The period, timing and confidence of a fact, with points between.
void words_fact(struct buf *out, const struct fact *f);

#endif
