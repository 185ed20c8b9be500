// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/opening.h"

#include <stdlib.h>

#include "base/address.h"
#include "base/memory.h"
#include "base/translate.h"
#include "reader/address_box.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/keeping.h"
#include "reader/move.h"
#include "reader/words.h"

// Asks about an address as the set has it.
static void ask_about(struct reader *r, const char *address)
{
	struct buf written = {0};
	struct err e = {0};
	if (!address_write(&written, address, &e))
		keeping_say(r, _("This address is not opened: %s."), e.text);
	else if (!address_box_fits(r, buf_string(&written)))
		state_tell(r, _("The address does not fit into this window, and only what is seen "
				"whole is opened."));
	else
		state_ask(r, QUESTION_OPEN, buf_string(&written));
	buf_done(&written);
}

static void ask_about_source(struct reader *r, const struct citation *c, bool is_archived)
{
	bool is_copy = is_archived || (c->archived && !words_has_address(c));
	const char *address = is_copy ? c->archived : c->address;
	if (address)
		ask_about(r, address);
	else
		state_tell(r, _("This source has no address."));
}

// The only source of a fact that has an address; of several one has to be chosen.
static void ask_about_fact(struct reader *r, uint32_t fact)
{
	const struct knowledge *k = &r->session.knowledge;
	struct margin_world world = world_of(r, NULL, 0);
	struct fact_detail d;
	size_t count = 0, last = 0;
	rows_read_fact(&world, &k->facts[fact], &d);
	for (size_t i = 0; i < d.citation_count; i++) {
		if (!d.citations[i].address && !d.citations[i].archived)
			continue;
		count++;
		last = i;
	}
	if (count == 1) {
		ask_about_source(r, &d.citations[last], false);
	} else if (count == 0) {
		state_tell(r, _("This fact has no source with an address."));
	} else {
		move_open_view(r, VIEW_FACT, fact);
		state_tell_keys(r, _("There are several sources: {line-down} goes to one, "
				     "{open-source} opens it."));
	}
	fact_detail_done(&d);
}

static void ask_about_claim(struct reader *r, uint32_t annotation)
{
	const struct annotation *a = state_annotation(r, annotation);
	struct margin_world world = world_of(r, NULL, 0);
	struct claim_detail d;
	rows_read_claim(&world, a, &d);
	if (d.address)
		ask_about(r, d.address);
	else if (a->link_count)
		state_tell_keys(r, _("Sources are with facts: {open} leads to those of a claim."));
	else
		state_tell(r, _("There is no source with it."));
	claim_detail_done(&d);
}

void opening_ask(struct reader *r)
{
	struct item item = move_item_here(r);
	bool is_fact = r->in_margin && r->margin.view == VIEW_FACT;
	bool is_claim = r->in_margin && r->margin.view == VIEW_CLAIM;
	struct fact_detail d;
	if (item.kind == ITEM_SOURCE) {
		struct margin_world world = world_of(r, NULL, 0);
		struct source_item at = rows_source(&world, r->margin.subject, item.index);
		rows_read_fact(&world, &r->session.knowledge.facts[r->margin.subject], &d);
		if (at.source < d.citation_count)
			ask_about_source(r, &d.citations[at.source], at.is_archived);
		fact_detail_done(&d);
	} else if (item.kind == ITEM_FACT) {
		ask_about_fact(r, item.index);
	} else if (is_fact) {
		ask_about_fact(r, r->margin.subject);
	} else if (item.kind == ITEM_CLAIM || is_claim ||
		   (!r->in_margin && r->focus != INDEX_NONE)) {
		ask_about_claim(r, item.kind == ITEM_CLAIM ? item.index
				   : is_claim		   ? r->margin.subject
							   : r->focus);
	} else {
		state_tell_keys(r, _("There is no source here: {claim-next} goes to a claim, "
				     "{open} to its facts."));
	}
}

void opening_open(struct reader *r)
{
	if (move_item_here(r).kind == ITEM_SOURCE)
		opening_ask(r);
	else
		move_open(r);
}

void opening_accept(struct reader *r)
{
	// The window may be another one by now.
	if (!address_box_fits(r, r->question_id)) {
		state_tell(r, _("The address does not fit into this window, and only what is seen "
				"whole is opened."));
		return;
	}
	free(r->open_address);
	r->open_address = mem_string(r->question_id);
	r->wants_open = true;
}
