// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/memory.h"

#ifdef HAVE_MALLOPT
#include <malloc.h>
#endif
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"

static void *must(void *p)
{
	if (!p) {
		log_last_words("kantlijn: out of memory\n");
		abort();
	}
	return p;
}

void mem_prepare(size_t n)
{
#if defined HAVE_MALLOPT && defined MADV_POPULATE_WRITE
	// It must come from the heap, and stay there when it is freed.
	if (!mallopt(M_MMAP_THRESHOLD, (int)(2 * n)) || !mallopt(M_TRIM_THRESHOLD, (int)(4 * n)))
		return;
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	char *all = must(malloc(n));
	uintptr_t begin = (uintptr_t)all & ~(page - 1), end = ((uintptr_t)all + n) & ~(page - 1);
	(void)madvise((void *)begin, end - begin, MADV_POPULATE_WRITE);
	free(all);
#else
	(void)n;
#endif
}

void *mem_new(size_t count, size_t size)
{
	return must(calloc(count ? count : 1, size ? size : 1));
}

void *mem_resize(void *p, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		must(NULL);
	size_t n = count * size;
	return must(realloc(p, n ? n : 1));
}

void *mem_reserve(void *p, size_t *capacity, size_t needed, size_t size)
{
	if (needed <= *capacity)
		return p;
	size_t n = *capacity + *capacity / 2;
	if (n < needed)
		n = needed;
	if (n < 8)
		n = 8;
	p = mem_resize(p, n, size);
	*capacity = n;
	return p;
}

void *mem_copy(const void *p, size_t n)
{
	if (n == SIZE_MAX)
		must(NULL);
	char *copy = must(malloc(n + 1));
	if (n)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

char *mem_string(const char *s)
{
	return s ? mem_copy(s, strlen(s)) : NULL;
}
