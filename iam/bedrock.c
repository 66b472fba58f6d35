#include "iam/bedrock.h"

#include <string.h>

#include "core/arn.h"
#include "core/names.h"
#include "core/text.h"

#define FOUNDATION_MODEL "foundation-model/"

/* What follows the account in an ARN of Bedrock's; NULL: it is another service's, or none. */
static const char *resource_of(struct arena *arena, const char *arn)
{
    const char *service = arn_service(arena, arn);

    return service && strcmp(service, "bedrock") == 0 ? arn_resource(arena, arn) : NULL;
}

bool iam_is_foundation_model(struct arena *arena, const char *arn)
{
    const char *resource = resource_of(arena, arn);

    return resource && text_begins(resource, FOUNDATION_MODEL);
}

const char *iam_bedrock_arn_fault(struct arena *arena, const char *arn)
{
    const char *resource = resource_of(arena, arn), *account = arn_account(arena, arn);

    if (!resource)
        return NULL;
    if (text_begins(resource, FOUNDATION_MODEL) && account && strcmp(account, "*") != 0)
        return "foundation models have no account";
    if ((text_begins(resource, "inference-profile/") ||
         text_begins(resource, "application-inference-profile/")) &&
        !account)
        return "inference profiles have an account";
    return NULL;
}

bool iam_is_authorised_as_invoke(const char *action)
{
    static const char *const actions[] = {"bedrock:Converse", "bedrock:ConverseStream", NULL};

    return name_is_among_any_case(action, actions);
}
