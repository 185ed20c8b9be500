// SPDX-License-Identifier: ISC
// Lines are counted when the first of them is asked for, with a mark at each 8 KiB, so that what
// was not asked for costs nothing.  A set that came as bytes lies in no folder.
#include "config.h"

#include "knowledge/set_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"
#include "document/source.h"

#define STRETCH ((uint64_t)8 << 10) // [byte], between two marks

// The line breaks before each multiple of STRETCH.
struct marks {
	size_t *breaks;
	size_t count, capacity;
};

struct set_file {
	char *name;
	bool is_path; // the name leads to it
	struct source *source;
	struct marks *marks; // apart, since asking for a line changes no file
};

static struct set_file *file_new(struct source *s, const char *name, bool is_path)
{
	struct set_file *f = mem_new(1, sizeof *f);
	f->name = mem_string(name);
	f->is_path = is_path;
	f->source = s;
	f->marks = mem_new(1, sizeof *f->marks);
	return f;
}

struct set_file *set_file_open(const char *path, struct err *e)
{
	struct source *s = source_open(path, e);
	return s ? file_new(s, path, true) : NULL;
}

struct set_file *set_file_open_bytes(const char *name, const void *bytes, size_t n)
{
	return file_new(source_open_bytes(bytes, n, name), name, false);
}

void set_file_close(struct set_file *f)
{
	if (!f)
		return;
	source_close(f->source);
	free(f->marks->breaks);
	free(f->marks);
	free(f->name);
	free(f);
}

const char *set_file_name(const struct set_file *f)
{
	return f->name;
}

bool set_file_is_whole(struct set_file *f)
{
	if (!source_is_complete(f->source))
		source_poll(f->source);
	return source_is_complete(f->source);
}

uint64_t set_file_begin(const struct set_file *f)
{
	return source_begin(f->source);
}

uint64_t set_file_size(const struct set_file *f)
{
	return source_size(f->source);
}

const uint8_t *set_file_bytes(const struct set_file *f, uint64_t pos, size_t *n)
{
	return source_bytes(f->source, pos, n);
}

static size_t count_breaks(const uint8_t *s, size_t n)
{
	size_t breaks = 0;
	for (const uint8_t *p = s; n && (p = memchr(p, '\n', (size_t)(s + n - p))); p++)
		breaks++;
	return breaks;
}

size_t set_file_line(const struct set_file *f, uint64_t pos)
{
	struct marks *m = f->marks;
	size_t n;
	const uint8_t *s = source_bytes(f->source, 0, &n);
	if (pos > n)
		pos = n;
	size_t mark = (size_t)(pos / STRETCH);
	m->breaks = mem_reserve(m->breaks, &m->capacity, mark + 1, sizeof *m->breaks);
	for (; m->count <= mark; m->count++) {
		size_t i = m->count;
		m->breaks[i] =
			i == 0 ? 0
			       : m->breaks[i - 1] + count_breaks(s + (i - 1) * STRETCH, STRETCH);
	}
	return m->breaks[mark] + count_breaks(s + mark * STRETCH, (size_t)(pos - mark * STRETCH)) +
	       1;
}

size_t set_file_column(const struct set_file *f, uint64_t pos)
{
	size_t n;
	const uint8_t *s = source_bytes(f->source, 0, &n);
	uint64_t begin = source_begin(f->source);
	if (pos > n)
		pos = n;
	size_t from = (size_t)pos;
	while (from > begin && s[from - 1] != '\n')
		from--;
	return (size_t)utf8_count(s + from, (size_t)pos - from) + 1;
}

static int hex_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c | ' ') : NULL;
	return at && *at ? (int)(at - digits) : -1;
}

// False for what unescapes to a NUL or a slash.
static bool unescape(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i];
		if (c == '%' && i + 2 < n && hex_value(s[i + 1]) >= 0 && hex_value(s[i + 2]) >= 0) {
			c = (char)(hex_value(s[i + 1]) * 16 + hex_value(s[i + 2]));
			i += 2;
		}
		if (c == '\0' || c == '/')
			return false;
		buf_add_char(out, c);
	}
	return true;
}

char *set_file_beside(const struct set_file *f, const char *iri)
{
	size_t n = strcspn(iri, "#");
	size_t path = strcspn(iri, "?#");
	size_t begin = path;
	while (begin > 0 && iri[begin - 1] != '/')
		begin--;
	struct buf name = {.ceiling = 255};
	bool is_name = f->is_path && path > begin && !strstr(iri, "..") &&
		       unescape(iri + begin, n - begin, &name) && !name.is_full &&
		       buf_string(&name)[0] != '.' && !strstr(buf_string(&name), "..");
	if (is_name)
		return buf_take(&name);
	buf_done(&name);
	return NULL;
}

struct set_file *set_file_open_beside(const struct set_file *f, const char *name)
{
	const char *slash = strrchr(f->name, '/');
	struct buf path = {0};
	buf_add(&path, f->name, slash ? (size_t)(slash - f->name) + 1 : 0);
	buf_add_string(&path, name);
	struct set_file *beside = NULL;
	struct stat st;
	int fd = open(buf_string(&path), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		struct source *s = source_open_descriptor(fd, buf_string(&path), NULL);
		beside = s ? file_new(s, buf_string(&path), true) : NULL;
	} else if (fd >= 0) {
		close(fd);
	}
	buf_done(&path);
	return beside;
}
