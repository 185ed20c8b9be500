// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/losses.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"

enum {
	IDS_MAX = 20,  // named in a line
	WORD_MAX = 60, // [byte], of an id or a key in a line
};

// A piece of a line: short, and without anything that ends it.
static void add_word(struct buf *out, const char *s)
{
	size_t n = strlen(s), from = out->len;
	utf8_sanitize(out, s, n > WORD_MAX ? WORD_MAX : n);
	for (size_t i = from; i < out->len; i++)
		if (out->data[i] == '\n' || out->data[i] == '\t')
			out->data[i] = ' ';
	if (n > WORD_MAX)
		buf_add_string(out, "…");
}

static struct loss *find(struct losses *l, const char *what)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->all[i].what, what) == 0)
			return &l->all[i];
	if (l->count == LOSSES_KINDS)
		return &l->all[LOSSES_KINDS - 1];
	struct loss *new = &l->all[l->count++];
	new->what = mem_string(l->count == LOSSES_KINDS ? _("anything else") : what);
	return new;
}

void losses_add(struct losses *l, const char *what, const char *id)
{
	struct loss *loss = find(l, what);
	if (++loss->count <= IDS_MAX) {
		buf_add_string(&loss->ids, loss->ids.len ? ", " : "");
		add_word(&loss->ids, id);
	} else if (loss->count == IDS_MAX + 1) {
		buf_add_string(&loss->ids, ", …");
	}
}

void losses_add_member(struct losses *l, const char *parent, const char *name, const char *id)
{
	struct buf what = {0};
	buf_printf(&what, "%s%s", parent, *parent ? "." : "");
	add_word(&what, name);
	losses_add(l, buf_string(&what), id);
	buf_done(&what);
}

void losses_tell(const struct losses *l, const char *name, struct buf *out)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct loss *loss = &l->all[i];
		buf_printf(out, _("%s: not carried over: %s (%zu): %s"), name, loss->what,
			   loss->count, buf_string(&loss->ids));
		buf_add_char(out, '\n');
	}
}

void losses_done(struct losses *l)
{
	for (size_t i = 0; i < l->count; i++) {
		free(l->all[i].what);
		buf_done(&l->all[i].ids);
	}
	*l = (struct losses){0};
}
