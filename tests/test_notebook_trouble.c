// SPDX-License-Identifier: ISC
// Stores that cannot be written, or read, or trusted: reading goes on, the person is told once, and
// notes stay until they can be kept.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <dirent.h>
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

#include <cmocka.h>

#include "base/memory.h"
#include "drive.h"
#include "noting.h"
#include "output/export_jsonld.h"
#include "output/export_notes.h"
#include "want.h"

enum { PARAGRAPHS = 20, NOBODY = 65534 };

static char *make_text(const struct noting *w)
{
	struct buf text = {0};
	noting_make_text(1000, PARAGRAPHS, &text);
	char *path = noting_write(w, "a.txt", &text);
	buf_done(&text);
	return path;
}

// Fails unless exactly one thing was told, and that is a sentence with WORDS in it.
static void want_one_notice(const struct session *s, const char *words)
{
	const char *told = buf_string(&s->notices), *end = strchr(told, '\n');
	want(end && end[1] == '\0' && strstr(told, words),
	     "wanted one notice with \"%s\", got \"%s\"", words, told);
}

static void want_readable(const struct session *s)
{
	size_t n;
	const uint8_t *text = source_bytes(s->document.source, document_begin(&s->document), &n);
	want(n > 1000 && memcmp(text, "The bridge", 10) != 0, "wanted the text");
	want(noting_find(s, "in year 1010").begin != POS_NONE, "wanted the text");
}

static void want_kept(const struct noting *w, const char *text)
{
	char *store = noting_in_store(w);
	want(strstr(store, text), "wanted \"%s\" in the store, got\n%.2000s", text, store);
	free(store);
}

static void want_not_kept(const struct noting *w, const char *text)
{
	char *store = noting_in_store(w);
	want(!strstr(store, text), "wanted no \"%s\" in the store", text);
	free(store);
}

// --- Stores that others hold ---

static sqlite3 *lock(const struct noting *w, const char *sql)
{
	char *path = folder_file(&w->store, "kantlijn.db");
	sqlite3 *db = NULL;
	want(sqlite3_open(path, &db) == SQLITE_OK, "wanted the store to open");
	want(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql,
	     sqlite3_errmsg(db));
	free(path);
	return db;
}

static void notes_made_while_the_store_is_locked_are_kept_when_it_is_free(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w);
	struct session s;
	struct err e = {0};
	noting_open(w, path, NULL, &s);
	free(noting_comment(&s, "The bridge", "before", NOTEBOOK_DONE));
	sqlite3 *other = lock(w, "BEGIN EXCLUSIVE");
	char *id = noting_comment(&s, "An old map", "meanwhile", NOTEBOOK_UNSAVED);
	want(noting_edit(&s, id, "edited meanwhile", &e) == NOTEBOOK_UNSAVED, "wanted it unsaved");
	want(e.is_set, "wanted a sentence");
	want_number("unsaved", 1, notebook_unsaved_count(s.notes));
	want(strstr(notebook_json(s.notes, id), "edited meanwhile"), "wanted it in memory");
	want_string("words", "An old map", noting_words_of(&s, id));
	sqlite3_close(other);
	want_not_kept(w, "meanwhile");
	free(noting_comment(&s, "The tide", "the next change", NOTEBOOK_DONE));
	want_number("unsaved", 0, notebook_unsaved_count(s.notes));
	want_kept(w, "edited meanwhile");
	want_kept(w, "the next change");
	// What waits is kept at the end, too: a deletion and a new note.
	other = lock(w, "BEGIN EXCLUSIVE");
	want(noting_change(&s, id, NULL, &e) == NOTEBOOK_UNSAVED, "wanted it unsaved");
	free(noting_comment(&s, "The keeper", "at last", NOTEBOOK_UNSAVED));
	want_number("unsaved", 2, notebook_unsaved_count(s.notes));
	sqlite3_close(other);
	session_close(&s);
	want_kept(w, "at last");
	want_not_kept(w, "edited meanwhile");
	free(id);
	free(path);
}

