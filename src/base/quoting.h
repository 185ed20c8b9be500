// SPDX-License-Identifier: ISC
// Words as a shell parts plain ones (POSIX, Shell Command Language, 2.2): at blanks; '…' and "…"
// hold them together, a backslash takes the next character for itself, within "…" only one of
// "\$`.  Nothing else means anything.
#ifndef BASE_QUOTING_H
#define BASE_QUOTING_H

// The words in S, ended by NULL, to be freed with quoting_free; NULL when a quote is not closed.
char **quoting_words(const char *s);
void quoting_free(char **words);

#endif
