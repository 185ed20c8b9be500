// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/matches.h"

#include "base/translate.h"
#include "base/utf8.h"
#include "knowledge/json.h"
#include "search/search.h"

enum { AROUND = 60 }; // [byte] of the line that are shown before and behind a match

struct writing {
	struct output out;
	const struct options *options;
	const struct source *source;
	uint64_t line, counted; // the line that begins at or before COUNTED
	size_t count;
};

// Counts the lines up to POS.
static void count_lines(struct writing *w, uint64_t pos)
{
	while (w->counted < pos) {
		size_t n;
		const uint8_t *s = source_bytes(w->source, w->counted, &n);
		if (n > pos - w->counted)
			n = (size_t)(pos - w->counted);
		const uint8_t *end = memchr(s, '\n', n);
		w->line += end != NULL;
		w->counted += end ? (uint64_t)(end - s) + 1 : n;
	}
}

// How many of the N bytes behind S are of the same line, AROUND at the most and no half character.
static size_t behind(const uint8_t *s, size_t n)
{
	size_t i = 0;
	while (i < n && s[i] != '\n' && s[i] != '\r' && (i < AROUND || (s[i] & 0xC0) == 0x80))
		i++;
	return i;
}

// … and of those before S.
static size_t before(const uint8_t *s, size_t n)
{
	size_t i = 0;
	while (i < n && s[-1 - (ptrdiff_t)i] != '\n' &&
	       (i < AROUND || (s[-(ptrdiff_t)i] & 0xC0) == 0x80))
		i++;
	return i;
}

// One line: what is more than one in the text has blanks for line ends.
static void add_safe(struct buf *out, const uint8_t *s, size_t n)
{
	size_t from = out->len;
	utf8_sanitize(out, (const char *)s, n);
	for (size_t i = from; i < out->len; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
}

static void add_member(struct buf *line, const char *name, const uint8_t *s, size_t n)
{
	buf_printf(line, ",\"%s\":", name);
	json_quote(line, (const char *)s, n);
}

static bool write_match(struct writing *w, struct match m)
{
	struct buf line = {0};
	size_t n, length = (size_t)(m.end - m.begin);
	uint64_t start = m.begin - source_begin(w->source) > 4 * AROUND ? m.begin - 4 * AROUND
									: source_begin(w->source);
	const uint8_t *s = source_bytes(w->source, start, &n);
	size_t at = (size_t)(m.begin - start), left = before(s + at, at);
	size_t right = behind(s + at + length, n - at - length);
	count_lines(w, m.begin);
	if (w->options->format == FORMAT_TEXT) {
		buf_printf(&line, "%llu:%llu:", (unsigned long long)m.begin,
			   (unsigned long long)w->line);
		add_safe(&line, s + at - left, left + length + right);
	} else {
		buf_printf(&line, "%s\n{\"begin\":%llu,\"end\":%llu,\"line\":%llu",
			   w->count ? "," : "[", (unsigned long long)m.begin,
			   (unsigned long long)m.end, (unsigned long long)w->line);
		add_member(&line, "before", s + at - left, left);
		add_member(&line, "match", s + at, length);
		add_member(&line, "after", s + at + length, right);
		buf_add_char(&line, '}');
	}
	buf_add_string(&line, w->options->format == FORMAT_TEXT ? "\n" : "");
	bool goes = w->out.write(w->out.data, line.data, line.len);
	buf_done(&line);
	return goes;
}

static bool at_once(void *data)
{
	(void)data;
	return true;
}

static bool write_end(const struct writing *w)
{
	struct buf end = {0};
	bool is_json = w->options->format == FORMAT_JSON;
	if (w->options->count)
		buf_printf(&end, is_json ? "{\"count\":%zu}\n" : "%zu\n", w->count);
	else if (is_json)
		buf_add_string(&end, w->count ? "\n]\n" : "[]\n");
	bool goes = end.len == 0 || w->out.write(w->out.data, end.data, end.len);
	buf_done(&end);
	return goes;
}

bool matches_write(const struct session *s, struct output out, const struct options *o,
		   size_t *count, struct err *e)
{
	struct query *q = query_new(o->search, o->mode, session_text_language(s, o), e);
	if (!q)
		return err_wrap(e, _("cannot search for \"%.100s\""), o->search);
	struct writing w = {.out = out, .options = o, .source = s->document.source, .line = 1};
	struct search search;
	w.counted = source_begin(w.source);
	search_init(&search, w.source, q, w.counted);
	search.direction = 1;
	enum step step = STEP_MORE;
	bool goes = true;
	while (goes && step == STEP_MORE) {
		step = search_step(&search, (struct budget){at_once, NULL});
		for (size_t i = 0; goes && i < search.after.count; i++, w.count++)
			goes = o->count || write_match(&w, search.after.all[i]);
		search.after.count = 0;
	}
	*count = w.count;
	if (search.is_too_costly)
		goes = err_set(e,
			       _("cannot search for \"%.100s\" any further than byte %llu: the "
				 "pattern costs too much here"),
			       o->search, (unsigned long long)search.after_end);
	search_done(&search);
	return goes && write_end(&w);
}
