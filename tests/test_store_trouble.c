// SPDX-License-Identifier: ISC
// Stores of older and newer versions, of others, damaged, locked, read-only or nowhere, and full
// disks: each time there is a sentence or what was kept, and never a crash.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#include <sys/mount.h>
#endif

#include <cmocka.h>

#include "base/digest.h"
#include "store/schema.h"
#include "storing.h"
#include "want.h"

enum { NOBODY = 65534 };

// What went wrong in a child, which may not fail the test itself; empty when nothing did.
typedef void child_fn(const struct folder *f, struct buf *wrong);

// Runs FN in a process of its own, so that what it does to itself ends with it.  Fails the test
// with what went wrong.
static void in_a_child(const struct folder *f, child_fn *fn)
{
	int ends[2];
	want(pipe(ends) == 0, "wanted a pipe");
	pid_t child = fork();
	if (child == 0) {
		struct buf wrong = {0};
		fn(f, &wrong);
		ssize_t n = write(ends[1], buf_string(&wrong), wrong.len);
		_exit(n == (ssize_t)wrong.len ? 0 : 1);
	}
	close(ends[1]);
	char got[600] = "";
	size_t len = 0;
	ssize_t n;
	while (len < sizeof got - 1 && (n = read(ends[0], got + len, sizeof got - 1 - len)) > 0)
		len += (size_t)n;
	close(ends[0]);
	int status = -1;
	waitpid(child, &status, 0);
	want(len == 0, "%s", got);
	want_number("status", 0, status);
}

// --- Versions ---

// What filled a store of an older version, step by step of the schema.
static const char *const filled[SCHEMA_VERSION] = {
	("INSERT INTO document VALUES (1, 'a', '/x/a.txt', 1, 1700000000);"
	 "INSERT INTO version VALUES (1, 1, '1-aa', NULL, 1700000000);"
	 "INSERT INTO sketch VALUES (1, 1, x'00000000000000010000000000000002');"
	 "INSERT INTO note VALUES (1, 'n1', 1, 2, 1700000000, 1700000000, '{\"a\":1}');"
	 "INSERT INTO note VALUES (2, 'n2', 1, 3, 1700000000, 1700000000, NULL);"),
	("INSERT INTO kept VALUES (1, 'place', '12', 1700000000);"
	 "INSERT INTO kept VALUES (NULL, 'place', '99', 1700000000);"),
};

// Makes a store of VERSION in F.
static void make_version(const struct folder *f, int64_t version)
{
	struct database d;
	struct err e = {0};
	want(database_open(&d, f->path, &e), "wanted a database, got \"%s\"", e.text);
	int rc = database_begin(&d);
	for (int64_t v = 1; v <= version && rc == SQLITE_OK; v++) {
		rc = schema_migrate(&d, v - 1, v);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(d.db, filled[v - 1], NULL, NULL, NULL);
	}
	if (rc == SQLITE_OK)
		rc = database_commit(&d);
	want(rc == SQLITE_OK, "version %d: %s", (int)version, sqlite3_errmsg(d.db));
	database_close(&d);
}

static void a_store_of_every_version_opens_and_has_what_it_had(void **state)
{
	(void)state;
	for (int64_t version = 1; version <= SCHEMA_VERSION; version++) {
		struct folder f;
		want(folder_make(&f), "wanted a folder");
		make_version(&f, version);
		struct store *s = opened(&f);
		want_number("last", 3, want_notes(s, 1, 0, "n1={\"a\":1}@2 in 1\n"));
		want_notes(s, 0, 2, "n2=-@3 in 1\n");
		want_number("document", 1, store_find(s, "1-aa"));
		uint64_t hashes[] = {1, 2};
		struct sketch sketch = {hashes, 2};
		want_number("document", 1, store_find_alike(s, &sketch, NULL));
		struct buf got = {0};
		bool has_place = store_get(s, 1, "place", &got);
		want(has_place == (version >= 2), "version %d: place \"%s\"", (int)version,
		     buf_string(&got));
		buf_done(&got);
		struct store_text t = text_called("1-aa");
		want_number("revision", 4, written(s, &t, "n3", "x", 0));
		const char *const place[] = {"place", "13", NULL};
		struct err e = {0};
		want(store_put(s, &t, place, NOW, &e) == STORE_DONE, "\"%s\"", e.text);
		store_close(s);
		char *is_now = query(&f, "PRAGMA user_version; PRAGMA application_id;"
					 "PRAGMA journal_mode; PRAGMA integrity_check");
		want_string("is now", "2\n1264676468\nwal\nok\n", is_now);
		free(is_now);
		folder_remove(&f);
	}
}

