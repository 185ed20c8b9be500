// SPDX-License-Identifier: ISC
// Follows the annotation member by member.  Whatever it has that a W3C annotation cannot hold is
// lost under its own name; what it makes are the words of the Recommendation, and of schema.org for
// the title of the text.
#include "config.h"

#include "knowledge/hypothesis_item.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/rules.h"

#define SITE "https://hypothes.is/"
#define NOWHERE "urn:kantlijn:hypothesis:unknown-text" // the source where none is told

enum { TIME_MAX = 64 }; // [byte]

// The members that are carried over, each in its own way.
static const char *const row_words[] = {
	"id",	 "created",  "updated",	    "user",   "user_info", "uri",	 "text", "tags",
	"group", "document", "permissions", "target", "links",	   "references", NULL};

// Losses.

void hypothesis_item_name(const struct hypothesis_item *it, struct buf *out)
{
	if (it->id)
		buf_add_string(out, it->id);
	else
		buf_printf(out, "#%zu", it->number);
}

static void lose(struct hypothesis_item *it, const char *what)
{
	struct buf name = {0};
	hypothesis_item_name(it, &name);
	losses_add(it->losses, what, buf_string(&name));
	buf_done(&name);
}

static void lose_member(struct hypothesis_item *it, const char *parent, const char *key)
{
	struct buf name = {0};
	hypothesis_item_name(it, &name);
	losses_add_member(it->losses, parent, key, buf_string(&name));
	buf_done(&name);
}

// Says nothing: null, false, 0, "", and what holds nothing else.
static bool is_empty(const struct json_node *n)
{
	if (!n || n->kind == JSON_NUMBER)
		return !n || strcmp(n->text, "0") == 0;
	if (n->kind == JSON_STRING || n->kind == JSON_OTHER)
		return !*n->text;
	for (const struct json_node *c = n->first; c; c = c->next)
		if (!is_empty(c))
			return false;
	return true;
}

static bool has_several(const struct json_node *list)
{
	const struct json_node *first = json_one(list);
	return first && json_more(list, first);
}

// Loses the members of an object but those in KNOWN, which ends with NULL; or what is no object.
static void lose_others(struct hypothesis_item *it, const struct json_node *n, const char *parent,
			const char *const *known)
{
	if (json_is_object(n))
		for (const struct json_node *m = n->first; m; m = m->next)
			if (!string_is_among(m->key, known) && !is_empty(m))
				lose_member(it, parent, m->key);
	if (!json_is_object(n) && !is_empty(n))
		lose_member(it, "", parent);
}

// Writing an item.

// Appends S with all that an IRI does not have where a name stands in it (RFC 3987) in percents.
static void add_escaped(struct buf *out, const char *s, const char *kept)
{
	for (; *s; s++) {
		unsigned char b = (unsigned char)*s;
		bool is_plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') ||
				(b >= 'a' && b <= 'z') || strchr("-._~", b) || strchr(kept, b);
		if (is_plain)
			buf_add_char(out, *s);
		else
			buf_printf(out, "%%%02X", b);
	}
}

// The IRI of an annotation, or group, on the site.
static void add_iri(struct buf *out, const char *folder, const char *id)
{
	struct buf iri = {0};
	buf_add_string(&iri, SITE);
	buf_add_string(&iri, folder);
	add_escaped(&iri, id, "");
	json_quote(out, buf_string(&iri), strlen(buf_string(&iri)));
	buf_done(&iri);
}

static const char *text_of(const struct json_node *n, const char *key)
{
	return json_string(json_get(n, key));
}

static const char *filled(const char *s)
{
	return s && *s ? s : NULL;
}

// Times.

static int two_digits(const char *s)
{
	return 10 * (s[0] - '0') + s[1] - '0';
}

static int days_of(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month == 2 && is_leap ? 29 : days[month - 1];
}

// Reads "+02:00" or "+0200" as minutes; false for anything else.
static bool read_offset(const char *s, int *minutes)
{
	char digits[5] = "";
	size_t n = 0;
	if (*s != '+' && *s != '-')
		return false;
	for (const char *p = s + 1; *p; p++) {
		if (*p == ':' && n == 2 && p == s + 3)
			continue;
		if (*p < '0' || *p > '9' || n == 4)
			return false;
		digits[n++] = *p;
	}
	if (n != 4)
		return false;
	int value = 60 * two_digits(digits) + two_digits(digits + 2);
	*minutes = *s == '-' ? -value : value;
	return value < 24 * 60;
}

