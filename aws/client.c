#include "aws/client.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/credentials/container.h"
#include "aws/credentials/environment.h"
#include "aws/protocol/protocol.h"
#include "aws/retry.h"
#include "aws/sign.h"
#include "core/arn.h"
#include "core/environment.h"
#include "core/log.h"
#include "core/timestamp.h"

#define OPENING_MS 15000         /* for the credentials that opening fetches */
#define CLOCK_TOLERANCE_MS 60000 /* AWS refuses from five minutes on */
/* Bytes. An address has some 60, and there is one for each service. */
#define SETTINGS_LIMIT ((size_t)1 << 20)
/*
 * Bytes of a reply. A page of SelectResourceConfig has 100 items: a function has 2.4 KB in the
 * recordings of tests/events. An item of more than 256 KB is oversized to AWS Config, and would
 * still fit 60 times. The largest replies are in XML: see protocol/xml.c.
 */
#define REPLY_LIMIT ((size_t)16 << 20)

struct call {
    const struct aws_caller *caller;
    const struct operation *operation;
    struct protocol_request request;
    bool streamed;                /* the request's body, or the reply's */
    struct body_visitor *visitor; /* who is shown the reply's; NULL: it is read */
    enum remedy remedy;           /* of the last attempt */
    bool renewed, clock_set;      /* what is done at most once */
};

static int64_t now_by_aws(const struct aws_client *client)
{
    return timestamp_now_ms() + client->clock_ahead_ms;
}

/* True: the clock was wrong and is right now. */
static bool set_clock(struct aws_client *client)
{
    int64_t date = http_date(client->http), wrong_by = date - now_by_aws(client);

    if (!date || llabs(wrong_by) < CLOCK_TOLERANCE_MS)
        return false;
    client->clock_ahead_ms += wrong_by;
    log_write(LOG_WARN, "AWS's clock is %" PRId64 " s ahead of this machine's",
              client->clock_ahead_ms / 1000);
    return true;
}

/* True: the next attempt fetches new credentials, which may help. */
static bool drop_credentials(const struct call *call)
{
    const struct aws_caller *caller = call->caller;

    identity_forget(caller->signer);
    if (call->renewed && caller->signer == caller->client->own)
        caller->client->spent = true;
    return !call->renewed;
}

/* Does what the last attempt showed to be necessary. False: another attempt makes no sense. */
static bool prepare_again(struct call *call)
{
    bool first;

    switch (call->remedy) {
    case REMEDY_WAIT:
        return true;
    case REMEDY_CLOCK:
        first = !call->clock_set;
        call->clock_set = true;
        return first && set_clock(call->caller->client);
    case REMEDY_CREDENTIALS:
        first = drop_credentials(call);
        call->renewed = true;
        return first;
    case REMEDY_NONE:
        break;
    }
    return false;
}

/* Sixteen characters are enough, because a message may be cut. A shorter text is no secret. */
static bool quotes(const char *message, const char *secret)
{
    char beginning[17];

    if (!secret || strlen(secret) < sizeof(beginning) - 1)
        return false;
    snprintf(beginning, sizeof(beginning), "%s", secret);
    return strstr(message, beginning);
}

/*
 * Whether a message quotes a secret. When a signature is wrong, AWS answers with the canonical
 * request, in which the session token is.
 */
static bool is_withheld(const struct call *call, const char *message)
{
    const struct credentials *credentials = &call->caller->signer->credentials;

    return quotes(message, call->caller->withheld) || quotes(message, credentials->session_token) ||
           quotes(message, credentials->secret_access_key);
}

static bool send_signed(const struct call *call, struct http_response *response, struct error *err)
{
    const struct aws_client *client = call->caller->client;
    const struct service *service = call->operation->service;
    const struct signing signing = {
        .service = service,
        .endpoint = &client->endpoints[service - services],
        .credentials = &call->caller->signer->credentials,
        .time = now_by_aws(client) / 1000,
    };
    int64_t deadline_ms = call->caller->deadline_ms;
    struct http_request request = {
        .visitor = call->visitor,
        .body_limit = REPLY_LIMIT,
        .timeout_ms =
            call->streamed ? retry_stream_timeout_ms(deadline_ms) : retry_timeout_ms(deadline_ms),
        .stall_s = call->streamed ? RETRY_STALL_S : 0,
    };

    sign_request(json_arena(), &call->request, &signing, &request);
    return http_send(client->http, &request, response, err);
}

