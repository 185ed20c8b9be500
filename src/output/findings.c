// SPDX-License-Identifier: ISC
// Findings are written one by one and not kept.
#include "config.h"

#include "output/findings.h"

#include "base/utf8.h"
#include "knowledge/check.h"
#include "knowledge/json.h"
#include "output/list.h"

enum { NAME_MAX_SHOWN = 200, TEXT_MAX = 4096 }; // [byte]

struct writing {
	struct output out;
	const struct index *index;
	enum output_format format;
	bool goes;
	size_t counts[CHECK_WARNING + 1]; // of each level
};

static const char *const levels[] = {[CHECK_ERROR] = "error", [CHECK_WARNING] = "warning"};
static const char *const subjects[] = {[CHECK_SET] = "set",
				       [CHECK_ANNOTATION] = "annotation",
				       [CHECK_FACT] = "fact",
				       [CHECK_LINK] = "link"};

// How many of the bytes of S are taken, MAX at the most and no half character.
static size_t length_to(const char *s, size_t max)
{
	size_t n = strnlen(s, max + 1);
	if (n <= max)
		return n;
	for (n = max; n > 0 && ((uint8_t)s[n] & 0xC0) == 0x80; n--)
		;
	return n;
}

static void add_cut(struct buf *out, const char *s, size_t max)
{
	size_t n = length_to(s, max);
	buf_add(out, s, n);
	buf_add_string(out, s[n] ? "…" : "");
}

// As text.

// Names and ids come from the set: one line, and safe.
static void add_line(struct buf *line, const struct finding *f)
{
	struct buf words = {0};
	if (f->file && f->line)
		buf_printf(&words, "%s:%zu: ", f->file, f->line);
	buf_printf(&words, "%s: %s: ", levels[f->level], f->code);
	add_cut(&words, f->place, NAME_MAX_SHOWN);
	buf_printf(&words, ": %s", f->sentence);
	if (f->is_inside)
		buf_printf(&words, " (%s)", f->path);
	utf8_sanitize(line, buf_string(&words), words.len);
	for (size_t i = 0; i < line->len; i++)
		if (line->data[i] == '\n' || line->data[i] == '\t')
			line->data[i] = ' ';
	buf_add_char(line, '\n');
	buf_done(&words);
}

// As JSON.

static void add_key(struct buf *out, const char *key)
{
	buf_printf(out, "%s\"%s\":", out->data[out->len - 1] == '{' ? "" : ",", key);
}

// What a terminal might obey, or not show, is written as \u; it is the same text.
static void add_escaped(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0, size; i < n; i += size) {
		uint32_t cp;
		size = utf8_decode((const uint8_t *)s + i, n - i, &cp);
		bool is_control = (cp >= 0x7F && cp <= 0x9F) || cp == 0x061C || cp == 0xFEFF ||
				  (cp >= 0x200B && cp <= 0x200F) ||
				  (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F);
		if (is_control)
			buf_printf(out, "\\u%04x", (unsigned)cp);
		else
			buf_add(out, s + i, size);
	}
}

static void add_text(struct buf *out, const char *key, const char *s)
{
	struct buf cut = {0}, quoted = {0};
	add_key(out, key);
	if (s) {
		add_cut(&cut, s, TEXT_MAX);
		json_quote(&quoted, buf_string(&cut), cut.len);
		add_escaped(out, buf_string(&quoted), quoted.len);
	} else {
		buf_add_string(out, "null");
	}
	buf_done(&cut);
	buf_done(&quoted);
}

static void add_range(struct buf *out, const struct index *x, uint64_t begin, uint64_t end)
{
	buf_printf(out, "%s[%llu,%llu]", out->data[out->len - 1] == '[' ? "" : ",",
		   (unsigned long long)index_character_at(x, begin),
		   (unsigned long long)index_character_at(x, end));
}

