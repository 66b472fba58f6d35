#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/log.h"
#include "engine/context.h"

#define CONFIGURATION "configuration."
#define SUPPLEMENTARY "supplementaryConfiguration."

void item_set_unknown(struct rule_context *ctx, const struct configuration_item *item,
                      const char *member)
{
    if (ctx->unknown.kind == ERROR_NONE)
        error_set(&ctx->unknown, ERROR_RULE,
                  "The item has no %s, which the rule reads: \"aws configservice "
                  "get-resource-config-history --resource-type %s --resource-id ID --limit 1\" "
                  "prints it",
                  member, item->resource_type);
}

static void set_misspelt(struct rule_context *ctx, const char *has, const char *recorded)
{
    if (ctx->unknown.kind == ERROR_NONE)
        error_set(&ctx->unknown, ERROR_RULE,
                  "The item has %s where AWS Config records %s: it was not printed by "
                  "\"aws configservice\"",
                  has, recorded);
}

/* The member whose key compares equal; NULL: none. */
static const cJSON *find(const cJSON *object, const char *key, size_t length,
                         int (*compare)(const char *, const char *, size_t))
{
    const cJSON *member, *found = NULL;

    if (!cJSON_IsObject(object))
        return NULL;
    cJSON_ArrayForEach (member, object)
        if (strlen(member->string) == length && compare(member->string, key, length) == 0)
            found = member; /* the last of equal ones, as json_get() has it */
    return found;
}

static bool is_capital(const char *key)
{
    return isupper((unsigned char)*key);
}

/*
 * A type is recorded in camelCase or, where CloudFormation's registry describes it, in PascalCase.
 * Where no member begins as the wanted one does, the configuration is not AWS Config's.
 */
static const char *find_other_case(const cJSON *configuration, const char *key)
{
    const cJSON *member;

    cJSON_ArrayForEach (member, configuration)
        if (is_capital(member->string) == is_capital(key))
            return NULL;
    return configuration && configuration->child ? configuration->child->string : NULL;
}

/* A member that is not there, but in another spelling is, is not known. */
static const cJSON *walk(struct rule_context *ctx, const cJSON *from, const char *path)
{
    while (from && *path) {
        size_t length = strcspn(path, ".");
        const cJSON *member = find(from, path, length, strncmp);
        const cJSON *like = member ? NULL : find(from, path, length, strncasecmp);

        if (like)
            set_misspelt(ctx, like->string, arena_strndup(ctx->arena, path, length));
        from = member;
        path += length + (path[length] == '.');
    }
    return from;
}

const cJSON *item_get(struct rule_context *ctx, const struct configuration_item *item,
                      const char *path)
{
    if (strncmp(path, CONFIGURATION, strlen(CONFIGURATION)) == 0) {
        path += strlen(CONFIGURATION);
        const char *other = find_other_case(item->configuration, path);

        if (other)
            set_misspelt(ctx, other, arena_printf(ctx->arena, "names like %s", path));
        return walk(ctx, item->configuration, path);
    }
    if (strncmp(path, SUPPLEMENTARY, strlen(SUPPLEMENTARY)) == 0) {
        if (!item->says_supplementary_configuration)
            item_set_unknown(ctx, item, "supplementaryConfiguration");
        return walk(ctx, item->supplementary_configuration, path + strlen(SUPPLEMENTARY));
    }
    log_write(LOG_FATAL, "%s reads %s, which no item has", ctx->rule->name, path);
    abort();
}

const char *item_tag(struct rule_context *ctx, const struct configuration_item *item,
                     const char *key)
{
    if (!item->says_tags)
        item_set_unknown(ctx, item, "tags");
    return json_string(json_member(item->tags, key), "", NULL);
}
