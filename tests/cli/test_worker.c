#include "tests/unit.h"

#include <sys/wait.h>
#include <unistd.h>

#include "cli/worker.h"

struct arena arena = {.limit = (size_t)1 << 20};

#define INPUTS 3
#define TOO_LARGE 1 /* the input that needs more memory than there is */

/* A command that works on inputs, and what it heard of them. */
struct command {
    struct worker worker;
    bool done;
    size_t taken[INPUTS], lost[INPUTS];
    char how[64];
};

static void work(struct worker *self, size_t input)
{
    if (input == TOO_LARGE)
        arena_alloc(self->arena, self->arena->limit);
    worker_tell(self, cJSON_CreateObject());
}

static void take(struct worker *self, size_t input, const cJSON *fact)
{
    assert_true(cJSON_IsObject(fact));
    ((struct command *)self)->taken[input]++;
}

static void take_too_much(struct worker *self, size_t input, const cJSON *fact)
{
    take(self, input, fact);
    if (input == TOO_LARGE)
        arena_alloc(self->arena, self->arena->limit);
}

static void tell(struct worker *self, size_t input)
{
    (void)input;
    worker_tell(self, cJSON_CreateObject());
}

static void lost(struct worker *self, size_t input, const char *how)
{
    struct command *command = (struct command *)self;

    command->lost[input]++;
    snprintf(command->how, sizeof(command->how), "%s", how);
}

static void run(void *context)
{
    struct command *command = context;
    struct error err;

    command->done = worker_run(&command->worker, INPUTS, &err);
}

static void an_input_that_memory_ends_in_is_lost_and_the_worker_process_ends(void **state)
{
    struct command command = {
        .worker = {.work = work, .take = take, .lost = lost, .arena = &arena}};
    const pid_t process = getpid();

    (void)state;
    bool whole = arena_try(&arena, 0, run, &command);
    if (getpid() != process)
        _exit(99); /* the worker process goes on with what this one does */
    assert_true(whole && command.done);
    for (size_t i = 0; i < INPUTS; i++) {
        assert_int_equal(command.taken[i], i != TOO_LARGE);
        assert_int_equal(command.lost[i], i == TOO_LARGE);
    }
    assert_string_equal(command.how, "ended with status 1");
}

static void where_memory_ends_no_more_facts_are_taken(void **state)
{
    struct command command = {
        .worker = {.work = tell, .take = take_too_much, .lost = lost, .arena = &arena}};
    struct error err = {0};

    (void)state;
    assert_false(worker_run(&command.worker, INPUTS, &err));
    assert_int_equal(err.kind, ERROR_LIMIT);
    assert_string_equal(err.message, "needs more than 1 MiB of memory");
    for (size_t i = 0; i < INPUTS; i++) {
        assert_int_equal(command.taken[i], i <= TOO_LARGE);
        assert_int_equal(command.lost[i], 0);
    }
    assert_int_equal(waitpid(-1, NULL, 0), -1); /* no process is left */
    assert_ptr_equal(json_arena(), &arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_input_that_memory_ends_in_is_lost_and_the_worker_process_ends),
        TEST(where_memory_ends_no_more_facts_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
