#include "runtime/account.h"

#include <string.h>

#include "core/arn.h"
#include "core/environment.h"
#include "core/text.h"
#include "engine/selection.h"

#define WORD TEXT_ALPHANUMERIC "_"

static bool is_same(const char *one, const char *other)
{
    return one && other && strcmp(one, other) == 0;
}

static bool is_account_list(const char *text)
{
    while (strspn(text, TEXT_DIGITS) == ARN_ACCOUNT_LENGTH && text[ARN_ACCOUNT_LENGTH] == ',')
        text += ARN_ACCOUNT_LENGTH + 1;
    return arn_is_account(text);
}

static bool is_allowed(const struct accounts *accounts, const char *account)
{
    /* All ids have the same length, so that what is found is a whole one. */
    return accounts->allowed && arn_is_account(account) && strstr(accounts->allowed, account);
}

bool accounts_read(struct accounts *out, struct error *err)
{
    size_t length;

    *out = (struct accounts){.allowed = environment("ALLOWED_ACCOUNTS"),
                             .external_id = environment("EXTERNAL_ID")};
    if (out->allowed && !is_account_list(out->allowed))
        return error_set(err, ERROR_CONFIGURATION,
                         "ALLOWED_ACCOUNTS is no list of account ids, twelve digits each, with "
                         "commas between them: %.100s",
                         out->allowed);
    if (!out->external_id)
        return true;
    length = strlen(out->external_id);
    return (length >= 2 && length <= EXTERNAL_ID_LIMIT &&
            strspn(out->external_id, WORD "+=,.@:/-") == length) ||
           error_set(err, ERROR_CONFIGURATION,
                     "EXTERNAL_ID is not 2 to %d letters, digits and characters of _+=,.@:/-",
                     EXTERNAL_ID_LIMIT);
}

static bool refuse_service_linked(const char *place, const char *role, const char *account,
                                  struct error *err)
{
    return error_set(err, ERROR_PARAMETER,
                     "%s: %.200s is a service-linked role, which only its service can assume: set "
                     "the rule parameter " RESERVED_PARAMETER_ROLE_NAME
                     " to a role of account %s whose trust policy lets this function's role assume "
                     "it",
                     place, role, account);
}

/* resource is what follows the account in a role's ARN: "role/team/config-rules". */
static bool is_service_linked(const char *resource)
{
    const char *name = strrchr(resource, '/');

    return text_begins(resource, ARN_SERVICE_ROLE_PATH) ||
           (name && text_begins(name + 1, ARN_SERVICE_ROLE_NAME));
}

/* The role must be of the account, and of the partition of function_arn. place names it. */
static bool require_role(struct arena *arena, const char *place, const char *arn,
                         const char *function_arn, const char *account, struct error *err)
{
    const char *partition = arn_partition(arena, function_arn);
    const char *of = arn_account(arena, arn), *resource = arn_resource(arena, arn), *wanted = NULL;

    if (of && resource)
        wanted = arena_printf(arena, "arn:%s:iam::%s:%s", partition, of, resource);
    if (!is_same(arn, wanted) || strlen(arn) > ROLE_ARN_LIMIT || !text_begins(resource, "role/") ||
        resource[strspn(resource, WORD "+=,.@/-")] != '\0' || resource[strlen(resource) - 1] == '/')
        return error_set(err, ERROR_PARAMETER, "%s is no role: %.200s", place, arn);
    if (strcmp(of, account) != 0)
        return error_set(err, ERROR_PARAMETER,
                         "%s: %.200s is not of account %s, which the event is of", place, arn,
                         account);
    return !is_service_linked(resource) || refuse_service_linked(place, arn, account, err);
}

