#include "aws/client.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "aws/credentials.h"
#include "core/log.h"
#include "core/timestamp.h"

#define ATTEMPTS 8
#define BACKOFF_FIRST_MS 100
#define BACKOFF_LAST_MS 10000
#define ATTEMPT_TIMEOUT_MS 15000
#define DEADLINE_MARGIN_MS 500
#define SETTINGS_LIMIT ((size_t)1 << 20)
#define REPLY_LIMIT ((size_t)16 << 20) /* bytes; SelectResourceConfig gives 100 items a page */

/* What botocore's standard mode tries again; AWS Config answers all of them with status 400. */
static const char *const transient_codes[] = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceUnavailable",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
};

static int64_t remaining_ms(const struct aws_client *client)
{
    return client->deadline - DEADLINE_MARGIN_MS - timestamp_now_ms();
}

/* At least 1: libcurl takes 0 for no limit. */
static long attempt_timeout_ms(const struct aws_client *client)
{
    int64_t left_ms = remaining_ms(client);

    if (left_ms > ATTEMPT_TIMEOUT_MS)
        return ATTEMPT_TIMEOUT_MS;
    return left_ms > 1 ? (long)left_ms : 1;
}

bool aws_backoff(const struct aws_client *client, unsigned attempt)
{
    static unsigned seed;
    struct timespec wait;
    unsigned most = BACKOFF_LAST_MS;

    if (attempt == 0)
        return remaining_ms(client) > 0;
    if (attempt < 8 && (unsigned)BACKOFF_FIRST_MS << (attempt - 1) < most)
        most = (unsigned)BACKOFF_FIRST_MS << (attempt - 1);
    clock_gettime(CLOCK_MONOTONIC, &wait);
    seed ^= (unsigned)wait.tv_nsec;
    long wait_ms = (long)((unsigned)rand_r(&seed) % (most + 1));
    if (wait_ms >= remaining_ms(client))
        return false;
    wait = (struct timespec){.tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000};
    while (nanosleep(&wait, &wait) != 0)
        ;
    return true;
}

struct aws_endpoint {
    const char *url; /* with its path, "/" at least */
    struct http_url parts;
};

/* Where a service is served; *variable: what says so. */
static const char *endpoint_url(struct aws_client *client, const struct operation *operation,
                                const char **variable)
{
    struct arena *arena = &client->settings;
    const char *fips = getenv("AWS_USE_FIPS_ENDPOINT"), *url, *suffix;

    *variable = arena_printf(arena, "AWS_ENDPOINT_URL_%s", operation->endpoint_env);
    url = getenv(*variable);
    if (!url || !*url) {
        *variable = "AWS_ENDPOINT_URL";
        url = getenv(*variable);
    }
    if (url && *url)
        return url;
    *variable = "AWS_REGION";
    suffix = strncmp(client->region, "cn-", 3) == 0 ? ".cn" : "";
    /* In GovCloud the plain hosts are the FIPS ones. */
    bool plain =
        !fips || strcasecmp(fips, "true") != 0 || strncmp(client->region, "us-gov-", 7) == 0;
    return arena_printf(arena, "https://%s%s.%s.amazonaws.com%s", operation->endpoint_prefix,
                        plain ? "" : "-fips", client->region, suffix);
}

static bool read_endpoints(struct aws_client *client, struct error *err)
{
    struct aws_endpoint *endpoints;
    size_t count = 0;

    while (operations[count].name)
        count++;
    endpoints = arena_alloc(&client->settings, count * sizeof(*endpoints));
    for (size_t i = 0; i < count; i++) {
        const char *variable, *url = endpoint_url(client, &operations[i], &variable);

        if (!http_url_parse(&client->settings, url, variable, &endpoints[i].parts, err))
            return false;
        endpoints[i].url = arena_printf(&client->settings, "%s://%s%s", endpoints[i].parts.scheme,
                                        endpoints[i].parts.host, endpoints[i].parts.path);
    }
    client->endpoints = endpoints;
    return true;
}

