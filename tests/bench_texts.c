// SPDX-License-Identifier: ISC
#include "config.h"

#include "bench_texts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/string.h"
#include "generate.h"

enum { SCRIPTS_PIECE = 1 << 16 }; // [byte] that are made at once

// What sentences are made of; the first ones are taken more often.
static const char *const words[] = {
	"the",
	"of",
	"and",
	"to",
	"a",
	"in",
	"that",
	"it",
	"was",
	"his",
	"with",
	"as",
	"had",
	"for",
	"at",
	"which",
	"not",
	"but",
	"from",
	"by",
	"she",
	"have",
	"were",
	"there",
	"when",
	"would",
	"what",
	"no",
	"upon",
	"man",
	"could",
	"into",
	"then",
	"little",
	"street",
	"council",
	"letter",
	"morning",
	"evening",
	"window",
	"question",
	"answer",
	"water",
	"market",
	"station",
	"report",
	"number",
	"paper",
	"river",
	"winter",
	"summer",
	"harbour",
	"bridge",
	"engine",
	"witness",
	"meeting",
	"minister",
	"decision",
	"promise",
	"agreement",
	"budget",
	"carriage",
	"lantern",
	"telegram",
	"newspaper",
	"inspector",
	"physician",
	"gardener",
	"accountant",
	"orchard",
	"cathedral",
	"café",
	"naïve",
	"façade",
	"it’s",
	"didn’t",
	"o’clock",
	"half-past",
	"well-known",
	"afterwards",
	"nevertheless",
	"extraordinary",
	"circumstances",
	"correspondence",
};

enum { WORDS = sizeof words / sizeof *words, COMMON_WORDS = 34 };

static uint64_t next(struct generate *g, uint64_t below)
{
	return generate_below(g, below);
}

// Every seventh word is followed by a number that stands nowhere else.
static void add_sentence(struct generate *g, uint64_t *number, struct buf *out)
{
	size_t count = 6 + next(g, 13), from = out->len;
	for (size_t i = 0; i < count; i++) {
		size_t word = next(g, 2) ? next(g, COMMON_WORDS) : next(g, WORDS);
		if (i > 0)
			buf_add(out, i % 9 == 5 ? ", " : " ", i % 9 == 5 ? 2 : 1);
		buf_add_string(out, words[word]);
		if (i % 7 == 3)
			buf_printf(out, " %" PRIu64, ++*number);
	}
	if (out->data[from] >= 'a' && out->data[from] <= 'z')
		out->data[from] = (char)(out->data[from] - 'a' + 'A');
	buf_add(out, ". ", 2);
}

static void add_paragraph(struct generate *g, uint64_t *number, struct buf *out)
{
	size_t size = out->len + 200 + next(g, 700);
	while (out->len < size)
		add_sentence(g, number, out);
	out->len--;
}

static void write_prose(FILE *out, uint64_t size, const char *between)
{
	struct generate g = {.seed = 9};
	struct buf b = {0};
	uint64_t written = 0, number = 0;
	for (size_t i = 0; written < size; i++) {
		buf_clear(&b);
		if (i == 0)
			buf_add_string(&b, BENCH_FIRST " ");
		if (i == 2)
			buf_add_string(&b, BENCH_THIRD " ");
		buf_printf(&b, "@%04d ", (int)(written * 1000 / size));
		add_paragraph(&g, &number, &b);
		buf_add_string(&b, between);
		fwrite(b.data, 1, b.len, out);
		written += b.len;
	}
	fputs("A " BENCH_NEEDLE " is the last thing that is told here, and " BENCH_LAST
	      " ends the text.\n",
	      out);
	buf_done(&b);
}

static void write_scripts(FILE *out, uint64_t size)
{
	struct generate g = {.seed = 9};
	struct buf b = {0};
	fputs(BENCH_FIRST "\n\n", out);
	for (uint64_t written = 0; written < size; written += b.len) {
		buf_clear(&b);
		generate_text(&g, SCRIPTS_PIECE, 0, &b);
		fwrite(b.data, 1, b.len, out);
	}
	fputs("\n", out);
	buf_done(&b);
}