// S in UTC, as the Recommendation wants times (3.3.1); false when it is none.
static bool to_utc(const char *s, char out[TIME_MAX])
{
	char fraction[TIME_MAX / 2];
	int year, month, day, hour, minute, second, offset, at = 0;
	snprintf(out, TIME_MAX, "%s", s);
	if (rules_is_time(out))
		return strlen(s) < TIME_MAX;
	if (strlen(s) >= sizeof fraction + 19 ||
	    sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second,
		   &at) < 6 ||
	    at != 19)
		return false;
	size_t n = strspn(s + at, ".0123456789");
	if (!read_offset(s + at + n, &offset))
		return false;
	snprintf(fraction, sizeof fraction, "%.*s", (int)n, s + at);
	snprintf(out, TIME_MAX, "%.19s%sZ", s, fraction);
	if (!rules_is_time(out))
		return false;
	int total = 60 * hour + minute - offset;
	day += total < 0 ? -1 : total >= 24 * 60 ? 1 : 0;
	total = (total + 24 * 60) % (24 * 60);
	if (day < 1 && --month < 1) {
		month = 12;
		year--;
	}
	if (day < 1)
		day = days_of(year, month);
	if (day > days_of(year, month)) {
		day = 1;
		if (++month > 12) {
			month = 1;
			year++;
		}
	}
	snprintf(out, TIME_MAX, "%04d-%02d-%02dT%02d:%02d:%.2s%sZ", year, month, day, total / 60,
		 total % 60, s + 17, fraction);
	return rules_is_time(out);
}

static void add_time(struct hypothesis_item *it, const char *from, const char *to)
{
	char time[TIME_MAX];
	const struct json_node *n = json_get(it->root, from);
	if (json_string(n) && to_utc(n->text, time))
		json_put_member(&it->out, to, time);
	else if (!is_empty(n))
		lose_member(it, "", from);
}

// People, groups and addresses.

static void add_creator(struct hypothesis_item *it)
{
	static const char *const known[] = {"display_name", NULL};
	const struct json_node *info = json_get(it->root, "user_info");
	const char *name = filled(text_of(info, "display_name"));
	const char *user = filled(text_of(it->root, "user"));
	struct buf *out = &it->out;
	lose_others(it, info, "user_info", known);
	if (!user && !is_empty(json_get(it->root, "user")))
		lose_member(it, "", "user");
	if (!user && !name)
		return;
	json_put_key(out, "creator");
	buf_add_string(out, "{\"type\":\"Person\"");
	if (user && rules_is_iri(user))
		json_put_member(out, "id", user);
	// Without one of its own, what Hypothesis shows as the name stands between "acct:" and "@".
	bool is_account = !name && string_starts(user, "acct:");
	if (!name)
		name = is_account ? user + strlen("acct:") : user;
	json_put_key(out, "name");
	json_quote(out, name, is_account ? strcspn(name, "@") : strlen(name));
	buf_add_char(out, '}');
}

static void add_group(struct hypothesis_item *it)
{
	const char *group = filled(text_of(it->root, "group"));
	if (!group && !is_empty(json_get(it->root, "group")))
		lose_member(it, "", "group");
	if (!group || strcmp(group, "__world__") == 0)
		return;
	json_put_key(&it->out, "audience");
	buf_add_string(&it->out, "{\"id\":");
	add_iri(&it->out, "groups/", group);
	buf_add_string(&it->out, ",\"type\":\"schema:Audience\"}");
}

// Who may read is lost, unless everyone of the group may; the writer may always do the rest.
static void lose_permissions(struct hypothesis_item *it)
{
	const struct json_node *all = json_get(it->root, "permissions");
	const char *user = text_of(it->root, "user"), *group = text_of(it->root, "group");
	if (!json_is_object(all)) {
		lose_others(it, all, "permissions", row_words);
		return;
	}
	for (const struct json_node *p = all->first; p; p = p->next) {
		bool is_open = false, is_usual = true, is_read = strcmp(p->key, "read") == 0;
		for (const struct json_node *n = json_one(p); n; n = json_more(p, n)) {
			const char *who = json_string(n);
			bool is_all = who && string_starts(who, "group:") &&
				      (!group || strcmp(who + strlen("group:"), group) == 0 ||
				       strcmp(who, "group:__world__") == 0);
			is_open |= is_all;
			is_usual &= is_all || string_equal(who, user);
		}
		if (!is_empty(p) && (!is_usual || (is_read && !is_open)))
			lose_member(it, "permissions", p->key);
	}
}

