/*
 * bootstrap: the Lambda program. One pipe an invocation, one arena, and an answer that is either
 * the count of what AWS Config accepted or an error; there is no third.
 */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "aws/config_service.h"
#include "aws/roles.h"
#include "core/log.h"
#include "core/timestamp.h"
#include "rules/engine.h"
#include "rules/stale.h"
#include "runtime/account.h"
#include "runtime/lambda.h"

#define MIB ((size_t)1 << 20)
#define DEFAULT_MEMORY_MIB 128 /* Lambda's own default */
#define PROGRAM_MEMORY_MIB 40  /* libraries, connections, one reply and the payload */
#define ANSWER_MEMORY MIB      /* bytes: what telling of an exhausted arena may take */

/* One invocation's conclusions, for the answer and the metrics. */
struct outcome {
    const struct rule *rule; /* NULL: none was found */
    struct evaluations evaluations;
};

/* What outlives an invocation, as the client does. */
static struct accounts accounts;
static struct roles roles;

/* As whom all calls of the invocation are made, to AWS Config and for the rule. */
static bool sign_in(struct arena *arena, struct aws_client *client,
                    const struct invocation *invocation, const struct event *event,
                    const struct rule *rule, struct error *err)
{
    struct role role;

    if (!account_role(arena, &accounts, invocation->function_arn, event, &role, err))
        return false;
    role.session_name = rule->name;
    return aws_sign_as(client, role.arn ? roles_find(&roles, &role) : &client->own, err);
}

/* A quarter of the time is for putting what is good, whatever becomes of the questions. */
static void ask_in_time(struct aws_client *client)
{
    client->deadline -= (client->deadline - timestamp_now_ms()) / 4;
}

/* All are put that can be, and all are named that cannot be judged. */
static bool put(struct aws_client *client, const struct event *event,
                const struct evaluations *evaluations, struct error *err)
{
    size_t failed = evaluations_count(evaluations, EVALUATION_FAILED);

    for (size_t i = 0; i < evaluations->count; i++) {
        const struct evaluation *one = &evaluations->items[i];

        if (one->compliance_type == EVALUATION_FAILED)
            log_write(LOG_ERROR, "%s %s could not be evaluated: %s", one->resource_type,
                      one->resource_id, one->annotation ? one->annotation : "no reason given");
    }
    client->withheld = event->result_token;
    if (config_put_evaluations(client, event->result_token, evaluations, err))
        return evaluations_complete(evaluations, err);
    return failed ? error_prefix(err, "%zu resources could not be evaluated; ", failed) : false;
}

/*
 * The results of resources that are gone, once all others are put: to find them may fail without
 * harm. False when AWS Config did not take them.
 */
static bool put_stale(struct arena *arena, struct aws_client *client,
                      const struct invocation *invocation, const struct event *event,
                      struct outcome *outcome, struct error *err)
{
    struct evaluations *all = &outcome->evaluations;
    size_t before = all->count;
    struct error unfound;

    if (event->item.resource_type || rule_is_for_account(outcome->rule))
        return true;
    ask_in_time(client);
    if (!stale_find(arena, outcome->rule, event, &client->reader, all, &unfound))
        log_write(LOG_WARN, "results of resources that are gone may stay: %s", unfound.message);
    client->deadline = invocation->deadline;
    const struct evaluations stale = {.items = all->items + before, .count = all->count - before};
    return stale.count == 0 || put(client, event, &stale, err);
}

/* Judges what the event is about, and puts what is judged even when that is not all. */
static bool judge(struct arena *arena, struct aws_client *client,
                  const struct invocation *invocation, const struct event *event,
                  struct outcome *outcome, struct error *err)
{
    struct evaluations *evaluations = &outcome->evaluations;
    struct error unput;

