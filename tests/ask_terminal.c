// SPDX-License-Identifier: ISC
// Asks the terminal that it runs in where its cursor went: writes each of 300 hard clusters as the
// program would, and reads the cursor's column (DSR 6, ECMA-48 section 8.3.35).  The report
// goes to the file that is its argument: a line for each cluster on which the terminal counts
// otherwise than base/utf8.h, in pieces or sent whole, and a last line with the totals.
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/utf8.h"
#include "generate.h"

enum { CLUSTERS = 300, PATIENCE = 10000 /* [ms] */ };

static int fail(const char *what)
{
	fprintf(stderr, "ask_terminal: %s\n", what);
	return EXIT_FAILURE;
}

static bool send_all(int terminal, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t sent = write(terminal, s, n);
		if (sent <= 0)
			return false;
		s += sent;
		n -= (size_t)sent;
	}
	return true;
}

// Reads "ESC [ row ; column R" and gives the column, from 1; 0 when there is no answer.
static int read_column(int terminal)
{
	char answer[32];
	size_t n = 0;
	while (n + 1 < sizeof answer) {
		struct pollfd fd = {.fd = terminal, .events = POLLIN};
		if (poll(&fd, 1, PATIENCE) <= 0 || read(terminal, answer + n, 1) != 1)
			return 0;
		if (answer[n++] == 'R')
			break;
	}
	answer[n] = '\0';
	const char *semicolon = strchr(answer, ';');
	return semicolon ? (int)strtol(semicolon + 1, NULL, 10) : 0;
}

// Writes the cluster, or its pieces, from the left edge on and says where the cursor is then, from
// 0.
static int ask(int terminal, const struct buf *cluster, bool in_pieces)
{
	struct utf8_piece pieces[UTF8_PIECES];
	struct buf out = {0};
	int count = utf8_pieces((const uint8_t *)cluster->data, cluster->len, pieces);
	buf_add_string(&out, "\r\033[K");
	if (!in_pieces)
		buf_add(&out, cluster->data, cluster->len);
	for (int i = 0; in_pieces && i < count; i++)
		buf_add(&out, pieces[i].text, pieces[i].len);
	buf_add_string(&out, "\033[6n");
	bool is_sent = send_all(terminal, buf_string(&out), out.len);
	buf_done(&out);
	return is_sent ? read_column(terminal) - 1 : -1;
}

// The columns of the pieces: those of the cluster may be more, with blanks behind them.
static int columns_of_pieces(const struct buf *cluster)
{
	struct utf8_piece pieces[UTF8_PIECES];
	int cols = 0, count = utf8_pieces((const uint8_t *)cluster->data, cluster->len, pieces);
	for (int i = 0; i < count; i++)
		cols += pieces[i].cols;
	return cols;
}

static void tell(FILE *report, const char *how, const struct buf *cluster, int wanted, int got)
{
	fprintf(report, "%s %d %d ", how, wanted, got);
	for (size_t i = 0; i < cluster->len;) {
		uint32_t cp;
		i += utf8_decode((const uint8_t *)cluster->data + i, cluster->len - i, &cp);
		fprintf(report, "U+%04X ", cp);
	}
	fprintf(report, "%s\n", buf_string(cluster));
}

static int ask_all(int terminal, FILE *report)
{
	struct generate g = {.seed = 1};
	int wrong = 0, wrong_whole = 0;
	for (int i = 0; i < CLUSTERS; i++) {
		struct buf cluster = {0};
		generate_hard_cluster(&g, i, &cluster);
		int wanted = columns_of_pieces(&cluster), got = ask(terminal, &cluster, true);
		int cols = utf8_show((const uint8_t *)cluster.data, cluster.len).cols;
		int whole = ask(terminal, &cluster, false);
		if (got != wanted)
			tell(report, "pieces", &cluster, wanted, got);
		if (whole != cols)
			tell(report, "whole", &cluster, cols, whole);
		wrong += got != wanted;
		wrong_whole += whole != cols;
		buf_done(&cluster);
		if (got < 0 || whole < 0)
			return fail("the terminal does not answer");
	}
	fprintf(report, "clusters %d wrong %d whole %d\n", CLUSTERS, wrong, wrong_whole);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct termios saved, raw;
	int terminal = open("/dev/tty", O_RDWR);
	FILE *report = argc == 2 ? fopen(argv[1], "w") : NULL;
	if (!report)
		return fail("wanted the name of a file to write");
	if (terminal < 0 || tcgetattr(terminal, &saved) < 0)
		return fail("there is no terminal");
	raw = saved;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(terminal, TCSANOW, &raw);
	int status = ask_all(terminal, report);
	tcsetattr(terminal, TCSANOW, &saved);
	return fclose(report) == 0 ? status : fail("cannot write the report");
}
