// SPDX-License-Identifier: ISC
// What is exported: sets as they were read, byte by byte, several as one without a context or an
// item lost; and Markdown in which a set can say what it likes.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "drive.h"
#include "knowledge/json.h"
#include "output/export_jsonld.h"
#include "output/export_markdown.h"
#include "output/markdown.h"
#include "output/set_parts.h"
#include "want.h"

#define ANNO "\"http://www.w3.org/ns/anno.jsonld\""

static bool gather(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

// What is exported of sets that are given as texts, each NULL-ended row one set with its pages.
struct exported {
	struct buf out, left_out;
	struct err e;
	bool is_written;
};

enum { FILES_MAX = 4 };

static void export(struct exported *x, const char *const sets[][FILES_MAX], size_t count,
		   bool is_safe)
{
	struct export_set all[8];
	struct export_file files[8][FILES_MAX];
	static const char *const names[] = {"a", "b", "c", "d"};
	*x = (struct exported){0};
	for (size_t i = 0; i < count; i++) {
		all[i] = (struct export_set){files[i], 0};
		for (size_t f = 0; f < FILES_MAX && sets[i][f]; f++, all[i].file_count++)
			files[i][f] = (struct export_file){f ? "page" : names[i],
							   (const uint8_t *)sets[i][f],
							   strlen(sets[i][f])};
	}
	x->is_written = export_sets(all, count, (struct output){gather, &x->out}, is_safe,
				    &x->left_out, &x->e);
}

static void exported_done(struct exported *x)
{
	buf_done(&x->out);
	buf_done(&x->left_out);
}

// Equal as JSON: members in any order, of several with one key all of them.
static bool is_equal(const struct json_node *a, const struct json_node *b)
{
	if (!a || !b || a->kind != b->kind)
		return a == b;
	size_t n = 0, m = 0;
	const struct json_node *x, *y = b->first;
	for (x = a->first; x; x = x->next, n++)
		if (a->kind == JSON_ARRAY) {
			if (!y || !is_equal(x, y))
				return false;
			y = y->next;
		} else if (!is_equal(json_get(a, x->key), json_get(b, x->key))) {
			return false;
		}
	for (y = b->first; y; y = y->next)
		m++;
	return n == m && (a->first || !a->text || strcmp(a->text, b->text) == 0);
}

static struct json *parsed(const char *text, size_t n)
{
	struct json *j = json_read((const uint8_t *)text, n);
	want(json_root(j) != NULL, "wanted an object in JSON, got \"%.2000s\"", text);
	return j;
}

static void want_json(const char *wanted, const char *got)
{
	struct json *a = parsed(wanted, strlen(wanted)), *b = parsed(got, strlen(got));
	want(is_equal(json_root(a), json_root(b)), "wanted \"%s\", got \"%s\"", wanted, got);
	json_free(a);
	json_free(b);
}

// The one set FILES is exported as WANTED, and LEFT_OUT is said.
static void one_gives(const char *const files[FILES_MAX], const char *wanted, const char *left_out)
{
	struct exported x;
	const char *sets[1][FILES_MAX];
	memcpy(sets[0], files, sizeof sets[0]);
	export(&x, sets, 1, false);
	assert_true(x.is_written);
	want_json(wanted, buf_string(&x.out));
	want_string("left out", left_out, buf_string(&x.left_out));
	exported_done(&x);
}

static const struct json_node *items_of(const struct json *j)
{
	return json_get(json_get(json_root(j), "first"), "items");
}

static const struct json_node *item_at(const struct json *j, size_t i)
{
	const struct json_node *n = json_one(items_of(j));
	while (n && i--)
		n = n->next;
	return n;
}

// Several sets.

static void several_sets_become_one_collection(void **state)
{
	(void)state;
	static const char *const sets[][FILES_MAX] = {
		{"{\"@context\":" ANNO
		 ",\"id\":\"u:a\",\"type\":\"AnnotationCollection\",\"label\":\"A\","
		 "\"total\":2,\"first\":{\"id\":\"u:p\",\"type\":\"AnnotationPage\",\"items\":["
		 "{\"id\":\"u:1\",\"type\":\"Annotation\",\"target\":\"u:t\",\"n\":1.50},"
		 " \"u:elsewhere\" ]}}"},
		{"[ {\"@context\":" ANNO
		 ",\"id\":\"u:2\",\"type\":\"Annotation\",\"target\":\"u:t\"},"
		 "{\"id\":\"u:1\",\"type\":\"Annotation\",\"target\":\"u:t\",\"x\":{\"id\":\"u:1\"}"
		 "} ]"},
		{"{\"@context\":" ANNO
		 ",\"id\":\"u:3\",\"type\":\"Annotation\",\"target\":\"u:t\"}"},
	};
	struct exported x;
	export(&x, sets, 3, false);
	assert_true(x.is_written);
	struct json *j = parsed(buf_string(&x.out), x.out.len);
	static const char *const ids[] = {"u:1", NULL, "u:2", "u:1", "u:3"};
	for (size_t i = 0; i < 5; i++) {
		const char *id = json_string(json_get(item_at(j, i), "id"));
		want(string_equal(id, ids[i]), "item %zu: got %s", i, id ? id : "none");
	}
	assert_null(item_at(j, 5));
	want_string("IRI", "u:elsewhere", json_string(item_at(j, 1)));
	want_string("number", "1.50", json_get(item_at(j, 0), "n")->text);
	want_string("total", "5", json_get(json_root(j), "total")->text);
	want_string("context", "http://www.w3.org/ns/anno.jsonld",
		    json_string(json_get(json_root(j), "@context")));
	assert_null(json_get(item_at(j, 0), "@context"));
	want_string("left out", "a: left out of what was written: id, label\n",
		    buf_string(&x.left_out));
	json_free(j);
	exported_done(&x);
}

// The contexts of an item, inside the plain one, are those it had.
static void items_keep_the_contexts_of_their_sets(void **state)
{
	(void)state;
#define ITEM "\"type\":\"Annotation\",\"target\":\"u:t\""
	static const struct {
		const char *set, *item;
	} rows[] = {
		{"{\"@context\":[" ANNO "],\"items\":[{\"id\":\"u:1\"," ITEM "}]}",
		 "{\"id\":\"u:1\"," ITEM "}"},
		{"{\"items\":[{" ITEM "}],\"@context\":[" ANNO
		 ",{\"x\":\"u:x\", \"@base\":\"u:\"}]}",
		 "{\"@context\":[" ANNO ",{\"x\":\"u:x\",\"@base\":\"u:\"}]," ITEM "}"},
		{"{\"@context\":{\"x\":\"u:x\"},\"@graph\":[{" ITEM "}]}",
		 "{\"@context\":[null,{\"x\":\"u:x\"}]," ITEM "}"},
		{"{\"@context\":{\"x\":\"u:x\"},\"items\":[{\"@context\":\"u:y\"," ITEM "}]}",
		 "{\"@context\":[null,{\"x\":\"u:x\"},\"u:y\"]," ITEM "}"},
		{"{\"@context\":" ANNO ",\"first\":{\"@context\":[{\"y\":\"u:y\"}],\"items\":{" ITEM
		 ",\"body\":{\"@context\":\"u:z\"},\"@context\":[]}}}",
		 "{\"@context\":[" ANNO ",{\"y\":\"u:y\"}]," ITEM
		 ",\"body\":{\"@context\":\"u:z\"}}"},
		{"{\"@context\":[" ANNO ",\"u:c\"]," ITEM "}",
		 "{\"@context\":[" ANNO ",\"u:c\"]," ITEM "}"},
		{"{\"@context\":\"u:c\",\"items\":[{ }]}", "{\"@context\":[null,\"u:c\"]}"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *sets[2][FILES_MAX] = {{rows[i].set}, {"[]"}};
		struct exported x;
		export(&x, sets, 2, false);
		assert_true(x.is_written);
		struct json *j = parsed(buf_string(&x.out), x.out.len);
		struct json *item = parsed(rows[i].item, strlen(rows[i].item));
		want(is_equal(json_root(item), item_at(j, 0)), "wanted the item %s, got %s",
		     rows[i].item, buf_string(&x.out));
		json_free(item);
		json_free(j);
		exported_done(&x);
	}
}

static void no_item_makes_an_empty_collection(void **state)
{
	(void)state;
	static const char *const sets[][FILES_MAX] = {{"[]"}, {"{\"items\":[]}"}};
	struct exported x;
	export(&x, sets, 2, false);
	assert_true(x.is_written);
	struct json *j = parsed(buf_string(&x.out), x.out.len);
	assert_null(json_get(json_root(j), "first"));
	want_string("total", "0", json_get(json_root(j), "total")->text);
	json_free(j);
	exported_done(&x);
}

// Pages beside a set.

static void pages_beside_a_set_are_put_into_it(void **state)
{
	(void)state;
#define HEAD \
	"{\"@context\":" ANNO ",\"id\":\"u:c\",\"type\":\"AnnotationCollection\",\"label\":\"L\","
	const char *pages[FILES_MAX] = {
		HEAD "\"first\":\"p1\",\"last\":\"p2\",\"total\":3}",
		"{\"id\":\"p1\",\"type\":\"AnnotationPage\",\"next\":\"p2\",\"items\":[{\"id\":\"u:"
		"1\"},"
		"{\"id\":\"u:2\"}],\"partOf\":\"u:c\",\"mine\":1}",
		"{\"id\":\"p2\",\"type\":\"AnnotationPage\",\"items\":[{\"id\":\"u:3\"}]}",
	};
	one_gives(pages,
		  HEAD
		  "\"first\":{\"id\":\"p1\",\"type\":\"AnnotationPage\",\"startIndex\":0,"
		  "\"items\":[{\"id\":\"u:1\"},{\"id\":\"u:2\"},{\"id\":\"u:3\"}]},\"total\":3}",
		  "page: left out of what was written: id, mine\n"
		  "page: left out of what was written: id\n");

	const char *next[FILES_MAX] = {
		HEAD "\"first\":{\"items\":[{\"id\":\"u:1\"}],\"next\":\"p2\"},\n\"last\":\"p2\"}",
		"{\"type\":\"AnnotationPage\",\"items\":[{\"id\":\"u:2\"}]}",
	};
	one_gives(next, HEAD "\"first\":{\"items\":[{\"id\":\"u:1\"},{\"id\":\"u:2\"}]}}", "");
}

static void a_reference_goes_wherever_it_stands(void **state)
{
	(void)state;
	static const char *const pages[] = {
		"{\"next\":\"p2\",\"items\":[{\"id\":\"u:1\"}],\"id\":\"p1\"}",
		"{\"items\":[{\"id\":\"u:1\"}],\"id\":\"p1\" , \"next\" : \"p2\" }",
		"{\"items\":[{\"id\":\"u:1\"}],\"next\":\"p2\",\"id\":\"p1\"}",
		"{\"items\":[{\"id\":\"u:1\"}],\"id\":\"p1\",\"next\":\"p2\",\n \"last\":\"p2\"}",
		("{\"last\":{\"id\":\"p2\"},\"next\":\"p2\",\"items\":[{\"id\":\"u:1\"}],"
		 "\"id\":\"p1\"}"),
		"{\"id\":\"p1\",\"last\":\"p2\",\"next\":\"p2\",\"items\":[{\"id\":\"u:1\"}]}",
		"{\"last\":\"p2\",\"items\":[{\"id\":\"u:1\"}],\"next\":\"p2\",\"id\":\"p1\"}",
	};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		const char *files[FILES_MAX] = {pages[i], "{\"items\":[{\"id\":\"u:2\"}]}"};
		one_gives(files, "{\"items\":[{\"id\":\"u:1\"},{\"id\":\"u:2\"}],\"id\":\"p1\"}",
			  "");
	}
	const char *empty[FILES_MAX] = {"{\"items\":[],\"next\":\"p2\"}",
					"{\"items\":[{\"id\":\"u:2\"}]}"};
	one_gives(empty, "{\"items\":[{\"id\":\"u:2\"}]}", "");
}

static void items_of_pages_keep_their_contexts(void **state)
{
	(void)state;
	const char *files[FILES_MAX] = {
		"{\"@context\":[" ANNO ",\"u:c\"],\"items\":[{\"id\":\"u:1\"}],\"next\":\"p2\"}",
		"{\"@context\":" ANNO ",\"items\":[{\"id\":\"u:2\"}]}",
		"{\"@context\":[" ANNO ",\"u:c\"],\"items\":[{\"id\":\"u:3\"}]}",
	};
	one_gives(files,
		  "{\"@context\":[" ANNO ",\"u:c\"],\"items\":[{\"id\":\"u:1\"},"
		  "{\"@context\":[null," ANNO "],\"id\":\"u:2\"},{\"id\":\"u:3\"}]}",
		  "");
}

// Where there is no one place for the pages, a new collection takes them all.
static void pages_without_a_place_make_a_collection(void **state)
{
	(void)state;
	const char *sets[1][FILES_MAX] = {
		{"{\"first\":{\"id\":\"p1\"}}", "{\"items\":[{\"id\":\"u:1\"}]}"}};
	struct exported x;
	export(&x, sets, 1, false);
	assert_true(x.is_written);
	struct json *j = parsed(buf_string(&x.out), x.out.len);
	want_string("id", "u:1", json_string(json_get(item_at(j, 0), "id")));
	json_free(j);
	exported_done(&x);
}

// A terminal.

static void a_terminal_gets_escapes_that_are_the_same_json(void **state)
{
	(void)state;
	static const char set[] = "{\"a\x7F\":\"\xC2\x9B"
				  "31m \xE2\x80\xAE \xC3\xA9 \xF0\x9D\x85\xB3\"}\n";
	static const char *const sets[][FILES_MAX] = {{set}};
	struct exported x;
	export(&x, sets, 1, true);
	want_string("escaped", "{\"a\\u007f\":\"\\u009b31m \\u202e \xC3\xA9 \\ud834\\udd73\"}\n",
		    buf_string(&x.out));
	want_json(set, buf_string(&x.out));
	exported_done(&x);
	export(&x, sets, 1, false);
	want_string("as it is", set, buf_string(&x.out));
	exported_done(&x);
}

// Files by others.

static void open_session(struct session *s, const char *file, const char *set, const char *import)
{
	struct options o = {.file = file, .language = "en"};
	struct err e = {0};
	if (set)
		o.sets[o.set_count++] = set;
	if (import)
		o.imports[o.import_count++] = import;
	want(session_open(s, &o, &e), "wanted it open: %s", e.text);
	session_finish(s);
}

static char *file_text(const char *path)
{
	struct buf b = {0};
	char in[4096];
	size_t n;
	FILE *f = fopen(path, "rb");
	want(f, "cannot open %s", path);
	while ((n = fread(in, 1, sizeof in, f)) > 0)
		buf_add(&b, in, n);
	fclose(f);
	buf_add_string(&b, "");
	return buf_take(&b);
}

// The set in PATH is exported as it is there, read by the option of either kind.
static void goes_round(const char *path, bool is_import)
{
	struct session s;
	struct exported x = {0};
	char *bytes = file_text(path);
	open_session(&s, drive_path("sets/bridge.txt"), is_import ? NULL : path,
		     is_import ? path : NULL);
	x.is_written = export_jsonld(&s, (struct output){gather, &x.out}, false, &x.left_out, &x.e);
	want(x.is_written, "%s: %s", path, x.e.text);
	size_t n = strlen(bytes);
	want(strncmp(buf_string(&x.out), bytes, n) == 0 && x.out.len <= n + 1,
	     "%s: wanted the same bytes, got \"%.500s\"", path, buf_string(&x.out));
	want_string("left out", "", buf_string(&x.left_out));
	session_close(&s);
	exported_done(&x);
	free(bytes);
}

static int is_json(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');
	return dot && strncmp(dot, ".json", 5) == 0;
}

static int all_go_round(const char *folder)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, is_json, alphasort);
	for (int i = 0; i < n; i++) {
		struct buf path = {0};
		buf_printf(&path, "%s/%s", folder, entries[i]->d_name);
		goes_round(buf_string(&path), false);
		goes_round(buf_string(&path), true);
		buf_done(&path);
		free(entries[i]);
	}
	free(entries);
	return n;
}

