// SPDX-License-Identifier: ISC
// Runs a fuzz target without a fuzzer: over the files named, or over the seeds of the target,
// tests/fuzz/seeds/NAME for a program fuzz_NAME.  Speaks TAP.
#include "config.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return false;
	struct buf bytes = {0};
	char in[4096];
	size_t n;
	while ((n = fread(in, 1, sizeof in, f)) > 0)
		buf_add(&bytes, in, n);
	bool is_read = !ferror(f);
	fclose(f);
	// As large as its contents, so that a sanitizer sees the first byte too many.
	uint8_t *exact = malloc(bytes.len ? bytes.len : 1);
	if (exact && bytes.len)
		memcpy(exact, bytes.data, bytes.len);
	if (is_read && exact)
		LLVMFuzzerTestOneInput(exact, bytes.len);
	is_read = is_read && exact;
	free(exact);
	buf_done(&bytes);
	return is_read;
}

static void run_one(const char *path, int number, int *failed)
{
	const char *slash = strrchr(path, '/');
	bool is_run = run_file(path);
	printf("%s %d %s\n", is_run ? "ok" : "not ok", number, slash ? slash + 1 : path);
	fflush(stdout);
	*failed += !is_run;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int run_seeds(const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;
	const char *source = getenv("SRCDIR");
	struct buf folder = {0};
	struct dirent **entries = NULL;
	int failed = 0;
	buf_printf(&folder, "%s/tests/fuzz/seeds/%s", source ? source : ".",
		   string_starts(name, "fuzz_") ? name + strlen("fuzz_") : name);
	int count = scandir(buf_string(&folder), &entries, is_visible, alphasort);
	if (count <= 0) {
		printf("1..1\nnot ok 1 there are no seeds in %s\n", buf_string(&folder));
		buf_done(&folder);
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		struct buf path = {0};
		buf_printf(&path, "%s/%s", buf_string(&folder), entries[i]->d_name);
		run_one(buf_string(&path), i + 1, &failed);
		buf_done(&path);
		free(entries[i]);
	}
	free(entries);
	buf_done(&folder);
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;
	if (argc < 2)
		return run_seeds(argv[0]) > 0;
	printf("1..%d\n", argc - 1);
	for (int i = 1; i < argc; i++)
		run_one(argv[i], i, &failed);
	return failed > 0;
}
