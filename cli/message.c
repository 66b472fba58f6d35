#include "cli/message.h"

#include <stdio.h>

#include "report/print.h"

static enum message_level shown = MESSAGE_NOTES;

void message_show(enum message_level level)
{
    shown = level;
}

bool message_shown(enum message_level level)
{
    return level <= shown;
}

static void print(const char *place, const char *text)
{
    fputs("configrule: ", stderr);
    print_visible(stderr, place);
    fputs(": ", stderr);
    print_visible(stderr, text);
    fputc('\n', stderr);
}

void print_error(const char *place, const struct error *err)
{
    print(place, err->message);
}

void print_note(const char *place, const char *text)
{
    if (message_shown(MESSAGE_NOTES))
        print(place, text);
}

void print_detail(const char *place, const char *text)
{
    if (message_shown(MESSAGE_DETAILS))
        print(place, text);
}