// What waits is undone as anything else.
static void what_is_not_kept_can_be_undone_and_leaves_nothing(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w);
	struct session s;
	struct err e = {0};
	const char *what, *id;
	noting_open(w, path, NULL, &s);
	char *kept = noting_comment(&s, "The bridge", "before", NOTEBOOK_DONE);
	sqlite3 *other = lock(w, "BEGIN EXCLUSIVE");
	want(noting_edit(&s, kept, "edited", &e) == NOTEBOOK_UNSAVED, "wanted it unsaved");
	want(notebook_undo(s.notes, NOW, &what, &id, &e) == NOTEBOOK_UNSAVED, "\"%s\"", e.text);
	sqlite3_close(other);
	want(strstr(notebook_json(s.notes, kept), "before"), "wanted the text before");
	session_close(&s);
	want_kept(w, "before");
	want_not_kept(w, "edited");
	noting_open(w, path, NULL, &s);
	want_number("notes", 1, notebook_count(s.notes));
	session_close(&s);
	free(kept);
	free(path);
}

static void a_store_that_another_program_keeps_to_itself_leaves_the_text_to_read(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w);
	struct session s;
	noting_open(w, path, NULL, &s);
	free(noting_comment(&s, "The bridge", "before", NOTEBOOK_DONE));
	session_close(&s);
	sqlite3 *other = lock(w, "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;"
				 "UPDATE document SET name='x'");
	noting_open(w, path, NULL, &s);
	want_readable(&s);
	want_one_notice(&s, "locked");
	char *id = noting_comment(&s, "An old map", "not kept", NOTEBOOK_UNSAVED);
	want_number("unsaved", 1, notebook_unsaved_count(s.notes));
	want_string("words", "An old map", noting_words_of(&s, id));
	free(id);
	session_close(&s);
	sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(other);
	noting_open(w, path, NULL, &s);
	want_number("notes", 1, notebook_count(s.notes));
	session_close(&s);
	free(path);
}

// --- No room, no permission ---

static void limit_files(rlim_t size)
{
	struct rlimit limit;
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
	want(setrlimit(RLIMIT_FSIZE, &limit) == 0, "wanted a limit on the size of files");
}

static void notes_that_find_no_room_are_kept_when_there_is_room_again(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w);
	struct session s;
	struct err e = {0};
	signal(SIGXFSZ, SIG_IGN);
	noting_open(w, path, NULL, &s);
	char *first = noting_comment(&s, "The bridge", "before", NOTEBOOK_DONE);
	for (rlim_t size = 0; size <= 8192; size += 4096) {
		limit_files(size);
		struct note n;
		note_init(&n, NOTE_COMMENT);
		note_set(&n.text, "without room");
		char *json = noting_json(&s, &n, noting_find(&s, "The tide"), NULL);
		enum notebook_result result = noting_change(&s, n.id, json, &e);
		size_t unsaved = notebook_unsaved_count(s.notes);
		limit_files(RLIM_INFINITY);
		want(result == NOTEBOOK_UNSAVED && e.is_set, "limit %lu: got %d",
		     (unsigned long)size, (int)result);
		want_number("unsaved", 1, unsaved);
		want(notebook_json(s.notes, n.id), "wanted it in memory");
		e = (struct err){0};
		want(noting_edit(&s, first, "edited", &e) == NOTEBOOK_DONE, "\"%s\"", e.text);
		want_number("unsaved", 0, notebook_unsaved_count(s.notes));
		want_kept(w, n.id);
		free(json);
		note_done(&n);
	}
	session_close(&s);
	char *check = query(&w->store, "PRAGMA integrity_check");
	want_string("store", "ok\n", check);
	free(check);
	free(first);
	free(path);
}

