/*
 * test_sample.c - samples against brute force: random patterns, and every short text of a form. For
 * each set of patterns that matches one of the texts, there is one sample, and no other.
 */
#include "iam/sample.h"
#include "iam/wildcard.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)64 << 20};

#define ROUNDS 20000
#define PATTERN_LIMIT 4
#define LENGTH_LIMIT 5
#define SET_COUNT (1U << PATTERN_LIMIT)

/* https://www.jstatsoft.org/article/view/v008i14 */
static uint32_t state = 1;

static uint32_t below(uint32_t limit)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (uint32_t)(((uint64_t)state * limit) >> 32);
}

struct round {
    struct iam_sample_pattern patterns[PATTERN_LIMIT];
    size_t count;
    struct iam_sampler sampler;
    unsigned visits[SET_COUNT]; /* of samples, by the set of patterns that match */
    bool texts[SET_COUNT];      /* whether a text of the form has that set */
    size_t work;
    bool wrong; /* a sample is not of the form */
};

static unsigned set_of(const struct round *round, const char *text)
{
    unsigned set = 0;

    for (size_t i = 0; i < round->count; i++)
        set |= (unsigned)iam_wildcard_match(round->patterns[i].compiled, text) << i;
    return set;
}

static bool is_sample(const struct round *round, unsigned set)
{
    bool wanted = !round->sampler.only_wanted;

    for (size_t i = 0; i < round->count; i++) {
        if ((set & 1U << i) && round->patterns[i].forbidden)
            return false;
        wanted |= (set & 1U << i) && round->patterns[i].wanted;
    }
    return wanted;
}

/* Whether the text is one of the form, which is compared as a pattern; words are told besides. */
static bool is_of_form(const char *form, const char *text)
{
    static const char *const words[] = {"pq", "q"};
    const char *word = strchr(form, IAM_SAMPLE_WORD[0]);

    for (size_t i = 0; word && i < COUNT(words); i++)
        if (is_of_form(
                arena_printf(&arena, "%.*s%s%s", (int)(word - form), form, words[i], word + 1),
                text))
            return true;
    if (word)
        return false;
    const char *free = strpbrk(form, IAM_SAMPLE_TEXT IAM_SAMPLE_NAME IAM_SAMPLE_PART);
    if (!free)
        return strcmp(form, text) == 0;
    size_t before = (size_t)(free - form), after = strlen(free + 1), length = strlen(text);
    if (length < before + after || strncmp(form, text, before) != 0 ||
        strcmp(text + length - after, free + 1) != 0)
        return false;
    size_t rest = length - before - after;
    const char *value = arena_strndup(&arena, text + before, rest);
    if (*free == IAM_SAMPLE_PART[0])
        return !strpbrk(value, ":/");
    return rest > 0 && (*free == IAM_SAMPLE_TEXT[0] || !strchr(value, '/'));
}

static bool take(void *context, const char *text)
{
    struct round *round = context;

    round->visits[set_of(round, text)]++;
    round->wrong |= !is_of_form(round->sampler.form, text);
    return false;
}

/* Every text of up to so many more characters. */
static void try_texts(struct round *round, char *text, size_t length)
{
    static const char characters[] = "pq:/z";

    if (is_of_form(round->sampler.form, text))
        round->texts[set_of(round, text)] = true;
    for (const char *c = characters; *c && length < LENGTH_LIMIT; c++) {
        text[length] = *c;
        text[length + 1] = '\0';
        try_texts(round, text, length + 1);
        text[length] = '\0';
    }
}

/* Wildcards that stay in a part have a colon behind them, as in ARNs. */
static const char *random_pattern(void)
{
    static const char *const pieces[] = {"p",
                                         "q",
                                         ":",
                                         "/",
                                         IAM_WILDCARD_ANY,
                                         IAM_WILDCARD_ANY,
                                         IAM_WILDCARD_ONE,
                                         IAM_WILDCARD_ANY_PART ":",
                                         IAM_WILDCARD_ANY_PART "q:",
                                         IAM_WILDCARD_ONE_PART ":"};
    const char *text = "";

    for (uint32_t i = below(4); i-- > 0;)
        text = arena_printf(&arena, "%s%s", text, pieces[below(COUNT(pieces))]);
    return text;
}

