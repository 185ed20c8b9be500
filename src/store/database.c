// SPDX-License-Identifier: ISC
#include "config.h"

#include "store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/translate.h"

enum { PATIENCE = 2000 };	   // [ms] that is waited for others who write
enum { LONGEST_VALUE = 64 << 20 }; // [byte]
static const char file_name[] = "kantlijn.db";

// So that a folder which was just made outlasts a power cut, as does what is put in it.
static void sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

// Makes FOLDER and those above it, each for its owner alone (XDG Base Directory Specification).
// An error number, 0 when it is there.
static int make_folder(const char *folder)
{
	if (mkdir(folder, 0700) == 0 || errno == EEXIST)
		return 0;
	if (errno != ENOENT)
		return errno;
	char *path = mem_string(folder);
	int error = 0;
	size_t parent = 0; // how long the path of the folder above is
	for (size_t i = 1; error == 0; i++) {
		if (folder[i] != '/' && folder[i] != '\0')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0700) == 0) {
			path[parent] = '\0';
			sync_folder(parent > 0 ? path : folder[0] == '/' ? "/" : ".");
			path[parent] = folder[parent];
		} else if (errno != EEXIST) {
			error = errno;
		}
		path[i] = folder[i];
		parent = i;
		if (folder[i] == '\0')
			break;
	}
	free(path);
	return error;
}

// Makes the empty file for its owner alone when it is not there.  Never opens one that is: closing
// it would drop the locks that another connection of this process holds on it (fcntl(2)).
static bool make_file(const struct database *d, struct err *e)
{
	int error = 0;
	struct stat st;
	if (stat(d->path, &st) == 0) {
		if (!S_ISREG(st.st_mode))
			return err_set(e, _("cannot open the store %s: it is no file"), d->path);
		return true;
	}
	if (errno == ENOENT) {
		error = make_folder(d->folder);
		if (error)
			return err_set(e, _("cannot make the folder %s for the store: %s"),
				       d->folder, strerror(error));
		int fd = open(d->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0)
			close(fd);
		else if (errno != EEXIST)
			error = errno;
		if (fd >= 0)
			sync_folder(d->folder);
	} else {
		error = errno;
	}
	return error == 0 ||
	       err_set(e, _("cannot open the store %s: %s"), d->path, strerror(error));
}

// Looks again each millisecond whether others are done.  SQLite's own handler soon looks ten times
// a second, and who writes note after note leaves the file alone for less than that.
static int be_patient(void *data, int times)
{
	(void)data;
	if (times >= PATIENCE)
		return 0;
	sqlite3_sleep(1);
	return 1;
}

