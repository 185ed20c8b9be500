// SPDX-License-Identifier: ISC
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "storing.h"
#include "want.h"

int storing_begin(void **state)
{
	struct folder *f = calloc(1, sizeof *f);
	*state = f;
	return f && folder_make(f) ? 0 : -1;
}

int storing_finish(void **state)
{
	folder_remove(*state);
	free(*state);
	return 0;
}

struct store *opened(const struct folder *f)
{
	struct err e = {0};
	struct store *s = store_open(f->path, &e);
	want(s, "wanted a store, got \"%s\"", e.text);
	return s;
}

struct store_text text_called(const char *fingerprint)
{
	return (struct store_text){.fingerprint = fingerprint, .name = "a.txt", .path = "/x/a.txt"};
}

int64_t written(struct store *s, struct store_text *t, const char *id, const char *json,
		int64_t was)
{
	struct err e = {0};
	struct store_change c = {.id = id, .json = json, .was = was};
	enum store_result result = store_write(s, t, &c, 1, NOW, &e);
	want(result == STORE_DONE, "%s: wanted it to be written, got \"%s\"", id, e.text);
	return c.revision;
}

void add_line(void *data, const struct store_note *note)
{
	buf_printf(data, "%s=%s@%lld in %lld\n", note->id, note->json ? note->json : "-",
		   (long long)note->revision, (long long)note->document);
}

int64_t want_notes(struct store *s, int64_t document, int64_t since, const char *lines)
{
	struct err e = {0};
	struct buf got = {0};
	int64_t last = -1;
	bool is_read = store_read(s, document, since, add_line, &got, &last, &e);
	want(is_read, "wanted notes, got \"%s\"", e.text);
	want_string("notes", lines, buf_string(&got));
	buf_done(&got);
	return last;
}

static int add_value(void *data, int columns, char **values, char **names)
{
	(void)columns, (void)names;
	buf_add_string(data, values[0] ? values[0] : "NULL");
	buf_add_char(data, '\n');
	return 0;
}

char *query(const struct folder *f, const char *sql)
{
	char *path = folder_file(f, "kantlijn.db");
	struct buf out = {0};
	sqlite3 *db = NULL;
	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, add_value, &out, NULL) != SQLITE_OK)
		buf_add_string(&out, sqlite3_errmsg(db));
	sqlite3_close(db);
	free(path);
	buf_add(&out, "", 0);
	return buf_take(&out);
}
