// SPDX-License-Identifier: ISC
// One connection to the file of a store: how it is opened, its statements, its transactions, and
// what its errors are called.  It knows no tables.  A file of a store is not trusted: whatever is
// in it, there is a sentence and never a crash.
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

enum { DATABASE_STATEMENTS = 32 };

struct database {
	struct sqlite3 *db;
	char *folder, *path;
	bool is_frozen;	      // nobody can write it: read without locks
	bool is_set_to_write; // what only writing needs has been set
	struct database_statement {
		const char *sql; // by its address
		struct sqlite3_stmt *made;
	} statements[DATABASE_STATEMENTS];
	size_t count;
};

// Opens the file kantlijn.db in FOLDER; both are made (for their owner alone) when they are not
// there.  False and a sentence when it cannot be; D needs database_close all the same.
bool database_open(struct database *d, const char *folder, struct err *e);

// Opens it again, for reading without locks and without files beside it, where nobody may write in
// the folder and nothing waits in a log beside it.  False when that is not so.
bool database_freeze(struct database *d);

// Has little memory used for it, which costs less than it saves: what is read is read once, from
// memory of the system.
void database_economise(struct database *d);
void database_close(struct database *d);

// The statement SQL, made when it is first asked for, with nothing bound; SQL must live as long as
// D.  It is used to its end with database_over.  NULL when it cannot be made.
struct sqlite3_stmt *database_statement(struct database *d, const char *sql);

// Takes the next row of S (NULL: a statement that could not be made): SQLITE_ROW, SQLITE_DONE or
// why not.
int database_step(const struct database *d, struct sqlite3_stmt *s);
void database_over(struct sqlite3_stmt *s);

// Runs S, which gives no rows, to its end and is over with it.  Returns an SQLite result,
// SQLITE_OK when it went well.
int database_run(struct database *d, struct sqlite3_stmt *s);

// The number that SQL gives; an SQLite result.
int database_number(struct database *d, const char *sql, int64_t *n);

// Begins a transaction that writes, and ends one.  An SQLite result.
int database_begin(struct database *d);
int database_commit(struct database *d);
void database_rollback(struct database *d);

// Sets the sentence for the SQLite result RC of what was attempted.  Returns false.
enum database_attempt { DATABASE_OPEN, DATABASE_READ, DATABASE_WRITE };
bool database_fault(const struct database *d, struct err *e, enum database_attempt attempt, int rc);

#endif
