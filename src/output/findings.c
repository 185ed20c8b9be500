// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/findings.h"

#include "base/utf8.h"
#include "knowledge/check.h"

struct writing {
	struct output out;
	bool goes;
};

static const char *const levels[] = {[CHECK_ERROR] = "error", [CHECK_WARNING] = "warning"};

// Names and ids come from the set: one line, and safe.
static bool write_finding(void *data, const struct finding *f)
{
	struct writing *w = data;
	struct buf words = {0}, line = {0};
	buf_printf(&words, "%s: %s: %s: %s", levels[f->level], f->code, f->place, f->sentence);
	utf8_sanitize(&line, buf_string(&words), words.len);
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '\n' || line.data[i] == '\t')
			line.data[i] = ' ';
	buf_add_char(&line, '\n');
	w->goes = w->out.write(w->out.data, buf_string(&line), line.len);
	buf_done(&words);
	buf_done(&line);
	return w->goes;
}

// A set that lies beside the text and could not even be opened.
static void write_unopened(const struct session *s, struct writing *w)
{
	struct buf name = {0};
	buf_printf(&name, "%s.jsonld", source_name(s->document.source));
	struct finding f = {CHECK_ERROR, "unreadable-set", buf_string(&name), s->beside.text};
	write_finding(w, &f);
	buf_done(&name);
}

bool findings_write(const struct session *s, struct output out, size_t *count)
{
	struct writing w = {out, true};
	struct check_world world = {
		.knowledge = &s->knowledge,
		.sets = s->sets,
		.set_count = s->set_count,
		.source = s->document.source,
		.index = s->document.index,
	};
	*count = 0;
	if (s->beside.is_set) {
		write_unopened(s, &w);
		++*count;
	}
	if (w.goes)
		*count += check_run(&world, (struct check_listener){write_finding, &w});
	return w.goes;
}
