// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/world.h"

#include <stdlib.h>

#include "base/memory.h"
#include "reader/frame.h"
#include "reader/whereabouts.h"

enum { FEW_MARKS = 64, MOST_MARKS = 4096 }; // annotations drawn on one screen

struct placed *world_places(const struct reader *r, size_t *count)
{
	struct placed *found = NULL;
	for (size_t room = FEW_MARKS; room <= MOST_MARKS; room *= 8) {
		free(found);
		found = mem_new(room, sizeof *found);
		*count = knowledge_between(&r->session.knowledge, page_begin(&r->page),
					   page_end(&r->page), found, room);
		if (*count < room)
			break;
	}
	return found;
}

struct nearby *world_nearby(const struct reader *r, size_t *count)
{
	size_t n, kept = 0;
	struct placed *found = world_places(r, &n);
	struct nearby *nearby = mem_new(n, sizeof *nearby);
	for (size_t i = 0; i < n; i++) {
		const struct placed *p = &found[i];
		int col, row = page_row_of(&r->page, p->begin, &col);
		enum role role = r->session.knowledge.annotations[p->annotation].role;
		if (role != ROLE_TERM && role != ROLE_MARK && state_shows(r, p->annotation))
			nearby[kept++] =
				(struct nearby){p->annotation, row < 0 ? 0 : row, p->begin};
	}
	free(found);
	*count = kept;
	return nearby;
}

// Where the caret or, if one is there, the current match is.
static struct range place_here(const struct reader *r)
{
	size_t i;
	if (r->selecting.is_on)
		return (struct range){r->selecting.caret, r->selecting.caret + 1};
	if (!r->has_search || !r->is_on_match || r->current == POS_NONE ||
	    !search_next(&r->search, r->current, &i))
		return (struct range){POS_NONE, POS_NONE};
	struct match m = search_match(&r->search, i);
	return (struct range){m.begin, m.end};
}

struct margin_world world_of(const struct reader *r, const struct nearby *nearby, size_t count)
{
	return (struct margin_world){
		.knowledge = &r->session.knowledge,
		.sets = r->session.sets,
		.set_count = r->session.set_count + 1,
		.own_set = (uint32_t)r->session.set_count + 1,
		.language = r->session.language,
		.nearby = nearby,
		.nearby_count = count,
		.focus = r->focus,
		.focus_at = state_focus(r).begin,
		.document = &r->session.document,
		.search = r->has_search ? &r->search : NULL,
		.hits = &r->hits,
		.filter = state_filter(r),
		.contents = &r->contents,
		.current_heading = contents_at(&r->contents, page_begin(&r->page)),
		.timeline = &r->timeline,
		.here = place_here(r),
		.keyboard = &r->keyboard,
		.wanted = r->help_query,
	};
}