// A step that was released must not change: these digests of what it makes were written down.
static void the_tables_of_each_version_are_what_they_have_always_been(void **state)
{
	(void)state;
	static const char *const wanted[SCHEMA_VERSION] = {
		"2e15cafb382dc04690269b6208faf2a6ccb19f0eb0a418fdfb9ad2e771daba9f",
		"4ef7148ec65a563c97338f495d8bafc500223fc331743602cddc3f3958c10019",
	};
	for (int64_t version = 1; version <= SCHEMA_VERSION; version++) {
		struct folder f;
		want(folder_make(&f), "wanted a folder");
		make_version(&f, version);
		char *sql = query(&f, "SELECT type || name || sql FROM sqlite_schema"
				      " WHERE sql IS NOT NULL ORDER BY name");
		struct digest *d = digest_new();
		char digest[DIGEST_TEXT];
		digest_add(d, (const uint8_t *)sql, strlen(sql));
		digest_text(d, digest);
		digest_free(d);
		want_string("tables", wanted[version - 1], digest);
		free(sql);
		folder_remove(&f);
	}
}

// Wants no store to open in F, a sentence with WORDS, and the file to stay as it is.
static void want_refused(const struct folder *f, const char *words)
{
	char *path = folder_file(f, "kantlijn.db");
	size_t before_n = 0, after_n = 0;
	unsigned char *before = folder_read(path, &before_n);
	struct err e = {0};
	struct store *s = store_open(f->path, &e);
	want(!s, "%s: wanted no store", words);
	want(strstr(e.text, words), "wanted a sentence with \"%s\", got \"%s\"", words, e.text);
	want(strstr(e.text, f->path), "wanted a sentence with the path, got \"%s\"", e.text);
	unsigned char *after = folder_read(path, &after_n);
	want(before_n == after_n && (!before || memcmp(before, after, before_n) == 0),
	     "%s: wanted the file untouched", words);
	free(before);
	free(after);
	free(path);
}

