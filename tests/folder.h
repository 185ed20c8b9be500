// SPDX-License-Identifier: ISC
// A folder of a test's own, which is removed with all that is in it.
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <stddef.h>

struct folder {
	char path[64];
};

// Makes one under $TMPDIR or /tmp; false when that cannot be done.
int folder_make(struct folder *f);

// Removes it with all that is in it.
void folder_remove(struct folder *f);

// The path of NAME in it, which the caller frees.
char *folder_file(const struct folder *f, const char *name);

// All bytes of a file, which the caller frees (NULL when it cannot be read), and writing some.
unsigned char *folder_read(const char *path, size_t *n);
void folder_write(const char *path, const void *bytes, size_t n);

// Waits for FD to be readable, 20 s at the most; false when it was not.
int folder_await(int fd);

#endif