static void a_store_that_may_not_be_written_is_read(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w), *db = folder_file(&w->store, "kantlijn.db");
	struct session s;
	bool is_root = geteuid() == 0;
	noting_open(w, path, NULL, &s);
	char *id = noting_comment(&s, "The bridge", "before", NOTEBOOK_DONE);
	session_close(&s);
	want(chmod(db, 0444) == 0 && chmod(w->store.path, 0555) == 0 &&
		     chmod(w->texts.path, 0755) == 0,
	     "wanted other permissions");
	want(!is_root || seteuid(NOBODY) == 0, "wanted to be nobody");
	noting_open(w, path, NULL, &s);
	want_readable(&s);
	want_number("notes", 1, notebook_count(s.notes));
	want_string("words", "The bridge", noting_words_of(&s, id));
	free(noting_comment(&s, "An old map", "not kept", NOTEBOOK_UNSAVED));
	want_number("unsaved", 1, notebook_unsaved_count(s.notes));
	session_close(&s);
	want(!is_root || seteuid(0) == 0, "wanted to be root again");
	chmod(w->store.path, 0755);
	chmod(db, 0644);
	want_not_kept(w, "not kept");
	free(id);
	free(path);
	free(db);
}

// --- Stores that are none, or are not for us ---

// Opens a text with O: it can be read, one thing is told, notes stay in memory.
static void want_reading_without(const struct options *o, const char *told)
{
	struct session s;
	struct err e = {0};
	want(session_open(&s, o, &e), "wanted it to open, got \"%s\"", e.text);
	session_finish(&s);
	want_readable(&s);
	if (told)
		want_one_notice(&s, told);
	else
		want_string("told", "", buf_string(&s.notices));
	want(notebook_is_read(s.notes) && !notebook_has_store(s.notes), "wanted no store");
	char *id = noting_comment(&s, "An old map", "not kept", NOTEBOOK_UNSAVED);
	want_number("unsaved", 1, notebook_unsaved_count(s.notes));
	want_string("words", "An old map", noting_words_of(&s, id));
	const char *what;
	const char *turned;
	want(notebook_undo(s.notes, NOW, &what, &turned, &e) == NOTEBOOK_UNSAVED, "undo");
	want_number("notes", 0, notebook_count(s.notes));
	free(id);
	session_close(&s);
}

static void a_store_that_is_newer_or_damaged_is_left_alone(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w), *db = folder_file(&w->store, "kantlijn.db");
	struct session s;
	struct options o = {.file = path, .store = w->store.path, .now = NOW};
	noting_open(w, path, NULL, &s);
	free(noting_comment(&s, "The bridge", "before", NOTEBOOK_DONE));
	session_close(&s);
	free(query(&w->store, "PRAGMA user_version=1000"));
	size_t n, m;
	unsigned char *before = folder_read(db, &n);
	want_reading_without(&o, "newer");
	unsigned char *after = folder_read(db, &m);
	want(n == m && memcmp(before, after, n) == 0, "wanted the newer store untouched");
	free(after);
	free(query(&w->store, "PRAGMA user_version=2"));
	memset(before, 'x', n);
	folder_write(db, before, n);
	want_reading_without(&o, "kantlijn.db");
	after = folder_read(db, &m);
	want(n == m && memcmp(before, after, n) == 0, "wanted the damaged store untouched");
	free(after);
	free(before);
	free(path);
	free(db);
}

static void a_store_that_has_no_place_leaves_the_text_to_read(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w);
	// A file where the folder should be.
	want_reading_without(&(struct options){.file = path, .store = path, .now = NOW}, "a.txt");
	want_reading_without(
		&(struct options){.file = path, .no_store_why = "there is no home", .now = NOW},
		"there is no home");
	want_reading_without(&(struct options){.file = path, .now = NOW}, NULL);
	free(path);
}

// --- Without a trace ---

static size_t count_files(const char *folder)
{
	size_t n = 0;
	DIR *dir = opendir(folder);
	want(dir, "wanted the folder %s", folder);
	for (const struct dirent *f; (f = readdir(dir));)
		n += strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0;
	closedir(dir);
	return n;
}