/* The role that the rule's owner chose; *out NULL: none. */
static bool chosen_role(struct arena *arena, const struct event *event, const char *function_arn,
                        const char **out, struct error *err)
{
    const char *name, *arn, *place = "ruleParameters." RESERVED_PARAMETER_ROLE_ARN;
    const char *partition = arn_partition(arena, function_arn);

    *out = NULL;
    if (!reserved_parameter(event, RESERVED_PARAMETER_ROLE_NAME, &name, err) ||
        !reserved_parameter(event, RESERVED_PARAMETER_ROLE_ARN, &arn, err))
        return false;
    if (name && arn)
        return error_set(err, ERROR_PARAMETER,
                         "ruleParameters has both " RESERVED_PARAMETER_ROLE_NAME
                         " and " RESERVED_PARAMETER_ROLE_ARN);
    if (!name && !arn)
        return true;
    if (!event->account_id)
        return error_set(err, ERROR_INPUT, "accountId is missing, so that no role can be assumed");
    if (name) {
        place = "ruleParameters." RESERVED_PARAMETER_ROLE_NAME;
        name += *name == '/';
        arn = arena_printf(arena, "arn:%s:iam::%s:role/%s", partition, event->account_id, name);
    }
    *out = arn;
    return require_role(arena, place, arn, function_arn, event->account_id, err);
}

/* Another account must be allowed, and the rule be there, in this partition and Region. */
static bool require_served(struct arena *arena, const struct accounts *accounts,
                           const char *function_arn, const struct event *event, struct error *err)
{
    const char *arn = event->config_rule_arn, *region = arn_region(arena, function_arn);
    const char *partition = arn_partition(arena, function_arn);

    if (!is_allowed(accounts, event->account_id))
        return error_set(err, ERROR_INPUT,
                         "the event is of account %.20s, which this function of account %s does "
                         "not serve: name it in the function's environment, ALLOWED_ACCOUNTS",
                         event->account_id, arn_account(arena, function_arn));
    if (!arn)
        return error_set(err, ERROR_INPUT,
                         "configRuleArn is missing, which must say account %s too",
                         event->account_id);
    const char *here =
        arena_printf(arena, "arn:%s:config:%s:%s:", partition, region, event->account_id);
    return text_begins(arn, here) ||
           error_set(err, ERROR_INPUT, "configRuleArn is of no AWS Config rule here: %.200s", arn);
}

/* arn:partition:lambda:region:account:function:name[:alias] */
static bool is_function(struct arena *arena, const char *arn)
{
    return arn_is_account(arn_account(arena, arn)) && text_begins(arn, "arn:") &&
           arn_partition(arena, arn) && is_same(arn_service(arena, arn), "lambda") &&
           arn_region(arena, arn) && arn_resource(arena, arn);
}

bool account_role(struct arena *arena, const struct accounts *accounts, const char *function_arn,
                  const struct event *event, struct role *out, struct error *err)
{
    const char *account = event->account_id, *own = arn_account(arena, function_arn);
    const char *region = arn_region(arena, function_arn);
    const char *rule_region = arn_region(arena, event->config_rule_arn);
    bool other = account && !is_same(own, account);

    *out = (struct role){.external_id = accounts->external_id};
    if (!is_function(arena, function_arn))
        return error_set(
            err, ERROR_INPUT,
            "the Runtime API did not say which function was invoked "
            "(Lambda-Runtime-Invoked-Function-Arn): whose event it is cannot be known");
    if (rule_region && !is_same(rule_region, region))
        return error_set(err, ERROR_INPUT,
                         "the rule is in %.40s and this function in %s: deploy the function there",
                         rule_region, region);
    if ((other && !require_served(arena, accounts, function_arn, event, err)) ||
        !chosen_role(arena, event, function_arn, &out->arn, err))
        return false;
    if (out->arn || !other)
        return true;
    out->arn = event->execution_role_arn;
    return out->arn ? require_role(arena, "executionRoleArn", out->arn, function_arn, account, err)
                    : error_set(err, ERROR_PARAMETER,
                                "no role of account %s is known: set the rule "
                                "parameter " RESERVED_PARAMETER_ROLE_NAME,
                                account);
}
