/*
 * wire.h - what several protocols need to write requests and read replies: names that differ
 * between AWS's models and what is sent, and texts that grow.
 */
#ifndef AWS_PROTOCOL_WIRE_H
#define AWS_PROTOCOL_WIRE_H

#include "aws/protocol/protocol.h"

/*
 * The data of an operation lists names in one text, separated by single blanks. A member is called
 * by its name in AWS's models; "=" and its name in what is sent follow where that differs. In lists
 * of XML elements one of the marks of enum wire_kind ends it. "nextToken typeEquals=type",
 * "VpcEndpoints=vpcEndpointSet[] PrivateDnsEnabled#".
 */
enum wire_kind {
    WIRE_TEXT,    /* no mark: a text, or whatever its content says */
    WIRE_LIST,    /* "[]": a list, whose entries are elements in it */
    WIRE_ENTRY,   /* "*": an entry of a list that no element encloses */
    WIRE_LITERAL, /* "#": a whole number or a boolean, whose text is what JSON has for it */
};

struct wire_name {
    const char *ours, *sent; /* not NUL-terminated */
    size_t ours_length, sent_length;
    enum wire_kind kind;
};

/* Reads the first name of *list, and moves *list behind it. False: it is empty, or NULL. */
bool wire_next(const char **list, struct wire_name *out);

/* Finds the name of a member in a list. False: it is not there, or the list is NULL. */
bool wire_find(const char *list, const char *member, struct wire_name *out);

/* A text that grows in an arena. Set .arena, and zero-initialise the rest. */
struct wire_text {
    struct arena *arena;
    char *text; /* NUL-terminated; NULL: empty so far */
    size_t length, capacity;
};

/* Appends length bytes of text, or none. */
void wire_put(struct wire_text *to, const char *text, size_t length);
/* Appends text with all but RFC 3986's unreserved characters, and those of kept, as %XX. */
void wire_put_encoded(struct wire_text *to, const char *text, const char *kept);

/*
 * A text, a number or a boolean as REST and Query send it: the text itself, "12", "true". NULL for
 * any other value. In JSON's arena.
 */
const char *wire_value(const cJSON *value);

/*
 * AWS's error code without a namespace: that of the header x-amzn-errortype, which the replies of
 * every protocol may have, else the one in the body. In the arena. NULL: neither is there.
 */
const char *wire_code(struct arena *arena, const char *header, const char *body);

/* How a protocol wraps what a reply in XML says. */
struct wire_xml {
    const char *entry;  /* as xml.h says, with .capital */
    const char *root;   /* how the name of the root element ends: "Response" */
    const char *errors; /* where an error has Code and Message: "ErrorResponse.Error" */
    bool capital;
};

/*
 * As protocol.h's read(), with the root element as the output: an object, empty where the element
 * is none. Whoever answers in the place of a service, as a front end that throttles, says the code
 * in the header alone. A page of somebody else's cannot be read: it is no list without entries.
 */
MUST_USE bool wire_read_xml(struct arena *arena, const struct operation *operation,
                            const struct protocol_reply *reply, const struct wire_xml *how,
                            struct protocol_answer *out, struct error *err);

#endif
