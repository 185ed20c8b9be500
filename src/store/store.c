// SPDX-License-Identifier: ISC
#include "config.h"

#include "store/store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/watch.h"
#include "store/database.h"
#include "store/schema.h"

struct store {
	struct database d;
	struct watch *watch;  // or NULL
	int64_t data_version; // of the connection (SQLite, PRAGMA data_version)
};

static int read_data_version(struct store *s, int64_t *version)
{
	return database_number(&s->d, "PRAGMA data_version", version);
}

struct store *store_open(const char *folder, struct err *e)
{
	struct store *s = mem_new(1, sizeof *s);
	if (!database_open(&s->d, folder, e) || !schema_prepare(&s->d, e)) {
		store_close(s);
		return NULL;
	}
	// Without a watch one hears nothing of others; that is no reason not to read.
	s->watch = s->d.is_frozen ? NULL : watch_new(folder, NULL);
	(void)read_data_version(s, &s->data_version);
	return s;
}

bool store_folder(struct buf *out, struct err *e)
{
	const char *data = getenv("XDG_DATA_HOME");
	if (data && data[0] == '/') {
		buf_printf(out, "%s/kantlijn", data);
		return true;
	}
	const char *home = getenv("HOME");
	if (!home || home[0] != '/')
		return err_set(e, _("cannot keep notes: there is no home folder (neither "
				    "XDG_DATA_HOME nor HOME is set)"));
	buf_printf(out, "%s/.local/share/kantlijn", home);
	return true;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	watch_free(s->watch);
	database_close(&s->d);
	free(s);
}

int store_descriptor(const struct store *s)
{
	return s->watch ? watch_descriptor(s->watch) : -1;
}

bool store_is_untold(const struct store *s)
{
	return !s->watch && !s->d.is_frozen;
}

bool store_has_news(struct store *s)
{
	if (s->watch)
		(void)watch_take(s->watch);
	int64_t version = s->data_version;
	(void)read_data_version(s, &version);
	bool has_news = version != s->data_version;
	s->data_version = version;
	return has_news;
}

bool store_has_size(struct store *s, uint64_t size)
{
	return texts_has_size(&s->d, size);
}

int64_t store_find(struct store *s, const char *fingerprint)
{
	return texts_find(&s->d, fingerprint);
}

bool store_has_sketch(struct store *s, const char *fingerprint)
{
	return texts_has_sketch(&s->d, fingerprint);
}

int64_t store_find_alike(struct store *s, const struct sketch *sketch, const char *path)
{
	return texts_find_alike(&s->d, sketch, path);
}

// Begins what writes; false and a sentence when it cannot, and then there is nothing to end.
static bool begin(struct store *s, struct err *e)
{
	int rc = database_begin(&s->d);
	if (rc != SQLITE_OK)
		return database_fault(&s->d, e, DATABASE_WRITE, rc);
	if (schema_verify(&s->d, e))
		return true;
	database_rollback(&s->d);
	return false;
}

// Ends what began, RC being how it went so far.
static enum store_result end(struct store *s, int rc, struct err *e)
{
	if (rc == SQLITE_OK)
		rc = database_commit(&s->d);
	if (rc != SQLITE_OK) {
		database_fault(&s->d, e, DATABASE_WRITE, rc);
		database_rollback(&s->d);
		return STORE_FAILED;
	}
	// A commit is seen through shared memory, of which no watch tells, and only after the file
	// was written, of which it does: whoever woke up then saw nothing yet.
	(void)utimensat(AT_FDCWD, s->d.folder, NULL, 0);
	return STORE_DONE;
}

struct row {
	int64_t number, revision; // 0: there is none
	bool is_deleted;
};

