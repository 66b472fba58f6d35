#include "iam/lint.h"

#include <string.h>

#include "core/arn.h"
#include "core/names.h"
#include "core/text.h"
#include "iam/actions.h"
#include "iam/keys.h"
#include "iam/resource_control.h"

/* A list that grows in the arena, and ends with NULL. */
struct texts {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

struct linter {
    struct texts warnings;
    const struct iam_policy *policy;
    const struct iam_statement *statement;
    size_t work; /* steps of comparing patterns, so far */
};

/*
 * Of all pairs of patterns in a policy; a second's work or so. A policy with more is warned of as
 * not compared; 1,600 actions in one statement, as AWSConfigServiceRolePolicy has them, take less.
 */
#define WORK_LIMIT ((size_t)1 << 29)

/* Named in a Deny on purpose, though InvokeModel is what authorises them:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
static const char *const redundant_denies[] = {"bedrock:Converse", "bedrock:ConverseStream", NULL};

static void texts_add(struct texts *texts, const char *text)
{
    texts->items = arena_grow(texts->arena, texts->items, texts->count + 1, &texts->capacity,
                              sizeof(*texts->items));
    texts->items[texts->count++] = text;
    texts->items[texts->count] = NULL;
}

static const char *const *texts_list(const struct texts *texts)
{
    static const char *const none[] = {NULL};

    return texts->items ? texts->items : none;
}

static void PRINTF(2, 3) warn(struct linter *linter, const char *fmt, ...)
{
    const struct iam_statement *statement = linter->statement;
    struct arena *arena = linter->warnings.arena;
    va_list args;

    va_start(args, fmt);
    const char *text = arena_vprintf(arena, fmt, args);
    va_end(args);
    const char *sid = statement->sid ? arena_printf(arena, " (%s)", statement->sid) : "";
    texts_add(&linter->warnings, arena_printf(arena, "%s%s: %s", statement->place, sid, text));
}

static bool is_letter(char c)
{
    return text_lower_letter(c) >= 'a' && text_lower_letter(c) <= 'z';
}

/* Its end, behind the closing bracket. NULL: it is none, or one that stands for itself. */
static const char *placeholder_end(const char *open)
{
    static const char *const brackets[] = {"<>", "{}", "[]"};

    for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++) {
        const char *close = *open == brackets[i][0] ? strchr(open, brackets[i][1]) : NULL;
        const char *name = open + 1 + strspn(open + 1, "<{[ ");

        if (close && is_letter(*name))
            return close + 1;
    }
    return NULL;
}

static bool is_word(const char *text, const char *word)
{
    for (; *text; text++)
        if (text_begins_any_case(text, word))
            return true;
    return false;
}

