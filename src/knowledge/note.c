// SPDX-License-Identifier: ISC
// Each body of an annotation is one of the parts that a note has, or something else, which is
// passed on as it is.  A part that did not change is passed on too, with all that is in it.
#include "config.h"

#include "knowledge/note.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"
#include "knowledge/target.h"

static const char *const kinds[] = {
	[KIND_FACT] = "fact",
	[KIND_INTERPRETATION] = "interpretation",
	[KIND_OPINION] = "opinion",
	[KIND_PREDICTION] = "prediction",
	[KIND_ATTRIBUTED] = "attributed",
};
enum { KINDS = sizeof kinds / sizeof *kinds };

// The word in IRIs, and the one for people in any language, which consumers show that do not know
// ours.
static const struct {
	const char *word, *name;
} assessments[] = {
	[ASSESSMENT_CORRECT] = {"correct", "correct"},
	[ASSESSMENT_MOSTLY_CORRECT] = {"mostly-correct", "mostly correct"},
	[ASSESSMENT_NEEDS_CONTEXT] = {"needs-context", "needs context"},
	[ASSESSMENT_DISPUTED] = {"disputed", "disputed"},
	[ASSESSMENT_NOT_VERIFIABLE] = {"not-verifiable", "not verifiable"},
};
enum { ASSESSMENTS = sizeof assessments / sizeof *assessments };

static const char *const relations[] = {
	[RELATION_SUPPORTS] = "supports",
	[RELATION_CONTRADICTS] = "contradicts",
	[RELATION_CONTEXT] = "context",
	[RELATION_AFTERMATH] = "aftermath",
};

