#include "runtime/evaluator.h"

#include "aws/config_service.h"
#include "core/log.h"
#include "core/timestamp.h"
#include "engine/deleted_results.h"
#include "engine/engine.h"
#include "engine/selection.h"

/* *out makes all calls of the invocation, to AWS Config and for the rule. */
static bool sign_in(struct evaluator *evaluator, struct arena *arena,
                    const struct invocation *invocation, const struct event *event,
                    const struct rule *rule, struct aws_caller *out, struct error *err)
{
    struct aws_client *client = &evaluator->client;
    struct identity *signer = NULL;
    struct role role;

    if (!account_role(arena, &evaluator->accounts, invocation->function_arn, event, &role, err))
        return false;
    role.session_name = rule->name;
    if (role.arn)
        signer = roles_find(&evaluator->roles, &client->sts, &role);
    *out = aws_caller(client, signer, invocation->deadline_ms);
    out->withheld = event->result_token;
    return aws_sign_in(out, err);
}

/* A quarter of the time is kept for putting, however long the questions take. */
static struct aws_caller asking(const struct aws_caller *caller)
{
    struct aws_caller asking = *caller;

    asking.deadline_ms -= (caller->deadline_ms - timestamp_now_ms()) / 4;
    return asking;
}

/* Puts all that were evaluated, and logs the names of those that could not be. */
static bool put(const struct aws_caller *caller, const struct event *event,
                const struct evaluations *evaluations, struct error *err)
{
    size_t failed = evaluations_count(evaluations, EVALUATION_FAILED);

    for (size_t i = 0; i < evaluations->count; i++) {
        const struct evaluation *one = &evaluations->items[i];

        if (one->compliance_type == EVALUATION_FAILED)
            log_write(LOG_ERROR, "%s %s could not be evaluated: %s", one->resource_type,
                      one->resource_id, one->annotation ? one->annotation : "no reason given");
    }
    if (config_put_evaluations(caller, event->result_token, evaluations, err))
        return evaluations_complete(evaluations, err);
    return failed ? error_prefix(err, "%zu resources could not be evaluated; ", failed) : false;
}

/*
 * Puts the results of deleted resources, after all others. That they cannot be found does no harm.
 * False when AWS Config did not take them.
 */
static bool put_deleted(struct arena *arena, const struct aws_caller *caller,
                        const struct event *event, struct outcome *outcome, struct error *err)
{
    struct evaluations *all = &outcome->evaluations;
    size_t before = all->count;
    struct error unfound;

    if (event->item.resource_type || rule_is_for_account(outcome->rule))
        return true;
    struct aws_caller asker = asking(caller);
    if (!deleted_results_find(arena, event, &asker.reader, all, &unfound))
        log_write(LOG_WARN, "results of resources that are gone may stay: %s", unfound.message);
    if (all->count == before)
        return true;
    const struct evaluations deleted = {.items = all->items + before, .count = all->count - before};
    return put(caller, event, &deleted, err);
}

/* Evaluates what the event is about, and puts what is evaluated even when that is not all. */
static bool evaluate(struct arena *arena, const struct aws_caller *caller,
                     const struct event *event, struct outcome *outcome, struct error *err)
{
    struct evaluations *evaluations = &outcome->evaluations;
    struct aws_caller asker = asking(caller);
    struct error unput;

    if (engine_evaluate(arena, outcome->rule, event, &asker.reader, evaluations, err))
        return put(caller, event, evaluations, err);
    if (evaluations->count == 0)
        return false;
    error_prefix(err, "the list of resources broke off after %zu; ", evaluations->count);
    if (!put(caller, event, evaluations, &unput))
        log_error(LOG_ERROR, &unput);
    return false;
}

bool evaluator_serve(struct evaluator *evaluator, struct arena *arena,
                     const struct invocation *invocation, struct outcome *outcome,
                     struct error *err)
{
    struct aws_caller caller;
    struct event event;

    json_expect_arena(arena);
    if (!invocation->payload)
        return error_set(err, ERROR_LIMIT, "the event is larger than 6 MiB");
    return event_parse(arena, invocation->payload, invocation->payload_length, &event, err) &&
           engine_find_rule(arena, &event, &outcome->rule, err) &&
           sign_in(evaluator, arena, invocation, &event, outcome->rule, &caller, err) &&
           evaluate(arena, &caller, &event, outcome, err) &&
           put_deleted(arena, &caller, &event, outcome, err);
}

static const char *rule_name(const struct outcome *outcome)
{
    return outcome->rule ? outcome->rule->name : "none";
}

/* AWS Config ignores the answer; a person who invokes the function by hand reads it. */
static const char *answer_json(const struct outcome *outcome)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "rule", rule_name(outcome));
    for (enum compliance_type type = COMPLIANT; type <= NOT_APPLICABLE; type++)
        cJSON_AddNumberToObject(json, compliance_type_name(type),
                                (double)evaluations_count(&outcome->evaluations, type));
    return cJSON_PrintUnformatted(json);
}

/* What the process keeps between invocations. */
static struct evaluator evaluator;
static struct outcome outcome; /* of the last invocation */

static bool open_evaluator(struct error *err)
{
    return accounts_read(&evaluator.accounts, err) &&
           aws_client_open(&evaluator.client, NULL, NULL, err);
}

static void close_evaluator(void)
{
    aws_client_close(&evaluator.client);
    roles_close(&evaluator.roles);
}

static bool serve(struct arena *arena, struct arena *kept, const struct invocation *invocation,
                  struct error *err)
{
    outcome = (struct outcome){.evaluations.memory = kept};
    return evaluator_serve(&evaluator, arena, invocation, &outcome, err);
}

static void answer(struct answer *out)
{
    out->json = answer_json(&outcome);
    out->metrics.dimension = "Rule";
    out->metrics.dimension_value = rule_name(&outcome);
    for (enum compliance_type type = EVALUATION_FAILED; type <= NOT_APPLICABLE; type++)
        metrics_add(&out->metrics, compliance_type_name(type), "Count",
                    (double)evaluations_count(&outcome.evaluations, type));
    if (evaluator.client.spent)
        out->end = "AWS takes the function's own credentials no longer: a new process is due";
}

const struct handler handler_evaluator = {
    .name = "evaluator",
    .open = open_evaluator,
    .close = close_evaluator,
    .serve = serve,
    .answer = answer,
};
