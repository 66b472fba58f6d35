#include "tests/iam/witness_world.h"

#define POLICY_SIZE 16384
#define STATEMENT_LIMIT 4

/* https://www.jstatsoft.org/article/view/v008i14 */
static uint32_t state;

static uint32_t below(uint32_t limit)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (uint32_t)(((uint64_t)state * limit) >> 32);
}

static bool one_in(uint32_t n)
{
    return below(n) == 0;
}

#define PICK(list) list[below(COUNT(list))]

/* A text as it grows. */
struct text {
    char bytes[POLICY_SIZE];
    size_t length;
};

static void put(struct text *text, const char *fmt, ...) PRINTF(2, 3);
static void put(struct text *text, const char *fmt, ...)
{
    size_t room = sizeof(text->bytes) - text->length;
    va_list args;

    va_start(args, fmt);
    int length = vsnprintf(text->bytes + text->length, room, fmt, args);
    va_end(args);
    assert_true(length >= 0 && (size_t)length < room);
    text->length += (size_t)length;
}

static void put_name(struct text *text)
{
    static const char *const pieces[] = {"p", "q", "*", "?", "p", "q", "*", "v"};

    for (uint32_t i = 1 + below(3); i-- > 0;)
        put(text, "%s", PICK(pieces));
}

/* shortened: the policy's type takes ARNs that lack parts. */
static void put_resource(struct text *text, bool shortened, bool variables)
{
    static const char *const regions[] = {"*", "us-east-1", "eu-west-1", "eu-*", "?s-*", "*"};
    static const char *const shorter[] = {"*", PREFIX "*", PREFIX "us-*", PREFIX "*:p"};

    if (one_in(5)) {
        put(text, "\"%s\"", shortened ? PICK(shorter) : one_in(2) ? "*" : PREFIX "*" OWN "*");
        return;
    }
    put(text, "\"" PREFIX "%s" OWN, PICK(regions));
    if (variables && one_in(12))
        put(text, "${x:k}");
    else
        put_name(text);
    put(text, "\"");
}

static void put_condition_on_text(struct text *text)
{
    static const char *const operators[] = {
        "StringEquals",          "StringNotEquals",        "StringLike",
        "StringNotLike",         "StringEqualsIgnoreCase", "StringEqualsIfExists",
        "StringNotLikeIfExists", "StringLikeIfExists"};
    static const char *const values[] = {"u", "v", "u*", "*v", "?", "U", "*", "uv"};

    put(text, "\"%s\":{\"x:k\":[\"%s\"", PICK(operators), PICK(values));
    if (one_in(2))
        put(text, ",\"%s\"", PICK(values));
    put(text, "]}");
}

static void put_condition_on_set(struct text *text)
{
    static const char *const operators[] = {
        "ForAnyValue:StringEquals", "ForAllValues:StringEquals", "ForAnyValue:StringNotEquals",
        "ForAllValues:StringNotLike", "ForAnyValue:StringLikeIfExists"};
    static const char *const values[] = {"u", "v", "u*"};

    put(text, "\"%s\":{\"x:t\":[\"%s\"", PICK(operators), PICK(values));
    if (one_in(3))
        put(text, ",\"%s\"", PICK(values));
    put(text, "]}");
}

static void put_condition(struct text *text)
{
    static const char *const numeric[] = {
        "NumericEquals",          "NumericNotEquals",   "NumericLessThan",
        "NumericLessThanEquals",  "NumericGreaterThan", "NumericGreaterThanEqualsIfExists",
        "NumericLessThanIfExists"};
    static const char *const regions[] = {"us-east-1", "eu-*", "eu-west-1"};
    static const char *const keys[] = {"x:k", "x:n", "x:b", "x:via"};
    static const char *const comparisons[] = {"Equals", "Like", "NotEquals", "EqualsIfExists"};
    static const char *const compared[] = {"${x:k}", "${x:k}", "u", "u${x:k}", "${x:k,'v'}"};
    static const char *const roles[] = {"reader", "p*", "*q", "pq", "re*"};

    switch (below(10)) {
    case 0:
    case 1:
        put_condition_on_text(text);
        break;
    case 2:
    case 3:
        put(text, "\"%s\":{\"x:n\":\"%u\"}", PICK(numeric), 1 + below(3));
        break;
    case 4:
        put_condition_on_set(text);
        break;
    case 5:
        put(text, "\"String%sLike\":{\"aws:RequestedRegion\":\"%s\"}", one_in(2) ? "" : "Not",
            PICK(regions));
        break;
    case 6:
        put(text, "\"Null\":{\"%s\":\"%s\"}", PICK(keys), one_in(2) ? "true" : "false");
        break;
    case 7:
        put(text, "\"Arn%sEquals\":{\"aws:PrincipalArn\":\"" ROLES "%s\"}", one_in(2) ? "" : "Not",
            PICK(roles));
        break;
    case 8:
        put(text, "\"String%s\":{\"x:m\":\"%s\"}", PICK(comparisons), PICK(compared));
        break;
    default:
        put(text, "\"Arn%sLike%s\":{\"x:via\":\"" PREFIX "*" OWN "v%s\"}", one_in(2) ? "" : "Not",
            one_in(4) ? "IfExists" : "", one_in(2) ? "p" : "*");
    }
}

