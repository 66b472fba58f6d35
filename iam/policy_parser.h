/*
 * policy_parser.h - what the files that read a policy share: how far they are, how they refuse, and
 * the elements of a statement. Who wants a policy read: policy.h.
 */
#ifndef IAM_POLICY_PARSER_H
#define IAM_POLICY_PARSER_H

#include <stdarg.h>

#include "iam/policy.h"

struct policy_parser {
    struct arena *arena;
    struct error *err;
    struct iam_policy *policy;   /* as far as it is read */
    struct iam_text_total total; /* of the policy, so far */
};

/* ERROR_INPUT with a message that quotes nothing of the document: it is policy->why too. */
bool policy_refuse(struct policy_parser *parser, const char *fmt, ...) PRINTF(2, 3);

/*
 * Every text of a policy comes by here. ERROR_INPUT: it is too long, or all of them are (limits.h).
 */
MUST_USE bool policy_count_text(struct policy_parser *parser, const char *text);

/* A string, or a list of strings: the first, and how many there are, by ->next. */
MUST_USE bool policy_read_strings(struct policy_parser *parser, const cJSON *json,
                                  const cJSON **first, size_t *count);

/*
 * Each reads one element, or its Not..., which statement->not_... says, into the statement.
 * ERROR_INPUT: it is not of the grammar.
 */
MUST_USE bool policy_read_principal(struct policy_parser *parser, const cJSON *json,
                                    struct iam_statement *statement); /* policy_principal.c */
MUST_USE bool policy_read_actions(struct policy_parser *parser, const cJSON *json,
                                  struct iam_statement *statement);
MUST_USE bool policy_read_resources(struct policy_parser *parser, const cJSON *json,
                                    struct iam_statement *statement);
MUST_USE bool policy_read_conditions(struct policy_parser *parser, const cJSON *json,
                                     struct iam_statement *statement);

#endif
