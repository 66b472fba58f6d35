#include "report/print.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "core/utf8.h"

void print_init(void)
{
    if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

/*
 * Embeddings, overrides and isolates, which let a text stand in another order than it is written,
 * as a file name's ending does: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
static bool reorders(wchar_t wide)
{
    return (wide >= 0x202A && wide <= 0x202E) || (wide >= 0x2066 && wide <= 0x2069);
}

/*
 * Moves *text behind its first character. Returns the bytes of what stands for that: the character
 * itself, or "\x1b" for a byte that is none.
 */
static size_t show(const char **text, char shown[MB_LEN_MAX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char byte = (unsigned char)**text;
    mbstate_t state = {0};
    wchar_t wide;
    size_t size = mbrtowc(&wide, *text, strnlen(*text, MB_CUR_MAX), &state);

    if (size <= MB_CUR_MAX && iswprint((wint_t)wide) && !reorders(wide)) {
        memcpy(shown, *text, size);
        *text += size;
        return size;
    }
    memcpy(shown, (char[]){'\\', 'x', digits[byte >> 4], digits[byte & 15]}, 4);
    ++*text;
    return 4;
}

void print_visible(FILE *stream, const char *text)
{
    char shown[MB_LEN_MAX];

    while (*text) {
        size_t size = show(&text, shown);

        fwrite(shown, 1, size, stream);
    }
}

char *visible_text(struct arena *arena, const char *text)
{
    char *all = arena_alloc(arena, 4 * strlen(text) + MB_LEN_MAX), *end = all;

    while (*text)
        end += show(&text, end);
    return all;
}

/* NULL: the character stands for itself. */
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
    case '\t': /* an attribute would have a blank instead of these */
        return "&#9;";
    case '\n':
        return "&#10;";
    default:
        return NULL;
    }
}

void print_xml(FILE *stream, const char *text)
{
    char shown[MB_LEN_MAX];

    while (*text) {
        const char *entity = xml_entity(*text);

        if (entity) {
            fputs(entity, stream);
            text++;
        } else {
            size_t size = show(&text, shown);

            fwrite(shown, 1, size, stream);
        }
    }
}

void print_json(FILE *stream, const cJSON *json, bool formatted)
{
    const char *text = formatted ? cJSON_Print(json) : cJSON_PrintUnformatted(json);
    const char *end = text + strlen(text);

    /* cJSON escapes what JSON must; the other control characters, U+007F to U+009F, are ours. */
    while (text < end) {
        unsigned char byte = (unsigned char)text[0];
        size_t size = utf8_size(text, (size_t)(end - text));

        if (size == 0)
            fprintf(stream, "\\\\x%02x", byte);
        else if (byte == 0x7F)
            fputs("\\u007f", stream);
        else if (byte == 0xC2 && (unsigned char)text[1] < 0xA0)
            fprintf(stream, "\\u%04x", (unsigned char)text[1]);
        else
            fwrite(text, 1, size, stream);
        text += size ? size : 1;
    }
    fputc('\n', stream);
}