/* Of an ARN's Region or account: letters where AWS has none, "ACCOUNT_ID" or "region". */
static bool is_wordy(const char *part, const char *word)
{
    static const char lower_case[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

    return part && !strpbrk(part, "*?$") &&
           (part[strspn(part, lower_case)] || is_word(part, word) ||
            strspn(part, "x") == strlen(part));
}

/*
 * What somebody was to replace, as AWS's samples and templates spell it. NULL: nothing. A variable
 * without "service:" never was one of IAM's, "${Region}"; in a policy of version 2012-10-17 the
 * parser refuses it.
 */
static const char *find_placeholder(struct arena *arena, const char *source, bool variables)
{
    bool arn = text_begins(source, "arn:") && arn_resource(arena, source) && !strstr(source, "${");
    const char *region = arn ? arn_region(arena, source) : NULL;
    const char *account = arn ? arn_account(arena, source) : NULL;

    for (const char *at = source; *at; at++) {
        if (text_begins(at, "...") || *at == '`')
            return *at == '`' ? "`" : "...";
        if (text_begins(at, "${")) {
            const char *close = strchr(at, '}');
            size_t length = close ? (size_t)(close - at) + 1 : 0;

            if (!variables && length > strlen("${x}") && !memchr(at, ':', length))
                return arena_strndup(arena, at, length);
            at += length ? length - 1 : 0;
        } else {
            const char *end = placeholder_end(at);

            if (end)
                return arena_strndup(arena, at, (size_t)(end - at));
        }
    }
    return is_wordy(account, "account") ? account : is_wordy(region, "region") ? region : NULL;
}

static void check_placeholders(struct linter *linter, const char *element, const char *source)
{
    bool variables = linter->policy->variables;
    const char *found = find_placeholder(linter->warnings.arena, source, variables);

    if (found)
        warn(linter, "%s: \"%s\" has a placeholder in it: %s", element, source, found);
    else if (strstr(source, "${") && !variables)
        warn(linter, "%s: \"%s\" is text, and no variable, in a policy without Version 2012-10-17",
             element, source);
}

/* Beyond the limit no pattern covers another, which is said once. */
static bool covers(struct linter *linter, const struct iam_pattern *wide,
                   const struct iam_pattern *narrow)
{
    if (linter->work >= WORK_LIMIT)
        return false;
    /* Without a wildcard the first letter that differs ends it. */
    bool quick = !strpbrk(wide->source, "*?$");
    linter->work += quick ? 1 : (strlen(wide->source) + 1) * (strlen(narrow->source) + 1);
    return iam_pattern_covers(wide, narrow);
}

/* What another one of the list matches as well is in vain; of equal ones the first is not. */
static const struct iam_pattern *find_wider(struct linter *linter,
                                            const struct iam_patterns *patterns, size_t i)
{
    const struct iam_pattern *one = &patterns->items[i];

    for (size_t j = 0; j < patterns->count; j++) {
        const struct iam_pattern *other = &patterns->items[j];

        if (j != i && covers(linter, other, one) && (j < i || !iam_pattern_covers(one, other)))
            return other;
    }
    return NULL;
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
static void check_variables(struct linter *linter, const char *element,
                            const struct iam_pattern *pattern)
{
    const char *variable;
    struct iam_key key;

    for (size_t n = 0; (variable = iam_pattern_variable(pattern, n)); n++)
        if (iam_key_find(variable, &key) && key.several)
            warn(linter, "%s: \"%s\": %s has several values, and is no policy variable", element,
                 pattern->source, variable);
}

static void check_patterns(struct linter *linter, const char *element,
                           const struct iam_patterns *patterns)
{
    for (size_t i = 0; i < patterns->count; i++) {
        const struct iam_pattern *wider = find_wider(linter, patterns, i);

        check_placeholders(linter, element, patterns->items[i].source);
        check_variables(linter, element, &patterns->items[i]);
        if (wider)
            warn(linter, "%s: \"%s\" adds nothing to \"%s\"", element, patterns->items[i].source,
                 wider->source);
    }
}

static void check_actions(struct linter *linter)
{
    const struct iam_statement *statement = linter->statement;
    const char *element = statement->not_action ? "NotAction" : "Action";
    bool denies = statement->effect == IAM_EFFECT_DENY;

    check_patterns(linter, element, &statement->actions);
    for (size_t i = 0; i < statement->actions.count; i++) {
        const struct iam_pattern *action = &statement->actions.items[i];
        const char *fault = iam_action_fault(linter->warnings.arena, action);

        if (fault && !(denies && name_is_among_any_case(action->source, redundant_denies)))
            warn(linter, "%s: \"%s\" %s", element, action->source, fault);
        if (statement->not_action && strcmp(action->source, "*") == 0)
            warn(linter, "NotAction \"*\" leaves no action: the statement has no effect");
    }
}

/* Why no resource has this ARN; NULL: one may.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html */
static const char *impossible(struct arena *arena, const char *arn)
{
    const char *service = arn_service(arena, arn), *resource = arn_resource(arena, arn);
    const char *account = arn_account(arena, arn);

    if (!service || strcmp(service, "bedrock") != 0 || !resource)
        return NULL;
    if (text_begins(resource, "foundation-model/") && account && strcmp(account, "*") != 0)
        return "foundation models have no account";
    if ((text_begins(resource, "inference-profile/") ||
         text_begins(resource, "application-inference-profile/")) &&
        !account)
        return "inference profiles have an account";
    return NULL;
}

static void check_resources(struct linter *linter)
{
    const struct iam_statement *statement = linter->statement;
    const char *element = statement->not_resource ? "NotResource" : "Resource";

    check_patterns(linter, element, &statement->resources);
    for (size_t i = 0; i < statement->resources.count; i++) {
        const char *source = statement->resources.items[i].source;
        const char *why = impossible(linter->warnings.arena, source);

        if (why)
            warn(linter, "%s: \"%s\" matches nothing: %s", element, source, why);
        if (!arn_resource(linter->warnings.arena, source) && strcmp(source, "*") != 0)
            warn(linter, "%s: \"%s\" lacks parts of an ARN, which may then be any", element,
                 source);
    }
    for (size_t i = 0; i < statement->resources.count && statement->not_resource; i++)
        if (strcmp(statement->resources.items[i].source, "*") == 0)
            warn(linter, "NotResource \"*\" leaves no resource: the statement has no effect");
}

/* Its last part up to what is not literal. */
static const char *literal_resource(struct arena *arena, const char *source)
{
    const char *resource = arn_resource(arena, source);

    return resource ? arena_strndup(arena, resource, strcspn(resource, "*?$")) : "";
}

static bool may_begin(const char *literal, const char *kind)
{
    size_t length = strlen(literal) < strlen(kind) ? strlen(literal) : strlen(kind);

    return strncmp(literal, kind, length) == 0;
}

/* Values that the key never has. */
static void check_form(struct linter *linter, const struct iam_condition *condition,
                       const struct iam_pattern *pattern)
{
    const char *literal = literal_resource(linter->warnings.arena, pattern->source);

    if (text_same_any_case(condition->key, "bedrock:InferenceProfileArn") &&
        !may_begin(literal, "inference-profile/") &&
        !may_begin(literal, "application-inference-profile/"))
        warn(linter, "%s: %s: \"%s\" matches nothing: the key is the ARN of an inference profile",
             condition->text, condition->key, pattern->source);
    if (text_same_any_case(condition->key, "aws:PrincipalArn") && *literal &&
        may_begin(literal, "assumed-role/"))
        warn(linter, "%s: %s: \"%s\" matches nothing: of a session the key is the role's ARN",
             condition->text, condition->key, pattern->source);
}

static void check_values(struct linter *linter, const struct iam_condition *condition)
{
    const char *element =
        arena_printf(linter->warnings.arena, "%s: %s", condition->text, condition->key);
    struct iam_key key;
    bool meant = iam_key_find(condition->key, &key) && key.has_wildcards;

    check_patterns(linter, element, &condition->patterns);
    for (size_t i = 0; i < condition->patterns.count; i++) {
        const struct iam_pattern *pattern = &condition->patterns.items[i];
        bool literal =
            pattern->style == IAM_PATTERN_LITERAL || pattern->style == IAM_PATTERN_LITERAL_ANY_CASE;

        check_form(linter, condition, pattern);
        if (literal && !meant && pattern->compiled && strpbrk(pattern->compiled, "*?") &&
            !strstr(pattern->source, "${"))
            warn(linter, "%s: \"%s\": the wildcard is text here, use StringLike", element,
                 pattern->source);
    }
}

/* The statement asks for the key to be there, or for it to be absent. */
static bool asks_null(const struct iam_statement *statement, const char *key, bool absent)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct iam_condition *condition = &statement->conditions[i];

        if (strcmp(condition->text, "Null") == 0 && text_same_any_case(condition->key, key) &&
            iam_condition_is_negated(condition) == absent)
            return true;
    }
    return false;
}

