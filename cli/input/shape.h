/*
 * shape.h - what AWS's tools and services put around a configuration item, an event or a policy.
 * One table describes it, so that a file can be read in which somebody saved their output.
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
    const char *beside; /* path of another member that it has; NULL: member alone tells it */
    /* Path of a list of what was asked for and is not in the answer; NULL: it has no such list. */
    const char *missing;
    /* Path of the list of what a query selected; NULL: it is no answer to a query. */
    const char *selected;
    /* Path of the account of the content, beside which it names the Region; NULL: it does not. */
    const char *account;
    /* Path of a list whose only entry has the member; NULL: the shape itself has it. */
    const char *list;
    const char *instead; /* what prints the policy that this does not hold; NULL: it holds one */
};

/* The shape of an object; NULL: none, as it is the content itself or something else. */
const struct shape *shape_find(const cJSON *json, enum shape_content content);

/*
 * The policy in what a command printed. *out is json itself where that has no shape. ERROR_INPUT
 * when it holds no policy, or several.
 */
MUST_USE bool shape_policy(const cJSON *json, const cJSON **out, struct error *err);

#endif
