#include "aws/endpoint.h"

#include "core/environment.h"
#include "core/text.h"

/* The first that fits; every Region that no other has is of the last. */
static const struct {
    enum partition partition;
    const char *regions; /* how they begin */
    const char *first;   /* of them, where its global services are */
    const char *suffix;  /* of hosts */
} partitions[] = {
    {PARTITION_CN, "cn-", "cn-north-1", "amazonaws.com.cn"},
    {PARTITION_GOV, "us-gov-", "us-gov-west-1", "amazonaws.com"},
    {PARTITION_EUSC, "eusc-", "eusc-de-east-1", "amazonaws.eu"},
    {PARTITION_ISO, "us-iso-", "us-iso-east-1", "c2s.ic.gov"},
    {PARTITION_ISO_B, "us-isob-", "us-isob-east-1", "sc2s.sgov.gov"},
    {PARTITION_ISO_E, "eu-isoe-", "eu-isoe-west-1", "cloud.adc-e.uk"},
    {PARTITION_ISO_F, "us-isof-", "us-isof-south-1", "csp.hci.ic.gov"},
    {PARTITION_AWS, "", "us-east-1", "amazonaws.com"},
};

static size_t find_partition(const char *region)
{
    size_t i = 0;

    while (!text_begins(region, partitions[i].regions))
        i++;
    return i;
}

/* Where a service is for a program in region, which is of the i-th partition. */
static struct service_home home_of(const struct service *service, size_t i, const char *region)
{
    if (!service->home)
        return (struct service_home){region, region};
    const struct service_home *own = &service->home[partitions[i].partition];
    return own->region ? *own : (struct service_home){partitions[i].first, partitions[i].first};
}

const char *endpoint_region(const struct service *service, const char *region)
{
    return home_of(service, find_partition(region), region).region;
}

static const char *host(struct arena *arena, const struct service *service, const char *region)
{
    const char *fips = environment("AWS_USE_FIPS_ENDPOINT");
    size_t i = find_partition(region);
    const char *label = home_of(service, i, region).label;
    bool is_fips = fips && text_same_any_case(fips, "true") &&
                   (partitions[i].partition != PARTITION_GOV || service->fips_in_gov);

    return arena_printf(arena, "%s%s%s%s.%s", service->name, is_fips ? "-fips" : "",
                        *label ? "." : "", label, partitions[i].suffix);
}

/* *out is left as it is where the variable is not set. */
static bool read_variable(struct arena *arena, const char *variable, struct http_url *out,
                          struct error *err)
{
    const char *url = environment(variable);

    return !url || http_url_parse(arena, url, variable, out, err);
}

static bool read_one(struct arena *arena, const struct service *service, const char *region,
                     const struct http_url *of_all, struct aws_endpoint *out, struct error *err)
{
    const char *variable = arena_printf(arena, "AWS_ENDPOINT_URL_%s", service->endpoint_env);

    out->parts = *of_all;
    if (!read_variable(arena, variable, &out->parts, err))
        return false;
    if (!out->parts.host)
        out->parts = (struct http_url){"https", host(arena, service, region), "/"};
    out->region = endpoint_region(service, region);
    return true;
}

bool endpoints_read(struct arena *arena, const char *region, const struct aws_endpoint **out,
                    struct error *err)
{
    struct http_url of_all = {0}; /* host NULL: AWS_ENDPOINT_URL is not set */
    struct aws_endpoint *endpoints;
    size_t count = 0;

    if (!read_variable(arena, "AWS_ENDPOINT_URL", &of_all, err))
        return false;
    while (services[count].name)
        count++;
    endpoints = arena_alloc(arena, count * sizeof(*endpoints));
    for (size_t i = 0; i < count; i++)
        if (!read_one(arena, &services[i], region, &of_all, &endpoints[i], err))
            return false;
    *out = endpoints;
    return true;
}
