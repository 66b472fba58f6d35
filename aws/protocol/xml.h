/*
 * xml.h - XML replies as JSON, so that they are read as all other replies are. Attributes are
 * dropped. The only file that knows expat.
 *
 * XML does not say what is a list, a number or a boolean, so the data of the operation does: see
 * enum wire_kind. A list is an array also with one entry or none. A list, or any member, whose
 * element is not there is absent, as it is in AWS's SDKs. What the data says nothing of is an
 * object where it holds elements, and else its text, "" too: times, and any text that no JSON
 * literal is, stay texts. So a list that AWS adds to a reply some day, and that nobody reads, is an
 * object with the first of its entries.
 */
#ifndef AWS_PROTOCOL_XML_H
#define AWS_PROTOCOL_XML_H

#include "core/json.h"

struct xml_names {
    const char *elements; /* as wire.h says; NULL: only objects and texts */
    const char *entry;    /* the element that is one entry of a list: "member" */
    bool capital;         /* members are named by their elements, but with a capital letter first */
};

/*
 * length bytes of UTF-8, whatever encoding they claim, into an object in the arena, JSON's, with
 * the root element as its one member. what names the text in errors. ERROR_SERVICE, quoting
 * nothing, for text that is not well-formed, has a document type (so nothing can be an entity but
 * the five of XML itself), holds more than 16 MiB, is deeper than 16, or has an element with more
 * than 1,000 others in it that are no entries of a list, or with one twice, where nobody could say
 * which one counts.
 */
MUST_USE bool xml_parse(struct arena *arena, const char *text, size_t length, const char *what,
                        const struct xml_names *names, cJSON **out, struct error *err);

/* "expat_2.5.0" */
const char *xml_library(void);

#endif
