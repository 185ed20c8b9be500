// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/print.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "page/layout.h"
#include "reader/whereabouts.h"
#include "reader/words.h"

enum {
	MOST_CLAIMS = 1024, // numbered in one paragraph
	INDENT = 5,	    // [col] of what is said of a claim
};

struct printer {
	const struct session *session;
	struct output out;
	int width;
	bool is_colored, is_broken;
};

static void put(struct printer *p, const char *s, size_t n)
{
	if (!p->is_broken && n && !p->out.write(p->out.data, s, n))
		p->is_broken = true;
}

static void put_string(struct printer *p, const char *s)
{
	put(p, s, strlen(s));
}

static void put_spaces(struct printer *p, int count)
{
	while (count-- > 0)
		put(p, " ", 1);
}

// Appends what makes what follows look so (ECMA-48, section 8.3.117, and the 256 colours of xterm).
static void add_look(struct buf *out, const struct paragraph_look *look)
{
	static const int codes[] = {1, 2, 3, 4, 7, 9}; // in the order of the attributes
	buf_add_string(out, "\033[0");
	for (unsigned i = 0; i < sizeof codes / sizeof *codes; i++)
		if (look->attributes >> i & 1)
			buf_printf(out, ";%d", codes[i]);
	for (int is_back = 0; is_back <= 1; is_back++) {
		int color = (is_back ? look->background : look->foreground) - 1;
		if (color >= 0 && color < 16)
			buf_printf(out, ";%d", (color < 8 ? 30 : 82) + color + 10 * is_back);
		else if (color >= 0)
			buf_printf(out, ";%d;5;%d", 38 + 10 * is_back, color);
	}
	buf_add_char(out, 'm');
}

// Where the looks of a line stand while it is written.
struct looking {
	const struct paragraph *text;
	size_t next; // the run that comes next
	bool is_plain;
};

// What is behind a run is written in the look of the last one before it.
static void look_on(struct looking *l, uint32_t off, struct buf *out)
{
	static const struct paragraph_look plain;
	const struct paragraph_look *look = NULL;
	while (l->next < l->text->run_count && l->text->runs[l->next].off <= off)
		look = &l->text->runs[l->next++].look;
	if (!look)
		return;
	bool is_plain = !look->attributes && !look->foreground && !look->background;
	if (!is_plain || !l->is_plain)
		add_look(out, is_plain ? &plain : look);
	l->is_plain = is_plain;
}

// Writes a laid-out line without the blanks at its end.
static void put_line(struct printer *p, const struct paragraph *text, const struct layout *l,
		     size_t line, int indent)
{
	const struct layout_line *at = &l->lines[line];
	struct buf out = {0};
	struct layout_walk w;
	struct looking looks = {.text = text, .is_plain = true};
	size_t keep = 0;
	layout_walk_begin(&w, l, text, line);
	while (layout_walk_next(&w)) {
		if (p->is_colored)
			look_on(&looks, w.off, &out);
		uint8_t plain[4];
		size_t n;
		const char *s = layout_walk_text(&w, plain, &n);
		struct utf8_shown shown = utf8_show((const uint8_t *)s, n);
		if (*s == '\t' || (*s == ' ' && n == 1))
			buf_printf(&out, "%*s", w.cols, "");
		else if (shown.is_replaced)
			buf_add_string(&out, shown.text);
		else
			buf_add(&out, s, n);
		if (*s != ' ' && *s != '\t')
			keep = out.len;
	}
	if (keep)
		put_spaces(p, indent + at->indent);
	put(p, buf_string(&out), keep);
	if (at->has_hyphen)
		put_string(p, "-");
	if (memchr(buf_string(&out), '\033', keep))
		put_string(p, "\033[0m");
	put_string(p, "\n");
	buf_done(&out);
}

