/*
 * bootstrap: the Lambda program. One pipe an invocation, one arena, and an answer that is either
 * the count of what AWS Config accepted or an error; there is no third.
 */
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/timestamp.h"
#include "runtime/evaluator.h"

#define MIB ((size_t)1 << 20)
#define DEFAULT_MEMORY_MIB 128 /* Lambda's own default */
#define PROGRAM_MEMORY_MIB 40  /* libraries, connections, one reply and the payload */
#define ANSWER_MEMORY MIB      /* bytes: what telling of an exhausted arena may take */

/* One event, for arena_try(). */
struct serving {
    struct evaluator *evaluator;
    struct arena *arena;
    const struct invocation *invocation;
    struct outcome *outcome;
    struct error *err;
    bool succeeded;
};

static void evaluate_event(void *context)
{
    struct serving *s = context;

    s->succeeded = evaluator_serve(s->evaluator, s->arena, s->invocation, s->outcome, s->err);
}

/* An event that needs more memory than there is fails alone. */
static bool evaluate_within_memory(struct evaluator *evaluator, struct arena *arena,
                                   const struct invocation *invocation, struct outcome *outcome,
                                   struct error *err)
{
    struct serving serving = {evaluator, arena, invocation, outcome, err, false};

    outcome->evaluations.memory = arena_within(arena);
    if (arena_try(arena, ANSWER_MEMORY, evaluate_event, &serving))
        return serving.succeeded;
    return error_set(err, ERROR_LIMIT,
                     "the event needs more than %zu MiB of memory: raise the function's memory "
                     "size",
                     (arena->limit - ANSWER_MEMORY) / MIB);
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
static bool serve(struct runtime_api *api, struct evaluator *evaluator, struct arena *arena,
                  const struct invocation *invocation, struct error *err)
{
    struct outcome outcome = {0};
    int64_t start_ms = timestamp_now_ms();

    set_trace_id(invocation->trace_id);
    log_set_request_id(invocation->request_id);
    bool succeeded = evaluate_within_memory(evaluator, arena, invocation, &outcome, err);
    log_outcome(invocation, &outcome, succeeded, start_ms);
    if (succeeded)
        return runtime_api_response(api, arena, invocation, answer(&outcome), err);
    struct error failure = *err;
    log_error(LOG_ERROR, &failure);
    return runtime_api_error(api, arena, invocation, &failure, err) &&
           (!evaluator->client.spent ||
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
    static struct evaluator evaluator; /* too large for some stacks */
    struct runtime_api api = {0};
    struct invocation invocation;
    struct error err = {0};

    log_configure(getenv("AWS_LAMBDA_LOG_FORMAT"), getenv("AWS_LAMBDA_LOG_LEVEL"));
    json_use_arena(&arena);
    if (runtime_api_open(&api, &err)) {
        if (accounts_read(&evaluator.accounts, &err) &&
            aws_client_open(&evaluator.client, NULL, NULL, &err)) {
            while (runtime_api_next(&api, &arena, &invocation, &err) &&
                   serve(&api, &evaluator, &arena, &invocation, &err)) {
                log_set_request_id(NULL);
                arena_reset(&arena);
            }
        } else {
            runtime_api_init_error(&api, &arena, &err);
        }
    }
    log_error(LOG_FATAL, &err);
    aws_client_close(&evaluator.client);
    roles_close(&evaluator.roles);
    runtime_api_close(&api);
    arena_reset(&arena);
    return EXIT_FAILURE;
}
