#include <stdio.h>
#include <string.h>
#include <time.h>

#include "aws/endpoint.h"
#include "cli/stand_in/call.h"
#include "cli/stand_in/stand_in.h"
#include "core/text.h"
#include "core/timestamp.h"
#include "core/utf8.h"

#define ALGORITHM "AWS4-HMAC-SHA256 "
#define CLOCK_SKEW_S 300 /* AWS's own */
#define EVALUATIONS_LIMIT 100
#define FIRST_MILLISECONDS 1e11 /* as seconds, the year 5138 */

const struct credentials stand_in_credentials = {
    .access_key_id = "AKIDEXAMPLE",
    .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    .session_token = "invented/by+configrule/invoke==",
};

/* One call: what it asks for, and where its answer goes. */
struct call {
    struct stand_in *stand_in;
    const struct operation *operation;
    const struct server_request *request;
    struct server_reply *reply;
};

static bool is(const struct operation *operation, const char *service, const char *name)
{
    return operation == operation_find(service, name);
}

static void accept(struct call *call, const cJSON *output)
{
    call_reply(&call->stand_in->scratch, call->operation, output, call->reply);
}

static void fail(struct call *call, unsigned status, const char *code, const char *message)
{
    call_fail(&call->stand_in->scratch, call->operation, status, code, message, call->reply);
}

/* The text of one part of an Authorization header; "": absent. name ends in '='. */
static const char *authorization_part(struct arena *arena, const char *authorization,
                                      const char *name)
{
    const char *part = strstr(authorization, name);

    if (!part)
        return "";
    part += strlen(name);
    return arena_strndup(arena, part, strcspn(part, ", "));
}

/* Whether name is one of "content-type;host;x-amz-date". */
static bool is_listed(const char *list, const char *name)
{
    size_t length = strlen(name);

    for (; *list; list += strcspn(list, ";"), list += *list == ';')
        if (strcspn(list, ";") == length && text_begins_any_case(list, name))
            return true;
    return false;
}

static bool must_be_signed(const char *name)
{
    return text_same_any_case(name, "host") || text_same_any_case(name, "content-type") ||
           text_begins_any_case(name, "x-amz-");
}

/* Those that the list names, as they were received; a list that omits what AWS requires fails. */
static bool signed_headers(struct arena *arena, const struct server_request *received,
                           const char *list, struct sigv4_request *out, struct error *err)
{
    struct sigv4_header *headers =
        arena_alloc(arena, (received->header_count + 1) * sizeof(*headers));
    size_t count = 0;

    for (size_t i = 0; i < received->header_count; i++) {
        const struct sigv4_header *header = &received->headers[i];

        if (is_listed(list, header->name))
            headers[count++] = *header;
        else if (must_be_signed(header->name))
            return error_set(err, ERROR_SERVICE, "the header %s is not signed", header->name);
    }
    out->headers = headers;
    out->header_count = count;
    return true;
}

/* x-amz-date in its one form, near now. */
static bool read_date(const struct server_request *request, int64_t *out, struct error *err)
{
    const char *text = server_header(request, "x-amz-date");
    struct tm tm = {0};
    char again[SIGV4_DATE_SIZE];

    if (!text || !strptime(text, "%Y%m%dT%H%M%SZ", &tm))
        return error_set(err, ERROR_SERVICE, "x-amz-date is missing or not a date");
    *out = timegm(&tm);
    sigv4_date(*out, again);
    if (strcmp(text, again) != 0)
        return error_set(err, ERROR_SERVICE, "x-amz-date is not a date: %s", text);
    int64_t skew_s = timestamp_now_ms() / 1000 - *out;
    if (skew_s > CLOCK_SKEW_S || skew_s < -CLOCK_SKEW_S)
        return error_set(err, ERROR_SERVICE, "x-amz-date is not within 5 minutes of now: %s", text);
    return true;
}