// Where else it is, when its server is another one.
static void add_via(struct hypothesis_item *it)
{
	// The other two are made from the id and the address of the text.
	static const char *const known[] = {"html", "json", "incontext", NULL};
	const struct json_node *links = json_get(it->root, "links");
	const char *html = text_of(links, "html");
	struct buf own = {0};
	lose_others(it, links, "links", known);
	buf_add_string(&own, SITE "a/");
	add_escaped(&own, it->id ? it->id : "", "");
	bool is_own = string_equal(html, buf_string(&own));
	if (!is_own && html && rules_is_iri(html))
		json_put_member(&it->out, "via", html);
	else if (!is_own && !is_empty(json_get(links, "html")))
		lose_member(it, "links", "html");
	buf_done(&own);
}

// Bodies.

static void begin_body(struct hypothesis_item *it, size_t *count)
{
	if ((*count)++ == 0) {
		json_put_key(&it->out, "body");
		buf_add_char(&it->out, '[');
	}
	json_put_comma(&it->out);
	buf_add_string(&it->out, "{\"type\":\"TextualBody\"");
}

static void add_bodies(struct hypothesis_item *it, bool is_reply)
{
	const struct json_node *tags = json_get(it->root, "tags");
	const char *text = filled(text_of(it->root, "text"));
	size_t count = 0;
	if (!text && !is_empty(json_get(it->root, "text")))
		lose_member(it, "", "text");
	if (text) {
		begin_body(it, &count);
		json_put_member(&it->out, "value", text);
		json_put_member(&it->out, "format", "text/markdown");
		json_put_member(&it->out, "purpose", is_reply ? "replying" : "commenting");
		buf_add_char(&it->out, '}');
	}
	for (const struct json_node *t = json_one(tags); t; t = json_more(tags, t)) {
		if (!json_string(t)) {
			lose_member(it, "", "tags");
			continue;
		}
		begin_body(it, &count);
		json_put_member(&it->out, "value", t->text);
		json_put_member(&it->out, "format", "text/plain");
		json_put_member(&it->out, "purpose", "tagging");
		buf_add_char(&it->out, '}');
	}
	if (count)
		buf_add_char(&it->out, ']');
}

// Targets.

static bool is_whole(const struct json_node *n)
{
	return n && n->kind == JSON_NUMBER && n->text[strspn(n->text, "0123456789")] == '\0';
}

// Whole numbers of any size, the first not above the second; JSON has no leading zeros.
static bool is_span(const struct json_node *start, const struct json_node *end)
{
	if (!is_whole(start) || !is_whole(end))
		return false;
	size_t n = strlen(start->text), m = strlen(end->text);
	return n < m || (n == m && strcmp(start->text, end->text) <= 0);
}

static void add_text_member(struct buf *out, const struct json_node *s, const char *key)
{
	if (text_of(s, key))
		json_put_member(out, key, text_of(s, key));
}

// Selectors that mean in Hypothesis what they mean in the Recommendation (4.2).
static bool add_selector(struct buf *out, const struct json_node *s, const char *type)
{
	static const char *const with_value[] = {"FragmentSelector", "CssSelector", "XPathSelector",
						 NULL};
	if (strcmp(type, "TextQuoteSelector") == 0 && text_of(s, "exact")) {
		buf_add_string(out, "{\"type\":\"TextQuoteSelector\"");
		add_text_member(out, s, "exact");
		add_text_member(out, s, "prefix");
		add_text_member(out, s, "suffix");
	} else if (strcmp(type, "TextPositionSelector") == 0 &&
		   is_span(json_get(s, "start"), json_get(s, "end"))) {
		buf_add_string(out, "{\"type\":\"TextPositionSelector\",\"start\":");
		buf_add_string(out, json_get(s, "start")->text);
		buf_add_string(out, ",\"end\":");
		buf_add_string(out, json_get(s, "end")->text);
	} else if (string_is_among(type, with_value) && text_of(s, "value")) {
		buf_printf(out, "{\"type\":\"%s\"", type);
		add_text_member(out, s, "value");
		const char *standard = text_of(s, "conformsTo");
		if (standard && rules_is_iri(standard))
			json_put_member(out, "conformsTo", standard);
	} else {
		return false;
	}
	buf_add_char(out, '}');
	return true;
}

