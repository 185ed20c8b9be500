// SPDX-License-Identifier: ISC
#include "config.h"

#include "terminfo.h"

#include <curses.h>
#include <term.h>

#undef lines // term.h names every capability in plain words

// Its functions take what they do not change as if they did.
static char *loose(const char *s)
{
	return (char *)(uintptr_t)s;
}

bool terminfo_open(const char *type)
{
	int status;
	TERMINAL *before = cur_term;
	if (setupterm(loose(type), 1, &status) != OK) {
		set_curterm(before);
		return false;
	}
	if (before && before != cur_term)
		del_curterm(before);
	return true;
}

void terminfo_close(void)
{
	if (cur_term)
		del_curterm(cur_term);
	set_curterm(NULL);
}

const char *terminfo_string(const char *name)
{
	const char *s = tigetstr(loose(name));
	return s && s != (char *)-1 && *s ? s : NULL;
}

int terminfo_number(const char *name)
{
	int n = tigetnum(loose(name));
	return n < 0 ? -1 : n;
}

bool terminfo_flag(const char *name)
{
	return tigetflag(loose(name)) > 0;
}

// Names of keys begin with a k, as does that of what only begins a report of the mouse.
void terminfo_keys(void (*take)(const char *bytes))
{
	for (size_t i = 0; i < STRCOUNT && strnames[i]; i++) {
		bool is_key = strnames[i][0] == 'k' && strcmp(strnames[i], "kmous") != 0;
		const char *s = is_key ? CUR Strings[i] : NULL;
		if (s && s != (char *)-1 && *s)
			take(s);
	}
}

// "$<", a time and ">" are padding.
static void add_unpadded(struct buf *out, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "$");
		const char *end = string_starts(s + n, "$<") ? strchr(s + n, '>') : NULL;
		bool is_padding =
			end && strspn(s + n + 2, "0123456789.*/") == (size_t)(end - s) - n - 2;
		buf_add(out, s, is_padding ? n : n + (s[n] != '\0'));
		s = is_padding ? end + 1 : s + n + (s[n] != '\0');
	}
}

void terminfo_add_all(struct buf *out, const char *s, const int numbers[TERMINFO_NUMBERS])
{
	const int *n = numbers;
	const char *made = s ? tparm(loose(s), (long)n[0], (long)n[1], (long)n[2], (long)n[3],
				     (long)n[4], (long)n[5], (long)n[6], (long)n[7], (long)n[8])
			     : NULL;
	if (made)
		add_unpadded(out, made);
}

void terminfo_add(struct buf *out, const char *s, int a, int b)
{
	terminfo_add_all(out, s, (int[TERMINFO_NUMBERS]){a, b});
}