static void what_others_made_is_refused_and_not_touched(void **state)
{
	(void)state;
	static const struct {
		const char *sql, *words;
	} cases[] = {
		{"PRAGMA user_version=3", "newer"},
		{"PRAGMA user_version=2147483647", "newer"},
		{"PRAGMA user_version=-1", "damaged"},
		{"PRAGMA user_version=0", "damaged"},
		{"PRAGMA application_id=77", "another program"},
		{"PRAGMA application_id=0", "another program"},
		{"PRAGMA application_id=0; PRAGMA user_version=0", "another program"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct folder f;
		want(folder_make(&f), "wanted a folder");
		make_version(&f, SCHEMA_VERSION);
		free(query(&f, cases[i].sql));
		want_refused(&f, cases[i].words);
		folder_remove(&f);
	}
}

static void what_is_no_database_is_refused(void **state)
{
	struct folder *f = *state;
	char *path = folder_file(f, "kantlijn.db");
	static const char diary[] = "Dear diary, today nothing was kept that is a database at all.";
	folder_write(path, diary, sizeof diary);
	want_refused(f, "damaged");
	unlink(path);
	want(mkfifo(path, 0600) == 0, "wanted a FIFO");
	struct err e = {0};
	want(!store_open(f->path, &e), "wanted no store");
	want(strstr(e.text, "no file"), "got \"%s\"", e.text);
	unlink(path);
	want(mkdir(path, 0700) == 0, "wanted a folder");
	e = (struct err){0};
	want(!store_open(f->path, &e), "wanted no store");
	want(strstr(e.text, "no file"), "got \"%s\"", e.text);
	free(path);
}

static void where_no_folder_can_be_made_there_is_a_sentence(void **state)
{
	struct folder *f = *state;
	char *file = folder_file(f, "file");
	folder_write(file, "x", 1);
	for (int deep = 0; deep < 2; deep++) {
		char *path = folder_file(f, deep ? "file/a/b" : "file");
		struct err e = {0};
		want(!store_open(path, &e), "wanted no store in %s", path);
		want(strstr(e.text, path), "wanted a sentence with the path, got \"%s\"", e.text);
		want(strstr(e.text, strerror(ENOTDIR)), "got \"%s\"", e.text);
		free(path);
	}
	free(file);
}

static void a_newer_program_may_change_the_store_while_it_is_open(void **state)
{
	struct folder *f = *state;
	struct store *s = opened(f);
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	free(query(f, "PRAGMA user_version=3"));
	struct err e = {0};
	struct store_change c = {.id = "b", .json = "1"};
	want(store_write(s, &t, &c, 1, NOW, &e) == STORE_FAILED, "wanted it not to be written");
	want(strstr(e.text, "newer"), "got \"%s\"", e.text);
	want_notes(s, 0, 0, "a=1@1 in 1\n");
	store_close(s);
}

static void what_is_deleted_or_put_aside_is_not_written_to(void **state)
{
	struct folder *f = *state;
	struct store *s = opened(f);
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	char *path = folder_file(f, "kantlijn.db"), *aside = folder_file(f, "aside");
	want(rename(path, aside) == 0, "wanted it put aside");
	struct err e = {0};
	struct store_change c = {.id = "b", .json = "1"};
	want(store_write(s, &t, &c, 1, NOW, &e) == STORE_FAILED, "wanted it not to be written");
	want(strstr(e.text, "moved"), "got \"%s\"", e.text);
	want(rename(aside, path) == 0, "wanted it back");
	written(s, &t, "b", "1", 0);
	store_close(s);
	free(path);
	free(aside);
}

// --- Damage ---

static void ignore_note(void *data, const struct store_note *note)
{
	// Each byte is looked at, so that a sanitizer sees what is not there.
	*(size_t *)data += strlen(note->id) + (note->json ? strlen(note->json) : 0);
}

static void ignore_document(void *data, const struct store_document *d)
{
	*(size_t *)data += strlen(d->name) + strlen(d->fingerprint);
}

// Does all that can be done with the store in F, whatever is in it.  True when a sentence said that
// something is wrong.
static bool use(const struct folder *f)
{
	struct err e = {0};
	struct store *s = store_open(f->path, &e);
	if (!s) {
		want(e.is_set, "wanted a store or a sentence, got neither");
		return true;
	}
	uint64_t hashes[] = {1, 2, 3};
	struct sketch sketch = {hashes, 3};
	struct store_text t = {.fingerprint = "1-aa", .name = "a", .sketch = &sketch};
	size_t bytes = 0;
	int64_t last;
	bool is_wrong = false;
	struct buf value = {0};
	t.document = store_find(s, "1-aa");
	store_find_alike(s, &sketch, "/x/a.txt");
	is_wrong |= !store_read(s, 0, 0, ignore_note, &bytes, &last, &e);
	is_wrong |= !store_read(s, 1, 3, ignore_note, &bytes, &last, &e);
	is_wrong |= !store_documents(s, ignore_document, &bytes, &e);
	store_read_note(s, "n7", ignore_note, &bytes);
	store_get(s, 1, "place", &value);
	struct store_change c = {.id = "new", .json = "x"};
	is_wrong |= store_write(s, &t, &c, 1, NOW, &e) == STORE_FAILED;
	const char *const place[] = {"place", "13", NULL};
	is_wrong |= store_put(s, &t, place, NOW, &e) == STORE_FAILED;
	store_has_news(s);
	want(!is_wrong || e.is_set, "wanted a sentence for what went wrong");
	buf_done(&value);
	store_close(s);
	return is_wrong;
}

// Fills the store in F and returns the bytes of its file.
static unsigned char *full_store(const struct folder *f, size_t *n)
{
	struct store *s = opened(f);
	uint64_t hashes[] = {1, 2, 3, 4};
	struct sketch sketch = {hashes, 4};
	struct store_text t = text_called("1-aa");
	t.sketch = &sketch;
	for (int i = 0; i < 60; i++) {
		char id[16], json[900];
		snprintf(id, sizeof id, "n%d", i);
		snprintf(json, sizeof json, "{\"a\":\"%0*d\"}", i * 14 + 1, i);
		written(s, &t, id, json, 0);
	}
	const char *const place[] = {"place", "12", NULL};
	struct err e = {0};
	want(store_put(s, &t, place, NOW, &e) == STORE_DONE, "\"%s\"", e.text);
	store_close(s);
	char *path = folder_file(f, "kantlijn.db");
	unsigned char *bytes = folder_read(path, n);
	want(bytes, "wanted the file");
	free(path);
	return bytes;
}

// Puts a file of N bytes in the place of the store, with nothing beside it.
static void put_back(const struct folder *f, const void *bytes, size_t n)
{
	static const char *const beside[] = {"kantlijn.db-wal", "kantlijn.db-shm",
					     "kantlijn.db-journal"};
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		char *path = folder_file(f, beside[i]);
		unlink(path);
		free(path);
	}
	char *path = folder_file(f, "kantlijn.db");
	folder_write(path, bytes, n);
	free(path);
}