/* The signature is computed anew from the request as it was received, and must be the same. */
static bool verify(struct call *call, struct error *err)
{
    const struct server_request *received = call->request;
    struct arena *arena = &call->stand_in->scratch;
    const char *authorization = server_header(received, "authorization");
    const char *token = server_header(received, "x-amz-security-token");
    struct sigv4_request request = {
        .method = received->method,
        .path = received->path,
        .path_mode = call->operation->service->is_s3 ? SIGV4_PATH_AS_SENT : SIGV4_PATH_NORMALIZED,
        .query = received->query,
        .body = received->body,
        .body_length = received->length,
        .region = endpoint_region(call->operation->service, call->stand_in->region),
        .service = call->operation->service->iam_prefix,
    };

    if (!authorization || !text_begins(authorization, ALGORITHM))
        return error_set(err, ERROR_SERVICE, "the header Authorization is missing or not of SigV4");
    if (!token || strcmp(token, stand_in_credentials.session_token) != 0)
        return error_set(err, ERROR_SERVICE, "x-amz-security-token is not the session token given");
    const char *list = authorization_part(arena, authorization, "SignedHeaders=");
    if (!read_date(received, &request.time, err) ||
        !signed_headers(arena, received, list, &request, err))
        return false;
    const char *expected = sigv4_authorization(arena, &request, &stand_in_credentials);
    const char *scope = authorization_part(arena, expected, "Credential=");
    if (strcmp(authorization_part(arena, authorization, "Credential="), scope) != 0)
        return error_set(err, ERROR_SERVICE, "the credential scope is not %s", scope);
    if (strcmp(list, authorization_part(arena, expected, "SignedHeaders=")) != 0)
        return error_set(err, ERROR_SERVICE,
                         "SignedHeaders is not the sorted list of headers that were sent: %s",
                         list);
    if (strcmp(authorization_part(arena, authorization, "Signature="),
               authorization_part(arena, expected, "Signature=")) != 0)
        return error_set(err, ERROR_SERVICE,
                         "the signature does not match the one computed from the request");
    return true;
}

/* A text member of an Evaluation. */
struct bounds {
    const char *member;
    size_t limit; /* UTF-16 units; the least is one */
    bool required;
};

/* As the service names what it rejects: 'evaluations.3.member.annotation'. number is from 1. */
static bool invalid(struct error *err, size_t number, const char *member, const char *constraint)
{
    return error_set(err, ERROR_SERVICE,
                     "1 validation error detected: Value at 'evaluations.%zu.member.%c%s' failed "
                     "to satisfy constraint: Member must %s",
                     number, text_lower_letter(member[0]), member + 1, constraint);
}

static bool read_text(const cJSON *json, size_t number, const struct bounds *bounds,
                      const char **out, struct error *err)
{
    const cJSON *value = json_get(json, bounds->member);
    char constraint[64];

    *out = NULL;
    if (json_is_absent(value))
        return !bounds->required || invalid(err, number, bounds->member, "not be null");
    *out = json_string(value, "", NULL);
    if (!*out)
        return invalid(err, number, bounds->member, "be a string");
    if (!**out)
        return invalid(err, number, bounds->member, "have length greater than or equal to 1");
    if ((*out)[utf8_cut(*out, bounds->limit)] == '\0')
        return true;
    snprintf(constraint, sizeof(constraint), "have length less than or equal to %zu",
             bounds->limit);
    return invalid(err, number, bounds->member, constraint);
}

/* INSUFFICIENT_DATA is in the service's model, and refused by it all the same. */
static bool read_compliance_type(const cJSON *json, size_t number, enum compliance_type *out,
                                 struct error *err)
{
    const char *text = json_string(json, "ComplianceType", "");

    for (enum compliance_type type = COMPLIANT; type <= NOT_APPLICABLE; type++)
        if (strcmp(text, compliance_type_name(type)) == 0) {
            *out = type;
            return true;
        }
    return invalid(err, number, "ComplianceType",
                   "satisfy enum value set: [COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE]");
}

static bool read_ordering_timestamp(const cJSON *json, size_t number, int64_t *out,
                                    struct error *err)
{
    const cJSON *value = json_get(json, "OrderingTimestamp");

    return (cJSON_IsNumber(value) && value->valuedouble < FIRST_MILLISECONDS &&
            timestamp_read(value, out)) ||
           invalid(err, number, "OrderingTimestamp", "be a number of seconds since 1970");
}

/* https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
static bool read_evaluation(const cJSON *json, size_t number, struct evaluation *out,
                            struct error *err)
{
    static const struct bounds type = {"ComplianceResourceType", 256, true};
    static const struct bounds id = {"ComplianceResourceId", 768, true};
    static const struct bounds annotation = {"Annotation", 256, false};

    return read_text(json, number, &type, &out->resource_type, err) &&
           read_text(json, number, &id, &out->resource_id, err) &&
           read_compliance_type(json, number, &out->compliance_type, err) &&
           read_text(json, number, &annotation, &out->annotation, err) &&
           read_ordering_timestamp(json, number, &out->ordering_timestamp, err);
}

/* One bad evaluation spoils its whole batch, as it does at AWS. */
static bool read_evaluations(const cJSON *input, struct evaluations *out, struct error *err)
{
    const cJSON *list = json_get(input, "Evaluations"), *one;

    if (list && !cJSON_IsArray(list) && !cJSON_IsNull(list))
        return error_set(err, ERROR_SERVICE,
                         "1 validation error detected: Value at 'evaluations' failed to satisfy "
                         "constraint: Member must be a list");
    if (cJSON_GetArraySize(list) > EVALUATIONS_LIMIT)
        return error_set(err, ERROR_SERVICE,
                         "1 validation error detected: Value at 'evaluations' failed to satisfy "
                         "constraint: Member must have length less than or equal to %d",
                         EVALUATIONS_LIMIT);
    cJSON_ArrayForEach (one, list) {
        struct evaluation evaluation = {0};

        if (!read_evaluation(one, out->count + 1, &evaluation, err))
            return false;
        evaluations_add(out, &evaluation);
    }
    return true;
}

