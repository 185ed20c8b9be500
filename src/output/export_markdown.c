// SPDX-License-Identifier: ISC
// Every block is one line with a blank one before it, so that nothing runs on into the next; what a
// set says goes through output/markdown, all else are words of ours.
#include "config.h"

#include "output/export_markdown.h"

#include "base/translate.h"
#include "output/markdown.h"
#include "reader/whereabouts.h"
#include "reader/words.h"

enum { MOST_DEPTH = 8 }; // of replies that are set further in

struct writing {
	const struct session *session;
	const struct knowledge *k;
	struct output out;
	bool is_broken;
};

// Lines.

static void put_line(struct writing *w, const struct buf *line)
{
	if (line->len == 0 || w->is_broken)
		return;
	w->is_broken = !w->out.write(w->out.data, line->data, line->len) ||
		       !w->out.write(w->out.data, "\n", 1);
}

static void put_blank(struct writing *w)
{
	w->is_broken = w->is_broken || !w->out.write(w->out.data, "\n", 1);
}

// A block of foreign words behind PREFIX; nothing when there are no words.
static void put_words(struct writing *w, const char *prefix, const char *text)
{
	struct buf line = {0};
	markdown_add(&line, text, true);
	if (line.len) {
		struct buf all = {0};
		buf_printf(&all, "%s%s", prefix, buf_string(&line));
		put_blank(w);
		put_line(w, &all);
		buf_done(&all);
	}
	buf_done(&line);
}

// A foreign text, of which each line is a block.
static void put_text(struct writing *w, const char *prefix, const char *text)
{
	for (const char *s = text; *s && !w->is_broken;) {
		size_t n = strcspn(s, "\n");
		struct buf one = {0};
		buf_add(&one, s, n);
		put_words(w, prefix, buf_string(&one));
		buf_done(&one);
		s += n + (s[n] == '\n');
	}
}

static void put_heading(struct writing *w, const char *text)
{
	struct buf line = {0};
	buf_printf(&line, "## %s", text);
	put_blank(w);
	put_line(w, &line);
	buf_done(&line);
}

static const char *choose(const struct writing *w, const struct translations *t)
{
	const char *text = translations_choose(t, w->session->language);
	return text ? text : "";
}

static const char *title_of(const struct writing *w, const struct fact *f)
{
	return *choose(w, &f->titles) ? choose(w, &f->titles) : f->name;
}

// Annotations.

static void read_detail(const struct writing *w, const struct annotation *a, struct claim_detail *d)
{
	*d = (struct claim_detail){0};
	if (session_set(w->session, a->set))
		web_annotation_claim(w->session->sets[a->set], a->item, d, NULL);
}

static void put_quote(struct writing *w, const struct annotation *a)
{
	struct buf lines = {0};
	if (a->selector.exact)
		put_words(w, "> ", a->selector.exact);
	whereabouts_lines(&lines, &w->session->document, w->k, (uint32_t)(a - w->k->annotations));
	put_text(w, "", buf_string(&lines));
	buf_done(&lines);
}

static void put_author(struct writing *w, const char *prefix, const struct claim_detail *d)
{
	struct buf author = {0}, all = {0};
	words_author(&author, d);
	if (author.len)
		buf_printf(&all, "— %s", buf_string(&author));
	put_words(w, prefix, buf_string(&all));
	buf_done(&author);
	buf_done(&all);
}

// Each reply is an item of a list in the item of what it replies to.
static void put_replies(struct writing *w, const struct annotation *a)
{
	uint32_t root = (uint32_t)(a - w->k->annotations), at = a->first_reply;
	int depth = 0;
	for (; at != INDEX_NONE && !w->is_broken;
	     at = whereabouts_next_reply(w->k, root, at, &depth)) {
		struct claim_detail d;
		struct buf item = {0}, rest = {0}, author = {0};
		int indent = 2 * (depth < REPLIES_DEEPEST ? depth : REPLIES_DEEPEST);
		buf_printf(&item, "%*s- ", indent, "");
		buf_printf(&rest, "%*s", indent + 2, "");
		read_detail(w, &w->k->annotations[at], &d);
		words_author(&author, &d);
		put_words(w, buf_string(&item), author.len ? buf_string(&author) : _("Reply"));
		put_text(w, buf_string(&rest), choose(w, &d.body));
		claim_detail_done(&d);
		buf_done(&item);
		buf_done(&rest);
		buf_done(&author);
	}
}

static void put_links(struct writing *w, const struct annotation *a, const struct claim_detail *d)
{
	if (a->link_count)
		put_blank(w);
	for (uint32_t i = 0; i < a->link_count; i++) {
		const struct link *l = &w->k->links[a->first_link + i];
		const char *reason = i < d->link_count ? choose(w, &d->link_reasons[i]) : "";
		struct buf line = {0};
		buf_add_string(&line, "- ");
		markdown_add(&line, words_relation(l), true);
		buf_add_string(&line, *words_relation(l) ? ": [" : "[");
		markdown_add(&line, title_of(w, &w->k->facts[l->fact]), false);
		buf_printf(&line, "](#fact-%lu)", (unsigned long)l->fact + 1);
		if (*reason)
			buf_add_string(&line, ": ");
		markdown_add(&line, reason, false);
		put_line(w, &line);
		buf_done(&line);
	}
}

