#include "core/json.h"

#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/names.h"
#include "core/utf8.h"

/* cJSON's hooks take no context; this process has one thread. */
static struct arena *current;

static void *allocate(size_t size)
{
    return arena_alloc(current, size);
}

static void release(void *pointer)
{
    (void)pointer;
}

void json_use_arena(struct arena *arena)
{
    cJSON_Hooks hooks = {.malloc_fn = allocate, .free_fn = release};

    current = arena;
    cJSON_InitHooks(&hooks);
}

struct arena *json_arena(void)
{
    return current;
}

void json_expect_arena(const struct arena *arena)
{
    if (arena == current)
        return;
    log_write(LOG_FATAL, "the arena is not JSON's");
    abort();
}

static bool has_escaped_nul(const char *text, size_t length)
{
    const char *at = text, *end = text + length;

    while ((at = memchr(at, '\\', (size_t)(end - at))) && end - at >= 6) {
        if (memcmp(at, "\\u0000", 6) == 0)
            return true;
        at += 2;
    }
    return false;
}

static bool not_json(const char *text, const char *at, const char *what, struct error *err)
{
    size_t line = 1;
    const char *start = text;

    for (const char *c = text; c < at; c++)
        if (*c == '\n') {
            line++;
            start = c + 1;
        }
    return error_set(err, ERROR_INPUT, "%s is not JSON near line %zu, column %td", what, line,
                     at - start + 1);
}

/* The encoding of a text that is not UTF-8, by how it begins; NULL: it is not known. */
static const char *other_encoding(const char *text, size_t length)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *name;
    } marks[] = {
        {"\xff\xfe\0\0", 4, "UTF-32"}, {"\0\0\xfe\xff", 4, "UTF-32"}, {"\xff\xfe", 2, "UTF-16"},
        {"\xfe\xff", 2, "UTF-16"},     {"{\0\0\0", 4, "UTF-32"},      {"[\0\0\0", 4, "UTF-32"},
        {"{\0", 2, "UTF-16"},          {"[\0", 2, "UTF-16"},          {"\0\0\0{", 4, "UTF-32"},
        {"\0\0\0[", 4, "UTF-32"},      {"\0{", 2, "UTF-16"},          {"\0[", 2, "UTF-16"},
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (length >= marks[i].length && memcmp(text, marks[i].bytes, marks[i].length) == 0)
            return marks[i].name;
    return NULL;
}

bool json_parse(const char *text, size_t length, const char *what, cJSON **out, struct error *err)
{
    const char *end = NULL, *other = other_encoding(text, length);

    if (other)
        return error_set(err, ERROR_INPUT, "%s is %s, and JSON is UTF-8: save it as UTF-8", what,
                         other);
    if (memchr(text, '\0', length) || has_escaped_nul(text, length))
        return error_set(err, ERROR_INPUT, "%s holds a NUL character", what);
    if (!utf8_valid(text, length))
        return error_set(err, ERROR_INPUT, "%s is not UTF-8", what);
    *out = cJSON_ParseWithLengthOpts(text, length, &end, false);
    while (*out && end < text + length && strchr(" \t\r\n", *end))
        end++;
    if (!*out || end != text + length)
        return not_json(text, end ? end : text, what, err);
    return true;
}

static cJSON *find(const cJSON *object, const char *key, size_t length)
{
    cJSON *found = NULL;

    if (!cJSON_IsObject(object))
        return NULL;
    for (cJSON *child = object->child; child; child = child->next)
        if (strncmp(child->string, key, length) == 0 && child->string[length] == '\0')
            found = child;
    return found;
}

const cJSON *json_get(const cJSON *from, const char *path)
{
    while (from && *path) {
        size_t length = strcspn(path, ".");

        from = find(from, path, length);
        path += length + (path[length] == '.');
    }
    return from;
}

const char *json_string(const cJSON *from, const char *path, const char *absent)
{
    const cJSON *value = json_get(from, path);

    return cJSON_IsString(value) ? value->valuestring : absent;
}

bool json_bool(const cJSON *from, const char *path, bool absent)
{
    const cJSON *value = json_get(from, path);

    return cJSON_IsBool(value) ? (bool)cJSON_IsTrue(value) : absent;
}

const char *json_either(const cJSON *from, const char *first, const char *second)
{
    const char *text = json_string(from, first, "");

    if (!*text)
        text = json_string(from, second, "");
    return *text ? text : NULL;
}

const cJSON *json_decoded(const cJSON *value, const char *what, struct error *err)
{
    const char *text = json_string(value, "", NULL);
    cJSON *inner = NULL;

    if (!text)
        return value;
    return json_parse(text, strlen(text), what, &inner, err) ? inner : NULL;
}

bool json_has_only(const cJSON *json, const char *const *known, struct error *err)
{
    const cJSON *member;

    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_INPUT, "not a JSON object");
    cJSON_ArrayForEach (member, json) {
        const char *const *name = known;

        while (*name && strcmp(*name, member->string) != 0)
            name++;
        if (!*name)
            return error_set(err, ERROR_INPUT, "unknown key %s%s", member->string,
                             did_you_mean(member->string, known).text);
        if (json_member(json, *name) != member)
            return error_set(err, ERROR_INPUT, "%s is given twice", *name);
    }
    return true;
}

size_t json_entries(const cJSON *json, const cJSON **first)
{
    bool list = cJSON_IsArray(json);

    *first = list ? json->child : json;
    return list ? (size_t)cJSON_GetArraySize(json) : 1;
}

bool json_is_absent(const cJSON *value)
{
    return !value || cJSON_IsNull(value);
}

bool json_list_has(const cJSON *list, const char *text)
{
    const cJSON *one;

    if (!cJSON_IsArray(list))
        return false;
    cJSON_ArrayForEach (one, list)
        if (cJSON_IsString(one) && strcmp(one->valuestring, text) == 0)
            return true;
    return false;
}

cJSON *json_member(const cJSON *object, const char *key)
{
    return find(object, key, strlen(key));
}

void json_set(cJSON *object, const char *key, cJSON *value)
{
    cJSON *child = object->child, *next;

    for (; child; child = next) {
        next = child->next;
        if (strcmp(child->string, key) == 0)
            cJSON_DetachItemViaPointer(object, child);
    }
    cJSON_AddItemToObject(object, key, value);
}

void json_add_text(cJSON *object, const char *key, const char *text)
{
    if (text)
        cJSON_AddStringToObject(object, key, text);
}

void json_add_nullable(cJSON *object, const char *key, const char *text)
{
    if (text)
        cJSON_AddStringToObject(object, key, text);
    else
        cJSON_AddNullToObject(object, key);
}

cJSON *json_list(const char *const *texts)
{
    cJSON *list = cJSON_CreateArray();

    for (; texts && *texts; texts++)
        cJSON_AddItemToArray(list, cJSON_CreateString(*texts));
    return list;
}
