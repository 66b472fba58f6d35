/*
 * rule.h - what a rule is, and everything a rule may do.
 *
 * One rule is one file: rules/s3_bucket_x.c defines one constant, rule_s3_bucket_x. The build
 * collects the constants into rules[]; nobody edits a list.
 *
 * A rule is a function from one configuration item and its parameters to one compliance. It frees
 * nothing, reads no clock and keeps no state; what it asks AWS goes through aws_read(). So the same
 * event and the same replies always give the same answer: in Lambda, on the command line, in tests.
 */
#ifndef ENGINE_RULE_H
#define ENGINE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "config/evaluation.h" /* enum compliance_type */
#include "config/event.h"      /* struct configuration_item */
#include "core/json.h"         /* json_string() and friends, for reading a configuration */
#include "core/text.h"         /* text_same_any_case() */

/* The answer. */

struct compliance {
    enum compliance_type type;
    const char *annotation; /* why, in one sentence; NULL: none. Sent cut to 256 characters. */
};

struct rule_context;

/* Each ends an evaluation: return non_compliant(ctx, "..."). The text is made in the arena. */
struct compliance compliant(void);
struct compliance non_compliant(struct rule_context *ctx, const char *fmt, ...) PRINTF(2, 3);
struct compliance not_applicable(struct rule_context *ctx, const char *fmt, ...) PRINTF(2, 3);
struct compliance evaluation_failed(struct rule_context *ctx, const char *fmt, ...) PRINTF(2, 3);

/* The requirements that something misses, for an annotation. Zero-initialise. */
struct misses {
    size_t count;
    const char *text;  /* "is not logging, does not deliver to bucket b"; NULL: none */
    const char *first; /* of the first three; NULL: none */
};

/* Adds one of them: miss(ctx, &misses, "is not logging"). */
void miss(struct rule_context *ctx, struct misses *misses, const char *fmt, ...) PRINTF(3, 4);

/* Of names that are missing, of which there may be many: "a, b, c and 2 more". One is at least. */
const char *misses_few(struct rule_context *ctx, const struct misses *misses);

/* The descriptor. */

/* How the value is written in ruleParameters, as text or as a JSON value of the kind. */
#define PARAMETER_TYPES(X)                              \
    X(PARAMETER_STRING, "string")                       \
    X(PARAMETER_INTEGER, "integer")                     \
    X(PARAMETER_DECIMAL, "decimal") /* 0.7 */           \
    X(PARAMETER_BOOLEAN, "boolean") /* true or false */ \
    X(PARAMETER_LIST, "list")       /* comma-separated; blanks around an item are dropped */

enum parameter_type {
#define X(type, name) type,
    PARAMETER_TYPES(X)
#undef X
};

/*
 * Patterns that several rules have. Tags hold letters, white space and digits of any script, and
 * + - = . _ : / @ (https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html). This is
 * all but what of ASCII they do not hold.
 */
#define PATTERN_TAG_TEXT "[^][:cntrl:]!\"#$%&'()*,;<>?[\\\\^`{|}~]+"
/* Ids of Bedrock's models, with wildcards: "anthropic.*", "amazon.nova-lite-v1:0". */
#define PATTERN_MODELS "[A-Za-z0-9*?][A-Za-z0-9.:_*?-]*"

struct parameter {
    const char *name; /* key in ruleParameters, camelCase, as AWS Config spells its own */
    enum parameter_type type;
    bool required;             /* a required parameter has no default */
    const char *default_value; /* as the user would write it; NULL: none */
    int64_t minimum, maximum;  /* of an INTEGER or a DECIMAL, inclusive; both 0: any */
    /* Of a STRING, or of each item of a LIST; NULL-terminated; NULL: any text. */
    const char *const *choices;
    /*
     * The form of a STRING, or of each item of a LIST, which must match it whole; NULL: any text.
     * It is a regular expression that means the same to regcomp() here and to Terraform's regex(),
     * which compares when somebody plans. So it is made of literal characters, [...], (...), |, ?,
     * *, + and {m,n} up to 255 alone. Outside brackets none of "\\.^$" stands in it; within
     * brackets "\\" stands twice, "-" last, and no class but [:cntrl:].
     */
    const char *pattern;
    const char *unit; /* "days"; shown in documents and errors; NULL: none */
    const char *text; /* one sentence, for documents */
};

