#include "iam/wildcard.h"

#include <stddef.h>
#include <string.h>

#include "core/arn.h"
#include "iam/limits.h"

#define ANY IAM_WILDCARD_ANY[0]
#define ANY_PART IAM_WILDCARD_ANY_PART[0]
#define ONE IAM_WILDCARD_ONE[0]
#define ONE_PART IAM_WILDCARD_ONE_PART[0]

#define CODE_POINT_SIZE 4

char iam_wildcard_of(char character)
{
    return (char)(character == '*' ? ANY : character == '?' ? ONE : character);
}

char *iam_wildcard_compile(struct arena *arena, const char *text)
{
    char *compiled = arena_strdup(arena, text);

    for (char *at = compiled; *at; at++)
        *at = iam_wildcard_of(*at);
    return compiled;
}

bool iam_wildcard_divide(char *compiled, bool long_ends)
{
    int colons = 0;

    if (compiled[0] == ANY && !compiled[1])
        return true;
    for (char *at = compiled; *at && colons < ARN_COLONS; at++) {
        bool ends = at[1] == ':' || !at[1];

        if (*at == ':')
            colons++;
        else if (*at == ONE)
            *at = ONE_PART;
        else if (*at == ANY && !(long_ends && ends))
            *at = ANY_PART;
    }
    return colons == ARN_COLONS;
}

static bool is_any(char c)
{
    return c == ANY || c == ANY_PART;
}

static bool is_one(char c)
{
    return c == ONE || c == ONE_PART;
}

static bool continues_code_point(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static const char *after_code_point(const char *text)
{
    do
        text++;
    while (continues_code_point(*text));
    return text;
}

/* What a wildcard matches of the other side, which is a text or a compiled pattern. */
struct reach {
    bool (*one)(char wildcard, char other); /* whether that '?' matches it */
    bool (*within_part)(char other);        /* whether a '*' that stays in its part does */
};

static bool one_of_text(char wildcard, char other)
{
    return other && (wildcard == ONE || other != ':');
}

static bool part_of_text(char other)
{
    return other && other != ':';
}

/* A '?' matches another wildcard when that one matches no more than it does. */
static bool one_of_pattern(char wildcard, char other)
{
    return other && !is_any(other) && (wildcard == ONE || (other != ':' && other != ONE));
}

static bool part_of_pattern(char other)
{
    return other && other != ':' && other != ANY && other != ONE;
}

/* The last '*' of each kind, and where it began to match the other side; NULL: none. */
struct stars {
    const char *any, *any_other;
    const char *part, *part_other;
};

/*
 * Whether the pattern matches the other side from end to end. To come back to the last '*' of each
 * kind is enough: where one that stays in its part ends at a colon, an earlier one ends there too.
 */
static inline bool reaches_over(const char *pattern, const char *other, struct reach reach)
{
    struct stars last = {NULL, NULL, NULL, NULL};

    for (;;) {
        if (*pattern == ANY) {
            if (!pattern[1])
                return true;
            last = (struct stars){.any = pattern++, .any_other = other};
        } else if (*pattern == ANY_PART) {
            last.part = pattern++;
            last.part_other = other;
        } else if (*pattern == *other) {
            if (!*pattern)
                return true;
            pattern++;
            other++;
        } else if (is_one(*pattern) && reach.one(*pattern, *other)) {
            pattern++;
            other = after_code_point(other);
        } else if (last.part && reach.within_part(*last.part_other)) {
            pattern = last.part + 1;
            other = ++last.part_other;
        } else if (last.any && *last.any_other) {
            /* Begun before that colon, the part would end there again. */
            ptrdiff_t between = CODE_POINT_SIZE * (last.part ? last.part - last.any : 0);
            ptrdiff_t passed = last.part ? last.part_other - last.any_other : 0;

            last.any_other += passed > between ? passed - between : 1;
            last.part = NULL;
            pattern = last.any + 1;
            other = last.any_other;
        } else {
            return false;
        }
    }
}

bool iam_wildcard_match(const char *pattern, const char *text)
{
    return reaches_over(pattern, text, (struct reach){one_of_text, part_of_text});
}

bool iam_wildcard_covers(const char *wide, const char *narrow)
{
    return reaches_over(wide, narrow, (struct reach){one_of_pattern, part_of_pattern});
}

static bool star_takes(char star, char other)
{
    return other && (star == ANY || other != ':');
}

/* Whether one character of each pattern can be the same. */
static bool may_be_same(char a, char b)
{
    if (is_one(a) || is_one(b))
        return (a != ONE_PART || b != ':') && (b != ONE_PART || a != ':');
    return a == b;
}

/*
 * Whether there is a text that both a and b match from here on. rest says whether there is one from
 * the next character of a, of b, and of both. A '?' is taken for one or more bytes of a code point,
 * which may find too many.
 */
struct rest {
    bool of_a, of_b, of_both;
};

static bool may_meet(const char *a, const char *b, struct rest rest)
{
    if (!*a && !*b)
        return true;
    if (is_any(*a) && (rest.of_a || (star_takes(*a, *b) && rest.of_b)))
        return true;
    if (is_any(*b) && (rest.of_b || (star_takes(*b, *a) && rest.of_a)))
        return true;
    if (!*a || !*b || is_any(*a) || is_any(*b))
        return false;
    return (may_be_same(*a, *b) && rest.of_both) || (continues_code_point(*a) && rest.of_a) ||
           (continues_code_point(*b) && rest.of_b);
}

/* rows[i % 2][j] says it of a from i on and b from j on. */
bool iam_wildcard_meets(const char *a, const char *b)
{
    static const size_t limit = IAM_TEXT_LIMIT;
    bool rows[2][IAM_TEXT_LIMIT + 2] = {{false}};
    size_t b_length = strlen(b);

    if (b_length > limit)
        return true;
    for (size_t i = strlen(a) + 1; i-- > 0;) {
        bool *row = rows[i % 2];
        const bool *below = rows[(i + 1) % 2];

        for (size_t j = b_length + 1; j-- > 0;) {
            struct rest rest = {below[j], row[j + 1], below[j + 1]};

            row[j] = may_meet(a + i, b + j, rest);
        }
    }
    return rows[0][0];
}
