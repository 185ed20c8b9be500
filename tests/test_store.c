// SPDX-License-Identifier: ISC
// Notes come back as they were kept, in their order, with their revisions; texts are known again
// by what they contain.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/string.h"
#include "storing.h"
#include "want.h"

static void notes_come_back_in_the_order_in_which_they_were_made(void **state)
{
	struct store *s = opened(*state);
	want_number("last of none", 0, want_notes(s, 0, 0, ""));
	struct store_text a = text_called("1-aa"), b = text_called("1-bb");
	written(s, &a, "urn:z", "one", 0);
	written(s, &b, "urn:b", "two \xC3\xA9\n", 0);
	written(s, &a, "urn:a", "three", 0);
	written(s, &a, "urn:z", "ONE", 1);
	want_number("document", 1, a.document);
	want_number("document", 2, b.document);
	for (int again = 0; again < 2; again++) {
		want_number("last", 4,
			    want_notes(s, 1, 0, "urn:z=ONE@4 in 1\nurn:a=three@3 in 1\n"));
		want_notes(s, 2, 0, "urn:b=two \xC3\xA9\n@2 in 2\n");
		want_notes(s, 0, 0,
			   "urn:z=ONE@4 in 1\nurn:b=two \xC3\xA9\n@2 in 2\nurn:a=three@3 in 1\n");
		want_notes(s, 3, 0, "");
		store_close(s);
		s = opened(*state);
	}
	store_close(s);
}

static void later_changes_come_by_revision_with_what_was_deleted(void **state)
{
	struct store *s = opened(*state);
	struct store_text t = text_called("1-aa"), other = text_called("1-bb");
	int64_t a = written(s, &t, "a", "1", 0);
	int64_t b = written(s, &t, "b", "1", 0);
	written(s, &other, "c", "1", 0);
	int64_t last = want_notes(s, 0, 0, "a=1@1 in 1\nb=1@2 in 1\nc=1@3 in 2\n");
	want_notes(s, 0, last, "");
	written(s, &t, "b", NULL, b);
	written(s, &t, "d", "1", 0);
	written(s, &t, "a", "2", a);
	want_number("last", 6, want_notes(s, 1, last, "b=-@4 in 1\nd=1@5 in 1\na=2@6 in 1\n"));
	want_number("last", 6, want_notes(s, 2, last, ""));
	want_notes(s, 0, 5, "a=2@6 in 1\n");
	want_notes(s, 0, 0, "a=2@6 in 1\nc=1@3 in 2\nd=1@5 in 1\n");
	struct buf got = {0};
	want(store_read_note(s, "a", add_line, &got), "wanted the note a");
	want(!store_read_note(s, "b", add_line, &got), "wanted no note b, which is deleted");
	want(!store_read_note(s, "x", add_line, &got), "wanted no note x");
	want_string("note", "a=2@6 in 1\n", buf_string(&got));
	buf_done(&got);
	store_close(s);
}

static void a_deleted_note_can_be_made_again_where_it_was(void **state)
{
	struct store *s = opened(*state);
	struct store_text t = text_called("1-aa"), other = text_called("1-bb");
	written(s, &t, "a", "1", 0);
	written(s, &t, "b", "1", 0);
	int64_t gone = written(s, &t, "a", NULL, 1);
	written(s, &t, "a", "again", gone);
	want_notes(s, 1, 0, "a=again@4 in 1\nb=1@2 in 1\n");
	written(s, &t, "a", NULL, 4);
	written(s, &other, "a", "elsewhere", 0);
	want_notes(s, 0, 0, "a=elsewhere@6 in 2\nb=1@2 in 1\n");
	store_close(s);
}