static const char *const selector_words[] = {"type", "exact", "prefix",	    "suffix", "start",
					     "end",  "value", "conformsTo", NULL};

// Returns how many were written.
static size_t add_selectors(struct hypothesis_item *it, const struct json_node *target)
{
	const struct json_node *list = json_get(target, "selector");
	size_t count = 0;
	for (const struct json_node *s = json_one(list); s; s = json_more(list, s)) {
		const char *type = text_of(s, "type");
		struct buf one = {0};
		if (type && add_selector(&one, s, type)) {
			if (count++ == 0) {
				json_put_key(&it->out, "selector");
				buf_add_char(&it->out, '[');
			}
			json_put_comma(&it->out);
			buf_add(&it->out, one.data, one.len);
			lose_others(it, s, type, selector_words);
		} else {
			lose(it, filled(type) ? type : _("a selector without a type"));
		}
		buf_done(&one);
	}
	if (count)
		buf_add_char(&it->out, ']');
	return count;
}

static void add_scopes(struct hypothesis_item *it, const struct json_node *target)
{
	const struct json_node *list = json_get(target, "scope");
	size_t count = 0;
	for (const struct json_node *s = json_one(list); s; s = json_more(list, s)) {
		if (!json_string(s) || !rules_is_iri(s->text)) {
			lose_member(it, "target", "scope");
			continue;
		}
		if (count++ == 0) {
			json_put_key(&it->out, "scope");
			buf_add_char(&it->out, '[');
		}
		json_put_comma(&it->out);
		json_quote(&it->out, s->text, strlen(s->text));
	}
	if (count)
		buf_add_char(&it->out, ']');
}

// ADDRESS as an IRI, or a name that says nothing where it cannot be one.
static void add_address(struct hypothesis_item *it, const char *address)
{
	struct buf iri = {0};
	add_escaped(&iri, address ? address : "", ":/?#[]@!$&'()*+,;=%");
	bool is_iri = address && rules_is_iri(address);
	if (is_iri) {
		json_quote(&it->out, address, strlen(address));
	} else if (rules_is_iri(buf_string(&iri))) {
		json_quote(&it->out, buf_string(&iri), strlen(buf_string(&iri)));
	} else {
		json_quote(&it->out, NOWHERE, strlen(NOWHERE));
		if (address)
			lose(it, _("the address of the text"));
	}
	buf_done(&iri);
}

// The text that a target is in, with its title.
static void add_source(struct hypothesis_item *it, const char *address)
{
	const struct json_node *document = json_get(it->root, "document");
	const char *title = filled(json_string(json_one(json_get(document, "title"))));
	json_put_key(&it->out, "source");
	if (!title) {
		add_address(it, address);
		return;
	}
	buf_add_string(&it->out, "{\"id\":");
	add_address(it, address);
	json_put_member(&it->out, "schema:name", title);
	buf_add_char(&it->out, '}');
}

// Returns how many selectors there are.
static size_t add_target(struct hypothesis_item *it, const struct json_node *target)
{
	static const char *const known[] = {"source", "selector", "scope", NULL};
	const struct json_node *source = json_get(target, "source");
	const char *uri = filled(text_of(it->root, "uri"));
	const char *address = filled(json_string(json_one(source))); // once a list of one
	json_put_comma(&it->out);
	buf_add_string(&it->out, "{\"type\":\"SpecificResource\"");
	add_source(it, address ? address : uri);
	size_t count = add_selectors(it, target);
	add_scopes(it, target);
	buf_add_char(&it->out, '}');
	if ((!address && !is_empty(source)) || has_several(source))
		lose_member(it, "target", "source");
	if (address && uri && strcmp(address, uri) != 0)
		lose_member(it, "", "uri");
	lose_others(it, target, "target", known);
	return count;
}

// What is said of the text but its one title.
static void lose_document(struct hypothesis_item *it)
{
	static const char *const known[] = {"title", NULL};
	const struct json_node *document = json_get(it->root, "document");
	const struct json_node *title = json_get(document, "title"), *first = json_one(title);
	lose_others(it, document, "document", known);
	if ((!json_string(first) && !is_empty(first)) || has_several(title))
		lose_member(it, "document", "title");
}

