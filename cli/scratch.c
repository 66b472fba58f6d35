#include "cli/scratch.h"

#include "core/json.h"

/* The work of run_in_scratch(), for arena_try(). */
struct scratch_work {
    bool (*work)(struct arena *scratch, void *context, struct error *err);
    struct arena scratch;
    void *context;
    struct error *err;
    bool done;
};

static void work_in_scratch(void *context)
{
    struct scratch_work *w = context;

    w->done = w->work(&w->scratch, w->context, w->err);
}

bool out_of_memory(const struct arena *arena, struct error *err)
{
    return error_set(err, ERROR_LIMIT, "needs more than %zu MiB of memory", arena->limit >> 20);
}

bool run_in_scratch(struct arena *arena,
                    bool (*work)(struct arena *scratch, void *context, struct error *err),
                    void *context, struct error *err)
{
    struct scratch_work w = {
        .work = work, .scratch.limit = arena->limit, .context = context, .err = err};

    json_use_arena(&w.scratch);
    if (!arena_try(&w.scratch, 0, work_in_scratch, &w))
        out_of_memory(&w.scratch, err);
    json_use_arena(arena);
    arena_reset(&w.scratch);
    return w.done;
}