static void our_sets_go_round(void **state)
{
	(void)state;
	static const char *const folders[] = {"sets", "../assets"};
	for (size_t i = 0; i < 2; i++) {
		char *folder = mem_string(drive_path(folders[i]));
		want(all_go_round(folder) > 0, "wanted sets in %s", folder);
		free(folder);
	}
}

static void sets_by_others_go_round(void **state)
{
	(void)state;
	const char *shared = getenv("KANTLIJN_SHARED");
	struct buf folder = {0};
	buf_printf(&folder, "%s/web-annotation-samples/w3c-correct", shared ? shared : "../shared");
	DIR *d = opendir(buf_string(&folder));
	if (!d) {
		printf("# skip: there are no samples in %s\n", buf_string(&folder));
		fflush(stdout);
		buf_done(&folder);
		skip();
	}
	closedir(d);
	assert_int_equal(all_go_round(buf_string(&folder)), 25);
	buf_clear(&folder);
	buf_printf(&folder, "%s/web-annotation-samples/recogito", shared ? shared : "../shared");
	assert_int_equal(all_go_round(buf_string(&folder)), 1);
	buf_done(&folder);
}

static void a_set_that_failed_is_not_exported(void **state)
{
	(void)state;
	struct session s;
	struct exported x = {0};
	open_session(&s, drive_path("sets/bridge.txt"), NULL, NULL);
	char broken[] = "[{\"target\":1},";
	s.sets[s.set_count + 1] = s.sets[s.set_count]; // one's own notes stay the last
	s.sets[s.set_count++] = web_annotation_open_bytes("broken", broken, strlen(broken), NULL);
	assert_true(session_finish_sets(&s, NULL));
	assert_false(export_jsonld(&s, (struct output){gather, &x.out}, false, &x.left_out, &x.e));
	want(string_starts(x.e.text, "cannot export broken: line 1: "), "got %s", x.e.text);
	assert_int_equal(x.out.len, 0);
	session_close(&s);
	exported_done(&x);
}

