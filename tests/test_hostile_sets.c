// SPDX-License-Identifier: ISC
// Ten thousand sets that somebody spoiled: sets of ours and of others whose bytes, tokens and items
// are changed, cut, repeated and mixed.  Each becomes items or a sentence, in bounded time and
// memory; a sanitizer sees the rest.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets/builtin.h"
#include "base/memory.h"
#include "knowledge/json.h"
#include "knowledge/web_annotation.h"
#include "tests/generate.h"
#include "tests/want.h"

enum { SETS = 10000, SEEDS_MAX = 400, SEED_SIZE = 24 << 10 };

static struct buf seeds[SEEDS_MAX];
static size_t seed_count;

static void add_seed(const char *s, size_t n)
{
	if (seed_count < SEEDS_MAX)
		buf_add(&seeds[seed_count++], s, n);
}

static void add_folder(const char *variable, const char *instead, const char *folder)
{
	struct buf path = {0};
	const char *root = getenv(variable);
	buf_printf(&path, "%s/%s", root ? root : instead, folder);
	struct dirent **entries = NULL;
	int n = scandir(buf_string(&path), &entries, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct buf name = {0}, bytes = {0};
		buf_printf(&name, "%s/%s", folder, entries[i]->d_name);
		if (*entries[i]->d_name != '.' &&
		    generate_from_file(variable, instead, buf_string(&name), SEED_SIZE, &bytes))
			add_seed(buf_string(&bytes), bytes.len);
		buf_done(&name);
		buf_done(&bytes);
		free(entries[i]);
	}
	free(entries);
	buf_done(&path);
	if (n <= 0)
		printf("# skip: there are no sets in %s/%s\n", root ? root : instead, folder);
}

// The end of the JSON object that begins at S.
static const char *object_end(const char *s, const char *end)
{
	bool is_text = false;
	int depth = 0;
	for (; s < end; s++) {
		if (is_text && *s == '\\')
			s++;
		else if (*s == '"')
			is_text = !is_text;
		else if (!is_text && (*s == '{' || *s == '}'))
			depth += *s == '{' ? 1 : -1;
		if (depth == 0)
			return s + 1;
	}
	return end;
}

// Pages of one to three items of the bundled set.
static void cut_bundled_set(void)
{
	const char *s = (const char *)builtin_set, *end = s + builtin_set_size;
	struct buf page = {0};
	size_t count = 0;
	s = strstr(s, "\"items\"");
	while (s && s < end && (s = memchr(s, '{', (size_t)(end - s)))) {
		const char *behind = object_end(s, end);
		buf_add_string(&page, count ? "," : "{\"type\":\"AnnotationPage\",\"items\":[");
		buf_add(&page, s, (size_t)(behind - s));
		if (++count > seed_count % 3) {
			buf_add_string(&page, "]}");
			add_seed(buf_string(&page), page.len);
			buf_clear(&page);
			count = 0;
		}
		s = behind;
	}
	buf_done(&page);
}

// What the hand-made mutations put in.
static const char *const words[] = {
	"null",
	"[]",
	"{}",
	"-1",
	"1e3",
	"1e999",
	"18446744073709551616",
	"\"\"",
	"\"\\u0000\"",
	"\"\\ud83c\"",
	"\"char=1,2\"",
	"\"u:a#char=3,\"",
	"\"Annotation\"",
	"\"AnnotationPage\"",
	"\"target\"",
	"\"items\"",
	"\"@graph\"",
	"\"selector\"",
	"\"refinedBy\"",
	"\"state\"",
	"\"body\"",
	"\"bodyValue\"",
	"\"purpose\"",
	"\"motivation\"",
	"\"replying\"",
	"\"describing\"",
	"\"identifying\"",
	"\"assessing\"",
	"\"first\"",
	"\"next\"",
	"\"id\"",
	"\"type\"",
	"\"Choice\"",
	"\"RangeSelector\"",
	"\"startSelector\"",
	"\"FragmentSelector\"",
	"\"TextPositionSelector\"",
	"\"urn:kantlijn:relation:supports\"",
	"\"oa:hasTarget\"",
	"\xEF\xBB\xBF",
	"\xFF",
	"\xED\xA0\x80",
	",",
	":",
	"}",
	"]",
};

// The piece of JSON that begins at AT: a text, a number or word, or one sign.
static size_t token_size(const char *s, size_t n, size_t at)
{
	size_t i = at + 1;
	if (s[at] == '"') {
		while (i < n && s[i] != '"')
			i += s[i] == '\\' ? 2 : 1;
		i = i < n ? i + 1 : n;
	} else {
		while (i < n && strchr("+-.0123456789aeflnrstuE", s[at]) &&
		       strchr("+-.0123456789aeflnrstuE", s[i]))
			i++;
	}
	return (i < n ? i : n) - at;
}

