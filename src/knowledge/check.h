// SPDX-License-Identifier: ISC
// Validates what is known about a text against that text: quotes at their places, links that lead
// somewhere and are known from both ends, ids used once, texts in every language of their set,
// facts with dated sources.  It tells what it finds and judges no more than that.
#ifndef KNOWLEDGE_CHECK_H
#define KNOWLEDGE_CHECK_H

#include "document/index.h"
#include "knowledge/annotation.h"
#include "knowledge/web_annotation.h"

enum check_level {
	CHECK_ERROR,   // a person misses something, or is told something that is not so
	CHECK_WARNING, // it can be read, but somebody should look at it
};

// Valid during the call that hands it over.
struct finding {
	enum check_level level;
	const char *code;     // a word for scripts, as in "dangling-link"
	const char *place;    // the name of the claim, fact or link, else that of the set
	const char *sentence; // for people, in their language, without a full stop
};

// What is checked.  All of it has been read to its end, and every annotation is found or an orphan.
struct check_world {
	const struct knowledge *knowledge;
	struct web_annotation *const *sets;
	size_t set_count;
	const struct source *source;
	const struct index *index; // of the whole source
};

// Who hears of the findings; TELL returns false to hear no more.
struct check_listener {
	bool (*tell)(void *data, const struct finding *f);
	void *data;
};

// Tells every finding: sets that cannot be read, annotations in the order of the text, facts,
// links.  Returns how many were told.  Quotes that stand in several places are looked for as long
// as that takes less than a minute or so: of very many quotes on a very long text some may go
// unnoticed.
size_t check_run(const struct check_world *w, struct check_listener listener);

#endif
