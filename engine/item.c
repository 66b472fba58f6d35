#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/text.h"
#include "engine/context.h"

#define CONFIGURATION "configuration."
#define SUPPLEMENTARY "supplementaryConfiguration."

void item_set_unknown(struct rule_context *ctx, const struct configuration_item *item,
                      const char *member)
{
    if (ctx->unknown.kind == ERROR_NONE)
        error_set(
            &ctx->unknown, ERROR_RULE,
            "The item has no %s, which the rule reads: \"aws configservice "
            "get-resource-config-history --resource-type %s --resource-id ID --limit 1 --query "
            "'configurationItems[0]'\" prints it",
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

static void set_unselected(struct rule_context *ctx, const char *path)
{
    if (ctx->unknown.kind == ERROR_NONE)
        error_set(&ctx->unknown, ERROR_RULE,
                  "The item has no %s, which the rule reads, and QueryInfo.SelectFields does not "
                  "say that the query selected it",
                  path);
}

/*
 * Whether a query selected the member at path, what it is in, or what is in it. "*" selects none of
 * the members that rules read
 * (https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html).
 */
static bool selects(const cJSON *fields, const char *path)
{
    const cJSON *field;

    cJSON_ArrayForEach (field, fields) {
        const char *name = json_string(field, "Name", "");
        size_t length = strlen(name), shared = strlen(path);

        if (length < shared)
            shared = length;
        if (length && strncmp(name, path, shared) == 0 && (!name[shared] || name[shared] == '.') &&
            (!path[shared] || path[shared] == '.'))
            return true;
    }
    return false;
}

/* The member whose key compares equal; NULL: none. */
static const cJSON *find(const cJSON *object, const char *key, size_t length,
                         bool (*equal)(const char *, const char *, size_t))
{
    const cJSON *member, *found = NULL;

    if (!cJSON_IsObject(object))
        return NULL;
    cJSON_ArrayForEach (member, object)
        if (equal(member->string, key, length))
            found = member; /* the last of equal ones, as json_get() has it */
    return found;
}

static bool is_key(const char *name, const char *key, size_t length)
{
    return strlen(name) == length && strncmp(name, key, length) == 0;
}

/* "VpcConfig", "vpc_config" and "vpc-config" are other spellings of "vpcConfig". */
static bool is_like_key(const char *name, const char *key, size_t length)
{
    size_t seen = 0;

    for (; *name; name++) {
        if (*name == '_' || *name == '-')
            continue;
        if (seen == length || text_lower_letter(*name) != text_lower_letter(key[seen]))
            return false;
        seen++;
    }
    return seen == length;
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

/* A member that is there only in another spelling is not known. */
static const cJSON *walk(struct rule_context *ctx, const cJSON *from, const char *path)
{
    while (from && *path) {
        size_t length = strcspn(path, ".");
        const cJSON *member = find(from, path, length, is_key);
        const cJSON *like = member ? NULL : find(from, path, length, is_like_key);

        if (like)
            set_misspelt(ctx, like->string, arena_strndup(ctx->arena, path, length));
        from = member;
        path += length + (path[length] == '.');
    }
    return from;
}

/* An item that is a part of one may lack what the whole item has. */
static void note_absent(struct rule_context *ctx, const struct configuration_item *item,
                        const char *path, const char *member, bool says)
{
    if (item->complete)
        return;
    if (item->selected && !selects(item->selected, path))
        set_unselected(ctx, path);
    else if (!item->selected && !says)
        item_set_unknown(ctx, item, member);
}

const cJSON *item_get(struct rule_context *ctx, const struct configuration_item *item,
                      const char *path)
{
    const char *member = NULL;
    const cJSON *found;
    bool says = true;

    if (text_begins(path, CONFIGURATION)) {
        const char *inside = path + strlen(CONFIGURATION);
        const char *other = find_other_case(item->configuration, inside);

        if (other)
            set_misspelt(ctx, other, arena_printf(ctx->arena, "names like %s", inside));
        found = walk(ctx, item->configuration, inside);
    } else if (text_begins(path, SUPPLEMENTARY)) {
        member = "supplementaryConfiguration";
        says = item->says_supplementary_configuration;
        found = walk(ctx, item->supplementary_configuration, path + strlen(SUPPLEMENTARY));
    } else {
        log_write(LOG_FATAL, "%s reads %s, which no item has", ctx->rule->name, path);
        abort();
    }
    if (!found)
        note_absent(ctx, item, path, member, says);
    return found;
}

void item_require_recorded(struct rule_context *ctx, const struct configuration_item *item)
{
    for (const char *const *path = ctx->rule->always_recorded; path && *path; path++) {
        const char *dot = strrchr(*path, '.');
        const char *around = arena_strndup(ctx->arena, *path, (size_t)(dot - *path));

        if (item->complete || (strchr(around, '.') && !cJSON_IsObject(item_get(ctx, item, around))))
            continue;
        if (!item_get(ctx, item, *path))
            item_set_unknown(ctx, item, *path);
    }
}

const char *item_tag(struct rule_context *ctx, const struct configuration_item *item,
                     const char *key)
{
    if (!item->says_tags)
        note_absent(ctx, item, "tags", "tags", false);
    if (item->tags_error && ctx->unknown.kind == ERROR_NONE)
        error_set(&ctx->unknown, ERROR_RULE, "The item's tags cannot be read: %s",
                  item->tags_error);
    return json_string(json_member(item->tags, key), "", NULL);
}
