/*
 * Mutates an input as JSON, which plain mutation seldom leaves JSON: one of its texts is parsed, a
 * value in it changed, and printed again. JSON text inside strings is opened as well.
 */
#include <stdint.h>
#include <string.h>

#include "core/json.h"
#include "tests/fuzz/fuzz.h"

#define DEPTH 3 /* of texts inside texts */

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t capacity);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t capacity, unsigned seed);

static const char *const values[] = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e999",
    "1772442904.217",
    "\"\"",
    "\"*\"",
    "[]",
    "{}",
    "[null]",
    "{\"\":null}",
    "\"2026-03-02T09:15:04.217Z\"",
    "\"\\u0007\\ud83d\\ude00\"",
};

static uint32_t state;

static unsigned below(size_t limit)
{
    state = state * 1664525 + 1013904223;
    return (unsigned)((state >> 8) % limit);
}

/* A value some way down from root, and whose child it is; NULL: root itself. */
static cJSON *any(cJSON *value, cJSON **parent)
{
    *parent = NULL;
    while (value->child && below(5)) {
        *parent = value;
        value = cJSON_GetArrayItem(value, (int)below((size_t)cJSON_GetArraySize(value)));
    }
    return value;
}

static cJSON *new_value(cJSON *root)
{
    cJSON *ignored;

    if (below(2))
        return cJSON_Duplicate(any(root, &ignored), true);
    return cJSON_Parse(values[below(sizeof(values) / sizeof(*values))]);
}

static char *mutated_text(const char *text)
{
    size_t length = strlen(text), capacity = 2 * length + 16;
    char *copy = cJSON_malloc(capacity + 1); /* zeroed, as all of the arena */

    memcpy(copy, text, length);
    copy[LLVMFuzzerMutate((uint8_t *)copy, length, capacity)] = '\0';
    return copy;
}

static cJSON *mutate(cJSON *root, int depth)
{
    cJSON *parent, *chosen = any(root, &parent), *inner = NULL, *value = new_value(root);

    if (cJSON_IsString(chosen) && depth < DEPTH && strpbrk(chosen->valuestring, "{["))
        inner = cJSON_Parse(chosen->valuestring);
    if (inner && below(8)) {
        chosen->valuestring = cJSON_PrintUnformatted(mutate(inner, depth + 1));
        return root;
    }
    if (cJSON_IsString(chosen) && below(2)) {
        chosen->valuestring = mutated_text(chosen->valuestring);
        return root;
    }
    if (!parent)
        return below(8) ? root : value;
    switch (below(4)) {
    case 0:
        cJSON_DetachItemViaPointer(parent, chosen);
        return root;
    case 1: /* beside it, under the same key */
        if (cJSON_IsObject(parent))
            cJSON_AddItemToObject(parent, chosen->string, value);
        else
            cJSON_AddItemToArray(parent, value);
        return root;
    case 2:
        value = cJSON_CreateString(cJSON_PrintUnformatted(chosen));
    }
    value->string = chosen->string;
    cJSON_ReplaceItemViaPointer(parent, chosen, value);
    return root;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t capacity, unsigned seed)
{
    static struct arena arena = {.limit = (size_t)256 << 20};
    size_t start = 0, end, result = 0;
    struct error err;
    cJSON *json;

    state = seed;
    json_use_arena(&arena);
    if (size && below(4)) {
        start = below(size);
        while (start > 0 && bytes[start - 1] != TEXT_SEPARATOR)
            start--;
        for (end = start; end < size && bytes[end] != TEXT_SEPARATOR;)
            end++;
        /* Before it may be the headers of a reply. */
        while (start < end && bytes[start] != '{' && bytes[start] != '[')
            start++;
        if (start < end && json_parse((const char *)bytes + start, end - start, "", &json, &err)) {
            const char *text = cJSON_PrintUnformatted(mutate(json, 0));
            size_t length = strlen(text);

            if (length + size - (end - start) <= capacity) {
                memmove(bytes + start + length, bytes + end, size - end);
                memcpy(bytes + start, text, length);
                result = length + size - (end - start);
            }
        }
    }
    arena_reset(&arena);
    return result ? result : LLVMFuzzerMutate(bytes, size, capacity);
}
