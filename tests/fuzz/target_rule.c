/*
 * One rule over any configuration: item | parameters | replies of AWS... The first byte, from '0'
 * on, chooses the rule. A reply is a JSON object, or an error: "!Code: why". When there was a
 * question and no answer at all, the rule must not have one either.
 */
#include <string.h>

#include "aws/operations.h"
#include "engine/engine.h"
#include "tests/fuzz/fuzz.h"

struct world {
    struct reader reader;
    struct page_source source;
    struct fuzz *fuzz;
    size_t questions, answers;
};

static bool answer_page(struct page_source *self, const struct operation *operation,
                        const cJSON *input, cJSON **reply, struct error *err)
{
    struct world *world = (struct world *)(void *)((char *)self - offsetof(struct world, source));
    struct bytes text;

    fprintf(world->fuzz->said, "%s %s\n", operation->name, cJSON_PrintUnformatted(input));
    if (!fuzz_bytes(world->fuzz, &text))
        return error_set(err, ERROR_NETWORK, "there is no answer");
    if (text.length && *text.at == '!')
        return error_set(err, ERROR_SERVICE, "%.*s", (int)text.length, text.at);
    if (!json_parse(text.at, text.length, "the reply", reply, err))
        return false;
    return cJSON_IsObject(*reply) || error_set(err, ERROR_SERVICE, "not a JSON object");
}

static bool answer(struct reader *self, const char *service, const char *name, const cJSON *input,
                   struct page_visitor *visitor, struct error *err)
{
    struct world *world = (struct world *)self;
    const struct operation *operation = operation_find(service, name);

    EXPECT(operation);
    world->questions++;
    if (!operation_read(operation, input, &world->source, visitor, err)) {
        expect_failure(world->fuzz, err);
        return false;
    }
    world->answers++;
    return true;
}

static const struct rule *choose_rule(struct fuzz *fuzz)
{
    size_t count = 0, chosen;

    while (rules[count])
        count++;
    if (!fuzz->rest_length)
        return NULL;
    chosen = (unsigned char)(*fuzz->rest - '0') % count;
    fuzz->rest++;
    fuzz->rest_length--;
    return rules[chosen];
}

void fuzz_target(struct fuzz *fuzz)
{
    struct world world = {{answer}, {answer_page}, fuzz, 0, 0};
    const struct rule *rule = choose_rule(fuzz);
    const char *type = rule ? *(rule->scope ? rule->scope : rule->resource_types) : NULL;
    struct evaluations list = {.memory = arena_within(fuzz->arena)};
    const struct evaluations *evaluations = &list;
    struct error err = {0};
    cJSON *item = fuzz_json(fuzz);
    const cJSON *parameters = fuzz_json(fuzz);
    struct event event;

    if (!rule || !cJSON_IsObject(item))
        return;
    json_set(item, "resourceType", cJSON_CreateString(type));
    json_set(item, "resourceId", cJSON_CreateString("r"));
    json_set(item, "configurationItemStatus", cJSON_CreateString("OK"));
    json_set(item, "configurationItemCaptureTime", cJSON_CreateNumber(1.5e9));
    json_set(item, "awsAccountId", cJSON_CreateString("123456789012"));
    if (!configuration_item_parse(fuzz->arena, item, "the item", NULL, &event.item, &err)) {
        expect_failure(fuzz, &err);
        return;
    }
    event = (struct event){.item = event.item,
                           .account_id = event.item.account_id,
                           .rule_parameters =
                               cJSON_IsObject(parameters) ? parameters : cJSON_CreateObject()};
    if (!engine_evaluate(fuzz->arena, rule, &event, &world.reader, &list, &err)) {
        EXPECT(err.kind == ERROR_PARAMETER);
        expect_failure(fuzz, &err);
        return;
    }
    EXPECT(evaluations->count == 1);
    EXPECT(world.questions == 0 || world.answers > 0 ||
           evaluations->items[0].compliance_type == EVALUATION_FAILED);
    EXPECT(evaluations->items[0].compliance_type != EVALUATION_FAILED ||
           evaluations->items[0].annotation);
    expect_evaluations(fuzz, evaluations);
}