static void check_key(struct linter *linter, const char *key)
{
    const char *fault = iam_key_fault(linter->warnings.arena, key);

    if (fault)
        warn(linter, "Condition: %s %s", key, fault);
}

/* Operators, and the values that they compare. Null takes any key. */
static const struct {
    const char *prefix, *other_prefix, *values;
    enum iam_key_type type;
} families[] = {
    {"String", "String", "strings", IAM_KEY_STRING},
    {"Numeric", "Numeric", "numbers", IAM_KEY_NUMERIC},
    {"Date", "Date", "dates", IAM_KEY_DATE},
    {"Bool", "Bool", "booleans", IAM_KEY_BOOL},
    {"IpAddress", "NotIpAddress", "IP addresses", IAM_KEY_IP_ADDRESS},
    {"Arn", "Arn", "ARNs", IAM_KEY_ARN},
};

#define FAMILY_COUNT (sizeof(families) / sizeof(*families))

/*
 * General warning "Type mismatch" of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 * An ARN is a string too, but a wildcard of StringLike does not stop at its colons.
 */
static void check_type(struct linter *linter, const struct iam_condition *condition,
                       const struct iam_key *key)
{
    const char *colon = strchr(condition->text, ':');
    const char *operator= colon ? colon + 1 : condition->text;
    const char *values = "bytes"; /* of BinaryEquals, the only one that is not listed */
    enum iam_key_type type = IAM_KEY_OF_UNKNOWN_TYPE;
    size_t wanted = 0;

    for (size_t i = 0; i < FAMILY_COUNT; i++) {
        if (text_begins(operator, families[i].prefix) ||
            text_begins(operator, families[i].other_prefix)) {
            values = families[i].values;
            type = families[i].type;
        }
        if (families[i].type == key->type)
            wanted = i;
    }
    bool like = text_begins(operator, "StringLike") || text_begins(operator, "StringNotLike");
    /* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
    bool number = text_same_any_case(condition->key, "aws:EpochTime") && type == IAM_KEY_NUMERIC;

    if (key->type == IAM_KEY_OF_UNKNOWN_TYPE || key->type == type || number ||
        (key->family && key->type == IAM_KEY_STRING) || text_begins(operator, "Null"))
        return;
    if (key->type == IAM_KEY_ARN && type == IAM_KEY_STRING) {
        if (like)
            warn(linter, "%s: %s holds ARNs, and a wildcard reaches over their colons: use Arn%s",
                 condition->text, condition->key, operator+ strlen("String"));
        return;
    }
    warn(linter, "%s: %s holds %s, and the operator compares %s: use %s...", condition->text,
         condition->key, families[wanted].values, values, families[wanted].prefix);
}

static void check_set(struct linter *linter, const struct iam_condition *condition)
{
    const char *key = condition->key;
    struct iam_key fact;
    bool known = iam_key_find(key, &fact);
    bool null = strcmp(condition->text, "Null") == 0;
    bool allows = linter->statement->effect == IAM_EFFECT_ALLOW;

    if (known)
        check_type(linter, condition, &fact);
    if (known && fact.several && condition->op.set == IAM_SET_ONE_VALUE && !null)
        warn(linter, "%s: %s has several values: the operator needs ForAllValues or ForAnyValue",
             condition->text, key);
    if (known && !fact.several && condition->op.set != IAM_SET_ONE_VALUE)
        warn(linter, "%s: %s has one value: the operator needs no ForAllValues or ForAnyValue",
             condition->text, key);
    if (allows && condition->op.set == IAM_SET_FOR_ALL_VALUES &&
        !asks_null(linter->statement, key, false))
        warn(linter, "%s: %s: a request without the key is allowed too: add Null with \"false\"",
             condition->text, key);
    if (!null && !condition->op.if_exists && condition->op.set != IAM_SET_FOR_ALL_VALUES &&
        !iam_condition_is_negated(condition) && asks_null(linter->statement, key, true))
        warn(linter, "%s: %s: Null asks that the key be absent: the statement has no effect",
             condition->text, key);
}

/* An account's number, which is a principal too, has no place for one. */
static void check_principals(struct linter *linter)
{
    const struct iam_statement *statement = linter->statement;
    const char *element = statement->not_principal ? "NotPrincipal" : "Principal";

    for (size_t i = 0; i < statement->principal_count; i++)
        if (statement->principals[i].kind != IAM_PRINCIPAL_PATTERN_EVERYBODY)
            check_placeholders(linter, element, statement->principals[i].text);
}

static bool covers_all(struct linter *linter, const struct iam_patterns *wide,
                       const struct iam_patterns *narrow)
{
    for (size_t i = 0; i < narrow->count; i++) {
        bool covered = false;

        for (size_t j = 0; j < wide->count && !covered; j++)
            covered = covers(linter, &wide->items[j], &narrow->items[i]);
        if (!covered)
            return false;
    }
    return narrow->count > 0;
}

/* Whether all that the Allow could is denied, whoever asks. */
static bool takes_back(struct linter *linter, const struct iam_statement *deny,
                       const struct iam_statement *allow)
{
    bool everybody =
        !deny->has_principal || (!deny->not_principal && deny->principal_count == 1 &&
                                 deny->principals->kind == IAM_PRINCIPAL_PATTERN_EVERYBODY);

    return deny->effect == IAM_EFFECT_DENY && !deny->condition_count && everybody &&
           !deny->not_action && !deny->not_resource && !allow->not_action && !allow->not_resource &&
           covers_all(linter, &deny->actions, &allow->actions) &&
           covers_all(linter, &deny->resources, &allow->resources);
}

static void check_statement(struct linter *linter)
{
    const struct iam_policy *policy = linter->policy;
    const struct iam_statement *statement = linter->statement;
    bool empty = (!statement->actions.count) ||
                 (statement->has_resource && !statement->resources.count) ||
                 (statement->has_principal && !statement->principal_count);

    if (empty)
        warn(linter, "a list is empty: the statement has no effect");
    check_principals(linter);
    check_actions(linter);
    check_resources(linter);
    for (size_t i = 0; i < statement->condition_count; i++) {
        check_key(linter, statement->conditions[i].key);
        check_values(linter, &statement->conditions[i]);
        check_set(linter, &statement->conditions[i]);
    }
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct iam_statement *other = &policy->statements[i];

        if (other < statement && other->sid && statement->sid &&
            strcmp(other->sid, statement->sid) == 0)
            warn(linter, "the Sid is that of %s too", other->place);
        if (statement->effect == IAM_EFFECT_ALLOW && takes_back(linter, other, statement))
            warn(linter, "%s denies all of it: the statement has no effect", other->place);
    }
}

