/*
 * worker.h - runs rules in a process of its own, so that a rule that ends it (abort(), a bad
 * pointer) ends one input and not the command, which knows which one that was.
 */
#ifndef CLI_WORKER_H
#define CLI_WORKER_H

#include "core/json.h"

struct worker {
    /*
     * Called in the worker process for each input, numbered from 0; what it finds out it hands over
     * with worker_tell(). Standard input, output and error are the command's.
     */
    void (*work)(struct worker *self, size_t input);
    /* Called in the worker process after its last input; NULL: nothing is left to do. */
    void (*end)(struct worker *self);
    /* Called in this process for each fact, in order. */
    void (*take)(struct worker *self, size_t input, const cJSON *fact);
    /* Called in this process when the input ended the worker; how: "ended by Aborted". The next
     * input gets another worker. */
    void (*lost)(struct worker *self, size_t input, const char *how);
    struct arena *arena; /* of the process; facts are read in a scratch arena, see scratch.h */
    int output;          /* of the worker process; private */
};

/* All inputs; returns when they are done. ERROR_CONFIGURATION: no process can be started. */
MUST_USE bool worker_run(struct worker *worker, size_t count, struct error *err);

/* Hands a fact, an object, to the other process. For the worker process. */
void worker_tell(const struct worker *worker, const cJSON *fact);

#endif