static void all_changes_are_made_or_none(void **state)
{
	struct store *s = opened(*state);
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	written(s, &t, "b", "1", 0);
	struct err e = {0};
	struct store_change changes[] = {
		{.id = "a", .json = "2", .was = 1},
		{.id = "c", .json = "1"},
		{.id = "b", .json = NULL, .was = 2},
	};
	want(store_write(s, &t, changes, 3, NOW, &e) == STORE_DONE, "\"%s\"", e.text);
	want_number("revision", 3, changes[0].revision);
	want_number("revision", 5, changes[2].revision);
	want_notes(s, 0, 0, "a=2@3 in 1\nc=1@4 in 1\n");

	static const struct store_change against[] = {
		{.id = "a", .json = "x", .was = 1},  // changed since
		{.id = "a", .json = "x", .was = 0},  // there
		{.id = "a", .json = NULL, .was = 1}, // changed since
		{.id = "b", .json = "x", .was = 2},  // deleted since
		{.id = "y", .json = "x", .was = 7},  // never there
	};
	for (size_t i = 0; i < sizeof against / sizeof *against; i++) {
		struct store_change both[] = {{.id = "d", .json = "x"}, against[i]};
		e = (struct err){0};
		want(store_write(s, &t, both, 2, NOW, &e) == STORE_CONFLICT,
		     "change %zu: wanted a conflict", i);
		want(e.is_set, "change %zu: wanted a sentence", i);
		want_notes(s, 0, 0, "a=2@3 in 1\nc=1@4 in 1\n");
	}
	// What was never there needs no deleting.
	written(s, &t, "y", NULL, 0);
	want_number("last", 5, want_notes(s, 0, 4, "b=-@5 in 1\n"));
	store_close(s);
}

static void a_text_is_known_by_what_it_contains(void **state)
{
	struct store *s = opened(*state);
	want_number("of an empty store", 0, store_find(s, "1-aa"));
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	want_number("document", 1, store_find(s, "1-aa"));
	want_number("document", 0, store_find(s, "1-bb"));
	// Edited while it is open: both are it.
	t.fingerprint = "2-bb";
	written(s, &t, "b", "1", 0);
	want_number("document", 1, t.document);
	want_number("document", 1, store_find(s, "1-aa"));
	want_number("document", 1, store_find(s, "2-bb"));
	// Who did not look before writing is told which document it was.
	struct store_text again = text_called("1-aa");
	written(s, &again, "c", "1", 0);
	want_number("document", 1, again.document);
	// A store that was made anew does not know a document of the old one.
	struct store_text lost = {.document = 77, .fingerprint = "3-cc", .name = "c"};
	written(s, &lost, "d", "1", 0);
	want_number("document", 2, lost.document);
	store_close(s);
}

static struct sketch sketch_of(const void *bytes, size_t n)
{
	struct source *source = source_open_bytes(bytes, n, "text");
	struct sketching *x = sketching_new(source);
	while (sketching_step(x, (struct budget){0}) == STEP_MORE)
		;
	struct sketch out;
	sketching_take(x, &out);
	sketching_free(x);
	source_close(source);
	return out;
}

// Makes the store know words FROM to TO under PATH, and returns which document that is.
static int64_t know_words(struct store *s, size_t from, size_t to, const char *path)
{
	struct buf words = {0};
	for (size_t i = from; i < to; i++)
		buf_printf(&words, "%zu ", i * 7919);
	struct sketch sketch = sketch_of(words.data, words.len);
	char fingerprint[32];
	snprintf(fingerprint, sizeof fingerprint, "%zu-%zu", from, to);
	struct store_text t = {
		.fingerprint = fingerprint, .name = "words", .path = path, .sketch = &sketch};
	written(s, &t, "none", NULL, 0);
	sketch_done(&sketch);
	buf_done(&words);
	return t.document;
}

static int64_t find_words(struct store *s, size_t from, size_t to, const char *path)
{
	struct buf words = {0};
	for (size_t i = from; i < to; i++)
		buf_printf(&words, "%zu ", i * 7919);
	struct sketch sketch = sketch_of(words.data, words.len);
	int64_t document = store_find_alike(s, &sketch, path);
	sketch_done(&sketch);
	buf_done(&words);
	return document;
}

static void an_edited_text_is_known_and_sooner_where_it_was(void **state)
{
	struct store *s = opened(*state);
	want_number("of an empty store", 0, find_words(s, 0, 1000, "/a"));
	int64_t a = know_words(s, 0, 1000, "/a"), b = know_words(s, 5000, 6000, NULL);
	want_number("the same elsewhere", a, find_words(s, 0, 1000, "/x"));
	want_number("the same from a pipe", b, find_words(s, 5000, 6000, NULL));
	want_number("a third of it is new", a, find_words(s, 150, 1150, "/x"));
	want_number("a third is of both, elsewhere", 0, find_words(s, 500, 1500, "/x"));
	want_number("a third is of both, in its place", a, find_words(s, 500, 1500, "/a"));
	want_number("all is new", 0, find_words(s, 2000, 3000, "/a"));
	want_number("a twentieth is of both", 0, find_words(s, 900, 1900, "/a"));
	want_number("grown by as much", a, find_words(s, 0, 1900, "/x"));
	want_number("grown fifteenfold, elsewhere", 0, find_words(s, 0, 15000, "/x"));
	want_number("grown fifteenfold", a, find_words(s, 0, 15000, "/a"));
	want_number("cut to a tenth, in its place", a, find_words(s, 300, 400, "/a"));
	// Where it was counts for less than what it says.
	int64_t c = know_words(s, 10000, 11000, "/c");
	want_number("moved over another", a, find_words(s, 50, 1050, "/c"));
	want_number("another", c, find_words(s, 10000, 11100, "/a"));
	struct sketch none = {0};
	want_number("of no words", 0, store_find_alike(s, &none, "/a"));
	store_close(s);
}

