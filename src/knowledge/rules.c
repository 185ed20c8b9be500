// SPDX-License-Identifier: ISC
// What most properties demand is data: how many values, of which kind, and which code is told when
// it is not so.  The path of what is looked at is kept in a buffer that grows and shrinks.
#include "config.h"

#include "knowledge/rules.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "knowledge/json.h"
#include "knowledge/period.h"
#include "knowledge/resource.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define HEXADECIMAL DIGITS "ABCDEFabcdef"

enum { SHOWN_MAX = 80 }; // [byte], of a value in a sentence

// What is told.

void rules_tell(struct rules *r, enum rule_level level, const char *code, const char *fmt, ...)
{
	char sentence[1024]; // a value takes six bytes for each of its own at the most
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	struct breach b = {level, code, buf_string(&r->path), r->at, sentence};
	r->count++;
	r->listener.tell(r->listener.data, &b);
}

// A value as it stands in a sentence, until the next one: its beginning, with nothing in it that a
// terminal would obey.
const char *rules_shown(struct rules *r, const struct json_node *n)
{
	if (n->kind == JSON_OBJECT)
		return _("an object");
	if (n->kind == JSON_ARRAY)
		return _("a list");
	if (n->kind == JSON_OTHER)
		return _("null, true or false");
	struct buf text = {0}, quoted = {0};
	size_t size = strlen(n->text), kept = size;
	if (size > SHOWN_MAX)
		for (kept = SHOWN_MAX; ((uint8_t)n->text[kept] & 0xC0) == 0x80; kept--)
			;
	buf_add(&text, n->text, kept);
	buf_add_string(&text, kept < size ? "…" : "");
	if (n->kind == JSON_STRING)
		json_quote(&quoted, buf_string(&text), text.len);
	else
		buf_add(&quoted, buf_string(&text), text.len);
	buf_clear(&r->value);
	utf8_sanitize(&r->value, buf_string(&quoted), quoted.len);
	buf_done(&quoted);
	buf_done(&text);
	return buf_string(&r->value);
}

// Paths.

struct rules_place rules_enter(struct rules *r, const char *key)
{
	struct rules_place before = {r->path.len, r->at};
	const struct json_node *n = json_get(r->at, key);
	bool is_word = key[strspn(key, LETTERS)] == '\0';
	buf_printf(&r->path, is_word ? ".%s" : "[\"%s\"]", key);
	r->at = n ? n : r->at;
	return before;
}

void rules_leave(struct rules *r, struct rules_place before)
{
	r->path.len = before.length;
	r->path.data[before.length] = '\0';
	r->at = before.at;
}

void rules_tell_at(struct rules *r, const char *key, enum rule_level level, const char *code,
		   const char *sentence)
{
	struct rules_place before = rules_enter(r, key);
	rules_tell(r, level, code, "%s", sentence);
	rules_leave(r, before);
}

void rules_each(struct rules *r, const struct json_node *parent, const char *key,
		rules_looker *look, const void *with)
{
	const struct json_node *list = json_get(parent, key);
	if (!list)
		return;
	struct rules_place outside = rules_enter(r, key), inside = {r->path.len, r->at};
	size_t i = 0;
	for (const struct json_node *n = json_one(list); n; n = json_more(list, n)) {
		if (list->kind == JSON_ARRAY)
			buf_printf(&r->path, "[%zu]", i++);
		r->at = n;
		look(r, n, with);
		rules_leave(r, inside);
	}
	rules_leave(r, outside);
}

size_t rules_count(const struct json_node *list)
{
	size_t count = 0;
	for (const struct json_node *n = json_one(list); n; n = json_more(list, n))
		count++;
	return count;
}

// Values.

// RFC 3987, roughly: what no part of an IRI may have.
static bool is_of_iri(uint32_t cp)
{
	if (cp < 0x80)
		return cp > ' ' && cp < 0x7F && !strchr("<>\"{}|\\^`", (int)cp);
	bool is_direction = cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
			    (cp >= 0x2066 && cp <= 0x2069);
	return cp >= 0xA0 && !is_direction && !utf8_is_space(cp) && !(cp >= 0xFFF0 && cp <= 0xFFFF);
}

