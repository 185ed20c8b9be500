// SPDX-License-Identifier: ISC
// Alternatives are merged: the first quote, the first position and the first lines of those that
// nothing refines; only where there is none of them, the first that is refined.  A selector that
// does not select plain text is dropped, but not what it is refined by without a trace: the quote
// within it can be sought in the whole text, a position within it means nothing there.
#include "config.h"

#include "knowledge/target.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "knowledge/fragment.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"

enum { PARTS_DEPTH = 4 }; // of parts of parts of a target

static void move_once(char **to, char **from)
{
	if (*to)
		return;
	*to = *from;
	*from = NULL;
}

// Takes what TO does not have from FROM, and frees the rest.
static void merge(struct selector *to, struct selector *from)
{
	if (!to->exact) {
		move_once(&to->exact, &from->exact);
		move_once(&to->prefix, &from->prefix);
		move_once(&to->suffix, &from->suffix);
	}
	if (to->start == POS_NONE) {
		to->start = from->start;
		to->end = from->end;
	}
	if (to->start_line == POS_NONE) {
		to->start_line = from->start_line;
		to->end_line = from->end_line;
	}
	selector_done(from);
}

static void read_quote(const struct json_node *n, struct selector *to)
{
	const char *exact = resource_text(resource_get(n, "exact"));
	if (!exact)
		return;
	to->exact = mem_string(exact);
	to->prefix = mem_string(resource_text(resource_get(n, "prefix")));
	to->suffix = mem_string(resource_text(resource_get(n, "suffix")));
}

static void read_position(const struct json_node *n, struct selector *to)
{
	uint64_t start = resource_number(resource_get(n, "start"));
	uint64_t end = resource_number(resource_get(n, "end"));
	if (start == POS_NONE || end == POS_NONE)
		return;
	to->start = start;
	to->end = end;
}

static void read_fragment(const struct json_node *n, struct selector *to)
{
	const char *value = resource_text(resource_get(n, "value"));
	const char *standard = resource_id(json_one(resource_get(n, "conformsTo")));
	if (!value || (standard && !fragment_is_standard(standard)))
		return;
	fragment_read(*value == '#' ? value + 1 : value, to);
}

static void read_list(const struct json_node *list, struct selector *to, int depth);

// Two places by their numbers: from the begin of one to the begin of the other (4.2.8).
static void read_ends(const struct json_node *n, struct selector *to, int depth)
{
	struct selector a = selector_none(), b = selector_none();
	read_list(resource_get(n, "startSelector"), &a, depth + 1);
	read_list(resource_get(n, "endSelector"), &b, depth + 1);
	bool is_plain = !a.refinement && !b.refinement;
	if (is_plain && a.start != POS_NONE && b.start != POS_NONE && a.start <= b.start) {
		to->start = a.start;
		to->end = b.start;
	} else if (is_plain && a.start_line != POS_NONE && b.start_line != POS_NONE &&
		   a.start_line <= b.start_line) {
		to->start_line = a.start_line;
		to->end_line = b.start_line;
	}
	selector_done(&a);
	selector_done(&b);
}

static void read_own(const struct json_node *n, struct selector *to, int depth)
{
	if (resource_is_a(n, "TextQuoteSelector"))
		read_quote(n, to);
	else if (resource_is_a(n, "TextPositionSelector"))
		read_position(n, to);
	else if (resource_is_a(n, "FragmentSelector"))
		read_fragment(n, to);
	else if (resource_is_a(n, "RangeSelector"))
		read_ends(n, to, depth);
}

static void read_one(const struct json_node *n, struct selector *to, int depth)
{
	read_own(n, to, depth);
	struct selector inner = selector_none();
	read_list(resource_get(n, "refinedBy"), &inner, depth + 1);
	if (!selector_is_set(&inner))
		return;
	if (selector_is_set(to)) {
		to->refinement = mem_new(1, sizeof *to->refinement);
		*to->refinement = inner;
		return;
	}
	inner.start = inner.end = inner.start_line = inner.end_line = POS_NONE;
	if (inner.exact)
		*to = inner;
	else
		selector_done(&inner);
}

static void read_list(const struct json_node *list, struct selector *to, int depth)
{
	struct selector refined = selector_none();
	if (depth >= REFINEMENTS_MAX)
		return;
	for (const struct json_node *n = json_one(list); n; n = json_more(list, n)) {
		struct selector one = selector_none();
		read_one(n, &one, depth);
		if (!one.refinement)
			merge(to, &one);
		else if (!selector_is_set(&refined))
			refined = one;
		else
			selector_done(&one);
	}
	if (!selector_is_set(to) && selector_is_set(&refined))
		*to = refined;
	else
		selector_done(&refined);
}

// What refines the last of the states that refine each other is a selector (4.3): with the state
// it selects in a representation that a file of text may be or not.
static const struct json_node *selector_behind(const struct json_node *state)
{
	const struct json_node *n = json_one(state);
	for (int i = 0; i < REFINEMENTS_MAX && n; i++) {
		bool is_state = resource_is_a(n, "TimeState") ||
				resource_is_a(n, "HttpRequestState") || resource_is_a(n, "State");
		const struct json_node *next = json_one(resource_get(n, "refinedBy"));
		if (!is_state)
			return i > 0 ? n : NULL;
		n = next;
	}
	return NULL;
}

static enum selected read_resource(const struct json_node *n, struct selector *to)
{
	const char *source = resource_id(resource_source(n));
	const struct json_node *selector = resource_get(n, "selector");
	if (!json_one(selector))
		selector = selector_behind(resource_get(n, "state"));
	if (json_one(selector)) {
		read_list(selector, to, 0);
		return selector_is_set(to) ? SELECTED_TEXT : SELECTED_OTHER;
	}
	const char *fragment = fragment_of(source);
	if (fragment && fragment_read(fragment, to))
		return SELECTED_TEXT;
	bool is_something = source || resource_types(n) || resource_get(n, "source");
	return is_something ? SELECTED_WHOLE : SELECTED_NONE;
}

static bool is_group(const struct json_node *n)
{
	return resource_is_a(n, "Composite") || resource_is_a(n, "List") ||
	       resource_is_a(n, "Independents") || resource_is_a(n, "Choice");
}

static void add(struct targets *list, const struct json_node *n, int depth)
{
	const struct json_node *items = resource_get(n, "items");
	if (is_group(n) && json_one(items) && depth < PARTS_DEPTH) {
		bool is_choice = resource_is_a(n, "Choice");
		for (n = json_one(items); n && !list->is_cut;
		     n = is_choice ? NULL : json_more(items, n))
			add(list, n, depth + 1);
		return;
	}
	list->is_cut = list->count == list->ceiling;
	if (list->is_cut)
		return;
	struct target t = {.node = n, .selector = selector_none()};
	t.selected = read_resource(n, &t.selector);
	list->all = mem_reserve(list->all, &list->capacity, list->count + 1, sizeof *list->all);
	list->all[list->count++] = t;
}

void targets_read(struct targets *list, const struct json_node *item)
{
	const struct json_node *targets = resource_get(item, "target");
	for (const struct json_node *n = json_one(targets); n && !list->is_cut;
	     n = json_more(targets, n))
		add(list, n, 0);
}

void targets_done(struct targets *list)
{
	for (size_t i = 0; i < list->count; i++)
		selector_done(&list->all[i].selector);
	free(list->all);
	*list = (struct targets){0};
}