static void what_a_text_was_long_ago_is_known_by_its_fingerprint_alone(void **state)
{
	struct store *s = opened(*state);
	struct store_text t = text_called("0");
	for (size_t version = 0; version < 12; version++) {
		uint64_t hash = version + 1;
		struct sketch sketch = {&hash, 1};
		char fingerprint[16];
		snprintf(fingerprint, sizeof fingerprint, "%zu", version);
		t.fingerprint = fingerprint;
		t.sketch = &sketch;
		written(s, &t, "none", NULL, 0);
	}
	for (size_t version = 0; version < 12; version++) {
		uint64_t hash = version + 1;
		struct sketch sketch = {&hash, 1};
		char fingerprint[16];
		snprintf(fingerprint, sizeof fingerprint, "%zu", version);
		want_number(fingerprint, 1, store_find(s, fingerprint));
		want_number(fingerprint, version >= 4, store_find_alike(s, &sketch, NULL));
	}
	store_close(s);
}

// What a file of $KANTLIJN_SHARED or of the project has, or NULL.
static unsigned char *text_of(const char *folder, const char *name, size_t *n)
{
	char path[600];
	snprintf(path, sizeof path, "%s/%s", folder ? folder : ".", name);
	return folder_read(path, n);
}

static void two_editions_of_a_book_are_one_document_and_other_texts_are_not(void **state)
{
	const char *shared = getenv("KANTLIJN_SHARED");
	size_t n[3];
	unsigned char *texts[] = {text_of(shared, "anchoring/holmes-2018.txt", &n[0]),
				  text_of(shared, "anchoring/holmes-2026.txt", &n[1]),
				  text_of(getenv("SRCDIR"), "assets/hanoi.txt", &n[2])};
	if (!texts[0] || !texts[1] || !texts[2]) {
		for (int i = 0; i < 3; i++)
			free(texts[i]);
		print_message("# skipped: the two editions of a book are not here\n");
		skip();
	}
	struct store *s = opened(*state);
	struct sketch sketches[3];
	for (int i = 0; i < 3; i++)
		sketches[i] = sketch_of(texts[i], n[i]);
	struct store_text old = {
		.fingerprint = "1-aa", .name = "old", .path = "/old", .sketch = &sketches[0]};
	written(s, &old, "none", NULL, 0);
	want_number("the other edition", 1, store_find_alike(s, &sketches[1], "/new"));
	want_number("the editorial in its place", 0, store_find_alike(s, &sketches[2], "/old"));
	struct sketch half = sketch_of(texts[0] + n[0] / 2, n[0] / 2);
	want_number("half of it in its place", 1, store_find_alike(s, &half, "/old"));
	sketch_done(&half);
	// Two stories of one book are two texts.
	struct sketch story = sketch_of(texts[0] + n[0] / 4, 40000);
	struct store_text one = {
		.fingerprint = "2-bb", .name = "story", .path = "/story", .sketch = &story};
	want_number("a story elsewhere", 0, store_find_alike(s, &story, "/story"));
	written(s, &one, "none", NULL, 0);
	struct sketch next = sketch_of(texts[0] + n[0] / 2, 40000);
	want_number("another story in its place", 0, store_find_alike(s, &next, "/story"));
	sketch_done(&story);
	sketch_done(&next);
	for (int i = 0; i < 3; i++) {
		sketch_done(&sketches[i]);
		free(texts[i]);
	}
	store_close(s);
}

static void add_document(void *data, const struct store_document *d)
{
	buf_printf(data, "%lld %s %s %s %s %zu\n", (long long)d->document, d->name,
		   d->path ? d->path : "-", d->fingerprint, d->sha256 ? d->sha256 : "-", d->notes);
}

