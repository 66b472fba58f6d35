/*
 * request.h - what is to be decided: who wants to do what to which resource, and the context keys
 * that AWS would see.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/intro-structure.html
 */
#ifndef IAM_REQUEST_H
#define IAM_REQUEST_H

#include "core/json.h"
#include "iam/limits.h"
#include "iam/principal.h"
#include "iam/world.h"

struct iam_service_rule;

struct iam_context_key {
    const char *name; /* "aws:RequestedRegion"; its case does not count */
    const char *const *values;
    size_t count; /* of values; 0: as if the key were absent */
    /*
     * AWS lets the key have several values, so that it is no policy variable. iam_request_parse()
     * leaves it false; iam_keys_mark_several() of keys.h, which knows the keys, sets it.
     */
    bool several;
};

/* Lives in the arena that it was read into; so do its texts, or they are the JSON's. */
struct iam_request {
    const char *action;   /* "bedrock:invokemodel": in lower case, which IAM does not distinguish */
    const char *resource; /* an ARN, or "*": the action takes no resource */
    /* The account of the resource: given, or of its ARN, else the principal's. NULL: unknown. */
    const char *resource_account;
    bool account_assumed; /* it is the principal's, because nothing says another one */
    /* The resource is AWS's own, and the principal's account is taken for aws:ResourceAccount. */
    bool resource_of_aws;
    struct iam_principal principal;
    const struct iam_context_key *context;
    size_t context_count;
    /* Keys of which only the form is known. Where world is NULL they are absent. */
    const struct iam_possible_key *possible;
    size_t possible_count;
    struct iam_world *world; /* that of a decision under way; NULL: none */
    /* What the service decides by itself, by enum iam_service_rule_kind (service_rules.h). */
    const struct iam_service_rule *const *rules;
};

/*
 * Reads {"action", "resource", "resourceAccount"?, "principal", "context"?: {key: value |
 * [values]}}, as "configrule simulate" takes it. A value is a string, a number or a boolean. A key
 * with an empty list is absent. What AWS derives from the principal and the resource is added where
 * the context lacks it:
 *
 * | key                      | derived                                                         |
 * | aws:PrincipalArn         | exactly; of a session of a role only without the path: possible |
 * |                          | values, "...:role/[PATH/]name"; none of services, providers,    |
 * |                          | anonymous                                                       |
 * | aws:PrincipalAccount     | exactly; "anonymous"                                            |
 * | aws:PrincipalType        | exactly; "Anonymous"                                            |
 * | aws:userid               | exactly of the root user, federated users, anonymous; possible  |
 * |                          | values of users ("AIDA..."), sessions ("AROA...:session") and   |
 * |                          | roles ("AROA...:...")                                           |
 * | aws:username             | exactly, of users; others have none                             |
 * | aws:PrincipalIsAWSService| exactly                                                         |
 * | aws:PrincipalServiceName | exactly, of services                                            |
 * | aws:ResourceAccount      | exactly where request or ARN say the account. The principal's,  |
 * |                          | with a warning, for a foundation model of Amazon Bedrock. Of    |
 * |                          | "*" the principal's or none: AWS is silent. Else any account    |
 *
 * No other key is derived. aws:RequestedRegion (which need not be the Region of the ARN),
 * aws:SourceAccount, aws:SourceArn, aws:PrincipalOrgID, tags and all others are absent unless they
 * are given. Elements of type Principal need no path: the name of a role is unique in an account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 *
 * ERROR_INPUT naming the member:
 *
 * - it is unknown, missing, given twice, not of that shape, or contradicts principal or resource;
 * - principal and resource are of two partitions, of which the credentials of one reach nothing in
 *   the other:
 *   https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 * - it is beyond the limits of limits.h.
 *
 * Then *out says nothing.
 */
MUST_USE bool iam_request_parse(struct arena *arena, const cJSON *json, struct iam_request *out,
                                struct error *err);

/* What names a request. */
struct iam_request_texts {
    const char *action;           /* "bedrock:InvokeModel" */
    const char *resource;         /* an ARN, or "*" */
    const char *resource_account; /* NULL: that of the ARN, else the principal's */
    const char *principal;
};

/* The same of texts and keys that need not be JSON; all are kept. ERROR_INPUT: as above. */
MUST_USE bool iam_request_make(struct arena *arena, const struct iam_request_texts *texts,
                               const struct iam_context_key *context, size_t context_count,
                               struct iam_request *out, struct error *err);

/* Whether AWS sends the key with every request: "aws:CurrentTime". */
bool iam_context_key_is_permanent(const char *name);

/*
 * Whether text is of the form of a context key's name, "service:name". It may go on with "/" and a
 * tag's key.
 */
bool iam_context_key_is_valid(const char *text);

/* The name of an action, "getobject" of "s3:getobject". NULL: it is not one of the service "s3". */
const char *iam_action_name(const char *action, const char *service);

/* The key of that name, in any case. NULL: the request lacks it, or has no value for it. */
const struct iam_context_key *iam_request_key(const struct iam_request *request, const char *name);

/*
 * The key of that name of which only the form is known. NULL: it is none of those, or the request
 * has no world.
 */
const struct iam_possible_key *iam_possible_key(const struct iam_request *request,
                                                const char *name);

/* Whether the request has that key in its world. */
bool iam_possible_is_present(const struct iam_request *request, const struct iam_possible_key *key);

#endif
