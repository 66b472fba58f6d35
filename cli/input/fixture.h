/*
 * fixture.h - one scenario of a rule in a JSON file: what happens, what AWS answers, and what is
 * expected of the rule. Its keys:
 *
 *   scenario        one line
 *   rule            the rule's name; without it, the event says
 *   ruleParameters  set over those of the event
 *   event, configurationItem or trigger
 *                   one of them: whatever event_read() takes; an item that was changed, where
 *                   what is missing is empty; "periodic"
 *   aws             recorded replies, see replies.h
 *   expect          {complianceType, annotation}: exactly one evaluation;
 *                   an array of such, with resourceType and resourceId: these, in order; []: none;
 *                   {error}: a part of the message with which the evaluation fails
 *
 * What expect leaves out may be anything; annotation null: there is none. A fixture fails when any
 * part of it is not understood, as it might test nothing.
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
