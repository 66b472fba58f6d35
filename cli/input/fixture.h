/*
 * fixture.h - one scenario of a rule in a JSON file: what happens to it, what AWS answers, and what
 * is expected of the rule.
 *
 * Keys: scenario (one line); rule; ruleParameters, over those of the event; one of event (whatever
 * event_read() takes), configurationItem (of a change, so that what it lacks is empty), and
 * "trigger": "periodic"; aws (recorded replies, see
 * replies.h); expect. expect is {complianceType, annotation} for exactly one evaluation; an array
 * of such, with resourceType and resourceId, for each in order, [] for none at all; or {error},
 * part of the message of the evaluation that fails. What expect leaves out may be anything;
 * annotation null: there is none. A fixture that is not understood in every part fails, because it
 * might test nothing.
 */
#ifndef CLI_FIXTURE_H
#define CLI_FIXTURE_H

#include <stdbool.h>

#include "core/arena.h"

/* Strings live in the arena of fixture_run(). */
struct fixture_result {
    const char *scenario, *rule; /* "" where the file does not say */
    bool passed;
    const char *expected, *actual; /* for people, each on one line; NULL when it passed */
};

/* Reads and runs the fixture in a file. JSON must use the same arena. */
void fixture_run(struct arena *arena, const char *path, struct fixture_result *out);

#endif
