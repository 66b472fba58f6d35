#include "engine/engine.h"

#include <stdio.h>
#include <string.h>

#include "engine/context.h"
#include "engine/history.h"

/* Bytes that are kept for the entry of a resource that fails alone: two blocks of an arena. */
#define FAILURE_RESERVE ((size_t)128 * 1024)

/* Where the console and the samples write the account as a resource. */
#define ACCOUNT_TYPE "AWS::::Account"

/* Everything configuration_item_parse() reads, in the words of advanced queries. */
#define SELECT_ITEMS                                                                  \
    "SELECT accountId, arn, awsRegion, configuration, configurationItemCaptureTime, " \
    "configurationItemStatus, resourceId, resourceName, resourceType, "               \
    "supplementaryConfiguration, tags WHERE resourceType = '%s'"

static const char *undecorated(struct arena *arena, const char *name)
{
    static const char organization[] = "OrgConfigRule-", pack[] = "-conformance-pack-";
    const char *end;

    if (strncmp(name, organization, strlen(organization)) == 0) {
        name += strlen(organization);
        end = strrchr(name, '-');
        if (end)
            name = arena_strndup(arena, name, (size_t)(end - name));
    }
    end = strstr(name, pack);
    return end ? arena_strndup(arena, name, (size_t)(end - name)) : name;
}

bool engine_find_rule(struct arena *arena, const struct event *event, const struct rule **out,
                      struct error *err)
{
    const char *name = event->config_rule_name, *reserved;

    if (!reserved_parameter(event, RESERVED_PARAMETER_RULE, &reserved, err))
        return false;
    if (reserved)
        return rule_get(arena, "ruleParameters." RESERVED_PARAMETER_RULE, reserved, out, err);
    if (!name)
        return error_set(err, ERROR_INPUT,
                         "configRuleName is missing, and the parameter \"" RESERVED_PARAMETER_RULE
                         "\" names no rule");
    *out = rule_find(undecorated(arena, name));
    return *out ||
           rule_get(arena, "configRuleName, without a parameter \"" RESERVED_PARAMETER_RULE "\",",
                    name, out, err);
}

static void add(struct evaluations *out, const struct configuration_item *item, int64_t ordering,
                struct compliance compliance)
{
    evaluations_add(out, &(struct evaluation){
                             .resource_type = item->resource_type,
                             .resource_id = item->resource_id,
                             .compliance_type = compliance.type,
                             .annotation = compliance.annotation,
                             .ordering_timestamp = ordering,
                         });
}

/* A rule's answer counts when all was known that it read. */
static struct compliance ask_rule(struct rule_context *ctx, const struct configuration_item *item)
{
    struct compliance compliance = {.type = EVALUATION_FAILED};

    ctx->unknown = (struct error){0};
    if (!item->configuration && !rule_is_for_account(ctx->rule))
        item_set_unknown(ctx, item, "configuration");
    else
        item_check_recorded(ctx, item);
    if (ctx->unknown.kind == ERROR_NONE)
        compliance = ctx->rule->evaluate(ctx, item);
    if (ctx->unknown.kind != ERROR_NONE)
        return evaluation_failed(ctx, "%s", ctx->unknown.message);
    return compliance;
}

static void evaluate_item(struct rule_context *ctx, struct evaluations *out,
                          const struct configuration_item *item, int64_t ordering)
{
    if (item_is_gone(item))
        add(out, item, ordering,
            not_applicable(ctx, "The resource's status is %s.", item_status_name(item->status)));
    else
        add(out, item, ordering, ask_rule(ctx, item));
}

static bool evaluate_account(struct rule_context *ctx, struct evaluations *out,
                             const struct event *event, int64_t ordering, struct error *err)
{
    struct configuration_item account = {
        .resource_type = ACCOUNT_TYPE,
        .resource_id = event->account_id,
        .resource_name = event->account_id,
        .account_id = event->account_id,
        .aws_region = event->item.aws_region,
        .supplementary_configuration = cJSON_CreateObject(),
        .relationships = cJSON_CreateArray(),
        .tags = cJSON_CreateObject(),
        .complete = true,
    };

    if (!event->account_id)
        return error_set(err, ERROR_INPUT, "accountId is missing: no account to evaluate");
    evaluate_item(ctx, out, &account, ordering);
    return true;
}

