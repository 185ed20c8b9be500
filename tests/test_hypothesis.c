// SPDX-License-Identifier: ISC
// What annotations from Hypothesis become: every member in its place or in the list of losses,
// nothing that breaks a rule for producers, and no input that does harm.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "drive.h"
#include "knowledge/hypothesis.h"
#include "knowledge/json.h"
#include "knowledge/producer_rules.h"
#include "knowledge/web_annotation.h"
#include "output/set_parts.h"
#include "want.h"

// An export with one of each kind: a comment, a highlight, a page note, a reply to a reply of which
// the parent is not here.
static const char *const rich =
	"{\"export_date\": \"2024-05-01T10:00:00.000Z\", \"export_userid\": "
	"\"acct:a@example.org\",\n"
	" \"client_version\": \"1.2\", \"annotations\": [\n"
	"{\"id\": \"aa-1_x\", \"created\": \"2024-04-30T22:30:00.25+00:00\",\n"
	" \"updated\": \"2024-05-01T00:30:00+02:00\", \"user\": \"acct:ada@example.org\",\n"
	" \"user_info\": {\"display_name\": \"Ada\"}, \"uri\": \"https://example.org/text\",\n"
	" \"text\": \"So *it* is.\", \"tags\": [\"one\", \"two words\"], \"group\": \"abc12\",\n"
	" \"permissions\": {\"read\": [\"group:abc12\"], \"update\": [\"acct:ada@example.org\"]},\n"
	" \"document\": {\"title\": [\"A Text\"]}, \"links\": {\"html\":\n"
	" \"https://hypothes.is/a/aa-1_x\", \"json\": "
	"\"https://hypothes.is/api/annotations/aa-1_x\"},\n"
	" \"target\": [{\"source\": \"https://example.org/text\", \"selector\": [\n"
	"  {\"type\": \"RangeSelector\", \"startContainer\": \"/p[1]\", \"startOffset\": 1,\n"
	"   \"endContainer\": \"/p[1]\", \"endOffset\": 5},\n"
	"  {\"type\": \"TextPositionSelector\", \"start\": 3, \"end\": 6},\n"
	"  {\"type\": \"TextQuoteSelector\", \"exact\": \"two\", \"prefix\": \"one \", \"suffix\": "
	"\" \"}\n"
	" ]}], \"flagged\": false, \"hidden\": true, \"moderation\": {\"flagCount\": 0}},\n"
	"{\"id\": \"hi\", \"user\": \"acct:ada@example.org\", \"uri\": "
	"\"https://example.org/text\",\n"
	" \"text\": \"\", \"tags\": [], \"group\": \"__world__\", \"permissions\": {\"read\":\n"
	" [\"acct:ada@example.org\"]}, \"target\": [{\"source\": \"https://example.org/text\",\n"
	" \"selector\": [{\"type\": \"TextQuoteSelector\", \"exact\": \"three\"}]}]},\n"
	"{\"id\": \"note\", \"user\": \"bob\", \"uri\": \"https://example.org/text\",\n"
	" \"text\": \"On all of it\", \"target\": [{\"source\": \"https://example.org/text\"}]},\n"
	"{\"id\": \"re\", \"user\": \"acct:bob@example.org\", \"uri\": "
	"\"https://example.org/text\",\n"
	" \"text\": \"No.\", \"references\": [\"aa-1_x\", \"gone\"], \"target\": [{\"source\":\n"
	" \"https://example.org/text\"}]},\n"
	"{\"user\": \"acct:bob@example.org\", \"uri\": \"https://example.org/text\", \"text\": "
	"\"Yes.\",\n"
	" \"references\": [\"aa-1_x\"]}\n"
	"]}\n";

struct made {
	enum hypothesis_result result;
	struct buf set, losses;
	struct err e;
};

static void make_bytes(struct made *m, const void *s, size_t n)
{
	*m = (struct made){0};
	m->result = hypothesis_convert("h.json", s, n, &m->set, &m->losses, &m->e);
}

static void make(struct made *m, const char *json)
{
	make_bytes(m, json, strlen(json));
}

static void made_done(struct made *m)
{
	buf_done(&m->set);
	buf_done(&m->losses);
}

static void has(const char *text, const char *part)
{
	want(strstr(text, part), "wanted \"%s\" in \"%.2000s\"", part, text);
}