    ask_in_time(client);
    bool all = engine_evaluate(arena, outcome->rule, event, &client->reader, evaluations, err);
    client->deadline = invocation->deadline;
    if (all)
        return put(client, event, evaluations, err);
    if (evaluations->count == 0)
        return false;
    error_prefix(err, "the list of resources broke off after %zu; ", evaluations->count);
    if (!put(client, event, evaluations, &unput))
        log_error(LOG_ERROR, &unput);
    return false;
}

static bool evaluate(struct arena *arena, struct aws_client *client,
                     const struct invocation *invocation, struct outcome *outcome,
                     struct error *err)
{
    struct event event;

    if (!invocation->payload)
        return error_set(err, ERROR_LIMIT, "the event is larger than 6 MiB");
    return event_parse(arena, invocation->payload, invocation->payload_length, &event, err) &&
           engine_find_rule(arena, &event, &outcome->rule, err) &&
           sign_in(arena, client, invocation, &event, outcome->rule, err) &&
           judge(arena, client, invocation, &event, outcome, err) &&
           put_stale(arena, client, invocation, &event, outcome, err);
}

static jmp_buf exhausted;

static void give_up(struct arena *arena)
{
    (void)arena;
    longjmp(exhausted, 1);
}

/* An event that needs more memory than there is fails alone; nothing but the arena is to be undone.
 */
static bool evaluate_within_memory(struct arena *arena, struct aws_client *client,
                                   const struct invocation *invocation, struct outcome *outcome,
                                   struct error *err)
{
    bool ok;

    outcome->evaluations.memory.within = arena;
    arena->limit -= ANSWER_MEMORY;
    arena->exhausted = give_up;
    if (setjmp(exhausted) == 0)
        ok = evaluate(arena, client, invocation, outcome, err);
    else
        ok = error_set(err, ERROR_LIMIT,
                       "the event needs more than %zu MiB of memory: raise the function's memory "
                       "size",
                       arena->limit / MIB);
    arena->exhausted = NULL;
    arena->limit += ANSWER_MEMORY;
    return ok;
}

static const char *rule_name(const struct outcome *outcome)
{
    return outcome->rule ? outcome->rule->name : "none";
}

static cJSON *metric(const char *name, const char *unit)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "Name", name);
    cJSON_AddStringToObject(json, "Unit", unit);
    return json;
}

/*
 * One line in the embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
static void log_outcome(const struct invocation *invocation, const struct outcome *outcome,
                        bool succeeded, int64_t start_ms)
{
    cJSON *line = cJSON_CreateObject(), *aws = cJSON_AddObjectToObject(line, "_aws");
    cJSON *directives = cJSON_AddArrayToObject(aws, "CloudWatchMetrics");
    cJSON *directive = cJSON_CreateObject(), *metrics, *dimensions;
    int64_t now_ms = timestamp_now_ms();
    char timestamp[TIMESTAMP_SIZE];

    timestamp_format(now_ms, timestamp);
    cJSON_AddNumberToObject(aws, "Timestamp", (double)now_ms);
    cJSON_AddItemToArray(directives, directive);
    cJSON_AddStringToObject(directive, "Namespace", "BedrockConfigRules");
    dimensions = cJSON_AddArrayToObject(directive, "Dimensions");
    cJSON_AddItemToArray(dimensions, cJSON_CreateStringArray((const char *const[]){"Rule"}, 1));
    metrics = cJSON_AddArrayToObject(directive, "Metrics");
    cJSON_AddStringToObject(line, "timestamp", timestamp);
    cJSON_AddStringToObject(line, "level", log_level_name());
    cJSON_AddStringToObject(line, "requestId", invocation->request_id);
    cJSON_AddStringToObject(line, "Rule", rule_name(outcome));
    for (enum compliance_type type = EVALUATION_FAILED; type <= NOT_APPLICABLE; type++) {
        cJSON_AddItemToArray(metrics, metric(compliance_type_name(type), "Count"));
        cJSON_AddNumberToObject(line, compliance_type_name(type),
                                (double)evaluations_count(&outcome->evaluations, type));
    }
    cJSON_AddItemToArray(metrics, metric("Failures", "Count"));
    cJSON_AddNumberToObject(line, "Failures", succeeded ? 0 : 1);
    cJSON_AddItemToArray(metrics, metric("Duration", "Milliseconds"));
    cJSON_AddNumberToObject(line, "Duration", (double)(now_ms - start_ms));
    log_metrics(cJSON_PrintUnformatted(line));
}

/* AWS Config ignores the answer; a person who invokes the function by hand reads it. */
static const char *answer(const struct outcome *outcome)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "rule", rule_name(outcome));
    for (enum compliance_type type = COMPLIANT; type <= NOT_APPLICABLE; type++)
        cJSON_AddNumberToObject(json, compliance_type_name(type),
                                (double)evaluations_count(&outcome->evaluations, type));
    return cJSON_PrintUnformatted(json);
}