// A token somewhere in N bytes.
static size_t find_token(struct generate *g, const char *s, size_t n, size_t *size)
{
	size_t from = (size_t)generate_below(g, n), at = 0;
	*size = token_size(s, n, at);
	while (at + *size <= from) {
		at += *size;
		*size = token_size(s, n, at);
	}
	return at;
}

static void replace(struct buf *b, size_t at, size_t size, const char *s, size_t n)
{
	struct buf out = {0};
	buf_add(&out, b->data, at);
	buf_add(&out, s, n);
	buf_add(&out, b->data + at + size, b->len - at - size);
	buf_done(b);
	*b = out;
}

static void change_token(struct generate *g, struct buf *b, const struct buf *other)
{
	size_t size, n, at = find_token(g, b->data, b->len, &size);
	if (generate_below(g, 2)) {
		const char *word = words[generate_below(g, sizeof words / sizeof words[0])];
		replace(b, at, size, word, strlen(word));
	} else {
		size_t from = find_token(g, other->data, other->len, &n);
		replace(b, at, size, other->data + from, n);
	}
}

// Two tokens of one set change places; keys do so for keys often enough.
static void swap_tokens(struct generate *g, struct buf *b)
{
	size_t n, m, at = find_token(g, b->data, b->len, &n);
	size_t to = find_token(g, b->data, b->len, &m);
	if (at == to)
		return;
	if (at > to) {
		size_t t = at;
		at = to;
		to = t;
		t = n;
		n = m;
		m = t;
	}
	char *first = mem_copy(b->data + at, n), *second = mem_copy(b->data + to, m);
	replace(b, to, m, first, n);
	replace(b, at, n, second, m);
	free(first);
	free(second);
}

static void nest(struct generate *g, struct buf *b)
{
	static const char *const brackets[] = {
		"[", "{\"items\":[", "{\"refinedBy\":", "{\"first\":{\"next\":", "{\"target\":["};
	const char *open = brackets[generate_below(g, sizeof brackets / sizeof brackets[0])];
	size_t size, at = find_token(g, b->data, b->len, &size);
	struct buf out = {0};
	for (uint64_t i = generate_below(g, 90); i > 0; i--)
		buf_add_string(&out, open);
	replace(b, at, generate_below(g, 2) ? 0 : size, buf_string(&out), out.len);
	buf_done(&out);
}

// An object or list is repeated where it stands.
static void repeat(struct generate *g, struct buf *b)
{
	size_t from = (size_t)generate_below(g, b->len);
	const char *s = memchr(b->data + from, '{', b->len - from);
	if (!s)
		return;
	struct buf out = {0};
	size_t at = (size_t)(s - b->data);
	size_t n = (size_t)(object_end(s, b->data + b->len) - s);
	for (uint64_t i = generate_below(g, n < 2000 ? 8 : 2) + 1; i > 0; i--) {
		buf_add(&out, b->data + at, n);
		buf_add_char(&out, ',');
	}
	replace(b, at, 0, buf_string(&out), out.len);
	buf_done(&out);
}

static void change_bytes(struct generate *g, struct buf *b)
{
	for (uint64_t i = generate_below(g, 4) + 1; i > 0; i--)
		b->data[generate_below(g, b->len)] = (char)generate_below(g, 256);
}

static void splice(struct generate *g, struct buf *b, const struct buf *other)
{
	size_t at = (size_t)generate_below(g, b->len), from = (size_t)generate_below(g, other->len);
	size_t size = (size_t)generate_below(g, b->len - at), n = other->len - from;
	if (n > 4096)
		n = 4096;
	replace(b, at, size, other->data + from, (size_t)generate_below(g, n) + 1);
}

static void mutate(struct generate *g, struct buf *b)
{
	const struct buf *other = &seeds[generate_below(g, seed_count)];
	if (b->len == 0 || other->len == 0)
		return;
	switch (generate_below(g, 10)) {
	case 0:
		change_bytes(g, b);
		break;
	case 1:
		splice(g, b, other);
		break;
	case 2:
		b->len = (size_t)generate_below(g, b->len);
		break;
	case 3:
		nest(g, b);
		break;
	case 4:
		repeat(g, b);
		break;
	case 5:
	case 6:
		swap_tokens(g, b);
		break;
	default:
		change_token(g, b, other);
	}
}

// Sets by the grammar: every form that a target, a selector or a body may have, within each other.

