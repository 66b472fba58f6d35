#include "aws/endpoint.h"

#include <string.h>
#include <strings.h>

#include "core/environment.h"

/* *variable: what says so. */
static const char *endpoint_url(struct arena *arena, const char *region,
                                const struct service *service, const char **variable)
{
    const char *fips = environment("AWS_USE_FIPS_ENDPOINT"), *url, *suffix;

    *variable = arena_printf(arena, "AWS_ENDPOINT_URL_%s", service->endpoint_env);
    url = environment(*variable);
    if (!url) {
        *variable = "AWS_ENDPOINT_URL";
        url = environment(*variable);
    }
    if (url)
        return url;
    *variable = "AWS_REGION";
    suffix = strncmp(region, "cn-", 3) == 0 ? ".cn" : "";
    /* In GovCloud the plain hosts are the FIPS ones. */
    bool plain = !fips || strcasecmp(fips, "true") != 0 || strncmp(region, "us-gov-", 7) == 0;
    return arena_printf(arena, "https://%s%s.%s.amazonaws.com%s", service->name,
                        plain ? "" : "-fips", region, suffix);
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
        endpoints[i].url = arena_printf(arena, "%s://%s%s", endpoints[i].parts.scheme,
                                        endpoints[i].parts.host, endpoints[i].parts.path);
    }
    *out = endpoints;
    return true;
}
