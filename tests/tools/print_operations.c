/* Prints the table of operations, one row a line, for check_operations.py. */
#include <stdio.h>

#include "aws/operations.h"

int main(void)
{
    for (const struct operation *op = operations; op->name; op++)
        printf("%s %s %s %s %s %s %s %s\n", op->service, op->name, op->endpoint_prefix,
               op->endpoint_env, op->target_prefix ? op->target_prefix : "-",
               op->query_version ? op->query_version : "-", op->token ? op->token : "-",
               op->last_with ? op->last_with : "-");
    return 0;
}
