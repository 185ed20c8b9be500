// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/words.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/period.h"

static const char *const kinds[] = {
	N_("fact"),
	N_("interpretation"),
	N_("opinion"),
	N_("prediction"),
	N_("attributed claim"),
	N_("claim"),
	N_("term"),
	N_("note"),
	N_("highlight"),
	N_("mark"),
	N_("reply"),
	NULL,
};
static const char *const assessments[] = {
	N_("correct"),	N_("mostly correct"), N_("needs context"),
	N_("disputed"), N_("not verifiable"), NULL,
};
static const char *const relations[] = {
	[RELATION_SUPPORTS] = N_("supports"), [RELATION_CONTRADICTS] = N_("contradicts"),
	[RELATION_CONTEXT] = N_("context"),   [RELATION_AFTERMATH] = N_("aftermath"),
	[RELATION_DEFINES] = N_("explains"),  [RELATION_DEFINES + 1] = NULL,
};

const char *words_kind(const struct annotation *a)
{
	if (a->role == ROLE_TERM)
		return _("term");
	if (a->role == ROLE_NOTE)
		return a->is_highlight ? _("highlight") : _("note");
	if (a->role == ROLE_MARK)
		return _("mark");
	if (a->role == ROLE_REPLY)
		return _("reply");
	if (a->kind == KIND_OTHER)
		return a->kind_label ? a->kind_label : "";
	return a->kind == KIND_NONE ? _("claim") : _(kinds[a->kind - 1]);
}

const char *words_assessment(const struct annotation *a)
{
	if (a->assessment == ASSESSMENT_OTHER)
		return a->assessment_label ? a->assessment_label : "";
	return a->assessment == ASSESSMENT_NONE ? "" : _(assessments[a->assessment - 1]);
}

const char *words_relation(const struct link *l)
{
	if (l->relation == RELATION_OTHER)
		return l->relation_label ? l->relation_label : "";
	return _(relations[l->relation]);
}

const char *words_timing(enum timing t)
{
	static const char *const words[] = {
		[TIMING_UNKNOWN] = "",
		[TIMING_BEFORE] = N_("before the text"),
		[TIMING_AFTER] = N_("after the text"),
		[TIMING_BOTH] = N_("before and after the text"),
	};
	return t == TIMING_UNKNOWN ? "" : _(words[t]);
}

const char *words_confidence(enum confidence c)
{
	if (c == CONFIDENCE_MEDIUM)
		return _("medium confidence");
	return c == CONFIDENCE_LOW ? _("low confidence") : "";
}

const char *words_assessment_glyph(const struct annotation *a)
{
	static const char *const glyphs[] = {
		[ASSESSMENT_NONE] = "·",	   [ASSESSMENT_CORRECT] = "✓",
		[ASSESSMENT_MOSTLY_CORRECT] = "≈", [ASSESSMENT_NEEDS_CONTEXT] = "…",
		[ASSESSMENT_DISPUTED] = "≠",	   [ASSESSMENT_NOT_VERIFIABLE] = "?",
		[ASSESSMENT_OTHER] = "*",
	};
	if (a->assessment == ASSESSMENT_NONE && a->kind == KIND_OPINION)
		return "“";
	return glyphs[a->assessment];
}

const char *words_relation_glyph(const struct link *l)
{
	static const char *const glyphs[] = {
		[RELATION_SUPPORTS] = "+",  [RELATION_CONTRADICTS] = "−", [RELATION_CONTEXT] = "·",
		[RELATION_AFTERMATH] = "→", [RELATION_DEFINES] = "=",	  [RELATION_OTHER] = "*",
	};
	return glyphs[l->relation];
}

// How each state is signed: none of the signs is one of an assessment, and all take one column.
static const struct {
	const char *sign, *word;
} states[ANCHOR_STATES] = {
	[ANCHOR_PENDING] = {"◌", N_("pending")},      [ANCHOR_FOUND] = {"", ""},
	[ANCHOR_CHANGED] = {"∆", N_("text changed")}, [ANCHOR_DOUBTFUL] = {"‽", N_("doubtful")},
	[ANCHOR_ORPHAN] = {"∅", N_("orphan")},
};

const char *words_state_sign(enum anchor_state state)
{
	return states[state].sign;
}

const char *words_state(enum anchor_state state)
{
	return *states[state].word ? _(states[state].word) : "";
}

const char *words_value(enum words_list list, unsigned i)
{
	if (list == WORDS_KIND)
		return kinds[i];
	if (list == WORDS_ASSESSMENT)
		return assessments[i];
	if (list == WORDS_RELATION)
		return relations[i];
	if (i >= ANCHOR_STATES)
		return NULL;
	return i == ANCHOR_FOUND ? N_("anchored") : states[i].word;
}

