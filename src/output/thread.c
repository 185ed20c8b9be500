// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/thread.h"

#include "base/translate.h"

uint32_t thread_next(const struct knowledge *k, uint32_t root, uint32_t at, unsigned *depth)
{
	if (at == root)
		*depth = 0;
	if (k->annotations[at].first_reply != INDEX_NONE) {
		++*depth;
		return k->annotations[at].first_reply;
	}
	while (at != root && k->annotations[at].next_reply == INDEX_NONE) {
		at = k->annotations[at].parent;
		--*depth;
	}
	return at == root ? INDEX_NONE : k->annotations[at].next_reply;
}

static void add_last_place(struct buf *out, const struct selector *s)
{
	if (s->start != POS_NONE && s->end != POS_NONE)
		buf_printf(out, _("The last known place: characters %llu to %llu."),
			   (unsigned long long)s->start, (unsigned long long)s->end);
	else if (s->start_line != POS_NONE && s->end_line != POS_NONE)
		buf_printf(out, _("The last known place: lines %llu to %llu."),
			   (unsigned long long)s->start_line + 1, (unsigned long long)s->end_line);
}

void thread_place(struct buf *out, const struct annotation *a)
{
	if (!annotation_has_place(a))
		add_last_place(out, &a->selector);
	else if (a->other_count)
		buf_printf(out, _("It stands in %lu places."), (unsigned long)a->other_count + 1);
}

bool thread_is_term(const struct annotation *a)
{
	return a->role == ROLE_TERM && a->first_reply != INDEX_NONE;
}
