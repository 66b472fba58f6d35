#include <string.h>

#include "engine/rule.h"
#include "engine/trail.h"

#define BEDROCK_TYPE "AWS::Bedrock::"

/* A type of resource of which data events must be recorded, and which of them are. */
struct wanted {
    const char *type; /* "AWS::Bedrock::Guardrail" */
    bool recorded[2]; /* writing and reading ones, by what readOnly of the events is */
};

static bool is_of_bedrock(const char *type)
{
    return strncmp(type, BEDROCK_TYPE, strlen(BEDROCK_TYPE)) == 0;
}

/* The types that the rule's owner names, with or without "AWS::Bedrock::". type NULL ends them. */
static struct wanted *wanted_types(struct rule_context *ctx)
{
    const char *const *names = parameter_list(ctx, "resourceTypes");
    size_t count = 0;
    struct wanted *wanted;

    while (names[count])
        count++;
    wanted = arena_alloc(context_arena(ctx), (count + 1) * sizeof(*wanted));
    for (size_t i = 0; i < count; i++)
        wanted[i].type = strstr(names[i], "::")
                             ? names[i]
                             : arena_printf(context_arena(ctx), BEDROCK_TYPE "%s", names[i]);
    return wanted;
}

/* Whether a trail with these selectors records anything that is missing; record: it is no more. */
static bool adds(struct wanted *wanted, const cJSON *selectors, bool record)
{
    bool any = false;

    for (struct wanted *one = wanted; one->type; one++)
        for (int reading = 0; reading < 2; reading++) {
            const struct trail_events events = {
                .resource_type = one->type,
                .source = is_of_bedrock(one->type) ? TRAIL_SOURCE_BEDROCK : NULL,
                .reading = reading,
            };

            if (one->recorded[reading] || !trail_records(selectors, &events))
                continue;
            any = true;
            one->recorded[reading] = record;
        }
    return any;
}

/* "Guardrail, Model (reads)". */
static struct misses find_missing(struct rule_context *ctx, const struct wanted *wanted)
{
    struct misses misses = {0};

    for (; wanted->type; wanted++) {
        size_t prefix = is_of_bedrock(wanted->type) ? strlen(BEDROCK_TYPE) : 0;
        bool reads = !wanted->recorded[true], writes = !wanted->recorded[false];

        if (reads || writes)
            miss(ctx, &misses, "%s%s", wanted->type + prefix,
                 reads && writes ? ""
                 : reads         ? " (reads)"
                                 : " (writes)");
    }
    return misses;
}

/* Why what the trail would record does not arrive; NULL: it does. False: that is not known. */
static bool find_obstacle(struct rule_context *ctx, const char *arn, const char **out,
                          struct error *err)
{
    const cJSON *status = trail_status_read(ctx, arn, err);
    const char *error = "";

    if (!status)
        return false;
    *out = json_bool(status, "IsLogging", false) ? NULL : "is not logging";
    if (*out || strcmp(parameter_string(ctx, "deliveryErrors"), "ignore") == 0)
        return true;
    if (!trail_delivery_error(status, "LatestDeliveryError", &error, err))
        return false;
    if (*error)
        *out = arena_printf(context_arena(ctx), "cannot deliver to its bucket (%s)", error);
    return true;
}

/*
 * Takes what the trail records out of what is missing. *obstacle: why it does not record what it
 * would; NULL: nothing hinders it. False: a question was not answered, and what is missing may be
 * what this trail records. Of a trail that is stopped the selectors need not be known.
 */
static bool take(struct rule_context *ctx, struct wanted *wanted, const cJSON *trail,
                 const char **obstacle, struct error *err)
{
    const char *arn = trail_arn(trail, err);
    const cJSON *selectors;
    bool known;

    *obstacle = NULL;
    if (!arn)
        return false;
    known = trail_selectors_read(ctx, trail, arn, &selectors, err);
    if (known && !adds(wanted, selectors, false))
        return true;
    struct error unasked = {0};
    if (!find_obstacle(ctx, arn, obstacle, known ? err : &unasked))
        return false;
    if (!*obstacle && known)
        adds(wanted, selectors, true);
    return known || *obstacle;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    struct error err = {0}, unknown = {0};
    const cJSON *trails = trails_read(ctx, &err);
    struct wanted *wanted = wanted_types(ctx);
    const char *hindered = "";

    (void)item; /* the account that the credentials are for */
    if (!trails)
        return evaluation_failed(ctx, "Cannot list trails: %s", err.message);
    for (const cJSON *trail = trails->child; trail && find_missing(ctx, wanted).count;
         trail = trail->next) {
        const char *obstacle;

        if (!take(ctx, wanted, trail, &obstacle, &err))
            unknown = err;
        else if (obstacle)
            hindered = arena_printf(context_arena(ctx), "%s %s %s.", hindered,
                                    json_string(trail, "Name", json_string(trail, "TrailARN", "")),
                                    obstacle);
    }
    if (!find_missing(ctx, wanted).count)
        return compliant();
    if (unknown.kind != ERROR_NONE)
        return evaluation_failed(ctx, "Cannot ask about a trail: %s", unknown.message);
    return non_compliant(ctx, "No trail records all data events of %s.%s",
                         find_missing(ctx, wanted).text, hindered);
}

static const struct parameter parameters[] = {
    {
        .name = "resourceTypes",
        .type = PARAMETER_LIST,
        /*
         * What Bedrock logs as data events and no trail records by itself
         * (https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html).
         */
        .default_value = "AgentAlias,InlineAgent,KnowledgeBase,FlowAlias,Guardrail,Model,"
                         "AsyncInvoke",
        .pattern = "(AWS::Bedrock[A-Za-z0-9]*::)?[A-Za-z0-9]+",
        .text = "Types of resources whose data events must be recorded, as resources.type of "
                "CloudTrail names them; AWS::Bedrock:: may be left out.",
    },
    {
        .name = "deliveryErrors",
        .type = PARAMETER_STRING,
        .default_value = "count",
        .choices = (const char *const[]){"count", "ignore", NULL},
        .text = "Whether a trail that tells an error of the latest delivery of log files does not "
                "count.",
    },
    {0},
};

const struct rule rule_cloudtrail_bedrock_dataevents_enabled = {
    .name = "cloudtrail-bedrock-dataevents-enabled",
    .description = "Checks that CloudTrail trails that are logging record all data events of "
                   "Amazon Bedrock: what agents, knowledge bases, flows and guardrails are asked.",
    .remediation =
        "Add an advanced event selector for each of the types to a trail that is logging: "
        "eventCategory Data, the type as resources.type, and no other field.",
    .severity = SEVERITY_HIGH,
    .controls = (const struct control[]){{NIST_800_53, "AU-2", NIST_800_53_R5},
                                         {NIST_800_53, "AU-3", NIST_800_53_R5},
                                         {NIST_800_53, "AU-12", NIST_800_53_R5},
                                         {ISO_42001, "A.6.2.8", ISO_IEC_42001},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::::Account", NULL},
    .scope = (const char *const[]){"AWS::CloudTrail::Trail", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .parameters = parameters,
    .reads = (const char *const[]){"cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus",
                                   "cloudtrail:GetEventSelectors", NULL},
    .evaluate = evaluate,
};
