/*
 * wildcard.h - IAM's patterns: '*' matches any characters, '?' any one, all others themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
#ifndef IAM_WILDCARD_H
#define IAM_WILDCARD_H

#include <stdbool.h>

/* Letters match in either case, as in the names of actions. Linear in both texts but for the '*'s.
 */
bool wildcard_match(const char *pattern, const char *text);

#endif
