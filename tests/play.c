// SPDX-License-Identifier: ISC
// The parser of plays: words as a shell reads them, one instruction a line, and the comparison
// of screens row by row.
#include "config.h"

#include "play.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/utf8.h"

struct list {
	char **words; // ended by NULL once there is one
	size_t count, capacity;
};

static void list_add(struct list *l, char *word)
{
	l->words = mem_reserve(l->words, &l->capacity, l->count + 2, sizeof *l->words);
	l->words[l->count++] = word;
	l->words[l->count] = NULL;
}

static void free_words(char **words)
{
	for (char **word = words; word && *word; word++)
		free(*word);
	free(words);
}

static bool read_file(const char *path, struct buf *out, struct err *e)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return err_set(e, "cannot open %s: %s", path, strerror(errno));
	buf_clear(out);
	char in[4096];
	size_t n;
	while ((n = fread(in, 1, sizeof in, f)) > 0)
		buf_add(out, in, n);
	bool is_read = !ferror(f);
	fclose(f);
	return is_read || err_set(e, "cannot read %s", path);
}

static char *join(const char *folder, const char *name)
{
	struct buf path = {0};
	buf_printf(&path, "%s/%s", folder, name);
	return buf_take(&path);
}

// --- Words ---

static const char *source_folder(void)
{
	const char *folder = getenv("SRCDIR");
	return folder ? folder : ".";
}

const char *play_shared(void)
{
	struct stat about;
	const char *folder = getenv("KANTLIJN_SHARED");
	return folder && stat(folder, &about) == 0 && S_ISDIR(about.st_mode) ? folder : NULL;
}

// Puts what the variable at S stands for into OUT and returns where it ends.
static const char *expand(struct play *p, const char *s, struct buf *out)
{
	if (string_starts(s, "$SRCDIR")) {
		buf_add_string(out, source_folder());
		return s + strlen("$SRCDIR");
	}
	if (string_starts(s, "$HERE")) {
		buf_add_string(out, p->folder);
		return s + strlen("$HERE");
	}
	if (string_starts(s, "$SHARED")) {
		p->needs_shared = true;
		buf_add_string(out, play_shared() ? play_shared() : "/nowhere");
		return s + strlen("$SHARED");
	}
	buf_add_char(out, *s);
	return s + 1;
}

// Takes the next word of *S into OUT.  False when there is none.
static bool next_word(struct play *p, const char **s, struct buf *out)
{
	const char *c = *s + strspn(*s, " \t");
	char quote = '\0';
	bool is_word = *c != '\0';
	buf_clear(out);
	while (*c && (quote || !strchr(" \t", *c))) {
		if (quote ? *c == quote : *c == '\'' || *c == '"') {
			quote = quote ? '\0' : *c;
			c++;
		} else if (*c == '\\' && quote != '\'' && c[1]) {
			buf_add_char(out, c[1]);
			c += 2;
		} else if (*c == '$' && quote != '\'') {
			c = expand(p, c, out);
		} else {
			buf_add_char(out, *c++);
		}
	}
	*s = c;
	return is_word;
}

static void add_words(struct play *p, const char *rest, char ***words)
{
	struct list l = {.words = *words};
	while (l.words && l.words[l.count])
		l.count++;
	l.capacity = l.words ? l.count + 1 : 0;
	struct buf word = {0};
	while (next_word(p, &rest, &word))
		list_add(&l, mem_string(buf_string(&word)));
	buf_done(&word);
	*words = l.words;
}

static bool parse_numbers(const char *s, size_t count, int *const numbers[], struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		char *end;
		errno = 0;
		long n = strtol(s, &end, 10);
		if (end == s || errno || n < INT16_MIN || n > INT16_MAX)
			return err_set(e, "wanted %zu numbers", count);
		*numbers[i] = (int)n;
		s = end;
	}
	return s[strspn(s, " \t")] == '\0' || err_set(e, "too much on the line");
}

// --- Steps ---

