// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/period.h"

#include <stddef.h>
#include <string.h>

#include "base/string.h"

struct date {
	int year, month, day; // 0 where it is not told
};

static const char *read_digits(const char *s, int count, int *n)
{
	*n = 0;
	for (int i = 0; i < count; i++) {
		if (s[i] < '0' || s[i] > '9')
			return NULL;
		*n = 10 * *n + (s[i] - '0');
	}
	return s + count;
}

static int days_of(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && is_leap);
}

// Reads a date and what may follow it of a time; returns what comes behind, NULL if it is no date.
static const char *read_date(const char *s, struct date *d)
{
	*d = (struct date){0};
	bool is_before_christ = *s == '-';
	s = read_digits(s + is_before_christ, 4, &d->year);
	if (s && *s == '-') {
		s = read_digits(s + 1, 2, &d->month);
		if (!s || d->month < 1 || d->month > 12)
			return NULL;
	}
	if (s && d->month && *s == '-') {
		s = read_digits(s + 1, 2, &d->day);
		if (!s || d->day < 1 || d->day > days_of(d->year, d->month))
			return NULL;
	}
	if (is_before_christ)
		d->year = -d->year;
	if (s && d->day && *s == 'T' && s[1] >= '0' && s[1] <= '2')
		s += 1 + strspn(s + 1, "0123456789:.,+-Z");
	return s;
}

// As exactly as both are known.
static bool is_before(const struct date *a, const struct date *b)
{
	if (a->year != b->year)
		return a->year < b->year;
	if (!a->month || !b->month || a->month != b->month)
		return a->month && b->month && a->month < b->month;
	return a->day && b->day && a->day < b->day;
}

bool period_is_date(const char *s)
{
	struct date d;
	const char *rest = read_date(s, &d);
	return rest && !*rest;
}

bool period_is_valid(const char *s)
{
	struct date begin = {0}, end = {0};
	bool is_open = string_starts(s, "..");
	const char *rest = is_open ? s + 2 : read_date(s, &begin);
	if (!rest || (*rest && *rest != '/'))
		return false;
	if (!*rest)
		return !is_open;
	if (strcmp(rest + 1, "..") == 0)
		return !is_open;
	rest = read_date(rest + 1, &end);
	return rest && !*rest && (is_open || !is_before(&end, &begin));
}

bool period_is_before(const char *a, const char *b)
{
	struct date first, second;
	const char *rest = read_date(a, &first);
	const char *other = read_date(b, &second);
	return rest && !*rest && other && !*other && is_before(&first, &second);
}
