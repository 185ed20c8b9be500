// SPDX-License-Identifier: ISC
#include "config.h"

#include "linear_loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "loop.h"
#include "output/linear.h"

enum {
	SLICE = 8,		  // [ms] of work between two looks at the lines
	READY = 300,		  // [ms] that a person waits at the start for claims to be there
	WIDTH = 72,		  // [col] where no terminal tells
	HEIGHT = 24,		  // [row] likewise
	LEAST_COLS = 20,	  // [col]
	LONGEST_LINE = 64 * 1024, // [byte] what is longer is cut into lines
};

// Signal handlers must find these.
static volatile sig_atomic_t deadly, interrupted, continued;
static int wake[2] = {-1, -1};

struct linear_loop {
	struct reader *reader;
	struct linear *linear;
	const struct linear_options *options;
	int in; // descriptor of the lines
	bool is_terminal, is_at_end;
	bool is_prompted; // and the person may be typing
	bool is_broken;	  // nothing can be written
	int why;	  // errno of that
	struct buf typed;
	char rest[16]; // the begin of a character of the locale
	size_t rest_len;
	struct patience patience;
};

static void on_signal(int number)
{
	int saved = errno;
	if (number == SIGINT)
		interrupted = 1;
	else if (number == SIGCONT)
		continued = 1;
	else
		deadly = number;
	ssize_t n = write(wake[1], "", 1);
	(void)n;
	errno = saved;
}

static void handle(int number, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
	sigemptyset(&action.sa_mask);
	if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(number, &action, NULL);
}

