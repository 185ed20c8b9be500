// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/document.h"

void document_init(struct document *d, struct source *s)
{
	*d = (struct document){.source = s, .format = &format_text};
	d->index = index_new(s);
}

void document_done(struct document *d)
{
	if (!d)
		return;
	index_free(d->index);
	source_close(d->source);
	*d = (struct document){0};
}

void document_set_wrap(struct document *d, enum wrap wrap)
{
	if (wrap != d->wrap)
		d->version++;
	d->wrap = wrap;
}

uint64_t document_begin(const struct document *d)
{
	return source_begin(d->source);
}

uint64_t document_end(const struct document *d)
{
	return source_size(d->source);
}

bool document_paragraph(const struct document *d, uint64_t pos, struct paragraph *p)
{
	*p = (struct paragraph){0};
	uint64_t begin = document_begin(d), end = document_end(d);
	if (begin >= end)
		return false;
	if (pos >= end)
		pos = end - 1;
	d->format->paragraph_at(d->source, pos < begin ? begin : pos, d->wrap, p);
	return true;
}

uint64_t document_headings(const struct document *d, uint64_t pos, struct heading *found,
			   size_t *count)
{
	*count = 0;
	if (pos < document_begin(d))
		pos = document_begin(d);
	return pos < document_end(d) ? d->format->headings_from(d->source, pos, found, count)
				     : document_end(d);
}

unsigned document_poll(struct document *d)
{
	uint64_t before = source_size(d->source);
	bool was_complete = source_is_complete(d->source);
	unsigned change = source_poll(d->source);
	// Only now is it known where the text begins, and what its last bytes are the begin of.
	if (change & SOURCE_GREW && (before < 3 || was_complete))
		index_truncate(d->index, before < 3 ? 0 : before - 1);
	if (change & SOURCE_SHRANK)
		index_truncate(d->index, change & SOURCE_GREW ? 0 : source_size(d->source));
	if (change)
		d->version++;
	return change;
}

bool document_is_counted(const struct document *d)
{
	return index_end(d->index) >= document_end(d) && source_is_complete(d->source);
}

int document_percent(const struct document *d, uint64_t pos)
{
	uint64_t begin = document_begin(d), end = document_end(d);
	if (end <= begin || pos >= end)
		return 100;
	return pos <= begin ? 0 : (int)((double)(pos - begin) * 100.0 / (double)(end - begin));
}
