// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/filter.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/words.h"
#include "search/query.h"

enum {
	MOST_PARTS = 32,
	MOST_LINKS = 1000, // of one claim or fact that are looked at
};

enum field {
	FIELD_WORDS,
	FIELD_KIND,
	FIELD_ASSESSMENT,
	FIELD_RELATION,
	FIELD_SOURCE,
	FIELD_LANGUAGE,
	FIELD_STATE,
	FIELD_AUTHOR,
	FIELDS,
};

static const char *const names[FIELDS] = {
	[FIELD_KIND] = N_("kind:"),	    [FIELD_ASSESSMENT] = N_("assessment:"),
	[FIELD_RELATION] = N_("relation:"), [FIELD_SOURCE] = N_("source:"),
	[FIELD_LANGUAGE] = N_("language:"), [FIELD_STATE] = N_("state:"),
	[FIELD_AUTHOR] = N_("author:"),
};

struct part {
	enum field field;
	bool is_negated;
	char *value;
	struct query *query; // of words, a source or an author
	uint8_t *known;	     // of each fact: 0 not looked at, 1 has no such source, 2 has one
	size_t known_count;
};

struct filter {
	char *text;
	struct part parts[MOST_PARTS];
	size_t count;
	struct buf advice;
	bool is_wrong;
};

// Words.

// True when WORD begins with VALUE, whatever their case and accents; a hyphen is a blank.
static bool begins_with(const char *word, const char *value)
{
	const uint8_t *a = (const uint8_t *)word, *b = (const uint8_t *)value;
	while (*b) {
		uint32_t x, y;
		if (!*a)
			return false;
		a += utf8_decode(a, strlen((const char *)a), &x);
		b += utf8_decode(b, strlen((const char *)b), &y);
		x = x == '-' ? ' ' : utf8_base(utf8_lower(x));
		y = y == '-' ? ' ' : utf8_base(utf8_lower(y));
		if (x != y)
			return false;
	}
	return true;
}

static bool is_called(const char *english, const char *value)
{
	return *english && (begins_with(english, value) || begins_with(_(english), value));
}

// The word of a value that a field may have, in English; NULL behind the last.
static const char *value_of(enum field field, unsigned i)
{
	switch (field) {
	case FIELD_KIND:
		return words_value(WORDS_KIND, i);
	case FIELD_ASSESSMENT:
		return words_value(WORDS_ASSESSMENT, i);
	case FIELD_RELATION:
		return words_value(WORDS_RELATION, i);
	case FIELD_STATE:
		return words_value(WORDS_STATE, i);
	default:
		return NULL;
	}
}

static bool has_values(enum field field)
{
	return value_of(field, 0) != NULL;
}

// A word that a set has of its own for it.
static bool is_label(const struct knowledge *k, enum field field, const char *value)
{
	for (size_t i = 0; field != FIELD_RELATION && i < k->annotation_count; i++) {
		const struct annotation *a = &k->annotations[i];
		const char *label = field == FIELD_KIND		? a->kind_label
				    : field == FIELD_ASSESSMENT ? a->assessment_label
								: NULL;
		if (label && begins_with(label, value))
			return true;
	}
	for (size_t i = 0; field == FIELD_RELATION && i < k->link_count; i++)
		if (k->links[i].relation_label && begins_with(k->links[i].relation_label, value))
			return true;
	return false;
}

static bool is_known(const struct knowledge *k, enum field field, const char *value)
{
	const char *word;
	for (unsigned i = 0; (word = value_of(field, i)); i++)
		if (is_called(word, value))
			return true;
	return is_label(k, field, value);
}

// Reading.

static void add_listed(struct buf *out, const char *word)
{
	buf_printf(out, "%s%s", out->len ? ", " : "", word);
}

// The values that begin with VALUE, as people here call them.
static void list_values(struct buf *out, enum field field, const char *value)
{
	const char *word;
	for (unsigned i = 0; (word = value_of(field, i)); i++)
		if (is_called(word, value))
			add_listed(out, _(word));
}

static void advise(struct filter *f, const char *format, const char *a, const char *b)
{
	buf_clear(&f->advice);
	buf_printf(&f->advice, format, a, b);
}

