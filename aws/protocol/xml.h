/*
 * xml.h - XML replies as JSON, so that they are read as all other replies are: an element that
 * holds elements is an object, any other is the string that it holds. Attributes are dropped. The
 * only file that knows expat.
 */
#ifndef AWS_PROTOCOL_XML_H
#define AWS_PROTOCOL_XML_H

#include "core/json.h"

/*
 * length bytes of UTF-8, whatever encoding they claim, into an object in the arena, with the root
 * element as its one member. what names the text in errors. ERROR_SERVICE, quoting nothing, for
 * text that is not well-formed, has a document type (so nothing can be an entity but the five of
 * XML itself), holds more than 256 KiB or 1,000 elements, is deeper than 16, or has an element
 * twice in one place, where nobody could say which one counts.
 */
MUST_USE bool xml_parse(struct arena *arena, const char *text, size_t length, const char *what,
                        cJSON **out, struct error *err);

/* "expat_2.5.0" */
const char *xml_library(void);

#endif
