/*
 * evaluation.h - what rules conclude: a list of AWS Config evaluations, in the order in which the
 * resources were evaluated, together with the resources that could not be evaluated.
 */
#ifndef CONFIG_EVALUATION_H
#define CONFIG_EVALUATION_H

#include <stddef.h>
#include <stdint.h>

#include "config/configuration_item.h"
#include "core/arena.h"
#include "core/json.h"

/*
 * INSUFFICIENT_DATA, the fourth value of AWS's ComplianceType, is not here: PutEvaluations rejects
 * it (https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html).
 */
#define COMPLIANCE_TYPES(X)                                                                   \
    X(EVALUATION_FAILED) /* never sent: the invocation fails, AWS Config keeps what it had */ \
    X(COMPLIANT)                                                                              \
    X(NON_COMPLIANT)                                                                          \
    X(NOT_APPLICABLE)

/* EVALUATION_FAILED is 0, so that nothing forgotten can mean a pass. */
enum compliance_type {
#define X(type) type,
    COMPLIANCE_TYPES(X)
#undef X
};

struct evaluation {
    const char *resource_type; /* ComplianceResourceType, "AWS::Lambda::Function" */
    const char *resource_id;   /* ComplianceResourceId */
    enum compliance_type compliance_type;
    const char *annotation;     /* NULL: none. When EVALUATION_FAILED: why, of any length */
    int64_t ordering_timestamp; /* milliseconds since 1970 */
    /* What was evaluated, as item_outline() tells it; NULL: not known, or not kept. */
    const struct configuration_item *item;
};

/*
 * A list. Zero-initialise it and set .memory to an arena of its own, which arena_within() makes:
 * what is added lives until that is reset. Set .keeps_outlines for evaluations that are to be
 * reported: each keeps an outline of its item then, which takes some 300 bytes more.
 */
struct evaluations {
    struct evaluation *items;
    size_t count, capacity;
    struct arena *memory; /* the strings */
    struct arena *room;   /* the evaluations, where they are many; NULL: they are in .memory too */
    bool keeps_outlines;
};

/* The spelling of AWS: "NON_COMPLIANT". Static storage. */
const char *compliance_type_name(enum compliance_type type);

/*
 * Appends a copy, strings too; of its item an outline where the list keeps them, else NULL. An
 * annotation to be sent is cut to 256 UTF-16 units; an empty one becomes NULL. Where memory ends
 * the list is as it was.
 */
void evaluations_add(struct evaluations *evaluations, const struct evaluation *evaluation);

/*
 * Pointers to all of them in arena, sorted by type and id; equal ones in the order of adding. The
 * next evaluations_add() makes them invalid.
 */
const struct evaluation **evaluations_sorted(struct arena *arena,
                                             const struct evaluations *evaluations);

/* The order of evaluations_sorted(), for bsearch(): <0, 0, >0. */
int evaluation_compare(const struct evaluation *one, const struct evaluation *other);

/*
 * Of several with the same type and id keeps the last: a resource may move from one page of a list
 * to the next while both are read. The memory that it takes from scratch is given back.
 */
void evaluations_keep_last(struct arena *scratch, struct evaluations *evaluations);

size_t evaluations_count(const struct evaluations *evaluations, enum compliance_type type);

/* ERROR_RULE saying how many resources could not be evaluated, and naming the first. */
MUST_USE bool evaluations_complete(const struct evaluations *evaluations, struct error *err);

/*
 * The evaluation as PutEvaluations takes it, with OrderingTimestamp as seconds to the millisecond
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html).
 */
cJSON *evaluation_json(const struct evaluation *evaluation);

/*
 * The whole request body: the evaluations that items points to, and the token. result_token
 * "TESTMODE", the convention of AWS's own rule samples, asks the service to record nothing.
 */
cJSON *put_evaluations_json(const struct evaluation *const *items, size_t count,
                            const char *result_token);

#endif
