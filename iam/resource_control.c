#include "iam/resource_control.h"

#include <string.h>

#include "core/text.h"

bool iam_has_resource_control(const char *action)
{
    const char *const *service = iam_resource_control_services;

    while (*service && !(text_begins(action, *service) && action[strlen(*service)] == ':'))
        service++;
    return *service && strcmp(action, "kms:retiregrant") != 0;
}
