/*
 * deleted_results.h - the results that AWS Config still shows for resources which are there no
 * longer. A deletion is told once; when that event was lost, or a rule was off at the time, the
 * result would stay for ever.
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
 * After a periodic run over resources that evaluated all of them: appends to *evaluations, which
 * are that run's, a NOT_APPLICABLE for every result of the Config rule, by type and id, that the
 * run has no answer for and whose resource was deleted, as AWS Config's history must confirm: a
 * type that is recorded no longer, or an index that lags, deletes nothing. Results newer than the
 * event, and those of proactive evaluations, are left alone. One run looks into 100 results, from
 * another place on each time, and gives up after 10 that the history does not settle.
 *
 * False with *err when not all of them could be found; what is appended is still right. When AWS
 * Config's list of results broke off nothing is. As engine_evaluate() it keeps an eighth of the
 * memory for putting; arena stands alone.
 */
MUST_USE bool deleted_results_find(struct arena *arena, const struct event *event,
                                   struct reader *reader, struct evaluations *evaluations,
                                   struct error *err);

#endif
