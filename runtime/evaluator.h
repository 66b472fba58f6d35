/*
 * evaluator.h - what an invocation is for: from an event of AWS Config to what AWS Config is told.
 */
#ifndef RUNTIME_EVALUATOR_H
#define RUNTIME_EVALUATOR_H

#include "aws/client.h"
#include "engine/rule.h"
#include "runtime/account.h"
#include "runtime/runtime_api.h"

/* What outlives an invocation. */
struct evaluator {
    struct aws_client client;
    struct accounts accounts;
    struct roles roles;
};

/* What an invocation concluded, for its answer and the metrics. */
struct outcome {
    const struct rule *rule; /* NULL: none was found */
    struct evaluations evaluations;
};

/*
 * Reads the event, finds the rule, signs in to the event's account, evaluates, and puts each result
 * that could be had. A quarter of the time until the deadline is kept for that. arena is JSON's,
 * which the client's replies live in too; *outcome has the memory of its evaluations set, and
 * nothing else.
 *
 * False with *err when not everything was evaluated and put: what was is put all the same, and what
 * was not is logged by name. That results of resources which are gone cannot be found is no failure
 * but a warning. Where memory ends it is left to the caller's arena_try(), but for periodic runs,
 * see engine_evaluate(); *outcome tells then how far it came.
 */
MUST_USE bool evaluator_serve(struct evaluator *evaluator, struct arena *arena,
                              const struct invocation *invocation, struct outcome *outcome,
                              struct error *err);

#endif
