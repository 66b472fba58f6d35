/*
 * iam_tables: writes to standard output what iam/tables.h declares, from its arguments,
 * iam/data/services.json and iam/data/operations.json. A program of the build, since the parser of
 * JSON that we have is C's.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "core/text.h"

/* Each is written on its own, since the text of one array has to be in one piece. */
struct out {
    FILE *file;
    char *text;
    size_t size;
    uint32_t count; /* entries; of texts, bytes */
};

static struct out texts, services, actions, action_types, resource_types, keys, operations,
    prefixes;

static _Noreturn void stop(const char *what, const char *which)
{
    fprintf(stderr, "iam_tables: %s: %s\n", what, which);
    exit(EXIT_FAILURE);
}

static void open_out(struct out *out)
{
    out->file = open_memstream(&out->text, &out->size);
    if (!out->file)
        stop("open_memstream", "failed");
}

static void print_out(struct out *out, const char *declaration)
{
    if (fclose(out->file) != 0)
        stop("open_memstream", declaration);
    printf("%s = {\n%s};\n\n", declaration, out->text);
    free(out->text);
}

static cJSON *read_json(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t size = 0;

    if (!file || getdelim(&text, &size, '\0', file) < 0)
        stop("cannot be read", path);
    fclose(file);
    cJSON *json = cJSON_Parse(text);
    free(text);
    if (!json)
        stop("is no JSON", path);
    return json;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *string(const cJSON *json, const char *where)
{
    if (!cJSON_IsString(json))
        stop("has something else than a string", where);
    return json->valuestring;
}

/* Returns its offset. */
static uint32_t add_text(const char *text)
{
    uint32_t offset = texts.count;

    if (strpbrk(text, "\"\\\n"))
        stop("has a character that no name has", text);
    fprintf(texts.file, "    \"%s\\0\"\n", text);
    texts.count += (uint32_t)strlen(text) + 1;
    return offset;
}

/* The tables are searched by bisection. */
static void expect_order(const cJSON *entry)
{
    const cJSON *next = entry->next;

    if (next && text_order_any_case(entry->string, next->string) >= 0)
        stop("is not in order", next->string);
}

static int find(const cJSON *object, const char *name, size_t length)
{
    const cJSON *entry;
    int number = 0;

    cJSON_ArrayForEach (entry, object) {
        if (strlen(entry->string) == length && strncmp(entry->string, name, length) == 0)
            return number;
        number++;
    }
    stop("is no resource type of its service", name);
}

static void add_action(const char *name, const cJSON *wanted, const cJSON *types)
{
    const cJSON *one;

    fprintf(actions.file, "    {%u, {%u, %d}},\n", add_text(name), action_types.count,
            cJSON_GetArraySize(wanted));
    actions.count++;
    cJSON_ArrayForEach (one, wanted) {
        const char *type = string(one, name);
        size_t length = strcspn(type, "*");

        fprintf(action_types.file, "    {%d, %d},\n", find(types, type, length),
                type[length] == '*');
        action_types.count++;
    }
}

/* Both lists are in order. */
static void add_actions(const cJSON *service)
{
    const cJSON *types = member(service, "resourceTypes");
    const cJSON *action = member(service, "actions"),
                *named = member(service, "namedByManagedPolicies");

    action = action ? action->child : NULL;
    named = named ? named->child : NULL;
    while (action || named) {
        if (!named ||
            (action && text_order_any_case(action->string, string(named, service->string)) < 0)) {
            expect_order(action);
            add_action(action->string, action, types);
            action = action->next;
        } else {
            add_action(named->valuestring, NULL, types);
            named = named->next;
        }
    }
}

static void add_service(const cJSON *service)
{
    uint32_t first_action = actions.count, first_type = resource_types.count;
    const cJSON *type;

    expect_order(service);
    add_actions(service);
    cJSON_ArrayForEach (type, member(service, "resourceTypes")) {
        uint32_t name = add_text(type->string);

        fprintf(resource_types.file, "    {%u, %u},\n", name, add_text(string(type, type->string)));
        resource_types.count++;
    }
    fprintf(services.file, "    {%u, {%u, %u}, {%u, %u}},\n", add_text(service->string),
            first_action, actions.count - first_action, first_type,
            resource_types.count - first_type);
    services.count++;
}

static void add_key(const cJSON *key)
{
    static const char *const names[][2] = {
        {"String", "STRING"},   {"ARN", "ARN"},   {"Bool", "BOOL"},
        {"Numeric", "NUMERIC"}, {"Date", "DATE"}, {"IPAddress", "IP_ADDRESS"},
    };
    static const char array[] = "ArrayOf";
    const char *type = cJSON_IsNull(key) ? "" : string(key, key->string);
    int several = strncmp(type, array, strlen(array)) == 0;
    const char *constant = *type ? NULL : "OF_UNKNOWN_TYPE";

    expect_order(key);
    type += several ? strlen(array) : 0;
    for (size_t i = 0; !constant && i < sizeof(names) / sizeof(*names); i++)
        if (strcmp(type, names[i][0]) == 0)
            constant = names[i][1];
    if (!constant)
        stop("is of a type that is not known", key->string);
    fprintf(keys.file, "    {%u, IAM_KEY_%s, %d},\n", add_text(key->string), constant, several);
    keys.count++;
}

static void add_operations(const cJSON *service)
{
    const cJSON *one;
    char name[256];

    expect_order(service);
    cJSON_ArrayForEach (one, service) {
        snprintf(name, sizeof(name), "%s:%s", service->string, string(one, service->string));
        fprintf(operations.file, "    {%u},\n", add_text(name));
        operations.count++;
    }
}

static void add_prefix(const cJSON *service)
{
    uint32_t name = add_text(service->string);

    expect_order(service);
    fprintf(prefixes.file, "    {%u, %u},\n", name, add_text(string(service, service->string)));
    prefixes.count++;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        stop("usage", "iam_tables SERVICES OPERATIONS");
    cJSON *facts = read_json(argv[1]), *calls = read_json(argv[2]);
    const cJSON *one;

    open_out(&texts);
    open_out(&services);
    open_out(&actions);
    open_out(&action_types);
    open_out(&resource_types);
    open_out(&keys);
    open_out(&operations);
    open_out(&prefixes);
    cJSON_ArrayForEach (one, member(facts, "services"))
        add_service(one);
    cJSON_ArrayForEach (one, member(facts, "keys"))
        add_key(one);
    cJSON_ArrayForEach (one, member(calls, "operations"))
        add_operations(one);
    cJSON_ArrayForEach (one, member(calls, "prefixes"))
        add_prefix(one);
    printf("/* Generated by cmake/iam_tables.c from iam/data. */\n"
           "#include \"iam/tables.h\"\n\n");
    printf("const char iam_facts_date[] = \"%s\";\n\n",
           string(member(facts, "updated"), "updated"));
    printf("const size_t iam_service_count = %u;\n", services.count);
    printf("const size_t iam_key_count = %u;\n", keys.count);
    printf("const size_t iam_operation_count = %u;\n", operations.count);
    printf("const size_t iam_prefix_count = %u;\n\n", prefixes.count);
    print_out(&texts, "const char iam_texts[]");
    print_out(&services, "const struct iam_service iam_services[]");
    print_out(&actions, "const struct iam_action iam_actions[]");
    print_out(&action_types, "const struct iam_action_type iam_action_types[]");
    print_out(&resource_types, "const struct iam_resource_type iam_resource_types[]");
    print_out(&keys, "const struct iam_table_key iam_keys[]");
    print_out(&operations, "const struct iam_operation iam_operations[]");
    print_out(&prefixes, "const struct iam_prefix iam_prefixes[]");
    cJSON_Delete(facts);
    cJSON_Delete(calls);
    if (ferror(stdout) || fflush(stdout) != 0)
        stop("cannot be written", "standard output");
    return EXIT_SUCCESS;
}
