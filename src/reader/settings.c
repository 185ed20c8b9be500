// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/quoting.h"
#include "base/translate.h"
#include "base/utf8.h"

enum { MOST_WORDS = 128, FAULT = 200 }; // words; bytes of a name that is told

static const char blanks[] = " \t\r";

bool settings_path(const char *name, struct buf *out)
{
	const char *folder = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	if (folder && folder[0] == '/')
		buf_printf(out, "%s/kantlijn/%s", folder, name);
	else if (home && home[0] == '/')
		buf_printf(out, "%s/.config/kantlijn/%s", home, name);
	else
		return false;
	return true;
}

// Why the file FD may not be read, or NULL.  It was opened without waiting for a writer; from here
// on one is waited for.
static const char *refusal(int fd, bool is_optional)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return strerror(errno);
	if (S_ISDIR(st.st_mode))
		return strerror(EISDIR);
	if (is_optional && !S_ISREG(st.st_mode))
		return _("it is no regular file");
	(void)fcntl(fd, F_SETFL, 0);
	return NULL;
}

// Reads from FD until its end or one byte more than may be; an errno, or 0.
static int read_all(int fd, struct buf *out)
{
	char piece[4096];
	out->ceiling = SETTINGS_FILE;
	while (!out->is_full) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n == 0)
			return 0;
		if (n > 0)
			buf_add(out, piece, (size_t)n);
		else if (errno != EINTR)
			return errno;
	}
	return 0;
}

bool settings_load(const char *path, bool is_optional, struct buf *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 && is_optional && (errno == ENOENT || errno == ENOTDIR))
		return true;
	if (fd < 0)
		return err_set(e, _("cannot read %.*s: %s"), FAULT, path, strerror(errno));
	const char *why = refusal(fd, is_optional);
	int error = why ? 0 : read_all(fd, out);
	close(fd);
	if (error)
		why = strerror(error);
	if (why)
		return err_set(e, _("cannot read %.*s: %s"), FAULT, path, why);
	if (out->is_full)
		return err_set(e, _("cannot read %.*s: it is larger than %d KiB"), FAULT, path,
			       SETTINGS_FILE / 1024);
	if (string_starts(buf_string(out), "\xEF\xBB\xBF")) {
		memmove(out->data, out->data + 3, out->len - 3 + 1);
		out->len -= 3;
	}
	return true;
}

// Is it UTF-8 without control characters?
static bool is_text(const char *s, size_t n)
{
	const uint8_t *bytes = (const uint8_t *)s;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(bytes + i, n - i, &cp);
		bool is_replaced = cp == 0xFFFD && !(len == 3 && bytes[i] == 0xEF);
		if (is_replaced || (cp < ' ' && cp != '\t' && cp != '\r') || cp == 0x7F)
			return false;
		i += len;
	}
	return true;
}

// The end of S without a comment and the blanks before it.
static char *content_end(char *s)
{
	char *end = s + strlen(s);
	for (char *at = s; *at; at++)
		if (*at == '#' && (at == s || strchr(blanks, at[-1]))) {
			end = at;
			break;
		}
	while (end > s && strchr(blanks, end[-1]))
		end--;
	return end;
}

// LINE, which ends with a NUL, is written into.
static bool read_line(struct options *o, char *line, struct err *e)
{
	line += strspn(line, blanks);
	*content_end(line) = '\0';
	if (*line == '\0')
		return true;
	char *value = strchr(line, '=');
	char *end = value ? value : line + strlen(line);
	if (value) {
		value++;
		value += strspn(value, blanks);
	}
	while (end > line && strchr(blanks, end[-1]))
		end--;
	*end = '\0';
	return options_set(o, line, value, e);
}

// How many lines of TEXT were not understood; the first fault is told.
static int read_lines(struct options *o, const char *path, struct buf *text, struct err *e)
{
	int faults = 0;
	char *s = text->data, *end = text->data + text->len;
	for (int number = 1; s < end; number++) {
		char *next = memchr(s, '\n', (size_t)(end - s));
		size_t n = (size_t)((next ? next : end) - s);
		struct err fault = {0};
		bool is_read =
			is_text(s, n) || err_set(&fault, "%s", _("this is no text in UTF-8"));
		s[n] = '\0';
		if (is_read)
			is_read = read_line(o, s, &fault);
		if (!is_read && faults++ == 0) {
			err_wrap(&fault, _("%.*s, line %d"), FAULT, path, number);
			if (e)
				*e = fault;
		}
		s += n + 1;
	}
	return faults;
}

static bool read_file(struct options *o, const char *path, bool is_optional, struct err *e)
{
	struct buf text = {0};
	bool is_read = settings_load(path, is_optional, &text, e);
	if (is_read && text.len) {
		int faults = read_lines(o, path, &text, e);
		log_line(LOG_VIEW, "settings of %zu bytes, %d lines at fault", text.len, faults);
		is_read = faults == 0;
	}
	buf_done(&text);
	return is_read;
}

bool settings_read(struct options *o, const char *path, struct err *e)
{
	return read_file(o, path, false, e);
}

bool settings_read_own(struct options *o, struct err *e)
{
	struct buf path = {0};
	bool is_read = !settings_path("config", &path) || read_file(o, buf_string(&path), true, e);
	buf_done(&path);
	return is_read;
}

// Words.

// As the program is given them: its name, and what it is to read.
static bool read_parted(struct options *o, char **words, struct err *e)
{
	char name[] = "kantlijn", *argv[MOST_WORDS + 2] = {name};
	int argc = 1;
	for (char **word = words; *word; word++) {
		if (argc > MOST_WORDS)
			return err_set(e, _("cannot take more than %d words"), MOST_WORDS);
		argv[argc++] = *word;
	}
	return options_parse_settings(o, argc, argv, e);
}

bool settings_read_words(struct options *o, const char *words, struct err *e)
{
	size_t n = strnlen(words, SETTINGS_WORDS + 1);
	if (n > SETTINGS_WORDS)
		return err_set(e, _("cannot take options of more than %d bytes"), SETTINGS_WORDS);
	if (!is_text(words, n))
		return err_set(e, "%s", _("this is no text in UTF-8"));
	char **parted = quoting_words(words);
	if (!parted)
		return err_set(e, _("cannot find the end of what is quoted in \"%.200s\""), words);
	bool is_read = read_parted(o, parted, e);
	quoting_free(parted);
	return is_read;
}

// The file that one may begin with.

static void print_setting(const struct option_row *row, struct buf *out)
{
	static const struct options none;
	struct buf shown = {0};
	buf_printf(out, "\n# %s\n", _(row->help));
	options_show(&none, row->name, &shown);
	const char *value = strchr(buf_string(&shown), '=');
	if (row->argument && value)
		buf_printf(out, "#%s =%s%s\n", row->name, value[1] ? " " : "", value + 1);
	else
		buf_printf(out, "#%s = no\n", row->name);
	buf_done(&shown);
}

void settings_print(struct buf *out)
{
	const struct option_row *row;
	buf_add_string(out,
		       _("# Settings of kantlijn, each as it is without this file.  It is read "
			 "as\n# ~/.config/kantlijn/config, before the options in KANTLIJN and "
			 "on the command line.\n# What is to be otherwise loses its \"#\".\n"));
	for (size_t i = 0; (row = options_row(i)); i++)
		if (row->use != OPTION_ACTION)
			print_setting(row, out);
}
