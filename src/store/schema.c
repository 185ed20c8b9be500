// SPDX-License-Identifier: ISC
#include "config.h"

#include "store/schema.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "base/translate.h"

// What brings a store from the version that is the index to the next one.
static const char *const steps[SCHEMA_VERSION] = {
	// Documents by what they contained: each version of a document is a fingerprint and, of the
	// latest ones, a sketch.  A note that was deleted has no JSON; rows are never removed, so
	// that revisions rise.
	("CREATE TABLE document ("
	 " document INTEGER PRIMARY KEY,"
	 " name TEXT NOT NULL,"
	 " path TEXT,"
	 " last INTEGER REFERENCES version DEFERRABLE INITIALLY DEFERRED,"
	 " seen INTEGER NOT NULL) STRICT;"
	 "CREATE TABLE version ("
	 " version INTEGER PRIMARY KEY,"
	 " document INTEGER NOT NULL REFERENCES document,"
	 " fingerprint TEXT NOT NULL UNIQUE,"
	 " sha256 TEXT,"
	 " seen INTEGER NOT NULL) STRICT;"
	 "CREATE TABLE sketch ("
	 " version INTEGER PRIMARY KEY REFERENCES version,"
	 " document INTEGER NOT NULL REFERENCES document,"
	 " hashes BLOB NOT NULL) STRICT;"
	 "CREATE INDEX sketch_of_document ON sketch (document);"
	 "CREATE TABLE note ("
	 " number INTEGER PRIMARY KEY,"
	 " id TEXT NOT NULL UNIQUE,"
	 " document INTEGER NOT NULL REFERENCES document,"
	 " revision INTEGER NOT NULL UNIQUE,"
	 " made INTEGER NOT NULL,"
	 " changed INTEGER NOT NULL,"
	 " json TEXT) STRICT;"
	 "CREATE INDEX note_of_document ON note (document) WHERE json IS NOT NULL;"),
	// Small things by name; those without a document are of all.
	("CREATE TABLE kept ("
	 " document INTEGER REFERENCES document,"
	 " name TEXT NOT NULL,"
	 " value TEXT NOT NULL,"
	 " changed INTEGER NOT NULL) STRICT;"
	 "CREATE UNIQUE INDEX kept_by_name ON kept (ifnull(document, 0), name);"),
};

struct marks {
	int64_t application, version, tables;
};

static int read_all_marks(struct database *d, struct marks *m)
{
	*m = (struct marks){0};
	int rc = database_number(d, "PRAGMA application_id", &m->application);
	if (rc == SQLITE_OK)
		rc = database_number(d, "PRAGMA user_version", &m->version);
	if (rc == SQLITE_OK && m->application != SCHEMA_APPLICATION)
		rc = database_number(d, "SELECT count(*) FROM sqlite_schema", &m->tables);
	return rc;
}

// What is no store yet may become one between two looks, so that all is read of one moment then.
static int read_marks(struct database *d, struct marks *m)
{
	int rc = read_all_marks(d, m);
	if (rc != SQLITE_OK || m->application == SCHEMA_APPLICATION)
		return rc;
	rc = database_run(d, database_statement(d, "BEGIN"));
	if (rc == SQLITE_OK)
		rc = read_all_marks(d, m);
	database_rollback(d);
	return rc;
}

// An empty file is ours to fill.
static bool is_ours(const struct database *d, const struct marks *m, struct err *e)
{
	bool is_empty = m->application == 0 && m->version == 0 && m->tables == 0;
	if (!is_empty && m->application != SCHEMA_APPLICATION)
		return err_set(e, _("cannot open the store %s: it belongs to another program"),
			       d->path);
	if (m->version > SCHEMA_VERSION)
		return err_set(e, _("cannot open the store %s: it was made by a newer Kantlijn"),
			       d->path);
	if (m->version < (is_empty ? 0 : 1))
		return database_fault(d, e, DATABASE_OPEN, SQLITE_CORRUPT);
	return true;
}

// SQLite takes what is shorter than a header for an empty database; somebody's file it is still.
static bool is_stump(const struct database *d)
{
	struct stat st;
	return stat(d->path, &st) == 0 && st.st_size > 0 && st.st_size < 512;
}

int schema_migrate(struct database *d, int64_t from, int64_t to)
{
	int rc = SQLITE_OK;
	for (int64_t i = from; i < to && rc == SQLITE_OK; i++)
		rc = sqlite3_exec(d->db, steps[i], NULL, NULL, NULL);
	char *marks = sqlite3_mprintf("PRAGMA application_id=%d; PRAGMA user_version=%lld",
				      SCHEMA_APPLICATION, (long long)to);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(d->db, marks, NULL, NULL, NULL);
	sqlite3_free(marks);
	return rc;
}

bool schema_prepare(struct database *d, struct err *e)
{
	struct marks m;
	int rc = read_marks(d, &m);
	if (rc != SQLITE_OK && database_freeze(d))
		rc = read_marks(d, &m);
	if (rc != SQLITE_OK)
		return database_fault(d, e, DATABASE_OPEN, rc);
	if (!is_ours(d, &m, e))
		return false;
	if (m.version == 0 && is_stump(d))
		return database_fault(d, e, DATABASE_OPEN, SQLITE_NOTADB);
	database_economise(d);
	if (m.version == SCHEMA_VERSION)
		return true;
	rc = database_begin(d);
	// Another program may have done it while this one waited.
	if (rc == SQLITE_OK)
		rc = read_all_marks(d, &m);
	if (rc == SQLITE_OK && !is_ours(d, &m, e)) {
		database_rollback(d);
		return false;
	}
	if (rc == SQLITE_OK)
		rc = schema_migrate(d, m.version, SCHEMA_VERSION);
	if (rc == SQLITE_OK)
		rc = database_commit(d);
	database_rollback(d);
	return rc == SQLITE_OK || database_fault(d, e, DATABASE_OPEN, rc);
}

bool schema_verify(struct database *d, struct err *e)
{
	int64_t version = 0;
	int rc = database_number(d, "PRAGMA user_version", &version);
	if (rc != SQLITE_OK)
		return database_fault(d, e, DATABASE_WRITE, rc);
	return version == SCHEMA_VERSION ||
	       err_set(e, _("cannot write to the store %s: a newer Kantlijn has changed it"),
		       d->path);
}
