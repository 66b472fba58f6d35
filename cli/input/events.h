/*
 * events.h - the events and configuration items in a file, whatever AWS's services and tools put
 * around them (shape.h): lists, envelopes, JSON in the text of JSON.
 */
#ifndef CLI_EVENTS_H
#define CLI_EVENTS_H

#include "config/event.h"

#define EVENT_PLACE_SIZE 64 /* bytes of a place */

/* Where an event is. */
struct event_place {
    const char *path;              /* of the file */
    char inside[EVENT_PLACE_SIZE]; /* "[3]", in nested lists "[3][0]"; "": the file is the event */
};

/* Who is shown the events, in the order of the file. */
struct event_visitor {
    /*
     * Lives, with all that the visit takes from arena, until this returns. named: the event is one
     * of Lambda, which names its rule; else an invoking event or an item, which names none. False
     * with *err: it failed, and the next one follows.
     */
    bool (*visit)(struct event_visitor *self, struct arena *arena, struct event *event, bool named,
                  const struct event_place *place, struct error *err);
    /* Something in the file could not be read, or a visit failed. */
    void (*fail)(struct event_visitor *self, const struct event_place *place,
                 const struct error *err);
};

/* Shows each event of a file, "-": of standard input. JSON uses the arena. */
void events_visit(struct arena *arena, const char *path, struct event_visitor *visitor);

#endif