// A piece of what was typed: up to a blank, or in quotation marks.
struct token {
	bool is_negated, is_quoted;
	enum field field;
	char *value;
	size_t fields;	 // that it may begin, if it has a colon
	bool is_strange; // it has a colon behind what is none
};

static size_t find_fields(const char *head, enum field *field)
{
	size_t count = 0;
	for (int i = FIELD_KIND; i < FIELDS; i++) {
		if (!is_called(names[i], head))
			continue;
		*field = (enum field)i;
		if (strlen(head) + 1 == strlen(names[i]) || strlen(head) + 1 == strlen(_(names[i])))
			return 1; // the whole name
		count++;
	}
	return count;
}

static void add_value(struct buf *out, const char **s, bool *is_quoted)
{
	bool in_quotes = false;
	while (**s && (in_quotes || **s != ' ')) {
		if (**s == '"') {
			in_quotes = !in_quotes;
			*is_quoted = true;
		} else {
			buf_add_char(out, **s);
		}
		++*s;
	}
}

// Takes the next token of *S; false at the end.  Its value is the caller's.
static bool next_token(const char **s, struct token *t)
{
	*s += strspn(*s, " ");
	if (!**s)
		return false;
	*t = (struct token){0};
	if (**s == '-' && (*s)[1] && (*s)[1] != ' ') {
		t->is_negated = true;
		++*s;
	}
	size_t n = strcspn(*s, " :\"");
	if (n > 0 && (*s)[n] == ':' && (uint8_t) * *s > '9') {
		char *head = mem_copy(*s, n);
		t->fields = find_fields(head, &t->field);
		free(head);
		if (t->fields == 1)
			*s += n + 1;
		else
			t->field = FIELD_WORDS;
		t->is_strange = t->fields == 0 && (*s)[n + 1] != '/';
	}
	struct buf value = {0};
	buf_add_string(&value, "");
	add_value(&value, s, &t->is_quoted);
	t->value = buf_take(&value);
	return true;
}

// True when the word behind VALUE belongs to it: the value is of several words.
static bool goes_on(const struct knowledge *k, const struct token *t, const struct token *next,
		    const char *both)
{
	if (next->fields || next->is_negated || next->is_quoted || t->is_quoted)
		return false;
	if (t->field == FIELD_SOURCE || t->field == FIELD_AUTHOR)
		return true;
	return has_values(t->field) && is_known(k, t->field, both);
}

// Adds to the value what follows and belongs to it.
static void lengthen(const struct knowledge *k, const char **s, struct token *t)
{
	struct token next;
	for (const char *rest = *s; next_token(&rest, &next); *s = rest) {
		struct buf both = {0};
		buf_printf(&both, *t->value ? "%s %s" : "%s%s", t->value, next.value);
		bool belongs = goes_on(k, t, &next, buf_string(&both));
		free(next.value);
		if (!belongs) {
			buf_done(&both);
			return;
		}
		free(t->value);
		t->value = buf_take(&both);
	}
}

// What is to be said of a part, the last of which counts unless one before is wrong.
static void advise_on(struct filter *f, const struct knowledge *k, const struct token *t)
{
	struct buf values = {0};
	if (f->is_wrong)
		return;
	buf_clear(&f->advice);
	if (has_values(t->field))
		list_values(&values, t->field, t->value);
	if (has_values(t->field) && *t->value && !is_known(k, t->field, t->value)) {
		f->is_wrong = true;
		list_values(&values, t->field, "");
		struct buf what = {0};
		buf_printf(&what, "%s%s", _(names[t->field]), t->value);
		advise(f, _("%s is not known; there are: %s"), buf_string(&what),
		       buf_string(&values));
		buf_done(&what);
	} else if (values.len && strchr(buf_string(&values), ',')) {
		advise(f, "%s%s", _(names[t->field]), buf_string(&values));
	} else if (t->fields > 1 || t->is_strange) {
		for (int i = FIELD_KIND; i < FIELDS; i++)
			add_listed(&values, _(names[i]));
		advise(f, _("which of these? %s%s"), buf_string(&values), "");
	}
	buf_done(&values);
}