static void has_not(const char *text, const char *part)
{
	want(!strstr(text, part), "wanted no \"%s\" in \"%.2000s\"", part, text);
}

// ROW, made by itself, becomes an annotation with PART in it, or its losses are LOST (NULL: none).
static void row_has(const char *row, const char *part, const char *lost)
{
	struct made m;
	struct buf json = {0};
	buf_printf(&json, "{\"rows\": [%s]}", row);
	make(&m, buf_string(&json));
	want(m.result == HYPOTHESIS_MADE, "wanted %s taken, got %d: %s", row, m.result, m.e.text);
	has(buf_string(&m.set), part);
	if (lost)
		has(buf_string(&m.losses), lost);
	else
		want_string("losses", "", buf_string(&m.losses));
	buf_done(&json);
	made_done(&m);
}

// The set read, for a while.
struct opened {
	struct web_annotation *set;
	struct knowledge k;
};

static void open_made(struct opened *o, const struct made *m)
{
	struct err e = {0};
	knowledge_init(&o->k);
	o->set = web_annotation_open_bytes("set", m->set.data, m->set.len, &e);
	enum step step = web_annotation_read(o->set, &o->k, 0, (struct budget){0}, &e);
	while (step == STEP_MORE)
		step = web_annotation_read(o->set, &o->k, 0, (struct budget){0}, &e);
	want(step == STEP_DONE, "wanted a set, got \"%s\": %s", buf_string(&m->set), e.text);
	knowledge_settle(&o->k);
}

static void opened_done(struct opened *o)
{
	web_annotation_close(o->set);
	knowledge_done(&o->k);
}

static void tell_error(void *data, const struct breach *b)
{
	const struct made *m = data;
	want(b->level != RULE_ERROR, "wanted what keeps the rules, got %s at %s of \"%.3000s\"",
	     b->sentence, b->path, buf_string(&m->set));
}

// No item, nor the collection, breaks a MUST; returns how many items there are.
static size_t keeps_rules(struct made *m)
{
	struct set_parts parts;
	struct breach_listener l = {tell_error, m};
	assert_true(set_parts_read(&parts, (const uint8_t *)m->set.data, m->set.len));
	for (size_t i = 0; i < parts.item_count; i++) {
		struct stretch at = parts.items[i].all;
		struct json *j = json_read(parts.bytes + at.begin, at.end - at.begin);
		producer_rules_annotation(json_root(j), ITEM_IN_PAGE, "$", l);
		json_free(j);
	}
	struct json *whole = json_read((const uint8_t *)m->set.data, m->set.len);
	if (json_root(whole))
		producer_rules_shell(json_root(whole), l);
	json_free(whole);
	size_t count = parts.item_count;
	set_parts_done(&parts);
	return count;
}

static void an_export_is_carried_over_with_all_it_has(void **state)
{
	(void)state;
	struct made m;
	make(&m, rich);
	assert_int_equal(m.result, HYPOTHESIS_MADE);
	want_number("items", 5, keeps_rules(&m));
	const char *set = buf_string(&m.set);
	has(set, "\"id\":\"https://hypothes.is/a/aa-1_x\"");
	has(set,
	    "\"value\":\"So *it* is.\",\"format\":\"text/markdown\",\"purpose\":\"commenting\"");
	has(set, "\"value\":\"two words\",\"format\":\"text/plain\",\"purpose\":\"tagging\"");
	has(set, "\"schema:name\":\"A Text\"");
	has(set, "\"created\":\"2024-04-30T22:30:00.25Z\",\"modified\":\"2024-04-30T22:30:00Z\"");
	has(set, "\"id\":\"acct:ada@example.org\",\"name\":\"Ada\"");
	has(set, "{\"id\":\"https://hypothes.is/groups/abc12\",\"type\":\"schema:Audience\"}");
	has(set, "\"motivation\":\"highlighting\"");
	has(set, "\"target\":\"https://hypothes.is/a/gone\",\"motivation\":\"replying\"");
	has_not(set, "via");
	has_not(set, "RangeSelector");
	want_string(
		"losses",
		"h.json: not carried over: RangeSelector (1): aa-1_x\n"
		"h.json: not carried over: hidden (1): aa-1_x\n"
		"h.json: not carried over: permissions.read (1): hi\n"
		"h.json: not carried over: the thread above an annotation that is not here (1): "
		"re\n",
		buf_string(&m.losses));
	made_done(&m);
}