// Runs the program with HOME and the folders of the XDG being W->store.
static int run(const struct noting *w, const char *const arguments[])
{
	const char *program = getenv("KANTLIJN_PROGRAM");
	int status = -1;
	pid_t child = program ? fork() : -1;
	if (child == 0) {
		setenv("HOME", w->store.path, 1);
		setenv("XDG_DATA_HOME", w->store.path, 1);
		setenv("XDG_STATE_HOME", w->store.path, 1);
		setenv("XDG_CONFIG_HOME", w->store.path, 1);
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "r", stdin) ||
		    chdir(w->store.path) != 0)
			_exit(99);
		execv(program, (char *const *)(uintptr_t)arguments);
		_exit(98);
	}
	if (child > 0)
		waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void without_a_store_nothing_is_made_anywhere(void **state)
{
	const struct noting *w = *state;
	char *path = make_text(w);
	struct options o = {.file = path, .now = NOW, .no_store = true, .language = "en"};
	struct err e = {0};
	setenv("HOME", w->store.path, 1);
	setenv("XDG_DATA_HOME", w->store.path, 1);
	want_reading_without(&o, NULL);
	struct reader *r = drive_options(&o, 80, 24, &e);
	want(r, "wanted a reader, got \"%s\"", e.text);
	drive_keys(r, "Space Space v w w a");
	drive_type(r, "a note that is not kept");
	drive_keys(r, "C-s Esc / t i d e Enter");
	drive_keys(r, "m x");
	want(notebook_unsaved_count(reader_session(r)->notes) == 2, "wanted a note and a mark");
	reader_free(r);
	unsetenv("XDG_DATA_HOME");
	want_number("files in the home", 0, count_files(w->store.path));
	want_number("files beside the text", 1, count_files(w->texts.path));
	if (!getenv("KANTLIJN_PROGRAM")) {
		print_message("skipped: KANTLIJN_PROGRAM names no program\n");
	} else {
		const char *const all[][4] = {
			{"kantlijn", "--no-store", path, NULL},
			{"kantlijn", "--print", path, NULL},
			{"kantlijn", "--list=claims", path, NULL},
			{"kantlijn", "--search=tide", path, NULL},
			{"kantlijn", "--help", NULL, NULL},
		};
		for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
			want_number(all[i][1], 0, run(w, all[i]));
			want_number(all[i][1], 0, count_files(w->store.path));
		}
	}
	free(path);
}

// --- What is in a store and is not to be trusted ---

static void put_row(sqlite3 *db, const char *id, const char *json, size_t n)
{
	static const char sql[] =
		"INSERT INTO note (id, document, revision, made, changed, json) VALUES (?1, 1,"
		" (SELECT ifnull(max(revision), 0) + 1 FROM note), 0, 0, ?2)";
	sqlite3_stmt *st = NULL;
	want(sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, json, (int)n, SQLITE_STATIC);
	want(sqlite3_step(st) == SQLITE_DONE, "%s", sqlite3_errmsg(db));
	sqlite3_finalize(st);
}

static void put_large_rows(sqlite3 *db)
{
	struct buf large = {0};
	for (int i = 0; i < 100000; i++)
		buf_add_char(&large, i < 50000 ? '[' : ']');
	put_row(db, "urn:x:deep", buf_string(&large), large.len);
	buf_clear(&large);
	buf_add_string(&large, "{\"id\":\"urn:x:large\",\"type\":\"Annotation\",\"bodyValue\":\"");
	for (int i = 0; i < 1 << 20; i++)
		buf_add_string(&large, "large ");
	buf_add_string(&large, "\",\"target\":\"x:1\"}");
	put_row(db, "urn:x:large", buf_string(&large), large.len);
	buf_clear(&large);
	buf_add_string(&large, "{\"id\":\"urn:x:many\",\"type\":\"Annotation\",\"target\":[0");
	for (int i = 0; i < 200; i++)
		buf_add_string(&large, ",{\"source\":\"x:1\",\"selector\":{\"type\":"
				       "\"TextQuoteSelector\",\"exact\":\"year\"}}");
	buf_add_string(&large, "]}");
	put_row(db, "urn:x:many", buf_string(&large), large.len);
	buf_done(&large);
}