static struct play_step *add_step(struct play *p, enum play_verb verb, int line)
{
	p->steps = mem_resize(p->steps, p->step_count + 1, sizeof *p->steps);
	struct play_step *step = &p->steps[p->step_count++];
	*step = (struct play_step){.verb = verb, .line = line};
	return step;
}

static void add_keys(struct play *p, const char *rest, int line)
{
	while (*(rest += strspn(rest, " \t"))) {
		size_t n = strcspn(rest, " \t");
		add_step(p, PLAY_KEY, line)->word = mem_copy(rest, n);
		rest += n;
	}
}

static void add_typed(struct play *p, const char *text, int line)
{
	size_t n = strlen(text);
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode((const uint8_t *)text + i, n - i, &cp);
		char *word = cp == ' ' ? mem_string("Space") : mem_copy(text + i, len);
		add_step(p, PLAY_KEY, line)->word = word;
		i += len;
	}
}

static bool add_screen(struct play *p, const char *rest, int line, struct err *e)
{
	if (*rest == '\0' || strpbrk(rest, " \t/") || strcmp(rest, "play") == 0)
		return err_set(e, "wanted the name of a file in this folder");
	add_step(p, PLAY_SCREEN, line)->word = mem_string(rest);
	return true;
}

static bool add_numbers(struct play *p, enum play_verb verb, const char *rest, int line,
			struct err *e)
{
	struct play_step *s = add_step(p, verb, line);
	switch (verb) {
	case PLAY_RESIZE:
		return parse_numbers(rest, 2, (int *const[]){&s->cols, &s->rows}, e);
	case PLAY_WHEEL:
		return parse_numbers(rest, 3, (int *const[]){&s->number, &s->col, &s->row}, e);
	case PLAY_EXIT:
		return parse_numbers(rest, 1, (int *const[]){&s->number}, e);
	default:
		return parse_numbers(rest, 2, (int *const[]){&s->col, &s->row}, e);
	}
}

static bool parse_line(struct play *p, const char *s, int line, struct err *e)
{
	static const struct {
		const char *name;
		enum play_verb verb;
	} numeric[] = {{"click", PLAY_CLICK},
		       {"wheel", PLAY_WHEEL},
		       {"resize", PLAY_RESIZE},
		       {"cursor", PLAY_CURSOR},
		       {"exit", PLAY_EXIT}};
	char verb[16];
	size_t n = strcspn(s, " \t");
	const char *rest = s + n + strspn(s + n, " \t");
	snprintf(verb, sizeof verb, "%.*s", (int)n, s);
	if (n == 0 || *s == '#')
		return true;
	if (strcmp(verb, "args") == 0)
		add_words(p, rest, &p->arguments);
	else if (strcmp(verb, "env") == 0)
		add_words(p, rest, &p->environment);
	else if (strcmp(verb, "keys") == 0)
		add_keys(p, rest, line);
	else if (strcmp(verb, "type") == 0)
		add_typed(p, s + n + (s[n] != '\0'), line);
	else if (strcmp(verb, "suspend") == 0)
		add_step(p, PLAY_SUSPEND, line);
	else if (strcmp(verb, "screen") == 0)
		return add_screen(p, rest, line, e);
	else if (strcmp(verb, "size") == 0)
		return parse_numbers(rest, 2, (int *const[]){&p->cols, &p->rows}, e);
	else {
		for (size_t i = 0; i < sizeof numeric / sizeof *numeric; i++)
			if (strcmp(verb, numeric[i].name) == 0)
				return add_numbers(p, numeric[i].verb, rest, line, e);
		return err_set(e, "there is no \"%s\"", verb);
	}
	return true;
}

static bool is_input(enum play_verb verb)
{
	return verb == PLAY_KEY || verb == PLAY_CLICK || verb == PLAY_WHEEL;
}

static bool is_outside(enum play_verb verb)
{
	return verb == PLAY_RESIZE || verb == PLAY_SUSPEND;
}