static void fill(struct round *round)
{
    static const char *const forms[] = {IAM_SAMPLE_TEXT,
                                        IAM_SAMPLE_NAME,
                                        "p" IAM_SAMPLE_NAME,
                                        IAM_SAMPLE_PART ":p",
                                        IAM_SAMPLE_WORD ":" IAM_SAMPLE_TEXT,
                                        IAM_SAMPLE_WORD IAM_SAMPLE_PART};
    static const char *const words[] = {"pq", "q", NULL};

    *round = (struct round){.count = below(PATTERN_LIMIT + 1), .work = (size_t)1 << 24};
    for (size_t i = 0; i < round->count; i++)
        round->patterns[i] = (struct iam_sample_pattern){
            .compiled = random_pattern(), .forbidden = below(5) == 0, .wanted = below(2) == 0};
    round->sampler = (struct iam_sampler){.form = forms[below(COUNT(forms))],
                                          .words = words,
                                          .only_wanted = below(3) == 0,
                                          .work = &round->work,
                                          .visit = take,
                                          .context = round};
}

/* Wildcards show as the bytes that stand for them. */
static void fail_round(const struct round *round, size_t number, unsigned set)
{
    for (size_t i = 0; i < round->count; i++)
        print_error("\"%s\"%s%s\n", round->patterns[i].compiled,
                    round->patterns[i].forbidden ? " forbidden" : "",
                    round->patterns[i].wanted ? " wanted" : "");
    fail_msg("round %zu, form \"%s\"%s: set %u has %u samples", number, round->sampler.form,
             round->sampler.only_wanted ? ", only wanted" : "", set, round->visits[set]);
}

static void one_sample_for_each_set(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < ROUNDS; i++) {
        char text[LENGTH_LIMIT + 1] = "";
        struct round round;

        fill(&round);
        struct iam_sample_tree tree = iam_sample_tree_make(&arena, round.patterns, round.count);
        round.sampler.tree = &tree;
        assert_int_equal(iam_sample(&arena, &round.sampler), IAM_SAMPLES_ALL);
        assert_false(round.wrong);
        if (i % 16 == 0) /* brute force is slow */
            try_texts(&round, text, 0);
        for (unsigned set = 0; set < SET_COUNT; set++)
            if (round.visits[set] > (is_sample(&round, set) ? 1U : 0U) ||
                (round.texts[set] && is_sample(&round, set) && !round.visits[set]))
                fail_round(&round, i, set);
        arena_reset(&arena);
    }
}

static bool take_any(void *context, const char *text)
{
    size_t *count = context;

    (void)text;
    return ++*count == 2;
}

static enum iam_samples sample(const char *pattern, size_t work, size_t *count)
{
    const struct iam_sample_pattern patterns[] = {{.compiled = pattern}};
    struct iam_sample_tree tree = iam_sample_tree_make(&arena, patterns, COUNT(patterns));
    struct iam_sampler sampler = {
        .form = IAM_SAMPLE_TEXT, .tree = &tree, .work = &work, .visit = take_any, .context = count};

    *count = 0;
    return iam_sample(&arena, &sampler);
}

static void ends(void **unused)
{
    const char *letters = "zyxwvutsrqponmlkjihgfedcba9876543210_ZYXWVUTSRQPONMLKJIHGFEDCBA~!";
    char *long_text = arena_alloc(&arena, 3001);
    size_t count;

    (void)unused;
    assert_int_equal(sample("a", 100, &count), IAM_SAMPLES_ENOUGH);
    assert_int_equal(count, 2);
    assert_int_equal(sample(IAM_WILDCARD_ANY, 100, &count), IAM_SAMPLES_ALL);
    assert_int_equal(count, 1);
    assert_int_equal(sample("a", 0, &count), IAM_SAMPLES_SKIPPED);
    assert_int_equal(sample(letters, 1000, &count), IAM_SAMPLES_ENOUGH);
    memset(long_text, 'a', 3000);
    assert_int_equal(sample(long_text, 100000, &count), IAM_SAMPLES_SKIPPED);
    assert_int_equal(count, 1);
    /* Characters of more than one byte stay whole. */
    assert_int_equal(sample("\xc3\xa9" IAM_WILDCARD_ONE, 1000, &count), IAM_SAMPLES_ENOUGH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(one_sample_for_each_set), TEST(ends)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
