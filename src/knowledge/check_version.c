// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/check_version.h"

#include <strings.h>

#include "base/translate.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"

enum { DIGITS = DIGEST_TEXT - 1, DIGITS_SHOWN = 12 };

static void digest_source(struct check_version *v, const struct source *source)
{
	size_t n;
	const uint8_t *s = source_bytes(source, 0, &n);
	struct digest *d = digest_new();
	digest_add(d, s, n);
	digest_text(d, v->text);
	digest_free(d);
}

// When the text was as TARGET has it; NULL when that is not told.
static const char *date_of(const struct json_node *target)
{
	const struct json_node *states = json_get(target, "state");
	for (const struct json_node *s = json_one(states); s; s = json_more(states, s)) {
		const char *date = json_string(json_one(json_get(s, "sourceDate")));
		if (date)
			return date;
	}
	return NULL;
}

// True the first time that DIGEST is told of the set.
static bool is_new(struct check_version *v, uint32_t set, const char *digest)
{
	if (v->set != set)
		v->told_count = 0;
	v->set = set;
	for (size_t i = 0; i < v->told_count; i++)
		if (strcasecmp(v->told[i], digest) == 0)
			return false;
	if (v->told_count == VERSIONS_TOLD)
		return false;
	memcpy(v->told[v->told_count++], digest, DIGEST_TEXT);
	return true;
}

static void compare(struct checking *c, struct check_version *v, const char *digest,
		    const char *date)
{
	if (!*v->text)
		digest_source(v, c->w->source);
	if (strcasecmp(v->text, digest) == 0 || !is_new(v, c->at.set, digest))
		return;
	if (date)
		checking_tell(
			c, CHECK_WARNING, "other-version",
			_("it is for another version of this text, of %s (SHA-256 %.*s…, here "
			  "%.*s…)"),
			checking_brief(c, date), DIGITS_SHOWN, digest, DIGITS_SHOWN, v->text);
	else
		checking_tell(c, CHECK_WARNING, "other-version",
			      _("it is for another version of this text (SHA-256 %.*s…, here "
				"%.*s…)"),
			      DIGITS_SHOWN, digest, DIGITS_SHOWN, v->text);
}

void check_version(struct checking *c, struct check_version *v, const struct json_node *root)
{
	const struct json_node *targets = json_get(root, "target");
	for (const struct json_node *t = json_one(targets); t; t = json_more(targets, t)) {
		const struct json_node *source = json_one(json_get(t, "source"));
		const struct json_node *n = json_one(resource_schema(source, "sha256"));
		const char *digest = resource_text(n);
		if (!n)
			continue;
		c->at.node = n;
		if (digest && strspn(digest, "0123456789abcdefABCDEF") == DIGITS && !digest[DIGITS])
			compare(c, v, digest, date_of(t));
		else
			checking_tell(c, CHECK_ERROR, "bad-digest", "%s",
				      _("its \"sha256\" is not one of 64 hexadecimal digits"));
	}
	c->at.node = NULL;
}
