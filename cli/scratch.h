/* scratch.h - memory for one input of many. */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "core/arena.h"

/*
 * Calls work with an arena of its own, which JSON uses meanwhile, so that no input takes the memory
 * of the next. Its limit is that of arena, which JSON uses again afterwards. Returns what work
 * returns; false with ERROR_LIMIT when work needs more memory than there is.
 */
MUST_USE bool run_in_scratch(struct arena *arena,
                             bool (*work)(struct arena *scratch, void *context, struct error *err),
                             void *context, struct error *err);

/* ERROR_LIMIT: what was being read does not fit the arena. Returns false. */
bool out_of_memory(const struct arena *arena, struct error *err);

#endif