// A heading with its anchor, and what follows it of every annotation.
static void put_annotation(struct writing *w, const struct annotation *a)
{
	struct buf head = {0}, words = {0};
	struct claim_detail d;
	read_detail(w, a, &d);
	buf_add_string(&head, "### ");
	if (a->role == ROLE_CLAIM)
		buf_printf(&head, "<a id=\"claim-%u\"></a>%u %s ", a->number, a->number,
			   words_assessment_glyph(a));
	words_claim(&words, a);
	markdown_add(&head, buf_string(&words), true);
	put_blank(w);
	put_line(w, &head);
	put_quote(w, a);
	put_text(w, "", choose(w, &d.reason));
	put_text(w, "", choose(w, &d.body));
	put_author(w, "", &d);
	put_links(w, a, &d);
	put_replies(w, a);
	claim_detail_done(&d);
	buf_done(&head);
	buf_done(&words);
}

static void put_all(struct writing *w, const char *heading, const uint32_t *all, size_t count)
{
	if (count)
		put_heading(w, heading);
	for (size_t i = 0; i < count && !w->is_broken; i++)
		put_annotation(w, &w->k->annotations[all[i]]);
}

static void put_terms(struct writing *w)
{
	for (size_t i = 0; i < w->k->annotation_count && !w->is_broken; i++)
		if (whereabouts_is_term(&w->k->annotations[i]))
			put_annotation(w, &w->k->annotations[i]);
}

// Facts.

static void add_link(struct buf *out, const char *text, const char *address)
{
	buf_add_char(out, '[');
	markdown_add(out, text, false);
	buf_add_string(out, "](");
	markdown_add_address(out, address);
	buf_add_char(out, ')');
}

static void put_source(struct writing *w, const struct citation *c)
{
	struct buf line = {0}, words = {0};
	words_citation(&words, c);
	if (words.len == 0 && c->address)
		buf_add_string(&words, c->address);
	buf_add_string(&line, "- ");
	if (words_has_address(c))
		add_link(&line, buf_string(&words), c->address);
	else
		markdown_add(&line, buf_string(&words), true);
	if (!words_has_address(c) && c->address && strcmp(c->address, buf_string(&words)) != 0) {
		buf_add_string(&line, ", ");
		markdown_add(&line, c->address, false);
	}
	const struct citation archived = {.address = c->archived};
	if (words_has_address(&archived)) {
		buf_add_string(&line, ", ");
		add_link(&line, _("archived copy"), c->archived);
	}
	put_line(w, &line);
	buf_done(&line);
	buf_done(&words);
}

static void put_bearing(struct writing *w, const struct fact *f)
{
	struct buf head = {0};
	if (f->link_count == 0)
		return;
	buf_printf(&head, "%s:", f->is_term ? _("Where it stands") : _("Bears on"));
	put_blank(w);
	put_line(w, &head);
	put_blank(w);
	for (uint32_t i = 0; i < f->link_count; i++) {
		const struct link *l = &w->k->links[f->links[i]];
		const struct annotation *a = &w->k->annotations[l->annotation];
		struct buf line = {0}, quote = {0};
		words_quote(&quote, a);
		buf_add_string(&line, "- ");
		if (a->role == ROLE_CLAIM)
			buf_printf(&line, "[%u](#claim-%u) ", a->number, a->number);
		if (a->role == ROLE_CLAIM)
			markdown_add(&line, words_relation(l), false);
		buf_add_string(&line, a->role == ROLE_CLAIM && quote.len ? ": " : "");
		markdown_add(&line, buf_string(&quote), a->role != ROLE_CLAIM);
		put_line(w, &line);
		buf_done(&line);
		buf_done(&quote);
	}
	buf_done(&head);
}

static void put_fact(struct writing *w, const struct fact *f)
{
	struct buf head = {0}, words = {0};
	struct fact_detail d = {0};
	if (session_set(w->session, f->set))
		web_annotation_fact(w->session->sets[f->set], f->item, &d, NULL);
	buf_printf(&head, "### <a id=\"fact-%lu\"></a>", (unsigned long)(f - w->k->facts) + 1);
	markdown_add(&head, title_of(w, f), false);
	put_blank(w);
	put_line(w, &head);
	words_fact(&words, f);
	put_words(w, "", buf_string(&words));
	put_text(w, "", choose(w, &d.text));
	if (d.citation_count)
		put_blank(w);
	for (size_t i = 0; i < d.citation_count; i++)
		put_source(w, &d.citations[i]);
	put_bearing(w, f);
	fact_detail_done(&d);
	buf_done(&head);
	buf_done(&words);
}

bool export_markdown(const struct session *s, struct output out)
{
	struct writing w = {.session = s, .k = &s->knowledge, .out = out};
	const struct knowledge *k = w.k;
	struct buf title = {0};
	buf_add_string(&title, "# ");
	markdown_add(&title, s->title, false);
	put_line(&w, &title);
	buf_done(&title);
	if (k->label)
		put_words(&w, "", k->label);
	put_all(&w, _("Claims"), k->claims, k->claim_count);
	put_all(&w, _("Notes"), k->notes, k->note_count);
	put_terms(&w);
	put_all(&w, _("Replies to what is not here"), k->replies, k->reply_count);
	if (k->fact_count)
		put_heading(&w, _("Facts and terms"));
	for (size_t i = 0; i < k->fact_count && !w.is_broken; i++)
		put_fact(&w, &k->facts[i]);
	return !w.is_broken;
}
