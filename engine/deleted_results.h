/*
 * deleted_results.h - the results that AWS Config still shows for deleted resources. It tells of a
 * deletion once. When that event was lost, or the rule was off at the time, the result would stay
 * for ever.
 *
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetComplianceDetailsByConfigRule.html
 */
#ifndef ENGINE_DELETED_RESULTS_H
#define ENGINE_DELETED_RESULTS_H

#include "config/evaluation.h"
#include "config/event.h"
#include "config/reader.h"
#include "engine/rule.h"

/*
 * For after a periodic run that evaluated all resources. Appends to *evaluations, which are those
 * of that run, a NOT_APPLICABLE for each deleted resource of which the Config rule still has a
 * result. AWS Config's history must say that it was deleted: that a list does not have it may also
 * be because its type is no longer recorded, or because an index lags. Results newer than the
 * event, and those of proactive evaluations, are left alone. One run asks the history about 100
 * results, in each run from another one on, and gives up after 10 that it could not ask about.
 *
 * False with *err when not all of them could be found; what was appended is right all the same.
 * Nothing is appended when AWS Config's list of results broke off. As rule_evaluate_event() does,
 * it keeps an eighth of the memory for putting; arena stands alone.
 */
MUST_USE bool deleted_results_find(struct arena *arena, const struct event *event,
                                   struct reader *reader, struct evaluations *evaluations,
                                   struct error *err);

#endif
