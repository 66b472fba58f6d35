/*
 * evaluator.h - the handler for AWS Config's rules: an event comes in, evaluations are put.
 */
#ifndef RUNTIME_EVALUATOR_H
#define RUNTIME_EVALUATOR_H

#include "aws/client.h"
#include "engine/rule.h"
#include "runtime/account.h"
#include "runtime/handler.h"

/* What an invocation concluded, for its answer and the metrics. */
struct outcome {
    const struct rule *rule; /* NULL: none was found */
    struct evaluations evaluations;
};

/* What outlives an invocation. */
struct evaluator {
    struct aws_client client;
    struct accounts accounts;
    struct roles roles;
};

/*
 * Reads the event, finds the rule, signs in to the event's account, evaluates, and puts each result
 * that could be had. A quarter of the time until the deadline is kept for putting. arena is JSON's,
 * which AWS's replies live in too. Of *outcome the memory of the evaluations is set, and nothing
 * else.
 *
 * False with *err when not everything was evaluated and put: what was is put all the same, and what
 * was not is logged by name. That results of deleted resources cannot be found is a warning, no
 * failure. Where memory ends in a periodic run, see engine_evaluate(), that is a failure too; else
 * it is left to the caller's arena_try(), and *outcome tells how far it came.
 */
MUST_USE bool evaluator_serve(struct evaluator *evaluator, struct arena *arena,
                              const struct invocation *invocation, struct outcome *outcome,
                              struct error *err);

#endif
