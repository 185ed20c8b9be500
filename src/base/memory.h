// SPDX-License-Identifier: ISC
// Small allocations that cannot fail: when memory is out, the program ends
// with a sentence.  Sizes that come from a file are compared with a ceiling
// before they get here (see struct buf in base/string.h).
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

// Has the system give N bytes at once, which what is allocated next is taken from: page by page, as
// each is touched, they cost up to twenty times as much.  For the start of a program; where the
// system knows no way, nothing happens.
void mem_prepare(size_t n);

// Zeroed memory for COUNT things of SIZE bytes; freed with free().
void *mem_new(size_t count, size_t size);

// Like realloc for COUNT things of SIZE bytes; what is new is not zeroed.
void *mem_resize(void *p, size_t count, size_t size);

// Makes room in the array P of *CAPACITY things of SIZE bytes for at least
// NEEDED of them, growing by half; returns the array, which may have moved.
void *mem_reserve(void *p, size_t *capacity, size_t needed, size_t size);

// Copies of N bytes (a NUL is put behind them), and of a string (NULL for NULL).
void *mem_copy(const void *p, size_t n);
char *mem_string(const char *s);

#endif
