#include "aws/protocol/xml.h"

#include <ctype.h>
#include <expat.h>
#include <stdint.h>
#include <string.h>

#include "aws/protocol/wire.h"
#include "core/utf8.h"

/*
 * Bytes, as many as the client takes of any reply. The largest is a page of
 * GetAccountAuthorizationDetails: the 100 largest of AWS's own 1,485 policies (in moto 5.2.1),
 * percent-encoded and each in the five versions that IAM keeps, are 9,979,462 bytes.
 */
#define SIZE_LIMIT ((size_t)16 << 20)
#define DEPTH_LIMIT 16 /* the tag of a role of an instance profile of a role there is 11 deep */
/* Of one object. All are compared with each new one; the largest of EC2's, Instance, has 61. */
#define MEMBER_LIMIT 1000

struct element {
    cJSON *value;          /* an object or an array of the elements in it; NULL: none so far */
    struct wire_name name; /* zero: the data says nothing */
    bool is_entry;         /* of the list that its parent is */
    size_t members;
};

struct walk {
    const struct xml_names *names;
    XML_Parser parser;
    struct element open[DEPTH_LIMIT + 1]; /* the first stands for the document */
    size_t depth;
    struct wire_text text; /* since the last tag, which is all that an element without others has */
    const char *wrong;     /* why the walk was ended; NULL: it goes on */
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

/* What the data of the operation says of an element. False: nothing. */
static bool describe(const struct walk *walk, const char *element, struct wire_name *out)
{
    const char *list = walk->names->elements;
    const size_t length = strlen(element);

    while (wire_next(&list, out)) {
        bool capital = walk->names->capital && out->sent == out->ours;

        if (out->sent_length == length &&
            *out->sent == (capital ? (char)toupper((unsigned char)*element) : *element) &&
            strncmp(out->sent + 1, element + 1, length - 1) == 0)
            return true;
    }
    return false;
}

static void start(void *context, const char *name, const char **attributes)
{
    struct walk *walk = context;
    struct element *parent = &walk->open[walk->depth];

    (void)attributes;
    if (walk->wrong)
        return;
    if (walk->depth == DEPTH_LIMIT) {
        stop(walk, "is too deep");
        return;
    }
    struct element *one = &walk->open[++walk->depth];
    *one = (struct element){
        .is_entry = parent->name.kind == WIRE_LIST && strcmp(name, walk->names->entry) == 0,
    };
    if (!one->is_entry && !describe(walk, name, &one->name))
        one->name = (struct wire_name){0};
    walk->text.length = 0;
}

static void add_text(void *context, const char *text, int length)
{
    struct walk *walk = context;

    wire_put(&walk->text, text, (size_t)length);
}

/* What an element is that has no others in it. */
static cJSON *leaf(struct walk *walk, enum wire_kind kind)
{
    const char *text = walk->text.length ? walk->text.text : "";
    struct error ignored;
    cJSON *literal;

    if (kind == WIRE_LIST)
        return cJSON_CreateArray();
    if (kind == WIRE_LITERAL && json_parse(text, strlen(text), "", &literal, &ignored) &&
        (cJSON_IsNumber(literal) || cJSON_IsBool(literal)))
        return literal;
    return cJSON_CreateString(text);
}

static const char *member_name(const struct walk *walk, const struct wire_name *name,
                               const char *element)
{
    struct arena *arena = walk->text.arena;

    if (name->ours)
        return arena_strndup(arena, name->ours, name->ours_length);
    if (!walk->names->capital)
        return element;
    return arena_printf(arena, "%c%s", toupper((unsigned char)*element), element + 1);
}

static void add_member(struct walk *walk, struct element *parent, const struct wire_name *name,
                       const char *element, cJSON *value)
{
    const char *member = member_name(walk, name, element);
    cJSON *there = json_member(parent->value, member);

    if (name->kind == WIRE_ENTRY) {
        if (!there)
            cJSON_AddItemToObject(parent->value, member, there = cJSON_CreateArray());
        cJSON_AddItemToArray(there, value);
    } else if (there && strcmp(element, walk->names->entry) == 0) {
        return; /* a list that is newer than the data */
    } else if (there) {
        stop(walk, "has an element twice");
    } else if (++parent->members > MEMBER_LIMIT) {
        stop(walk, "has too many elements in one");
    } else {
        cJSON_AddItemToObject(parent->value, member, value);
    }
}

static void end(void *context, const char *name)
{
    struct walk *walk = context;

    if (walk->wrong) /* expat ends an empty element that start() stopped at */
        return;
    struct element *one = &walk->open[walk->depth--], *parent = one - 1;
    cJSON *value = one->value ? one->value : leaf(walk, one->name.kind);
    bool list = parent->name.kind == WIRE_LIST;

    walk->text.length = 0;
    if (!parent->value)
        parent->value = list ? cJSON_CreateArray() : cJSON_CreateObject();
    if (one->is_entry)
        cJSON_AddItemToArray(parent->value, value);
    else if (list)
        stop(walk, "has a list with other elements in it");
    else
        add_member(walk, parent, &one->name, name, value);
}

bool xml_parse(struct arena *arena, const char *text, size_t length, const char *what,
               const struct xml_names *names, cJSON **out, struct error *err)
{
    /* An arena that is exhausted in the middle of a walk leaves nothing behind. */
    static const XML_Memory_Handling_Suite memory = {take, grow, give_back};
    struct walk walk = {.names = names, .text.arena = arena};

    if (length > SIZE_LIMIT)
        return error_set(err, ERROR_SERVICE, "%s has more than %zu bytes", what, SIZE_LIMIT);
    /* expat believes a byte order mark above all, and UTF-16 may be longer in UTF-8. */
    if (memchr(text, '\0', length) || !utf8_valid(text, length))
        return error_set(err, ERROR_SERVICE, "%s is not UTF-8", what);
    current = arena;
    walk.parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    if (!walk.parser)
        return error_set(err, ERROR_LIMIT, "expat has no memory");
    XML_SetUserData(walk.parser, &walk);
    XML_SetStartDoctypeDeclHandler(walk.parser, refuse_document_type);
    XML_SetElementHandler(walk.parser, start, end);
    XML_SetCharacterDataHandler(walk.parser, add_text);
    bool whole = XML_Parse(walk.parser, text, (int)length, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(walk.parser);
    *out = walk.open[0].value;
    return whole || error_set(err, ERROR_SERVICE, "%s %s", what,
                              walk.wrong ? walk.wrong : "is not well-formed XML");
}

const char *xml_library(void)
{
    return XML_ExpatVersion();
}