// Where the fraction of a second, a nonce or the like would make two equal, chance does not.
char *note_new_iri(void)
{
	uint8_t b[16];
	struct buf out = {0};
	if (getentropy(b, sizeof b) != 0)
		abort(); // no system that this runs on is without
	b[6] = (uint8_t)((b[6] & 0x0F) | 0x40);
	b[8] = (uint8_t)((b[8] & 0x3F) | 0x80);
	buf_add_string(&out, "urn:uuid:");
	for (int i = 0; i < 16; i++)
		buf_printf(&out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
	return buf_take(&out);
}

void note_set(char **to, const char *text)
{
	char *copy = mem_string(text ? text : "");
	free(*to);
	*to = copy;
}

void note_init(struct note *n, enum note_type type)
{
	*n = (struct note){.type = type, .place = selector_none()};
	char **const strings[] = {&n->text, &n->tags,  &n->reason, &n->parent,
				  &n->fact, &n->title, &n->period, &n->source};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		*strings[i] = mem_string("");
	n->id = note_new_iri();
	if (type == NOTE_FACT) {
		free(n->fact);
		n->fact = note_new_iri();
	}
}

static void links_done(struct note *n)
{
	for (size_t i = 0; i < n->link_count; i++) {
		free(n->links[i].fact);
		free(n->links[i].reason);
	}
	free(n->links);
	n->links = NULL;
	n->link_count = 0;
}

void note_done(struct note *n)
{
	if (!n)
		return;
	free(n->id);
	free(n->text);
	free(n->tags);
	free(n->reason);
	free(n->parent);
	free(n->fact);
	free(n->title);
	free(n->period);
	free(n->source);
	selector_done(&n->place);
	links_done(n);
	*n = (struct note){0};
}

void note_add_link(struct note *n, const char *fact, enum relation relation, const char *reason)
{
	n->links = mem_resize(n->links, n->link_count + 1, sizeof *n->links);
	n->links[n->link_count++] =
		(struct note_link){mem_string(fact), relation, mem_string(reason ? reason : "")};
}

bool note_is_same_place(const struct selector *a, const struct selector *b)
{
	return string_equal(a->exact, b->exact) && string_equal(a->prefix, b->prefix) &&
	       string_equal(a->suffix, b->suffix) && a->start == b->start && a->end == b->end &&
	       a->start_line == b->start_line && a->end_line == b->end_line &&
	       !a->refinement == !b->refinement;
}

// Reading.

enum part { PART_TEXT, PART_TAG, PART_KIND, PART_REVIEW, PART_LINK, PART_OTHER };

static enum assessment assessment_of(const struct json_node *body)
{
	const struct json_node *review = resource_source(body);
	const char *id = resource_id(json_one(resource_schema(review, "reviewRating")));
	if (id && string_starts(id, RESOURCE_URN "assessment:"))
		for (int i = ASSESSMENT_CORRECT; i < ASSESSMENTS; i++)
			if (strcmp(annotation_last_part(id), assessments[i].word) == 0)
				return (enum assessment)i;
	return ASSESSMENT_NONE;
}

static enum kind kind_of(const struct json_node *body)
{
	const char *iri = resource_id(resource_source(body));
	if (iri && string_starts(iri, RESOURCE_URN "kind:"))
		for (int i = KIND_FACT; i < KINDS; i++)
			if (strcmp(annotation_last_part(iri), kinds[i]) == 0)
				return (enum kind)i;
	return KIND_NONE;
}

// Is it one of ours: with a rating that we know, or, as of an opinion, with none at all?
static bool is_review(const struct json_node *body)
{
	const struct json_node *review = resource_source(body);
	return resource_is_schema(review, "ClaimReview") &&
	       (assessment_of(body) != ASSESSMENT_NONE || !resource_schema(review, "reviewRating"));
}

static enum part part_of(const struct json_node *item, const struct json_node *body)
{
	struct resource_link link;
	bool is_word = resource_is_text(body) && json_string(resource_get(body, "value"));
	if (resource_read_link(body, &link))
		return link.relation < RELATION_DEFINES ? PART_LINK : PART_OTHER;
	if (resource_has_word(resource_get(body, "purpose"), "tagging"))
		return is_word ? PART_TAG : PART_OTHER;
	if (resource_has_purpose(item, body, "assessing") && !is_word)
		return is_review(body) ? PART_REVIEW : PART_OTHER;
	if (resource_has_purpose(item, body, "classifying"))
		return kind_of(body) != KIND_NONE ? PART_KIND : PART_OTHER;
	return is_word ? PART_TEXT : PART_OTHER;
}

static const char *text_of(const struct json_node *body)
{
	return json_string(resource_get(body, "value"));
}

// The first text only is one to edit; others, in other languages, stay as they are.
static void read_body(struct note *n, const struct json_node *body, enum part part)
{
	struct resource_link link;
	if (part == PART_TEXT && !*n->text) {
		note_set(&n->text, text_of(body));
		if (n->type == NOTE_FACT)
			note_set(&n->title, resource_text(resource_schema(body, "name")));
	} else if (part == PART_TAG) {
		struct buf tags = {0};
		buf_printf(&tags, "%s%s%s", n->tags, *n->tags ? ", " : "", text_of(body));
		note_set(&n->tags, buf_string(&tags));
		buf_done(&tags);
	} else if (part == PART_KIND) {
		n->kind = kind_of(body);
	} else if (part == PART_REVIEW) {
		n->assessment = assessment_of(body);
		note_set(&n->reason,
			 resource_text(resource_schema(resource_source(body), "reviewBody")));
	} else if (part == PART_LINK && resource_read_link(body, &link)) {
		note_add_link(n, link.fact, link.relation,
			      resource_text(resource_schema(body, "description")));
	}
}

static enum note_type type_of(const struct json_node *root, const struct note *n)
{
	const struct json_node *target = json_one(resource_get(root, "target"));
	if (resource_has_motivation(root, "replying"))
		return NOTE_REPLY;
	if (resource_has_motivation(root, "describing") && resource_is_schema(target, "Statement"))
		return NOTE_FACT;
	if (n->letter)
		return NOTE_MARK;
	if (n->kind != KIND_NONE || n->link_count || n->assessment != ASSESSMENT_NONE ||
	    resource_has_motivation(root, "assessing"))
		return NOTE_CLAIM;
	return resource_has_motivation(root, "highlighting") ? NOTE_HIGHLIGHT : NOTE_COMMENT;
}

static void read_target(struct note *n, const struct json_node *root)
{
	struct targets list = {.ceiling = 1};
	const struct json_node *target = json_one(resource_get(root, "target"));
	targets_read(&list, root);
	if (list.count && list.all[0].selected == SELECTED_TEXT) {
		n->place = list.all[0].selector;
		list.all[0].selector = selector_none();
	}
	targets_done(&list);
	if (n->type == NOTE_REPLY)
		note_set(&n->parent, resource_id(resource_source(target)));
	if (n->type != NOTE_FACT)
		return;
	const struct json_node *citation = json_one(resource_schema(target, "citation"));
	note_set(&n->fact, resource_id(target));
	note_set(&n->period, resource_text(resource_schema(target, "temporalCoverage")));
	note_set(&n->source, resource_id(citation));
}

void note_read(struct note *n, const struct json_node *root)
{
	const struct json_node *bodies = resource_get(root, "body");
	const char *letter = resource_text(json_get(root, RESOURCE_MARK));
	note_init(n, NOTE_COMMENT);
	note_set(&n->id, resource_id(root));
	n->letter = letter && *letter && !letter[1] ? *letter : '\0';
	n->type = type_of(root, n) == NOTE_FACT ? NOTE_FACT : NOTE_COMMENT;
	for (const struct json_node *b = json_one(bodies); b; b = json_more(bodies, b)) {
		enum part part = part_of(root, b);
		const struct json_node *choice = json_one(resource_get(b, "items"));
		read_body(n, b, part);
		// Of a fact in several languages the first is the one to edit.
		if (part == PART_OTHER && n->type == NOTE_FACT && choice &&
		    part_of(root, choice) == PART_TEXT)
			read_body(n, choice, PART_TEXT);
	}
	if (!*n->text)
		note_set(&n->text, json_string(resource_get(root, "bodyValue")));
	n->type = type_of(root, n);
	read_target(n, root);
}

// Writing.

// A gathered object that is written with some members changed: those in CHANGED, which ends with
// NULL, are left out, and the brace is left open.
static void put_others(struct buf *out, const struct json_node *n, const char *const *changed)
{
	json_put_comma(out);
	buf_add_char(out, '{');
	for (const struct json_node *c = json_is_object(n) ? n->first : NULL; c; c = c->next) {
		bool is_changed = false;
		for (size_t i = 0; changed[i] && !is_changed; i++)
			is_changed = resource_get(n, changed[i]) == c ||
				     resource_schema(n, changed[i]) == c;
		if (is_changed)
			continue;
		json_put_key(out, c->key);
		json_put_value(out, c);
	}
}

static void put_text(struct buf *out, const struct note *n, const struct json_node *was)
{
	static const char *const changed[] = {"value", "name", NULL};
	if (!*n->text && (n->type != NOTE_FACT || !*n->title))
		return;
	put_others(out, was, changed);
	if (!was) {
		json_put_member(out, "type", "TextualBody");
		json_put_member(out, "format", "text/plain");
		if (n->type == NOTE_CLAIM)
			json_put_member(out, "purpose", "commenting");
	}
	json_put_member(out, "value", n->text);
	if (n->type == NOTE_FACT)
		json_put_member(out, "schema:name", n->title);
	buf_add_char(out, '}');
}

static void put_tags(struct buf *out, const struct note *n)
{
	for (const char *s = n->tags; *s;) {
		size_t size = strcspn(s, ",");
		size_t from = strspn(s, " \t\n#");
		const char *end = s + size;
		while (end > s && strchr(" \t\n", end[-1]))
			end--;
		if (from < size && end > s + from) {
			json_put_comma(out);
			buf_add_string(
				out,
				"{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":");
			json_quote(out, s + from, (size_t)(end - s) - from);
			buf_add_char(out, '}');
		}
		s += size + (s[size] == ',');
	}
}

static void put_kind(struct buf *out, const struct note *n)
{
	if (n->kind == KIND_NONE || (int)n->kind >= KINDS)
		return;
	json_put_comma(out);
	buf_printf(out,
		   "{\"type\":\"SpecificResource\",\"purpose\":\"classifying\","
		   "\"source\":\"" RESOURCE_URN "kind:%s\"}",
		   kinds[n->kind]);
}

static void put_review(struct buf *out, const struct note *n, const struct json_node *was)
{
	static const char *const outer[] = {"source", NULL};
	static const char *const inner[] = {"reviewBody", "reviewRating", NULL};
	bool has_rating = n->assessment > ASSESSMENT_NONE && (int)n->assessment < ASSESSMENTS;
	if (!has_rating && !*n->reason)
		return;
	put_others(out, was, outer);
	if (!was) {
		json_put_member(out, "type", "SpecificResource");
		json_put_member(out, "purpose", "assessing");
	}
	json_put_key(out, "source");
	put_others(out, was ? resource_source(was) : NULL, inner);
	if (!was) {
		char *iri = note_new_iri();
		json_put_member(out, "id", iri);
		json_put_member(out, "type", "schema:ClaimReview");
		json_put_member(out, "schema:claimReviewed", n->place.exact ? n->place.exact : "");
		free(iri);
	}
	if (*n->reason)
		json_put_member(out, "schema:reviewBody", n->reason);
	if (has_rating) {
		json_put_key(out, "schema:reviewRating");
		buf_printf(out,
			   "{\"id\":\"" RESOURCE_URN "assessment:%s\",\"type\":\"schema:Rating\","
			   "\"schema:alternateName\":\"%s\"}",
			   assessments[n->assessment].word, assessments[n->assessment].name);
	}
	buf_add_string(out, "}}");
}

static void put_links(struct buf *out, const struct note *n)
{
	for (size_t i = 0; i < n->link_count; i++) {
		const struct note_link *l = &n->links[i];
		if (l->relation >= RELATION_DEFINES)
			continue;
		json_put_comma(out);
		buf_printf(out,
			   "{\"type\":\"SpecificResource\",\"purpose\":\"" RESOURCE_URN
			   "relation:%s\"",
			   relations[l->relation]);
		json_put_member(out, "source", l->fact);
		if (*l->reason)
			json_put_member(out, "schema:description", l->reason);
		buf_add_char(out, '}');
	}
}

static bool are_same_links(const struct note *a, const struct note *b)
{
	bool is_same = a->link_count == b->link_count;
	for (size_t i = 0; is_same && i < a->link_count; i++)
		is_same = a->links[i].relation == b->links[i].relation &&
			  strcmp(a->links[i].fact, b->links[i].fact) == 0 &&
			  strcmp(a->links[i].reason, b->links[i].reason) == 0;
	return is_same;
}

// Which parts say the same as before.
static bool is_unchanged(const struct note *a, const struct note *b, enum part part)
{
	if (part == PART_TEXT)
		return strcmp(a->text, b->text) == 0 && strcmp(a->title, b->title) == 0;
	if (part == PART_TAG)
		return strcmp(a->tags, b->tags) == 0;
	if (part == PART_KIND)
		return a->kind == b->kind;
	if (part == PART_REVIEW)
		return a->assessment == b->assessment && strcmp(a->reason, b->reason) == 0;
	return part == PART_OTHER || are_same_links(a, b);
}

// A part as N has it; AT is the first body that was this part, or NULL.
static void put_part(struct buf *out, const struct note *n, enum part part,
		     const struct json_node *at)
{
	if (part == PART_TEXT)
		put_text(out, n, at);
	else if (part == PART_TAG)
		put_tags(out, n);
	else if (part == PART_KIND)
		put_kind(out, n);
	else if (part == PART_REVIEW)
		put_review(out, n, at);
	else if (part == PART_LINK)
		put_links(out, n);
}

// A Choice of which the first is the text to edit.
static void put_choice(struct buf *out, const struct note *n, const struct json_node *choice)
{
	static const char *const changed[] = {"items", NULL};
	const struct json_node *items = resource_get(choice, "items");
	put_others(out, choice, changed);
	json_put_key(out, "items");
	buf_add_char(out, '[');
	for (const struct json_node *c = json_one(items); c; c = json_more(items, c)) {
		if (c == json_one(items)) {
			put_text(out, n, c);
			continue;
		}
		json_put_comma(out);
		json_put_value(out, c);
	}
	buf_add_string(out, "]}");
}

// The bodies in their order: what changed stands where the first of it stood, what is new at the
// end.
static void put_bodies(struct buf *out, const struct note *n, const struct note *before,
		       const struct json_node *was)
{
	bool is_put[PART_OTHER] = {false};
	const struct json_node *bodies = resource_get(was, "body");
	for (const struct json_node *b = json_one(bodies); b; b = json_more(bodies, b)) {
		enum part part = part_of(was, b);
		bool is_text =
			part == PART_TEXT || (part == PART_OTHER && resource_get(b, "items"));
		bool is_choice = is_text && part == PART_OTHER && n->type == NOTE_FACT;
		bool is_same = is_unchanged(n, before, is_choice ? PART_TEXT : part);
		if (is_same || (is_text && !is_choice && is_put[PART_TEXT])) {
			json_put_comma(out);
			json_put_value(out, b);
		} else if (is_choice) {
			put_choice(out, n, b);
		} else if (part != PART_OTHER && !is_put[part]) {
			put_part(out, n, part, b);
		}
		if (part != PART_OTHER)
			is_put[part] = true;
		if (is_choice)
			is_put[PART_TEXT] = true;
	}
	for (int part = 0; part < PART_OTHER; part++)
		if (!is_put[part])
			put_part(out, n, (enum part)part, NULL);
}

static void put_selector(struct buf *out, const struct selector *s)
{
	json_put_key(out, "selector");
	buf_add_char(out, '[');
	if (s->exact) {
		buf_add_string(out, "{\"type\":\"TextQuoteSelector\"");
		json_put_member(out, "exact", s->exact);
		if (s->prefix)
			json_put_member(out, "prefix", s->prefix);
		if (s->suffix)
			json_put_member(out, "suffix", s->suffix);
		buf_add_char(out, '}');
	}
	if (s->start != POS_NONE && s->end != POS_NONE) {
		json_put_comma(out);
		buf_printf(out, "{\"type\":\"TextPositionSelector\",\"start\":%llu,\"end\":%llu}",
			   (unsigned long long)s->start, (unsigned long long)s->end);
	}
	buf_add_char(out, ']');
}

static void put_source(struct buf *out, const struct note_source *on)
{
	json_put_key(out, "source");
	buf_add_char(out, '{');
	json_put_member(out, "id", on->id);
	json_put_member(out, "type", "Text");
	json_put_member(out, "format", "text/plain");
	if (on->language)
		json_put_member(out, "language", on->language);
	if (on->title)
		json_put_member(out, "schema:name", on->title);
	if (on->sha256)
		json_put_member(out, "schema:sha256", on->sha256);
	if (on->fingerprint)
		json_put_member(out, RESOURCE_FINGERPRINT, on->fingerprint);
	buf_add_char(out, '}');
}

static void put_fact(struct buf *out, const struct note *n, const struct json_node *was)
{
	static const char *const changed[] = {"temporalCoverage", "citation", NULL};
	static const char *const address[] = {"id", NULL};
	const struct json_node *target = json_one(resource_get(was, "target"));
	const struct json_node *list = resource_schema(target, "citation");
	const struct json_node *first = json_one(list);
	put_others(out, json_is_object(target) ? target : NULL, changed);
	if (!json_is_object(target)) {
		json_put_member(out, "id", n->fact);
		json_put_member(out, "type", "schema:Statement");
	}
	if (*n->period)
		json_put_member(out, "schema:temporalCoverage", n->period);
	if (*n->source || (first && json_more(list, first))) {
		json_put_key(out, "schema:citation");
		buf_add_char(out, '[');
		if (*n->source) {
			put_others(out, first, address);
			json_put_member(out, "id", n->source);
			buf_add_char(out, '}');
		}
		for (const struct json_node *c = first ? json_more(list, first) : NULL; c;
		     c = json_more(list, c)) {
			json_put_comma(out);
			json_put_value(out, c);
		}
		buf_add_char(out, ']');
	}
	buf_add_char(out, '}');
}

static void put_target(struct buf *out, const struct note *n, const struct json_node *was,
		       const struct note_source *on, const char *now)
{
	json_put_key(out, "target");
	if (n->type == NOTE_FACT) {
		put_fact(out, n, was);
		return;
	}
	if (n->type == NOTE_REPLY) {
		json_quote(out, n->parent, strlen(n->parent));
		return;
	}
	buf_add_string(out, "{\"type\":\"SpecificResource\"");
	put_source(out, on);
	json_put_key(out, "state");
	buf_add_string(out, "{\"type\":\"TimeState\"");
	json_put_member(out, "sourceDate", now);
	buf_add_char(out, '}');
	if (selector_is_set(&n->place))
		put_selector(out, &n->place);
	buf_add_char(out, '}');
}

static const char *motivation_of(const struct note *n)
{
	switch (n->type) {
	case NOTE_HIGHLIGHT:
		return "highlighting";
	case NOTE_CLAIM:
		return n->assessment != ASSESSMENT_NONE ? "assessing"
		       : n->link_count			? "linking"
							: "classifying";
	case NOTE_REPLY:
		return "replying";
	case NOTE_MARK:
		return "bookmarking";
	case NOTE_FACT:
		return "describing";
	default:
		return "commenting";
	}
}

static void put_motivation(struct buf *out, const struct note *n, const struct note *before,
			   const struct json_node *was)
{
	const struct json_node *motivation = resource_get(was, "motivation");
	if (motivation && strcmp(motivation_of(n), motivation_of(before)) == 0) {
		json_put_key(out, "motivation");
		json_put_value(out, motivation);
	} else {
		json_put_member(out, "motivation", motivation_of(n));
	}
}

static void write_note(const struct note *n, const struct json_node *was,
		       const struct note_source *on, const char *now, struct buf *out)
{
	static const char *const changed[] = {"motivation", "modified", "body",
					      "bodyValue",  "target",	NULL};
	struct note before;
	if (was)
		note_read(&before, was);
	else
		note_init(&before, n->type);
	put_others(out, was, changed);
	if (!was) {
		json_put_member(out, "id", n->id);
		json_put_member(out, "type", "Annotation");
		json_put_member(out, "created", now);
	} else {
		json_put_member(out, "modified", now);
	}
	put_motivation(out, n, &before, was);
	// These name no text by themselves.
	if ((n->type == NOTE_REPLY || n->type == NOTE_FACT) && !was && on->fingerprint)
		json_put_member(out, RESOURCE_FINGERPRINT, on->fingerprint);
	if (n->type == NOTE_MARK && !was) {
		char letter[2] = {n->letter, '\0'};
		json_put_member(out, RESOURCE_MARK, letter);
	}
	struct buf bodies = {0};
	put_bodies(&bodies, n, &before, was);
	if (bodies.len) {
		json_put_key(out, "body");
		buf_printf(out, "[%s]", buf_string(&bodies));
	}
	buf_done(&bodies);
	const struct json_node *target = resource_get(was, "target");
	bool is_moved = n->type == NOTE_FACT || !note_is_same_place(&n->place, &before.place);
	if (target && !is_moved) {
		json_put_key(out, "target");
		json_put_value(out, target);
	} else {
		put_target(out, n, was, on, now);
	}
	buf_add_char(out, '}');
	note_done(&before);
}

// Into an empty buf: a comma is written where something stands before.
void note_write(const struct note *n, const struct json_node *was, const struct note_source *on,
		const char *now, struct buf *out)
{
	struct buf json = {0};
	write_note(n, was, on, now, &json);
	buf_add(out, buf_string(&json), json.len);
	buf_done(&json);
}

const char *note_fingerprint(const struct json_node *root)
{
	const struct json_node *target = json_one(resource_get(root, "target"));
	const char *kept = json_string(json_get(root, RESOURCE_KEPT_WITH));
	const char *on =
		json_string(json_get(resource_get(target, "source"), RESOURCE_FINGERPRINT));
	return kept ? kept : on ? on : json_string(json_get(root, RESOURCE_FINGERPRINT));
}

void note_take_in(const struct json_node *root, struct buf *out)
{
	static const char *const changed[] = {RESOURCE_KEPT_WITH, NULL};
	struct buf json = {0};
	put_others(&json, root, changed);
	buf_add_char(&json, '}');
	buf_add(out, buf_string(&json), json.len);
	buf_done(&json);
}

void note_rename(const struct json_node *root, const char *id, struct buf *out)
{
	static const char *const changed[] = {"id", RESOURCE_KEPT_WITH, NULL};
	struct buf json = {0};
	put_others(&json, root, changed);
	json_put_member(&json, "id", id);
	buf_add_char(&json, '}');
	buf_add(out, buf_string(&json), json.len);
	buf_done(&json);
}
