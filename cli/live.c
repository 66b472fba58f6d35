#include "cli/live.h"

#include <string.h>

#include "aws/credentials/profile.h"
#include "core/arn.h"
#include "core/timestamp.h"

#define SESSION_NAME "configrule" /* of a role that the profile names no session for */
#define LIMIT_MS 300000           /* for the questions of one event */

bool live_open(struct arena *arena, struct live *live, struct error *err)
{
    const struct operation *who = operation_find("sts", "GetCallerIdentity");
    struct identity *signer = NULL;
    struct profile profile;
    cJSON *reply;

    if (!profile_read(arena, &profile, err) ||
        !aws_client_open(&live->client, profile.region, profile.own, err))
        return false;
    if (!profile.role.session_name)
        profile.role.session_name = SESSION_NAME;
    if (profile.role.arn)
        signer = roles_find(&live->roles, &live->client.sts, &profile.role);
    live->caller = aws_caller(&live->client, signer, timestamp_now_ms() + LIMIT_MS);
    if (!aws_call(&live->caller, who, NULL, &reply, err))
        return false;
    live->account = json_string(reply, "Account", NULL);
    return live->account ||
           error_set(err, ERROR_SERVICE, "GetCallerIdentity answered without an account");
}

void live_close(struct live *live)
{
    aws_client_close(&live->client);
    roles_close(&live->roles);
}

bool live_aim(struct arena *arena, struct live *live, const struct event *event, struct error *err)
{
    const char *region = arn_region(arena, event->config_rule_arn);

    if (!region && event->item.aws_region && strcmp(event->item.aws_region, "global") != 0)
        region = event->item.aws_region;
    if (event->account_id && strcmp(event->account_id, live->account) != 0)
        return error_set(err, ERROR_CONFIGURATION,
                         "is of account %.20s, and --live asks account %s", event->account_id,
                         live->account);
    if (region && strcmp(region, live->client.region) != 0)
        return error_set(err, ERROR_CONFIGURATION, "is of Region %.40s, and --live asks %s", region,
                         live->client.region);
    live->caller.deadline_ms = timestamp_now_ms() + LIMIT_MS;
    return true;
}
