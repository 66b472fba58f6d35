#include "aws/protocol/xml.h"

#include <expat.h>
#include <stdint.h>
#include <string.h>

#include "core/utf8.h"

/*
 * Only STS answers in XML so far. Its largest reply is that of AssumeRole: the example of its API
 * reference has 1.3 KB and 14 elements, 4 deep, and a session token adds 1 to 2 KB.
 */
#define SIZE_LIMIT ((size_t)256 * 1024)
#define ELEMENT_LIMIT 1000
#define DEPTH_LIMIT 16

struct element {
    const char *name;
    cJSON *object; /* of the elements in it; NULL: none so far */
    size_t text;   /* where its text begins */
};

struct walk {
    struct arena *arena;
    XML_Parser parser;
    struct element open[DEPTH_LIMIT + 1]; /* the first stands for the document */
    size_t depth, elements;
    char *text; /* of the open elements, one behind the other; never longer than the document */
    size_t length;
    const char *wrong; /* why the walk was ended; NULL: it goes on */
};

/* expat's hooks take no context; this process has one thread. */
static struct arena *current;

#define SIZE_OF_SIZE ((size_t)16) /* keeps what follows aligned */

/* With its size in front. */
static void *take(size_t size)
{
    if (size > SIZE_MAX - SIZE_OF_SIZE)
        return NULL;
    unsigned char *bytes = arena_alloc(current, SIZE_OF_SIZE + size);

    memcpy(bytes, &size, sizeof(size));
    return bytes + SIZE_OF_SIZE;
}

static void *grow(void *old, size_t size)
{
    void *bytes = take(size);
    size_t held = 0;

    if (old)
        memcpy(&held, (unsigned char *)old - SIZE_OF_SIZE, sizeof(held));
    if (bytes && held)
        memcpy(bytes, old, held < size ? held : size);
    return bytes;
}

static void give_back(void *bytes)
{
    (void)bytes;
}

static void stop(struct walk *walk, const char *why)
{
    walk->wrong = why;
    XML_StopParser(walk->parser, XML_FALSE);
}

static void refuse_document_type(void *context, const char *name, const char *system_id,
                                 const char *public_id, int has_internal_subset)
{
    (void)name, (void)system_id, (void)public_id, (void)has_internal_subset;
    stop(context, "has a document type");
}

static void start(void *context, const char *name, const char **attributes)
{
    struct walk *walk = context;

    (void)attributes;
    if (walk->wrong)
        return;
    if (walk->depth == DEPTH_LIMIT) {
        stop(walk, "is too deep");
        return;
    }
    if (++walk->elements > ELEMENT_LIMIT) {
        stop(walk, "has too many elements");
        return;
    }
    walk->open[++walk->depth] =
        (struct element){.name = arena_strdup(walk->arena, name), .text = walk->length};
}

static void add_text(void *context, const char *text, int length)
{
    struct walk *walk = context;

    memcpy(walk->text + walk->length, text, (size_t)length);
    walk->length += (size_t)length;
}

static void end(void *context, const char *name)
{
    struct walk *walk = context;

    (void)name;
    if (walk->wrong) /* expat ends an empty element that start() stopped at */
        return;
    struct element *one = &walk->open[walk->depth], *parent = one - 1;
    walk->text[walk->length] = '\0';
    if (!parent->object)
        parent->object = cJSON_CreateObject();
    if (json_member(parent->object, one->name)) {
        stop(walk, "has an element twice");
        return;
    }
    json_set(parent->object, one->name,
             one->object ? one->object : cJSON_CreateString(walk->text + one->text));
    walk->length = one->text;
    walk->depth--;
}

bool xml_parse(struct arena *arena, const char *text, size_t length, const char *what, cJSON **out,
               struct error *err)
{
    /* An arena that is exhausted in the middle of a walk leaves nothing behind. */
    static const XML_Memory_Handling_Suite memory = {take, grow, give_back};
    struct walk walk = {.arena = arena};

    if (length > SIZE_LIMIT)
        return error_set(err, ERROR_SERVICE, "%s has more than %zu bytes", what, SIZE_LIMIT);
    /* expat believes a byte order mark above all, and UTF-16 may be longer in UTF-8. */
    if (memchr(text, '\0', length) || !utf8_valid(text, length))
        return error_set(err, ERROR_SERVICE, "%s is not UTF-8", what);
    current = arena;
    walk.text = arena_alloc(arena, length + 1);
    walk.parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    if (!walk.parser)
        return error_set(err, ERROR_LIMIT, "expat has no memory");
    XML_SetUserData(walk.parser, &walk);
    XML_SetStartDoctypeDeclHandler(walk.parser, refuse_document_type);
    XML_SetElementHandler(walk.parser, start, end);
    XML_SetCharacterDataHandler(walk.parser, add_text);
    bool whole = XML_Parse(walk.parser, text, (int)length, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(walk.parser);
    *out = walk.open[0].object;
    return whole || error_set(err, ERROR_SERVICE, "%s %s", what,
                              walk.wrong ? walk.wrong : "is not well-formed XML");
}

const char *xml_library(void)
{
    return XML_ExpatVersion();
}