static void write_random(FILE *out, uint64_t size)
{
	struct generate g = {.seed = 9};
	fputs(BENCH_FIRST "\n", out);
	for (uint64_t written = 0; written < size; written++)
		putc((int)next(&g, 256), out);
}

void bench_write_text(FILE *out, enum bench_kind kind, uint64_t size)
{
	if (kind == BENCH_PROSE)
		write_prose(out, size, "\n\n");
	else if (kind == BENCH_LINE)
		write_prose(out, size, " ");
	else if (kind == BENCH_SCRIPTS)
		write_scripts(out, size);
	else
		write_random(out, size);
}

// --- Sets ---

static const char reason[] = "The minutes of the second meeting say that nothing was decided by "
			     "those who were present, and that the matter was put off.";

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static uint64_t characters(const char *s, uint64_t from, uint64_t to)
{
	uint64_t count = 0;
	for (uint64_t i = from; i < to; i++)
		count += !is_continuation(s[i]);
	return count;
}

static void write_json(FILE *out, const char *s, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i < to; i++) {
		if (s[i] == '\n')
			fputs("\\n", out);
		else if (s[i] == '"' || s[i] == '\\')
			fprintf(out, "\\%c", s[i]);
		else
			putc_unlocked(s[i], out);
	}
}

static void write_fact(FILE *out, uint64_t number)
{
	fprintf(out,
		"{\"id\":\"urn:x:a-%" PRIu64 "\",\"type\":\"Annotation\",\"motivation\":"
		"\"describing\",\"created\":\"2026-02-20T18:00:00Z\",\"target\":{\"id\":"
		"\"urn:x:f-%" PRIu64 "\",\"type\":\"schema:Statement\","
		"\"schema:temporalCoverage\":\"2019-02-27\",\"schema:citation\":[{\"id\":"
		"\"https://archive.example/%" PRIu64 "\",\"type\":\"schema:NewsArticle\","
		"\"schema:name\":\"Report %" PRIu64 "\",\"schema:datePublished\":\"2019-03-01\"}]},"
		"\"body\":{\"type\":\"Choice\",\"items\":[{\"type\":\"TextualBody\",\"language\":"
		"\"en\",\"format\":\"text/plain\",\"schema:name\":\"Fact-%07" PRIu64 "\","
		"\"value\":\"%s\"}]}}",
		number, number, number, number, number, reason);
}

static void write_link(FILE *out, uint64_t claim, uint64_t fact, int which)
{
	fprintf(out,
		",{\"id\":\"urn:x:l-%" PRIu64 "-%d\",\"type\":\"SpecificResource\",\"purpose\":"
		"\"urn:kantlijn:relation:supports\",\"source\":\"urn:x:f-%" PRIu64 "\","
		"\"schema:description\":[{\"@value\":\"%.75s\",\"@language\":\"en\"}]}",
		claim, which, fact, reason);
}

// The end of a word behind FROM, within its paragraph.
static uint64_t word_end(const char *text, uint64_t size, uint64_t from)
{
	while (from < size && text[from] != ' ' && text[from] != '\n')
		from++;
	return from;
}

// Where the quote of a claim begins: the first word behind POS with 40 bytes of its paragraph left.
static uint64_t quote_begin(const char *text, uint64_t size, uint64_t pos)
{
	for (;;) {
		pos = word_end(text, size, pos);
		while (pos < size && (text[pos] == ' ' || text[pos] == '\n'))
			pos++;
		if (pos + 40 >= size) // the last paragraph: letters of one byte each
			return size > 40 ? size - 40 : 0;
		const char *end = memchr(text + pos, '\n', 40);
		if (!end)
			return pos;
		pos = (uint64_t)(end - text);
	}
}

struct walk {
	const char *text;
	uint64_t size, pos, count; // so many characters are before POS
};

