#include "iam/sample.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "iam/wildcard.h"

#define LENGTH_LIMIT 2048 /* bytes of a sample, as of an ARN */
#define FIRST_TABLE 256   /* entries of the first table of nodes; a power of two */

/* What a sample has where no pattern asks for a character; it is shorter where a '?' asks. */
static const char fresh_word[] = "any-other";
/* The characters that may be free to stand for it, the likeliest in names first. */
static const char fresh_characters[] =
    "zyxwvutsrqponmlkjihgfedcba9876543210_ZYXWVUTSRQPONMLKJIHGFEDCBA~!";

/* A place in a pattern that the text may have come to. */
struct place {
    uint32_t pattern, at;
};

/* All places of all patterns, by pattern and place: two texts at the same places end alike. */
struct places {
    const struct place *items;
    size_t count;
};

/* How far a text is in the form, and in the patterns. */
struct node {
    const char *form;
    bool begun; /* the text in this place of the form has a character */
    struct places places;
};

struct sampling {
    struct arena *arena;
    struct iam_sampler *sampler;
    char fresh;
    struct node *table; /* the nodes that were come to, by their hash; form NULL: a free entry */
    size_t capacity, count;
    bool stopped, skipped;
    size_t length;
    char text[LENGTH_LIMIT + 1];
};

static bool is_any(char c)
{
    return c == IAM_WILDCARD_ANY[0] || c == IAM_WILDCARD_ANY_PART[0];
}

static bool is_one(char c)
{
    return c == IAM_WILDCARD_ONE[0] || c == IAM_WILDCARD_ONE_PART[0];
}

static bool stays_in_part(char c)
{
    return c == IAM_WILDCARD_ANY_PART[0] || c == IAM_WILDCARD_ONE_PART[0];
}

/* Bytes of the code point that text begins with. */
static size_t code_point_size(const char *text)
{
    size_t size = 1;

    while (((unsigned char)text[size] & 0xc0) == 0x80)
        size++;
    return size;
}

/* Adds a place to the last ones, which are of its pattern from first on, in their order. */
static void add_place(struct place *items, size_t first, size_t *count, struct place place)
{
    size_t i = *count;

    while (i > first && items[i - 1].at > place.at)
        i--;
    if (i > first && items[i - 1].at == place.at)
        return;
    memmove(&items[i + 1], &items[i], (*count - i) * sizeof(*items));
    items[i] = place;
    ++*count;
}

/*
 * Adds the places behind a '*', which may match nothing. What an earlier place of the pattern leads
 * to, a '*' that matches anything leads to as well.
 */
static void close_places(const char *compiled, struct place *items, size_t first, size_t *count)
{
    size_t last = first;

    for (size_t i = first; i < *count; i++) {
        if (is_any(compiled[items[i].at]))
            add_place(items, first, count, (struct place){items[i].pattern, items[i].at + 1});
        if (compiled[items[i].at] == IAM_WILDCARD_ANY[0])
            last = i;
    }
    memmove(&items[first], &items[last], (*count - last) * sizeof(*items));
    *count -= last - first;
}

/* Where a place leads to with one more code point. False: nowhere. */
static bool next_place(const char *compiled, uint32_t at, const char *symbol, size_t size,
                       uint32_t *out)
{
    const char *here = compiled + at;

    *out = at;
    if (stays_in_part(*here) && *symbol == ':')
        return false;
    if (is_any(*here))
        return true;
    *out = at + (uint32_t)(is_one(*here) ? 1 : size);
    return is_one(*here) || strncmp(here, symbol, size) == 0;
}

/* How many places one can lead to: each '*' behind it may match nothing. */
static size_t count_next(const char *here)
{
    static const char stars[] = {IAM_WILDCARD_ANY[0], IAM_WILDCARD_ANY_PART[0], '\0'};

    return *here ? 2 + strspn(here + code_point_size(here), stars) : 0;
}

/* Where all of them lead to with one more code point. */
static struct places step(struct sampling *sampling, struct places from, const char *symbol)
{
    struct iam_sampler *sampler = sampling->sampler;
    size_t size = code_point_size(symbol), room = 0, count = 0;

    for (size_t i = 0; i < from.count; i++)
        room += count_next(sampler->patterns[from.items[i].pattern].compiled + from.items[i].at);
    struct place *items = arena_alloc(sampling->arena, room * sizeof(*items));
    for (size_t i = 0; i < from.count;) {
        uint32_t pattern = from.items[i].pattern;
        const char *compiled = sampler->patterns[pattern].compiled;
        size_t first = count;

        for (; i < from.count && from.items[i].pattern == pattern; i++) {
            struct place next = {.pattern = pattern};

            if (next_place(compiled, from.items[i].at, symbol, size, &next.at))
                add_place(items, first, &count, next);
        }
        close_places(compiled, items, first, &count);
    }
    sampler->work -= from.count < sampler->work ? from.count : sampler->work;
    return (struct places){items, count};
}

