// SPDX-License-Identifier: ISC
// The terminal for tests.  Three processes: the test; a leader, which owns the session and does
// what a shell does when a job stops; and the program in a process group of its own, without
// which SIGTSTP would be ignored.  The leader reports over a pipe and is told over another.
#include "config.h"

#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/memory.h"
#include "base/utf8.h"

enum {
	MODES = 4096,	  // private modes that are followed
	MODE_WRAP = 7,	  // on at the start, as in xterm
	MODE_CURSOR = 25, // likewise
};

enum report_kind {
	REPORT_STARTED, // value: process id
	REPORT_STOPPED, // value: signal
	REPORT_ENDED,	// value: status
};

struct report {
	enum report_kind kind;
	int value;
};

struct pty {
	int fd;	     // the master side
	int reports; // from the leader
	int orders;  // to the leader
	pid_t leader;
	pid_t program; // 0 until known
	bool is_stopped, has_ended;
	bool is_silent; // nobody has the other side open any more
	int status;	// as from waitpid
	int rows, cols;
	VTerm *vt;
	VTermScreen *screen;
	bool is_cursor_visible, is_alternate;
	int mouse;
	struct termios before;
	struct buf output;
	bool modes[MODES];
	// How far into "ESC [ ? N ; N h" the output is: 0, 1, 2, then 3 while numbers come.
	int scan;
	unsigned numbers[16];
	size_t number_count;
	char held[4]; // the begin of a character whose rest has not come
	size_t held_count;
};

// --- The leader, and the program's first moments ---

static void report(int fd, enum report_kind kind, int value)
{
	struct report r = {.kind = kind, .value = value};
	if (write(fd, &r, sizeof r) != (ssize_t)sizeof r)
		_exit(127);
}

static _Noreturn void lead(char *const argv[], char **env, int reports, int orders)
{
	char order;
	signal(SIGTTOU, SIG_IGN);
	if (read(orders, &order, 1) != 1)
		_exit(127);
	pid_t pid = fork();
	if (pid < 0)
		_exit(127);
	if (pid == 0) {
		setpgid(0, 0);
		tcsetpgrp(STDIN_FILENO, getpid());
		// As from a shell that somebody types at, wherever the tests were started from.
		static const int usual[] = {SIGTTOU, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTERM};
		for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
			signal(usual[i], SIG_DFL);
		execve(argv[0], argv, env);
		_exit(127);
	}
	setpgid(pid, pid);
	tcsetpgrp(STDIN_FILENO, pid);
	report(reports, REPORT_STARTED, (int)pid);
	for (;;) {
		int status;
		if (waitpid(pid, &status, WUNTRACED) < 0)
			_exit(127);
		if (!WIFSTOPPED(status)) {
			report(reports, REPORT_ENDED, status);
			_exit(0);
		}
		tcsetpgrp(STDIN_FILENO, getpgrp());
		report(reports, REPORT_STOPPED, WSTOPSIG(status));
		if (read(orders, &order, 1) != 1)
			_exit(127);
		tcsetpgrp(STDIN_FILENO, pid);
		kill(-pid, SIGCONT);
	}
}

static bool has_name(const char *entry, const char *other)
{
	size_t n = strcspn(other, "=");
	return strncmp(entry, other, n) == 0 && entry[n] == '=';
}

// The bare environment with ENV over it.  The list is the caller's, the strings are shared.
static char **make_environment(char *const env[])
{
	static const char *const inherited[] = {"PATH",
						"HOME",
						"ASAN_OPTIONS",
						"UBSAN_OPTIONS",
						"LSAN_OPTIONS",
						"TERMINFO",
						"TERMINFO_DIRS",
						"KANTLIJN_LOCALEDIR",
						"KANTLIJN_HYPHENS"};
	size_t count = 0, capacity = 0;
	char **list = NULL;
	for (size_t i = 0; env && env[i]; i++) {
		list = mem_reserve(list, &capacity, count + 1, sizeof *list);
		list[count++] = mem_string(env[i]);
	}
	size_t given = count;
	struct buf bare = {0};
	buf_add_string(&bare, "TERM=xterm-256color");
	for (size_t i = 0; i <= sizeof inherited / sizeof *inherited + 1; i++) {
		if (i == 1)
			buf_add_string(&bare, "LANG=C.UTF-8");
		const char *value = i > 1 ? getenv(inherited[i - 2]) : NULL;
		if (value)
			buf_printf(&bare, "%s=%s", inherited[i - 2], value);
		char *entry = buf_take(&bare);
		bool is_given = *entry == '\0';
		for (size_t j = 0; j < given && !is_given; j++)
			is_given = has_name(list[j], entry);
		list = mem_reserve(list, &capacity, count + 2, sizeof *list);
		if (is_given)
			free(entry);
		else
			list[count++] = entry;
	}
	list[count] = NULL;
	return list;
}

