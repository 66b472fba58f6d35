#include "report/print.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

void print_init(void)
{
    if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

/* The bytes of the printable character at text; 0: there is none. */
static size_t printable(const char *text)
{
    mbstate_t state = {0};
    wchar_t wide;
    size_t size = mbrtowc(&wide, text, strnlen(text, MB_CUR_MAX), &state);

    return size <= MB_CUR_MAX && iswprint((wint_t)wide) ? size : 0;
}

void print_visible(FILE *stream, const char *text)
{
    while (*text) {
        size_t size = printable(text);

        if (size)
            fwrite(text, 1, size, stream);
        else
            fprintf(stream, "\\x%02x", (unsigned char)*text);
        text += size ? size : 1;
    }
}

static const char *xml_entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    default:
        return NULL;
    }
}

void print_xml(FILE *stream, const char *text)
{
    while (*text) {
        const char *entity = xml_entity(*text);
        size_t size = printable(text);

        if (entity)
            fputs(entity, stream);
        else
            fwrite(text, 1, size, stream);
        text += size ? size : 1;
    }
}

void print_json(const cJSON *json, bool formatted)
{
    const char *text = formatted ? cJSON_Print(json) : cJSON_PrintUnformatted(json);

    /* cJSON escapes what JSON must; the other control characters, U+007F to U+009F, are ours. */
    for (; *text; text++) {
        unsigned char byte = (unsigned char)text[0], next = (unsigned char)text[1];

        if (byte == 0x7F) {
            fputs("\\u007f", stdout);
        } else if (byte == 0xC2 && next < 0xA0) {
            printf("\\u%04x", next);
            text++;
        } else {
            putchar(byte);
        }
    }
    putchar('\n');
}