/* The places before any text. */
static struct places begin(struct sampling *sampling)
{
    const struct iam_sampler *sampler = sampling->sampler;
    size_t room = 0, count = 0;

    for (size_t i = 0; i < sampler->pattern_count; i++)
        room += 2 + count_next(sampler->patterns[i].compiled);
    struct place *items = arena_alloc(sampling->arena, room * sizeof(*items));
    for (size_t i = 0; i < sampler->pattern_count; i++) {
        size_t first = count;

        items[count++] = (struct place){.pattern = (uint32_t)i};
        close_places(sampler->patterns[i].compiled, items, first, &count);
    }
    return (struct places){items, count};
}

/* Whether no text that goes on from here can be a sample. */
static bool is_hopeless(const struct iam_sampler *sampler, struct places places)
{
    bool wanted = !sampler->only_wanted;

    for (size_t i = 0; i < places.count; i++) {
        const struct iam_sample_pattern *pattern = &sampler->patterns[places.items[i].pattern];
        const char *rest = pattern->compiled + places.items[i].at;

        if (pattern->forbidden && *rest == IAM_WILDCARD_ANY[0] && !rest[1])
            return true;
        wanted = wanted || pattern->wanted;
    }
    return !wanted;
}

/* Keeps of the places the ends of patterns: which of them match. False: it can be no sample. */
static bool find_matches(const struct iam_sampler *sampler, struct places places,
                         struct place *items, size_t *count)
{
    bool wanted = !sampler->only_wanted;

    *count = 0;
    for (size_t i = 0; i < places.count; i++) {
        const struct iam_sample_pattern *pattern = &sampler->patterns[places.items[i].pattern];

        if (pattern->compiled[places.items[i].at])
            continue;
        if (pattern->forbidden)
            return false;
        wanted = wanted || pattern->wanted;
        items[*count] = places.items[i];
        items[(*count)++].at = 0;
    }
    return wanted;
}

static size_t hash_of(const struct node *node)
{
    uint64_t hash = (uint64_t)(node->form - (const char *)0) * 2 + node->begun;

    for (size_t i = 0; i < node->places.count; i++) {
        hash = (hash ^ node->places.items[i].pattern) * 0x100000001b3U;
        hash = (hash ^ node->places.items[i].at) * 0x100000001b3U;
    }
    return (size_t)(hash ^ hash >> 29);
}

static bool is_same(const struct node *a, const struct node *b)
{
    return a->form == b->form && a->begun == b->begun && a->places.count == b->places.count &&
           (!a->places.count || memcmp(a->places.items, b->places.items,
                                       a->places.count * sizeof(*a->places.items)) == 0);
}

static struct node *find_entry(struct node *table, size_t capacity, const struct node *node)
{
    size_t i = hash_of(node) & (capacity - 1);

    while (table[i].form && !is_same(&table[i], node))
        i = (i + 1) & (capacity - 1);
    return &table[i];
}

/* Whether a text came to that node before. From now on, one did. */
static bool is_known(struct sampling *sampling, struct node node)
{
    struct node *entry;

    if (sampling->count * 2 >= sampling->capacity) {
        size_t capacity = sampling->capacity ? 2 * sampling->capacity : FIRST_TABLE;
        struct node *table = arena_alloc(sampling->arena, capacity * sizeof(*table));

        for (size_t i = 0; i < sampling->capacity; i++)
            if (sampling->table[i].form)
                *find_entry(table, capacity, &sampling->table[i]) = sampling->table[i];
        sampling->table = table;
        sampling->capacity = capacity;
    }
    entry = find_entry(sampling->table, sampling->capacity, &node);
    if (entry->form)
        return true;
    *entry = node;
    sampling->count++;
    return false;
}

static bool is_matched_alike(const struct iam_sampler *sampler, const char *a, const char *b)
{
    for (size_t i = 0; i < sampler->pattern_count; i++)
        if (iam_wildcard_match(sampler->patterns[i].compiled, a) !=
            iam_wildcard_match(sampler->patterns[i].compiled, b))
            return false;
    return true;
}

/* The text with a word for its first free character, if the same patterns match it. */
static const char *name_text(struct sampling *sampling)
{
    const char *text = sampling->text, *at = strchr(text, sampling->fresh);

    if (!at)
        return text;
    const char *named =
        arena_printf(sampling->arena, "%.*s%s%s", (int)(at - text), text, fresh_word, at + 1);
    return is_matched_alike(sampling->sampler, text, named) ? named : text;
}