/* A service that speaks JSON does not answer with markup; a proxy on the way to it does. */
static bool is_page(const struct call *call, const struct http_response *response)
{
    return response->status != 200 && !call->operation->service->protocol->markup &&
           *response->body == '<' && !is_withheld(call, response->body);
}

/* Fails with what AWS says, unless it quotes a secret. */
static bool refuse(const struct call *call, long status, const char *code, const char *message,
                   struct error *err)
{
    if (is_withheld(call, message))
        message = "AWS's message quotes a secret, and is not shown";
    if (code)
        return error_set(err, ERROR_SERVICE, "%s: %s", code, message);
    return error_set(err, ERROR_SERVICE, "HTTP %ld without an error code: %.200s", status, message);
}

/* False with *err and call->remedy: the reply is an error, or cannot be read. */
static bool read_reply(struct call *call, const struct http_response *response, cJSON **reply,
                       struct error *err)
{
    const struct protocol *protocol = call->operation->service->protocol;
    const struct protocol_reply given = {
        .status = response->status,
        .error_type = http_header(call->caller->client->http, "x-amzn-errortype"),
        .body = response->body,
        .body_length = response->body_length,
    };
    struct protocol_answer answer;
    struct error unread;
    bool parsed = protocol->read(json_arena(), call->operation, &given, &answer, &unread);

    if (parsed && !answer.failed) {
        *reply = answer.output;
        return true;
    }
    const char *code = answer.code && !is_withheld(call, answer.code) ? answer.code : NULL;
    const char *message = answer.message;
    /* What cannot be read is not quoted: it may hold a configuration, or credentials. */
    if (!code && !parsed)
        message = is_page(call, response) ? response->body : unread.message;
    call->remedy = retry_remedy(response->status, code);
    return refuse(call, response->status, code, message, err);
}

static bool attempt(struct call *call, cJSON **reply, struct error *err)
{
    struct http_response response;

    if (!send_signed(call, &response, err)) {
        /* What was handed out cannot be taken back. */
        call->remedy = response.visited ? REMEDY_NONE : retry_remedy_unanswered(err);
        return false;
    }
    bool shown = call->visitor && response.status >= 200 && response.status < 300;
    return shown || read_reply(call, &response, reply, err);
}

bool aws_sign_in(const struct aws_caller *caller, struct error *err)
{
    return identity_keep_good(caller->signer, now_by_aws(caller->client), caller->deadline_ms, err);
}

/* Attempts, until one succeeds or another makes no sense. */
static bool try_call(struct call *call, cJSON **reply, struct error *err)
{
    const struct aws_caller *caller = call->caller;
    const char *service = call->operation->service->name, *name = call->operation->name;
    struct error failure, last = {0};
    bool again = true;

    for (unsigned i = 0; again && i < RETRY_ATTEMPTS; i++) {
        if (!retry_wait(caller->deadline_ms, i))
            return error_set(err, ERROR_LIMIT,
                             "the deadline of the invocation leaves no time for %s %s%s%s", service,
                             name, *last.message ? "; last: " : "", last.message);
        if (!aws_sign_in(caller, err))
            return false;
        long had_ms = retry_timeout_ms(caller->deadline_ms);
        if (attempt(call, reply, &failure))
            return true;
        again = prepare_again(call);
        log_write(again ? LOG_WARN : LOG_DEBUG, "%s %s, attempt %u of %d: %s", service, name, i + 1,
                  RETRY_ATTEMPTS, failure.message);
        /* An attempt that had too little time says less than the one before it. */
        if (!*last.message || failure.kind != ERROR_NETWORK || had_ms >= RETRY_FAIR_MS)
            last = failure;
    }
    return error_set(err, last.kind, "%s (%s %s)", last.message, service, name);
}

static bool write_request(struct call *call, const cJSON *input, struct error *err)
{
    return call->operation->service->protocol->write(json_arena(), call->operation, input,
                                                     &call->request, err);
}

bool aws_call(const struct aws_caller *caller, const struct operation *operation,
              const cJSON *input, cJSON **reply, struct error *err)
{
    struct call call = {.caller = caller, .operation = operation};

    return write_request(&call, input, err) && try_call(&call, reply, err);
}