style words_assessment_style(const struct annotation *a)
{
	if (*states[a->state].sign)
		return STYLE_MUTED;
	switch (a->assessment) {
	case ASSESSMENT_CORRECT:
	case ASSESSMENT_MOSTLY_CORRECT:
		return STYLE_GOOD;
	case ASSESSMENT_NEEDS_CONTEXT:
	case ASSESSMENT_NOT_VERIFIABLE:
		return STYLE_DOUBT;
	case ASSESSMENT_DISPUTED:
		return STYLE_BAD;
	default:
		return STYLE_TEXT;
	}
}

style words_relation_style(const struct link *l)
{
	if (l->relation == RELATION_SUPPORTS)
		return STYLE_GOOD;
	return l->relation == RELATION_CONTRADICTS ? STYLE_BAD : STYLE_TEXT;
}

struct date {
	int year, month, day; // 0 for what is not told
};

// Reads "2019", "2019-02" or "2019-02-23" (a time behind it is passed over) and
// returns what follows, or NULL.
static const char *read_date(const char *s, struct date *d)
{
	char *end;
	*d = (struct date){0};
	int *parts[] = {&d->year, &d->month, &d->day};
	static const int widths[] = {4, 2, 2}, most[] = {9999, 12, 31};
	for (int i = 0; i < 3; i++) {
		if (*s < '0' || *s > '9')
			return NULL;
		long value = strtol(s, &end, 10);
		if (end - s != widths[i] || value < 1 || value > most[i])
			return NULL;
		*parts[i] = (int)value;
		s = end;
		if (*s != '-')
			break;
		if (i < 2)
			s++;
	}
	if (*s == 'T')
		s += strcspn(s, "/");
	return *s == '\0' || *s == '/' ? s : NULL;
}

