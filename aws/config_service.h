/*
 * config_service.h - telling AWS Config what was concluded, so that nothing is lost on the way: a
 * batch is at most 100 evaluations, what the service reports as failed is put again, and a batch it
 * rejects is halved until the one bad evaluation stands alone. FailedEvaluations gives no reasons,
 * so an entry says no more than its type and id. Where one is for no evaluation of the batch, or
 * for one that another entry is for, any of the batch may be meant: all of it is put again. To put
 * an evaluation twice changes nothing; to forget one would.
 *
 * https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html
 */
#ifndef AWS_CONFIG_SERVICE_H
#define AWS_CONFIG_SERVICE_H

#include "aws/client.h"
#include "config/evaluation.h"

/*
 * Puts every evaluation but those that are EVALUATION_FAILED. With none at all it still answers the
 * token, with an empty list; when all failed it puts nothing, so that AWS Config keeps what it had.
 * False when at least one was not accepted, or may not have been, in four submissions: each is
 * logged, or counted from the hundredth on when the time is over; *err counts them and names the
 * first, and all others have been put.
 */
MUST_USE bool config_put_evaluations(const struct aws_caller *caller, const char *result_token,
                                     const struct evaluations *evaluations, struct error *err);

#endif