static const char *const selectors[] = {
	"{\"type\":\"TextQuoteSelector\",\"exact\":\"a b\",\"prefix\":\"p\"}",
	"{\"type\":\"TextPositionSelector\",\"start\":3,\"end\":2e1}",
	"{\"type\":\"FragmentSelector\",\"value\":\"line=1,4;length=9\"}",
	"{\"type\":\"CssSelector\",\"value\":\"p\"}",
	"\"http://a.example/selector\"",
	"{\"type\":\"TextQuoteSelector\",\"exact\":\"c\",\"refinedBy\":%s}",
	"{\"type\":\"FragmentSelector\",\"value\":\"char=,9\",\"refinedBy\":%s}",
	"{\"type\":\"RangeSelector\",\"startSelector\":%s,\"endSelector\":%s}",
	"[%s,%s,%s]",
};

static const char *const bodies[] = {
	"\"u:b\"",
	"{\"type\":\"TextualBody\",\"value\":\"t\",\"language\":\"nl\"}",
	"{\"purpose\":\"urn:kantlijn:relation:supports\",\"source\":\"u:f\"}",
	"{\"purpose\":\"classifying\",\"source\":\"urn:kantlijn:kind:opinion\"}",
	("{\"purpose\":\"assessing\","
	 "\"source\":{\"schema:reviewRating\":{\"schema:ratingValue\":3}}}"),
	"{\"purpose\":\"identifying\",\"source\":\"u:t\"}",
	"{\"type\":\"Choice\",\"items\":[%s,%s]}",
	"[%s,%s,%s]",
};

static const char *const motivations[] = {"\"describing\"", "\"replying\"", "\"assessing\"",
					  "[\"oa:tagging\",\"classifying\"]", "7"};

// Writes one of FORMS, with others of them where it says %s.
static void add_choice(struct generate *g, struct buf *b, const char *const *forms, size_t count,
		       int depth)
{
	const char *s = forms[generate_below(g, depth > 0 ? count : count / 2)];
	for (const char *gap; (gap = strstr(s, "%s")); s = gap + 2) {
		buf_add(b, s, (size_t)(gap - s));
		add_choice(g, b, forms, count, depth - 1);
	}
	buf_add_string(b, s);
}

static void add_generated_target(struct generate *g, struct buf *b)
{
	static const char *const wholes[] = {
		"\"u:f\"", "\"u:0\"", "{\"id\":\"u:f\",\"type\":\"schema:Statement\"}",
		"{\"type\":\"Composite\",\"items\":[\"u:1\",\"u:d#char=1,2\"]}"};
	if (generate_below(g, 3) == 0) {
		buf_add_string(b, wholes[generate_below(g, 4)]);
		return;
	}
	bool is_state = generate_below(g, 4) == 0;
	buf_add_string(b, "{\"source\":\"u:d\",\"");
	buf_add_string(b,
		       is_state ? "state\":{\"type\":\"TimeState\",\"refinedBy\":" : "selector\":");
	add_choice(g, b, selectors, sizeof selectors / sizeof selectors[0], 4);
	buf_add_string(b, is_state ? "}}" : "}");
}

static void add_generated_seeds(struct generate *g)
{
	for (int i = 0; i < 60; i++) {
		struct buf b = {0};
		buf_add_string(&b, "{\"type\":\"AnnotationPage\",\"items\":[");
		size_t n = 1 + (size_t)generate_below(g, 5);
		for (size_t j = 0; j < n; j++) {
			buf_printf(&b,
				   "%s{\"id\":\"u:%zu\",\"type\":\"Annotation\",\"motivation\":",
				   j ? "," : "", j);
			buf_add_string(&b, motivations[generate_below(g, 5)]);
			buf_add_string(&b, ",\"body\":");
			add_choice(g, &b, bodies, sizeof bodies / sizeof bodies[0], 3);
			buf_add_string(&b, ",\"target\":[");
			add_generated_target(g, &b);
			buf_add_string(&b, ",");
			add_generated_target(g, &b);
			buf_add_string(&b, "]}");
		}
		buf_add_string(&b, "]}");
		add_seed(buf_string(&b), b.len);
		buf_done(&b);
	}
}

static bool stop_now_and_then(void *data)
{
	return generate_below(data, 3) == 0;
}

static void open_details(const struct web_annotation *w, const struct knowledge *k)
{
	struct err e = {0};
	for (size_t i = 0; i < k->annotation_count; i++) {
		const struct annotation *a = &k->annotations[i];
		struct claim_detail d;
		want(web_annotation_claim(w, a->item, &d, &e), "wanted the item again: %s", e.text);
		want_number("links", a->link_count, d.link_count);
		want(a->name && a->id, "wanted a name");
		claim_detail_done(&d);
	}
	for (size_t i = 0; i < k->fact_count; i++) {
		struct fact_detail d = {0};
		if (k->facts[i].item != INDEX_NONE)
			want(web_annotation_fact(w, k->facts[i].item, &d, &e), "%s", e.text);
		fact_detail_done(&d);
	}
}