const char *const *iam_policy_lint(struct arena *arena, const struct iam_policy *policy)
{
    struct linter linter = {.warnings.arena = arena, .policy = policy};

    for (size_t i = 0; i < policy->statement_count; i++) {
        linter.statement = &policy->statements[i];
        check_statement(&linter);
    }
    if (linter.work >= WORK_LIMIT)
        texts_add(&linter.warnings,
                  "it has too many long patterns to compare each with all others");
    return texts_list(&linter.warnings);
}

static bool has_text(const struct texts *texts, const char *key)
{
    for (size_t i = 0; i < texts->count; i++)
        if (text_same_any_case(texts->items[i], key))
            return true;
    return false;
}

static void add_key(struct texts *texts, const char *key)
{
    if (!has_text(texts, key))
        texts_add(texts, key);
}

static void add_variables(struct texts *texts, const struct iam_patterns *patterns)
{
    const char *key;

    for (size_t i = 0; i < patterns->count; i++)
        for (size_t n = 0; (key = iam_pattern_variable(&patterns->items[i], n)); n++)
            add_key(texts, key);
}

static void add_statement(struct texts *texts, const struct iam_statement *statement)
{
    add_variables(texts, &statement->resources);
    for (size_t i = 0; i < statement->condition_count; i++) {
        add_key(texts, statement->conditions[i].key);
        add_variables(texts, &statement->conditions[i].patterns);
    }
}

