// SPDX-License-Identifier: ISC
#include "config.h"

#include "bench_programs.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONTROL_B "\002"
#define CONTROL_E "\005"
#define CONTROL_F "\006"
#define CONTROL_Y "\031"

// vim would ask about the swap file of the run before, so it makes none; less would ask whether
// bytes are to be shown at all; most would cut long lines, which others wrap.
const struct bench_program bench_programs[] = {
	{.name = "Kantlijn", .keys = {"j", "k", " ", "G", "G", "50%", "/"}, .wraps = true},
	{.name = "less",
	 .commands = {"less"},
	 .arguments = {"-f"},
	 .keys = {"j", "k", " ", "G", "G", "50%", "/"},
	 .wraps = true},
	{.name = "w3m",
	 .commands = {"w3m"},
	 .keys = {"J", "K", " ", "G", "G$", NULL, "/"},
	 .reads_all = true},
	{.name = "vim -R",
	 .commands = {"vim"},
	 .arguments = {"-R", "-n"},
	 .keys = {CONTROL_E, CONTROL_Y, CONTROL_F, "G", "$", "50%", "/"},
	 .wraps = true,
	 .reads_all = true},
	{.name = "most",
	 .commands = {"most"},
	 .arguments = {"-w"},
	 .keys = {"\r", "^", " ", "B", "B", "50%", "/"},
	 .wraps = true},
	{.name = "vis",
	 .commands = {"vis"},
	 .keys = {CONTROL_E, CONTROL_Y, CONTROL_F, "G", "$", "50%", "/"},
	 .wraps = true},
	{.name = "bat",
	 .commands = {"batcat", "bat"},
	 .arguments = {"--paging=always"},
	 .wraps = true,
	 .reads_all = true},
	{.name = "bare curses", .keys = {"j", NULL, " "}, .wraps = true},
	{.name = "cat", .commands = {"cat"}, .wraps = true},
};
const size_t bench_program_count = sizeof bench_programs / sizeof *bench_programs;

const char *bench_find(const char *command)
{
	static char path[4096];
	const char *folders = getenv("PATH");
	while (folders && *folders) {
		size_t n = strcspn(folders, ":");
		snprintf(path, sizeof path, "%.*s/%s", (int)n, folders, command);
		if (access(path, X_OK) == 0)
			return path;
		folders += n + (folders[n] == ':');
	}
	return NULL;
}

static const char *path_of(const struct bench_places *p, const struct bench_program *program)
{
	if (program == &bench_programs[BENCH_KANTLIJN])
		return p->kantlijn;
	if (!program->commands[0])
		return p->floor;
	for (size_t i = 0; i < 3 && program->commands[i]; i++)
		if (bench_find(program->commands[i]))
			return bench_find(program->commands[i]);
	return NULL;
}

bool bench_is_here(const struct bench_places *p, const struct bench_program *program)
{
	return path_of(p, program) != NULL;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about;
	(void)kind;
	return where->level > 0 ? remove(path) : 0;
}

struct environment {
	char text[8][4200];
	char *list[9];
};

// HOME: the name of one that is kept, or NULL for one that is emptied.
static void set_environment(const struct bench_places *p, const char *home, struct environment *env)
{
	static const char *const folders[] = {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
					      "XDG_STATE_HOME", "XDG_CACHE_HOME"};
	char path[4096];
	size_t count = 0;
	mkdir(p->home, 0700);
	snprintf(path, sizeof path, "%s/%s", p->home, home ? home : "empty");
	mkdir(path, 0700);
	if (!home)
		nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	for (; count < sizeof folders / sizeof *folders; count++)
		snprintf(env->text[count], sizeof *env->text, "%s=%s", folders[count], path);
	snprintf(env->text[count++], sizeof *env->text, "TERM=xterm-256color");
	snprintf(env->text[count++], sizeof *env->text, "LANG=C.UTF-8");
	snprintf(env->text[count++], sizeof *env->text, "PATH=%s",
		 getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
	for (size_t i = 0; i < count; i++)
		env->list[i] = env->text[i];
	env->list[count] = NULL;
}

void bench_forget_homes(const struct bench_places *p)
{
	nftw(p->home, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

bool bench_start(const struct bench_places *p, const struct bench_run *run, struct child *c,
		 struct err *e)
{
	struct environment env;
	const char *argv[9];
	size_t count = 0;
	set_environment(p, run->home, &env);
	argv[count++] = path_of(p, run->program);
	for (size_t i = 0; i < 4 && run->program->arguments[i]; i++)
		argv[count++] = run->program->arguments[i];
	if (run->set) {
		argv[count++] = "-a";
		argv[count++] = run->set;
	}
	argv[count++] = run->text;
	argv[count] = NULL;
	return child_start(c, (char *const *)argv, env.list, BENCH_ROWS, BENCH_COLS, e);
}

bool bench_start_silent(const struct bench_places *p, char *const argv[], struct child *c,
			struct err *e)
{
	struct environment env;
	set_environment(p, NULL, &env);
	return child_start_silent(c, argv, env.list, e);
}
