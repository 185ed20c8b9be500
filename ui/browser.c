// SPDX-License-Identifier: ISC
#include "config.h"

#include "browser.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/memory.h"
#include "base/translate.h"
#include "external.h"
#include "process.h"

// Words.

// "%s" is the address, "%%" a per cent sign; true when the address was put in.
static bool add_with_address(struct buf *out, const char *word, const char *address)
{
	bool has_address = false;
	for (; *word; word++) {
		if (word[0] == '%' && word[1] == 's') {
			buf_add_string(out, address);
			has_address = true;
			word++;
		} else {
			buf_add_char(out, *word);
			word += word[0] == '%' && word[1] == '%';
		}
	}
	return has_address;
}

char **browser_words(const char *entry, const char *address)
{
	char **words = external_words(entry);
	size_t count = 0;
	bool has_address = false;
	for (; words && words[count]; count++) {
		struct buf word = {0};
		buf_add_string(&word, "");
		// The name of the program is not made of what others wrote.
		if (count > 0)
			has_address |= add_with_address(&word, words[count], address);
		else
			buf_add_string(&word, words[count]);
		free(words[count]);
		words[count] = buf_take(&word);
	}
	if (!words || has_address)
		return words;
	words = mem_resize(words, count + 2, sizeof *words);
	words[count] = mem_string(address);
	words[count + 1] = NULL;
	return words;
}

// Starting.

static bool is_set(const char *name)
{
	const char *value = getenv(name);
	return value && *value;
}

// Does it need the terminal?  Without a display xdg-open and what distributions have in the place
// of a browser look for one that does.
static bool is_for_terminal(const char *program)
{
	static const char *const browsers[] = {"w3m",	      "lynx",	"links", "links2",
					       "elinks",      "browsh", "cha",	 "carbonyl",
					       "www-browser", NULL};
	static const char *const either[] = {"xdg-open", "sensible-browser", "x-www-browser", NULL};
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;
	bool has_display = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
	return string_is_among(name, browsers) || (!has_display && string_is_among(name, either));
}

// Starts it; why it could not be started, as errno has it, or 0.  What it then says is told.
static int start(char *const words[], struct err *e)
{
	bool has_ended;
	int status = 0;
	if (!is_for_terminal(words[0]))
		return process_detach(words);
	int why = process_run(words, &has_ended, &status);
	if (why)
		return why;
	if (has_ended && WIFSIGNALED(status))
		err_set(e, _("%s was ended by signal %d"), words[0], WTERMSIG(status));
	else if (has_ended && WEXITSTATUS(status) != 0)
		err_set(e, _("%s ended with status %d"), words[0], WEXITSTATUS(status));
	return 0;
}

// Tries one entry; false when it could not be started.
static bool try(const char *entry, const char *address, struct buf *name, struct err *e)
{
	char **words = browser_words(entry, address);
	bool is_started = words && start(words, e) == 0;
	if (is_started)
		buf_add_string(name, words[0]);
	external_free_words(words);
	return is_started;
}

// The entries of $BROWSER; false when none of them could be started.
static bool try_list(const char *list, const char *address, struct buf *name, struct err *e)
{
	while (list && *list) {
		size_t n = strcspn(list, ":");
		char *entry = mem_copy(list, n);
		bool is_started = try(entry, address, name, e);
		free(entry);
		if (is_started)
			return true;
		list += n + (list[n] == ':');
	}
	return false;
}

bool browser_open(const char *address, struct buf *name, struct err *e)
{
	static const char *const usual[] = {"xdg-open", "open"};
	bool is_started = try_list(getenv("BROWSER"), address, name, e);
	for (size_t i = 0; !is_started && i < sizeof usual / sizeof *usual; i++)
		is_started = try(usual[i], address, name, e);
	if (!is_started)
		err_set(e, "%s",
			_("no browser could be started; BROWSER may name one, and y copies the "
			  "address"));
	return !e->is_set;
}