static void what_was_made_is_read_as_it_was_meant(void **state)
{
	(void)state;
	struct made m;
	struct opened o;
	struct claim_detail d;
	make(&m, rich);
	open_made(&o, &m);
	assert_int_equal(o.k.annotation_count, 5);
	const struct annotation *a = &o.k.annotations[0];
	assert_int_equal(a->role, ROLE_NOTE);
	want_string("quote", "two", a->selector.exact);
	want_string("prefix", "one ", a->selector.prefix);
	assert_int_equal(a->selector.start, 3);
	assert_int_equal(a->selector.end, 6);
	assert_true(web_annotation_claim(o.set, a->item, &d, NULL));
	want_string("author", "Ada", d.author);
	want_string("body", "So *it* is.\n#one, #two words", d.body.all[0].text);
	want_string("title", "A Text", o.k.title);
	claim_detail_done(&d);
	opened_done(&o);
	made_done(&m);
}

static void every_shape_of_answer_is_taken(void **state)
{
	(void)state;
#define ROW "{\"id\": \"a\", \"uri\": \"https://example.org/\", \"text\": \"x\"}"
	static const struct {
		const char *json;
		size_t count;
	} shapes[] = {
		{"{\"total\": 2, \"rows\": [" ROW ", " ROW "]}", 2},
		{"{\"rows\": [" ROW "], \"replies\": [" ROW "], \"total\": 2}", 2},
		{"{\"annotations\": [" ROW "]}", 1},
		{"[" ROW ", " ROW ", " ROW "]", 3},
		{" \n" ROW "\n", 1},
		{"{\"total\": 0, \"rows\": []}", 0},
		{"{\"rows\": [{\"id\": \"t\", \"target\": [{\"selector\": []}]}]}", 1},
	};
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		struct made m;
		struct opened o;
		make(&m, shapes[i].json);
		want(m.result == HYPOTHESIS_MADE, "wanted %s taken: %s", shapes[i].json, m.e.text);
		want_number(shapes[i].json, shapes[i].count, keeps_rules(&m));
		want_string("losses", "", buf_string(&m.losses));
		open_made(&o, &m);
		want_number("annotations", shapes[i].count, o.k.annotation_count);
		opened_done(&o);
		made_done(&m);
	}
}

static void what_is_not_from_hypothesis_is_left_to_others(void **state)
{
	(void)state;
	static const char *const others[] = {
		"[]",
		"{}",
		"5",
		"[1, 2]",
		"{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"rows\": [" ROW "]}",
		"[{\"type\": \"Annotation\", \"target\": \"https://example.org/\"}]",
		"{\"type\": \"Annotation\", \"target\": \"https://example.org/\"}",
		"{\"total_rows\": 1, \"rows\": [{\"id\": \"x\", \"key\": 1, \"value\": 2}]}",
		"{\"annotations\": {\"a\": " ROW "}}",
		"{\"id\": \"a\", \"target\": []}",
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct made m;
		make(&m, others[i]);
		want(m.result == HYPOTHESIS_OTHER, "%s: wanted it left, got %d (%s)", others[i],
		     m.result, m.e.text);
		assert_false(m.e.is_set);
		want_string("losses", "", buf_string(&m.losses));
		made_done(&m);
	}
}

static void what_is_no_json_has_a_line_and_a_reason(void **state)
{
	(void)state;
	struct made m;
	make(&m, "{\"rows\": [\n" ROW ",\n{\"id\" 5}]}");
	assert_int_equal(m.result, HYPOTHESIS_FAILED);
	want_string("sentence", "cannot import h.json: line 3: a colon after a key is missing",
		    m.e.text);
	made_done(&m);
	make(&m, "");
	assert_int_equal(m.result, HYPOTHESIS_FAILED);
	has(m.e.text, "cannot import h.json: line 1: ");
	made_done(&m);
}

