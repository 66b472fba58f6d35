#include "cli/input/replies.h"

#include <string.h>

#include "aws/operations.h"
#include "cli/input/file.h"
#include "iam/actions.h"

/* The code ends at ':'; AWS may put a namespace and '#' before it. False: there is no code. */
static bool read_error(const cJSON *error, struct recorded_reply *out)
{
    const char *type = json_string(error, "__type", json_string(error, "code", ""));
    const char *text = json_string(error, "", type);
    size_t length = strcspn(text, ":");
    const char *namespace_end = memchr(text, '#', length);

    if (namespace_end) {
        length -= (size_t)(namespace_end + 1 - text);
        text = namespace_end + 1;
    }
    char *code = cJSON_CreateString(text)->valuestring;
    code[length] = '\0';
    out->reply = NULL;
    out->error_code = code;
    out->error_message = json_string(error, "message", json_string(error, "Message", ""));
    if (cJSON_IsString(error))
        out->error_message = text + length + strspn(text + length, ": ");
    return *code && !strpbrk(code, " \t\r\n");
}

/* An operation that AWS does not have is misspelt, and would never answer. */
static bool validate_operation(struct arena *arena, const cJSON *entry, struct error *err)
{
    const char *service = json_string(entry, "service", "");
    const char *operation = json_string(entry, "operation", "");

    if (!*service)
        return error_set(err, ERROR_INPUT, "service is missing or not a string");
    if (!*operation)
        return error_set(err, ERROR_INPUT, "operation is missing or not a string");
    if (operation_find(service, operation)) /* newer, maybe, than what the tables know */
        return true;
    const char *fault = iam_operation_fault(arena, service, operation);
    return !fault || error_set(err, ERROR_INPUT, "%s %s %s", service, operation, fault);
}

static bool validate_entry(struct arena *arena, const cJSON *entry, struct error *err)
{
    static const char *const keys[] = {"service", "operation", "input", "reply", "error", NULL};
    const cJSON *input = json_get(entry, "input"), *reply = json_get(entry, "reply");
    const cJSON *error = json_get(entry, "error");
    struct recorded_reply ignored;

    if (!json_has_only(entry, keys, err))
        return false;
    if (!validate_operation(arena, entry, err))
        return false;
    if (input && !cJSON_IsObject(input))
        return error_set(err, ERROR_INPUT, "input is not an object");
    if (!reply == !error)
        return error_set(err, ERROR_INPUT, "%s",
                         reply ? "both reply and error" : "neither reply nor error");
    if (reply && !cJSON_IsObject(reply))
        return error_set(err, ERROR_INPUT, "reply is not an object");
    if (error && !read_error(error, &ignored))
        return error_set(err, ERROR_INPUT,
                         "error is neither \"Code\", \"Code: message\" nor an object with __type");
    return true;
}

/* What operation_read() asks for one call. */
struct recorded_pages {
    struct page_source source;
    const struct replies *replies;
};

static bool read_page(struct page_source *self, const struct operation *operation,
                      const cJSON *input, cJSON **reply, struct error *err)
{
    const struct recorded_pages *pages = (const struct recorded_pages *)self;
    struct recorded_reply found = {.error_message = ""};

    if (!replies_find(pages->replies, operation->service->name, operation->name, input, &found,
                      err))
        return false;
    if (!found.reply)
        return error_set(err, ERROR_SERVICE, "%s%s%s", found.error_code,
                         *found.error_message ? ": " : "", found.error_message);
    *reply = cJSON_Duplicate(found.reply, true);
    return true;
}

static bool read_reply(struct reader *self, const char *service, const char *name,
                       const cJSON *input, struct page_visitor *visitor, struct error *err)
{
    const struct operation *operation = operation_find(service, name);
    const struct replies *replies = (const struct replies *)self;
    struct recorded_pages pages = {{read_page}, replies};

    if (operation)
        return operation_read(operation, input, &pages.source, visitor, err);
    return error_set(err, ERROR_SERVICE, "%s %s is no operation of this program", service, name);
}

bool replies_init(struct arena *arena, const cJSON *entries, const char *place, struct replies *out,
                  struct error *err)
{
    const cJSON *entry;
    size_t number = 0;

    *out = (struct replies){.reader = {read_reply}, .entries = entries};
    if (entries && !cJSON_IsArray(entries))
        return error_set(err, ERROR_INPUT, "%s is not an array of recorded replies", place);
    cJSON_ArrayForEach (entry, entries) {
        if (!validate_entry(arena, entry, err))
            return error_prefix(err, "%s[%zu]: ", place, number);
        number++;
    }
    return true;
}

bool replies_read(struct arena *arena, const char *path, struct replies *out, struct error *err)
{
    cJSON *entries;

    if (!file_read_json(arena, path, &entries, err))
        return error_prefix(err, "%s: ", path);
    return replies_init(arena, entries, path, out, err);
}

/*
 * The engine writes times as raw JSON, to the millisecond. What arrived through a protocol that has
 * only texts may be a number or a boolean.
 */
static bool is_same(const cJSON *wanted, const cJSON *given)
{
    struct error ignored;
    cJSON *parsed;

    if ((cJSON_IsNumber(wanted) || cJSON_IsBool(wanted)) && cJSON_IsString(given))
        return strcmp(cJSON_PrintUnformatted(wanted), given->valuestring) == 0;

    if (cJSON_IsRaw(given) &&
        json_parse(given->valuestring, strlen(given->valuestring), "", &parsed, &ignored))
        given = parsed;
    return cJSON_Compare(wanted, given, true);
}

/* Whether the entry is one of the operation. Both may name the service in either of its ways. */
static bool is_of(const cJSON *entry, const char *service, const char *operation)
{
    const char *of = json_string(entry, "service", ""), *name = json_string(entry, "operation", "");

    return strcmp(name, operation) == 0 &&
           (strcmp(of, service) == 0 ||
            (operation_find(of, name) &&
             operation_find(of, name) == operation_find(service, name)));
}

/* How many members of the call's input the entry names; -1: it does not answer the call. */
static int count_fitting(const cJSON *entry, const char *service, const char *operation,
                         const cJSON *input)
{
    const cJSON *wanted = json_get(entry, "input"), *member;

    if (!is_of(entry, service, operation))
        return -1;
    cJSON_ArrayForEach (member, wanted)
        if (!is_same(member, json_member(input, member->string)))
            return -1;
    return cJSON_GetArraySize(wanted);
}

bool replies_find(const struct replies *replies, const char *service, const char *operation,
                  const cJSON *input, struct recorded_reply *out, struct error *err)
{
    const cJSON *entry, *best = NULL;
    int most = -1;

    if (!replies->entries)
        return error_set(err, ERROR_SERVICE,
                         "the rule asks %s %s: give recorded replies with --replies FILE", service,
                         operation);
    cJSON_ArrayForEach (entry, replies->entries) {
        int fitting = count_fitting(entry, service, operation, input);

        if (fitting > most) {
            most = fitting;
            best = entry;
        }
    }
    if (!best)
        return error_set(err, ERROR_SERVICE, "no recorded reply answers %s %s %s", service,
                         operation, input ? cJSON_PrintUnformatted(input) : "{}");
    *out = (struct recorded_reply){.reply = json_get(best, "reply")};
    if (!out->reply)
        read_error(json_get(best, "error"), out);
    return true;
}