static void open_places(const struct web_annotation *w)
{
	struct buf path = {0};
	for (uint32_t i = 0; i < web_annotation_item_count(w); i++) {
		want(web_annotation_path(w, i, &path) && web_annotation_line(w, i) > 0,
		     "wanted the place of item %u", (unsigned)i);
		buf_clear(&path);
	}
	struct stranger s;
	for (size_t i = 0; web_annotation_stranger(w, i, &s); i++)
		want(*s.path == '$' && *s.sentence && s.line > 0, "wanted a stranger told");
	json_free(web_annotation_shell_json(w, 0));
	buf_done(&path);
}

// Reads it from memory of just that size, which shows a sanitizer the first byte too many.
static bool read_set(struct generate *g, const struct buf *b)
{
	char *bytes = malloc(b->len ? b->len : 1);
	assert_non_null(bytes);
	if (b->len)
		memcpy(bytes, b->data, b->len);
	struct err e = {0};
	struct knowledge k;
	knowledge_init(&k);
	struct web_annotation *w = web_annotation_open_bytes("set", bytes, b->len, &e);
	enum step step = STEP_MORE;
	size_t steps = 0, most = 4 * b->len + 100;
	for (; step == STEP_MORE && steps <= most; steps++)
		step = web_annotation_read(w, &k, 0, (struct budget){stop_now_and_then, g}, &e);
	want(step != STEP_MORE, "wanted an end within %zu steps", most);
	want(step == STEP_DONE || (e.is_set && *e.text && web_annotation_fault(w)),
	     "wanted a sentence");
	want(k.annotation_count <= b->len && k.link_count <= 32 * b->len + 20000,
	     "%zu bytes became %zu annotations and %zu links", b->len, k.annotation_count,
	     k.link_count);
	knowledge_settle(&k);
	open_details(w, &k);
	open_places(w);
	web_annotation_close(w);
	knowledge_done(&k);
	free(bytes);
	return step == STEP_DONE;
}

static void spoiled_sets_do_no_harm(void **state)
{
	(void)state;
	struct generate g = {.seed = 20170223};
	size_t read = 0;
	for (size_t i = 0; i < SETS; i++) {
		struct buf b = {0};
		const struct buf *seed = &seeds[generate_below(&g, seed_count)];
		buf_add(&b, seed->data, seed->len);
		for (uint64_t n = generate_below(&g, 4) + 1; n > 0; n--)
			mutate(&g, &b);
		read += read_set(&g, &b);
		buf_done(&b);
	}
	// Mutations that only ever broke the brackets would try little.
	want(read > SETS / 10, "wanted many to be sets still, %zu of %d are", read, SETS);
}

static void sets_are_read_before_they_are_spoiled(void **state)
{
	(void)state;
	struct generate g = {.seed = 1};
	size_t read = 0;
	for (size_t i = 0; i < seed_count; i++)
		read += read_set(&g, &seeds[i]);
	want(read >= 100, "wanted 100 seeds that are sets, got %zu of %zu", read, seed_count);
}

static int gather_seeds(void **state)
{
	(void)state;
	const char *here = getenv("SRCDIR") ? getenv("SRCDIR") : ".";
	add_folder("SRCDIR", here, "tests/sets");
	add_folder("SRCDIR", here, "tests/fuzz/seeds/web_annotation");
	add_folder("KANTLIJN_SHARED", "../shared", "web-annotation-samples/w3c-correct");
	add_folder("KANTLIJN_SHARED", "../shared", "web-annotation-samples/w3c-incorrect");
	add_folder("KANTLIJN_SHARED", "../shared", "web-annotation-samples/hypothesis");
	add_folder("KANTLIJN_SHARED", "../shared", "web-annotation-samples/recogito");
	add_folder("KANTLIJN_SHARED", "../shared", "web-annotation-samples/schema-org");
	add_generated_seeds(&(struct generate){.seed = 5147});
	cut_bundled_set();
	return 0;
}

static int drop_seeds(void **state)
{
	(void)state;
	for (size_t i = 0; i < seed_count; i++)
		buf_done(&seeds[i]);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_are_read_before_they_are_spoiled),
		cmocka_unit_test(spoiled_sets_do_no_harm),
	};
	return cmocka_run_group_tests(tests, gather_seeds, drop_seeds);
}
