#include "tests/unit.h"

#include "aws/operations.h"
#include "config/reader.h"

struct arena arena = {.limit = (size_t)8 << 20};

/* Pages of a recording: each knows its token and what follows. */
struct pages {
    struct reader reader;
    struct page_source source;
    const char *const *replies; /* by the number in the token; no token: the first */
    size_t asked;
};

static bool next_page(struct page_source *self, const struct operation *operation,
                      const cJSON *input, cJSON **reply, struct error *err)
{
    struct pages *pages = (struct pages *)(void *)((char *)self - offsetof(struct pages, source));
    const char *member = operation->token_in ? operation->token_in : operation->token_out;
    const char *token = json_string(input, member, "0");

    pages->asked++;
    if (!pages->replies[token[0] - '0'])
        return error_set(err, ERROR_SERVICE, "InternalError: gone");
    *reply = parse(pages->replies[token[0] - '0']);
    return true;
}

static bool read_pages(struct reader *self, const char *service, const char *operation,
                       const cJSON *input, struct page_visitor *visitor, struct error *err)
{
    return operation_read(operation_find(service, operation), input,
                          &((struct pages *)self)->source, visitor, err);
}

static const char *service_of(const char *operation)
{
    const struct operation *op = operations;

    while (strcmp(op->name, operation) != 0)
        op++;
    return op->service->name;
}

static void pages_are_joined(void **state)
{
    const struct {
        const char *operation, *list;
        const char *const *replies;
        const char *joined; /* NULL: fails */
        size_t asked;
    } cases[] = {
        {"SelectResourceConfig", "Results", (const char *const[]){"{\"Results\":[\"a\"]}"},
         "[\"a\"]", 1},
        {"SelectResourceConfig", "Results",
         (const char *const[]){"{\"Results\":[\"a\"],\"NextToken\":\"1\"}",
                               "{\"Results\":[],\"NextToken\":\"2\"}",
                               "{\"Results\":[\"b\",\"c\"],\"NextToken\":\"\"}"},
         "[\"a\",\"b\",\"c\"]", 3},
        {"SelectResourceConfig", "Results",
         (const char *const[]){"{\"NextToken\":\"1\"}", "{\"Results\":[\"b\"]}"}, "[\"b\"]", 2},
        {"SelectResourceConfig", "Results",
         (const char *const[]){"{\"Results\":[\"a\"],\"NextToken\":\"1\"}", NULL}, NULL, 2},
        {"SelectResourceConfig", "Results",
         (const char *const[]){"{\"Results\":[\"a\"],\"NextToken\":\"1\"}",
                               "{\"Results\":[\"b\"],\"NextToken\":\"1\"}"},
         NULL, 2},
        {"SelectResourceConfig", "Results",
         (const char *const[]){"{\"NextToken\":\"1\"}", "{\"NextToken\":\"2\"}",
                               "{\"NextToken\":\"1\"}"},
         NULL, 3},
        {"GetResourceConfigHistory", "configurationItems",
         (const char *const[]){"{\"configurationItems\":[],\"nextToken\":\"1\"}",
                               "{\"configurationItems\":[{}],\"nextToken\":\"2\"}", NULL},
         "[{}]", 2},
        {"ListUsers", "Users",
         (const char *const[]){"{\"IsTruncated\":true,\"Marker\":\"1\",\"Users\":[\"a\"]}",
                               "{\"IsTruncated\":false,\"Users\":[\"b\"]}"},
         "[\"a\",\"b\"]", 2},
        {"ListObjectsV2", "Contents",
         (const char *const[]){"{\"Contents\":[\"a\"],\"NextContinuationToken\":\"1\"}",
                               "{\"Contents\":[\"b\"],\"ContinuationToken\":\"1\"}"},
         "[\"a\",\"b\"]", 2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pages pages = {{read_pages}, {next_page}, cases[i].replies, 0};
        struct error err = {0};
        const cJSON *joined = reader_join(&pages.reader, service_of(cases[i].operation),
                                          cases[i].operation, NULL, &err);

        assert_int_equal(pages.asked, cases[i].asked);
        if (!joined != !cases[i].joined)
            fail_msg("case %zu: %s", i, err.message);
        if (joined)
            assert_string_equal(cJSON_PrintUnformatted(json_get(joined, cases[i].list)),
                                cases[i].joined);
    }
}

/* https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html */
static void a_token_is_as_long_as_organizations_makes_them(void **state)
{
    enum { LONGEST = 100000 };

    (void)state;
    for (int length = LONGEST; length <= LONGEST + 1; length++) {
        const char *replies[] = {
            arena_printf(&arena, "{\"Roots\":[\"a\"],\"NextToken\":\"1%0*d\"}", length - 1, 0),
            "{\"Roots\":[\"b\"]}"};
        struct pages pages = {{read_pages}, {next_page}, replies, 0};
        struct error err = {0};
        const cJSON *joined = reader_join(&pages.reader, "organizations", "ListRoots", NULL, &err);

        assert_int_equal(joined != NULL, length == LONGEST);
        assert_int_equal(pages.asked, joined ? 2 : 1);
        if (!joined)
            assert_string_equal(err.message, "organizations ListRoots answered with a NextToken of "
                                             "more than 100000 bytes");
    }
}

static void operations_are_found(void **state)
{
    (void)state;
    for (const struct operation *op = operations; op->name; op++) {
        const struct service *service = op->service;

        assert_ptr_equal(operation_find(service->name, op->name), op);
        assert_int_equal((service->target_prefix != NULL) + (service->version != NULL) +
                             (op->method && op->path),
                         1);
        if (service->target_prefix)
            assert_ptr_equal(operation_find_target(
                                 arena_printf(&arena, "%s.%s", service->target_prefix, op->name)),
                             op);
        assert_non_null(service->iam_prefix);
        assert_non_null(service->endpoint_env);
        assert_true(op->token_out || (!op->token_in && !op->last_with));
    }
    assert_ptr_equal(operation_find_target("StarlingDoveService.PutEvaluations"),
                     operation_find("config", "PutEvaluations"));
    assert_non_null(operation_find_target(
        "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails"));
    assert_null(operation_find_target("StarlingDoveService.DescribeTrails"));
    assert_null(operation_find_target("PutEvaluations"));
    assert_null(operation_find("config", "DeleteConfigRule"));
    assert_ptr_equal(operation_find("bedrock", "ListAgents"),
                     operation_find("bedrock-agent", "ListAgents"));
    assert_null(operation_find("bedrock-agent", "ListGuardrails"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_are_joined),
        TEST(a_token_is_as_long_as_organizations_makes_them),
        TEST(operations_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
