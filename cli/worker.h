/*
 * worker.h - runs rules in a process of its own, the worker process. A rule that ends that process
 * with abort() or a bad pointer ends the evaluation of one input. This process knows which input
 * that was, and goes on with the next one.
 */
#ifndef CLI_WORKER_H
#define CLI_WORKER_H

#include "core/json.h"

struct worker {
    /*
     * Called in the worker process for each input, numbered from 0. It hands results over with
     * worker_tell(). Standard input, output and error are those of this process.
     */
    void (*work)(struct worker *self, size_t input);
    /* Called in the worker process after its last input; NULL: there is nothing to do. */
    void (*end)(struct worker *self);
    /*
     * Called in this process for each fact, in order. The fact lives until this returns. It is left
     * where .arena has no more memory, as arena_try() says.
     */
    void (*take)(struct worker *self, size_t input, const cJSON *fact);
    /*
     * Called in this process when an input ended the worker process, as it does where it needs more
     * memory than .arena has. how: "ended by Aborted". The next input gets another worker process.
     */
    void (*lost)(struct worker *self, size_t input, const char *how);
    struct arena *arena; /* of the process, JSON's; each fact is read in an arena of its own */
    int output;          /* of the worker process; private */
};

/*
 * Works on all inputs, and returns when that is done. ERROR_CONFIGURATION: no process can be
 * started, or it failed after the last input. ERROR_LIMIT: there is no memory to take a fact in,
 * and those that follow it are not taken either.
 */
MUST_USE bool worker_run(struct worker *worker, size_t count, struct error *err);

/* Called in the worker process: hands a fact, an object, to the other process. */
void worker_tell(const struct worker *worker, const cJSON *fact);

#endif
