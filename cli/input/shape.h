/*
 * shape.h - what AWS's tools and services print around a configuration item, an event or a policy:
 * one table, by which files are opened that somebody saved from them.
 */
#ifndef CLI_SHAPE_H
#define CLI_SHAPE_H

#include <stdbool.h>

#include "core/error.h"
#include "core/json.h"

enum shape_content {
    SHAPE_EVENTS, /* events and configuration items, or more shapes with such in them */
    SHAPE_POLICY, /* one policy document, or its text */
};

struct shape {
    enum shape_content content;
    const char *name;   /* who prints it: "aws configservice batch-get-resource-config" */
    const char *member; /* path of the content: an object, its JSON text, or a list of such */
    const char *beside; /* path of a member that tells it from others; NULL: member does */
    /* A list of what was asked for and is not in the answer; NULL: there is no such member. */
    const char *missing;
    /* Path of the list of what a query selected; NULL: it is no answer to a query. */
    const char *selected;
    /* Path of the account that what is in it is of, beside its region; NULL: it does not say. */
    const char *account;
    /* Path of a list, of which the only entry has the member; NULL: it has none around it. */
    const char *list;
    const char *instead; /* what prints the policy that this does not hold; NULL: it holds one */
};

/* The one that an object has; NULL: none, so that it is the content itself, or something else. */
const struct shape *shape_find(const cJSON *json, enum shape_content content);

/*
 * The policy in what a command printed; where that is no such shape, it is the policy itself.
 * ERROR_INPUT where it holds none, or several.
 */
MUST_USE bool shape_policy(const cJSON *json, const cJSON **out, struct error *err);

#endif
