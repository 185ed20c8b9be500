// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/theming.h"

#include <sys/stat.h>

#include "assets/builtin.h"
#include "base/string.h"
#include "base/translate.h"
#include "reader/settings.h"

static const struct {
	const char *name;
	const unsigned char *text;
	const size_t *n; // [byte]
} themes[] = {
	{"default", builtin_theme_default, &builtin_theme_default_size},
	{"light", builtin_theme_light, &builtin_theme_light_size},
	{"dark", builtin_theme_dark, &builtin_theme_dark_size},
	{"high-contrast", builtin_theme_high_contrast, &builtin_theme_high_contrast_size},
	{"monochrome", builtin_theme_monochrome, &builtin_theme_monochrome_size},
};

static bool read_file(const char *path, struct theme *t, struct err *e)
{
	struct buf text = {0};
	struct theme read;
	bool is_read = settings_load(path, false, &text, e) &&
		       theme_read(&read, path, buf_string(&text), text.len, e);
	buf_done(&text);
	if (is_read)
		*t = read;
	return is_read;
}

// The file of a person's own with that name.
static bool is_own(const char *name, struct buf *path)
{
	struct buf file = {0};
	struct stat st;
	buf_printf(&file, "themes/%s", name);
	bool is_there = settings_path(buf_string(&file), path) && stat(buf_string(path), &st) == 0;
	buf_done(&file);
	return is_there;
}

static bool read_builtin(const char *name, struct theme *t, struct err *e)
{
	struct buf all = {0};
	for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
		struct theme read;
		if (strcmp(themes[i].name, name) == 0) {
			buf_done(&all);
			bool is_read = theme_read(&read, name, (const char *)themes[i].text,
						  *themes[i].n, e);
			if (is_read)
				*t = read;
			return is_read;
		}
		buf_printf(&all, "%s%s", i ? ", " : "", themes[i].name);
	}
	err_set(e, _("cannot use the theme \"%.100s\": it is a file or one of %s"), name,
		buf_string(&all));
	buf_done(&all);
	return false;
}

bool theming_load(const char *name, struct theme *t, struct err *e)
{
	struct buf path = {0};
	if (!name || !*name)
		name = "default";
	bool is_read = strchr(name, '/')     ? read_file(name, t, e)
		       : is_own(name, &path) ? read_file(buf_string(&path), t, e)
					     : read_builtin(name, t, e);
	buf_done(&path);
	return is_read;
}
