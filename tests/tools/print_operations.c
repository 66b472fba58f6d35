/* Prints the table of operations, one row a line, for check_operations.py. */
#include <stdio.h>

#include "aws/operations.h"

int main(void)
{
    for (const struct operation *op = operations; op->name; op++) {
        const struct service *service = op->service;

        printf("%s %s %s %s %s %s %s %s\n", service->iam_prefix, op->name, service->name,
               service->endpoint_env, service->target_prefix ? service->target_prefix : "-",
               service->version ? service->version : "-", op->token ? op->token : "-",
               op->last_with ? op->last_with : "-");
    }
    return 0;
}
