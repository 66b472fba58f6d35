/* context.h - the inside of struct rule_context; for the engine, never for a rule. */
#ifndef ENGINE_CONTEXT_H
#define ENGINE_CONTEXT_H

#include "config/reader.h"
#include "engine/rule.h"

struct parameter_value {
    const char *text; /* NULL: not given and no default */
    int64_t integer;  /* of an integer; of a boolean, 0 or 1 */
    const char *const *list;
};

struct rule_context {
    const struct rule *rule;
    const struct parameter_value *values; /* one per rule->parameters entry */
    struct arena *arena;
    struct reader *reader;
    struct error unknown; /* the first of what the rule read of its item and nobody knows */
};

/* Notes that the item does not say one of its members, and the AWS command that prints it. */
void item_set_unknown(struct rule_context *ctx, const struct configuration_item *item,
                      const char *member);

/* Notes the first that is not there of what every item of the rule's types has. */
void item_require_recorded(struct rule_context *ctx, const struct configuration_item *item);

/*
 * ruleParameters, an object, checked against ctx->rule's descriptor, into ctx->values. A value is a
 * string, or a JSON boolean or number, which counts as its text; null and "" count as not given, as
 * a blank field of the console does. Fails with ERROR_PARAMETER naming the parameter; for an
 * unknown one, also the nearest that exists.
 */
MUST_USE bool parameters_read(struct rule_context *ctx, const cJSON *given, struct error *err);

/*
 * The part of the memory that is kept, while resources are listed, for what comes then: to sort the
 * evaluations, and to put them, takes up to 9 bytes for each, which itself takes 72 at least.
 */
#define RESERVE_SHARE 8

#endif