static void add_places(struct buf *out, const struct index *x, const struct annotation *a)
{
	add_text(out, "state", a ? list_state(a->state) : NULL);
	add_key(out, "places");
	if (!a) {
		buf_add_string(out, "null");
		return;
	}
	buf_add_char(out, '[');
	if (annotation_has_place(a)) {
		add_range(out, x, a->begin, a->end);
		for (uint32_t i = 0; i < a->other_count; i++)
			add_range(out, x, a->others[i].begin, a->others[i].end);
	}
	buf_add_char(out, ']');
}

static void add_change(struct buf *out, const struct finding_change *change)
{
	add_key(out, "change");
	if (!change->kind) {
		buf_add_string(out, "null");
		return;
	}
	buf_add_char(out, '{');
	add_text(out, "kind", change->kind);
	add_text(out, "was", change->was);
	add_text(out, "now", change->now);
	buf_add_char(out, '}');
}

static void add_object(struct buf *out, const struct index *x, const struct finding *f)
{
	buf_add_char(out, '{');
	add_text(out, "level", levels[f->level]);
	add_text(out, "code", f->code);
	add_text(out, "file", f->file);
	add_key(out, "line");
	if (f->line)
		buf_printf(out, "%zu", f->line);
	else
		buf_add_string(out, "null");
	add_text(out, "path", *f->path ? f->path : NULL);
	add_text(out, "subject", subjects[f->subject]);
	add_text(out, "name", f->place);
	add_text(out, "id", f->id);
	add_places(out, x, f->annotation);
	add_change(out, &f->change);
	add_text(out, "sentence", f->sentence);
	buf_add_char(out, '}');
}

static bool write_finding(void *data, const struct finding *f)
{
	struct writing *w = data;
	struct buf line = {0};
	bool is_first = w->counts[CHECK_ERROR] + w->counts[CHECK_WARNING] == 0;
	w->counts[f->level]++;
	if (w->format == FORMAT_JSON) {
		buf_add_string(&line, is_first ? "{\"findings\":[\n" : ",\n");
		add_object(&line, w->index, f);
	} else {
		add_line(&line, f);
	}
	w->goes = w->out.write(w->out.data, buf_string(&line), line.len);
	buf_done(&line);
	return w->goes;
}

static bool write_end(struct writing *w)
{
	struct buf end = {0};
	size_t errors = w->counts[CHECK_ERROR], warnings = w->counts[CHECK_WARNING];
	buf_printf(&end, "%s],\"errors\":%zu,\"warnings\":%zu}\n",
		   errors + warnings ? "\n" : "{\"findings\":[", errors, warnings);
	bool goes = w->out.write(w->out.data, buf_string(&end), end.len);
	buf_done(&end);
	return goes;
}

// A set that lies beside the text and could not even be opened.
static void write_unopened(const struct session *s, struct writing *w)
{
	struct buf name = {0};
	buf_printf(&name, "%s.jsonld", source_name(s->document.source));
	struct finding f = {.level = CHECK_ERROR,
			    .code = "unreadable-set",
			    .place = buf_string(&name),
			    .file = buf_string(&name),
			    .path = "",
			    .sentence = s->beside.text};
	write_finding(w, &f);
	buf_done(&name);
}

bool findings_write(const struct session *s, struct output out, enum output_format format,
		    const char *today, size_t *count)
{
	struct writing w = {.out = out, .index = s->document.index, .format = format, .goes = true};
	struct check_world world = {
		.knowledge = &s->knowledge,
		.sets = s->sets,
		.set_count = s->set_count,
		.source = s->document.source,
		.index = s->document.index,
		.today = today,
	};
	if (s->beside.is_set)
		write_unopened(s, &w);
	if (w.goes)
		check_run(&world, (struct check_listener){write_finding, &w});
	*count = w.counts[CHECK_ERROR] + w.counts[CHECK_WARNING];
	return w.goes && (format != FORMAT_JSON || write_end(&w));
}
