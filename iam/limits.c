#include "iam/limits.h"

#include <string.h>

bool iam_text_total_add(struct iam_text_total *total, const char *text, const char *what,
                        struct error *err)
{
    size_t length = strlen(text);

    total->bytes += length;
    if (length > IAM_TEXT_LIMIT)
        return error_set(err, ERROR_INPUT, "%s has more than %d bytes", what, IAM_TEXT_LIMIT);
    return total->bytes <= (size_t)total->limit ||
           error_set(err, ERROR_INPUT, "%smore than %d bytes of text", total->whole, total->limit);
}