static void a_damaged_store_gives_sentences_and_never_a_crash(void **state)
{
	struct folder *f = *state;
	size_t n, noticed = 0, tried = 0;
	unsigned char *bytes = full_store(f, &n);
	uint64_t x = 1;
	for (size_t i = 0; i < 300; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		// Each byte of the header, the beginnings of pages, and anywhere.
		size_t page = (size_t)(x >> 33) % (n / 4096) * 4096;
		size_t at = i < 100 ? i : i < 220 ? page + (x >> 20) % 64 : (size_t)(x >> 24) % n;
		uint8_t flip = (uint8_t)(x >> 56) | 1;
		bytes[at] ^= flip;
		put_back(f, bytes, n);
		bytes[at] ^= flip;
		noticed += use(f);
		tried++;
	}
	print_message("# %zu of %zu flipped bytes were noticed\n", noticed, tried);
	want(noticed > 30, "wanted many of them noticed, got %zu", noticed);
	free(bytes);
}

static void whole_pages_of_rubbish_give_sentences(void **state)
{
	struct folder *f = *state;
	size_t n;
	unsigned char *bytes = full_store(f, &n), page[4096];
	uint64_t x = 7;
	for (size_t at = 0; at + sizeof page <= n; at += sizeof page) {
		memcpy(page, bytes + at, sizeof page);
		for (int kind = 0; kind < 3; kind++) {
			for (size_t i = 0; i < sizeof page; i++) {
				x = x * 6364136223846793005u + 1442695040888963407u;
				bytes[at + i] = kind == 0   ? 0
						: kind == 1 ? 0xFF
							    : (uint8_t)(x >> 56);
			}
			put_back(f, bytes, n);
			use(f);
		}
		memcpy(bytes + at, page, sizeof page);
	}
	free(bytes);
}

static void a_truncated_store_gives_sentences(void **state)
{
	struct folder *f = *state;
	size_t n;
	unsigned char *bytes = full_store(f, &n);
	for (size_t left = 1; left < n; left += left < 200 ? 33 : 1531) {
		put_back(f, bytes, left);
		// The rest of a page that is cut is taken for zeros.
		want(use(f) || left > n - 4096, "wanted a sentence of %zu bytes out of %zu", left,
		     n);
	}
	free(bytes);
}