static void free_environment(char **list)
{
	for (char **entry = list; *entry; entry++)
		free(*entry);
	free(list);
}

// --- What the terminal hears ---

static int on_property(VTermProp property, VTermValue *value, void *data)
{
	struct pty *p = data;
	if (property == VTERM_PROP_CURSORVISIBLE)
		p->is_cursor_visible = value->boolean;
	else if (property == VTERM_PROP_ALTSCREEN)
		p->is_alternate = value->boolean;
	else if (property == VTERM_PROP_MOUSE)
		p->mouse = value->number;
	return 1;
}

static void on_reply(const char *bytes, size_t n, void *data)
{
	pty_send(data, bytes, n);
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

// Follows the private modes, of which libvterm reports only some.
static void scan_mode(struct pty *p, unsigned char c)
{
	static const unsigned char begin[] = {'\033', '[', '?'};
	if (p->scan < 3) {
		p->scan = c == begin[p->scan] ? p->scan + 1 : c == '\033';
		p->number_count = 1;
		p->numbers[0] = 0;
		return;
	}
	unsigned *number = &p->numbers[p->number_count - 1];
	if (c >= '0' && c <= '9') {
		if (*number < MODES)
			*number = *number * 10 + (c - '0');
		return;
	}
	if (c == ';') {
		if (p->number_count < sizeof p->numbers / sizeof *p->numbers)
			p->numbers[p->number_count++] = 0;
		return;
	}
	for (size_t i = 0; (c == 'h' || c == 'l') && i < p->number_count; i++)
		if (p->numbers[i] < MODES)
			p->modes[p->numbers[i]] = c == 'h';
	p->scan = c == '\033';
}

// --- Waiting ---

static int64_t now(void) // [ms]
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// How many bytes at the end begin a character that is not there yet.
static size_t partial(const char *s, size_t n)
{
	for (size_t back = 1; back <= 3 && back <= n; back++) {
		unsigned char c = (unsigned char)s[n - back];
		if (c >= 0xC0)
			return (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u) > back ? back : 0;
		if (c < 0x80)
			return 0;
	}
	return 0;
}

static void take_output(struct pty *p)
{
	char in[8192];
	size_t held = p->held_count;
	memcpy(in, p->held, held);
	ssize_t n = read(p->fd, in + held, sizeof in - held);
	if (n <= 0) {
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			return;
		p->is_silent = true;
		return;
	}
	buf_add(&p->output, in + held, (size_t)n);
	for (ssize_t i = 0; i < n; i++)
		scan_mode(p, (unsigned char)in[(ssize_t)held + i]);
	// libvterm loses a character that comes in two parts.
	size_t whole = held + (size_t)n - partial(in, held + (size_t)n);
	vterm_input_write(p->vt, in, whole);
	p->held_count = held + (size_t)n - whole;
	memcpy(p->held, in + whole, p->held_count);
}

static void take_report(struct pty *p)
{
	struct report r;
	if (read(p->reports, &r, sizeof r) != (ssize_t)sizeof r) {
		close(p->reports);
		p->reports = -1;
		return;
	}
	switch (r.kind) {
	case REPORT_STARTED:
		p->program = r.value;
		break;
	case REPORT_STOPPED:
		p->is_stopped = true;
		break;
	case REPORT_ENDED:
		p->has_ended = true;
		p->status = r.value;
		break;
	}
}

// Takes what comes until something came or END [ms] has passed.  False when nothing can come
// any more.  Output goes first: what a program sent before it stopped must be seen before that.
static bool take_some(struct pty *p, int64_t end)
{
	int64_t left = end - now();
	struct pollfd fds[] = {{.fd = p->is_silent ? -1 : p->fd, .events = POLLIN},
			       {.fd = p->reports, .events = POLLIN}};
	if ((p->is_silent && p->reports < 0) || left <= 0)
		return false;
	if (poll(fds, 2, (int)left) <= 0)
		return errno == EINTR;
	if (fds[0].revents)
		take_output(p);
	else if (fds[1].revents)
		take_report(p);
	return true;
}

// --- Life ---

static bool open_pipes(int reports[2], int orders[2], struct err *e)
{
	if (pipe(reports) < 0)
		return err_set(e, "cannot make a pipe: %s", strerror(errno));
	if (pipe(orders) < 0) {
		close(reports[0]);
		close(reports[1]);
		return err_set(e, "cannot make a pipe: %s", strerror(errno));
	}
	int all[] = {reports[0], reports[1], orders[0], orders[1]};
	for (size_t i = 0; i < 4; i++)
		fcntl(all[i], F_SETFD, FD_CLOEXEC);
	return true;
}

static void open_terminal(struct pty *p)
{
	p->vt = vterm_new(p->rows, p->cols);
	vterm_set_utf8(p->vt, 1);
	vterm_output_set_callback(p->vt, on_reply, p);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_set_callbacks(p->screen, &callbacks, p);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_reset(p->screen, 1);
	p->is_cursor_visible = true;
	p->modes[MODE_WRAP] = true;
	p->modes[MODE_CURSOR] = true;
}

struct pty *pty_start(char *const argv[], char *const env[], int rows, int cols, struct err *e)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	int reports[2], orders[2];
	if (!open_pipes(reports, orders, e))
		return NULL;
	struct pty *p = mem_new(1, sizeof *p);
	*p = (struct pty){.rows = rows, .cols = cols, .reports = reports[0], .orders = orders[1]};
	char **environment = make_environment(env);
	p->leader = forkpty(&p->fd, NULL, NULL, &size);
	if (p->leader == 0)
		lead(argv, environment, reports[1], orders[0]);
	free_environment(environment);
	close(reports[1]);
	close(orders[0]);
	if (p->leader < 0) {
		err_set(e, "cannot make a terminal: %s", strerror(errno));
		close(p->reports);
		close(p->orders);
		free(p);
		return NULL;
	}
	fcntl(p->fd, F_SETFD, FD_CLOEXEC);
	open_terminal(p);
	tcgetattr(p->fd, &p->before);
	int64_t end = now() + PTY_DEADLINE;
	pty_continue(p);
	while (p->program == 0 && take_some(p, end))
		;
	if (p->program != 0)
		return p;
	err_set(e, "cannot start %s", argv[0]);
	pty_close(p);
	return NULL;
}