// Samples from Hypothesis, with the text that they are about.

static char *sample(const char *name)
{
	const char *shared = getenv("KANTLIJN_SHARED");
	struct buf path = {0};
	buf_printf(&path, "%s/web-annotation-samples/hypothesis/%s", shared ? shared : "../shared",
		   name);
	FILE *f = fopen(buf_string(&path), "rb");
	if (f) {
		fclose(f);
		return buf_take(&path);
	}
	printf("# skip: there is no %s\n", buf_string(&path));
	fflush(stdout);
	buf_done(&path);
	return NULL;
}

// Writes TEXT into a file of this name in the build folder; valid until the next call.
static const char *written(const char *name, const char *text)
{
	static char path[1024];
	const char *build = getenv("BUILDDIR");
	snprintf(path, sizeof path, "%s/tests/%s", build ? build : ".", name);
	FILE *f = fopen(path, "wb");
	want(f, "cannot write %s", path);
	fputs(text, f);
	fclose(f);
	return path;
}

static void samples_from_hypothesis_find_their_places(void **state)
{
	(void)state;
	char *minimal = sample("minimal.json"), *old = sample("api-annotation-2014.json");
	if (!minimal || !old)
		skip();
	struct session s;
	open_session(&s, written("test_export.txt", "One Two Three\n"), NULL, minimal);
	assert_int_equal(s.knowledge.annotation_count, 1);
	assert_int_equal(s.knowledge.annotations[0].state, ANCHOR_FOUND);
	assert_int_equal(s.knowledge.annotations[0].begin, 4);
	assert_int_equal(s.knowledge.annotations[0].end, 7);
	want(strstr(buf_string(&s.notices), "RangeSelector (1): test"), "got %s",
	     buf_string(&s.notices));
	session_close(&s);

	// 397 characters, and then the words around the quote.
	struct buf text = {0};
	for (int i = 0; i < 397 - 15; i++)
		buf_add_char(&text, i % 60 == 59 ? '\n' : 'x');
	buf_add_string(&text, "dia CERNDOC\nin ENQUIRE Tim Berners-Lee section\n");
	open_session(&s, written("test_export.txt", buf_string(&text)), NULL, old);
	const struct annotation *a = &s.knowledge.annotations[0];
	assert_int_equal(a->state, ANCHOR_FOUND);
	assert_int_equal(a->begin, 397);
	assert_int_equal(a->end, 404);
	want(strstr(buf_string(&s.notices), "RangeSelector (1)"), "got %s", buf_string(&s.notices));
	remove(written("test_export.txt", ""));
	session_close(&s);
	buf_done(&text);
	free(minimal);
	free(old);
}