static void add_part(struct filter *f, struct token *t)
{
	bool has_query =
		t->field == FIELD_WORDS || t->field == FIELD_SOURCE || t->field == FIELD_AUTHOR;
	struct err e = {0};
	struct query *q = has_query ? query_new(t->value, QUERY_FOLDED, NULL, &e) : NULL;
	// An unfinished part narrows nothing yet.
	if (!*t->value || (has_query && !q) || t->fields > 1 || f->count == MOST_PARTS) {
		query_free(q);
		return;
	}
	f->parts[f->count++] = (struct part){.field = t->field,
					     .is_negated = t->is_negated,
					     .value = mem_string(t->value),
					     .query = q};
}

struct filter *filter_new(const char *text, const struct knowledge *k)
{
	struct filter *f = mem_new(1, sizeof *f);
	struct token t;
	f->text = mem_string(text);
	for (const char *s = text; next_token(&s, &t);) {
		if (t.field != FIELD_WORDS)
			lengthen(k, &s, &t);
		advise_on(f, k, &t);
		add_part(f, &t);
		free(t.value);
	}
	if (!*text) {
		for (int i = FIELD_KIND; i < FIELDS; i++)
			buf_printf(&f->advice, "%s ", _(names[i]));
		buf_add_string(&f->advice, _("or words"));
	}
	return f;
}

void filter_free(struct filter *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++) {
		free(f->parts[i].value);
		query_free(f->parts[i].query);
		free(f->parts[i].known);
	}
	free(f->text);
	buf_done(&f->advice);
	free(f);
}

const char *filter_text(const struct filter *f)
{
	return f->text;
}

bool filter_is_empty(const struct filter *f)
{
	return f->count == 0;
}

const char *filter_advice(const struct filter *f)
{
	return buf_string(&f->advice);
}

bool filter_is_wrong(const struct filter *f)
{
	return f->is_wrong;
}

bool filter_needs_words(const struct filter *f)
{
	bool needs = false;
	for (size_t i = 0; i < f->count; i++)
		needs |= f->parts[i].field == FIELD_WORDS;
	return needs;
}

// Asking.

static bool is_found(const struct part *p, const char *s, size_t n)
{
	size_t begin, end;
	return query_find(p->query, (const uint8_t *)s, n, 0, &begin, &end);
}

static bool has_kind(const struct part *p, const struct annotation *a)
{
	static const char *const roles[] = {
		[ROLE_CLAIM] = N_("claim"), [ROLE_TERM] = N_("term"), [ROLE_NOTE] = N_("note"),
		[ROLE_REPLY] = N_("reply"), [ROLE_MARK] = N_("mark"), [ROLE_GONE] = ""};
	if (a->is_highlight)
		return is_called(N_("highlight"), p->value);
	if (a->role != ROLE_CLAIM || a->kind == KIND_NONE)
		return is_called(roles[a->role], p->value);
	if (a->kind == KIND_OTHER)
		return a->kind_label && begins_with(a->kind_label, p->value);
	return is_called(words_value(WORDS_KIND, (unsigned)a->kind - 1), p->value);
}

static bool has_assessment(const struct part *p, const struct annotation *a)
{
	if (a->assessment == ASSESSMENT_OTHER)
		return a->assessment_label && begins_with(a->assessment_label, p->value);
	return a->assessment != ASSESSMENT_NONE &&
	       is_called(words_value(WORDS_ASSESSMENT, (unsigned)a->assessment - 1), p->value);
}

static bool has_relation(const struct part *p, const struct link *l)
{
	if (l->relation == RELATION_OTHER)
		return l->relation_label && begins_with(l->relation_label, p->value);
	return is_called(words_value(WORDS_RELATION, (unsigned)l->relation), p->value);
}

static bool has_state(const struct part *p, const struct annotation *a)
{
	return is_called(words_value(WORDS_STATE, (unsigned)a->state), p->value);
}

static bool in_language(const struct part *p, const struct translations *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const char *code = t->all[i].language;
		char primary[12];
		snprintf(primary, sizeof primary, "%.*s", (int)strcspn(code, "-"), code);
		if (*code &&
		    (begins_with(code, p->value) || begins_with(words_language(primary), p->value)))
			return true;
	}
	return false;
}

