// SPDX-License-Identifier: ISC
// What is known only at the end, the number of items and the name that follows from them, stands
// behind them: the members of an object have no order.
#include "config.h"

#include "knowledge/collection.h"

#include <string.h>

#include "base/digest.h"
#include "base/string.h"

static void put(struct collection *c, const char *s, size_t n)
{
	if (!c->is_broken && n && !c->write(c->data, s, n))
		c->is_broken = true;
}

static void put_string(struct collection *c, const char *s)
{
	put(c, s, strlen(s));
}

static void begin(struct collection *c)
{
	if (c->digest)
		return;
	c->digest = digest_new();
	put_string(c, "{\n\"@context\": \"" COLLECTION_CONTEXT "\",\n"
		      "\"type\": \"AnnotationCollection\"");
}

void collection_item(struct collection *c)
{
	begin(c);
	put_string(c, c->count++ == 0 ? ",\n\"first\": {\n\"type\": \"AnnotationPage\",\n"
					"\"startIndex\": 0,\n\"items\": [\n"
				      : ",\n");
}

void collection_add(struct collection *c, const char *s, size_t n)
{
	digest_add(c->digest, (const uint8_t *)s, n);
	put(c, s, n);
}

bool collection_end(struct collection *c, const char *kind, const char *label)
{
	char sum[DIGEST_TEXT];
	struct buf end = {0};
	begin(c);
	digest_text(c->digest, sum);
	if (c->count)
		buf_printf(&end, "\n],\n\"id\": \"urn:kantlijn:%s:%s:page\"\n}", kind, sum);
	buf_printf(&end,
		   ",\n\"id\": \"urn:kantlijn:%s:%s\",\n\"label\": \"%s\",\n\"total\": %zu\n}\n",
		   kind, sum, label, c->count);
	put(c, buf_string(&end), end.len);
	buf_done(&end);
	digest_free(c->digest);
	c->digest = NULL;
	return !c->is_broken;
}
