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

// When that is.

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int length_of(int64_t year, int month)
{
	// The calendar repeats itself after 400 years.
	return days_of((int)(year - 400 * floor_divide(year, 400)), month);
}

int64_t period_day(int64_t year, int month, int day)
{
	int64_t before = year - 1;
	int64_t days = 365 * before + floor_divide(before, 4) - floor_divide(before, 100) +
		       floor_divide(before, 400);
	for (int m = 1; m < month; m++)
		days += length_of(year, m);
	return days + day - 1 - 719162; // of 1970-01-01, counted from 0001-01-01
}

int64_t period_year(int64_t day)
{
	// Of the mean length of years; a year off at the most.
	int64_t year = 1970 + floor_divide(day * 400, 146097);
	while (period_day(year, 1, 1) > day)
		year--;
	while (period_day(year + 1, 1, 1) <= day)
		year++;
	return year;
}

int period_month(int64_t day)
{
	int64_t year = period_year(day);
	int month = 12;
	while (month > 1 && period_day(year, month, 1) > day)
		month--;
	return month;
}

// The first and last day that a date may be.
struct days {
	int64_t begin, end;
	bool is_exact;
};

static const char *skip_doubt(const char *s, struct days *d)
{
	if (*s && strchr("?~%", *s)) {
		d->is_exact = false;
		s++;
	}
	return s;
}

// A year of any number of digits behind a "Y" or a "+", of four else, the last ones of which may be
// "X".  *FIRST and *LAST are the years that it may be.
static const char *read_year(const char *s, int64_t *first, int64_t *last)
{
	bool is_long = *s == 'Y' || *s == '+';
	s += is_long;
	bool is_negative = *s == '-';
	s += is_negative;
	int64_t year = 0, unit = 1;
	int count = 0;
	for (; (*s >= '0' && *s <= '9') || (*s == 'X' && count > 0 && !is_long); s++, count++) {
		if (count == 10 || (unit > 1 && *s != 'X'))
			return NULL;
		year = 10 * year + (*s == 'X' ? 0 : *s - '0');
		unit *= *s == 'X' ? 10 : 1;
	}
	if (is_long ? count < 4 || count > 9 : count != 4)
		return NULL;
	*first = is_negative ? -(year + unit - 1) : year;
	*last = is_negative ? -year : year + unit - 1;
	return s;
}

// Months 21 to 24 are the seasons, from spring on, as the north has them.
static bool take_season(int64_t year, int month, struct days *d)
{
	if (month < 21 || month > 24)
		return false;
	int first = 3 * (month - 21) + 3; // of winter, December
	int64_t last_year = month == 24 ? year + 1 : year;
	int last = month == 24 ? 2 : first + 2;
	d->begin = period_day(year, first, 1);
	d->end = period_day(last_year, last, length_of(last_year, last));
	return true;
}

// What follows the month.
static const char *read_day(const char *s, int64_t year, int month, struct days *d)
{
	int day;
	d->begin = period_day(year, month, 1);
	d->end = d->begin + length_of(year, month) - 1;
	if (*s != '-')
		return s;
	if (string_starts(s, "-XX"))
		return s + 3;
	s = read_digits(s + 1, 2, &day);
	if (!s || day < 1 || day > length_of(year, month))
		return NULL;
	d->begin += day - 1;
	d->end = d->begin;
	d->is_exact = true;
	if (*s == 'T' && s[1] >= '0' && s[1] <= '2')
		s += 1 + strspn(s + 1, "0123456789:.,+-Z");
	return s;
}

static const char *read_days(const char *s, struct days *d)
{
	int64_t first, last;
	int month;
	*d = (struct days){0};
	s = read_year(s, &first, &last);
	if (!s)
		return NULL;
	d->begin = period_day(first, 1, 1);
	d->end = period_day(last, 12, 31);
	s = skip_doubt(s, d);
	if (*s != '-' || first != last)
		return s;
	if (string_starts(s, "-XX"))
		return string_starts(s, "-XX-XX") ? s + 6 : s + 3;
	s = read_digits(s + 1, 2, &month);
	if (!s || take_season(first, month, d))
		return s;
	if (month < 1 || month > 12)
		return NULL;
	s = read_day(skip_doubt(s, d), first, month, d);
	return s ? skip_doubt(s, d) : NULL;
}

// One end of an interval; *IS_OPEN when it is not told.
static const char *read_end(const char *s, struct days *d, bool *is_open)
{
	*d = (struct days){0};
	*is_open = string_starts(s, "..") || *s == '/' || !*s;
	if (*is_open)
		return s + (*s == '.' ? 2 : 0);
	return read_days(s, d);
}

bool period_read(const char *s, struct period *p)
{
	struct days a, b;
	*p = (struct period){0};
	const char *rest = read_end(s, &a, &p->has_no_begin);
	if (!rest || (*rest && *rest != '/'))
		return false;
	if (!*rest) {
		p->begin = a.begin;
		p->end = a.end;
		p->is_exact = a.is_exact;
		return !p->has_no_begin;
	}
	rest = read_end(rest + 1, &b, &p->has_no_end);
	if (!rest || *rest || (p->has_no_begin && p->has_no_end))
		return false;
	if (p->has_no_begin)
		a = b;
	if (p->has_no_end)
		b = a;
	p->is_span = true;
	p->begin = a.begin;
	p->end = b.end;
	p->is_exact = a.is_exact && b.is_exact;
	return a.begin <= b.end;
}