/* The keys that the policies ask for of this action and resource, each once. request NULL: of any.
 */
static struct texts asked_keys(struct arena *arena, const struct iam_policies *policies,
                               const struct iam_request *request)
{
    struct texts texts = {.arena = arena};

    for (size_t i = 0; i < policies->count; i++)
        for (size_t j = 0; j < policies->items[i].statement_count; j++)
            if (!request ||
                iam_statement_concerns(arena, &policies->items[i].statements[j], request))
                add_statement(&texts, &policies->items[i].statements[j]);
    return texts;
}

const char *const *iam_missing_context(struct arena *arena, const struct iam_policies *policies,
                                       const struct iam_request *request)
{
    struct texts asked = asked_keys(arena, policies, request), missing = {.arena = arena};

    for (size_t i = 0; i < asked.count; i++)
        if (!iam_request_key(request, asked.items[i]))
            texts_add(&missing, asked.items[i]);
    return texts_list(&missing);
}

static bool has_type(const struct iam_policies *policies, enum iam_policy_type type)
{
    for (size_t i = 0; i < policies->count; i++)
        if (policies->items[i].type == type)
            return true;
    return false;
}

static void check_request_keys(struct texts *warnings, const struct iam_policies *policies,
                               const struct iam_request *request)
{
    struct texts asked = asked_keys(warnings->arena, policies, request);
    const char *const *names = texts_list(&asked);

    for (; *names; names++) {
        struct iam_key known;

        if (iam_key_find(*names, &known) && known.permanent && !iam_request_key(request, *names))
            texts_add(warnings,
                      arena_printf(warnings->arena, "the context lacks %s, which AWS always sends",
                                   *names));
    }
    asked = asked_keys(warnings->arena, policies, NULL);
    for (size_t i = 0; i < request->context_count; i++) {
        const char *key = request->context[i].name;
        const char *fault = has_text(&asked, key) ? NULL : iam_key_fault(warnings->arena, key);

        if (fault)
            texts_add(warnings, arena_printf(warnings->arena, "%s of the context %s", key, fault));
    }
}

