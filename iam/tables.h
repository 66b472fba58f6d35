/*
 * tables.h - the facts of iam/data as constants, which the build makes of them
 * (cmake/iam_tables.c). They are offsets rather than pointers, so that starting a program relocates
 * none of them. actions.h and keys.h are how to ask them.
 */
#ifndef IAM_TABLES_H
#define IAM_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The day of the facts, "2026-09-26": AWS has new ones every week. */
extern const char iam_facts_date[];

/* Texts, each with its NUL. A name is the offset of its first byte. */
extern const char iam_texts[];

/* The count entries of another table from .first on. */
struct iam_range {
    uint32_t first, count;
};

/* In the order of their names, whatever their case, as all these tables are. */
extern const struct iam_service {
    uint32_t name;            /* "s3" */
    struct iam_range actions; /* in iam_actions; none: nothing is known of it but the name */
    struct iam_range types;   /* of resources, in iam_resource_types */
} iam_services[];
extern const size_t iam_service_count;

extern const struct iam_action {
    uint32_t name;          /* "GetObject" */
    struct iam_range types; /* the resource types it takes, in iam_action_types */
} iam_actions[];

extern const struct iam_action_type {
    uint16_t type; /* its number among the service's */
    bool needed;   /* false: the action is also authorised without such a resource */
} iam_action_types[];

extern const struct iam_resource_type {
    uint32_t name, arn; /* "object", "arn:${Partition}:s3:::${BucketName}/${ObjectName}" */
} iam_resource_types[];

enum iam_key_type {
    IAM_KEY_OF_UNKNOWN_TYPE,
    IAM_KEY_STRING,
    IAM_KEY_ARN,
    IAM_KEY_BOOL,
    IAM_KEY_NUMERIC,
    IAM_KEY_DATE,
    IAM_KEY_IP_ADDRESS,
};

extern const struct iam_table_key {
    uint32_t name; /* "kms:ViaService"; "aws:RequestTag/${TagKey}": the part in braces is any */
    uint8_t type;  /* enum iam_key_type */
    bool several;  /* ArrayOf: a request may have several values for it */
} iam_keys[];
extern const size_t iam_key_count;

/* Operations that have no action of their name, each as "s3:HeadObject". */
extern const struct iam_operation {
    uint32_t name;
} iam_operations[];
extern const size_t iam_operation_count;

/* What the SDKs call services, and the prefix of these services' actions: "elbv2". */
extern const struct iam_prefix {
    uint32_t name, prefix;
} iam_prefixes[];
extern const size_t iam_prefix_count;

/*
 * The entry of that name, whatever its case, among the count entries of a table. Each has size
 * bytes and begins with its name. NULL: there is none.
 */
const void *iam_table_find(const void *entries, size_t count, size_t size, const char *name);

#endif