static void put_hostile_rows(const struct noting *w)
{
	static const char *const rows[][2] = {
		{"urn:x:1", "this is not JSON"},
		{"urn:x:2", ""},
		{"urn:x:3", "{"},
		{"urn:x:4", "[]"},
		{"urn:x:5", "17"},
		{"urn:x:6", "{}"},
		{"urn:x:7", "{\"id\":17,\"type\":\"Annotation\",\"target\":{}}"},
		{"urn:x:8",
		 "{\"id\":\"urn:x:8\",\"type\":\"Annotation\",\"motivation\":\"replying\","
		 "\"target\":\"urn:x:8\"}"},
		{"urn:x:9", "{\"id\":\"urn:x:beside\",\"type\":\"Annotation\",\"bodyValue\":"
			    "\"ours\",\"target\":{\"source\":\"x:1\",\"selector\":{\"type\":"
			    "\"TextQuoteSelector\",\"exact\":\"year 1003\"}}}"},
		{"urn:x:beside", "{\"id\":\"urn:x:beside\",\"type\":\"Annotation\",\"bodyValue\":"
				 "\"ours too\",\"target\":{\"source\":\"x:1\",\"selector\":{"
				 "\"type\":\"TextPositionSelector\",\"start\":99999999999,"
				 "\"end\":3}}}"},
		{"", "{\"id\":\"\",\"type\":\"Annotation\",\"bodyValue\":\"x\",\"target\":\"x\"}"},
		{"\x1B[31m\n", "{\"id\":\"\\u001b[31m\\n\",\"type\":\"Annotation\",\"bodyValue\":"
			       "\"\\u001b[2J\\u202e\",\"target\":{\"source\":\"x\",\"selector\":"
			       "{\"type\":\"TextQuoteSelector\",\"exact\":\"year 1004\"}}}"},
		{"urn:x:bytes", "{\"id\":\"urn:x:bytes\",\"bodyValue\":\"\xFF\xC0\"}"},
		{"urn:x:mark", "{\"id\":\"urn:x:mark\",\"type\":\"Annotation\",\"motivation\":"
			       "\"bookmarking\",\"urn:kantlijn:mark\":\"\\n\",\"target\":{"
			       "\"source\":\"x\",\"selector\":{\"type\":\"TextQuoteSelector\","
			       "\"exact\":\"year 1005\"}}}"},
		{"urn:x:away", "{\"id\":\"urn:x:away\",\"type\":\"Annotation\",\"bodyValue\":"
			       "\"elsewhere\",\"target\":{\"source\":\"https://example.org/\","
			       "\"selector\":{\"type\":\"SvgSelector\",\"value\":\"<svg/>\"}}}"},
	};
	sqlite3 *db = lock(w, "BEGIN");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		put_row(db, rows[i][0], rows[i][1], strlen(rows[i][1]));
	put_large_rows(db);
	want(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static bool add_to_buf(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

// A session that has the rows: all that can be done with notes is done with each of them.
static void handle_rows(const struct noting *w, const char *path)
{
	struct session s;
	struct err e = {0};
	struct buf out = {0};
	bool is_there;
	noting_open(w, path, NULL, &s);
	want_readable(&s);
	char *all = noting_in_memory(&s);
	want(strstr(all, "elsewhere") && strstr(all, "\"ours\"") && strstr(all, "of ours"),
	     "wanted what are notes, got %.3000s", all);
	free(all);
	struct output output = {add_to_buf, &out};
	export_notes(&s, &out);
	want(export_notes_for_people(&s, output, true), "wanted Markdown");
	want(export_notes_for_people(&s, output, false), "wanted text");
	want(export_all_notes(w->store.path, EXPORT_JSONLD, output, &e), "\"%s\"", e.text);
	want(export_all_notes(w->store.path, EXPORT_MARKDOWN, output, &e), "\"%s\"", e.text);
	size_t n = notebook_ever_count(s.notes), done = 0;
	for (size_t i = 0; i < n; i++) {
		char *id = mem_string(notebook_id(s.notes, i, &is_there));
		if (is_there)
			noting_edit(&s, id, "edited", &e);
		session_finish(&s);
		enum notebook_result result = noting_change(&s, id, NULL, &e);
		want(result != NOTEBOOK_UNSAVED, "%s: \"%s\"", id, e.text);
		free(id);
		done += is_there ? 2 : 1;
	}
	want_number("notes", 0, notebook_count(s.notes));
	const char *what, *id;
	for (; done > 0; done--)
		if (notebook_undo(s.notes, NOW, &what, &id, &e) == NOTEBOOK_UNSAVED)
			fail_msg("undo: \"%s\"", e.text);
	session_finish(&s);
	all = noting_in_memory(&s);
	want(strstr(all, "elsewhere") && strstr(all, "\"ours\"") && strstr(all, "of ours"),
	     "wanted all of them back, got %.3000s", all);
	free(all);
	session_close(&s);
	buf_done(&out);
}

static void read_rows(const struct noting *w, const char *path, const char *set)
{
	struct err e = {0};
	struct options o = {.file = path, .store = w->store.path, .now = NOW, .language = "en"};
	o.sets[o.set_count++] = set;
	struct reader *r = drive_options(&o, 80, 24, &e);
	want(r, "wanted a reader, got \"%s\"", e.text);
	drive_keys(r, "L");
	for (int i = 0; i < 12; i++)
		drive_keys(r, "Enter Esc j");
	drive_keys(r, "Esc Tab e C-c Esc Tab d y Tab Tab d y z z Z M Enter Esc ' x Esc");
	drive_resize(r, 120, 40);
	drive_resize(r, 40, 12);
	reader_free(r);
}

static void what_a_store_holds_is_not_trusted(void **state)
{
	const struct noting *w = *state;
	static const char beside[] =
		"[{\"id\":\"urn:x:beside\",\"type\":\"Annotation\",\"bodyValue\":\"theirs\","
		"\"target\":{\"source\":\"x:1\",\"selector\":{\"type\":\"TextQuoteSelector\","
		"\"exact\":\"year 1002\"}}},{\"id\":\"urn:x:8\",\"type\":\"Annotation\","
		"\"motivation\":\"replying\",\"bodyValue\":\"round\",\"target\":\"urn:x:beside\"}]";
	char *path = make_text(w), *set = folder_file(&w->texts, "set.jsonld");
	folder_write(set, beside, sizeof beside - 1);
	struct session s;
	noting_open(w, path, NULL, &s);
	free(noting_comment(&s, "The bridge", "of ours", NOTEBOOK_DONE));
	session_close(&s);
	put_hostile_rows(w);
	read_rows(w, path, set);
	handle_rows(w, path);
	read_rows(w, path, set);
	// The same when they come while the text is read.
	free(query(&w->store, "DELETE FROM note WHERE ifnull(json, '') NOT LIKE '%of ours%'"));
	noting_open(w, path, NULL, &s);
	put_hostile_rows(w);
	want(folder_await(notebook_descriptor(s.notes)), "wanted to be woken");
	want(notebook_take_news(s.notes), "wanted news");
	session_finish(&s);
	char *all = noting_in_memory(&s);
	want(strstr(all, "elsewhere"), "wanted what are notes");
	free(all);
	session_close(&s);
	free(set);
	free(path);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, noting_begin, noting_finish)
	const struct CMUnitTest tests[] = {
		TEST(notes_made_while_the_store_is_locked_are_kept_when_it_is_free),
		TEST(what_is_not_kept_can_be_undone_and_leaves_nothing),
		TEST(a_store_that_another_program_keeps_to_itself_leaves_the_text_to_read),
		TEST(notes_that_find_no_room_are_kept_when_there_is_room_again),
		TEST(a_store_that_may_not_be_written_is_read),
		TEST(a_store_that_is_newer_or_damaged_is_left_alone),
		TEST(a_store_that_has_no_place_leaves_the_text_to_read),
		TEST(without_a_store_nothing_is_made_anywhere),
		TEST(what_a_store_holds_is_not_trusted),
	};
	return cmocka_run_group_tests_name("notebook in trouble", tests, NULL, NULL);
}