void pty_close(struct pty *p)
{
	if (!p)
		return;
	if (p->program && !p->has_ended)
		kill(-p->program, SIGKILL);
	if (p->orders >= 0)
		close(p->orders);
	close(p->fd);
	kill(p->leader, SIGKILL);
	waitpid(p->leader, NULL, 0);
	if (p->reports >= 0)
		close(p->reports);
	if (p->vt)
		vterm_free(p->vt);
	buf_done(&p->output);
	free(p);
}

// --- What is on the screen ---

static void add_cell(struct buf *out, const VTermScreenCell *cell)
{
	if (cell->chars[0] == (uint32_t)-1) // the right half of a wide character
		return;
	if (cell->chars[0] == 0)
		buf_add_char(out, ' ');
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		uint8_t u[4];
		buf_add(out, u, utf8_encode(cell->chars[i], u));
	}
}

static void cut_blanks(struct buf *out, size_t from)
{
	while (out->len > from && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

void pty_rows(const struct pty *p, struct buf *out)
{
	buf_clear(out);
	for (int row = 0; row < p->rows; row++) {
		size_t from = out->len;
		for (int col = 0; col < p->cols; col++) {
			VTermScreenCell cell;
			vterm_screen_get_cell(p->screen, (VTermPos){.row = row, .col = col}, &cell);
			add_cell(out, &cell);
		}
		cut_blanks(out, from);
		buf_add_char(out, '\n');
	}
}

bool pty_cursor(const struct pty *p, int *row, int *col)
{
	VTermPos at;
	vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &at);
	*row = at.row;
	*col = at.col;
	return p->is_cursor_visible;
}

static void add_colour(struct buf *out, const char *name, const VTermColor *colour)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour))
		return;
	if (VTERM_COLOR_IS_INDEXED(colour))
		buf_printf(out, " %s=%d", name, colour->indexed.idx);
	else
		buf_printf(out, " %s=%02x%02x%02x", name, colour->rgb.red, colour->rgb.green,
			   colour->rgb.blue);
}