static void what_a_killed_program_left_beside_the_store_is_recovered(void **state)
{
	struct folder *f = *state;
	struct store *s = opened(f);
	struct store_text t = text_called("1-aa");
	struct buf lines = {0};
	for (int i = 1; i <= 20; i++) {
		char id[16];
		snprintf(id, sizeof id, "n%d", i);
		written(s, &t, id, "x", 0);
		buf_printf(&lines, "%s=x@%d in 1\n", id, i);
	}
	// As it is while it is open, all of the notes are in the log.
	char *paths[] = {folder_file(f, "kantlijn.db"), folder_file(f, "kantlijn.db-wal")};
	size_t n[2];
	unsigned char *bytes[] = {folder_read(paths[0], &n[0]), folder_read(paths[1], &n[1])};
	want(bytes[0] && bytes[1] && n[1] > 20 * 4096, "wanted a log");
	store_close(s);
	put_back(f, bytes[0], n[0]);
	folder_write(paths[1], bytes[1], n[1]);
	s = opened(f);
	want_notes(s, 0, 0, buf_string(&lines));
	store_close(s);
	buf_done(&lines);
	// What is damaged in the log, or was not written to its end, is as if it had not been.
	uint64_t x = 3;
	for (int i = 0; i < 60; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		size_t at = i < 32 ? (size_t)i : (size_t)(x >> 24) % n[1];
		put_back(f, bytes[0], n[0]);
		bytes[1][at] ^= 0x55;
		folder_write(paths[1], bytes[1], i % 4 == 3 ? at : n[1]);
		bytes[1][at] ^= 0x55;
		use(f);
	}
	for (int i = 0; i < 2; i++) {
		free(paths[i]);
		free(bytes[i]);
	}
}

// --- Locks and rights ---

static void a_locked_store_is_read_and_not_written(void **state)
{
	struct folder *f = *state;
	struct store *s = opened(f);
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	char *path = folder_file(f, "kantlijn.db");
	sqlite3 *other;
	want(sqlite3_open(path, &other) == SQLITE_OK, "wanted another connection");
	want(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK,
	     "wanted a lock");
	struct err e = {0};
	struct store_change c = {.id = "b", .json = "1"};
	want(store_write(s, &t, &c, 1, NOW, &e) == STORE_FAILED, "wanted it not to be written");
	want(strstr(e.text, "locked"), "got \"%s\"", e.text);
	want_notes(s, 0, 0, "a=1@1 in 1\n");
	want(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "wanted it unlocked");
	want_number("revision", 2, written(s, &t, "b", "1", 0));
	store_close(s);
	// One that wants it for itself alone.
	want(sqlite3_exec(other,
			  "PRAGMA journal_mode=DELETE; PRAGMA locking_mode=EXCLUSIVE;"
			  "BEGIN EXCLUSIVE",
			  NULL, NULL, NULL) == SQLITE_OK,
	     "wanted a lock");
	e = (struct err){0};
	want(!store_open(f->path, &e), "wanted no store");
	want(strstr(e.text, "locked"), "got \"%s\"", e.text);
	sqlite3_close(other);
	s = opened(f);
	want_notes(s, 0, 0, "a=1@1 in 1\nb=1@2 in 1\n");
	written(s, &t, "c", "1", 0);
	store_close(s);
	char *mode = query(f, "PRAGMA journal_mode");
	want_string("journal", "wal\n", mode);
	free(mode);
	free(path);
}

// In a child: reads all there is, and must be refused with a sentence when it writes.
static void read_only(const struct folder *f, struct buf *wrong)
{
	if (geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY))) {
		buf_add_string(wrong, "cannot become somebody without rights");
		return;
	}
	struct err e = {0};
	struct buf got = {0};
	int64_t last = 0;
	struct store *s = store_open(f->path, &e);
	if (!s || !store_read(s, 0, 0, add_line, &got, &last, &e)) {
		buf_printf(wrong, "wanted it to be read, got \"%s\"", e.text);
		return;
	}
	if (strcmp(buf_string(&got), "a=1@1 in 1\n") != 0 || store_find(s, "1-aa") != 1)
		buf_printf(wrong, "got the notes \"%s\"", buf_string(&got));
	struct store_text t = text_called("1-aa");
	struct store_change c = {.id = "b", .json = "1"};
	if (store_write(s, &t, &c, 1, NOW, &e) != STORE_FAILED || !e.is_set)
		buf_add_string(wrong, "wanted a sentence that it may not be written");
	else if (!strstr(e.text, "may not be written"))
		buf_printf(wrong, "got the sentence \"%s\"", e.text);
	store_close(s);
}

