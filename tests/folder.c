// SPDX-License-Identifier: ISC
#include "config.h"

#include "folder.h"

#include <errno.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int folder_make(struct folder *f)
{
	const char *base = getenv("TMPDIR");
	if (!base || strlen(base) > 32)
		base = "/tmp";
	snprintf(f->path, sizeof f->path, "%s/kantlijn-test-XXXXXX", base);
	return mkdtemp(f->path) != NULL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st, (void)type, (void)where;
	return remove(path);
}

void folder_remove(struct folder *f)
{
	if (f->path[0])
		nftw(f->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	f->path[0] = '\0';
}

char *folder_file(const struct folder *f, const char *name)
{
	size_t n = strlen(f->path) + strlen(name) + 2;
	char *path = malloc(n);
	if (path)
		snprintf(path, n, "%s/%s", f->path, name);
	return path;
}

unsigned char *folder_read(const char *path, size_t *n)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	unsigned char *bytes = NULL;
	if (fseek(file, 0, SEEK_END) == 0) {
		long size = ftell(file);
		rewind(file);
		bytes = malloc((size_t)size + 1);
		*n = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
	}
	fclose(file);
	return bytes;
}

void folder_write(const char *path, const void *bytes, size_t n)
{
	FILE *file = fopen(path, "wb");
	if (!file)
		return;
	fwrite(bytes, 1, n, file);
	fclose(file);
}

int folder_await(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int n;
	do
		n = poll(&p, 1, 20000);
	while (n < 0 && errno == EINTR);
	return n == 1;
}
