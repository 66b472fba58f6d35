#include "report/junit.h"

#include "report/print.h"

void junit_add(struct junit *junit, const struct junit_case *one)
{
    junit->cases = arena_grow(junit->arena, junit->cases, junit->count, &junit->capacity,
                              sizeof(*junit->cases));
    junit->cases[junit->count++] = *one;
    junit->counts[one->outcome]++;
}

static void print_attribute(FILE *out, const char *name, const char *value)
{
    if (!value)
        return;
    fprintf(out, " %s=\"", name);
    print_xml(out, value);
    fputc('"', out);
}

static void print_property(FILE *out, const char *name, const char *value)
{
    if (!value)
        return;
    fputs("      <properties>\n        <property", out);
    print_attribute(out, "name", name);
    print_attribute(out, "value", value);
    fputs("/>\n      </properties>\n", out);
}

static void print_case(FILE *out, const struct junit_case *one)
{
    static const char *const elements[] = {
        [JUNIT_FAILED] = "failure", [JUNIT_ERROR] = "error", [JUNIT_SKIPPED] = "skipped"};
    const char *element = elements[one->outcome];

    fputs("    <testcase", out);
    print_attribute(out, "classname", one->classname);
    print_attribute(out, "name", one->name);
    print_attribute(out, "file", one->file);
    if (!element && !one->severity) {
        fputs("/>\n", out);
        return;
    }
    fputs(">\n", out);
    print_property(out, "severity", one->severity);
    if (element) {
        fprintf(out, "      <%s", element);
        print_attribute(out, "message", one->message);
        fputc('>', out);
        print_xml(out, one->text ? one->text : "");
        fprintf(out, "</%s>\n", element);
    }
    fputs("    </testcase>\n", out);
}

void junit_print(const struct junit *junit, FILE *out)
{
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
            "  <testsuite name=\"configrule\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
            "skipped=\"%zu\">\n",
            junit->count, junit->counts[JUNIT_FAILED], junit->counts[JUNIT_ERROR],
            junit->counts[JUNIT_SKIPPED]);
    for (size_t i = 0; i < junit->count; i++)
        print_case(out, &junit->cases[i]);
    fputs("  </testsuite>\n</testsuites>\n", out);
}