enum trigger {
    TRIGGER_CONFIGURATION_CHANGES = 1 << 0,
    TRIGGER_PERIODIC = 1 << 1,
};

/* How bad it is that a resource is NON_COMPLIANT, least first; every rule of ours has one. */
#define SEVERITIES(X)            \
    X(SEVERITY_NONE, "none")     \
    X(SEVERITY_LOW, "low")       \
    X(SEVERITY_MEDIUM, "medium") \
    X(SEVERITY_HIGH, "high")     \
    X(SEVERITY_CRITICAL, "critical")

enum severity {
#define X(severity, name) severity,
    SEVERITIES(X)
#undef X
};

/* The standards that rules serve, as documents call them. */
#define STANDARDS(X)                      \
    X(NIST_800_53, "NIST SP 800-53 r5")   \
    X(ISO_42001, "ISO/IEC 42001 Annex A") \
    X(SECURITY_HUB, "AWS Security Hub")

enum standard {
#define X(standard, name) standard,
    STANDARDS(X)
#undef X
};

/* A control of a standard that a COMPLIANT resource helps to meet. */
struct control {
    enum standard standard;
    const char *id; /* as the standard writes it: "AC-6(9)", "A.6.2.8", "CloudTrail.1" */
    /*
     * The address of the document that relates it: AWS's page on a test like the rule's, or the
     * standard's own, where the relation is ours.
     */
    const char *source;
};

#define NIST_800_53_R5 "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final"
#define ISO_IEC_42001 "https://www.iso.org/standard/42001"
/* Of a service's controls, each of which says which of NIST's it serves: "cloudtrail". */
#define SECURITY_HUB_PAGE(service) \
    "https://docs.aws.amazon.com/securityhub/latest/userguide/" service "-controls.html"

struct rule {
    const char *name;        /* the file name with '-' for '_'; at most 64 characters */
    const char *description; /* one sentence, at most 256 characters; the console shows it too */
    const char *remediation; /* one sentence: what to change to become COMPLIANT */
    enum severity severity;
    const struct control *controls; /* by standard; at least one; ends with an empty entry */

    /* The types it evaluates, NULL-terminated; of an account rule "AWS::::Account" alone. */
    const char *const *resource_types;
    /*
     * The types whose changes invoke it (Scope.ComplianceResourceTypes of the Config rule), where
     * those are not the types it evaluates: an account rule is evaluated anew when one of these
     * changes, is created or deleted. NULL-terminated; NULL: resource_types.
     */
    const char *const *scope;
    unsigned triggers;                  /* of enum trigger */
    const struct parameter *parameters; /* ends with an empty entry; NULL: none */
    /*
     * Paths, as item_get() takes them, of what AWS Config records of every resource of these types,
     * or of every one that has what it is in: "configuration.functionName". Outside AWS Config's
     * own events an item that lacks one is a part of an item, or of another shape, and its
     * evaluation fails. NULL-terminated; NULL only for an account rule.
     */
    const char *const *always_recorded;
    /* The IAM actions behind its aws_read() calls, NULL-terminated; NULL: none. */
    const char *const *reads;

    /*
     * Called once for each resource: the changed one, or each one that AWS Config records when the
     * trigger is periodic. Never called for deleted resources, those that left the scope and those
     * of other types. item is never NULL; it has a configuration, which may lack anything. The item
     * of an account rule has the account's id, no configuration, and as aws_region the Region of the
     * Config rule, in which AWS is asked; where the event does not say it, that of what changed.
     */
    struct compliance (*evaluate)(struct rule_context *ctx, const struct configuration_item *item);
};