static void times_become_utc(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to; // NULL: lost
	} times[] = {
		{"2014-09-18T21:43:16.353744+00:00", "2014-09-18T21:43:16.353744Z"},
		{"2014-09-18T21:43:16Z", "2014-09-18T21:43:16Z"},
		{"2024-03-01T00:10:00+01:30", "2024-02-29T22:40:00Z"},
		{"2023-12-31T23:30:00-0100", "2024-01-01T00:30:00Z"},
		{"2023-01-01T00:30:00.5+00:31", "2022-12-31T23:59:00.5Z"},
		{"1900-03-01T00:00:00+00:01", "1900-02-28T23:59:00Z"},
		{"yesterday", NULL},
		{"2014-09-18", NULL},
		{"2014-09-18T21:43:16", NULL},
		{"2014-13-18T21:43:16+00:00", NULL},
		{"2014-09-18T25:43:16+00:00", NULL},
		{"2014-09-18T21:43:16+99:00", NULL},
		{"2014-09-18T21:43:16+1:00", NULL},
		{"-014-09-18T21:43:16+00:00", NULL},
		{"2014- 9-18T21:43:16+00:00", NULL},
	};
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		struct buf row = {0}, part = {0};
		buf_printf(&row, "{\"id\": \"a\", \"uri\": \"u:x\", \"created\": \"%s\"}",
			   times[i].from);
		buf_printf(&part, "\"created\":\"%s\"", times[i].to ? times[i].to : "");
		row_has(buf_string(&row), times[i].to ? buf_string(&part) : "\"id\"",
			times[i].to ? NULL : "not carried over: created (1): a");
		buf_done(&row);
		buf_done(&part);
	}
}