// True for an absolute one: a scheme, a colon and more.
bool rules_is_iri(const char *s)
{
	size_t scheme = strspn(s, LETTERS DIGITS "+-.");
	if (strspn(s, LETTERS) == 0 || s[scheme] != ':' || !s[scheme + 1])
		return false;
	size_t n = strlen(s), fragments = 0, size;
	for (size_t i = scheme + 1; i < n; i += size) {
		uint32_t cp;
		size = utf8_decode((const uint8_t *)s + i, n - i, &cp);
		fragments += cp == '#';
		if (!is_of_iri(cp) || (cp == '%' && strspn(s + i + 1, HEXADECIMAL) < 2))
			return false;
	}
	return fragments <= 1;
}

static bool is_uuid(const char *s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == 'x' ? strspn(s + i, HEXADECIMAL) == 0 : s[i] != '-')
			return false;
	return s[sizeof shape - 1] == '\0';
}

// True for an xsd:dateTime in UTC, as "2019-02-28T14:05:00.5Z"; its year has four digits, as no
// other has been seen.
bool rules_is_time(const char *s)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";
	const char *begin = s + (*s == '-');
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == 'd' ? strspn(begin + i, DIGITS) == 0 : begin[i] != shape[i])
			return false;
	const char *clock = begin + strlen("dddd-dd-ddT"), *end = begin + sizeof shape - 1;
	bool is_midnight = string_starts(clock, "24:00:00"); // of the day that ends with it
	if (*end == '.') {
		size_t digits = strspn(end + 1, DIGITS);
		is_midnight = is_midnight && strspn(end + 1, "0") == digits;
		if (digits == 0)
			return false;
		end += 1 + digits;
	}
	bool is_clock = strncmp(clock, "24", 2) < 0 && clock[3] < '6' && clock[6] < '6';
	return strcmp(end, "Z") == 0 && (is_clock || is_midnight) && period_is_date(s);
}

static bool is_whole(const struct json_node *n)
{
	return n->kind == JSON_NUMBER && n->text[strspn(n->text, DIGITS)] == '\0';
}

// Of whole numbers of any length, which JSON writes without leading zeros.
bool rules_is_less(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	return n != m ? n < m : strcmp(a, b) < 0;
}

const struct json_node *rules_id(const struct json_node *n)
{
	const struct json_node *id = json_get(n, "id");
	return id ? id : json_get(n, "@id");
}

bool rules_is_link(const struct json_node *n)
{
	const char *s = json_string(n->kind == JSON_OBJECT ? rules_id(n) : n);
	return s && rules_is_iri(s);
}

// Properties with at most one value.

bool rules_is_wanted(enum rules_want want, const struct json_node *n)
{
	const char *s = json_string(n);
	switch (want) {
	case WANT_WHOLE:
		return is_whole(n);
	case WANT_TIME:
		return s && rules_is_time(s);
	case WANT_IRI:
		return rules_is_link(n);
	case WANT_DIRECTION:
		return s &&
		       (strcmp(s, "ltr") == 0 || strcmp(s, "rtl") == 0 || strcmp(s, "auto") == 0);
	case WANT_TEXT:
		break;
	}
	return s;
}

const char *const rules_wants[] = {
	[WANT_TEXT] = N_("\"%s\" must be a string, not %s"),
	[WANT_WHOLE] = N_("\"%s\" must be a whole number, 0 or more, not %s"),
	[WANT_TIME] = N_("\"%s\" must be a date and time in UTC such as "
			 "\"2019-02-28T14:05:00Z\", not %s"),
	[WANT_IRI] = N_("\"%s\" must be an absolute IRI such as \"https://example.org/1\", not %s"),
	[WANT_DIRECTION] = N_("\"%s\" must be \"ltr\", \"rtl\" or \"auto\", not %s"),
};

// The value of KEY, of several the first; NULL if there is none.
const struct json_node *rules_only(struct rules *r, const struct json_node *parent, const char *key,
				   const char *several)
{
	const struct json_node *list = json_get(parent, key);
	if (!list)
		return NULL;
	struct rules_place before = rules_enter(r, key);
	size_t count = rules_count(list);
	if (count > 1)
		rules_tell(r, RULE_ERROR, several,
			   _("there are %zu values of \"%s\", where no more than one is allowed"),
			   count, key);
	else if (count == 1 && list->kind == JSON_ARRAY)
		rules_tell(r, RULE_WARNING, "needless-list",
			   _("\"%s\" is a list of one; where only one is allowed it is written "
			     "without "
			     "[ and ]"),
			   key);
	rules_leave(r, before);
	return json_one(list);
}

