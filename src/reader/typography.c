// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/typography.h"

#include "base/log.h"
#include "base/translate.h"
#include "page/hyphenation.h"

enum {
	MEASURE = 68,	    // [col] unless the reader wants another one
	LEAST_MEASURE = 10, // [col]
	MOST_MEASURE = 400, // [col]
};

static int within_measures(int columns)
{
	return columns < LEAST_MEASURE	? LEAST_MEASURE
	       : columns > MOST_MEASURE ? MOST_MEASURE
					: columns;
}

void typography_init(struct reader *r, const struct options *o)
{
	struct typography *t = &r->typography;
	typography_take_measure(r, o->width);
	t->is_justified = o->justify;
	t->language = o->text_language;
	t->wrap = o->wrap;
}

void typography_take_measure(struct reader *r, int columns)
{
	r->typography.measure = columns ? within_measures(columns) : MEASURE;
	r->typography.has_measure = columns != 0;
}

void typography_take_wrap(struct reader *r, enum wrap wrap)
{
	r->typography.wrap = wrap;
	document_set_wrap(&r->session.document, wrap);
	r->page.shift = 0;
}

void typography_take_language(struct reader *r, const char *language)
{
	r->typography.language = language && *language ? language : NULL;
	r->typography.text_language = NULL;
	r->typography.is_settled = false;
	typography_settle(r);
}

void typography_done(struct reader *r)
{
	hyphenation_close(r->typography.hyphenation);
	r->typography.hyphenation = NULL;
}

int typography_measure(const struct reader *r)
{
	return r->typography.wrap == WRAP_KEEP ? r->cols : r->typography.measure;
}

struct setting typography_setting(const struct reader *r, int width)
{
	const struct typography *t = &r->typography;
	return (struct setting){.width = width,
				.is_kept = t->wrap == WRAP_KEEP,
				.is_justified = t->is_justified,
				.hyphenation = t->hyphenation};
}

const char *typography_language(const struct reader *r)
{
	return r->typography.text_language;
}

// The words of the first screen, to the end of its last paragraph, are what is looked up before it
// is shown.
static void expect_first_screen(const struct reader *r, struct hyphenation *h)
{
	size_t n, screen = (size_t)r->frame.text.width * (size_t)r->rows;
	const struct document *d = &r->session.document;
	uint64_t pos = page_begin(&r->page), low = document_begin(d);
	// A paragraph may begin before the screen.
	uint64_t begin = pos - low > screen ? pos - screen : low;
	const uint8_t *text = source_bytes(d->source, begin, &n);
	size_t least = (size_t)(pos - begin) + screen, most = least + screen;
	if (n > most)
		n = most;
	for (size_t i = least; i + 2 < n; i++)
		if (text[i] == '\n' && (text[i + 1] == '\n' || text[i + 2] == '\n'))
			n = i;
	hyphenation_expect(h, text, n);
}

void typography_complete(struct reader *r)
{
	hyphenation_complete(r->typography.hyphenation);
}

bool typography_settle(struct reader *r)
{
	struct typography *t = &r->typography;
	if (t->is_settled || r->frame.text.width == 0)
		return false; // before there is a screen nobody knows what is on it
	const char *language =
		session_text_language(&r->session, &(struct options){.text_language = t->language});
	if (!language)
		return false;
	t->is_settled = true;
	t->text_language = language;
	// Opened before the other one is closed, so that pages can tell them apart.
	struct hyphenation *before = t->hyphenation;
	t->hyphenation = hyphenation_open(language);
	if (t->hyphenation)
		expect_first_screen(r, t->hyphenation);
	hyphenation_close(before);
	log_line(LOG_LAYOUT, "the text's language is \"%s\", hyphens %s", language,
		 t->hyphenation ? "found" : "not found");
	return t->hyphenation != before;
}

void typography_wrap(struct reader *r)
{
	static const char *const words[] = {
		[WRAP_AUTO] = N_("Prose is re-flowed; verse, lists and code keep their lines."),
		[WRAP_REFLOW] = N_("All lines between two blank ones are re-flowed."),
		[WRAP_KEEP] = N_("Lines as in the file: < and > move them sideways."),
	};
	struct typography *t = &r->typography;
	typography_take_wrap(r, t->wrap == WRAP_KEEP ? WRAP_AUTO : t->wrap + 1);
	state_tell(r, _(words[t->wrap]));
}

void typography_justify(struct reader *r)
{
	struct typography *t = &r->typography;
	t->is_justified = !t->is_justified;
	state_tell(r,
		   t->is_justified ? _("Lines are justified.") : _("Lines end as the words do."));
}

void typography_widen(struct reader *r, int columns)
{
	// From what is seen, so that each key shows, whatever was asked for in a wider window.
	int measure = r->frame.text.width + columns;
	if (r->typography.wrap == WRAP_KEEP) {
		state_tell_keys(r, _("Lines as in the file have no measure; {wrap} wraps them."));
		return;
	}
	r->typography.measure = within_measures(measure);
	r->typography.has_measure = true;
}
