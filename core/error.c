#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

/*
 * Makes the message one line of UTF-8. It ends before a character that was cut, or that a reply has
 * which is no text.
 */
static void make_line(struct error *err)
{
    err->message[utf8_cut(err->message, sizeof(err->message))] = '\0';
    for (char *at = err->message; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = ' ';
}

bool error_set(struct error *err, enum error_kind kind, const char *fmt, ...)
{
    va_list args;

    err->kind = kind;
    va_start(args, fmt);
    vsnprintf(err->message, sizeof(err->message), fmt, args);
    va_end(args);
    make_line(err);
    return false;
}

bool error_prefix(struct error *err, const char *fmt, ...)
{
    char said[sizeof(err->message)];
    va_list args;

    memcpy(said, err->message, sizeof(said));
    va_start(args, fmt);
    vsnprintf(err->message, sizeof(err->message), fmt, args);
    va_end(args);
    size_t length = strlen(err->message);
    snprintf(err->message + length, sizeof(err->message) - length, "%s", said);
    make_line(err);
    return false;
}

bool error_is_code(const struct error *err, const char *code)
{
    size_t length = strlen(code);

    return err->kind == ERROR_SERVICE && strncmp(err->message, code, length) == 0 &&
           (err->message[length] == ':' || err->message[length] == '\0');
}

const char *error_type(enum error_kind kind)
{
    static const char *const types[] = {[ERROR_NONE] = "Runtime.Unknown",
#define X(kind, type) [kind] = (type),
                                        ERROR_KINDS(X)
#undef X
    };

    return types[kind];
}