/* Resources of one type, as they are listed. */
struct listing {
    struct page_visitor visitor;
    struct rule_context *ctx;
    struct evaluations *out;
    const char *type;
    int64_t ordering;
    size_t count; /* resources seen */
};

/* A result of which no more is known than its number. */
static void add_unread(struct listing *listing, const char *place, const char *why)
{
    const struct configuration_item item = {.resource_type = listing->type, .resource_id = place};

    add(listing->out, &item, listing->ordering, evaluation_failed(listing->ctx, "%s", why));
}

/* One result of SelectResourceConfig: the text of an item. */
static void evaluate_result(struct listing *listing, const char *place, const cJSON *result)
{
    struct rule_context *ctx = listing->ctx;
    const char *text = json_string(result, "", NULL);
    struct configuration_item item;
    struct error bad = {0};
    cJSON *json;

    if (!text)
        error_set(&bad, ERROR_SERVICE, "%s is not a string", place);
    else if (json_parse(text, strlen(text), place, &json, &bad) &&
             recorded_item_parse(ctx, json, place, &item, &bad)) {
        item.complete = true; /* SELECT_ITEMS asks for all */
        evaluate_item(ctx, listing->out, &item, listing->ordering);
        return;
    }
    add_unread(listing, place, bad.message);
}

/* One result, for arena_try(). */
struct listed {
    struct listing *listing;
    const char *place;
    const cJSON *result;
};

static void evaluate_listed(void *context)
{
    const struct listed *listed = context;

    evaluate_result(listed->listing, listed->place, listed->result);
}

/* One that needs more memory than there is fails alone. */
static void evaluate_within_memory(struct listing *listing, const cJSON *result)
{
    struct arena *arena = listing->ctx->arena;
    struct arena_mark mark = arena_mark(arena);
    char place[64];
    struct listed listed = {listing, place, result};

    snprintf(place, sizeof(place), "SelectResourceConfig.Results[%zu]", listing->count++);
    if (!arena_try(arena, FAILURE_RESERVE, evaluate_listed, &listed))
        add_unread(listing, place,
                   "it needs more memory than there is: raise the function's memory size");
    arena_rewind(arena, mark);
}

static bool evaluate_page(struct page_visitor *self, cJSON *page, struct error *err)
{
    struct listing *listing = (struct listing *)self;
    const cJSON *results = json_get(page, "Results"), *result;

    if (!cJSON_IsArray(results))
        return error_set(err, ERROR_SERVICE, "SelectResourceConfig answered without Results");
    cJSON_ArrayForEach (result, results)
        evaluate_within_memory(listing, result);
    return true;
}

/* Each resource of one type that AWS Config records now. */
static bool evaluate_recorded(struct rule_context *ctx, struct evaluations *out, const char *type,
                              int64_t ordering, struct error *err)
{
    struct listing listing = {{evaluate_page, ctx->arena}, ctx, out, type, ordering, 0};
    cJSON *input = cJSON_CreateObject();

    cJSON_AddStringToObject(input, "Expression", arena_printf(ctx->arena, SELECT_ITEMS, type));
    cJSON_AddNumberToObject(input, "Limit", 100);
    return ctx->reader->read(ctx->reader, "config", "SelectResourceConfig", input, &listing.visitor,
                             err);
}

/* A periodic run over resources, for arena_try(). */
struct periodic {
    struct rule_context *ctx;
    struct evaluations *out;
    int64_t ordering;
    bool all; /* every list was whole */
    struct error *err;
};

static void evaluate_all_recorded(void *context)
{
    struct periodic *run = context;

    run->all = true;
    for (const char *const *type = run->ctx->rule->resource_types; run->all && *type; type++)
        run->all = evaluate_recorded(run->ctx, run->out, *type, run->ordering, run->err);
}