void pty_style(const struct pty *p, int row, int col, struct buf *out)
{
	VTermScreenCell cell;
	vterm_screen_get_cell(p->screen, (VTermPos){.row = row, .col = col}, &cell);
	struct buf words = {0};
	if (cell.attrs.bold)
		buf_add_string(&words, " bold");
	if (cell.attrs.underline)
		buf_add_string(&words, " underline");
	if (cell.attrs.italic)
		buf_add_string(&words, " italic");
	if (cell.attrs.blink)
		buf_add_string(&words, " blink");
	if (cell.attrs.reverse)
		buf_add_string(&words, " reverse");
	add_colour(&words, "fg", &cell.fg);
	add_colour(&words, "bg", &cell.bg);
	buf_clear(out);
	buf_add_string(out, words.len ? words.data + 1 : "plain");
	buf_done(&words);
}

const struct buf *pty_output(const struct pty *p)
{
	return &p->output;
}

// --- What a person does ---

bool pty_send(struct pty *p, const char *bytes, size_t n)
{
	while (n > 0 && !p->is_silent) {
		ssize_t written = write(p->fd, bytes, n);
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			bytes += written;
			n -= (size_t)written;
		}
	}
	return n == 0;
}

bool pty_send_string(struct pty *p, const char *s)
{
	return pty_send(p, s, strlen(s));
}

static const struct {
	const char *name;
	VTermKey key;
	VTermModifier modifiers;
} named_keys[] = {
	{"Tab", VTERM_KEY_TAB, VTERM_MOD_NONE},
	{"S-Tab", VTERM_KEY_TAB, VTERM_MOD_SHIFT},
	{"Enter", VTERM_KEY_ENTER, VTERM_MOD_NONE},
	{"Esc", VTERM_KEY_ESCAPE, VTERM_MOD_NONE},
	{"Backspace", VTERM_KEY_BACKSPACE, VTERM_MOD_NONE},
	{"Delete", VTERM_KEY_DEL, VTERM_MOD_NONE},
	{"Up", VTERM_KEY_UP, VTERM_MOD_NONE},
	{"Down", VTERM_KEY_DOWN, VTERM_MOD_NONE},
	{"Left", VTERM_KEY_LEFT, VTERM_MOD_NONE},
	{"Right", VTERM_KEY_RIGHT, VTERM_MOD_NONE},
	{"S-Left", VTERM_KEY_LEFT, VTERM_MOD_SHIFT},
	{"S-Right", VTERM_KEY_RIGHT, VTERM_MOD_SHIFT},
	{"M-Left", VTERM_KEY_LEFT, VTERM_MOD_ALT},
	{"M-Right", VTERM_KEY_RIGHT, VTERM_MOD_ALT},
	{"C-Left", VTERM_KEY_LEFT, VTERM_MOD_CTRL},
	{"C-Right", VTERM_KEY_RIGHT, VTERM_MOD_CTRL},
	{"C-Home", VTERM_KEY_HOME, VTERM_MOD_CTRL},
	{"C-End", VTERM_KEY_END, VTERM_MOD_CTRL},
	{"PgUp", VTERM_KEY_PAGEUP, VTERM_MOD_NONE},
	{"PgDn", VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE},
	{"Home", VTERM_KEY_HOME, VTERM_MOD_NONE},
	{"End", VTERM_KEY_END, VTERM_MOD_NONE},
};

