// SPDX-License-Identifier: ISC
#include "config.h"

#include "external.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/quoting.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "terminal.h"

extern char **environ;

// Words.

void external_free_words(char **words)
{
	quoting_free(words);
}

char **external_words(const char *command)
{
	char **words = quoting_words(command);
	if (words && words[0] && *words[0])
		return words;
	quoting_free(words);
	return NULL;
}

// The program, with PATH as its last argument.
static char **choose(const char *path, struct err *e)
{
	static const char *const names[] = {"VISUAL", "EDITOR"};
	const char *command = "vi", *name = "";
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && value[strspn(value, " \t\n")]) {
			command = value;
			name = names[i];
			break;
		}
	}
	char **words = external_words(command);
	if (!words) {
		err_set(e, _("cannot edit: %s is \"%s\", which names no program"), name, command);
		return NULL;
	}
	size_t count = 0;
	while (words[count])
		count++;
	words = mem_resize(words, count + 2, sizeof *words);
	words[count] = mem_string(path);
	words[count + 1] = NULL;
	return words;
}

// The file.

static bool write_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t written = write(fd, s, n);
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			s += written;
			n -= (size_t)written;
		}
	}
	return true;
}

// Makes the file with TEXT and a line feed in it; PATH is where.
static bool make_file(const char *text, struct buf *path, struct err *e)
{
	static const char *const names[] = {"XDG_RUNTIME_DIR", "TMPDIR"};
	static const char suffix[] = ".md";
	const char *folder = "/tmp";
	for (size_t i = sizeof names / sizeof *names; i > 0; i--) {
		const char *value = getenv(names[i - 1]);
		if (value && *value == '/')
			folder = value;
	}
	buf_printf(path, "%s/kantlijn-XXXXXX%s", folder, suffix);
	int fd = mkstemps(path->data, (int)strlen(suffix));
	if (fd < 0)
		return err_set(e, _("cannot edit: a file in %s cannot be made: %s"), folder,
			       strerror(errno));
	terminal_doom(path->data);
	bool is_written = write_all(fd, text, strlen(text)) && (!*text || write_all(fd, "\n", 1));
	int why = errno;
	if (close(fd) == 0 && is_written)
		return true;
	err_set(e, _("cannot edit: %s cannot be written: %s"), path->data,
		strerror(is_written ? errno : why));
	unlink(path->data);
	return false;
}

// Reads at most one byte more than what may be.
static bool read_all(int fd, struct buf *out)
{
	char bytes[4096];
	for (;;) {
		ssize_t n = read(fd, bytes, sizeof bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		buf_add(out, bytes, (size_t)n);
		if (out->is_full)
			return true;
	}
}

// Takes what is in the file; *IS_KEPT when it must not be removed.
static bool read_file(const char *path, struct buf *out, bool *is_kept, struct err *e)
{
	enum { LINE_END = 2 };
	struct buf bytes = {.ceiling = EXTERNAL_CEILING + LINE_END};
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool is_read = fd >= 0 && fstat(fd, &st) == 0;
	if (is_read && !S_ISREG(st.st_mode)) {
		errno = EINVAL;
		is_read = false;
	}
	is_read = is_read && read_all(fd, &bytes);
	int why = errno;
	if (fd >= 0)
		close(fd);
	if (!is_read) {
		// What is a file may be read otherwise; a link or a pipe in its place is nobody's
		// text.
		*is_kept = why != ENOENT && why != ELOOP && why != EINVAL && why != ENXIO;
		buf_done(&bytes);
		return err_set(e, _("what was edited cannot be read again: %s: %s"), path,
			       strerror(why));
	}
	const char *s = buf_string(&bytes);
	size_t n = bytes.len;
	if (n > 0 && s[n - 1] == '\n')
		n -= n > 1 && s[n - 2] == '\r' ? 2 : 1;
	struct buf repaired = {0};
	utf8_repair(&repaired, s, n);
	*is_kept = bytes.is_full || repaired.len > EXTERNAL_CEILING;
	if (*is_kept)
		err_set(e, _("what was edited is longer than 64 KiB; it was left in %s"), path);
	else
		buf_add(out, buf_string(&repaired), repaired.len);
	buf_done(&repaired);
	buf_done(&bytes);
	return !*is_kept;
}

// The program.

static volatile sig_atomic_t was_continued;

static void on_change(int signal)
{
	was_continued |= signal == SIGCONT;
}

// How signals are handled while another program has the terminal.
struct peace {
	struct sigaction interrupt, quit, stop, child, resume; // as they were
	sigset_t mask;
};

static void set_handler(int number, void (*handler)(int), struct sigaction *old)
{
	struct sigaction action = {.sa_handler = handler};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, old);
}

