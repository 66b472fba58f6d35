/*
 * evaluator.h - the half of "configrule run" that is in the worker process: it evaluates what is in
 * a file, and tells the other half facts, each an object with one member:
 *
 *   next        an evaluation begins: {"at": place in the file, "rule": name}
 *   evaluation  an evaluation, as report/line.h writes it
 *   body        the PutEvaluations request that the evaluations before it make
 *   skipped     true: the file holds items that no rule is for
 *   failed      true: something failed, which was said on standard error
 */
#ifndef CLI_EVALUATOR_H
#define CLI_EVALUATOR_H

#include "cli/input/events.h"
#include "cli/input/paths.h"
#include "cli/input/replies.h"
#include "cli/live.h"
#include "cli/worker.h"
#include "engine/rule.h"

/* A rule with its parameters read. */
struct prepared {
    struct rule_context *rule; /* NULL: .why */
    struct error why;
};

struct evaluator {
    struct event_visitor visitor; /* private */

    /* Set by who makes it. */
    const struct worker *worker; /* that tells the facts */
    struct arena *arena;         /* of the process */
    const struct rule *chosen;   /* NULL: the events say */
    const cJSON *parameters;     /* an object: of the command line, over those of the events */
    struct replies replies;      /* answer the questions of rules */
    bool asks_live;              /* the real account does instead */
    bool wants_requests;         /* PutEvaluations requests are facts too */

    /* Private: of the file that is being run, and of the account. */
    const struct input_path *input;
    struct prepared *prepared; /* each of rules[], for all events of the file that name no rule */
    size_t skipped;            /* items that no rule is for */
    struct arena *names;       /* of their types: memory that outlives the visit of an event */
    const char **types;        /* theirs, each once */
    size_t type_count, type_capacity;
    struct live live;
    bool live_tried;
};

/* Evaluates a file. Nothing of it is left in the arena. */
void evaluator_run(struct evaluator *evaluator, const struct input_path *input);

/* After the last file. */
void evaluator_close(struct evaluator *evaluator);

#endif