// All that makes a file less able to do harm, and costs nothing.
static void be_careful(sqlite3 *db)
{
	sqlite3_busy_handler(db, be_patient, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_exec(db, "PRAGMA cell_size_check=ON", NULL, NULL, NULL);
}

// Opens PATH with FLAGS; an SQLite result.
static int connect_to(struct database *d, const char *path, int flags)
{
	// No pages in advance, which a small store never fills; refused, and no harm, once it runs.
	(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	int rc = sqlite3_open_v2(path, &d->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
				 NULL);
	if (rc == SQLITE_OK)
		be_careful(d->db);
	return rc;
}

bool database_open(struct database *d, const char *folder, struct err *e)
{
	struct buf path = {0};
	buf_printf(&path, "%s/%s", folder, file_name);
	*d = (struct database){.folder = mem_string(folder), .path = buf_take(&path)};
	if (!make_file(d, e))
		return false;
	int rc = connect_to(d, d->path, SQLITE_OPEN_READWRITE);
	return rc == SQLITE_OK || database_fault(d, e, DATABASE_OPEN, rc);
}

static void disconnect(struct database *d)
{
	for (size_t i = 0; i < d->count; i++)
		sqlite3_finalize(d->statements[i].made);
	d->count = 0;
	sqlite3_close(d->db);
	d->db = NULL;
}

// True when nobody, whoever it is, may write in the folder, and all that was written is in the
// file itself.
static bool is_frozen(const struct database *d)
{
	struct stat st;
	struct statvfs fs;
	if (stat(d->folder, &st) || statvfs(d->folder, &fs))
		return false;
	if (!(fs.f_flag & ST_RDONLY) && (st.st_mode & 0222) != 0)
		return false;
	struct buf log = {0};
	buf_printf(&log, "%s-wal", d->path);
	bool is_empty = stat(buf_string(&log), &st) ? errno == ENOENT : st.st_size == 0;
	buf_done(&log);
	return is_empty;
}

bool database_freeze(struct database *d)
{
	if (d->is_frozen || !is_frozen(d))
		return false;
	disconnect(d);
	struct buf uri = {0};
	buf_add_string(&uri, d->path[0] == '/' ? "file://" : "file:");
	for (const char *c = d->path; *c; c++) {
		if (strchr("%?#", *c))
			buf_printf(&uri, "%%%02X", (unsigned)*c);
		else
			buf_add_char(&uri, *c);
	}
	buf_add_string(&uri, "?immutable=1");
	int rc = connect_to(d, buf_string(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
	buf_done(&uri);
	d->is_frozen = rc == SQLITE_OK;
	return d->is_frozen;
}

void database_economise(struct database *d)
{
	// As many pages as SQLite makes room for at once: to touch new memory for each page takes
	// several times as long as to read it again.
	sqlite3_exec(d->db, "PRAGMA cache_size=20", NULL, NULL, NULL);
}

void database_close(struct database *d)
{
	if (!d)
		return;
	disconnect(d);
	free(d->folder);
	free(d->path);
	*d = (struct database){0};
}

sqlite3_stmt *database_statement(struct database *d, const char *sql)
{
	for (size_t i = 0; i < d->count; i++) {
		struct database_statement *s = &d->statements[i];
		// One that is under way was asked for again by who is told of its rows.
		if (s->sql == sql && !sqlite3_stmt_busy(s->made))
			return s->made;
	}
	if (d->count == DATABASE_STATEMENTS)
		return NULL;
	sqlite3_stmt *made = NULL;
	if (sqlite3_prepare_v3(d->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL) != SQLITE_OK)
		return NULL;
	d->statements[d->count++] = (struct database_statement){sql, made};
	return made;
}

int database_step(const struct database *d, sqlite3_stmt *s)
{
	if (s)
		return sqlite3_step(s);
	// Why a statement could not be made is known to the connection alone.
	int rc = sqlite3_extended_errcode(d->db);
	return rc != SQLITE_OK ? rc : SQLITE_ERROR;
}

void database_over(sqlite3_stmt *s)
{
	if (!s)
		return;
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
}

int database_run(struct database *d, sqlite3_stmt *s)
{
	int rc = database_step(d, s);
	database_over(s);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int database_number(struct database *d, const char *sql, int64_t *n)
{
	sqlite3_stmt *s = database_statement(d, sql);
	int rc = database_step(d, s);
	if (rc == SQLITE_ROW)
		*n = sqlite3_column_int64(s, 0);
	database_over(s);
	return rc == SQLITE_ROW ? SQLITE_OK : rc == SQLITE_DONE ? SQLITE_CORRUPT : rc;
}

// A write-ahead log lets others read while one writes, and FULL makes what was committed survive a
// power cut.  Where another connection is in the way the file stays as it is, which is safe too.
static void set_to_write(struct database *d)
{
	if (d->is_set_to_write)
		return;
	d->is_set_to_write =
		sqlite3_exec(d->db, "PRAGMA synchronous=FULL", NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_exec(d->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) == SQLITE_OK;
}

int database_begin(struct database *d)
{
	set_to_write(d);
	// What is written into a file that was deleted or put aside would be lost.
	int has_moved = 0;
	if (sqlite3_file_control(d->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved) == SQLITE_OK &&
	    has_moved)
		return SQLITE_READONLY_DBMOVED;
	return database_run(d, database_statement(d, "BEGIN IMMEDIATE"));
}

int database_commit(struct database *d)
{
	return database_run(d, database_statement(d, "COMMIT"));
}

void database_rollback(struct database *d)
{
	// Some errors have done it already.
	if (!sqlite3_get_autocommit(d->db))
		sqlite3_exec(d->db, "ROLLBACK", NULL, NULL, NULL);
}

// Why, in words; what SQLite says itself is for those who know SQLite.
static const char *reason(const struct database *d, int rc)
{
	int error = d->db ? sqlite3_system_errno(d->db) : 0;
	switch (rc & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return _("it is locked by another program");
	case SQLITE_FULL:
		return _("the disk is full");
	case SQLITE_READONLY:
		return rc == SQLITE_READONLY_DBMOVED ? _("it has been moved or deleted")
						     : _("it may not be written");
	case SQLITE_NOMEM:
		return strerror(ENOMEM);
	case SQLITE_TOOBIG:
		return _("what is to be kept is too large");
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
	case SQLITE_PERM:
		if (error == ENOSPC)
			return _("the disk is full");
		if (error != 0)
			return strerror(error);
		return sqlite3_errstr(rc);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_ERROR:
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_FORMAT:
	case SQLITE_SCHEMA:
		return _("it is damaged");
	default:
		return sqlite3_errstr(rc);
	}
}

bool database_fault(const struct database *d, struct err *e, enum database_attempt attempt, int rc)
{
	const char *why = reason(d, rc);
	switch (attempt) {
	case DATABASE_OPEN:
		return err_set(e, _("cannot open the store %s: %s"), d->path, why);
	case DATABASE_READ:
		return err_set(e, _("cannot read the store %s: %s"), d->path, why);
	case DATABASE_WRITE:
		return err_set(e, _("cannot write to the store %s: %s"), d->path, why);
	}
	return false;
}
