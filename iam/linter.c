#include "iam/linter.h"

#include <stdarg.h>
#include <string.h>

void texts_add(struct texts *texts, const char *text)
{
    texts->items = arena_grow(texts->arena, texts->items, texts->count + 1, &texts->capacity,
                              sizeof(*texts->items));
    texts->items[texts->count++] = text;
    texts->items[texts->count] = NULL;
}

void texts_printf(struct texts *texts, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    texts_add(texts, arena_vprintf(texts->arena, fmt, args));
    va_end(args);
}

const char *const *texts_list(const struct texts *texts)
{
    static const char *const none[] = {NULL};

    return texts->items ? texts->items : none;
}

void linter_warn(struct linter *linter, const char *fmt, ...)
{
    const struct iam_statement *statement = linter->statement;
    struct arena *arena = linter->warnings.arena;
    va_list args;

    va_start(args, fmt);
    const char *text = arena_vprintf(arena, fmt, args);
    va_end(args);
    const char *sid = statement->sid ? arena_printf(arena, " (%s)", statement->sid) : "";
    texts_add(&linter->warnings, arena_printf(arena, "%s%s: %s", statement->place, sid, text));
}

bool linter_covers(struct linter *linter, const struct iam_pattern *wide,
                   const struct iam_pattern *narrow)
{
    if (linter->work >= LINTER_WORK_LIMIT)
        return false;
    /* Without a wildcard it ends at the first letter that differs. */
    bool quick = !strpbrk(wide->source, "*?$");
    linter->work += quick ? 1 : (strlen(wide->source) + 1) * (strlen(narrow->source) + 1);
    return iam_pattern_covers(wide, narrow);
}
