#include "iam/keys.h"

#include <string.h>

#include "core/names.h"
#include "core/text.h"

/*
 * In their values a '*' is no wildcard: the principal that the policy of a Lambda function is to
 * allow, the names in a certificate that is requested, and the header If-None-Match, whose only
 * value in Amazon S3 is "*".
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-conditions.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
static const char *const with_wildcards[] = {"lambda:Principal", "acm:DomainNames",
                                             "s3:if-none-match", NULL};

/*
 * The claims that every OpenID Connect provider may tell, whatever the provider is called. Only
 * "amr" has several values.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
static const char *const claims[] = {"amr", "aud", "email", "oaud", "sub", NULL};

static bool is_claim(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon && memchr(name, '.', (size_t)(colon - name)) &&
           name_is_among_any_case(colon + 1, claims);
}

/* Whether the name is of the format, in which each "${...}" is any text but an empty one. */
static bool fits(const char *format, const char *name)
{
    for (; *format; format++, name++) {
        if (text_begins(format, "${")) {
            const char *rest = strchr(format, '}') + 1;

            while (*name)
                if (fits(rest, ++name))
                    return true;
            return false;
        }
        if (text_lower_letter(*format) != text_lower_letter(*name))
            return false;
    }
    return !*name;
}

/* Of several formats the longest counts: "events:Metadata/${MetadataKey}/Matcher". */
static const struct iam_table_key *find(const char *name)
{
    const struct iam_table_key *found =
        iam_table_find(iam_keys, iam_key_count, sizeof(*iam_keys), name);
    size_t longest = 0;

    for (size_t i = 0; i < iam_key_count && (!found || longest); i++) {
        const char *format = iam_texts + iam_keys[i].name;

        if (strlen(format) > longest && strchr(format, '$') && fits(format, name)) {
            found = &iam_keys[i];
            longest = strlen(format);
        }
    }
    return found;
}

bool iam_key_find(const char *name, struct iam_key *out)
{
    const struct iam_table_key *known = find(name);

    *out = (struct iam_key){.type = IAM_KEY_OF_UNKNOWN_TYPE};
    if (known)
        *out = (struct iam_key){.type = known->type,
                                .several = known->several,
                                .family = strchr(iam_texts + known->name, '$'),
                                .permanent = iam_context_key_is_permanent(name),
                                .has_wildcards = name_is_among_any_case(name, with_wildcards)};
    if (is_claim(name))
        *out = (struct iam_key){.type = IAM_KEY_STRING,
                                .several = text_same_any_case(strrchr(name, ':'), ":amr")};
    return known || is_claim(name);
}

void iam_keys_mark_several(struct arena *arena, struct iam_request *request)
{
    struct iam_context_key *keys = arena_alloc(arena, request->context_count * sizeof(*keys));
    struct iam_key known;

    for (size_t i = 0; i < request->context_count; i++) {
        keys[i] = request->context[i];
        keys[i].several = iam_key_find(keys[i].name, &known) && known.several;
    }
    request->context = keys;
}

const char *iam_key_fault(struct arena *arena, const char *name)
{
    struct arena_mark mark = arena_mark(arena);
    size_t count = 0;

    if (find(name) || is_claim(name))
        return NULL;
    const char **near = arena_alloc(arena, (iam_key_count + 1) * sizeof(*near));
    const char *prefix = arena_strndup(arena, name, strcspn(name, ":") + 1);
    for (size_t i = 0; i < iam_key_count; i++)
        if (text_begins_any_case(iam_texts + iam_keys[i].name, prefix))
            near[count++] = iam_texts + iam_keys[i].name;
    bool known_prefix = count > 0;
    for (size_t i = 0; i < iam_key_count && !known_prefix; i++)
        near[count++] = iam_texts + iam_keys[i].name;
    near[count] = NULL;
    struct hint hint = did_you_mean(name, near);
    bool may_be_a_claim = !known_prefix && strchr(prefix, '.') && !*hint.text;
    arena_rewind(arena, mark);
    if (may_be_a_claim)
        return NULL;
    return arena_printf(arena, "is no key known as of %s%s", iam_facts_date, hint.text);
}
