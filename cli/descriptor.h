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
 * name, description, remediation; resourceTypes, the types it evaluates; scope, the types whose
 * changes invoke it; triggers, "ConfigurationChanges" and "Periodic"; parameters; reads, the IAM
 * actions behind its questions to AWS; readResources, by action, the ARNs that a policy can bind it
 * to ("*": to none). A parameter has name, type, required, default (text; null:
 * none), description, and where they mean something minimum and maximum, choices, unit.
 */
cJSON *descriptor_json(const struct rule *rule);

/* All rules, in the order of their names. */
cJSON *descriptors_json(void);

/* The strings of an array for people, each between two quotes: "a, b"; "none" when it is empty. */
const char *descriptor_join(struct arena *arena, const cJSON *array, const char *quote);

/* What a parameter of descriptor_json() may be: "integer, 1 to 90, in days". */
const char *descriptor_values(struct arena *arena, const cJSON *parameter);

#endif