// A change of size or a stop overtakes keys that are still on their way, and the other way round.
static bool check_order(const struct play *p, int *line, struct err *e)
{
	for (size_t i = 0; i + 1 < p->step_count; i++) {
		enum play_verb a = p->steps[i].verb, b = p->steps[i + 1].verb;
		*line = p->steps[i + 1].line;
		if ((is_outside(a) && (is_input(b) || b == PLAY_SUSPEND)) ||
		    (is_input(a) && is_outside(b)) || (a == PLAY_SUSPEND && b == PLAY_RESIZE))
			return err_set(e, "a screen must stand between these two");
	}
	return true;
}

bool play_read(struct play *p, const char *folder, struct err *e)
{
	const char *slash = strrchr(folder, '/');
	*p = (struct play){.folder = mem_string(folder),
			   .name = mem_string(slash ? slash + 1 : folder),
			   .cols = 80,
			   .rows = 24};
	p->arguments = mem_new(1, sizeof *p->arguments);
	p->environment = mem_new(1, sizeof *p->environment);
	struct buf text = {0};
	char *path = join(folder, "play");
	bool is_read = read_file(path, &text, e);
	int line = 0;
	char *s = text.data;
	while (is_read && s && *s) {
		size_t n = strcspn(s, "\n");
		bool is_last = s[n] == '\0';
		s[n] = '\0';
		line++;
		is_read = parse_line(p, s, line, e);
		s += n + !is_last;
	}
	is_read = is_read && check_order(p, &line, e);
	if (!is_read && line > 0)
		err_wrap(e, "%s, line %d", path, line);
	free(path);
	buf_done(&text);
	if (!is_read)
		play_done(p);
	return is_read;
}

void play_done(struct play *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->step_count; i++)
		free(p->steps[i].word);
	free(p->steps);
	free_words(p->arguments);
	free_words(p->environment);
	free(p->folder);
	free(p->name);
	*p = (struct play){0};
}

// --- Screens ---

bool play_screen(const struct play *p, const struct play_step *step, struct buf *out, struct err *e)
{
	char *path = join(p->folder, step->word);
	bool is_read = read_file(path, out, e);
	free(path);
	return is_read;
}

static bool write_screen(const struct play *p, const struct play_step *step, const char *rows,
			 struct err *e)
{
	char *path = join(p->folder, step->word);
	FILE *f = fopen(path, "wb");
	bool is_written = f && fputs(rows, f) >= 0;
	if (f && fclose(f) != 0)
		is_written = false;
	if (!is_written)
		err_set(e, "cannot write %s: %s", path, strerror(errno));
	free(path);
	return is_written;
}

bool play_compare(const struct play *p, const struct play_step *step, const char *rows,
		  struct err *e)
{
	if (string_equal(getenv("GENERATE"), "1"))
		return write_screen(p, step, rows, e);
	struct buf file = {0};
	bool is_same = play_screen(p, step, &file, e);
	const char *want = buf_string(&file);
	for (int row = 0; is_same && (*want || *rows); row++) {
		size_t w = strcspn(want, "\n"), g = strcspn(rows, "\n");
		if (w != g || memcmp(want, rows, w) != 0 || want[w] != rows[g])
			is_same = err_set(e, "row %d: wanted \"%.*s\", got \"%.*s\"", row, (int)w,
					  want, (int)g, rows);
		want += w + (want[w] != '\0');
		rows += g + (rows[g] != '\0');
	}
	buf_done(&file);
	return is_same || err_wrap(e, "%s, line %d, screen %s", p->name, step->line, step->word);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **play_folders(void)
{
	struct list l = {0};
	char *root = join(source_folder(), "tests/screens");
	DIR *d = opendir(root);
	struct dirent *entry;
	while (d && (entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		char *folder = join(root, entry->d_name);
		struct stat about;
		if (stat(folder, &about) == 0 && S_ISDIR(about.st_mode))
			list_add(&l, folder);
		else
			free(folder);
	}
	if (d)
		closedir(d);
	free(root);
	if (l.count == 0)
		return mem_new(1, sizeof(char *));
	qsort(l.words, l.count, sizeof *l.words, by_name);
	return l.words;
}

void play_free_folders(char **folders)
{
	free_words(folders);
}
