// SPDX-License-Identifier: ISC
// Prints what a shell needs to complete the command line, from the one table of options:
// "print-completions bash", "zsh" or "fish".
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "reader/options.h"

static bool takes_files(const struct option_row *row)
{
	return row->argument && strcmp(row->argument, "FILE") == 0;
}

static bool may_be_repeated(const struct option_row *row)
{
	return strcmp(row->name, "annotations") == 0 || strcmp(row->name, "import") == 0;
}

// The flag that undoes ROW, "" when it is none that can be undone.
static const char *opposite(const struct option_row *row)
{
	static char name[80];
	bool is_negative = string_starts(row->name, "no-");
	*name = '\0';
	if (!row->argument && row->use != OPTION_ACTION)
		snprintf(name, sizeof name, "%s%s", is_negative ? "" : "no-",
			 is_negative ? row->name + 3 : row->name);
	return name;
}

// Its words, parted by blanks.
static void put_words(const struct option_row *row)
{
	for (int i = 0; row->words && row->words[i]; i++)
		printf("%s%s", i ? " " : "", row->words[i]);
	if (!row->words && strcmp(row->argument, "LANG") == 0)
		fputs("nl en", stdout);
}

// S with a backslash before each of SPECIAL; an apostrophe ends and begins a quoted string.
static void put_escaped(const char *s, const char *special)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\'", stdout);
		else if (strchr(special, *s))
			putchar('\\');
		putchar(*s);
	}
}

// bash.

static void put_bash_case(const struct option_row *row)
{
	printf("\t--%s", row->name);
	if (row->letter >= 'A')
		printf(" | -%c", row->letter);
	fputs(")\n", stdout);
	if (takes_files(row)) {
		puts("\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
		     "\t\tcompopt -o filenames 2>/dev/null");
	} else {
		fputs("\t\tmapfile -t COMPREPLY < <(compgen -W '", stdout);
		put_words(row);
		puts("' -- \"$cur\")");
	}
	puts("\t\treturn ;;");
}

static void put_bash(void)
{
	const struct option_row *row;
	puts("# bash completion for kantlijn\n"
	     "_kantlijn() {\n"
	     "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i\n"
	     "\tCOMPREPLY=()\n"
	     "\t# An equals sign is a word of its own, unless COMP_WORDBREAKS lacks it.\n"
	     "\tif [[ $cur == = ]]; then\n"
	     "\t\tcur=\n"
	     "\telif [[ $prev == = ]] && ((COMP_CWORD > 1)); then\n"
	     "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
	     "\tfi\n"
	     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	     "\t\t[[ ${COMP_WORDS[i]} == -- ]] && prev=\n"
	     "\tdone\n"
	     "\tcase $prev in");
	for (size_t i = 0; (row = options_row(i)); i++)
		if (row->argument)
			put_bash_case(row);
	fputs("\tesac\n"
	      "\tif [[ $cur == -* ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W '",
	      stdout);
	for (size_t i = 0; (row = options_row(i)); i++) {
		printf("--%s%s ", row->name, row->argument ? "=" : "");
		if (row->letter >= 'A')
			printf("-%c ", row->letter);
		if (*opposite(row))
			printf("--%s ", opposite(row));
	}
	puts("' -- \"$cur\")\n"
	     "\t\t[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null\n"
	     "\telse\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
	     "\t\tcompopt -o filenames 2>/dev/null\n"
	     "\tfi\n"
	     "}\n"
	     "complete -F _kantlijn kantlijn");
}

// zsh.

static void put_zsh_option(const struct option_row *row)
{
	const char *other = opposite(row), *equals = row->argument ? "=" : "";
	if (may_be_repeated(row))
		fputs("\t'*'", stdout);
	else if (row->letter >= 'A')
		printf("\t'(-%c --%s)'", row->letter, row->name);
	else
		fputs("\t", stdout);
	if (row->letter >= 'A')
		printf("{-%c%s,--%s%s}'[", row->letter, row->argument ? "+" : "", row->name,
		       equals);
	else
		printf("'--%s%s[", row->name, equals);
	put_escaped(row->help, "[]\\:");
	fputs("]", stdout);
	if (row->argument)
		printf(":%s:", row->argument);
	if (takes_files(row)) {
		fputs("_files", stdout);
	} else if (row->argument) {
		putchar('(');
		put_words(row);
		putchar(')');
	}
	puts("' \\");
	if (*other)
		printf("\t'--%s[the opposite of --%s]' \\\n", other, row->name);
}

static void put_zsh(void)
{
	const struct option_row *row;
	puts("#compdef kantlijn\n_arguments -s -S \\");
	for (size_t i = 0; (row = options_row(i)); i++)
		put_zsh_option(row);
	puts("\t'1:FILE:_files'");
}

// fish.

static void put_fish(void)
{
	const struct option_row *row;
	puts("# fish completion for kantlijn");
	for (size_t i = 0; (row = options_row(i)); i++) {
		printf("complete -c kantlijn -l %s", row->name);
		if (row->letter >= 'A')
			printf(" -s %c", row->letter);
		if (takes_files(row)) {
			fputs(" -r -F", stdout);
		} else if (row->argument) {
			fputs(" -x -a '", stdout);
			put_words(row);
			putchar('\'');
		}
		fputs(" -d '", stdout);
		for (const char *s = row->help; *s; s++)
			printf("%s%c", *s == '\'' || *s == '\\' ? "\\" : "", *s);
		puts("'");
		if (*opposite(row))
			printf("complete -c kantlijn -l %s -d 'the opposite of --%s'\n",
			       opposite(row), row->name);
	}
}

int main(int argc, char **argv)
{
	const char *shell = argc == 2 ? argv[1] : "";
	if (strcmp(shell, "bash") == 0)
		put_bash();
	else if (strcmp(shell, "zsh") == 0)
		put_zsh();
	else if (strcmp(shell, "fish") == 0)
		put_fish();
	else
		return 2;
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
