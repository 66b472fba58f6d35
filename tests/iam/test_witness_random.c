/*
 * test_witness_random.c - witnesses against brute force: random policies, and every request of a
 * small world. Usage: test_iam_witness_random [COUNT [SEED [FILE]]], COUNT policy sets from SEED on.
 * FILE is written with the witnesses as scenarios of "configrule simulate".
 *
 * Where the world has an allowed request, a witness must be found, and each witness must be allowed
 * when it is decided anew by the policies as they were read.
 */
#include <stdlib.h>

#include "iam/wildcard.h"
#include "tests/iam/witness_scenario.h"
#include "tests/iam/witness_world.h"

struct arena arena = {.limit = (size_t)64 << 20};

static unsigned count = 200, first_seed = 1;
static FILE *scenarios; /* NULL: they are not asked for */

/* The keys of a request of the small world, in order: x:k, x:n, x:b, x:m, x:t, and these. */
enum { VIA = 5, REGION, KEY_COUNT };
#define DERIVED_LIMIT 9

/* The values of the small world; NULL: the key is absent. */
static const char *const texts[] = {NULL, "u", "v", "w", "U", "uv"};
static const char *const numbers[] = {NULL, "0", "1", "2", "3", "4"};
static const char *const others[] = {NULL, "u", "v", "w", "uv", "uu"};
static const char *const booleans[] = {NULL, "true"};
static const char *const sets[][3] = {{NULL},     {"u"},      {"v"},           {"w"}, {"u", "v"},
                                      {"u", "w"}, {"v", "w"}, {"u", "v", "w"}, {"ux"}};
static const char *const regions[] = {"us-east-1", "eu-west-1", "eu-central-1", "ap-south-1"};
static const char *const names[] = {"p",  "q",  "z",  "v",  "pp", "pq", "qp",
                                    "qz", "zp", "zq", "vp", "vz", "zv"};
static const char *const vias[] = {PREFIX "us-east-1" OWN "vp", PREFIX "us-east-1" OWN "vz"};
static const char *const all_actions[] = {"x:a", "x:b", "x:z"};
static const char *const all_roles[] = {ROLE, ROLES "z", ROLES "pq", ROLES "q", ROLES "pz"};

static bool is_outside(const struct world *world, const char *resource)
{
    for (size_t i = 0; world->outside[i]; i++) {
        struct iam_pattern pattern;
        struct error err = {0};

        assert_true(iam_pattern_parse(&arena, world->outside[i], IAM_PATTERN_RESOURCE, false,
                                      &pattern, &err));
        if (iam_wildcard_match(pattern.compiled, resource))
            return false;
    }
    return true;
}

/* A request of the small world, whose keys are set one after the other. */
struct attempt {
    struct iam_request request;
    struct iam_context_key context[KEY_COUNT + DERIVED_LIMIT];
};

/* via: the value of x:via; NULL: the key is absent. */
static void prepare(const struct world *world, const char *action, const char *resource,
                    const char *const *via, struct attempt *out)
{
    struct iam_request_texts request_texts = {
        .action = action, .resource = resource, .principal = world->principal};
    const char **region = arena_alloc(&arena, sizeof(*region));
    struct iam_context_key keys[KEY_COUNT] = {
        {.name = "x:k"}, {.name = "x:n"}, {.name = "x:b"}, {.name = "x:m"}, {.name = "x:t"}};
    struct error err = {0};

    *region = resource + strlen(PREFIX);
    *region = arena_strndup(&arena, *region, strcspn(*region, ":"));
    keys[VIA] = (struct iam_context_key){.name = "x:via", .values = via, .count = *via != NULL};
    keys[REGION] =
        (struct iam_context_key){.name = "aws:RequestedRegion", .values = region, .count = 1};
    assert_true(iam_request_make(&arena, &request_texts, keys, KEY_COUNT, &out->request, &err));
    assert_in_range(out->request.context_count, KEY_COUNT, COUNT(out->context));
    memcpy(out->context, out->request.context, out->request.context_count * sizeof(*out->context));
    out->request.context = out->context;
}

static bool is_allowed(const struct world *world, struct attempt *attempt,
                       const struct iam_context_key *keys)
{
    struct iam_decision decision;
    struct error err = {0};

    memcpy(attempt->context, keys, VIA * sizeof(*keys));
    return iam_decide(&arena, &world->set, &attempt->request, &decision, &err) &&
           decision.type == IAM_DECISION_ALLOWED;
}

