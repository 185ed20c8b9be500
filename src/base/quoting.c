// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/quoting.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/string.h"

// Appends what the quote at *S holds, and moves *S behind it; false when it is not closed.
static bool add_quoted(struct buf *word, const char **s)
{
	char quote = *(*s)++;
	for (; **s && **s != quote; (*s)++) {
		bool is_escape =
			quote == '"' && **s == '\\' && (*s)[1] && strchr("\"\\$`", (*s)[1]);
		if (is_escape)
			(*s)++;
		buf_add_char(word, **s);
	}
	if (!**s)
		return false;
	(*s)++;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

// Appends the word at *S, and moves *S behind it.
static bool add_word(struct buf *word, const char **s)
{
	buf_add_string(word, "");
	while (**s && !is_blank(**s)) {
		if (**s == '\'' || **s == '"') {
			if (!add_quoted(word, s))
				return false;
			continue;
		}
		if (**s == '\\' && (*s)[1])
			(*s)++;
		buf_add_char(word, *(*s)++);
	}
	return true;
}

void quoting_free(char **words)
{
	for (char **word = words; word && *word; word++)
		free(*word);
	free(words);
}

char **quoting_words(const char *s)
{
	size_t count = 0, capacity = 0;
	char **words = mem_reserve(NULL, &capacity, 1, sizeof *words);
	bool is_right = true;
	for (;;) {
		while (is_blank(*s))
			s++;
		if (!*s || !is_right)
			break;
		struct buf word = {0};
		is_right = add_word(&word, &s);
		words = mem_reserve(words, &capacity, count + 3, sizeof *words);
		words[count++] = buf_take(&word);
	}
	words[count] = NULL;
	if (is_right)
		return words;
	quoting_free(words);
	return NULL;
}
