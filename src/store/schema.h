// SPDX-License-Identifier: ISC
// The tables of a store, as the list of steps that made them: a store of any older version becomes
// one of this version by the steps that it lacks.  A step that was released is never changed.
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/database.h"

// The version of this program's tables, which stands in user_version (SQLite, "Database File
// Format", 1.3.15), and what marks the file as ours in application_id: "Kant".
enum { SCHEMA_VERSION = 2 };
enum { SCHEMA_APPLICATION = 0x4B616E74 };

// Makes the tables of D what they are in this version, in one transaction, when they are not; only
// looks when they are.  False and a sentence when that fails, or when the file is of a newer
// version or of another program, and then nothing is changed.
bool schema_prepare(struct database *d, struct err *e);

// Whether the tables still are of this version, seen from within a transaction that is to write.
// False and a sentence when they are not.
bool schema_verify(struct database *d, struct err *e);

// Runs the steps from version FROM to version TO, in a transaction of the caller.  An SQLite
// result.
int schema_migrate(struct database *d, int64_t from, int64_t to);

#endif