static bool read_source(const struct part *p, const struct margin_world *w, const struct fact *f)
{
	struct fact_detail d;
	bool is_one = false;
	rows_read_fact(w, f, &d);
	for (size_t i = 0; i < d.citation_count && !is_one; i++) {
		const char *publisher = d.citations[i].publisher;
		is_one = publisher && is_found(p, publisher, strlen(publisher));
	}
	fact_detail_done(&d);
	return is_one;
}

// Many claims link to the same facts, which are read once.
static bool has_source(struct part *p, const struct margin_world *w, uint32_t fact)
{
	const struct knowledge *k = w->knowledge;
	if (p->known_count < k->fact_count) {
		p->known = mem_resize(p->known, k->fact_count, 1);
		memset(p->known + p->known_count, 0, k->fact_count - p->known_count);
		p->known_count = k->fact_count;
	}
	if (!p->known[fact])
		p->known[fact] = read_source(p, w, &k->facts[fact]) ? 2 : 1;
	return p->known[fact] == 2;
}

static bool fact_has(struct part *p, const struct margin_world *w, uint32_t fact)
{
	const struct knowledge *k = w->knowledge;
	const struct fact *f = &k->facts[fact];
	bool has = false;
	if (p->field == FIELD_KIND)
		return is_called(f->is_term ? N_("term") : N_("fact"), p->value);
	if (p->field == FIELD_SOURCE)
		return has_source(p, w, fact);
	if (p->field == FIELD_LANGUAGE)
		return in_language(p, &f->titles);
	for (uint32_t i = 0; i < f->link_count && i < MOST_LINKS && !has; i++) {
		const struct link *l = &k->links[f->links[i]];
		const struct annotation *a = &k->annotations[l->annotation];
		has = p->field == FIELD_RELATION     ? has_relation(p, l)
		      : p->field == FIELD_ASSESSMENT ? has_assessment(p, a)
		      : p->field == FIELD_STATE	     ? has_state(p, a)
						     : false;
	}
	return has;
}

// Of the texts that only the set's file has.
static bool detail_has(const struct part *p, const struct margin_world *w,
		       const struct annotation *a)
{
	struct claim_detail d;
	bool has = false;
	if (!rows_read_claim(w, a, &d))
		return false;
	if (p->field == FIELD_AUTHOR)
		has = d.author && is_found(p, d.author, strlen(d.author));
	else
		has = in_language(p, &d.reason) || in_language(p, &d.body);
	claim_detail_done(&d);
	return has;
}

static bool annotation_has(struct part *p, const struct margin_world *w, uint32_t index)
{
	const struct knowledge *k = w->knowledge;
	const struct annotation *a = &k->annotations[index];
	bool has = false;
	if (p->field == FIELD_KIND)
		return has_kind(p, a);
	if (p->field == FIELD_ASSESSMENT)
		return has_assessment(p, a);
	if (p->field == FIELD_STATE)
		return has_state(p, a);
	for (uint32_t i = 0; i < a->link_count && i < MOST_LINKS && !has; i++) {
		const struct link *l = &k->links[a->first_link + i];
		has = p->field == FIELD_RELATION   ? has_relation(p, l)
		      : p->field == FIELD_SOURCE   ? has_source(p, w, l->fact)
		      : p->field == FIELD_LANGUAGE ? in_language(p, &k->facts[l->fact].titles)
						   : false;
	}
	if (!has && (p->field == FIELD_AUTHOR || p->field == FIELD_LANGUAGE))
		has = detail_has(p, w, a);
	return has;
}

bool filter_takes(struct filter *f, const struct margin_world *w, bool is_fact, uint32_t index,
		  const char *words, size_t n)
{
	for (size_t i = 0; i < f->count; i++) {
		struct part *p = &f->parts[i];
		bool has = p->field == FIELD_WORDS ? is_found(p, words, n)
			   : is_fact		   ? fact_has(p, w, index)
						   : annotation_has(p, w, index);
		if (has == p->is_negated)
			return false;
	}
	return true;
}