// Returns how many selectors there are.
static size_t add_targets(struct hypothesis_item *it)
{
	const struct json_node *list = json_get(it->root, "target");
	size_t targets = 0, selectors = 0;
	json_put_key(&it->out, "target");
	buf_add_char(&it->out, '[');
	for (const struct json_node *t = json_one(list); t; t = json_more(list, t)) {
		if (!json_is_object(t)) {
			lose_member(it, "", "target");
			continue;
		}
		selectors += add_target(it, t);
		targets++;
	}
	if (targets == 0)
		add_target(it, NULL);
	buf_add_char(&it->out, ']');
	lose_document(it);
	return selectors;
}

// Annotations.

// Words that make an object one from Hypothesis, where nothing else says that it is.
static const char *const own_words[] = {"uri",	      "user",	 "group", "permissions",
					"references", "updated", "text",  NULL};

static bool has_word(const struct json_node *n, const char *const *words)
{
	if (json_is_object(n))
		for (const struct json_node *m = n->first; m; m = m->next)
			if (string_is_among(m->key, words))
				return true;
	return false;
}

bool hypothesis_item_is_word(const char *key)
{
	return string_is_among(key, own_words);
}

bool hypothesis_item_is_one(const struct json_node *n, bool is_in_list)
{
	static const char *const standard[] = {"@context", "type", "@type", NULL};
	if (!json_is_object(n) || has_word(n, standard))
		return false;
	return has_word(n, own_words) || (is_in_list && json_get(n, "target"));
}

const char *hypothesis_item_parent(const struct json_node *root, size_t *above)
{
	const struct json_node *list = json_get(root, "references");
	const char *parent = NULL;
	*above = 0;
	for (const struct json_node *r = json_one(list); r; r = json_more(list, r), ++*above)
		parent = json_string(r); // the last one is the nearest
	return filled(parent);
}

static void add_motivation(struct hypothesis_item *it, bool is_reply, size_t selectors)
{
	const struct json_node *tags = json_get(it->root, "tags");
	const char *word = is_reply			       ? "replying"
			   : filled(text_of(it->root, "text")) ? "commenting"
			   : json_string(json_one(tags))       ? "tagging"
			   : selectors			       ? "highlighting"
							       : NULL;
	if (word)
		json_put_member(&it->out, "motivation", word);
}

// One without an id gets one that follows from what it says and from where it stands.
static void add_own_id(struct hypothesis_item *it)
{
	char sum[DIGEST_TEXT], place[32];
	struct digest *d = digest_new();
	snprintf(place, sizeof place, "%zu", it->number);
	digest_add(d, (const uint8_t *)place, strlen(place));
	digest_add(d, (const uint8_t *)it->out.data, it->out.len);
	digest_text(d, sum);
	digest_free(d);
	json_put_key(&it->out, "id");
	buf_printf(&it->out, "\"urn:kantlijn:hypothesis:%s\"", sum);
}

static void add_target_and_body(struct hypothesis_item *it)
{
	size_t above, selectors = 0;
	const char *parent = hypothesis_item_parent(it->root, &above);
	if (!parent && !is_empty(json_get(it->root, "references")))
		lose_member(it, "", "references");
	if (parent) { // on the text that its parent is on
		json_put_key(&it->out, "target");
		add_iri(&it->out, "a/", parent);
		const struct json_node *target = json_one(json_get(it->root, "target"));
		if (!is_empty(json_get(target, "selector")))
			lose_member(it, "target", "selector");
	} else {
		selectors = add_targets(it);
	}
	add_motivation(it, parent != NULL, selectors);
	add_bodies(it, parent != NULL);
}

void hypothesis_item_convert(struct hypothesis_item *it)
{
	it->id = filled(text_of(it->root, "id"));
	buf_clear(&it->out);
	buf_add_char(&it->out, '{');
	if (it->id) {
		json_put_key(&it->out, "id");
		add_iri(&it->out, "a/", it->id);
	}
	json_put_member(&it->out, "type", "Annotation");
	add_target_and_body(it);
	add_creator(it);
	add_time(it, "created", "created");
	add_time(it, "updated", "modified");
	add_group(it);
	add_via(it);
	lose_permissions(it);
	lose_others(it, it->root, "", row_words);
	if (!it->id && !is_empty(json_get(it->root, "id")))
		lose_member(it, "", "id");
	if (!it->id)
		add_own_id(it);
	buf_add_char(&it->out, '}');
}
