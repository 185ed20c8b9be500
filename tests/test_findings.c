// SPDX-License-Identifier: ISC
// What a check writes: a line for each finding, or one JSON document, whatever stands in the set;
// and what the program says by its exit status.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"
#include "knowledge/checking.h"
#include "knowledge/json.h"
#include "output/findings.h"
#include "tests/want.h"

#define TODAY "2026-11-25"
#define NOTE "\"type\":\"Annotation\",\"target\":{\"source\":\"urn:t\",\"selector\":["
#define QUOTE(exact) "{\"type\":\"TextQuoteSelector\",\"exact\":\"" exact "\"}"
#define POSITION(start, end) \
	"{\"type\":\"TextPositionSelector\",\"start\":" start ",\"end\":" end "}"

static size_t count(const char *text, const char *word)
{
	size_t n = 0;
	for (const char *s = text; (s = strstr(s, word)); s += strlen(word))
		n++;
	return n;
}

static bool add(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

static bool add_nothing(void *data, const char *s, size_t n)
{
	(void)s;
	(void)n;
	++*(int *)data;
	return false;
}

static char *folder_new(void)
{
	char *folder = mem_string("/tmp/kantlijn-check-XXXXXX");
	want(mkdtemp(folder), "wanted a folder in /tmp, got none");
	return folder;
}

static char *file_new(const char *folder, const char *name, const char *text)
{
	struct buf path = {0};
	buf_printf(&path, "%s/%s", folder, name);
	FILE *f = fopen(buf_string(&path), "w");
	want(f, "wanted to write %s, cannot", buf_string(&path));
	want(fputs(text, f) >= 0 && fclose(f) == 0, "wanted to write %s, cannot",
	     buf_string(&path));
	return buf_take(&path);
}

static void file_free(char *path)
{
	unlink(path);
	free(path);
}

// A claim with a name that would steer a terminal, and a link that leads nowhere.
static const char steering[] = "[{\"id\":\"urn:x:a\\u001b[31m\\nb\\u0007\"," NOTE QUOTE(
	"twee") "," POSITION("4", "8") "]},"
				       "\"body\":[{\"type\":\"SpecificResource\","
				       "\"purpose\":\"urn:kantlijn:relation:supports\","
				       "\"source\":\"urn:\\u202efact\\nx\"}]}]";

// A text with its set, opened and read to the end.
struct desk {
	char *folder, *text, *set;
	struct options o;
	struct session s;
};

static void desk_init(struct desk *d, const char *text, const char *set)
{
	*d = (struct desk){.folder = folder_new()};
	d->text = file_new(d->folder, "text", text);
	d->set = file_new(d->folder, "text.jsonld", set);
	d->o.file = d->text;
	want(session_open(&d->s, &d->o, NULL), "wanted to open %s, cannot", d->text);
	session_finish(&d->s);
}

static void desk_done(struct desk *d)
{
	session_close(&d->s);
	file_free(d->text);
	file_free(d->set);
	rmdir(d->folder);
	free(d->folder);
}

static size_t write_all(const struct desk *d, enum output_format format, struct buf *out)
{
	size_t n;
	want(findings_write(&d->s, (struct output){add, out}, format, TODAY, &n),
	     "wanted output, it was refused");
	return n;
}

static void want_safe(const struct buf *out)
{
	struct buf repaired = {0};
	for (size_t i = 0; i < out->len; i++)
		want((uint8_t)out->data[i] >= ' ' || out->data[i] == '\n',
		     "wanted no control character, got %d", out->data[i]);
	for (size_t i = 0, size; i < out->len; i += size) {
		uint32_t cp;
		size = utf8_decode((const uint8_t *)out->data + i, out->len - i, &cp);
		want(!(cp >= 0x7F && cp < 0xA0) && !(cp >= 0x202A && cp <= 0x202E) &&
			     !(cp >= 0x2066 && cp <= 0x2069),
		     "wanted no control character, got U+%04X", (unsigned)cp);
	}
	utf8_repair(&repaired, buf_string(out), out->len);
	want(repaired.len == out->len && memcmp(repaired.data, out->data, out->len) == 0,
	     "wanted UTF-8, got %s", buf_string(out));
	buf_done(&repaired);
}

static void findings_are_a_line_each_without_control_characters(void **state)
{
	(void)state;
	struct desk d;
	struct buf out = {0};
	int calls = 0;
	desk_init(&d, "een twee drie\n", steering);
	size_t n = write_all(&d, FORMAT_TEXT, &out);
	want(n > 2, "wanted some findings, got %zu", n);
	want_number("lines", n, count(buf_string(&out), "\n"));
	want_number("lines with a level", n,
		    count(buf_string(&out), "error: ") + count(buf_string(&out), "warning: "));
	want_number("lines with the line in the file", n,
		    count(buf_string(&out), "/text.jsonld:1: "));
	want_safe(&out);
	want(!findings_write(&d.s, (struct output){add_nothing, &calls}, FORMAT_TEXT, TODAY, &n),
	     "wanted to be told that output was refused");
	want_number("calls after the output was refused", 1, calls);
	calls = 0;
	want(!findings_write(&d.s, (struct output){add_nothing, &calls}, FORMAT_JSON, TODAY, &n),
	     "wanted to be told that output was refused");
	want_number("calls after JSON was refused", 1, calls);
	desk_done(&d);
	buf_done(&out);
}

// As JSON.

static const char *const members[] = {"level", "code", "file",	"line",	  "path",   "subject",
				      "name",  "id",   "state", "places", "change", "sentence"};

static size_t whole(const struct json_node *n)
{
	want(n && n->kind == JSON_NUMBER, "wanted a number");
	return strtoul(n->text, NULL, 10);
}

static void want_finding(const struct json_node *f)
{
	size_t i = 0;
	want(json_is_object(f), "wanted a finding to be an object");
	for (const struct json_node *m = f->first; m; m = m->next, i++)
		want(i < sizeof members / sizeof *members && strcmp(m->key, members[i]) == 0,
		     "wanted the members in their order, got %s as number %zu", m->key, i);
	want_number("members", sizeof members / sizeof *members, i);
	want(json_string(json_get(f, "sentence")) && *json_get(f, "sentence")->text,
	     "wanted a sentence");
}

// Reads what was written; the caller frees it.
static struct json *read_document(const struct desk *d, size_t *n)
{
	struct buf out = {0};
	*n = write_all(d, FORMAT_JSON, &out);
	want_safe(&out);
	struct json *j = json_read((const uint8_t *)buf_string(&out), out.len);
	const struct json_node *root = json_root(j), *list = json_get(root, "findings");
	size_t seen = 0;
	want(root, "wanted JSON, got %s", buf_string(&out));
	want(list && list->kind == JSON_ARRAY, "wanted a list of findings");
	for (const struct json_node *f = list->first; f; f = f->next, seen++)
		want_finding(f);
	want_number("findings", *n, seen);
	want_number("errors and warnings", *n,
		    whole(json_get(root, "errors")) + whole(json_get(root, "warnings")));
	buf_done(&out);
	return j;
}

static void json_has_every_member_of_each_finding(void **state)
{
	(void)state;
	struct desk d;
	size_t n;
	desk_init(&d, "een twee drie\n", steering);
	struct json *j = read_document(&d, &n);
	want(n > 2, "wanted some findings, got %zu", n);
	const struct json_node *f = json_get(json_root(j), "findings")->first;
	while (f && strcmp(json_get(f, "code")->text, "dangling-link") != 0)
		f = f->next;
	want(f, "wanted the dangling link among the findings");
	want_string("level", "error", json_string(json_get(f, "level")));
	want_string("path", "$[0].body[0]", json_string(json_get(f, "path")));
	want_string("subject", "link", json_string(json_get(f, "subject")));
	want(json_get(f, "id")->kind == JSON_OTHER, "wanted null for the id of a link without one");
	want(strstr(json_get(f, "sentence")->text, "urn:\xE2\x80\xAE"
						   "fact\nx"),
	     "wanted the id as it is, got %s", json_get(f, "sentence")->text);
	want(strstr(json_get(f, "file")->text, "/text.jsonld"), "wanted the name of the file");
	want_number("line", 1, whole(json_get(f, "line")));
	json_free(j);
	desk_done(&d);
}

static void json_tells_state_places_and_what_changed(void **state)
{
	(void)state;
	struct desk d;
	size_t n;
	desk_init(&d, "één 12 keer, 21 keer\n",
		  "[{\"id\":\"urn:n\"," NOTE QUOTE("12 keer") "," POSITION("4", "11") "]}}]");
	knowledge_place(&d.s.knowledge, 0, ANCHOR_CHANGED, 15, 22);
	knowledge_add_place(&d.s.knowledge, 0, 6, 13);
	struct json *j = read_document(&d, &n);
	const struct json_node *f = json_get(json_root(j), "findings")->first;
	want(f, "wanted a finding, got none");
	want_string("code", "text-changed", json_string(json_get(f, "code")));
	want_string("state", "text-changed", json_string(json_get(f, "state")));
	want_string("kind", "number", json_string(json_get(json_get(f, "change"), "kind")));
	want_string("was", "12", json_string(json_get(json_get(f, "change"), "was")));
	want_string("now", "21", json_string(json_get(json_get(f, "change"), "now")));
	const struct json_node *places = json_get(f, "places");
	want(places->first && places->first->next, "wanted two places");
	want_number("begin", 13, whole(places->first->first));
	want_number("end", 20, whole(places->first->last));
	want_number("begin of the other", 4, whole(places->last->first));
	json_free(j);
	desk_done(&d);
}

static void json_without_findings_is_a_document_too(void **state)
{
	(void)state;
	struct desk d;
	struct buf out = {0};
	desk_init(&d, "een twee drie\n", "[]");
	write_all(&d, FORMAT_JSON, &out);
	want_string("document", "{\"findings\":[],\"errors\":0,\"warnings\":0}\n",
		    buf_string(&out));
	buf_done(&out);
	desk_done(&d);
}

// A name of millions of bytes is not written as often as there are findings on it.
static void long_names_are_cut(void **state)
{
	(void)state;
	struct desk d;
	struct buf set = {0}, out = {0};
	size_t n;
	buf_add_string(&set, "[{\"id\":\"urn:");
	for (int i = 0; i < 200000; i++)
		buf_add_string(&set, "é");
	buf_add_string(&set, "\",\"type\":\"Annotation\",\"target\":[1");
	for (int i = 1; i < 1000; i++)
		buf_add_string(&set, ",1");
	buf_add_string(&set, "]}]");
	desk_init(&d, "text\n", buf_string(&set));
	n = write_all(&d, FORMAT_TEXT, &out);
	want(n >= 1000, "wanted at least 1000 findings, got %zu", n);
	want(out.len / n < 600, "wanted short lines, got %zu bytes each", out.len / n);
	want_safe(&out);
	json_free(read_document(&d, &n));
	buf_done(&set);
	buf_done(&out);
	desk_done(&d);
}

static char *read_file(const char *path, size_t *n)
{
	struct buf b = {0};
	char block[4096];
	FILE *f = fopen(path, "r");
	want(f, "wanted to read %s, cannot", path);
	while ((*n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, block, *n);
	fclose(f);
	*n = b.len;
	return buf_take(&b);
}

static void hostile_sets_give_sentences(void **state)
{
	(void)state;
	struct buf path = {0};
	size_t size, n;
	uint32_t seed = 7;
	buf_printf(&path, "%s/tests/sets-reader/hostile.txt.jsonld",
		   getenv("SRCDIR") ? getenv("SRCDIR") : ".");
	char *set = read_file(buf_string(&path), &size);
	for (int round = 0; round < 100; round++) {
		char *copy = mem_copy(set, size);
		struct desk d;
		struct buf out = {0};
		for (int i = 0; i < round / 4; i++) {
			seed = seed * 1664525u + 1013904223u;
			copy[(seed >> 8) % size] = "\"{}[],:0e\\ \xFF"[seed % 12];
		}
		desk_init(&d, "Eerst een regel.\nEn dan nog een.\n", copy);
		json_free(read_document(&d, &n));
		size_t lines = write_all(&d, FORMAT_TEXT, &out);
		want_number("findings", n, lines);
		want_number("lines", n, count(buf_string(&out), "\n"));
		want_safe(&out);
		buf_done(&out);
		desk_done(&d);
		free(copy);
	}
	buf_done(&path);
	free(set);
}

// Runs the program; returns its exit status, its output in OUT.
static int run(struct buf *out, const char *arguments)
{
	char block[512];
	size_t n;
	struct buf command = {0};
	buf_printf(&command, "'%s' --language=en %s 2>/dev/null </dev/null",
		   getenv("KANTLIJN_PROGRAM"), arguments);
	buf_clear(out);
	FILE *f = popen(buf_string(&command), "r");
	want(f, "wanted to run %s, cannot", buf_string(&command));
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(out, block, n);
	int status = pclose(f);
	buf_done(&command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void want_run(const char *arguments, const char *one, const char *two, int status,
		     const char *said)
{
	struct buf out = {0}, line = {0};
	buf_printf(&line, "%s %s %s", arguments, one, two);
	int got = run(&out, buf_string(&line));
	want(got == status, "%s: wanted exit status %d, got %d", buf_string(&line), status, got);
	want(*said ? strstr(buf_string(&out), said) != NULL : out.len == 0,
	     "%s: wanted \"%s\", got \"%s\"", buf_string(&line), said, buf_string(&out));
	buf_done(&out);
	buf_done(&line);
}

static void the_exit_status_says_whether_there_are_findings(void **state)
{
	(void)state;
	if (!getenv("KANTLIJN_PROGRAM")) {
		print_message("# skip: KANTLIJN_PROGRAM does not name the program\n");
		skip();
	}
	char *folder = folder_new();
	char *text = file_new(folder, "text", "een twee drie\n");
	char *lone = file_new(folder, "lone", "een twee drie\n");
	char *beside = file_new(folder, "text.jsonld", "{\n");
	char *other = file_new(folder, "other", "een twee drie\n");
	char *faulty =
		file_new(folder, "other.jsonld",
			 "[{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION("5", "9") "]}}]");
	want_run("--check", "", "", 0, "");
	want_run("--check", other, "", 1,
		 "/other.jsonld:1: warning: quote-not-at-position: n: its quote stands at 4–8, "
		 "its position is 5–9; the quote was followed\n");
	want_run("--check --format=json", other, "", 1, "\"code\":\"quote-not-at-position\"");
	want_run("--check --format=json", other, "", 1, "\"errors\":0,\"warnings\":1}\n");
	want_run("--check --format=json", "", "", 0, "{\"findings\":[],\"errors\":0,");
	want_run("--check", text, "", 1, "error: unreadable-set: ");
	want_run("--check", text, "", 1, ": line 2: ");
	want_run("--check", lone, "", 2, "");
	want_run("--check -a", beside, text, 2, "");
	want_run("--check -a", "/no/such/set", text, 2, "");
	want_run("--check", "/no/such/text", "", 2, "");
	file_free(text);
	file_free(lone);
	file_free(beside);
	file_free(faulty);
	file_free(other);
	rmdir(folder);
	free(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_are_a_line_each_without_control_characters),
		cmocka_unit_test(json_has_every_member_of_each_finding),
		cmocka_unit_test(json_tells_state_places_and_what_changed),
		cmocka_unit_test(json_without_findings_is_a_document_too),
		cmocka_unit_test(long_names_are_cut),
		cmocka_unit_test(hostile_sets_give_sentences),
		cmocka_unit_test(the_exit_status_says_whether_there_are_findings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
