/* ruleParameters against the descriptor of every rule, and against one that has all that one can.
 */
#include <math.h>
#include <string.h>

#include "engine/context.h"
#include "tests/fuzz/fuzz.h"

static const struct parameter all_kinds[] = {
    {.name = "string", .type = PARAMETER_STRING, .choices = (const char *const[]){"a", "b", NULL}},
    {.name = "any", .type = PARAMETER_STRING, .required = true},
    {.name = "integer",
     .type = PARAMETER_INTEGER,
     .default_value = "7",
     .minimum = 1,
     .maximum = 90,
     .unit = "days"},
    {.name = "anyInteger", .type = PARAMETER_INTEGER},
    {.name = "decimal", .type = PARAMETER_DECIMAL, .default_value = "0.5", .maximum = 1},
    {.name = "anyDecimal", .type = PARAMETER_DECIMAL},
    {.name = "boolean", .type = PARAMETER_BOOLEAN, .default_value = "true"},
    {.name = "list", .type = PARAMETER_LIST, .choices = (const char *const[]){"a", "b", NULL}},
    {.name = "anyList", .type = PARAMETER_LIST},
    {0},
};

static const struct rule all = {.name = "all-kinds", .parameters = all_kinds};

static bool is_choice(const struct parameter *p, const char *text)
{
    for (const char *const *choice = p->choices; choice && *choice; choice++)
        if (strcmp(*choice, text) == 0)
            return true;
    return !p->choices;
}

static void say(struct fuzz *fuzz, const struct rule_context *ctx, const struct parameter *p)
{
    const char *text;
    int64_t integer;
    double decimal;

    fprintf(fuzz->said, "%s.%s", ctx->rule->name, p->name);
    switch (p->type) {
    case PARAMETER_STRING:
        text = parameter_string(ctx, p->name);
        EXPECT(text ? *text && is_choice(p, text) : !p->required && !p->default_value);
        fprintf(fuzz->said, " %s\n", text ? text : "-");
        break;
    case PARAMETER_INTEGER:
        integer = parameter_integer(ctx, p->name);
        if (p->minimum || p->maximum)
            EXPECT(integer >= p->minimum && integer <= p->maximum);
        fprintf(fuzz->said, " %lld\n", (long long)integer);
        break;
    case PARAMETER_DECIMAL:
        decimal = parameter_decimal(ctx, p->name);
        EXPECT(isfinite(decimal));
        if (p->minimum || p->maximum)
            EXPECT(decimal >= (double)p->minimum && decimal <= (double)p->maximum);
        fprintf(fuzz->said, " %.17g\n", decimal);
        break;
    case PARAMETER_BOOLEAN:
        fprintf(fuzz->said, " %d\n", parameter_boolean(ctx, p->name));
        break;
    case PARAMETER_LIST:
        for (const char *const *at = parameter_list(ctx, p->name); *at; at++) {
            EXPECT(**at && !strchr(*at, ',') && is_choice(p, *at));
            EXPECT(parameter_list_has(ctx, p->name, *at));
            fprintf(fuzz->said, " %s", *at);
        }
        fputc('\n', fuzz->said);
        break;
    }
}

static void read_for(struct fuzz *fuzz, const struct rule *rule, const cJSON *given)
{
    struct rule_context ctx = {.arena = fuzz->arena, .rule = rule};
    struct error err = {0};

    if (!parameters_read(&ctx, given, &err)) {
        EXPECT(err.kind == ERROR_PARAMETER);
        expect_failure(fuzz, &err);
        return;
    }
    for (const struct parameter *p = rule->parameters; p && p->name; p++)
        say(fuzz, &ctx, p);
}

void fuzz_target(struct fuzz *fuzz)
{
    const cJSON *given = fuzz_json(fuzz);

    if (!cJSON_IsObject(given))
        return;
    read_for(fuzz, &all, given);
    for (size_t i = 0; rules[i]; i++)
        read_for(fuzz, rules[i], given);
}