bool aws_download(const struct aws_caller *caller, const struct operation *operation,
                  const cJSON *input, struct body_visitor *visitor, struct error *err)
{
    struct call call = {
        .caller = caller, .operation = operation, .streamed = true, .visitor = visitor};
    cJSON *ignored;

    return write_request(&call, input, err) && try_call(&call, &ignored, err);
}

bool aws_upload(const struct aws_caller *caller, const struct operation *operation,
                const cJSON *input, const char *body, size_t length, struct error *err)
{
    struct call call = {.caller = caller, .operation = operation, .streamed = true};
    cJSON *ignored;

    if (!write_request(&call, input, err))
        return false;
    call.request.body = body;
    call.request.body_length = length;
    return try_call(&call, &ignored, err);
}

static bool call_page(struct page_source *self, const struct operation *operation,
                      const cJSON *input, cJSON **reply, struct error *err)
{
    const struct aws_caller *caller =
        (struct aws_caller *)(void *)((char *)self - offsetof(struct aws_caller, source));

    return aws_call(caller, operation, input, reply, err);
}

static bool read_pages(struct reader *self, const char *service, const char *operation,
                       const cJSON *input, struct page_visitor *visitor, struct error *err)
{
    struct aws_caller *caller = (struct aws_caller *)self;
    const struct operation *found = operation_find(service, operation);

    if (!found)
        return error_set(err, ERROR_SERVICE, "%s %s is not in the table of operations", service,
                         operation);
    return operation_read(found, input, &caller->source, visitor, err);
}

struct aws_caller aws_caller(struct aws_client *client, struct identity *signer,
                             int64_t deadline_ms)
{
    return (struct aws_caller){
        .reader.read = read_pages,
        .source.page = call_page,
        .client = client,
        .signer = signer ? signer : client->own,
        .deadline_ms = deadline_ms,
    };
}

static bool assume_role(struct sts *self, const cJSON *input, const char *withheld,
                        int64_t deadline_ms, cJSON **reply, struct error *err)
{
    struct aws_client *client =
        (struct aws_client *)(void *)((char *)self - offsetof(struct aws_client, sts));
    struct aws_caller caller = aws_caller(client, NULL, deadline_ms);

    caller.withheld = withheld;
    return aws_call(&caller, operation_find("sts", "AssumeRole"), input, reply, err);
}

/* For arena_try(). */
struct settings {
    struct aws_client *client;
    struct error *err;
    bool read;
};

static void read_endpoints(void *context)
{
    struct settings *settings = context;
    struct aws_client *client = settings->client;

    settings->read =
        endpoints_read(&client->settings, client->region, &client->endpoints, settings->err);
}

static bool read_settings(struct aws_client *client, struct error *err)
{
    struct settings settings = {client, err, false};

    if (!arena_try(&client->settings, 0, read_endpoints, &settings))
        return error_set(err, ERROR_LIMIT,
                         "there is no memory for the endpoints: AWS_ENDPOINT_URL is too long");
    return settings.read;
}

/* In the order of the AWS SDKs: an endpoint is asked only where the environment has no key. */
static struct identity own_identity(void)
{
    return !environment("AWS_ACCESS_KEY_ID") && container_is_named() ? container_identity()
                                                                     : environment_identity();
}

bool aws_client_open(struct aws_client *client, const char *region, struct identity *own,
                     struct error *err)
{
    *client = (struct aws_client){
        .environment = own_identity(),
        .sts.assume_role = assume_role,
        .settings.limit = SETTINGS_LIMIT,
    };
    client->own = own ? own : &client->environment;
    client->region = region ? region : environment("AWS_REGION");
    if (!client->region)
        client->region = environment("AWS_DEFAULT_REGION");
    if (!client->region)
        return error_set(err, ERROR_CONFIGURATION, "AWS_REGION is not set");
    if (!arn_is_region(client->region))
        return error_set(err, ERROR_CONFIGURATION, "%s is no Region: %s",
                         region ? "the region of the profile" : "AWS_REGION", client->region);
    if (!read_settings(client, err))
        return false;
    client->http = http_open(false, err);
    if (!client->http)
        return false;
    const struct aws_caller caller = aws_caller(client, NULL, timestamp_now_ms() + OPENING_MS);
    return aws_sign_in(&caller, err);
}

void aws_client_close(struct aws_client *client)
{
    http_close(client->http);
    if (client->own)
        identity_forget(client->own);
    arena_reset(&client->settings);
}