// For people.

static void markup_in_a_text_is_escaped(void **state)
{
	(void)state;
	static const struct {
		const char *text, *start, *within;
	} rows[] = {
		{"plain words, (in brackets) - 12.5!", "plain words, (in brackets) - 12.5!", NULL},
		{"# no heading", "\\# no heading", "# no heading"},
		{"1986. A year", "1986\\. A year", "1986. A year"},
		{"7) seven", "7\\) seven", "7) seven"},
		{"- a\n- b", "\\- a - b", "- a - b"},
		{"+ a", "\\+ a", "+ a"},
		{"=", "\\=", "="},
		{"    code", "code", NULL},
		{"> quote", "\\> quote", NULL},
		{"[x](javascript:a)", "\\[x\\](javascript:a)", NULL},
		{"<b>&amp;</b>", "\\<b\\>\\&amp;\\</b\\>", NULL},
		{"*a* _b_ `c` ~~d~~ |e| $f$ {g}",
		 "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ \\|e\\| \\$f\\$ \\{g\\}", NULL},
		{"\\", "\\\\", NULL},
		{"a  \n b\t\nc ", "a b c", NULL},
		{"http://x.example www.x.example", "http\\://x.example www\\.x.example", NULL},
		{"a@x.example @x", "a\\@x.example @x", NULL},
		{"C# and ## and #", "C# and \\#\\# and \\#", NULL},
		{"\x1B[31m", "^\\[\\[31m", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf start = {0}, within = {0};
		markdown_add(&start, rows[i].text, true);
		markdown_add(&within, rows[i].text, false);
		if (rows[i].text[0] != '\x1B')
			want_string(rows[i].text, rows[i].start, buf_string(&start));
		else
			want(!strchr(buf_string(&start), '\x1B'), "an escape was let through");
		if (rows[i].within)
			want_string(rows[i].text, rows[i].within, buf_string(&within));
		buf_done(&start);
		buf_done(&within);
	}
}

static void an_address_stays_within_its_brackets(void **state)
{
	(void)state;
	struct buf out = {0};
	markdown_add_address(&out,
			     "https://x.example/a_b?c=1&d=(e) <f>\\\n\"g\"\xE2\x80\xAE\xC3\xA9");
	want_string("address",
		    "https://x.example/a_b?c=1\\&d=%28e%29%20%3Cf%3E%5C%0A%22g%22%E2%80%AE\xC3\xA9",
		    buf_string(&out));
	buf_done(&out);
}

static char *markdown_of(const char *set)
{
	struct session s;
	struct buf out = {0};
	char *text = mem_string(written("test_export.txt", "One Two Three Four\n"));
	char *path = mem_string(written("test_export.jsonld", set));
	open_session(&s, text, path, NULL);
	assert_true(export_markdown(&s, (struct output){gather, &out}));
	session_close(&s);
	remove(text);
	remove(path);
	free(text);
	free(path);
	return buf_take(&out);
}

static void has(const char *text, const char *part)
{
	want(strstr(text, part), "wanted \"%s\" in \"%.3000s\"", part, text);
}

// A claim with a fact, its source, a note on it, and an orphan.
static const char *const people =
	"{\"@context\":" ANNO ",\"type\":\"AnnotationCollection\",\"label\":\"A *set*\",\"items\":["
	"{\"id\":\"u:c1\",\"type\":\"Annotation\",\"creator\":{\"name\":\"Ada\"},\"created\":"
	"\"2024-01-02T00:00:00Z\",\"body\":[{\"type\":\"SpecificResource\",\"purpose\":"
	"\"urn:kantlijn:relation:supports\",\"source\":\"u:f1\",\"schema:description\":\"<why>\"}],"
	"\"target\":{\"source\":{\"id\":\"u:t\",\"schema:name\":\"T # 1\"},\"selector\":{\"type\":"
	"\"TextQuoteSelector\",\"exact\":\"Two\"}}},"
	"{\"id\":\"u:c2\",\"type\":\"Annotation\",\"body\":[{\"purpose\":"
	"\"urn:kantlijn:relation:supports\",\"source\":\"u:f1\"}],\"target\":{\"source\":\"u:t\","
	"\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":\"quite something else\"},"
	"{\"type\":\"TextPositionSelector\",\"start\":900,\"end\":920}]}},"
	"{\"id\":\"u:n1\",\"type\":\"Annotation\",\"bodyValue\":\"First.\\n## Second\",\"target\":"
	"{\"source\":\"u:t\",\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"Four\"}}},"
	"{\"id\":\"u:d1\",\"type\":\"Annotation\",\"motivation\":\"describing\",\"body\":{\"type\":"
	"\"TextualBody\",\"value\":\"It did.\",\"schema:name\":\"The "
	"[fact]\"},\"target\":{\"id\":\"u:f1\","
	"\"type\":\"schema:Statement\",\"schema:citation\":[{\"id\":\"https://x.example/(1)\","
	"\"schema:name\":\"S\",\"schema:archivedAt\":{\"id\":\"http://y.example/\"}},{\"id\":"
	"\"javascript:alert(1)\",\"schema:name\":\"Bad\",\"schema:archivedAt\":{\"id\":\"data:x\"}}"
	"]}}"
	"]}";

static void a_document_has_claims_facts_and_links_between_them(void **state)
{
	(void)state;
	char *md = markdown_of(people);
	assert_true(string_starts(md, "# T \\# 1\n\nA \\*set\\*\n"));
	has(md,
	    "\n## Claims\n\n### <a id=\"claim-1\"></a>1 · claim\n\n> Two\n\n— Ada, 2\xC2\xA0January"
	    " 2024\n\n- supports: [The \\[fact\\]](#fact-1): \\<why\\>\n");
	has(md, "### <a id=\"claim-2\"></a>2 · ∅ orphan · claim\n\n> quite something else\n\n"
		"It stood at character 900.\n");
	has(md, "\n## Notes\n\n### note\n\n> Four\n\nFirst.\n\n\\#\\# Second\n");
	has(md, "\n## Facts and terms\n\n### <a id=\"fact-1\"></a>The \\[fact\\]\n\nIt did.\n\n"
		"- [‘S’](https://x.example/%281%29), [archived copy](http://y.example/)\n"
		"- ‘Bad’, javascript:alert(1)\n\nBears on:\n\n- [1](#claim-1) supports: “Two”\n"
		"- [2](#claim-2) supports: “quite something else”\n");
	free(md);
}

static void the_text_export_is_what_is_printed_behind_the_text(void **state)
{
	(void)state;
	struct session s;
	struct buf whole = {0}, alone = {0};
	open_session(&s, NULL, NULL, NULL);
	assert_true(print_document(&s, (struct output){gather, &whole}, 70, false));
	assert_true(print_knowledge(&s, (struct output){gather, &alone}, 70, false));
	const char *claims = strstr(buf_string(&whole), "\nClaims\n");
	assert_non_null(claims);
	const char *rest = strchr(buf_string(&alone), '\n') + 1;
	want_string("claims and facts", claims, rest);
	assert_true(string_starts(buf_string(&alone), "Na de top in Hanoi\n"));
	session_close(&s);
	buf_done(&whole);
	buf_done(&alone);
}

struct small {
	size_t room;
};

static bool take_little(void *data, const char *s, size_t n)
{
	struct small *d = data;
	(void)s;
	bool fits = n <= d->room;
	d->room = fits ? d->room - n : 0;
	return fits;
}

// Whoever takes no more is asked no more, and it is told.
static void an_output_that_is_full_ends_an_export(void **state)
{
	(void)state;
	struct session s;
	struct buf left_out = {0};
	open_session(&s, NULL, NULL, NULL);
	for (size_t room = 0; room < 20000; room += 777) {
		struct small d = {room};
		struct err e = {0};
		assert_false(export_markdown(&s, (struct output){take_little, &d}));
		d.room = room;
		assert_false(print_knowledge(&s, (struct output){take_little, &d}, 80, false));
		d.room = room;
		assert_false(
			export_jsonld(&s, (struct output){take_little, &d}, true, &left_out, &e));
		assert_false(e.is_set);
	}
	session_close(&s);
	buf_done(&left_out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_sets_become_one_collection),
		cmocka_unit_test(items_keep_the_contexts_of_their_sets),
		cmocka_unit_test(no_item_makes_an_empty_collection),
		cmocka_unit_test(pages_beside_a_set_are_put_into_it),
		cmocka_unit_test(a_reference_goes_wherever_it_stands),
		cmocka_unit_test(items_of_pages_keep_their_contexts),
		cmocka_unit_test(pages_without_a_place_make_a_collection),
		cmocka_unit_test(a_terminal_gets_escapes_that_are_the_same_json),
		cmocka_unit_test(our_sets_go_round),
		cmocka_unit_test(sets_by_others_go_round),
		cmocka_unit_test(a_set_that_failed_is_not_exported),
		cmocka_unit_test(samples_from_hypothesis_find_their_places),
		cmocka_unit_test(markup_in_a_text_is_escaped),
		cmocka_unit_test(an_address_stays_within_its_brackets),
		cmocka_unit_test(a_document_has_claims_facts_and_links_between_them),
		cmocka_unit_test(the_text_export_is_what_is_printed_behind_the_text),
		cmocka_unit_test(an_output_that_is_full_ends_an_export),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
