#include "iam/witness_values.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BITS 8
#define DIGITS_LIMIT 15 /* of a number that has neighbours; longer ones stand alone */

void iam_value_list_add(struct arena *arena, struct iam_value_list *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], text) == 0)
            return;
    list->items =
        arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = text;
}

/* What samples of one type are made of. */
struct maker {
    struct arena *arena;
    struct iam_value_list *list;
};

/* The number, and the whole ones on both sides of it. */
static void add_numbers(struct maker *maker, const struct iam_decimal *decimal)
{
    int fraction = (int)decimal->fraction_count;
    const char *text = arena_printf(maker->arena, "%s0%.*s%s%.*s", decimal->negative ? "-" : "",
                                    (int)decimal->digit_count, decimal->digits, fraction ? "." : "",
                                    fraction, fraction ? decimal->fraction : "");
    long long whole = strtoll(text, NULL, 10);

    if (decimal->digit_count > DIGITS_LIMIT || decimal->negative || fraction)
        iam_value_list_add(maker->arena, maker->list, text);
    for (long long side = -1; side <= 1 && decimal->digit_count <= DIGITS_LIMIT; side++)
        if (whole + side >= 0)
            iam_value_list_add(maker->arena, maker->list,
                               arena_printf(maker->arena, "%lld", whole + side));
}

static void add_date(struct maker *maker, int64_t seconds)
{
    char text[sizeof("2026-11-26T05:30:00Z")];
    time_t time = (time_t)seconds;
    struct tm tm;

    if (gmtime_r(&time, &tm) && strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
        iam_value_list_add(maker->arena, maker->list, arena_strdup(maker->arena, text));
}

/* The address that is so many steps, 0 or 1, behind the last one of the range. */
static void add_end(struct maker *maker, const struct iam_address *range, bool behind)
{
    char text[INET6_ADDRSTRLEN];
    struct iam_address end = *range;
    unsigned bytes = range->family == AF_INET6 ? 16 : 4;

    for (unsigned bit = range->prefix; bit < bytes * BITS; bit++)
        end.bytes[bit / BITS] |= (unsigned char)(1U << (BITS - 1 - bit % BITS));
    for (unsigned i = bytes; behind && i-- > 0;)
        if (++end.bytes[i])
            break;
    if (inet_ntop(end.family, end.bytes, text, sizeof(text)))
        iam_value_list_add(maker->arena, maker->list, arena_strdup(maker->arena, text));
}

/* The first address of the range, the last one, and the one behind it. */
static void add_addresses(struct maker *maker, const struct iam_address *range)
{
    struct iam_address first = *range;
    char text[INET6_ADDRSTRLEN];
    unsigned bytes = range->family == AF_INET6 ? 16 : 4;

    for (unsigned bit = range->prefix; bit < bytes * BITS; bit++)
        first.bytes[bit / BITS] &= (unsigned char)~(1U << (BITS - 1 - bit % BITS));
    if (inet_ntop(first.family, first.bytes, text, sizeof(text)))
        iam_value_list_add(maker->arena, maker->list, arena_strdup(maker->arena, text));
    add_end(maker, range, false);
    add_end(maker, range, true);
}

static void add_base64(struct maker *maker, const char *unpadded)
{
    static const char *const padding[] = {"", "===", "==", "="};

    iam_value_list_add(maker->arena, maker->list,
                       arena_printf(maker->arena, "%s%s", unpadded, padding[strlen(unpadded) % 4]));
}

void iam_values_sample(struct arena *arena, const struct iam_value_type *type,
                       const union iam_value *values, size_t count, struct iam_value_list *list)
{
    struct maker maker = {.arena = arena, .list = list};

    if (type == &iam_boolean) {
        iam_value_list_add(arena, list, "true");
        iam_value_list_add(arena, list, "false");
    }
    for (size_t i = 0; i < count; i++) {
        if (type == &iam_number)
            add_numbers(&maker, &values[i].decimal);
        if (type == &iam_date)
            for (int64_t side = -1; side <= 1; side++)
                add_date(&maker, values[i].date.seconds + side);
        if (type == &iam_ip_address)
            add_addresses(&maker, &values[i].address);
        if (type == &iam_binary)
            add_base64(&maker, values[i].base64);
    }
    if (type == &iam_binary)
        add_base64(&maker, "YW55LW90aGVy");
    if (type == &iam_ip_address)
        iam_value_list_add(arena, list, "203.0.113.7");
}