/* Which keys the policies ask for: the others have no effect, so one value is enough. */
struct asked {
    size_t texts, numbers, booleans, others, sets;
};

static bool asks(const struct world *world, const char *key)
{
    const struct iam_policies all[] = {world->set.identity, world->set.boundaries,
                                       world->set.resource, world->level};

    for (size_t i = 0; i < COUNT(all); i++)
        for (size_t j = 0; j < all[i].count; j++)
            if (strstr(all[i].items[j].name, key))
                return true;
    return false;
}

static struct iam_context_key key_of(const char *name, const char *const *value)
{
    return (struct iam_context_key){.name = name, .values = value, .count = *value != NULL};
}

/* Whether the call is allowed with some keys. What it is made through, or NULL, comes first. */
static bool try_keys(const struct world *world, struct attempt *via, struct attempt *attempt,
                     struct asked asked)
{
    size_t all = asked.texts * asked.numbers * asked.booleans * asked.others * asked.sets;

    for (size_t i = 0; i < all; i++) {
        size_t rest = i, t = rest % asked.texts;
        size_t n = (rest /= asked.texts) % asked.numbers;
        size_t b = (rest /= asked.numbers) % asked.booleans;
        size_t m = (rest /= asked.booleans) % asked.others;
        size_t s = rest / asked.others;
        struct iam_context_key keys[VIA] = {key_of("x:k", &texts[t]), key_of("x:n", &numbers[n]),
                                            key_of("x:b", &booleans[b]), key_of("x:m", &others[m]),
                                            key_of("x:t", sets[s])};

        while (keys[4].count && keys[4].count < 3 && sets[s][keys[4].count])
            keys[4].count++;
        if (world->question.key_count && (world->key.values.forms ? t != 1 : t != 0))
            continue;
        if ((!via || is_allowed(world, via, keys)) && is_allowed(world, attempt, keys))
            return true;
    }
    return false;
}

static bool is_asked(const struct iam_texts *set, const char *text)
{
    bool asked = false;

    for (const char *const *form = set->forms; *form; form++)
        asked |= strcmp(*form, text) == 0 || strchr(*form, '*');
    if (!set->outside)
        return asked;
    size_t begins = strcspn(*set->outside, "*"); /* one pattern, with a '*' at its end or none */
    return asked && ((*set->outside)[begins] ? strncmp(*set->outside, text, begins) != 0
                                             : strcmp(*set->outside, text) != 0);
}

static bool try_action(const struct world *world, const char *action, const char *resource,
                       struct asked asked)
{
    static const char *const none[] = {NULL};
    struct arena_mark mark = arena_mark(&arena);
    struct attempt via, attempt;
    bool through = world->question.via != NULL, allowed = false;

    for (size_t i = 0; i < (through ? COUNT(vias) : 1) && !allowed; i++) {
        if (through)
            prepare(world, action, vias[i], none, &via);
        prepare(world, action, resource, through ? &vias[i] : none, &attempt);
        allowed = try_keys(world, through ? &via : NULL, &attempt, asked);
    }
    arena_rewind(&arena, mark);
    return allowed;
}

static bool try_actions(const struct world *world, const char *resource, struct asked asked)
{
    for (size_t i = 0; i < COUNT(all_actions); i++)
        if (is_asked(&world->question.actions, all_actions[i]) &&
            try_action(world, all_actions[i], resource, asked))
            return true;
    return false;
}

/* Whether some request of the small world is allowed. Without a via, x:via is absent. */
static const char *brute_force(struct world *world)
{
    const struct iam_question *question = &world->question;
    bool one_region = strstr(world->forms[0], "us-east-1");
    struct asked asked = {
        asks(world, "x:k") || question->key_count ? COUNT(texts) : 1,
        asks(world, "x:n") ? COUNT(numbers) : 1, asks(world, "x:b") ? COUNT(booleans) : 1,
        asks(world, "x:m") ? COUNT(others) : 1, asks(world, "x:t") ? COUNT(sets) : 1};

    for (size_t p = 0; p < COUNT(all_roles); p++)
        for (size_t r = 0; r < (one_region ? 1 : COUNT(regions)); r++)
            for (size_t n = 0; n < COUNT(names); n++) {
                const char *resource =
                    arena_printf(&arena, PREFIX "%s" OWN "%s", regions[r], names[n]);

                world->principal = all_roles[p];
                if (is_asked(&question->principals, all_roles[p]) && is_outside(world, resource) &&
                    try_actions(world, resource, asked))
                    return arena_printf(&arena, "%s by %s", resource, world->principal);
            }
    return NULL;
}

