#include "iam/sample_tree.h"

#include <string.h>

#include "iam/wildcard.h"

size_t iam_sample_symbol_size(const char *text)
{
    size_t size = 1;

    while (((unsigned char)text[size] & 0xc0) == 0x80)
        size++;
    return size;
}

static bool is_symbol(const struct iam_sample_node *node, const char *symbol, size_t size)
{
    return *node->symbol == *symbol && node->size == size &&
           (size == 1 || memcmp(node->symbol, symbol, size) == 0);
}

/* The child with that symbol, which is made where there is none. */
static uint32_t find_child(struct arena *arena, struct iam_sample_tree *tree, uint32_t parent,
                           const char *symbol)
{
    size_t size = iam_sample_symbol_size(symbol);
    uint32_t child = tree->nodes[parent].child;

    while (child && !is_symbol(&tree->nodes[child], symbol, size))
        child = tree->nodes[child].next;
    if (child)
        return child;
    tree->nodes =
        arena_grow(arena, tree->nodes, tree->count, &tree->capacity, sizeof(*tree->nodes));
    child = (uint32_t)tree->count++;
    tree->nodes[child] = (struct iam_sample_node){.symbol = symbol,
                                                  .size = (uint8_t)size,
                                                  .parent = parent,
                                                  .next = tree->nodes[parent].child};
    tree->nodes[parent].child = child;
    return child;
}

static void add_pattern(struct arena *arena, struct iam_sample_tree *tree,
                        const struct iam_sample_pattern *pattern)
{
    const char *slash = strrchr(pattern->compiled, '/');
    const char *at = pattern->compiled;
    uint32_t node = 0;

    for (;;) {
        tree->nodes[node].wanted_below |= pattern->wanted;
        tree->nodes[node].slashless |= !slash || at > slash;
        if (!*at)
            break;
        node = find_child(arena, tree, node, at);
        at += tree->nodes[node].size;
    }
    tree->nodes[node].ends = true;
    tree->nodes[node].forbidden |= pattern->forbidden;
    tree->nodes[node].wanted |= pattern->wanted;
}

static bool is_any(const struct iam_sample_node *node)
{
    return node->size && *node->symbol == IAM_WILDCARD_ANY[0];
}

static uint32_t find_outrun(const struct iam_sample_tree *tree, uint32_t node)
{
    for (uint32_t at = tree->nodes[node].parent; at; at = tree->nodes[at].parent) {
        const struct iam_sample_node *above = &tree->nodes[at];

        if (above->ends || tree->nodes[above->child].next)
            return 0;
        if (is_any(above))
            return at;
    }
    return 0;
}

struct iam_sample_tree iam_sample_tree_make(struct arena *arena,
                                            const struct iam_sample_pattern *patterns, size_t count)
{
    struct iam_sample_tree tree = {.patterns = patterns, .pattern_count = count};

    tree.nodes = arena_grow(arena, NULL, 0, &tree.capacity, sizeof(*tree.nodes));
    tree.nodes[tree.count++] = (struct iam_sample_node){.size = 0};
    for (size_t i = 0; i < count; i++)
        add_pattern(arena, &tree, &patterns[i]);
    for (uint32_t node = 1; node < tree.count; node++)
        if (is_any(&tree.nodes[node]))
            tree.nodes[node].outrun = find_outrun(&tree, node);
    return tree;
}