static bool open_wake(struct err *e)
{
	if (pipe(wake) < 0)
		return err_set(e, _("cannot wait for lines: %s"), strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(wake[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

static void install_handlers(bool is_terminal)
{
	static const int ends[] = {SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		handle(ends[i], on_signal);
	// Without a person at a terminal, it is the script that is to end.
	if (is_terminal)
		handle(SIGINT, on_signal);
	handle(SIGCONT, on_signal);
	handle(SIGPIPE, SIG_IGN);
}

static bool open_lines(struct linear_loop *p, struct err *e)
{
	p->in = STDIN_FILENO;
	if (p->options->is_text_on_stdin)
		p->in = open("/dev/tty", O_RDONLY | O_CLOEXEC);
	if (p->in < 0)
		return err_set(e, _("cannot read lines: there is no terminal (%s)"),
			       strerror(errno));
	p->is_terminal = isatty(p->in);
	return open_wake(e);
}

static int64_t now(void) // [ms]
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_slice_over(void *data)
{
	return now() >= *(const int64_t *)data;
}

static unsigned step(struct linear_loop *p)
{
	int64_t deadline = now() + SLICE;
	return linear_step(p->linear, (struct budget){is_slice_over, &deadline});
}

static void find_size(const struct linear_loop *p, int *width, int *height)
{
	struct winsize size;
	bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
	*width = is_known && size.ws_col >= LEAST_COLS ? size.ws_col : WIDTH;
	*height = is_known && size.ws_row > 0 ? size.ws_row : HEIGHT;
	if (p->options->width)
		*width = p->options->width;
}

// Output.

static void put(struct linear_loop *p, const char *s, size_t n)
{
	const struct output *out = &p->options->out;
	if (!p->is_broken && n && (!out->write(out->data, s, n) || !p->options->flush())) {
		p->is_broken = true;
		p->why = errno;
	}
}

static void put_said(struct linear_loop *p)
{
	struct buf out = {0};
	linear_take(p->linear, &out);
	put(p, buf_string(&out), out.len);
	buf_done(&out);
}

static void put_prompt(struct linear_loop *p)
{
	struct buf out = {0};
	linear_prompt(p->linear, &out);
	put(p, buf_string(&out), out.len);
	buf_done(&out);
	p->is_prompted = true;
}

// Lines.

// Adds what was read, of the encoding of the locale, as UTF-8.
static void add_converted(struct linear_loop *p, const char *s, size_t n)
{
	mbstate_t state = {0};
	for (size_t i = 0; i < n;) {
		wchar_t wide;
		uint8_t bytes[4];
		size_t len = mbrtowc(&wide, s + i, n - i, &state);
		if (len == (size_t)-2 && n - i < sizeof p->rest) {
			p->rest_len = n - i;
			memcpy(p->rest, s + i, n - i);
			return;
		}
		if (len == (size_t)-1 || len == (size_t)-2) {
			wide = L'?';
			len = 1;
			state = (mbstate_t){0};
		}
		buf_add(&p->typed, bytes, utf8_encode((uint32_t)wide, bytes));
		i += len ? len : 1;
	}
}

static void read_lines(struct linear_loop *p)
{
	char bytes[4096];
	memcpy(bytes, p->rest, p->rest_len);
	ssize_t n = read(p->in, bytes + p->rest_len, sizeof bytes - p->rest_len);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		p->is_at_end = true;
		return;
	}
	size_t len = p->rest_len + (size_t)n;
	p->rest_len = 0;
	if (p->options->is_utf8)
		buf_add(&p->typed, bytes, len);
	else
		add_converted(p, bytes, len);
}

// How many bytes the next line has, with its line feed or what ends it; 0: there is none yet.
static size_t next_line(const struct linear_loop *p, size_t *n)
{
	const char *s = buf_string(&p->typed);
	const char *end = p->typed.len ? memchr(s, '\n', p->typed.len) : NULL;
	*n = end ? (size_t)(end - s) : p->typed.len;
	if (end)
		return *n + 1;
	return p->typed.len > LONGEST_LINE || p->is_at_end ? p->typed.len : 0;
}

static bool has_line(const struct linear_loop *p)
{
	size_t n;
	return next_line(p, &n) > 0;
}

// What the reader asks of the program around it.
static void do_asked(struct linear_loop *p)
{
	const struct options *changed;
	loop_export_if_asked(p->reader);
	loop_copy_if_asked(p->reader);
	loop_open_if_asked(p->reader);
	if (reader_takes_settings(p->reader, &changed))
		p->options->adjust(changed);
	if (reader_takes_suspend(p->reader))
		kill(0, SIGTSTP);
}

static void take_line(struct linear_loop *p)
{
	size_t n, all = next_line(p, &n);
	int width, height;
	find_size(p, &width, &height);
	linear_resize(p->linear, width, height);
	linear_line(p->linear, buf_string(&p->typed), n, loop_date());
	do_asked(p);
	memmove(p->typed.data, p->typed.data + all, p->typed.len - all + 1);
	p->typed.len -= all;
	p->is_prompted = false;
}

// The lines have ended: a person may be asked first, a script not.
static void end_of_lines(struct linear_loop *p)
{
	if (p->is_prompted)
		put(p, "\n", 1);
	linear_end(p->linear);
	if (!p->is_terminal && !linear_is_finished(p->linear))
		linear_end(p->linear);
	p->is_at_end = false;
	p->is_prompted = false;
}

static void take_interrupt(struct linear_loop *p)
{
	interrupted = 0;
	buf_clear(&p->typed);
	if (p->is_prompted)
		put(p, "\n", 1);
	linear_interrupt(p->linear);
	p->is_prompted = false;
}

// Waits for lines, news, or a signal: WAIT ms, or as long as there is nothing to do (−1).
static void wait_for_more(struct linear_loop *p, int wait)
{
	int more[2];
	char bytes[64];
	bool wants_lines = !p->is_at_end && !has_line(p);
	bool is_told = reader_descriptors(p->reader, more);
	wait = loop_patience(&p->patience, is_told, wait);
	struct pollfd fds[] = {
		{.fd = wants_lines ? p->in : -1, .events = POLLIN},
		{.fd = wake[0], .events = POLLIN},
		{.fd = more[0], .events = POLLIN},
		{.fd = more[1], .events = POLLIN},
	};
	if (deadly || interrupted)
		return;
	int count = poll(fds, sizeof fds / sizeof *fds, wait);
	if (wait)
		loop_woken(&p->patience);
	if (count <= 0)
		return;
	while (read(wake[0], bytes, sizeof bytes) > 0)
		;
	if (fds[0].revents & POLLIN)
		read_lines(p);
	else if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		p->is_at_end = true;
}

// What a person is to hear begins soon; a script has all of it.
static void begin(struct linear_loop *p)
{
	int64_t start = now();
	while (!deadly && !interrupted && !reader_is_ready(p->reader) &&
	       (!p->is_terminal || now() - start < READY))
		step(p);
	linear_begin(p->linear);
}

static void run(struct linear_loop *p)
{
	unsigned news = READER_MORE;
	while (!linear_is_finished(p->linear) && !deadly && !p->is_broken) {
		bool is_busy = linear_is_busy(p->linear, !p->is_terminal);
		if (interrupted)
			take_interrupt(p);
		else if (has_line(p) && !is_busy)
			take_line(p);
		else if (p->is_at_end && !has_line(p) && !is_busy)
			end_of_lines(p);
		if (continued)
			p->is_prompted = false;
		continued = 0;
		is_busy = linear_is_busy(p->linear, !p->is_terminal);
		if (!p->is_prompted)
			put_said(p);
		if (linear_is_finished(p->linear))
			break;
		if (p->is_terminal && !p->is_prompted && !is_busy && !has_line(p))
			put_prompt(p);
		bool is_idle = !(news & READER_MORE) && !is_busy && !has_line(p) && !p->is_at_end;
		wait_for_more(p, is_idle ? -1 : 0);
		news = step(p);
	}
	put_said(p);
}

int linear_loop_run(struct reader *r, const struct linear_options *o, bool *is_written,
		    struct err *e)
{
	struct linear_loop p = {.reader = r, .options = o};
	int width, height;
	*is_written = true;
	if (!open_lines(&p, e))
		return 0;
	install_handlers(p.is_terminal);
	find_size(&p, &width, &height);
	p.linear = linear_new(r, width, height);
	begin(&p);
	run(&p);
	linear_free(p.linear);
	buf_done(&p.typed);
	*is_written = !p.is_broken;
	errno = p.why;
	return deadly;
}
