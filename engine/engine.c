#include "engine/engine.h"

#include "config/changed_item.h"
#include "config/recorded_items.h"
#include "core/arn.h"
#include "engine/context.h"

/* What AWS's console and samples call the account as a resource. */
#define ACCOUNT_TYPE "AWS::::Account"

bool rule_prepare(struct arena *arena, const struct rule *rule, const cJSON *rule_parameters,
                  struct reader *reader, struct rule_context **out, struct error *err)
{
    struct rule_context *ctx = arena_alloc(arena, sizeof(*ctx));

    json_expect_arena(arena);
    *ctx = (struct rule_context){.arena = arena, .rule = rule, .reader = reader};
    *out = ctx;
    return parameters_read(ctx, rule_parameters, err);
}

/* The rule's answer counts only when all that it read is known. */
static struct compliance ask_rule(struct rule_context *ctx, const struct configuration_item *item)
{
    struct compliance compliance = {.type = EVALUATION_FAILED};

    ctx->unknown = (struct error){0};
    if (!item->configuration && !rule_is_for_account(ctx->rule))
        item_set_unknown(ctx, item, "configuration");
    else
        item_require_recorded(ctx, item);
    if (ctx->unknown.kind == ERROR_NONE)
        compliance = ctx->rule->evaluate(ctx, item);
    if (ctx->unknown.kind != ERROR_NONE)
        return evaluation_failed(ctx, "%s", ctx->unknown.message);
    return compliance;
}

struct compliance rule_evaluate(struct rule_context *prepared,
                                const struct configuration_item *item)
{
    if (item->unread)
        return evaluation_failed(prepared, "%s", item->unread);
    if (item->gone)
        return not_applicable(prepared, "%s", item->gone);
    if (item_is_gone(item))
        return not_applicable(prepared, "The resource's status is %s.",
                              item_status_name(item->status));
    return ask_rule(prepared, item);
}

/* Where the items of a source go: through the rule, into the evaluations. */
struct evaluating {
    struct item_visitor visitor;
    struct rule_context *ctx;
    struct evaluations *out;
    int64_t ordering; /* of a periodic trigger, for all items; 0: the capture time of each */
};

static void add(struct evaluating *self, const struct configuration_item *item,
                struct compliance compliance)
{
    evaluations_add(self->out,
                    &(struct evaluation){
                        .resource_type = item->resource_type,
                        .resource_id = item->resource_id,
                        .compliance_type = compliance.type,
                        .annotation = compliance.annotation,
                        .ordering_timestamp = self->ordering ? self->ordering : item->capture_time,
                        .item = item,
                    });
}

static bool evaluate(struct item_visitor *visitor, const struct configuration_item *item,
                     struct error *err)
{
    struct evaluating *self = (struct evaluating *)visitor;

    (void)err; /* what cannot be evaluated is an evaluation too */
    add(self, item, rule_evaluate(self->ctx, item));
    return true;
}

static bool evaluate_account(struct evaluating *self, const struct event *event, struct error *err)
{
    const char *region = arn_region(self->ctx->arena, event->config_rule_arn);
    const struct configuration_item account = {
        .resource_type = ACCOUNT_TYPE,
        .resource_id = event->account_id,
        .resource_name = event->account_id,
        .account_id = event->account_id,
        .aws_region = region ? region : event->item.aws_region,
        .capture_time = event->item.capture_time,
        .supplementary_configuration = cJSON_CreateObject(),
        .relationships = cJSON_CreateArray(),
        .tags = cJSON_CreateObject(),
        .complete = true,
    };

    if (!event->account_id)
        return error_set(err, ERROR_INPUT, "accountId is missing: no account to evaluate");
    return evaluate(&self->visitor, &account, err);
}

static bool evaluate_change(struct evaluating *self, const struct event *event, struct error *err)
{
    struct rule_context *ctx = self->ctx;
    struct changed_item changed = changed_item_of(ctx->arena, ctx->reader, event);

    return changed.source.each(&changed.source, &self->visitor, err);
}

/* All resources of the rule's types, for arena_try(). */
struct periodic {
    struct evaluating *evaluating;
    const char *account_id;
    bool all; /* every list was whole */
    struct error *err;
};

static void evaluate_all_recorded(void *context)
{
    struct periodic *run = context;
    const struct rule_context *ctx = run->evaluating->ctx;

    run->all = true;
    for (const char *const *type = ctx->rule->resource_types; run->all && *type; type++) {
        struct recorded_items recorded =
            recorded_items_of(ctx->arena, ctx->reader, run->account_id, *type);

        run->all = recorded.source.each(&recorded.source, &run->evaluating->visitor, run->err);
    }
}

/* Where memory ends the list breaks off, and what was evaluated by then is good. */
static bool evaluate_recorded(struct evaluating *self, const struct event *event, struct error *err)
{
    struct arena *arena = self->ctx->arena;
    struct periodic run = {self, event->account_id, false, err};

    if (!arena_try(arena, arena->limit / RESERVE_SHARE, evaluate_all_recorded, &run))
        run.all = error_set(err, ERROR_LIMIT,
                            "the resources need more memory than there is: raise the function's "
                            "memory size");
    evaluations_keep_last(arena, self->out);
    return run.all;
}

static bool has_trigger(const struct rule *rule, const struct event *event, struct error *err)
{
    bool periodic = !event->item.resource_type;

    return (rule->triggers & (periodic ? TRIGGER_PERIODIC : TRIGGER_CONFIGURATION_CHANGES)) ||
           error_set(err, ERROR_PARAMETER,
                     "%s has no %s trigger: register the rule for %s instead of %s", rule->name,
                     periodic ? "periodic" : "configuration change",
                     periodic ? "configuration changes" : "ScheduledNotification",
                     message_type_name(event->message_type));
}

bool rule_evaluate_event(struct rule_context *prepared, const struct event *event,
                         struct evaluations *out, struct error *err)
{
    const struct rule *rule = prepared->rule;
    const char *changed = event->item.resource_type;
    struct evaluating evaluating = {
        {evaluate}, prepared, out, changed ? 0 : event->notification_time};

    if (!has_trigger(rule, event, err))
        return false;
    if (changed && !rule_in_scope(rule, changed)) {
        add(&evaluating, &event->item,
            not_applicable(prepared, "%s does not evaluate %s.", rule->name, changed));
        return true;
    }
    if (rule_is_for_account(rule))
        return evaluate_account(&evaluating, event, err);
    return changed ? evaluate_change(&evaluating, event, err)
                   : evaluate_recorded(&evaluating, event, err);
}

bool engine_evaluate(struct arena *arena, const struct rule *rule, const struct event *event,
                     struct reader *reader, struct evaluations *out, struct error *err)
{
    struct rule_context *prepared;

    return rule_prepare(arena, rule, event->rule_parameters, reader, &prepared, err) &&
           rule_evaluate_event(prepared, event, out, err);
}
