#include "aws/config_service.h"

#include <string.h>

#include "core/log.h"
#include "core/utf8.h"

#define BATCH 100
#define SUBMISSIONS 4           /* of what comes back as FailedEvaluations */
#define RESOURCE_TYPE_LIMIT 256 /* StringWithCharLimit256 */
#define RESOURCE_ID_LIMIT 768   /* BaseResourceId */

#define SHOWN_LIMIT 100 /* characters of an id in a message */
#define NAMED_LEAST 100 /* evaluations that are named even when the time is over */

struct put {
    struct aws_client *client;
    const struct operation *operation;
    const char *result_token;
    size_t lost;        /* evaluations that AWS Config has not taken */
    size_t unnamed;     /* of them those that no time was left to name */
    struct error first; /* why the first of them was not, with its name */
};

static void lose(struct put *put, const struct evaluation *const *items, size_t count,
                 const struct error *why)
{
    for (size_t i = 0; i < count; i++) {
        struct error named = *why;

        const char *id = items[i]->resource_id;

        error_prefix(&named, "%s %.*s was not put: ", items[i]->resource_type,
                     (int)utf8_cut(id, SHOWN_LIMIT), id);
        if (put->lost++ == 0)
            put->first = named;
        if (put->lost <= NAMED_LEAST || aws_remaining_ms(put->client) > 0)
            log_error(LOG_ERROR, &named);
        else
            put->unnamed++;
    }
}

/* The request itself was found invalid, which one bad evaluation does to its whole batch. */
static bool is_rejection(const struct error *err)
{
    return error_is_code(err, "ValidationException") ||
           error_is_code(err, "InvalidParameterValueException") ||
           error_is_code(err, "SerializationException");
}

/* Keeps of items those that failed names, by type and id; how many. */
static size_t keep_failed(const struct evaluation **items, size_t count, const cJSON *failed)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const cJSON *one;

        cJSON_ArrayForEach (one, failed) {
            if (strcmp(json_string(one, "ComplianceResourceType", ""), items[i]->resource_type) ==
                    0 &&
                strcmp(json_string(one, "ComplianceResourceId", ""), items[i]->resource_id) == 0) {
                items[kept++] = items[i];
                break;
            }
        }
    }
    return kept;
}

/* One call, for arena_try(). */
struct submission {
    const struct put *put;
    const struct evaluation **items;
    size_t count;
    cJSON *reply;
    struct error *err;
    bool answered;
};

static void call(void *context)
{
    struct submission *s = context;
    const struct put *put = s->put;

    s->answered =
        aws_call(put->client, put->operation,
                 put_evaluations_json(s->items, s->count, put->result_token), &s->reply, s->err);
}

/* A batch that needs more memory than there is, or whose reply does, fails as others do. */
static bool submit(const struct put *put, const struct evaluation **items, size_t count,
                   cJSON **reply, struct error *err)
{
    struct submission submission = {put, items, count, NULL, err, false};

    if (!arena_try(put->client->arena, 0, call, &submission))
        return error_set(err, ERROR_LIMIT,
                         "it needs more memory than there is: raise the function's memory size");
    *reply = submission.reply;
    return submission.answered;
}

/* items is a batch, and is overwritten. */
static void put_batch(struct put *put, const struct evaluation **items, size_t count)
{
    struct error err = {0};
    cJSON *reply = NULL;

    for (unsigned i = 0; i < SUBMISSIONS; i++) {
        if (!aws_backoff(put->client, i)) {
            error_set(&err, ERROR_LIMIT, "the deadline of the invocation leaves no time");
            break;
        }
        if (!submit(put, items, count, &reply, &err)) {
            if (count < 2 || !is_rejection(&err))
                break;
            put_batch(put, items, count / 2);
            put_batch(put, items + count / 2, count - count / 2);
            return;
        }
        const cJSON *failed = json_get(reply, "FailedEvaluations");
        if (!failed || cJSON_IsNull(failed) ||
            (cJSON_IsArray(failed) && cJSON_GetArraySize(failed) == 0))
            return;
        size_t named = (size_t)cJSON_GetArraySize(failed);
        size_t kept = named <= count ? keep_failed(items, count, failed) : 0;
        count = kept ? kept : count; /* names none of ours: all are in doubt */
        error_set(&err, ERROR_SERVICE, "FailedEvaluations: AWS Config gave no reason");
        log_write(LOG_WARN, "AWS Config failed to take %zu evaluations of a batch", count);
    }
    lose(put, items, count, &err);
}

static bool fits(const char *text, size_t limit)
{
    return *text && text[utf8_cut(text, limit)] == '\0';
}

/* What the service could only reject, with the whole batch it is in. */
static bool is_sendable(struct put *put, const struct evaluation *evaluation)
{
    struct error err;

    if (fits(evaluation->resource_type, RESOURCE_TYPE_LIMIT) &&
        fits(evaluation->resource_id, RESOURCE_ID_LIMIT))
        return true;
    error_set(&err, ERROR_SERVICE,
              "AWS Config takes resource types of 1 to %d and ids of 1 to %d characters",
              RESOURCE_TYPE_LIMIT, RESOURCE_ID_LIMIT);
    lose(put, &evaluation, 1, &err);
    return false;
}

bool config_put_evaluations(struct aws_client *client, const char *result_token,
                            const struct evaluations *evaluations, struct error *err)
{
    struct put put = {.client = client,
                      .operation = operation_find("config", "PutEvaluations"),
                      .result_token = result_token};
    const struct evaluation **items =
        arena_alloc(client->arena, (evaluations->count + 1) * sizeof(*items));
    size_t count = 0;

    if (!result_token)
        return error_set(err, ERROR_EVENT, "resultToken is missing: AWS Config cannot be answered");
    for (size_t i = 0; i < evaluations->count; i++)
        if (evaluations->items[i].compliance_type != EVALUATION_FAILED &&
            is_sendable(&put, &evaluations->items[i]))
            items[count++] = &evaluations->items[i];
    if (evaluations->count == 0) {
        cJSON *reply;

        return aws_call(client, put.operation, put_evaluations_json(items, 0, result_token), &reply,
                        err);
    }
    for (size_t at = 0; at < count; at += BATCH) {
        struct arena_mark mark = arena_mark(client->arena);

        put_batch(&put, items + at, count - at < BATCH ? count - at : BATCH);
        arena_rewind(client->arena, mark);
    }
    if (put.lost == 0)
        return true;
    if (put.unnamed)
        log_write(LOG_ERROR, "%zu more evaluations were not put", put.unnamed);
    *err = put.first;
    return error_prefix(err, "%zu of %zu evaluations were not put; ", put.lost, evaluations->count);
}