// In a child: there must be a sentence.
static void no_reading(const struct folder *f, struct buf *wrong)
{
	if (geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY))) {
		buf_add_string(wrong, "cannot become somebody without rights");
		return;
	}
	struct err e = {0};
	if (store_open(f->path, &e) || !e.is_set)
		buf_add_string(wrong, "wanted a sentence");
	else if (!strstr(e.text, f->path))
		buf_printf(wrong, "got the sentence \"%s\"", e.text);
}

static void a_store_that_may_not_be_written_is_read(void **state)
{
	struct folder *f = *state;
	struct store *s = opened(f);
	struct store_text t = text_called("1-aa");
	written(s, &t, "a", "1", 0);
	store_close(s);
	char *path = folder_file(f, "kantlijn.db");
	if (geteuid() == 0)
		want(chown(f->path, NOBODY, NOBODY) == 0 && chown(path, NOBODY, NOBODY) == 0,
		     "wanted to give it away");
	// The folder and the file, the folder alone, and the file alone.
	static const mode_t rights[][2] = {{0500, 0400}, {0500, 0600}, {0700, 0400}};
	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
		want(chmod(path, rights[i][1]) == 0 && chmod(f->path, rights[i][0]) == 0,
		     "wanted other rights");
		in_a_child(f, read_only);
	}
	// Not to be read at all.
	want(chmod(path, 0) == 0, "wanted no rights");
	in_a_child(f, no_reading);
	want(chmod(f->path, 0) == 0, "wanted no rights");
	in_a_child(f, no_reading);
	chmod(f->path, 0700);
	chmod(path, 0600);
	// An older one cannot be brought up to date there.
	unlink(path);
	make_version(f, 1);
	if (geteuid() == 0)
		want(chown(path, NOBODY, NOBODY) == 0, "wanted to give it away");
	want(chmod(path, 0400) == 0 && chmod(f->path, 0500) == 0, "wanted other rights");
	in_a_child(f, no_reading);
	chmod(f->path, 0700);
	free(path);
}

// --- Full disks ---

// Writes notes until that fails, wants all that were acknowledged to be there, and returns how many
// there are; -1 when something is wrong.
static long fill(const struct folder *f, struct buf *wrong)
{
	struct err e = {0};
	struct store *s = store_open(f->path, &e);
	if (!s)
		return e.is_set ? 0 : -1;
	struct store_text t = text_called("1-aa");
	char json[1000];
	snprintf(json, sizeof json, "%0*d", (int)sizeof json - 1, 7);
	long count = 0;
	for (enum store_result result = STORE_DONE; count < 5000;) {
		char id[16];
		snprintf(id, sizeof id, "n%ld", count);
		struct store_change c = {.id = id, .json = json};
		result = store_write(s, &t, &c, 1, NOW, &e);
		if (result != STORE_DONE)
			break;
		count++;
	}
	struct buf got = {0};
	int64_t last = 0;
	if (count == 5000)
		buf_add_string(wrong, "wanted the disk to be full");
	else if (!e.is_set)
		buf_add_string(wrong, "wanted a sentence");
	else if (!store_read(s, 0, 0, add_line, &got, &last, &e) || last != count)
		buf_printf(wrong, "wanted %ld notes, got %ld: \"%s\"", count, (long)last, e.text);
	buf_done(&got);
	store_close(s);
	return count;
}

static long read_number(const struct folder *f, const char *sql)
{
	char *text = query(f, sql);
	char *end;
	long number = strtol(text, &end, 10);
	if (end == text)
		number = -1;
	free(text);
	return number;
}

