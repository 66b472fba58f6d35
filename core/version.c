#include "core/version.h"

#include "core/json.h"

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "GCC " __VERSION__
#endif

static void print_list(FILE *out, const char *title, const char *first, const char *const *others)
{
    fprintf(out, "%s: %s", title, first);
    for (; *others; others++)
        fprintf(out, ", %s", *others);
    fputc('\n', out);
}

void version_print(FILE *out, const char *program, const char *const *libraries,
                   const char *const *rules)
{
    char cjson[32];

    snprintf(cjson, sizeof(cjson), "cJSON %s", cJSON_Version());
    fprintf(out, "%s %s\n", program, PROJECT_VERSION);
    fprintf(out, "commit: %s\n", *version_commit ? version_commit : "not known");
    fprintf(out, "compiler: %s\n", COMPILER);
    print_list(out, "libraries", cjson, libraries);
    if (*rules)
        print_list(out, "rules", *rules, rules + 1);
}
