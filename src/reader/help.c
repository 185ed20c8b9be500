// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/help.h"

#include "base/translate.h"
#include "base/utf8.h"
#include "reader/keyboard.h"
#include "reader/words.h"

enum {
	ANY = INT32_MAX,
	KEYS_WIDTH = 16, // [col] of keys
};

// What is being written: a heading comes before the first of its lines that is wanted.
struct help {
	struct rows *rows;
	const struct margin_world *world;
	const char *heading; // not written yet, or NULL
	size_t count;
};

static bool is_wanted(const struct help *h, const char *left, const char *name, const char *right)
{
	struct buf all = {0};
	size_t begin, end;
	if (!h->world->wanted)
		return true;
	buf_printf(&all, "%s\n%s\n%s", left, name, right);
	bool is_found = query_find(h->world->wanted, (const uint8_t *)buf_string(&all), all.len, 0,
				   &begin, &end);
	buf_done(&all);
	return is_found;
}

// LEFT in a column of its own, or above what it means where there is no room.
static void add_line(struct help *h, const char *left, const char *name, const char *right,
		     style st)
{
	struct rows *r = h->rows;
	if (!is_wanted(h, left, name, right))
		return;
	if (h->heading && r->count)
		rows_add_blank(r);
	if (h->heading)
		rows_add_heading(r, h->heading);
	h->heading = NULL;
	h->count++;
	rows_add_text(r, 1, left, st, ANY);
	size_t last = r->count - 1;
	int indent = r->width >= 2 * KEYS_WIDTH + 8 ? KEYS_WIDTH : 4;
	rows_add_text(r, indent, right, STYLE_TEXT, ANY);
	if (1 + utf8_columns(left, strlen(left)) < indent)
		rows_join(r, last);
}

static void add_commands(struct help *h)
{
	struct buf keys = {0};
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		if (b->group)
			h->heading = _(b->group);
		buf_clear(&keys);
		keyboard_names(h->world->keyboard, b->command, &keys);
		// What has no key is done by its name.
		if (keys.len == 0)
			buf_printf(&keys, ":%s", b->name);
		if (b->mode == MODE_READING || buf_string(&keys)[0] != ':')
			add_line(h, buf_string(&keys), b->name, _(b->help), STYLE_KEY);
	}
	buf_done(&keys);
}

// Keys of the person's own for what is typed behind ":".
static void add_lines(struct help *h)
{
	const struct keyboard *k = h->world->keyboard;
	struct buf keys = {0}, line = {0};
	h->heading = _("Keys of one's own");
	for (size_t i = 0; i < k->count; i++) {
		if (k->all[i].command)
			continue;
		buf_clear(&keys);
		buf_clear(&line);
		keyboard_sequence(&k->all[i], 0, &keys);
		buf_printf(&line, ":%s", k->all[i].line);
		add_line(h, buf_string(&keys), "", buf_string(&line), STYLE_KEY);
	}
	buf_done(&keys);
	buf_done(&line);
}

// The signs of states, which stand behind a claim's number and in the strip.
static void add_signs(struct help *h)
{
	static const char *const meanings[ANCHOR_STATES] = {
		[ANCHOR_PENDING] = N_("pending: its place is still being looked for"),
		[ANCHOR_CHANGED] = N_("text changed: its place is certain, its words are others"),
		[ANCHOR_DOUBTFUL] = N_("doubtful: the likeliest place, which may be a wrong one"),
		[ANCHOR_ORPHAN] = N_("orphan: its place was not found"),
	};
	h->heading = _("Signs of claims");
	add_line(h, "12+", "", _("claim 12, and another one begins on the same line"), STYLE_MUTED);
	for (int i = 0; i < ANCHOR_STATES; i++)
		if (meanings[i])
			add_line(h, words_state_sign((enum anchor_state)i), "", _(meanings[i]),
				 STYLE_NOTICE);
}

static void add_sign(struct help *h, const char *sign, const char *meaning, style st)
{
	add_line(h, sign, "", meaning, st);
}

// What stands before a claim's kind, and before what a fact is to a claim.
static void add_judgements(struct help *h)
{
	h->heading = _("Assessments");
	for (int i = ASSESSMENT_NONE; i < ASSESSMENT_OTHER; i++) {
		struct annotation a = {
			.role = ROLE_CLAIM, .kind = KIND_OPINION, .assessment = (enum assessment)i};
		const char *word = i == ASSESSMENT_NONE ? words_kind(&a) : words_assessment(&a);
		add_sign(h, words_assessment_glyph(&a), word, words_assessment_style(&a));
	}
	h->heading = _("What a fact is to a claim");
	for (int i = RELATION_SUPPORTS; i <= RELATION_AFTERMATH; i++) {
		struct link l = {.relation = (enum relation)i};
		add_sign(h, words_relation_glyph(&l), words_relation(&l), words_relation_style(&l));
	}
}

// The column beside the text stands for the whole of it.
static void add_strip(struct help *h)
{
	static const char *const signs[][2] = {
		{"┃", N_("the part of the text on screen; │ the rest")},
		{"┣", N_("a claim is there; ├ beyond the screen")},
		{"┫", N_("a note of one's own is there; ┤ beyond the screen")},
		{"◆", N_("a match is there")},
		{"▶", N_("the claim in focus")},
	};
	h->heading = _("The column beside the text: all of it, from start to end");
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		add_sign(h, signs[i][0], _(signs[i][1]), STYLE_STRIP);
}

static void add_times(struct help *h)
{
	static const char *const signs[][2] = {
		{"●", N_("a day; ○ less exactly known")},
		{"▼", N_("a time that lasts; ▽ less exactly known")},
		{"≈", N_("a stretch of time that is left out")},
		{"■", N_("the parts of the text, from start to end, that the fact bears on")},
	};
	h->heading = _("The timeline");
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		add_sign(h, signs[i][0], _(signs[i][1]), STYLE_STRIP);
}

void help_add_rows(struct rows *r, const struct margin_world *w, uint32_t none)
{
	(void)none;
	struct help h = {.rows = r, .world = w};
	add_commands(&h);
	add_lines(&h);
	add_judgements(&h);
	add_signs(&h);
	add_strip(&h);
	add_times(&h);
	if (h.count == 0)
		rows_add_text(r, 0, _("No key and no command is described so."), STYLE_NOTICE, ANY);
}
