// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// One of the two globals of src/: a log that had to be passed everywhere
// would not be used.
static struct {
	FILE *file;
	unsigned areas; // bit (1 << area)
} the_log;

static const char *const names[LOG_AREAS] = {
	[LOG_DOC] = "doc",   [LOG_INDEX] = "idx", [LOG_LAYOUT] = "lay", [LOG_VIEW] = "view",
	[LOG_NOTE] = "note", [LOG_FIND] = "find", [LOG_KEY] = "key",	[LOG_TERM] = "term",
};

static unsigned area_bits(const char *name, size_t len)
{
	if (len == 3 && memcmp(name, "all", 3) == 0)
		return (1u << LOG_AREAS) - 1;
	for (unsigned i = 0; i < LOG_AREAS; i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return 1u << i;
	return 0;
}

bool log_open(const char *spec, struct err *e)
{
	if (!spec || !*spec)
		return true;
	const char *colon = strchr(spec, ':');
	if (!colon || !colon[1])
		return err_set(e, "cannot log as \"%s\" asks: no file is named", spec);
	unsigned areas = 0;
	for (const char *p = spec; p < colon;) {
		size_t len = strcspn(p, ",:");
		unsigned bits = area_bits(p, len);
		if (!bits)
			return err_set(e, "cannot log: there is no area \"%.*s\"", (int)len, p);
		areas |= bits;
		p += len + 1;
	}
	the_log.file = fopen(colon + 1, "a");
	if (!the_log.file)
		return err_set(e, "cannot open the log %s: %s", colon + 1, strerror(errno));
	the_log.areas = areas;
	setvbuf(the_log.file, NULL, _IOLBF, 0);
	return true;
}

void log_close(void)
{
	if (the_log.file)
		fclose(the_log.file);
	the_log.file = NULL;
	the_log.areas = 0;
}

void log_line(enum log_area area, const char *fmt, ...)
{
	if (!(the_log.areas & 1u << area))
		return;
	fprintf(the_log.file, "%-4s ", names[area]);
	va_list args;
	va_start(args, fmt);
	vfprintf(the_log.file, fmt, args);
	va_end(args);
	putc('\n', the_log.file);
}

void log_last_words(const char *text)
{
	ssize_t n = write(STDERR_FILENO, text, strlen(text));
	(void)n;
}
