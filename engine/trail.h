/*
 * trail.h - what rules ask about the trails of CloudTrail, and which events a trail records. A rule
 * that uses it names the operations that it calls in .reads.
 */
#ifndef ENGINE_TRAIL_H
#define ENGINE_TRAIL_H

#include "engine/rule.h"

/* The eventSource of Bedrock's events: its runtime calls, its agents and its control plane alike. */
#define TRAIL_SOURCE_BEDROCK "bedrock.amazonaws.com"

/*
 * DescribeTrails: the trails that record in this Region, also those of another Region and of the
 * organization. An array; NULL with *err where it is not known.
 */
const cJSON *trails_read(struct rule_context *ctx, struct error *err);

/*
 * The ARN of one of these trails, by which it is asked about: by its name only a trail of this
 * Region and account is found. NULL with *err: it has none.
 */
const char *trail_arn(const cJSON *trail, struct error *err);

/* GetTrailStatus, with an IsLogging that is true or false; NULL with *err. */
const cJSON *trail_status_read(struct rule_context *ctx, const char *arn, struct error *err);

/*
 * What the status says in member ("LatestDeliveryError") of a kind of delivery; "" where it tells
 * no error. It tells no time of an error, and no document says when one goes away. So an error
 * counts as long as it is told, whatever the times of later deliveries are
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html). False:
 * the member is no text.
 */
MUST_USE bool trail_delivery_error(const cJSON *status, const char *member, const char **out,
                                   struct error *err);

/*
 * GetEventSelectors. NULL where the trail has none of its own, and so records all management events
 * and nothing else
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html). For a
 * trail without, DescribeTrails says so too, which counts where the trail itself may not be asked.
 */
MUST_USE bool trail_selectors_read(struct rule_context *ctx, const cJSON *trail, const char *arn,
                                   const cJSON **out, struct error *err);

/* All events of a kind, whatever they are called, whoever causes them and on whichever resource. */
struct trail_events {
    const char *resource_type; /* of data events: "AWS::Bedrock::Guardrail"; NULL: management */
    const char *source;        /* their eventSource; of data events NULL: not known */
    bool reading;              /* readOnly of the events */
};

/* Whether a trail with these selectors, which may be NULL, records all of the events. */
bool trail_records(const cJSON *selectors, const struct trail_events *events);

#endif