static void documents_are_told_as_they_were_last_seen(void **state)
{
	struct store *s = opened(*state);
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	written(s, &t, "b", "1", 0);
	written(s, &t, "b", NULL, 2);
	t.fingerprint = "2-bb";
	t.path = "/y/b.txt";
	t.name = "b.txt";
	t.sha256 = "bbbb";
	written(s, &t, "c", "1", 0);
	t.path = NULL;
	written(s, &t, "d", "1", 0);
	struct store_text piped = {.fingerprint = "0-00", .name = "standard input"};
	written(s, &piped, "x", NULL, 0);
	struct buf got = {0};
	struct err e = {0};
	want(store_documents(s, add_document, &got, &e), "wanted documents, got \"%s\"", e.text);
	want_string("documents", "1 b.txt /y/b.txt 2-bb bbbb 3\n2 standard input - 0-00 - 0\n",
		    buf_string(&got));
	// Back to the first version.
	struct store_text back = {.fingerprint = "1-aa", .name = "a", .sha256 = "aaaa"};
	written(s, &back, "x", NULL, 0);
	buf_clear(&got);
	want(store_documents(s, add_document, &got, &e), "wanted documents, got \"%s\"", e.text);
	want_string("documents", "1 a /y/b.txt 1-aa aaaa 3\n2 standard input - 0-00 - 0\n",
		    buf_string(&got));
	buf_done(&got);
	store_close(s);
}

static void want_kept(struct store *s, int64_t document, const char *name, const char *wanted)
{
	struct buf got = {0};
	bool is_there = store_get(s, document, name, &got);
	want(is_there == (wanted != NULL), "%s of %lld: wanted %s, got %s", name,
	     (long long)document, wanted ? wanted : "nothing", buf_string(&got));
	if (wanted)
		want_string(name, wanted, buf_string(&got));
	buf_done(&got);
}

static void small_things_are_kept_by_name(void **state)
{
	struct store *s = opened(*state);
	struct err e = {0};
	struct store_text t = text_called("1-aa");
	const char *const some[] = {"place", "12", "draft", "", NULL};
	want(store_put(s, &t, some, NOW, &e) == STORE_DONE, "\"%s\"", e.text);
	const char *const of_all[] = {"place", "99", "queries", "a\nb", NULL};
	want(store_put(s, NULL, of_all, NOW, &e) == STORE_DONE, "\"%s\"", e.text);
	want_number("document", 1, store_find(s, "1-aa"));
	for (int again = 0; again < 2; again++) {
		want_kept(s, t.document, "place", "12");
		want_kept(s, t.document, "draft", "");
		want_kept(s, t.document, "queries", NULL);
		want_kept(s, 0, "place", "99");
		want_kept(s, 0, "queries", "a\nb");
		want_kept(s, 2, "place", NULL);
		store_close(s);
		s = opened(*state);
	}
	const char *const later[] = {"place", "13", "draft", NULL, NULL};
	want(store_put(s, &t, later, NOW, &e) == STORE_DONE, "\"%s\"", e.text);
	want_kept(s, t.document, "place", "13");
	want_kept(s, t.document, "draft", NULL);
	want_kept(s, 0, "place", "99");
	const char *const forget[] = {"place", NULL, "never", NULL, NULL};
	want(store_put(s, NULL, forget, NOW, &e) == STORE_DONE, "\"%s\"", e.text);
	want_kept(s, 0, "place", NULL);
	want_kept(s, t.document, "place", "13");
	store_close(s);
}

static void another_connection_is_woken_and_told(void **state)
{
	struct store *a = opened(*state), *b = opened(*state);
	want(!store_has_news(b), "wanted no news yet");
	struct pollfd p = {.fd = store_descriptor(b), .events = POLLIN};
	if (p.fd < 0)
		skip();
	want_number("readable", 0, poll(&p, 1, 0));
	struct store_text t = text_called("1-aa");
	int64_t last = 0;
	for (int i = 1; i <= 50; i++) {
		char id[16], line[64];
		snprintf(id, sizeof id, "n%d", i);
		snprintf(line, sizeof line, "n%d=x@%d in 1\n", i, i);
		written(a, &t, id, "x", 0);
		want(folder_await(store_descriptor(b)), "note %d: wanted to be woken", i);
		want(store_has_news(b), "note %d: wanted news", i);
		want(!store_has_news(b), "note %d: wanted no more news", i);
		if (i > 1)
			last = want_notes(b, 0, last, line);
		else
			last = want_notes(b, 0, 0, line);
		want(!store_has_news(a), "note %d: own changes are no news", i);
	}
	struct store_text same = text_called("1-aa");
	written(b, &same, "m", "x", 0);
	want(folder_await(store_descriptor(a)), "wanted to be woken");
	want(store_has_news(a), "wanted news");
	store_close(a);
	store_close(b);
}