struct exchange {
    long status;
    const char *code; /* AWS's error code; NULL: none in the reply */
    const char *message;
};

static bool is_transient(const struct exchange *exchange)
{
    if (exchange->status >= 500 || exchange->status == 429 ||
        (exchange->status == 200 && !exchange->code))
        return true;
    for (size_t i = 0; exchange->code && i < sizeof(transient_codes) / sizeof(*transient_codes);
         i++)
        if (strcmp(exchange->code, transient_codes[i]) == 0)
            return true;
    return false;
}

/* "com.amazonaws.config#NoSuchConfigRuleException:http://..." -> NoSuchConfigRuleException */
static const char *bare_code(struct arena *arena, const char *code)
{
    const char *hash = strchr(code, '#');

    code = hash ? hash + 1 : code;
    return arena_strndup(arena, code, strcspn(code, ":"));
}

/* Whether a message quotes the beginning of what must not be shown; a short text is no secret. */
static bool is_withheld(const struct aws_client *client, const char *message)
{
    char beginning[17];

    if (!client->withheld || strlen(client->withheld) < sizeof(beginning) - 1)
        return false;
    snprintf(beginning, sizeof(beginning), "%s", client->withheld);
    return strstr(message, beginning);
}

static void read_error(struct aws_client *client, const cJSON *json, struct exchange *out)
{
    const char *code = http_header(client->http, "x-amzn-errortype");

    if (!code)
        code = json_string(json, "__type", json_string(json, "code", NULL));
    out->code = code && !is_withheld(client, code) ? bare_code(client->arena, code) : NULL;
    out->message = json_string(json, "message", json_string(json, "Message", ""));
    if (is_withheld(client, out->message))
        out->message = "AWS's message quotes the result token, and is not shown";
}

static bool send_signed(struct aws_client *client, const struct operation *operation,
                        const char *body, struct http_response *response, struct error *err)
{
    struct arena *arena = client->arena;
    const struct aws_endpoint *endpoint = &client->endpoints[operation - operations];
    const char *token = client->credentials.session_token;
    char date[SIGV4_DATE_SIZE];
    int64_t now_ms = timestamp_now_ms();

    sigv4_date(now_ms / 1000, date);
    const struct sigv4_header headers[] = {
        {"content-type", "application/x-amz-json-1.1"},
        {"host", endpoint->parts.host},
        {"x-amz-date", date},
        {"x-amz-target", arena_printf(arena, "%s.%s", operation->target_prefix, operation->name)},
        {"x-amz-security-token", token},
    };
    const size_t count = sizeof(headers) / sizeof(*headers) - (token ? 0 : 1);
    const struct sigv4_request request = {
        .method = "POST",
        .path = endpoint->parts.path,
        .headers = headers,
        .header_count = count,
        .body = body,
        .body_length = strlen(body),
        .region = client->region,
        .service = operation->endpoint_prefix,
        .time = now_ms / 1000,
    };
    const char *lines[sizeof(headers) / sizeof(*headers) + 2] = {0};
    for (size_t i = 0; i < count; i++)
        lines[i] = arena_printf(arena, "%s: %s", headers[i].name, headers[i].value);
    lines[count] = arena_printf(arena, "authorization: %s",
                                sigv4_authorization(arena, &request, &client->credentials));
    return http_send(client->http,
                     &(struct http_request){
                         .method = "POST",
                         .url = endpoint->url,
                         .headers = lines,
                         .body = body,
                         .body_length = request.body_length,
                         .body_limit = REPLY_LIMIT,
                         .timeout_ms = attempt_timeout_ms(client),
                     },
                     response, err);
}

