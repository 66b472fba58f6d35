#include "aws/config_service.h"

#include <string.h>

#include "aws/retry.h"
#include "core/log.h"
#include "core/utf8.h"

#define BATCH 100               /* evaluations that PutEvaluations takes */
#define SUBMISSIONS 4           /* of what comes back as FailedEvaluations */
#define RESOURCE_TYPE_LIMIT 256 /* StringWithCharLimit256 */
#define RESOURCE_ID_LIMIT 768   /* BaseResourceId */

#define SHOWN_LIMIT 100 /* characters of an id in a message */
#define NAMED_LEAST 100 /* evaluations that are named even when the time is over */

struct put {
    const struct aws_caller *caller;
    const struct operation *operation;
    const char *result_token;
    size_t lost;        /* evaluations that AWS Config has not accepted */
    size_t unnamed;     /* those of them that there was no time to name */
    struct error first; /* why the first of them was not accepted, with its name */
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
        if (put->lost <= NAMED_LEAST || retry_remaining_ms(put->caller->deadline_ms) > 0)
            log_error(LOG_ERROR, &named);
        else
            put->unnamed++;
    }
}

/* One bad evaluation makes the whole request invalid. */
static bool is_rejection(const struct error *err)
{
    return error_is_code(err, "ValidationException") ||
           error_is_code(err, "InvalidParameterValueException") ||
           error_is_code(err, "SerializationException");
}

static bool is_of(const cJSON *failed, const struct evaluation *item)
{
    return strcmp(json_string(failed, "ComplianceResourceType", ""), item->resource_type) == 0 &&
           strcmp(json_string(failed, "ComplianceResourceId", ""), item->resource_id) == 0;
}

/* Whether each entry is for an evaluation of the batch, and no two are for the same. */
static bool are_known(const cJSON *failed, const struct evaluation *const *items, size_t count)
{
    bool taken[BATCH] = {false};
    const cJSON *one;

    cJSON_ArrayForEach (one, failed) {
        size_t i = 0;

        while (i < count && (taken[i] || !is_of(one, items[i])))
            i++;
        if (i == count)
            return false;
        taken[i] = true;
    }
    return cJSON_IsArray(failed);
}

/*
 * Keeps those that failed names, in their order; returns how many. Several evaluations of one
 * resource are all kept. Otherwise the one that failed could arrive after the one that replaces it.
 */
static size_t keep_failed(const struct evaluation **items, size_t count, const cJSON *failed)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const cJSON *one = failed->child;

        while (one && !is_of(one, items[i]))
            one = one->next;
        if (one)
            items[kept++] = items[i];
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

static void call_once(void *context)
{
    struct submission *s = context;
    const struct put *put = s->put;

    s->answered =
        aws_call(put->caller, put->operation,
                 put_evaluations_json(s->items, s->count, put->result_token), &s->reply, s->err);
}

/* A batch that exhausts the memory, or whose reply does, fails like any other. */
static bool call_within_memory(const struct put *put, const struct evaluation **items, size_t count,
                               cJSON **reply, struct error *err)
{
    struct submission submission = {put, items, count, NULL, err, false};

    if (!arena_try(json_arena(), 0, call_once, &submission))
        return error_set(err, ERROR_LIMIT,
                         "it needs more memory than there is: raise the function's memory size");
    *reply = submission.reply;
    return submission.answered;
}

/* Puts a batch until AWS Config has accepted all of it. False: *count of items are left. */
static bool submit(struct put *put, const struct evaluation **items, size_t *count,
                   struct error *err)
{
    cJSON *reply = NULL;

    for (unsigned i = 0; i < SUBMISSIONS; i++) {
        if (!retry_wait(put->caller->deadline_ms, i))
            return error_set(err, ERROR_LIMIT, "the deadline of the invocation leaves no time");
        if (!call_within_memory(put, items, *count, &reply, err))
            return false;
        const cJSON *failed = json_get(reply, "FailedEvaluations");
        if (json_is_absent(failed) || (cJSON_IsArray(failed) && !failed->child))
            return true;
        bool known = are_known(failed, items, *count);
        if (known)
            *count = keep_failed(items, *count, failed);
        error_set(err, ERROR_SERVICE,
                  known ? "FailedEvaluations: AWS Config gave no reason"
                        : "FailedEvaluations names what was not put: any of the batch may have "
                          "failed");
        log_write(LOG_WARN, "AWS Config may not have taken %zu evaluations of a batch; %s", *count,
                  err->message);
    }
    return false;
}

/* Changes the order and the number of items, which are a batch. */
static void put_batch(struct put *put, const struct evaluation **items, size_t count)
{
    struct error err = {0};

    if (submit(put, items, &count, &err))
        return;
    if (count < 2 || !is_rejection(&err)) {
        lose(put, items, count, &err);
        return;
    }
    put_batch(put, items, count / 2);
    put_batch(put, items + count / 2, count - count / 2);
}

static bool fits(const char *text, size_t limit)
{
    return *text && text[utf8_cut(text, limit)] == '\0';
}

/* AWS Config would reject another one, and with it the whole batch. */
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

bool config_put_evaluations(const struct aws_caller *caller, const char *result_token,
                            const struct evaluations *evaluations, struct error *err)
{
    struct put put = {.caller = caller,
                      .operation = operation_find("config", "PutEvaluations"),
                      .result_token = result_token};
    const struct evaluation **items =
        arena_alloc(json_arena(), (evaluations->count + 1) * sizeof(*items));
    size_t count = 0;

    if (!result_token)
        return error_set(err, ERROR_INPUT, "resultToken is missing: AWS Config cannot be answered");
    for (size_t i = 0; i < evaluations->count; i++)
        if (evaluations->items[i].compliance_type != EVALUATION_FAILED &&
            is_sendable(&put, &evaluations->items[i]))
            items[count++] = &evaluations->items[i];
    if (evaluations->count == 0)
        return submit(&put, items, &count, err);
    for (size_t at = 0; at < count; at += BATCH) {
        struct arena_mark mark = arena_mark(json_arena());

        put_batch(&put, items + at, count - at < BATCH ? count - at : BATCH);
        arena_rewind(json_arena(), mark);
    }
    if (put.lost == 0)
        return true;
    if (put.unnamed)
        log_write(LOG_ERROR, "%zu more evaluations were not put", put.unnamed);
    *err = put.first;
    return error_prefix(err, "%zu of %zu evaluations were not put; ", put.lost, evaluations->count);
}