static void write_claim(FILE *out, struct walk *w, uint64_t number, uint64_t claims, uint64_t fact)
{
	uint64_t step = w->size / claims;
	uint64_t begin =
		quote_begin(w->text, w->size, number * step + (number ? step * 3 / 10 : 0));
	uint64_t length = 40 + number * 7 % 100, end = begin + length;
	const char *line = begin < w->size ? memchr(w->text + begin, '\n', w->size - begin) : NULL;
	uint64_t most = line ? (uint64_t)(line - w->text) : w->size;
	end = end < most ? word_end(w->text, w->size, end) : most;
	uint64_t before = begin < 32 ? 0 : begin - 32,
		 after = end + 32 < w->size ? end + 32 : w->size;
	while (before < begin && is_continuation(w->text[before]))
		before++;
	while (after < w->size && is_continuation(w->text[after]))
		after++;
	w->count += begin > w->pos ? characters(w->text, w->pos, begin) : 0;
	w->pos = begin;
	fprintf(out,
		"{\"id\":\"urn:x:c-%" PRIu64
		"\",\"type\":\"Annotation\",\"motivation\":\"assessing\","
		"\"created\":\"2026-03-01T09:05:00Z\",\"body\":[{\"type\":\"SpecificResource\","
		"\"purpose\":\"classifying\",\"source\":\"urn:kantlijn:kind:fact\"},{\"type\":"
		"\"SpecificResource\",\"purpose\":\"assessing\",\"source\":{\"id\":\"urn:x:r-"
		"%" PRIu64
		"\",\"type\":\"schema:ClaimReview\",\"schema:datePublished\":\"2026-03-01\","
		"\"schema:reviewBody\":[{\"@value\":\"%s\",\"@language\":\"en\"}],"
		"\"schema:reviewRating\":{\"id\":\"urn:kantlijn:assessment:correct\",\"type\":"
		"\"schema:Rating\",\"schema:alternateName\":\"Correct\"}}}",
		number, number, reason);
	write_link(out, number, fact, 0);
	uint64_t elsewhere = (fact * 7919 + 1) % ((claims + 8) / 9);
	if (number % 3 == 0 && elsewhere != fact)
		write_link(out, number, elsewhere, 1);
	fputs("],\"target\":{\"type\":\"SpecificResource\",\"source\":\"urn:x:doc\",\"selector\":["
	      "{\"type\":\"TextQuoteSelector\",\"exact\":\"",
	      out);
	write_json(out, w->text, begin, end);
	fputs("\",\"prefix\":\"", out);
	write_json(out, w->text, before, begin);
	fputs("\",\"suffix\":\"", out);
	write_json(out, w->text, end, after);
	fprintf(out,
		"\"},{\"type\":\"TextPositionSelector\",\"start\":%" PRIu64 ",\"end\":%" PRIu64
		"}]}}",
		w->count, w->count + characters(w->text, begin, end));
}

void bench_write_set(FILE *out, const char *text, uint64_t size, uint64_t count)
{
	struct walk w = {.text = text, .size = size};
	uint64_t facts = (count + 9) / 10, claims = count - facts ? count - facts : 1;
	fprintf(out,
		"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:x:set\",\"type\":"
		"\"AnnotationCollection\",\"label\":\"Large\",\"total\":%" PRIu64
		",\"first\":{\"id\":"
		"\"urn:x:page\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[\n",
		count);
	for (uint64_t i = 0; i < count; i++) {
		if (i % 10 == 0)
			write_fact(out, i / 10);
		else
			write_claim(out, &w, i - i / 10 - 1, claims, i / 10);
		fputs(i + 1 < count ? ",\n" : "\n", out);
	}
	fputs("]}}\n", out);
}

// --- Kept files ---

static void add_made(struct buf *out, uint64_t size, const char *what)
{
	buf_clear(out);
	buf_printf(out, "version %d, %s of %" PRIu64 "\n", BENCH_VERSION, what, size);
}

static bool is_made(const char *path, const struct buf *made)
{
	struct buf name = {0};
	char was[256] = "";
	buf_printf(&name, "%s.made", path);
	FILE *in = access(path, R_OK) == 0 ? fopen(buf_string(&name), "r") : NULL;
	buf_done(&name);
	if (!in)
		return false;
	size_t n = fread(was, 1, sizeof was - 1, in);
	fclose(in);
	return n == made->len && memcmp(was, made->data, n) == 0;
}

