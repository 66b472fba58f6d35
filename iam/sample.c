#include "iam/sample.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "iam/wildcard.h"

#define LENGTH_LIMIT 2048 /* bytes of a sample, as of an ARN */
#define FIRST_TABLE 256   /* entries of the first table of nodes; a power of two */

/* What a sample has where no pattern asks for a character; it is shorter where a '?' asks. */
static const char *const fresh_words[] = {"any-other", "another"};
/* The characters that may be free to stand for it, the likeliest in names first. */
static const char fresh_characters[] =
    "zyxwvutsrqponmlkjihgfedcba9876543210_ZYXWVUTSRQPONMLKJIHGFEDCBA~!";

/* The nodes of the tree that a text may have come to, in order: what follows hangs on them alone. */
struct places {
    uint32_t *items;
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
    const struct iam_sample_node *tree;
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

static bool is_free(char kind)
{
    return kind == IAM_SAMPLE_TEXT[0] || kind == IAM_SAMPLE_NAME[0] || kind == IAM_SAMPLE_PART[0];
}

/* Whether the rest of the form, which is in a free text, can have a slash. */
static bool takes_slash(const char *form)
{
    return form[1] || *form == IAM_SAMPLE_TEXT[0];
}

/* A list of places with room for those that one step leads to. */
struct place_list {
    struct places places;
    size_t room;
};

static void insert_place(struct sampling *sampling, struct place_list *list, uint32_t place)
{
    struct places *places = &list->places;
    size_t i = places->count;

    while (i > 0 && places->items[i - 1] > place)
        i--;
    if (i > 0 && places->items[i - 1] == place)
        return;
    places->items =
        arena_grow(sampling->arena, places->items, places->count, &list->room, sizeof(place));
    memmove(&places->items[i + 1], &places->items[i], (places->count - i) * sizeof(place));
    places->items[i] = place;
    places->count++;
}

static void remove_place(struct places *places, uint32_t place)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->items[i] == place) {
            memmove(&places->items[i], &places->items[i + 1],
                    (places->count - i - 1) * sizeof(place));
            places->count--;
            return;
        }
}

/* Adds a place, and those behind a '*' that follows it, which may match nothing. */
static void add_place(struct sampling *sampling, struct place_list *list, uint32_t place)
{
    insert_place(sampling, list, place);
    for (uint32_t child = sampling->tree[place].child; child; child = sampling->tree[child].next)
        if (is_any(*sampling->tree[child].symbol))
            add_place(sampling, list, child);
    if (sampling->tree[place].outrun)
        remove_place(&list->places, sampling->tree[place].outrun);
}

static bool takes(const struct iam_sample_node *node, const char *symbol, size_t size)
{
    if (stays_in_part(*node->symbol) && *symbol == ':')
        return false;
    return is_any(*node->symbol) || is_one(*node->symbol) ||
           (*node->symbol == *symbol && node->size == size &&
            memcmp(node->symbol, symbol, size) == 0);
}

/* Where all places lead to with one more code point. */
static struct places step(struct sampling *sampling, struct places from, const char *symbol)
{
    const struct iam_sample_node *tree = sampling->tree;
    struct iam_sampler *sampler = sampling->sampler;
    size_t size = iam_sample_symbol_size(symbol);
    struct place_list list = {.room = 0};

    for (size_t i = 0; i < from.count; i++) {
        const struct iam_sample_node *here = &tree[from.items[i]];

        if (here->size && is_any(*here->symbol) && takes(here, symbol, size))
            add_place(sampling, &list, from.items[i]);
        for (uint32_t child = here->child; child; child = tree[child].next)
            if (!is_any(*tree[child].symbol) && takes(&tree[child], symbol, size))
                add_place(sampling, &list, child);
    }
    *sampler->work -= from.count < *sampler->work ? from.count : *sampler->work;
    return list.places;
}

