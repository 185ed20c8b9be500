// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/adjusting.h"

#include <stdlib.h>

#include "assets/builtin.h"
#include "base/memory.h"
#include "base/translate.h"
#include "reader/find.h"
#include "reader/settings.h"
#include "reader/typography.h"

// Keys.

static void read_keys(struct reader *r)
{
	const struct options *o = &r->options;
	struct buf own = {0};
	struct err e = {0};
	keyboard_done(&r->keyboard);
	keyboard_init(&r->keyboard);
	r->keyboard.is_for_lines = o->linear;
	r->key_count = 0;
	if (o->keys == KEYS_LESS)
		keyboard_read(&r->keyboard, (const char *)builtin_keys_less, builtin_keys_less_size,
			      "less", &r->session.notices);
	if (o->keys == KEYS_VI)
		keyboard_read(&r->keyboard, (const char *)builtin_keys_vi, builtin_keys_vi_size,
			      "vi", &r->session.notices);
	if (o->key_file && settings_load(o->key_file, true, &own, &e))
		keyboard_read(&r->keyboard, buf_string(&own), own.len, o->key_file,
			      &r->session.notices);
	if (e.is_set)
		buf_printf(&r->session.notices, "%s\n", e.text);
	buf_done(&own);
}

void adjusting_begin(struct reader *r, const struct options *o)
{
	options_copy(&r->options, o);
	read_keys(r);
}

void adjusting_done(struct reader *r)
{
	keyboard_done(&r->keyboard);
	options_done(&r->options);
	free(r->theme_kept);
}

void adjusting_refresh(struct reader *r)
{
	const struct typography *t = &r->typography;
	struct options *o = &r->options;
	o->width = t->has_measure ? t->measure : 0;
	o->justify = t->is_justified;
	o->wrap = t->wrap;
	o->mode = r->mode;
}

// What follows.

static void take_width(struct reader *r)
{
	typography_take_measure(r, r->options.width);
}

static void take_justify(struct reader *r)
{
	r->typography.is_justified = r->options.justify;
}

static void take_wrap(struct reader *r)
{
	typography_take_wrap(r, r->options.wrap);
}

static void take_text_language(struct reader *r)
{
	typography_take_language(r, r->options.text_language);
}

static void take_mode(struct reader *r)
{
	r->mode = r->options.mode;
}

static void take_language(struct reader *r)
{
	find_take_language(r, r->options.language);
	r->wants_settings = true;
}

static void take_in_front(struct reader *r)
{
	r->wants_settings = true;
}

// What each live setting does.
static const struct {
	const char *name;
	void (*take)(struct reader *r);
} takers[] = {
	{"width", take_width},	  {"justify", take_justify},
	{"wrap", take_wrap},	  {"text-language", take_text_language},
	{"mode", take_mode},	  {"language", take_language},
	{"keys", read_keys},	  {"mouse", take_in_front},
	{"theme", take_in_front},
};

// Setting.

static void tell(struct reader *r, const char *name)
{
	struct buf text = {0};
	options_show(&r->options, name, &text);
	state_tell(r, buf_string(&text));
	buf_done(&text);
}

// The whole name of the only setting that begins with NAME, else NAME; without a "no".
static const char *whole_name(const char *name)
{
	const char *only = NULL;
	const struct option_row *row;
	for (size_t i = 0; (row = options_row(i)); i++) {
		const char *positive = options_positive(row);
		if (row->use == OPTION_ACTION || !string_starts(positive, name))
			continue;
		if (strcmp(positive, name) == 0)
			return positive;
		if (only)
			return name;
		only = positive;
	}
	return only ? only : name;
}

static const struct option_row *row_of(const char *name)
{
	const struct option_row *row;
	for (size_t i = 0; (row = options_row(i)); i++)
		if (row->use != OPTION_ACTION && strcmp(options_positive(row), name) == 0)
			return row;
	return NULL;
}

// Sets NAME to VALUE (NULL: as the name says), if that can be done now.
static void set(struct reader *r, const char *name, const char *value)
{
	struct err e = {0};
	const struct option_row *turned =
		string_starts(name, "no") ? row_of(whole_name(name + 2 + (name[2] == '-'))) : NULL;
	bool is_off = turned && !turned->argument && !row_of(whole_name(name));
	const char *positive = whole_name(is_off ? name + 2 + (name[2] == '-') : name);
	const struct option_row *row = row_of(positive);
	if (row && strcmp(positive, "theme") == 0) {
		free(r->theme_kept);
		r->theme_kept = mem_string(r->options.theme);
	}
	if (row && row->use == OPTION_SETTING) {
		err_set(&e, _("%s counts from the start on: set it in the file of settings"),
			positive);
	} else if (options_set(&r->options, row ? positive : name, is_off ? "no" : value, &e)) {
		for (size_t i = 0; i < sizeof takers / sizeof *takers; i++)
			if (strcmp(takers[i].name, positive) == 0)
				takers[i].take(r);
		adjusting_refresh(r); // it may not have been taken whole
		tell(r, positive);
	}
	if (e.is_set)
		state_tell_fault(r, &e);
}

// A flag the other way round.
static void turn(struct reader *r, const char *name)
{
	struct buf now = {0};
	const char *whole = whole_name(name);
	options_show(&r->options, whole, &now);
	set(r, name, string_starts(buf_string(&now), "no") ? "yes" : "no");
	buf_done(&now);
}

void adjusting_set(struct reader *r, const char *text)
{
	char *name = mem_string(text);
	adjusting_refresh(r);
	size_t n = strcspn(name, "=?! \t");
	char end = name[n];
	const char *value = end ? name + n + 1 + strspn(name + n + 1, " \t=") : NULL;
	name[n] = '\0';
	if (end == '?' && row_of(whole_name(name)))
		tell(r, whole_name(name));
	else if (end == '!')
		turn(r, name);
	else
		set(r, name, value && *value ? value : NULL);
	free(name);
}