static void read_once(const char *path)
{
	static char bytes[1 << 16];
	FILE *in = fopen(path, "r");
	while (in && fread(bytes, 1, sizeof bytes, in) == sizeof bytes)
		;
	if (in)
		fclose(in);
}

static bool end_file(FILE *out, const char *path, const struct buf *made, struct err *e)
{
	struct buf name = {0};
	// Nothing of it is left to be written while things are timed.
	bool is_written = fflush(out) == 0 && fdatasync(fileno(out)) == 0 && !ferror(out);
	is_written &= fclose(out) == 0;
	buf_printf(&name, "%s.made", path);
	FILE *mark = is_written ? fopen(buf_string(&name), "w") : NULL;
	if (mark) {
		is_written = fwrite(made->data, 1, made->len, mark) == made->len;
		is_written &= fclose(mark) == 0;
	}
	buf_done(&name);
	return (mark && is_written) || err_set(e, "cannot write %s: %s", path, strerror(errno));
}

// Opens PATH for writing; what a text of this name was made of is forgotten.
static FILE *begin_file(const char *path, struct err *e)
{
	struct buf name = {0};
	buf_printf(&name, "%s.made", path);
	unlink(buf_string(&name));
	buf_done(&name);
	fprintf(stderr, "making %s\n", path);
	FILE *out = fopen(path, "w");
	if (!out)
		err_set(e, "cannot write %s: %s", path, strerror(errno));
	return out;
}

bool bench_keep_text(const char *path, enum bench_kind kind, uint64_t size, struct err *e)
{
	static const char *const kinds[] = {"prose", "a line", "scripts", "random bytes"};
	struct buf made = {0};
	bool is_there = true;
	add_made(&made, size, kinds[kind]);
	if (!is_made(path, &made)) {
		FILE *out = begin_file(path, e);
		if (out)
			bench_write_text(out, kind, size);
		is_there = out && end_file(out, path, &made, e);
	}
	buf_done(&made);
	read_once(path);
	return is_there;
}

static bool make_set(const char *path, const char *text_path, uint64_t count,
		     const struct buf *made, struct err *e)
{
	struct stat about;
	int fd = open(text_path, O_RDONLY);
	if (fd < 0 || fstat(fd, &about) < 0 || about.st_size == 0)
		return err_set(e, "cannot read %s: %s", text_path, strerror(errno));
	size_t size = (size_t)about.st_size;
	char *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (text == MAP_FAILED)
		return err_set(e, "cannot map %s: %s", text_path, strerror(errno));
	FILE *out = begin_file(path, e);
	if (out)
		bench_write_set(out, text, size, count);
	munmap(text, size);
	return out && end_file(out, path, made, e);
}

bool bench_keep_set(const char *path, const char *text_path, uint64_t count, struct err *e)
{
	struct buf made = {0};
	struct stat about = {0};
	stat(text_path, &about);
	add_made(&made, count, "annotations");
	buf_printf(&made, "on %" PRIu64 " bytes\n", (uint64_t)about.st_size);
	bool is_there = is_made(path, &made) || make_set(path, text_path, count, &made, e);
	buf_done(&made);
	read_once(path);
	return is_there;
}

static void write_moved(FILE *out, FILE *in)
{
	static char bytes[1 << 16];
	for (int i = 0; i < 600; i++)
		putc('x', out);
	fputs("\n\n", out);
	for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
		fwrite(bytes, 1, n, out);
}

bool bench_keep_moved(const char *path, const char *text_path, struct err *e)
{
	struct buf made = {0};
	struct stat about = {0};
	bool is_there = true;
	stat(text_path, &about);
	add_made(&made, (uint64_t)about.st_size, "a text moved on");
	if (!is_made(path, &made)) {
		FILE *in = fopen(text_path, "r");
		FILE *out = begin_file(path, e);
		if (in && out)
			write_moved(out, in);
		is_there = out && end_file(out, path, &made, e);
		if (in)
			fclose(in);
	}
	buf_done(&made);
	read_once(path);
	return is_there;
}