/* Whether no text that goes on from here can be a sample. */
static bool is_hopeless(const struct sampling *sampling, struct places places)
{
    bool wanted = !sampling->sampler->only_wanted;

    for (size_t i = 0; i < places.count; i++) {
        const struct iam_sample_node *node = &sampling->tree[places.items[i]];

        if (node->forbidden && node->size && *node->symbol == IAM_WILDCARD_ANY[0])
            return true;
        wanted = wanted || node->wanted_below;
    }
    return !wanted;
}

/* Of the places those at which a pattern ends: which of them match. False: it is no sample. */
static bool find_matches(const struct sampling *sampling, struct places places, uint32_t *items,
                         size_t *count)
{
    bool wanted = !sampling->sampler->only_wanted;

    *count = 0;
    for (size_t i = 0; i < places.count; i++) {
        const struct iam_sample_node *node = &sampling->tree[places.items[i]];

        if (node->forbidden)
            return false;
        if (node->ends)
            items[(*count)++] = places.items[i];
        wanted = wanted || node->wanted;
    }
    return wanted;
}

static size_t hash_of(const struct node *node)
{
    uint64_t hash = (uint64_t)(uintptr_t)node->form * 2 + node->begun;

    for (size_t i = 0; i < node->places.count; i++) {
        hash = (hash ^ node->places.items[i]) * 0x100000001b3U;
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
    const struct iam_sample_pattern *patterns = sampler->tree->patterns;

    for (size_t i = 0; i < sampler->tree->pattern_count; i++)
        if (iam_wildcard_match(patterns[i].compiled, a) !=
            iam_wildcard_match(patterns[i].compiled, b))
            return false;
    return true;
}

/* The text with a word in the place of each free character. */
static const char *put_word(struct sampling *sampling, const char *word)
{
    const char *text = sampling->text;
    size_t length = strlen(text), word_length = strlen(word);
    char *named = arena_alloc(sampling->arena, length * word_length + 1), *to = named;

    for (; *text; text++)
        if (*text == sampling->fresh)
            to = stpcpy(to, word);
        else
            *to++ = *text;
    return named;
}

/* The text with words for its free characters, if the same patterns match it. */
static const char *name_text(struct sampling *sampling)
{
    const char *text = sampling->text;

    for (size_t i = 0; i < sizeof(fresh_words) / sizeof(*fresh_words); i++) {
        const char *named = put_word(sampling, fresh_words[i]);

        if (sampling->fresh && is_matched_alike(sampling->sampler, text, named))
            return named;
    }
    return text;
}

static void end_text(struct sampling *sampling, struct places places)
{
    static const char end[] = "";
    uint32_t *matches = arena_alloc(sampling->arena, places.count * sizeof(*matches));
    size_t count;

    if (!find_matches(sampling, places, matches, &count) ||
        is_known(sampling, (struct node){.form = end, .places = {matches, count}}))
        return;
    sampling->text[sampling->length] = '\0';
    sampling->stopped = sampling->sampler->visit(sampling->sampler->context, name_text(sampling));
}

static void extend(struct sampling *sampling, struct node node);

/* Goes on to a node with one more code point of the text. */
static void append(struct sampling *sampling, struct node from, const char *symbol)
{
    size_t size = iam_sample_symbol_size(symbol);

    if (sampling->length + size > LENGTH_LIMIT || !*sampling->sampler->work) {
        sampling->skipped = true;
        return;
    }
    memcpy(sampling->text + sampling->length, symbol, size);
    sampling->length += size;
    from.places = step(sampling, from.places, symbol);
    if (!is_hopeless(sampling, from.places))
        extend(sampling, from);
    sampling->length -= size;
}

/* A word is appended as a whole: between its letters nothing is to be chosen. */
static void append_word(struct sampling *sampling, struct node node, const char *word)
{
    size_t length = strlen(word), before = sampling->length;

    if (before + length > LENGTH_LIMIT || !*sampling->sampler->work) {
        sampling->skipped = true;
        return;
    }
    for (; *word; word += iam_sample_symbol_size(word))
        node.places = step(sampling, node.places, word);
    memcpy(sampling->text + before, word - length, length);
    sampling->length += length;
    node.form++;
    if (!is_hopeless(sampling, node.places))
        extend(sampling, node);
    sampling->length = before;
}

/* Without the places that need a slash. */
static struct places without_slash(struct sampling *sampling, struct places from)
{
    struct places out = {.items = arena_alloc(sampling->arena, from.count * sizeof(*out.items))};

    for (size_t i = 0; i < from.count; i++)
        if (sampling->tree[from.items[i]].slashless)
            out.items[out.count++] = from.items[i];
    return out;
}

/* One more character of a free text: one that no pattern has, and each that one has there. */
static void append_any(struct sampling *sampling, struct node node)
{
    const char fresh[] = {sampling->fresh, '\0'};
    char kind = *node.form;
    bool tried[128] = {false};

    tried[':'] = kind == IAM_SAMPLE_PART[0];
    tried['/'] = kind != IAM_SAMPLE_TEXT[0];
    node.begun = true;
    if (sampling->fresh)
        append(sampling, node, fresh);
    for (size_t i = 0; i < node.places.count; i++)
        for (uint32_t child = sampling->tree[node.places.items[i]].child;
             child && !sampling->stopped; child = sampling->tree[child].next) {
            const char *symbol = sampling->tree[child].symbol;
            unsigned char c = (unsigned char)*symbol;

            if (is_any(*symbol) || is_one(*symbol) || (c < sizeof(tried) && tried[c]))
                continue;
            if (c < sizeof(tried))
                tried[c] = true;
            append(sampling, node, symbol);
        }
}

static void extend_free(struct sampling *sampling, struct node node)
{
    if (!takes_slash(node.form)) {
        node.places = without_slash(sampling, node.places);
        if (is_hopeless(sampling, node.places))
            return;
    }
    if (is_known(sampling, node))
        return;
    if (node.begun || *node.form == IAM_SAMPLE_PART[0])
        extend(sampling,
               (struct node){.form = node.form + 1, .begun = false, .places = node.places});
    if (!sampling->stopped)
        append_any(sampling, node);
}

static void extend(struct sampling *sampling, struct node node)
{
    const char *symbol = node.form;

    if (!*symbol) {
        end_text(sampling, node.places);
    } else if (is_free(*symbol)) {
        extend_free(sampling, node);
    } else if (*symbol != IAM_SAMPLE_WORD[0]) {
        node.form += iam_sample_symbol_size(symbol);
        append(sampling, node, symbol);
    } else {
        for (const char *const *word = sampling->sampler->words; *word && !sampling->stopped;
             word++)
            append_word(sampling, node, *word);
    }
}

/* A character that no pattern has; '\0': they have them all. */
static char find_fresh(const struct iam_sampler *sampler)
{
    bool used[UCHAR_MAX + 1] = {false};
    const char *c = fresh_characters;

    for (const char *at = sampler->form; *at; at++)
        used[(unsigned char)*at] = true;
    for (uint32_t i = 1; i < sampler->tree->count; i++)
        used[(unsigned char)*sampler->tree->nodes[i].symbol] = true;
    while (*c && used[(unsigned char)*c])
        c++;
    return *c;
}

enum iam_samples iam_sample(struct arena *scratch, struct iam_sampler *sampler)
{
    struct arena_mark mark = arena_mark(scratch);
    struct sampling *sampling = arena_alloc(scratch, sizeof(*sampling));
    struct place_list first = {.room = 0};

    sampling->arena = scratch;
    sampling->sampler = sampler;
    sampling->tree = sampler->tree->nodes;
    sampling->fresh = find_fresh(sampler);
    sampling->skipped = !sampling->fresh;
    add_place(sampling, &first, 0);
    if (!is_hopeless(sampling, first.places))
        extend(sampling, (struct node){.form = sampler->form, .places = first.places});
    if (sampling->stopped)
        return IAM_SAMPLES_ENOUGH;
    bool skipped = sampling->skipped;
    arena_rewind(scratch, mark);
    return skipped ? IAM_SAMPLES_SKIPPED : IAM_SAMPLES_ALL;
}