static void every_member_is_carried_over_or_told(void **state)
{
	(void)state;
#define HEAD "{\"id\": \"a\", \"uri\": \"u:x\", "
	static const struct {
		const char *row, *part, *lost;
	} rows[] = {
		{HEAD "\"user\": \"plain name\"}", "{\"type\":\"Person\",\"name\":\"plain name\"}",
		 NULL},
		{HEAD "\"user\": \"acct:bob@example.org\"}", "\"name\":\"bob\"", NULL},
		{HEAD "\"user\": 7}", "\"id\"", "user (1): a"},
		{HEAD "\"text\": [\"x\"]}", "\"id\"", "text (1): a"},
		{HEAD "\"tags\": [\"x\", 1, null]}", "\"motivation\":\"tagging\"",
		 "tags (2): a, a"},
		{HEAD "\"flagged\": true}", "\"id\"", "flagged (1): a"},
		{HEAD "\"flagged\": null, \"hidden\": false, \"moderation\": {\"flagCount\": 0}}",
		 "\"id\"", NULL},
		{HEAD "\"moderation\": {\"flagCount\": 2}}", "\"id\"", "moderation (1): a"},
		{HEAD "\"mentions\": [{\"userid\": \"x\"}]}", "\"id\"", "mentions (1): a"},
		{HEAD
		 "\"document\": {\"title\": \"T\", \"dc\": {}, \"link\": [{\"href\": \"x\"}]}}",
		 "\"schema:name\":\"T\"", "document.link (1): a"},
		{HEAD "\"document\": {\"title\": [\"T\", \"U\"]}}", "\"T\"",
		 "document.title (1): a"},
		{HEAD "\"document\": \"x\"}", "\"id\"", "document (1): a"},
		{HEAD "\"links\": {\"html\": \"https://other.example/a/a\"}}",
		 "\"via\":\"https://other.example/a/a\"", NULL},
		{HEAD "\"links\": {\"html\": \"no address\", \"new\": \"x\"}}", "\"id\"",
		 "links.html (1): a"},
		{HEAD "\"references\": [1]}", "\"id\"", "references (1): a"},
		{HEAD
		 "\"permissions\": {\"read\": [\"group:__world__\"], \"admin\": [\"acct:x\"]}}",
		 "\"id\"", "permissions.admin (1): a"},
		{HEAD "\"target\": [{\"source\": \"u:y\"}]}", "\"source\":\"u:y\"", "uri (1): a"},
		{HEAD "\"target\": [{\"source\": 5}, 6]}", "\"source\":\"u:x\"",
		 "target.source (1): a"},
		{HEAD "\"target\": [{\"scope\": [\"u:z\", \"no\"], \"pos\": {\"top\": 1}}]}",
		 "\"scope\":[\"u:z\"]", "target.pos (1): a"},
		{HEAD "\"target\": [{\"selector\": [{\"type\": \"PageSelector\", \"index\": 3}]}]}",
		 "\"id\"", "PageSelector (1): a"},
		{HEAD
		 "\"target\": [{\"selector\": [{\"type\": \"TextPositionSelector\", \"start\": 1.5,"
		 " \"end\": 2}, {}]}]}",
		 "\"id\"", "a selector without a type (1): a"},
		{HEAD
		 "\"target\": [{\"selector\": [{\"type\": \"FragmentSelector\", \"value\": \"p\","
		 " \"conformsTo\": \"http://tools.ietf.org/rfc/rfc3236\"}]}]}",
		 "{\"type\":\"FragmentSelector\",\"value\":\"p\",\"conformsTo\":\"http://"
		 "tools.ietf.org/"
		 "rfc/rfc3236\"}",
		 NULL},
		{"{\"id\": \"a\", \"uri\": \"https://example.org/a b\"}",
		 "\"source\":\"https://example.org/a%20b\"", NULL},
		{"{\"id\": \"a\", \"uri\": \"nowhere\"}", "urn:kantlijn:hypothesis:unknown-text",
		 "the address of the text (1): a"},
		{"{\"id\": \"a/b\\\"c\", \"uri\": \"u:x\"}",
		 "\"id\":\"https://hypothes.is/a/a%2Fb%22c\"", NULL},
		{"{\"id\": 5, \"uri\": \"u:x\"}",
		 "\"id\":\"urn:kantlijn:hypothesis:", "id (1): #1"},
		{HEAD "\"text\": \"\\u0000\\ud800\"}", "\"value\":", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		row_has(rows[i].row, rows[i].part, rows[i].lost);
}

static void what_is_no_annotation_and_what_is_not_here_is_told(void **state)
{
	(void)state;
	struct made m;
	make(&m, "{\"total\": 345, \"rows\": [" ROW ", 5, [], {\"type\": \"Annotation\"}]}");
	assert_int_equal(m.result, HYPOTHESIS_MADE);
	want_string("losses",
		    "h.json: not carried over: what is no annotation (3)\n"
		    "h.json has only 1 of 345 annotations\n",
		    buf_string(&m.losses));
	made_done(&m);
}

// Neither many kinds of losses nor many of one kind make a long list.
static void the_list_of_losses_is_bounded(void **state)
{
	(void)state;
	struct made m;
	struct buf json = {0};
	buf_add_string(&json, "[");
	for (int i = 0; i < 3000; i++)
		buf_printf(&json,
			   "%s{\"id\": \"%d\", \"uri\": \"u:x\", \"k%d\\n\": 1, \"hidden\": true}",
			   i ? "," : "", i, i);
	buf_add_string(&json, "]");
	make(&m, buf_string(&json));
	size_t lines = 0;
	for (size_t i = 0; i < m.losses.len; i++)
		lines += m.losses.data[i] == '\n';
	want_number("lines", 40, lines);
	has(buf_string(&m.losses), "hidden (3000): 0, 1, 2");
	has(buf_string(&m.losses), "anything else (2962)");
	want(m.losses.len < 16384, "wanted a short list, got %zu bytes", m.losses.len);
	buf_done(&json);
	made_done(&m);
}

static void a_deep_thing_is_refused(void **state)
{
	(void)state;
	struct made m;
	struct buf json = {0};
	buf_add_string(&json, "[{\"uri\": \"u:x\", \"text\": ");
	for (int i = 0; i < 100000; i++)
		buf_add_string(&json, "[");
	make(&m, buf_string(&json));
	assert_int_equal(m.result, HYPOTHESIS_FAILED);
	has(m.e.text, "brackets within each other");
	buf_done(&json);
	made_done(&m);
}

static void an_annotation_that_no_set_can_hold_is_told(void **state)
{
	(void)state;
	struct made m;
	struct buf json = {0};
	buf_add_string(&json, "[" ROW ", {\"id\": \"big\", \"uri\": \"u:x\", \"text\": \"");
	for (int i = 0; i < (17 << 20) / 16; i++)
		buf_add_string(&json, "0123456789abcdef");
	buf_add_string(&json, "\"}]");
	make(&m, buf_string(&json));
	assert_int_equal(m.result, HYPOTHESIS_MADE);
	want_number("items", 1, keeps_rules(&m));
	has(buf_string(&m.losses), "an annotation of more than 16 MiB (1): big");
	buf_done(&json);
	made_done(&m);
}

// Mutations.

// The end of the JSON value at S, of well-formed JSON.
static const char *value_end(const char *s)
{
	int depth = 0;
	do {
		if (*s == '"') {
			for (s++; *s != '"'; s++)
				s += *s == '\\';
			s++;
		} else if (strchr("[{", *s)) {
			depth++;
			s++;
		} else if (strchr("]}", *s)) {
			depth--;
			s++;
		} else if (strchr(" ,:\n", *s)) {
			s++;
		} else {
			s += strcspn(s, " ,:\n]}");
		}
	} while (depth > 0);
	return s;
}

// Puts some other value where one stands.
static void change_value(struct buf *out, unsigned *seed)
{
	static const char *const values[] = {
		"null", "true",	   "0",	     "-1", "1e400",	 "\"\"",    "\"x\"",	 "[]",
		"{}",	"[[],{}]", "[null]", "9",  "\"u:\\\\\"", "[\"x\"]", "{\"id\":1}"};
	size_t begins[1024], n = 0;
	for (const char *s = rich; *s && n < 1024;) {
		const char *begin = s + 1 + strspn(s + 1, " \n");
		if (strchr("[{,:", *s) && !strchr("]}", *begin))
			begins[n++] = (size_t)(begin - rich);
		s = *s == '"' ? value_end(s) : s + 1;
	}
	const char *begin = rich + begins[drive_random(seed, (unsigned)n)];
	const char *end = value_end(begin);
	buf_add(out, rich, (size_t)(begin - rich));
	buf_add_string(out, values[drive_random(seed, sizeof values / sizeof *values)]);
	buf_add_string(out, end);
}

static void change_bytes(struct buf *out, unsigned *seed)
{
	size_t n = strlen(rich), at = drive_random(seed, (unsigned)n);
	size_t size = drive_random(seed, 40), rest = n - at;
	buf_add(out, rich, at);
	switch (drive_random(seed, 4)) {
	case 0:
		buf_add_char(out, (char)drive_random(seed, 256));
		size = 1;
		break;
	case 1:
		buf_add(out, rich + drive_random(seed, (unsigned)(n - 40)), size);
		break;
	case 2: // some of it twice
		buf_add(out, rich + at, size < rest ? size : rest);
		size = 0;
		break;
	default:
		break;
	}
	size = size < rest ? size : rest;
	buf_add(out, rich + at + size, rest - size);
}

// Whatever is made keeps the rules and can be read; whatever is not is refused in a sentence.
static void ten_thousand_mutations_do_no_harm(void **state)
{
	(void)state;
	unsigned seed = 1;
	size_t made = 0, failed = 0;
	for (int i = 0; i < 10000; i++) {
		struct buf json = {0};
		struct made m;
		(i % 2 ? change_bytes : change_value)(&json, &seed);
		// A copy of just that size shows a sanitizer the first byte too many.
		char *copy = malloc(json.len ? json.len : 1);
		assert_non_null(copy);
		memcpy(copy, json.data, json.len);
		make_bytes(&m, copy, json.len);
		if (m.result == HYPOTHESIS_MADE) {
			struct opened o;
			keeps_rules(&m);
			open_made(&o, &m);
			opened_done(&o);
			made++;
		} else if (m.result == HYPOTHESIS_FAILED) {
			assert_true(string_starts(m.e.text, "cannot import h.json: line "));
			failed++;
		}
		free(copy);
		buf_done(&json);
		made_done(&m);
	}
	// Both ways were gone often.
	want(made > 2000 && failed > 1000, "made %zu, failed %zu", made, failed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_export_is_carried_over_with_all_it_has),
		cmocka_unit_test(what_was_made_is_read_as_it_was_meant),
		cmocka_unit_test(every_shape_of_answer_is_taken),
		cmocka_unit_test(what_is_not_from_hypothesis_is_left_to_others),
		cmocka_unit_test(what_is_no_json_has_a_line_and_a_reason),
		cmocka_unit_test(times_become_utc),
		cmocka_unit_test(every_member_is_carried_over_or_told),
		cmocka_unit_test(what_is_no_annotation_and_what_is_not_here_is_told),
		cmocka_unit_test(the_list_of_losses_is_bounded),
		cmocka_unit_test(a_deep_thing_is_refused),
		cmocka_unit_test(an_annotation_that_no_set_can_hold_is_told),
		cmocka_unit_test(ten_thousand_mutations_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
