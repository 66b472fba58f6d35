#include "config/whose.h"

#include <string.h>

#include "core/arn.h"

/* Text that is absent, null or "" names nobody. Any other value might, for all that is known. */
static bool add(struct whose *whose, const char *place, const cJSON *value, const char *account,
                struct error *err)
{
    if (value && !cJSON_IsNull(value) && !cJSON_IsString(value))
        return error_set(err, ERROR_INPUT, "%s is not a string", place);
    if (!account || !*account)
        return true;
    if (whose->account && strcmp(whose->account, account) != 0)
        return error_set(err, ERROR_INPUT,
                         "%s is of account %.20s and %s of account %.20s: they must agree",
                         whose->place, whose->account, place, account);
    if (!whose->account)
        *whose = (struct whose){.account = account, .place = place};
    whose->count++;
    return true;
}

bool whose_add_id(struct arena *arena, const cJSON *json, const char *inside, const char *key,
                  struct whose *whose, struct error *err)
{
    const cJSON *id = json_get(json, key);

    return add(whose, arena_printf(arena, "%s%s", inside, key), id, json_string(id, "", NULL), err);
}

bool whose_add_arn(struct arena *arena, const cJSON *json, const char *inside, const char *key,
                   struct whose *whose, struct error *err)
{
    const cJSON *arn = json_get(json, key);
    const char *account = arn_account(arena, json_string(arn, "", NULL));

    if (account && strcmp(account, "aws") == 0)
        account = NULL;
    return add(whose, arena_printf(arena, "%s%s", inside, key), arn, account, err);
}
