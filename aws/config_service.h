/*
 * config_service.h - gives evaluations to AWS Config, and loses none on the way. They are put in
 * batches of at most 100. What the service reports in FailedEvaluations is put again. A batch that
 * it rejects is halved until the bad evaluation stands alone.
 *
 * An entry of FailedEvaluations has a type, an id and no reason. Where no evaluation of the batch
 * has them, or another entry has the same, it may mean any of the batch, and all of it is put
 * again: to put an evaluation twice changes nothing.
 *
 * https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html
 */
#ifndef AWS_CONFIG_SERVICE_H
#define AWS_CONFIG_SERVICE_H

#include "aws/client.h"
#include "config/evaluation.h"

/*
 * Puts all evaluations but those that are EVALUATION_FAILED. Without any evaluations it puts an
 * empty list, which answers the token. When all are EVALUATION_FAILED it puts nothing, and AWS
 * Config keeps its old results.
 *
 * False when at least one was not accepted, or may not have been, after four submissions; all
 * others have been put. Each of those is logged, but from the hundredth on only while there is
 * time. *err says how many there are and names the first. ERROR_INPUT when result_token is NULL.
 */
MUST_USE bool config_put_evaluations(const struct aws_caller *caller, const char *result_token,
                                     const struct evaluations *evaluations, struct error *err);

#endif