struct nested {
	struct store *s;
	struct buf got;
};

static void ask_again(void *data, const struct store_note *note)
{
	struct nested *n = data;
	struct err e = {0};
	int64_t last;
	buf_printf(&n->got, "%s:\n", note->id);
	want(store_read(n->s, 0, 0, add_line, &n->got, &last, &e), "\"%s\"", e.text);
}

static void who_is_told_of_notes_may_ask_for_others(void **state)
{
	struct nested n = {.s = opened(*state)};
	struct store_text t = text_called("1-aa");
	written(n.s, &t, "a", "1", 0);
	written(n.s, &t, "b", "1", 0);
	int64_t last;
	struct err e = {0};
	want(store_read(n.s, 0, 0, ask_again, &n, &last, &e), "\"%s\"", e.text);
	want_string("notes", "a:\na=1@1 in 1\nb=1@2 in 1\nb:\na=1@1 in 1\nb=1@2 in 1\n",
		    buf_string(&n.got));
	buf_done(&n.got);
	store_close(n.s);
}

static void the_folder_and_the_file_are_made_for_their_owner_alone(void **state)
{
	struct folder *f = *state;
	char *deep = folder_file(f, "a/b c/kant%20?#lijn");
	struct err e = {0};
	struct store *s = store_open(deep, &e);
	want(s, "wanted a store, got \"%s\"", e.text);
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	struct stat st;
	static const char *const names[] = {"a", "a/b c", "a/b c/kant%20?#lijn",
					    "a/b c/kant%20?#lijn/kantlijn.db",
					    "a/b c/kant%20?#lijn/kantlijn.db-wal"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *path = folder_file(f, names[i]);
		want(stat(path, &st) == 0, "wanted %s", path);
		want_number(names[i], i < 3 ? 0700 : 0600, st.st_mode & 0777);
		free(path);
	}
	store_close(s);
	free(deep);
}

static void the_store_belongs_in_the_folder_for_data(void **state)
{
	(void)state;
	static const struct {
		const char *data, *home, *folder; // NULL: not set; no folder
	} cases[] = {
		{"/data", "/home/x", "/data/kantlijn"},
		{"data", "/home/x", "/home/x/.local/share/kantlijn"},
		{"", "/home/x", "/home/x/.local/share/kantlijn"},
		{NULL, "/home/x", "/home/x/.local/share/kantlijn"},
		{"/data", NULL, "/data/kantlijn"},
		{NULL, NULL, NULL},
		{"data", "", NULL},
	};
	char *home = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsetenv("XDG_DATA_HOME");
		unsetenv("HOME");
		if (cases[i].data)
			setenv("XDG_DATA_HOME", cases[i].data, 1);
		if (cases[i].home)
			setenv("HOME", cases[i].home, 1);
		struct buf got = {0};
		struct err e = {0};
		bool has_folder = store_folder(&got, &e);
		want(has_folder == (cases[i].folder != NULL), "case %zu: got %d", i, has_folder);
		want(has_folder != e.is_set, "case %zu: wanted a folder or a sentence", i);
		want_string("folder", cases[i].folder ? cases[i].folder : "", buf_string(&got));
		buf_done(&got);
	}
	unsetenv("XDG_DATA_HOME");
	if (home)
		setenv("HOME", home, 1);
	free(home);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, storing_begin, storing_finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(notes_come_back_in_the_order_in_which_they_were_made),
		TEST(later_changes_come_by_revision_with_what_was_deleted),
		TEST(a_deleted_note_can_be_made_again_where_it_was),
		TEST(all_changes_are_made_or_none),
		TEST(a_text_is_known_by_what_it_contains),
		TEST(an_edited_text_is_known_and_sooner_where_it_was),
		TEST(what_a_text_was_long_ago_is_known_by_its_fingerprint_alone),
		TEST(two_editions_of_a_book_are_one_document_and_other_texts_are_not),
		TEST(documents_are_told_as_they_were_last_seen),
		TEST(small_things_are_kept_by_name),
		TEST(another_connection_is_woken_and_told),
		TEST(who_is_told_of_notes_may_ask_for_others),
		TEST(the_folder_and_the_file_are_made_for_their_owner_alone),
		TEST(the_store_belongs_in_the_folder_for_data),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