// The keys of the terminal that end a program are for the other one; one that stops it stops both.
// Signals come only while one waits for them, so that none is missed.
static void peace_begin(struct peace *p)
{
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &p->mask);
	was_continued = 0;
	set_handler(SIGINT, SIG_IGN, &p->interrupt);
	set_handler(SIGQUIT, SIG_IGN, &p->quit);
	set_handler(SIGTSTP, SIG_DFL, &p->stop);
	set_handler(SIGCHLD, on_change, &p->child);
	set_handler(SIGCONT, on_change, &p->resume);
}

static void peace_end(const struct peace *p)
{
	sigaction(SIGINT, &p->interrupt, NULL);
	sigaction(SIGQUIT, &p->quit, NULL);
	sigaction(SIGTSTP, &p->stop, NULL);
	sigaction(SIGCHLD, &p->child, NULL);
	sigaction(SIGCONT, &p->resume, NULL);
	sigprocmask(SIG_SETMASK, &p->mask, NULL);
}

// Starts the program in the terminal, with the signals as this one was given them.
static int start(char *const words[], const struct peace *p, pid_t *pid)
{
	posix_spawnattr_t how;
	posix_spawn_file_actions_t files;
	sigset_t defaults;
	sigemptyset(&defaults);
	if (p->interrupt.sa_handler != SIG_IGN)
		sigaddset(&defaults, SIGINT);
	if (p->quit.sa_handler != SIG_IGN)
		sigaddset(&defaults, SIGQUIT);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigdefault(&how, &defaults);
	posix_spawnattr_setsigmask(&how, &p->mask);
	posix_spawn_file_actions_init(&files);
	if (terminal_keys() != STDIN_FILENO)
		posix_spawn_file_actions_adddup2(&files, terminal_keys(), STDIN_FILENO);
	int why = posix_spawnp(pid, words[0], &files, &how, words, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return why;
}

// Waits until the program has ended: true, or a signal ends this one.
static bool wait_for_end(pid_t pid, const struct peace *p, int *status)
{
	for (;;) {
		if (was_continued)
			kill(pid, SIGCONT);
		was_continued = 0;
		pid_t changed = waitpid(pid, status, WNOHANG | WUNTRACED);
		if (changed == pid && !WIFSTOPPED(*status))
			return true;
		if (changed < 0 && errno != EINTR)
			return false;
		if (terminal_deadly_signal()) {
			kill(pid, SIGHUP);
			kill(pid, SIGCONT);
			return false;
		}
		if (changed == pid)
			kill(0, SIGTSTP); // it stopped itself alone
		sigsuspend(&p->mask);
	}
}

static bool run(char *const words[], struct err *e)
{
	struct peace p;
	pid_t pid;
	int status = 0;
	terminal_leave();
	peace_begin(&p);
	int why = start(words, &p, &pid);
	bool has_ended = why == 0 && wait_for_end(pid, &p, &status);
	peace_end(&p);
	terminal_return();
	if (why)
		return err_set(e, _("cannot edit: %s cannot be started: %s"), words[0],
			       strerror(why));
	if (!has_ended)
		return err_set(e, _("editing was broken off"));
	if (WIFSIGNALED(status))
		return err_set(e, _("%s was ended by signal %d; the text stays as it was"),
			       words[0], WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return err_set(e, _("%s ended with status %d; the text stays as it was"), words[0],
			       WEXITSTATUS(status));
	return true;
}

bool external_edit(const char *text, struct buf *out, struct err *e)
{
	struct buf path = {0};
	bool is_kept = false, is_done = false;
	if (make_file(text, &path, e)) {
		char **words = choose(path.data, e);
		is_done = words && run(words, e) && read_file(path.data, out, &is_kept, e);
		if (!is_kept)
			unlink(path.data);
		external_free_words(words);
	}
	terminal_doom("");
	buf_done(&path);
	return is_done;
}