static int find_note(struct store *s, const char *id, struct row *row)
{
	*row = (struct row){0};
	sqlite3_stmt *st = database_statement(
		&s->d, "SELECT number, revision, json IS NULL FROM note WHERE id=?1");
	sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
	int rc = database_step(&s->d, st);
	if (rc == SQLITE_ROW) {
		row->number = sqlite3_column_int64(st, 0);
		row->revision = sqlite3_column_int64(st, 1);
		row->is_deleted = sqlite3_column_int(st, 2);
	}
	database_over(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int insert_note(struct store *s, const struct store_change *c, int64_t document, int64_t now)
{
	sqlite3_stmt *st = database_statement(
		&s->d, "INSERT INTO note (id, document, revision, made, changed, json)"
		       " VALUES (?1, ?2, ?3, ?4, ?4, ?5)");
	sqlite3_bind_text(st, 1, c->id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 2, document);
	sqlite3_bind_int64(st, 3, c->revision);
	sqlite3_bind_int64(st, 4, now);
	sqlite3_bind_text(st, 5, c->json, -1, SQLITE_STATIC);
	return database_run(&s->d, st);
}

// DOCUMENT 0 leaves the note where it is.
static int update_note(struct store *s, const struct store_change *c, int64_t number,
		       int64_t document, int64_t now)
{
	sqlite3_stmt *st = database_statement(
		&s->d, "UPDATE note SET json=?2, revision=?3, changed=?4,"
		       " document=ifnull(nullif(?5, 0), document) WHERE number=?1");
	sqlite3_bind_int64(st, 1, number);
	sqlite3_bind_text(st, 2, c->json, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 3, c->revision);
	sqlite3_bind_int64(st, 4, now);
	sqlite3_bind_int64(st, 5, document);
	return database_run(&s->d, st);
}

// SQLITE_ABORT: a conflict.  *REVISION is the last one in the store.
static int make_change(struct store *s, struct store_change *c, int64_t document, int64_t now,
		       int64_t *revision)
{
	struct row row;
	int rc = find_note(s, c->id, &row);
	if (rc != SQLITE_OK)
		return rc;
	bool is_new = c->was == 0 && (row.number == 0 || row.is_deleted);
	if (!is_new && row.revision != c->was)
		return SQLITE_ABORT;
	if (is_new && !c->json) {
		c->revision = row.revision;
		return SQLITE_OK;
	}
	if (*revision < 0 || *revision == INT64_MAX)
		return SQLITE_CORRUPT;
	c->revision = ++*revision;
	return row.number == 0 ? insert_note(s, c, document, now)
			       : update_note(s, c, row.number, is_new ? document : 0, now);
}

static int last_revision(struct store *s, int64_t *revision)
{
	return database_number(&s->d, "SELECT ifnull(max(revision), 0) FROM note", revision);
}

enum store_result store_write(struct store *s, struct store_text *t, struct store_change *changes,
			      size_t n, int64_t now, struct err *e)
{
	if (!begin(s, e))
		return STORE_FAILED;
	int64_t document = 0, revision = 0;
	int rc = texts_know(&s->d, t, now, &document);
	if (rc == SQLITE_OK)
		rc = last_revision(s, &revision);
	for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = make_change(s, &changes[i], document, now, &revision);
	if (rc == SQLITE_ABORT) {
		database_rollback(&s->d);
		err_set(e, _("cannot change the note: it has been changed elsewhere meanwhile"));
		return STORE_CONFLICT;
	}
	enum store_result result = end(s, rc, e);
	if (result == STORE_DONE)
		t->document = document;
	return result;
}

// Hands the row of ST over; SQLITE_ROW, or why it makes no sense.
static int give_note(sqlite3_stmt *st, store_note_fn *fn, void *data)
{
	struct store_note note = {
		.id = (const char *)sqlite3_column_text(st, 0),
		.json = (const char *)sqlite3_column_text(st, 1),
		.revision = sqlite3_column_int64(st, 2),
		.document = sqlite3_column_int64(st, 3),
	};
	if (!note.id)
		return SQLITE_CORRUPT;
	fn(data, &note);
	return SQLITE_ROW;
}

// Which statement gives what store_read was asked for.
static const char *reading(int64_t document, int64_t since)
{
	if (since != 0)
		return "SELECT id, json, revision, document FROM note"
		       " WHERE revision > ?2 AND (?1 = 0 OR document = ?1) ORDER BY revision";
	return document == 0 ? "SELECT id, json, revision, document FROM note"
			       " WHERE json IS NOT NULL ORDER BY number"
			     : "SELECT id, json, revision, document FROM note"
			       " WHERE document=?1 AND json IS NOT NULL ORDER BY number";
}

bool store_read(struct store *s, int64_t document, int64_t since, store_note_fn *fn, void *data,
		int64_t *last, struct err *e)
{
	// As long as this statement is not over, the other one reads of the same moment.
	sqlite3_stmt *greatest =
		database_statement(&s->d, "SELECT ifnull(max(revision), 0) FROM note");
	sqlite3_stmt *st = NULL;
	int rc = database_step(&s->d, greatest);
	if (rc == SQLITE_ROW) {
		int64_t revision = sqlite3_column_int64(greatest, 0);
		st = database_statement(&s->d, reading(document, since));
		sqlite3_bind_int64(st, 1, document);
		if (since != 0)
			sqlite3_bind_int64(st, 2, since);
		while ((rc = database_step(&s->d, st)) == SQLITE_ROW)
			if ((rc = give_note(st, fn, data)) != SQLITE_ROW)
				break;
		if (rc == SQLITE_DONE)
			*last = revision;
	}
	// What went wrong is asked before the statements are over.
	bool is_read = rc == SQLITE_DONE || database_fault(&s->d, e, DATABASE_READ, rc);
	database_over(st);
	database_over(greatest);
	return is_read;
}

bool store_read_note(struct store *s, const char *id, store_note_fn *fn, void *data)
{
	sqlite3_stmt *st = database_statement(&s->d, "SELECT id, json, revision, document FROM note"
						     " WHERE id=?1 AND json IS NOT NULL");
	sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
	bool is_there =
		database_step(&s->d, st) == SQLITE_ROW && give_note(st, fn, data) == SQLITE_ROW;
	database_over(st);
	return is_there;
}

bool store_get(struct store *s, int64_t document, const char *name, struct buf *out)
{
	sqlite3_stmt *st = database_statement(
		&s->d, "SELECT value FROM kept WHERE ifnull(document, 0)=?1 AND name=?2");
	sqlite3_bind_int64(st, 1, document);
	sqlite3_bind_text(st, 2, name, -1, SQLITE_STATIC);
	const char *value = NULL;
	if (database_step(&s->d, st) == SQLITE_ROW)
		value = (const char *)sqlite3_column_text(st, 0);
	bool is_there = value;
	if (is_there)
		buf_add_string(out, value);
	database_over(st);
	return is_there;
}

static int put_value(struct store *s, int64_t document, const char *name, const char *value,
		     int64_t now)
{
	sqlite3_stmt *st = database_statement(
		&s->d, value ? "INSERT INTO kept (document, name, value, changed)"
			       " VALUES (nullif(?1, 0), ?2, ?3, ?4)"
			       " ON CONFLICT (ifnull(document, 0), name)"
			       " DO UPDATE SET value=excluded.value, changed=excluded.changed"
			       " WHERE value IS NOT excluded.value"
			     : "DELETE FROM kept WHERE ifnull(document, 0)=?1 AND name=?2");
	sqlite3_bind_int64(st, 1, document);
	sqlite3_bind_text(st, 2, name, -1, SQLITE_STATIC);
	if (value) {
		sqlite3_bind_text(st, 3, value, -1, SQLITE_STATIC);
		sqlite3_bind_int64(st, 4, now);
	}
	return database_run(&s->d, st);
}

enum store_result store_put(struct store *s, struct store_text *t,
			    const char *const names_and_values[], int64_t now, struct err *e)
{
	if (!begin(s, e))
		return STORE_FAILED;
	int64_t document = 0;
	int rc = t ? texts_know(&s->d, t, now, &document) : SQLITE_OK;
	for (size_t i = 0; names_and_values[i] && rc == SQLITE_OK; i += 2)
		rc = put_value(s, document, names_and_values[i], names_and_values[i + 1], now);
	enum store_result result = end(s, rc, e);
	if (result == STORE_DONE && t)
		t->document = document;
	return result;
}

bool store_documents(struct store *s, store_document_fn *fn, void *data, struct err *e)
{
	sqlite3_stmt *st = database_statement(
		&s->d, "SELECT d.document, d.name, d.path, v.fingerprint, v.sha256,"
		       " (SELECT count(*) FROM note n WHERE n.document = d.document"
		       " AND n.json IS NOT NULL)"
		       " FROM document d JOIN version v ON v.version = d.last ORDER BY d.document");
	int rc;
	while ((rc = database_step(&s->d, st)) == SQLITE_ROW) {
		struct store_document d = {
			.document = sqlite3_column_int64(st, 0),
			.name = (const char *)sqlite3_column_text(st, 1),
			.path = (const char *)sqlite3_column_text(st, 2),
			.fingerprint = (const char *)sqlite3_column_text(st, 3),
			.sha256 = (const char *)sqlite3_column_text(st, 4),
			.notes = (size_t)sqlite3_column_int64(st, 5),
		};
		rc = d.name && d.fingerprint ? SQLITE_ROW : SQLITE_CORRUPT;
		if (rc != SQLITE_ROW)
			break;
		fn(data, &d);
	}
	bool is_read = rc == SQLITE_DONE || database_fault(&s->d, e, DATABASE_READ, rc);
	database_over(st);
	return is_read;
}