static void fill_up_to_a_limit(const struct folder *f, struct buf *wrong)
{
	static const rlim_t limits[] = {0, 4096, 20000, 33000, 50000, 100000, 200000, 500001};
	signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < sizeof limits / sizeof *limits && wrong->len == 0; i++) {
		struct rlimit limit;
		getrlimit(RLIMIT_FSIZE, &limit);
		limit.rlim_cur = limits[i];
		setrlimit(RLIMIT_FSIZE, &limit);
		long count = fill(f, wrong);
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_FSIZE, &limit);
		if (wrong->len == 0 && count < 0)
			buf_printf(wrong, "limit %lu: no sentence", (unsigned long)limits[i]);
		// There is room again.
		struct err e = {0};
		struct store *s = wrong->len == 0 ? store_open(f->path, &e) : NULL;
		struct store_text t = text_called("1-aa");
		struct store_change c = {.id = "after", .json = "x"};
		if (!s || store_write(s, &t, &c, 1, NOW, &e) != STORE_DONE)
			buf_printf(wrong, "limit %lu: afterwards \"%s\"", (unsigned long)limits[i],
				   e.text);
		store_close(s);
		if (read_number(f, "SELECT count(*) FROM note") != count + 1)
			buf_printf(wrong, "limit %lu: lost notes", (unsigned long)limits[i]);
		char *check = query(f, "PRAGMA integrity_check");
		if (strcmp(check, "ok\n") != 0)
			buf_printf(wrong, "limit %lu: %s", (unsigned long)limits[i], check);
		free(check);
		put_back(f, "", 0);
	}
}

static void a_limit_on_the_size_of_files_loses_nothing(void **state)
{
	in_a_child(*state, fill_up_to_a_limit);
}

#ifdef __linux__
static void fill_a_disk(const struct folder *f, struct buf *wrong)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tmpfs", f->path, "tmpfs", 0, "size=600k")) {
		buf_add_string(wrong, "no mount");
		return;
	}
	long count = fill(f, wrong);
	if (wrong->len == 0 && count < 10)
		buf_printf(wrong, "wanted some notes before the disk was full, got %ld", count);
	if (wrong->len == 0 && read_number(f, "SELECT count(*) FROM note") != count)
		buf_add_string(wrong, "lost notes");
	char *check = query(f, "PRAGMA integrity_check");
	if (wrong->len == 0 && strcmp(check, "ok\n") != 0)
		buf_printf(wrong, "integrity: %s", check);
	free(check);
	// As a disk that may only be read.
	struct err e = {0};
	if (wrong->len == 0 && mount(NULL, f->path, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0) {
		struct store *s = store_open(f->path, &e);
		struct buf got = {0};
		int64_t last = 0;
		if (!s || !store_read(s, 0, 0, add_line, &got, &last, &e) || last != count)
			buf_printf(wrong, "read-only: wanted %ld notes, got %ld, \"%s\"", count,
				   (long)last, e.text);
		buf_done(&got);
		store_close(s);
	}
}

// Tells whether a file system may be mounted here.
static void try_to_mount(const struct folder *f, struct buf *wrong)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tmpfs", f->path, "tmpfs", 0, "size=600k"))
		_exit(77);
	(void)wrong;
}
#endif

static void a_full_disk_loses_nothing(void **state)
{
#ifdef __linux__
	pid_t child = fork();
	if (child == 0) {
		try_to_mount(*state, NULL);
		_exit(0);
	}
	int status = -1;
	waitpid(child, &status, 0);
	if (status == 0) {
		in_a_child(*state, fill_a_disk);
		return;
	}
#endif
	(void)state;
	print_message("# skipped: no file system may be mounted here\n");
	skip();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, storing_begin, storing_finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_store_of_every_version_opens_and_has_what_it_had),
		TEST(the_tables_of_each_version_are_what_they_have_always_been),
		TEST(what_others_made_is_refused_and_not_touched),
		TEST(what_is_no_database_is_refused),
		TEST(where_no_folder_can_be_made_there_is_a_sentence),
		TEST(a_newer_program_may_change_the_store_while_it_is_open),
		TEST(what_is_deleted_or_put_aside_is_not_written_to),
		TEST(a_damaged_store_gives_sentences_and_never_a_crash),
		TEST(whole_pages_of_rubbish_give_sentences),
		TEST(a_truncated_store_gives_sentences),
		TEST(what_a_killed_program_left_beside_the_store_is_recovered),
		TEST(a_locked_store_is_read_and_not_written),
		TEST(a_store_that_may_not_be_written_is_read),
		TEST(a_limit_on_the_size_of_files_loses_nothing),
		TEST(a_full_disk_loses_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