static void put_statement(struct text *text, enum iam_policy_type type, bool variables)
{
    static const char *const actions[] = {"\"x:a\"", "\"x:b\"", "\"x:*\"", "\"*\"",
                                          "[\"x:a\",\"x:b\"]"};
    bool shortened = type == IAM_POLICY_IDENTITY || type == IAM_POLICY_PERMISSIONS_BOUNDARY;

    put(text, "{\"Effect\":\"%s\",\"%sAction\":%s", below(5) < 3 ? "Allow" : "Deny",
        one_in(6) ? "Not" : "", PICK(actions));
    if (type == IAM_POLICY_RESOURCE)
        put(text, ",\"Principal\":{\"AWS\":\"%s\"}",
            one_in(3)   ? "*"
            : one_in(2) ? (one_in(2) ? ROLE : ROLES "pq")
                        : ACCOUNT);
    put(text, ",\"%sResource\":[", one_in(5) ? "Not" : "");
    put_resource(text, shortened, variables);
    if (one_in(3)) {
        put(text, ",");
        put_resource(text, shortened, variables);
    }
    put(text, "]");
    if (below(5) < 3) {
        put(text, ",\"Condition\":{");
        put_condition(text);
        put(text, "}");
    }
    put(text, "}");
}

static const struct iam_policy *random_policy(enum iam_policy_type type, bool variables)
{
    struct text *text = arena_alloc(&arena, sizeof(*text));
    struct iam_policy *policy = arena_alloc(&arena, sizeof(*policy));
    struct error err = {0};

    put(text, "{\"Version\":\"2012-10-17\",\"Statement\":[");
    if (type != IAM_POLICY_IDENTITY && type != IAM_POLICY_RESOURCE && one_in(2))
        put(text, "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},");
    put_statement(text, type, variables);
    for (uint32_t i = below(STATEMENT_LIMIT); i-- > 0;) {
        put(text, ",");
        put_statement(text, type, variables);
    }
    put(text, "]}");
    if (!iam_policy_parse(&arena, parse(text->bytes), arena_strdup(&arena, text->bytes), type,
                          policy, &err))
        fail_msg("%s: %s", text->bytes, err.message);
    return policy;
}

static struct iam_policies random_policies(enum iam_policy_type type, uint32_t most, bool variables)
{
    size_t many = below(most + 1);
    struct iam_policy *items = arena_alloc(&arena, many * sizeof(*items));

    for (size_t i = 0; i < many; i++)
        items[i] = *random_policy(type, variables);
    return (struct iam_policies){items, many};
}

static const char *random_outside(void)
{
    struct text *text = arena_alloc(&arena, sizeof(*text));

    put_resource(text, true, false);
    text->bytes[text->length - 1] = '\0'; /* the quotes around it */
    return text->bytes + 1;
}

void random_world(unsigned seed, struct world *world)
{
    static const char *const actions[] = {"x:a", "x:b", NULL}, *const a[] = {"x:a", NULL};
    static const char *const role[] = {ROLE, NULL}, *const fixed[] = {"u", NULL};
    static const char *const roles[] = {ROLES "*", NULL}, *const exempt[] = {ROLES "p*", NULL};
    static const char *const any[] = {"x:*", NULL};
    static const char *const vias[] = {PREFIX "us-east-1" OWN "v*", NULL};

    state = seed * 2654435761U | 1;
    bool variables = one_in(3);
    *world = (struct world){0};
    world->set.identity = random_policies(IAM_POLICY_IDENTITY, 2, variables);
    if (one_in(3))
        world->set.boundaries = random_policies(IAM_POLICY_PERMISSIONS_BOUNDARY, 1, variables);
    if (one_in(4))
        world->set.resource = random_policies(IAM_POLICY_RESOURCE, 1, variables);
    if (one_in(4)) {
        world->level = random_policies(IAM_POLICY_SERVICE_CONTROL, 2, false);
        world->set.service_control = &world->level;
        world->set.service_control_count = 1;
    }
    world->forms[0] = one_in(3) ? PREFIX "us-east-1" OWN "*" : PREFIX "${Region}" OWN "*";
    for (uint32_t i = below(3), n = 0; n < i; n++)
        world->outside[n] = random_outside();
    world->question =
        (struct iam_question){.policies = &world->set,
                              .actions.forms = one_in(2)   ? actions
                                               : one_in(3) ? any
                                                           : a,
                              .resources = {.forms = world->forms, .outside = world->outside},
                              .principals.forms = role};
    if (world->question.actions.forms == any && one_in(2))
        world->question.actions.outside = a;
    if (one_in(4)) {
        world->question.principals.forms = roles;
        world->question.principals.outside = one_in(2) ? exempt : NULL;
    }
    if (one_in(4)) {
        world->key = (struct iam_question_key){.name = "X:K"};
        world->key.values.forms = one_in(2) ? fixed : NULL;
        world->question.keys = &world->key;
        world->question.key_count = 1;
    }
    world->via = (struct iam_question_via){.resources.forms = vias, .key = "x:via"};
    if (one_in(4))
        world->question.via = &world->via;
}

void print_world(const struct world *world)
{
    const struct iam_policies all[] = {world->set.identity, world->set.boundaries,
                                       world->set.resource, world->level};

    for (size_t i = 0; i < COUNT(all); i++)
        for (size_t j = 0; j < all[i].count; j++)
            print_error("%s: %s\n", iam_policy_type_text(all[i].items[j].type),
                        all[i].items[j].name);
    print_error("actions %s, principals %s, resources %s, via %d, key %d %s\n",
                *world->question.actions.forms, *world->question.principals.forms, world->forms[0],
                world->question.via != NULL, (int)world->question.key_count,
                world->key.values.forms ? "u" : "");
    for (size_t i = 0; world->outside[i]; i++)
        print_error("outside %s\n", world->outside[i]);
}
