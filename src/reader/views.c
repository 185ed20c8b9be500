// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/views.h"

#include "reader/move.h"

enum { FIRST_STRETCHES = 256 }; // of a text, that are looked at before the contents are shown

// The cursor goes to the heading that is read, as soon as that is known and unless the person moved
// it before.
static void settle_heading(struct reader *r)
{
	uint64_t top = page_begin(&r->page);
	int current = contents_at(&r->contents, top);
	r->awaits_heading &= r->margin.view == VIEW_CONTENTS && r->margin.cursor <= 0;
	if (!r->awaits_heading || !contents_reaches(&r->contents, top))
		return;
	r->margin.cursor = current < 0 ? 0 : current;
	r->awaits_heading = false;
}

void views_show_contents(struct reader *r)
{
	contents_begin(&r->contents, &r->session.document);
	size_t some = FIRST_STRETCHES;
	if (r->in_margin && r->margin.view == VIEW_CONTENTS)
		return;
	contents_step(&r->contents, budget_of(&some));
	move_open_view(r, VIEW_CONTENTS, 0);
	r->awaits_heading = true;
	settle_heading(r);
}

void views_show_timeline(struct reader *r)
{
	bool has_claim = r->in_margin && r->margin.view == VIEW_CLAIM;
	bool has_fact = r->in_margin && r->margin.view == VIEW_FACT;
	uint32_t claim = has_claim ? r->margin.subject : r->focus;
	uint32_t fact = has_fact ? r->margin.subject : INDEX_NONE;
	if (r->in_margin && r->margin.view == VIEW_TIMELINE)
		return;
	move_open_view(r, VIEW_TIMELINE, claim);
	const struct knowledge *k = &r->session.knowledge;
	timeline_update(&r->timeline, k, state_filter(r), &r->margin.cursor);
	timeline_await(&r->timeline, k, has_fact ? INDEX_NONE : claim, fact, &r->margin.cursor);
}

enum step views_step(struct reader *r, struct budget budget)
{
	if (r->margin.view == VIEW_TIMELINE)
		return timeline_step(&r->timeline, &r->session.knowledge, state_filter(r),
				     &r->margin.cursor, budget);
	if (r->margin.view != VIEW_CONTENTS)
		return STEP_DONE;
	enum step step = contents_step(&r->contents, budget);
	settle_heading(r);
	return step;
}

void views_text_changed(struct reader *r, uint64_t before)
{
	contents_text_changed(&r->contents, before);
}

void views_done(struct reader *r)
{
	contents_done(&r->contents);
	timeline_done(&r->timeline);
}