// Sets TEXT (one paragraph a line) INDENT columns in.
static void put_wrapped(struct printer *p, const char *text, int indent)
{
	for (const char *s = text; *s;) {
		size_t n = strcspn(s, "\n");
		struct buf clean = {0};
		utf8_sanitize(&clean, s, n);
		struct paragraph one = {.text = mem_copy(buf_string(&clean), clean.len),
					.len = (uint32_t)clean.len};
		struct layout l;
		layout_init(&l, &one, &(struct setting){.width = p->width - indent});
		for (size_t i = 0; i < l.line_count; i++)
			put_line(p, &one, &l, i, indent);
		layout_done(&l);
		paragraph_done(&one);
		buf_done(&clean);
		s += n + (s[n] == '\n');
	}
}

static void put_heading(struct printer *p, const char *text)
{
	put_string(p, "\n");
	if (p->is_colored)
		put_string(p, "\033[1m");
	put_wrapped(p, text, 0);
	if (p->is_colored)
		put_string(p, "\033[0m");
}

// A claim ends here.
struct ending {
	uint64_t pos;
	uint32_t number;
	const char *sign; // of the claim's state
};

static int by_end(const void *a, const void *b)
{
	const struct ending *x = a, *y = b;
	if (x->pos != y->pos)
		return x->pos < y->pos ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

// The claims that end in a paragraph, in the order of their ends.
static size_t claims_ending(const struct printer *p, const struct paragraph *at,
			    struct ending *endings)
{
	struct placed found[MOST_CLAIMS];
	const struct knowledge *k = &p->session->knowledge;
	size_t n = knowledge_between(k, at->begin, at->end, found, MOST_CLAIMS), kept = 0;
	for (size_t i = 0; i < n; i++) {
		const struct annotation *a = &k->annotations[found[i].annotation];
		uint64_t end = found[i].end;
		if (a->role == ROLE_CLAIM && end > at->begin && end <= at->end)
			endings[kept++] =
				(struct ending){end, a->number, words_state_sign(a->state)};
	}
	qsort(endings, kept, sizeof *endings, by_end);
	return kept;
}

// A paragraph with the numbers of its claims put behind them.
static void number_claims(const struct printer *p, const struct paragraph *from,
			  struct paragraph *to)
{
	struct ending endings[MOST_CLAIMS];
	size_t n = claims_ending(p, from, endings);
	struct buf text = {0};
	uint32_t done = 0;
	size_t run = 0;
	*to = (struct paragraph){.kind = from->kind, .hang = from->hang};
	for (size_t i = 0; i <= n; i++) {
		uint32_t off = i < n ? paragraph_off(from, endings[i].pos) : from->len;
		uint32_t put_in = (uint32_t)text.len - done;
		buf_add(&text, from->text + done, off - done);
		if (i < n)
			buf_printf(&text, "[%u%s]", endings[i].number, endings[i].sign);
		for (; run < from->run_count && (i == n || from->runs[run].off < off); run++) {
			to->len = from->runs[run].off + put_in;
			paragraph_set_look(to, from->runs[run].look);
		}
		done = off;
	}
	to->len = (uint32_t)text.len;
	to->text = buf_take(&text);
}

static void lay_out(struct layout *l, const struct paragraph *p, const struct document *d,
		    int width)
{
	bool is_kept = p->kind == PARAGRAPH_PREFORMATTED || d->wrap == WRAP_KEEP;
	layout_init(l, p, &(struct setting){.width = width, .is_kept = is_kept});
}

static void put_text(struct printer *p)
{
	const struct document *d = &p->session->document;
	for (uint64_t pos = document_begin(d); pos < document_end(d) && !p->is_broken;) {
		struct paragraph from, to;
		if (!document_paragraph(d, pos, &from))
			break;
		number_claims(p, &from, &to);
		struct layout l;
		lay_out(&l, &to, d, p->width);
		for (size_t i = 0; i < l.line_count; i++)
			put_line(p, &to, &l, i, 0);
		layout_done(&l);
		pos = from.end;
		paragraph_done(&from);
		paragraph_done(&to);
	}
}

static const char *choose(const struct printer *p, const struct translations *t)
{
	const char *text = translations_choose(t, p->session->language);
	return text ? text : "";
}

static const char *title_of(const struct printer *p, const struct fact *f)
{
	return *choose(p, &f->titles) ? choose(p, &f->titles) : f->name;
}

static void put_claim_facts(struct printer *p, const struct annotation *a,
			    const struct claim_detail *d)
{
	const struct knowledge *k = &p->session->knowledge;
	for (uint32_t i = 0; i < a->link_count; i++) {
		const struct link *l = &k->links[a->first_link + i];
		const char *reason = i < d->link_count ? choose(p, &d->link_reasons[i]) : "";
		struct buf line = {0};
		buf_printf(&line, "%s %s: %s", words_relation_glyph(l), words_relation(l),
			   title_of(p, &k->facts[l->fact]));
		if (*reason)
			buf_printf(&line, " (%s)", reason);
		put_wrapped(p, buf_string(&line), INDENT);
		buf_done(&line);
	}
}

// The quote; and, where it is not plainly anchored, what is to be known to judge its place.
static void put_place(struct printer *p, uint32_t annotation)
{
	const struct knowledge *k = &p->session->knowledge;
	const struct annotation *a = &k->annotations[annotation];
	struct buf line = {0};
	if (a->state == ANCHOR_DOUBTFUL || a->state == ANCHOR_ORPHAN)
		whereabouts_context(&line, a);
	else
		words_quote(&line, a);
	put_wrapped(p, buf_string(&line), INDENT);
	buf_clear(&line);
	whereabouts_lines(&line, &p->session->document, k, annotation);
	put_wrapped(p, buf_string(&line), INDENT);
	buf_done(&line);
}

// Who wrote a note or reply, when, and what.
static void put_note_text(struct printer *p, const struct claim_detail *d, int indent)
{
	struct buf line = {0};
	put_wrapped(p, choose(p, &d->body), indent);
	words_author(&line, d);
	put_wrapped(p, buf_string(&line), indent);
	buf_done(&line);
}

static void read_detail(const struct printer *p, const struct annotation *a, struct claim_detail *d)
{
	*d = (struct claim_detail){0};
	if (session_set(p->session, a->set))
		web_annotation_claim(p->session->sets[a->set], a->item, d, NULL);
}

static void put_replies(struct printer *p, uint32_t root)
{
	const struct annotation *all = p->session->knowledge.annotations;
	int depth = 0;
	for (uint32_t at = all[root].first_reply;
	     at != INDEX_NONE && at != root && !p->is_broken;) {
		struct claim_detail d;
		read_detail(p, &all[at], &d);
		int indent = INDENT + 2 * (depth < REPLIES_DEEPEST ? depth : REPLIES_DEEPEST);
		put_wrapped(p, _("reply"), indent);
		put_note_text(p, &d, indent + 2);
		claim_detail_done(&d);
		at = whereabouts_next_reply(&p->session->knowledge, root, at, &depth);
	}
}

static void put_claim(struct printer *p, uint32_t annotation)
{
	const struct annotation *a = &p->session->knowledge.annotations[annotation];
	struct buf line = {0};
	struct claim_detail d;
	read_detail(p, a, &d);
	put_string(p, "\n");
	if (a->number)
		buf_printf(&line, "[%u] ", a->number);
	buf_printf(&line, "%s ", words_assessment_glyph(a));
	words_claim(&line, a);
	put_wrapped(p, buf_string(&line), 0);
	put_place(p, annotation);
	put_wrapped(p, choose(p, &d.reason), INDENT);
	put_note_text(p, &d, INDENT);
	put_claim_facts(p, a, &d);
	put_replies(p, annotation);
	claim_detail_done(&d);
	buf_done(&line);
}

static void put_source(struct printer *p, const struct citation *c)
{
	struct buf line = {0};
	buf_add_string(&line, "- ");
	words_citation(&line, c);
	put_wrapped(p, buf_string(&line), 2);
	if (words_has_address(c))
		put_wrapped(p, c->address, 4);
	buf_done(&line);
}

// The claims that a fact bears on, by their numbers; a term's places by their words.
static void put_bearing(struct printer *p, const struct fact *f)
{
	const struct knowledge *k = &p->session->knowledge;
	struct buf line = {0};
	for (uint32_t i = 0; i < f->link_count; i++) {
		const struct link *l = &k->links[f->links[i]];
		const struct annotation *a = &k->annotations[l->annotation];
		buf_add_string(&line, i ? ", " : "");
		if (a->role == ROLE_CLAIM)
			buf_printf(&line, "[%u] %s", a->number, words_relation(l));
		else
			words_quote(&line, a);
	}
	if (line.len) {
		struct buf all = {0};
		buf_printf(&all, "%s: %s", f->is_term ? _("Where it stands") : _("Bears on"),
			   buf_string(&line));
		put_wrapped(p, buf_string(&all), 2);
		buf_done(&all);
	}
	buf_done(&line);
}

static void put_fact(struct printer *p, const struct fact *f)
{
	struct buf line = {0};
	struct fact_detail d = {0};
	if (session_set(p->session, f->set))
		web_annotation_fact(p->session->sets[f->set], f->item, &d, NULL);
	put_heading(p, title_of(p, f));
	words_fact(&line, f);
	put_wrapped(p, buf_string(&line), 2);
	put_wrapped(p, choose(p, &d.text), 2);
	for (size_t i = 0; i < d.citation_count; i++)
		put_source(p, &d.citations[i]);
	put_bearing(p, f);
	fact_detail_done(&d);
	buf_done(&line);
}

static void put_claims(struct printer *p)
{
	const struct knowledge *k = &p->session->knowledge;
	if (k->claim_count)
		put_heading(p, _("Claims"));
	for (size_t i = 0; i < k->claim_count && !p->is_broken; i++)
		put_claim(p, k->claims[i]);
}

// Notes, and replies to what is in no set.
static void put_notes(struct printer *p)
{
	const struct knowledge *k = &p->session->knowledge;
	if (k->note_count)
		put_heading(p, _("Notes"));
	for (size_t i = 0; i < k->note_count && !p->is_broken; i++)
		put_claim(p, k->notes[i]);
	for (uint32_t i = 0; i < k->annotation_count && !p->is_broken; i++)
		if (whereabouts_is_term(&k->annotations[i]))
			put_claim(p, i);
	if (k->reply_count)
		put_heading(p, _("Replies to what is not here"));
	for (size_t i = 0; i < k->reply_count && !p->is_broken; i++)
		put_claim(p, k->replies[i]);
}

static void put_facts(struct printer *p)
{
	const struct knowledge *k = &p->session->knowledge;
	if (k->fact_count)
		put_heading(p, _("Facts and terms"));
	for (size_t i = 0; i < k->fact_count && !p->is_broken; i++)
		put_fact(p, &k->facts[i]);
}

static bool put_knowledge(struct printer *p)
{
	put_claims(p);
	put_notes(p);
	put_facts(p);
	return !p->is_broken;
}

bool print_fits(const struct session *s, int width, int cols, int rows)
{
	const struct document *d = &s->document;
	for (uint64_t pos = document_begin(d); pos < document_end(d) && rows >= 0;) {
		struct paragraph p;
		struct layout l;
		if (!document_paragraph(d, pos, &p))
			break;
		lay_out(&l, &p, d, width);
		for (size_t i = 0; i < l.line_count && rows >= 0; i++)
			rows -= l.lines[i].cols > cols ? (l.lines[i].cols - 1) / cols + 1 : 1;
		layout_done(&l);
		pos = p.end;
		paragraph_done(&p);
	}
	return rows >= 0;
}

bool print_text(const struct session *s, struct output out, int width, bool is_colored)
{
	struct printer p = {.session = s, .out = out, .width = width, .is_colored = is_colored};
	put_text(&p);
	return !p.is_broken;
}

bool print_document(const struct session *s, struct output out, int width, bool is_colored)
{
	struct printer p = {.session = s, .out = out, .width = width, .is_colored = is_colored};
	put_text(&p);
	return put_knowledge(&p);
}

bool print_knowledge(const struct session *s, struct output out, int width, bool is_colored)
{
	struct printer p = {.session = s, .out = out, .width = width, .is_colored = is_colored};
	put_wrapped(&p, s->title, 0);
	return put_knowledge(&p);
}