/* Where memory ends the list breaks off there, and what was evaluated is good. */
static bool evaluate_periodic(struct rule_context *ctx, struct evaluations *out, int64_t ordering,
                              struct error *err)
{
    struct arena *arena = ctx->arena;
    struct periodic run = {ctx, out, ordering, false, err};

    if (!arena_try(arena, arena->limit / RESERVE_SHARE, evaluate_all_recorded, &run))
        run.all = error_set(err, ERROR_LIMIT,
                            "the resources need more memory than there is: raise the function's "
                            "memory size");
    evaluations_keep_last(arena, out);
    return run.all;
}

/*
 * The whole of an oversized item, of which the event has only a summary. A newer one is evaluated
 * too, at its own time. An older one is not what changed: the history does not have that yet.
 */
static struct compliance fetch_item(struct rule_context *ctx,
                                    const struct configuration_item *summary,
                                    struct configuration_item *item)
{
    const int64_t later_times[] = {summary->capture_time, 0};
    struct error err = {0};

    for (size_t i = 0; i < sizeof(later_times) / sizeof(*later_times); i++) {
        const cJSON *found =
            history_newest(ctx, summary->resource_type, summary->resource_id, later_times[i], &err);

        if (!found && error_is_code(&err, "ResourceNotDiscoveredException"))
            return not_applicable(ctx, "AWS Config no longer knows the resource.");
        if (!found || !recorded_item_parse(ctx, found, "configurationItems[0]", item, &err))
            return evaluation_failed(ctx, "The oversized item cannot be fetched: %s", err.message);
        item->complete = true;
        if (item->capture_time == 0 || item->capture_time == summary->capture_time / 1000 * 1000)
            item->capture_time = summary->capture_time; /* the same, told less exactly */
        if (item->capture_time >= summary->capture_time)
            return compliant();
    }
    return evaluation_failed(ctx, "The oversized item cannot be fetched: AWS Config's history ends "
                                  "before it");
}

static bool evaluate_change(struct rule_context *ctx, struct evaluations *out,
                            const struct event *event, struct error *err)
{
    struct configuration_item item = event->item;

    if (!rule_in_scope(ctx->rule, item.resource_type)) {
        add(out, &item, item.capture_time,
            not_applicable(ctx, "%s does not evaluate %s.", ctx->rule->name, item.resource_type));
        return true;
    }
    if (rule_is_for_account(ctx->rule))
        return evaluate_account(ctx, out, event, item.capture_time, err);
    if (event->event_left_scope && !item_is_gone(&item)) {
        add(out, &item, item.capture_time,
            not_applicable(ctx, "The resource was deleted or left the scope of the rule."));
        return true;
    }
    if (event->message_type == OVERSIZED_CONFIGURATION_ITEM_CHANGE && !item_is_gone(&item)) {
        struct compliance fetched = fetch_item(ctx, &event->item, &item);

        if (fetched.type != COMPLIANT) {
            add(out, &event->item, event->item.capture_time, fetched);
            return true;
        }
    }
    evaluate_item(ctx, out, &item, item.capture_time);
    return true;
}

bool engine_evaluate(struct arena *arena, const struct rule *rule, const struct event *event,
                     struct reader *reader, struct evaluations *out, struct error *err)
{
    struct rule_context ctx = {
        .arena = arena, .rule = rule, .reader = reader, .account_id = event->account_id};
    bool periodic = !event->item.resource_type;
    unsigned trigger = periodic ? TRIGGER_PERIODIC : TRIGGER_CONFIGURATION_CHANGES;

    json_expect_arena(arena);
    if (!parameters_read(&ctx, event->rule_parameters, err))
        return false;
    if (!(rule->triggers & trigger))
        return error_set(err, ERROR_PARAMETER,
                         "%s has no %s trigger: register the rule for %s instead of %s", rule->name,
                         periodic ? "periodic" : "configuration change",
                         periodic ? "configuration changes" : "ScheduledNotification",
                         message_type_name(event->message_type));
    if (!periodic)
        return evaluate_change(&ctx, out, event, err);
    if (rule_is_for_account(rule))
        return evaluate_account(&ctx, out, event, event->notification_time, err);
    return evaluate_periodic(&ctx, out, event->notification_time, err);
}