bool pty_key(struct pty *p, const char *name)
{
	size_t n = strlen(name);
	uint32_t cp;
	for (size_t i = 0; i < sizeof named_keys / sizeof *named_keys; i++) {
		if (strcmp(named_keys[i].name, name) == 0) {
			vterm_keyboard_key(p->vt, named_keys[i].key, named_keys[i].modifiers);
			return true;
		}
	}
	if (strcmp(name, "Space") == 0)
		return pty_send_string(p, " ");
	if (n == 3 && string_starts(name, "C-"))
		return pty_send(p, &(char){(char)(name[2] & 0x1F)}, 1);
	if (n > 2 && string_starts(name, "M-"))
		return n == 3 && pty_send(p, (char[]){'\033', name[2]}, 2);
	if (name[0] == 'F' && n > 1 && n < 4 && strspn(name + 1, "0123456789") == n - 1) {
		int number = (int)strtol(name + 1, NULL, 10);
		vterm_keyboard_key(p->vt, (VTermKey)VTERM_KEY_FUNCTION(number), VTERM_MOD_NONE);
		return true;
	}
	return n > 0 && utf8_decode((const uint8_t *)name, n, &cp) == n && pty_send(p, name, n);
}

void pty_click(struct pty *p, int row, int col)
{
	vterm_mouse_move(p->vt, row, col, VTERM_MOD_NONE);
	vterm_mouse_button(p->vt, 1, true, VTERM_MOD_NONE);
	vterm_mouse_button(p->vt, 1, false, VTERM_MOD_NONE);
}

void pty_wheel(struct pty *p, int row, int col, int notches)
{
	vterm_mouse_move(p->vt, row, col, VTERM_MOD_NONE);
	for (int i = 0; i < abs(notches); i++)
		vterm_mouse_button(p->vt, notches < 0 ? 4 : 5, true, VTERM_MOD_NONE);
}

bool pty_take(struct pty *p, int time)
{
	return take_some(p, now() + time);
}

bool pty_has_ended(const struct pty *p)
{
	return p->has_ended;
}

void pty_signal(struct pty *p, int number)
{
	if (p->program && !p->has_ended)
		kill(p->program, number);
}

void pty_resize(struct pty *p, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	p->rows = rows;
	p->cols = cols;
	vterm_set_size(p->vt, rows, cols);
	ioctl(p->fd, TIOCSWINSZ, &size);
}

void pty_continue(struct pty *p)
{
	p->is_stopped = false;
	if (write(p->orders, "c", 1) != 1)
		pty_signal(p, SIGKILL);
}

// --- What should come ---

// How the wait ended, for a message.
static const char *why(const struct pty *p)
{
	return p->is_silent || p->has_ended ? "the program ended" : "the time was up";
}

bool pty_wait_ready(struct pty *p, int time, struct err *e)
{
	int64_t end = now() + time;
	while (!p->is_alternate)
		if (p->has_ended || !take_some(p, end))
			return err_set(e, "no screen: %s (status %#x); it said: %.300s", why(p),
				       (unsigned)p->status, buf_string(&p->output));
	return true;
}

// Sets E to the first row that differs.
static bool tell_difference(const struct pty *p, const char *want, const char *got, struct err *e)
{
	for (int row = 0;; row++) {
		size_t w = strcspn(want, "\n"), g = strcspn(got, "\n");
		if (w != g || memcmp(want, got, w) != 0 || !want[w] || !got[g])
			return err_set(e, "%s; row %d: wanted \"%.*s\", got \"%.*s\"", why(p), row,
				       (int)w, want, (int)g, got);
		want += w + 1;
		got += g + 1;
	}
}

bool pty_wait_screen(struct pty *p, const char *rows, int time, struct err *e)
{
	int64_t end = now() + time;
	struct buf got = {0};
	bool is_right;
	for (;;) {
		pty_rows(p, &got);
		is_right = strcmp(buf_string(&got), rows) == 0;
		if (is_right || !take_some(p, end))
			break;
	}
	if (!is_right)
		tell_difference(p, rows, buf_string(&got), e);
	buf_done(&got);
	return is_right;
}

bool pty_wait_cursor(struct pty *p, int row, int col, int time, struct err *e)
{
	int64_t end = now() + time;
	for (;;) {
		int at_row, at_col;
		bool is_visible = pty_cursor(p, &at_row, &at_col);
		if (is_visible && at_row == row && at_col == col)
			return true;
		if (!take_some(p, end))
			return err_set(e, "%s; cursor: wanted row %d, column %d, got %d, %d%s",
				       why(p), row, col, at_row, at_col,
				       is_visible ? "" : " (hidden)");
	}
}

