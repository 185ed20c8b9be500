// SPDX-License-Identifier: ISC
#include "config.h"

#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "terminal.h"

extern char **environ;

// Having the terminal.

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
	sigaddset(&defaults, SIGPIPE);
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

int process_run(char *const words[], bool *has_ended, int *status)
{
	struct peace p;
	pid_t pid;
	terminal_leave();
	peace_begin(&p);
	int why = start(words, &p, &pid);
	*has_ended = why == 0 && wait_for_end(pid, &p, status);
	peace_end(&p);
	terminal_return();
	return why;
}

// Being read by another program.

static int64_t now(void) // [ms]
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// Starts the program in a process group of its own, so that keys of the terminal do not end what it
// leaves behind, with standard input from descriptor IN and no output.
static int start_feeding(char *const words[], int in, const sigset_t *mask, pid_t *pid)
{
	posix_spawnattr_t how;
	posix_spawn_file_actions_t files;
	sigset_t defaults;
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(
		&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	posix_spawnattr_setsigdefault(&how, &defaults);
	posix_spawnattr_setsigmask(&how, mask);
	posix_spawnattr_setpgroup(&how, 0);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int why = posix_spawnp(pid, words[0], &files, &how, words, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return why;
}

// Writes what the pipe takes now; false when nobody reads it any more.
static bool write_some(int fd, const char **text, size_t *n)
{
	while (*n > 0) {
		ssize_t written = write(fd, *text, *n);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return errno == EAGAIN;
		*text += written;
		*n -= (size_t)written;
	}
	return true;
}

// Waits until FD (−1: none) can be written, or a child changed, or END [ms] has come.  Signals come
// only here: *MASK is the one from before they were held back.
static void wait_for_news(int fd, int64_t end, const sigset_t *mask)
{
	int64_t left = end - now();
	struct timespec most = {.tv_sec = left > 0 ? (time_t)(left / 1000) : 0,
				.tv_nsec = left > 0 ? (long)(left % 1000) * 1000000 : 0};
	fd_set writing;
	FD_ZERO(&writing);
	if (fd >= 0)
		FD_SET(fd, &writing);
	pselect(fd + 1, NULL, fd >= 0 ? &writing : NULL, NULL, &most, mask);
}

// Writes to *FD, which is closed at the end, and waits for PID until END [ms].
static bool feed(pid_t pid, int *fd, const char *text, size_t n, int64_t end, const sigset_t *mask)
{
	int status;
	bool is_read = true;
	for (;;) {
		if (*fd >= 0) {
			is_read = write_some(*fd, &text, &n);
			if (!is_read || n == 0) {
				close(*fd);
				*fd = -1;
			}
		}
		pid_t changed = waitpid(pid, &status, WNOHANG);
		if (changed == pid)
			return is_read && n == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
		if (changed < 0 && errno != EINTR)
			return false;
		if (now() >= end || terminal_deadly_signal())
			break;
		wait_for_news(*fd, end, mask);
	}
	kill(-pid, SIGKILL);
	waitpid(pid, &status, 0);
	return false;
}

// A pipe of which neither end goes to other programs, and whose writing end never waits.
static bool open_pipe(int ends[2])
{
	if (pipe(ends) < 0)
		return false;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	return ends[1] < FD_SETSIZE;
}

bool process_feed(char *const words[], const char *text, size_t n, int wait)
{
	int ends[2] = {-1, -1};
	pid_t pid;
	struct sigaction child, broken;
	sigset_t all, mask;
	bool is_fed = false, is_open = open_pipe(ends);
	int64_t end = now() + wait;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask);
	set_handler(SIGCHLD, on_change, &child);
	set_handler(SIGPIPE, SIG_IGN, &broken);
	bool is_started = is_open && start_feeding(words, ends[0], &mask, &pid) == 0;
	if (ends[0] >= 0)
		close(ends[0]);
	if (is_started)
		is_fed = feed(pid, &ends[1], text, n, end, &mask);
	if (ends[1] >= 0)
		close(ends[1]);
	sigaction(SIGCHLD, &child, NULL);
	sigaction(SIGPIPE, &broken, NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	return is_fed;
}

// By themselves.

// In the grandchild, which nobody has to wait for: signals as a shell gives them, no terminal.
static _Noreturn void become(char *const words[], int report)
{
	static const int usual[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGPIPE, SIGTSTP,
				    SIGCHLD, SIGALRM, SIGUSR1, SIGUSR2, SIGWINCH};
	sigset_t none;
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		signal(usual[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int null = open("/dev/null", O_RDWR);
	for (int fd = STDIN_FILENO; null >= 0 && fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	execvp(words[0], words);
	int why = errno;
	ssize_t n = write(report, &why, sizeof why);
	(void)n;
	_exit(127);
}

int process_detach(char *const words[])
{
	int ends[2], why = 0;
	if (pipe(ends) < 0)
		return errno;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	pid_t pid = fork();
	if (pid == 0) {
		setsid();
		pid_t program = fork();
		if (program == 0)
			become(words, ends[1]);
		_exit(program < 0 ? 1 : 0);
	}
	why = pid < 0 ? errno : 0;
	close(ends[1]);
	int status = 0;
	if (pid > 0) {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		// Closed without a word once the program has begun.
		ssize_t n;
		int told;
		while ((n = read(ends[0], &told, sizeof told)) < 0 && errno == EINTR)
			;
		why = n == (ssize_t)sizeof told ? told : WEXITSTATUS(status) ? EAGAIN : 0;
	}
	close(ends[0]);
	return why;
}
