#include "core/arn.h"

#include <string.h>

#include "core/text.h"

#define REGION_LIMIT 32

static const char *part(struct arena *arena, const char *arn, int colons)
{
    bool last = colons == ARN_COLONS;

    for (; arn && colons > 0; colons--) {
        arn = strchr(arn, ':');
        arn = arn ? arn + 1 : NULL;
    }
    size_t length = !arn ? 0 : last ? strlen(arn) : strcspn(arn, ":");
    return length ? arena_strndup(arena, arn, length) : NULL;
}

const char *arn_partition(struct arena *arena, const char *arn)
{
    return part(arena, arn, 1);
}

const char *arn_service(struct arena *arena, const char *arn)
{
    return part(arena, arn, 2);
}

const char *arn_region(struct arena *arena, const char *arn)
{
    return part(arena, arn, 3);
}

const char *arn_account(struct arena *arena, const char *arn)
{
    return part(arena, arn, 4);
}

const char *arn_resource(struct arena *arena, const char *arn)
{
    return part(arena, arn, ARN_COLONS);
}

int arn_count_colons(const char *from, const char *end)
{
    int colons = 0;

    for (; from < end; from++)
        colons += *from == ':';
    return colons;
}

bool arn_is_region(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz" TEXT_DIGITS "-");

    return length > 0 && length <= REGION_LIMIT && text[length] == '\0';
}

bool arn_is_account(const char *text)
{
    return text && strspn(text, TEXT_DIGITS) == ARN_ACCOUNT_LENGTH &&
           text[ARN_ACCOUNT_LENGTH] == '\0';
}