bool pty_wait_text(struct pty *p, const char *text, int time, struct err *e)
{
	int64_t end = now() + time;
	struct buf got = {0};
	bool is_there;
	for (;;) {
		pty_rows(p, &got);
		is_there = strstr(buf_string(&got), text) != NULL;
		if (is_there || !take_some(p, end))
			break;
	}
	if (!is_there)
		err_set(e, "%s; wanted \"%s\" on the screen, got:\n%s", why(p), text,
			buf_string(&got));
	buf_done(&got);
	return is_there;
}

// What PID is in: "number arguments…" of a system call, or another word.
static bool read_syscall(pid_t pid, char *line, size_t n)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/syscall", (int)pid);
	FILE *f = fopen(path, "r");
	bool is_read = f && fgets(line, (int)n, f);
	if (f)
		fclose(f);
	return is_read;
}

bool pty_knows_waits(void)
{
#ifdef SYS_poll
	char line[256];
	return read_syscall(getpid(), line, sizeof line) && strtol(line, NULL, 10) == SYS_read;
#else
	return false;
#endif
}

static bool is_waiting_for_ever(pid_t pid)
{
#ifdef SYS_poll
	char line[256];
	long number;
	unsigned long fds, count, time;
	return read_syscall(pid, line, sizeof line) &&
	       sscanf(line, "%ld %lx %lx %lx", &number, &fds, &count, &time) == 4 &&
	       number == SYS_poll && (int32_t)time == -1;
#else
	(void)pid;
	return false;
#endif
}

bool pty_wait_idle(struct pty *p, int time, struct err *e)
{
	int64_t end = now() + time;
	while (!is_waiting_for_ever(p->program)) {
		// Nothing may come: look again now and then.
		if (p->has_ended || now() >= end)
			return err_set(e, "%s; wanted the program to wait for news only", why(p));
		(void)pty_take(p, 5);
	}
	return true;
}

bool pty_wait_stop(struct pty *p, int time, struct err *e)
{
	int64_t end = now() + time;
	while (!p->is_stopped)
		if (p->has_ended || !take_some(p, end))
			return err_set(e, "the reader was not suspended: %s", why(p));
	return true;
}

bool pty_wait_exit(struct pty *p, int time, int *status, struct err *e)
{
	int64_t end = now() + time;
	while (!p->has_ended || !p->is_silent)
		if (!take_some(p, end))
			break;
	if (!p->has_ended)
		return err_set(e, "the reader did not end: %s", why(p));
	*status = p->status;
	return true;
}

// --- What is left behind ---

static bool has_plain_pen(const struct pty *p)
{
	static const VTermAttr attributes[] = {VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE,
					       VTERM_ATTR_ITALIC, VTERM_ATTR_REVERSE};
	VTermState *state = vterm_obtain_state(p->vt);
	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
		VTermValue value = {0};
		if (vterm_state_get_penattr(state, attributes[i], &value) && value.number)
			return false;
	}
	return true;
}

static bool has_same_settings(const struct pty *p)
{
	struct termios after;
	return tcgetattr(p->fd, &after) == 0 && after.c_iflag == p->before.c_iflag &&
	       after.c_oflag == p->before.c_oflag && after.c_cflag == p->before.c_cflag &&
	       after.c_lflag == p->before.c_lflag &&
	       memcmp(after.c_cc, p->before.c_cc, sizeof after.c_cc) == 0;
}

static bool is_clean(const struct pty *p, struct err *e)
{
	if (p->is_alternate)
		return err_set(e, "left behind: the alternate screen");
	if (!p->is_cursor_visible)
		return err_set(e, "left behind: a hidden cursor");
	if (p->mouse != VTERM_PROP_MOUSE_NONE)
		return err_set(e, "left behind: mouse reports");
	for (int mode = 0; mode < MODES; mode++)
		if (p->modes[mode] != (mode == MODE_WRAP || mode == MODE_CURSOR))
			return err_set(e, "left behind: private mode %d is %s", mode,
				       p->modes[mode] ? "on" : "off");
	if (!has_plain_pen(p))
		return err_set(e, "left behind: a pen that is not plain");
	if (!has_same_settings(p))
		return err_set(e, "left behind: line settings (termios)");
	return true;
}

bool pty_wait_clean(struct pty *p, int time, struct err *e)
{
	int64_t end = now() + time;
	while (!is_clean(p, e))
		if (!take_some(p, end))
			return false;
	return true;
}