static void put_evaluations(struct call *call, const cJSON *input)
{
    struct stand_in *stand_in = call->stand_in;
    const struct delivery *delivery =
        stand_in->in_flight ? &stand_in->deliveries[stand_in->current] : NULL;
    const char *token = json_string(input, "ResultToken", NULL);
    struct evaluations evaluations = {.memory = arena_within(&stand_in->scratch)};
    struct error err = {0};

    if (!token)
        error_set(&err, ERROR_SERVICE,
                  "1 validation error detected: Value at 'resultToken' failed to satisfy "
                  "constraint: Member must not be null");
    if (!token || !read_evaluations(input, &evaluations, &err)) {
        fail(call, 400, "ValidationException", err.message);
    } else if (!delivery || !delivery->result_token || strcmp(token, delivery->result_token) != 0) {
        fail(call, 400, "InvalidResultTokenException", "The resultToken is not that of the event");
    } else {
        cJSON *json = cJSON_CreateObject();

        stand_in->report.file = delivery->place;
        for (size_t i = 0; i < evaluations.count; i++)
            report_add(&stand_in->report, delivery->rule, &evaluations.items[i]);
        report_put(&stand_in->report, input);
        stand_in->evaluations += evaluations.count;
        stand_in->heard = true;
        cJSON_AddArrayToObject(json, "FailedEvaluations");
        accept(call, json);
    }
}

/* Any role may be assumed; its credentials are those that there are. */
static void assume_role(struct call *call)
{
    const struct credentials *given = &stand_in_credentials;
    cJSON *output = cJSON_CreateObject();
    cJSON *credentials = cJSON_AddObjectToObject(output, "Credentials");

    cJSON_AddStringToObject(credentials, "AccessKeyId", given->access_key_id);
    cJSON_AddStringToObject(credentials, "SecretAccessKey", given->secret_access_key);
    cJSON_AddStringToObject(credentials, "SessionToken", given->session_token);
    cJSON_AddStringToObject(credentials, "Expiration", "9999-12-31T23:59:59Z");
    accept(call, output);
}

/* This AWS Config has no results from before, unless they are recorded. */
static void no_results(struct call *call)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddArrayToObject(json, "EvaluationResults");
    accept(call, json);
}

static void replay(struct call *call, const cJSON *input)
{
    struct recorded_reply recorded;
    struct error err;
    bool found = replies_find(&call->stand_in->replies, call->operation->service->name,
                              call->operation->name, input, &recorded, &err);

    if (!found && is(call->operation, "config", "GetComplianceDetailsByConfigRule"))
        no_results(call);
    else if (!found)
        fail(call, 400, "UnrecordedCallException", err.message);
    else if (recorded.reply)
        accept(call, recorded.reply);
    else
        fail(call, 400, recorded.error_code, recorded.error_message);
}

static void answer(struct stand_in *stand_in, const struct server_request *request,
                   struct server_reply *reply)
{
    const char *target = server_header(request, "x-amz-target");
    struct call call = {
        .stand_in = stand_in,
        .operation = call_operation(&stand_in->scratch, request),
        .request = request,
        .reply = reply,
    };
    struct error err = {0};
    cJSON *input = NULL;

    if (request->length > SERVER_BODY_LIMIT) {
        fail(&call, 413, "RequestEntityTooLargeException", "the request is over 8 MiB");
    } else if (!call.operation) {
        fail(&call, 400, "UnknownOperationException", target ? target : "no X-Amz-Target");
    } else if (!verify(&call, &err)) {
        stand_in_fail(stand_in, call.operation->name, "%s", err.message);
        fail(&call, 403, "InvalidSignatureException", err.message);
    } else {
        stand_in->signatures++;
        if (!call_input(&stand_in->scratch, call.operation, request, &input, &err))
            fail(&call, 400, "SerializationException", err.message);
        else if (is(call.operation, "sts", "AssumeRole"))
            assume_role(&call);
        else if (is(call.operation, "config", "PutEvaluations"))
            put_evaluations(&call, input);
        else
            replay(&call, input);
    }
}

const struct server_route stand_in_aws_routes[] = {
    {NULL, NULL, answer},
    {0},
};
