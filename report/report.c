#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "report/grid.h"
#include "report/print.h"

bool format_read(const char *text, enum format *out)
{
    static const char *const names[] = {[FORMAT_TABLE] = "table",
                                        [FORMAT_JSON] = "json",
                                        [FORMAT_PUT_EVALUATIONS] = "put-evaluations"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strcmp(text, names[i]) != 0)
            continue;
        *out = (enum format)i;
        return true;
    }
    return false;
}

void output_add_members(cJSON *json, const struct evaluation *evaluation)
{
    cJSON_AddStringToObject(json, "resourceType", evaluation->resource_type);
    cJSON_AddStringToObject(json, "resourceId", evaluation->resource_id);
    cJSON_AddStringToObject(json, "complianceType",
                            compliance_type_name(evaluation->compliance_type));
    if (evaluation->annotation)
        cJSON_AddStringToObject(json, "annotation", evaluation->annotation);
    else
        cJSON_AddNullToObject(json, "annotation");
}

static void print_line(const char *rule, const struct evaluation *evaluation)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *sent = evaluation_json(evaluation);

    cJSON_AddStringToObject(json, "rule", rule);
    output_add_members(json, evaluation);
    cJSON_AddItemToObject(json, "orderingTimestamp",
                          cJSON_DetachItemFromObjectCaseSensitive(sent, "OrderingTimestamp"));
    print_json(json, false);
}

static void add_row(struct output *output, const char *rule, const struct evaluation *evaluation)
{
    static const char *const columns[] = {"RULE",       "RESOURCE TYPE", "RESOURCE",
                                          "COMPLIANCE", "ANNOTATION",    NULL};
    static const char *const colors[] = {
        [COMPLIANT] = TABLE_GREEN, [NON_COMPLIANT] = TABLE_RED, [NOT_APPLICABLE] = TABLE_GREY};
    const char *cells[] = {rule, evaluation->resource_type, evaluation->resource_id,
                           compliance_type_name(evaluation->compliance_type),
                           evaluation->annotation};

    if (!output->table)
        output->table = table_create(columns);
    table_add(output->table, cells, 3, colors[evaluation->compliance_type]);
}

void output_add(struct output *output, const char *rule, const struct evaluation *evaluation)
{
    output->count[evaluation->compliance_type]++;
    if (evaluation->compliance_type == EVALUATION_FAILED)
        return;
    if (output->format == FORMAT_TABLE)
        add_row(output, rule, evaluation);
    else if (output->format == FORMAT_JSON)
        print_line(rule, evaluation);
}

void output_body(const struct output *output, const cJSON *body)
{
    if (output->format == FORMAT_PUT_EVALUATIONS)
        print_json(body, false);
}

void output_finish(struct output *output)
{
    if (output->table)
        table_print(output->table);
    output->table = NULL;
}

int output_status(const struct output *output)
{
    return output->count[NON_COMPLIANT] ? 1 : EXIT_SUCCESS;
}