static void end_text(struct sampling *sampling, struct places places)
{
    static const char end[] = "";
    struct place *matches = arena_alloc(sampling->arena, places.count * sizeof(*matches));
    size_t count;

    if (!find_matches(sampling->sampler, places, matches, &count) ||
        is_known(sampling, (struct node){.form = end, .places = {matches, count}}))
        return;
    sampling->text[sampling->length] = '\0';
    sampling->stopped = sampling->sampler->visit(sampling->sampler->context, name_text(sampling));
}

static void extend(struct sampling *sampling, struct node node);

/* Goes on to a node with one more code point of the text. */
static void append(struct sampling *sampling, struct node from, const char *symbol)
{
    size_t size = code_point_size(symbol);

    if (sampling->length + size > LENGTH_LIMIT || !sampling->sampler->work) {
        sampling->skipped = true;
        return;
    }
    memcpy(sampling->text + sampling->length, symbol, size);
    sampling->length += size;
    from.places = step(sampling, from.places, symbol);
    if (!is_hopeless(sampling->sampler, from.places))
        extend(sampling, from);
    sampling->length -= size;
}

/* A word is appended as a whole: between its letters nothing is to be chosen. */
static void append_word(struct sampling *sampling, struct node node, const char *word)
{
    size_t length = strlen(word), before = sampling->length;

    if (before + length > LENGTH_LIMIT || !sampling->sampler->work) {
        sampling->skipped = true;
        return;
    }
    for (; *word; word += code_point_size(word))
        node.places = step(sampling, node.places, word);
    memcpy(sampling->text + before, word - length, length);
    sampling->length += length;
    node.form++;
    if (!is_hopeless(sampling->sampler, node.places))
        extend(sampling, node);
    sampling->length = before;
}

/* One more character of a free text: one that no pattern has, and each that one has there. */
static void append_any(struct sampling *sampling, struct node node, bool colons)
{
    const char fresh[] = {sampling->fresh, '\0'};
    bool tried[128] = {false};

    node.begun = true;
    if (sampling->fresh)
        append(sampling, node, fresh);
    for (size_t i = 0; i < node.places.count && !sampling->stopped; i++) {
        const struct place *place = &node.places.items[i];
        const char *symbol = sampling->sampler->patterns[place->pattern].compiled + place->at;
        unsigned char c = (unsigned char)*symbol;

        if (!c || is_any(*symbol) || is_one(*symbol) || (c == ':' && !colons) ||
            (c < sizeof(tried) && tried[c]))
            continue;
        if (c < sizeof(tried))
            tried[c] = true;
        append(sampling, node, symbol);
    }
}

static void extend(struct sampling *sampling, struct node node)
{
    char kind = *node.form;

    if (!kind) {
        end_text(sampling, node.places);
    } else if (kind == IAM_SAMPLE_WORD[0]) {
        for (const char *const *word = sampling->sampler->words; *word && !sampling->stopped;
             word++)
            append_word(sampling, node, *word);
    } else if (kind != IAM_SAMPLE_TEXT[0] && kind != IAM_SAMPLE_PART[0]) {
        const char *symbol = node.form;

        node.form += code_point_size(symbol);
        append(sampling, node, symbol);
    } else if (!is_known(sampling, node)) {
        if (node.begun || kind == IAM_SAMPLE_PART[0])
            extend(sampling,
                   (struct node){.form = node.form + 1, .begun = false, .places = node.places});
        if (!sampling->stopped)
            append_any(sampling, node, kind == IAM_SAMPLE_TEXT[0]);
    }
}

static void mark_characters(bool *used, const char *text)
{
    for (; *text; text++)
        used[(unsigned char)*text] = true;
}

/* A character that no pattern has; '\0': they have them all. */
static char find_fresh(const struct iam_sampler *sampler)
{
    bool used[UCHAR_MAX + 1] = {false};
    const char *c = fresh_characters;

    mark_characters(used, sampler->form);
    for (size_t i = 0; i < sampler->pattern_count; i++)
        mark_characters(used, sampler->patterns[i].compiled);
    while (*c && used[(unsigned char)*c])
        c++;
    return *c;
}

enum iam_samples iam_sample(struct arena *scratch, struct iam_sampler *sampler)
{
    struct arena_mark mark = arena_mark(scratch);
    struct sampling *sampling = arena_alloc(scratch, sizeof(*sampling));

    sampling->arena = scratch;
    sampling->sampler = sampler;
    sampling->fresh = find_fresh(sampler);
    sampling->skipped = !sampling->fresh;
    struct node first = {.form = sampler->form, .places = begin(sampling)};
    if (!is_hopeless(sampler, first.places))
        extend(sampling, first);
    if (sampling->stopped)
        return IAM_SAMPLES_ENOUGH;
    bool skipped = sampling->skipped;
    arena_rewind(scratch, mark);
    return skipped ? IAM_SAMPLES_SKIPPED : IAM_SAMPLES_ALL;
}
