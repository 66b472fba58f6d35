#include "aws/endpoint.h"

#include "core/environment.h"
#include "core/text.h"

/* The first that fits; every Region that no other has is of the last. */
static const struct {
    enum partition partition;
    const char *regions; /* how they begin */
    const char *suffix;  /* of hosts */
} partitions[] = {
    {PARTITION_CN, "cn-", "amazonaws.com.cn"},
    {PARTITION_GOV, "us-gov-", "amazonaws.com"},
    {PARTITION_EUSC, "eusc-", "amazonaws.eu"},
    {PARTITION_AWS, "", "amazonaws.com"},
};

static size_t find_partition(const char *region)
{
    size_t i = 0;

    while (!text_begins(region, partitions[i].regions))
        i++;
    return i;
}

const char *endpoint_region(const struct service *service, const char *region)
{
    enum partition partition = partitions[find_partition(region)].partition;

    return service->home ? service->home[partition].region : region;
}

static const char *host(struct arena *arena, const struct service *service, const char *region)
{
    const char *fips = environment("AWS_USE_FIPS_ENDPOINT");
    size_t i = find_partition(region);
    enum partition partition = partitions[i].partition;
    const char *label = service->home ? service->home[partition].label : region;
    bool is_fips = fips && text_same_any_case(fips, "true") &&
                   (partition != PARTITION_GOV || service->fips_in_gov);

    return arena_printf(arena, "%s%s%s%s.%s", service->name, is_fips ? "-fips" : "",
                        *label ? "." : "", label, partitions[i].suffix);
}

/* *variable: what says so. */
static const char *endpoint_url(struct arena *arena, const char *region,
                                const struct service *service, const char **variable)
{
    const char *url;

    *variable = arena_printf(arena, "AWS_ENDPOINT_URL_%s", service->endpoint_env);
    url = environment(*variable);
    if (!url) {
        *variable = "AWS_ENDPOINT_URL";
        url = environment(*variable);
    }
    if (url)
        return url;
    *variable = "AWS_REGION";
    return arena_printf(arena, "https://%s", host(arena, service, region));
}

bool endpoints_read(struct arena *arena, const char *region, const struct aws_endpoint **out,
                    struct error *err)
{
    struct aws_endpoint *endpoints;
    size_t count = 0;

    while (services[count].name)
        count++;
    endpoints = arena_alloc(arena, count * sizeof(*endpoints));
    for (size_t i = 0; i < count; i++) {
        const char *variable, *url = endpoint_url(arena, region, &services[i], &variable);

        if (!http_url_parse(arena, url, variable, &endpoints[i].parts, err))
            return false;
        endpoints[i].region = endpoint_region(&services[i], region);
    }
    *out = endpoints;
    return true;
}