// True when there is one value at least and it is as it must be.
bool rules_check_single(struct rules *r, const struct json_node *parent,
			const struct rules_single *s)
{
	const struct json_node *n = rules_only(r, parent, s->key, s->several);
	if (!n) {
		if (s->none)
			rules_tell(r, RULE_ERROR, s->none,
				   _("it has no \"%s\", and must have exactly one"), s->key);
		return false;
	}
	if (rules_is_wanted(s->want, n))
		return true;
	struct rules_place before = rules_enter(r, s->key);
	rules_tell(r, RULE_ERROR, s->bad, _(rules_wants[s->want]), s->key, rules_shown(r, n));
	rules_leave(r, before);
	return false;
}

void rules_check_singles(struct rules *r, const struct json_node *parent,
			 const struct rules_single *s, size_t count)
{
	for (size_t i = 0; i < count; i++)
		rules_check_single(r, parent, &s[i]);
}

const struct rules_single rules_one_value = {"value", WANT_TEXT, "no-value", "several-values",
					     "bad-value"};

// Properties that link to other resources, of which there may be several.

void rules_check_link(struct rules *r, const struct json_node *n, const void *with)
{
	const struct rules_linked *l = with;
	if (rules_is_link(n) || (!l->needs_iri && json_is_object(n)))
		return;
	rules_tell(r, RULE_ERROR, l->code, _(rules_wants[WANT_IRI]), l->key, rules_shown(r, n));
}

void rules_check_links(struct rules *r, const struct json_node *parent,
		       const struct rules_linked *l, size_t count)
{
	for (size_t i = 0; i < count; i++)
		rules_each(r, parent, l[i].key, rules_check_link, &l[i]);
}

// Ids and types.

bool rules_has_id(const struct json_node *n)
{
	return rules_count(rules_id(n)) > 0;
}

void rules_check_id(struct rules *r, const struct json_node *n)
{
	const struct json_node *id = rules_id(n);
	const char *s = json_string(id);
	if (rules_count(id) == 0 || (s && rules_is_iri(s)))
		return;
	struct rules_place before = rules_enter(r, json_get(n, "id") ? "id" : "@id");
	if (rules_count(id) > 1)
		rules_tell(r, RULE_ERROR, "several-ids",
			   _("it has %zu ids, where exactly one must identify it"),
			   rules_count(id));
	else if (id->kind == JSON_ARRAY)
		rules_tell(r, RULE_ERROR, "bad-id", "%s",
			   _("its id is a list of one, where it must be a string by itself"));
	else if (s && is_uuid(s))
		rules_tell(r, RULE_ERROR, "bad-id",
			   _("the id %s is a bare UUID; to be an IRI it must begin with "
			     "\"urn:uuid:\""),
			   rules_shown(r, id));
	else
		rules_tell(r, RULE_ERROR, "bad-id",
			   _("the id must be an absolute IRI such as \"https://example.org/1\" or "
			     "\"urn:example:1\", not %s"),
			   rules_shown(r, id));
	rules_leave(r, before);
}

static void check_type(struct rules *r, const struct json_node *n, const void *with)
{
	(void)with;
	if (!json_string(n) || !*n->text)
		rules_tell(r, RULE_ERROR, "bad-type", _("a type must be a word or an IRI, not %s"),
			   rules_shown(r, n));
}

// The model has "id" and "type"; what JSON-LD calls them is the same to those who read JSON-LD
// only.
void rules_check_keys(struct rules *r, const struct json_node *n)
{
	static const char *const keys[] = {"@id", "@type"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (!json_get(n, keys[i]))
			continue;
		struct rules_place before = rules_enter(r, keys[i]);
		rules_tell(r, RULE_WARNING, "json-ld-key",
			   _("the key is \"%s\", where the model has \"%s\""), keys[i],
			   keys[i] + 1);
		rules_leave(r, before);
	}
	rules_each(r, n, json_get(n, "type") ? "type" : "@type", check_type, NULL);
}