/* One attempt. *again: the failure is worth another. */
static bool attempt(struct aws_client *client, const struct operation *operation, const char *body,
                    cJSON **reply, bool *again, struct error *err)
{
    struct http_response response;
    struct exchange exchange = {.message = ""};
    struct error not_json;

    if (!send_signed(client, operation, body, &response, err)) {
        *again = err->kind == ERROR_NETWORK;
        return false;
    }
    exchange.status = response.status;
    bool json = json_parse(response.body, response.body_length, "the reply", reply, &not_json) &&
                cJSON_IsObject(*reply);
    if (json && response.status == 200)
        return true;
    if (response.status != 200)
        read_error(client, json ? *reply : NULL, &exchange);
    *again = is_transient(&exchange);
    if (exchange.code)
        return error_set(err, ERROR_SERVICE, "%s: %s", exchange.code, exchange.message);
    /* A good reply that is broken may hold a configuration, which nobody may quote. */
    return error_set(err, ERROR_SERVICE, "HTTP %ld without an error code: %.200s", response.status,
                     json ? exchange.message
                     : response.status == 200 || is_withheld(client, response.body)
                         ? "not a JSON object"
                         : response.body);
}

bool aws_call(struct aws_client *client, const struct operation *operation, const cJSON *input,
              cJSON **reply, struct error *err)
{
    const char *body = input ? cJSON_PrintUnformatted(input) : "{}";
    struct error last = {0};
    bool again = true;

    for (unsigned i = 0; again && i < ATTEMPTS; i++) {
        if (!aws_backoff(client, i))
            return error_set(
                err, ERROR_LIMIT, "the deadline of the invocation leaves no time for %s %s%s%s",
                operation->service, operation->name, *last.message ? "; last: " : "", last.message);
        if (attempt(client, operation, body, reply, &again, &last))
            return true;
        log_write(again ? LOG_WARN : LOG_DEBUG, "%s %s: %s", operation->service, operation->name,
                  last.message);
    }
    return error_set(err, last.kind, "%s (%s %s)", last.message, operation->service,
                     operation->name);
}

static bool call_page(struct page_source *self, const struct operation *operation,
                      const cJSON *input, cJSON **reply, struct error *err)
{
    struct aws_client *client =
        (struct aws_client *)(void *)((char *)self - offsetof(struct aws_client, source));

    return aws_call(client, operation, input, reply, err);
}

static const cJSON *read_pages(struct reader *self, const char *service, const char *operation,
                               const cJSON *input, struct error *err)
{
    struct aws_client *client = (struct aws_client *)self;
    const struct operation *found = operation_find(service, operation);

    if (!found) {
        error_set(err, ERROR_SERVICE, "%s %s is not in the table of operations", service,
                  operation);
        return NULL;
    }
    return operation_read(found, input, &client->source, err);
}

static bool region_is_valid(const char *region)
{
    size_t length = strlen(region);

    for (size_t i = 0; i < length; i++)
        if (!islower((unsigned char)region[i]) && !isdigit((unsigned char)region[i]) &&
            region[i] != '-')
            return false;
    return length > 0 && length <= 32;
}

bool aws_client_open(struct aws_client *client, struct arena *arena, struct error *err)
{
    const char *region = getenv("AWS_REGION");

    *client = (struct aws_client){
        .reader.read = read_pages,
        .source.page = call_page,
        .arena = arena,
        .settings.limit = SETTINGS_LIMIT,
    };
    if (!region || !*region)
        region = getenv("AWS_DEFAULT_REGION");
    if (!region || !*region)
        return error_set(err, ERROR_CONFIGURATION, "AWS_REGION is not set");
    if (!region_is_valid(region))
        return error_set(err, ERROR_CONFIGURATION, "AWS_REGION is no Region: %s", region);
    client->region = region;
    if (!credentials_from_environment(&client->credentials, err) || !read_endpoints(client, err))
        return false;
    client->http = http_open(false, err);
    return client->http != NULL;
}

void aws_client_close(struct aws_client *client)
{
    http_close(client->http);
    arena_reset(&client->settings);
}