static bool is_allowed_anew(const struct world *world, const struct iam_request *request)
{
    struct iam_decision decision;
    struct error err = {0};

    return iam_decide(&arena, &world->set, request, &decision, &err) &&
           decision.type == IAM_DECISION_ALLOWED;
}

static bool is_true_witness(const struct world *world, const struct iam_witness *witness)
{
    return is_allowed_anew(world, &witness->request) &&
           is_outside(world, witness->request.resource) &&
           witness->has_via == (world->question.via != NULL) &&
           (!witness->has_via || is_allowed_anew(world, &witness->via));
}

static void add_policies(cJSON *list, struct iam_policies policies)
{
    for (size_t i = 0; i < policies.count; i++)
        cJSON_AddItemToArray(list, parse(policies.items[i].name));
}

static void write_scenario(const struct world *world, const struct iam_request *request,
                           unsigned seed)
{
    cJSON *scenario = scenario_of(request, arena_printf(&arena, "%u", seed));

    add_policies(cJSON_AddArrayToObject(scenario, "identityPolicies"), world->set.identity);
    add_policies(cJSON_AddArrayToObject(scenario, "permissionBoundaries"), world->set.boundaries);
    if (world->set.resource.count)
        cJSON_AddItemToObject(scenario, "resourcePolicy", parse(world->set.resource.items->name));
    if (world->set.service_control_count) {
        cJSON *levels = cJSON_AddArrayToObject(scenario, "serviceControlPolicies");
        cJSON *level = cJSON_CreateArray();

        add_policies(level, world->level);
        cJSON_AddItemToArray(levels, level);
    }
    fprintf(scenarios, "%s%s", ftell(scenarios) ? ",\n" : "[", cJSON_PrintUnformatted(scenario));
}

static void finds_what_brute_force_finds(void **state)
{
    size_t kinds[3] = {0}, missed = 0, wrong = 0;

    (void)state;
    for (unsigned seed = first_seed; seed < first_seed + count; seed++) {
        struct world world;
        struct iam_witness witness;
        struct error err = {0};

        random_world(seed, &world);
        if (!iam_find_witness(&arena, &world.question, &witness, &err))
            fail_msg("%u: %s", seed, err.message);
        kinds[witness.kind]++;
        if (witness.kind == IAM_WITNESS_FOUND && !is_true_witness(&world, &witness)) {
            print_error("seed %u: a false witness: %s\n", seed, witness.text);
            print_world(&world);
            wrong++;
        }
        if (scenarios && witness.kind == IAM_WITNESS_FOUND) {
            write_scenario(&world, &witness.request, seed);
            if (witness.has_via)
                write_scenario(&world, &witness.via, seed);
        }
        const char *exists = witness.kind == IAM_WITNESS_FOUND ? NULL : brute_force(&world);
        if (exists) {
            print_error("seed %u: missed one on %s (%s)\n", seed, exists,
                        witness.text ? witness.text : "none");
            print_world(&world);
            missed++;
        }
        arena_reset(&arena);
        if (missed + wrong > 3)
            break;
    }
    print_message("none %zu, found %zu, undecided %zu\n", kinds[IAM_WITNESS_NONE],
                  kinds[IAM_WITNESS_FOUND], kinds[IAM_WITNESS_UNDECIDED]);
    assert_int_equal(missed, 0);
    assert_int_equal(wrong, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST(finds_what_brute_force_finds)};

    if (argc > 1)
        count = (unsigned)strtoul(argv[1], NULL, 10);
    if (argc > 2)
        first_seed = (unsigned)strtoul(argv[2], NULL, 10);
    if (argc > 3)
        scenarios = fopen(argv[3], "w");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (scenarios)
        fprintf(scenarios, "%s]\n", ftell(scenarios) ? "" : "[");
    return failed || (scenarios && fclose(scenarios) != 0);
}
