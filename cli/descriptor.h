/*
 * descriptor.h - a rule's descriptor as data. Everything that documents rules (list, show, the
 * catalogue, the Terraform input) is printed from this JSON.
 */
#ifndef CLI_DESCRIPTOR_H
#define CLI_DESCRIPTOR_H

#include "core/arena.h"
#include "core/json.h"
#include "engine/rule.h"

/*
 * An object, in the arena that JSON uses:
 *
 *   name, description, remediation
 *   severity       "critical", "high", "medium" or "low"
 *   controls       each with standard, id, and source, the address of the document that says so
 *   resourceTypes  the types that it evaluates
 *   scope          the types whose changes invoke it
 *   triggers       of "ConfigurationChanges" and "Periodic"
 *   parameters     each with name, type, required, default (text; null: none), description, and
 *                  where the rule says so minimum and maximum, choices, pattern, unit
 *   enabledByDefault  whether Terraform deploys it where nobody names it
 *   reads          the IAM actions behind its questions to AWS
 *   readResources  by action, the ARNs that a policy can limit it to; "*": none
 */
cJSON *descriptor_json(const struct rule *rule);

/* All rules, in the order of their names. */
cJSON *descriptors_json(void);

/*
 * The strings of an array for people: "a, b"; "none" when it is empty. quote is put before and
 * after each of them.
 */
const char *descriptor_join(struct arena *arena, const cJSON *array, const char *quote);

/* What a parameter of descriptor_json() may be: "integer, 1 to 90, in days". */
const char *descriptor_values(struct arena *arena, const cJSON *parameter);

#endif
