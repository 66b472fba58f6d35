#include "cli/input/events.h"

#include <stdio.h>
#include <string.h>

#include "cli/input/file.h"
#include "cli/input/shape.h"
#include "cli/message.h"

/* Shapes in shapes: EventBridge in SNS in SQS in a list in an event of Lambda. */
#define DEPTH_LIMIT 16

struct walk {
    struct event_visitor *visitor;
    struct arena *arena;
    struct event_place place;
};

/* What is around something in a file. */
struct around {
    int depth;             /* shapes */
    const cJSON *selected; /* what the query selected whose results these are; NULL: of no query */
    struct whose whose;    /* as the envelopes say */
    const char *region;    /* likewise; NULL: they do not say */
};

static void fail(const struct walk *walk, const struct error *err)
{
    walk->visitor->fail(walk->visitor, &walk->place, err);
}

/* An envelope of another Region holds no item of this one. Global resources have no Region. */
static bool validate_region(const struct around *around, const struct event *event,
                            struct error *err)
{
    const char *region = event->item.aws_region;

    return !around->region || !region || strcmp(region, "global") == 0 ||
           strcmp(region, around->region) == 0 ||
           error_set(err, ERROR_INPUT,
                     "envelope.region is %.40s and the item's awsRegion %.40s: they must agree",
                     around->region, region);
}

static bool walk_event(struct walk *walk, const cJSON *json, const struct around *around,
                       struct error *err)
{
    struct event event;

    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_INPUT, "must be a JSON object: an event or an item");
    if (json_get(json, "scenario") && json_get(json, "expect"))
        return error_set(err, ERROR_INPUT, "this is a fixture: use configrule test %s",
                         walk->place.path);
    if (!event_read(walk->arena, json, &around->whose, &event, err) ||
        !validate_region(around, &event, err))
        return false;
    event.item.selected = around->selected;
    return walk->visitor->visit(walk->visitor, walk->arena, &event,
                                json_get(json, "invokingEvent") != NULL, &walk->place, err);
}

/* One entry of a list, for arena_try(). */
struct entry {
    struct walk *walk;
    const cJSON *json;
    const struct around *around;
    struct error *err;
    bool done;
};

static void walk_entry(void *context);

/* Each is shown, whatever becomes of the others, and none takes the memory of the next. */
static void walk_list(struct walk *walk, const cJSON *list, const struct around *around)
{
    char *inside = walk->place.inside;
    size_t length = strlen(inside), number = 0;
    struct arena *arena = walk->arena;
    const cJSON *one;
    struct error err;

    if (!list->child) /* no failure: an account without such resources has such a list */
        print_note(walk->place.path, "the list is empty: nothing was evaluated");
    cJSON_ArrayForEach (one, list) {
        struct arena_mark mark = arena_mark(arena);
        struct entry entry = {walk, one, around, &err, false};

        snprintf(inside + length, EVENT_PLACE_SIZE - length, "[%zu]", number++);
        if (!arena_try(arena, 0, walk_entry, &entry))
            error_set(&err, ERROR_LIMIT, "needs more memory than the %zu MiB that there are",
                      arena->limit >> 20);
        if (!entry.done)
            fail(walk, &err);
        arena_rewind(arena, mark);
    }
    inside[length] = '\0';
}

/* What was asked for and is not in an answer, and that there is more than this page of it. */
static void name_missing(const struct walk *walk, const cJSON *json, const struct shape *shape)
{
    const cJSON *more = json_get(json, "NextToken");
    const cJSON *list = shape->missing ? json_get(json, shape->missing) : NULL, *one;
    struct error err;

    cJSON_ArrayForEach (one, list) {
        error_set(&err, ERROR_INPUT, "%s: AWS Config did not give %s %s", shape->missing,
                  json_string(one, "resourceType", json_string(one, "ResourceType", "a resource")),
                  json_string(one, "resourceId", json_string(one, "ResourceId", "")));
        fail(walk, &err);
    }
    if (!more)
        more = json_get(json, "nextToken");
    if (more && !cJSON_IsNull(more) && *json_string(more, "", "more")) {
        error_set(&err, ERROR_INPUT,
                  "this is one page, and %s says that there are more: \"aws\" prints all without "
                  "--max-items, --limit and --no-paginate, and the next page with --starting-token",
                  more->string);
        fail(walk, &err);
    }
}

/* What a shape says of all that is in it. */
static bool read_envelope(struct arena *arena, const cJSON *json, const struct shape *shape,
                          struct around *around, struct error *err)
{
    const char *type = json_get(json, "TopicArn") ? json_string(json, "Type", NULL) : NULL;

    if (type && strcmp(type, "Notification") != 0)
        return error_set(err, ERROR_INPUT,
                         "has the Type %.40s of Amazon SNS, which holds no item to evaluate", type);
    if (cJSON_IsNull(json_get(json, shape->member)))
        return error_set(err, ERROR_INPUT, "%s is null: there is nothing to evaluate",
                         shape->member);
    if (shape->selected) {
        const cJSON *fields = json_get(json, shape->selected);

        around->selected = cJSON_IsArray(fields) ? fields : cJSON_CreateArray();
    }
    if (!shape->account)
        return true;
    around->region = json_string(json, "region", around->region);
    return whose_add_id(arena, json, "envelope.", shape->account, &around->whose, err);
}

/* An event or an item, or a shape that AWS's tools put around such. */
static bool walk_json(struct walk *walk, const cJSON *json, const struct around *around,
                      struct error *err)
{
    const char *text = json_string(json, "", NULL);
    struct around own = *around;
    cJSON *inner;

    if (own.depth++ == DEPTH_LIMIT)
        return error_set(err, ERROR_INPUT, "holds one thing in another too often");
    if (text)
        return json_parse(text, strlen(text), "the text", &inner, err) &&
               walk_json(walk, inner, &own, err);
    if (cJSON_IsArray(json) && (around->depth == 0 || json->child)) {
        walk_list(walk, json, &own);
        return true;
    }
    const struct shape *shape = shape_find(json, SHAPE_EVENTS);
    if (!shape)
        return walk_event(walk, json, around, err);
    if (!read_envelope(walk->arena, json, shape, &own, err))
        return false;
    const cJSON *content = json_get(json, shape->member);
    bool ok = true;
    if (cJSON_IsArray(content))
        walk_list(walk, content, &own);
    else
        ok = walk_json(walk, content, &own, err);
    name_missing(walk, json, shape);
    return ok;
}

static void walk_entry(void *context)
{
    struct entry *e = context;

    e->done = walk_json(e->walk, e->json, e->around, e->err);
}

void events_visit(struct arena *arena, const char *path, struct event_visitor *visitor)
{
    const struct around nothing = {0};
    struct walk walk = {.visitor = visitor, .arena = arena, .place.path = path};
    struct error err;
    cJSON *json;

    if (!file_read_json(arena, path, &json, &err) || !walk_json(&walk, json, &nothing, &err))
        fail(&walk, &err);
}