/* The context: what a rule may ask for while it evaluates. */

/* Scratch memory, which lives at least until the evaluation was taken. */
struct arena *context_arena(struct rule_context *ctx);

/*
 * The value of a parameter of the descriptor. A name or type the descriptor lacks aborts. Not given
 * and no default: NULL, 0, false, an empty list.
 */
const char *parameter_string(const struct rule_context *ctx, const char *name);
int64_t parameter_integer(const struct rule_context *ctx, const char *name);
double parameter_decimal(const struct rule_context *ctx, const char *name); /* finite */
bool parameter_boolean(const struct rule_context *ctx, const char *name);

/* The items in the order given, NULL-terminated. */
const char *const *parameter_list(const struct rule_context *ctx, const char *name);
bool parameter_list_has(const struct rule_context *ctx, const char *name, const char *item);
/* Whether an item matches text as a pattern: '*' is any characters, none too, '?' any one. */
bool parameter_list_matches(const struct rule_context *ctx, const char *name, const char *text);

/*
 * What the item says at a path in AWS Config's spelling of the type:
 * "configuration.vpcConfig.subnetIds", "supplementaryConfiguration.Policy". NULL: it has nothing
 * there. NULL too where that is not known: the item is a part of one, the query that gave it did
 * not select that, or it is spelt otherwise ("VpcConfig", "vpc_config"). The evaluation fails then,
 * whatever evaluate() returns. A path that begins otherwise aborts. Rules read
 * supplementaryConfiguration and tags only with these two functions; a test sees to that.
 */
const cJSON *item_get(struct rule_context *ctx, const struct configuration_item *item,
                      const char *path);

/*
 * The value of a tag; NULL: there is no such tag. The evaluation fails where that is not known, and
 * where any of the tags is not understood.
 */
const char *item_tag(struct rule_context *ctx, const struct configuration_item *item,
                     const char *key);

/*
 * Calls one read-only AWS operation: aws_read(ctx, "cloudtrail", "GetTrailStatus", input, &err).
 * service is the prefix of its IAM action; input is the request, NULL for an empty one. Returns the
 * reply with all pages joined, or NULL with *err filled, to hand to evaluation_failed(); a part of
 * a list is a failure. An operation that is not in .reads aborts: the least-privilege IAM policy is
 * generated from descriptors.
 */
const cJSON *aws_read(struct rule_context *ctx, const char *service, const char *operation,
                      const cJSON *input, struct error *err);

/* The registry. */

extern const struct rule *const rules[];        /* sorted by name, NULL-terminated */
const struct rule *rule_find(const char *name); /* NULL: there is none */

/* The names of all of them, sorted and NULL-terminated, in arena. */
const char *const *rule_names(struct arena *arena);

/*
 * The types that AWS Config must record for all of them: those that they evaluate, and those whose
 * changes invoke them. Sorted and NULL-terminated, in arena; "AWS::::Account" is no such type.
 */
const char *const *rule_recorded_types(struct arena *arena);

/*
 * The rule that place ("--rule") names. ERROR_PARAMETER naming the place, the name and the nearest
 * that exists when there is none.
 */
MUST_USE bool rule_get(struct arena *arena, const char *place, const char *name,
                       const struct rule **out, struct error *err);

/* True for a rule that evaluates the account rather than recorded resources. */
bool rule_is_for_account(const struct rule *rule);

/* Whether a change of this resource type invokes the rule. */
bool rule_in_scope(const struct rule *rule, const char *resource_type);

/* "string", "integer", "decimal", "boolean", "list". Static storage. */
const char *parameter_type_name(enum parameter_type type);

/* "critical", "high", "medium", "low", "none". Static storage. */
const char *severity_name(enum severity severity);

/* "NIST SP 800-53 r5". Static storage. */
const char *standard_name(enum standard standard);

#endif
