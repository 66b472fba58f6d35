#include "iam/resource_control.h"

#include <string.h>

#include "iam/request.h"

bool iam_has_resource_control(const char *action)
{
    const char *const *service = iam_resource_control_services;

    while (*service && !iam_action_name(action, *service))
        service++;
    return *service && strcmp(action, "kms:retiregrant") != 0;
}