const char *const *iam_request_lint(struct arena *arena, const struct iam_request *request,
                                    const struct iam_policies *policies)
{
    struct texts warnings = {.arena = arena};
    struct iam_pattern action = {.source = request->action, .compiled = request->action};
    const char *fault = iam_action_fault(arena, &action);

    if (name_is_among_any_case(request->action, redundant_denies))
        fault = "is authorised as bedrock:InvokeModel, or InvokeModelWithResponseStream";
    if (fault)
        texts_add(&warnings, arena_printf(arena, "the action %s %s", request->action, fault));
    const char *other = iam_action_resource_fault(arena, request->action, request->resource);
    if (other)
        texts_add(&warnings, arena_printf(arena, "the action %s %s", request->action, other));
    const char *why = impossible(arena, request->resource);
    if (why)
        texts_add(&warnings,
                  arena_printf(arena, "there is no resource %s: %s", request->resource, why));
    if (has_type(policies, IAM_POLICY_RESOURCE_CONTROL) &&
        !iam_has_resource_control(request->action))
        texts_add(&warnings, arena_printf(arena, "resource control policies do not restrict %s",
                                          request->action));
    if (has_type(policies, IAM_POLICY_RESOURCE) && request->account_assumed)
        texts_add(&warnings, "the resource is taken for one of the principal's account: give "
                             "resourceAccount");
    check_request_keys(&warnings, policies, request);
    return texts_list(&warnings);
}
