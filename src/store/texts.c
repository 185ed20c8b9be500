// SPDX-License-Identifier: ISC
#include "config.h"

#include "store/texts.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"

// Sketches that are kept of a document: those of its latest versions.
#define SKETCHES_KEPT "8"

// A day: how exactly is known when a document was seen last [s].
#define SEEN_EXACT "86400"

// How alike texts must be to be versions of one document: half of what they say in both.  To have
// been seen under the same path counts for most of that, and where a text has grown or was cut
// short, most of the shorter one is enough there.  Unrelated texts are alike by 0.06 at the most,
// licences that were made of one another by 0.49.
static const double alike_enough = 0.5, same_path = 0.4, contained_enough = 0.6;

int64_t texts_find(struct database *d, const char *fingerprint)
{
	sqlite3_stmt *s =
		database_statement(d, "SELECT document FROM version WHERE fingerprint=?1");
	sqlite3_bind_text(s, 1, fingerprint, -1, SQLITE_STATIC);
	int64_t document = database_step(d, s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	database_over(s);
	return document;
}

bool texts_has_size(struct database *d, uint64_t size)
{
	// A fingerprint begins with the size and "-", behind which "." comes next.
	sqlite3_stmt *s = database_statement(d, "SELECT 1 FROM version WHERE fingerprint>?1"
						" AND fingerprint<?2 LIMIT 1");
	char low[32], high[32];
	snprintf(low, sizeof low, "%llu-", (unsigned long long)size);
	snprintf(high, sizeof high, "%llu.", (unsigned long long)size);
	sqlite3_bind_text(s, 1, low, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 2, high, -1, SQLITE_STATIC);
	bool is_there = database_step(d, s) == SQLITE_ROW;
	database_over(s);
	return is_there;
}

bool texts_has_sketch(struct database *d, const char *fingerprint)
{
	sqlite3_stmt *s = database_statement(d, "SELECT 1 FROM version v JOIN sketch s"
						" ON s.version = v.version WHERE v.fingerprint=?1");
	sqlite3_bind_text(s, 1, fingerprint, -1, SQLITE_STATIC);
	bool is_there = database_step(d, s) == SQLITE_ROW;
	database_over(s);
	return is_there;
}

// Hashes are stored as eight bytes each, the most significant first.
static void write_hashes(uint8_t bytes[8 * SKETCH_MOST], const struct sketch *sketch)
{
	for (size_t i = 0; i < sketch->count; i++)
		for (unsigned k = 0; k < 8; k++)
			bytes[8 * i + k] = (uint8_t)(sketch->hashes[i] >> (56 - 8 * k));
}

// False when the N bytes are not what write_hashes wrote.  OUT has room for SKETCH_MOST.
static bool read_hashes(struct sketch *out, const uint8_t *bytes, size_t n)
{
	if (!bytes || n % 8 != 0 || n > 8 * SKETCH_MOST)
		return false;
	out->count = n / 8;
	for (size_t i = 0; i < out->count; i++) {
		uint64_t hash = 0;
		for (unsigned k = 0; k < 8; k++)
			hash = hash << 8 | bytes[8 * i + k];
		out->hashes[i] = hash;
		if (i > 0 && hash <= out->hashes[i - 1])
			return false;
	}
	return true;
}

// What speaks for two texts being versions of one document.
static double speaks_for(const struct sketch *a, const struct sketch *b, bool has_same_path)
{
	double alike = sketch_resemblance(a, b);
	if (!has_same_path)
		return alike;
	if (alike + same_path < alike_enough && sketch_containment(a, b) >= contained_enough)
		return alike_enough;
	return alike + same_path;
}

int64_t texts_find_alike(struct database *d, const struct sketch *sketch, const char *path)
{
	if (sketch->count == 0)
		return 0;
	sqlite3_stmt *s = database_statement(
		d, "SELECT s.document, s.hashes, d.path = ?1 FROM sketch s JOIN document d"
		   " ON d.document = s.document ORDER BY s.version DESC");
	sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
	uint64_t hashes[SKETCH_MOST];
	struct sketch other = {hashes, 0};
	int64_t best = 0;
	double most = 0;
	while (database_step(d, s) == SQLITE_ROW) {
		const uint8_t *bytes = sqlite3_column_blob(s, 1);
		if (!read_hashes(&other, bytes, (size_t)sqlite3_column_bytes(s, 1)))
			continue;
		double likeness = speaks_for(sketch, &other, sqlite3_column_int(s, 2));
		if (likeness >= alike_enough && likeness > most) {
			most = likeness;
			best = sqlite3_column_int64(s, 0);
		}
	}
	database_over(s);
	return best;
}

struct version {
	int64_t version, document;
	bool has_sha256, has_sketch;
};

// What is known of a fingerprint; its version is 0 when nothing is.
static int find_version(struct database *d, const char *fingerprint, struct version *v)
{
	*v = (struct version){0};
	sqlite3_stmt *s = database_statement(
		d, "SELECT v.version, v.document, v.sha256 IS NOT NULL, s.version IS NOT NULL"
		   " FROM version v LEFT JOIN sketch s ON s.version = v.version"
		   " WHERE v.fingerprint=?1");
	sqlite3_bind_text(s, 1, fingerprint, -1, SQLITE_STATIC);
	int rc = database_step(d, s);
	if (rc == SQLITE_ROW) {
		v->version = sqlite3_column_int64(s, 0);
		v->document = sqlite3_column_int64(s, 1);
		v->has_sha256 = sqlite3_column_int(s, 2);
		v->has_sketch = sqlite3_column_int(s, 3);
	}
	database_over(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

// *IS_THERE becomes whether DOCUMENT is known.
static int find_document(struct database *d, int64_t document, bool *is_there)
{
	sqlite3_stmt *s = database_statement(d, "SELECT 1 FROM document WHERE document=?1");
	sqlite3_bind_int64(s, 1, document);
	int rc = database_step(d, s);
	*is_there = rc == SQLITE_ROW;
	database_over(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int add_document(struct database *d, const struct store_text *t, int64_t now,
			int64_t *document)
{
	sqlite3_stmt *s = database_statement(
		d, "INSERT INTO document (name, path, seen) VALUES (?1, ?2, ?3)");
	sqlite3_bind_text(s, 1, t->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 2, t->path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 3, now);
	int rc = database_run(d, s);
	*document = sqlite3_last_insert_rowid(d->db);
	return rc;
}

static int add_version(struct database *d, const struct store_text *t, int64_t now,
		       struct version *v)
{
	sqlite3_stmt *s =
		database_statement(d, "INSERT INTO version (document, fingerprint, sha256, seen)"
				      " VALUES (?1, ?2, ?3, ?4)");
	sqlite3_bind_int64(s, 1, v->document);
	sqlite3_bind_text(s, 2, t->fingerprint, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 3, t->sha256, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 4, now);
	int rc = database_run(d, s);
	v->version = sqlite3_last_insert_rowid(d->db);
	v->has_sha256 = t->sha256;
	return rc;
}

static int add_digest(struct database *d, const struct store_text *t, const struct version *v)
{
	sqlite3_stmt *s = database_statement(d, "UPDATE version SET sha256=?2 WHERE version=?1");
	sqlite3_bind_int64(s, 1, v->version);
	sqlite3_bind_text(s, 2, t->sha256, -1, SQLITE_STATIC);
	return database_run(d, s);
}

static int add_sketch(struct database *d, const struct store_text *t, const struct version *v)
{
	uint8_t bytes[8 * SKETCH_MOST];
	write_hashes(bytes, t->sketch);
	sqlite3_stmt *s = database_statement(
		d, "INSERT INTO sketch (version, document, hashes) VALUES (?1, ?2, ?3)");
	sqlite3_bind_int64(s, 1, v->version);
	sqlite3_bind_int64(s, 2, v->document);
	sqlite3_bind_blob(s, 3, bytes, (int)(8 * t->sketch->count), SQLITE_STATIC);
	int rc = database_run(d, s);
	if (rc != SQLITE_OK)
		return rc;
	s = database_statement(d, "DELETE FROM sketch WHERE document=?1 AND version NOT IN"
				  " (SELECT version FROM sketch WHERE document=?1"
				  " ORDER BY version DESC LIMIT " SKETCHES_KEPT ")");
	sqlite3_bind_int64(s, 1, v->document);
	return database_run(d, s);
}

// Writes nothing when all is as it was, since it is done with each note.
static int see_document(struct database *d, const struct store_text *t, const struct version *v,
			int64_t now)
{
	sqlite3_stmt *s = database_statement(
		d, "UPDATE document SET name=?2, path=ifnull(?3, path), last=?4, seen=?5"
		   " WHERE document=?1 AND (name IS NOT ?2 OR path IS NOT ifnull(?3, path)"
		   " OR last IS NOT ?4 OR seen < ?5 - " SEEN_EXACT ")");
	sqlite3_bind_int64(s, 1, v->document);
	sqlite3_bind_text(s, 2, t->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 3, t->path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 4, v->version);
	sqlite3_bind_int64(s, 5, now);
	return database_run(d, s);
}

int texts_know(struct database *d, const struct store_text *t, int64_t now, int64_t *document)
{
	struct version v;
	bool is_there = false;
	*document = t->document;
	int rc = find_version(d, t->fingerprint, &v);
	if (rc == SQLITE_OK && t->document != 0)
		rc = find_document(d, t->document, &is_there);
	if (rc == SQLITE_OK && !is_there) {
		*document = v.document;
		if (v.version == 0)
			rc = add_document(d, t, now, document);
	}
	// What another document is known by stays with it.
	if (rc != SQLITE_OK || (v.version != 0 && v.document != *document))
		return rc;
	v.document = *document;
	if (v.version == 0)
		rc = add_version(d, t, now, &v);
	if (rc == SQLITE_OK && t->sha256 && !v.has_sha256)
		rc = add_digest(d, t, &v);
	if (rc == SQLITE_OK && t->sketch && t->sketch->count > 0 && !v.has_sketch)
		rc = add_sketch(d, t, &v);
	return rc == SQLITE_OK ? see_document(d, t, &v, now) : rc;
}