/*
 * For X-Ray: the trace of this invocation in _X_AMZN_TRACE_ID. setenv() would keep every value that
 * it is ever given, so one variable is rewritten in place.
 */
static void set_trace_id(const char *trace_id)
{
    static char variable[1024] = "_X_AMZN_TRACE_ID=";
    static const size_t name = sizeof("_X_AMZN_TRACE_ID=") - 1;

    unsetenv("_X_AMZN_TRACE_ID");
    if (!trace_id || strlen(trace_id) >= sizeof(variable) - name)
        return;
    memcpy(variable + name, trace_id, strlen(trace_id) + 1);
    putenv(variable);
}

/* False: the process must end. */
static bool serve(struct lambda *lambda, struct aws_client *client, struct arena *arena,
                  const struct invocation *invocation, struct error *err)
{
    struct outcome outcome = {0};
    int64_t start_ms = timestamp_now_ms();

    set_trace_id(invocation->trace_id);
    log_set_request_id(invocation->request_id);
    client->deadline = invocation->deadline;
    client->withheld = NULL;
    bool succeeded = evaluate_within_memory(arena, client, invocation, &outcome, err);
    log_outcome(invocation, &outcome, succeeded, start_ms);
    const char *said = succeeded ? answer(&outcome) : NULL;
    arena_reset(&outcome.evaluations.memory);
    if (succeeded)
        return lambda_response(lambda, arena, invocation, said, err);
    struct error failure = *err;
    log_error(LOG_ERROR, &failure);
    return lambda_error(lambda, arena, invocation, &failure, err) &&
           (!client->spent ||
            error_set(err, ERROR_CONFIGURATION,
                      "AWS takes the function's own credentials no longer: a new process is due"));
}

static size_t arena_limit(void)
{
    const char *text = getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    long memory_mib = text ? strtol(text, NULL, 10) : 0;

    if (memory_mib <= PROGRAM_MEMORY_MIB || memory_mib > 10240)
        memory_mib = DEFAULT_MEMORY_MIB;
    return ((size_t)memory_mib - PROGRAM_MEMORY_MIB) * MIB;
}

int main(void)
{
    struct arena arena = {.limit = arena_limit()};
    struct aws_client client = {0};
    struct lambda lambda = {0};
    struct invocation invocation;
    struct error err = {0};

    log_configure(getenv("AWS_LAMBDA_LOG_FORMAT"), getenv("AWS_LAMBDA_LOG_LEVEL"));
    json_use_arena(&arena);
    if (lambda_open(&lambda, &err)) {
        if (accounts_read(&accounts, &err) && aws_client_open(&client, &arena, &err)) {
            while (lambda_next(&lambda, &arena, &invocation, &err) &&
                   serve(&lambda, &client, &arena, &invocation, &err)) {
                log_set_request_id(NULL);
                arena_reset(&arena);
            }
        } else {
            lambda_init_error(&lambda, &arena, &err);
        }
    }
    log_error(LOG_FATAL, &err);
    aws_client_close(&client);
    roles_close(&roles);
    lambda_close(&lambda);
    arena_reset(&arena);
    return EXIT_FAILURE;
}
