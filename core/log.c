#include "core/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/text.h"
#include "core/timestamp.h"
#include "core/utf8.h"

#define MESSAGE_LIMIT 4096 /* bytes; a struct error has 512 at most */

static const char *const level_names[] = {
#define X(level, name) [level] = (name),
    LOG_LEVELS(X)
#undef X
};

static struct {
    int fd;
    bool json;
    enum log_level level;
    const char *request_id;
} config = {.fd = STDERR_FILENO, .level = LOG_INFO};

void log_configure(const char *format, const char *level)
{
    config.fd = STDOUT_FILENO;
    config.json = !format || !text_same_any_case(format, "Text");
    config.level = LOG_INFO;
    for (size_t i = 0; level && i < sizeof(level_names) / sizeof(*level_names); i++)
        if (text_same_any_case(level, level_names[i]))
            config.level = (enum log_level)i;
}

void log_set_request_id(const char *request_id)
{
    config.request_id = request_id;
}

const char *log_level_name(void)
{
    return level_names[config.level];
}

struct line {
    size_t length;
    char text[6 * MESSAGE_LIMIT + 1024]; /* a byte may become \u00XX */
};

static void add(struct line *line, const char *text)
{
    size_t length = strlen(text), room = sizeof(line->text) - line->length;

    if (length > room)
        length = room;
    memcpy(line->text + line->length, text, length);
    line->length += length;
}

static void add_escaped(struct line *line, const char *text)
{
    for (; *text; text++) {
        char one[8] = {*text};

        if (*text == '"' || *text == '\\')
            snprintf(one, sizeof(one), "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            snprintf(one, sizeof(one), "\\u%04x", (unsigned char)*text);
        add(line, one);
    }
}

static void add_member(struct line *line, const char *name, const char *value)
{
    if (!value)
        return;
    add(line, line->length == 0 ? "{\"" : ",\"");
    add(line, name);
    add(line, "\":\"");
    add_escaped(line, value);
    add(line, "\"");
}

static void put(const char *text, size_t length)
{
    /* writev() reads what it is handed, though its type does not say so. */
    struct iovec parts[] = {{.iov_base = (void *)(uintptr_t)text, .iov_len = length},
                            {.iov_base = (void *)(uintptr_t) "\n", .iov_len = 1}};

    if (writev(config.fd, parts, 2) < 0)
        return; /* nobody is left to be told */
}

static void emit(enum log_level level, const char *type, const char *message)
{
    struct line line = {0};
    char timestamp[TIMESTAMP_SIZE];

    timestamp_format(timestamp_now_ms(), timestamp);
    if (config.json) {
        add_member(&line, "timestamp", timestamp);
        add_member(&line, "level", level_names[level]);
        add_member(&line, "message", message);
        add_member(&line, "requestId", config.request_id);
        add_member(&line, "errorType", type);
        add(&line, "}");
    } else {
        add(&line, timestamp);
        add(&line, " ");
        add(&line, level_names[level]);
        if (config.request_id) {
            add(&line, " RequestId: ");
            add_escaped(&line, config.request_id);
        }
        if (type) {
            add(&line, " ");
            add(&line, type);
        }
        add(&line, " ");
        add_escaped(&line, message);
    }
    put(line.text, line.length);
}

void log_write(enum log_level level, const char *fmt, ...)
{
    char message[MESSAGE_LIMIT];
    va_list args;

    if (level < config.level)
        return;
    va_start(args, fmt);
    vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    message[utf8_cut(message, sizeof(message))] = '\0';
    emit(level, NULL, message);
}

void log_error(enum log_level level, const struct error *err)
{
    if (level >= config.level)
        emit(level, error_type(err->kind), err->message);
}

void log_metrics(const char *json)
{
    put(json, strlen(json));
}
