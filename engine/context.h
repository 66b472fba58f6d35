/* context.h - the inside of struct rule_context; for the engine, never for a rule. */
#ifndef ENGINE_CONTEXT_H
#define ENGINE_CONTEXT_H

#include "config/reader.h"
#include "engine/rule.h"

struct parameter_value {
    const char *text; /* NULL: not given and no default */
    int64_t integer;  /* of an integer; of a boolean, 0 or 1 */
    double decimal;
    const char *const *list;
};

struct rule_context {
    const struct rule *rule;
    const struct parameter_value *values; /* one per rule->parameters entry */
    struct arena *arena;
    struct reader *reader;
    /* The first thing that the rule read of its item and that the item does not say. */
    struct error unknown;
};

/*
 * Sets ctx->unknown, unless it is set: the item does not have the member, and which command of the
 * AWS CLI prints all of it.
 */
void item_set_unknown(struct rule_context *ctx, const struct configuration_item *item,
                      const char *member);

/* Sets ctx->unknown when the item lacks something of the rule's always_recorded. */
void item_require_recorded(struct rule_context *ctx, const struct configuration_item *item);

/*
 * Reads ruleParameters, an object, as the descriptor of ctx->rule says, into ctx->values, which is
 * set last. A value is a string, or a JSON boolean or number, which counts as its text. null and ""
 * count as not given, as a blank field of the console does. ERROR_PARAMETER naming the parameter
 * that is wrong; of an unknown one also the nearest that exists. ERROR_LIMIT when there is no
 * memory to compare one with its form.
 */
MUST_USE bool parameters_read(struct rule_context *ctx, const cJSON *given, struct error *err);

/*
 * One part in so many of the memory is kept free while resources are listed, for what comes then:
 * sorting the evaluations and putting them. That takes up to 9 bytes for each evaluation, which
 * itself takes 80 at least.
 */
#define RESERVE_SHARE 8

#endif
