/*
 * test_wildcard.c - wildcards against a definition of them that is slow and plain, for all short
 * patterns and texts.
 */
#include "tests/unit.h"

#include "iam/wildcard.h"

#define LETTERS "ab:"
#define SOURCES "a:*?"
#define TEXT_LENGTH 5
#define TEXT_COUNT 364 /* of 0 to 5 letters */
#define SOURCE_LENGTH 4
#define SOURCE_COUNT 341 /* of 0 to 4 characters */
#define PATTERN_LIMIT 1024
#define WORD_BITS 64
#define WORDS ((TEXT_COUNT + WORD_BITS - 1) / WORD_BITS)

struct arena arena = {.limit = (size_t)8 << 20};

/* The n-th text of letters, the shorter ones first; its length is the result. */
static size_t spell(size_t n, const char *letters, char *out)
{
    size_t radix = strlen(letters), length = 0, count = 1;

    for (; n >= count; count *= radix) {
        n -= count;
        length++;
    }
    for (size_t i = length; i-- > 0; n /= radix)
        out[i] = letters[n % radix];
    out[length] = '\0';
    return length;
}

static bool matches(const char *pattern, const char *text)
{
    char c = *pattern;

    if (!c)
        return !*text;
    if (c == *IAM_WILDCARD_ANY || c == *IAM_WILDCARD_ANY_PART) {
        bool longer = *text && (c == *IAM_WILDCARD_ANY || *text != ':');

        return matches(pattern + 1, text) || (longer && matches(pattern, text + 1));
    }
    bool one = *text && (c == *text || c == *IAM_WILDCARD_ONE ||
                         (c == *IAM_WILDCARD_ONE_PART && *text != ':'));
    return one && matches(pattern + 1, text + 1);
}

struct pattern {
    char compiled[SOURCE_LENGTH + 1];
    uint64_t texts[WORDS]; /* a bit for each text that it matches */
};

static struct pattern patterns[PATTERN_LIMIT];
static size_t pattern_count;

/*
 * The source as iam_wildcard_divide() would leave it, had an ARN as many parts as it has colons
 * before split: up to there wildcards stay in their part.
 */
static void add_pattern(const char *source, size_t split, bool long_ends)
{
    struct pattern *pattern = &patterns[pattern_count];

    assert_true(pattern_count < PATTERN_LIMIT);
    *pattern = (struct pattern){.compiled = ""};
    for (size_t i = 0; source[i]; i++) {
        bool ends = source[i + 1] == ':' || !source[i + 1];
        char *c = &pattern->compiled[i];

        *c = iam_wildcard_of(source[i]);
        if (i < split && *c == *IAM_WILDCARD_ONE)
            *c = *IAM_WILDCARD_ONE_PART;
        if (i < split && *c == *IAM_WILDCARD_ANY && !(long_ends && ends))
            *c = *IAM_WILDCARD_ANY_PART;
    }
    for (size_t i = 0; i < pattern_count; i++)
        if (strcmp(patterns[i].compiled, pattern->compiled) == 0)
            return;
    pattern_count++;
}

static int make_patterns(void **state)
{
    char source[SOURCE_LENGTH + 1], text[TEXT_LENGTH + 1];

    (void)state;
    for (size_t n = 0; n < SOURCE_COUNT; n++) {
        size_t length = spell(n, SOURCES, source);

        for (size_t split = 0; split <= length; split++)
            if (split == 0 || source[split - 1] == ':') {
                add_pattern(source, split, false);
                add_pattern(source, split, true);
            }
    }
    for (size_t n = 0; n < pattern_count; n++)
        for (size_t i = 0; i < TEXT_COUNT; i++) {
            spell(i, LETTERS, text);
            if (matches(patterns[n].compiled, text))
                patterns[n].texts[i / WORD_BITS] |= (uint64_t)1 << i % WORD_BITS;
        }
    return 0;
}

/* For people: the wildcards that stay in their part are '+' and '!'. */
static const char *readable(const char *compiled)
{
    char *text = arena_strdup(&arena, compiled);

    for (char *c = text; *c; c++)
        if ((unsigned char)*c >= 0xfc)
            *c = "!?+*"[(unsigned char)*c - 0xfc];
    return text;
}

static void arns_are_divided(void **state)
{
    static const struct {
        const char *source, *divided, *long_divided; /* NULL: it has less than six parts */
    } cases[] = {
        {"*", "*", "*"},
        {"arn:*:s?:*a:1*:b*:?", "arn:+:s!:+a:1+:b*:?", "arn:*:s!:+a:1*:b*:?"},
        {"arn:aws:s3:::*", "arn:aws:s3:::*", "arn:aws:s3:::*"},
        {"arn:aws:s3:*", NULL, NULL},
        {"**", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int long_ends = 0; long_ends < 2; long_ends++) {
            const char *wanted = long_ends ? cases[i].long_divided : cases[i].divided;
            char *text = iam_wildcard_compile(&arena, cases[i].source);

            assert_int_equal(iam_wildcard_divide(text, long_ends), wanted != NULL);
            if (wanted)
                assert_string_equal(readable(text), wanted);
        }
}

static void texts_match_as_they_should(void **state)
{
    char text[TEXT_LENGTH + 1];

    (void)state;
    for (size_t n = 0; n < pattern_count; n++)
        for (size_t i = 0; i < TEXT_COUNT; i++) {
            bool expected = patterns[n].texts[i / WORD_BITS] >> i % WORD_BITS & 1;

            spell(i, LETTERS, text);
            if (iam_wildcard_match(patterns[n].compiled, text) != expected)
                fail_msg("%s matches \"%s\": not %d", readable(patterns[n].compiled), text,
                         !expected);
        }
}

/* Both may be unsure, but on one side only. */
static void patterns_compare_as_they_should(void **state)
{
    size_t covered = 0, apart = 0;

    (void)state;
    for (size_t i = 0; i < pattern_count; i++)
        for (size_t j = 0; j < pattern_count; j++) {
            const struct pattern *a = &patterns[i], *b = &patterns[j];
            bool covers = iam_wildcard_covers(a->compiled, b->compiled);
            bool meets = iam_wildcard_meets(a->compiled, b->compiled);

            covered += covers;
            apart += !meets;
            for (size_t word = 0; word < WORDS; word++) {
                if (covers && (b->texts[word] & ~a->texts[word]))
                    fail_msg("%s does not cover %s", readable(a->compiled), readable(b->compiled));
                if (!meets && (b->texts[word] & a->texts[word]))
                    fail_msg("%s meets %s", readable(a->compiled), readable(b->compiled));
            }
        }
    assert_true(covered > pattern_count && apart > pattern_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(arns_are_divided),
        TEST(texts_match_as_they_should),
        TEST(patterns_compare_as_they_should),
    };

    return cmocka_run_group_tests(tests, make_patterns, NULL);
}
