#include <string.h>

#include "engine/rule.h"

#define DRAFT "DRAFT"

/* What is found out of an account's agents. */
struct agents {
    struct rule_context *ctx;
    struct misses misses;
    struct error unknown; /* the last thing that could not be asked */
};

/* One agent of ListAgents. */
struct agent {
    const char *id, *name;
};

/* Asks about an agent; version may be NULL. NULL: that is recorded. */
static const cJSON *ask(struct agents *agents, const char *operation, const struct agent *agent,
                        const char *version)
{
    cJSON *request = cJSON_CreateObject();

    cJSON_AddStringToObject(request, "agentId", agent->id);
    json_add_text(request, "agentVersion", version);
    return aws_read(agents->ctx, "bedrock", operation, request, &agents->unknown);
}

/*
 * Records what is wrong with the guardrail of one version of an agent, as GetAgent and
 * GetAgentVersion tell it. Who may change the guardrail changes what its DRAFT blocks; a version
 * stays as it is
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-versions-create.html).
 */
static void require_guardrail(struct agents *agents, const struct agent *agent, const char *which,
                              const cJSON *told)
{
    const char *guardrail = json_string(told, "guardrailConfiguration.guardrailIdentifier", "");
    const char *version = json_string(told, "guardrailConfiguration.guardrailVersion", "");

    if (!cJSON_IsObject(told))
        error_set(&agents->unknown, ERROR_SERVICE, "the reply does not describe agent %s",
                  agent->name);
    else if (!*guardrail)
        miss(agents->ctx, &agents->misses, "%s (%s) %s has none", agent->name, agent->id, which);
    else if (!*version)
        error_set(&agents->unknown, ERROR_SERVICE, "agent %s has a guardrail without version",
                  agent->name);
    else if (strcmp(version, DRAFT) == 0)
        miss(agents->ctx, &agents->misses, "%s (%s) %s has " DRAFT " of %s", agent->name, agent->id,
             which, guardrail);
}

/* The version that an alias serves; "" where it serves none. */
static const char *served_by(const cJSON *alias)
{
    const cJSON *routes = json_get(alias, "routingConfiguration");

    return json_string(routes ? routes->child : NULL, "agentVersion", "");
}

/* Whether an alias before this one serves the same version. */
static bool is_asked(const cJSON *aliases, const cJSON *alias)
{
    for (const cJSON *one = aliases->child; one != alias; one = one->next)
        if (strcmp(served_by(one), served_by(alias)) == 0)
            return true;
    return false;
}

/*
 * The numbered versions that aliases serve, paused ones too, which one call resumes. Every agent
 * has an alias for tests, TSTALIASID, which serves the working draft: that counts only where nobody
 * made another
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/agents-test.html).
 */
static void require_agent(struct agents *agents, const struct agent *agent)
{
    const cJSON *reply = ask(agents, "ListAgentAliases", agent, NULL);
    const cJSON *aliases = json_get(reply, "agentAliasSummaries");
    bool numbered = false;

    if (!reply)
        return;
    if (!cJSON_IsArray(aliases)) {
        error_set(&agents->unknown, ERROR_SERVICE, "the reply has no agentAliasSummaries");
        return;
    }
    for (const cJSON *alias = aliases->child; alias; alias = alias->next) {
        const char *version = served_by(alias);
        const cJSON *routes = json_get(alias, "routingConfiguration");

        if (!json_is_absent(routes) && !cJSON_IsArray(routes))
            error_set(&agents->unknown, ERROR_SERVICE, "an alias of agent %s has no list of routes",
                      agent->name);
        if (!*version || strcmp(version, DRAFT) == 0)
            continue;
        numbered = true;
        if (is_asked(aliases, alias))
            continue;
        reply = ask(agents, "GetAgentVersion", agent, version);
        if (reply)
            require_guardrail(agents, agent,
                              arena_printf(context_arena(agents->ctx), "version %s", version),
                              json_get(reply, "agentVersion"));
    }
    if (numbered)
        return;
    reply = ask(agents, "GetAgent", agent, NULL);
    if (reply)
        require_guardrail(agents, agent, "draft", json_get(reply, "agent"));
}

/* Whether the rule's owner asks for the agent. */
static bool is_asked_for(struct rule_context *ctx, const char *id)
{
    return !parameter_list(ctx, "agentIds")[0] || parameter_list_has(ctx, "agentIds", id);
}

/* An id that the rule's owner gave and that no agent has; NULL: there is none. */
static const char *stray_id(struct rule_context *ctx, const cJSON *summaries)
{
    for (const char *const *id = parameter_list(ctx, "agentIds"); *id; id++) {
        const cJSON *one = summaries->child;

        while (one && strcmp(json_string(one, "agentId", ""), *id) != 0)
            one = one->next;
        if (!one)
            return *id;
    }
    return NULL;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    struct agents agents = {.ctx = ctx};
    struct error err = {0};
    const cJSON *reply = aws_read(ctx, "bedrock", "ListAgents", NULL, &err);
    const cJSON *summaries = json_get(reply, "agentSummaries");

    (void)item; /* the account that the credentials are for */
    if (!reply)
        return evaluation_failed(ctx, "Cannot list agents: %s", err.message);
    if (!cJSON_IsArray(summaries))
        return evaluation_failed(ctx, "Cannot list agents: the reply has no agentSummaries");
    const char *stray = stray_id(ctx, summaries);
    if (stray)
        return evaluation_failed(ctx, "ruleParameters.agentIds: there is no agent %s", stray);
    if (!summaries->child)
        return not_applicable(ctx, "There are no agents.");
    for (const cJSON *one = summaries->child; one; one = one->next) {
        const struct agent agent = {
            .id = json_string(one, "agentId", NULL),
            .name = json_string(one, "agentName", "agent"),
        };

        if (!agent.id)
            error_set(&agents.unknown, ERROR_SERVICE, "ListAgents named an agent without agentId");
        else if (is_asked_for(ctx, agent.id))
            require_agent(&agents, &agent);
    }
    if (agents.misses.count)
        return non_compliant(ctx, "Agents without a guardrail of a fixed version: %s.",
                             misses_few(ctx, &agents.misses));
    if (agents.unknown.kind != ERROR_NONE)
        return evaluation_failed(ctx, "Cannot ask about an agent: %s", agents.unknown.message);
    return compliant();
}

static const struct parameter parameters[] = {
    {
        .name = "agentIds",
        .type = PARAMETER_LIST,
        .pattern = "[0-9A-Za-z]{10}",
        .text = "Agents that must have a guardrail; without it, all of the account in this Region.",
    },
    {0},
};

const struct rule rule_bedrock_agent_guardrail_enabled = {
    .name = "bedrock-agent-guardrail-enabled",
    .description =
        "Checks that Bedrock agents have a guardrail of a fixed version: in each version "
        "that an alias serves, and in the working draft of an agent without aliases.",
    .remediation =
        "Associate a numbered version of a guardrail with the agent, prepare it, and let "
        "its aliases serve a new version of the agent.",
    .severity = SEVERITY_MEDIUM,
    .controls = (const struct control[]){{NIST_800_53, "SI-10", NIST_800_53_R5},
                                         {NIST_800_53, "SI-15", NIST_800_53_R5},
                                         {ISO_42001, "A.9.4", ISO_IEC_42001},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::::Account", NULL},
    .triggers = TRIGGER_PERIODIC,
    .parameters = parameters,
    .reads = (const char *const[]){"bedrock:ListAgents", "bedrock:ListAgentAliases",
                                   "bedrock:GetAgentVersion", "bedrock:GetAgent", NULL},
    .evaluate = evaluate,
};