static const char *month_name(int month, bool is_short)
{
	static const char *const names[2][12] = {
		{N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
		 N_("July"), N_("August"), N_("September"), N_("October"), N_("November"),
		 N_("December")},
		{N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"),
		 N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")},
	};
	return _(names[is_short][month - 1]);
}

// What of a date is written.
enum { WITH_MONTH = 1, WITH_YEAR = 2, SHORT = 4 };

static void write_date(struct buf *out, struct date d, unsigned how)
{
	if (d.day)
		buf_printf(out, "%d", d.day);
	if (d.month && how & WITH_MONTH)
		buf_printf(out, "%s%s", d.day ? "\xC2\xA0" : "", month_name(d.month, how & SHORT));
	if (how & WITH_YEAR)
		buf_printf(out, "%s%d", d.month ? " " : "", d.year);
}

static void write_interval(struct buf *out, struct date a, struct date b, unsigned how)
{
	bool same_year = a.year == b.year && a.month && b.month;
	bool same_month = same_year && a.month == b.month && a.day && b.day;
	write_date(out, a, how | (same_month ? 0 : WITH_MONTH) | (same_year ? 0 : WITH_YEAR));
	buf_add_string(out, same_month || (!a.month && !b.month) ? "–" : " – ");
	write_date(out, b, how | WITH_MONTH | WITH_YEAR);
}

// "since 2018", "until 2018", "about 2018": with an open end, or uncertain.  False for any other.
static bool write_open(struct buf *out, const char *period, unsigned how)
{
	struct date d;
	struct buf text = {0};
	size_t n = strlen(period);
	bool is_until = string_starts(period, "../"), is_since, is_about;
	const char *from = period + (is_until ? 3 : 0);
	is_since = n > 3 && strcmp(period + n - 3, "/..") == 0;
	is_about = n > 1 && strchr("?~%", period[n - 1]) != NULL;
	if (is_until + is_since + is_about != 1)
		return false;
	size_t end = is_since ? n - 3 : is_about ? n - 1 : n;
	char *date = mem_copy(from, end - (size_t)(from - period));
	const char *rest = read_date(date, &d);
	bool is_read = rest && !*rest;
	if (is_read) {
		write_date(&text, d, how | WITH_MONTH | WITH_YEAR);
		buf_printf(out,
			   is_until   ? _("until %s")
			   : is_since ? _("since %s")
				      : _("about %s"),
			   buf_string(&text));
	}
	free(date);
	buf_done(&text);
	return is_read;
}

// A year before the first or behind 9999, told to the year.  False for any other.
static bool write_far_year(struct buf *out, const char *period)
{
	struct period p;
	if (!period_read(period, &p) || p.is_span || strpbrk(period, "?~%X"))
		return false;
	int64_t year = period_year(p.begin);
	if (p.begin != period_day(year, 1, 1) || p.end != period_day(year, 12, 31))
		return false;
	words_year(out, year);
	return true;
}

static void write_period(struct buf *out, const char *period, unsigned how)
{
	struct date a, b;
	const char *rest = read_date(period, &a);
	if (rest && *rest == '\0') {
		write_date(out, a, how | WITH_MONTH | WITH_YEAR);
		return;
	}
	const char *end = rest ? read_date(rest + 1, &b) : NULL;
	if (end && !*end)
		write_interval(out, a, b, how);
	else if (!write_open(out, period, how) && !write_far_year(out, period))
		buf_add_string(out, period);
}

void words_period(struct buf *out, const char *period)
{
	write_period(out, period, 0);
}

void words_period_short(struct buf *out, const char *period)
{
	write_period(out, period, SHORT);
}

void words_year(struct buf *out, int64_t year)
{
	if (year > 0)
		buf_printf(out, "%lld", (long long)year);
	else
		buf_printf(out, _("%lld BC"), (long long)(1 - year));
}

void words_duration(struct buf *out, int64_t days)
{
	unsigned long n = (unsigned long)days;
	if (days < 14)
		buf_printf(out, PLURAL("%lu day", "%lu days", n), n);
	else if (days < 61)
		buf_printf(out, PLURAL("%lu week", "%lu weeks", n / 7), n / 7);
	else if (days < 731)
		buf_printf(out, PLURAL("%lu month", "%lu months", n * 12 / 365), n * 12 / 365);
	else
		buf_printf(out, PLURAL("%lu year", "%lu years", n * 400 / 146097),
			   n * 400 / 146097);
}

void words_claim(struct buf *out, const struct annotation *a)
{
	const char *assessment = words_assessment(a);
	if (*states[a->state].word)
		buf_printf(out, "%s %s · ", words_state_sign(a->state), words_state(a->state));
	if (a->other_count)
		buf_printf(out, _("in %u places · "), a->other_count + 1);
	buf_add_string(out, words_kind(a));
	if (!*assessment)
		return;
	buf_add_string(out, " · ");
	if (a->state == ANCHOR_CHANGED)
		buf_printf(out, _("was: %s"), assessment);
	else
		buf_add_string(out, assessment);
}

size_t words_cut(const char *s, size_t n, size_t most)
{
	if (n <= most)
		return n;
	while (most > 0 && ((uint8_t)s[most] & 0xC0) == 0x80)
		most--;
	return most;
}

static bool is_break(char c)
{
	return c == '\r' || c == '\n' || c == '\0';
}

void words_quoted(struct buf *out, const char *s, size_t n, size_t most)
{
	size_t end = words_cut(s, n, most);
	buf_add_string(out, "“");
	for (size_t i = 0; i < end;) {
		size_t from = i;
		while (i < end && !is_break(s[i]))
			i++;
		buf_add(out, s + from, i - from);
		if (i < end)
			buf_add_char(out, ' ');
		while (i < end && is_break(s[i]))
			i++;
	}
	buf_add_string(out, end < n ? "…”" : "”");
}

void words_quote(struct buf *out, const struct annotation *a)
{
	if (a->selector.exact && *a->selector.exact)
		words_quoted(out, a->selector.exact, strlen(a->selector.exact), SIZE_MAX);
}

static void add_part(struct buf *out, const char *separator, const char *part)
{
	if (out->len && *part)
		buf_add_string(out, separator);
	buf_add_string(out, part);
}

void words_citation(struct buf *out, const struct citation *c)
{
	struct buf line = {0}, date = {0};
	if (c->publisher)
		add_part(&line, ", ", c->publisher);
	if (c->title) {
		// What stands in brackets describes; it is no title.
		bool is_title = *c->title != '(';
		add_part(&line, ", ", is_title ? "‘" : "");
		buf_printf(&line, is_title ? "%s’" : line.len ? ", %s" : "%s", c->title);
	}
	if (c->date)
		words_period(&date, c->date);
	add_part(&line, ", ", buf_string(&date));
	buf_add_string(out, buf_string(&line));
	buf_done(&line);
	buf_done(&date);
}

bool words_has_address(const struct citation *c)
{
	return c->address &&
	       (string_starts(c->address, "http:") || string_starts(c->address, "https:"));
}

void words_fact(struct buf *out, const struct fact *f)
{
	struct buf line = {0};
	if (f->period)
		words_period(&line, f->period);
	add_part(&line, " · ", f->is_term ? _("term") : "");
	add_part(&line, " · ", words_timing(f->timing));
	add_part(&line, " · ", words_confidence(f->confidence));
	buf_add_string(out, buf_string(&line));
	buf_done(&line);
}

void words_author(struct buf *out, const struct claim_detail *d)
{
	struct buf date = {0};
	if (!d->author)
		return;
	buf_add_string(out, d->author);
	if (d->date)
		words_period(&date, d->date);
	if (date.len)
		buf_printf(out, ", %s", buf_string(&date));
	buf_done(&date);
}

const char *words_language(const char *code)
{
	if (string_equal(code, "nl"))
		return _("Dutch");
	return string_equal(code, "en") ? _("English") : code;
}
